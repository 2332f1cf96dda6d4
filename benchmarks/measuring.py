"""Timing of two things against one another, and the line that tells of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

REPETITIONS = 7
Work = Callable[[], object]


def seconds(work: Work) -> float:
    """One run, by the clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def medians(first: Work, second: Work, repetitions: int = REPETITIONS) -> tuple[float, float]:
    """Seconds of each in the median. They run in turns, so that a busy machine slows both; the
    first turn, which loads modules, does not count."""
    first(), second()
    turns = [(seconds(first), seconds(second)) for _ in range(repetitions)]
    return median(turn[0] for turn in turns), median(turn[1] for turn in turns)


def tell(what: str, found: str, target: str, met: bool) -> bool:
    """Print one result beside its target; returns whether it is met."""
    print(f"{what:44} {found:44} {target:22} {'met' if met else 'NOT MET'}", flush=True)
    return met
