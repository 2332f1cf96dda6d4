"""Headings and values moved against one another by a span too wide or too narrow, or by a cell too
many: sums tell what is meant, or nothing does, and no value is stored under another heading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.damaged_form import Grid, drawn, page, read, table_3, table_4, wrong
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
