"""Values of a row that are more than its form has: which of them may have come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from .values import Aligned, Value

MOST_STRAY = 2  # cells more than the form has, wherever they came in


def may_have_come_in(read: Sequence[Value]) -> list[int]:
    """Which of the values may be one too many: those that are empty, or say what a neighbour
    says."""
    return [
        i
        for i, value in enumerate(read)
        if value.state == "blank" or value in (*read[max(0, i - 1) : i], *read[i + 1 : i + 2])
    ]


def without(read: Sequence[Value], surplus: int, *, copies: bool) -> Iterator[Aligned]:
    """The values without as many as may have come in anywhere: empty ones, and with `copies` those
    that say what a neighbour says. With more than `MOST_STRAY` they are none of a form's row."""
    if not 0 < surplus <= MOST_STRAY:
        return
    candidates = [i for i in may_have_come_in(read) if copies or read[i].state == "blank"]
    for dropped in combinations(candidates, surplus):
        yield tuple(value for i, value in enumerate(read) if i not in dropped)
