"""Which values a text printed block by block shows beside one another.

An extractor that takes a page apart may print a cell that is a block by itself before the one left
of it, and no sum tells: none covers a row of table 2, and the results of table 4 may be exchanged
below their sum. What one block prints stands in its order, and values that say the same may stand
in any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from ...reading.model import PrintedLine
from ..stream import InOrder, runs_of
from ..values import Said, Value, all_alike
from .blocks import blocks_of, is_in_blocks


def order_in(lines: Callable[[], Sequence[PrintedLine]], *, measured: bool) -> InOrder:
    """Tells whether values stand in the order of a row: all do but in a text in blocks."""

    @cache
    def blocks() -> list[list[Said]] | None:
        printed = () if measured else lines()
        return list(map(_said_in, blocks_of(printed))) if is_in_blocks(printed) else None

    def in_order(values: Sequence[Value]) -> bool:
        if all_alike(values) or (own := blocks()) is None:
            return True
        said = [value.said for value in values]
        return any(_holds(block, said) for block in own)

    return in_order


def _said_in(block: Sequence[PrintedLine]) -> list[Said]:
    text = "\n".join(" ".join(piece.text for piece in line.pieces) for line in block)
    return [value.said for run in runs_of(text, money=True) for value in run.values]


def _holds(block: Sequence[Said], said: Sequence[Said]) -> bool:
    return any(block[i : i + len(said)] == said for i in range(len(block) - len(said) + 1))
