"""The settlement: what the corpus says of an agency's year, given all sources of it.

The report of a key is a function of the records of its current sources and of nothing else:
not of the order in which they came, nor of what was stored before. Where sources disagree the
first in rank is believed (see `ranking`), and the others' cells are kept as conflicts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence

from crawler.corpus import across_years, agencies, reports
from crawler.corpus.likeness import groups, likeness_of
from crawler.corpus.ranking import KIND_RANK, RESOLUTION_RANK
from crawler.corpus.reports import Key, ReportSource
from parsers.record import Agency

UNPLACED = "0:"
"""Beginning of the agency_id of an agency whose division is not known."""

MOST_COMPARED = 200
"""Where more documents than this bear one unplaced name and year, only copies of the same bytes
are taken for one report: comparing all with all would take too long."""


def settle(connection: sqlite3.Connection, source_ids: Collection[str], at: str) -> None:
    """Bring all reports up to date after a change to the sources of these bytes.

    Runs inside the caller's transaction. at: the time to note on reports that change.
    """
    stale = _report_keys(connection, source_ids)
    bases = _bases(connection, source_ids)
    for source_id in sorted(source_ids):
        _assign_base(connection, source_id)
    bases |= _bases(connection, source_ids)
    settled = [part for base in sorted(bases) for part in _split(connection, base)]
    for key, sources in settled:
        stale |= {s.belongs_to for s in sources if s.belongs_to and s.belongs_to != key}
    touched = set(stale)
    for key, sources in settled:
        if _is_affected(key, sources, source_ids, stale):
            reports.assign(connection, key, sources)
            reports.write(connection, key, sources, at)
            touched.add(key)
    kept = {key for key, _ in settled}
    for key in sorted(stale - kept):
        reports.remove(connection, key)
    for agency_id in sorted({agency_id for agency_id, _ in touched}):
        agencies.refresh(connection, agency_id)
    across_years.check(connection, touched, at)


def _report_keys(connection: sqlite3.Connection, source_ids: Iterable[str]) -> set[Key]:
    """Keys of the reports that the sources of these bytes belonged to until now."""
    keys: set[Key] = set()
    for source_id in source_ids:
        keys.update(
            connection.execute(
                "SELECT agency_id, year FROM sources WHERE source_id = ? AND agency_id IS NOT NULL",
                (source_id,),
            )
        )
    return keys


def _bases(connection: sqlite3.Connection, source_ids: Iterable[str]) -> set[Key]:
    """Keys that these bytes are settled under, before unplaced names are told apart."""
    bases: set[Key] = set()
    for source_id in source_ids:
        bases.update(
            connection.execute(
                "SELECT key_agency_id, key_year FROM source_records"
                " WHERE source_id = ? AND key_agency_id IS NOT NULL",
                (source_id,),
            )
        )
    return bases


def _assign_base(connection: sqlite3.Connection, source_id: str) -> None:
    """Give all current rows of the same bytes one key: that of the best resolved among them.

    The same bytes are the same report, though the way to one copy may have told the place
    and the way to another not.
    """
    best = _best_key(connection, source_id)
    connection.execute(
        "UPDATE sources SET agency_id = NULL, year = NULL"
        " WHERE source_id = ? AND (current = 0 OR outcome <> 'report' OR ?)",
        (source_id, best is None),
    )
    connection.execute(
        "UPDATE source_records SET key_agency_id = NULL, key_year = NULL WHERE source_id = ?",
        (source_id,),
    )
    if best is None:
        return
    connection.execute(
        "UPDATE source_records SET key_agency_id = ?, key_year = ? WHERE source_id = ?"
        " AND url IN (SELECT url FROM sources"
        "             WHERE source_id = ? AND current = 1 AND outcome = 'report')",
        (*best, source_id, source_id),
    )


def _best_key(connection: sqlite3.Connection, source_id: str) -> Key | None:
    """The key that the best resolved of the current rows of the same bytes gives."""
    rows = connection.execute(
        "SELECT s.url, s.kind, r.agency, r.decided, r.year FROM sources AS s"
        " JOIN source_records AS r ON r.source_id = s.source_id AND r.url = s.url"
        " WHERE s.source_id = ? AND s.current = 1 AND s.outcome = 'report'"
        "     AND r.agency IS NOT NULL AND r.year IS NOT NULL",
        (source_id,),
    )
    ranked: list[tuple[tuple[bool, int, int, str], Key]] = []
    for url, kind, agency_json, decided, year in rows:
        agency = Agency.model_validate_json(agency_json)
        rank = (not decided, RESOLUTION_RANK[agency.resolution], KIND_RANK[kind], url)
        ranked.append((rank, (agency.agency_id, year)))
    return min(ranked)[1] if ranked else None


def _split(connection: sqlite3.Connection, base: Key) -> list[tuple[Key, list[ReportSource]]]:
    """The reports that the sources of a key make: one, but for unplaced names."""
    agency_id, year = base
    members = reports.sources_of(connection, base)
    if not members:
        return []
    if not agency_id.startswith(UNPLACED):
        return [(base, members)]
    source_ids = [m.source_id for m in members]
    likenesses = (
        [likeness_of(reports.record_json_of(connection, m)) for m in members]
        if len(members) <= MOST_COMPARED
        else None
    )
    parts = [[members[i] for i in part] for part in groups(source_ids, likenesses)]
    first, *others = sorted(parts, key=lambda part: min(s.source_id for s in part))
    split = [(base, first)]
    for part in others:
        smallest = min(s.source_id for s in part)
        split.append(((f"{agency_id}~{smallest[:8]}", year), part))
    return split


def _is_affected(
    key: Key, sources: Sequence[ReportSource], source_ids: Collection[str], stale: set[Key]
) -> bool:
    """Whether anything about a report may have changed: its members, or one of their records."""
    if key in stale:
        return True
    return any(s.source_id in source_ids or s.belongs_to != key for s in sources)
