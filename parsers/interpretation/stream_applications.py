"""Table 3 from text without a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from .applications import WIDTH, columns_proved
from .found import TableFound
from .labels import squash_all
from .rows import Aligned, alignments
from .settle import Amounts, Settled, filled_amounts, row_holds, settle_rows
from .stream import MOST_SOLUTIONS, Run, arrangements, labels_in, runs_of
from .templates import COMMON, TEMPLATE_NAMES, StatutoryTemplate, Template, template
from .values import Value

ENOUGH_NUMBERED = 0.6  # share of the rows that must show their own number
_ROW_NUMBER = re.compile(
    r"[(（][一二三四五六七][)）]|[一二三四](?=[、.．])|(?<![0-9])[1-8](?=[.、．])"
)
FIRST_LABEL = "本年新收"
MOST_STRAY = 2  # numbers that belong to no cell, in one row
ONLY_2021 = "逾期不补"
HEADINGS = ("自然人", "商业", "科研", "公益", "服务", "其他")  # pieces that survive any break
NOT_A_HEADING = "法人或其他组织"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of values and the labels printed before it; `rows` by the form's order."""

    labels: tuple[str, ...]
    values: tuple[Value, ...]
    rows: tuple[str, ...] = ()


def stream_applications(text: str) -> tuple[TableFound, StatutoryTemplate] | None:
    """Read table 3 from running text; None where its first label is not printed."""
    by_line = read_by_line(text)
    if by_line is not None:
        return by_line
    squashed = squash_all(text)
    if FIRST_LABEL not in squashed:
        return None
    form = template("2021" if ONLY_2021 in squashed else "2019")
    stretches = _stretches(runs_of(text), form)
    if not any(stretch.values for stretch in stretches):
        return None
    found = _nothing_yet(form)
    if not _header_in_order(squashed[: squashed.index(FIRST_LABEL)]):
        for name in form.row_names:
            found.put(name, COMMON.columns, (Settled(disputed=True),) * WIDTH)
        return found, form.name
    if sum(len(s.values) for s in stretches) == WIDTH * len(form.rows):
        whole = _by_order(stretches, form)
        if whole is not None:
            for name, cells in whole.items():
                found.put(name, COMMON.columns, cells)
            return found, form.name
    for name in form.row_names:
        found.put(name, COMMON.columns, (Settled(disputed=True),) * WIDTH)
    options = _by_label(stretches, form) if _alternates(stretches) else {}
    for name, cells in settle_rows(options, WIDTH, lambda rows: columns_proved(rows, form)).items():
        found.put(name, COMMON.columns, cells)
    return found, form.name


def _header_in_order(words: str) -> bool:
    """Whether no applicant's heading stands before that of another one of the form's order."""
    words = words.replace(NOT_A_HEADING, "")
    start = max(words.find(HEADINGS[0]), 0)
    places = [words.find(heading, start) for heading in HEADINGS]
    moved = any(
        place < 0 and words.find(heading) >= 0
        for heading, place in zip(HEADINGS, places, strict=True)
    )
    found = [place for place in places if place >= 0]
    return not moved and found == sorted(found)


def read_by_line(text: str) -> tuple[TableFound, StatutoryTemplate] | None:
    """Text that kept its lines: each row's values on one line, behind the row's own number.

    Labels may be wrapped around the values in any way. Accepted only whole: as many lines of
    seven values as a form has rows, numbered as the form numbers them, and all sums hold.
    """
    squashed = squash_all(text)
    first = squashed.find(FIRST_LABEL)
    if first < 0 or not _header_in_order(squashed[:first]):
        return None
    rows, numbers = _numbered_lines(text)
    form = next((f for f in map(template, TEMPLATE_NAMES) if len(f.rows) == len(rows)), None)
    if form is None or any(len(row) != WIDTH for row in rows):
        return None
    named = [(mark, row.number) for mark, row in zip(numbers, form.rows, strict=True) if mark]
    if len(named) < ENOUGH_NUMBERED * len(rows) or any(mark != own for mark, own in named):
        return None
    table = dict(zip(form.row_names, rows, strict=True))
    proved = columns_proved({name: filled_amounts(row) for name, row in table.items()}, form)
    summed = all(row_holds(row) and row[-1].state == "number" for row in rows)
    if proved is None or len(proved) < WIDTH or not summed:
        return None
    found = _nothing_yet(form)
    for name, row in table.items():
        found.put(name, COMMON.columns, (Settled(value) for value in row))
    return found, form.name


def _numbered_lines(text: str) -> tuple[list[tuple[Value, ...]], list[str | None]]:
    """The values of every line that has some, and the row's number printed before them."""
    rows: list[tuple[Value, ...]] = []
    numbers: list[str | None] = []
    for line in text.split("\n"):
        values = tuple(value for run in runs_of(line) for value in run.values)
        if values:
            marks = _ROW_NUMBER.findall(line)
            rows.append(values)
            numbers.append(marks[-1].strip("()（）.、． ") if marks else None)
    return rows, numbers


def _nothing_yet(form: Template) -> TableFound:
    places = tuple((row, column) for row in form.row_names for column in COMMON.columns)
    return TableFound("applications", places)


def _stretches(runs: Sequence[Run], form: Template) -> list[_Stretch]:
    """The labelled stretches from the table's first row on; values after words that name no
    row (a repeated header, a piece of a group's name) go on with the stretch before them."""
    anchors = {row.name: row.anchor for row in form.rows}
    stretches: list[_Stretch] = []
    begun = False
    for run in runs:
        words = run.squashed
        if not begun:
            begun = FIRST_LABEL in words
            words = words[words.index(FIRST_LABEL) :] if begun else ""
        labels = labels_in(words, anchors)
        if labels or not stretches:
            stretches.append(_Stretch(labels, run.values))
        else:
            above = stretches[-1]
            stretches[-1] = _Stretch(above.labels, above.values + run.values)
    return [s for s in stretches if s.labels or s.values]


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
    """The readings of one labelled row. With a number too many there is none: a page number
    left out and a doubled value beside the agency's wrong sum look alike."""
    return alignments(values, WIDTH) if len(values) <= WIDTH else ()


def _alternates(stretches: Sequence[_Stretch]) -> bool:
    """Whether labels and values keep step from the first label to the last value.

    Where values stand before the first label, or a label is left over at the end, labels may
    stand behind their values: then the label before a value is its neighbour's.
    """
    if not stretches[-1].values or any(not stretch.labels for stretch in stretches):
        return False
    return all(
        abs(len(stretch.values) - WIDTH * len(stretch.labels)) <= MOST_STRAY
        for stretch in stretches
    )


def _by_label(stretches: Sequence[_Stretch], form: Template) -> dict[str, tuple[Aligned, ...]]:
    """Values are absent: only a row behind its own label is read.

    In a block of several rows nothing tells where the absent value was; and a row that breaks
    its sum proves nothing.
    """
    options: dict[str, tuple[Aligned, ...]] = {}
    for stretch in stretches:
        if len(stretch.labels) != 1 or not stretch.values:
            continue
        rows = tuple(option for option in _readings(stretch.values) if row_holds(option))
        options |= {stretch.labels[0]: rows} if rows else {}
    return options
