"""Organs by the printed name: which body, of which kind (data/organs.toml)."""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from parsers.record import AgencyKind

_DATA = files(__package__) / "data"
_LISTED_KINDS: tuple[AgencyKind, ...] = (
    "government",
    "government_office",
    "subdistrict_office",
    "department",
    "vertical",
)
NOT_A_NAME = re.compile(r"[，。；：:,;、!?《》<>/\\\d]|关于|信息公开|报告")
LONGEST_BODY = 40


@dataclass(frozen=True, slots=True)
class Organ:
    """A body without its place. `listed`: it stands in the list of organs."""

    body: str
    kind: AgencyKind
    listed: bool = True


@lru_cache(maxsize=1)
def organ_tables() -> dict[str, Any]:
    """The file as it is; its comments say what each table holds."""
    return tomllib.loads((_DATA / "organs.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _listed() -> dict[str, Organ]:
    found = {}
    for kind in _LISTED_KINDS:
        for body, spellings in organ_tables()[kind].items():
            found.update(dict.fromkeys((body, *spellings), Organ(body, kind)))
    return found


def listed_organ(text: str) -> Organ | None:
    """The organ whose whole name or short form the text is."""
    return _listed().get(text)


@dataclass(frozen=True, slots=True)
class Succession:
    """A reform: `after` does since `year` what `before` did. Two organs, two agencies: a link
    and no more. how: `renamed`, `merged`, `split`. source: the reform."""

    before: str
    after: str
    year: int
    how: str
    source: str


@lru_cache(maxsize=1)
def _successions() -> dict[str, tuple[Succession, ...]]:
    found: dict[str, tuple[Succession, ...]] = {}
    for row in csv.DictReader((_DATA / "organ_successions.csv").read_text("utf-8").splitlines()):
        one = Succession(row["before"], row["after"], int(row["year"]), row["how"], row["source"])
        found[one.before] = (*found.get(one.before, ()), one)
    return found


def successions(body: str) -> tuple[Succession, ...]:
    """What became of an organ in the reforms of 2013, 2018, 2021 and 2023, by its body."""
    return _successions().get(body, ())
