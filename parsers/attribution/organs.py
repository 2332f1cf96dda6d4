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
_COMMITTEE = re.compile(r"(?<!监督)(?:管理委员会|管委会)$")
_NOT_A_NAME = re.compile(r"[，。；：:,;、!?《》<>/\\\d]|关于|信息公开|报告")
_LONGEST_BODY = 40


@dataclass(frozen=True, slots=True)
class Organ:
    """A body without its place. `listed`: it stands in the list of organs."""

    body: str
    kind: AgencyKind
    listed: bool = True


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    return tomllib.loads((_DATA / "organs.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _listed() -> dict[str, Organ]:
    found = {}
    for kind in _LISTED_KINDS:
        for body, spellings in _tables()[kind].items():
            found.update(dict.fromkeys((body, *spellings), Organ(body, kind)))
    return found


@lru_cache(maxsize=1)
def _zone_types() -> tuple[tuple[str, str], ...]:
    """(ending, canonical ending) of zones, longest first."""
    pairs = [
        (e, canonical)
        for canonical, short in _tables()["zones"].items()
        for e in (canonical, *short)
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def bare_zones() -> frozenset[str]:
    """Bodies of zones that their type alone names: 经济开发区管理委员会."""
    return frozenset(f"{canonical}管理委员会" for _, canonical in _zone_types())


def national_organ(name: str) -> Organ | None:
    """A central organ by its full or customary short name."""
    name = name.removeprefix("中华人民共和国")
    body = _tables()["national_short_forms"].get(name, name)
    return Organ(body, "department") if body in _national_names() else None


@lru_cache(maxsize=1)
def _national_names() -> frozenset[str]:
    return frozenset(_tables()["national"]["names"])


def vertical_prefixes() -> dict[str, str]:
    """Central organs printed before the place, and the body that follows it."""
    prefixes: dict[str, str] = _tables()["vertical_prefixes"]
    return prefixes


def listed_organ(text: str) -> Organ | None:
    """The organ whose whole name or short form the text is."""
    return _listed().get(text)


def zone_organ(text: str) -> Organ | None:
    """A development zone's committee: 高新区管委会 → 高新技术产业开发区管理委员会."""
    if not text or len(text) > _LONGEST_BODY or _NOT_A_NAME.search(text):
        return None
    base = _COMMITTEE.sub("", text)
    for ending, canonical in _zone_types():
        if base.endswith(ending):
            return Organ(f"{base.removesuffix(ending)}{canonical}管理委员会", "zone")
    if base and base != text:
        return Organ(f"{base}管理委员会", "zone")
    return None


@lru_cache(maxsize=1)
def _named_zones() -> dict[str, str]:
    rows = csv.DictReader((_DATA / "zones.csv").read_text("utf-8").splitlines())
    return {row["name"]: row["code"] for row in rows}


def division_of_zone(name: str) -> str:
    """The division that a zone known by its own name belongs to, 61 of 西咸新区管委会; empty for
    any other."""
    return _named_zones().get(_COMMITTEE.sub("", name), "")


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


def any_organ(text: str) -> Organ | None:
    """Listed, a zone, or whatever ends like an organ's name; None for other text."""
    organ = listed_organ(text) or zone_organ(text)
    if organ or len(text) < 2 or len(text) > _LONGEST_BODY or _NOT_A_NAME.search(text):
        return organ
    if text.endswith("税务分局") or text.startswith("税务局"):
        return Organ(text, "vertical", listed=False)
    endings = _tables()["endings"]
    if text.endswith(tuple(endings["other"])):
        return Organ(text, "other", listed=False)
    if text.endswith(tuple(endings["department"])):
        return Organ(text, "department", listed=False)
    return None
