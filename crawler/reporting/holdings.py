"""The reports that the portals of a run give, and who has not given the newest."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from crawler.due_dates import is_due
from crawler.reporting.gathered import ASKED_BY, Gathered, Places
from crawler.reporting.runs import FILES, Run


def gather_reports(connection: sqlite3.Connection, run: Run, places: Places, now: datetime) -> None:
    """The reports that each portal gives, and who has not given the newest."""
    is_files = run.spider == FILES
    rows = connection.execute(
        "SELECT DISTINCT s.url, s.agency_id, s.year, r.status, a.kind, a.level, a.name,"
        f" {ASKED_BY.format(url='s.url')}"
        " FROM sources AS s JOIN reports AS r ON r.agency_id = s.agency_id AND r.year = s.year"
        " JOIN agencies AS a ON a.agency_id = s.agency_id"
        " WHERE s.current = 1 AND (s.kind = 'file') = :is_files",
        {"run_id": run.run_id, "is_files": is_files},
    )
    given: dict[str, dict[tuple[str, int], str]] = {}
    agencies: dict[str, tuple[str, str | None, str]] = {}
    for url, agency_id, year, status, kind, level, name, visited in rows:
        portal = places.of(url, visited)
        if portal is not None:
            given.setdefault(portal.portal, {})[agency_id, year] = status
            agencies[agency_id] = (kind, level, name)
    for portal in places.found:
        reports = given.get(portal.portal, {})
        portal.reports = len(reports)
        portal.verified = sum(status == "verified" for status in reports.values())
        portal.years = Counter(year for _, year in reports)
        if portal.portal:
            _overdue(connection, portal, reports, agencies, now)


def _overdue(
    connection: sqlite3.Connection,
    portal: Gathered,
    reports: Iterable[tuple[str, int]],
    agencies: Mapping[str, tuple[str, str | None, str]],
    now: datetime,
) -> None:
    """Agencies that the portal gave a report of for the year before the one now due."""
    years = set(reports)
    newest = now.year - 1
    has = "SELECT 1 FROM reports WHERE agency_id = ? AND year = ?"
    for agency_id, year in sorted(years):
        kind, level, name = agencies[agency_id]
        if year != newest - 1 or not is_due(newest, kind, level, now):
            continue
        portal.overdue_year = newest
        portal.expected += 1
        if connection.execute(has, (agency_id, newest)).fetchone() is None:
            portal.overdue.append(name)
