"""The agencies: described by the best resolved of their sources, gone with their last report."""

from __future__ import annotations

import sqlite3

from crawler.corpus.ranking import KIND_RANK, RESOLUTION_RANK
from crawler.corpus.rows import Row, notes_json
from parsers.record import Agency

_COLUMNS = (
    "name",
    "body",
    "kind",
    "level",
    "province",
    "prefecture",
    "county",
    "township",
    "division_code",
    "resolution",
    "candidates",
    "reason",
)


def refresh(connection: sqlite3.Connection, agency_id: str) -> None:
    """Make the agency's row and names what its current sources say, or remove it."""
    described: list[tuple[tuple[int, bool, int, int, str, str], Agency]] = []
    names: set[tuple[str, str]] = set()
    for source_id, kind, url, year, agency_json, decided, key_agency_id in connection.execute(
        "SELECT s.source_id, s.kind, s.url, s.year, r.agency, r.decided,"
        "     r.key_agency_id FROM sources AS s"
        " JOIN source_records AS r ON r.source_id = s.source_id AND r.url = s.url"
        " WHERE s.agency_id = ? AND r.agency IS NOT NULL",
        (agency_id,),
    ):
        agency = Agency.model_validate_json(agency_json)
        names |= {(name, source_id) for name in agency.names if name}
        # A copy of the same bytes may have been resolved less well: it has no say here.
        if agency.agency_id == key_agency_id:
            rank = (
                RESOLUTION_RANK[agency.resolution],
                bool(decided),  # what documents tell by themselves comes first
                KIND_RANK[kind],
                -year,
                url,
                source_id,
            )
            described.append((rank, agency))
    if not described:
        connection.execute("DELETE FROM agencies WHERE agency_id = ?", (agency_id,))
        return
    _write_agency(connection, agency_id, min(described, key=lambda d: d[0])[1])
    _write_names(connection, agency_id, names)


def _write_agency(connection: sqlite3.Connection, agency_id: str, agency: Agency) -> None:
    wanted: Row = (
        agency.name,
        agency.body,
        agency.kind,
        agency.level,
        agency.province,
        agency.prefecture,
        agency.county,
        agency.township,
        agency.division_code,
        agency.resolution,
        notes_json(agency.candidates),
        agency.reason or None,
    )
    marks = ", ".join("?" * (len(_COLUMNS) + 1))
    updates = ", ".join(f"{column} = excluded.{column}" for column in _COLUMNS)
    connection.execute(
        f"INSERT INTO agencies (agency_id, {', '.join(_COLUMNS)}) VALUES ({marks})"
        f" ON CONFLICT (agency_id) DO UPDATE SET {updates}",
        (agency_id, *wanted),
    )


def _write_names(
    connection: sqlite3.Connection, agency_id: str, wanted: set[tuple[str, str]]
) -> None:
    present = set(
        connection.execute(
            "SELECT name, source_id FROM agency_names WHERE agency_id = ?", (agency_id,)
        )
    )
    connection.executemany(
        "DELETE FROM agency_names WHERE agency_id = ? AND name = ? AND source_id = ?",
        [(agency_id, *row) for row in present - wanted],
    )
    connection.executemany(
        "INSERT INTO agency_names VALUES (?, ?, ?)",
        [(agency_id, *row) for row in wanted - present],
    )
