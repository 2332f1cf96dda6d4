"""The identity that takes two reports: what is carried out of a year is carried into the next.

carried_in(y) = carried_out(y-1), for every column of the applications table. A failure is a row
of identity_failures of the later year; it changes neither a number nor a status, as it does not
tell which of the two reports is wrong.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

RULE = "carried_over"
"""Name of the rule in identity_failures; scope is the column of the applications table."""

_COLUMNS = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")


def check(connection: sqlite3.Connection, keys: Iterable[tuple[str, int]], at: str) -> None:
    """Check the reports of these keys against the years before and after them.

    at: noted as updated_at on a report whose failures change.
    """
    checked = {(agency_id, y) for agency_id, year in keys for y in (year, year + 1)}
    for agency_id, year in sorted(checked):
        # Two unplaced agencies of one name need not be one agency.
        wanted = [] if agency_id.startswith("0:") else _failures(connection, agency_id, year)
        _write(connection, agency_id, year, wanted, at)


def _failures(
    connection: sqlite3.Connection, agency_id: str, year: int
) -> list[tuple[str, int, int]]:
    """Scope, left and right of every failure."""
    carried_in = _published(connection, agency_id, year, "carried_in")
    carried_out = _published(connection, agency_id, year - 1, "carried_out")
    return [
        (column, carried_in[column], carried_out[column])
        for column in _COLUMNS
        if column in carried_in
        and column in carried_out
        and carried_in[column] != carried_out[column]
    ]


def _published(
    connection: sqlite3.Connection, agency_id: str, year: int, outcome: str
) -> dict[str, int]:
    """The numbers of a row as published: nothing that was only inferred."""
    row = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM applications"
        " WHERE agency_id = ? AND year = ? AND outcome = ?",
        (agency_id, year, outcome),
    ).fetchone()
    if row is None:
        return {}
    inferred = {
        column
        for (column,) in connection.execute(
            'SELECT "column" FROM cell_notes WHERE agency_id = ? AND year = ?'
            " AND \"table\" = 'applications' AND \"row\" = ? AND state = 'inferred'",
            (agency_id, year, outcome),
        )
    }
    return {
        column: value
        for column, value in zip(_COLUMNS, row, strict=True)
        if value is not None and column not in inferred
    }


def _write(
    connection: sqlite3.Connection,
    agency_id: str,
    year: int,
    wanted: list[tuple[str, int, int]],
    at: str,
) -> None:
    present = connection.execute(
        'SELECT scope, "left", "right" FROM identity_failures'
        " WHERE agency_id = ? AND year = ? AND rule = ?",
        (agency_id, year, RULE),
    ).fetchall()
    if set(present) == set(wanted):
        return
    connection.execute(
        "DELETE FROM identity_failures WHERE agency_id = ? AND year = ? AND rule = ?",
        (agency_id, year, RULE),
    )
    connection.executemany(
        "INSERT INTO identity_failures VALUES (?, ?, ?, ?, ?, ?)",
        [(agency_id, year, RULE, *failure) for failure in wanted],
    )
    connection.execute(
        "UPDATE reports SET updated_at = ? WHERE agency_id = ? AND year = ?", (at, agency_id, year)
    )
