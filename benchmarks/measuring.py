"""Timing of two things against one another, and the line that tells of it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median

TURNS = 8
Work = Callable[[], object]


def seconds(work: Work) -> float:
    """One run, by this process's own time on the processor: on a busy machine the clock tells
    how often others got their turn in between."""
    started = time.process_time()
    work()
    return time.process_time() - started


def medians(pairs: Sequence[tuple[Work, Work]]) -> tuple[float, float]:
    """Seconds of the first and of the second of each pair in the median. They run in turns, so
    that a busy machine slows both; the first pair, which loads modules, does not count."""
    turns = [(seconds(first), seconds(second)) for first, second in pairs][1:]
    return median(turn[0] for turn in turns), median(turn[1] for turn in turns)


@contextmanager
def filled_at_once(corpus: Path) -> Iterator[sqlite3.Connection]:
    """A corpus in one transaction that a crash would not survive, which takes a tenth of the
    time. What is added to the index of words is merged at the end, as years of use would."""
    with closing(sqlite3.connect(corpus, isolation_level=None)) as db:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -500000"):
            db.execute(f"PRAGMA {setting}")
        db.execute("BEGIN")
        yield db
        db.execute("INSERT INTO sections_fts (sections_fts, rank) VALUES ('merge', 1000000)")
        db.execute("COMMIT")


def tell(what: str, found: str, target: str, met: bool) -> bool:
    """Print one result beside its target; returns whether it is met."""
    print(f"{what:44} {found:44} {target:22} {'met' if met else 'NOT MET'}", flush=True)
    return met
