"""Table 3 from text that prints some labels behind their values."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..applications import WIDTH
from ..stretches import Stretch
from ..templates import Template
from ..values import Value
from .labelled import values_below_header

ENOUGH_IN_PLACE = 0.5  # share of the rows that must follow their own label
_MAY_BE_OF_A_LABEL = "无"  # of 无法提供, its characters below one another


def by_place(text: str, form: Template) -> list[Stretch]:
    """Some labels are printed behind their values, as of cells that are wrapped or merged, and the
    values are those of the whole form: those that stand right before their own rows, counted from
    the table's beginning, tell that the order is kept.

    Only the rows above are certain where a label stands before another row's values, as where rows
    are exchanged, but for several that moved together far behind their own; and where labels that
    moved together are not in order, or values are too many or too few.
    """
    wanted = WIDTH * len(form.rows)
    printed = values_below_header(text, form, drop="")
    if sum(len(one.values) for one in printed) != wanted:
        printed = values_below_header(text, form, drop=_MAY_BE_OF_A_LABEL)
    values = tuple(value for one in printed for value in one.values)
    places = {0}
    passed = set[int]()
    start = 0
    for one in printed:
        rows = [form.row_names.index(name) for name in one.labels]
        own = _own_rows(rows, start, len(one.values))
        moved = bool(rows) and bool(one.values) and not own
        if rows != sorted(rows) or (moved and not _are_passed(rows, start)):
            return _stretches(sorted(places - passed), values, form)
        passed.update(rows if moved else ())
        places.update(own)
        start += len(one.values)
    if passed & places or start != wanted:
        return _stretches(sorted(places - passed), values, form)
    return _stretches([*sorted(places), len(form.rows)], values, form)


def _stretches(edges: Sequence[int], values: tuple[Value, ...], form: Template) -> list[Stretch]:
    """The rows between the edges; none where too few of them stand behind their own labels."""
    if len(edges) <= ENOUGH_IN_PLACE * len(form.rows):
        return []
    return [
        Stretch(form.row_names[first:last], values[WIDTH * first : WIDTH * last])
        for first, last in pairwise(edges)
    ]


def _are_passed(rows: Sequence[int], start: int) -> bool:
    """Whether several labels that moved together are those of rows next to one another whose
    values came before the row above; one alone may be exchanged with its neighbour."""
    following = list(range(rows[0], rows[0] + len(rows)))
    return len(rows) > 1 and list(rows) == following and (rows[-1] + 1) * WIDTH < start


def _own_rows(rows: Sequence[int], start: int, count: int) -> Sequence[int]:
    """The last of the labels' rows, where they are those of the values that follow."""
    if start % WIDTH or start // WIDTH not in rows:
        return []
    own = rows[rows.index(start // WIDTH) :]
    following = list(range(own[0], own[0] + len(own)))
    return own if own == following and count >= WIDTH * len(own) else []
