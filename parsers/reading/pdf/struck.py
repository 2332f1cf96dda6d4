"""Characters that a line strikes out: a deletion that is printed, and no part of a number."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter

from parsers.reading.pdf.page import Glyph, PageContent, Rule

LOWEST, HIGHEST = 0.15, 0.5  # of the character size above the baseline: there a line strikes
COVERED = 0.7  # of a character's width
BEYOND = 0.35  # of the character size: a border goes on farther than what it touches
MOST_LOOKED_AT = 200_000  # characters near lines, all together: a page of a report has hundreds
LONGEST = 250.0  # points; a border of a table is as long, a deletion hardly

_BASELINE = itemgetter(Glyph._fields.index("baseline"))


def set_struck_aside(content: PageContent) -> None:
    """Put struck characters in brackets, as in documents that say themselves what is struck."""
    glyphs = content.glyphs
    rules = [rule for rule in content.horizontal if rule.end - rule.start <= LONGEST]
    if not glyphs or not rules:
        return
    baselines = sorted(set(map(_BASELINE, glyphs)))
    usual = glyphs[len(glyphs) // 2].size
    lowest, highest = LOWEST * usual, HIGHEST * usual
    lines: dict[float, list[int]] = {}
    struck: set[int] = set()
    looked_at = 0
    for rule in rules:
        y = rule.position
        low = bisect_left(baselines, y + lowest)
        if low == len(baselines) or baselines[low] > y + highest:
            continue  # as with almost all of them
        if not lines:
            for index, glyph in enumerate(glyphs):
                lines.setdefault(glyph.baseline, []).append(index)
        near = baselines[low : bisect_right(baselines, y + highest)]
        looked_at += sum(len(lines[line]) for line in near)
        if looked_at > MOST_LOOKED_AT:
            break
        crossed = [i for line in near for i in lines[line] if _is_crossed(glyphs[i], rule)]
        if crossed and _ends_with(rule, [glyphs[i] for i in crossed]):
            struck.update(crossed)
    for index in struck:
        glyphs[index] = glyphs[index]._replace(text=f"[{glyphs[index].text}]")


def _is_crossed(glyph: Glyph, rule: Rule) -> bool:
    shared = min(glyph.x1, rule.end) - max(glyph.x0, rule.start)
    return shared >= COVERED * (glyph.x1 - glyph.x0)


def _ends_with(rule: Rule, crossed: list[Glyph]) -> bool:
    """Whether a line is as long as the characters that it crosses, and no border near them."""
    beyond = BEYOND * crossed[0].size
    left, right = min(glyph.x0 for glyph in crossed), max(glyph.x1 for glyph in crossed)
    return rule.start >= left - beyond and rule.end <= right + beyond
