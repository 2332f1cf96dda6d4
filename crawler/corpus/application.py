"""Putting decisions into force over all that is stored, without reading a document again."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.corpus import sources
from crawler.corpus.decisions import (
    Decision,
    Decisions,
    decisions_in_force,
    replace_decisions,
    sources_concerned,
)
from crawler.corpus.settlement import settle
from parsers.record import Record


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of an application: documents that changed their agency, in all documents that a
    decision is in force for, and the decisions that no document fits."""

    changed: int
    decided: int
    idle: tuple[Decision, ...]


def apply_decisions(
    connection: sqlite3.Connection, decisions: Sequence[Decision], at: str
) -> Applied:
    """Let these be in force and no others. Runs inside the caller's transaction.

    at: noted as updated_at on the reports that change.
    """
    before = decisions_in_force(connection)
    replace_decisions(connection, decisions)
    after = Decisions(decisions)
    changed: set[str] = set()
    count = decided = 0
    used: set[Decision] = set()
    for url, source_id in sorted(sources_concerned(connection, (*before.all, *after.all))):
        known = sources.known_source(connection, url, source_id)
        if known is None:
            continue
        record = Record.model_validate_json(known.record_json)
        if decision := after.fitting(url, record.agency):
            used.add(decision)
            decided += 1
        publisher = after.publisher(url, record)
        if sources.publisher_of(connection, url, source_id) == publisher:
            continue
        sources.update_record(connection, url, source_id, record, known.record_json, publisher)
        changed.add(source_id)
        count += 1
    if changed:
        settle(connection, changed, at)
    return Applied(count, decided, tuple(d for d in after.all if d not in used))
