"""The parts of a line from one crossing rule to the next, as they look on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from parsers.reading.ocr.lines import STRAY, SURELY_LINE, THICKEST
from parsers.reading.ocr.sheet import Picture, Sheet

LAST_PART = 3.2  # points beside each crossing rule that are looked at
SHADED_LINE = 0.4  # of the line's usual darkness against its sides: less where these are shaded
SHADED = 7.0  # points along a line within which there is paper beside it, be it shaded
DRAWN = 0.5  # of the piece's own darkness: less is paper
MOST_PAPER = 0.15  # share of the last part that may be paper, for noise
MOST_PAPER_IN_LINE = 0.22  # likewise, on a line most of whose parts are borders
MOSTLY = 0.6  # share that is most of a line, or of lines
UNBROKEN = 0.97  # share of a part that is drawn, where print stands on both sides of it
EVEN = 0.85  # share of a line that is drawn: strokes of print in a row are less
NEAREST, FARTHEST = 0.9, 4.0  # points from a line's edge within which a stroke has others
ENDS = 1.5  # points at both ends of a part that may show the rules it ends at
PRINT = 0.33  # of the ink
SPECK = 1.5  # points: dirt is smaller, and so are no strokes but dots
CROWDED = 0.5  # points of a part's height that have print beside them: one crossing stroke
BLACKER = 1.5  # times as dark as the rest of its line
DOUBLED = 0.85  # share of a line along which the second line of a double border is drawn
HIGHEST_STROKE = 20.0  # points: a part of a line that is longer is no stroke of a character
LOWEST_CHARACTER, FEWEST_CHARACTERS = 5.0, 20  # points; on a page, to tell their height
BEYOND_CHARACTER = 1.25  # of the height of characters: longer than any stroke of theirs


@dataclass(frozen=True, slots=True)
class View:
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


def strokes_of(sheet: Sheet) -> tuple[Picture, float]:
    """Where there is print that is no speck of dirt, and how high a stroke of it may be."""
    dark = (sheet.contrast > PRINT * sheet.ink).astype(np.uint8)
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
class Part:
    """A line from one crossing rule to the next. crowded: sides with print close to it. blacker:
    it is darker than the rest of the line, as print beside a pale line is."""

    start: float
    end: float
    drawn: bool
    barely_drawn: bool
    unbroken: bool
    mostly_drawn: bool
    crowded: int
    blacker: bool
    border: bool = False


def parts_of(position: float, ends: Sequence[float], view: View) -> list[Part]:
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
            Part(
                start,
                end,
                surely or _is_drawn(dark, beside, MOST_PAPER),
                surely or _is_drawn(dark, beside, MOST_PAPER_IN_LINE),
                unbroken,
                bool(dark.mean() >= MOSTLY),
                sum(
                    _is_crowded(side[:, here], unit, double)
                    for side, double in zip(sides, doubled, strict=True)
                ),
                float(np.median(darkness[here])) > BLACKER * usual,
            )
        )
    return parts


def _sides(position: float, ends: Sequence[float], view: View) -> tuple[Picture, ...]:
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
