"""How much may be spent on the scans of one document."""

from __future__ import annotations

import time

MAX_PAGES = 12  # the statutory tables stand on the first eight pages of nearly every report
# A parser process has 60 s a document by default, of the clock and of the processor.
SECONDS = 40.0


class TimeIsUp(Exception):
    """The budget of the document is spent; what was read until then stands."""


class Budget:
    """Counts the clock and the processor from its making on; seconds: SECONDS unless said."""

    def __init__(self, seconds: float | None = None) -> None:
        self._seconds = SECONDS if seconds is None else seconds
        self._clock, self._processor = time.monotonic(), time.process_time()

    @property
    def left(self) -> float:
        """Seconds."""
        clock, processor = time.monotonic() - self._clock, time.process_time() - self._processor
        return self._seconds - max(clock, processor)

    def check(self) -> None:
        """Raises TimeIsUp."""
        if self.left <= 0:
            raise TimeIsUp
