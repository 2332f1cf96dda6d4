"""Tables as editors, converters and agencies leave them: a wrong cell is never stored.

Each case takes the form of 2021 with dense numbers, damages its printed rows in one way, and
compares what is stored with what the damaged document still prints.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from html import escape

import pytest

from parsers import Hints, Record, parse
from tests.sample.reports.grid import Printed

APPLICANTS = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")
HEADINGS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
CHANNELS = {
    "reconsideration": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}
ROWS = {
    "received": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "granted": "（一）予以公开",
    "partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "denied_state_secret": "1.属于国家秘密",
    "denied_by_law": "2.其他法律行政法规禁止公开",
    "denied_safety_stability": "3.危及“三安全一稳定”",
    "denied_third_party": "4.保护第三方合法权益",
    "denied_internal_affairs": "5.属于三类内部事务信息",
    "denied_process": "6.属于四类过程性信息",
    "denied_enforcement_file": "7.属于行政执法案卷",
    "denied_inquiry": "8.属于行政查询事项",
    "unavailable_not_held": "1.本机关不掌握相关政府信息",
    "unavailable_needs_creation": "2.没有现成信息需要另行制作",
    "unavailable_unclear": "3.补正后申请内容仍不明确",
    "unprocessed_petition": "1.信访举报投诉类申请",
    "unprocessed_repeat": "2.重复申请",
    "unprocessed_publication": "3.要求提供公开出版物",
    "unprocessed_excessive": "4.无正当理由大量反复申请",
    "unprocessed_confirmation": "5.要求行政机关确认或重新出具已获取信息",
    "other_uncorrected": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other_unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other_other": "3.其他",
    "total": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}
OUTCOMES = list(ROWS)[2:-2]
DISCLOSURES = {
    ("regulations", "issued"): "0",
    ("regulations", "repealed"): "0",
    ("regulations", "in_force"): "0",
    ("normative_documents", "issued"): "7",
    ("normative_documents", "repealed"): "1",
    ("normative_documents", "in_force"): "17",
    ("licences", "decisions"): "1110",
    ("penalties", "decisions"): "139",
    ("coercive_measures", "decisions"): "29",
    ("fees", "fee_amount"): "28600.64",
}
Cells = dict[tuple[str, str, str], str]
Grid = list[list[Printed]]


def numbers(seed: int) -> Cells:
    """Dense numbers for tables 3 and 4 that satisfy every identity."""
    chance = random.Random(seed)
    table: dict[str, list[int]] = {
        row: [chance.randrange(40) for _ in range(6)] for row in OUTCOMES
    }
    table["total"] = [sum(table[row][c] for row in OUTCOMES) for c in range(6)]
    table["carried_out"] = [chance.randrange(9) for _ in range(6)]
    table["carried_in"] = [chance.randrange(9) for _ in range(6)]
    table["received"] = [
        table["total"][c] + table["carried_out"][c] - table["carried_in"][c] for c in range(6)
    ]
    cells = {
        ("applications", row, column): str(value)
        for row, values in table.items()
        for column, value in zip(APPLICANTS, (*values, sum(values)), strict=True)
    }
    for channel in CHANNELS:
        results = [chance.randrange(30) for _ in range(4)]
        for column, value in zip(RESULTS, (*results, sum(results)), strict=True):
            cells["proceedings", channel, column] = str(value)
    return cells


TRUTH = numbers(3) | {("disclosures", *place): value for place, value in DISCLOSURES.items()}


def table_2() -> Grid:
    def item(label: str, name: str, *columns: str) -> list[Printed]:
        return [Printed(label), *(Printed(DISCLOSURES[name, column]) for column in columns)]

    decided = [Printed("信息内容"), Printed("本年处理决定数量", 3)]
    return [
        [Printed("第二十条第（一）项", 4)],
        [Printed(t) for t in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")],
        item("规章", "regulations", "issued", "repealed", "in_force"),
        item("行政规范性文件", "normative_documents", "issued", "repealed", "in_force"),
        [Printed("第二十条第（五）项", 4)],
        decided,
        item("行政许可", "licences", "decisions"),
        [Printed("第二十条第（六）项", 4)],
        decided,
        item("行政处罚", "penalties", "decisions"),
        item("行政强制", "coercive_measures", "decisions"),
        [Printed("第二十条第（八）项", 4)],
        [Printed("信息内容"), Printed("本年收费金额（单位：万元）", 3)],
        item("行政事业性收费", "fees", "fee_amount"),
    ]


def table_3(cells: Cells = TRUTH, headings: tuple[str, ...] = HEADINGS) -> Grid:
    """One header row, one label column: damage is easier to place than in the form's own."""
    rows = [[Printed("（勾稽关系略）申请人情况"), *(Printed(text) for text in headings)]]
    for row, label in ROWS.items():
        values = (Printed(cells["applications", row, column]) for column in APPLICANTS)
        rows.append([Printed(label), *values])
    return rows


def table_4(cells: Cells = TRUTH) -> Grid:
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    return [
        [Printed("行政复议", 5, 2), Printed("行政诉讼", 10)],
        [Printed("未经复议直接起诉", 5), Printed("复议后起诉", 5)],
        [Printed(text) for _ in CHANNELS for text in results],
        [Printed(cells["proceedings", ch, column]) for ch in CHANNELS for column in RESULTS],
    ]


def drawn(grid: Grid) -> str:
    rows = (
        "<tr>"
        + "".join(
            f'<td colspan="{c.colspan}" rowspan="{c.rowspan}">'
            + (c.text if c.text.startswith("<") or "<sup" in c.text else escape(c.text))
            + "</td>"
            for c in row
        )
        + "</tr>"
        for row in grid
    )
    return f"<table>{''.join(rows)}</table>"


def page(second: str = "", third: str = "", fourth: str = "") -> bytes:
    second = second or drawn(table_2())
    third = third or drawn(table_3())
    fourth = fourth or drawn(table_4())
    title = "湖口县教育局2023年政府信息公开工作年度报告"
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<div class="TRS_Editor"><h1>{title}</h1><p>一、总体情况</p><p>本报告为示例数据。</p>'
        f"<p>二、主动公开政府信息情况</p>{second}<p>三、收到和处理政府信息公开申请情况</p>{third}"
        f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{fourth}"
        "<p>五、存在的主要问题及改进情况</p><p>无。</p><p>六、其他需要报告的事项</p><p>无。</p>"
        "</div></body></html>"
    ).encode()


def tabbed_page(third: list[list[str]]) -> bytes:
    """The same report as text with tabs; tables 2 and 4 are left out."""
    lines = "\n".join("\t".join(row) for row in third)
    return (
        "湖口县教育局2023年政府信息公开工作年度报告\n一、总体情况\n本报告为示例数据。\n"
        f"二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n{lines}\n"
        "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n无。\n"
        "六、其他需要报告的事项\n无。\n"
    ).encode()


def stored(record: Record) -> Cells:
    return {(c.table, c.row, c.column): c.value for c in record.cells if c.value is not None}


def wrong(record: Record, truth: Cells = TRUTH) -> Cells:
    return {key: value for key, value in stored(record).items() if truth.get(key) != value}


def read(data: bytes) -> Record:
    return parse(data, Hints())


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
    "another table that counts penalties": lambda: page(
        second=drawn(table_2()) + drawn([[Printed("行政处罚"), Printed("777")]])
    ),
}


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


def flattened(blocks: int, *, labels_first: bool, by_column: bool) -> bytes:
    """Table 3 in running text, `blocks` rows at a time."""
    pieces = [f"（勾稽关系略） 申请人情况 {' '.join(HEADINGS)}"]
    names = list(ROWS)
    for start in range(0, len(names), blocks):
        group = names[start : start + blocks]
        values = [[TRUTH["applications", row, c] for c in APPLICANTS] for row in group]
        order = zip(*values, strict=True) if by_column else values
        labels = " ".join(ROWS[row] for row in group)
        printed = " ".join(value for line in order for value in line)
        pieces += [labels, printed] if labels_first else [printed, labels]
    text = (
        "湖口县教育局2023年政府信息公开工作年度报告 一、总体情况 本报告为示例数据。"
        f" 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 {' '.join(pieces)}"
        " 四、政府信息公开行政复议、行政诉讼情况 五、存在的主要问题及改进情况 无。"
        " 六、其他需要报告的事项 无。"
    )
    return text.encode()


@pytest.mark.parametrize("by_column", [False, True])
@pytest.mark.parametrize("blocks", [1, 2, 4, 5])
def test_flattened_rows_are_placed_by_order_and_sums(blocks: int, by_column: bool) -> None:
    record = read(flattened(blocks, labels_first=True, by_column=by_column))
    assert wrong(record) == {}
    told = {key: value for key, value in TRUTH.items() if key[0] == "applications"}
    assert {k: v for k, v in stored(record).items() if k[0] == "applications"} == told


@pytest.mark.parametrize("blocks", [1, 2, 4])
def test_labels_behind_their_values_name_no_neighbour(blocks: int) -> None:
    record = read(flattened(blocks, labels_first=False, by_column=False))
    assert wrong(record) == {}


ZEROS = "0 0 0 0 0 0 0"
# Three applications, two granted and one handed on; the sums hold.
FEW = {
    "received": "3 0 0 0 0 0 3",
    "granted": "2 0 0 0 0 0 2",
    "total": "2 0 0 0 0 0 2",
    "carried_out": "1 0 0 0 0 0 1",
}


def running_text(printed: dict[str, str], *, left_out: str = "") -> bytes:
    """Table 3 on one line, row by row; `printed` tells what stands behind a row's label."""
    rows = " ".join(
        f"{label} {printed.get(row, FEW.get(row, ZEROS))}"
        for row, label in ROWS.items()
        if row != left_out
    )
    return (
        "湖口县教育局2023年政府信息公开工作年度报告 一、总体情况 本报告为示例数据。"
        " 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况"
        f" （勾稽关系略） 申请人情况 {' '.join(HEADINGS)} {rows}"
        " 四、政府信息公开行政复议、行政诉讼情况 五、存在的主要问题及改进情况 无。"
        " 六、其他需要报告的事项 无。"
    ).encode()


def row_of(record: Record, row: str) -> str:
    """A row of table 3 as it is stored; ? stands for a cell that nobody read."""
    cells = {c.column: c.value for c in record.cells if (c.table, c.row) == ("applications", row)}
    return " ".join(cells[column] or "?" for column in APPLICANTS)


# What stands behind a row's label, and what of it is certain.
DAMAGED_ROWS = {
    "a page number behind the row": ("granted", "2 0 0 0 0 0 2 14", "2 0 0 0 0 0 2"),
    "a page footer in words": ("granted", "2 0 0 0 0 0 2 第 14 页 共 20 页", "2 0 0 0 0 0 2"),
    "the first number twice": ("granted", "2 2 0 0 0 0 0 2", "2 0 0 0 0 0 2"),
    "a zero twice": ("granted", "2 0 0 0 0 0 0 2", "2 0 0 0 0 0 2"),
    "zeros run together": ("granted", "2 000 00 2", "2 0 0 0 0 0 2"),
    "a whole row run together": ("partial", "0000000", ZEROS),
    "zeros run into the sum": ("received", "3 00000 3", "3 0 0 0 0 0 3"),
    "a unit": ("granted", "2 件 0 0 0 0 0 2 件", "2 0 0 0 0 0 2"),
    # 14 is a page number, or a wrong sum behind a zero printed twice.
    "a number behind zeros": ("partial", "0 0 0 0 0 0 0 14", "0 0 0 0 0 0 ?"),
    # 14 got in, or is a wrong number beside a zero printed twice.
    "a number among zeros": ("partial", "0 0 0 0 14 0 0 0", "0 0 0 ? ? 0 0"),
    # The sum 2 stands: one of the zeros before it is absent, whichever it is.
    "a zero lost": ("granted", "2 0 0 0 0 2", "2 0 0 0 0 ? 2"),
    # Five numbers too many: which, nothing tells; the rows beside it are read all the same.
    "another row's numbers": ("granted", "2 0 0 7 0 9 0 0 2 5 8 8", "? ? ? ? ? ? ?"),
}


@pytest.mark.parametrize("name", DAMAGED_ROWS)
def test_running_text_with_one_damaged_row(name: str) -> None:
    row, printed, certain = DAMAGED_ROWS[name]
    record = read(running_text({row: printed}))
    assert row_of(record, row) == certain
    others = [other for other in ROWS if other != row]
    assert [row_of(record, other) for other in others] == [FEW.get(o, ZEROS) for o in others]


def test_a_number_broken_in_two_is_put_together_by_the_sums() -> None:
    printed = {
        "received": "1234 0 0 0 0 0 1234",
        "granted": "1 234 0 0 0 0 0 1234",
        "total": "1234 0 0 0 0 0 1234",
        "carried_out": ZEROS,
    }
    assert row_of(read(running_text(printed)), "granted") == "1234 0 0 0 0 0 1234"


def test_two_numbers_run_together_are_taken_apart_by_the_sums() -> None:
    printed = {
        "received": "12 3 0 0 0 0 15",
        "granted": "123 0 0 0 0 15",
        "total": "12 3 0 0 0 0 15",
        "carried_out": ZEROS,
    }
    assert row_of(read(running_text(printed)), "granted") == "12 3 0 0 0 0 15"


def test_a_wrong_sum_of_the_agency_is_no_damage() -> None:
    record = read(running_text({"granted": "2 0 0 0 0 0 5"}))
    assert row_of(record, "granted") == "2 0 0 0 0 0 5"
    assert {f.scope for f in record.identity_failures} == {
        "applications.granted",
        "applications.total",
    }


def test_several_damaged_rows_are_no_wrong_sums_of_the_agency() -> None:
    """In two rows a zero was lost and another got in: their own sums hold, two columns' fail."""
    printed = {
        "received": "5 9 0 0 0 0 14",
        "granted": "0 3 0 0 0 0 3",  # 3 applications of a person
        "partial": "2 8 0 0 0 0 10",  # 8 of a company, 2 of a person
        "denied_inquiry": "0 1 0 0 0 0 1",
        "unprocessed_repeat": "8 0 0 0 0 0 8",  # 8 of a company
        "total": "5 17 0 0 0 0 22",
        "carried_out": ZEROS,
        "carried_in": "0 8 0 0 0 0 8",
    }
    record = read(running_text(printed))
    assert record.status == "incomplete"
    assert row_of(record, "granted") == "? ? 0 0 0 0 3"
    assert row_of(record, "unprocessed_repeat") == "? ? 0 0 0 0 8"


def test_a_damaged_row_whose_sum_fails_is_open() -> None:
    """4 is printed twice, a zero was lost and 2 got in: 0 4 0 0 24 7 35 was meant."""
    printed = {
        "received": "2 4 0 0 24 7 37",
        "granted": "0 4 4 0 2 24 7 35",
        "partial": "2 0 0 0 0 0 2",
        "total": "2 4 0 0 24 7 37",
        "carried_out": ZEROS,
    }
    record = read(running_text(printed))
    assert row_of(record, "granted") == "0 4 0 ? 24 7 35"
    assert row_of(record, "partial") == "2 0 0 0 0 0 2"


def test_where_many_zeros_are_not_printed_the_blank_cells_of_a_row_are_open() -> None:
    """One zero less in a row may be lost; in four rows, cells of the table are blank."""
    lost = ("denied_process", "denied_inquiry", "unprocessed_repeat", "other_unpaid")
    one = read(running_text({lost[0]: "0 0 0 0 0 0"}))
    assert row_of(one, lost[0]).split().count("0") == 6
    many = read(running_text(dict.fromkeys(lost, "0 0 0 0 0 0")))
    assert [row_of(many, row) for row in lost] == ["? ? ? ? ? ? ?"] * 4
    assert row_of(many, "granted") == FEW["granted"]


def test_a_row_that_is_not_printed_leaves_its_neighbours_alone() -> None:
    record = read(running_text({}, left_out="denied_process"))
    assert row_of(record, "denied_process") == "? ? ? ? ? ? ?"
    others = [row for row in ROWS if row != "denied_process"]
    assert [row_of(record, row) for row in others] == [FEW.get(row, ZEROS) for row in others]


def test_a_page_number_in_a_block_of_rows_printed_column_by_column() -> None:
    text = flattened(5, labels_first=True, by_column=True).decode()
    third_label = ROWS["denied_process"]
    record = read(text.replace(third_label, f"3 {third_label}").encode())
    assert wrong(record) == {}
    assert len(stored(record)) >= 175 - 5


@pytest.mark.parametrize("by_column", [False, True])
@pytest.mark.parametrize("blocks", [1, 3, 5])
def test_labels_behind_all_their_values(blocks: int, by_column: bool) -> None:
    record = read(flattened(blocks, labels_first=False, by_column=by_column))
    told = {key: value for key, value in TRUTH.items() if key[0] == "applications"}
    assert {k: v for k, v in stored(record).items() if k[0] == "applications"} == told


HEADINGS_OF_4 = "结果维持 结果纠正 其他结果 尚未审结 总计"
# What is printed behind the headings of table 4, and what of it is certain.
PROCEEDINGS = {
    "as it is": ("1 0 0 0 1 0 0 0 0 0 2 0 0 0 2", "1 0 0 0 1 0 0 0 0 0 2 0 0 0 2"),
    "zeros run together": ("1 000 1 00000 2 000 2", "1 0 0 0 1 0 0 0 0 0 2 0 0 0 2"),
    # 7 got in, or is a wrong sum behind a zero printed twice: the last channel is open.
    "a number behind": ("1 0 0 0 1 0 0 0 0 0 2 0 0 0 2 7", "1 0 0 0 1 0 0 0 0 0 ? ? ? ? ?"),
    "too little": ("1 0 0 0 1 0 0 0 0 0", " ".join("?" * 15)),
}


@pytest.mark.parametrize("name", PROCEEDINGS)
def test_table_4_in_running_text(name: str) -> None:
    printed, certain = PROCEEDINGS[name]
    headings = (
        f"行政复议 行政诉讼 {HEADINGS_OF_4} 未经复议直接起诉 {HEADINGS_OF_4}"
        f" 复议后起诉 {HEADINGS_OF_4} {printed} 五、存在的主要问题"
    )
    text = running_text({}).decode().replace("五、存在的主要问题", headings)
    cells = {(c.row, c.column): c.value for c in read(text.encode()).cells}
    told = [cells.get((channel, column)) or "?" for channel in CHANNELS for column in RESULTS]
    assert " ".join(told) == certain


def test_a_wrong_sum_in_a_block_of_rows_leaves_that_row_open() -> None:
    """Behind the labels of several rows: a wrong number may be one that got in."""
    text = running_text({"granted": "", "partial": f"2 0 0 0 0 0 5 {ZEROS}"})
    record = read(text)
    assert row_of(record, "granted") == "? ? ? ? ? ? ?"
    assert row_of(record, "partial") == ZEROS
    assert record.status == "incomplete"


def shifted_rows() -> list[list[str]]:
    """Table 3 as text with tabs: merged labels leave empty cells on either side."""
    rows = [["（勾稽关系略）", "", "申请人情况", *[""] * 7], ["", "", *HEADINGS, ""]]
    for row, label in ROWS.items():
        values = [TRUTH["applications", row, column] for column in APPLICANTS]
        merged = row in ("received", "carried_in", "granted", "partial", "total", "carried_out")
        rows.append([label, "", *values, ""] if merged else ["", "", label, *values])
    return rows


@pytest.mark.parametrize("seed", range(60))
def test_text_with_tabs_that_lost_cells_stores_no_wrong_one(seed: int) -> None:
    chance = random.Random(seed)
    rows = shifted_rows()
    for at in chance.sample(range(2, len(rows)), 3):
        row = rows[at]
        printed = [i for i, text in enumerate(row) if text.isdecimal()]
        match chance.choice(("drop", "copy", "empty", "cut")):
            case "drop":
                del row[chance.choice(printed)]
            case "copy":
                row.insert(printed[0], row[printed[0]])
            case "empty":
                row[chance.choice(printed)] = ""
            case "cut":
                label = next(i for i, text in enumerate(row) if len(text) > 3)
                head = chance.randrange(2, len(row[label]) - 1)
                rest = ["", row[label][head:], *[""] * 8]
                row[label] = row[label][:head]
                rows.insert(at + 1, rest)
                break
    record = read(tabbed_page(rows))
    assert wrong(record) == {}
    assert record.status == "incomplete"


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


def headings_cut_by_a_page() -> list[Grid]:
    """The last characters of the headings of lawsuits on the next page, over the values."""
    cut = [Printed(label[:3]) for _ in range(2) for label in RESULT_LABELS]
    rest = [*[Printed("")] * 5, *(Printed(label[3:]) for _ in range(2) for label in RESULT_LABELS)]
    above = [Printed("行政复议", 5), Printed("行政诉讼", 10)]
    channels = [
        *(Printed(label, 1, 2) for label in RESULT_LABELS),
        Printed("未经复议直接起诉", 5),
        Printed("复议后起诉", 5),
    ]
    values = [Printed(value) for row in FOURTH.values() for value in row]
    return [[above, channels, cut, rest, values]]


FOURTH_LAYOUTS = {
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
