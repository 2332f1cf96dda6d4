"""The lines outside ruled tables with the places of what stands on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from parsers.reading.model import PrintedLine, PrintedPiece
from parsers.reading.pdf.flow import PageParts
from parsers.reading.pdf.paragraphs import without_furniture
from parsers.reading.pdf.text import WORD_GAP, Line


def printed_lines(pages: Sequence[PageParts]) -> tuple[PrintedLine, ...]:
    """The lines of all pages, none where pages were read by character recognition."""
    if any(page.recognised for page in pages):
        return ()
    kept = without_furniture([page.lines for page in pages], [page.height for page in pages])
    return tuple(
        PrintedLine(number, line.baseline, tuple(_pieces(line)), line.size)
        for number, lines in enumerate(kept)
        for line in lines
    )


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
