"""Table 3 from text without a grid."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..application_rows import BODY_ONLY, row_labels
from ..applications import WIDTH, column_holds
from ..explaining import Stretch, explain
from ..found import TableFound
from ..labels import match_label, squash_all
from ..mending import unglued
from ..settle import Settled, filled_amounts, row_holds
from ..templates import (
    COMMON,
    TEMPLATE_NAMES,
    ApplicationRow,
    StatutoryTemplate,
    Template,
    template,
)
from ..values import Value
from . import Run, labels_in, runs_of, tokens_of
from .broken import NARROW_DIGITS, with_whole_numbers

ENOUGH_NUMBERED = 0.6  # share of the rows that must show their own number
_ROW_NUMBER = re.compile(
    r"[(（][一二三四五六七][)）]|[一二三四](?=[、.．])|(?<![0-9])[1-8](?=[.、．])"
)
# A group's name may stand beside any row of its group.
_GROUP_NUMBERS = frozenset("三四五六")
FIRST_LABEL = "本年新收"
FEWEST_ROWS = min(len(template(name).rows) for name in TEMPLATE_NAMES)
ENOUGH_IN_PLACE = 0.5  # share of the rows that must follow their own label
LABEL_BEGINS = 2  # characters that tell a numbered label from other words
MOST_STRAY = 2  # numbers that belong to no cell, in one row
MOST_UNREAD = 2  # rows with other numbers of values, beside which labels still keep step
ONLY_2021 = re.compile("逾期不补|逾期未按收费")
HEADINGS = ("自然人", "商业", "科研", "公益", "服务", "其他")  # pieces that survive any break
_HEADING_OF_SUMS = re.compile("(?<!七)总计")
_MAY_BE_OF_A_LABEL = "无"  # of 无法提供, its characters below one another
NOT_A_HEADING = "法人或其他组织"


@dataclass(frozen=True, slots=True)
class _Printed:
    """Values that stand together, with the labels printed before them."""

    labels: tuple[str, ...]
    values: tuple[Value, ...]


def stream_applications(text: str) -> tuple[TableFound, StatutoryTemplate] | None:
    """Read table 3 from running text; None where its first label is not printed."""
    text = with_whole_numbers(text.translate(NARROW_DIGITS), (WIDTH,))
    by_line = read_by_line(text)
    if by_line is not None:
        return by_line
    squashed = squash_all(text)
    if FIRST_LABEL not in squashed:
        return None
    form = template("2021" if ONLY_2021.search(squashed) else "2019")
    printed = _printed(runs_of(_numbering_apart(text, form)), form)
    if not any(one.values for one in printed):
        return None
    found = _nothing_yet(form)
    for name in form.row_names:
        found.put(name, COMMON.columns, (Settled(disputed=True),) * WIDTH)
    in_order = _header_in_order(squashed[: squashed.index(FIRST_LABEL)])
    if not (in_order or _only_first_heading_moved(text)):
        return found, form.name
    stretches = _by_order(printed, form) or _by_label(printed, form) or _by_place(text, form)
    for name, cells in explain(stretches, form, WIDTH).items():
        found.put(name, COMMON.columns, cells)
    return found, form.name


def _numbering_apart(text: str, form: Template) -> str:
    """The text, where a value and the next label's own number run together (`136533.补正后`) with
    a space between them."""
    labels = (
        rf"{row.number}[.、．]\s*" + r"\s*".join(row.labels[0][:LABEL_BEGINS])
        for row in form.rows
        if row.number.isdecimal()
    )
    return re.sub(rf"(?<=[0-9])(?={'|'.join(labels)})", " ", text)


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


def _only_first_heading_moved(text: str) -> bool:
    """Whether all headings but the first one, which no form has elsewhere, stand in order before
    any value: it alone is broken over lines (自然 above 人), and printed behind."""
    first_value = next((start for start, _ in tokens_of(text)), 0)
    words = squash_all(text[:first_value]).replace(NOT_A_HEADING, "")
    places = [words.find(heading) for heading in HEADINGS[1:]]
    return HEADINGS[0][:2] not in words and -1 not in places and places == sorted(places)


def read_by_line(text: str) -> tuple[TableFound, StatutoryTemplate] | None:
    """Text that kept its lines: each row's values on one line, behind the row's own number.

    Labels may be wrapped around the values in any way. Accepted only whole: as many lines of
    seven values as a form has rows, numbered as the form numbers them, and all sums hold, or all
    but those of one number; what this number may be is open as in text without lines.
    """
    squashed = squash_all(text)
    first = squashed.find(FIRST_LABEL)
    if first < 0 or text.count("\n") < FEWEST_ROWS or not _header_in_order(squashed[:first]):
        return None
    rows, numbers = _numbered_lines(text)
    form = next((f for f in map(template, TEMPLATE_NAMES) if len(f.rows) == len(rows)), None)
    if form is None or any(len(row) != WIDTH for row in rows):
        return None
    marks = [mark for mark in zip(numbers, form.rows, strict=True) if _tells(*mark)]
    named = [mark for mark, row in marks if mark == row.number]
    if len(named) < ENOUGH_NUMBERED * len(rows) or len(named) < len(marks):
        return None
    table = dict(zip(form.row_names, rows, strict=True))
    if not _one_wrong_at_most(table, form):
        return None
    found = _nothing_yet(form)
    stretches = [Stretch((name,), row) for name, row in table.items()]
    for name, cells in explain(stretches, form, WIDTH).items():
        found.put(name, COMMON.columns, cells)
    return found, form.name


def _tells(mark: str | None, row: ApplicationRow) -> bool:
    """Whether the number printed beside a row's values can only be its own."""
    return mark is not None and (mark == row.number or mark not in _GROUP_NUMBERS)


def _one_wrong_at_most(table: Mapping[str, Sequence[Value]], form: Template) -> bool:
    """Whether all sums are printed, and hold but for those of one number."""
    if any(row[-1].state != "number" for row in table.values()):
        return False
    amounts = {name: filled_amounts(tuple(row)) for name, row in table.items()}
    columns = ({name: row[i] for name, row in amounts.items()} for i in range(WIDTH))
    failing = sum(not column_holds(column, form) for column in columns)
    broken = sum(not row_holds(tuple(row)) for row in table.values())
    return failing <= 1 and broken <= 1


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


def _printed(runs: Sequence[Run], form: Template) -> list[_Printed]:
    """The values from the table's header on, with their labels; values after words that name no
    row (a repeated header, a piece of a group's name) go on with those before them.

    Values between the header and the first label come first, without labels.
    """
    anchors = {row.name: row.anchor for row in form.rows}
    printed: list[_Printed] = [_Printed((), ())]
    begun = False
    for run in runs:
        words = run.squashed
        values = tuple(piece for value in run.values for piece in unglued(value))
        if not begun:
            begun = FIRST_LABEL in words
            words = words[words.index(FIRST_LABEL) :] if begun else words
        labels = _without_headings(labels_in(words, anchors), words) if begun else ()
        if labels:
            printed.append(_Printed(labels, values))
        elif not begun and any(heading in words for heading in HEADINGS):
            printed = [_Printed((), values)]
        else:
            printed[-1] = _Printed(printed[-1].labels, printed[-1].values + values)
    return printed


def _by_order(printed: Sequence[_Printed], form: Template) -> list[Stretch]:
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


def _labels_behind(printed: Sequence[_Printed], form: Template) -> list[Stretch]:
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


def _by_label(printed: Sequence[_Printed], form: Template) -> list[Stretch]:
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


def _by_place(text: str, form: Template) -> list[Stretch]:
    """Some labels are printed behind their values, as of cells that are wrapped or merged, and the
    values are those of the whole form: those that stand right before their own rows, counted from
    the table's beginning, tell that the order is kept.

    Nothing where a label stands before another row's values, as where rows are exchanged, but for
    several that moved together far behind their own, or where the labels that moved together are
    not in order.
    """
    wanted = WIDTH * len(form.rows)
    printed = _below_header(text, form, drop="")
    if sum(len(one.values) for one in printed) != wanted:
        printed = _below_header(text, form, drop=_MAY_BE_OF_A_LABEL)
    values = tuple(value for one in printed for value in one.values)
    places = {0}
    passed = set[int]()
    start = 0
    for one in printed:
        rows = [form.row_names.index(name) for name in one.labels]
        own = _own_rows(rows, start, len(one.values))
        if rows != sorted(rows):
            return []
        if rows and one.values and not own:
            if not _are_passed(rows, start):
                return []
            passed.update(rows)
        places.update(own)
        start += len(one.values)
    if passed & places:
        return []
    if start != wanted or len(places) < ENOUGH_IN_PLACE * len(form.rows):
        return []
    edges = [*sorted(places), len(form.rows)]
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


def _below_header(text: str, form: Template, *, drop: str) -> list[_Printed]:
    """All values below the headings, with the labels printed before them; a label may be cut.
    `drop`: what is no value."""
    anchors = {row.name: row.anchor for row in form.rows}
    printed: list[_Printed] = []
    words = ""
    for run in runs_of(_numbering_apart(text, form)):
        words += run.words
        squashed = squash_all(words)
        kept = (value for value in run.values if value.raw != drop)
        values = tuple(piece for value in kept for piece in unglued(value))
        if not values and run.values:
            continue
        if not printed:
            if not values or not any(heading in squashed for heading in HEADINGS[:-1]):
                continue
            squashed = squashed[squashed.index(FIRST_LABEL) :] if FIRST_LABEL in squashed else ""
        labels = labels_in(squashed, anchors)
        last = match_label(words.strip().rpartition("\n")[2], row_labels())
        if last in anchors and last not in labels and squashed:
            labels = (*labels, last)
        printed.append(_Printed(_without_headings(labels, squashed), values))
        words = ""
    return printed


def _without_headings(labels: tuple[str, ...], words: str) -> tuple[str, ...]:
    """The labels without those that headings have in common with rows, where words hold headings
    that moved here, or are printed again."""
    if HEADINGS[0] not in words and not _HEADING_OF_SUMS.search(words):
        return labels
    return tuple(name for name in labels if name not in BODY_ONLY)
