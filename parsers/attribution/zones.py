"""Development zones, new areas and scenic areas: their committees, and where they belong."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from parsers.attribution.divisions import Place, register, stem_of, without_ethnic_groups
from parsers.attribution.organs import (
    LONGEST_BODY,
    NOT_A_NAME,
    Organ,
    listed_organ,
    organ_tables,
)

_DATA = files(__package__) / "data"
_COMMITTEE = re.compile(r"(?<!监督)(?:管理委员会|管委会|管委)$")
_AUTHORITY = re.compile(r"^(?:人民政府|政府|管理委员会|管委会|管委|行政委员会|行委)(?=.{2})(?!办)")
_AUTHORITY_BEHIND = re.compile(r"(?:人民政府|管理委员会)$")
_BUREAU = re.compile(r"[\u4e00-\u9fff]{2,14}(?<!分)局")
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
    known = _named_zones()
    return known.get(text) or known.get(_COMMITTEE.sub("", text))


def organ_of_zone(text: str) -> NamedZone | None:
    """An organ of a zone that its own name places: 雄安新区公共服务局, 加格达奇区教育局."""
    for length in range(min(len(text) - 2, _longest_zone()), 2, -1):
        zone = _named_zones().get(text[:length])
        if zone is None:
            continue
        rest = _AUTHORITY.sub("", text[length:])
        organ = listed_organ(rest)
        if organ is None and _BUREAU.fullmatch(rest):
            organ = Organ(rest, "department", listed=False)
        if organ is None or organ.kind not in ("department", "vertical", "government_office"):
            return None
        area = _AUTHORITY_BEHIND.sub("", zone.organ.body)
        return NamedZone(Organ(area + organ.body, organ.kind, listed=False), zone.place)
    return None


def organ_of_body(body: str) -> Organ | None:
    """The organ of a body that a place without a code of its own has: 加格达奇区人民政府."""
    return next((z.organ for z in _named_zones().values() if z.organ.body == body), None)


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
        organ = _organ_of_row(row)
        if place is None or organ is None:
            raise ValueError(f"zones.csv: {row['name']} belongs to no division {row['code']!r}")
        for lead in ("", *_leads(place)):
            found[lead + row["name"]] = NamedZone(organ, place)
    return found


def _organ_of_row(row: dict[str, str]) -> Organ | None:
    """With a kind, the body is as it stands there; otherwise that of a zone's committee."""
    if row["kind"]:
        return Organ(row["body"], "government" if row["kind"] == "government" else "zone")
    return zone_organ(f"{row['body'] or row['name']}管委会")


def _leads(place: Place) -> Iterator[str]:
    for above in (place, *register().ancestors(place)):
        yield above.name
        yield stem_of(above.name)
        yield without_ethnic_groups(above.name)


@lru_cache(maxsize=1)
def _longest_zone() -> int:
    return max(map(len, _named_zones()))
