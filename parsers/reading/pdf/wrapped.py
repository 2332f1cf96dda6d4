"""Numbers that are wrapped within a narrow cell of a ruled table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from parsers.reading.pdf.grid import Grid
from parsers.reading.pdf.page import Glyph
from parsers.reading.pdf.text import group_lines

DIGITS = frozenset("0123456789")
WIDEST_PADDING = 20.0  # points, of both sides of a cell together
Lines = list[list[Glyph]]


def wrapped_numbers(grid: Grid, cells: Iterable[int]) -> dict[int, str]:
    """Of cells with digits on several lines the numbers that only the cells' width breaks.

    Every line but the last must fill its cell, so that no other digit has room, beside the
    padding that the table's fullest line shows. One cell that breaks elsewhere tells that lines
    stand for themselves, as they do where rows are not ruled: then none is put together.
    """
    stacks = {cell: lines for cell in cells if len(lines := group_lines(grid.glyphs[cell])) > 1}
    stacks = {cell: lines for cell, lines in stacks.items() if _of_digits(lines)}
    if not stacks:
        return {}
    padding = min(
        _room(grid, cell, line)
        for cell, glyphs in grid.glyphs.items()
        for line in group_lines(glyphs)
    )
    for cell, lines in stacks.items():
        if padding > WIDEST_PADDING or not _is_wrapped(grid, cell, lines, padding):
            return {}
    return {
        cell: "".join(glyph.text for line in lines for glyph in line)
        for cell, lines in stacks.items()
    }


def _of_digits(lines: Lines) -> bool:
    return all(glyph.text in DIGITS and not glyph.spaced for line in lines for glyph in line)


def _is_wrapped(grid: Grid, cell: int, lines: Lines, padding: float) -> bool:
    if lines[0][0].text == "0" or any(len(line) > len(above) for above, line in pairwise(lines)):
        return False
    return all(
        _room(grid, cell, line) - padding < (line[-1].x1 - line[0].x0) / len(line)
        for line in lines[:-1]
    )


def _room(grid: Grid, cell: int, line: Sequence[Glyph]) -> float:
    """What a line leaves free of its cell's width."""
    _, column, _, colspan = grid.cells[cell]
    return grid.xs[column + colspan] - grid.xs[column] - (line[-1].x1 - line[0].x0)
