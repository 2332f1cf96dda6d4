"""The rows of runs: which run is told of, and since when nothing was told."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

FILES = "files"
"""The spider that reads a folder and goes to no portal."""


@dataclass(slots=True)
class Run:
    """The row of a run. finished_at, finish_reason: "" where it was killed."""

    run_id: str
    spider: str
    arguments: dict[str, str]
    started_at: str
    finished_at: str
    finish_reason: str
    counts: dict[str, int]


def run_of(connection: sqlite3.Connection, run_id: str) -> Run | None:
    """The row of a run, None where there is none."""
    row = connection.execute(
        "SELECT run_id, spider, arguments, started_at, coalesce(finished_at, ''),"
        " coalesce(finish_reason, ''), coalesce(counts, '{}') FROM runs WHERE run_id = ?",
        (run_id,),
    ).fetchone()
    if row is None:
        return None
    run_id, spider, arguments, started, finished, reason, counts = row
    return Run(run_id, spider, json.loads(arguments), started, finished, reason, json.loads(counts))


def run_before(connection: sqlite3.Connection, run: Run) -> Run | None:
    """The run before a run, of the same spider."""
    row = connection.execute(
        "SELECT run_id FROM runs WHERE spider = ? AND (started_at, run_id) < (?, ?)"
        " ORDER BY started_at DESC, run_id DESC LIMIT 1",
        (run.spider, run.started_at, run.run_id),
    ).fetchone()
    return run_of(connection, row[0]) if row else None


def untold_since(connection: sqlite3.Connection, run: Run) -> str:
    """When the run began, or the first of those before it that were killed and told nothing."""
    row = connection.execute(
        "SELECT min(started_at) FROM runs WHERE spider = :spider AND started_at <= :started"
        " AND started_at > coalesce((SELECT max(started_at) FROM runs WHERE spider = :spider"
        "     AND started_at < :started AND finished_at IS NOT NULL), '')",
        {"spider": run.spider, "started": run.started_at},
    ).fetchone()
    return str(row[0] or run.started_at)
