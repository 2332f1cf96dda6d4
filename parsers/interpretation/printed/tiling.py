"""How the blocks of an extractor cover a table.

`pdftotext` without options takes a page apart into blocks, leaves a blank line between them, and
prints each from top to bottom and from left to right. So every block is a rectangle of cells, and
together they cover the page's rows: one below the other, or side by side where one of the two
sides is a block by itself. Which rectangles these are, the sizes of the blocks tell, and the rows'
sums. What stands right may come first, but not where all is single cells; and whole rows may be in
one block with the first columns of those below them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

Row = tuple[int, ...]  # what its cells say, each thing that a cell may say under a number
Rows = tuple[Row, ...]
Cost = int  # blocks out of their order, blocks that are no rectangles, and rows whose sum fails

MOST_TILINGS = 400  # of one part; with more nothing is certain
MOST_PARTS = 150_000  # of one page that are looked at


class TooMany(Exception):
    """More tilings than can be compared."""


@dataclass(frozen=True, slots=True)
class Block:
    """Values that stand together. `words`: before which of them words stand, counted within the
    block: a row's label, or what is left of it."""

    values: Row
    words: frozenset[int] = frozenset()

    def part(self, start: int, end: int) -> Block:
        """Some of its values."""
        words = frozenset(place - start for place in self.words if start <= place < end)
        return Block(self.values[start:end], words)

    def by_width(self, width: int) -> Rows:
        """Its rows, of so many cells."""
        return tuple(self.values[i : i + width] for i in range(0, len(self.values), width))


class _Part(NamedTuple):
    """Rows of cells to be filled by the values from one on. `left`, `right`: what stands beside
    each of them. `cut`: it may consist of parts one below the other."""

    start: int
    left: Rows
    right: Rows
    width: int
    cut: bool

    @property
    def height(self) -> int:
        return len(self.left)

    def rows(self, start: int, first: int, end: int, *, cut: bool) -> _Part:
        """Some of its rows, filled by the values from another one on."""
        return _Part(start, self.left[first:end], self.right[first:end], self.width, cut)

    def without(self, rectangle: Rows, start: int, *, is_left: bool) -> _Part:
        """What is left of it beside a rectangle at one side, from another value on."""
        width = self.width - len(rectangle[0])
        if is_left:
            return _Part(start, _beside(self.left, rectangle), self.right, width, cut=True)
        return _Part(start, self.left, _beside(rectangle, self.right), width, cut=True)


@dataclass(slots=True)
class Tilings:
    """All tilings of a run of blocks by rows of `width` cells. `holds`: whether a whole row's
    sum holds. `most`: the highest cost of a tiling that is looked at; `most_parts`: how many parts
    are. `exact`: all sums must hold, and only then whole rows may be in one block with the first
    columns of others."""

    blocks: Sequence[Block]
    width: int
    holds: Callable[[Row], bool]
    most: Cost
    exact: bool = False
    most_parts: int = MOST_PARTS
    _begins: Sequence[int] = ()  # the place of each block's first value
    _starts: frozenset[int] = frozenset()
    _holding: Sequence[int] = ()  # the block of each value
    _found: dict[_Part, Mapping[Rows, Cost]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sizes = [len(block.values) for block in self.blocks]
        self._begins = list(accumulate(sizes, initial=0))
        self._starts = frozenset(self._begins)
        self._holding = [i for i, size in enumerate(sizes) for _ in range(size)]

    def of(self, rows: int) -> Mapping[Rows, Cost]:
        """The tilings of so many rows by all blocks, each with its least cost. Raises TooMany."""
        if self._begins[-1] != rows * self.width:
            return {}
        nothing: Rows = ((),) * rows
        return self._of(_Part(0, nothing, nothing, self.width, cut=True))

    @property
    def parts(self) -> int:
        """How many parts were looked at."""
        return len(self._found)

    def _of(self, part: _Part) -> Mapping[Rows, Cost]:
        known = self._found.get(part)
        if known is not None:
            return known
        if len(self._found) > self.most_parts:
            raise TooMany
        found: dict[Rows, Cost] = {}
        for rows, cost in self._ways(part):
            if cost <= self.most and cost < found.get(rows, self.most + 1):
                found[rows] = cost
                if len(found) > MOST_TILINGS:
                    raise TooMany
        self._found[part] = found
        return found

    def _ways(self, part: _Part) -> Iterator[tuple[Rows, Cost]]:
        blocks = self._between(part.start, part.start + part.height * part.width)
        if len(blocks) == 1:
            yield from self._one(part, blocks[0])
        else:
            yield from self._in_one_band(part, blocks)
        for above in range(1, part.height if part.cut else 1):
            middle = part.start + above * part.width
            within = middle not in self._starts
            if within and not (self.exact and self._holding[part.start] == self._holding[middle]):
                continue
            upper = self._of(part.rows(part.start, 0, above, cut=False))
            if upper:
                lower = self._of(part.rows(middle, above, part.height, cut=True))
                for rows, cost in upper.items():
                    yield from ((rows + o, cost + more + within) for o, more in lower.items())

    def _between(self, start: int, end: int) -> Sequence[Block]:
        """The blocks from one value to another, the outer ones as far as they lie between."""
        first, last = self._holding[start], self._holding[end - 1]
        blocks = list(self.blocks[first : last + 1])
        end_of_last = end - self._begins[last]
        if end_of_last < len(blocks[-1].values):
            blocks[-1] = blocks[-1].part(0, end_of_last)
        if start > self._begins[first]:
            blocks[0] = blocks[0].part(start - self._begins[first], len(blocks[0].values))
        return blocks

    def _one(self, part: _Part, block: Block) -> Iterator[tuple[Rows, Cost]]:
        """The rows of a block alone, which whole rows of the table end with."""
        if any(place % part.width for place in block.words):
            return
        rows = block.by_width(part.width)
        whole = zip(part.left, rows, part.right, strict=True)
        failing = sum(not self.holds(left + row + right) for left, row, right in whole)
        if not (failing and self.exact):
            yield rows, failing

    def _in_one_band(self, part: _Part, blocks: Sequence[Block]) -> Iterator[tuple[Rows, Cost]]:
        """A block beside other ones, left or right, printed before or behind."""
        leading, trailing = blocks[0], blocks[-1]
        behind = part.start + len(leading.values)
        for block, start in ((leading, behind), (trailing, part.start)):
            own, remainder = divmod(len(block.values), part.height)
            if remainder or own >= part.width or any(place % own for place in block.words):
                continue
            rectangle = block.by_width(own)
            may_move = self.most and (part.height > 1 or len(block.values) > 1)
            for is_left in (True, False) if may_move else (block is leading,):
                rest = self._of(part.without(rectangle, start, is_left=is_left))
                moved = is_left != (block is leading)
                for rows, cost in rest.items():
                    sides = (rectangle, rows) if is_left else (rows, rectangle)
                    yield _beside(*sides), cost + moved


def _beside(left: Rows, right: Rows) -> Rows:
    return tuple(a + b for a, b in zip(left, right, strict=True))
