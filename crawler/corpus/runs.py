"""Runs: one row for each crawl, from its beginning on."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from crawler.corpus.times import stamp


def has_run(connection: sqlite3.Connection, run_id: str) -> bool:
    """Whether a run of this name was begun."""
    found = connection.execute("SELECT 1 FROM runs WHERE run_id = ?", (run_id,))
    return found.fetchone() is not None


def insert_run(
    connection: sqlite3.Connection,
    run_id: str,
    spider: str,
    arguments: dict[str, str],
    started_at: datetime,
) -> None:
    """Note that a crawl has begun."""
    connection.execute(
        "INSERT INTO runs (run_id, spider, arguments, started_at) VALUES (?, ?, ?, ?)",
        (run_id, spider, _json(arguments), stamp(started_at)),
    )


def end_run(
    connection: sqlite3.Connection,
    run_id: str,
    finished_at: datetime,
    finish_reason: str,
    counts: dict[str, int],
) -> None:
    """Note how a crawl ended."""
    connection.execute(
        "UPDATE runs SET finished_at = ?, finish_reason = ?, counts = ? WHERE run_id = ?",
        (stamp(finished_at), finish_reason, _json(counts), run_id),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
