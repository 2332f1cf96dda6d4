"""Characters into lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.reading.pdf_page import Glyph

SAME_LINE = 0.45  # of the character size: baselines nearer than this are one line
WORD_GAP = 0.2  # of the character size: between Latin letters and digits this is a space
WIDE_GAP = 0.6  # between Chinese characters, which justified text spreads apart

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
    for glyph in sorted(glyphs, key=lambda g: (g.baseline, g.x0)):
        if lines and glyph.baseline - baseline <= min(reach, SAME_LINE * glyph.size):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
            baseline, reach = glyph.baseline, SAME_LINE * glyph.size
    return [_without_doubles(sorted(line, key=lambda g: (g.x0, g.baseline))) for line in lines]


def _without_doubles(line: list[Glyph]) -> list[Glyph]:
    if not any(_twice(before, glyph) for before, glyph in pairwise(line)):
        return line
    return line[:1] + [glyph for before, glyph in pairwise(line) if not _twice(before, glyph)]


def _twice(before: Glyph, glyph: Glyph) -> bool:
    return before.text == glyph.text and glyph.x0 - before.x0 < 0.3 * (glyph.x1 - glyph.x0)


def _separate(before: Glyph, glyph: Glyph) -> bool:
    """Whether a space is printed between two neighbours of a line."""
    if glyph.spaced:
        return True
    narrow = before.text < FIRST_WIDE and glyph.text < FIRST_WIDE
    return glyph.x0 - before.x1 > (WORD_GAP if narrow else WIDE_GAP) * glyph.size


def line_text(glyphs: Sequence[Glyph]) -> str:
    """The text of one line; gaps wider than a character's usual distance become one space."""
    parts: list[str] = []
    for index, glyph in enumerate(glyphs):
        if index and _separate(glyphs[index - 1], glyph):
            parts.append(" ")
        parts.append(glyph.text)
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
