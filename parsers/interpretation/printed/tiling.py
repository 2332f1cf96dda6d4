"""How the blocks of an extractor cover a table.

`pdftotext` without options takes a page apart into blocks, leaves a blank line between them, and
prints each from top to bottom and from left to right. So every block is a rectangle of cells, and
together they cover the page's rows: one below the other, or side by side where one of the two
sides is a block by itself. Which rectangles these are, the sizes of the blocks tell, and the rows'
sums. What stands right may come first, but not where all is single cells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

Row = tuple[int, ...]  # what its cells say, each thing that a cell may say under a number
Rows = tuple[Row, ...]
Cost = int  # blocks printed before others left of them, and rows whose sum fails

MOST_TILINGS = 400  # of one part; with more nothing is certain


class TooMany(Exception):
    """More tilings than can be compared."""


@dataclass(frozen=True, slots=True)
class Block:
    """Values that stand together. `words`: before which of them words stand, counted within the
    block: a row's label, or what is left of it."""

    values: Row
    words: frozenset[int] = frozenset()

    def by_width(self, width: int) -> Rows:
        """Its rows, of so many cells."""
        return tuple(self.values[i : i + width] for i in range(0, len(self.values), width))


@dataclass(slots=True)
class Tilings:
    """All tilings of a run of blocks by rows of `width` cells. `holds`: whether a whole row's
    sum holds. `most`: the highest cost of a tiling that is looked at."""

    blocks: Sequence[Block]
    width: int
    holds: Callable[[Row], bool]
    most: Cost
    _starts: dict[int, int] = field(default_factory=dict)
    _found: dict[tuple[int, int, int, bool], Mapping[Rows, Cost]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sizes = (len(block.values) for block in self.blocks)
        self._starts = {start: i for i, start in enumerate(accumulate(sizes, initial=0))}

    def of(self, rows: int) -> Mapping[Rows, Cost]:
        """The tilings of so many rows by all blocks, each with its least cost. Raises TooMany."""
        whole = sum(len(block.values) for block in self.blocks)
        return self._part(0, rows, self.width, cut=True) if whole == rows * self.width else {}

    def _part(self, start: int, height: int, width: int, *, cut: bool) -> Mapping[Rows, Cost]:
        """The tilings of a part by the values from one on. `cut`: it may consist of parts one
        below the other."""
        key = (start, height, width, cut)
        if key not in self._found:
            found: dict[Rows, Cost] = {}
            for rows, cost in self._ways(start, height, width, cut=cut):
                if cost <= self.most and cost < found.get(rows, self.most + 1):
                    found[rows] = cost
                    if len(found) > MOST_TILINGS:
                        raise TooMany
            self._found[key] = found
        return self._found[key]

    def _ways(
        self, start: int, height: int, width: int, *, cut: bool
    ) -> Iterator[tuple[Rows, Cost]]:
        first, end = self._starts.get(start), self._starts.get(start + height * width)
        if first is None or end is None:
            return
        for rows, cost in self._in_one_band(start, self.blocks[first:end], height, width):
            failing = sum(not self.holds(row) for row in rows) if width == self.width else 0
            yield rows, cost + failing
        for above in range(1, height if cut else 1):
            upper = self._part(start, above, width, cut=False)
            if upper:
                lower = self._part(start + above * width, height - above, width, cut=True)
                for rows, cost in upper.items():
                    yield from ((rows + other, cost + more) for other, more in lower.items())

    def _in_one_band(
        self, start: int, blocks: Sequence[Block], height: int, width: int
    ) -> Iterator[tuple[Rows, Cost]]:
        """One block, or a block beside other ones, left or right, printed before or behind."""
        leading, trailing = blocks[0], blocks[-1]
        if len(blocks) == 1:
            if not any(place % width for place in leading.words):
                yield leading.by_width(width), 0
            return
        for block, rest_start in ((leading, start + len(leading.values)), (trailing, start)):
            own, remainder = divmod(len(block.values), height)
            if remainder or own >= width or any(place % own for place in block.words):
                continue
            rectangle = block.by_width(own)
            rest = self._part(rest_start, height, width - own, cut=True)
            for rows, cost in rest.items():
                first, second = (rectangle, rows) if block is leading else (rows, rectangle)
                yield _beside(first, second), cost
                if height > 1 or len(block.values) > 1:
                    yield _beside(second, first), cost + 1


def _beside(left: Rows, right: Rows) -> Rows:
    return tuple(a + b for a, b in zip(left, right, strict=True))
