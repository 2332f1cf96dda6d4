"""Table 4, 政府信息公开行政复议、行政诉讼情况, from printed rows.

The form has fifteen values in one row. Agencies also print three rows or three columns, one for
each channel, or a table for each; a value then belongs to the headings over it and before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..reading.model import TableCell
from .found import Place, TableFound
from .headers import column_name, joined_over_pages
from .lines import Row
from .proceedings_row import (
    OUTCOMES,
    PLACES,
    channel_of,
    one_row,
    only_one,
    open_where_order_tells_otherwise,
)
from .rows import MOST_GAPS, Aligned, SplitRow, split_row
from .settle import Settled, row_holds
from .templates import COMMON, PROCEEDING_CELLS
from .values import Value, is_wordy, read_value

MOST_IN_REMARK = 2  # cells of a remark that are no words: a day, a telephone number
_ALL_OUTCOMES = (OUTCOMES, COMMON.outcomes[0])  # rows of a cell before them, and the first


def read_proceedings(rows: Sequence[Row]) -> TableFound | None:
    """Read table 4 from the rows of its region; None where no row of values is among them."""
    rows = _without_leftovers(joined_over_pages(tuple(rows), COMMON.outcome_labels))
    found = _read(rows)
    if found is not None:
        open_where_order_tells_otherwise(found, rows)
    return found


def _read(rows: Sequence[Row]) -> TableFound | None:
    placed = _Placed()
    for row in _with_spans(rows):
        placed.take(row)
    if set(placed.values) == set(PLACES):
        return placed.found()
    header: list[Row] = []
    found: list[TableFound] = []
    for row in rows:
        if any(is_wordy(text) for text in row.texts):
            header.append(row)
        elif header and _may_be_all(row):
            found.append(one_row(header, row))
    return only_one(found) or (placed.found() if placed.values else None)


def _may_be_all(row: Row) -> bool:
    """Whether a row may be the form's; in a picture a line may be lost, or be none, so that only
    as many cells as the form has are in its order."""
    if row.recognised:
        return len(row.cells) == PROCEEDING_CELLS
    return len(row.cells) >= PROCEEDING_CELLS - MOST_GAPS


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


@dataclass(slots=True)
class _Placed:
    """Values under the headings over them (by column) and before them.

    `values`: what is printed at each place, more than once where the table is printed again.
    """

    values: dict[Place, list[Value]] = field(default_factory=dict)
    exact: bool = True
    _channels: dict[int, str] = field(default_factory=dict)
    _outcomes: dict[int, str] = field(default_factory=dict)
    _others: set[int] = field(default_factory=set)
    _filled: int | None = None  # the table whose values were taken under these headings
    _beside: tuple[str, int, int] | None = None  # a channel before its rows: name, table, end

    def take(self, row: Row) -> None:
        """Take the next row, headings or values."""
        parts = split_row(row)
        channel = next(filter(None, map(channel_of, reversed(parts.labels))), None)
        outcome = column_name(parts.label, COMMON.outcome_labels)
        if _numbers_columns(row):
            return
        channel = self._before_several_rows(row, channel, outcome)
        if not self._is_of_values(parts, channel, outcome):
            self._take_headings(row)
            return
        places = {
            cell.column: place
            for cell in parts.values
            if (place := self._place(cell.column, channel, outcome)) in PLACES
            and all(
                self._place(column, channel, outcome) == place
                for column in range(cell.column, cell.column + cell.colspan)
            )
        }
        if not places or _is_shifted(parts, min(places), set(places) | self._others):
            return
        self.exact = self.exact and row.exact
        self._filled = row.table
        said: dict[Place, list[Value]] = {}
        for cell in parts.values:
            if cell.column in places:
                said.setdefault(places[cell.column], []).append(read_value(cell.text))
        for place, values in said.items():
            self.values.setdefault(place, []).extend(_without_empty(values))

    def _before_several_rows(
        self, row: Row, channel: str | None, outcome: str | None
    ) -> str | None:
        """The row's own channel, or that of a cell which begins above and spans rows of outcomes
        down to this one. Such a cell spans all outcomes from the first on, or a line was lost."""
        if not row.exact or outcome is None:
            self._beside = None
            return channel
        if channel is not None:
            own = [cell for cell in row.cells if channel_of(cell.text) == channel][-1:]
            if any(c.rowspan > 1 and (c.rowspan, outcome) != _ALL_OUTCOMES for c in own):
                self._beside = None
                return None
            end = max((cell.column + cell.colspan for cell in own), default=0)
            self._beside = (channel, row.table, end)
            return channel
        if self._beside is None or self._beside[1] != row.table:
            return None
        return self._beside[0] if row.cells[0].column >= self._beside[2] else None

    def _place(self, column: int, channel: str | None, outcome: str | None) -> Place:
        return (
            channel or self._channels.get(column, ""),
            outcome or self._outcomes.get(column, ""),
        )

    def _is_of_values(self, parts: SplitRow, channel: str | None, outcome: str | None) -> bool:
        """Whether a row holds values; one that is wholly empty only below all its headings."""
        if channel is None and outcome is None and self._is_remark(parts):
            return False
        if not parts.values or parts.has_numbers:
            return bool(parts.values)
        return all(self._place(c.column, channel, outcome) in PLACES for c in parts.values)

    def _is_remark(self, parts: SplitRow) -> bool:
        """Whether a row begins with words where a value should stand, and has hardly a number:
        who filled the table in, below it."""
        printed = [cell for cell in parts.cells if cell.text.strip()]
        numbers = sum(not is_wordy(cell.text) for cell in printed)
        under_heading = bool(printed) and self._place(printed[0].column, None, None) in PLACES
        return under_heading and is_wordy(printed[0].text) and numbers <= MOST_IN_REMARK

    def _take_headings(self, row: Row) -> None:
        names = [
            (cell, channel_of(cell.text), column_name(cell.text, COMMON.outcome_labels))
            for cell in row.cells
            if cell.text.strip()
        ]
        if not any(channel or outcome for _, channel, outcome in names):
            return
        if self._filled not in (None, row.table):  # the next table has headings of its own
            self._channels, self._outcomes, self._others = {}, {}, set()
            self._filled = None
        for cell, channel, outcome in names:
            span = range(cell.column, cell.column + cell.colspan)
            if channel:
                self._channels |= dict.fromkeys(span, channel)
            elif outcome:
                self._outcomes |= dict.fromkeys(span, outcome)
            else:
                self._others.update(span)
                self._outcomes = {c: o for c, o in self._outcomes.items() if c not in span}

    def found(self) -> TableFound:
        """The table; printed again with other numbers, it is open which one is meant."""
        found = TableFound("proceedings", PLACES)
        again = any(set(values) != {values[0]} for values in self.values.values())
        for channel in COMMON.channels:
            places = [(channel, outcome) for outcome in COMMON.outcomes]
            block = tuple(self.values[p][0] if p in self.values else None for p in places)
            found.put(channel, COMMON.outcomes, _settled(block, again, self.exact))
        return found


def _without_empty(values: Sequence[Value]) -> Sequence[Value]:
    """The values under one heading of a row; empty cells beside one say nothing."""
    return [value for value in values if value.state != "blank"] or values[:1]


def _settled(block: Aligned, again: bool, exact: bool) -> list[Settled]:
    """One channel. Where its sum fails and the grid is loose, an empty cell may stand for a
    number beside it; beside digits that stand apart it may in any grid."""
    proved = None not in block and row_holds(block) and block[-1].state == "number"  # type: ignore[union-attr]
    apart = any(value and value.spaced for value in block)
    loose = not exact and any(v and (v.state == "blank" or v.spaced) for v in block)
    settled = []
    for value in block:
        in_two = value is not None and (value.spaced or (apart and value.state == "blank"))
        doubtful = not proved and (in_two or (loose and not row_holds(block)))
        keep = value is not None and not (again or doubtful)
        settled.append(Settled(value) if keep else Settled(disputed=True))
    return settled


def _is_shifted(parts: SplitRow, first: int, columns: set[int]) -> bool:
    """Whether a number stands under no heading, before the first of them, or in two rows."""
    return any(
        cell.column < first or cell.column not in columns or cell.rowspan > 1
        for cell in parts.values
        if cell.text.strip()
    )


def _with_spans(rows: Sequence[Row]) -> list[Row]:
    """The rows; in text with tabs, rows that are shorter than their part of the table only where
    they are channels evenly over its columns, and a channel over the empty fields behind it."""
    parts: list[list[Row]] = []
    for row in rows:
        if not parts or (_is_of_words(row) and not _is_of_words(parts[-1][-1])):
            parts.append([])
        parts[-1].append(row)
    widths = [max(len(row.cells) for row in part) for part in parts]
    return [
        row if row.exact else _spanned(row, width)
        for part, width in zip(parts, widths, strict=True)
        for row in part
    ]


def _is_of_words(row: Row) -> bool:
    return all(is_wordy(cell.text) for cell in row.cells if cell.text.strip())


def _spanned(row: Row, width: int) -> Row:
    cells = row.cells
    if len(cells) < width:
        even = cells and width % len(cells) == 0 and all(channel_of(c.text) for c in cells)
        each = width // len(cells) if even else 0
        spread = (TableCell(c.text, i * each, each) for i, c in enumerate(cells) if even)
        return replace(row, cells=tuple(spread))
    if not _is_of_words(row):
        return row
    ends = [i for i, cell in enumerate(cells) if cell.text.strip()] + [width]
    following = dict(pairwise(ends))
    return replace(
        row,
        cells=tuple(
            cell._replace(colspan=following[i] - i)
            if i in following and channel_of(cell.text)
            else cell
            for i, cell in enumerate(cells)
        ),
    )


def _numbers_columns(row: Row) -> bool:
    """A row that only numbers the columns: 1, 2, 3 …"""
    texts = [text.strip() for text in row.texts if text.strip()]
    return len(texts) >= OUTCOMES and texts == [str(n) for n in range(1, len(texts) + 1)]
