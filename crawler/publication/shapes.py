"""The tables of a release as its readers see them: columns, types, keys, descriptions."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["string", "integer", "number"]

# The full-text index is no table of data: its text is that of `sections`.
_INDEX = "sections_fts"
_LARGEST_EXACT = 2**53
"""Whole numbers above this are no longer exact as floating-point numbers."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. label: in Chinese; unit: None where it has none."""

    name: str
    type: ColumnType
    label: str
    meaning: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """columns of this table name a row of another by its columns."""

    columns: tuple[str, ...]
    table: str
    other_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view. key: columns of the primary key, empty for views."""

    name: str
    is_view: bool
    label: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    rows: int

    @property
    def query(self) -> str:
        """All rows, in the order of the key."""
        names = ", ".join(f'"{column.name}"' for column in self.columns)
        order = ", ".join(f'"{name}"' for name in self.key or _order_of_view(self))
        return f'SELECT {names} FROM "{self.name}" ORDER BY {order}'


def tables_of(connection: sqlite3.Connection) -> list[Table]:
    """Every table and view of a release, those first that most people come for."""
    names = connection.execute(
        "SELECT name, type = 'view' FROM sqlite_master"
        " WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' AND name NOT LIKE ?"
        " ORDER BY name",
        (f"{_INDEX}%",),
    ).fetchall()
    tables = [_table(connection, name, bool(is_view)) for name, is_view in names]
    return sorted(tables, key=lambda t: (_place(t.name), t.name))


_FIRST = (
    "release",
    "panel",
    "agencies",
    "reports",
    "disclosures",
    "applications",
    "proceedings",
    "applications_wide",
    "coverage",
    "findings",
    "identity_failures",
    "conflicts",
    "cell_notes",
    "narrative_facts",
    "sections",
)


def _place(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _table(connection: sqlite3.Connection, name: str, is_view: bool) -> Table:
    told = {
        column: (label, meaning, unit)
        for column, label, meaning, unit in connection.execute(
            'SELECT "column", label, meaning, unit FROM data_dictionary WHERE "table" = ?', (name,)
        )
    }
    info = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
    label, meaning, _ = told.get("", ("", "", None))
    columns = tuple(
        Column(column, _type(connection, name, column, kind), *told.get(column, ("", "", None)))
        for _, column, kind, *_ in info
    )
    key = tuple(column for place, column in sorted((row[5], row[1]) for row in info) if place)
    rows = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
    return Table(name, is_view, label, meaning, columns, key, _foreign_keys(connection, name), rows)


def _type(connection: sqlite3.Connection, table: str, column: str, declared: str) -> ColumnType:
    """INTEGER and REAL hold only numbers; NUMERIC holds text where a number was none."""
    if declared in ("INTEGER", ""):  # a column that a view computes is a count
        return "integer"
    if declared == "REAL":
        return "number"
    if declared != "NUMERIC":
        return "string"
    found = connection.execute(
        f'SELECT 1 FROM "{table}" WHERE typeof("{column}") = \'text\''
        f' OR abs("{column}") > ? LIMIT 1',
        (_LARGEST_EXACT,),
    ).fetchone()
    return "string" if found else "number"


def _foreign_keys(connection: sqlite3.Connection, table: str) -> tuple[ForeignKey, ...]:
    rows = connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    numbers = sorted({row[0] for row in rows}, reverse=True)  # SQLite lists the last one first
    keys = []
    for number in numbers:
        parts = sorted((row for row in rows if row[0] == number), key=lambda row: row[1])
        columns = tuple(row[3] for row in parts)
        # A reference without columns is to the primary key, which has the same names here.
        others = tuple(row[4] or row[3] for row in parts)
        keys.append(ForeignKey(columns, parts[0][2], others))
    return tuple(keys)


def _order_of_view(table: Table) -> tuple[str, ...]:
    """Columns that tell the rows of a view apart."""
    known = ("agency_id", "year", "table", "row", "column", "other_source_id", "other_url")
    names = {column.name for column in table.columns}
    return tuple(name for name in known if name in names) or (table.columns[0].name,)
