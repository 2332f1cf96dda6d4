"""Table 3 from text without a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..applications import WIDTH
from ..explaining import explain
from ..found import TableFound
from ..labels import squash_all
from ..settle import Settled
from ..stretches import Stretch
from ..templates import COMMON, StatutoryTemplate, Template, template
from . import runs_of
from .broken import with_narrow_numbers, with_whole_numbers
from .by_line import nothing_yet, read_by_line
from .by_place import by_place
from .labelled import (
    FIRST_LABEL,
    Printed,
    header_in_order,
    is_printed_again,
    numbering_apart,
    only_first_heading_moved,
    printed_values,
)

MOST_STRAY = 2  # numbers that belong to no cell, in one row
MOST_UNREAD = 2  # rows with other numbers of values, beside which labels still keep step
ONLY_2021 = re.compile("逾期不补|逾期未按收费")


def stream_applications(text: str) -> tuple[TableFound, StatutoryTemplate] | None:
    """Read table 3 from running text; None where its first label is not printed."""
    text = with_whole_numbers(with_narrow_numbers(text), (WIDTH,))
    by_line = read_by_line(text)
    if by_line is not None:
        return by_line
    squashed = squash_all(text)
    if FIRST_LABEL not in squashed:
        return None
    form = template("2021" if ONLY_2021.search(squashed) else "2019")
    printed = printed_values(runs_of(numbering_apart(text, form)), form)
    if not any(one.values for one in printed):
        return None
    found = nothing_yet(form)
    for name in form.row_names:
        found.put(name, COMMON.columns, (Settled(disputed=True),) * WIDTH)
    in_order = header_in_order(squashed[: squashed.index(FIRST_LABEL)])
    if is_printed_again(squashed) or not (in_order or only_first_heading_moved(text)):
        return found, form.name
    stretches = _by_order(printed, form) or _by_label(printed, form) or by_place(text, form)
    for name, cells in explain(stretches, form, WIDTH).items():
        found.put(name, COMMON.columns, cells)
    return found, form.name


def _by_order(printed: Sequence[Printed], form: Template) -> list[Stretch]:
    """The rows of the form in order, as many as there are values for.

    Extractors move labels, not values; the labels that did not move must agree. Nothing where
    they contradict the order, or where there are more or fewer rows.
    """
    first, *others = printed
    if len(first.values) >= WIDTH - MOST_STRAY:
        return _labels_behind(printed, form)
    labels: tuple[str, ...] = ()
    stretches: list[Stretch] = []
    marked: list[tuple[str, ...]] = []
    next_row = 0
    for one in others:
        labels += one.labels
        count = round(len(one.values) / WIDTH)
        if count == 0 and len(one.values) <= MOST_STRAY:
            continue  # a page number among the labels
        if count == 0 or abs(len(one.values) - WIDTH * count) > MOST_STRAY:
            return []
        stretches.append(Stretch(form.row_names[next_row : next_row + count], one.values))
        marked.append(labels)
        next_row, labels = next_row + count, ()
    if next_row != len(form.rows) or not _labels_agree(stretches, marked):
        return []
    return stretches


def _labels_behind(printed: Sequence[Printed], form: Template) -> list[Stretch]:
    """Values printed before their labels: then all labels must stand behind all their values."""
    stretches = [Stretch(below.labels, one.values) for one, below in pairwise(printed)]
    ordered = tuple(name for stretch in stretches for name in stretch.rows)
    exact = all(len(s.values) == WIDTH * len(s.rows) for s in stretches)
    left_over = printed[-1].values
    return stretches if exact and ordered == form.row_names and not left_over else []


def _labels_agree(stretches: Sequence[Stretch], marked: Sequence[tuple[str, ...]]) -> bool:
    """Whether the labels found tell the same as the order of the values.

    A stretch of one row must follow its own label. In a longer one the first row's label must
    be the first of those that name rows of the stretch, and these must stand in order; labels
    of other rows may have strayed here only if their own stretch lacks them.
    """
    unlabelled = {
        name
        for s, labels in zip(stretches, marked, strict=True)
        for name in s.rows
        if name not in labels
    }
    for stretch, labels in zip(stretches, marked, strict=True):
        own = [name for name in labels if name in stretch.rows]
        strays = [name for name in labels if name not in stretch.rows]
        if not own and labels:
            return False
        if own and (own[0] != stretch.rows[0] or own != sorted(own, key=stretch.rows.index)):
            return False
        if len(stretch.rows) == 1 and labels and labels[-1] != stretch.rows[0]:
            return False
        if any(name not in unlabelled for name in strays):
            return False
    return True


def _by_label(printed: Sequence[Printed], form: Template) -> list[Stretch]:
    """Rows are absent, or in another order: the rows are those that the labels name.

    Nothing where labels and values do not keep step from the first label to the last value:
    then labels may stand behind their values, and the label before a value is its neighbour's.
    """
    first, *others = printed
    if len(first.values) > MOST_STRAY or not others[-1].values:
        return []
    out_of_step = [
        one for one in others if abs(len(one.values) - WIDTH * len(one.labels)) > MOST_STRAY
    ]
    if len(out_of_step) > MOST_UNREAD or any(len(one.labels) != 1 for one in out_of_step):
        return []
    names = [name for one in others for name in one.labels]
    in_order = all(list(o.labels) == sorted(o.labels, key=form.row_names.index) for o in others)
    if len(names) != len(set(names)) or not in_order:
        return []
    return [Stretch(one.labels, one.values) for one in others]
