"""Text without a grid: row by row, in columns of spaces, in blocks, and what gets into it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from tests.accuracy.printing import Copy, require_tables, text_copy, without
from tests.sample.reports import forms
from tests.sample.reports.grid import Grid, Placed, place, table_of, width_of
from tests.sample.reports.model import CellName, Report

LARGEST_BLOCK = 5
DAMAGED_ROWS = 3
# By the columns of a table: how many are for labels, and the room for them, in columns of spaces.
LABELS = {4: (1, 26), 10: (3, 124), 15: (0, 0)}
VALUE_WIDTH = 18


@dataclass(frozen=True)
class Entry:
    """A row of table 3: the labels before its values, and the values."""

    row: str
    labels: str
    values: tuple[str, ...]


def in_rows(report: Report, _: Random) -> Copy:
    """On one line, the tables row by row as the form has them."""
    return text_copy(report, _text(report, _entries(report)))


def with_page_marks(report: Report, chance: Random) -> Copy:
    """Marks such as `— 3 —` stand between the rows of table 3."""
    pieces = list(_entries(report))
    for page, at in enumerate(sorted(chance.sample(range(1, len(pieces)), 2), reverse=True)):
        pieces.insert(at, f"— {4 - page} —")
    return text_copy(report, _text(report, pieces))


def with_page_numbers(report: Report, chance: Random) -> Copy:
    """A bare page number stands between two rows of table 3."""
    pieces = list(_entries(report))
    pieces.insert(chance.randrange(1, len(pieces)), str(chance.randint(2, 9)))
    return text_copy(report, _text(report, pieces))


def with_lost_numbers(report: Report, chance: Random) -> Copy:
    """One number of some rows is not printed."""
    entries = _table(report)
    lost: list[CellName] = []
    for at in chance.sample(range(len(entries)), DAMAGED_ROWS):
        column = chance.randrange(len(forms.APPLICANTS))
        values = entries[at].values[:column] + entries[at].values[column + 1 :]
        lost.append(("applications", entries[at].row, list(forms.APPLICANTS)[column]))
        entries[at] = Entry(entries[at].row, entries[at].labels, values)
    text = _text(report, map(_printed, entries))
    return text_copy(report, text, without(report.cells, lost))


def with_copied_numbers(report: Report, chance: Random) -> Copy:
    """One number of some rows is printed twice."""
    entries = _table(report)
    for at in chance.sample(range(len(entries)), DAMAGED_ROWS):
        column = chance.randrange(len(forms.APPLICANTS))
        values = entries[at].values[: column + 1] + entries[at].values[column:]
        entries[at] = Entry(entries[at].row, entries[at].labels, values)
    return text_copy(report, _text(report, map(_printed, entries)))


def with_glued_zeros(report: Report, chance: Random) -> Copy:
    """Some zeros of table 3 stand together: `0 0 0` as `000`."""
    glued = []
    for entry in _table(report):
        printed = " ".join(entry.values)
        if "0 0 0" in f" {printed} " and chance.random() < 0.3:
            printed = printed.replace(" 0 0", " 00", 1)
        glued.append(f"{entry.labels} {printed}")
    return text_copy(report, _text(report, glued))


def with_lost_row(report: Report, chance: Random) -> Copy:
    """One row of table 3 is not printed."""
    entries = _table(report)
    gone = entries.pop(chance.randrange(len(entries)))
    lost: list[CellName] = [("applications", gone.row, column) for column in forms.APPLICANTS]
    text = _text(report, map(_printed, entries))
    return text_copy(report, text, without(report.cells, lost))


def in_blocks(report: Report, chance: Random) -> Copy:
    """Table 3 in blocks of rows: all their labels, then their values column by column."""
    return text_copy(report, _text(report, _blocks(report, chance)))


def in_marked_blocks(report: Report, chance: Random) -> Copy:
    """The same with page marks between the blocks."""
    blocks = [f"{block} — {page} —" for page, block in enumerate(_blocks(report, chance), 2)]
    return text_copy(report, _text(report, blocks))


def in_blocks_labels_last(report: Report, chance: Random) -> Copy:
    """The same with the labels of each block behind its values."""
    return text_copy(report, _text(report, _blocks(report, chance, labels_last=True)))


def _blocks(report: Report, chance: Random, *, labels_last: bool = False) -> Iterator[str]:
    entries = _table(report)
    while entries:
        size = chance.randint(1, LARGEST_BLOCK)
        block, entries = entries[:size], entries[size:]
        labels = " ".join(entry.labels for entry in block)
        by_column = zip(*(entry.values for entry in block), strict=True)
        values = " ".join(value for column in by_column for value in column)
        yield f"{values} {labels}" if labels_last else f"{labels} {values}"


def in_layout(report: Report, _: Random) -> Copy:
    """Line by line, with the values of each row below one another in columns of spaces."""
    require_tables(report)
    return text_copy(report, _lines(report, _layout))


def _layout(grid: Grid) -> Iterator[str]:
    """Each cell begins where its column does, if the cells before it leave the room."""
    columns = width_of(grid)
    labels, room = LABELS[columns]
    starts = [0] * labels + [room + VALUE_WIDTH * i for i in range(columns - labels)]
    rows: list[list[Placed]] = [[] for _ in grid]
    for placed in place(grid):
        rows[placed.row].append(placed)
    for row in rows:
        line = ""
        for placed in row:
            gap = starts[placed.column] - _columns(line)
            line += " " * (max(2, gap) if line else gap) + placed.cell.text
        yield line.rstrip()


def _columns(text: str) -> int:
    """Columns that a text takes: Chinese characters are twice as wide."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _entries(report: Report) -> Iterator[str]:
    return map(_printed, _table(report))


def _printed(entry: Entry) -> str:
    return " ".join([entry.labels, *entry.values])


def _table(report: Report) -> list[Entry]:
    """The rows of table 3; nothing would be left of blank cells on one line."""
    require_tables(report, ("missing", "blank"))
    entries = []
    for row in table_of(report, 3):
        name = next((cell.name for cell in row if cell.name), None)
        if name is not None:
            labels = " ".join(cell.text for cell in row if not cell.name)
            entries.append(Entry(name[1], labels, tuple(c.text for c in row if c.name)))
    return entries


def _text(report: Report, third: Iterable[str]) -> str:
    """The report on one line; `third` is what stands below the headings of table 3."""
    third = list(third)
    headings = [row for row in table_of(report, 3) if not any(cell.name for cell in row)]

    def printed(grid: Grid) -> Iterator[str]:
        is_third = any(cell.text == forms.CORNER for cell in grid[0])
        for row in headings if is_third else grid:
            yield " ".join(cell.text for cell in row)
        yield from third if is_third else ()

    return _lines(report, printed).replace("\n", " ")


def _lines(report: Report, draw: Callable[[Grid], Iterator[str]]) -> str:
    lines = [report.title, *report.introduction]
    for section in report.sections:
        lines += [section.heading, *section.paragraphs]
        if section.number in (2, 3, 4) and report.tabled:
            lines += draw(table_of(report, section.number))
    return "\n".join([*lines, *report.signature])
