"""The ruling lines of a scanned page, in the form in which a PDF gives them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from parsers.reading.ocr.lines import STRAY, SURELY_LINE, THICKEST, faintest_line, join, pieces_of
from parsers.reading.ocr.sheet import Picture, Sheet
from parsers.reading.pdf.grid import SNAP
from parsers.reading.pdf.page import Rule

# Strokes of print in low rows join with the borders above and below them into what looks like a
# line; but unlike a border they leave paper beside at least one of them, or have other strokes
# of their character beside them, where a border has the margin of a cell.
NEAR_RULE = 2.0  # points by which a piece may miss a rule at which it ends
ROUNDED = 2.0  # points by which smoothing lengthens a piece
LONGEST_GAP = 160.0  # points: where labels touch a line
LAST_PART = 3.2  # points beside each crossing rule that are looked at
# An upright line goes on beyond the last crossing rule where a page break leaves a row open; a
# shorter tail is print beside the table that touches the line. A level one that is nothing but
# a tail is a label whose strokes end at one height.
OPEN_ROW = 24.0  # points
PAGE_EDGE = 12.0  # points from the page's edges within which a fold or a streak ends
# Shorter tails are an open row, too, where several lines stop at one height.
LOWEST_OPEN_ROW = 7.0  # points
FEWEST_OPEN = 3
SHADED_LINE = 0.4  # of the line's usual darkness against its sides: less where these are shaded
SHADED = 7.0  # points along a line within which there is paper beside it, be it shaded
DRAWN = 0.5  # of the piece's own darkness: less is paper
MOST_PAPER = 0.15  # share of the last part that may be paper, for noise
MOST_PAPER_IN_LINE = 0.22  # likewise, on a line most of whose parts are borders
MOSTLY = 0.6
UNBROKEN = 0.97  # share of a part that is drawn, where print stands on both sides of it
EVEN = 0.85  # share of a line that is drawn: strokes of print in a row are less
NEAREST, FARTHEST = 0.9, 4.0  # points from a line's edge within which a stroke has others
ENDS = 1.5  # points at both ends of a part that may show the rules it ends at
PRINT = 0.33  # of what is drawn
SPECK = 1.5  # points: dirt is smaller, and so are no strokes but dots
CROWDED = 0.5  # points of a part's height that have print beside them: one crossing stroke
BLACKER = 1.5  # times as dark as the rest of its line
DOUBLED = 0.85  # share of a line along which the second line of a double border is drawn
HIGHEST_STROKE = 20.0  # points: a part of a line that is longer is no stroke of a character
LOWEST_CHARACTER, FEWEST_CHARACTERS = 5.0, 20  # points; on a page, to tell their height
BEYOND_CHARACTER = 1.25  # of the height of characters: longer than any stroke of theirs


def rules_of(sheet: Sheet) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules in points."""
    across = pieces_of(sheet, across=True)
    down = pieces_of(sheet, across=False)
    long_across = [rule for rule in across if rule.end - rule.start >= SURELY_LINE]
    faintest = faintest_line(sheet)
    strokes, highest = _strokes(sheet)
    level = _View(sheet.contrast, sheet.unit, faintest, None, highest)
    upright = _View(sheet.contrast.T, sheet.unit, faintest, strokes.T, highest)
    found_down = _borders(down, long_across, upright)
    found_across = _borders(_bridged(across, found_down), found_down, level)
    return found_across, _borders(down, found_across, upright)


@dataclass(frozen=True, slots=True)
class _View:
    """The page as lines are looked at: as it lies for horizontal ones, on its side for vertical.

    faintest: by how much any line is darker than the paper at least. strokes: where there is
    print beside a line; None where print may stand close to borders, as it does above and below
    it. highest_stroke: points; an unbroken line that is longer is no stroke of a character.
    """

    contrast: Picture
    unit: float
    faintest: float
    strokes: Picture | None
    highest_stroke: float

    @property
    def length(self) -> float:
        """Of the page, in points, the way that lines run."""
        length: int = self.contrast.shape[1]
        return length / self.unit


def _strokes(sheet: Sheet) -> tuple[Picture, float]:
    """Where there is print that is no speck of dirt, and how high a stroke of it may be."""
    dark = (sheet.contrast > PRINT * sheet.drawn).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    sides = stats[:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1].max(axis=1)
    large = sides > SPECK * sheet.unit
    large[0] = False
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    square = (0.85 * high <= wide) & (wide <= 1.4 * high)
    heights = high[square & (high >= LOWEST_CHARACTER * sheet.unit)] / sheet.unit
    heights = heights[heights <= HIGHEST_STROKE]
    if heights.size < FEWEST_CHARACTERS:
        return large[labels], HIGHEST_STROKE
    highest = BEYOND_CHARACTER * float(np.percentile(heights, 90))
    return large[labels], min(highest, HIGHEST_STROKE)


@dataclass(slots=True)
class _Part:
    """A line from one crossing rule to the next. crowded: sides with print close to it. blacker:
    it is darker than the rest of the line, as print beside a pale line is."""

    start: float
    end: float
    drawn: bool
    barely_drawn: bool
    unbroken: bool
    crowded: int
    blacker: bool
    border: bool = False


def _borders(pieces: Iterable[Rule], crossing: Sequence[Rule], view: _View) -> list[Rule]:
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
        parts = _parts(piece.position, ends, view)
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


def _is_alone(piece: Rule, view: _View) -> bool:
    """Whether a line that no other crosses is drawn throughout, with no print beside it."""
    (part,) = _parts(piece.position, (piece.start + ROUNDED, piece.end - ROUNDED), view)
    return part.drawn and not part.crowded


def _parts(position: float, ends: Sequence[float], view: _View) -> list[_Part]:
    unit = view.unit
    darkness = _darkness(position, ends, view.contrast, unit)
    usual = float(np.median(darkness))
    sides = _sides(position, ends, view)
    beside = round(LAST_PART * unit)
    is_long = ends[-1] - ends[0] > 2 * HIGHEST_STROKE
    doubled = [is_long and _is_doubled(side) for side in sides]
    parts = []
    for start, end in pairwise(ends):
        if end - start < LAST_PART:
            continue
        here = slice(round((start - ends[0]) * unit), round((end - ends[0]) * unit))
        dark = _drawn(darkness[here], usual, view.faintest)
        unbroken = bool(dark.mean() >= UNBROKEN)
        surely = unbroken and end - start >= SURELY_LINE
        parts.append(
            _Part(
                start,
                end,
                surely or _is_drawn(dark, beside, MOST_PAPER),
                surely or _is_drawn(dark, beside, MOST_PAPER_IN_LINE),
                unbroken,
                sum(
                    _is_crowded(side[:, here], unit, double)
                    for side, double in zip(sides, doubled, strict=True)
                ),
                float(np.median(darkness[here])) > BLACKER * usual,
            )
        )
    return parts


def _judge(parts: Sequence[_Part], at: Sequence[float], view: _View) -> None:
    """Mark the borders: parts drawn from end to end with room beside them, and what goes on
    from these in the same line. An upright line may be nothing but a tail."""
    drawn = sum(part.drawn for part in parts)
    mostly = len(parts) > 2 and drawn >= MOSTLY * len(parts)
    for part in parts:
        between = part.start >= at[0] and part.end <= at[-1]
        longest = view.highest_stroke if part.unbroken else HIGHEST_STROKE
        long = between and part.end - part.start > longest
        lone = part.crowded <= (1 if long and not part.blacker else 0)
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


def _sides(position: float, ends: Sequence[float], view: _View) -> tuple[Picture, ...]:
    """What is printed close to a line on either side of it, along it; none for level lines."""
    if view.strokes is None:
        return ()
    unit = view.unit
    middle, reach = round(position * unit), round((FARTHEST + STRAY + THICKEST / 2) * unit)
    first, last = round(ends[0] * unit), round(ends[-1] * unit)
    padded = np.pad(view.strokes[:, first:last], ((reach, reach), (0, 0)))
    dark = padded[middle : middle + 2 * reach + 1]
    core = 2 * max(1, round(STRAY * unit))
    thick = np.percentile(dark[reach - core : reach + core + 1].sum(axis=0), 25) / 2
    near, far = round(thick + NEAREST * unit), round(thick + FARTHEST * unit)
    return dark[max(0, reach - far) : reach - near], dark[reach + near + 1 : reach + far + 1]


def _is_doubled(side: Picture) -> bool:
    """Whether the other line of a double border runs along all of a line, as no stroke does."""
    return bool(side.size and side.mean(axis=1).max() >= DOUBLED)


def _is_crowded(side: Picture, unit: float, is_doubled: bool) -> bool:
    """Whether strokes stand beside a part of a line; the other line of a double border is none."""
    ends = round(ENDS * unit)
    inner = side[:, ends:-ends] if side.shape[1] > 3 * ends else side
    double = is_doubled and inner.size and inner.mean(axis=1).max() >= DOUBLED
    return not double and inner.any(axis=0).sum() >= CROWDED * unit


def _crossings(piece: Rule, crossing: Sequence[Rule]) -> list[float]:
    """Where rules cross a piece or end at it, in order; a double line counts once."""
    at: list[float] = []
    for rule in sorted(crossing):
        within = piece.start - NEAR_RULE <= rule.position <= piece.end + NEAR_RULE
        reached = rule.start - NEAR_RULE <= piece.position <= rule.end + NEAR_RULE
        if within and reached and (not at or rule.position - at[-1] > SNAP):
            at.append(rule.position)
    return at


def _darkness(position: float, ends: Sequence[float], contrast: Picture, unit: float) -> Picture:
    """By how much a piece is darker than both its sides, either of which may be shaded."""
    middle, reach = round(position * unit), max(1, round(STRAY * unit))
    far = reach + round(THICKEST * unit)
    first, last = round(ends[0] * unit), round(ends[-1] * unit)
    rows = np.arange(middle - far, middle + far + 1).clip(0, contrast.shape[0] - 1)
    strip = contrast[rows, first:last].astype(np.int16)
    palest = cv2.erode(strip, np.ones((1, round(SHADED * unit) | 1), np.uint8))
    above, below = palest[: far - reach].min(axis=0), palest[far + reach + 1 :].min(axis=0)
    return strip[far - reach : far + reach + 1].max(axis=0) - np.maximum(above, below)


def _drawn(darkness: Picture, usual: float, faintest: float) -> Picture:
    """Where a part is drawn. usual: the darkness of the piece that it belongs to."""
    own = float(np.median(darkness))
    shaded = max(SHADED_LINE * usual, faintest) <= own < usual
    return darkness > DRAWN * (own if shaded else usual)


def _is_drawn(dark: Picture, beside: int, most_paper: float) -> bool:
    """Whether there is no more paper beside the crossing rules than elsewhere on the way."""
    even = float(dark.mean())
    needed = min(1 - most_paper, even - most_paper / 2)
    return even >= EVEN and min(dark[:beside].mean(), dark[-beside:].mean()) >= needed


def _bridged(pieces: Sequence[Rule], crossing: Sequence[Rule]) -> list[Rule]:
    """Pieces that touch crossing rules at one height made one, though labels hide it between.

    Whether there is a line at all behind the labels is looked at part by part.
    """
    touching = [bool(_crossings(piece, crossing)) for piece in pieces]
    alone = [piece for piece, touches in zip(pieces, touching, strict=True) if not touches]
    return alone + join(
        (piece for piece, touches in zip(pieces, touching, strict=True) if touches), LONGEST_GAP
    )
