"""The captures: which bytes were fetched from where, and where the archive keeps them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.corpus.times import moment
from crawler.items import SourceKind
from parsers.record import Hints

_CHUNK = 500

_SELECT = (
    "SELECT c.url, c.source_id, s.kind, r.hints, c.fetched_at, c.http_status,"
    "     c.etag, c.last_modified, c.warc_file, c.warc_offset, s.current"
    " FROM captures AS c"
    " JOIN sources AS s ON s.source_id = c.source_id AND s.url = c.url"
    " JOIN source_records AS r ON r.source_id = c.source_id AND r.url = c.url"
)


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture with all that is needed to build its Document again, but for the bytes.

    warc_file, warc_offset: where the archive keeps them, None where it does not. current:
    whether these are the latest bytes known of the url.
    """

    url: str
    source_id: str
    kind: SourceKind
    hints: Hints
    fetched_at: datetime
    http_status: int | None
    etag: str | None
    last_modified: str | None
    warc_file: str | None
    warc_offset: int | None
    current: bool


def all_captures(connection: sqlite3.Connection) -> Iterator[Capture]:
    """The last capture of every source row, in the order of the archive.

    The corpus may be written to meanwhile; captures added meanwhile are not included.
    """
    numbers = [
        number
        for (number,) in connection.execute(
            "SELECT capture_id FROM captures WHERE capture_id IN"
            "     (SELECT max(capture_id) FROM captures GROUP BY source_id, url)"
            " ORDER BY warc_file IS NULL, warc_file, warc_offset, capture_id"
        )
    ]
    for start in range(0, len(numbers), _CHUNK):
        chunk = numbers[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows = {
            row[0]: row[1:]
            for row in connection.execute(
                _SELECT.replace("SELECT ", "SELECT c.capture_id, ", 1)
                + f" WHERE c.capture_id IN ({marks})",
                chunk,
            )
        }
        yield from (_capture(rows[number]) for number in chunk)


def count_captures(connection: sqlite3.Connection) -> int:
    """How many captures `all_captures` gives."""
    row = connection.execute("SELECT count(*) FROM (SELECT DISTINCT source_id, url FROM captures)")
    return int(row.fetchone()[0])


def latest_capture(connection: sqlite3.Connection, url: str) -> Capture | None:
    """The last capture of the bytes that a url had when it was last seen."""
    row = connection.execute(
        f"{_SELECT} WHERE c.url = ? AND s.current = 1 ORDER BY c.capture_id DESC LIMIT 1", (url,)
    ).fetchone()
    return _capture(row) if row else None


def archived_capture(connection: sqlite3.Connection, source_id: str) -> Capture | None:
    """A capture of these bytes from any url that the archive keeps."""
    row = connection.execute(
        f"{_SELECT} WHERE c.source_id = ? AND c.warc_file IS NOT NULL"
        " ORDER BY c.capture_id LIMIT 1",
        (source_id,),
    ).fetchone()
    return _capture(row) if row else None


def _capture(row: tuple[Any, ...]) -> Capture:
    url, source_id, kind, hints, fetched_at, *fetch, current = row
    http_status, etag, last_modified, warc_file, warc_offset = fetch
    return Capture(
        url=url,
        source_id=source_id,
        kind=kind,
        hints=Hints.model_validate_json(hints),
        fetched_at=moment(fetched_at),
        http_status=http_status,
        etag=etag,
        last_modified=last_modified,
        warc_file=warc_file,
        warc_offset=warc_offset,
        current=bool(current),
    )
