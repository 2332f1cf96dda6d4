"""Table 3 from text that kept its lines: each row's values on one, behind the row's own number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..applications import WIDTH, column_holds
from ..explaining import explain
from ..found import TableFound
from ..labels import squash_all
from ..settle import filled_amounts, row_holds
from ..stretches import Stretch
from ..templates import (
    COMMON,
    TEMPLATE_NAMES,
    ApplicationRow,
    StatutoryTemplate,
    Template,
    template,
)
from ..values import Value
from . import runs_of
from .labelled import FIRST_LABEL, header_in_order, is_printed_again

ENOUGH_NUMBERED = 0.6  # share of the rows that must show their own number
FEWEST_ROWS = min(len(template(name).rows) for name in TEMPLATE_NAMES)
_ROW_NUMBER = re.compile(
    r"[(（][一二三四五六七][)）]|[一二三四](?=[、.．])|(?<![0-9])[1-8](?=[.、．])"
)
# A group's name may stand beside any row of its group.
_GROUP_NUMBERS = frozenset("三四五六")


def read_by_line(text: str) -> tuple[TableFound, StatutoryTemplate] | None:
    """Text that kept its lines: each row's values on one line, behind the row's own number.

    Labels may be wrapped around the values in any way. Accepted only whole: as many lines of
    seven values as a form has rows, numbered as the form numbers them, and all sums hold, or all
    but those of one number; what this number may be is open as in text without lines.
    """
    squashed = squash_all(text)
    first = squashed.find(FIRST_LABEL)
    if first < 0 or text.count("\n") < FEWEST_ROWS or not header_in_order(squashed[:first]):
        return None
    if is_printed_again(squashed):
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
    found = nothing_yet(form)
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


def nothing_yet(form: Template) -> TableFound:
    """Table 3 in one of its forms, without any cell."""
    places = tuple((row, column) for row in form.row_names for column in COMMON.columns)
    return TableFound("applications", places)
