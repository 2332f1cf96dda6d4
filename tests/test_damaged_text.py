"""Tables as running text and tabs leave them, in blocks and with damaged rows: never a wrong cell.

Each case compares what is stored with what the damaged document still prints.
"""

from __future__ import annotations

import random

import pytest

from tests.damaged_form import (
    APPLICANTS,
    CHANNELS,
    FEW,
    HEADINGS,
    RESULTS,
    ROWS,
    TRUTH,
    ZEROS,
    read,
    row_of,
    running_text,
    stored,
    tabbed_page,
    wrong,
)


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
    # 14 is a wrong sum, or got in where the sum, a zero, was lost.
    "a number in the sum's place": ("partial", "0 0 0 0 0 0 14", "0 0 0 0 0 0 ?"),
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
    """4 is printed twice, a zero was lost and 2 got in: 0 4 0 0 24 7 35 was meant. Whichever
    number is left out, no sum bears out the rest."""
    printed = {
        "received": "2 4 0 0 24 7 37",
        "granted": "0 4 4 0 2 24 7 35",
        "partial": "2 0 0 0 0 0 2",
        "total": "2 4 0 0 24 7 37",
        "carried_out": ZEROS,
    }
    record = read(running_text(printed))
    assert row_of(record, "granted") == "? ? ? ? ? ? ?"
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
