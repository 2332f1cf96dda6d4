"""The lines outside ruled tables with the places of what stands on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from parsers.reading.model import PrintedLine, PrintedPiece
from parsers.reading.pdf.flow import PageParts, is_recognised
from parsers.reading.pdf.paragraphs import without_furniture
from parsers.reading.pdf.text import WORD_GAP, Line, group_lines, make_line


def printed_lines(
    pages: Sequence[PageParts], *, within_tables: bool = False
) -> tuple[PrintedLine, ...]:
    """The lines of all pages, those within ruled tables only where wanted; none where pages were
    read by character recognition and these are wanted, or its rules do not hold for all, and none
    where no table is ruled and those within are wanted."""
    recognised = any(page.recognised for page in pages)
    if recognised and (within_tables or not is_recognised(pages)):
        return ()
    if within_tables and not any(page.grids for page in pages):
        return ()
    lines = [_all_lines(page) if within_tables else _lines_outside(page) for page in pages]
    kept = without_furniture(lines, [page.height for page in pages])
    return tuple(
        PrintedLine(number, line.baseline, tuple(_pieces(line)), line.size)
        for number, lines in enumerate(kept)
        for line in lines
    )


def _lines_outside(page: PageParts) -> Sequence[Line]:
    """A line that was recognised as a whole tells no place of what stands on it."""
    return page.placed if page.recognised else page.lines


def _all_lines(page: PageParts) -> list[Line]:
    glyphs = [glyph for line in page.lines for glyph in line.glyphs]
    glyphs += (glyph for grid in page.grids for own in grid.glyphs.values() for glyph in own)
    return [make_line(line) for line in group_lines(glyphs)]


def _pieces(line: Line) -> Iterator[PrintedPiece]:
    text, start, end = "", 0.0, inf
    for glyph, x0, x1, _, size, spaced in line.glyphs:
        if text and (spaced or x0 - end > WORD_GAP * size):
            yield PrintedPiece(text, start, end)
            text = ""
        start = start if text else x0
        text += glyph
        end = x1
    if text:
        yield PrintedPiece(text, start, end)
