"""Tables in text whose columns stand under one another (as `pdftotext -layout` prints)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from parsers.reading.model import Table, TableCell

_BLANK_RUN = re.compile(r"[ \u00a0\u3000]+")
# 一、总体情况 ends a table; 一、本年新收政府信息公开申请数量 is a row of one.
_HEADING = re.compile(
    r"\s*[一二三四五六七八九十]{1,3}、(?!\s*(?:本年新收|上年结转|本年度办理|结转下年度))"
)

# One line may look like a table by chance; three lines with three columns do not.
_LEAST_ROWS = 3
_LEAST_COLUMNS = 3
# Wider than any printed page: flattened text, where positions mean nothing.
_LONGEST_LINE = 1000
# A label broken over lines leaves lines with a single piece between the rows.
_LONGEST_LABEL = 60
_LINES_TO_NEXT_ROW = 4


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text between wide gaps; start and end in display columns (a Chinese character is 2)."""

    text: str
    start: int
    end: int


def aligned_region(
    lines: Sequence[str], start: int, is_other_table: Callable[[int], bool]
) -> tuple[Table | None, int]:
    """The table that begins at line `start`, or None; and the line after what was looked at.

    The lines looked at are text where there is no table.
    """
    first = _pieces(lines[start])
    if len(first) < _LEAST_COLUMNS:
        return None, start + 1
    rows = [first]
    end = start + 1
    waiting: list[list[_Piece]] = []  # lines of a single piece: rows only if a row follows
    for i in range(start + 1, len(lines)):
        pieces = _pieces(lines[i])
        is_heading = len(pieces) < _LEAST_COLUMNS and _HEADING.match(lines[i])
        if is_other_table(i) or is_heading:
            break
        if not pieces and not lines[i].strip():
            continue
        if len(pieces) >= 2:
            rows += [*waiting, pieces]
            waiting = []
            end = i + 1
            continue
        waiting.append(pieces)
        if len(waiting) > _LINES_TO_NEXT_ROW or not _may_be_label(lines[i]):
            break
    if sum(len(row) >= _LEAST_COLUMNS for row in rows) < _LEAST_ROWS:
        return None, end
    return _table(rows), end


def _may_be_label(line: str) -> bool:
    text = line.strip()
    return 0 < len(text) <= _LONGEST_LABEL and not text.endswith(("。", "；"))


def _pieces(line: str) -> list[_Piece]:
    if len(line) > _LONGEST_LINE:
        return []
    pieces: list[_Piece] = []
    begin, column = 0, 0
    for blank in _BLANK_RUN.finditer(line):
        # A lone ideographic space, two columns wide, spaces out a label (总　计).
        if _width(blank[0]) < 2 or blank[0] == "\u3000":
            continue
        column = _add_piece(pieces, line[begin : blank.start()], column)
        column += _width(blank[0])
        begin = blank.end()
    _add_piece(pieces, line[begin:], column)
    return pieces


def _add_piece(pieces: list[_Piece], text: str, column: int) -> int:
    end = column + _width(text)
    if text.strip():
        pieces.append(_Piece(text, column, end))
    return end


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _table(rows: Sequence[Sequence[_Piece]]) -> Table:
    bands = _bands(rows)
    starts = [start for start, _ in bands]
    placed = []
    for row in rows:
        texts: dict[int, str] = {}
        for piece in row:
            band = _band_of(piece, bands, starts)
            texts[band] = f"{texts[band]} {piece.text}" if band in texts else piece.text
        placed.append(tuple(TableCell(texts.get(i, ""), i) for i in range(len(bands))))
    return Table(tuple(placed), exact=False)


def _bands(rows: Sequence[Sequence[_Piece]]) -> list[tuple[int, int]]:
    """The columns' extents: from the rows with most pieces, since a heading spans several.

    What stands in none of them (a column that those rows leave blank) gets one of its own.
    """
    counts = Counter(len(row) for row in rows)
    most = max((n for n, times in counts.items() if times > 1), default=_LEAST_COLUMNS)
    bands = _union([(p.start, p.end) for row in rows if len(row) >= most for p in row])
    starts = [start for start, _ in bands]
    outside = [
        (p.start, p.end)
        for row in rows
        for p in row
        if not _overlap(p, bands[_band_of(p, bands, starts)])
    ]
    return sorted([*bands, *_union(outside)])


def _union(extents: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(extents):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _band_of(piece: _Piece, bands: Sequence[tuple[int, int]], starts: Sequence[int]) -> int:
    """The band that the piece covers most, the leftmost of equals."""
    first = max(bisect_right(starts, piece.start) - 1, 0)
    last = max(bisect_right(starts, piece.end) - 1, first)
    return max(range(first, last + 1), key=lambda i: (_overlap(piece, bands[i]), -i))


def _overlap(piece: _Piece, band: tuple[int, int]) -> int:
    """Columns in common, and one more: what touches belongs together."""
    return max(0, min(piece.end, band[1]) - max(piece.start, band[0]) + 1)
