"""What a crawl, or the whole corpus, amounts to: counts for people."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

_BY_SOURCE = "s.current = 1 AND s.last_seen >= :since AND s.last_seen <= :until"


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts, each mapping from the most frequent to the least.

    run_id: the run summed up, None for the whole corpus; a run counts what was seen in it, new
    or not. sources: by outcome. reports: by status. unplaced: reports that have no place in the
    corpus (no publisher or no year established), by reason. refused: documents that are no
    report or could not be read, by reason. skipped: addresses not captured, by reason.
    captures: fetches that brought something new.
    """

    run_id: str | None
    sources: dict[str, int]
    reports: dict[str, int]
    unplaced: dict[str, int]
    refused: dict[str, int]
    skipped: dict[str, int]
    agencies: int
    captures: int


def summarise(connection: sqlite3.Connection, run_id: str | None) -> Summary:
    """Sum up one run or, with None, the corpus. An unknown run has seen nothing."""
    since, until = _span(connection, run_id)
    span = {"since": since, "until": until, "run_id": run_id}

    def counts(sql: str) -> dict[str, int]:
        return dict(connection.execute(f"{sql} GROUP BY 1 ORDER BY 2 DESC, 1", span).fetchall())

    reports = (
        "FROM reports AS r WHERE EXISTS (SELECT 1 FROM sources AS s"
        f" WHERE s.agency_id = r.agency_id AND s.year = r.year AND {_BY_SOURCE})"
    )
    return Summary(
        run_id=run_id,
        sources=counts(f"SELECT s.outcome, count(*) FROM sources AS s WHERE {_BY_SOURCE}"),
        reports=counts(f"SELECT r.status, count(*) {reports}"),
        unplaced=counts(
            f"SELECT s.reason, count(*) FROM sources AS s WHERE {_BY_SOURCE}"
            " AND s.outcome = 'report' AND s.agency_id IS NULL"
        ),
        refused=counts(
            "SELECT coalesce(s.reason, 'no reason given'), count(*) FROM sources AS s"
            f" WHERE {_BY_SOURCE} AND s.outcome <> 'report'"
        ),
        skipped=counts(
            "SELECT reason, count(*) FROM skipped WHERE last_seen >= :since AND last_seen <= :until"
        ),
        agencies=connection.execute(
            f"SELECT count(DISTINCT r.agency_id) {reports}", span
        ).fetchone()[0],
        captures=connection.execute(
            "SELECT count(*) FROM captures WHERE :run_id IS NULL OR run_id = :run_id", span
        ).fetchone()[0],
    )


def _span(connection: sqlite3.Connection, run_id: str | None) -> tuple[str, str]:
    """First and last moment: what a run saw bears a last_seen within it, until it is seen again."""
    if run_id is None:
        return "", "9999"
    row = connection.execute(
        "SELECT started_at, coalesce(finished_at, '9999') FROM runs WHERE run_id = ?", (run_id,)
    ).fetchone()
    return row or ("9999", "")
