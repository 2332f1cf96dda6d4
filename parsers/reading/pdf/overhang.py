"""Tables broken over pages: what else than their borders stands around the page's end.

Browsers end the borders of a row that is broken over pages where the row was to end, and print
the last lines of its cells below them. Office programs print a table's headings on every page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from parsers.reading.model import TableCell
from parsers.reading.pdf.grid import SNAP, Grid
from parsers.reading.pdf.page import Glyph
from parsers.reading.pdf.text import FIRST_WIDE, Line

MOST_LINES = 4
MOST_HEADINGS = 4
FEWEST_NUMBERS = 5  # of a torn row; tables 3 and 4 have 7 and more
PITCH = 1.6  # of the character size: so near is a line to the border above it, or to the next

Row = tuple[TableCell, ...]


def same_columns(above: Grid, below: Grid) -> bool:
    """Whether two pieces on neighbouring pages have the columns of one table."""
    if len(above.xs) != len(below.xs):
        return False
    return all(abs(x - other) <= SNAP for x, other in zip(above.xs, below.xs, strict=True))


def repeated_headings(
    table: Sequence[Sequence[TableCell]], rows: Sequence[Sequence[TableCell]]
) -> int:
    """How many of the rows on a new page are the headings that the table begins with.

    They hide that the row behind them is the rest of the one before.
    """
    most = 0
    for above, row in zip(table[:MOST_HEADINGS], rows[:-1], strict=False):
        printed = [cell.text for cell in row if cell.text]
        if tuple(above) != tuple(row) or not all(any(map(str.isalpha, t)) for t in printed):
            break
        most += 1
    return most


def rejoined(table: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """The rows of a table and those of its next page, one row of which may be torn: a label too
    long for the rest of a page goes to the next one as a whole, while its numbers stay.

    Only where each row has what the other one lacks, and the one above both has its own numbers.
    """
    if len(table) < 2 or not rows or not (joined := _joined(table[-2], table[-1], rows[0])):
        return [*table, *rows]
    return [*table[:-1], joined, *rows[1:]]


def _joined(before: Row, above: Row, below: Row) -> Row | None:
    """The row that the last one of a page and the first one of the next make; None where they are
    two. `before`: the one above both."""
    numbers = {cell.column: cell for cell in above if cell.text}
    words = [cell for cell in below if cell.text]
    if len(numbers) < FEWEST_NUMBERS or not words or any(map(_has_words, numbers.values())):
        return None
    label = words[-1]
    empty = {cell.column: cell for cell in (*above, *below) if not cell.text}
    apart = label.column + label.colspan <= min(numbers) and label.column in empty
    own = [cell for cell in before if cell.column in numbers and cell.text]
    if not (apart and _has_words(label) and len(own) == len(numbers)):
        return None
    if any(column not in empty for column in numbers):
        return None
    return tuple(
        cell._replace(text=cell.text or numbers[cell.column].text)
        if cell.column in numbers
        else cell
        for cell in below
    )


def _has_words(cell: TableCell) -> bool:
    return any(map(str.isalpha, cell.text.replace("无", "")))


def take_overhang(
    grids: Sequence[Sequence[Grid]], pages: Sequence[Sequence[Line]]
) -> list[list[Line]]:
    """The lines of every page but for those that a table's cells take.

    `grids`: of every page, top to bottom. A line is taken where nothing else follows a table that
    goes on at the top of the next page, and each character stands below a cell with words: a
    number that hangs out may as well be the page's, and then the table is left as it is.
    """
    kept = [list(lines) for lines in pages]
    for page, (above, below) in enumerate(pairwise(grids)):
        if not above or not below or not same_columns(above[-1], below[0]):
            continue
        if any(line.baseline < below[0].ys[0] for line in kept[page + 1]):
            continue
        hanging = [line for line in kept[page] if line.baseline > above[-1].ys[-1]]
        if _take(above[-1], hanging):
            kept[page] = [line for line in kept[page] if line.baseline <= above[-1].ys[-1]]
    return kept


def _take(grid: Grid, hanging: Sequence[Line]) -> bool:
    """Put lines below a table into the cells of its last row, all of them or none."""
    if not 0 < len(hanging) <= MOST_LINES:
        return False
    heights = [grid.ys[-1], *(line.baseline for line in hanging)]
    near = (
        below - above <= PITCH * line.size
        for (above, below), line in zip(pairwise(heights), hanging, strict=True)
    )
    if not all(near):
        return False
    places = [(glyph, _cell_above(grid, glyph)) for line in hanging for glyph in line.glyphs]
    if any(cell is None for _, cell in places):
        return False
    for glyph, cell in places:
        if cell is not None:
            grid.glyphs[cell].append(glyph)
    return True


def _cell_above(grid: Grid, glyph: Glyph) -> int | None:
    """The cell of the last row that a character stands below, None where it holds no words."""
    x, rows = (glyph.x0 + glyph.x1) / 2, len(grid.ys) - 1
    for cell, (row, column, rowspan, colspan) in enumerate(grid.cells):
        if row + rowspan == rows and grid.xs[column] <= x < grid.xs[column + colspan]:
            worded = any(own.text >= FIRST_WIDE for own in grid.glyphs.get(cell, ()))
            return cell if worded else None
    return None
