"""How a run of values lies over its rows: printed row by row, or blocks of it column by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from .settle import row_holds
from .values import Aligned, Value

MOST_LAYOUTS = 64  # layouts of one run kept; with more nothing is certain
MOST_MIXED_ROWS = 8  # in longer runs of few numbers, blocks of both kinds explain anything

Layout = tuple[Aligned, ...]


def layouts(cells: Sequence[Value | None], width: int, *, damage: int) -> tuple[Layout, ...]:
    """The layouts of a run that its rows' sums allow.

    A single row stands as it is printed, whatever its sum. Of several rows one may break its
    sum, by the agency's own mistake, where they are printed all alike; where blocks of both
    kinds are mixed all sums must hold. Empty where there is none or too many.

    `damage`: values that were too many or too few; of badly damaged runs only the plain
    layouts are looked at.
    """
    rows = len(cells) // width
    if rows == 1:
        return ((tuple(cells),),)
    values = tuple(dict.fromkeys(cells))
    number = {value: i for i, value in enumerate(values)}
    codes = tuple(number[value] for value in cells)  # small numbers are quickly compared
    holds = cache(lambda row: row_holds(tuple(values[code] for code in row)))
    plain = dict.fromkeys((_block(codes, 1, width), _block(codes, rows, width)))
    found = {way: None for way in plain if _most_hold(way, holds)}
    if damage <= 1 and rows <= MOST_MIXED_ROWS:
        mixed = _mixed(codes, rows, width, holds)
        if len(mixed) > MOST_LAYOUTS:
            return ()
        found |= dict.fromkeys(mixed)
    return tuple(tuple(tuple(values[code] for code in row) for row in way) for way in found)


Codes = tuple[int, ...]
Coded = tuple[Codes, ...]
Holds = Callable[[Codes], bool]


def _most_hold(layout: Coded, holds: Holds) -> bool:
    """Whether no more than one row breaks its sum."""
    broken = (row for row in layout if not holds(row))
    next(broken, None)
    return next(broken, None) is None


def _block(cells: Codes, size: int, width: int) -> Coded:
    """Every `size` rows printed column by column (one row: simply that row)."""
    length = size * width
    return tuple(
        cells[start + r : start + length : size]
        for start in range(0, len(cells), length)
        for r in range(size)
    )


def _mixed(cells: Codes, rows: int, width: int, holds: Holds) -> set[Coded]:
    """Every split of the run into blocks whose rows all hold; equal results count once."""
    # solutions[s]: the distinct layouts of the rows from s to the end
    solutions: list[set[Coded]] = [set() for _ in range(rows)] + [{()}]
    for start in range(rows - 1, -1, -1):
        for size in range(1, rows - start + 1):
            if not solutions[start + size]:
                continue
            block = _block(cells[start * width : (start + size) * width], size, width)
            if not all(map(holds, block)):
                continue
            solutions[start] |= {block + rest for rest in solutions[start + size]}
            if len(solutions[start]) > MOST_LAYOUTS:
                return solutions[start]
    return solutions[0]
