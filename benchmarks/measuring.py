"""Timing of two things against one another, and the line that tells of it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median

BATCH = 8  # documents read one after the other, as a parser process of a crawl reads them
TURNS = 3  # batches
Work = Callable[[], object]
Reader = Callable[[bytes], object]
Medians = Callable[[Sequence[bytes]], tuple[float, float]]


def seconds(work: Work) -> float:
    """One run, by this process's own time on the processor: on a busy machine the clock tells
    how often others got their turn in between."""
    started = time.process_time()
    work()
    return time.process_time() - started


@contextmanager
def side_by_side(ours: Reader, theirs: Reader) -> Iterator[Medians]:
    """Gives what tells the seconds that each takes for a document in the median.

    Each reads in a process of its own, as in a crawl, where nothing else has left the memory in
    pieces; a batch of documents in turns, so that a busy machine slows both. The first one of a
    batch, at which modules are loaded and memory is warmed, does not count.
    """
    spawned = partial(ProcessPoolExecutor, 1, mp_context=get_context("spawn"))
    with spawned() as one, spawned() as other:

        def medians(documents: Sequence[bytes]) -> tuple[float, float]:
            of_one, of_other = list[float](), list[float]()
            for begin in range(0, len(documents), BATCH):
                batch = documents[begin : begin + BATCH]
                of_one += one.submit(_read, ours, batch).result()
                of_other += other.submit(_read, theirs, batch).result()
            return median(of_one), median(of_other)

        yield medians


def _read(reader: Reader, batch: Sequence[bytes]) -> list[float]:
    """Seconds for each document but the first."""
    return [seconds(partial(reader, data)) for data in batch][1:]


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
