"""What runs found on portals: one row for each portal of a run."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from crawler.corpus.times import moment, stamp
from crawler.items import PortalRun, PortalState


@dataclass(frozen=True, slots=True)
class KnownPortal:
    """What the corpus knows of a portal.

    last_run: when its last crawl began. state, family, troubles: of that crawl. addresses: how
    many are remembered, waiting: how many of them were never read. listed: rows of its lists that
    were followed. reports: agency-years that its documents belong to.
    """

    portal: str
    home: str
    name: str
    last_run: datetime
    state: PortalState
    family: str
    troubles: tuple[str, ...]
    addresses: int
    waiting: int
    listed: int
    reports: int


def note_portal_run(connection: sqlite3.Connection, found: PortalRun, run_id: str) -> None:
    """Keep the newest word on a portal in a run."""
    connection.execute(
        "INSERT OR REPLACE INTO portal_runs (run_id, portal, home, name, started_at, finished_at,"
        " family, evidence, state, counts, troubles) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            run_id,
            found.portal,
            found.home,
            found.name or None,
            stamp(found.started_at),
            stamp(found.finished_at) if found.finished_at else None,
            found.family or None,
            found.evidence or None,
            found.state,
            json.dumps(found.counts, sort_keys=True),
            json.dumps(found.troubles, ensure_ascii=False),
        ),
    )


_LAST = (
    " WHERE p.started_at ="
    "     (SELECT max(q.started_at) FROM portal_runs AS q WHERE q.portal = p.portal)"
)


def last_crawled(connection: sqlite3.Connection) -> dict[str, datetime]:
    """When portals were last crawled, by key; without those whose last crawl did not end."""
    rows = connection.execute(
        f"SELECT p.portal, p.started_at, p.state FROM portal_runs AS p{_LAST}"
    )
    return {portal: moment(at) for portal, at, state in rows if state != "unfinished"}


def known_portals(connection: sqlite3.Connection) -> list[KnownPortal]:
    """Every portal that a run has gone to, by its key."""
    rows = connection.execute(
        "SELECT p.portal, p.home, coalesce(p.name, ''), p.started_at, p.state,"
        " coalesce(p.family, ''), p.troubles,"
        " (SELECT count(*) FROM visits AS v WHERE v.portal = p.portal),"
        " (SELECT count(*) FROM visits AS v WHERE v.portal = p.portal AND checked_at IS NULL),"
        " (SELECT count(*) FROM visits AS v WHERE v.portal = p.portal"
        "     AND v.role IN ('row', 'file')),"
        " (SELECT count(*) FROM (SELECT DISTINCT s.agency_id, s.year FROM visits AS v"
        "     JOIN sources AS s ON s.url = v.url WHERE v.portal = p.portal AND s.year NOT NULL))"
        f" FROM portal_runs AS p{_LAST} ORDER BY p.portal"
    )
    return [
        KnownPortal(
            portal, home, name, moment(at), state, family, tuple(json.loads(troubles)), *counts
        )
        for portal, home, name, at, state, family, troubles, *counts in rows
    ]
