"""The report as an old Excel workbook (.xls) with the merged cells of the form."""

from __future__ import annotations

import io

import xlwt

from tests.sample.reports.grid import Grid, place, require_complete, width_of
from tests.sample.reports.model import Report
from tests.sample.reports.xlsx import PAGE_WIDTH, printed, value_of


def render(report: Report) -> bytes:
    """The bytes of the .xls. Raises ValueError for cells that no worksheet can lack."""
    require_complete(report)
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet("年度报告")
    ruled = xlwt.easyxf("borders: left thin, right thin, top thin, bottom thin")
    row = 0
    for _, content in printed(report):
        if isinstance(content, str):
            sheet.write_merge(row, row, 0, PAGE_WIDTH - 1, content)
            row += 1
        else:
            row = _write_table(sheet, row, content, ruled)
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def _write_table(sheet: xlwt.Worksheet, top: int, grid: Grid, ruled: xlwt.XFStyle) -> int:
    covered: set[tuple[int, int]] = set()
    for placed in place(grid):
        row, column, cell = top + placed.row, placed.column, placed.cell
        bottom, right = row + cell.rowspan - 1, column + cell.colspan - 1
        value = value_of(cell.text) if cell.name else cell.text
        if (bottom, right) == (row, column):
            sheet.write(row, column, value, ruled)
        else:
            sheet.write_merge(row, bottom, column, right, value, ruled)
        covered.update((r, c) for r in range(row, bottom + 1) for c in range(column, right + 1))
    for row in range(top, top + len(grid)):
        for column in range(width_of(grid)):
            if (row, column) not in covered:
                sheet.write(row, column, None, ruled)
    return top + len(grid)
