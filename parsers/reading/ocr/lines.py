"""Where a scanned page shows straight lines, or what may be parts of them."""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np

from parsers.reading.ocr.sheet import Picture, Sheet
from parsers.reading.pdf.page import Rule

SHORTEST_ACROSS = 16.0  # points: no cell is narrower; no stroke of a letter is so long
SHORTEST_DOWN = 11.0  # points: no row is lower, and few letters are so high
SURELY_LINE = 40.0  # points: longer than any stroke of print
GAP = 2.5  # points: a fault in a line
STRAY = 0.7  # points by which a long line leaves its mean position: no sheet lies quite straight
THICKEST = 4.0  # points: what is thicker is no line
FAINTEST, MOST_NEEDED = 0.08, 0.22  # of the ink: a hairline in light grey, or one that was blurred
OVER_NOISE = 1.4  # times the paper's noise that a line must be darker than what is beside it
SMOOTHED = 1.5  # points along a line over which noise is evened out
SMOOTHED_LONG = 4.0  # likewise for long lines
CLEAN, SMOOTHED_CLEAN = 0.02, 0.4  # a picture without noise never was on paper
MAX_LINES = 2000  # pieces of one direction; a page of the forms has about 100


def pieces_of(sheet: Sheet, *, across: bool) -> list[Rule]:
    """Pieces of lines of one direction in points, seen by themselves."""
    mask = _line_mask(sheet, across=across)
    # Vertical lines are the horizontal ones of the picture laid on its side.
    return _pieces(mask if across else mask.T, sheet.unit)


def faintest_line(sheet: Sheet) -> float:
    """By how much any line is darker than the paper at least, in grey levels."""
    over_noise = OVER_NOISE * sheet.noise * sheet.ink
    return min(max(FAINTEST * sheet.ink, over_noise), MOST_NEEDED * sheet.ink)


def _line_mask(sheet: Sheet, *, across: bool) -> Picture:
    """The pixels of all lines of one direction: of short ones, and of long ones however faint."""
    smoothed = SMOOTHED_CLEAN if sheet.noise < CLEAN else SMOOTHED
    shortest = SHORTEST_ACROSS if across else SHORTEST_DOWN
    short = _thin(_along(sheet.contrast, sheet.unit, smoothed, across), sheet.unit, across)
    if not across:  # upright strokes of labels in low rows stand above one another like a line
        return _runs(short > faintest_line(sheet), sheet.unit, shortest, across)
    # Print that touches a line hides it where both are evened out: what is thin is found first.
    long = _along(_thin(sheet.contrast, sheet.unit, across), sheet.unit, SMOOTHED_LONG, across)
    faintest = faintest_line(sheet)
    return cv2.max(
        _runs(short > faintest, sheet.unit, shortest, across),
        _runs(long > faintest, sheet.unit, SURELY_LINE, across),
    )


def _along(picture: Picture, unit: float, points: float, across: bool) -> Picture:
    return cv2.blur(picture, _size(max(1, round(points * unit)), 1, across))


def _thin(picture: Picture, unit: float, across: bool) -> Picture:
    """What is darker than both sides: a line is, a filled area and its edge are not."""
    wide = max(3, round(THICKEST * unit)) | 1
    return cv2.morphologyEx(picture, cv2.MORPH_TOPHAT, np.ones(_size(wide, 1, across), np.uint8))


def _runs(dark: Picture, unit: float, shortest: float, across: bool) -> Picture:
    length, gap = round(shortest * unit), max(3, round(1.2 * unit))
    closing, opening = np.ones(_size(1, gap, across)), np.ones(_size(1, length, across))
    closed = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_CLOSE, closing.astype(np.uint8))
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, opening.astype(np.uint8))


def _size(first: int, second: int, across: bool) -> tuple[int, int]:
    return (first, second) if across else (second, first)


def _pieces(mask: Picture, unit: float) -> list[Rule]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(mask), connectivity=8
    )
    if count > MAX_LINES:
        return []
    return join(
        [
            Rule((y + height / 2) / unit, x / unit, (x + width) / unit)
            for x, y, width, height, area in stats[1:].tolist()
            if area / width <= THICKEST * unit and width > 3 * height
        ],
        GAP,
    )


def join(pieces: Iterable[Rule], longest_gap: float) -> list[Rule]:
    """Pieces of one line with no longer gap (points) between them made one."""
    found: list[Rule] = []
    latest: dict[int, int] = {}  # the last piece at each full point
    for piece in sorted(pieces, key=lambda piece: piece.start):
        row = int(piece.position)
        near = [latest[at] for at in (row - 1, row, row + 1) if at in latest]
        before = next((at for at in near if _goes_on(found[at], piece, longest_gap)), None)
        if before is None:
            before = len(found)
            found.append(piece)
        else:
            start, end = found[before].start, max(found[before].end, piece.end)
            found[before] = Rule(found[before].position, start, end)
        latest[row] = before
    return found


def _goes_on(before: Rule, piece: Rule, longest_gap: float) -> bool:
    level = abs(piece.position - before.position) <= STRAY
    return level and piece.start - before.end <= longest_gap
