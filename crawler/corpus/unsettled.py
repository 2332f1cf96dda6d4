"""Who is not settled: agencies that are ambiguous or unresolved, and reports that name nobody."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parsers.record import Hints

SOURCES_SHOWN = 3
"""Documents told of each agency."""


@dataclass(frozen=True, slots=True)
class SeenAt:
    """A document of an unsettled agency, and what the way to it told."""

    url: str
    host: str | None
    title: str
    hints: Hints


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An agency whose division is not known; or one report that names no agency (then agency_id
    is None and there is one document). reason: what was looked at, and why it does not settle
    the matter. candidates: agency_ids. years: of its reports, those not known left out.
    seen_at: a few of its `documents`.
    """

    agency_id: str | None
    name: str
    resolution: str
    reason: str
    candidates: tuple[str, ...]
    years: tuple[int, ...]
    documents: int
    seen_at: tuple[SeenAt, ...]


def unsettled(connection: sqlite3.Connection) -> list[Unsettled]:
    """All of them: agencies first, those with most documents first."""
    agencies = sorted(_agencies(connection), key=lambda u: (-u.documents, u.agency_id or ""))
    return [*agencies, *_nameless(connection)]


def _agencies(connection: sqlite3.Connection) -> Iterator[Unsettled]:
    rows = connection.execute(
        "SELECT agency_id, name, resolution, coalesce(reason, ''), candidates FROM agencies"
        " WHERE resolution IN ('ambiguous', 'unresolved')"
    ).fetchall()
    for agency_id, name, resolution, reason, candidates in rows:
        years = connection.execute(
            "SELECT DISTINCT year FROM reports WHERE agency_id = ? ORDER BY year", (agency_id,)
        )
        count = connection.execute(
            "SELECT count(*) FROM sources WHERE agency_id = ?", (agency_id,)
        ).fetchone()[0]
        yield Unsettled(
            agency_id,
            name,
            resolution,
            reason,
            tuple(json.loads(candidates or "[]")),
            tuple(year for (year,) in years),
            count,
            tuple(_seen_at(connection, "s.agency_id = ?", agency_id)),
        )


def _nameless(connection: sqlite3.Connection) -> Iterator[Unsettled]:
    rows = connection.execute(
        "SELECT s.url, s.source_id, s.reason, r.year FROM sources AS s"
        " JOIN source_records AS r ON r.source_id = s.source_id AND r.url = s.url"
        " WHERE s.outcome = 'report' AND s.current = 1 AND r.agency IS NULL ORDER BY s.url"
    ).fetchall()
    for url, source_id, reason, year in rows:
        seen = tuple(_seen_at(connection, "s.url = ? AND s.source_id = ?", url, source_id))
        years = (year,) if year else ()
        yield Unsettled(None, "", "unresolved", reason or "", (), years, 1, seen)


def _seen_at(connection: sqlite3.Connection, where: str, *values: str) -> Iterator[SeenAt]:
    rows: list[tuple[Any, ...]] = connection.execute(
        "SELECT s.url, s.host, coalesce(s.title, ''), r.hints FROM sources AS s"
        " JOIN source_records AS r ON r.source_id = s.source_id AND r.url = s.url"
        f" WHERE {where} AND s.current = 1 ORDER BY s.kind <> 'official', s.url LIMIT ?",
        (*values, SOURCES_SHOWN),
    ).fetchall()
    for url, host, title, hints in rows:
        yield SeenAt(url, host, title, Hints.model_validate_json(hints))
