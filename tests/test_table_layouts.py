"""Tables in layouts of their own and with rows cut or swapped: read whole, or left open.

Each case compares what is stored with what the damaged document still prints.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from parsers import parse
from tests.damaged_form import (
    APPLICANTS,
    CHANNELS,
    RESULTS,
    ROWS,
    TRUTH,
    Grid,
    drawn,
    numbers,
    page,
    read,
    stored,
    tabbed_page,
    table_2,
    table_3,
    table_4,
    wrong,
)
from tests.sample.reports.grid import Printed


def test_undamaged_it_is_verified() -> None:
    record = read(page())
    assert stored(record) == TRUTH
    assert record.status == "verified"


def swapped_columns(first: int, second: int, *, rename: dict[str, str] | None = None) -> Grid:
    grid = table_3()
    for row in grid:
        row[first + 1], row[second + 1] = row[second + 1], row[first + 1]
    names = rename or {}
    grid[0] = [replace(cell, text=names.get(cell.text, cell.text)) for cell in grid[0]]
    return grid


def with_column(at: int, heading: str, value: str) -> Grid:
    return [
        [*row[:at], Printed(heading if i == 0 else value), *row[at:]]
        for i, row in enumerate(table_3())
    ]


def with_rows_swapped(first: int, second: int) -> Grid:
    grid = table_3()
    grid[first], grid[second] = grid[second], grid[first]
    return grid


READ_WHOLE: dict[str, Callable[[], bytes]] = {
    "a column of remarks": lambda: page(third=drawn(with_column(8, "备注", "无"))),
    "a column of other numbers": lambda: page(third=drawn(with_column(8, "上年总计", "7"))),
    "a column of row codes": lambda: page(third=drawn(with_column(1, "行次", "3"))),
    "applicants in another order": lambda: page(third=drawn(swapped_columns(1, 2))),
    "the total first, in other words": lambda: page(
        third=drawn(swapped_columns(0, 6, rename={"总计": "共计"}))
    ),
    "rows in another order": lambda: page(third=drawn(with_rows_swapped(7, 8))),
    "table 4 in three rows, results in another order": lambda: page(
        fourth=drawn(
            [
                [
                    Printed(t)
                    for t in ("类别", "结果纠正", "结果维持", "其他结果", "尚未审结", "总计")
                ],
                *(
                    [
                        Printed(label),
                        *(
                            Printed(TRUTH["proceedings", channel, column])
                            for column in ("corrected", "upheld", "other", "pending", "total")
                        ),
                    ]
                    for channel, label in CHANNELS.items()
                ),
            ]
        )
    ),
    "a label cut by a page behind its numbers": lambda: page(
        third=drawn(cut_label(9, "7.属", blank_rest=True))
    ),
    "a label of which a page leaves its number alone, beside a piece of its group's": lambda: page(
        third=drawn(number_alone())
    ),
    "its headings twice above it and once more within": lambda: page(
        third=drawn(headings_repeated())
    ),
    "a row of no height below table 4, as Word ends its tables": lambda: page(
        fourth=drawn(table_4()).replace(
            "</table>", f'<tr height="0">{"<td></td>" * 15}</tr></table>'
        )
    ),
    "the first value once more in the cell of a label that was merged": lambda: page(
        third=drawn(with_copies())
    ),
    "the same remark in rows below one another": lambda: page(
        third=drawn(with_column(8, "备注", "含网络申请"))
    ),
    "marks of notes behind labels": lambda: page(third=drawn(with_marks())),
    "table 4 with a channel before five rows": lambda: page(
        fourth=drawn(
            [
                [Printed("类别"), Printed("结果"), Printed("数量（件）")],
                *(
                    [
                        *([Printed(label, 1, 5)] if column == "upheld" else []),
                        Printed(heading),
                        Printed(TRUTH["proceedings", channel, column]),
                    ]
                    for channel, label in CHANNELS.items()
                    for column, heading in RESULT_HEADINGS.items()
                ),
            ]
        )
    ),
    "an empty row below the values of table 4": lambda: page(
        fourth=drawn([*table_4(), [Printed("") for _ in range(15)]])
    ),
    "the whole report in one table, as a sheet is saved": lambda: sheet_as_page(),
    "another table that counts penalties": lambda: page(
        second=drawn(table_2()) + drawn([[Printed("行政处罚"), Printed("777")]])
    ),
}


RESULT_HEADINGS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
    "total": "总计",
}


def with_marks() -> Grid:
    """Table 3 with marks that refer to notes behind headings and labels."""
    marks = ("①", "*", "[2]", "（注1）", "注3", "※", "²", " ②")
    grid = [
        [replace(row[0], text=row[0].text + marks[i % len(marks)]), *row[1:]]
        for i, row in enumerate(table_3())
    ]
    headings = [
        replace(cell, text=cell.text + mark) for cell, mark in zip(grid[0][1:], marks, strict=False)
    ]
    return [[grid[0][0], *headings], *grid[1:]]


def sheet_as_page() -> bytes:
    """Title, headings and tables in the rows of one table of 15 columns, as spreadsheets save."""

    def line(text: str) -> list[Printed]:
        return [Printed(text, 8), *(Printed("") for _ in range(7))]

    rows = [
        line("湖口县教育局2023年政府信息公开工作年度报告"),
        line("一、总体情况"),
        line("本报告为示例数据。"),
        line("二、主动公开政府信息情况"),
        *table_2(),
        line("三、收到和处理政府信息公开申请情况"),
        *table_3(),
        line("四、政府信息公开行政复议、行政诉讼情况"),
        *table_4(),
        [Printed("") for _ in range(15)],
        line("五、存在的主要问题及改进情况"),
        line("无。"),
    ]
    return f'<html><head><meta charset="utf-8"></head><body>{drawn(rows)}</body></html>'.encode()


def test_headings_in_a_sheet_saved_as_a_page_make_sections() -> None:
    record = read(sheet_as_page())
    assert [section.number for section in record.sections] == [1, 2, 3, 4, 5]
    assert (record.year, record.agency and record.agency.name) == (2023, "湖口县教育局")


def with_groups() -> Grid:
    """Table 3 with the names of its groups in a column of their own."""
    return [[Printed("（三）不予公开" if i == 5 else ""), *row] for i, row in enumerate(table_3())]


def number_alone() -> Grid:
    """`（` and `1.` with their numbers; below a page's end `三）不予公开`, `属于国家秘密`."""
    grid = with_groups()
    at = list(ROWS).index("denied_state_secret") + 1
    rest = [Printed("三）不予公开"), Printed("属于国家秘密"), *(Printed("") for _ in APPLICANTS)]
    begun = [Printed("（"), Printed("1."), *grid[at][2:]]
    return [*grid[:at], begun, rest, *grid[at + 1 :]]


def headings_repeated() -> Grid:
    grid = table_3()
    at = list(ROWS).index("denied_enforcement_file") + 1
    return [grid[0], *grid[:at], grid[0], *grid[at:]]


def with_copies() -> Grid:
    """Labels over two columns; in the rows 予以公开 and 总计 the second one holds a value."""
    grid = [[replace(row[0], colspan=2), *row[1:]] for row in table_3()]
    for name in ("granted", "total"):
        at = list(ROWS).index(name) + 1
        grid[at] = [replace(grid[at][0], colspan=1), grid[at][1], *grid[at][1:]]
    return grid


def cut_label(outcome: int, head: str, *, blank_rest: bool) -> Grid:
    grid = table_3()
    row = next(i for i, cells in enumerate(grid) if cells[0].text.startswith(head))
    label = grid[row][0].text
    rest = [Printed(label[len(head) :]), *(Printed("") for _ in APPLICANTS)]
    return [*grid[:row], [Printed(head), *grid[row][1:]], rest, *grid[row + 1 :]]


@pytest.mark.parametrize("name", READ_WHOLE)
def test_other_layouts_are_read_whole(name: str) -> None:
    record = read(READ_WHOLE[name]())
    assert stored(record) == TRUTH
    assert record.status == "verified"


def cell_changed(row: str, text: str) -> Grid:
    grid = table_3()
    at = list(ROWS).index(row) + 1
    grid[at] = [grid[at][0], Printed(text), *grid[at][2:]]
    return grid


def unheaded_codes() -> Grid:
    return [row if i == 0 else [row[0], Printed("5"), *row[1:]] for i, row in enumerate(table_3())]


def short_row_beside_remarks() -> Grid:
    grid = with_column(8, "备注", "无")
    grid[5] = [*grid[5][:3], *grid[5][4:]]
    return grid


def one_value_for_two() -> Grid:
    grid = table_3()
    grid[4] = [grid[4][0], replace(grid[4][1], colspan=2), *grid[4][3:]]
    return grid


def numbers_cut() -> Grid:
    grid = table_3()
    rest = [Printed(""), *(Printed("5") for _ in APPLICANTS)]
    return [*grid[:6], rest, *grid[6:]]


def numbers_above_their_label() -> Grid:
    """A row of zeros, the next row's zeros without its label, then that label with empty cells."""
    grid = table_3()
    at = list(ROWS).index("denied_process") + 1
    zeros = [Printed("0") for _ in APPLICANTS]
    label = grid[at + 1][0]
    lifted = [
        [grid[at][0], *zeros],
        [Printed(""), *zeros],
        [label, *(Printed("") for _ in APPLICANTS)],
    ]
    return [*grid[:at], *lifted, *grid[at + 2 :]]


def test_zeros_above_an_empty_row_leave_it_open() -> None:
    """The zeros may be the empty row's own: neither 0 nor an empty cell is certain there."""
    record = read(page(third=drawn(numbers_above_their_label())))
    states = {c.column: c.state for c in record.cells if c.row == "denied_enforcement_file"}
    assert states == dict.fromkeys(APPLICANTS, "unreadable")
    above = {c.column: c.value for c in record.cells if c.row == "denied_process"}
    assert above == dict.fromkeys(APPLICANTS, "0")
    assert record.status == "incomplete"


def test_two_numbers_in_one_cell_beside_an_empty_one() -> None:
    """Where columns are only supposed, the empty cell is the place of one of the two numbers."""
    third = [[cell.text for cell in row] for row in table_3()]
    granted = third[3]
    granted[1:3] = ["", f"{granted[1]} {granted[2]}"]
    third[5][3] = ""  # else the lines alone tell every number
    record = read(tabbed_page(third))
    assert {c.value for c in record.cells if c.row == "granted"} == {None}
    assert "blank" not in {c.state for c in record.cells if c.row == "granted"}
    assert wrong(record) == {}


def test_a_row_whose_numbers_go_on_on_the_next_page_beside_its_groups_name() -> None:
    """134 of 1348 at the end of a page, 8 below it: neither is the number."""
    grid = with_groups()
    at = list(ROWS).index("denied_inquiry") + 1
    rest = [Printed("）不"), Printed(""), Printed("8"), *(Printed("") for _ in APPLICANTS[1:])]
    record = read(page(third=drawn([*grid[: at + 1], rest, *grid[at + 1 :]])))
    assert {c.value for c in record.cells if c.row == "denied_inquiry"} == {None}
    assert wrong(record) == {}


def test_a_blank_sum_over_a_blank_that_stands_for_a_number_is_not_inferred() -> None:
    """总计 prints 31 for one applicant and nothing for the others, who were answered, too: the
    sum of what is printed is not the sum of the row."""
    grid = table_3()
    at = list(ROWS).index("total") + 1
    grid[at] = [*grid[at][:2], *(Printed("") for _ in APPLICANTS[1:])]
    record = read(page(third=drawn(grid)))
    states = {c.column: c.state for c in record.cells if c.row == "total"}
    assert states == {"natural_person": "number"} | dict.fromkeys(APPLICANTS[1:], "blank")


@pytest.mark.parametrize("numbers_below", [False, True])
def test_an_item_of_table_2_whose_name_a_page_cuts(numbers_below: bool) -> None:
    """政府集 and 中采购 in two rows, the numbers in one of them."""
    numbers, nothing = "<td>28</td><td>1286.5</td>", "<td></td><td></td>"
    first, second = (nothing, numbers) if numbers_below else (numbers, nothing)
    page = (
        "<table><tr><td colspan=3>第二十条第（九）项</td></tr>"
        "<tr><td>信息内容</td><td>采购项目数量</td><td>采购总金额</td></tr>"
        f"<tr><td>政府集</td>{first}</tr><tr><td>中采购</td>{second}</tr></table>"
    )
    above = (
        "<h1>江州市人民政府2020年政府信息公开工作年度报告</h1><p>一、总体情况</p>"
        "<p>全年主动公开政府信息312条。</p><p>二、主动公开政府信息情况</p>"
    )
    rows = ["结果维持 结果纠正 其他结果 尚未审结 总计", *["0 0 0 0 0"] * 3]
    below = "<p>四、政府信息公开行政复议、行政诉讼情况</p><table>" + "".join(
        f"<tr><td>{name}</td>{''.join(f'<td>{text}</td>' for text in row.split())}</tr>"
        for name, row in zip(["", *CHANNELS.values()], rows, strict=True)
    )
    record = read(f"<html><body>{above}{page}{below}</body></html>".encode())
    assert {c.column: c.value for c in record.cells if c.row == "procurement"} == {
        "procurement_count": "28",
        "procurement_amount": "1286.5",
    }


def test_a_second_table_of_the_later_form_adds_no_rows_to_the_first() -> None:
    """Rows of 2019 and, behind them, the same table once more with the rows added in 2021."""
    only_2021 = ("other_uncorrected", "other_unpaid", "other_other")
    of_2019 = []
    for row, printed in zip(["", *ROWS], table_3(), strict=True):
        if row not in only_2021:
            of_2019.append(printed)
        elif row == "other_other":
            of_2019.append([Printed("（六）其他处理"), *(Printed("") for _ in APPLICANTS)])
    record = read(page(third=drawn(of_2019) + drawn(table_3())))
    named = {c.row for c in record.cells if c.table == "applications"}
    assert not named & set(only_2021)
    assert {c.value for c in record.cells if c.row == "other"} == {None}


OTHER = numbers(4)
LEFT_OPEN: dict[str, Callable[[], bytes]] = {
    "two headings that nobody knows": lambda: page(
        third=drawn(swapped_columns(1, 2, rename={"商业企业": "甲类单位", "科研机构": "乙类单位"}))
    ),
    "table 3 twice": lambda: page(third=drawn(table_3()) + drawn(table_3(OTHER))),
    "table 4 twice": lambda: page(fourth=drawn(table_4(OTHER)) + drawn(table_4())),
    "a footnote mark": lambda: page(third=drawn(cell_changed("granted", "3①"))),
    "a raised footnote mark": lambda: page(third=drawn(cell_changed("granted", "3<sup>1</sup>"))),
    "a number struck out": lambda: page(third=drawn(cell_changed("granted", "<s>7</s>5"))),
    "codes under no heading": lambda: page(third=drawn(unheaded_codes())),
    "a row one cell short beside remarks": lambda: page(third=drawn(short_row_beside_remarks())),
    "one value over two columns": lambda: page(third=drawn(one_value_for_two())),
    "numbers cut by a page": lambda: page(third=drawn(numbers_cut())),
}


@pytest.mark.parametrize("name", LEFT_OPEN)
def test_what_cannot_be_told_stays_unread(name: str) -> None:
    record = read(LEFT_OPEN[name]())
    assert record.status == "incomplete"
    assert wrong(record) == {}
    assert all(c.value is None for c in record.cells if c.state in ("unreadable", "missing"))


def test_an_empty_row_between_two_items_ends_no_headings() -> None:
    """What a page's end leaves of 行政处罚: 行政强制 still stands under the headings of 2019, in a
    report whose other tables are those of 2021."""
    rows = [
        ["第二十条第（五）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "9", "0", "8"],
        ["其他对外管理服务事项", "0", "0", "0"],
        ["第二十条第（六）项", "", "", ""],
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政处罚", "4", "-1", "2"],
        ["", "", "", ""],
        ["行政强制", "6", "3", "5"],
    ]
    record = read(page(second=drawn([[Printed(text) for text in row] for row in rows])))
    printed = {c.column: c.value for c in record.cells if c.row == "coercive_measures"}
    assert printed == {"items_last_year": "6", "items_change": "3", "decisions": "5"}


def moved_by_a_long_cell(last: str) -> dict[tuple[str, str], str | None]:
    """What is read of a page's last row, which 三、本年度办理结果 moves by a column, as it spans a
    row too many. `last`: its numbers, `_` for an empty cell."""
    kinds = "商业企业 科研机构 社会公益组织 法律服务机构 其他"
    header = (
        "<tr><td colspan=3 rowspan=3>（第一项加第二项之和，等于第三项加第四项之和）</td>"
        "<td colspan=7>申请人情况</td></tr><tr><td rowspan=2>自然人</td>"
        "<td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr><tr>"
        + "".join(f"<td>{kind}</td>" for kind in kinds.split())
        + "</tr>"
    )

    def cells(numbers: str) -> str:
        return "".join(f"<td>{n.strip('_')}</td>" for n in numbers.split())

    body = (
        f"<tr><td colspan=3>一、本年新收政府信息公开申请数量</td>{cells('4 2 0 0 1 0 7')}</tr>"
        f"<tr><td colspan=3>二、上年结转政府信息公开申请数量</td>{cells('1 0 0 0 0 0 1')}</tr>"
        "<tr><td rowspan=3>三、本年度办理结果</td>"
        f"<td colspan=2>（一）予以公开</td>{cells('2 1 0 0 0 0 3')}</tr>"
        f"<tr><td colspan=2>（七）总计</td>{cells('2 1 0 0 0 0 3')}</tr>"
        f"<tr><td colspan=3>四、结转下年度继续办理</td>{cells(last)}</tr>"
    )
    html = (
        "<html><body><h1>湖口县水利局2023年政府信息公开工作年度报告</h1>"
        "<p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>"
        f"<table>{header}{body}</table><p>四、政府信息公开行政复议、行政诉讼情况</p></body></html>"
    )
    return {
        (cell.row, cell.column): cell.value
        for cell in parse(html.encode()).cells
        if cell.row == "carried_out" and cell.state == "number"
    }


def test_a_row_that_a_long_cell_above_moves_is_read_where_its_sum_bears_it_out() -> None:
    columns = "natural_person company research nonprofit legal other total".split()
    own = zip(columns, "3 1 0 0 1 0 5".split(), strict=True)
    assert moved_by_a_long_cell("3 1 0 0 1 0 5") == {("carried_out", c): n for c, n in own}
    # Without its sum, or cut short, nothing tells by how many columns it was moved.
    assert moved_by_a_long_cell("3 1 0 0 1 0 _") == {}
    assert moved_by_a_long_cell("3 1 0 0 1 _") == {}


@pytest.mark.parametrize(
    "remark",
    [
        "填报人：张三 联系电话：88886666|" + "|" * 13,
        "填报单位：教育局||||审核人：李四|||||||电话|88886666||",
        "注|1|" + "|" * 12,
    ],
)
def test_a_remark_below_table_4_in_the_columns_of_its_values(remark: str) -> None:
    grid = [*table_4(), [Printed(text) for text in remark.split("|")]]
    record = read(page(fourth=drawn(grid)))
    assert (record.status, stored(record)) == ("verified", TRUTH)


def test_an_empty_row_of_last_year_is_no_remark() -> None:
    """Two years in two rows, this year's empty: which one is meant, the table leaves open."""
    grid = table_4()
    years = [Printed("年度", 1, 3), Printed("2022年"), Printed("2023年")]
    grid = [[years[0], *grid[0]], *grid[1:3], [years[1], *grid[3]], [years[2], *[Printed("")] * 15]]
    proceedings = [c for c in read(page(fourth=drawn(grid))).cells if c.table == "proceedings"]
    assert {c.value for c in proceedings} == {None}


def test_an_empty_column_of_remarks_says_nothing_of_blank_cells() -> None:
    """A row prints no 科研机构; the cell behind its total stands under a heading of its own."""
    grid = with_column(8, "备注", "")
    grid[5][3] = Printed("")
    row = list(ROWS)[4]
    cells = {c.column: c for c in read(page(third=drawn(grid))).cells if c.row == row}
    left_out = APPLICANTS[2]
    assert cells.pop(left_out).state == "blank"
    assert {n: c.value for n, c in cells.items()} == {
        column: TRUTH["applications", row, column] for column in APPLICANTS if column != left_out
    }


def text_with(third: list[list[str]], fourth: list[list[str]]) -> bytes:
    """The report of `tabbed_page` with table 4."""
    heading = "四、政府信息公开行政复议、行政诉讼情况\n"
    lines = "".join("\t".join(row) + "\n" for row in fourth)
    return tabbed_page(third).decode().replace(heading, heading + lines).encode()


# Two of the reviews' results are empty.
PARTLY_EMPTY = TRUTH | {
    ("proceedings", "reconsideration", "upheld"): "",
    ("proceedings", "reconsideration", "corrected"): "",
    ("proceedings", "reconsideration", "total"): str(
        sum(int(TRUTH["proceedings", "reconsideration", c]) for c in ("other", "pending"))
    ),
}


def in_tables_of_their_own(of_lawsuits: str, tabs: int) -> list[list[str]]:
    """A table for each channel under its name, with empty fields behind it or none."""
    names = ("行政复议", *(of_lawsuits.format(name) for name in list(CHANNELS.values())[1:]))
    rows: list[list[str]] = []
    for channel, name in zip(CHANNELS, names, strict=True):
        values = [PARTLY_EMPTY["proceedings", channel, column] for column in RESULT_HEADINGS]
        rows += [[name, *[""] * tabs], [*RESULT_HEADINGS.values()], values]
    return rows


def lawsuits_in_one_table() -> list[list[str]]:
    direct, after = list(CHANNELS)[1:]
    results = list(RESULT_HEADINGS.values())
    values = [PARTLY_EMPTY["proceedings", ch, c] for ch in (direct, after) for c in RESULTS]
    return [
        *in_tables_of_their_own("{}", 4)[:3],
        ["行政诉讼", *[""] * 9],
        [CHANNELS[direct], *[""] * 4, CHANNELS[after], *[""] * 4],
        results * 2,
        values,
    ]


@pytest.mark.parametrize(
    "fourth",
    [
        in_tables_of_their_own("{}", 4),
        in_tables_of_their_own("行政诉讼（{}）", 4),
        in_tables_of_their_own("行政诉讼（{}）", 0),
        lawsuits_in_one_table(),
    ],
)
def test_table_4_in_several_tables_of_a_text_with_tabs(fourth: list[list[str]]) -> None:
    third = [[cell.text for cell in row] for row in table_3()]
    record = read(text_with(third, fourth))
    printed = {p: v for p, v in PARTLY_EMPTY.items() if v and p[0] != "disclosures"}
    assert stored(record) == printed


def test_an_empty_row_without_a_number_of_its_own_takes_nothing_from_the_row_above() -> None:
    third = [[cell.text for cell in row] for row in table_3()]
    third[-2][0], third[-1] = "总计", ["结转下年度继续办理", *[""] * 7]
    record = read(tabbed_page(third))
    assert wrong(record) == {}
    assert {c.state for c in record.cells if c.row == "carried_out"} <= {"blank", "unreadable"}
    assert {c.state for c in record.cells if c.row == "total"} & {"number"}
