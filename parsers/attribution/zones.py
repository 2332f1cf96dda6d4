"""Development zones, new areas and scenic areas: their committees, and where they belong."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from parsers.attribution.divisions import Place, register, stem_of
from parsers.attribution.organs import LONGEST_BODY, NOT_A_NAME, Organ, organ_tables

_DATA = files(__package__) / "data"
_COMMITTEE = re.compile(r"(?<!监督)(?:管理委员会|管委会|管委)$")
_RANK = re.compile(r"^国家级?(?=高新|经济|级)")  # 宁波国家高新区 is 宁波高新区
_LEAST_NAME = 3


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A zone known by a name of its own: its committee, and the division it belongs to."""

    organ: Organ
    place: Place


def zone_organ(text: str) -> Organ | None:
    """A development zone's committee: 高新区管委会 → 高新技术产业开发区管理委员会."""
    if not text or len(text) > LONGEST_BODY or NOT_A_NAME.search(text):
        return None
    base = _COMMITTEE.sub("", text)
    name = _RANK.sub("", base)
    for ending, canonical in _zone_types():
        if name.endswith(ending):
            return Organ(f"{name.removesuffix(ending)}{canonical}管理委员会", "zone")
    if base and base != text:
        return Organ(f"{base}管理委员会", "zone")
    return None


def named_zone(text: str) -> NamedZone | None:
    """A zone that its own name places (data/zones.csv), 西咸新区管委会 or 陕西西咸新区."""
    return _named_zones().get(_COMMITTEE.sub("", text))


def zone_before_division(text: str) -> str:
    """A zone's name printed before a division that it covers, 雄安新区 of 雄安新区容城县; empty
    where none is."""
    known = register()
    for length in range(min(len(text), _longest_zone()), _LEAST_NAME, -1):
        zone = _named_zones().get(text[:length])
        if zone is None:
            continue
        inside = any(
            match.place.code.startswith(zone.place.code)
            for end in range(length + 2, min(len(text), length + 8) + 1)
            for match in known.matches(text[length:end])
        )
        return text[:length] if inside else ""
    return ""


@lru_cache(maxsize=1)
def bare_zones() -> frozenset[str]:
    """Bodies of zones that their type alone names: 经济开发区管理委员会."""
    return frozenset(f"{canonical}管理委员会" for _, canonical in _zone_types())


@lru_cache(maxsize=1)
def _zone_types() -> tuple[tuple[str, str], ...]:
    """(ending, canonical ending) of zones, longest first."""
    pairs = [
        (e, canonical)
        for canonical, short in organ_tables()["zones"].items()
        for e in (canonical, *short)
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=1)
def _named_zones() -> dict[str, NamedZone]:
    """Every printed form: the zone's name alone, and led by the names of the divisions above."""
    found: dict[str, NamedZone] = {}
    for row in csv.DictReader((_DATA / "zones.csv").read_text("utf-8").splitlines()):
        place = register().place(row["code"])
        organ = zone_organ(f"{row['body'] or row['name']}管委会")
        if place is None or organ is None:
            raise ValueError(f"zones.csv: {row['name']} belongs to no division {row['code']!r}")
        for lead in ("", *_leads(place)):
            found[lead + row["name"]] = NamedZone(organ, place)
    return found


def _leads(place: Place) -> Iterator[str]:
    for above in (place, *register().ancestors(place)):
        yield above.name
        yield stem_of(above.name)


@lru_cache(maxsize=1)
def _longest_zone() -> int:
    return max(map(len, _named_zones()))
