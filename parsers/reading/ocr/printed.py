"""Lines of print made of the shapes of ink in a cell, and what their shapes tell of digits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from parsers.reading.ocr.sheet import Sheet

DARK = 0.42  # of the page's ink: print
FLAT = 0.4  # of a character's height
# Of a character's height; the digits of some fonts have 0.6, and tables set them smaller.
LOWEST_DIGIT = 0.4
SHORTEST_DASH = 0.24  # of a character's height; a hyphen has about 0.3
HIGH = 0.85  # of a character's height; digits have about 0.7
LOWEST_SLASH = 0.78  # of a character's height
WIDE_GAP = 0.5  # of a digit's height
LOWEST_BESIDE = 0.4  # of a number's height: what is lower is a point, a comma or a dash
UNEVEN = 0.22  # of a digit's height, between the feet of two
NARROW = 0.45  # width by height: a 1 or a slash
WIDEST_DIGIT = 0.8  # width by height
PALE_STROKE = 0.15  # of a line's height by which a pale stroke reaches beyond what is dark


class Box(NamedTuple):
    """Pixels: left and top inside, right and bottom outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Print:
    """A line of print: its box and the boxes of its shapes, joined where they overlap in x.

    flat: it is much lower than a character, as a dash is. high: it is higher than digits are;
    slash_high: at least as high as a slash, which some digits are, too.
    tiny: it is too low for a digit and too short for a dash: dirt. joined: the shapes, those made
    one that paler strokes join to a digit.
    """

    box: Box
    shapes: tuple[Box, ...]
    flat: bool
    high: bool
    slash_high: bool
    tiny: bool
    joined: tuple[Box, ...]


def usual_height(shapes: Iterable[Box], unit: float) -> float:
    """The height of a Chinese character in pixels, from the shapes as wide as high."""
    heights = [
        shape.height
        for shape in shapes
        if 5 * unit <= shape.height <= 24 * unit and 0.85 <= shape.width / shape.height <= 1.4
    ]
    return float(np.percentile(heights, 60)) if heights else 9 * unit


def lines_of(shapes: Sequence[Box], usual: float) -> list[Print]:
    """Lines of print from top to bottom; usual: the height of a character in pixels.

    The strokes of one character may stand above one another without touching (二): what is
    together no higher than a character is one line. What is much higher is several.
    """
    lines: list[list[Box]] = []
    for band in _bands(shapes):
        joined = [*lines[-1], *band] if lines else band
        if lines and box_around(joined).height <= 1.25 * usual:
            lines[-1] = joined
        else:
            lines.append(band)
    parts = [part for line in lines for part in _apart(line, usual)]
    return [_print(part, usual) for part in parts]


def _print(shapes: Sequence[Box], usual: float) -> Print:
    box = box_around(shapes)
    flat = box.height < FLAT * usual and box.width > 2 * box.height
    tiny = box.height < LOWEST_DIGIT * usual and box.width < SHORTEST_DASH * usual
    columns = _in_columns(shapes)
    high, slash_high = box.height >= HIGH * usual, box.height >= LOWEST_SLASH * usual
    return Print(box, columns, flat, high, slash_high, tiny, columns)


def with_strokes(line: Print, strokes: Sequence[Box]) -> Print:
    """A line with the pale strokes that go on from its shapes: in some fonts a 4 is dark in its
    stem alone, and that is a 1; and a 0 in its two sides. strokes: shapes of paler ink."""
    if line.flat or line.tiny:
        return line
    box = line.box
    near = [stroke for stroke in strokes if overlap(stroke, box)]
    around = box_around([box, *near])
    sides = (box.left - around.left, around.right - box.right)
    ends = (box.top - around.top, around.bottom - box.bottom)
    joined = _joined(line.shapes, near, around.height)
    is_larger = max(*sides, *ends) > PALE_STROKE * box.height
    return replace(line, box=around if is_larger else box, joined=joined)


def _joined(shapes: Sequence[Box], strokes: Sequence[Box], height: int) -> tuple[Box, ...]:
    """Neighbours made one where a paler stroke holds both and they are no wider than a digit."""
    found: list[Box] = []
    for shape in shapes:
        both = box_around([found[-1], shape]) if found else shape
        if (
            found
            and both.width <= WIDEST_DIGIT * height
            and any(stroke.left <= both.left and both.right <= stroke.right for stroke in strokes)
        ):
            found[-1] = both
        else:
            found.append(shape)
    return tuple(found)


def overlap(one: Box, other: Box) -> bool:
    across = one.left < other.right and other.left < one.right
    return across and one.top < other.bottom and other.top < one.bottom


def _bands(shapes: Iterable[Box]) -> list[list[Box]]:
    """Shapes with a row of paper between one band and the next."""
    return _groups(shapes, attrgetter("top"), attrgetter("bottom"))


def _groups(
    shapes: Iterable[Box], begin: Callable[[Box], int], end: Callable[[Box], int]
) -> list[list[Box]]:
    """Shapes that overlap in one direction, by where they begin and end in it."""
    groups: list[list[Box]] = []
    reached = -1
    for shape in sorted(shapes, key=begin):
        if groups and begin(shape) < reached:
            groups[-1].append(shape)
        else:
            groups.append([shape])
        reached = max(reached, end(shape))
    return groups


def _apart(band: list[Box], usual: float) -> list[list[Box]]:
    """Lines so close that their characters touch, cut where least ink is in the way."""
    around = box_around(band)
    count = round(around.height / (1.2 * usual))
    if around.height < 1.6 * usual or count < 2:
        return [band]
    pitch = around.height / count
    cuts = [
        min(
            range(round(pitch * (n - 0.25)), round(pitch * (n + 0.25)) + 1),
            key=lambda y: sum(s.width for s in band if s.top < around.top + y < s.bottom),
        )
        + around.top
        for n in range(1, count)
    ]
    limits = [around.top, *cuts, around.bottom]
    least = 0.15 * usual
    parts = [
        [
            Box(s.left, max(s.top, top), s.right, min(s.bottom, bottom))
            for s in band
            if min(s.bottom, bottom) - max(s.top, top) >= least
            or (s.top >= top and s.bottom <= bottom)
        ]
        for top, bottom in pairwise(limits)
    ]
    return [part for part in parts if part]


def box_around(shapes: Sequence[Box]) -> Box:
    return Box(
        min(s.left for s in shapes),
        min(s.top for s in shapes),
        max(s.right for s in shapes),
        max(s.bottom for s in shapes),
    )


def _in_columns(shapes: Iterable[Box]) -> tuple[Box, ...]:
    """Shapes above one another joined: a character, or characters that touch."""
    columns = _groups(shapes, attrgetter("left"), attrgetter("right"))
    return tuple(box_around(column) for column in columns)


def stands_uneven(line: Print, *, signed: bool) -> bool:
    """Whether the digits of a number do not stand on one line: one is a mark of a footnote.
    signed: its first shape is a sign, which stands higher."""
    shapes = line.shapes[signed:]
    feet = [s.bottom for s in shapes if s.height >= LOWEST_BESIDE * line.box.height]
    tallest = max((shape.height for shape in line.shapes), default=0)
    return bool(feet) and max(feet) - min(feet) > UNEVEN * tallest


def fits(length: int, shapes: Sequence[Box], height: int) -> bool:
    """Whether the shapes of a line can be that many digits.

    A digit's ink is at most three quarters as wide as it is high, two that touch are wider than
    high; and no digit falls into two shapes side by side.
    """
    least = sum(max(1, round(shape.width / (0.78 * height))) for shape in shapes)
    most = sum(max(1, int(shape.width / (0.45 * height) + 0.25)) for shape in shapes)
    return least <= length <= most


def has_wide_gap(line: Print) -> bool:
    """Whether between two shapes there is more paper than between two digits: room for a mark
    or a digit too pale to be ink."""
    return any(
        after.left - before.right > WIDE_GAP * line.box.height
        for before, after in pairwise(line.shapes)
    )


def slant(sheet: Sheet, line: Print) -> float:
    """How far the upper third of a line's ink stands to the right of the lower, by its height.

    About 0 for a 1, 0.2 and more for a stroke (/).
    """
    box = line.box
    contrast = sheet.contrast[box.top : box.bottom, box.left : box.right]
    ink = np.where(contrast > DARK * sheet.ink, contrast, 0).astype(np.float32)
    third = max(1, box.height // 3)
    columns = np.arange(box.width)
    upper, lower = ink[:third].sum(axis=0) + 1e-3, ink[-third:].sum(axis=0) + 1e-3
    right = (upper * columns).sum() / upper.sum() - (lower * columns).sum() / lower.sum()
    return float(right) / max(1, box.height)
