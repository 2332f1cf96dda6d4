"""Ruled tables of PDFs, cell by cell."""

from __future__ import annotations

import pytest

from parsers import parse
from parsers.reading import pdf
from parsers.reading.model import place_rows
from tests import report_forms
from tests.pdf_reading.drawn import (
    DOCUMENTS,
    cells,
    report,
    texts,
)


def expected(rows: list[report_forms.Row]) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in place_rows(rows)]


@pytest.mark.parametrize(
    ("year", "disclosure"),
    [(2021, report_forms.disclosure_2021()), (2019, report_forms.disclosure_2019())],
)
def test_every_cell_of_a_report_with_its_spans(
    year: int, disclosure: list[report_forms.Row]
) -> None:
    reading = pdf.read(report(year))
    tables = list(reading.tables())
    assert all(table.exact for table in tables)
    assert cells(tables[0]) == expected(disclosure)
    assert cells(tables[-1]) == expected(report_forms.proceedings())
    # Table 3 stands on two pages: its rows in order, the columns where they were.
    assert len(tables) == 3
    rows = [[text for text, _, _ in row] for row in report_forms.applications(year)]
    assert texts(tables[1]) == rows


def test_values_stay_in_their_columns_where_cells_are_blank() -> None:
    rows = [row for table in pdf.read(report(2021)).tables() for row in table.rows]
    carried = next(row for row in rows if row[0].text.startswith("二、上年结转"))
    partial = next(row for row in rows if row[0].text.startswith("（二）部分公开"))
    assert [(c.text, c.column) for c in carried[1:4]] == [("201", 3), ("202", 4), ("", 5)]
    assert [(c.text, c.column) for c in partial[1:3]] == [("401", 3), ("/", 4)]


def test_paragraphs_headings_and_title_around_the_tables() -> None:
    reading = pdf.read(report(2021))
    assert list(reading.paragraphs()) == [
        "江州市人民政府2021年政府信息公开工作年度报告",
        "一、总体情况",
        "2021年，全市主动公开政府信息15643件，同比减少9.8%。" * 5,
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
    ]
    assert reading.meta == {"title": "江州市年度报告"}
    assert (reading.media_type, reading.extractor) == ("application/pdf", "pdf")
    assert reading.notes == ()


def test_a_table_laid_out_by_an_office_program() -> None:
    """Made from a Word table by LibreOffice, on three pages with repeated header rows."""
    reading = pdf.read((DOCUMENTS / "applications_libreoffice.pdf").read_bytes())
    rows = report_forms.applications(2019)
    (table,) = reading.tables()
    assert len(table.rows) == 3 + 9 + 9 + 5  # the headings count once
    assert cells(table)[:3] == expected(rows)[:3]
    assert [(c.text, c.column, c.colspan, c.rowspan) for c in table.rows[5]] == [
        ("三、本年度办理结果", 0, 1, 7),
        ("（一）予以公开", 1, 2, 1),
        *((str(301 + column), 3 + column, 1, 1) for column in range(7)),
    ]
    values = [[cell.text for cell in row][-7:] for row in table.rows[3:]]
    assert values == [[text for text, _, _ in row][-7:] for row in rows[3:]]
    assert list(reading.paragraphs()) == ["三、收到和处理政府信息公开申请情况"]


def test_a_sheet_printed_with_all_its_lines_by_an_office_program() -> None:
    """Title, headings and sentences stand in cells; where the page ends, the label of the rows
    三、本年度办理结果 is printed below the table and again on the next page."""
    record = parse((DOCUMENTS / "sheet_libreoffice.pdf").read_bytes())
    assert record.status == "verified"
    assert [section.number for section in record.sections] == [1, 2, 3, 4, 5, 6]
    assert (record.year, record.agency and record.agency.name) == (2021, "渠县统计局")
    rows: dict[str, list[str]] = {}
    for cell in record.cells:
        rows.setdefault(cell.row, []).append(cell.value or cell.raw)
    assert rows["normative_documents"] == ["35", "1", "8"]
    assert rows["unavailable_not_held"] == ["1", "3", "0", "0", "/", "0", "4"]
    assert rows["total"] == ["10", "12", "1", "0", "0", "0", "23"]
    assert rows["carried_out"] == ["5", "0", "1", "0", "0", "0", "6"]
    assert rows["litigation_direct"] == ["1", "0", "2", "0", "3"]
