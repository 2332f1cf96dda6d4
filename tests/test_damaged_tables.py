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
    "another table that counts penalties": lambda: page(
        second=drawn(table_2()) + drawn([[Printed("行政处罚"), Printed("777")]])
    ),
}


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
