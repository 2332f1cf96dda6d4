"""How a page lies in its picture, and the picture laid straight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

# Grey levels or masks, uint8, indexed [y, x]. numpy's own generic type needs numpy to check.
Picture = Any

STEEPEST = 6.0  # degrees: a sheet laid on the scanner by hand lies straighter
COARSE_STEP, FINE_STEP = 0.5, 0.05
FINE_WIDTH, STRIP = 1200, 12  # pixels
DARKER = 24  # grey levels by which print is darker than what is around it

# Pulled through a scanner askew, or photographed from aside, a page is no rectangle. Its ruling
# lines tell: lengths in shares of the page's width.
LINE_DARKER = 10  # grey levels, evened out along a line
SHORTEST_RUN, EVENED = 0.025, 0.012  # without a step; along which noise is evened out
LONGEST_STEP = 1.2  # pixels by which a straight line's middle leaves it, in the mean
FEWEST_LINES = 3
SPREAD = 0.3  # share of the page over which lines must lie to tell how their slopes change
MOST_BENT = 0.03  # slope: more is no line of a page that lies nearly straight
MOST_ASLANT = 0.15  # slope of a page photographed from aside: more is no page
GAIN = 1.2  # times as sharp as it lies: what tells that half a page lies aslant
ASLANT_STEP = 0.25  # degrees
LONGEST_LEVEL = 0.25  # level ruling lines are longer; parts of lines of text are not
LEAST_BENT = 0.001  # of the width: nearer than this, a line is as good as straight


@dataclass(frozen=True, slots=True)
class Slopes:
    """The slope of lines by where they lie: `middle` in the page's middle, `change` to its edge."""

    middle: float = 0.0
    change: float = 0.0

    def __add__(self, other: Slopes) -> Slopes:
        return Slopes(self.middle + other.middle, self.change + other.change)


@dataclass(frozen=True, slots=True)
class Lie:
    """How a page lies: its angle in degrees, and once turned, the slopes of its level lines
    (from top to bottom) and of its upright ones (from left to right)."""

    angle: float
    level: Slopes = Slopes()
    upright: Slopes = Slopes()

    @property
    def is_bent(self) -> bool:
        return self.level != Slopes() or self.upright != Slopes()


def lie_of(grey: Picture) -> Lie:
    """How the page lies, by its lines of text and its ruling lines."""
    angle = _angle(grey)
    small = _reduced(grey, FINE_WIDTH)
    turned = _turned(small, angle, _paper(small), cv2.INTER_LINEAR)
    lie = Lie(angle, *_aslant(darker(turned, FINE_WIDTH)))
    if not lie.is_bent:
        return _refined(lie, turned, MOST_BENT)
    for _ in range(2):  # what is left of large slopes shows once they are taken out
        lie = _refined(lie, straightened(small, lie), MOST_ASLANT)
    return lie


def _refined(lie: Lie, laid: Picture, most: float) -> Lie:
    """The lie with what its lines tell of the page once laid so. most: slope that is believed."""
    width = laid.shape[1]
    level = _slopes(laid, width, most, LONGEST_LEVEL * width)
    upright = _slopes(laid.T, width, most, 0)
    return Lie(lie.angle, lie.level + level, lie.upright + upright)


def _aslant(dark: Picture) -> tuple[Slopes, Slopes]:
    """The slopes, level and upright, by which the halves of a page lie aslant; 0 where they do not
    show more than the fine ones that single lines tell."""
    rows, columns = dark.shape
    upper, lower = dark[: rows // 2], dark[rows // 2 :]
    left, right = dark.T[: columns // 2], dark.T[columns // 2 :]
    return _slopes_of_halves(upper, lower), _slopes_of_halves(left, right)


def _slopes_of_halves(before: Picture, after: Picture) -> Slopes:
    one, other = _slope_of_half(before), _slope_of_half(after)
    # The middles of the halves lie half-way between the page's middle and its edges.
    found = Slopes((one + other) / 2, other - one)
    return found if abs(found.middle) + abs(found.change) <= MOST_ASLANT else Slopes()


def _slope_of_half(dark: Picture) -> float:
    strips = _strips(np.ascontiguousarray(dark))
    around = np.arange(-STEEPEST, STEEPEST + ASLANT_STEP / 2, ASLANT_STEP)
    sharpness = [_sharpness(strips, angle) for angle in around]
    best = int(np.argmax(sharpness))
    if sharpness[best] < GAIN * _sharpness(strips, 0.0):
        return 0.0
    return float(np.tan(np.radians(around[best])))


def straightened(picture: Picture, lie: Lie) -> Picture:
    """The picture with the page upright and its lines level, of the same size."""
    if lie.is_bent:
        return _unbent(picture, lie)
    if abs(lie.angle) < FINE_STEP / 2:
        return picture
    return _turned(picture, lie.angle, _paper(picture), cv2.INTER_CUBIC)


def _angle(grey: Picture) -> float:
    """The angle in degrees at which lines of text and rules fill the fewest rows."""
    strips = _strips(darker(grey, FINE_WIDTH))
    around = np.arange(-STEEPEST, STEEPEST + COARSE_STEP / 2, COARSE_STEP)
    best = max(around, key=lambda angle: _sharpness(strips, angle))
    around = best + np.arange(-COARSE_STEP, COARSE_STEP + FINE_STEP / 2, FINE_STEP)
    return float(max(around, key=lambda angle: _sharpness(strips, angle)))


def _reduced(grey: Picture, width: int) -> Picture:
    rows, columns = grey.shape
    if columns <= width:
        return grey
    size = (width, max(1, round(rows * width / columns)))
    return cv2.resize(grey, size, interpolation=cv2.INTER_AREA)


def darker(grey: Picture, width: int) -> Picture:
    """What is darker than its surroundings (255, else 0), on a picture of at most that width."""
    grey = _reduced(grey, width)
    around = cv2.blur(grey, (31, 31))
    return cv2.threshold(cv2.subtract(around, grey), DARKER, 255, cv2.THRESH_BINARY)[1]


def _strips(dark: Picture) -> Picture:
    """How dark each row is in narrow upright strips: [row, strip]."""
    rows, columns = dark.shape
    size = (max(1, columns // STRIP), rows)
    return cv2.resize(dark, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _sharpness(strips: Picture, angle: float) -> float:
    """How much rows differ from their neighbours, once turned: each strip is moved up or down."""
    rows, count = strips.shape
    slope = float(np.tan(np.radians(angle))) * STRIP
    moved = cv2.warpAffine(
        strips,
        np.array([[1, 0, 0], [slope, 1, -slope * (count - 1) / 2]]),
        (count, rows),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
    )
    return float(np.square(np.diff(moved.sum(axis=1, dtype=np.float64))).sum())


def _paper(picture: Picture) -> int:
    return int(np.percentile(picture[::7, ::7], 80))


def _turning(picture: Picture, angle: float) -> Any:
    rows, columns = picture.shape
    return cv2.getRotationMatrix2D((columns / 2, rows / 2), angle, 1.0)


def _turned(picture: Picture, angle: float, filling: int, way: int) -> Picture:
    rows, columns = picture.shape
    return cv2.warpAffine(
        picture,
        _turning(picture, angle),
        (columns, rows),
        flags=way,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=filling,
    )


def _slopes(turned: Picture, width: int, most: float, longest: float) -> Slopes:
    """The slopes of the long lines that are nearly level. width: of the page in pixels; most: a
    steeper slope is none of a page's; longest: one line at least has this length."""
    rows, columns = turned.shape
    found = _long_lines(turned, width)
    if len(found) < FEWEST_LINES:
        return Slopes()
    places, slopes, lengths = np.array(found).T
    if lengths.max() < longest:
        return Slopes()
    places = places / (rows / 2) - 1
    spread = places.max() - places.min() >= 2 * SPREAD
    change = _usual_change(places, slopes) if spread else 0.0
    middle = float(np.median(slopes - change * places))
    for _ in range(2):  # without what is no ruling line
        off = np.abs(slopes - middle - change * places)
        near = off <= max(2.5 * float(np.median(off)), LEAST_BENT)
        if near.sum() < FEWEST_LINES:
            return Slopes()
        places, slopes, lengths = places[near], slopes[near], lengths[near]
        if spread:
            change, middle = np.polyfit(places, slopes, 1, w=lengths)
        else:
            middle = float(np.average(slopes, weights=lengths))
    steepest = abs(middle) + abs(change)
    if steepest > most or steepest * columns / 2 < LEAST_BENT * width:
        return Slopes()
    return Slopes(float(middle), float(change))


def _usual_change(places: Picture, slopes: Picture) -> float:
    """How slopes change with places, of most pairs of lines: a single one beside the others, as
    the edge of a sheet, does not tell."""
    one, other = np.triu_indices(len(places), 1)
    apart = places[other] - places[one]
    is_far = np.abs(apart) >= SPREAD
    return float(np.median((slopes[other] - slopes[one])[is_far] / apart[is_far]))


def _long_lines(turned: Picture, width: int) -> list[tuple[float, float, float]]:
    """Long thin lines: where they lie (row), their slopes and lengths."""
    along, run = max(3, round(EVENED * width)), max(8, round(SHORTEST_RUN * width))
    across = max(5, along) | 1
    darker = cv2.subtract(cv2.blur(turned, (along, across)), cv2.blur(turned, (along, 1)))
    dark = np.ascontiguousarray((darker > LINE_DARKER).astype(np.uint8))
    runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, run), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    found = []
    for label in range(1, count):
        x, y, long, high, _ = stats[label].tolist()
        if long < 3 * run or high > MOST_BENT * long + 6:
            continue
        part = labels[y : y + high, x : x + long] == label
        columns = np.flatnonzero(part.any(axis=0))
        middles = (part * np.arange(high)[:, None]).sum(axis=0)[columns] / part.sum(axis=0)[columns]
        slope, start = np.polyfit(columns, middles, 1)
        if np.abs(middles - slope * columns - start).mean() <= LONGEST_STEP:
            found.append((y + high / 2, float(slope), float(long)))
    return found


def _unbent(picture: Picture, lie: Lie) -> Picture:
    rows, columns = picture.shape
    x = np.arange(columns, dtype=np.float32)[None]
    y = np.arange(rows, dtype=np.float32)[:, None]
    right, down = x - columns / 2, y - rows / 2  # from the page's middle
    level = lie.level.middle + lie.level.change * down / (rows / 2)
    upright = lie.upright.middle + lie.upright.change * right / (columns / 2)
    # Where the line that lies level meets the one that stands upright.
    across = (right + upright * down) / (1 - upright * level)
    turned_x, turned_y = columns / 2 + across, y + level * across
    (a, b, c), (d, e, f) = cv2.invertAffineTransform(_turning(picture, lie.angle)).tolist()
    return cv2.remap(
        picture,
        (a * turned_x + b * turned_y + c).astype(np.float32),
        (d * turned_x + e * turned_y + f).astype(np.float32),
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=_paper(picture),
    )


def runs_in(found: Picture) -> tuple[Picture, Picture]:
    """Where the runs of what was found begin, and where they have ended."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], found.astype(np.int8), [0]))))
    return edges[::2], edges[1::2]
