"""Tables made of other elements, by their style or for readers of screens."""

from __future__ import annotations

import pytest

from tests.damaged_form import (
    TRUTH,
    Grid,
    full,
    page,
    read,
    stored,
    table_2,
    table_3,
    table_4,
    wrong,
)
from tests.sample.reports.grid import Printed

BY_CLASS = "<style>.t{display:table} div.r{display:table-row} .c{display:table-cell}</style>"
CLASSES = ('class="t"', 'class="r"', 'class="c"')
STYLES = (
    'style="display: table"',
    'style="border:0;display:table-row"',
    'style="display:table-cell;width:9%"',
)
ROLES = ('role="table"', 'role="row"', 'role="cell"')


def drawn_with(rows: list[list[str]], marks: tuple[str, str, str]) -> str:
    table, row, cell = marks
    lines = (f"<div {row}>{''.join(f'<div {cell}>{t}</div>' for t in r)}</div>" for r in rows)
    return f"<div {table}>{''.join(lines)}</div>"


def report(marks: tuple[str, str, str], left_out: str = "") -> bytes:
    tables = (drawn_with(full(g, left_out), marks) for g in (table_2(), table_3(), table_4()))
    return page(*tables).replace(b"<head>", f"<head>{BY_CLASS}".encode())


@pytest.mark.parametrize("marks", [CLASSES, STYLES, ROLES])
def test_every_cell_is_read_and_an_empty_one_stays_empty(marks: tuple[str, str, str]) -> None:
    record = read(report(marks, left_out="29"))
    empty = {key for key, value in TRUTH.items() if value == "29"}
    assert {(c.table, c.row, c.column) for c in record.cells if c.state != "number"} == empty
    assert wrong(record) == {}


def beside_one_another(style: str) -> bytes:
    """Each row a box of cells in spans, without a blank between them."""
    rows = (
        f'<div class="row">{"".join(f"<span>{t}</span>" for t in row)}</div>'
        for row in full(table_3(), left_out="29")
    )
    drawn = page(third=f'<div class="rows">{"".join(rows)}</div>')
    return drawn.replace(b"<head>", f"<head><style>.row{{{style}}}</style>".encode())


def test_rows_that_lay_their_cells_out_side_by_side() -> None:
    record = read(beside_one_another("display:flex"))
    empty = {k for k, value in TRUTH.items() if value == "29" and k[0] == "applications"}
    assert {(c.table, c.row, c.column) for c in record.cells if c.state != "number"} == empty
    assert wrong(record) == {}


@pytest.mark.parametrize("style", ["display:flex;flex-direction:column", "display:block"])
def test_cells_that_stand_otherwise_are_no_rows(style: str) -> None:
    record = read(beside_one_another(style))
    assert record.status == "incomplete"
    assert wrong(record) == {}


def test_columns_that_are_told_to_be_several() -> None:
    grid = [list(row) for row in table_4()]
    rows = "".join(
        f'<div role="row">{"".join(_told(cell) for cell in row)}</div>'
        for row in _without_rowspans(grid)
    )
    record = read(page(fourth=f'<div role="grid"><div role="rowgroup">{rows}</div></div>'))
    assert (record.status, stored(record)) == ("verified", TRUTH)


def _told(cell: Printed) -> str:
    return f'<div role="gridcell" aria-colspan="{cell.colspan}">{cell.text}</div>'


def _without_rowspans(grid: Grid) -> Grid:
    first, second = grid[:2]
    below = [Printed("", first[0].colspan), *second]
    return [[Printed(c.text, c.colspan) for c in first], below, *grid[2:]]


def test_rows_of_unequal_length_only_look_like_a_grid() -> None:
    """Under headings over several columns each row has cells of its own width: lines of text."""
    grid = table_4()
    marks = [[cell.text for cell in row] for row in grid]
    record = read(page(fourth=drawn_with(marks, STYLES)))
    assert wrong(record) == {}


def test_a_layout_of_columns_is_no_table() -> None:
    body = (
        page()
        .decode()
        .replace(
            '<div class="TRS_Editor">',
            f"<div {STYLES[0]}><div {STYLES[1]}><div {STYLES[2]}>导航</div><div {STYLES[2]}>",
        )
    )
    record = read(body.replace("</body>", "</div></div></body>").encode())
    assert (record.status, stored(record)) == ("verified", TRUTH)
