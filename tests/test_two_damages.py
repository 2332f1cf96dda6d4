"""Rows that are damaged twice, or damaged beside a column that no form has: never a wrong cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.damaged_form import (
    APPLICANTS,
    CHANNELS,
    FEW,
    RESULTS,
    ROWS,
    TRUTH,
    ZEROS,
    Cells,
    Grid,
    drawn,
    full,
    numbers,
    page,
    read,
    row_of,
    running_text,
    tabbed_page,
    table_2,
    table_3,
    table_4,
    wrong,
)
from tests.sample.reports.grid import Printed

OPEN = "? ? ? ? ? ? ?"
THREE_OPEN = "? ? ?"


def row_under_headings_of_2(*values: str) -> bytes:
    """Table 2 with other cells in the row of 行政规范性文件."""
    grid = table_2()
    grid[3] = [grid[3][0], *map(Printed, values)]
    return page(second=drawn(grid))


def row_of_3(label: str, values: Sequence[str], *, remarks: bool = False) -> bytes:
    """Table 3 with other cells behind one label, and perhaps a column of remarks."""
    grid = table_3()
    at = next(i for i, row in enumerate(grid) if row[0].text == label)
    grid[at] = [Printed(label), *map(Printed, values)]
    if remarks:
        grid = [[*row, Printed("" if i else "备注")] for i, row in enumerate(grid)]
    return page(third=drawn(grid))


def row_of_4(values: str, *, remarks: bool = False) -> str:
    """Table 4 with other values as it is stored, _ for an empty cell."""
    grid = table_4()
    grid[3] = [Printed("" if value == "_" else value) for value in values.split()]
    if remarks:
        grid[0].append(Printed("备注", 1, 3))
    record = read(page(fourth=drawn(grid)))
    cells = {(c.row, c.column): c for c in record.cells if c.table == "proceedings"}
    told = [cells[channel, result] for channel in CHANNELS for result in RESULTS]
    return " ".join(c.value or ("_" if c.state == "blank" else "?") for c in told)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (("1", "17"), THREE_OPEN),  # which of three is lost, nothing tells
        (("", "", "7", "", ""), THREE_OPEN),  # of two cells too many, both may stand before it
        (("7 1", "", "17"), "? ? 17"),  # the empty cell is the place of a number beside it
        (("7 0", "", "17"), "? ? 17"),
    ],
)
def test_a_row_of_table_2_that_no_sum_proves(values: tuple[str, ...], told: str) -> None:
    record = read(row_under_headings_of_2(*values))
    assert row_of(record, "normative_documents", "disclosures") == told
    assert "blank" not in {c.state for c in record.cells if c.row == "normative_documents"}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("0|2　0|0|0|0|2", OPEN),  # 2 and 0 in one cell are not 20, more than the sum
        ("0|2 0||0|0|0|2", "0 ? ? 0 0 0 2"),
        ("0|0 0||0|0|0|0", "0 ? ? 0 0 0 0"),
    ],
)
def test_two_numbers_in_one_cell_of_table_3(values: str, told: str) -> None:
    record = read(row_of_3(ROWS["denied_inquiry"], values.split("|")))
    assert row_of(record, "denied_inquiry") == told
    assert "blank" not in {c.state for c in record.cells if c.row == "denied_inquiry"}


def test_a_number_run_into_its_label_beside_its_empty_cell() -> None:
    grid = table_3()
    at = list(ROWS).index("denied_inquiry") + 1
    grid[at][0] = replace(grid[at][0], text=grid[at][0].text + grid[at][1].text)
    grid[at][1] = Printed("")
    second = table_2()
    second[6] = [Printed("行政许可1110件"), Printed("")]
    record = read(page(second=drawn(second), third=drawn(grid)))
    assert wrong(record) == {}
    assert "?" not in row_of(record, "denied_inquiry")
    assert row_of(record, "licences", "disclosures") == "?"  # or the mark of a note


@pytest.mark.parametrize("values", ["2|0||0|0|1|0|3", "2|0|0|0|0|1|0|3"])
def test_a_cell_too_many_before_a_column_of_remarks(values: str) -> None:
    """Under its headings the row would lose its sum to the remarks."""
    record = read(row_of_3(ROWS["denied_inquiry"], values.split("|"), remarks=True))
    told = row_of(record, "denied_inquiry").split()
    assert all(value in ("?", right) for value, right in zip(told, "2000103", strict=True))


def test_remarks_beside_table_4() -> None:
    told = "1 0 0 0 1 3 0 2 1 6 0 0 15 0 15"
    assert row_of_4(told + " _", remarks=True) == told
    assert row_of_4("1 0 0 0 1 3 0 2 1 6 0 0 0 0 0 _", remarks=True).endswith("0 0 0 0 0")
    lost = "0 0 0 0 1 3 0 2 6 0 0 15 0 15 _"
    assert row_of_4(lost, remarks=True) == " ".join("?" * 15)


def test_a_cell_too_many_in_table_4_without_sums() -> None:
    stored = row_of_4("0 0 0 0 0 _ 1 0 0 2 _ 0 0 0 0 _").split()
    assert stored[5:10].count("?") == 5  # 0 1 0 0 2 fails, 1 0 0 2 and no sum holds


def test_two_numbers_in_one_cell_of_table_4_empty_another() -> None:
    grid = table_4()
    grid[3] = [Printed(text) for text in "1 0 0 0 1 3 0 2 1".split()]
    grid[3] += [Printed("6 0"), Printed(""), *map(Printed, "0000")]
    record = read(page(fourth=drawn(grid)))
    cells = {c.column: c for c in record.cells if c.row == "litigation_after_reconsideration"}
    assert cells["upheld"].state == "unreadable"


def test_a_short_row_of_a_part_of_table_4() -> None:
    """行政复议 in a table of its own, with one value lost: which one, its sum cannot tell."""
    lost = [[Printed("行政复议", 5)], [Printed(c.text) for c in table_4()[2][:5]]]
    lost.append([Printed(text) for text in ("2", "0", "1", "3")])
    rest = [[Printed("行政诉讼", 10)], *(row[-10:] for row in table_4()[1:])]
    rest[1] = table_4()[1]
    record = read(page(fourth=drawn(lost) + "<p></p>" + drawn(rest)))
    own = {c.column: c.value for c in record.cells if c.row == "reconsideration"}
    assert set(own.values()) == {None}


def other_year(grid: Grid) -> str:
    return "<p>附：2022年同期数据</p>" + drawn(grid)


def test_another_years_row_is_none_of_a_damaged_table_4() -> None:
    grid = table_4()
    grid[3][4] = replace(grid[3][4], colspan=2)
    record = read(page(fourth=drawn(grid) + other_year(table_4(numbers(9)))))
    assert wrong(record) == {}


def test_another_years_rows_are_none_of_a_table_3_that_lost_its_own() -> None:
    third = drawn(table_3()[:-2]) + other_year(table_3(numbers(9)))
    assert wrong(read(page(third=third))) == {}
    assert row_of(read(page(third=third)), "carried_out") == OPEN


def test_rows_of_zeros_stay_as_they_are() -> None:
    record = read(row_of_3(ROWS["denied_inquiry"], [*ZEROS.split(), ""]))
    assert row_of(record, "denied_inquiry") == ZEROS


def test_a_row_without_a_sum_may_be_moved() -> None:
    """Behind a lost cell the sum stands in the column before its own."""
    record = read(row_of_3(ROWS["denied_inquiry"], ["0", "0", "0", "7", "0", "7", ""]))
    assert row_of(record, "denied_inquiry") == OPEN
    assert row_of_4("3 _ 1 4 _ 0 0 0 0 0 0 0 0 0 0").split()[:5] == ["?"] * 5


def test_an_empty_cell_among_the_numbers_of_a_text() -> None:
    """Without it the row adds up; without the first number it does not."""
    rows = [["", *(c.text for c in table_3()[0][1:])]]
    for row in table_3()[1:]:
        values = FEW.get(next(k for k, v in ROWS.items() if v == row[0].text), ZEROS).split()
        rows.append([row[0].text, *values])
    at = list(ROWS).index("denied_process") + 1
    rows[at][1:] = ["20", "0", "5", "0", "0", "", "0", "25"]
    assert row_of(read(tabbed_page(rows)), "denied_process") == "20 0 5 0 0 0 25"


@pytest.mark.parametrize("rows", [ZEROS, "3 0 0 0 0 0 3"])
def test_a_text_with_the_sums_before_all_applicants(rows: str) -> None:
    text = running_text(dict.fromkeys(FEW, rows)).decode()
    moved = text.replace("自然人 商业", "总计 自然人 商业").replace("其他 总计 一、", "其他 一、")
    assert moved != text
    record = read(moved.encode())
    assert row_of(record, "received") == OPEN


def test_an_empty_table_above_that_of_another_year_in_running_text() -> None:
    text = running_text({}).decode()
    start, end = text.index("一、本年新收"), text.index(" 四、政府信息公开行政复议")
    table = text[start:end]
    empty = " ".join(word for word in table.split() if not word.isdigit())
    record = read(text.replace(table, f"{empty} 附：2022年度 {table}").encode())
    assert row_of(record, "received") == OPEN


def with_row(name: str, values: str) -> Cells:
    """The numbers of table 3 with another row among the outcomes; all sums hold."""
    cells = dict(TRUTH)
    for column, value in zip(APPLICANTS, values.split(), strict=True):
        more = int(value) - int(cells["applications", name, column])
        for row in (name, "total", "received"):
            cells["applications", row, column] = str(int(cells["applications", row, column]) + more)
    return cells


@pytest.mark.parametrize("moved", [" 1     1 2", " 1    1 2 2"])
def test_a_cell_too_many_in_a_longer_row_of_a_text_with_tabs(moved: str) -> None:
    """The empty cell behind the label is that of natural persons, and another one came in, or a
    copy of the sum."""
    label, truth = "3.危及“三安全一稳定”", with_row("denied_safety_stability", "0 1 0 0 0 1 2")
    lines = full(table_3(truth))
    at = next(i for i, line in enumerate(lines) if line[0] == label)
    lines[at] = [label, *moved.split(" ")]
    record = read(tabbed_page(lines))
    assert row_of(record, "denied_safety_stability") == "? 1 ? ? ? 1 2"
    assert not wrong(record, truth)


def test_numbers_beside_the_name_of_a_group_are_its_first_row_s() -> None:
    label, lines = "1.本机关不掌握相关政府信息", full(table_3())
    at = next(i for i, line in enumerate(lines) if line[0] == label)
    lines[at : at + 1] = [["（四）无法提供：", *lines[at][1:]], [label, *[""] * 7]]
    record = read(tabbed_page(lines))
    own = [TRUTH["applications", "unavailable_not_held", column] for column in APPLICANTS]
    assert row_of(record, "unavailable_not_held") == " ".join(own)
    states = {c.state for c in record.cells if c.row == "unavailable_not_held"}
    assert states == {"number"}


def test_sums_of_two_channels_that_fail_in_a_text() -> None:
    """A 3 was lost before the first channel's sum, and a 13 came in before that of the last."""
    fourth = full(table_4())
    fourth[-1] = "— — — 3 — — — — — — — — 13 13 13".split()
    heading = "四、政府信息公开行政复议、行政诉讼情况\n"
    rows = "".join("\t".join(row) + "\n" for row in fourth)
    text = tabbed_page(full(table_3())).decode().replace(heading, heading + rows)
    record = read(text.encode())
    states = [c.state for c in record.cells if c.table == "proceedings"]
    assert states == ["unreadable"] * 15
    one = text.replace("—\t—\t—\t3\t—", "—\t—\t—\t3\t3")
    assert row_of(read(one.encode()), "reconsideration", "proceedings") == "? ? ? 3 3"
    last = "litigation_after_reconsideration"
    assert row_of(read(one.encode()), last, "proceedings") == "? ? 13 13 13"


def test_a_row_of_a_text_moved_against_the_sums_of_several_columns() -> None:
    """A 0 came in behind the first number, and the last part was lost."""
    truth = with_row("denied_process", "3 1 0 0 0 2 6")
    lines = full(table_3(truth))
    at = next(i for i, line in enumerate(lines) if line[0] == "6.属于四类过程性信息")
    assert lines[at][1:] == ["3", "1", "0", "0", "0", "2", "6"]
    lines[at][1:] = ["3", "0", "1", "0", "0", "0", "6"]
    record = read(tabbed_page(lines))
    assert row_of(record, "denied_process") == OPEN
    assert not wrong(record, truth)
