"""Whose reports are expected, and for which years.

Nobody publishes a list of all agencies that have to report, so what is expected is told by its
basis, and neither is the truth about the country:

- `statute`: the people's government of every division of the register at county level and above
  (国务院令第711号, 第四十九条), each year from 2008 on. The register is that of today: a county
  that is younger is expected too early, one that has ended is not expected at all. Leagues and
  prefectures without a people's government (盟, 地区) and Hong Kong, Macau and Taiwan are left
  out.
- `known`: every other agency that the corpus has a report of, from the year of its first report
  on. An agency that has ended goes on being expected; one that never published, or that no crawl
  has come to, is not.

Agencies whose place is not established are expected in the years found alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.due_dates import FIRST_YEAR
from parsers.attribution.divisions import register

Basis = Literal["statute", "known"]
LEVELS = ("national", "province", "prefecture", "county", "township")
GOVERNMENT = "人民政府"
_ELSEWHERE = frozenset({"71", "81", "82"})
_WITHOUT_GOVERNMENT = ("盟", "地区")


@dataclass(frozen=True, slots=True)
class Expected:
    """An agency and the first year expected of it. last: the last one, None for all up to now.

    places: names of its province, prefecture, county and township, None below its own level.
    """

    agency_id: str
    name: str
    kind: str
    level: str
    code: str
    places: tuple[str | None, str | None, str | None, str | None]
    basis: Basis
    first: int
    last: int | None = None


def expected_agencies(connection: sqlite3.Connection) -> list[Expected]:
    """All of them, by code and name."""
    known = {agency.agency_id: agency for agency in _known(connection)}
    statutory = {agency.agency_id: agency for agency in _statutory()}
    # The corpus knows an agency's own name and place better than the register does.
    for agency_id in statutory.keys() & known.keys():
        own = known.pop(agency_id)
        by_law = statutory[agency_id]
        statutory[agency_id] = Expected(
            agency_id, own.name, own.kind, own.level, own.code, own.places, "statute", by_law.first
        )
    return sorted([*statutory.values(), *known.values()], key=lambda a: (a.code or "~", a.name))


def _statutory() -> Iterator[Expected]:
    divisions = register()
    for place in divisions.above_townships():
        if place.code[:2] in _ELSEWHERE or place.name.endswith(_WITHOUT_GOVERNMENT):
            continue
        above = {upper.level: upper.name for upper in divisions.ancestors(place)}
        above[place.level] = place.name
        places = (above.get("province"), above.get("prefecture"), above.get("county"), None)
        yield Expected(
            f"{place.code}:{GOVERNMENT}", f"{place.name}{GOVERNMENT}", "government", place.level,
            place.code, places, "statute", FIRST_YEAR,
        )  # fmt: skip


def _known(connection: sqlite3.Connection) -> Iterator[Expected]:
    rows = connection.execute(
        "SELECT a.agency_id, a.name, a.kind, coalesce(a.level, ''), coalesce(a.division_code, ''),"
        " a.province, a.prefecture, a.county, a.township, a.resolution, min(r.year), max(r.year)"
        " FROM agencies AS a JOIN reports AS r ON r.agency_id = a.agency_id GROUP BY a.agency_id"
    )
    for agency_id, name, kind, level, code, *places, resolution, first, last in rows:
        is_placed = resolution not in ("ambiguous", "unresolved")
        four = (places[0], places[1], places[2], places[3])
        yield Expected(
            agency_id, name, kind, level, code, four, "known", first, None if is_placed else last
        )
