"""Rows of a table whose columns are told by blanks alone: which value stands in which column.

A line is not a row: labels wrap around their numbers, long numbers wrap, too, and a converter
moves a line to the right when its label is long. A cell is empty for certain only where rows
with all their numbers, above and below on the same page, show the same columns, and every
number of the row stands under one of them. Of all other rows the numbers are kept together in
one cell, which says that nobody knows their places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from parsers.reading.model import Table, TableCell
from parsers.reading.text.header import columns_of_headings, with_joined_headings
from parsers.reading.text.lines import Line, agreement, is_header, segments_of
from parsers.reading.text.pieces import BLANK_RUN, SLACK, agree

# The groups （三） to （六） name no row, and may stand beside the numbers of any of theirs.
_NUMBERED_ROW = re.compile(r"\d{1,2}\s?[、.．]|[一二三四]\s?、|[(（][一二七][)）]")
_CORNER = "信息内容"
# In a narrower table lines without a label may be rows of their own kind.
_WIDE_TABLE = 5
_FARTHEST_ROW = 12  # lines to the rows that show the columns
_LONGEST_REST = 6  # characters of a group's name that stands beside the numbers
_MOSTLY = 0.6


def aligned_table(lines: Sequence[str]) -> Table:
    """The table that the lines print; a line that begins a page has a form feed before it."""
    by_width = [segments_of(lines, wide=wide) for wide in (True, False)]
    segments = max(by_width, key=_agreement)  # the first of equals
    labels = max((len(line.words) for s in segments for line in s if line.values), default=0)
    rows = [row for segment in segments for row in _Segment(segment, labels).rows()]
    return Table(tuple(rows), exact=False)


def _agreement(segments: Sequence[Sequence[Line]]) -> tuple[int, int]:
    """How many rows stand in the columns of their neighbours, and how many tables have a form's
    own headings: Chinese characters are as wide as makes this more."""
    headed = sum(with_joined_headings(segment)[1] > 0 for segment in segments)
    return agreement(segments), headed


class _Segment:
    """The lines of one table. `width`: the values of a whole row; `labels`: the label cells that
    every row gets."""

    def __init__(self, lines: Sequence[Line], labels: int) -> None:
        self.labels = labels
        self.lines, headed = with_joined_headings(lines)
        self.headings = columns_of_headings(self.lines)
        if not any(headed in (len(line.values), len(line.single)) for line in lines):
            headed = 0
        self.width = headed or len(self.headings) or _value_columns(lines)
        self.width = max(self.width, _named_columns(lines))
        for line in lines:
            if line.values and len(line.values) != self.width == len(line.single):
                line.values = line.single  # cells that one blank alone keeps apart
        self._mark_strays()
        self.in_order = all(line.words and not line.apart for line in lines if line.values)

    def rows(self) -> list[tuple[TableCell, ...]]:
        """The rows as printed, one a line."""
        return [self._row(i, line) for i, line in enumerate(self.lines)]

    def _at(self, index: int) -> Line | None:
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
            if not line.values and not is_header(line) and _among_values(line, beside):
                for other in beside:
                    other.apart = True  # 不涉 and 及, one below the other

    def _is_stray(self, index: int, line: Line, *, alone: bool) -> bool:
        above, below = self._at(index - 1), self._at(index + 1)
        if line.words:
            printed = "".join(piece.text for piece in line.words)
            rest = len(BLANK_RUN.sub("", printed)) <= _LONGEST_REST
            if not rest or line.is_numbered or self.width < _WIDE_TABLE:
                return False
            # a whole row beside a group's name alone: its own label stands beside another's
            astray = above is not None and bool(above.values) and above.is_numbered
            return len(line.values) < self.width or astray
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

    def _row(self, index: int, line: Line) -> tuple[TableCell, ...]:
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
        if is_header(line):
            over = len(words) in (self.width, self.width + 1)
            return _cells([""] * (pad + self.width if over else 0) + words)
        blank = [""] * self.width if self._is_empty_row(index) else []
        return _cells([""] * pad + words + blank)

    def _values(self, index: int, line: Line) -> list[str]:
        """A row's values, column by column; all in one cell where their places are not known."""
        if not line.apart and len(line.values) == self.width:
            return [piece.text for piece in line.values]
        placed = None if line.apart else self._placed(index, line)
        return placed or ["  ".join(piece.text for piece in line.single)]

    def _placed(self, index: int, line: Line) -> list[str] | None:
        """The values under the columns that the headings, or whole rows above and below, show;
        None where these differ, or where the line may have been pushed aside by its label."""
        columns = self.headings or self._columns(index, line)
        if columns is None or len(line.values) != len(line.single):
            return None
        before = line.words[-1].end if line.words else -SLACK
        texts = [""] * self.width
        for piece in line.values:
            under = [
                i
                for i, (start, end) in enumerate(columns)
                if piece.start < end + SLACK and start < piece.end + SLACK
            ]
            if len(under) != 1 or texts[under[0]] or piece.start - before <= SLACK:
                return None
            texts[under[0]] = piece.text
            before = piece.end
        return texts

    def _columns(self, index: int, line: Line) -> list[tuple[int, int]] | None:
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
        if not agree(one, other):
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
            is_header(line) or (line.words and _NUMBERED_ROW.match(line.words[-1].text))
            for line in beside
        )
        return numbered and any(line.values for line in beside)


def _among_values(line: Line, rows: Sequence[Line]) -> bool:
    """Whether words stand where the rows beside them have their values."""
    edge = min((row.values[0].start for row in rows), default=None)
    return edge is not None and bool(line.words) and line.words[-1].start >= edge


def _value_columns(lines: Sequence[Line]) -> int:
    """How many values a whole row has: the most that two rows have, if most rows have them;
    else the most of any row."""
    rows = [line for line in lines if line.values]
    counts = Counter(n for line in rows for n in {len(line.values), len(line.single)})
    most = max((len(line.values) for line in rows), default=0)
    shared = max((n for n, times in counts.items() if times > 1), default=0)
    return shared if shared >= most or counts[shared] > _MOSTLY * len(rows) else most


def _named_columns(lines: Sequence[Line]) -> int:
    """How many headings stand right of 信息内容: a row of fewer values has empty cells."""
    for line in lines:
        for pieces in (line.words, line.single) if not line.values else ():
            texts = [piece.text for piece in pieces]
            if _CORNER in texts:
                return len(texts) - texts.index(_CORNER) - 1
    return 0


def _cells(texts: Sequence[str], first: int = 0) -> tuple[TableCell, ...]:
    return tuple(TableCell(text, i) for i, text in enumerate(texts, first))
