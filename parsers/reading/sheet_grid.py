"""A worksheet as its file tells it, and its visible cells with the merged ones laid over them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsers.reading.model import TableCell, Unreadable
from parsers.reading.wrapping import join_wrapped

# A report has some 200 rows of 15 columns; these bound what a sheet may cost.
MAX_CELLS = 200_000
MAX_COLUMNS = 256
MAX_COVERED_ROWS = 20_000  # rows of all merged cells together
MAX_NOTES = 20  # the last ones, in which a note is looked for

_WORD = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, all bounds counted from 0 and included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A worksheet as its file tells it.

    rows: row -> column -> text; `""` is a cell that is empty but has ruling lines.
    hidden_columns: pairs of first and last. notes: what the sheet shows in another way.
    """

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cells: int = 0

    def add_row(self, row: int, texts: dict[int, str]) -> None:
        """Add the cells of a row. Of empty ones with ruling lines only the row that follows
        text is kept: sheets are ruled for thousands of rows below their end.

        Raises Unreadable beyond the largest number of cells.
        """
        if not texts or (not any(texts.values()) and not any(self._row_above(row).values())):
            return
        self.cells += len(texts)
        if self.cells > MAX_CELLS:
            raise Unreadable(f"sheet {self.name[:40]}: more than {MAX_CELLS} cells with text")
        self.rows[row] = texts

    def _row_above(self, row: int) -> dict[int, str]:
        return self.rows.get(row - 1, {})

    def note(self, text: str) -> None:
        """Note something once."""
        if text not in self.notes[-MAX_NOTES:] and len(self.notes) < MAX_CELLS:
            self.notes.append(text)


class Grid:
    """The visible rows of a sheet with its merged cells laid over them."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._visible = sorted(row for row in sheet.rows if row not in sheet.hidden_rows)
        self._hidden = _columns(sheet.hidden_columns)
        if any(row in sheet.rows for row in sheet.hidden_rows):
            sheet.note(f"sheet {sheet.name[:40]}: hidden rows were left out")
        self._over: dict[int, list[Range]] = {}  # row -> merged ranges that cover cells of it
        self._texts: dict[int, dict[int, str]] = {
            row: self._shown(sheet.rows[row]) for row in self._visible
        }
        covered = 0
        for merged in sorted(sheet.merged, key=lambda m: (m.top, m.left)):
            rows = self._visible[
                bisect_left(self._visible, merged.top) : bisect_right(self._visible, merged.bottom)
            ]
            covered += len(rows)
            if covered > MAX_COVERED_ROWS:
                raise Unreadable(f"sheet {sheet.name[:40]}: merged cells beyond all bounds")
            self._lay(merged, rows)

    def _shown(self, texts: dict[int, str]) -> dict[int, str]:
        wide = [column for column, text in texts.items() if column >= MAX_COLUMNS and text]
        hidden = [column for column, text in texts.items() if column in self._hidden and text]
        if wide:
            self._sheet.note(f"text right of column {MAX_COLUMNS} was left out")
        if hidden:
            self._sheet.note(f"sheet {self._sheet.name[:40]}: hidden columns were left out")
        return {
            column: text
            for column, text in texts.items()
            if column < MAX_COLUMNS and column not in self._hidden
        }

    def _lay(self, merged: Range, rows: list[int]) -> None:
        """Move the text of a merged cell to the first place of it that is seen."""
        text = self._sheet.rows.get(merged.top, {}).get(merged.left, "")
        columns = [
            column
            for column in range(merged.left, min(merged.right + 1, MAX_COLUMNS))
            if column not in self._hidden
        ]
        if not rows or not columns:
            return
        for row in rows:
            for column in columns:
                covered = self._texts[row].pop(column, "")
                if covered and (row, column) != (merged.top, merged.left):
                    self._sheet.note(f"text in a cell covered by a merged one: {covered[:40]}")
            self._over.setdefault(row, []).append(merged)
        self._texts[rows[0]][columns[0]] = text

    def parts(self) -> Iterator[list[int]]:
        """Runs of rows without a blank row between them, save inside a merged cell."""
        part: list[int] = []
        reach = -1  # the last row that a merged cell of the part covers
        for row in self._visible:
            if part and row > max(part[-1] + 1, reach) and self._is_gap(part[-1], row):
                yield part
                part = []
            if self.has_text(row) or (part and self._texts[row]):
                part.append(row)
            reach = max([reach, *(merged.bottom for merged in self._over.get(row, ()))])
        if part:
            yield part

    def _is_gap(self, above: int, below: int) -> bool:
        """Whether a row between the two is blank rather than hidden."""
        hidden = self._sheet.hidden_rows
        return any(row not in hidden for row in range(above + 1, below))

    def has_text(self, row: int) -> bool:
        """Whether anything is printed in a row."""
        return any(self._texts[row].values())

    def is_alone(self, row: int) -> bool:
        """Whether a row has one cell alone, no empty ones with ruling lines beside it."""
        return len(self._texts[row]) == 1

    def is_single(self, row: int) -> bool:
        """Whether one cell alone is printed in a row and none reaches into it from above."""
        printed = [text for text in self._texts[row].values() if text]
        return len(printed) == 1 and all(
            merged.top == row or not self._printed_above(merged, row)
            for merged in self._over.get(row, ())
        )

    def _printed_above(self, merged: Range, row: int) -> bool:
        above = bisect_left(self._visible, merged.top)
        return self._visible[above] < row

    def single(self, row: int) -> str:
        """The one text of a row."""
        return next(text for text in self._texts[row].values() if text)

    def spans(self, row: int, columns: Sequence[int]) -> bool:
        """Whether the one text of a row is merged over all these columns."""
        return any(
            merged.left <= columns[0] and merged.right >= columns[-1]
            for merged in self._over.get(row, ())
        )

    def columns_of(self, rows: Sequence[int]) -> list[int]:
        """The visible columns from the leftmost to the rightmost that the rows use."""
        used = [column for row in rows for column in self._texts[row]]
        used += [merged.right for row in rows for merged in self._over.get(row, ())]
        if not used:
            return []
        end = min(max(used) + 1, MAX_COLUMNS)
        return [column for column in range(min(used), end) if column not in self._hidden]

    def reach_of_values(self, rows: Sequence[int], columns: Sequence[int]) -> int:
        """The column that the longest rows of numbers end in, if several do, those right of it
        being for remarks; else the one that the headings end in; -1 where there are none."""
        ends = Counter(end for row in rows if (end := self._end_of_values(row)) is not None)
        reach = max(ends, default=-1)
        if ends[reach] > 1:
            return reach
        last = columns[-1]
        headed = (
            _WORD.search(self._texts[row].get(last, ""))
            or any(merged.right >= last for merged in self._over.get(row, ()))
            for row in rows
        )
        return last if any(headed) else -1

    def _end_of_values(self, row: int) -> int | None:
        """The column of the last number of a row; None where it ends in words."""
        texts = self._texts[row]
        last = max((column for column, text in texts.items() if text.strip()), default=-1)
        return None if last < 0 or _WORD.search(texts[last]) else last

    def cells(
        self, row: int, rows: list[int], columns: list[int], reach: int
    ) -> Iterator[TableCell]:
        """The cells that begin in a row of a table; columns are counted from the table's. None up
        to the reach of values behind the row's last number where the file holds none: a row moved
        left by a deleted cell ends there."""
        texts = self._texts[row]
        over = self._over.get(row, [])
        held = max([*texts, *(merged.right for merged in over)], default=reach)
        ends = self._end_of_values(row) is not None
        taken: set[int] = set()
        for place, column in enumerate(columns):
            if column in taken or (ends and held < column <= reach):
                continue
            merged = next((m for m in over if m.left <= column <= m.right), None)
            if merged is None:
                yield TableCell(_cell_text(texts.get(column, "")), place)
                continue
            wide = bisect_right(columns, merged.right) - place
            taken.update(columns[place : place + wide])
            first = bisect_left(rows, merged.top)
            if rows[first] == row:
                high = bisect_right(rows, merged.bottom) - first
                yield TableCell(_cell_text(texts.get(column, "")), place, wide, high)


def _columns(ranges: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(
        column for first, last in ranges for column in range(first, min(last + 1, MAX_COLUMNS))
    )


def lines_of_cell(text: str) -> list[str]:
    """The lines of a cell that hold something."""
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _cell_text(text: str) -> str:
    joined = ""
    for line in lines_of_cell(text):
        joined = join_wrapped(joined, line)
    return joined
