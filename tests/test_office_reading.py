"""Spreadsheets, old Word documents and web archives, as agencies attach them."""

from __future__ import annotations

import base64
import io
import os
import shutil
import socket
import threading
import time
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt

from parsers import Hints, parse
from parsers.reading import doc, programs, read
from parsers.reading.model import Paragraph, Reading, Table, Unreadable
from parsers.reading.ole import top_streams
from parsers.reading.sniff import media_type_of

DOCUMENTS = Path(__file__).parent / "documents" / "office"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
needs_libreoffice = pytest.mark.skipif(
    programs.OFFICE.path() is None, reason=programs.OFFICE.advice()
)


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


# --- spreadsheets: what is a table, what is text -----------------


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


def test_titles_tables_and_text_of_one_sheet() -> None:
    reading = read(saved(report_sheet()))
    assert reading.media_type == media_type_of(saved(report_sheet()))
    assert reading.extractor == "xlsx"
    assert reading.notes == ()
    table_2, table_4 = reading.tables()
    assert [b.text if isinstance(b, Paragraph) else "table" for b in reading.blocks] == [
        "江州市2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "table",
        "本表由法制科填报。",
        "四、行政复议、行政诉讼情况",
        "table",
        "江州市人民政府",
        "2024年1月12日",
    ]
    assert table_2.exact
    assert table_4.exact
    assert cells(table_2) == [
        [("第二十条第（一）项", 0, 4, 1)],
        [
            ("信息内容", 0, 1, 1),
            ("本年制发件数", 1, 1, 1),
            ("本年废止件数", 2, 1, 1),
            ("现行有效件数", 3, 1, 1),
        ],
        [("规章", 0, 1, 1), ("2", 1, 1, 1), ("", 2, 1, 1), ("12", 3, 1, 1)],
        [("行政规范性文件", 0, 1, 1), ("50", 1, 1, 1), ("/", 2, 1, 1), ("420", 3, 1, 1)],
    ]
    assert cells(table_4)[0] == [("行政复议", 0, 2, 1), ("行政诉讼", 2, 2, 1)]
    assert texts(table_4)[1:] == [["结果维持", "总计", "结果维持", "总计"], ["1", "1", "0", "0"]]


def test_cells_merged_downwards_and_a_table_that_begins_in_another_column() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet["C4"], sheet["E4"] = "三、本年度办理结果", 1
    sheet["D4"], sheet["D5"], sheet["D6"], sheet["E6"] = "（一）予以公开", "（二）", "（三）", 3
    sheet.merge_cells("C4:C6")
    assert cells(only_table(saved(workbook))) == [
        [("三、本年度办理结果", 0, 1, 3), ("（一）予以公开", 1, 1, 1), ("1", 2, 1, 1)],
        [("（二）", 1, 1, 1), ("", 2, 1, 1)],
        [("（三）", 1, 1, 1), ("3", 2, 1, 1)],
    ]


def test_text_under_a_merged_cell_is_noted() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>"
    merged = '<mergeCells><mergeCell ref="A1:A2"/></mergeCells>'
    reading = read(xlsx_of(rows, after=merged))
    (table,) = reading.tables()
    assert cells(table) == [[("1", 0, 1, 2), ("2", 1, 1, 1)], [("4", 1, 1, 1)]]
    assert reading.notes == ("text in a cell covered by a merged one: 3",)


def test_an_empty_row_of_values_is_kept_where_lines_are_ruled_around_it() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["结果维持", "结果纠正", "总计"])
    line = openpyxl.styles.Side(style="thin")
    for row in range(2, 400):
        for column in (1, 2, 3):
            sheet.cell(row, column).border = openpyxl.styles.Border(top=line, bottom=line)
    assert texts(only_table(saved(workbook))) == [["结果维持", "结果纠正", "总计"], ["", "", ""]]


def ods_of(tables: str, styles: str = "") -> bytes:
    """An OpenDocument spreadsheet, written by hand."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = {"office": "office", "table": "table", "text": "text", "style": "style"}
    spaces["fo"] = "xsl-fo-compatible"
    declared = " ".join(f'xmlns:{k}="{names}:{v}:1.0"' for k, v in spaces.items())
    content = (
        f"<office:document-content {declared}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return written.getvalue()


def test_an_opendocument_spreadsheet() -> None:
    """Spans, repeated cells, hidden rows and columns, and a raised mark beside a number."""
    styles = (
        '<style:style style:name="t" style:family="table"><style:table-properties'
        ' table:display="false"/></style:style><style:style style:name="up" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
        '<style:style style:name="r"><style:table-cell-properties fo:border="0.5pt solid #000"/>'
        "</style:style>"
    )

    def row(*cells: str, more: str = "") -> str:
        return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"

    def cell(text: str, more: str = "", tag: str = "table-cell") -> str:
        inner = "".join(f"<text:p>{line}</text:p>" for line in text.split("|")) if text else ""
        return f"<table:{tag} {more}>{inner}</table:{tag}>"

    two = 'table:number-columns-spanned="2"'
    hidden = 'table:visibility="collapse"'
    sheet = (
        f"<table:table-column/><table:table-column {hidden}/><table:table-column/>"
        '<table:table-column table:number-columns-repeated="2"/>'
        + row(cell("江州市水利局2023年政府信息公开工作年度报告"))
        + row(cell("", 'table:number-columns-repeated="1024"'))
        + row(
            cell("项目", two),
            cell("", tag="covered-table-cell"),
            cell("本年|制发"),
            cell("0", 'table:number-columns-repeated="2"'),
        )
        + row(cell("草稿"), cell("7"), cell("8"), cell("9"), more=hidden)
        + row(
            cell("规章"),
            cell("7"),
            cell('12<text:span text:style-name="up">1</text:span>'),
            cell("", 'table:style-name="r"'),
            cell("1<office:annotation><text:p>批注 5</text:p></office:annotation>"),
        )
        + row(
            cell("", 'table:number-columns-repeated="1024"'),
            more='table:number-rows-repeated="1048570"',
        )
    )
    other = row(cell("旧表"), cell("3"))
    data = ods_of(
        f'<table:table table:name="年报">{sheet}</table:table>'
        f'<table:table table:name="旧" table:style-name="t">{other}</table:table>',
        styles,
    )
    reading = read(data)
    assert reading.media_type == media_type_of(data)
    assert list(reading.paragraphs()) == ["江州市水利局2023年政府信息公开工作年度报告"]
    (table,) = reading.tables()
    assert texts(table) == [["项目", "本年制发", "0", "0"], ["规章", "12[1]", "", "1"]]
    assert set(reading.notes) == {
        "hidden sheet 旧 was left out",
        "sheet 年报: hidden rows were left out",
        "sheet 年报: hidden columns were left out",
    }


def test_an_opendocument_spreadsheet_beyond_all_bounds() -> None:
    cell = "<table:table-cell><text:p>1</text:p></table:table-cell>"
    rows = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    sheet = f'<table:table table:name="年报">{rows}</table:table>'
    assert refused(ods_of(sheet)) == "sheet 年报: more rows than any report has"
    assert refused(ods_of(sheet * 61)) == ".ods of 61 sheets: expected at most 60"
    wide = cell.replace("cell>", 'cell table:number-columns-repeated="99999999">', 1)
    (table,) = read(
        ods_of(f"<table:table><table:table-row>{wide}</table:table-row></table:table>")
    ).tables()
    assert table.width == 256


def test_parts_of_the_statistics_form_in_a_sheet_stay_in_their_table() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (
        ["统计指标", "单位", "统计数"],
        ["一、主动公开情况"],
        ["（一）主动公开政府信息数", "条", 12],
        ["二、回应解读情况"],
        ["（一）回应公众关注热点或重大舆情数", "次", 3],
    ):
        sheet.append(row)
    assert [row[0] for row in texts(only_table(saved(workbook)))] == [
        "统计指标",
        "一、主动公开情况",
        "（一）主动公开政府信息数",
        "二、回应解读情况",
        "（一）回应公众关注热点或重大舆情数",
    ]


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in (["项目", "旧值", "数量"], ["规章", 9, 1], ["隐藏", 9, 9], ["文件", 9, 2]):
        sheet.append(row)
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = workbook.create_sheet("草稿")
    other.append(["甲", 1])
    other.sheet_state = "hidden"
    reading = read(saved(workbook))
    (table,) = reading.tables()
    assert cells(table) == [
        [("项目", 0, 1, 1), ("数量", 1, 1, 1)],
        [("规章", 0, 1, 1), ("1", 1, 1, 1)],
        [("文件", 0, 1, 1), ("2", 1, 1, 1)],
    ]
    assert "hidden sheet 草稿 was left out" in reading.notes
    assert "sheet Sheet: hidden rows were left out" in reading.notes
    assert "sheet Sheet: hidden columns were left out" in reading.notes


# --- spreadsheets: numbers ---------------------------------------

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
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    assert texts(only_table(xlsx_of(rows, strings=strings))) == [["12[1]", "[34]35"]]
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


# --- spreadsheets: old ones --------------------------------------


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


def test_an_old_workbook() -> None:
    reading = read(old_workbook())
    assert reading.media_type == "application/vnd.ms-excel"
    assert reading.blocks[0] == Paragraph("江州市年度报告")
    (table,) = reading.tables()
    assert cells(table) == [
        [
            ("三、结果", 0, 1, 2),
            ("（一）年WordDocument", 1, 1, 1),
            ("1234.5", 2, 1, 1),
            ("12", 3, 1, 1),
        ],
        [("（二）部分公开", 1, 1, 1), ("0", 2, 1, 1), ("3", 3, 1, 1)],
    ]
    assert reading.notes == ("hidden sheet 草稿 was left out",)


def test_a_web_page_named_xls_is_a_web_page() -> None:
    page = "<html><body><table><tr><td>规章</td><td>2</td></tr></table></body></html>"
    assert read(page.encode()).media_type == "text/html"


# --- spreadsheets: hostile ---------------------------------------


def test_bombs_are_refused() -> None:
    blanks = xlsx_of("<row><c><v>1</v></c></row>" + " " * (5 * 2**20))
    assert "zip bomb" in refused(blanks)
    assert "DTD" in refused(
        xlsx_of("", more={"xl/styles.xml": '<!DOCTYPE x [<!ENTITY a "lol">]><x>&a;</x>'})
    )
    sheets = "".join(f'<sheet name="{n}" r:id="rId1"/>' for n in range(100))
    many = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    assert "100 sheets" in refused(xlsx_of("", more={"xl/workbook.xml": many}))


def test_sheets_beyond_all_bounds_cost_little() -> None:
    """Merged cells over everything, text in the last column, countless empty cells."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 3000))
    whole = '<mergeCell ref="A1:XFD1048576"/>' * 2000
    started = time.monotonic()
    assert "merged cells" in refused(xlsx_of(rows, after=f"<mergeCells>{whole}</mergeCells>"))
    far = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="XFD1"><v>3</v></c></row>'
    reading = read(xlsx_of(far + '<row r="1048576"><c r="A1048576"><v>4</v></c></row>'))
    assert [texts(table) for table in reading.tables()] == [[["1", "2"]]]
    assert list(reading.paragraphs()) == ["4"]
    assert reading.notes == ("text right of column 256 was left out",)
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="7"/></row>' for n in range(2, 40_000))
    first = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    assert texts(only_table(xlsx_of(first + empty))) == [["1", "2"]]
    full = "".join(
        f'<row r="{n}">' + "".join(f"<c><v>{c}</v></c>" for c in range(20)) + "</row>"
        for n in range(1, 11_000)
    )
    assert "more than 200000 cells" in refused(xlsx_of(full))
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('<row><c t="s"><v>3</v></c></row>', "no string 3 of 0"),
        ("<row><c><v>12x</v></c></row>", "no number"),
        ('<row r="5"/><row r="5"><c><v>1</v></c></row>', "row 5 follows row 5"),
        ('<row r="99999999999999999999"><c><v>1</v></c></row>', "follows"),
        ("<row><c><v>1</v></row>", "no valid XML"),
    ],
)
def test_damaged_sheets_say_why(rows: str, reason: str) -> None:
    assert reason in refused(xlsx_of(rows))


def test_what_is_no_workbook_says_why() -> None:
    data = saved(report_sheet())
    assert "damaged .xlsx" in refused(data[: len(data) // 2] + b"xl/workbook.xml")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    assert "password" in refused(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "damaged or encrypted .xls" in refused(ole + "Workbook".encode("utf-16-le"))
    assert "xlsb" in refused(
        xlsx_of("", more={"xl/workbook.bin": b"1"}).replace(b"xl/workbook.xml", b"xl/workbook.xm_")
    )


def test_flipped_bytes_of_workbooks_never_raise_anything_else() -> None:
    for data, step in ((old_workbook(), 61), (saved(report_sheet()), 131)):
        for position in range(0, len(data), step):
            hurt = bytearray(data)
            hurt[position] ^= 0xFF
            try:
                assert isinstance(read(bytes(hurt)), Reading)
            except Unreadable as error:
                assert str(error)


def test_ole_sectors_that_run_in_circles() -> None:
    data = old_workbook()
    assert "Workbook" in top_streams(data)
    fat = (int.from_bytes(data[76:80], "little") + 1) * 512
    first_directory = int.from_bytes(data[48:52], "little")
    for sector in (0, 1, first_directory):
        circle = bytearray(data)
        circle[fat + 4 * sector : fat + 4 * sector + 4] = sector.to_bytes(4, "little")
        started = time.monotonic()
        assert "Workbook" in top_streams(bytes(circle))
        try:
            read(bytes(circle))
        except Unreadable as error:
            assert "damaged" in str(error)
        assert time.monotonic() - started < 20


# --- old Word documents ------------------------------------------


def truth(name: str) -> dict[tuple[str, str, str], tuple[str, str | None]]:
    lines = (DOCUMENTS / f"{name}.tsv").read_text("utf-8").splitlines()
    split = (line.split("\t") for line in lines)
    return {(t, row, column): (state, value or None) for t, row, column, state, value in split}


@needs_libreoffice
@pytest.mark.parametrize(
    ("name", "year", "agency"),
    [("2019", 2020, "360429:财政局"), ("2021", 2023, "360429:人民政府")],
)
def test_a_report_as_doc_is_read_to_the_cell(name: str, year: int, agency: str) -> None:
    record = parse((DOCUMENTS / f"{name}.doc").read_bytes(), Hints())
    assert {(c.table, c.row, c.column): (c.state, c.value) for c in record.cells} == truth(name)
    assert (record.status, record.year, record.template) == ("verified", year, name)
    assert (record.media_type, record.extractor) == ("application/msword", "libreoffice")
    assert record.agency is not None
    assert record.agency.agency_id == agency


@needs_libreoffice
def test_rtf_with_a_table() -> None:
    row = r"\trowd\cellx2000\cellx4000 \intbl {}\cell {}\cell\row "
    gbk = "".join(rf"\'{byte:02x}" for byte in "规章".encode("gbk"))
    data = r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
    data += row.format(gbk, "12") + row.format(gbk, "") + r"\pard 1\par}"
    reading = read(data.encode())
    assert reading.media_type == "application/rtf"
    (table,) = reading.tables()
    assert texts(table) == [["规章", "12"], ["规章", ""]]


def linked_document(address: str, file: str) -> bytes:
    """An OpenDocument text with a picture on a server and a section from a local file."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0" xmlns:text="{names}:text:1.0"'
        f' xmlns:draw="{names}:drawing:1.0" xmlns:svg="{names}:svg-compatible:1.0"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>正文'
        '<draw:frame text:anchor-type="as-char" svg:width="5cm" svg:height="5cm"><draw:image'
        f' xlink:href="http://{address}/a.png" xlink:type="simple"/></draw:frame></text:p>'
        f'<text:section text:name="a"><text:section-source xlink:href="{file}"'
        ' xlink:type="simple"/><text:p>旧文</text:p></text:section>'
        "</office:text></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.text"
    manifest = f'<m:manifest xmlns:m="{names}:manifest:1.0"><m:file-entry m:full-path="/" '
    manifest += f'm:media-type="{mimetype}"/><m:file-entry m:full-path="content.xml" '
    manifest += 'm:media-type="text/xml"/></m:manifest>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return written.getvalue()


@needs_libreoffice
def test_links_of_a_document_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                asked.append(connection.recv(100))
                connection.close()

        threading.Thread(target=answer, daemon=True).start()
        reading = read(linked_document(f"{host}:{port}", secret.as_uri()))
    assert list(reading.paragraphs()) == ["正文", "旧文"]
    assert asked == []


def test_damage_is_told_before_a_program_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "run", None)  # calling it would fail the test
    data = bytearray((DOCUMENTS / "2019.doc").read_bytes())
    flags = top_streams(bytes(data))["WordDocument"] + 11
    data[flags] |= 0x01
    assert "encrypted" in refused(bytes(data))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    assert "WordDocument" in refused(ole + "WordDocument".encode("utf-16-le"))


@needs_libreoffice
def test_a_truncated_document_is_an_ordinary_outcome() -> None:
    data = (DOCUMENTS / "2019.doc").read_bytes()
    try:
        reading = read(data[:30_000])
    except Unreadable as error:
        assert str(error)
    else:
        assert reading.extractor == "libreoffice"


def only_program(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, script: str) -> None:
    """A path with that program alone, and what scripts need."""
    for needed in ("sh", "timeout", "sleep", "cat", "mkdir"):
        found = shutil.which(needed)
        if found:
            (folder / needed).symlink_to(found)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_without_programs_the_reason_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for data in ((DOCUMENTS / "2019.doc").read_bytes(), b"{\\rtf1 a}"):
        reason = refused(data)
        assert "LibreOffice" in reason
        assert "apt-get install --no-install-recommends libreoffice-writer" in reason


def test_a_converter_that_hangs_is_killed_with_all_that_it_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started = tmp_path / "started"
    script = f"sleep 60 & echo $! > {started}; ulimit -v >> {started}; wait"
    only_program(monkeypatch, tmp_path, "soffice", script)
    monkeypatch.setattr(doc, "TIMEOUT", 1.0)
    assert "did not end in 1 seconds" in refused((DOCUMENTS / "2019.doc").read_bytes())
    sleeper, memory = started.read_text().split()
    assert int(memory) <= programs.MEMORY // 1024
    for _ in range(50):
        if not is_running(int(sleeper)):
            return
        time.sleep(0.1)
    pytest.fail("what the converter started still runs")


def is_running(process: int) -> bool:
    """A zombie that nobody has waited for does not count."""
    status = Path(f"/proc/{process}/stat")
    if not status.exists():
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        return not Path("/proc").is_dir()
    return status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_converter_that_fails_gives_its_last_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    only_program(monkeypatch, tmp_path, "soffice", "echo source file could not be loaded >&2")
    assert "source file could not be loaded" in refused((DOCUMENTS / "2019.doc").read_bytes())


DOCBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE book PUBLIC "-//OASIS//DTD DocBook XML V4.1.2//EN"
\t"http://www.oasis-open.org/docbook/xml/4.1.2/docbookx.dtd">
<book><bookinfo><title>å¹´</title></bookinfo><chapter><title>å¹´</title><para>
二、主动公开政府信息情况
</para><para>
<informaltable><tgroup cols='2'><tbody>
<row><entry>
信息内容
</entry><entry>
本年处理
决定数量
</entry></row><row><entry>
行政许可
</entry><entry>
</entry></row></tbody></tgroup></informaltable>
</para></chapter></book>"""


def test_antiword_where_libreoffice_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "book.xml").write_text(DOCBOOK, "utf-8")
    only_program(monkeypatch, tmp_path, "antiword", f"cat {tmp_path / 'book.xml'}")
    reading = read((DOCUMENTS / "2019.doc").read_bytes())
    assert reading.extractor == "antiword"
    assert list(reading.paragraphs()) == ["二、主动公开政府信息情况"]
    (table,) = reading.tables()
    assert not table.exact
    assert texts(table) == [["信息内容", "本年处理决定数量"], ["行政许可", ""]]
    assert any("leaves rows of tables out" in note for note in reading.notes)


# --- web archives ------------------------------------------------

PAGE = "<html><head><meta charset=gb2312></head><body><p>二、主动公开</p>{}</body></html>".format(
    "<table><tr><td>规章</td><td>2</td></tr><tr><td>文件</td><td></td></tr></table>"
)


def archive_of(content_type: str, encoding: str, body: bytes) -> bytes:
    head = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----=_Next"\r\n\r\n'
        "This document is a Single File Web Page.\r\n\r\n------=_Next\r\n"
        f"Content-Location: file:///C:/1/a.htm\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f"Content-Type: {content_type}\r\n\r\n"
    )
    picture = "\r\n------=_Next\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n------=_Next--\r\n"
    return head.encode() + body + picture.encode("latin-1")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("base64", base64.encodebytes(PAGE.encode("gb2312"))),
        (
            "quoted-printable",
            "".join(
                chr(byte) if 32 <= byte < 127 and byte != 61 else f"={byte:02X}"
                for byte in PAGE.encode("gb2312")
            ).encode(),
        ),
        ("8bit", PAGE.encode("gb2312")),
    ],
)
def test_the_page_of_a_web_archive_is_read(encoding: str, body: bytes) -> None:
    reading = read(archive_of('text/html; charset="gb2312"', encoding, body))
    assert reading.media_type == "multipart/related"
    assert list(reading.paragraphs()) == ["二、主动公开"]
    (table,) = reading.tables()
    assert texts(table) == [["规章", "2"], ["文件", ""]]


def test_web_archives_without_a_page_or_beyond_all_bounds() -> None:
    assert "without a page" in refused(archive_of("text/plain", "8bit", b"a"))
    many = archive_of("text/html", "8bit", b"<html>") + b"\r\n------=_Next\r\n\r\na" * 2000
    assert "more than 500 parts" in refused(many)
    assert "without a page" in refused(archive_of("text/html", "8bit", b" "))
