"""How much may be spent on the scans of one document."""

from __future__ import annotations

import time

MAX_PAGES = 12  # the statutory tables stand on the first eight pages of nearly every report
# Of the processor, so that what is read does not depend on what else the machine does. A parser
# process has 60 s a document by default.
SECONDS = 40.0
# Of the clock, for a machine on which there is little to be had of the processor. A parser
# process has 120 s a document by default.
LONGEST = 90.0


class TimeIsUp(Exception):
    """The budget of the document is spent; what was read until then stands."""


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
