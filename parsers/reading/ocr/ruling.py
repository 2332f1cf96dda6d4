"""The ruling lines of a scanned page, in the form in which a PDF gives them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.reading.ocr.dashes import with_dashes_joined
from parsers.reading.ocr.lines import SURELY_LINE, faintest_line, join, pieces_of
from parsers.reading.ocr.parts import (
    HIGHEST_STROKE,
    LAST_PART,
    MOSTLY,
    Part,
    View,
    parts_of,
    strokes_of,
)
from parsers.reading.ocr.sheet import Sheet
from parsers.reading.pdf.grid import SNAP
from parsers.reading.pdf.page import Rule

# Strokes of print in low rows join with the borders above and below them into what looks like a
# line; but unlike a border they leave paper beside at least one of them, or have other strokes
# of their character beside them, where a border has the margin of a cell.
NEAR_RULE = 2.0  # points by which a piece may miss a rule at which it ends
ROUNDED = 2.0  # points by which smoothing lengthens a piece
LONGEST_GAP = 160.0  # points: where labels touch a line
# An upright line goes on beyond the last crossing rule where a page break leaves a row open; a
# shorter tail is print beside the table that touches the line. A level one that is nothing but
# a tail is a label whose strokes end at one height.
OPEN_ROW = 24.0  # points
SEVERAL = 1.2  # times the highest stroke: what is longer is no single one
FEWEST_RULES = 2  # of one direction: less is no table
PAGE_EDGE = 12.0  # points from the page's edges within which a fold or a streak ends
# Shorter tails are an open row, too, where several lines stop at one height.
LOWEST_OPEN_ROW = 7.0  # points
FEWEST_OPEN = 3


def rules_of(sheet: Sheet) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules in points."""
    across, down = _solid_rules(sheet)
    if min(len(across), len(down)) >= FEWEST_RULES or sheet.is_empty:
        return across, down
    joined = with_dashes_joined(sheet)
    return _solid_rules(joined) if joined else (across, down)


def _solid_rules(sheet: Sheet) -> tuple[list[Rule], list[Rule]]:
    across = pieces_of(sheet, across=True)
    down = pieces_of(sheet, across=False)
    long_across = [rule for rule in across if rule.end - rule.start >= SURELY_LINE]
    faintest = faintest_line(sheet)
    strokes, highest = strokes_of(sheet)
    level = View(sheet.contrast, sheet.unit, faintest, None, highest)
    upright = View(sheet.contrast.T, sheet.unit, faintest, strokes.T, highest)
    found_down = _borders(down, long_across, upright)
    found_across = _borders(_bridged(across, found_down), found_down, level)
    return found_across, _borders(down, found_across, upright)


def _borders(pieces: Iterable[Rule], crossing: Sequence[Rule], view: View) -> list[Rule]:
    """The parts of pieces, from one crossing rule to the next, that are borders."""
    found: list[Rule] = []
    crossed = [(piece, _crossings(piece, crossing)) for piece in pieces]
    breaks = _page_breaks(crossed)
    for piece, at in crossed:
        if not at:
            if piece.end - piece.start >= SURELY_LINE and _is_alone(piece, view):
                found.append(piece)
            continue
        if _is_streak(piece, at, view.length):
            continue
        start, end = piece.start + ROUNDED, piece.end - ROUNDED
        if view.strokes is not None:
            first, last = breaks.has_start(start, at[0]), breaks.has_end(end, at[-1])
            at = [start] * first + at + [end] * last
        ends = [start] if at[0] - start >= OPEN_ROW else []
        ends += at
        ends += [end] if end - at[-1] >= OPEN_ROW else []
        if ends[-1] - ends[0] < LAST_PART:
            continue
        parts = parts_of(piece.position, ends, view)
        _judge(parts, at, view)
        found.extend(Rule(piece.position, part.start, part.end) for part in parts if part.border)
    return found


@dataclass(frozen=True, slots=True)
class _PageBreaks:
    """Where lines start before the first rule that crosses them (`starts`) and end behind the
    last (`ends`); `firsts` and `lasts`: those rules of all lines. Each in order."""

    starts: Sequence[float]
    ends: Sequence[float]
    firsts: Sequence[float]
    lasts: Sequence[float]

    def has_start(self, start: float, first: float) -> bool:
        """Whether a line begins at a page break, as most of those do that cross the same rule."""
        return first - start >= LOWEST_OPEN_ROW and _are_most(
            start, self.starts, first, self.firsts
        )

    def has_end(self, end: float, last: float) -> bool:
        return end - last >= LOWEST_OPEN_ROW and _are_most(end, self.ends, last, self.lasts)


def _page_breaks(crossed: Sequence[tuple[Rule, Sequence[float]]]) -> _PageBreaks:
    starts, ends = [], []
    for piece, at in crossed:
        start, end = piece.start + ROUNDED, piece.end - ROUNDED
        if at and at[0] - start >= LOWEST_OPEN_ROW:
            starts.append(start)
        if at and end - at[-1] >= LOWEST_OPEN_ROW:
            ends.append(end)
    firsts, lasts = (sorted(at[place] for _, at in crossed if at) for place in (0, -1))
    return _PageBreaks(sorted(starts), sorted(ends), firsts, lasts)


def _are_most(end: float, ends: Sequence[float], rule: float, rules: Sequence[float]) -> bool:
    """Strokes of a heading close below a table lengthen a few of its lines, not most."""
    together = _near(end, ends)
    return together >= FEWEST_OPEN and together >= MOSTLY * _near(rule, rules)


def _near(position: float, positions: Sequence[float]) -> int:
    first = bisect_left(positions, position - NEAR_RULE)
    return bisect_right(positions, position + NEAR_RULE) - first


def _is_streak(piece: Rule, at: Sequence[float], length: float) -> bool:
    """Whether a line runs from one edge of the page to the other, through the table and its
    margins: a fold, or dirt on the glass of a scanner."""
    through = piece.start <= PAGE_EDGE and piece.end >= length - PAGE_EDGE
    return through and min(at[0] - piece.start, piece.end - at[-1]) >= OPEN_ROW


def _is_alone(piece: Rule, view: View) -> bool:
    """Whether a line that no other crosses is drawn throughout, with no print beside it."""
    (part,) = parts_of(piece.position, (piece.start + ROUNDED, piece.end - ROUNDED), view)
    return part.drawn and not part.crowded


def _judge(parts: Sequence[Part], at: Sequence[float], view: View) -> None:
    """Mark the borders: parts drawn from end to end with room beside them, and what goes on
    from these in the same line. An upright line may be nothing but a tail."""
    drawn = sum(part.drawn for part in parts)
    mostly = len(parts) > 2 and drawn >= MOSTLY * len(parts)
    for part in parts:
        between = part.start >= at[0] and part.end <= at[-1]
        longest = view.highest_stroke if part.unbroken else HIGHEST_STROKE
        long = between and part.end - part.start > longest
        lone = part.crowded <= (_most_crowded(part, view) if long and not part.blacker else 0)
        part.border = part.drawn and lone and (between or view.strokes is not None)
    for way in (parts, parts[::-1]):
        for before, part in pairwise(way):
            between = part.start >= at[0] and part.end <= at[-1]
            if part.crowded and part.end - part.start < HIGHEST_STROKE:
                goes_on = part.unbroken and not part.blacker
            else:
                almost = part.barely_drawn or part.unbroken
                goes_on = part.drawn or (mostly and between and almost)
            part.border = part.border or (before.border and goes_on)
    if view.strokes is not None:
        _close_gaps(parts)


def _most_crowded(part: Part, view: View) -> int:
    """On how many sides of a part that is longer than a stroke there may be print: no strokes of
    characters above one another leave no paper between them."""
    return 2 if part.unbroken and part.end - part.start > SEVERAL * view.highest_stroke else 1


def _close_gaps(parts: Sequence[Part]) -> None:
    """Mark what is nearly drawn between two borders, where there is no print that it might be."""
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        enclosed = before.border and after.border
        part.border = part.border or (enclosed and part.mostly_drawn and not part.crowded)


def _crossings(piece: Rule, crossing: Sequence[Rule]) -> list[float]:
    """Where rules cross a piece or end at it, in order; a double line counts once."""
    at: list[float] = []
    for rule in sorted(crossing):
        within = piece.start - NEAR_RULE <= rule.position <= piece.end + NEAR_RULE
        reached = rule.start - NEAR_RULE <= piece.position <= rule.end + NEAR_RULE
        if within and reached and (not at or rule.position - at[-1] > SNAP):
            at.append(rule.position)
    return at


def _bridged(pieces: Sequence[Rule], crossing: Sequence[Rule]) -> list[Rule]:
    """Pieces that touch crossing rules at one height made one, though labels hide it between.

    Whether there is a line at all behind the labels is looked at part by part.
    """
    touching = [bool(_crossings(piece, crossing)) for piece in pieces]
    alone = [piece for piece, touches in zip(pieces, touching, strict=True) if not touches]
    return alone + join(
        (piece for piece, touches in zip(pieces, touching, strict=True) if touches), LONGEST_GAP
    )
