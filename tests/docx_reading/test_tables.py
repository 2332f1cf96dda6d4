"""Tables of Word documents: every cell in its place."""

from __future__ import annotations

import pytest

from parsers.reading import docx
from parsers.reading.model import Paragraph, Table, place_rows
from tests import report_forms
from tests.docx_reading.parts import (
    cells,
    only_table,
    p,
    package,
    report,
    tbl,
    tc,
    tr,
)


@pytest.mark.parametrize("year", [2019, 2021])
def test_every_cell_of_a_report_with_its_spans(year: int) -> None:
    reading = docx.read(report(year))
    disclosure = report_forms.disclosure_2021() if year == 2021 else report_forms.disclosure_2019()
    for table, rows in zip(
        reading.tables(),
        (disclosure, report_forms.applications(year), report_forms.proceedings()),
        strict=True,
    ):
        assert table.exact
        assert cells(table) == [
            [(c.text, c.column, c.colspan, c.rowspan) for c in row] for row in place_rows(rows)
        ]
    assert [type(block) for block in reading.blocks] == [Paragraph, Table] * 3
    assert reading.meta == {"title": "江州市年度报告"}
    assert reading.extractor == "docx"
    assert reading.notes == ()


def test_merged_cells_and_cells_left_out() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = only_table(
        tbl(
            tr(tc("三", restart), tc("甲", '<w:gridSpan w:val="2"/>'), tc("1")),
            tr(tc("", go_on), tc("乙", restart), tc("丙"), tc("2")),
            tr(tc("", '<w:vMerge w:val="continue"/>'), tc("", go_on), tc("丁"), tc("3")),
            tr(tc("4"), properties='<w:gridBefore w:val="3"/>'),
            tr(tc("四", restart), tc("戊"), tc("己"), tc("5")),
        )
    )
    assert cells(table) == [
        [("三", 0, 1, 3), ("甲", 1, 2, 1), ("1", 3, 1, 1)],
        [("乙", 1, 1, 2), ("丙", 2, 1, 1), ("2", 3, 1, 1)],
        [("丁", 2, 1, 1), ("3", 3, 1, 1)],
        [("4", 3, 1, 1)],
        [("四", 0, 1, 1), ("戊", 1, 1, 1), ("己", 2, 1, 1), ("5", 3, 1, 1)],
    ]


def test_text_under_a_merged_cell_is_noted() -> None:
    reading = docx.read(
        package(
            tbl(
                tr(tc("三", '<w:vMerge w:val="restart"/>'), tc("1")),
                tr(tc("旧", "<w:vMerge/>"), tc("2")),
            )
        )
    )
    assert reading.notes == ("text in a cell covered by a merged one: 旧",)


def test_of_many_notes_the_rest_is_counted() -> None:
    above = tr(tc("规章", '<w:vMerge w:val="restart"/>'), tc("1"))
    covered = (tr(tc(f"旧{n}", "<w:vMerge/>"), tc("2")) for n in range(25))
    notes = docx.read(package(tbl(above, *covered))).notes
    assert notes[0] == "text in a cell covered by a merged one: 旧0"
    assert notes[20:] == ("5 more notes of this kind",)


def test_cells_merged_the_older_way() -> None:
    table = only_table(
        tbl(
            tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("1")),
            tr(tc("乙"), tc("丙"), tc("2")),
        )
    )
    assert cells(table)[0] == [("甲", 0, 2, 1), ("1", 2, 1, 1)]


def test_lines_of_a_cell_and_numbers_cut_into_runs() -> None:
    cut = "<w:p><w:r><w:t>15</w:t></w:r><w:r><w:t>731</w:t></w:r><w:r><w:t>79</w:t></w:r></w:p>"
    broken = "<w:p><w:r><w:t>本年收费金额</w:t><w:br/><w:t>（单位：万元）</w:t></w:r></w:p>"
    table = only_table(
        tbl(
            tr(tc(cut), tc(p("三、") + p("本") + p("年"))),
            tr(tc(p("12") + p("34")), tc(broken)),
        )
    )
    assert [[c.text for c in row] for row in table.rows] == [
        ["1573179", "三、本年"],
        ["12 34", "本年收费金额（单位：万元）"],
    ]


def test_a_table_inside_a_cell() -> None:
    """Small ones are text of their cell; a frame of one cell is no table."""
    inner = tbl(tr(tc("内"), tc("1")))
    table = only_table(tbl(tr(tc("甲"), tc(p("前") + inner + p("后"))), tr(tc("乙"), tc("2"))))
    assert table.rows[0][1].text == "前 内 1后"
    lifted = docx.read(package(tbl(tr(tc(p("二、主动公开") + tbl(tr(tc("规章"), tc("2"))))))))
    assert lifted.blocks[0] == Paragraph("二、主动公开")
    assert isinstance(lifted.blocks[1], Table)
    assert [c.text for c in lifted.blocks[1].rows[0]] == ["规章", "2"]


def test_a_whole_table_inside_a_layout_cell_is_a_table() -> None:
    rows = [tr(*(tc(f"{row}{column}") for column in range(4))) for row in range(4)]
    reading = docx.read(package(tbl(tr(tc("栏目"), tc(p("三、申请") + tbl(*rows))))))
    outer, inner = reading.tables()
    assert [c.text for c in outer.rows[0]] == ["栏目", "三、申请"]
    assert [[c.text for c in row] for row in inner.rows][3] == ["30", "31", "32", "33"]


def test_rows_and_cells_in_content_controls_and_deleted_rows() -> None:
    table = only_table(
        tbl(
            f"<w:sdt><w:sdtContent>{tr(tc('甲'), tc('1'))}</w:sdtContent></w:sdt>",
            tr(tc("删"), tc("9"), properties="<w:del/>"),
            tr(tc("乙"), f"<w:sdt><w:sdtContent>{tc('2')}</w:sdtContent></w:sdt>"),
        )
    )
    assert [[c.text for c in row] for row in table.rows] == [["甲", "1"], ["乙", "2"]]
