"""Spreadsheets: numbers as they are shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import openpyxl
import pytest
import xlwt

from parsers.reading import read
from tests.office_reading.workbooks import (
    only_table,
    saved,
    texts,
    xlsx_of,
)

NUMBERS: list[tuple[Any, str, str, str]] = [
    (12, "General", "12", ""),
    (12.0, "0.00", "12", ""),
    (1234.5, "General", "1234.5", ""),
    (1573179, "#,##0", "1573179", ""),
    (-3, '"+"0;-0', "-3", ""),
    (0.1 + 0.2, "General", "0.3", ""),
    (72701.2578, "0.00", "72701.2578", "rounded to 2 decimals"),
    (1e15, "0", "1000000000000000", ""),
    (0.255, "0.0%", "25.5%", ""),
    (43.788, '0.000"万元"', "43.788万元", ""),
    (15, "0_ ", "15", ""),
    (15, "[Red]0;[Blue]-0", "15", ""),
    (0, '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"??_ ;_ @_ ', "0", "shown as '-'"),
    (0, "0;-0;", "0", "shown as ''"),
    (0, "#,###", "0", "shown as ''"),
    (123456, "0,", "#?", "123456 shown in thousands"),
    (datetime(2024, 1, 12), "yyyy-m-d", "2024年1月12日", ""),
    (45303, 'm"月"d"日"', "1月12日", ""),
    ("012", "@", "012", ""),
    ("１２件", "General", "１２件", ""),
    (True, "General", "TRUE", ""),
]


@pytest.mark.parametrize(("value", "number_format", "text", "note"), NUMBERS)
@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_numbers_as_text(ending: str, value: Any, number_format: str, text: str, note: str) -> None:
    if ending == "xlsx":
        workbook: Any = openpyxl.Workbook()
        workbook.active.append(["数量", value])
        workbook.active["B1"].number_format = number_format
    else:
        workbook = xlwt.Workbook()
        style = xlwt.XFStyle()
        style.num_format_str = number_format
        sheet = workbook.add_sheet("a")
        sheet.write(0, 0, "数量")
        sheet.write(0, 1, value, style)
    reading = read(saved(workbook))
    (table,) = reading.tables()
    assert texts(table) == [["数量", text]]
    assert bool(reading.notes) == bool(note)
    assert note in "".join(reading.notes)


def test_strings_formulas_and_errors() -> None:
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><f>SUM(C1:C2)</f><v>15</v></c>'
        '<c r="C1"><f>SUM(C2:C3)</f></c><c r="D1" t="str"><f>A1</f><v>甲</v></c>'
        '<c r="E1" t="inlineStr"><is><t>乙</t></is></c><c r="F1" t="e"><v>#REF!</v></c></row>'
        '<row><c t="s"><v>1</v></c><c><v>1.2E1</v></c></row>'
    )
    strings = (
        "<si><r><t>行政</t></r><r><t>许可</t></r><rPh sb='0' eb='1'><t>xing</t></rPh></si>"
        "<si><t>行政_x000D_\n处罚</t></si>"
    )
    reading = read(xlsx_of(rows, strings=strings))
    (table,) = reading.tables()
    assert texts(table) == [
        ["行政许可", "15", "#?", "甲", "乙", "#REF!"],
        ["行政处罚", "12", "", "", "", ""],
    ]
    assert reading.notes == ("the formula in C1 has no stored value",)


def test_footnote_marks_and_withdrawn_numbers_are_no_digits() -> None:
    strings = (
        '<si><r><t>12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
        "<si><r><rPr><strike/></rPr><t>34</t></r><r><t>35</t></r></si>"
    )
    faint = ('<color rgb="FFFFFFFF"/>', '<sz val="1"/>', '<color rgb="FF000000"/><sz val="9"/>')
    for look in faint:
        strings += f"<si><r><t>12</t></r><r><rPr>{look}</rPr><t>7</t></r></si>"
    cells = (f'<c t="s"><v>{number}</v></c>' for number in range(5))
    printed = ["12[1]", "[34]35", "12[7]", "12[7]", "127"]
    table = only_table(xlsx_of(f"<row>{''.join(cells)}</row>", strings=strings))
    assert texts(table) == [printed]
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("a")
    raised, struck = xlwt.Font(), xlwt.easyxf("font: struck_out true")
    raised.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    sheet.write_rich_text(0, 0, ["12", ("1", raised)])
    sheet.write(0, 1, 34, struck)
    assert texts(only_table(saved(workbook))) == [["12[1]", "[34]"]]
    styled = openpyxl.Workbook()
    styled.active.append([12, 34])
    styled.active["B1"].font = openpyxl.styles.Font(strike=True)
    assert texts(only_table(saved(styled))) == [["12", "[34]"]]
