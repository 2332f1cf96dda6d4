"""Characters into lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from parsers.reading.pdf_page import Glyph

SAME_LINE = 0.45  # of the character size: baselines nearer than this are one line
WORD_GAP = 0.2  # of the character size: between Latin letters and digits this is a space
WIDE_GAP = 0.6  # between Chinese characters, which justified text spreads apart

_BY_LINE = itemgetter(Glyph._fields.index("baseline"), Glyph._fields.index("x0"))
_BY_PLACE = itemgetter(Glyph._fields.index("x0"), Glyph._fields.index("baseline"))

FIRST_WIDE = "\u0250"  # Latin letters, digits and their marks lie before it


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or one column's part of it."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    glyphs: tuple[Glyph, ...] = ()


def group_lines(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters in lines from top to bottom, each line from left to right.

    A character drawn twice on one place (a printer's bold) is kept once.
    """
    lines: list[list[Glyph]] = []
    baseline, reach = 0.0, -1.0
    for glyph in sorted(glyphs, key=_BY_LINE):
        _, _, _, own, size, _ = glyph
        if lines and (own == baseline or own - baseline <= min(reach, SAME_LINE * size)):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
            baseline, reach = own, SAME_LINE * size
    return [_without_doubles(sorted(line, key=_BY_PLACE)) for line in lines]


def _without_doubles(line: list[Glyph]) -> list[Glyph]:
    alike = (before[0] == glyph[0] and _twice(before, glyph) for before, glyph in pairwise(line))
    if not any(alike):
        return line
    return line[:1] + [glyph for before, glyph in pairwise(line) if not _twice(before, glyph)]


def _twice(before: Glyph, glyph: Glyph) -> bool:
    return before.text == glyph.text and glyph.x0 - before.x0 < 0.3 * (glyph.x1 - glyph.x0)


def line_text(glyphs: Sequence[Glyph]) -> str:
    """The text of one line; gaps wider than a character's usual distance become one space."""
    parts: list[str] = []
    end, narrow_before = float("inf"), False
    for text, x0, x1, _, size, spaced in glyphs:
        narrow = text < FIRST_WIDE
        gap = WORD_GAP if narrow and narrow_before else WIDE_GAP
        if (spaced and parts) or x0 - end > gap * size:
            parts.append(" ")
        parts.append(text)
        end, narrow_before = x1, narrow
    return "".join(parts)


def make_line(glyphs: Sequence[Glyph]) -> Line:
    """A line with its measures; the size is that of its middle character."""
    sizes = sorted(glyph.size for glyph in glyphs)
    return Line(
        line_text(glyphs),
        glyphs[0].x0,
        max(glyph.x1 for glyph in glyphs),
        glyphs[0].baseline,
        sizes[len(sizes) // 2],
        tuple(glyphs),
    )
