"""Characters into lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, repeat
from math import inf
from operator import eq, gt, itemgetter, mul, sub
from typing import Any

from parsers.reading.pdf.page import Glyph

SAME_LINE = 0.45  # of the character size: baselines nearer than this are one line
WORD_GAP = 0.2  # of the character size: between Latin letters and digits this is a space
WIDE_GAP = 0.6  # between Chinese characters, which justified text spreads apart

_TEXT = itemgetter(Glyph._fields.index("text"))
_BASELINE = itemgetter(Glyph._fields.index("baseline"))
_PLACE = itemgetter(Glyph._fields.index("x0"))

FIRST_WIDE = "\u0250"  # Latin letters, digits and their marks lie before it


@dataclass(slots=True)
class Line:
    """One printed line, or one column's part of it; never changed."""

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
    # By one number after the other: to compare pairs of them takes twice as long.
    ordered = sorted(sorted(glyphs, key=_PLACE), key=_BASELINE)
    if ordered and ordered[0][3] == ordered[-1][3]:  # most cells have one line
        return [_without_doubles(ordered)]
    lines: list[list[Glyph]] = []
    line: list[Glyph] = []
    uneven: list[list[Glyph]] = []  # lines whose characters are not in order of their places yet
    baseline, reach = -inf, 0.0
    for own, group in groupby(ordered, key=_BASELINE):
        if own - baseline > reach:  # as most lines are
            line = list(group)
            lines.append(line)
            baseline, reach = own, SAME_LINE * line[0][4]
            continue
        for glyph in group:
            if own == baseline or own - baseline <= min(reach, SAME_LINE * glyph[4]):
                line.append(glyph)
                if not uneven or uneven[-1] is not line:
                    uneven.append(line)
            else:
                line = [glyph]
                lines.append(line)
                baseline, reach = own, SAME_LINE * glyph[4]
    for line in uneven:
        line.sort(key=_PLACE)  # and by baselines, in whose order they are
    return [_without_doubles(line) for line in lines]


def _without_doubles(line: list[Glyph]) -> list[Glyph]:
    texts = list(map(_TEXT, line))
    if not any(map(eq, texts, texts[1:])):
        return line
    return line[:1] + [glyph for before, glyph in pairwise(line) if not _is_double(before, glyph)]


def _is_double(before: Glyph, glyph: Glyph) -> bool:
    return before.text == glyph.text and _twice(glyph.x0 - before.x0, glyph.x1 - glyph.x0)


def _twice(shift: float, width: float) -> bool:
    """Whether a character that is printed again so far on is meant once."""
    return shift < 0.3 * width


def line_text(glyphs: Sequence[Glyph]) -> str:
    """The text of one line; gaps wider than a character's usual distance become one space."""
    return _text_of(glyphs, tuple(zip(*glyphs, strict=True)))


def _text_of(glyphs: Sequence[Glyph], columns: tuple[Any, ...]) -> str:
    """The same; columns: the texts of the characters, their beginnings, their ends, ..."""
    texts, starts, ends, _, sizes, spaced_ones = columns
    usual = map(mul, sizes[1:], repeat(WORD_GAP))
    if not any(spaced_ones) and not any(map(gt, map(sub, starts[1:], ends), usual)):
        return "".join(texts)
    parts: list[str] = []
    end, before = inf, ""
    for text, x0, x1, _, size, spaced in glyphs:
        apart = x0 - end > WORD_GAP * size and _is_space(before, text, x0 - end, size)
        if (spaced or apart) and parts:
            parts.append(" ")
        parts.append(text)
        end, before = x1, text
    return "".join(parts)


def _is_space(before: str, text: str, gap: float, size: float) -> bool:
    """Whether a gap wider than WORD_GAP between two characters is one between words."""
    narrow = text < FIRST_WIDE and before < FIRST_WIDE
    return narrow or gap > WIDE_GAP * size


def lines_of_text(glyphs: Sequence[Glyph]) -> list[str]:
    """The texts of the lines that characters make, from top to bottom."""
    texts = _lines_in_order(glyphs)
    return [line_text(line) for line in group_lines(glyphs)] if texts is None else texts


def _lines_in_order(glyphs: Sequence[Glyph]) -> list[str] | None:
    """The same for characters that stand in the order of the lines already, as most do, none of
    them twice: in one go, without sorting them. None for others."""
    lines: list[str] = []
    line = ""
    baseline, reach, start, end, before = -inf, 0.0, 0.0, 0.0, ""
    for text, x0, x1, own, size, spaced in glyphs:
        if own == baseline:
            if x0 < start or (text == before and _twice(x0 - start, x1 - x0)):
                return None
            if spaced or (x0 - end > WORD_GAP * size and _is_space(before, text, x0 - end, size)):
                line += " "
            line += text
        elif own - baseline > reach:
            lines.append(line)
            line = text
            baseline, reach = own, SAME_LINE * size
        else:
            return None
        start, end, before = x0, x1, text
    lines.append(line)
    return lines[1:]  # the first one is what stands before the first character


def make_line(glyphs: Sequence[Glyph]) -> Line:
    """A line with its measures; the size is that of its middle character."""
    columns = tuple(zip(*glyphs, strict=True))
    _, starts, ends, baselines, of_each, _ = columns
    sizes = sorted(of_each)
    return Line(
        _text_of(glyphs, columns),
        starts[0],
        max(ends),
        baselines[0],
        sizes[len(sizes) // 2],
        tuple(glyphs),
    )
