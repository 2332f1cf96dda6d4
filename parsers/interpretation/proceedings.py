"""Table 4, 政府信息公开行政复议、行政诉讼情况, from printed rows.

The form has fifteen values in one row. Agencies also print three rows or three columns, one for
each channel, or a table for each; a value then belongs to the headings over it and before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..reading.model import TableCell
from .found import TableFound
from .headers import column_name, joined_over_pages
from .lines import Row
from .placed_proceedings import OPEN, Placed, may_be_all
from .proceedings_row import (
    PLACES,
    channel_of,
    one_row,
    only_one,
    open_where_cells_are_displaced,
    open_where_order_tells_otherwise,
    open_where_sums_fail,
)
from .templates import COMMON
from .values import is_wordy


def read_proceedings(rows: Sequence[Row]) -> TableFound | None:
    """Read table 4 from the rows of its region; None where no row of values is among them."""
    rows, digits = _without_digits_below(rows)
    rows = _without_leftovers(joined_over_pages(tuple(rows), COMMON.outcome_labels))
    placed = Placed()
    for row in _with_spans(rows):
        placed.take(row)
    found = _read(rows, placed)
    if found is not None:
        open_where_order_tells_otherwise(found, [placed.without_others(row) for row in rows])
        open_where_cells_are_displaced(found)
        if digits:
            open_where_sums_fail(found)
    return found


def _without_digits_below(rows: Sequence[Row]) -> tuple[Sequence[Row], bool]:
    """The rows of a text without digits that stand alone below the last one, and whether there
    are any: the number of a page, or the end of a number that its narrow column broke."""
    end = len(rows)
    while end and _is_lone_number(rows[end - 1]):
        end -= 1
    return rows[:end], end < len(rows)


def _is_lone_number(row: Row) -> bool:
    printed = [text.strip() for text in row.texts if text.strip()]
    return not row.exact and len(printed) == 1 and printed[0].isdecimal()


def _read(rows: Sequence[Row], placed: Placed) -> TableFound | None:
    if set(placed.values) == set(PLACES):
        return placed.found()
    header: list[Row] = []
    found: list[TableFound] = []
    for row in rows:
        if any(is_wordy(text) for text in row.texts):
            header.append(row)
        elif row in placed.short:
            found.append(TableFound("proceedings", PLACES, dict.fromkeys(PLACES, OPEN)))
        elif header and may_be_all(row):
            found.append(one_row(header, row))
    return only_one(found) or (placed.found() if placed.values else None)


def _without_leftovers(rows: Sequence[Row]) -> list[Row]:
    """The rows but for empty ones right above values of the same table, which a page's end
    leaves of headings that it cuts, and right below them, where a sheet or an editor left one."""
    left_over = {
        empty
        for i, j in pairwise(range(len(rows)))
        for empty, beside in ((i, j), (j, i))
        if not any(text.strip() for text in rows[empty].texts)
        and rows[beside].table == rows[empty].table
        and not _is_of_words(rows[beside])
    }
    return [row for i, row in enumerate(rows) if i not in left_over]


def _with_spans(rows: Sequence[Row]) -> list[Row]:
    """The rows; in text with tabs, rows that are shorter than their part of the table only where
    they are channels evenly over its columns, and a channel over the empty fields behind it."""
    parts: list[list[Row]] = []
    for row in rows:
        if not parts or (_is_of_words(row) and not _is_of_words(parts[-1][-1])):
            parts.append([])
        parts[-1].append(row)
    widths = [max(len(row.cells) for row in part) for part in parts]
    lowest = [
        max((i for i, r in enumerate(part) if _names_outcomes(r)), default=0) for part in parts
    ]
    return [
        row if row.exact else _spanned(row, width, is_over=i < last)
        for part, width, last in zip(parts, widths, lowest, strict=True)
        for i, row in enumerate(part)
    ]


def _names_outcomes(row: Row) -> bool:
    return any(column_name(text, COMMON.outcome_labels) for text in row.texts)


def _is_of_words(row: Row) -> bool:
    return all(is_wordy(cell.text) for cell in row.cells if cell.text.strip())


def _spanned(row: Row, width: int, *, is_over: bool) -> Row:
    """A row with its channels over the empty fields behind them; `is_over` the headings of
    results, which these fields are not the values of, then."""
    cells = row.cells
    if len(cells) < width:
        even = cells and width % len(cells) == 0 and all(channel_of(c.text) for c in cells)
        each = width // len(cells) if even else 0
        spread = (TableCell(c.text, i * each, each) for i, c in enumerate(cells) if even)
        return replace(row, cells=tuple(spread))
    if not _is_of_words(row):
        return row
    ends = [i for i, cell in enumerate(cells) if cell.text.strip()] + [width]
    following = {i: end for i, end in pairwise(ends) if channel_of(cells[i].text)}
    covered = {i for start, end in following.items() for i in range(start + 1, end) if is_over}
    return replace(
        row,
        cells=tuple(
            cell._replace(colspan=following[i] - i) if i in following else cell
            for i, cell in enumerate(cells)
            if i not in covered
        ),
    )
