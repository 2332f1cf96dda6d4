"""Writing the report of one key from its sources, only where something differs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.corpus.across_years import RULE as ACROSS_YEARS
from crawler.corpus.filling import Address, Other, filled
from crawler.corpus.fulltext import add_to_index, remove_from_index
from crawler.corpus.numbers import same_number
from crawler.corpus.own_keys import Key
from crawler.corpus.ranking import KIND_RANK, STATUS_RANK
from crawler.corpus.rows import COLUMNS, Row, notes_json, report_rows, storable_cells
from crawler.corpus.stored_records import record_of
from crawler.items import SourceKind
from parsers.record import Cell, Record

_REPORT_COLUMNS = (
    "title",
    "template",
    "disclosure_template",
    "period_start",
    "period_end",
    "published_on",
    "source_id",
    "source_url",
    "source_count",
    "status",
    "cells_expected",
    "cells_read",
    "cells_blank",
    "identities_checked",
    "identities_failed",
    "year_reason",
    "notes",
    "first_seen",
    "text",
)


@dataclass(frozen=True, slots=True)
class ReportSource:
    """A current source row of a key. belongs_to: its report until now, None where it is new."""

    source_id: str
    url: str
    kind: SourceKind
    belongs_to: Key | None
    first_seen: str


@dataclass(frozen=True, slots=True)
class _Ranked:
    """A source with its record read; the least rank is believed first."""

    source: ReportSource
    record: Record
    cells: tuple[Cell, ...]
    rank: tuple[int, int, int, bool, int, int, int, int, str, str]


def sources_of(connection: sqlite3.Connection, base: Key) -> list[ReportSource]:
    """All sources settled under a key; first_seen is the first sight of their address."""
    rows = connection.execute(
        "SELECT s.source_id, s.url, s.kind, s.agency_id, s.year,"
        "     (SELECT min(e.first_seen) FROM sources AS e WHERE e.url = s.url)"
        " FROM source_records AS r"
        " JOIN sources AS s ON s.source_id = r.source_id AND s.url = r.url"
        " WHERE r.key_agency_id = ? AND r.key_year = ? ORDER BY s.url, s.source_id",
        base,
    )
    return [
        ReportSource(source_id, url, kind, (agency_id, year) if agency_id else None, first_seen)
        for source_id, url, kind, agency_id, year, first_seen in rows
    ]


def record_json_of(connection: sqlite3.Connection, source: ReportSource) -> str:
    """The stored record of a source."""
    row = connection.execute(
        "SELECT record FROM source_records WHERE source_id = ? AND url = ?",
        (source.source_id, source.url),
    ).fetchone()
    return str(row[0])


def assign(connection: sqlite3.Connection, key: Key, sources: Sequence[ReportSource]) -> None:
    """Note in every source row which report it belongs to."""
    connection.executemany(
        "UPDATE sources SET agency_id = ?, year = ? WHERE source_id = ? AND url = ?",
        [(*key, s.source_id, s.url) for s in sources],
    )


def write(
    connection: sqlite3.Connection, key: Key, sources: Sequence[ReportSource], at: str
) -> None:
    """Make the report of a key what its sources say. at: noted as updated_at on any change."""
    ranked = sorted((_ranked(connection, source) for source in sources), key=lambda r: r.rank)
    first, others = ranked[0], ranked[1:]
    whole = filled(first.record, first.cells, _distinct(first, others))
    rows = report_rows(whole.cells, whole.record, first.source.source_id)
    rows["cell_notes"] = [_sourced(note, whole.source_of) for note in rows["cell_notes"]]
    rows["conflicting_cells"] = list(_conflicts(first.source.source_id, first.cells, others))
    rows["cell_notes"] = _with_conflicts(rows["cell_notes"], first.cells, rows["conflicting_cells"])
    head = _head(first.source, whole.record, ranked)
    present = connection.execute(
        f"SELECT {', '.join(_REPORT_COLUMNS)} FROM reports WHERE agency_id = ? AND year = ?", key
    ).fetchone()
    changed = head != present
    for table, wanted in rows.items():
        changed |= _replace_rows(connection, table, key, wanted)
    if not changed:
        return
    columns = ("agency_id", "year", *_REPORT_COLUMNS, "updated_at")
    updates = ", ".join(f"{column} = excluded.{column}" for column in columns[2:])
    connection.execute(
        f"INSERT INTO reports ({', '.join(columns)}) VALUES ({_marks(columns)})"
        f" ON CONFLICT (agency_id, year) DO UPDATE SET {updates}",
        (*key, *head, at),
    )


def remove(connection: sqlite3.Connection, key: Key) -> None:
    """Take out a report that no source is left of; its rows elsewhere go with it."""
    _replace_rows(connection, "sections", key, [])
    connection.execute("DELETE FROM reports WHERE agency_id = ? AND year = ?", key)


def _ranked(connection: sqlite3.Connection, source: ReportSource) -> _Ranked:
    record_json = record_json_of(connection, source)
    record, cells = record_of(record_json), _cells_of(record_json)
    rank = (
        record.cells_read == 0 and record.status != "narrative",
        KIND_RANK[source.kind],
        bool(record.cut),
        not record.corrected,
        STATUS_RANK[record.status],
        -(record.published_on.toordinal() if record.published_on else 0),
        -record.cells_read,
        -len(record.text),
        source.url,
        source.source_id,
    )
    return _Ranked(source, record, cells, rank)


@lru_cache(maxsize=128)
def _cells_of(record_json: str) -> tuple[Cell, ...]:
    """Cached: the copies of a report come in one crawl, and each is compared with all others."""
    return tuple(storable_cells(record_of(record_json)))


def _distinct(first: _Ranked, others: Sequence[_Ranked]) -> list[Other]:
    """The sources of other bytes than the first one's, in their order."""
    return [
        Other(other.source.source_id, other.source.url, other.record, other.cells)
        for other in others
        if other.source.source_id != first.source.source_id
    ]


def _sourced(note: Row, source_of: Mapping[Address, str]) -> Row:
    """A note on a cell, with the source that the cell was filled from."""
    table, row, column, state, raw, source_id, detail = note
    address = (str(table), str(row), str(column))
    return (table, row, column, state, raw, source_of.get(address, str(source_id)), detail)


def _head(source: ReportSource, record: Record, ranked: Sequence[_Ranked]) -> Row:
    """The values of _REPORT_COLUMNS."""
    dates = (record.period_start, record.period_end, record.published_on)
    return (
        record.title or None,
        record.template,
        record.disclosure_template,
        *(date.isoformat() if date else None for date in dates),
        source.source_id,
        source.url,
        len(ranked),
        record.status or "incomplete",
        record.cells_expected,
        record.cells_read,
        record.cells_blank,
        record.identities_checked,
        len(record.identity_failures),
        record.year_reason or None,
        notes_json(record.notes),
        min(r.source.first_seen for r in ranked),
        record.text,
    )


def _conflicts(source_id: str, cells: Sequence[Cell], others: Sequence[_Ranked]) -> Iterator[Row]:
    """Cells that another source gives another value. A cell nobody read contradicts nothing."""
    believed = {(c.table, c.row, c.column): c for c in cells if c.value is not None}
    for other in others:
        if other.source.source_id == source_id:
            continue
        for cell in other.cells:
            mine = believed.get((cell.table, cell.row, cell.column))
            if mine is None or mine.value is None or cell.value is None:
                continue
            if same_number(mine.value, mine.unit, cell.value, cell.unit):
                continue
            yield (
                *(mine.table, mine.row, mine.column, mine.value, mine.unit, source_id),
                *(cell.value, cell.unit, other.source.source_id, other.source.url),
            )


def _with_conflicts(notes: Sequence[Row], cells: Sequence[Cell], conflicts: list[Row]) -> list[Row]:
    """cell_notes with one row for every contested cell; a note it already has is kept."""
    told: dict[Row, list[str]] = {}
    for *head, other_value, _other_unit, _other_source_id, other_url in conflicts:
        told.setdefault(tuple(head[:3]), []).append(f"{other_value} at {other_url}")
    noted = {row[:3]: row for row in notes}
    by_address = {(c.table, c.row, c.column): c for c in cells}
    for address, values in told.items():
        found = "another source has " + "; ".join(values)
        if address in noted:
            *kept, detail = noted[address]
            noted[address] = (*kept, f"{detail}; {found}" if detail else found)
            continue
        source_id = next(row[5] for row in conflicts if row[:3] == address)
        raw = by_address[address].raw  # type: ignore[index]
        noted[address] = (*address, "conflict", raw, source_id, found)
    return list(noted.values())


def _replace_rows(
    connection: sqlite3.Connection, table: str, key: Key, wanted: Sequence[Row]
) -> bool:
    """Make a report's rows of one table the wanted ones; tells whether they were others."""
    columns = ", ".join(f'"{column}"' for column in COLUMNS[table])
    where = "agency_id = ? AND year = ?"
    if table == "identity_failures":
        where += f" AND rule <> '{ACROSS_YEARS}'"
    present = connection.execute(f"SELECT {columns} FROM {table} WHERE {where}", key).fetchall()
    if len(present) == len(wanted) and set(present) == set(wanted):
        return False
    if table == "sections":
        remove_from_index(connection, _indexed(connection, key))
    connection.execute(f"DELETE FROM {table} WHERE {where}", key)
    connection.executemany(
        f"INSERT INTO {table} (agency_id, year, {columns}) VALUES (?, ?, {_marks(COLUMNS[table])})",
        [(*key, *row) for row in wanted],
    )
    if table == "sections":
        add_to_index(connection, _indexed(connection, key))
    return True


def _indexed(connection: sqlite3.Connection, key: Key) -> list[tuple[int, str, str]]:
    return connection.execute(
        "SELECT section_id, heading, text FROM sections WHERE agency_id = ? AND year = ?", key
    ).fetchall()


def _marks(columns: Sequence[str]) -> str:
    return ", ".join("?" * len(columns))
