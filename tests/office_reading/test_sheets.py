"""Spreadsheets: what is a table, what is text."""

from __future__ import annotations

import io
import zipfile

import openpyxl

from parsers.reading import read
from parsers.reading.model import Paragraph
from parsers.reading.sniff import media_type_of
from tests.office_reading.workbooks import (
    cells,
    only_table,
    refused,
    report_sheet,
    saved,
    texts,
    xlsx_of,
)


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
    hidden_zero = 'office:value-type="float" office:value="0"'  # by the format 0;-0;;@
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
        + row(cell("规范性文件"), cell("7"), cell("", hidden_zero), cell("2"), cell("3"))
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
    assert texts(table) == [
        ["项目", "本年制发", "0", "0"],
        ["规章", "12[1]", "", "1"],
        ["规范性文件", "0", "2", "3"],
    ]
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
