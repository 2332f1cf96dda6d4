"""Tables as editors, converters and agencies leave them: a wrong cell is never stored.

Each case takes the form of 2021 with dense numbers, damages its printed rows in one way, and
compares what is stored with what the damaged document still prints.
"""

from __future__ import annotations

import pytest

from parsers import Record
from tests.damaged_form import (
    APPLICANTS,
    CHANNELS,
    DISCLOSURES,
    FEW,
    HEADINGS,
    RESULTS,
    ROWS,
    TRUTH,
    ZEROS,
    Grid,
    drawn,
    page,
    read,
    row_of,
    running_text,
    stored,
    tabbed_page,
    table_4,
    wrong,
)
from tests.sample.reports.grid import Printed

RESULT_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
# Table 4 as it is printed below: one channel struck out, and one sum in which order matters.
FOURTH = {
    "reconsideration": ("1", "0", "4", "2", "7"),
    "litigation_direct": ("—", "—", "—", "—", "—"),
    "litigation_after_reconsideration": ("0", "3", "0", "0", "3"),
}
TOLD_FOURTH = " ".join(value if value != "—" else "/" for row in FOURTH.values() for value in row)


def fourth_of(record: Record) -> str:
    """Table 4 as it is stored: / for a dash, _ for an empty cell, ? for one that nobody read."""
    marks = {"not_applicable": "/", "blank": "_"}
    cells = {
        (c.row, c.column): c.value or marks.get(c.state, "?")
        for c in record.cells
        if c.table == "proceedings"
    }
    return " ".join(cells[channel, result] for channel in CHANNELS for result in RESULTS)


def three_columns() -> list[Grid]:
    """A column for each channel, a row for each result."""
    rows = [[Printed(""), *(Printed(label) for label in CHANNELS.values())]]
    for number, label in enumerate(RESULT_LABELS):
        rows.append([Printed(label), *(Printed(FOURTH[channel][number]) for channel in CHANNELS)])
    return [rows]


def three_rows() -> list[Grid]:
    """A row for each channel."""
    rows = [[Printed("类型"), *(Printed(label) for label in RESULT_LABELS)]]
    for channel, label in CHANNELS.items():
        rows.append([Printed(label), *(Printed(value) for value in FOURTH[channel])])
    return [rows]


def two_tables() -> list[Grid]:
    """行政复议 and 行政诉讼 apart."""
    first, *others = CHANNELS
    return [
        [
            [Printed(CHANNELS[first], 5)],
            [Printed(label) for label in RESULT_LABELS],
            [Printed(value) for value in FOURTH[first]],
        ],
        [
            [Printed("行政诉讼", 10)],
            [Printed(CHANNELS[channel], 5) for channel in others],
            [Printed(label) for _ in others for label in RESULT_LABELS],
            [Printed(value) for channel in others for value in FOURTH[channel]],
        ],
    ]


def one_below_another() -> list[Grid]:
    """A block of its own for each channel, in one table."""
    rows: Grid = []
    for channel, label in CHANNELS.items():
        rows.append([Printed(label, 5)])
        rows.append([Printed(text) for text in RESULT_LABELS])
        rows.append([Printed(value) for value in FOURTH[channel]])
    return [rows]


def header_on_the_page_before() -> list[Grid]:
    """The values alone on the next page."""
    grid = table_4()
    return [grid[:-1], [[Printed(value) for row in FOURTH.values() for value in row]]]


def headings_over_two_columns() -> list[Grid]:
    """行政复议 over the grid of the wider table below it."""
    first, second = two_tables()
    wide = [[Printed(c.text, 10 if c.colspan == 5 else 2) for c in row] for row in first]
    return [[*wide, *second]]


def headings_cut_by_a_page(at: int = 3) -> list[Grid]:
    """The last characters of the headings of lawsuits on the next page, over the values."""
    cut = [Printed(label[:at]) for _ in range(2) for label in RESULT_LABELS]
    rest = [*[Printed("")] * 5, *(Printed(label[at:]) for _ in range(2) for label in RESULT_LABELS)]
    above = [Printed("行政复议", 5), Printed("行政诉讼", 10)]
    channels = [
        *(Printed(label, 1, 2) for label in RESULT_LABELS),
        Printed("未经复议直接起诉", 5),
        Printed("复议后起诉", 5),
    ]
    values = [Printed(value) for row in FOURTH.values() for value in row]
    return [[above, channels, cut, rest, values]]


def heading_in_a_line_of_its_own() -> list[Grid]:
    """The heading of one result below the others, among cells without text."""
    others = [Printed("" if label == "尚未审结" else label) for label in RESULT_LABELS * 3]
    below = [Printed(label if label == "尚未审结" else "") for label in RESULT_LABELS * 3]
    values = [Printed(value) for row in FOURTH.values() for value in row]
    return [[[Printed(label, 5) for label in CHANNELS.values()], others, below, values]]


FOURTH_LAYOUTS = {
    "headings cut behind their first character": lambda: headings_cut_by_a_page(1),
    "heading in a line of its own": heading_in_a_line_of_its_own,
    "headings cut by a page": headings_cut_by_a_page,
    "three columns": three_columns,
    "three rows": three_rows,
    "two tables": two_tables,
    "blocks one below another": one_below_another,
    "header on the page before": header_on_the_page_before,
    "headings over two columns": headings_over_two_columns,
}


def fourth_in_text(printed: str, between: str = " ") -> bytes:
    """The report in running text, or in lines, with table 4 as given."""
    text = running_text({}).decode().replace(" 五、存在", f" {printed} 五、存在")
    for heading in ("一、总体", "二、主动", "三、收到", "四、政府", "五、存在", "六、其他需要"):
        text = text.replace(f" {heading}", f"{between}{heading}")
    return text.replace("诉讼情况 ", f"诉讼情况{between}").encode()


@pytest.mark.parametrize("name", FOURTH_LAYOUTS)
def test_table_4_in_other_layouts(name: str) -> None:
    grids = FOURTH_LAYOUTS[name]()
    record = read(page(fourth="<p></p>".join(map(drawn, grids))))
    assert fourth_of(record) == TOLD_FOURTH
    assert record.status == "verified"


@pytest.mark.parametrize("name", ["three columns", "three rows", "two tables"])
def test_table_4_in_other_layouts_with_tabs(name: str) -> None:
    rows = [row for grid in FOURTH_LAYOUTS[name]() for row in grid]
    lines = ("\t".join("\t".join([c.text, *[""] * (c.colspan - 1)]) for c in row) for row in rows)
    record = read(fourth_in_text("\n".join(lines), "\n"))
    assert fourth_of(record) == TOLD_FOURTH


@pytest.mark.parametrize("name", ["three columns", "three rows", "two tables"])
def test_table_4_in_other_layouts_in_running_text(name: str) -> None:
    cells = [cell for grid in FOURTH_LAYOUTS[name]() for row in grid for cell in row]
    record = read(fourth_in_text(" ".join(cell.text for cell in cells if cell.text)))
    assert fourth_of(record) == TOLD_FOURTH


IN_ORDER = " ".join(RESULT_LABELS)
THREE_TIMES = f"行政复议 行政诉讼 {IN_ORDER} 未经复议直接起诉 复议后起诉 {IN_ORDER} {IN_ORDER}"
# Headings that do not show the order of fifteen values, or values that are not those fifteen.
UNPROVED_FOURTH = {
    "results once": (
        f"行政复议 未经复议直接起诉 复议后起诉 {IN_ORDER}",
        "1 0 4 2 7 0 0 0 0 0 0 3 0 0 3",
    ),
    "lawsuits first": (
        f"行政诉讼 行政复议 未经复议直接起诉 复议后起诉 {IN_ORDER} {IN_ORDER} {IN_ORDER}",
        "0 0 0 0 0 0 3 0 0 3 1 0 4 2 7",
    ),
    "results in another order": (
        THREE_TIMES.replace("结果维持 结果纠正", "结果纠正 结果维持"),
        "1 0 4 2 7 0 0 0 0 0 0 3 0 0 3",
    ),
    # 105, 224 and 302 broken over lines beside three empty cells
    "numbers in pieces": (THREE_TIMES, "0 96 9 10 5 72 6 22 4 30 2 3 0 0 3"),
    "one number in pieces": (THREE_TIMES, "0 96 9 10 5 0 0 0 0 0 0 3 0 0 3"),
}


@pytest.mark.parametrize("name", UNPROVED_FOURTH)
def test_fifteen_values_prove_nothing_of_their_order(name: str) -> None:
    headings, values = UNPROVED_FOURTH[name]
    record = read(fourth_in_text(f"{headings} {values}"))
    told = fourth_of(record).split()
    assert told[:5] == ["?"] * 5
    assert record.status == "incomplete"


def test_lawsuits_before_reviews_in_text_with_tabs() -> None:
    lines = [
        ["行政诉讼", *[""] * 9, "行政复议", *[""] * 4],
        ["未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 9],
        list(RESULT_LABELS) * 3,
        "0 0 0 0 0 0 3 0 0 3 1 0 4 2 7".split(),
    ]
    record = read(fourth_in_text("\n".join("\t".join(line) for line in lines), "\n"))
    assert fourth_of(record) in (TOLD_FOURTH.replace("/", "0"), " ".join("?" * 15))


def test_marks_run_together_are_taken_apart() -> None:
    """Between Chinese characters no space is left of a row of 无."""
    values = "0 0 0 0 0 无无无无无 0 3 0 0 3"
    record = read(fourth_in_text(f"{THREE_TIMES} {values}"))
    assert fourth_of(record) == "0 0 0 0 0 / / / / / 0 3 0 0 3"


def test_a_sum_and_the_next_rows_number_run_together() -> None:
    text = running_text({"denied_by_law": "0 0 0 0 0 0 0"}).decode()
    glued = text.replace("0 3.危及", "03.危及").replace("2 （二）部分", "2（二）部分")
    assert glued.count("03.危及") == 1
    record = read(glued.encode())
    assert row_of(record, "denied_by_law") == ZEROS
    assert row_of(record, "granted") == FEW["granted"]
    assert record.identity_failures == ()


def test_a_part_against_two_right_sums_is_no_mistake_of_the_agency() -> None:
    """A zero lost and a number got in: no sum of the agency's is wrong but for this number."""
    record = read(running_text({"partial": "0 0 3 0 0 0 0"}))
    assert row_of(record, "partial") == "0 0 ? 0 0 0 0"
    assert row_of(record, "granted") == FEW["granted"]
    assert record.status == "incomplete"


def test_changes_with_a_sign_tell_rows_from_columns() -> None:
    second = (
        "信息内容 行政许可 其他对外管理服务事项 信息内容 行政处罚 行政强制"
        " 第二十条第（五）项 上一年项目数量 本年增/减 处理决定数量 43 90 +1 -2 175 363"
        " 第二十条第（六）项 上一年项目数量 本年增/减 处理决定数量 8 +5 31 6 减2 12"
    )
    text = (
        running_text({}).decode().replace("主动公开政府信息情况", f"主动公开政府信息情况 {second}")
    )
    cells = {(c.row, c.column): c.value for c in read(text.encode()).cells}
    columns = ("items_last_year", "items_change", "decisions")
    rows = ("licences", "other_services", "penalties", "coercive_measures")
    told = [" ".join(cells[row, column] or "?" for column in columns) for row in rows]
    assert told == ["43 1 175", "90 -2 363", "8 5 31", "6 -2 12"]


@pytest.mark.parametrize("values", ["0|12 5|4|0|0|0|21", "|125|4|0|0|0|21", "0|0|4|0|0||1750021"])
def test_a_number_in_its_neighbours_cell_leaves_no_blank(values: str) -> None:
    """Columns of spaces: one cell holds two numbers, and the cell beside it none."""
    cells = values.replace("0|12 5|4", "|12 5|4").split("|")
    rows = [["（勾稽关系略）", "", "申请人情况", *[""] * 7], ["", "", *HEADINGS, ""]]
    for row, label in ROWS.items():
        printed = [TRUTH["applications", row, column] for column in APPLICANTS]
        rows.append([label, *(cells if row == "partial" else printed)])
    record = read(tabbed_page(rows))
    told = {c.column: c.state for c in record.cells if c.row == "partial"}
    assert "blank" not in told.values()
    assert record.status == "incomplete"


def test_table_2_in_running_text_without_its_articles() -> None:
    text = (
        "湖口县教育局2023年政府信息公开工作年度报告 一、总体情况 无。 二、主动公开政府信息情况 "
        "信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0 0 0 行政规范性文件 7 1 17 "
        "信息内容 本年处理决定数量 行政许可 1110 信息内容 本年处理决定数量 行政处罚 139 "
        "行政强制 29 信息内容 本年收费金额（单位：万元） 行政事业性收费 28600.64 "
        "三、收到和处理政府信息公开申请情况 无。 四、政府信息公开行政复议、行政诉讼情况 无。 "
        "五、存在的主要问题及改进情况 无。 六、其他需要报告的事项 无。"
    )
    record = read(text.encode())
    printed = {key[1:]: value for key, value in stored(record).items() if key[0] == "disclosures"}
    assert printed == DISCLOSURES


def test_a_number_behind_zeros_is_a_sum_or_its_last_part() -> None:
    """Of seven values one is not printed: 0 0 0 0 0 3 is 3 of 其他, or the sum of another 3."""
    record = read(running_text({"denied_process": "0 0 0 0 0 3"}))
    assert {c.value for c in record.cells if c.row == "denied_process"} == {None}


def test_channels_named_in_lines_above_their_tables() -> None:
    """As sheets and some pages print table 4: 行政复议 and 行政诉讼 stand above a table each."""
    reviews, lawsuits = two_tables()
    parts = (
        f"<p>（一）行政复议</p>{drawn(reviews[1:])}",
        f"<p>（二）行政诉讼</p>{drawn(lawsuits[1:])}",
    )
    record = read(page(fourth="".join(parts)))
    assert record.status == "verified"
    assert fourth_of(record) == TOLD_FOURTH


@pytest.mark.parametrize("printed", ["O", "l", "见附件"])
@pytest.mark.parametrize("row", ["granted", "carried_out"])
def test_letters_in_the_place_of_a_sum_are_no_remark_behind_it(printed: str, row: str) -> None:
    """The label covers three columns, its empty cells stand before six zeros: none of them is the
    first applicant's empty value."""
    grid = [["（勾稽关系略）申请人情况", "", "", *HEADINGS]]
    for name, label in ROWS.items():
        zeros = ["0"] * len(APPLICANTS)
        grid.append([label, "", "", *(zeros[:-1] if name == row else zeros)])
        if name == row:
            grid[-1].append(printed)
    rows = "".join(f"<tr>{''.join(f'<td>{t}</td>' for t in cells)}</tr>" for cells in grid)
    for data in (tabbed_page(grid), page(third=f"<table>{rows}</table>")):
        told = {(c.row, c.state) for c in read(data).cells if c.table == "applications"}
        assert {name for name, state in told if state != "number"} == {row}
        assert (row, "blank") not in told


def test_a_unit_in_brackets_behind_a_number_is_no_part_of_it() -> None:
    """A remark is: nobody knows what it takes from the number."""
    cells = dict(TRUTH)
    place, other = (
        ("proceedings", "reconsideration", "upheld"),
        ("proceedings", "reconsideration", "total"),
    )
    cells[place] += "（件）"
    cells[other] += "（件）"
    record = read(page(fourth=drawn(table_4(cells))))
    assert not wrong(record)
    assert record.status == "verified"
    cells[place] = TRUTH[place] + "（含上年）"
    record = read(page(fourth=drawn(table_4(cells))))
    assert place not in stored(record)
    assert record.status == "incomplete"
