"""Whether the corpus is whole: no crawl that is half done has anything in it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

FINISHED = "finished"
"""finish_reason of a crawl that came to its own end."""


@dataclass(frozen=True, slots=True)
class UnfinishedRun:
    """The last run of a portal or folder, not come to its end.

    what: the spider and its arguments. reason: why it ended, None where it was killed or runs.
    """

    run_id: str
    what: str
    reason: str | None

    def told(self) -> str:
        """In words, for one line."""
        if self.reason is None:
            return f"run {self.run_id} ({self.what}) still runs, or was killed"
        return f"run {self.run_id} ({self.what}) was cut short: {self.reason}"


def unfinished_runs(connection: sqlite3.Connection) -> list[UnfinishedRun]:
    """The unfinished among the last runs of each spider with the same arguments.

    A run that brought nothing, and had no predecessor that did, has nothing half done: an
    address that was mistyped once does not count. The very last run counts whatever it brought.
    """
    rows = connection.execute(
        "SELECT run_id, spider, arguments, finished_at IS NOT NULL, finish_reason,"
        "     EXISTS (SELECT 1 FROM captures AS c WHERE c.run_id = runs.run_id)"
        " FROM runs ORDER BY started_at, run_id"
    ).fetchall()
    last: dict[tuple[str, str], UnfinishedRun | None] = {}
    brought: set[tuple[str, str]] = set()
    for run_id, spider, arguments, has_ended, reason, has_captures in rows:
        key = (spider, arguments)
        if has_captures:
            brought.add(key)
        ended_well = has_ended and reason == FINISHED
        what = " ".join((spider, *_spelt_out(arguments)))
        last[key] = (
            None if ended_well else UnfinishedRun(run_id, what, reason if has_ended else None)
        )
    very_last = rows[-1][0] if rows else None
    return [
        run
        for key, run in last.items()
        if run is not None and (key in brought or run.run_id == very_last)
    ]


def _spelt_out(arguments: str) -> list[str]:
    try:
        return [f"{name}={value}" for name, value in json.loads(arguments).items()]
    except (ValueError, AttributeError):
        return [arguments]
