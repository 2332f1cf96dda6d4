"""A document into the corpus: its source row, its capture, and the report that it belongs to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from crawler.corpus import sources
from crawler.corpus.settlement import settle
from crawler.corpus.skipping import forget_skipped
from crawler.corpus.times import stamp
from crawler.items import Document
from parsers.record import Outcome, Record, Status

Change = Literal["new", "changed", "unchanged"]
PublisherOf = Callable[[str, Record], sources.Publisher]


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a document.

    change: `new` (the url was not known), `changed` (other bytes, or another record of the same
    bytes), `unchanged`. agency_id, year, status: of the report that it belongs to, None where it
    belongs to none; reason then says why.
    """

    change: Change
    source_id: str
    outcome: Outcome
    reason: str | None
    agency_id: str | None
    year: int | None
    status: Status | None


def store(
    connection: sqlite3.Connection,
    document: Document,
    record: Record,
    record_json: str,
    publisher_of: PublisherOf,
    run_id: str,
) -> Change:
    """Store a document with its record. publisher_of: whom the decisions in force take a record
    at a url to be from."""
    url, source_id = document.url, document.source_id
    seen = stamp(document.fetched_at)
    replaced = sources.current_source_id(connection, url)
    affected = {source_id, replaced or source_id}
    forget_skipped(connection, url)
    known = sources.known_source(connection, url, source_id)
    if known is None:
        sources.insert_source(connection, document, record, record_json, publisher_of(url, record))
        sources.insert_capture(connection, document, run_id)
        sources.mark_current(connection, url, source_id)
        settle(connection, affected, seen)
        return "changed" if replaced else "new"

    sources.touch_source(connection, document, known, seen)
    is_back = not known.current and seen > known.last_seen
    is_same = known.kind == document.kind and (
        known.record_json == record_json or sources.is_poorer(record_json, known)
    )
    is_renewed = not is_same and seen >= known.last_seen
    if is_back:
        sources.insert_capture(connection, document, run_id)
        sources.mark_current(connection, url, source_id)
    if is_renewed:
        publisher = publisher_of(url, record)
        sources.update_record(connection, url, source_id, record, record_json, publisher)
        sources.update_kind_and_hints(connection, document)
    if is_back or is_renewed or seen < known.first_seen:
        settle(connection, affected, seen)
    return "changed" if is_back or is_renewed else "unchanged"


def stored(connection: sqlite3.Connection, change: Change, url: str, source_id: str) -> Stored:
    """What is told of a document that is stored now."""
    row = connection.execute(
        "SELECT s.source_id, s.outcome, s.reason, s.agency_id, s.year, r.status"
        " FROM sources AS s"
        " LEFT JOIN reports AS r ON r.agency_id = s.agency_id AND r.year = s.year"
        " WHERE s.url = ? AND s.source_id = ?",
        (url, source_id),
    ).fetchone()
    return Stored(change, *row)
