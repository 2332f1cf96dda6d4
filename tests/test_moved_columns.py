"""Headings and values moved against one another by a span too wide or too narrow, or by a cell too
many: sums tell what is meant, or nothing does, and no value is stored under another heading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.damaged_form import (
    APPLICANTS,
    RESULTS,
    ROWS,
    TRUTH,
    Grid,
    drawn,
    page,
    read,
    row_of,
    tabbed_page,
    table_2,
    table_3,
    table_4,
    wrong,
)
from tests.sample.reports.grid import Printed


@pytest.mark.parametrize("at", [0, 3, 9, 14, 15])
def test_an_empty_cell_too_many_among_the_values_of_table_4(at: int) -> None:
    grid = table_4()
    grid[3] = [*grid[3][:at], Printed(""), *grid[3][at:]]
    record = read(page(fourth=drawn(grid)))
    assert wrong(record) == {}
    assert {c.state for c in record.cells if c.table == "proceedings"} <= {"number", "unreadable"}


@pytest.mark.parametrize("at", [0, 4, 9, 12])
def test_a_heading_of_table_4_over_a_column_too_many(at: int) -> None:
    grid = table_4()
    grid[2] = [replace(cell, colspan=1 + (i == at)) for i, cell in enumerate(grid[2])]
    assert wrong(read(page(fourth=drawn(grid)))) == {}


def form_3(corner: tuple[int, int] = (3, 3), companies: int = 5) -> Grid:
    """Table 3 under the form's own three rows of headings; corner: its columns and rows.
    companies: the columns that 法人或其他组织 stands over."""
    names = [cell.text for cell in table_3()[0][1:]]
    return [
        [Printed("（勾稽关系略）", *corner), Printed("申请人情况", 7)],
        [Printed(names[0], 1, 2), Printed("法人或其他组织", companies), Printed(names[6], 1, 2)],
        [Printed(name) for name in names[1:6]],
        *([replace(row[0], colspan=3), *row[1:]] for row in table_3()[1:]),
    ]


def test_table_3_under_the_form_s_own_headings() -> None:
    record = read(page(third=drawn(form_3())))
    assert (record.status, wrong(record)) == ("verified", {})


@pytest.mark.parametrize(
    ("corner", "companies"), [((2, 2), 5), ((2, 3), 5), ((3, 2), 5), ((3, 3), 4), ((3, 3), 6)]
)
def test_headings_of_table_3_beside_their_columns(corner: tuple[int, int], companies: int) -> None:
    assert wrong(read(page(third=drawn(form_3(corner, companies))))) == {}


def test_a_head_that_ends_before_its_merged_cells() -> None:
    """A span ends with the part of the table it is in: all headings below it begin at the left."""
    markup = drawn(form_3()).replace("<table>", "<table><thead>").replace("</table>", "</tbody>")
    markup = markup.replace("</tr>", "</tr></thead><tbody>", 1) + "</table>"
    record = read(page(third=markup))
    assert (record.status, wrong(record)) == ("verified", {})


def moved_row_of_table_4(texts: str, spans: tuple[int, ...] = ()) -> dict[str, str | None]:
    """What table 4 stores of one row, `_` for an empty cell; spans: of its fifteen headings."""
    grid = table_4()
    grid[2] = [replace(c, colspan=s) for c, s in zip(grid[2], spans or (1,) * 15, strict=True)]
    grid[3] = [Printed(text.replace("_", "")) for text in texts.split()]
    cells = read(page(fourth=drawn(grid))).cells
    return {f"{c.row}.{c.column}": c.value or c.state for c in cells if c.table == "proceedings"}


def test_a_value_copied_into_a_cell_too_many() -> None:
    found = moved_row_of_table_4("0 0 5 3 8 5 5 5 6 1 17 _ _ _ _ _")
    kept = [found[f"litigation_direct.{column}"] for column in RESULTS]
    right = ["5", "5", "6", "1", "17"]
    assert all(value in (own, "unreadable") for value, own in zip(kept, right, strict=True))


@pytest.mark.parametrize(
    "row",
    [
        "_ 53 68 _ 121 55 _ _ 43 / / 98 14 35 56 — 105",  # either empty cell, or a stroke
        "0 1 1 2 4 0 3 4 0 7 — 0 _ — — _",  # the empty one behind them, or the one before
    ],
)
def test_where_a_cell_too_many_came_in_is_open_where_no_sum_tells(row: str) -> None:
    found = moved_row_of_table_4(row)
    assert found["reconsideration.corrected"] == row.split()[1]
    assert "unreadable" in found.values()
    assert found["litigation_direct.other"] != "not_applicable"
    assert found["litigation_after_reconsideration.pending"] != "blank"


def test_equal_neighbours_under_a_wide_heading_beside_a_cell_too_many() -> None:
    """Fifteen cells would be left if the two strokes under the last heading were one."""
    found = moved_row_of_table_4("/ / / / / _ 2 1 2 1 6 / / / / /", (1,) * 14 + (2,))
    kept = [found[f"litigation_direct.{column}"] for column in RESULTS]
    assert all(value in (right, "unreadable") for value, right in zip(kept, "21216", strict=True))


def test_a_value_and_an_empty_cell_under_a_wide_heading_are_one() -> None:
    found = moved_row_of_table_4("1 0 0 0 1 2 1 2 1 6 0 3 0 0 3 _", (1,) * 14 + (2,))
    assert found["litigation_after_reconsideration.total"] == "3"
    assert "unreadable" not in found.values()


def test_a_heading_of_table_3_over_a_column_too_many_joins_no_values() -> None:
    """商业企业 over two columns: the rows end before the last heading does."""
    grid = form_3()
    grid[2] = [replace(cell, colspan=2 - bool(i)) for i, cell in enumerate(grid[2])]
    sparse = [
        [*row[:-5], *(replace(cell, text="") for cell in row[-5:-1]), row[-1]] for row in grid[3:]
    ]
    record = read(page(third=drawn([*grid[:3], *sparse])))
    rows = {c.row: c for c in record.cells if c.table == "applications" and c.column == "legal"}
    assert {c.value for c in rows.values()} == {None}


def test_a_value_over_two_columns_below_headings_that_were_moved() -> None:
    grid = form_3()
    grid[2].insert(3, Printed(""))  # 法律服务机构 and 其他 stand one column to the right
    row = next(row for row in grid if row[0].text == "（六）其他处理" or "3.其他" in row[0].text)
    row[3] = replace(row[3], rowspan=2)
    assert wrong(read(page(third=drawn(grid)))) == {}


def test_a_row_one_cell_short_does_not_lose_its_sum_to_the_column_before() -> None:
    """Behind 3 and zeros a last 3 is the sum, not another applicant's."""
    grid = form_3()
    label = grid[-1][0]
    grid[-1] = [label, *(Printed(text) for text in ("3", "0", "0", "0", "0", "3"))]
    record = read(page(third=drawn(grid)))
    last = {c.column: c.value for c in record.cells if c.row == "carried_out"}
    assert last["other"] is None or last["other"] == "0"


def test_an_empty_cell_too_many_among_strokes_of_table_3() -> None:
    """It may be any of the empty ones: behind them all, or one between the strokes."""
    grid = form_3()
    grid[-1] = [grid[-1][0], *(Printed(t.strip("_")) for t in "0 / _ _ / _ _ _".split())]
    record = read(page(third=drawn(grid)))
    last = {c.column: c.state for c in record.cells if c.row == "carried_out"}
    assert (last["company"], last["nonprofit"]) == ("not_applicable", "unreadable")
    assert record.status == "incomplete"


def test_a_stroke_too_many_among_strokes_of_table_3() -> None:
    """Its sum is empty: the last stroke may be that of the column before."""
    grid = form_3()
    grid[-1] = [grid[-1][0], *(Printed(t.strip("_")) for t in "/ 0 — — — 0 / _".split())]
    record = read(page(third=drawn(grid)))
    last = {c.column: c.state for c in record.cells if c.row == "carried_out"}
    assert (last["company"], last["other"], last["total"]) == ("number", "unreadable", "unreadable")


def test_an_empty_cell_too_many_below_headings_that_were_moved() -> None:
    """The head begins with a cell too many, so that no heading tells a column; the row's last two
    values are equal, and one of them is no copy."""
    grid = table_3()
    grid[0] = [Printed(""), *grid[0]]
    values = ["0", "", "0", "0", "0", "0", "1", "1"]
    grid[2] = [grid[2][0], *map(Printed, values)]
    row = "carried_in"
    cells = [c.value for c in read(page(third=drawn(grid))).cells if c.row == row]
    assert cells in (["0", "0", "0", "0", "0", "1", "1"], [None] * 7)


def test_an_empty_cell_behind_a_row_of_table_3_that_adds_up() -> None:
    grid = form_3()
    grid[-1] = [*grid[-1], Printed("")]
    record = read(page(third=drawn(grid)))
    assert (record.status, wrong(record)) == ("verified", {})


def test_a_page_number_between_the_headings_of_a_copied_grid() -> None:
    """Text of a grid with every merged cell written out; above the break stands another table."""
    corner = ["（勾稽关系略）"] * 3
    heads = [*corner, "自然人", *["法人或其他组织"] * 5, "总计"]
    lines = [
        [*corner, *["申请人情况"] * 7],
        ["- 5 -"],
        heads,
        [*corner, *(cell.text for cell in table_3()[0][1:])],
        *([row[0].text] * 3 + [cell.text for cell in row[1:]] for row in table_3()[1:]),
    ]
    record = read(tabbed_page(lines))
    assert wrong(record) == {}
    assert len(record.cells) - sum(c.value is None for c in record.cells) == 175


@pytest.mark.parametrize("moved", ["39828||19287|", "39828|||19287"])
def test_an_empty_cell_too_many_in_a_row_of_table_2(moved: str) -> None:
    """No sum tells where it came in: 19287 were repealed, or are in force."""
    grid = table_2()
    grid[3] = [grid[3][0], *(Printed(text) for text in moved.split("|"))]
    cells = read(page(second=drawn(grid))).cells
    row = {c.column: c.value for c in cells if c.row == "normative_documents"}
    assert row.pop("issued") in ("39828", None)
    assert set(row.values()) == {None}


def test_an_empty_cell_before_equal_values_under_a_heading_too_wide() -> None:
    """The heading's span reaches beyond the table: 3 and 3 are two cells, and which of the four
    is one too many, nothing tells."""
    grid = table_2()
    grid[1] = [*grid[1][:3], Printed("现行有效件数", 2)]
    grid[3] = [grid[3][0], *(Printed(text) for text in ("", "1", "3", "3"))]
    cells = read(page(second=drawn(grid))).cells
    row = {c.column: (c.state, c.value) for c in cells if c.row == "normative_documents"}
    assert set(row.values()) == {("unreadable", None)}


def test_empty_cells_behind_every_row_of_table_2() -> None:
    grid = [[*row, Printed("")] for row in table_2()]
    record = read(page(second=drawn(grid)))
    assert (record.status, wrong(record)) == ("verified", {})


def test_table_2_as_a_list_of_its_cells_with_empty_ones() -> None:
    """The heading stands beside the item, as it does a row above, and no value behind it."""
    rows = [
        ["条款", "信息内容", "指标", "数值"],
        ["第二十条第（六）项", "行政处罚", "本年处理决定数量", ""],
        ["第二十条第（六）项", "行政强制", "本年处理决定数量", ""],
    ]
    record = read(page(second=drawn([[Printed(text) for text in row] for row in rows])))
    assert (record.status, wrong(record)) == ("incomplete", {})


def test_a_heading_of_table_2_left_out() -> None:
    """本年增/减 is not printed: 8 stands under 处理决定数量, a cell behind it under nothing."""
    grid = table_2()
    grid[5:7] = [
        [Printed("信息内容"), Printed("上一年项目数量"), Printed("处理决定数量")],
        [Printed("行政许可"), Printed("34910"), Printed("8"), Printed("")],
    ]
    record = read(page(second=drawn(grid)))
    assert next(c.state for c in record.cells if c.row == "licences") == "unreadable"
    assert record.status == "incomplete"


def test_a_last_row_moved_by_a_column_beside_remarks() -> None:
    """三 spans a row too many: 四、结转 begins a column later, and so does its empty remark."""
    inner = [[replace(row[0], colspan=2), *row[1:]] for row in form_3()[5:-1]]
    inner[0].insert(0, Printed("三、本年度办理结果", 1, len(inner) + 1))
    head = form_3()[:5]
    head[0].append(Printed("备注", 1, 3))
    rows = [*head, *inner, form_3()[-1]]
    grid = [*rows[:3], *([*row, Printed("")] for row in rows[3:])]
    record = read(page(third=drawn(grid)))
    assert (record.status, wrong(record)) == ("verified", {})


def test_an_empty_column_came_in_and_the_last_one_was_cut() -> None:
    """As at the edge of a page: every cell has a heading, and no row's sum holds."""
    grid = table_3()
    for row in grid[1:]:
        row[3:] = [Printed(""), *row[3:-1]]
    assert wrong(read(page(third=drawn(grid)))) == {}


def test_a_sum_that_the_agency_has_wrong_in_a_few_rows_is_kept() -> None:
    grid = table_3()
    for row in grid[4:7]:
        row[-1] = Printed(row[-1].text + "1")
    assert read(page(third=drawn(grid))).status == "discrepant"


@pytest.mark.parametrize("row", ["granted", "denied_inquiry", "total"])
@pytest.mark.parametrize("at", [0, 2, 5])
def test_a_row_of_table_3_moved_up_over_a_lost_number(row: str, at: int) -> None:
    """A converter fills it up with an empty cell at its end, under the heading of the sum."""
    grid = table_3()
    index = list(ROWS).index(row) + 1
    label, *values = grid[index]
    grid[index] = [label, *values[:at], *values[at + 1 :], Printed("")]
    record = read(page(third=drawn(grid)))
    assert wrong(record) == {}
    assert record.status == "incomplete"


@pytest.mark.parametrize("at", [0, 3, 4, 7, 9, 13])
def test_table_4_moved_up_over_a_lost_number(at: int) -> None:
    grid = table_4()
    grid[3] = [*grid[3][:at], *grid[3][at + 1 :], Printed("")]
    record = read(page(fourth=drawn(grid)))
    assert wrong(record) == {}
    assert record.status == "incomplete"


def test_sums_of_table_4_that_are_all_printed_empty_did_not_move() -> None:
    grid = table_4()
    numbers = ["0", "0", "0", "0", "", "0", "17", "0", "0", "", "0", "0", "0", "0", ""]
    grid[3] = [Printed(number) for number in numbers]
    record = read(page(fourth=drawn(grid)))
    states = {c.column: c.state for c in record.cells if c.row == "litigation_direct"}
    assert states == {
        **dict.fromkeys(("upheld", "corrected", "other", "pending"), "number"),
        "total": "inferred",
    }


def test_table_4_without_zeros_may_have_moved_though_no_sum_stands_in_its_place() -> None:
    """1, nothing, 1, 1 and 3 of one channel lost their second cell, and all behind it moved up."""
    grid = table_4()
    numbers = [*[""] * 5, "1", "1", "1", "3", "", "1", "", "1", "2", ""]
    grid[3] = [Printed(number) for number in numbers]
    record = read(page(fourth=drawn(grid)))
    states = {
        c.state for c in record.cells if c.row == "litigation_direct" and c.column != "upheld"
    }
    assert states == {"unreadable"}


def test_a_number_that_ran_into_its_neighbour() -> None:
    """7 and 10 in one cell, the next one empty: the row's sum fails, and holds of both."""
    grid = table_3()
    index = list(ROWS).index("granted") + 1
    label, *values = grid[index]
    both = Printed(values[1].text + values[2].text)
    grid[index] = [label, values[0], both, Printed(""), *values[3:]]
    fourth = table_4()
    both = Printed(fourth[3][3].text + fourth[3][4].text)
    fourth[3] = [*fourth[3][:3], both, Printed(""), *fourth[3][5:]]
    record = read(page(third=drawn(grid), fourth=drawn(fourth)))
    assert wrong(record) == {}
    assert record.status == "incomplete"


def test_a_dash_in_an_unnamed_column_of_remarks_is_no_sum() -> None:
    third = [[cell.text for cell in row] for row in table_3()]
    zeros = [[row[0], *("0" for _ in row[1:])] for row in third[1:]]
    remarked = [[*third[0], ""], *([*row, "—" if i % 2 else ""] for i, row in enumerate(zeros))]
    record = read(tabbed_page(remarked))
    applications = [c for c in record.cells if c.table == "applications"]
    assert {c.state for c in applications} <= {"number", "unreadable"}


def test_a_column_of_another_year_beside_the_total_is_none_of_the_forms() -> None:
    grid = table_3()
    headings, *rows = grid
    others = [Printed(str(number % 10)) for number in range(len(rows))]
    with_year = [
        [*headings, Printed("2022年总计")],
        *([*row, other] for row, other in zip(rows, others, strict=True)),
    ]
    record = read(page(third=drawn(with_year)))
    assert not wrong(record)
    assert record.status == "verified"


def test_rows_of_two_equal_numbers_print_no_sum_where_that_of_all_rows_is_empty() -> None:
    """1 and 1 below 自然人 and 科研机构 are not 1 and its sum: in most rows nothing is one."""
    printed = {
        "received": "9 1 2",
        "granted": "1 0 1",
        "partial": "1 0 1",
        "denied_state_secret": "7 1 0",
        "total": "9 1 2",
    }
    cells = {place: "0" for place in TRUTH if place[0] == "applications"}
    for row, numbers in printed.items():
        cells |= {
            ("applications", row, column): number
            for column, number in zip(APPLICANTS, numbers.split(), strict=False)
        }
    cells |= {place: "" for place in cells if place[2] == "total"}
    record = read(page(third=drawn(table_3(cells))))
    assert [row_of(record, row)[:5] for row in printed] == list(printed.values())
    assert record.status == "verified"
