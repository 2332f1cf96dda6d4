"""What is printed in one cell: its shapes, found by ink alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from parsers.reading.ocr.dirt import DIRT, without_dirt
from parsers.reading.ocr.printed import DARK, NARROW, Box, box_around, overlap
from parsers.reading.ocr.sheet import Picture, Sheet
from parsers.reading.ocr.thin_dashes import MIDDLE, thin_dash

FAINT = 0.28  # less than this is paper; print between the two is there, but hardly to be read
PALE, OVER_NOISE = 0.16, 2.0  # of the ink, of the noise: strokes that join what is dark
BORDER = 1.3  # points beside a ruling line that may belong to it
THINNEST = 0.75  # points: likewise, of the thinnest lines
THICKEST = 2  # times as far does a thick line reach in from above or below
NOT_PRINT = 25  # per cent of a cell's height that no digit takes
PAPER = 0.15  # of the ink
SMALLEST = 0.55  # points: a decimal point's side
FRINGE = 1.5  # pixels of the picture as it came: the width of colour at the edges of black print
SHORTEST_FAINT = 3.0  # points: the longer side of a faint shape that can be a digit or a dash
SHORTEST_HYPHEN = 1.1  # points: what a pale or broken copy leaves of a hyphen
BEYOND, BESIDE = 0.4, 0.9  # of a number's height, by which the paler strokes of a digit exceed it
HIGHEST_BAR, LOWEST_BAR = 0.4, 0.85  # of a digit's height, from its top: the bar of a 4
LONGEST_BAR = 0.6  # of a digit's height
NEAR_END = 2.0  # points from a cell's edge within which the other line of a double border runs
STRUCK = 0.07  # of the ink, beside half the paper's noise: a line that runs through print
LEAST_ROOM, ROOM_ALONE = 1.2, 5.0  # points beside print that show such a line; on one side alone
MOST_SHAPES = 3000  # in a cell: a photograph
MOST_IN_NUMBER = 24  # shapes: more are words


@dataclass(frozen=True, slots=True)
class CellInk:
    """The ink of a cell. `faint` tells of shapes too pale or too red to be read, or of too many;
    `cut` of a shape that goes on into the border, as a digit does that stands close to it, or
    through which a stroke runs, of a seal, a fold or a streak: it may have closed a 0 to a 6 in
    every look, or be what looks like a 1; or of a paler shape beside the others, which may be a
    sign or a digit. `strokes`: the shapes with the paler strokes that join
    them, where a number may stand. `thin`: they are one stroke, pale in part: a dash if it is wider
    than digits."""

    shapes: tuple[Box, ...]
    faint: bool
    cut: bool = False
    strokes: tuple[Box, ...] = ()
    thin: bool = False


def cell_ink(sheet: Sheet, place: Box) -> CellInk:
    """The shapes within a cell whose borders run along `place`."""
    least = 2 * BORDER * sheet.unit + 3
    if place.width < least or place.height < least:
        return CellInk((), False)
    inside = _inside(sheet, place)
    ink = ink_within(sheet, inside)
    dash = _thin_dash(sheet, ink.shapes, inside)
    if dash is None:
        return ink
    return CellInk((dash,), False, _is_crossed(sheet, (dash,)), thin=True)


def ink_within(sheet: Sheet, inside: Box) -> CellInk:
    """The shapes in a box without borders."""
    contrast = sheet.contrast[inside.top : inside.bottom, inside.left : inside.right]
    found = _shapes(contrast > DARK * sheet.ink, inside, sheet.unit)
    if found is None:
        return CellInk((), True)
    cut = any(_is_cut(shape, inside, sheet.unit) for shape in found)
    shapes = without_dirt(_without_border(found, inside, sheet.unit), sheet.unit)
    if shapes:
        struck = cut or _is_crossed(sheet, shapes) or _is_struck(sheet, shapes, inside)
        if len(shapes) > MOST_IN_NUMBER:
            return CellInk(tuple(shapes), False, struck)
        strokes = _strokes(sheet, contrast, inside)
        struck = struck or _go_beyond(strokes, shapes, sheet.unit)
        struck = struck or _has_pale_beside(sheet, contrast, shapes, inside)
        return CellInk(tuple(shapes), False, struck, strokes)
    hidden = _pale_shapes(sheet, contrast, inside)
    if sheet.red is not None:
        red = sheet.red[inside.top : inside.bottom, inside.left : inside.right]
        hidden += _pale_shapes(sheet, red, inside)
    faint = any(
        max(shape.width, shape.height) >= SHORTEST_FAINT * sheet.unit
        or _may_be_lone_hyphen(shape, inside, sheet.unit)
        for shape in hidden
    )
    return CellInk((), faint, cut)


def _thin_dash(sheet: Sheet, shapes: Sequence[Box], inside: Box) -> Box | None:
    if sheet.bilevel or any(shape.height > SHORTEST_FAINT * sheet.unit for shape in shapes):
        return None
    contrast = sheet.contrast[inside.top : inside.bottom, inside.left : inside.right]
    return thin_dash(shapes, _pale_shapes(sheet, contrast, inside), inside, sheet.unit)


def _pale_shapes(sheet: Sheet, contrast: Picture, inside: Box) -> list[Box]:
    """All that is no paper in a cell, but for the fringe of its borders."""
    inner = Box(inside.left + 1, inside.top + 1, inside.right - 1, inside.bottom - 1)
    pale = _shapes(contrast[1:-1, 1:-1] > FAINT * sheet.ink, inner, sheet.unit) or []
    return _without_border(pale, inner, sheet.unit)


def _inside(sheet: Sheet, place: Box) -> Box:
    """What of a cell is not its borders: thin ones leave room for print that stands close beside
    them, and level ones that are thick, or lie between two pixels, reach farther in."""
    most, least = max(2, round(BORDER * sheet.unit)), max(2, round(THINNEST * sheet.unit))
    cell = sheet.contrast[place.top : place.bottom, place.left : place.right]
    left, right = (_border_of(side[:most], sheet, least, most) for side in (cell.T, cell.T[::-1]))
    ends = (cell[: THICKEST * most], cell[: -THICKEST * most - 1 : -1])
    top, bottom = (_border_of(end, sheet, most, most) for end in ends)
    return Box(place.left + left, place.top + top, place.right - right, place.bottom - bottom)


def _border_of(side: Picture, sheet: Sheet, least: int, most: int) -> int:
    """How many of the first rows of a cell, or of one laid on its side, belong to its border: at
    least so many; `most` where they do not end, as under a shade.

    A digit beside the border is not as high as the cell, nor does print fill a row of it.
    """
    across = np.percentile(side, NOT_PRINT, axis=1)
    pale = np.flatnonzero(across[least:] < PAPER * sheet.ink)
    return least + int(pale[0]) if pale.size else most


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


def _strokes(sheet: Sheet, contrast: Picture, inside: Box) -> tuple[Box, ...]:
    """The shapes of all that is darker than the paper's noise and does not reach the cell's sides,
    as the fringe of a border does; in low rows print may reach its top and bottom."""
    palest = min(max(PALE, OVER_NOISE * sheet.noise), FAINT) * sheet.ink
    low = Box(inside.left, inside.top + 1, inside.right, inside.bottom - 1)
    return tuple(
        shape
        for shape in _shapes(contrast[1:-1] > palest, low, sheet.unit) or ()
        if inside.left < shape.left and shape.right < inside.right
    )


def _go_beyond(strokes: Sequence[Box], shapes: Sequence[Box], unit: float) -> bool:
    """Whether paler strokes that touch a number are more than what joins its digits: those of a
    mark in the paper, which may close a 0 to a 6."""
    line = box_around(shapes)
    around = box_around([line, *(stroke for stroke in strokes if overlap(stroke, line))])
    above_or_below = max(line.top - around.top, around.bottom - line.bottom)
    beside = max(line.left - around.left, around.right - line.right)
    return above_or_below > max(BEYOND * line.height, DIRT * unit) or beside > max(
        BESIDE * line.height, SHORTEST_FAINT * unit
    )


def _has_pale_beside(sheet: Sheet, contrast: Picture, shapes: Sequence[Box], inside: Box) -> bool:
    """Whether a paler shape stands by itself in the line of a number, a sign or a digit of it; or
    a speck where its sign would stand, or the bar of a 4 of which the stem alone is left."""
    line, least = box_around(shapes), SHORTEST_FAINT * sheet.unit
    pale = _shapes(contrast > FAINT * sheet.ink, inside, sheet.unit) or []
    return any(
        (
            max(shape.width, shape.height) >= least
            or _may_be_sign(shape, line, sheet.unit)
            or _may_be_bar(shape, line, shapes)
        )
        and shape.top < line.bottom
        and line.top < shape.bottom
        and not any(overlap(shape, other) for other in shapes)
        for shape in _without_border(pale, inside, sheet.unit)
    )


def _may_be_sign(shape: Box, line: Box, unit: float) -> bool:
    """Whether a shape may be what is left of a hyphen right before a number."""
    is_beside = 0 <= line.left - shape.right <= line.height
    return is_beside and _may_be_hyphen(shape, line, unit)


def _may_be_bar(shape: Box, line: Box, shapes: Sequence[Box]) -> bool:
    """Whether a speck may be what is left of the bar of a 4, left of what would be its stem."""
    height = ((shape.top + shape.bottom) / 2 - line.top) / line.height
    return LOWEST_BAR >= height >= HIGHEST_BAR and any(
        stem.width < NARROW * line.height
        and 0 <= stem.left - shape.right <= LONGEST_BAR * line.height
        for stem in shapes
    )


def _may_be_hyphen(shape: Box, around: Box, unit: float) -> bool:
    """Whether a shape may be what is left of a hyphen at the middle height of what is around."""
    is_flat = shape.width > shape.height and shape.width >= SHORTEST_HYPHEN * unit
    middle = (shape.top + shape.bottom) / 2 - around.top
    return is_flat and abs(middle / around.height - 0.5) <= MIDDLE / 2


def _may_be_lone_hyphen(shape: Box, inside: Box, unit: float) -> bool:
    across = (shape.left + shape.right) / 2 - inside.left
    in_middle = abs(across / inside.width - 0.5) <= MIDDLE / 2
    return in_middle and _may_be_hyphen(shape, inside, unit)


def _is_cut(shape: Box, inside: Box, unit: float) -> bool:
    """Whether a shape at a cell's side may be what the border leaves of a digit, or a stroke that
    runs through several cells and is no dash of any.

    What is left of the border itself is a hair, or goes on to the next border; what goes from the
    border above to the one below is no digit either.
    """
    if shape.top == inside.top and shape.bottom == inside.bottom:
        return not _is_border(shape, inside, unit)
    if inside.left < shape.left and shape.right < inside.right:
        return False
    from_end = min(shape.top - inside.top, inside.bottom - shape.bottom)
    if shape.height < SHORTEST_FAINT * unit:
        return shape.width >= SHORTEST_FAINT * unit and not _is_border(shape, inside, unit)
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


def _is_struck(sheet: Sheet, shapes: Sequence[Box], inside: Box) -> bool:
    """Whether a line runs through the print from border to border: paler than print, it may be
    dark enough here and there."""
    box = box_around(shapes)
    cell = sheet.contrast[inside.top : inside.bottom, inside.left : inside.right]
    rows = (box.top - inside.top, box.bottom - inside.top)
    columns = (box.left - inside.left, box.right - inside.left)
    darkest = max(
        _line_beyond(cell, rows, columns, sheet.unit),
        _line_beyond(cell.T, columns, rows, sheet.unit),
    )
    return darkest > (STRUCK + sheet.noise / 2) * sheet.ink


def _line_beyond(
    cell: Picture, along: tuple[int, int], across: tuple[int, int], unit: float
) -> float:
    """By how much the darkest line of a cell that meets the print from above and below is darker
    than the rest. along, across: where the print begins and ends; 0 where there is no room."""
    apart, edge = round(unit), round((NEAR_END - BORDER) * unit)
    beyond = cell[edge : max(edge, along[0] - apart)], cell[along[1] + apart : len(cell) - edge]
    rooms = [room for room in beyond if len(room) >= LEAST_ROOM * unit]
    if not rooms or (len(rooms) == 1 and len(rooms[0]) < ROOM_ALONE * unit):
        return 0.0
    means = [cv2.blur(room.mean(axis=0, dtype=np.float32)[None], (3, 1))[0] for room in rooms]
    darker = np.minimum.reduce(
        [cv2.dilate((mean - np.median(mean))[None], np.ones((1, 3))).ravel() for mean in means]
    )
    return float(darker[max(0, across[0] - 1) : across[1] + 1].max())


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
