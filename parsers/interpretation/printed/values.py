"""Values of a table without ruling lines: those of every line, and the row that each belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from ...characters import NARROW
from ...reading.model import UNREAD, PrintedLine, PrintedPiece
from ..mending import unglued
from ..values import DASHES, UNIT_OF_COUNT, UNIT_OF_MONEY, Value
from .labels import LabelPlace

ALIKE = 0.45  # of a line's height: so far beyond its label's lines may a row's values stand
NEARER = 1.5  # times as far is any other row from a piece of a broken number
_MOST_LINES_TO_UNIT = 2
_FEWEST_DIGITS = 2  # that leave no room for a unit behind them

_VALUE = re.compile(
    rf"(?:[+\-−–]|增加?|减少?)?[0-9][0-9,]*(?:\.[0-9]+)?(?:{UNIT_OF_COUNT}|{UNIT_OF_MONEY})?"
)
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_UNIT = re.compile(f"{UNIT_OF_COUNT}|{UNIT_OF_MONEY}")


@dataclass(slots=True)
class PlacedValue:
    """A value and its page; `lines`: the indices of the lines that it stands on, more than one
    where its unit is moved to the next."""

    piece: PrintedPiece
    page: int
    lines: list[int]


def split_line(line: PrintedLine, edge: float) -> tuple[list[PrintedPiece], list[PrintedPiece]]:
    """A line's words, and the values at its end; words that may be values, right of the edge or
    behind a number."""
    first = len(line.pieces)
    while first > 0 and _is_value(line.pieces[first - 1].text):
        piece = line.pieces[first - 1]
        behind = first > 1 and _is_plain_number(line.pieces[first - 2].text)
        wordy = _WORDS.search(piece.text) and not is_number(piece.text)
        if piece.start < edge and wordy and not (behind and _UNIT.fullmatch(piece.text)):
            break
        first -= 1
    return list(line.pieces[:first]), list(line.pieces[first:])


def _is_value(text: str) -> bool:
    is_mark = text == UNREAD or text.translate(NARROW) in DASHES
    return bool(is_mark or is_number(text) or _UNIT.fullmatch(text))


def is_number(text: str) -> bool:
    """Whether it is a number, with its sign or unit; no ① is made a 1."""
    return _VALUE.fullmatch(text.translate(NARROW)) is not None


def _is_plain_number(text: str) -> bool:
    """Whether it is a number without a unit."""
    return is_number(text) and text[-1].isdigit()


def end_of_values(
    words: Sequence[Sequence[object]], values: Sequence[Sequence[PrintedPiece]], end: int
) -> int:
    """The line behind the last row's values, pieces of which stand alone on further lines.

    words, values: of each line. end: the line behind the last label.
    """
    while end < len(words) and values[end] and not words[end]:
        end += 1
    return end


def left_edge(lines: Iterable[PrintedLine], fewest: int) -> float | None:
    """Where the values begin on lines that end in so many of them; None without such. Words for
    "does not apply" count, units do not: the last character of a spread label may look like one."""
    ends = (list(takewhile(_is_no_unit, reversed(line.pieces))) for line in lines)
    return min((end[-1].start for end in ends if len(end) >= fewest), default=None)


def _is_no_unit(piece: PrintedPiece) -> bool:
    return _is_value(piece.text) and not _UNIT.fullmatch(piece.text)


def is_glued(text: str) -> bool:
    """Whether zeros run into what stands right of them: nobody prints 00 or 012."""
    return text.isdecimal() and len(text) > 1 and text[0] in "0０"


def taken_apart(piece: PrintedPiece) -> list[PrintedPiece]:
    """Zeros that run into what stands right of them, apart from it."""
    if not is_glued(piece.text):
        return [piece]
    width = (piece.end - piece.start) / len(piece.text)
    parts: list[PrintedPiece] = []
    start = piece.start
    for value in unglued(Value("number", piece.text, piece.text)):
        end = start + len(value.raw) * width
        parts.append(PrintedPiece(value.raw, start, end, apart=False))
        start = end
    return parts


def placed_values(
    values: Iterable[Sequence[PrintedPiece]], lines: Sequence[PrintedLine]
) -> list[PlacedValue]:
    """The values of all lines, each with its unit: one that stands behind a number, or that a
    narrow column moved to the line below it."""
    found: list[PlacedValue] = []
    for index, pieces in enumerate(values):
        for piece in pieces:
            size = lines[index].size
            number = _number_of(found, piece, index, size) if _UNIT.fullmatch(piece.text) else None
            if number is None:
                found.append(PlacedValue(piece, lines[index].page, [index]))
                continue
            own = number.piece
            start, end = min(own.start, piece.start), max(own.end, piece.end)
            number.piece = PrintedPiece(own.text + piece.text, start, end, own.apart)
            if index not in number.lines:
                number.lines.append(index)
    return found


def _number_of(
    found: Sequence[PlacedValue], unit: PrintedPiece, index: int, size: float
) -> PlacedValue | None:
    """The number that a unit stands behind or below."""
    behind = found[-1] if found and found[-1].lines[-1] == index else None
    near = (v for v in reversed(found) if index > v.lines[-1] >= index - _MOST_LINES_TO_UNIT)
    long = (v for v in near if len(v.piece.text) >= _FEWEST_DIGITS)
    above = next((v for v in long if v.piece.start < unit.end and unit.start < v.piece.end), None)
    if behind is not None and (above is None or unit.start - behind.piece.end < size):
        above = behind
    return above if above is not None and _is_plain_number(above.piece.text) else None


def values_of_rows(
    values: Iterable[PlacedValue],
    labels: Mapping[str, LabelPlace],
    lines: Sequence[PrintedLine],
    widths: Mapping[str, int],
) -> dict[str, list[PlacedValue]] | None:
    """What is printed on the lines of every row's label; None where a value stands on no row's
    lines, or on several rows', and is no piece of a broken number. widths: the cells of each row.
    """
    values = [value for value in values if not _UNIT.fullmatch(value.piece.text)]
    printed: dict[str, list[PlacedValue]] = {name: [] for name in labels}
    beside: list[tuple[PlacedValue, str]] = []
    for value in values:
        names = _rows_at(value, labels, lines)
        nearest = None if names else _nearest(value, labels, lines)
        if nearest is not None:
            beside.append((value, nearest))
            names = [nearest]
        if len(names) != 1:
            return _in_order(values, labels, lines, widths)
        printed[names[0]].append(value)
    if not all(_is_broken(value, printed[name]) for value, name in beside):
        return _in_order(values, labels, lines, widths)
    return printed


def _in_order(
    values: Iterable[PlacedValue],
    labels: Mapping[str, LabelPlace],
    lines: Sequence[PrintedLine],
    widths: Mapping[str, int],
) -> dict[str, list[PlacedValue]] | None:
    """As many lines as there are rows, each with all its row's values, in the rows' order, where
    a converter moved some of them below other labels; None where a line that it did not move
    stands by another row."""
    by_line: dict[int, list[PlacedValue]] = {}
    for value in values:
        by_line.setdefault(value.lines[0], []).append(value)
    rows = [by_line[index] for index in sorted(by_line)]
    if len(rows) != len(labels):
        return None
    ordered = sorted(labels, key=lambda name: labels[name].first)
    for name, row in zip(ordered, rows, strict=True):
        if len(row) != widths[name] or _rows_at(row[0], labels, lines) not in ([], [name]):
            return None
    return dict(zip(ordered, rows, strict=True))


def _rows_at(
    value: PlacedValue, labels: Mapping[str, LabelPlace], lines: Sequence[PrintedLine]
) -> list[str]:
    """The rows whose labels' lines a value's lines meet."""
    first, last = lines[value.lines[0]], lines[value.lines[-1]]
    return [
        name
        for name, place in labels.items()
        if _is_below(last, lines[place.first]) and _is_below(lines[place.last], first)
    ]


def _is_below(line: PrintedLine, other: PrintedLine) -> bool:
    """Whether a line stands below another one, or beside it."""
    if line.page != other.page:
        return line.page > other.page
    return line.place >= other.place - ALIKE * line.size


def _nearest(
    value: PlacedValue, labels: Mapping[str, LabelPlace], lines: Sequence[PrintedLine]
) -> str | None:
    """The row that is nearer than any other to a value that stands between their labels."""
    line = lines[value.lines[0]]
    distances = []
    for name, place in labels.items():
        ends = (lines[place.first], lines[place.last])
        own = [abs(line.place - end.place) for end in ends if end.page == line.page]
        if own:
            distances.append((min(own), name))
    distances.sort()
    if not distances or (len(distances) > 1 and distances[0][0] * NEARER > distances[1][0]):
        return None
    return distances[0][1]


def _is_broken(value: PlacedValue, row: Iterable[PlacedValue]) -> bool:
    """Whether another piece of a row stands above or below one of its values."""
    own = value.piece
    others = (other.piece for other in row if other is not value)
    return any(other.start < own.end and own.start < other.end for other in others)
