"""Timing of two things against one another, and the line that tells of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
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


def tell(what: str, found: str, target: str, met: bool) -> bool:
    """Print one result beside its target; returns whether it is met."""
    print(f"{what:44} {found:44} {target:22} {'met' if met else 'NOT MET'}", flush=True)
    return met
