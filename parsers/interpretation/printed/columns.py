"""Columns of a table without ruling lines: where headings and values stand below one another.

Nothing is known of a column's borders. Whatever stands in one column shares some of its width
with whatever else stands there, and nothing of two columns does. So all that is printed makes as
many stacks as the form has columns, or the columns are not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from ...reading.model import PrintedPiece, TableCell
from ..settle import row_holds
from ..values import read_value
from .values import PlacedValue, is_glued, taken_apart

Extent = tuple[float, float]


def column_of(piece: Extent, columns: Sequence[Extent]) -> int | None:
    """The one column that a piece shares some width with; None where it is none, or several."""
    under = [i for i, (start, end) in enumerate(columns) if piece[0] < end and start < piece[1]]
    return under[0] if len(under) == 1 else None


def stacked(
    values: Iterable[PlacedValue], headed: Sequence[Extent], width: int
) -> list[Extent] | None:
    """The columns, as many as the table has: stacks of values and headings, or of values alone
    where headings stand closer to one another; None where it is more or fewer."""
    places = [
        (value.piece.start, value.piece.end)
        for value in values
        if value.piece.apart and not is_glued(value.piece.text)
    ]
    together = _stacks([*places, *headed])
    if len(together) == width and headed:
        return together
    alone = _stacks(places)
    if len(alone) != width:
        return None
    fits = all(column_of(heading, alone) in (None, i) for i, heading in enumerate(headed))
    return alone if fits else None


def _stacks(pieces: Iterable[Extent]) -> list[Extent]:
    """The extents of pieces that share some of their width, from left to right."""
    found: list[Extent] = []
    for start, end in sorted(pieces):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def in_columns(
    printed: Sequence[PlacedValue],
    columns: Mapping[int, Sequence[Extent]],
    width: int,
    summed: int = 0,
) -> list[str] | None:
    """A row's values column by column: all of them in order where each has a gap before it or they
    add up, else by their places; None where these tell no column.

    `columns`: of every page. `summed`: of so many neighbours the last is the sum of the others.
    """
    apart = [part for value in printed for part in taken_apart(value.piece)]
    whole = len(apart) == width and len({value.lines[0] for value in printed}) == 1
    in_order = [piece.text for piece in apart]
    if len(apart) == width and not whole:
        texts = _across_lines(apart, [columns.get(page, ()) for page in _pages(printed)])
        if texts is not None and _add_up(texts, summed):
            return texts
    # That the first one stands close to its label says nothing of its column.
    if whole and (all(piece.apart for piece in apart[1:]) or _add_up(in_order, summed)):
        return in_order
    texts = [""] * width
    for i, value in enumerate(sorted(printed, key=lambda value: value.lines[0])):
        piece = value.piece
        column = column_of((piece.start, piece.end), columns.get(value.page, ()))
        if column is None or not (piece.apart or (whole and column == i)):
            return None
        texts[column] = f"{texts[column]} {piece.text}".strip()
    return texts


def _pages(printed: Iterable[PlacedValue]) -> set[int]:
    return {value.page for value in printed}


def _across_lines(
    pieces: Iterable[PrintedPiece], columns: Sequence[Sequence[Extent]]
) -> list[str] | None:
    """As many values as there are columns, from left to right: on several lines of one page, as
    cells have them whose texts are aligned at their top, their middle and their bottom. None where
    two share a place, as pieces of one number do, or one is in a column that is not its turn."""
    ordered = sorted(pieces, key=attrgetter("start"))
    if len(columns) != 1 or any(right.start < left.end for left, right in pairwise(ordered)):
        return None
    known = [column_of((piece.start, piece.end), columns[0]) for piece in ordered]
    if any(column not in (None, turn) for turn, column in enumerate(known)):
        return None
    return [piece.text for piece in ordered]


def _add_up(texts: Sequence[str], summed: int) -> bool:
    """Whether every sum is printed and holds; not where there is none."""
    read = [read_value(text) for text in texts]
    blocks = [tuple(read[i : i + summed]) for i in range(0, len(read), summed)] if summed else []
    return bool(blocks) and all(
        block[-1].state == "number" and row_holds(block) for block in blocks
    )


def row_of(
    label: str, texts: Sequence[str] | None, printed: Iterable[PlacedValue], width: int
) -> tuple[TableCell, ...]:
    """The cells of a row with its label; the values in one cell where no column is known."""
    if texts is None:
        text = " ".join(value.piece.text for value in printed)
        return (TableCell(label, 0), TableCell(text, 1, width))
    return (TableCell(label, 0), *(TableCell(text, i) for i, text in enumerate(texts, 1)))
