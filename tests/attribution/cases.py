"""A case of the set, and what most of them begin with."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.attribution.agencies import KINDS, Publisher
from tests.attribution.printing import TITLES, Page


@dataclass(frozen=True)
class Case:
    """One page and its truth. agency: the true key. known: whether the page tells it; where it
    does not, only saying so is right. year: None where the page does not tell it."""

    page: Page
    agency: str
    year: int | None
    known: bool = True
    kind: str = ""


def any_publisher(draw: Random) -> Publisher:
    """Of any kind."""
    return draw.choice(KINDS)(draw)


def any_year(draw: Random, publisher: Publisher) -> int:
    """A year that the agency may report on."""
    return draw.randint(*publisher.years)


def case_of(publisher: Publisher, made_page: Page, year: int | None, known: bool = True) -> Case:
    """A case of an agency."""
    return Case(made_page, publisher.key, year, known, publisher.kind)


def named(draw: Random) -> tuple[Publisher, int, str]:
    """An agency, a year and a title that names both."""
    publisher = any_publisher(draw)
    year = any_year(draw, publisher)
    return publisher, year, draw.choice(TITLES).format(A=publisher.name, Y=year)
