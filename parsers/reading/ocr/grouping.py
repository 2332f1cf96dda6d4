"""Strokes of print made one where they stand on one line without a wide gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from parsers.reading.ocr.printed import Box, box_around

SQUARE = 0.85  # width by height of a Chinese character at least
# Of a character's height:
APART = 0.5  # the gap between two characters of one run: of the higher one's own height
BESIDE_SQUARE = 0.3  # the same beside a Chinese character, as headings of close columns stand
BESIDE_LOW, BETWEEN_LOW = 0.5, 0.3  # the same beside a low stroke, and between two
TALL = 0.6  # lower ones are marks, dashes, or parts of a character
OFF_LINE = 0.3  # headings of neighbouring columns that do not stand on one line may be so near
BELOW_LINE = 0.15  # a comma's middle, below the characters beside it
ONE_CHARACTER = 1.1  # no higher are its parts together


def strokes_joined(strokes: Sequence[Box], usual: float) -> list[Box]:
    """The boxes of runs of print. usual: height of a Chinese character in pixels."""
    boxes = _with_low_strokes(sorted(strokes), usual)
    # 二 and 一、 have low strokes alone: what line they stand on their neighbours tell.
    low = [box for box in boxes if box.height < TALL * usual]
    tall = [box for box in boxes if box.height >= TALL * usual]
    characters = _grouped(low, usual, _are_one_character)
    return _grouped([*tall, *characters], usual, _is_beside_low)


def off_line(one: Box, other: Box) -> float:
    """By how many pixels the middles of two boxes differ in height."""
    return abs(one.top + one.bottom - other.top - other.bottom) / 2


class _Groups:
    """Boxes, in order of their left sides, and which of them are one."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = boxes
        self._parents = list(range(len(boxes)))

    def join(self, one: int, other: int) -> None:
        """Make two boxes one, and what they were made one with."""
        self._parents[self._root(other)] = self._root(one)

    def boxes(self) -> list[Box]:
        """The box around each group."""
        found: dict[int, list[Box]] = {}
        for place, box in enumerate(self._boxes):
            found.setdefault(self._root(place), []).append(box)
        return [box_around(own) for own in found.values()]

    def _root(self, place: int) -> int:
        while self._parents[place] != place:
            self._parents[place] = self._parents[self._parents[place]]
            place = self._parents[place]
        return place


def _near(boxes: Sequence[Box], usual: float) -> Iterator[tuple[int, int]]:
    """Pairs of boxes, in order, with no wide gap between them."""
    for place, box in enumerate(boxes):
        for following in range(place + 1, len(boxes)):
            if boxes[following].left > box.right + usual:
                break
            yield place, following


def _with_low_strokes(boxes: Sequence[Box], usual: float) -> list[Box]:
    """Characters side by side made one, and with each low stroke those that it is nearest to:
    beside it there may be a line of the next column that is a little higher or lower."""
    groups = _Groups(boxes)
    beside: dict[int, list[int]] = {}
    for one, other in _near(boxes, usual):
        is_tall, is_other_tall = (boxes[i].height >= TALL * usual for i in (one, other))
        if is_tall and is_other_tall:
            if _stand_side_by_side(boxes[one], boxes[other], usual):
                groups.join(one, other)
        elif is_tall or is_other_tall:
            low, tall = (other, one) if is_tall else (one, other)
            if _is_low_beside(boxes[low], boxes[tall], usual):
                beside.setdefault(low, []).append(tall)
    for low, others in beside.items():
        nearest = min(others, key=lambda i: _distance(boxes[low], boxes[i]))
        for tall in others:
            if off_line(boxes[tall], boxes[nearest]) <= OFF_LINE * usual:
                groups.join(low, tall)
    return groups.boxes()


def _stand_side_by_side(one: Box, other: Box, usual: float) -> bool:
    gap = other.left - one.right
    square = any(box.width >= SQUARE * box.height for box in (one, other))
    near = gap <= (BESIDE_SQUARE * usual if square else APART * max(one.height, other.height))
    return near and off_line(one, other) <= OFF_LINE * usual


def _is_low_beside(low: Box, tall: Box, usual: float) -> bool:
    middle = (low.top + low.bottom) / 2
    beyond = max(tall.top - middle, middle - tall.bottom)
    return _gap(low, tall) <= BESIDE_LOW * usual and beyond <= BELOW_LINE * usual


def _gap(one: Box, other: Box) -> int:
    return max(one.left, other.left) - min(one.right, other.right)


def _distance(one: Box, other: Box) -> tuple[int, float]:
    return max(0, _gap(one, other)), off_line(one, other)


def _grouped(
    boxes: Sequence[Box], usual: float, are_one: Callable[[Box, Box, float], bool]
) -> list[Box]:
    ordered = sorted(boxes)
    groups = _Groups(ordered)
    for one, other in _near(ordered, usual):
        if are_one(ordered[one], ordered[other], usual):
            groups.join(one, other)
    return groups.boxes()


def _are_one_character(one: Box, other: Box, usual: float) -> bool:
    near = _gap(one, other) <= BETWEEN_LOW * usual
    return near and box_around([one, other]).height <= ONE_CHARACTER * usual


def _is_beside_low(one: Box, other: Box, usual: float) -> bool:
    """Whether low strokes stand beside a run, at its middle."""
    if min(one.height, other.height) >= TALL * usual:
        return False
    return _gap(one, other) <= BESIDE_LOW * usual and off_line(one, other) <= OFF_LINE * usual
