"""Worksheets as paragraphs and tables, whichever file format they came in.

A sheet is one large grid: titles, tables and text stand in it below one another. Blank rows
part them. Within such a part, a row that prints one cell is a paragraph where it stands above
the table or spans it below, is a sentence, or is the heading of a section; else it is a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.reading.model import Block, Paragraph, Table, TableCell, Unreadable
from parsers.reading.sheet_grid import MAX_CELLS, Grid, Range, Sheet, lines_of_cell
from parsers.reading.wrapping import SECTION

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


def blocks_of(sheet: Sheet) -> list[Block]:
    """The paragraphs and tables of a sheet, hidden rows and columns left out.

    Raises Unreadable where merged cells or the grid are beyond all bounds.
    """
    grid = Grid(sheet)
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


def _blocks_of_part(grid: Grid, part: list[int]) -> Iterator[Block]:
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
        yield from (Paragraph(line) for line in lines_of_cell(grid.single(row)))
    yield from _table(grid, rows)


def _is_paragraph(grid: Grid, row: int, first: int, last: int, span: Sequence[int]) -> bool:
    text = " ".join(lines_of_cell(grid.single(row)))
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


def _table(grid: Grid, rows: list[int]) -> Iterator[Table]:
    if not any(grid.has_text(row) for row in rows):
        return
    columns = grid.columns_of(rows)
    if len(rows) * len(columns) > MAX_CELLS:
        raise Unreadable(f"a sheet of {len(rows)} rows and {len(columns)} columns is no report")
    reach = grid.reach_of_values(rows, columns)
    yield Table(tuple(tuple(grid.cells(row, rows, columns, reach)) for row in rows))


def aside(text: str) -> str:
    """Raised, lowered or struck text: a footnote mark or a withdrawn number, never a digit of
    the number beside it."""
    return f"[{text}]" if text.strip() else text
