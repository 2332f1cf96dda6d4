"""How much may be spent on the scans of one document, and of all that are read in one run."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MAX_PAGES = 12  # the statutory tables stand on the first eight pages of nearly every report
# Of the processor, so that what is read does not depend on what else the machine does. A parser
# process has 60 s a document by default.
SECONDS = 40.0
# Of the clock, for a machine on which there is little to be had of the processor. A parser
# process has 120 s a document by default.
LONGEST = 90.0


class TimeIsUp(Exception):
    """The budget of the document is spent; what was read until then stands."""


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
    """Counts from its making on; seconds: of the processor, SECONDS unless said."""

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = SECONDS if seconds is None else seconds
        self._longest = max(LONGEST, self._seconds)
        self._clock, self._processor = time.monotonic(), time.process_time()

    @property
    def left(self) -> float:
        """Seconds, of the processor or the clock, whichever ends first."""
        clock, processor = time.monotonic() - self._clock, time.process_time() - self._processor
        return min(self._longest - clock, self._seconds - processor)

    def check(self) -> None:
        """Raises TimeIsUp."""
        if self.left <= 0:
            raise TimeIsUp
