"""The settlement: what the corpus says of an agency's year, given all sources of it.

The report of a key is a function of the records of its current sources and of nothing else:
not of the order in which they came, nor of what was stored before. Where sources disagree the
first in rank is believed (see `ranking`), and the others' cells are kept as conflicts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence

from crawler.corpus import across_years, agencies, reports
from crawler.corpus.adoption import adopted_key
from crawler.corpus.likeness import groups, likeness_of
from crawler.corpus.number_keys import COMMON, note_keys, sharing, stored_keys
from crawler.corpus.own_keys import UNPLACED, Key, own_key
from crawler.corpus.reports import ReportSource

MOST_COMPARED = 200
"""Where more documents than this bear one unplaced name and year, only copies of the same bytes
are taken for one report: comparing all with all would take too long."""


def settle(connection: sqlite3.Connection, source_ids: Collection[str], at: str) -> None:
    """Bring all reports up to date after a change to the sources of these bytes.

    Runs inside the caller's transaction. at: the time to note on reports that change.
    """
    source_ids = _with_unplaced_copies(connection, source_ids)
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


def _with_unplaced_copies(
    connection: sqlite3.Connection, source_ids: Collection[str]
) -> Collection[str]:
    """With these bytes, all unplaced ones that print the same numbers, or did until now."""
    keys = stored_keys(connection, source_ids)
    for source_id in source_ids:
        note_keys(connection, source_id)
    keys |= stored_keys(connection, source_ids)
    concerned = dict.fromkeys(sorted(source_ids))
    # One more than proves something: by it the others' numbers have ceased to.
    for other_id in sharing(connection, keys, COMMON + 1):
        if other_id in concerned:
            continue
        other = own_key(connection, other_id)
        if other and not other.is_placed:
            concerned[other_id] = None
    return concerned


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
    and the way to another not. Where none told it, another copy may (see `adoption`).
    """
    own = own_key(connection, source_id)
    best = own.key if own else None
    if own and not own.is_placed:
        best = adopted_key(connection, source_id, own) or own.key
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
