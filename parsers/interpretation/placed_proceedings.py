"""The values of table 4 under the headings over them and before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from .alignment import MOST_GAPS
from .found import Place, TableFound
from .headers import column_name
from .lines import Row
from .proceedings_row import OUTCOMES, PLACES, channel_of
from .rows import SplitRow, split_row
from .settle import Settled, may_be_moved, row_holds
from .templates import COMMON, PROCEEDING_CELLS
from .values import Aligned, Value, is_wordy, read_value

MOST_IN_REMARK = 2  # cells of a remark that are no words: a day, a telephone number
OPEN = Settled(disputed=True)
_ALL_OUTCOMES = (OUTCOMES, COMMON.outcomes[0])  # rows of a cell before them, and the first


def may_be_all(row: Row) -> bool:
    """Whether a row may be the form's; in a picture a line may be lost, or be none, so that only
    as many cells as the form has are in its order."""
    if row.recognised:
        return len(row.cells) == PROCEEDING_CELLS
    return len(row.cells) >= PROCEEDING_CELLS - MOST_GAPS


@dataclass(slots=True)
class Placed:
    """Values under the headings over them (by column) and before them.

    `values`: what is printed at each place, more than once where the table is printed again.
    `left_out`: rows of as many numbers as the form has that stand under no headings of theirs;
    `short`: those that end before the last headings. `uneven`: a row that was taken has not one
    cell for each heading.
    """

    values: dict[Place, list[Value]] = field(default_factory=dict)
    exact: bool = True
    left_out: list[Row] = field(default_factory=list)
    short: list[Row] = field(default_factory=list)
    uneven: bool = False
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
        short = row.exact and self._ends_early(parts)
        if short or not places or self._is_shifted(parts, places, channel):
            if row.exact and may_be_all(row) and not parts.labels:
                (self.short if short else self.left_out).append(row)
            return
        self.exact = self.exact and row.exact
        if row.exact and parts.has_numbers and self._is_uneven(parts, channel, outcome):
            self.uneven = True
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
        again = again or any(map(self._says_otherwise, self.left_out))
        blocks = {
            channel: tuple(
                self.values[channel, outcome][0] if (channel, outcome) in self.values else None
                for outcome in COMMON.outcomes
            )
            for channel in COMMON.channels
        }
        apart = any(v and v.spaced for b in blocks.values() if not _is_proved(b) for v in b)
        summed = any(block[-1] and block[-1].state == "number" for block in blocks.values())
        for channel, block in blocks.items():
            moved = self.exact and summed and may_be_moved(block)
            uneven = self.uneven or moved
            settled = _settled(block, apart=apart, exact=self.exact, uneven=uneven)
            found.put(channel, COMMON.outcomes, (OPEN,) * len(block) if again else settled)
        return found

    def without_others(self, row: Row) -> Row:
        """A row of the last table without what stands under headings of other things."""
        if not self._others or row.table != self._filled:
            return row
        return replace(row, cells=tuple(c for c in row.cells if c.column not in self._others))

    def _says_otherwise(self, row: Row) -> bool:
        """Whether a row that was left out prints other numbers than those that were taken."""
        numbers = [value.number for text in row.texts if (value := read_value(text)).number]
        own = [self.values[place][0].number for place in PLACES if place in self.values]
        return numbers != [number for number in own if number]

    def _is_shifted(
        self, parts: SplitRow, places: Mapping[int, Place], channel: str | None
    ) -> bool:
        """Whether a number stands under no heading, before the first of them, or in two rows, or
        a channel's name under the heading of a result."""
        columns = {*places, *self._others}
        if any(
            cell.column < min(places) or cell.column not in columns or cell.rowspan > 1
            for cell in parts.values
            if cell.text.strip()
        ):
            return True
        labels = (cell.column for cell in parts.cells if cell.text in parts.labels)
        return parts.exact and channel is not None and any(c in self._outcomes for c in labels)

    def _ends_early(self, parts: SplitRow) -> bool:
        """Whether a row has no cells under the last headings, those of other things: one is lost,
        and what stands under the results has been moved."""
        last = max(self._outcomes, default=-1)
        behind = {column for column in self._others if column > last} if last >= 0 else set()
        return bool(parts.values) and not behind <= parts.columns

    def _is_uneven(self, parts: SplitRow, channel: str | None, outcome: str | None) -> bool:
        """Whether the cells are fewer than the headings, or reach over other columns than these."""
        over = {*self._channels, *self._outcomes} - self._others
        headed = {c: p for c in over if (p := self._place(c, channel, outcome)) in PLACES}
        own = [cell for cell in parts.values if cell.column not in self._others]
        reached = {c for cell in own for c in range(cell.column, cell.column + cell.colspan)}
        return len(own) < len(set(headed.values())) or reached != set(headed)


def _without_empty(values: Sequence[Value]) -> Sequence[Value]:
    """The values under one heading of a row; empty cells beside one say nothing."""
    return [value for value in values if value.state != "blank"] or values[:1]


def _is_proved(block: Aligned) -> bool:
    """Whether a channel is read whole, prints its sum, and it holds."""
    return None not in block and row_holds(block) and block[-1].state == "number"  # type: ignore[union-attr]


def _settled(block: Aligned, *, apart: bool, exact: bool, uneven: bool) -> list[Settled]:
    """One channel. Where its sum fails and the grid is loose, an empty cell may stand for a
    number beside it; beside digits that stand `apart` and no sum proves, it may in any grid. Of an
    `uneven` row, without a cell for each heading, nothing but the sum proves what stands where."""
    proved = _is_proved(block)
    loose = not exact and any(v and (v.state == "blank" or v.spaced) for v in block)
    settled = []
    for value in block:
        emptied = apart and value is not None and value.state == "blank"
        in_two = value is not None and value.spaced
        doubtful = not proved and (uneven or in_two or (loose and not row_holds(block)))
        settled.append(OPEN if value is None or emptied or doubtful else Settled(value))
    return settled


def _numbers_columns(row: Row) -> bool:
    """A row that only numbers the columns: 1, 2, 3 …"""
    texts = [text.strip() for text in row.texts if text.strip()]
    return len(texts) >= OUTCOMES and texts == [str(n) for n in range(1, len(texts) + 1)]
