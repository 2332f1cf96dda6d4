"""A printed name without a known place before its organ."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.divisions import register
from parsers.attribution.name_organs import (
    OFFICE_ALONE,
    PEOPLES_GOVERNMENT,
    STREET_OFFICE,
    TOWN,
    any_name,
    any_organ,
    bare_organ,
    unlisted_town,
)
from parsers.attribution.organs import listed_organ
from parsers.attribution.zones import zone_organ

_COUNTY = re.compile(r"^(.{1,14}?(?:自治州|省|市|县|区|旗|盟))(.*)$")
# 市政管理局 is not the 政管理局 of a city.
_NOT_RELATIVE = re.compile(
    r"市(?:场|容|域|直|政(?!务|府|协|法|数|策)|民(?!政|宗|族|营))|区(?:域|划)|县域|[乡镇][村镇]"
)
_RELATIVE = re.compile(r"^(?:我|本)?(自治区|自治州|自治县|省|市|县|区|州|旗|盟|镇|乡|街道)(?=.)")


def without_place(rest: str) -> AgencyName | None:
    """A name read from its beginning as an organ, a relative one (区住建局), or one of a place
    that no list holds."""
    base = AgencyName("", PEOPLES_GOVERNMENT)
    if (organ := listed_organ(rest)) and organ.kind != "subdistrict_office":
        return replace(base, organ=organ, quality=2)
    if found := _RELATIVE.match(rest):
        organ = listed_organ(rest[found.end() :])
        if organ and organ.kind != "subdistrict_office":
            return replace(base, organ=organ, relative=found.group(1), quality=2)
        organ = None if _NOT_RELATIVE.match(rest) else any_organ(rest[found.end() :])
        if organ and organ.kind == "department":
            return replace(base, organ=organ, relative=found.group(1), quality=1)
    if under := _under_unknown_county(rest, base):
        return under
    if unknown := unlisted_town(rest, base, ()):
        return replace(unknown, quality=2)
    if office := OFFICE_ALONE.match(rest):
        street = f"{office.group(1)}街道"
        matches = tuple(register().matches(street))
        return replace(
            base,
            organ=STREET_OFFICE,
            matches=matches,
            place=street,
            unknown="" if matches else street,
            quality=2,
        )
    if rest.endswith(("管委会", "管理委员会")) and (organ := zone_organ(rest)):
        return replace(base, organ=organ, quality=0)
    if found := _COUNTY.match(rest):
        county, tail = found.groups()
        organ = bare_organ(county, tail) or listed_organ(tail)
        if organ and len(county) > 2:
            return replace(base, organ=organ, place=county, unknown=county, quality=1)
    name = any_name(rest, base)
    return replace(name, quality=0) if name else None


def _under_unknown_county(rest: str, base: AgencyName) -> AgencyName | None:
    """A known town under a county that no list holds: 安兵市郚山镇."""
    found = _COUNTY.match(rest)
    town = TOWN.match(found.group(2)) if found else None
    if found is None or town is None or len(found.group(1)) < 3:
        return None
    place, tail = town.groups()
    matches = tuple(register().matches(place))
    organ = bare_organ(place, tail) or listed_organ(tail)
    if organ is None or not matches:
        return None
    return replace(
        base,
        organ=organ,
        matches=matches,
        place=place,
        unknown=found.group(1),
        chained=True,
        quality=2,
    )
