"""Runs of values with too many or too few: what small damage explains their number.

Text extractors lose and copy numbers, let page numbers in, cut numbers in two and glue
neighbours together. Costs say how readily each happens; an agency's own wrong sum is weighed
against them (`WRONG_NUMBER`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .values import Value

Cells = tuple[Value | None, ...]  # None: a value that is absent from the text

WRONG_NUMBER = 2  # one that the agency itself got wrong
COPIED = 1  # a number printed twice; a zero beside a zero may be so by chance
ORDINARY = 2  # a zero printed twice, a value lost, a number cut in two or glued to the next
BETWEEN_ROWS = 3  # a number that belongs to nothing, as of pages, before or behind a row
WITHIN_ROW = 4  # the same among the values of a row
MOST_DAMAGE = 3  # values too many or too few in one run
MOST_MENDINGS = 1500  # places to mend one run at; beyond it nothing is certain
LONGEST_GLUED = 7  # digits of two pieces of one number


def mendings(values: Sequence[Value], wanted: int, width: int) -> dict[Cells, int]:
    """The ways to make `wanted` values of these by as few changes as their number asks for.

    `width`: cells of a row. Returns the cost of each; empty where more is damaged than can be
    searched.
    """
    surplus = len(values) - wanted
    if abs(surplus) > MOST_DAMAGE or len(values) ** abs(surplus) > MOST_MENDINGS:
        return {}
    change = _shorter if surplus > 0 else _longer
    found: dict[Cells, int] = {tuple(values): 0}
    for _ in range(abs(surplus)):
        found = _changed(found, change, width)
    return found


def shifts(cells: Cells, width: int) -> dict[Cells, int]:
    """The ways in which a number got into a row and another one of the same row was lost."""
    shorter: dict[Cells, int] = {
        cells[:i] + cells[i + 1 :]: _cost_of_leaving_out(cells, i, len(cells) + 1)
        for i in range(len(cells))
    }
    return _changed(shorter, _longer, width)


Change = Callable[[Cells, int], Iterator[tuple[Cells, int]]]


def _changed(found: dict[Cells, int], change: Change, width: int) -> dict[Cells, int]:
    """One more change to each; of several ways to the same values the cheapest."""
    changed: dict[Cells, int] = {}
    for cells, cost in found.items():
        for other, more in change(cells, width):
            changed[other] = min(cost + more, changed.get(other, cost + more))
    return changed


def _shorter(cells: Cells, width: int) -> Iterator[tuple[Cells, int]]:
    """One value left out, or two pieces of one number put together."""
    for i, value in enumerate(cells):
        yield cells[:i] + cells[i + 1 :], _cost_of_leaving_out(cells, i, width)
        after = cells[i + 1] if i + 1 < len(cells) else None
        if value is None or after is None or not (_is_plain(value) and _is_plain(after)):
            continue
        if value.raw[0] != "0" and len(value.raw + after.raw) <= LONGEST_GLUED:
            whole = Value("number", f"{value.raw} {after.raw}", value.raw + after.raw)
            yield (*cells[:i], whole, *cells[i + 2 :]), ORDINARY


def _longer(cells: Cells, _: int) -> Iterator[tuple[Cells, int]]:
    """One value more that is not printed, or one number taken apart."""
    for i in range(len(cells) + 1):
        yield (*cells[:i], None, *cells[i:]), ORDINARY
    for i, value in enumerate(cells):
        if value is not None and _is_plain(value):
            for cut in range(1, len(value.raw)):
                if value.raw[cut] != "0" or cut == len(value.raw) - 1:
                    parts = (_number(value.raw[:cut]), _number(value.raw[cut:]))
                    yield (*cells[:i], *parts, *cells[i + 1 :]), ORDINARY


def _cost_of_leaving_out(cells: Cells, i: int, width: int) -> int:
    value = cells[i]
    beside = (*cells[max(0, i - 1) : i], *cells[i + 1 : i + 2])
    if value is not None and any(
        other is not None and value.said == other.said for other in beside
    ):
        return COPIED if value.amount else ORDINARY
    return BETWEEN_ROWS if i % width == 0 or i == len(cells) - 1 else WITHIN_ROW


def is_put_together(value: Value | None) -> bool:
    """Whether a number was made of two that stand apart."""
    return value is not None and value.raw.replace(" ", "") == value.number != value.raw


def _is_plain(value: Value) -> bool:
    """Whether it is printed as digits and nothing else, in one piece."""
    return value.state == "number" and value.raw.isdecimal() and value.raw == value.number


def _number(digits: str) -> Value:
    return Value("number", digits, digits)


def unglued(value: Value) -> tuple[Value, ...]:
    """A number with zeros before it, taken apart: `000` are three zeros, `0012` two and 12."""
    zeros = len(value.raw) - len(value.raw.lstrip("0")) if value.raw.isdecimal() else 0
    if zeros == 0 or value.raw == "0":
        return (value,)
    rest = value.raw[zeros:]
    pieces = ["0"] * zeros + ([rest] if rest else [])
    return tuple(_number(digits) for digits in pieces)
