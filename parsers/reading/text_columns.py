"""Rows of a table whose columns are told by blanks alone: which value stands in which column.

A line is not a row: labels wrap around their numbers, long numbers wrap, too, and a converter
moves a line to the right when its label is long. A cell is empty for certain only where rows
with all their numbers, above and below on the same page, show the same columns, and every
number of the row stands under one of them. Of all other rows the numbers are kept together in
one cell, which says that nobody knows their places.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from unicodedata import east_asian_width

from parsers.reading.model import Table, TableCell

BLANK_RUN = re.compile(r"[ \u00a0\u3000]+")
_COUNTED = "件|条|项|个|次|宗|起|人|份|篇|类|万元|元"
_VALUE = re.compile(
    rf"[+\-−]?\d[\d,，]*(?:\.\d+)?(?:{_COUNTED})?|[/\\]|-{{1,3}}|[—–－─]{{1,2}}|无|不涉及|不适用"
)
_NUMBERED = re.compile(r"[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]?\s?[、.．)）]")
# The groups （三） to （六） name no row, and may stand beside the numbers of any of theirs.
_NUMBERED_ROW = re.compile(r"\d{1,2}\s?[、.．]|[一二三四]\s?、|[(（][一二七][)）]")
# Words of the statutory tables' headers: another table, or the next page of the same, begins.
_HEADER = re.compile("第[一二]十条第|信息内容|申请人情况|自然|结果维持|未经复议|行政复议")
_HEADINGS = 3  # more pieces without any number than labels stand side by side

# One page's numbers may stand a character away from one another: their font is not of one width.
_SLACK = 1
_FEWEST_VALUES = 8  # that must agree with the headings
# In a narrower table lines without a label may be rows of their own kind.
_WIDE_TABLE = 5
_FARTHEST_ROW = 12  # lines to the rows that show the columns
_LONGEST_REST = 6  # characters of a group's name that stands beside the numbers
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between blanks; start and end are display columns."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Line:
    """One printed line: words before its values, the values, words behind them.

    `single`: the values cut at every blank, where those cut at wide gaps hold blanks.
    """

    words: list[Piece]
    values: list[Piece]
    single: list[Piece]
    behind: list[Piece]
    page: int
    apart: bool = False  # the values' places are not known

    @property
    def is_numbered(self) -> bool:
        return any(_NUMBERED.match(piece.text) for piece in self.words)


def pieces_of(line: str, *, wide: bool = True) -> list[Piece]:
    """The pieces of a line between gaps two columns wide. `wide`: a Chinese character takes two
    columns, else one (as `pdftotext` counts)."""
    pieces: list[Piece] = []
    begin, column = 0, 0
    for blank in BLANK_RUN.finditer(line):
        # A lone ideographic space, two columns wide, spaces out a label (总　计).
        if _width(blank[0], wide=True) < 2 or blank[0] == "\u3000":
            continue
        column = _add_piece(pieces, line[begin : blank.start()], column, wide=wide)
        column += _width(blank[0], wide=wide)
        begin = blank.end()
    _add_piece(pieces, line[begin:], column, wide=wide)
    return pieces


def _add_piece(pieces: list[Piece], text: str, column: int, *, wide: bool) -> int:
    end = column + _width(text, wide=wide)
    if text.strip():
        pieces.append(Piece(text, column, end))
    return end


def _width(text: str, *, wide: bool) -> int:
    return sum(2 if wide and east_asian_width(c) in "WF" else 1 for c in text)


def aligned_table(lines: Sequence[str]) -> Table:
    """The table that the lines print; a line that begins a page has a form feed before it."""
    by_width = [_segments(_lines(lines, wide=wide)) for wide in (True, False)]
    segments = max(by_width, key=_agreement)  # the first of equals
    labels = max((len(line.words) for s in segments for line in s if line.values), default=0)
    rows = [row for segment in segments for row in _Segment(segment, labels).rows()]
    return Table(tuple(rows), exact=False)


# --- lines and the tables that they belong to -----------------------------------------------


def _lines(lines: Sequence[str], *, wide: bool) -> list[_Line]:
    found = []
    page = 0
    for text in lines:
        page += text.count("\f")
        pieces = pieces_of(text.replace("\f", ""), wide=wide)
        if pieces:
            found.append(_line(pieces, page, wide=wide))
    return found


def _line(pieces: Sequence[Piece], page: int, *, wide: bool) -> _Line:
    """Words, values, words: values stand together, at the line's end or before a remark."""
    cut = [part for piece in pieces for part in _without_label(piece, wide=wide)]
    ends = [i for i, piece in enumerate(cut) if _are_values(piece.text)]
    if not ends:
        return _Line(list(cut), [], [], [], page)
    end = first = ends[-1]
    while first > 0 and _are_values(cut[first - 1].text):
        first -= 1
    values = cut[first : end + 1]
    single = [part for piece in values for part in _cut(piece, wide=wide)]
    return _Line(cut[:first], values, single, cut[end + 1 :], page)


def _are_values(text: str) -> bool:
    if _VALUE.fullmatch(re.sub(r"\s+", "", text)):
        return True
    return all(_VALUE.fullmatch(token) for token in text.split())


def _without_label(piece: Piece, *, wide: bool) -> list[Piece]:
    """A label and the values that a single blank parts from it, as two pieces."""
    tokens = _cut(piece, wide=wide)
    first = len(tokens)
    while first > 0 and _VALUE.fullmatch(tokens[first - 1].text):
        first -= 1
    if first in (0, len(tokens)):
        return [piece]
    split = len(piece.text) - len(_text_from(piece.text, len(tokens) - first))
    label = piece.text[:split].rstrip()
    return [
        Piece(label, piece.start, tokens[first - 1].end),
        Piece(piece.text[split:], tokens[first].start, piece.end),
    ]


def _text_from(text: str, tokens: int) -> str:
    """The end of a text that holds its last tokens."""
    return text[list(re.finditer(r"\S+", text))[-tokens].start() :]


def _cut(piece: Piece, *, wide: bool) -> list[Piece]:
    parts = []
    for token in re.finditer(r"\S+", piece.text):
        start = piece.start + _width(piece.text[: token.start()], wide=wide)
        parts.append(Piece(token[0], start, start + _width(token[0], wide=wide)))
    return parts


def _segments(lines: Sequence[_Line]) -> list[list[_Line]]:
    """The lines of each table: a header begins one."""
    segments: list[list[_Line]] = []
    in_header = False
    for line in lines:
        is_header = not line.values and _is_header(line)
        if not segments or (is_header and not in_header):
            segments.append([])
        segments[-1].append(line)
        in_header = is_header
    return segments


def _is_header(line: _Line) -> bool:
    words = "".join(piece.text for piece in line.words)
    return len(line.words) > _HEADINGS or _HEADER.search(words.replace(" ", "")) is not None


def _agreement(segments: Sequence[Sequence[_Line]]) -> int:
    """How many neighbouring rows with as many values stand in the same columns."""
    agreeing = 0
    for segment in segments:
        rows = [line for line in segment if line.values]
        agreeing += sum(
            len(above.values) == len(below.values) and _agree(above.values, below.values)
            for above, below in pairwise(rows)
        )
    return agreeing


def _agree(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    return all(_aligned(a, b) for a, b in zip(above, below, strict=True))


def _aligned(a: Piece, b: Piece) -> bool:
    apart = (abs(a.start - b.start), abs(a.end - b.end), abs(a.start + a.end - b.start - b.end) / 2)
    return min(apart) <= _SLACK


# --- rows ------------------------------------------------------------------------------------


class _Segment:
    """The lines of one table. `width`: the values of a whole row; `labels`: the label cells that
    every row gets."""

    def __init__(self, lines: Sequence[_Line], labels: int) -> None:
        self.lines = lines
        self.labels = labels
        self.headings = _columns_of_headings(lines)
        self.width = len(self.headings) or _value_columns(lines)
        for line in lines:
            if len(line.values) != self.width and len(line.single) == self.width:
                line.values = line.single  # cells that one blank alone keeps apart
        self._mark_strays()
        self.in_order = all(line.words and not line.apart for line in lines if line.values)

    def rows(self) -> list[tuple[TableCell, ...]]:
        """The rows as printed, one a line."""
        return [self._row(i, line) for i, line in enumerate(self.lines)]

    def _at(self, index: int) -> _Line | None:
        return self.lines[index] if 0 <= index < len(self.lines) else None

    def _mark_strays(self) -> None:
        """Numbers on a line without a label: theirs are the places of the rows beside them, too.

        Only a whole row of numbers in the middle of a numbered label stays what it is.
        """
        alone = sum(bool(line.values) for line in self.lines) == 1
        for i, line in enumerate(self.lines):
            if not line.values or not self._is_stray(i, line, alone=alone):
                continue
            for other in self.lines[max(0, i - 2) : i + 3]:
                other.apart = other.apart or bool(other.values)
        for i, line in enumerate(self.lines):
            beside = [other for other in self.lines[max(0, i - 2) : i + 3] if other.values]
            if not line.values and not _is_header(line) and _among_values(line, beside):
                for other in beside:
                    other.apart = True  # 不涉 and 及, one below the other

    def _is_stray(self, index: int, line: _Line, *, alone: bool) -> bool:
        above, below = self._at(index - 1), self._at(index + 1)
        if line.words:
            rest = sum(len(piece.text) for piece in line.words) <= _LONGEST_REST
            partial = len(line.values) < self.width and self.width >= _WIDE_TABLE
            return partial and rest and not line.is_numbered
        if len(line.values) != self.width:
            return True
        if alone:
            return False  # table 4: one row, and no label
        if above is None or below is None or above.values or below.values:
            return True
        if above.page != line.page or below.page != line.page:
            return True
        twice = any(
            other is not None and other.values and not other.words
            for other in (self._at(index - 2), self._at(index + 2))
        )
        return twice or not above.is_numbered or below.is_numbered

    def _row(self, index: int, line: _Line) -> tuple[TableCell, ...]:
        words = [piece.text for piece in line.words]
        pad = self.labels - len(words)
        if line.values:
            behind = [piece.text for piece in line.behind]
            values = self._values(index, line)
            if len(values) == 1 < self.width and words:
                words[-1] += f"  {values.pop()}"  # a lone number would be taken for the only one
            if not words:
                return _cells(values + behind, self.labels)
            return _cells([""] * pad + words + values + behind)
        if _is_header(line):
            over = len(words) in (self.width, self.width + 1)
            return _cells([""] * (pad + self.width if over else 0) + words)
        blank = [""] * self.width if self._is_empty_row(index) else []
        return _cells([""] * pad + words + blank)

    def _values(self, index: int, line: _Line) -> list[str]:
        """A row's values, column by column; all in one cell where their places are not known."""
        if not line.apart and len(line.values) == self.width:
            return [piece.text for piece in line.values]
        placed = None if line.apart else self._placed(index, line)
        return placed or ["  ".join(piece.text for piece in line.single)]

    def _placed(self, index: int, line: _Line) -> list[str] | None:
        """The values under the columns that the headings, or whole rows above and below, show;
        None where these differ, or where the line may have been pushed aside by its label."""
        columns = self.headings or self._columns(index, line)
        if columns is None or len(line.values) != len(line.single):
            return None
        before = line.words[-1].end if line.words else -_SLACK
        texts = [""] * self.width
        for piece in line.values:
            under = [
                i
                for i, (start, end) in enumerate(columns)
                if piece.start < end + _SLACK and start < piece.end + _SLACK
            ]
            if len(under) != 1 or texts[under[0]] or piece.start - before <= _SLACK:
                return None
            texts[under[0]] = piece.text
            before = piece.end
        return texts

    def _columns(self, index: int, line: _Line) -> list[tuple[int, int]] | None:
        """The columns' extents as the nearest whole rows of the page show them: one above and one
        below, or two on one side."""
        near = range(max(0, index - _FARTHEST_ROW), min(len(self.lines), index + _FARTHEST_ROW + 1))
        whole = [
            i
            for i in sorted(near, key=lambda i: abs(i - index))
            if len(self.lines[i].values) == self.width
            and not self.lines[i].apart
            and self.lines[i].page == line.page
        ]
        above = [i for i in whole if i < index]
        below = [i for i in whole if i > index]
        chosen = [above[0], below[0]] if above and below else (above or below)[:2]
        if len(chosen) < 2:
            return None
        one, other = (self.lines[i].values for i in chosen)
        if not _agree(one, other):
            return None
        columns = [
            (min(a.start, b.start), max(a.end, b.end)) for a, b in zip(one, other, strict=True)
        ]
        apart = all(left[1] < right[0] for left, right in pairwise(columns))
        return columns if apart else None

    def _is_empty_row(self, index: int) -> bool:
        """Whether a line of words is a row without values: it and its neighbours are numbered
        rows, and in the whole table no number stands away from a label."""
        if not self.in_order:
            return False
        beside = [line for i in (-1, 0, 1) if (line := self._at(index + i)) is not None]
        numbered = all(
            _is_header(line) or (line.words and _NUMBERED_ROW.match(line.words[-1].text))
            for line in beside
        )
        return numbered and any(line.values for line in beside)


def _columns_of_headings(lines: Sequence[_Line]) -> list[tuple[int, int]]:
    """The extents of the lowest headings, if every value of the table stands under one of them
    in the same manner (all begin with it, all end with it, or all are centred); else nothing."""
    header = list(takewhile(lambda line: not line.values and _is_header(line), lines))
    values = [piece for line in lines for piece in line.values]
    edge = max((line.words[-1].end for line in lines[len(header) :] if line.words), default=0)
    lowest: list[Piece] = []
    for line in header:
        covered = [one for one in lowest if not any(_overlap(one, piece) for piece in line.words)]
        lowest = [*covered, *(piece for piece in line.words if piece.start >= edge)]
    lowest.sort(key=lambda piece: piece.start)
    if len(values) < _FEWEST_VALUES or len(lowest) < _WIDE_TABLE:
        return []
    if any(right.start - left.end < _SLACK for left, right in pairwise(lowest)):
        return []
    places: tuple[Callable[[Piece], int], ...] = (_start, _end, _middle)
    for place in places:
        known = sorted(place(piece) for piece in lowest)
        if all(_nearest(known, place(piece)) <= 2 * _SLACK for piece in values):
            return [(piece.start, piece.end) for piece in lowest]
    return []


def _overlap(a: Piece, b: Piece) -> bool:
    return a.start < b.end and b.start < a.end


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


def _among_values(line: _Line, rows: Sequence[_Line]) -> bool:
    """Whether words stand where the rows beside them have their values."""
    edge = min((row.values[0].start for row in rows), default=None)
    return edge is not None and bool(line.words) and line.words[-1].start >= edge


def _value_columns(lines: Sequence[_Line]) -> int:
    """How many values a whole row has: the most that two rows have, if most rows have them;
    else the most of any row."""
    rows = [line for line in lines if line.values]
    counts = Counter(n for line in rows for n in {len(line.values), len(line.single)})
    most = max((len(line.values) for line in rows), default=0)
    shared = max((n for n, times in counts.items() if times > 1), default=0)
    return shared if shared >= most or counts[shared] > _MOSTLY * len(rows) else most


def _cells(texts: Sequence[str], first: int = 0) -> tuple[TableCell, ...]:
    return tuple(TableCell(text, i) for i, text in enumerate(texts, first))
