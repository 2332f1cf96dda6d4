"""The report as an Excel workbook with the merged cells of the form.

Numbers are numbers in the workbook, as a form that is filled in has them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, time
from itertools import product

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.sample.reports.grid import Grid, place, require_complete, table_of, width_of
from tests.sample.reports.model import Report
from tests.sample.reports.packages import with_fixed_timestamps

TABLE_SECTIONS = (2, 3, 4)
PAGE_WIDTH = 15  # columns that titles and paragraphs are merged over
THIN = Side(style="thin")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def render(report: Report, *, sheets: bool = False, ruled: bool = True) -> bytes:
    """The bytes of the .xlsx.

    sheets: each table in a sheet of its own. ruled: with lines around the cells of tables.
    Raises ValueError for cells that no worksheet can lack.
    """
    require_complete(report)
    workbook = Workbook()
    sheet, row = workbook.active, 1
    for kind, content in printed(report):
        if isinstance(content, str):
            row = _write_line(sheet, row, content)
            continue
        if sheets:
            sheet, row = workbook.create_sheet(kind), 1
        row = _write_table(sheet, row, content, ruled)
    workbook.properties.title = report.title
    workbook.properties.creator = report.agency.name
    workbook.properties.created = datetime.combine(report.published_on, time(9))
    workbook.properties.modified = workbook.properties.created
    written = io.BytesIO()
    workbook.save(written)
    return with_fixed_timestamps(written.getvalue())


def printed(report: Report) -> Iterator[tuple[str, str | Grid]]:
    """The lines and tables of the report in order, each with the heading that it stands under."""
    yield "", report.title
    for text in report.introduction:
        yield "", text
    for section in report.sections:
        yield section.heading, section.heading
        for text in section.paragraphs:
            yield section.heading, text
        if section.number in TABLE_SECTIONS and report.tabled:
            yield section.heading[:30], table_of(report, section.number)
    for line in report.signature:
        yield "", line


def value_of(text: str) -> str | int | float | None:
    """What is typed into the cell for a printed text."""
    if not NUMBER.fullmatch(text):
        return text or None
    return float(text) if "." in text else int(text)


def _write_line(sheet: Worksheet, row: int, text: str) -> int:
    sheet.cell(row, 1, text)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=PAGE_WIDTH)
    return row + 1


def _write_table(sheet: Worksheet, top: int, grid: Grid, ruled: bool) -> int:
    ruled_columns = range(width_of(grid)) if ruled else ()
    for row, column in product(range(len(grid)), ruled_columns):
        sheet.cell(top + row, column + 1).border = RULED
    for placed in place(grid):
        row, column, cell = top + placed.row, placed.column + 1, placed.cell
        value = value_of(cell.text) if cell.name else cell.text or None
        sheet.cell(row, column).value = value
        if cell.colspan > 1 or cell.rowspan > 1:
            sheet.merge_cells(
                start_row=row,
                start_column=column,
                end_row=row + cell.rowspan - 1,
                end_column=column + cell.colspan - 1,
            )
    return top + len(grid)
