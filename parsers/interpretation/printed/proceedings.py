"""Table 4 where no ruling lines tell its cells: from the places of what is printed.

The form has one row of fifteen values, below three rows of headings that are mostly broken over
lines. All of these must be read off completely, and the values must stand below them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from ...reading.model import PrintedLine, TableCell
from ..labels import squash_all
from ..lines import Row
from ..templates import COMMON, PROCEEDING_CELLS
from .columns import Extent, in_columns, stacked
from .labels import LabelColumn, characters_of, read_side_by_side
from .values import PlacedValue, placed_values, split_line

OUTCOMES = len(COMMON.outcomes)
MOST_HEADER_LINES = 16
MOST_VALUE_LINES = 12  # of numbers broken over the lines of narrow columns
LINES_APART = 2.2  # heights of a line: so near stand the pieces of broken numbers
_AT_LAW = "行政诉讼"
_ABOVE = f"行政复议{_AT_LAW}"  # the first line of the headings


def _header() -> tuple[LabelColumn, ...]:
    """The headings from left to right; 行政诉讼 stands over the last ten columns."""
    columns: list[LabelColumn] = []
    for number, channel in enumerate(COMMON.channels):
        if number == 1:
            columns.append([[_AT_LAW]])
        columns.append([COMMON.channel_labels[channel]])
        columns += [[COMMON.outcome_labels[outcome]] for outcome in COMMON.outcomes]
    return tuple(columns)


_HEADER = _header()
_OF_CHANNELS = (0, OUTCOMES + 2, 2 * OUTCOMES + 3)
_OF_VALUES = tuple(first + i for first in _OF_CHANNELS for i in range(1, OUTCOMES + 1))


def printed_proceeding_rows(lines: Sequence[PrintedLine], *, measured: bool) -> list[Row]:
    """The headings and the values of table 4, one cell a column; empty where headings or columns
    are not certain, or the table is printed more than once.

    `measured`: places are those of the page, and not the columns of a text that keeps them.
    """
    places = range(len(lines))
    found = [read for i in places if (read := _headings_at(lines, i, measured)) is not None]
    if len(found) != 1 or sum(_text(line) == _ABOVE for line in lines) > 1:
        return []  # printed again, whether or not its headings can be read: which is meant is open
    own, end = found[0]
    below = _value_lines(lines[end : end + MOST_VALUE_LINES])
    values = placed_values([line.pieces for line in below], below)
    if not values and measured and end < len(lines) and _text(lines[end]).startswith("五"):
        return [*_heading_rows(), _row([""] * PROCEEDING_CELLS)]
    if not values or not _one_row(values, below):
        return []
    columns = stacked(values, own, PROCEEDING_CELLS) if measured else None
    known = {line.page: columns for line in below} if columns else {}
    texts = in_columns(values, known, PROCEEDING_CELLS, OUTCOMES)
    return [*_heading_rows(), _row(texts)] if texts is not None else []


def _headings_at(
    lines: Sequence[PrintedLine], start: int, measured: bool
) -> tuple[list[Extent], int] | None:
    """The extents of the fifteen headings that begin on a line, and the line behind them."""
    if not _text(lines[start]).startswith("行政复议"):
        return None
    above = lines[start : start + MOST_HEADER_LINES]
    words = [characters_of(line.pieces) for line in above]
    read = read_side_by_side(words, _HEADER, apart=_OF_VALUES if measured else ())
    if read is None:
        return None
    places, end = read
    own = [(places[i, 0].start, places[i, 0].end) for i in _OF_VALUES]
    return None if measured and own != sorted(own) else (own, start + end)


def _text(line: PrintedLine) -> str:
    return squash_all("".join(piece.text for piece in line.pieces))


def _value_lines(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines right below the headings that hold nothing but values."""
    found: list[PrintedLine] = []
    for line in lines:
        if split_line(line, 0)[0]:
            break
        found.append(line)
    return found


def _one_row(values: Sequence[PlacedValue], lines: Sequence[PrintedLine]) -> bool:
    """Whether all values make one row: some stand on one line, and all others are pieces of
    numbers that are broken over lines near to it, one of them above or below another one."""
    counts = {i: sum(value.lines[0] == i for value in values) for i in range(len(lines))}
    main = max(counts, key=lambda i: counts[i])
    others = [v for v in values if not v.lines[0] <= main <= v.lines[-1]]
    pieces = [value.piece for value in values]
    near = all(
        below.page != above.page or below.place - above.place <= LINES_APART * below.size
        for above, below in pairwise(lines)
    )
    return near and all(
        any(
            piece is not value.piece
            and piece.start < value.piece.end
            and value.piece.start < piece.end
            for piece in pieces
        )
        for value in others
    )


def _heading_rows() -> list[Row]:
    channels = [COMMON.channel_labels[channel][0] for channel in COMMON.channels]
    outcomes = [COMMON.outcome_labels[outcome][0] for outcome in COMMON.outcomes]
    return [
        _of_cells(TableCell(text, i * OUTCOMES, OUTCOMES) for i, text in enumerate(channels)),
        _row(outcomes * len(channels)),
    ]


def _row(texts: Sequence[str]) -> Row:
    return _of_cells(TableCell(text, i) for i, text in enumerate(texts))


def _of_cells(cells: Iterable[TableCell]) -> Row:
    return Row(tuple(cells), exact=True, table=0)
