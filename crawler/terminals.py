"""Text for terminals, where Chinese characters take two columns and lines are narrow."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Sequence

_ENDLESS = 10_000
_LEAST = 30  # narrower terminals break lines themselves


def terminal_width() -> int:
    """Columns of the terminal; very many where the output goes to no terminal and no `COLUMNS`
    says otherwise, so that programs get whole lines."""
    return max(_LEAST, shutil.get_terminal_size((_ENDLESS, 24)).columns)


def columns_of(text: str) -> int:
    """Columns that a text takes: a Chinese character has two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def padded(text: str, width: int) -> str:
    """The text with spaces up to so many columns."""
    return text + " " * (width - columns_of(text))


def aligned(
    rows: Sequence[Sequence[str]], gap: int = 2, numbers_from: int | None = None
) -> list[str]:
    """Rows of one table; cells from the column `numbers_from` on are set to the right."""
    widths = [max(columns_of(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            padded(cell, width)
            if numbers_from is None or at < numbers_from
            else " " * (width - columns_of(cell)) + cell
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((" " * gap).join(cells).rstrip())
    return lines


def wrapped(text: str, width: int, indent: int) -> list[str]:
    """The text in lines of at most so many columns, all but the first indented.

    It is broken at spaces and beside Chinese characters; a longer word keeps a line of its own, so
    that addresses and commands can be copied.
    """
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        size = columns_of(piece)
        if line.strip() and used + columns_of(piece.rstrip()) > width:
            lines.append(line.rstrip())
            piece = piece.lstrip()
            line, used, size = " " * indent, indent, columns_of(piece)
        line, used = line + piece, used + size
    return [*lines, line.rstrip()]


def _pieces(text: str) -> list[str]:
    """Words with the spaces behind them, and single Chinese characters; closing punctuation stays
    with what it closes."""
    pieces: list[str] = []
    for char in text:
        is_wide = unicodedata.east_asian_width(char) in "WF"
        begins = not pieces or is_wide or _ends(pieces[-1])
        closes = pieces and unicodedata.category(char) in ("Pe", "Pf", "Po") and is_wide
        if begins and not closes and char != " ":
            pieces.append(char)
        elif pieces:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _ends(piece: str) -> bool:
    return piece[-1] == " " or unicodedata.east_asian_width(piece[-1]) in "WF"
