"""What the corpus has of what is expected, agency by agency and year by year, and in sums."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from crawler.corpus.times import moment
from crawler.coverage.expecting import Expected, expected_agencies
from crawler.due_dates import due_date, is_due
from spiders.discovery.sites import site_of

MEASURES = ("expected", "found", "verified", "missing", "overdue", "not_looked_for")
_PLACED = ("province", "prefecture", "county", "township")


@dataclass(slots=True)
class Counts:
    """expected = found + missing. verified: of those found. overdue: missing, and its statutory
    date has passed. not_looked_for: overdue, and since that date no crawl came to the end of a
    portal that gave the agency's reports, or that the register names for its division."""

    expected: int = 0
    found: int = 0
    verified: int = 0
    missing: int = 0
    overdue: int = 0
    not_looked_for: int = 0

    def add(self, other: Counts) -> None:
        for measure in MEASURES:
            setattr(self, measure, getattr(self, measure) + getattr(other, measure))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is counted. place: a name of a division, or the beginning of a code; level: of the
    agencies; years: first and last."""

    years: tuple[int, int]
    place: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One report that is expected. status: "" where it is missing."""

    agency: Expected
    year: int
    status: str
    is_overdue: bool
    is_looked_for: bool

    def counts(self) -> Counts:
        """The entry as a sum of one."""
        found = bool(self.status)
        return Counts(
            1,
            int(found),
            int(self.status == "verified"),
            int(not found),
            int(self.is_overdue),
            int(self.is_overdue and not self.is_looked_for),
        )


@dataclass(slots=True)
class Coverage:
    """by: the level whose places the rows are. rows: by place (None: no place at that level) and
    year; bases: expected reports by basis."""

    by: str
    years: tuple[int, ...]
    rows: dict[str | None, dict[int, Counts]] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)

    def of_place(self, place: str | None) -> Counts:
        """All years of a place."""
        return _sum(self.rows[place].values())

    def of_year(self, year: int) -> Counts:
        """All places in a year."""
        return _sum(years[year] for years in self.rows.values() if year in years)

    @property
    def all(self) -> Counts:
        """Everything."""
        return _sum(self.of_place(place) for place in self.rows)


def entries(
    connection: sqlite3.Connection,
    wanted: Wanted,
    now: datetime,
    portals: Mapping[str, str],
) -> Iterator[Entry]:
    """Every expected report that is wanted, by agency and year.

    portals: division codes of the register's portals, by key. now: aware.
    """
    statuses: dict[str, dict[int, str]] = defaultdict(dict)
    for agency_id, year, status in connection.execute(
        "SELECT agency_id, year, status FROM reports"
    ):
        statuses[agency_id][year] = status
    crawls = _Crawls(connection, portals)
    for agency in expected_agencies(connection):
        if not _is_wanted(agency, wanted):
            continue
        own = statuses.get(agency.agency_id, {})
        first, last = max(agency.first, wanted.years[0]), agency.last or wanted.years[1]
        # A report from before the first expected one is there all the same.
        years = {*range(first, min(last, wanted.years[1]) + 1), *own}
        for year in sorted(year for year in years if wanted.years[0] <= year <= wanted.years[1]):
            status = own.get(year, "")
            late = not status and is_due(year, agency.kind, agency.level, now)
            looked = late and crawls.looked_for(agency, year)
            yield Entry(agency, year, status, late, looked)


def count(found: Iterable[Entry], wanted: Wanted) -> Coverage:
    """Sums by place and year, at the level that tells the places apart."""
    listed = list(found)
    by = _telling_level(listed)
    at = _PLACED.index(by)
    coverage = Coverage(by, tuple(range(wanted.years[0], wanted.years[1] + 1)))
    for entry in listed:
        place = entry.agency.places[at]
        year = coverage.rows.setdefault(place, {}).setdefault(entry.year, Counts())
        year.add(entry.counts())
        basis = entry.agency.basis
        coverage.bases[basis] = coverage.bases.get(basis, 0) + 1
    return coverage


class _Crawls:
    """When the portals that an agency's report may be on were last crawled to their end."""

    def __init__(self, connection: sqlite3.Connection, portals: Mapping[str, str]) -> None:
        self._by_site: dict[str, datetime] = {}
        self._by_code: dict[str, datetime] = {}
        for key, home, finished in connection.execute(
            "SELECT portal, home, max(finished_at) FROM portal_runs"
            " WHERE state IN ('done', 'no_column') AND finished_at NOT NULL GROUP BY portal"
        ):
            at = moment(finished)
            site = site_of(home)
            self._by_site[site] = max(at, self._by_site.get(site, at))
            code = portals.get(key, "")
            if code:
                self._by_code[code] = max(at, self._by_code.get(code, at))
        self._sites: dict[str, set[str]] = defaultdict(set)
        for agency_id, host in connection.execute(
            "SELECT DISTINCT agency_id, host FROM sources"
            " WHERE agency_id NOT NULL AND host NOT NULL"
        ):
            self._sites[agency_id].add(site_of(f"http://{host}"))

    def looked_for(self, agency: Expected, year: int) -> bool:
        """Whether such a crawl ended after the report was due."""
        due = due_date(year, agency.kind, agency.level)
        ended = [self._by_site.get(site) for site in self._sites.get(agency.agency_id, ())]
        ended.append(self._by_code.get(agency.code))
        return any(at is not None and at.date() > due for at in ended)


def _is_wanted(agency: Expected, wanted: Wanted) -> bool:
    if wanted.level and agency.level != wanted.level:
        return False
    if not wanted.place:
        return True
    if wanted.place.isdigit():
        return agency.code.startswith(wanted.place)
    return any(place and place.startswith(wanted.place) for place in agency.places)


def _telling_level(found: list[Entry]) -> str:
    """Provinces, within one of them prefectures, within one of those counties, …"""
    names = [{entry.agency.places[at] for entry in found} - {None} for at in range(len(_PLACED))]
    several = next((at for at, named in enumerate(names) if len(named) > 1), None)
    deepest = max((at for at, named in enumerate(names) if named), default=0)
    return _PLACED[deepest if several is None else several]


def _sum(parts: Iterable[Counts]) -> Counts:
    total = Counts()
    for part in parts:
        total.add(part)
    return total
