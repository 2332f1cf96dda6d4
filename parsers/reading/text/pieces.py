"""Pieces of a printed line, and the columns that they take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

BLANK_RUN = re.compile(r"[ \u00a0\u3000]+")

# One page's numbers may stand a character away from one another: their font is not of one width.
SLACK = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """Text between blanks; start and end are display columns."""

    text: str
    start: int
    end: int


def pieces_of(line: str, *, wide: bool = True) -> list[Piece]:
    """The pieces of a line between gaps two columns wide. `wide`: a Chinese character takes two
    columns, else one (as `pdftotext` counts)."""
    pieces: list[Piece] = []
    begin, column = 0, 0
    for blank in BLANK_RUN.finditer(line):
        # A lone ideographic space, two columns wide, spaces out a label (总　计).
        if display_width(blank[0], wide=True) < 2 or blank[0] == "\u3000":
            continue
        column = _add_piece(pieces, line[begin : blank.start()], column, wide=wide)
        column += display_width(blank[0], wide=wide)
        begin = blank.end()
    _add_piece(pieces, line[begin:], column, wide=wide)
    return pieces


def _add_piece(pieces: list[Piece], text: str, column: int, *, wide: bool) -> int:
    end = column + display_width(text, wide=wide)
    if text.strip():
        pieces.append(Piece(text, column, end))
    return end


def display_width(text: str, *, wide: bool) -> int:
    """Columns that a text takes; `wide`: a Chinese character takes two."""
    if not wide or text.isascii():
        return len(text)
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def cut(piece: Piece, *, wide: bool) -> list[Piece]:
    """The pieces that blanks of any width part."""
    parts = []
    for token in re.finditer(r"\S+", piece.text):
        start = piece.start + display_width(piece.text[: token.start()], wide=wide)
        parts.append(Piece(token[0], start, start + display_width(token[0], wide=wide)))
    return parts


def agree(above: Sequence[Piece], below: Sequence[Piece]) -> bool:
    """Whether as many pieces of two lines stand in the same columns."""
    return all(_aligned(a, b) for a, b in zip(above, below, strict=True))


def _aligned(a: Piece, b: Piece) -> bool:
    apart = (abs(a.start - b.start), abs(a.end - b.end), abs(a.start + a.end - b.start - b.end) / 2)
    return min(apart) <= SLACK


def overlap(a: Piece, b: Piece) -> bool:
    """Whether two pieces share a column."""
    return a.start < b.end and b.start < a.end
