"""Marks that stand for no value, told by being alike: hyphens, which are too short for
recognition, and slashes, in which recognisers see a 1, a 7 or an L."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from parsers.reading.ocr.printed import DARK, FLAT, Box, Print, slant
from parsers.reading.ocr.sheet import Sheet

DASH, SLASH = "—", "/"  # what a lone flat stroke is read as, and a leaning one

FEWEST = 3  # of one shape on a page: specks and what is left of digits differ
LOWEST_WIDTH = 1.25  # times as wide as high: a bullet or a decimal point is no wider
WIDER, HIGHER = 0.15, 1  # share of the size, pixels of the height by which two may differ

# A slash is straight and of one thickness from end to end; an italic 1, which leans as some do,
# has a flag. Looked at in print and in what is paler, which the bar of a 7 may be.
LEANING, STEEPER, STEEP = 0.15, 0.185, 0.2  # slant: 0.18 is the most of any font's 1
LOWEST = 16  # pixels as scanned: the height in which its flag is seen for certain
FLAG, BAR = 0.02, 0.1  # of its height, by which the flag of a 1 and the bar of a 7 reach beyond it
PALER = 0.28  # of the ink
ENDS = 0.15  # of its height, at either end: cut level or across
BENT = 0.04  # of its height, by which its middle leaves a straight line
# Deviation of its ink by rows, by their mean, in what is dark and in all that is no paper. Of one
# like several slashes it may be larger: what is dark of a thin stroke comes and goes with the rows
# and columns of pixels that it crosses.
UNEVEN = (0.15, 0.1)
UNEVEN_BESIDE = (0.25, 0.12)
SIDES = 3  # pixels beside a stroke that show what it is a part of


def alike_marks(sheet: Sheet, lines: Sequence[Print], usual: float) -> dict[Box, str]:
    """The marks among lines, by their boxes: each a single stroke like several others.

    usual: height of a Chinese character in pixels. None on a page in black and white, where many
    digits of one kind may have left the same stroke.
    """
    if sheet.bilevel:
        return {}
    low = [line for line in lines if _is_low_stroke(line, usual)]
    leaning = [line for line in lines if _is_leaning_stroke(sheet, line, UNEVEN)]
    nearly = [line for line in lines if _is_leaning_stroke(sheet, line, UNEVEN_BESIDE)]
    hyphens = dict.fromkeys(_several(low, low, _are_alike_hyphens), DASH)
    return hyphens | dict.fromkeys(_several(nearly, leaning, _are_alike_slashes), SLASH)


def _several(
    lines: Sequence[Print], sure: Sequence[Print], are_alike: Callable[[Box, Box], bool]
) -> Iterable[Box]:
    """The boxes of lines that are like several sure ones."""
    boxes = [line.shapes[0] for line in sure]
    for line in lines:
        if sum(are_alike(line.shapes[0], other) for other in boxes) >= FEWEST:
            yield line.box


def _is_low_stroke(line: Print, usual: float) -> bool:
    (stroke, *others) = line.shapes
    is_low = stroke.height < FLAT * usual and line.box.height < FLAT * usual
    return not others and not line.tiny and is_low and stroke.width > LOWEST_WIDTH * stroke.height


def _are_alike_hyphens(mine: Box, its: Box) -> bool:
    wider = abs(mine.width - its.width)
    return wider <= max(1, WIDER * mine.width) and abs(mine.height - its.height) <= HIGHER


def _are_alike_slashes(mine: Box, its: Box) -> bool:
    wider = abs(mine.width - its.width)
    higher = abs(mine.height - its.height)
    return wider <= max(2, WIDER * mine.width) and higher <= max(1, WIDER / 2 * mine.height)


def _is_leaning_stroke(sheet: Sheet, line: Print, uneven: tuple[float, float]) -> bool:
    """Whether a line is one stroke that leans to the right, straight and of one thickness.
    uneven: how much its ink may differ by rows."""
    if len(line.shapes) != 1 or line.flat or line.tiny or line.box.width > line.box.height:
        return False
    leaning = slant(sheet, line)
    height = line.box.height / sheet.unit * sheet.native
    if leaning < LEANING or (leaning < STEEPER and height < LOWEST):
        return False
    flag = BAR if leaning >= STEEP else FLAG
    dark, paler = uneven
    return _is_even(sheet, line.box, DARK, dark, flag) and _is_even(
        sheet, line.box, PALER, paler, flag
    )


def _is_even(sheet: Sheet, box: Box, darkness: float, most_uneven: float, flag: float) -> bool:
    """Whether the ink of a box is the same in all rows but its ends, its middle goes along a line,
    and no row reaches beyond it by more than a flag, a share of its height."""
    left, high = max(0, box.left - SIDES), box.height
    contrast = sheet.contrast[box.top : box.bottom, left : box.right + SIDES]
    ink = np.where(contrast > darkness * sheet.ink, contrast, 0).astype(np.float32)
    end = max(1, round(ENDS * high))
    inner, rows = ink[end:-end], np.arange(high)[end:-end]
    dark = inner.sum(axis=1)
    if len(dark) < 3 or not dark.all():
        return False
    middles = (inner * np.arange(ink.shape[1])).sum(axis=1) / dark
    slope, start = np.polyfit(rows, middles, 1)
    off = np.abs(middles - slope * rows - start).max()
    if off > BENT * high or dark.std() > most_uneven * dark.mean():
        return False
    half = float(np.median(np.count_nonzero(inner, axis=1))) / 2 + flag * high
    across = np.abs(np.arange(ink.shape[1]) - (slope * np.arange(high) + start)[:, None])
    return not (ink[1:-1] > 0)[across[1:-1] > half].any()
