"""Specks beside print that are no marks of a number."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.reading.ocr.printed import WIDE_GAP, Box

DIRT = 1.5  # points: a speck's longer side; a dash has more
# Points: what is a little larger is dirt, too, where it stands so far from all other print that it
# is no part of its number: two specks that touch are as large in a coarse picture.
LARGER_DIRT, FAR = 2.0, 6.0
LOW = 0.25  # of a digit's height: how near to its foot a decimal point ends
MOST_COMPARED = 20_000  # pairs of shapes in a cell


def without_dirt(shapes: list[Box], unit: float) -> list[Box]:
    """Shapes without specks: what is left stands low between two digits, as a decimal point, or
    is larger. unit: pixels a point."""
    large = [shape for shape in shapes if _side(shape) > DIRT * unit]
    if len(large) * len(shapes) > MOST_COMPARED:
        return shapes
    print_ = [shape for shape in large if _side(shape) > LARGER_DIRT * unit]
    return [
        shape
        for shape in shapes
        if (_side(shape) > DIRT * unit and not _is_far(shape, print_, unit))
        or _stands_between(shape, large)
    ]


def _side(shape: Box) -> int:
    return max(shape.width, shape.height)


def _is_far(speck: Box, print_: Sequence[Box], unit: float) -> bool:
    """Whether a speck stands far from all print of its cell, where there is any."""
    gaps = [max(shape.left - speck.right, speck.left - shape.right) for shape in print_]
    return bool(gaps) and _side(speck) <= LARGER_DIRT * unit and min(gaps) > FAR * unit


def _stands_between(dot: Box, shapes: Sequence[Box]) -> bool:
    """Whether a dot stands at the feet of the shapes on both its sides."""
    return any(_is_low_beside(dot, other, dot.left - other.right) for other in shapes) and any(
        _is_low_beside(dot, other, other.left - dot.right) for other in shapes
    )


def _is_low_beside(dot: Box, shape: Box, gap: int) -> bool:
    foot = abs(dot.bottom - shape.bottom) <= LOW * shape.height
    return foot and -LOW * shape.height <= gap <= WIDE_GAP * shape.height
