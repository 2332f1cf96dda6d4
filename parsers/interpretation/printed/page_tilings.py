"""How the blocks of all pages cover a table: page by page, and these together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from .tiling import MOST_PARTS, MOST_TILINGS, Block, Cost, Row, Rows, Tilings, TooMany

MOST_COST: Cost = 2  # of a whole table


class Way(NamedTuple):
    """What a tiling costs; and whether all its blocks are rectangles where they are printed. Of
    others every sum must hold: what looks like one may be a lost number."""

    cost: Cost
    is_regular: bool


Ways = Mapping[Rows, Way]


def tables_of(
    pages: Sequence[Sequence[Block]], width: int, holds: Callable[[Row], bool]
) -> Iterator[Ways]:
    """All tables that the blocks of the pages make: those of the least cost first, then with those
    of each higher one. `holds`: whether a row's sum does."""

    @cache
    def of_page(page: int, most: Cost) -> Ways:
        return _of_page(pages[page], width, holds, most)

    try:
        least = [_least(of_page, page) for page in range(len(pages))]
        for spare in range(MOST_COST + 1 - sum(least)):
            by_page = [of_page(page, cost + spare) for page, cost in enumerate(least)]
            yield _together(by_page, sum(least) + spare)
    except TooMany:
        return


def _least(of_page: Callable[[int, Cost], Ways], page: int) -> Cost:
    """The least cost of a page's tilings; more than any may cost where there are none."""
    costs = (most for most in range(MOST_COST + 1) if of_page(page, most))
    return next(costs, MOST_COST + 1)


def _of_page(blocks: Sequence[Block], width: int, holds: Callable[[Row], bool], most: Cost) -> Ways:
    """The tilings of a page; where there are none, those with its last block further up, as the
    rest of rows there. Raises TooMany."""
    rows = sum(len(block.values) for block in blocks) // width
    tilings = Tilings(blocks, width, holds, most)
    found = {tiling: Way(cost, True) for tiling, cost in tilings.of(rows).items()}
    if not most:
        return found
    tilings = Tilings(blocks, width, holds, most, exact=True)
    for tiling, cost in tilings.of(rows).items():
        found.setdefault(tiling, Way(cost, False))
    if found:
        return found
    *others, last = blocks
    parts = tilings.parts
    for place in range(1, len(others)):
        moved = [*others[:place], last, *others[place:]]
        tilings = Tilings(moved, width, holds, most - 1, exact=True, most_parts=MOST_PARTS - parts)
        for tiling, cost in tilings.of(rows).items():
            found.setdefault(tiling, Way(cost + 1, False))
        parts += tilings.parts
    return found


def _together(by_page: Iterable[Ways], most: Cost) -> Ways:
    """The tables that the tilings of all pages make, none of a higher cost. Raises TooMany."""
    tables: dict[Rows, Way] = {(): Way(0, True)}
    for tilings in by_page:
        tables = {
            table + rows: Way(way.cost + other.cost, way.is_regular and other.is_regular)
            for table, way in tables.items()
            for rows, other in tilings.items()
            if way.cost + other.cost <= most
        }
        if len(tables) > MOST_TILINGS:
            raise TooMany
    return tables
