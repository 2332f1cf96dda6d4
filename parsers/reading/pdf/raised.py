"""Raised and lowered characters behind a number: a mark of a footnote, and no part of it."""

from __future__ import annotations

from itertools import compress
from operator import itemgetter, ne

from parsers.reading.pdf.page import Glyph, PageContent

DIGITS = frozenset("0123456789")
SMALLER = 0.9  # of the size of the digit before it: a mark beside its line is at most as large
TINY = 0.6  # of that size: a digit on the same line is at most as large if it is a mark
LEAST, MOST = 0.1, 0.8  # of that size, from line to line
NEAR = 0.3  # of that size, from the digit to its mark

_SIZE = itemgetter(Glyph._fields.index("size"))


def set_raised_aside(content: PageContent) -> None:
    """Put such marks in brackets and on the line of their number, as in documents that say
    themselves what is raised: 8¹ is no 81, and no 1 above an 8."""
    glyphs = content.glyphs
    sizes = list(map(_SIZE, glyphs))
    end = 0
    for index in list(compress(range(1, len(glyphs)), map(ne, sizes, sizes[1:]))):
        if index < end or not _is_mark(glyphs[index - 1], glyphs[index]):
            continue
        number = glyphs[index - 1]
        end = index
        while end < len(glyphs) and _goes_on(glyphs[index], glyphs[end]):
            text = f"[{glyphs[end].text}]"
            glyphs[end] = glyphs[end]._replace(text=text, baseline=number.baseline)
            end += 1


def _is_mark(before: Glyph, glyph: Glyph) -> bool:
    size = before.size
    if before.text not in DIGITS or glyph.size > SMALLER * size:
        return False
    if abs(glyph.x0 - before.x1) > NEAR * size:
        return False
    shift = abs(glyph.baseline - before.baseline)
    tiny = glyph.text in DIGITS and glyph.size <= TINY * size
    return LEAST * size <= shift <= MOST * size or (tiny and shift <= MOST * size)


def _goes_on(first: Glyph, glyph: Glyph) -> bool:
    """Whether a character belongs to the mark that begins with another one."""
    beside = first is glyph or glyph.x0 >= first.x0
    return beside and glyph.size == first.size and glyph.baseline == first.baseline
