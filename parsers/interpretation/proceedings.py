"""Table 4, 政府信息公开行政复议、行政诉讼情况, from printed rows: fifteen values in one row,
or three rows of five under the channels' own names."""

from __future__ import annotations

from collections.abc import Sequence

from .found import TableFound
from .labels import match_label
from .lines import Row
from .rows import (
    Aligned,
    align_row,
    alignments,
    column_name,
    match_header,
    split_row,
)
from .settle import Settled, settle_rows
from .templates import COMMON, PROCEEDING_CELLS
from .values import is_wordy, read_value

CHANNELS = len(COMMON.channels)
OUTCOMES = len(COMMON.outcomes)
PLACES = tuple((channel, outcome) for channel in COMMON.channels for outcome in COMMON.outcomes)


def read_proceedings(rows: Sequence[Row]) -> TableFound | None:
    """Read table 4 from the rows of its region; None where no row of values is among them."""
    by_channel = _channel_rows(rows)
    if by_channel is not None:
        return by_channel
    header: list[Row] = []
    found: list[TableFound] = []
    for row in rows:
        if any(is_wordy(text) for text in row.texts):
            header.append(row)
        elif header and len(row.cells) >= OUTCOMES and not _numbers_columns(row):
            found.append(_one_row(header, row))
    return _only_one(found)


def _numbers_columns(row: Row) -> bool:
    """A row that only numbers the columns: 1, 2, 3 …"""
    texts = [text.strip() for text in row.texts if text.strip()]
    return len(texts) >= OUTCOMES and texts == [str(n) for n in range(1, len(texts) + 1)]


def _only_one(found: Sequence[TableFound]) -> TableFound | None:
    """One table, or several that print the same; of several that differ nothing is certain."""
    if not found:
        return None
    if any(other.cells != found[0].cells for other in found[1:]):
        found[0].cells = {place: Settled(disputed=True) for place in PLACES}
    return found[0]


def _one_row(header: Sequence[Row], row: Row) -> TableFound:
    found = TableFound("proceedings", PLACES)
    read = [read_value(cell.text) for cell in row.cells]
    standard = _standard_order(header)
    options = alignments(read, PROCEEDING_CELLS)
    holding = tuple(o for o in options if _sums_hold(o)) or options
    for index, place in enumerate(PLACES):
        candidates = {option[index] for option in holding}
        value = holding[0][index]
        apart = value is not None and value.spaced and not _sums_hold(holding[0])
        if not standard or len(candidates) > 1 or apart:
            found.cells[place] = Settled(disputed=True)
        else:
            found.cells[place] = Settled(value, missing=value is None)
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
    """Whether the headings stand in the form's order; a few may be in other words."""
    channels = _headings(header, COMMON.channel_labels)
    outcomes = _headings(header, COMMON.outcome_labels)
    if outcomes and len(outcomes) < PROCEEDING_CELLS - CHANNELS:
        return False
    return _is_part_of(channels, COMMON.channels) and _is_part_of(
        outcomes, COMMON.outcomes * CHANNELS
    )


def _is_part_of(found: Sequence[str], standard: Sequence[str]) -> bool:
    """Whether the names follow one another as in the standard, some left out."""
    rest = iter(standard)
    return all(name in rest for name in found)


def _headings(header: Sequence[Row], labels: dict[str, tuple[str, ...]]) -> list[str]:
    """The headings found, from left to right where the columns are known, else as printed."""
    found = {
        (cell.column if row.exact else order, name): name
        for order, (row, cell) in enumerate((row, cell) for row in header for cell in row.cells)
        if (name := column_name(cell.text, labels))
    }
    return [found[key] for key in sorted(found, key=lambda key: key[0])]


def _channel_rows(rows: Sequence[Row]) -> TableFound | None:
    """The layout with one row for each channel."""
    options: dict[str, tuple[Aligned, ...]] = {}
    above: list[Row] = []
    for row in rows:
        parts = split_row(row)
        channel = match_label(parts.label, COMMON.channel_labels)
        if channel is None or len(parts.values) < OUTCOMES or not parts.has_numbers:
            if not options:
                above.append(row)
            continue
        header = match_header(above, COMMON.outcome_labels, COMMON.outcomes)
        read = [read_value(cell.text) for cell in parts.values]
        in_order = header.order or COMMON.outcomes
        readings = align_row(parts, read, header, OUTCOMES) if header.order else ()
        options[channel] = tuple(
            tuple(reading[in_order.index(name)] for name in COMMON.outcomes) for reading in readings
        )
    if len(options) < CHANNELS:
        return None
    found = TableFound("proceedings", PLACES)
    for channel, settled in settle_rows(options, OUTCOMES).items():
        found.put(channel, COMMON.outcomes, settled)
    return found
