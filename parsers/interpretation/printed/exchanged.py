"""Which values a text printed block by block shows beside one another.

An extractor that takes a page apart may print a cell that is a block by itself before the one left
of it, and no sum tells: none covers a row of table 2, and the results of table 4 may be exchanged
below their sum. What one block prints stands in its order, and values that say the same may stand
in any.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile

from ...reading.model import PrintedLine
from ..stream import runs_of
from ..stream.headed_pieces import names_channel
from ..values import Said, Value, all_alike
from .pieces_of_blocks import blocks_of, from_heading, is_in_blocks


def before_table_3(lines: Sequence[PrintedLine]) -> Iterable[list[PrintedLine]]:
    """The blocks in which table 2 is printed."""
    return blocks_of(lines[: len(lines) - len(from_heading(lines))])


def from_table_4(lines: Sequence[PrintedLine]) -> Iterable[list[PrintedLine]]:
    """The blocks from the first on that names a channel of table 4."""
    return dropwhile(lambda block: not any(map(_names_channel, block)), blocks_of(lines))


def _names_channel(line: PrintedLine) -> bool:
    return names_channel("".join(piece.text for piece in line.pieces))


@dataclass(frozen=True)
class OrderOfBlocks:
    """What the blocks of a text tell of its values' order. `lines`: all it prints; `measured`: at
    places of a page, where nothing is exchanged; `of_table`: the blocks of one table, since others
    print the same few numbers in other orders."""

    lines: Callable[[], Sequence[PrintedLine]]
    measured: bool
    of_table: Callable[[Sequence[PrintedLine]], Iterable[list[PrintedLine]]]

    def in_order(self, values: Sequence[Value]) -> bool:
        """Whether values stand in the order of a row: all do but in a text in blocks."""
        return all_alike(values) or self._blocks is None or self.in_one_block(values)

    def in_one_block(self, values: Sequence[Value]) -> bool:
        """Whether one block of a text in blocks prints them all, one behind the other."""
        said = [value.said for value in values]
        return any(_holds(block, said) for block in self._blocks or ())

    @cached_property
    def _blocks(self) -> list[list[Said]] | None:
        printed = () if self.measured else self.lines()
        return list(map(_said_in, self.of_table(printed))) if is_in_blocks(printed) else None


def _said_in(block: Sequence[PrintedLine]) -> list[Said]:
    text = "\n".join(" ".join(piece.text for piece in line.pieces) for line in block)
    return [value.said for run in runs_of(text, money=True) for value in run.values]


def _holds(block: Sequence[Said], said: Sequence[Said]) -> bool:
    return any(block[i : i + len(said)] == said for i in range(len(block) - len(said) + 1))
