"""Hyphens that stand for no value: strokes too short for recognition, told by being alike."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.reading.ocr.printed import FLAT, Box, Print

FEWEST = 3  # of one shape on a page: specks and what is left of digits differ
LOWEST_WIDTH = 1.25  # times as wide as high: a bullet or a decimal point is no wider
WIDER, HIGHER = 0.15, 1  # share of the width, pixels of the height by which two may differ


def alike_hyphens(lines: Sequence[Print], usual: float) -> frozenset[Box]:
    """The boxes of lines that are one low stroke and nothing else, each like several others.

    usual: height of a Chinese character in pixels. To be asked only of a page with shades of
    grey: in black and white many digits of one kind may have left the same stroke.
    """
    low = [line for line in lines if _is_low_stroke(line, usual)]
    return frozenset(
        line.box for line in low if sum(_are_alike(line, other) for other in low) >= FEWEST
    )


def _is_low_stroke(line: Print, usual: float) -> bool:
    (stroke, *others) = line.shapes
    is_low = stroke.height < FLAT * usual and line.box.height < FLAT * usual
    return not others and not line.tiny and is_low and stroke.width > LOWEST_WIDTH * stroke.height


def _are_alike(one: Print, other: Print) -> bool:
    (mine, *_), (its, *_) = one.shapes, other.shapes
    wider = abs(mine.width - its.width)
    return wider <= max(1, WIDER * mine.width) and abs(mine.height - its.height) <= HIGHER
