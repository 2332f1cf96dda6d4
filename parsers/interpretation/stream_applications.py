"""Table 3 from text without a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

from .applications import WIDTH, columns_proved
from .found import TableFound
from .labels import squash_all
from .rows import Aligned, alignments
from .settle import Amounts, Settled, filled_amounts, row_holds, settle_rows
from .stream import MOST_SOLUTIONS, Run, arrangements, labels_in, runs_of
from .templates import COMMON, StatutoryTemplate, Template, template
from .values import Value

FIRST_LABEL = "本年新收"
MOST_STRAY = 2  # numbers that belong to no cell, in one row
ONLY_2021 = "逾期不补"
HEADINGS = ("自然人", "商业", "科研", "公益", "法律服务", "总计")


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of values and the labels printed before it; `rows` by the form's order."""

    labels: tuple[str, ...]
    values: tuple[Value, ...]
    rows: tuple[str, ...] = ()


def stream_applications(text: str) -> tuple[TableFound, StatutoryTemplate] | None:
    """Read table 3 from running text; None where its first label is not printed."""
    squashed = squash_all(text)
    if FIRST_LABEL not in squashed:
        return None
    form = template("2021" if ONLY_2021 in squashed else "2019")
    stretches = _stretches(runs_of(text), form)
    if not any(stretch.values for stretch in stretches):
        return None
    found = TableFound(
        "applications", tuple((row, column) for row in form.row_names for column in COMMON.columns)
    )
    if sum(len(s.values) for s in stretches) == WIDTH * len(form.rows):
        whole = _by_order(stretches, form)
        if whole is not None:
            for name, cells in whole.items():
                found.put(name, COMMON.columns, cells)
            return found, form.name
    for name, cells in settle_rows(
        _by_label(stretches, form), WIDTH, lambda choice: columns_proved(choice, form)
    ).items():
        found.put(name, COMMON.columns, cells)
    return found, form.name


def _stretches(runs: Sequence[Run], form: Template) -> list[_Stretch]:
    """The labelled stretches from the table's first row on; values after words that name no
    row (a repeated header, a piece of a group's name) go on with the stretch before them."""
    anchors = {row.name: row.anchor for row in form.rows}
    stretches: list[_Stretch] = []
    for run in runs:
        words = run.squashed
        if not stretches:
            if FIRST_LABEL not in words:
                continue
            words = words[words.index(FIRST_LABEL) :]
        labels = labels_in(words, anchors)
        if labels or not stretches:
            stretches.append(_Stretch(labels, run.values))
        else:
            above = stretches[-1]
            stretches[-1] = _Stretch(above.labels, above.values + run.values)
    return stretches


def _by_order(
    stretches: Sequence[_Stretch], form: Template
) -> dict[str, tuple[Settled, ...]] | None:
    """All values are there: they stand in the order of the form's rows.

    Extractors move labels, not values; the labels that did not move must agree. None where
    they contradict the order.
    """
    placed = _place(stretches, form)
    if placed is None or not _labels_agree(placed):
        return None
    options = [_arranged(stretch) for stretch in placed]
    chosen = _only_choice(placed, options, form)
    settled: dict[str, tuple[Settled, ...]] = {}
    for i, stretch in enumerate(placed):
        kept = (chosen[i],) if chosen else options[i]
        for r, name in enumerate(stretch.rows):
            settled[name] = _common([rows[r] for rows in kept])
    return settled


def _place(stretches: Sequence[_Stretch], form: Template) -> list[_Stretch] | None:
    """Give rows to stretches by order; None where a label cuts a row in two."""
    placed: list[_Stretch] = []
    labels: tuple[str, ...] = ()
    next_row = 0
    for stretch in stretches:
        labels += stretch.labels
        if not stretch.values:
            continue
        count, rest = divmod(len(stretch.values), WIDTH)
        if rest:
            return None
        rows = form.row_names[next_row : next_row + count]
        placed.append(_Stretch(labels, stretch.values, rows))
        next_row, labels = next_row + count, ()
    return placed


def _labels_agree(placed: Sequence[_Stretch]) -> bool:
    """Whether the labels found tell the same as the order of the values.

    A stretch of one row must follow its own label. In a longer one the first row's label must
    be the first of those that name rows of the stretch; labels of other rows may have strayed
    here only if their own stretch lacks them.
    """
    unlabelled = {name for s in placed for name in s.rows if name not in s.labels}
    for stretch in placed:
        own = [name for name in stretch.labels if name in stretch.rows]
        strays = [name for name in stretch.labels if name not in stretch.rows]
        if not own and stretch.labels:
            return False
        if own and own[0] != stretch.rows[0]:
            return False
        if len(stretch.rows) == 1 and stretch.labels and stretch.labels[-1] != stretch.rows[0]:
            return False
        if any(name not in unlabelled for name in strays):
            return False
    return True


def _arranged(stretch: _Stretch) -> tuple[tuple[Aligned, ...], ...]:
    """The arrangements of a stretch whose sums hold; a lone row stands as it is printed, even
    where the agency's sum is wrong."""
    if len(stretch.rows) == 1:
        return ((stretch.values,),)
    return arrangements(stretch.values, WIDTH)


def _only_choice(
    placed: Sequence[_Stretch],
    options: Sequence[tuple[tuple[Aligned, ...], ...]],
    form: Template,
) -> tuple[tuple[Aligned, ...], ...] | None:
    """The one combination of arrangements that the column sums allow."""
    choices = prod(len(option) for option in options)
    if not 0 < choices <= MOST_SOLUTIONS**2:
        return None
    if choices == 1:
        return tuple(option[0] for option in options)
    holding = [c for c in product(*options) if columns_proved(_table(placed, c), form) is not None]
    return holding[0] if len(holding) == 1 else None


def _table(placed: Sequence[_Stretch], choice: Sequence[tuple[Aligned, ...]]) -> dict[str, Amounts]:
    """One choice of arrangements as the rows of the table."""
    return {
        name: filled_amounts(row)
        for stretch, rows in zip(placed, choice, strict=True)
        for name, row in zip(stretch.rows, rows, strict=True)
    }


def _common(rows: Sequence[Aligned]) -> tuple[Settled, ...]:
    """What all arrangements of a row say alike; everything is open where none holds."""
    if not rows:
        return (Settled(disputed=True),) * WIDTH
    return tuple(
        Settled(cells[0]) if len(set(cells)) == 1 else Settled(disputed=True)
        for cells in zip(*rows, strict=True)
    )


def _readings(values: Sequence[Value]) -> tuple[Aligned, ...]:
    """The readings of one labelled row: a page number may stand anywhere among its values."""
    surplus = len(values) - WIDTH
    if surplus <= 0:
        return alignments(values, WIDTH)
    return tuple(dict.fromkeys(combinations(values, WIDTH))) if surplus <= MOST_STRAY else ()


def _by_label(stretches: Sequence[_Stretch], form: Template) -> dict[str, tuple[Aligned, ...]]:
    """Values are absent: only stretches that their own labels explain are read."""
    options: dict[str, tuple[Aligned, ...]] = {}
    for stretch in stretches:
        names = tuple(name for name in form.row_names if name in stretch.labels)
        if not stretch.values or names != stretch.labels:
            continue
        if len(names) == 1:
            # Some values of the table are lost: a row that breaks its sum proves nothing.
            rows = tuple(o for o in _readings(stretch.values) if row_holds(o))
            options |= {names[0]: rows} if rows else {}
        elif len(stretch.values) == WIDTH * len(names):
            solutions = arrangements(stretch.values, WIDTH)
            for r, name in enumerate(names):
                distinct = tuple(dict.fromkeys(solution[r] for solution in solutions))
                options |= {name: distinct} if distinct else {}
    return options
