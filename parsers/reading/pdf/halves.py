"""Two pages on one sheet: side by side, as printers save paper, or the columns of an A3 sheet.

They are parted where nothing is printed from top to bottom in the middle of the sheet. A wide
table without ruling lines looks so, too: both halves must show that they are pages, by lines of
running text or by the rules of tables of their own.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from parsers.reading.pdf.grid import merged_rules
from parsers.reading.pdf.page import Glyph, PageContent, Rule
from parsers.reading.pdf.text import group_lines

WIDER = 1.2  # than high: only such a sheet has two pages side by side
MIDDLE = (0.4, 0.6)  # of the width: where they are parted
NARROWEST = 6.0  # points between two pages
FOOT = 0.08  # of the height: a page number in the middle of the foot parts nothing
FEWEST = 60  # characters of a half
LINES = 3  # of running text, or rules, that make a page
FULL = 0.6  # of a half's printed width: so long are these at least
WORDS = 1.5  # of the character size: no wider gap is in running text


def halves_of(content: PageContent, *, known: bool) -> tuple[PageContent, ...]:
    """The two pages of a sheet, left and right, each from its own left side on; the sheet itself
    where it is one page. known: another sheet of the document has two."""
    if content.width < WIDER * content.height or len(content.glyphs) < 2 * FEWEST:
        return (content,)
    at = _gutter(content)
    if at is None:
        return (content,)
    left, right = _part(content, 0.0, at), _part(content, at, content.width)
    if min(len(left.glyphs), len(right.glyphs)) < FEWEST:
        return (content,)
    if not (known or (_is_page(left) and _is_page(right))):
        return (content,)
    left.notes = content.notes  # what is noted of the sheet is said once
    return left, right


def _gutter(content: PageContent) -> float | None:
    """The middle of the widest strip in the middle of a sheet in which nothing is printed."""
    first, last = (part * content.width for part in MIDDLE)
    foot = (1 - FOOT) * content.height
    taken = [(glyph.x0, glyph.x1) for glyph in content.glyphs if glyph.baseline < foot]
    taken += [(rule.start, rule.end) for rule in content.horizontal]
    taken += [(rule.position, rule.position) for rule in content.vertical]
    inside = sorted((start, end) for start, end in taken if end > first and start < last)
    edges = [(first, first), *inside, (last, last)]
    widest, place, reach = NARROWEST, None, first
    for (_, end), (start, _) in pairwise(edges):
        reach = max(reach, end)
        if start - reach > widest:
            widest, place = start - reach, (start + reach) / 2
    return place


def _part(content: PageContent, begin: float, end: float) -> PageContent:
    """What is printed from one place to another across a sheet, as a page of its own."""

    def within(x: float) -> bool:
        return begin <= x < end

    return replace(
        content,
        width=end - begin,
        glyphs=[
            glyph._replace(x0=glyph.x0 - begin, x1=glyph.x1 - begin)
            for glyph in content.glyphs
            if within((glyph.x0 + glyph.x1) / 2)
        ],
        clipped=[],
        horizontal=[
            Rule(rule.position, rule.start - begin, rule.end - begin)
            for rule in content.horizontal
            if within((rule.start + rule.end) / 2)
        ],
        vertical=[
            Rule(rule.position - begin, rule.start, rule.end)
            for rule in content.vertical
            if within(rule.position)
        ],
        drawn=[(x - begin, y) for x, y in content.drawn if within(x)],
        unshown=[(x - begin, y) for x, y in content.unshown if within(x)],
        notes=[],
    )


def _is_page(content: PageContent) -> bool:
    """Whether a half has lines of running text or rules over most of what is printed there."""
    left, right = min(g.x0 for g in content.glyphs), max(g.x1 for g in content.glyphs)
    full = FULL * (right - left)
    rules = merged_rules(content.horizontal)  # most are drawn cell by cell
    if sum(rule.end - rule.start >= full for rule in rules) >= LINES:
        return True
    return sum(_runs_on(line, full) for line in group_lines(content.glyphs)) >= LINES


def _runs_on(line: list[Glyph], full: float) -> bool:
    """Whether a line goes on without a gap for so many points."""
    reach, begin = line[0].x1, line[0].x0
    for glyph in line:
        if glyph.x0 - reach > WORDS * glyph.size:
            begin = glyph.x0
        reach = max(reach, glyph.x1)
        if reach - begin >= full:
            return True
    return False
