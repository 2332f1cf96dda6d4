"""The Xinjiang production and construction corps: its divisions, most of them one with a city."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.divisions import Match, Place, register
from parsers.attribution.organs import Organ, listed_organ

CORPS = "新疆生产建设兵团"
_NUMERALS = "[一二三四五六七八九十]"
_DIVISION = re.compile(f"(?:{CORPS}|兵团)?(第{_NUMERALS}{{1,3}}师)(?!范)")
_SHORT = re.compile(f"(?:{CORPS}|兵团)({_NUMERALS}{{1,3}}师)|({_NUMERALS}{{1,3}}师)(?=.{{2,5}}市)")
_REGIMENT = re.compile(r"^[一二三四五六七八九十百○〇零\d]{1,5}团(?=.{2,8}(?:镇|街道))")


def city_name(text: str) -> str | None:
    """The name as its city's, 石河子市教育局 for 第八师教育局 or 第八师石河子市教育局; None where
    no division that is one with a city is named."""
    found = _division(text)
    if found is None or not found[1]:
        return None
    city, rest = found[1], found[2].removeprefix(found[1])
    return city + _REGIMENT.sub("", rest)


def corps_agency(text: str) -> AgencyName | None:
    """An organ of the corps (兵团教育局), which is kept beside the central ones; or a division
    without a city, or its organ, under 新疆 with its name in the body."""
    found = _division(text)
    if found is None:
        return _organ_of_corps(text)
    division, city, rest = found
    region = register().place("65")
    organ = _organ(CORPS + division, rest)
    if city or organ is None or region is None:
        return None
    return AgencyName(
        text, organ, matches=(Match(region, "exact", "65"),), place=region.name, quality=4
    )


def as_alias(name: AgencyName) -> AgencyName:
    """The name with its city as another name of the division that was printed."""
    return replace(name, matches=tuple(replace(m, how="alias") for m in name.matches))


def place_of_division(division: str) -> Place | None:
    """The city that a division is one with."""
    code = _codes().get(division, "")
    return register().place(code) if len(code) == 6 else None


def _organ_of_corps(text: str) -> AgencyName | None:
    rest = text.removeprefix(CORPS)
    rest = rest if rest != text else text.removeprefix("兵团")
    organ = _organ(CORPS, rest) if rest and rest != text else None
    return AgencyName(text, organ, central=True, quality=4) if organ else None


def _organ(owner: str, rest: str) -> Organ | None:
    if not rest:
        return Organ(owner, "government")
    organ = listed_organ(rest)
    usual = organ is not None and organ.kind in ("department", "vertical", "government_office")
    return Organ(owner + organ.body, organ.kind) if organ and usual else None


def _division(text: str) -> tuple[str, str, str] | None:
    """(division, its city or nothing, what follows)."""
    if found := _DIVISION.match(text):
        division = found.group(1)
    elif found := _SHORT.match(text):
        division = f"第{found.group(1) or found.group(2)}"
    else:
        return None
    if division not in _codes():
        return None
    city = place_of_division(division)
    return division, city.name if city else "", text[found.end() :]


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    rows = csv.DictReader(
        (files(__package__) / "data" / "corps.csv").read_text("utf-8").splitlines()
    )
    return {row["division"]: row["code"] for row in rows}
