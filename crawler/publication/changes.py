"""What changed since the release before: reports added, changed cell by cell, withdrawn."""

from __future__ import annotations

import csv
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from crawler.errors import StorageError

HEADER = ("change", "agency_id", "name", "year", "table", "row", "column", "before", "after")
SHOWN = 30
"""Changes told on the page; the file has them all."""

_ROW_KEYS = {"disclosures": "item", "applications": "outcome", "proceedings": "channel"}
# Of a report itself: what a reader of the data would notice.
_OF_REPORTS = ("status", "template", "disclosure_template", "title", "published_on", "source_url")
_NOT_VALUES = ("agency_id", "year", "position")

Change = tuple[str, str, str, int, str, str, str, object, object]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed. since: the version compared with, None for the first release.

    counts: reports added and withdrawn, reports changed, cells changed. shown: the first rows.
    """

    since: str | None
    added: int
    withdrawn: int
    changed: int
    cells: int
    shown: tuple[Change, ...]


def write_changes(
    database: Path, previous: Path | None, since: str | None, target: Path
) -> Changes:
    """Compare two releases' databases and write all changes as CSV.

    First the reports added, then those withdrawn, then the cells that changed, table by table; each
    of these by agency and year.
    previous: None for the first release; then nothing is compared and the file has no rows.
    Raises StorageError where the release before cannot be read.
    """
    counts: Counter[str] = Counter()
    changed: set[tuple[str, int]] = set()
    shown: list[Change] = []
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(HEADER)
        for change in _compared(database, previous) if previous else ():
            writer.writerow(change)
            counts[change[0]] += 1
            if change[0] == "changed":
                changed.add((change[1], change[3]))
            if len(shown) < SHOWN:
                shown.append(change)
    return Changes(
        since,
        counts["added"],
        counts["withdrawn"],
        len(changed),
        counts["changed"],
        tuple(shown),
    )


def _compared(database: Path, previous: Path) -> Iterator[Change]:
    """All changes. Raises StorageError where the release before cannot be read."""
    try:
        yield from _changes(database, previous)
    except sqlite3.Error as error:
        raise StorageError(
            f"{previous}, the release before, cannot be compared with (SQLite: {error}); "
            "restore it, or delete its folder, and run again"
        ) from error


def _changes(database: Path, previous: Path) -> Iterator[Change]:
    with closing(sqlite3.connect(":memory:", uri=True)) as connection:
        for name, path in (("new", database), ("old", previous)):
            uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
            connection.execute(f"ATTACH ? AS {name}", (uri,))
        yield from _only_in(connection, "added", "new", "old")
        yield from _only_in(connection, "withdrawn", "old", "new")
        yield from _cells(connection, "reports", None, _OF_REPORTS)
        for table, key in _ROW_KEYS.items():
            columns = [
                column
                for column in _columns(connection, "new", table)
                if column not in (*_NOT_VALUES, key)
            ]
            yield from _cells(connection, table, key, columns)


def _only_in(
    connection: sqlite3.Connection, change: str, here: str, there: str
) -> Iterator[Change]:
    rows = connection.execute(
        "SELECT r.agency_id, a.name, r.year, r.status"
        f" FROM {here}.reports AS r JOIN {here}.agencies AS a ON a.agency_id = r.agency_id"
        f" WHERE NOT EXISTS (SELECT 1 FROM {there}.reports AS o"
        "     WHERE o.agency_id = r.agency_id AND o.year = r.year)"
        " ORDER BY r.agency_id, r.year"
    )
    for agency_id, name, year, status in rows:
        before, after = (None, status) if change == "added" else (status, None)
        yield change, agency_id, name, year, "reports", "", "status", before, after


def _cells(
    connection: sqlite3.Connection,
    table: str,
    key: str | None,
    columns: list[str] | tuple[str, ...],
) -> Iterator[Change]:
    """Cells that differ, of the reports in both releases; a row in one alone differs from NULL."""
    known = set(_columns(connection, "old", table))
    columns = [column for column in columns if column in known]
    new = ", ".join(f'n."{column}"' for column in columns)
    old = ", ".join(f'o."{column}"' for column in columns)
    same_row = f"AND o.{key} = n.{key}" if key else ""
    row = f"n.{key}" if key else "''"
    rows = connection.execute(
        f"SELECT n.agency_id, a.name, n.year, {row} AS place, {new}, {old}"
        f" FROM new.{table} AS n"
        " JOIN old.reports AS r ON r.agency_id = n.agency_id AND r.year = n.year"
        f" LEFT JOIN old.{table} AS o"
        f" ON o.agency_id = n.agency_id AND o.year = n.year {same_row}"
        " JOIN new.agencies AS a ON a.agency_id = n.agency_id"
        f" WHERE ({new}) IS NOT ({old})"
        " ORDER BY n.agency_id, n.year, place"
    )
    yield from _differences(rows, table, columns)
    if key is None:
        return
    gone = connection.execute(
        f"SELECT o.agency_id, a.name, o.year, o.{key} AS place,"
        f" {', '.join('NULL' for _ in columns)}, {old}"
        f" FROM old.{table} AS o"
        " JOIN new.reports AS r ON r.agency_id = o.agency_id AND r.year = o.year"
        " JOIN new.agencies AS a ON a.agency_id = o.agency_id"
        f" WHERE NOT EXISTS (SELECT 1 FROM new.{table} AS n"
        f"     WHERE n.agency_id = o.agency_id AND n.year = o.year {same_row})"
        " ORDER BY o.agency_id, o.year, place"
    )
    yield from _differences(gone, table, columns)


def _differences(rows: sqlite3.Cursor, table: str, columns: list[str]) -> Iterator[Change]:
    for agency_id, name, year, row, *values in rows:
        after, before = values[: len(columns)], values[len(columns) :]
        for column, old, new in zip(columns, before, after, strict=True):
            if old != new:
                yield "changed", agency_id, name, year, table, row, column, old, new


def _columns(connection: sqlite3.Connection, schema: str, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA {schema}.table_info({table})")]
