"""Labels and headings of the tables that say in other words what the form's say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.damaged_form import (
    ROWS,
    TRUTH,
    Cells,
    Grid,
    drawn,
    page,
    read,
    stored,
    table_2,
    table_3,
    wrong,
)
from tests.sample.reports.grid import Printed

BEHIND_GROUPS = {
    "granted": "三、本年度办理结果（一）予以公开",
    "denied_by_law": "（三）不予公开：2.其他法律行政法规禁止公开",
    "other_uncorrected": "（六）其他处理" + ROWS["other_uncorrected"],
    "other_unpaid": "（六）其他处理：" + ROWS["other_unpaid"],
    "other_other": "（六）其他处理：3.其他",
    "total": "三、本年度办理结果（七）总计",
}
IN_CIRCLES = {"denied_state_secret": "①属于国家秘密", "other_other": "③其他"}
EXPLAINED = {
    "received": "一、本年新收政府信息公开申请数量（件）",
    "other_other": "3.其他（申请人撤回的申请）",
    "total": "（七）总计（单位：件）",
}


def labelled(labels: dict[str, str]) -> Grid:
    heading, *rows = table_3()
    named = zip(ROWS, rows, strict=True)
    return [
        heading,
        *([replace(row[0], text=labels.get(name, row[0].text)), *row[1:]] for name, row in named),
    ]


@pytest.mark.parametrize("labels", [BEHIND_GROUPS, IN_CIRCLES, EXPLAINED])
def test_labels_of_table_3(labels: dict[str, str]) -> None:
    record = read(page(third=drawn(labelled(labels))))
    assert stored(record) == TRUTH
    assert (record.status, record.template) == ("verified", "2021")


@pytest.mark.parametrize(
    "headings",
    [
        ("2023年制发件数", "2023年废止件数", "现行有效件数（历史累计）"),
        ("本年度制发件数（件）", "本年度废止件数（件）", "现行有效数"),
        ("当年制发数量", "当年废止数量", "现行有效总数"),
    ],
)
def test_headings_of_table_2(headings: tuple[str, ...]) -> None:
    grid = table_2()
    grid[1] = [grid[1][0], *map(Printed, headings)]
    record = read(page(second=drawn(grid)))
    assert stored(record) == TRUTH
    assert record.status == "verified"


def test_headings_of_two_years_name_no_column_twice() -> None:
    """2022年制发件数 beside 2023年制发件数: nothing tells which of them the report is about."""
    grid = table_2()
    grid[1] = [grid[1][0], *map(Printed, ("2022年制发件数", "2023年制发件数", "现行有效件数"))]
    record = read(page(second=drawn(grid)))
    assert {c.value for c in record.cells if c.row == "normative_documents"} == {None}
    assert record.status == "incomplete"


ITEMS_2019 = ("licences", "other_services", "penalties", "coercive_measures")
LABELS_2019 = ("行政许可", "其他对外管理服务事项", "行政处罚", "行政强制")
COLUMNS_2019 = ("items_last_year", "items_change", "decisions")


@pytest.mark.parametrize(
    "headings",
    [
        ("上一年度项目数量", "本年增/减", "处理决定数量"),
        ("上年项目数", "本年度增（减）", "本年处理决定数量"),
    ],
)
def test_items_under_three_headings_are_of_the_form_of_2019(headings: tuple[str, ...]) -> None:
    """Also where the last heading is worded as in the form of 2021, which has it alone."""
    truth: Cells = {}
    above = [[Printed("第二十条第（一）项", 4)], [Printed("信息内容"), *map(Printed, headings)]]
    above[0] = [Printed("第二十条第（五）项", 4)]
    for number, (item, label) in enumerate(zip(ITEMS_2019, LABELS_2019, strict=True), start=1):
        values = (str(10 * number), f"-{number}", str(100 * number))
        truth |= {("disclosures", item, c): v for c, v in zip(COLUMNS_2019, values, strict=True)}
        above.append([Printed(label), *map(Printed, values)])
    record = read(page(second=drawn(above)).replace("2023年".encode(), "2020年".encode()))
    kept = {p: v for p, v in stored(record).items() if p[0] == "disclosures"}
    assert kept == truth
    assert record.disclosure_template == "2019"


def test_sums_before_the_numbers_that_they_add_up() -> None:
    """No heading tells the columns, and the sums that 总计 is the first of them."""
    moved = [[row[0], row[-1], *row[1:-1]] for row in table_3()[1:]]
    record = read(page(third=drawn(moved)))
    assert wrong(record) == {}
    assert record.status == "incomplete"
