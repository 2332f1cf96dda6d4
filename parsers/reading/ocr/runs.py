"""Where print stands outside ruled tables: runs of it without wide gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from operator import attrgetter

import cv2
import numpy as np

from parsers.reading.ocr.grouping import OFF_LINE, SQUARE, TALL, off_line, strokes_joined
from parsers.reading.ocr.ink import FAINT, CellInk, ink_within
from parsers.reading.ocr.printed import (
    Box,
    Print,
    box_around,
    lines_of,
    overlap,
    usual_height,
    with_strokes,
)
from parsers.reading.ocr.sheet import Picture, Sheet
from parsers.reading.pdf.grid import Grid

MOST_RUNS = 1500  # on a page
RULE = 40.0  # points: longer than any stroke of print
BESIDE_GRID = 2.0  # points around a ruled table
SMALLEST = 1.2  # points: the longer side of what is no speck
ROOM = 3.0  # points around a run that are looked at for strokes through it
LEAST_DASH = 1.25  # width by height
# Of a character's height:
BETWEEN_WORDS = 0.95  # the gap beside a bracket or a comma, which leave room beside them
IN_COLUMNS = 1.5  # a wider gap parts what stands in columns
MARK = 0.5  # no mark of punctuation is wider
BRACKET = 0.55  # no lower is one
AT_END = 0.35  # how far a mark is from the foot or the head of its line
ONE_LINE = 1.6  # no higher is a line with its brackets


@dataclass(frozen=True, slots=True)
class Run:
    """Print without a wide gap, and its lines: one, but where print touches that of another line,
    and none where it is too pale. ruled: a ruling line touches it."""

    box: Box
    ink: CellInk
    lines: Sequence[Print]
    ruled: bool

    @property
    def may_be_value(self) -> bool:
        """Whether it is no words, as far as its shapes tell: some character of these is square."""
        if not self.lines or self.lines[0].flat:
            return True
        return not _is_low_in_brackets(self.lines) and not any(
            shape.width >= SQUARE * shape.height and shape.height >= line.box.height / 2
            for line in self.lines
            for shape in line.shapes
        )

    @property
    def is_wordy(self) -> bool:
        """Whether it has a Chinese character or a bracket, which are higher than digits."""
        return not self.may_be_value or any(line.high for line in self.lines)


def runs_outside(sheet: Sheet, grids: Sequence[Grid]) -> tuple[list[Run], float] | None:
    """The runs of print outside grids, and the height of a Chinese character in pixels; None
    where there are too many."""
    inked = _ink_outside(sheet, grids)
    rules = _rules(inked, sheet.unit)
    inked = cv2.subtract(inked, rules)
    strokes = _boxes(inked, SMALLEST * sheet.unit)
    usual = usual_height(strokes, sheet.unit)
    usual = _height_in_columns(strokes_joined(strokes, usual), strokes, usual, sheet.unit)
    boxes = strokes_joined(strokes, usual)
    if len(boxes) > MOST_RUNS:
        return None
    runs = [_run(sheet, box, boxes, rules, usual) for box in boxes]
    return _with_words_joined(sheet, runs, rules, usual), usual


def _height_in_columns(
    boxes: Sequence[Box], strokes: Iterable[Box], usual: float, unit: float
) -> float:
    """The height of a character where print stands in columns, which is smaller than elsewhere."""
    beside = [
        box
        for box in boxes
        if any(
            min(box.bottom, other.bottom) - max(box.top, other.top) > 0.5 * box.height
            and max(box.left, other.left) - min(box.right, other.right) > IN_COLUMNS * usual
            for other in boxes
        )
    ]
    own = [s for s in strokes if any(b.left <= s.left < b.right and overlap(s, b) for b in beside)]
    return usual_height(own, unit) if own else usual


def _ink_outside(sheet: Sheet, grids: Iterable[Grid]) -> Picture:
    """Where there is ink, red ink and pale ink too, outside ruled tables."""
    inked = sheet.contrast > FAINT * sheet.ink
    if sheet.red is not None:
        inked |= sheet.red > FAINT * sheet.ink
    for grid in grids:
        left, right = grid.xs[0] - BESIDE_GRID, grid.xs[-1] + BESIDE_GRID
        top, bottom = grid.ys[0] - BESIDE_GRID, grid.ys[-1] + BESIDE_GRID
        left, top, right, bottom = (
            max(0, round(side * sheet.unit)) for side in (left, top, right, bottom)
        )
        inked[top:bottom, left:right] = False
    return inked.astype(np.uint8)


def _rules(inked: Picture, unit: float) -> Picture:
    """Where long straight lines are, and what is right beside them."""
    length = round(RULE * unit)
    across = cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8))


def _boxes(inked: Picture, least: float) -> list[Box]:
    _, _, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    return [
        Box(x, y, x + width, y + height)
        for x, y, width, height, _ in stats[1:].tolist()
        if max(width, height) >= least
    ]


def _run(sheet: Sheet, box: Box, boxes: Sequence[Box], rules: Picture, usual: float) -> Run:
    inside = _without_rules(_with_room(box, boxes, rules.shape, ROOM * sheet.unit), box, rules)
    ink = ink_within(sheet, inside)
    beside = max(2, round(sheet.unit / 2))
    around = rules[max(0, box.top - beside) : box.bottom + beside]
    ruled = bool(around[:, max(0, box.left - beside) : box.right + beside].any())
    # A line with brackets, of larger print than the table's, is one all the same.
    high = box.height / 1.2 if box.height <= ONE_LINE * usual else 0
    lines = lines_of(ink.shapes, max(usual, high))
    if len(lines) == 1:
        lines = [with_strokes(lines[0], ink.strokes)]
    return Run(box, ink, lines, ruled)


def _without_rules(room: Box, box: Box, rules: Picture) -> Box:
    """The room around a box up to the nearest ruling line on each side."""
    across = rules[room.top : room.bottom, box.left : box.right].any(axis=1)
    down = rules[box.top : box.bottom, room.left : room.right].any(axis=0)
    above, below = across[: box.top - room.top], across[box.bottom - room.top :]
    left, right = down[: box.left - room.left], down[box.right - room.left :]
    return Box(
        room.left + _last(left),
        room.top + _last(above),
        room.right - _last(right[::-1]),
        room.bottom - _last(below[::-1]),
    )


def _last(found: Picture) -> int:
    """The place behind the last of what was found; 0 where there is nothing."""
    places = np.flatnonzero(found)
    return int(places[-1]) + 1 if places.size else 0


def _with_room(box: Box, boxes: Iterable[Box], shape: tuple[int, int], most: float) -> Box:
    """A box with the paper around it, half the way to its neighbours at most."""
    rows, columns = shape
    left, above, right, below = (most,) * 4
    for other in boxes:
        if other is box:
            continue
        if other.left < box.right + most and box.left - most < other.right:
            if other.bottom <= box.top:
                above = min(above, (box.top - other.bottom) / 2)
            elif box.bottom <= other.top:
                below = min(below, (other.top - box.bottom) / 2)
        if other.top < box.bottom and box.top < other.bottom:
            if other.right <= box.left:
                left = min(left, (box.left - other.right) / 2)
            elif box.right <= other.left:
                right = min(right, (other.left - box.right) / 2)
    return Box(
        max(0, box.left - max(1, int(left))),
        max(0, box.top - max(1, int(above))),
        min(columns, box.right + max(1, int(right))),
        min(rows, box.bottom + max(1, int(below))),
    )


def _with_words_joined(
    sheet: Sheet, runs: Sequence[Run], rules: Picture, usual: float
) -> list[Run]:
    """Runs of words made one with those behind them and with their commas, which have room beside
    them."""
    among_words = {run.box for run in runs if _is_among_words(run, runs, usual)}
    found: list[Run] = []
    for run in sorted(runs, key=lambda run: run.box.left):
        before = next((b for b in found if _goes_on(b, run, usual, among_words)), None)
        if before is None:
            found.append(run)
            continue
        found.remove(before)
        boxes = [other.box for other in runs if other is not run and other is not before]
        found.append(_run(sheet, box_around([before.box, run.box]), boxes, rules, usual))
    # A part of a character that stood by itself lies within what its neighbours made.
    return [run for run in found if not any(_lies_within(run.box, b.box) for b in found)]


def _lies_within(box: Box, other: Box) -> bool:
    return box != other and box_around([box, other]) == other


def _goes_on(before: Run, run: Run, usual: float, among_words: Set[Box]) -> bool:
    gap = run.box.left - before.box.right
    if not -MARK * usual <= gap <= BETWEEN_WORDS * usual or not (
        before.ink.shapes and run.ink.shapes
    ):
        return False
    if _is_mark(run.box, before.box, usual) or _is_colon(run, before.box, usual):
        is_low = before.box.height < TALL * usual <= before.box.width
        return before.is_wordy or is_low
    if off_line(before.box, run.box) > OFF_LINE * usual:
        return False
    last, first = max(before.ink.shapes, key=attrgetter("right")), min(run.ink.shapes)
    if _is_mark(last, before.box, usual) or _is_mark(first, run.box, usual):
        return True
    if any(piece.may_be_value and piece.box not in among_words for piece in (before, run)):
        return False
    has_bracket = _is_bracket(last, usual) or _is_bracket(first, usual)
    return has_bracket or run.box in among_words or before.box in among_words


def _is_among_words(run: Run, runs: Iterable[Run], usual: float) -> bool:
    """Whether words stand near on both sides of what may be a number, but is a part of them; or
    right of what may be a bracket: values stand right of words."""
    if not run.may_be_value:
        return False
    near = [
        other
        for other in runs
        if not other.may_be_value
        and off_line(other.box, run.box) <= OFF_LINE * usual
        and abs(_gap(other.box, run.box)) <= BETWEEN_WORDS * usual
    ]
    is_bracket = len(run.ink.shapes) == 1 and _is_bracket(run.ink.shapes[0], usual)
    is_behind = any(other.box.right <= run.box.left for other in near)
    return any(b.box.left >= run.box.right for b in near) and (is_bracket or is_behind)


def _gap(one: Box, other: Box) -> int:
    return max(one.left, other.left) - min(one.right, other.right)


def _is_low_in_brackets(lines: Sequence[Print]) -> bool:
    """Whether it is a low character in brackets, as （一） is: no digits differ so in height."""
    if len(lines) != 1 or len(lines[0].shapes) < 3:
        return False
    first, *within, last = lines[0].shapes
    low, height = box_around(within), min(first.height, last.height)
    narrow = max(first.width, last.width) <= MARK * height
    return narrow and low.height <= low.width and low.height <= MARK * height


def _is_bracket(shape: Box, usual: float) -> bool:
    return shape.height >= BRACKET * usual and shape.width <= MARK * usual


def _is_mark(shape: Box, line: Box, usual: float) -> bool:
    """Whether a shape is a small mark at the foot or the head of a line, and no dash."""
    small = max(shape.width, shape.height) <= MARK * usual
    ends = min(abs(shape.bottom - line.bottom), abs(shape.top - line.top))
    at_end = ends <= AT_END * usual
    return small and at_end and shape.width <= LEAST_DASH * shape.height and line != shape


def _is_colon(run: Run, line: Box, usual: float) -> bool:
    """Whether a run is two small marks above one another, no higher than a line."""
    if len(run.ink.shapes) != 2 or run.box.width > MARK / 2 * usual:
        return False
    small = all(shape.height <= MARK / 2 * usual for shape in run.ink.shapes)
    return small and line.top < run.box.top and run.box.bottom <= line.bottom + AT_END * usual
