"""The numbers on a release's page: coverage by place and year, and what was asked and answered."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

MOST_PLACES = 60
"""Rows of the coverage picture; the rest is summed up in one row."""

MEASURES = ("received", "granted", "denied", "litigations")
"""Columns of panel that are told over the years."""


@dataclass(frozen=True, slots=True)
class Covered:
    """Reports of a place and year, and how many of them are verified."""

    reports: int
    verified: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """level: province, prefecture or county, whichever tells the places apart. places: names in the
    order of their codes, None for agencies without a place at that level. rest: how many places are
    summed up in the last row, 0 where none are."""

    level: str
    years: tuple[int, ...]
    places: tuple[str | None, ...]
    cells: dict[tuple[str | None, int], Covered]
    rest: int


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over the reports of a year; value: None where no report gives the number."""

    value: int | None
    reports: int


@dataclass(frozen=True, slots=True)
class Years:
    """sums: by year, by measure and by whether the reports are of people's governments, which
    cover the agencies below them: the two are never added."""

    years: tuple[int, ...]
    sums: dict[tuple[int, str, bool], Sum]


def coverage_of(connection: sqlite3.Connection) -> Coverage:
    """Coverage by province; within one province by prefecture, within one prefecture by county."""
    level = _telling_level(connection)
    rows = connection.execute(
        f"SELECT {level}, year, count(*), sum(status = 'verified'),"
        f" min(coalesce(division_code, '~')) FROM panel GROUP BY {level}, year"
    ).fetchall()
    codes: dict[str | None, str] = {}
    for place, _, _, _, code in rows:
        codes[place] = min(code, codes.get(place, code))
    places = sorted(codes, key=lambda place: (place is None, codes[place], place or ""))
    shown, rest = places, 0
    if len(places) > MOST_PLACES:
        named = [place for place in places if place is not None]
        shown = [*named[: MOST_PLACES - 1], None]
        rest = len(named) - (MOST_PLACES - 1)
    cells: dict[tuple[str | None, int], Covered] = {}
    for place, year, reports, verified, _ in rows:
        key = (place if place in shown else None, year)
        so_far = cells.get(key, Covered(0, 0))
        cells[key] = Covered(so_far.reports + reports, so_far.verified + verified)
    return Coverage(level, _years(connection), tuple(shown), cells, rest)


def years_of(connection: sqlite3.Connection) -> Years:
    """Sums over the reports of each year, people's governments apart from single agencies."""
    # total() and not sum(), which fails on numbers that only a hostile report has
    told = ", ".join(f"total({measure}), count({measure})" for measure in MEASURES)
    sums: dict[tuple[int, str, bool], Sum] = {}
    for year, of_governments, *values in connection.execute(
        f"SELECT year, kind = 'government', {told} FROM panel GROUP BY 1, 2"
    ):
        for place, measure in enumerate(MEASURES):
            value, reports = values[2 * place : 2 * place + 2]
            sums[year, measure, bool(of_governments)] = Sum(
                int(value) if reports else None, reports
            )
    return Years(_years(connection), sums)


def findings_of(connection: sqlite3.Connection) -> list[tuple[str, int, int]]:
    """Each kind of finding with its rows and the reports that it concerns."""
    return connection.execute(
        "SELECT finding, count(*), count(DISTINCT agency_id || ' ' || year) FROM findings"
        " GROUP BY finding ORDER BY finding"
    ).fetchall()


def statuses_of(connection: sqlite3.Connection) -> dict[str, int]:
    """Reports by status."""
    return dict(connection.execute("SELECT status, count(*) FROM reports GROUP BY status"))


def _years(connection: sqlite3.Connection) -> tuple[int, ...]:
    first, last = connection.execute("SELECT min(year), max(year) FROM reports").fetchone()
    return tuple(range(first, last + 1))


def _telling_level(connection: sqlite3.Connection) -> str:
    for level in ("province", "prefecture"):
        found = connection.execute(f"SELECT count(DISTINCT {level}) FROM panel").fetchone()
        if found[0] > 1:
            return level
    return "county"
