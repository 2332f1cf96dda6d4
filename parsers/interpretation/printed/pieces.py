"""Numbers that narrow columns broke over lines, beside rows whose other numbers stand on one line.

The pieces stand above or below the numbers that they belong to, on lines between two rows: to
which of both a line belongs, the rows' sums must tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from ..settle import row_holds
from ..values import read_value
from .columns import column_of
from .values import PlacedValue

MOST_LINES = 6  # of pieces between two rows; beyond it nothing is certain

Line = Sequence[PlacedValue]
Split = int  # so many of the lines between two rows belong to the upper one


def with_pieces(
    rows: Sequence[Line], between: Sequence[Sequence[Line]]
) -> dict[int, list[str] | None]:
    """The texts of every row that has lines of pieces beside it, broken numbers with a blank in
    them; None for a row whose numbers are not certain. The other rows are as they are printed.

    rows: their values, one a column. between: the lines of pieces above the first row, between
    each two, and below the last.
    """
    splits = [range(len(lines) + 1) for lines in between]
    splits[0], splits[-1] = range(1), range(len(between[-1]), len(between[-1]) + 1)
    texts = [
        {
            (above, below): _joined(row, between[i][above:], between[i + 1][:below])
            for above, below in product(splits[i], splits[i + 1])
        }
        for i, row in enumerate(rows)
    ]
    chosen = [ways[0] if len(ways) == 1 else None for ways in _cheapest(texts, splits)]
    proved = [
        way is not None and _adds_up(own[way]) for way, own in zip(chosen, texts, strict=True)
    ]
    found: dict[int, list[str] | None] = {}
    for i, (way, own) in enumerate(zip(chosen, texts, strict=True)):
        if not between[i] and not between[i + 1]:
            continue
        # lines that a neighbour has may be this row's own, but for its sum
        above = not between[i] or i == 0 or proved[i - 1]
        below = not between[i + 1] or i + 1 == len(rows) or proved[i + 1]
        found[i] = own[way] if way and proved[i] and above and below else None
    return found


def _joined(row: Line, above: Sequence[Line], below: Sequence[Line]) -> list[str] | None:
    """The row's texts with the pieces of some lines; None where a piece stands beside no number
    or makes none."""
    columns = [(value.piece.start, value.piece.end) for value in row]
    texts = [value.piece.text for value in row]
    upper = [(value, True) for line in reversed(above) for value in line]
    lower = [(value, False) for line in below for value in line]
    for value, is_upper in upper + lower:
        piece = value.piece
        column = column_of((piece.start, piece.end), columns)
        if column is None or not (piece.text.isdecimal() and texts[column][-1].isdigit()):
            return None
        first, last = texts[column], piece.text
        if is_upper:
            first, last = last, first
        if first[0] == "0":
            return None
        texts[column] = f"{first} {last}"
    return texts


def _adds_up(texts: Sequence[str] | None) -> bool:
    values = tuple(map(read_value, texts or ()))
    return bool(values) and values[-1].state == "number" and row_holds(values)


def _cheapest(
    texts: Sequence[dict[tuple[Split, Split], list[str] | None]], splits: Sequence[Sequence[Split]]
) -> Iterator[list[tuple[Split, Split]]]:
    """For every row its ways to share lines with its neighbours that are part of a division of
    all lines with as few rows as possible whose sums fail."""
    costs = [{way: int(not _adds_up(own)) for way, own in ways.items()} for ways in texts]
    before = [dict.fromkeys(splits[0], 0)]
    for cost, below in zip(costs, splits[1:], strict=True):
        before.append({b: min(before[-1][a] + cost[a, b] for a in before[-1]) for b in below})
    behind = [dict.fromkeys(splits[-1], 0)]
    for cost, above in zip(reversed(costs), reversed(splits[:-1]), strict=True):
        behind.insert(0, {a: min(behind[0][b] + cost[a, b] for b in behind[0]) for a in above})
    least = min(behind[0].values())
    for i, cost in enumerate(costs):
        yield [
            (a, b) for (a, b), own in cost.items() if before[i][a] + own + behind[i + 1][b] == least
        ]
