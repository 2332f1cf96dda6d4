"""The ruling lines of a scanned page, in the form in which a PDF gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import cv2
import numpy as np

from parsers.reading.ocr.sheet import Picture, Sheet
from parsers.reading.pdf_grid import SNAP
from parsers.reading.pdf_page import Rule

SHORTEST_ACROSS = 16.0  # points: no cell is narrower; no stroke of a letter is so long
SHORTEST_DOWN = 11.0  # points: no row is lower, and few letters are so high
SURELY_LINE = 40.0  # points: longer than any stroke of print
# Strokes of print in low rows join with the borders above and below them into what looks like a
# line; but unlike a border they leave paper beside at least one of them.
NEAR_RULE = 2.0  # points by which a piece may miss a rule at which it ends
LAST_PART = 3.2  # points beside each crossing rule that are looked at
# A line goes on beyond the last crossing rule where a page break leaves a row open; a shorter
# tail is print beside the table that touches the line.
OPEN_ROW = 24.0  # points
DRAWN = 0.5  # of the piece's own darkness: less is paper
MOST_PAPER = 0.15  # share of the last part that may be paper, for noise
MOST_PAPER_IN_LINE = 0.4  # likewise, on a line most of whose parts are borders
MOSTLY = 0.6
THICKEST = 4.0  # points: what is thicker is no line
FAINTEST = 0.22  # of the ink: a hairline that was blurred
MAX_LINES = 2000  # pieces of one direction; a page of the forms has about 100


def rules_of(sheet: Sheet) -> tuple[list[Rule], list[Rule]]:
    """Horizontal and vertical rules in points."""
    across = _pieces(line_mask(sheet, across=True), sheet.unit)
    # Vertical lines are the horizontal ones of the picture laid on its side.
    down = _pieces(line_mask(sheet, across=False).T, sheet.unit)
    long_across = [rule for rule in across if rule.end - rule.start >= SURELY_LINE]
    upright, unit = sheet.contrast.T, sheet.unit
    found_down = _borders(down, long_across, upright, unit)
    found_across = _borders(across, found_down, sheet.contrast, unit)
    return found_across, _borders(down, found_across, upright, unit)


def _borders(
    pieces: Iterable[Rule], crossing: Sequence[Rule], contrast: Picture, unit: float
) -> list[Rule]:
    """The parts of pieces, from one crossing rule to the next, that are borders.

    contrast: of the page as it lies for horizontal pieces, on its side for vertical ones.
    """
    found: list[Rule] = []
    for piece in pieces:
        at = _crossings(piece, crossing)
        if not at:
            found.extend([piece] if piece.end - piece.start >= SURELY_LINE else [])
            continue
        ends = [piece.start] if at[0] - piece.start >= OPEN_ROW else []
        ends += at
        ends += [piece.end] if piece.end - at[-1] >= OPEN_ROW else []
        if ends[-1] - ends[0] < LAST_PART:
            continue
        dark = _darkness(piece.position, ends, contrast, unit)
        parts = [
            (start, end, dark[round((start - ends[0]) * unit) : round((end - ends[0]) * unit)])
            for start, end in pairwise(ends)
            if end - start >= LAST_PART
        ]
        beside = round(LAST_PART * unit)
        drawn = [_is_drawn(part, beside, MOST_PAPER) for _, _, part in parts]
        mostly = len(drawn) > 2 and sum(drawn) >= MOSTLY * len(drawn)
        for (start, end, part), surely in zip(parts, drawn, strict=True):
            between = start >= at[0] and end <= at[-1]
            if surely or (mostly and between and _is_drawn(part, beside, MOST_PAPER_IN_LINE)):
                found.append(Rule(piece.position, start, end))
    return found


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
    """Along a piece, whether it is drawn."""
    middle = round(position * unit)
    strip = contrast[
        max(0, middle - 1) : middle + 2, round(ends[0] * unit) : round(ends[-1] * unit)
    ]
    darkest = strip.max(axis=0)
    return darkest > DRAWN * np.median(darkest)


def _is_drawn(dark: Picture, beside: int, most_paper: float) -> bool:
    """Whether there is no more paper beside the crossing rules than elsewhere on the way."""
    needed = min(1 - most_paper, float(dark.mean()) - most_paper / 2)
    return min(dark[:beside].mean(), dark[-beside:].mean()) >= needed


def line_mask(sheet: Sheet, *, across: bool) -> Picture:
    """The pixels of all lines of one direction."""
    smooth = max(3, round(1.5 * sheet.unit))
    wide = max(3, round(4 * sheet.unit)) | 1
    length = round((SHORTEST_ACROSS if across else SHORTEST_DOWN) * sheet.unit)
    gap = max(3, round(1.2 * sheet.unit))
    along = cv2.blur(sheet.contrast, _size(smooth, 1, across))
    # A line is darker than what lies beside it, a filled area is not.
    beside = cv2.blur(along, _size(1, wide, across))
    dark = (
        cv2.subtract(along, cv2.convertScaleAbs(beside, alpha=0.5)) > FAINTEST * sheet.ink
    ).astype(np.uint8)
    closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones(_size(1, gap, across), np.uint8))
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(_size(1, length, across), np.uint8))


def _size(first: int, second: int, across: bool) -> tuple[int, int]:
    return (first, second) if across else (second, first)


def _pieces(mask: Picture, unit: float) -> list[Rule]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(mask), connectivity=8
    )
    if count > MAX_LINES:
        return []
    return [
        Rule((y + height / 2) / unit, x / unit, (x + width) / unit)
        for x, y, width, height, area in stats[1:].tolist()
        if area / width <= THICKEST * unit and width > 3 * height
    ]
