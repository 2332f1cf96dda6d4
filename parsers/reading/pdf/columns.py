"""Tables without ruling lines: consecutive lines whose parts stand in columns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf

from parsers.reading.model import Table, TableCell
from parsers.reading.pdf.text import Line, make_line
from parsers.reading.wrapping import SECTION

COLUMN_GAP = 1.3  # of the character size: wider than the distance of words or spread characters
FEWEST_COLUMNS = 3
FEWEST_ROWS = 2
LOOSE_LINES = 2  # so many lines of a wrapped label may stand between two rows


def split_columns(line: Line) -> list[Line]:
    """The parts of a line that are widely apart."""
    if " " not in line.text:
        return [line]  # a gap so wide is one between words
    starts, end = [0], inf
    for index, (_, x0, x1, _, size, _) in enumerate(line.glyphs):
        if x0 - end > COLUMN_GAP * size:
            starts.append(index)
        end = x1
    if len(starts) == 1:
        return [line]
    return [
        make_line(line.glyphs[start:end]) for start, end in pairwise([*starts, len(line.glyphs)])
    ]


def table_stretches(rows: Sequence[Sequence[Line]], text_width: float) -> list[tuple[int, int]]:
    """(first, end) of every stretch of lines that makes a table.

    It begins and ends with a row of columns; a line of running text (wider than half the text
    area), a section's heading or a larger gap ends it.
    """
    stretches: list[tuple[int, int]] = []
    index = 0
    while index < len(rows):
        if len(rows[index]) < FEWEST_COLUMNS:
            index += 1
            continue
        end, loose, full = index + 1, 0, 1
        for following in range(index + 1, len(rows)):
            row, above = rows[following], rows[following - 1]
            if row[0].baseline - above[0].baseline > 4 * row[0].size:
                break
            if len(row) >= FEWEST_COLUMNS:
                end, loose, full = following + 1, 0, full + 1
                continue
            loose += 1
            wide = max(part.x1 - part.x0 for part in row) > text_width / 2
            if loose > LOOSE_LINES or wide or (len(row) == 1 and SECTION.match(row[0].text)):
                break
        if full >= FEWEST_ROWS:
            stretches.append((index, end))
        index = end
    return stretches


def column_table(rows: Sequence[Sequence[Line]]) -> Table:
    """Rows of parts as a table: columns are where the parts of the fullest rows overlap."""
    columns = _columns(rows)
    table: list[tuple[TableCell, ...]] = []
    for row in rows:
        texts = [""] * len(columns)
        for part in row:
            column = _column_of(part, columns)
            texts[column] = f"{texts[column]} {part.text}".strip()
        table.append(tuple(TableCell(text, column) for column, text in enumerate(texts)))
    return Table(tuple(table), exact=False)


def _columns(rows: Sequence[Sequence[Line]]) -> list[tuple[float, float]]:
    fullest = max(len(row) for row in rows)
    parts = [part for row in rows if len(row) >= 0.8 * fullest for part in row]
    columns: list[tuple[float, float]] = []
    for part in sorted(parts, key=lambda p: p.x0):
        if columns and part.x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], part.x1))
        else:
            columns.append((part.x0, part.x1))
    return columns


def _column_of(part: Line, columns: Sequence[tuple[float, float]]) -> int:
    """The column that shares most with a part, else the nearest."""

    def rank(index: int) -> tuple[float, float]:
        x0, x1 = columns[index]
        shared = min(part.x1, x1) - max(part.x0, x0)
        return shared, -abs((x0 + x1) - (part.x0 + part.x1))

    return max(range(len(columns)), key=rank)
