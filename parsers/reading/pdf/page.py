"""What one PDF page shows, in upright coordinates.

All lengths are in points (1/72 inch). The page is turned so that most of its characters stand
upright, whatever its /Rotate says; x runs to the right and y runs down from the top left
corner of the visible area (CropBox).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

# a, b, c, d, e, f of x' = a x + c y + e, y' = b x + d y + f
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Glyph(NamedTuple):
    """One printed character; `spaced` tells that a space character stands before it."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    spaced: bool


class Rule(NamedTuple):
    """A horizontal (position = y) or vertical (position = x) line from start to end."""

    position: float
    start: float
    end: float


@dataclass(slots=True)
class PageContent:
    """Everything on a page that the reader uses. `clipped`: characters outside the visible area.
    `drawn`: the middles of shapes and pictures as large as a character or a number.
    `drawn_cells`: cells of tables that hold such a thing alone; `drawn_elsewhere`: those outside
    tables, and beside no character. `unshown`: the middles of fields whose values the file does
    not show. `pictured`: most of it is pictures, or curves in the place of letters. `layered`: it
    is a picture under text that is not drawn, as character recognition leaves it."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    clipped: list[Glyph] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    drawn: list[tuple[float, float]] = field(default_factory=list)
    drawn_cells: int = 0
    drawn_elsewhere: int = 0
    unshown: list[tuple[float, float]] = field(default_factory=list)
    images: int = 0
    pictured: bool = False
    layered: bool = False
    notes: list[str] = field(default_factory=list)


class Frame(NamedTuple):
    """The visible area in PDF coordinates and the quarter turns that make its text upright."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (width, height) if self.turns % 2 == 0 else (height, width)

    @property
    def matrix(self) -> Matrix:
        """From PDF coordinates to upright ones."""
        return (
            (1, 0, 0, -1, -self.left, self.top),
            (0, -1, -1, 0, self.top, self.right),  # lines of text run downwards
            (-1, 0, 0, 1, self.right, -self.bottom),
            (0, 1, 1, 0, -self.bottom, -self.left),  # lines of text run upwards
        )[self.turns]


def composed(inner: Matrix, outer: Matrix) -> Matrix:
    """The one matrix that does what `inner` and then `outer` do."""
    if inner == IDENTITY:
        return outer
    if outer == IDENTITY:
        return inner
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )
