"""Zeros with a dot in them, as fixed-width fonts have: recognisers see a 日 in one."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np

from parsers.reading.ocr.printed import DARK, Print
from parsers.reading.ocr.sheet import Picture, Sheet

DARKNESS = (DARK, 0.5, 0.6)  # of the page's ink: at one of these the dot stands apart
WHOLE = 0.9  # of the box, either way: the ring
LARGEST_DOT = 0.45  # of the box, either way
OFF_MIDDLE = 0.12  # of the box, either way
HIGHEST_HOLE = 0.6  # of the box's height: the hole of a 6 or a 9 is lower, an 8 has two
SPECK = 0.08  # of the box's height: what is lower is noise
QUARTERS = (0.2, 0.35), (0.65, 0.8)  # of the height: where an 8 is broader than in its middle
MIDDLE = (0.42, 0.58)
FEWEST = 3  # of a table


def dotted_zeros(sheet: Sheet, lines: Mapping[int, Print]) -> frozenset[int]:
    """Which lines of a table are one closed ring, broadest in its middle, around one dot apart
    from it. A font has a dot in each of its zeros: where hardly any has one, it is dirt."""
    found = frozenset(place for place, line in lines.items() if _is_dotted_zero(sheet, line))
    return found if len(found) >= FEWEST else frozenset()


def _is_dotted_zero(sheet: Sheet, line: Print) -> bool:
    if len(line.shapes) != 1:
        return False
    box = line.box
    contrast = sheet.contrast[box.top : box.bottom, box.left : box.right]
    return any(_is_ring_with_dot(contrast > share * sheet.ink) for share in DARKNESS)


def _is_ring_with_dot(dark: Picture) -> bool:
    high, wide = dark.shape
    inked = np.pad(dark, 1).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    shapes = [
        (left - 1, top - 1, across, down, number)
        for number, (left, top, across, down, _) in enumerate(stats.tolist())
        if number and down >= SPECK * high
    ]
    rings = [shape for shape in shapes if shape[3] >= WHOLE * high and shape[2] >= WHOLE * wide]
    if len(rings) != 1 or len(shapes) != 2:
        return False
    (dot,) = (shape for shape in shapes if shape is not rings[0])
    ring = (labels == rings[0][4]).astype(np.uint8)
    return (
        _is_in_middle(dot, wide, high) and _has_one_high_hole(ring, high) and not _is_waisted(ring)
    )


def _is_in_middle(dot: tuple[int, int, int, int, int], wide: int, high: int) -> bool:
    left, top, across, down, _ = dot
    beside, above = left + across / 2 - wide / 2, top + down / 2 - high / 2
    small = across <= LARGEST_DOT * wide and down <= LARGEST_DOT * high
    return small and abs(beside) <= OFF_MIDDLE * wide and abs(above) <= OFF_MIDDLE * high


def _has_one_high_hole(ring: Picture, high: int) -> bool:
    count, _, stats, _ = cv2.connectedComponentsWithStats(1 - ring, connectivity=4)
    if count != 3:  # the ring, the paper around it and the paper within it
        return False
    return min(stats[1:, cv2.CC_STAT_HEIGHT].tolist()) >= HIGHEST_HOLE * high


def _is_waisted(ring: Picture) -> bool:
    """Whether a ring is narrower in its middle than above or below it."""

    def width(between: tuple[float, float]) -> float:
        rows = ring[round(between[0] * len(ring)) : round(between[1] * len(ring))]
        inked = [np.flatnonzero(row) for row in rows if row.any()]
        return sum(float(at[-1] - at[0]) for at in inked) / max(1, len(inked))

    return width(MIDDLE) < max(map(width, QUARTERS))
