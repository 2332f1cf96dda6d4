"""Workbooks made for a test, and what is read of them."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import xlwt

from parsers.reading import read
from parsers.reading.model import Table, Unreadable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def saved(workbook: Any) -> bytes:
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


def cells(table: Table) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in table.rows]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def only_table(data: bytes) -> Table:
    (table,) = read(data).tables()
    return table


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return str(caught.value)


def xlsx_of(
    rows: str, *, after: str = "", strings: str = "", more: dict[str, Any] | None = None
) -> bytes:
    """A workbook of one sheet, written by hand: what no library writes."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="年报" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>'
        f"{after}</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        **(more or {}),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def report_sheet() -> openpyxl.Workbook:
    """Title, heading, table with merged cells, note, blank row, heading, table, signature."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (
        ["江州市2023年政府信息公开工作年度报告"],
        ["二、主动公开政府信息情况"],
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", 2, None, 12],
        ["行政规范性\n文件", 50, "/", 420.0],
        ["本表由法制科填报。"],
        [],
        ["四、行政复议、行政诉讼情况"],
        ["行政复议", None, "行政诉讼"],
        ["结果维持", "总计", "结果维持", "总计"],
        [1, 1, 0, 0],
        ["江州市人民政府"],
        [datetime(2024, 1, 12)],
    ):
        sheet.append(row)
    sheet["A14"].number_format = 'yyyy"年"m"月"d"日";@'
    for area in ("A1:D1", "A2:D2", "A3:D3", "A7:D7", "A10:B10", "C10:D10", "A13:D13", "A14:D14"):
        sheet.merge_cells(area)
    return workbook


def old_workbook() -> bytes:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("年报")
    sheet.write_merge(0, 0, 0, 3, "江州市年度报告")
    sheet.write_merge(1, 2, 0, 0, "三、结果")
    sheet.write(1, 1, "（一）年WordDocument")
    sheet.write(2, 1, "（二）部分公开")
    for row, values in ((1, (1234.5, 12)), (2, (0, 3))):
        for column, value in enumerate(values):
            sheet.write(row, column + 2, value)
    hidden = workbook.add_sheet("草稿")
    hidden.write(0, 0, "旧")
    hidden.visibility = 1
    return saved(workbook)
