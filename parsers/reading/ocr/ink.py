"""What is printed in one cell: its lines of print, found by ink alone, and their shapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from parsers.reading.ocr.sheet import Picture, Sheet

DARK = 0.42  # of the page's ink: print
FAINT = 0.28  # less than this is paper; print between the two is there, but hardly to be read
BORDER = 1.3  # points beside a ruling line that belong to it
SMALLEST = 0.55  # points: a decimal point's side
FRINGE = 1.5  # pixels of the picture as it came: the width of colour at the edges of black print
LOWEST_FAINT = 3.0  # points: the height of a faint shape that can be a digit
NEAR_END = 2.0  # points from a cell's edge within which the other line of a double border runs
FLAT = 0.4  # of a character's height
HIGH = 0.85  # of a character's height; digits have about 0.7
WIDE_GAP = 0.5  # of a digit's height
DIRT = 1.5  # points: a speck's longer side; a dash has more
LOW = 0.25  # of a digit's height: how near to its foot a decimal point ends
MOST_COMPARED = 20_000  # pairs of shapes in a cell
MOST_SHAPES = 3000  # in a cell: a photograph


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

    flat: it is much lower than a character, as a dash is. high: it is higher than digits are.
    """

    box: Box
    shapes: tuple[Box, ...]
    flat: bool
    high: bool


@dataclass(frozen=True, slots=True)
class CellInk:
    """The ink of a cell. `faint` tells of shapes too pale or too red to be read, or of too many;
    `cut` of a shape that goes on into the border, as a digit does that stands close to it, or that
    a stroke of a seal crosses, which may have closed a 0 to a 6 in every look."""

    shapes: tuple[Box, ...]
    faint: bool
    cut: bool = False


def cell_ink(sheet: Sheet, place: Box) -> CellInk:
    """The shapes within a cell whose borders run along `place`."""
    border = max(2, round(BORDER * sheet.unit))
    inside = Box(
        place.left + border, place.top + border, place.right - border, place.bottom - border
    )
    if inside.width < 3 or inside.height < 3:
        return CellInk((), False)
    contrast = sheet.contrast[inside.top : inside.bottom, inside.left : inside.right]
    found = _shapes(contrast > DARK * sheet.ink, inside, sheet.unit)
    if found is None:
        return CellInk((), True)
    cut = any(_is_cut(shape, inside, sheet.unit) for shape in found)
    shapes = _without_dirt(_without_border(found, inside, sheet.unit), sheet.unit)
    if shapes:
        return CellInk(tuple(shapes), False, cut or _is_crossed(sheet, shapes))
    hidden = _shapes(contrast > FAINT * sheet.ink, inside, sheet.unit) or []
    if sheet.red is not None:
        red = sheet.red[inside.top : inside.bottom, inside.left : inside.right]
        hidden += _shapes(red > FAINT * sheet.ink, inside, sheet.unit) or []
    hidden = _without_border(hidden, inside, sheet.unit)
    faint = any(shape.height >= LOWEST_FAINT * sheet.unit for shape in hidden)
    return CellInk((), faint, cut)


def _shapes(dark: Picture, inside: Box, unit: float) -> list[Box] | None:
    """What is dark, without specks; None where there are too many shapes for a cell."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    if count > MOST_SHAPES:
        return None
    least = max(2, round(SMALLEST * unit))
    return [
        Box(inside.left + x, inside.top + y, inside.left + x + width, inside.top + y + height)
        for x, y, width, height, area in stats[1:].tolist()
        if max(width, height) >= least and area >= least * least * 0.6
    ]


def _without_border(shapes: Sequence[Box], inside: Box, unit: float) -> list[Box]:
    return [shape for shape in shapes if not _is_border(shape, inside, unit)]


def _without_dirt(shapes: list[Box], unit: float) -> list[Box]:
    """Shapes without specks that are no mark of a number: those stand low between two digits."""
    large = [shape for shape in shapes if max(shape.width, shape.height) > DIRT * unit]
    if len(large) * (len(shapes) - len(large)) > MOST_COMPARED:
        return shapes
    return [
        shape
        for shape in shapes
        if max(shape.width, shape.height) > DIRT * unit
        or (
            any(_is_low_beside(shape, other, shape.left - other.right) for other in large)
            and any(_is_low_beside(shape, other, other.left - shape.right) for other in large)
        )
    ]


def _is_low_beside(dot: Box, shape: Box, gap: int) -> bool:
    """Whether a dot stands at the foot of a shape beside it."""
    foot = abs(dot.bottom - shape.bottom) <= LOW * shape.height
    return foot and -LOW * shape.height <= gap <= WIDE_GAP * shape.height


def _is_cut(shape: Box, inside: Box, unit: float) -> bool:
    """Whether a shape at a cell's side may be what the border leaves of a digit, or a stroke that
    runs through several cells and is no dash of any.

    What is left of the border itself is a hair, or goes on to the next border.
    """
    if inside.left < shape.left and shape.right < inside.right:
        return False
    from_end = min(shape.top - inside.top, inside.bottom - shape.bottom)
    if shape.height < LOWEST_FAINT * unit:
        return shape.width >= LOWEST_FAINT * unit and not _is_border(shape, inside, unit)
    return shape.width >= SMALLEST * unit and from_end > 0


def _is_crossed(sheet: Sheet, shapes: Sequence[Box]) -> bool:
    """Whether a red stroke runs through one of the shapes; the coloured fringes of print on a
    screen are thinner than any."""
    if sheet.red is None:
        return False
    thin = 1 + round(FRINGE * sheet.unit / sheet.native) | 1
    for shape in shapes:
        red = sheet.red[shape.top : shape.bottom, shape.left : shape.right] > FAINT * sheet.ink
        if cv2.erode(red.astype(np.uint8), np.ones((thin, thin), np.uint8), borderValue=0).any():
            return True
    return False


def _is_border(shape: Box, inside: Box, unit: float) -> bool:
    """What a thick, double or slanting ruling line leaves at the edge of a cell."""
    thin, near = 1.5 * unit, NEAR_END * unit
    from_side = min(shape.left - inside.left, inside.right - shape.right)
    from_end = min(shape.top - inside.top, inside.bottom - shape.bottom)
    upright = shape.width <= thin and (
        from_side == 0 or (from_side <= near and shape.height > 0.9 * inside.height)
    )
    level = shape.height <= thin and (
        from_end == 0 or (from_end <= near and shape.width > 0.9 * inside.width)
    )
    return upright or level


def usual_height(cells: Iterable[CellInk], unit: float) -> float:
    """The height of a Chinese character in pixels, from the shapes as wide as high."""
    heights = [
        shape.height
        for cell in cells
        for shape in cell.shapes
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
        if lines and _around(joined).height <= 1.25 * usual:
            lines[-1] = joined
        else:
            lines.append(band)
    parts = [part for line in lines for part in _apart(line, usual)]
    return [_print(part, usual) for part in parts]


def _print(shapes: Sequence[Box], usual: float) -> Print:
    box = _around(shapes)
    flat = box.height < FLAT * usual and box.width > 2 * box.height
    return Print(box, _in_columns(shapes), flat, box.height >= HIGH * usual)


def _bands(shapes: Iterable[Box]) -> list[list[Box]]:
    """Shapes with a row of paper between one band and the next."""
    bands: list[list[Box]] = []
    bottom = -1
    for shape in sorted(shapes, key=lambda s: s.top):
        if bands and shape.top < bottom:
            bands[-1].append(shape)
        else:
            bands.append([shape])
        bottom = max(bottom, shape.bottom)
    return bands


def _apart(band: list[Box], usual: float) -> list[list[Box]]:
    """Lines so close that their characters touch, cut where least ink is in the way."""
    around = _around(band)
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


def _around(shapes: Sequence[Box]) -> Box:
    return Box(
        min(s.left for s in shapes),
        min(s.top for s in shapes),
        max(s.right for s in shapes),
        max(s.bottom for s in shapes),
    )


def _in_columns(shapes: Iterable[Box]) -> tuple[Box, ...]:
    """Shapes above one another joined: a character, or characters that touch."""
    columns: list[list[Box]] = []
    right = -1
    for shape in sorted(shapes, key=lambda s: s.left):
        if columns and shape.left < right:
            columns[-1].append(shape)
        else:
            columns.append([shape])
        right = max(right, shape.right)
    return tuple(_around(column) for column in columns)


def fits(length: int, line: Print) -> bool:
    """Whether a line's shapes can be that many digits.

    A digit's ink is at most three quarters as wide as it is high, two that touch are wider than
    high; and no digit falls into two shapes side by side.
    """
    height = line.box.height
    least = sum(max(1, round(shape.width / (0.78 * height))) for shape in line.shapes)
    most = sum(max(1, int(shape.width / (0.45 * height) + 0.25)) for shape in line.shapes)
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
