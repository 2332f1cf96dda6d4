"""Labels and headings of the tables that say in other words what the form's say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.damaged_form import (
    DISCLOSURES,
    FEW,
    HEADINGS,
    ROWS,
    TRUTH,
    Cells,
    Grid,
    drawn,
    page,
    read,
    row_of,
    running_text,
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


@pytest.mark.parametrize("legal_persons", ["法人和其他组织", "法人及其他组织", "法人或者其他组织"])
def test_the_heading_over_legal_persons_hides_no_heading_in_running_text(
    legal_persons: str,
) -> None:
    own = f"自然人 {legal_persons} 总计 {' '.join(HEADINGS[1:-1])}"
    text = running_text({}).decode().replace(" ".join(HEADINGS), own)
    record = read(text.encode())
    applications = [c for c in record.cells if c.table == "applications"]
    assert {c.state for c in applications} == {"number"}
    assert row_of(record, "received") == FEW["received"]


def test_table_2_in_running_text_with_units_and_full_width_digits() -> None:
    text = (
        "湖口县教育局2023年政府信息公开工作年度报告 一、总体情况 本报告为示例数据。"
        " 二、主动公开政府信息情况 第二十条第（一）项 信息内容 本年制发件数 本年废止件数"
        " 现行有效件数 规章 0件 0件 0件 行政规范性文件 ７件 １件 １，２１７件"
        " 第二十条第（五）项 信息内容 本年处理决定数量 行政许可 1110件"
        " 第二十条第（六）项 信息内容 本年处理决定数量 行政处罚 139件 行政强制 29件"
        " 第二十条第（八）项 信息内容 本年收费金额（单位：万元） 行政事业性收费 ２８６００．６４"
        " 三、收到和处理政府信息公开申请情况 四、政府信息公开行政复议、行政诉讼情况"
        " 五、存在的主要问题及改进情况 无。 六、其他需要报告的事项 无。"
    )
    record = read(text.encode())
    kept = {place[1:]: value for place, value in stored(record).items()}
    assert kept == DISCLOSURES | {("normative_documents", "in_force"): "1217"}


def test_a_decimal_is_no_number_of_documents_in_running_text() -> None:
    text = running_text({}).decode()
    printed = "第二十条第（五）项 信息内容 本年处理决定数量 行政许可 11.5 行政处罚 139"
    record = read(text.replace("三、收到", f"现行有效件数 {printed} 三、收到").encode())
    assert row_of(record, "licences", "disclosures") == "?"
