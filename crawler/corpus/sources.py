"""Source rows: one for every url and the bytes found there, with the record parsed from them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from crawler.corpus.storable import host_of, stored_json
from crawler.corpus.times import stamp
from crawler.items import Document
from parsers.reading.ocr import is_waiting
from parsers.record import Agency, Record

_SOURCE_COLUMNS = (
    "source_id",
    "url",
    "kind",
    "host",
    "media_type",
    "charset",
    "bytes",
    "first_seen",
    "last_seen",
    "outcome",
    "reason",
    "cut",
    "extractor",
    "title",
    "agency_name",
    "resolution",
    "current",
)
# What a new record changes of a source row.
_RECORD_COLUMNS = (
    "media_type",
    "charset",
    "outcome",
    "reason",
    "cut",
    "extractor",
    "title",
    "agency_name",
    "resolution",
)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What is known of bytes already stored for a url."""

    kind: str
    first_seen: str
    last_seen: str
    current: bool
    record_json: str


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who a document is taken to be from: the record's agency, or what was decided."""

    agency: Agency | None
    decided: bool = False


def is_poorer(record_json: str, known: SourceRow) -> bool:
    """Whether pictures were not read for this record, and were for the known one: on a machine
    without the extra `ocr`, or when the time for recognition was spent."""
    return is_waiting([record_json]) and not is_waiting([known.record_json])


def known_source(connection: sqlite3.Connection, url: str, source_id: str) -> SourceRow | None:
    """What is stored of these bytes at this url, None where they were not found there yet."""
    row = connection.execute(
        "SELECT s.kind, s.first_seen, s.last_seen, s.current, r.record FROM sources AS s"
        " JOIN source_records AS r ON r.source_id = s.source_id AND r.url = s.url"
        " WHERE s.source_id = ? AND s.url = ?",
        (source_id, url),
    ).fetchone()
    return SourceRow(*row) if row else None


def publisher_of(connection: sqlite3.Connection, url: str, source_id: str) -> Publisher:
    """Whom the corpus takes a stored document to be from."""
    agency_json, decided = connection.execute(
        "SELECT agency, decided FROM source_records WHERE source_id = ? AND url = ?",
        (source_id, url),
    ).fetchone()
    agency = Agency.model_validate_json(agency_json) if agency_json else None
    return Publisher(agency, bool(decided))


def current_source_id(connection: sqlite3.Connection, url: str) -> str | None:
    """The bytes that count at a url, None for an unknown url."""
    row = connection.execute(
        "SELECT source_id FROM sources WHERE url = ? AND current = 1", (url,)
    ).fetchone()
    return str(row[0]) if row else None


def insert_source(
    connection: sqlite3.Connection,
    document: Document,
    record: Record,
    record_json: str,
    publisher: Publisher,
) -> None:
    """Add bytes that were not known at this url; `mark_current` decides whether they count."""
    seen = stamp(document.fetched_at)
    values = {
        "source_id": document.source_id,
        "url": document.url,
        "kind": document.kind,
        "host": host_of(document.url),
        "bytes": len(document.data),
        "first_seen": seen,
        "last_seen": seen,
        "current": 0,
        **_record_values(record, publisher),
    }
    connection.execute(
        f"INSERT INTO sources ({', '.join(_SOURCE_COLUMNS)})"
        f" VALUES ({', '.join('?' * len(_SOURCE_COLUMNS))})",
        [values[column] for column in _SOURCE_COLUMNS],
    )
    connection.execute(
        "INSERT INTO source_records (source_id, url, agency, decided, year, hints, record)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document.source_id,
            document.url,
            _agency_json(publisher),
            publisher.decided,
            record.year,
            stored_json(document.hints),
            record_json,
        ),
    )


def touch_source(
    connection: sqlite3.Connection, document: Document, known: SourceRow, seen: str
) -> None:
    """Note that known bytes were seen again."""
    connection.execute(
        "UPDATE sources SET first_seen = ?, last_seen = ? WHERE source_id = ? AND url = ?",
        (
            min(known.first_seen, seen),
            max(known.last_seen, seen),
            document.source_id,
            document.url,
        ),
    )


def update_kind_and_hints(connection: sqlite3.Connection, document: Document) -> None:
    """Follow what the latest way to the same bytes told."""
    connection.execute(
        "UPDATE sources SET kind = ? WHERE source_id = ? AND url = ?",
        (document.kind, document.source_id, document.url),
    )
    connection.execute(
        "UPDATE source_records SET hints = ? WHERE source_id = ? AND url = ?",
        (stored_json(document.hints), document.source_id, document.url),
    )


def update_record(
    connection: sqlite3.Connection,
    url: str,
    source_id: str,
    record: Record,
    record_json: str,
    publisher: Publisher,
) -> None:
    """Put a newly parsed record, or its new publisher, in the place of a source row's old one."""
    values = _record_values(record, publisher)
    assignments = ", ".join(f"{column} = ?" for column in _RECORD_COLUMNS)
    connection.execute(
        f"UPDATE sources SET {assignments} WHERE source_id = ? AND url = ?",
        [*(values[column] for column in _RECORD_COLUMNS), source_id, url],
    )
    connection.execute(
        "UPDATE source_records SET agency = ?, decided = ?, year = ?, record = ?"
        " WHERE source_id = ? AND url = ?",
        (
            _agency_json(publisher),
            publisher.decided,
            record.year,
            record_json,
            source_id,
            url,
        ),
    )


def mark_current(connection: sqlite3.Connection, url: str, latest: str) -> None:
    """Let the bytes seen last at a url count; of several seen at once, those stored last."""
    current = connection.execute(
        "SELECT source_id FROM sources WHERE url = ?"
        " ORDER BY last_seen DESC, source_id = ? DESC, current DESC LIMIT 1",
        (url, latest),
    ).fetchone()[0]
    connection.execute(
        "UPDATE sources SET current = (source_id = ?) WHERE url = ? AND current <> (source_id = ?)",
        (current, url, current),
    )


def insert_capture(connection: sqlite3.Connection, document: Document, run_id: str) -> None:
    """Add a fetch that brought bytes not known at this url, or other ones than the last."""
    headers = {name.lower(): value for name, value in document.headers}
    connection.execute(
        "INSERT INTO captures (url, fetched_at, http_status, etag, last_modified, source_id,"
        "     warc_file, warc_offset, run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.url,
            stamp(document.fetched_at),
            document.http_status,
            headers.get("etag"),
            headers.get("last-modified"),
            document.source_id,
            document.warc_file,
            document.warc_offset,
            run_id,
        ),
    )


def _agency_json(publisher: Publisher) -> str | None:
    return stored_json(publisher.agency) if publisher.agency else None


def _record_values(record: Record, publisher: Publisher) -> dict[str, Any]:
    agency = publisher.agency
    return {
        "media_type": record.media_type or None,
        "charset": record.charset,
        "outcome": record.outcome,
        "reason": _reason(record, publisher),
        "cut": record.cut or None,
        "extractor": record.extractor or None,
        "title": record.title or None,
        "agency_name": (agency.names[0] if agency.names else agency.name) if agency else None,
        "resolution": agency.resolution if agency else None,
    }


def _reason(record: Record, publisher: Publisher) -> str | None:
    """Why a document is no report, or why a report has no place in the corpus."""
    reasons = [record.reason] if record.reason else []
    if record.outcome == "report" and publisher.agency is None:
        reasons.append("report without an established publisher")
    if record.outcome == "report" and record.year is None:
        why = f": {record.year_reason}" if record.year_reason else ""
        reasons.append(f"report without an established year{why}")
    return "; ".join(reasons) or None
