"""Sources by the numbers that they print: copies of one report have the same, whatever name a
machine read in them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator

from crawler.corpus.likeness import is_telling
from crawler.corpus.stored_records import numbers_of

COMMON = 40
"""Numbers that more documents than this print prove nothing."""

_PARTS = ("applications", "disclosures", "fact")


def keys_of(record_json: str, year: int) -> set[int]:
    """One key for each part of a report whose numbers are telling; whoever prints the same
    numbers in the same places for the same year has the same key."""
    numbers = numbers_of(record_json)
    keys = set()
    for part in _PARTS:
        told = sorted(
            (at, value) for at, value in numbers.items() if at[0] == part and value != "0"
        )
        if is_telling(value for _, value in told):
            digest = hashlib.blake2b(repr((year, told)).encode(), digest_size=7).digest()
            keys.add(int.from_bytes(digest, "big"))
    return keys


def stored_keys(connection: sqlite3.Connection, source_ids: Iterable[str]) -> set[int]:
    """The keys that sources are noted under."""
    found: set[int] = set()
    for source_id in source_ids:
        rows = connection.execute("SELECT key FROM number_keys WHERE source_id = ?", (source_id,))
        found.update(key for (key,) in rows)
    return found


def note_keys(connection: sqlite3.Connection, source_id: str) -> None:
    """Note a source under the keys of its current records, and no others."""
    wanted: set[int] = set()
    for record_json, year in connection.execute(
        "SELECT r.record, r.year FROM source_records AS r"
        " JOIN sources AS s ON s.source_id = r.source_id AND s.url = r.url"
        " WHERE r.source_id = ? AND s.current = 1 AND s.outcome = 'report'"
        "     AND r.year IS NOT NULL",
        (source_id,),
    ):
        wanted |= keys_of(record_json, year)
    present = stored_keys(connection, [source_id])
    connection.executemany(
        "DELETE FROM number_keys WHERE key = ? AND source_id = ?",
        [(key, source_id) for key in present - wanted],
    )
    connection.executemany(
        "INSERT INTO number_keys VALUES (?, ?)", [(key, source_id) for key in wanted - present]
    )


def sharing(
    connection: sqlite3.Connection, keys: Collection[int], most: int = COMMON
) -> Iterator[str]:
    """Sources noted under any of the keys, but for keys that more than `most` share."""
    for key in sorted(keys):
        rows = connection.execute(
            "SELECT source_id FROM number_keys WHERE key = ? LIMIT ?", (key, most + 1)
        ).fetchall()
        if len(rows) <= most:
            yield from (source_id for (source_id,) in rows)
