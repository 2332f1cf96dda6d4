"""Numbers that ran into an empty neighbour, or stand one cell before their own.

A grid that a converter made may show two numbers in one cell and the next one empty, or, where a
cell was lost, the rest of a row moved up and its last cell empty. Where the sums fail as printed
and hold for such a reading, neither is certain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .settle import row_holds
from .values import Aligned, Value

Holds = Callable[[Aligned], bool]


def holds_as_printed(row: Aligned) -> bool:
    """Whether a row prints its sum and it holds, or has nothing to add up; absent cells may make
    up the rest."""
    if not any(value is not None and value.amount for value in row):
        return True
    return (row[-1] is None or row[-1].state == "number") and row_holds(row)


def run_together(row: Aligned, holds: Holds) -> frozenset[int]:
    """The cells of a row that does not hold, of which one may have run into the other."""
    if None in row or holds(row):
        return frozenset()
    pairs = ((i, i + 1) for i in range(len(row) - 1))
    return frozenset(
        i for pair in pairs if any(holds(divided) for divided in _divided(row, pair)) for i in pair
    )


def _divided(row: Aligned, pair: tuple[int, int]) -> Iterator[Aligned]:
    """The row with the number of one of two cells divided between both, in every way."""
    own = [value for i in pair if (value := row[i]) is not None]
    numbers = [value.number for value in own if value.number is not None]
    if len(numbers) != 1 or not any(value.state == "blank" for value in own):
        return
    digits = numbers[0]
    for at in range(1, len(digits)):
        if digits.isdecimal():
            halves = [Value("number", half, half) for half in (digits[:at], digits[at:])]
            yield (*row[: pair[0]], *halves, *row[pair[1] + 1 :])


def moved_up(row: Aligned, ends: Sequence[int], holds: Holds) -> frozenset[int]:
    """The cells of a row that does not hold, which may have moved up to the place of a lost one:
    the last of them, before one of the `ends`, is empty then."""
    if None in row or holds(row):
        return frozenset()
    moved: set[int] = set()
    for end in ends:
        last = row[end - 1]
        if last is None or last.state != "blank":
            continue
        for lost in range(end - 1):
            if holds((*row[:lost], None, *row[lost : end - 1], *row[end:])):
                moved.update(range(lost, end))
    return frozenset(moved)
