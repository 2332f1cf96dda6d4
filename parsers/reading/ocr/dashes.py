"""Dashed ruling lines, made whole where a page has no others."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from parsers.reading.ocr.lines import THICKEST
from parsers.reading.ocr.sheet import Picture, Sheet
from parsers.reading.ocr.upright import runs_in

DARK = 0.3  # of the ink
SHORTEST_DASH, LONGEST_GAP = 0.9, 4.5  # points
THICKEST_DASH = 2.2  # points: strokes of print that are higher are none
SHORTEST_ACROSS, SHORTEST_DOWN = 60.0, 30.0  # points: dashed lines
FEWEST_DASHES = 6
LEAST_DRAWN, MOST_DRAWN = 0.3, 0.95  # share of a line that its dashes take
EVEN = 2.5  # times the usual length: no dash is longer, as strokes of print are
MOST_LINES = 2000  # of one direction


def with_dashes_joined(sheet: Sheet) -> Sheet | None:
    """The sheet with its dashed lines drawn throughout; None where it has none both ways."""
    dark = (sheet.contrast > DARK * sheet.ink).astype(np.uint8)
    across = _joined(dark, np.zeros_like(dark), sheet.unit, SHORTEST_ACROSS)
    turned, crossing = np.ascontiguousarray(dark.T), np.ascontiguousarray(across.T)
    down = _joined(turned, crossing, sheet.unit, SHORTEST_DOWN).T
    if not (across.any() and down.any()):
        return None
    ink = np.full_like(sheet.contrast, sheet.ink)
    drawn = np.where(across | down, cv2.max(sheet.contrast, ink), sheet.contrast)
    return replace(sheet, contrast=drawn)


def _joined(dark: Picture, crossing: Picture, unit: float, shortest: float) -> Picture:
    """The level dashed lines, whole. crossing: upright ones."""
    flat = _opened(dark, max(2, round(SHORTEST_DASH * unit)), 1)
    thick = cv2.dilate(_opened(dark, 1, round(THICKEST_DASH * unit)), np.ones((3, 3), np.uint8))
    dashes = cv2.bitwise_or(cv2.subtract(flat, thick), crossing)
    gap = np.ones((1, round(LONGEST_GAP * unit)), np.uint8)
    closed = cv2.morphologyEx(dashes, cv2.MORPH_CLOSE, gap)
    lines = np.ascontiguousarray(_opened(closed, round(shortest * unit), 1))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    found = np.zeros_like(dark)
    if count > MOST_LINES:
        return found
    for label in range(1, count):
        x, y, long, high, _ = stats[label].tolist()
        part = (slice(y, y + high), slice(x, x + long))
        if high <= THICKEST * unit and _is_dashed(dashes[part].any(axis=0)):
            found[part] |= labels[part] == label
    return found


def _opened(dark: Picture, width: int, height: int) -> Picture:
    return cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((height, width), np.uint8))


def _is_dashed(drawn: Picture) -> bool:
    """Whether what is drawn along a line are dashes of one length."""
    starts, ends = runs_in(drawn)
    lengths = ends - starts
    if len(lengths) < FEWEST_DASHES or not LEAST_DRAWN <= drawn.mean() <= MOST_DRAWN:
        return False
    return bool(np.percentile(lengths, 75) <= EVEN * np.median(lengths))
