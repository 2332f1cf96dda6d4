"""Table 4, 政府信息公开行政复议、行政诉讼情况, from printed rows: fifteen values in one row,
or three rows of five under the channels' own names."""

from __future__ import annotations

from collections.abc import Sequence

from .found import TableFound
from .labels import match_label, squash
from .lines import Row
from .rows import Aligned, alignments, is_wordy, split_row
from .settle import Settled, settle_rows
from .templates import COMMON, PROCEEDING_CELLS
from .values import Value, read_value

CHANNELS = len(COMMON.channels)
OUTCOMES = len(COMMON.outcomes)
PLACES = tuple((channel, outcome) for channel in COMMON.channels for outcome in COMMON.outcomes)


def read_proceedings(rows: Sequence[Row]) -> TableFound | None:
    """Read table 4 from the rows of its region; None where no row of values is among them."""
    by_channel = _channel_rows(rows)
    if by_channel is not None:
        return by_channel
    header: list[Row] = []
    for row in rows:
        if any(is_wordy(text) for text in row.texts):
            header.append(row)
            continue
        if header and len(row.cells) >= OUTCOMES:
            return _one_row(header, row)
    return None


def _one_row(header: Sequence[Row], row: Row) -> TableFound:
    found = TableFound("proceedings", PLACES)
    read = [read_value(cell.text) for cell in row.cells]
    standard = _standard_order(header)
    options = alignments(read, PROCEEDING_CELLS)
    holding = tuple(o for o in options if _sums_hold(o)) or options
    for index, (channel, outcome) in enumerate(PLACES):
        candidates = {option[index] for option in holding}
        value = holding[0][index]
        if not standard or len(candidates) > 1 or (value is not None and value.spaced):
            found.cells[channel, outcome] = Settled(disputed=True)
        else:
            found.cells[channel, outcome] = Settled(value, missing=value is None)
    return found


def _sums_hold(option: Aligned) -> bool:
    for start in range(0, PROCEEDING_CELLS, OUTCOMES):
        block = option[start : start + OUTCOMES]
        if any(value is None or value.amount is None for value in block):
            return False
        amounts = [value.amount or 0 for value in block if value is not None]
        if sum(amounts[:-1]) != amounts[-1]:
            return False
    return True


def _standard_order(header: Sequence[Row]) -> bool:
    """Whether no heading stands in another order than the form's."""
    channels = [name for name, _ in _headings(header, COMMON.channel_labels)]
    if channels != sorted(channels, key=COMMON.channels.index):
        return False
    outcomes = [name for name, _ in _headings(header, COMMON.outcome_labels)]
    expected = list(COMMON.outcomes)
    for start in range(0, len(outcomes), OUTCOMES):
        block = outcomes[start : start + OUTCOMES]
        if block != [name for name in expected if name in block]:
            return False
    return True


def _headings(header: Sequence[Row], labels: dict[str, tuple[str, ...]]) -> list[tuple[str, int]]:
    """The headings found, from left to right where the columns are known, else as printed."""
    found = [
        (name, cell.column if row.exact else order)
        for order, (row, cell) in enumerate((row, cell) for row in header for cell in row.cells)
        if (name := next((n for n, v in labels.items() if squash(cell.text) in v), None))
    ]
    return sorted(found, key=lambda item: item[1])


def _channel_rows(rows: Sequence[Row]) -> TableFound | None:
    """The layout with one row for each channel."""
    options: dict[str, tuple[Aligned, ...]] = {}
    for row in rows:
        parts = split_row(row)
        channel = match_label(parts.label, COMMON.channel_labels)
        if channel is None or len(parts.values) < OUTCOMES or not parts.has_numbers:
            continue
        read: list[Value] = [read_value(cell.text) for cell in parts.values]
        options[channel] = alignments(read, OUTCOMES)
    if len(options) < CHANNELS:
        return None
    found = TableFound("proceedings", PLACES)
    for channel, settled in settle_rows(options).items():
        found.put(channel, COMMON.outcomes, settled)
    return found
