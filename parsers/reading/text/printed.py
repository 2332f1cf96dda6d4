"""The lines of a text with the places of what stands on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsers.reading.model import PrintedLine, PrintedPiece
from parsers.reading.text.lines import agreement, segments_of
from parsers.reading.text.pieces import display_width

_TOKEN = re.compile(r"[^\s\u00a0\u3000]+")
_BORDER = re.compile(r"[\t|│┃]")
LONGEST_LINE = 1000  # wider than any page: flattened text, where positions mean nothing
MOST_LINES = 4000


def printed_lines(lines: Sequence[str]) -> tuple[PrintedLine, ...]:
    """The lines that hold something; a line that begins a page has a form feed before it. None
    where a text is too long, or too wide, to have been laid out, and where tabs or pipes stand
    between its cells."""
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        return ()
    if any(_BORDER.search(line.strip()) for line in lines):
        return ()
    pages = _pages(lines)
    wide = len(pages) == 1 and _characters_are_wide(lines)
    return tuple(
        PrintedLine(page, place, tuple(pieces))
        for page, kept in enumerate(pages)
        for place, line in kept
        if (pieces := list(_pieces(line, wide=wide)))
    )


Page = list[tuple[int, str]]


def _pages(lines: Sequence[str]) -> list[Page]:
    """The lines that hold something, each with its number on its page."""
    pages: list[Page] = [[]]
    first = 0
    for number, line in enumerate(lines):
        if line.startswith("\f"):
            pages.append([])
            first = number
        if line.strip():
            pages[-1].append((number - first, line.replace("\f", "")))
    return pages


def _characters_are_wide(lines: Sequence[str]) -> bool:
    """Whether rows stand better below one another where a Chinese character takes two columns."""
    wide, narrow = (agreement(segments_of(lines, wide=width)) for width in (True, False))
    return wide > narrow


def _pieces(line: str, *, wide: bool) -> Iterator[PrintedPiece]:
    column = end = 0
    for token in _TOKEN.finditer(line):
        gap = display_width(line[end : token.start()], wide=wide)
        start = column + gap
        column = start + display_width(token[0], wide=wide)
        yield PrintedPiece(token[0], start, column, apart=gap > 1 or end == 0)
        end = token.end()
