"""Values of a row that are more than its form has: which of them may have come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .values import Aligned, Value


def may_have_come_in(read: Sequence[Value]) -> list[int]:
    """Which of the values may be one too many: those that are empty, or say what a neighbour
    says."""
    return [
        i
        for i, value in enumerate(read)
        if value.state == "blank" or value in (*read[max(0, i - 1) : i], *read[i + 1 : i + 2])
    ]


def without_one(read: Sequence[Value], *, copies: bool) -> Iterator[Aligned]:
    """The values without one that may have come in anywhere: each empty one in turn, and with
    `copies` each that says what a neighbour says."""
    for i in may_have_come_in(read):
        if copies or read[i].state == "blank":
            yield (*read[:i], *read[i + 1 :])
