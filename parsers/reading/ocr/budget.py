"""How much may be spent on the scans of one document, and of all that are read in one run."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MAX_PAGES = 12  # the statutory tables stand on the first eight pages of nearly every report
# Seconds of work, by what is done and not by how long it takes: what is read of a document depends
# neither on the machine nor on what else it does.
WORK = 60.0
# For slow machines, of the processor: a parser process has 120 s a document by default.
SECONDS = 100.0
# For machines on which there is little to be had of the processor, of the clock: a parser process
# has 480 s a document by default.
LONGEST = 400.0
# What the work takes on a usual processor, in seconds: to lay a page straight and find its lines,
# to find its print, and to recognise lines, for every pixel of their width.
PAGE, DETECTION, COLUMN = 0.7, 0.35, 1 / 15_000


class TimeIsUp(Exception):
    """The budget of the document is spent; what was read until then stands."""


class _Done(threading.local):
    work = 0.0


_DONE = _Done()


def work_done() -> float:
    """Seconds of work that this thread did: a clock that goes on by work alone."""
    return _DONE.work


def count_work(seconds: float) -> None:
    """To be told of all work by whatever does it."""
    _DONE.work += seconds


class Allowance:
    """What recognition may still take of a run's time, in seconds of the processor."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.spent = 0.0

    @property
    def left(self) -> float:
        return max(0.0, self.seconds - self.spent)

    @contextmanager
    def drawn_upon(self) -> Iterator[None]:
        """What is done meanwhile is recognition."""
        started = time.process_time()
        try:
            yield
        finally:
            self.spent += time.process_time() - started


_ALLOWANCE: ContextVar[Allowance] = ContextVar("_ALLOWANCE")


@contextmanager
def allowing(seconds: float) -> Iterator[Allowance]:
    """Within this, all documents together may take so much, each no more than it may anyway."""
    allowance = Allowance(seconds)
    token = _ALLOWANCE.set(allowance)
    try:
        yield allowance
    finally:
        _ALLOWANCE.reset(token)


def allowance() -> Allowance:
    """What is allowed at present: without `allowing` as much as is wanted."""
    return _ALLOWANCE.get(None) or Allowance(math.inf)


class Budget:
    """Counts from its making on; work: seconds of it, WORK unless said."""

    def __init__(self, work: float | None = None) -> None:
        self._work = work_done() + (WORK if work is None else work)
        self._processor = time.process_time() + SECONDS
        self._clock = time.monotonic() + LONGEST

    @property
    def left(self) -> float:
        """Seconds, of work, of the processor or of the clock, whichever ends first."""
        return min(
            self._work - work_done(),
            self._processor - time.process_time(),
            self._clock - time.monotonic(),
        )

    def check(self) -> None:
        """Raises TimeIsUp."""
        if self.left <= 0:
            raise TimeIsUp
