"""Worksheets as paragraphs and tables, whichever file format they came in.

A sheet is one large grid: titles, tables and text stand in it below one another. Blank rows
part them. Within such a part, a row that prints one cell is a paragraph where it stands above
the table or spans it below, is a sentence, or is the heading of a section; else it is a row.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from parsers.reading.model import Block, Paragraph, Table, TableCell, Unreadable
from parsers.reading.wrapping import SECTION, join_wrapped

# A report has some 200 rows of 15 columns; these bound what a sheet may cost.
MAX_CELLS = 200_000
MAX_COLUMNS = 256
MAX_COVERED_ROWS = 20_000  # rows of all merged cells together
MAX_NOTES = 20  # the last ones, in which a note is looked for

# Rows of one cell that belong to the table below them: 第二十条第（一）项.
_ARTICLE = re.compile(r"^第.{1,4}条第")
_SECTION_WORDS = re.compile(r"情况|事项|问题|概述")
_STATISTICS_PART = re.compile(
    r"、(?:主动公开|回应解读|依申请公开|机构建设.{0,8}|.{0,6}会议和培训)情况$"
)
_SENTENCE = re.compile(r"[。！？!]")
_DIGIT = re.compile(r"\d")
_LONGEST_HEADING = 60
_HEADINGS_OF_A_REPORT = 2  # in one table: it is a whole sheet


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


def blocks_of(sheet: Sheet) -> list[Block]:
    """The paragraphs and tables of a sheet, hidden rows and columns left out.

    Raises Unreadable where merged cells or the grid are beyond all bounds.
    """
    grid = _Grid(sheet)
    blocks: list[Block] = []
    for part in grid.parts():
        blocks.extend(_blocks_of_part(grid, part))
    return blocks


def opened(table: Table) -> list[Block]:
    """A table that is a whole sheet, saved as a page or pasted: its titles, headings and text as
    paragraphs, its tables as tables. Any other stays as it is."""
    headings = {text for row in table.rows if (text := _only_text(row)) and _is_section(text)}
    if len(headings) < _HEADINGS_OF_A_REPORT:
        return [table]
    sheet = Sheet("")
    headed = False  # by headings alone, so that an empty row holds values
    for number, row in enumerate(table.rows):
        printed = {cell.column: cell.text for cell in row if cell.text.strip()}
        if len(printed) > 1 or (headed and not printed):
            sheet.add_row(number, {cell.column: cell.text for cell in row})
        else:
            sheet.add_row(number, printed)  # which empty cells have ruling lines, no page tells
        headed = len(printed) > 1 and not any(map(_DIGIT.search, printed.values()))
        sheet.merged += [
            Range(number, c.column, number + c.rowspan - 1, c.column + c.colspan - 1)
            for c in row
            if c.colspan > 1 or c.rowspan > 1
        ]
    return blocks_of(sheet)


def _only_text(row: Sequence[TableCell]) -> str:
    printed = [cell.text.strip() for cell in row if cell.text.strip()]
    return printed[0] if len(printed) == 1 else ""


def _blocks_of_part(grid: _Grid, part: list[int]) -> Iterator[Block]:
    """A part's rows, cut into tables where paragraphs stand between them."""
    of_table = [row for row in part if grid.has_text(row) and not grid.is_single(row)]
    first, last = (of_table[0], of_table[-1]) if of_table else (part[-1] + 1, part[-1] + 1)
    span = grid.columns_of(of_table)
    rows: list[int] = []
    for row in part:
        if not grid.is_single(row) or not _is_paragraph(grid, row, first, last, span):
            rows.append(row)
            continue
        yield from _table(grid, rows)
        rows = []
        yield from (Paragraph(line) for line in _lines(grid.single(row)))
    yield from _table(grid, rows)


def _is_paragraph(grid: _Grid, row: int, first: int, last: int, span: Sequence[int]) -> bool:
    text = " ".join(_lines(grid.single(row)))
    if _ARTICLE.match(text):
        return False
    if _is_section(text):
        return True
    if grid.is_alone(row) and (_SENTENCE.search(text) or row < first):
        return True
    return row > last and grid.spans(row, span)


def _is_section(text: str) -> bool:
    """Whether a text is the heading of a section (一、总体情况), and of no part of the statistics
    form of 2014 (一、主动公开情况)."""
    if len(text) > _LONGEST_HEADING or not SECTION.match(text):
        return False
    return _SECTION_WORDS.search(text) is not None and not _STATISTICS_PART.search(text)


def _table(grid: _Grid, rows: list[int]) -> Iterator[Table]:
    if not any(grid.has_text(row) for row in rows):
        return
    columns = grid.columns_of(rows)
    if len(rows) * len(columns) > MAX_CELLS:
        raise Unreadable(f"a sheet of {len(rows)} rows and {len(columns)} columns is no report")
    yield Table(tuple(tuple(grid.cells(row, rows, columns)) for row in rows))


class _Grid:
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

    def cells(self, row: int, rows: list[int], columns: list[int]) -> Iterator[TableCell]:
        """The cells that begin in a row of a table; columns are counted from the table's."""
        texts = self._texts[row]
        over = self._over.get(row, [])
        taken: set[int] = set()
        for place, column in enumerate(columns):
            if column in taken:
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


def aside(text: str) -> str:
    """Raised, lowered or struck text: a footnote mark or a withdrawn number, never a digit of
    the number beside it."""
    return f"[{text}]" if text.strip() else text


def _columns(ranges: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(
        column for first, last in ranges for column in range(first, min(last + 1, MAX_COLUMNS))
    )


def _lines(text: str) -> list[str]:
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
    return [line for line in lines if line]


def _cell_text(text: str) -> str:
    joined = ""
    for line in _lines(text):
        joined = join_wrapped(joined, line)
    return joined
