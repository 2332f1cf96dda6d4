"""Central organs, and their branches in the country (data/organs.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.divisions import Match, Place, register, stem_of
from parsers.attribution.name_places import NO_PLACE, walk
from parsers.attribution.organs import Organ, organ_tables
from parsers.record import Level

_STATE = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class _Branch:
    """A kind of branch: 监管分局 of 国家金融监督管理总局, in prefectures."""

    organ: str
    ending: str
    level: Level

    @property
    def body(self) -> str:
        return self.organ + self.ending


def national_organ(name: str) -> Organ | None:
    """A central organ, or its branch for a region, by its full or customary short name."""
    name = name.removeprefix(_STATE)
    body = organ_tables()["national_short_forms"].get(name, name)
    if body in _national_names():
        return Organ(body, "department")
    regional = _regional_names().get(body)
    return Organ(regional, "vertical") if regional else None


def vertical_prefixes() -> dict[str, str]:
    """Central organs printed before the place, and the body that follows it."""
    prefixes: dict[str, str] = organ_tables()["vertical_prefixes"]
    return prefixes


def central_branch(text: str) -> AgencyName | None:
    """A central organ's branch in a division: 国家金融监督管理总局赣州监管分局."""
    for printed, branch in _branches():
        if not text.startswith(printed) or not text.endswith(branch.ending):
            continue
        seat = text[len(printed) : -len(branch.ending)]
        matches = _seats(seat, branch.level)
        if matches:
            organ = Organ(branch.body, "vertical")
            return AgencyName(text, organ, matches=matches, place=seat, quality=4)
    return None


def branch_organ(body: str) -> Organ | None:
    """The organ of a body that is a central organ's branch in a division."""
    return Organ(body, "vertical") if body in _branches_by_body() else None


def branch_name(body: str, place: Place) -> str | None:
    """The official name of a central organ's branch, None for any other body."""
    branch = _branches_by_body().get(body)
    return f"{branch.organ}{stem_of(place.name)}{branch.ending}" if branch else None


def _seats(seat: str, level: Level) -> tuple[Match, ...]:
    """Divisions that a seat names, those of the branch's usual level where there are any."""
    known = register()
    found = [
        match
        for step in walk(known, seat, NO_PLACE)
        if step.depth and step.end == len(seat)
        for match in step.matches
        if match.place.level != "township"
    ]
    usual = [m for m in found if m.place.level == level]
    return tuple(dict.fromkeys(usual or found))


@lru_cache(maxsize=1)
def _branches() -> tuple[tuple[str, _Branch], ...]:
    """(organ as printed, branch): the longest ending first, 监管分局 before 局."""
    pairs = [
        (printed, _Branch(organ, ending, level))
        for organ, row in organ_tables()["central_branches"].items()
        for printed in (organ, *row["short"])
        for level in ("province", "prefecture", "county")
        for ending in row.get(level, ())
    ]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[1].ending), -len(pair[0]))))


@lru_cache(maxsize=1)
def _branches_by_body() -> dict[str, _Branch]:
    """The first branch of each body."""
    return {branch.body: branch for _, branch in reversed(_branches())}


@lru_cache(maxsize=1)
def _national_names() -> frozenset[str]:
    return frozenset(organ_tables()["national"]["names"])


@lru_cache(maxsize=1)
def _regional_names() -> dict[str, str]:
    """Every printed form of a region's branch to its full name."""
    return {
        form.format(region): form_full.format(region)
        for form_full, row in organ_tables()["regional_branches"].items()
        for form in (form_full, *row["short"])
        for region in row["regions"]
    }
