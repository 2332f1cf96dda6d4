"""The header of a table in aligned text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from parsers.reading.text.lines import Line, is_header
from parsers.reading.text.pieces import SLACK, Piece, overlap

# The headings of tables 3 and 4 in the forms' own order.
_ORDERS = (
    ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
    ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3,
)
MOST_HEADINGS = max(map(len, _ORDERS)) + 1
_LEGAL_PERSONS = "法人(?:[或和及与]者?)?其他组织"
_BETWEEN = re.compile(_LEGAL_PERSONS)  # over the second to the sixth of table 3
_OVER_SEVERAL = re.compile(
    f"申请人情况|{_LEGAL_PERSONS}|行政复议|行政诉讼|未经复议直接起诉|复议后起诉|第[一二]十条第.{{0,3}}项"
)
_OVER_OTHERS = "法人或其他组织"  # in whatever words
_FEWEST_VALUES = 8  # that must agree with the headings
FEWEST_HEADINGS = 5  # of a wide table; in a narrower one they say little of columns


def with_joined_headings(lines: Sequence[Line]) -> tuple[Sequence[Line], int]:
    """The lines of a table, where headings are broken over lines (商业 above 企业) with each
    column's heading in one piece; and their number, 0 where they are not a form's own.

    Pieces that stand below one another are one heading. To the left of all there may be a corner.
    """
    broken = list(takewhile(lambda line: not line.values and not _begins_row(line), lines))
    for pieces in ([line.words for line in broken], [line.single for line in broken]):
        headings, columns = _headings(pieces)
        if headings:
            over = [replace(one, words=list(filter(_is_over_several, one.words))) for one in broken]
            joined = replace(broken[-1], words=headings)
            rest = lines[len(broken) :]
            return [*filter(lambda line: line.words, over), joined, *rest], columns
    return lines, 0


def _headings(lines: Sequence[Sequence[Piece]]) -> tuple[list[Piece], int]:
    """The headings that the pieces make, a corner and those of the columns in order, and the
    number of these; none where they are not a form's own.

    A converter may move a line aside as a whole, so that only the order on each line is certain.
    """
    joined: list[Piece] = []
    for piece in (piece for line in lines for piece in line if not _is_over_several(piece)):
        if len(joined) > MOST_HEADINGS:
            return [], 0
        joined = _joined(joined, piece)
    joined.sort(key=lambda piece: piece.start)
    order = next((order for order in _ORDERS if len(order) in (len(joined), len(joined) - 1)), ())
    if not order:
        return [], 0
    corner, headings = joined[: -len(order)], joined[-len(order) :]
    if tuple(piece.text for piece in headings) == order:
        return joined, len(order)
    named = {piece.text: piece for piece in headings}
    if set(named) != set(order) or len(named) < len(order):
        return [], 0
    places = {text: order.index(text) for text in order} | {_OVER_OTHERS: 1}
    for line in lines:
        found = [places[text] for piece in line if (text := _whole(piece, headings)) in places]
        if found != sorted(found):
            return [], 0
    return [*corner, *(named[text] for text in order)], len(order)


def _whole(piece: Piece, headings: Sequence[Piece]) -> str:
    """The heading that a piece belongs to, or what it says itself."""
    whole = (one.text for one in headings if one.start <= piece.start and piece.end <= one.end)
    return _OVER_OTHERS if _BETWEEN.fullmatch(piece.text) else next(whole, "")


def _begins_row(line: Line) -> bool:
    return line.is_numbered and not is_header(line)


def _is_over_several(piece: Piece) -> bool:
    return _OVER_SEVERAL.fullmatch(piece.text.replace(" ", "")) is not None


def _joined(headings: Sequence[Piece], piece: Piece) -> list[Piece]:
    """The headings with one more piece, put to those that it stands below."""
    above = [other for other in headings if overlap(other, piece)]
    rest = [other for other in headings if other not in above]
    parts = [*above, piece]
    text = "".join(part.text for part in parts)
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    return [*rest, Piece(text, start, end)]


def columns_of_headings(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The extents of the lowest headings, if every value of the table stands under one of them
    in the same manner (all begin with it, all end with it, or all are centred); else nothing."""
    header = list(takewhile(lambda line: not line.values and is_header(line), lines))
    values = [piece for line in lines for piece in line.values]
    edge = max((line.words[-1].end for line in lines[len(header) :] if line.words), default=0)
    lowest: list[Piece] = []
    for line in header:
        covered = [one for one in lowest if not any(overlap(one, piece) for piece in line.words)]
        lowest = [*covered, *(piece for piece in line.words if piece.start >= edge)]
    lowest.sort(key=lambda piece: piece.start)
    if len(values) < _FEWEST_VALUES or len(lowest) < FEWEST_HEADINGS:
        return []
    if any(right.start - left.end < SLACK for left, right in pairwise(lowest)):
        return []
    places: tuple[Callable[[Piece], int], ...] = (_start, _end, _middle)
    for place in places:
        known = sorted(place(piece) for piece in lowest)
        if all(_nearest(known, place(piece)) <= 2 * SLACK for piece in values):
            return [(piece.start, piece.end) for piece in lowest]
    return []


def _start(piece: Piece) -> int:
    return 2 * piece.start


def _end(piece: Piece) -> int:
    return 2 * piece.end


def _middle(piece: Piece) -> int:
    return piece.start + piece.end


def _nearest(known: Sequence[int], place: int) -> int:
    """How far the nearest of sorted places is."""
    i = bisect_left(known, place)
    return min(abs(place - other) for other in known[max(0, i - 1) : i + 1])
