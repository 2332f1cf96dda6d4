"""Table 3 where no ruling lines tell its cells: from the places of what is printed.

A row's values stand on the lines of its label, whether its cells are aligned at their top, their
middle or their bottom, in whatever way a label is wrapped, and where a page ends within a row,
too. The columns are those of the headings and of all rows together. A table for which this does
not hold throughout is left to the readers that need no places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from ...reading.model import PrintedLine, PrintedPiece
from ..labels import squash_all
from ..lines import Row
from ..templates import COMMON, TEMPLATE_NAMES, Template, template
from .application_lines import (
    FEWEST_VALUES,
    MOST_LINES,
    WIDTH,
    body_below,
    columns_of_pages,
    header_above,
    heading_row,
    only_beginning,
    unread_row,
    value_row,
)
from .columns import Extent, stacked
from .labels import LabelColumn, LabelPlace, characters_of, read_side_by_side
from .values import (
    PlacedValue,
    end_of_values,
    left_edge,
    placed_values,
    split_line,
    values_of_rows,
)

_CORNER = "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和"
_OVER_ALL_COLUMNS = "申请人情况"
_OVER = 2  # headings that stand over others, and the corner, come before those of the columns
_OVER_ALL, *_GROUPS = COMMON.groups
_GROUP_NUMBERS = "三四五六"
_OF_WHICH = "其中"
_LIST_NUMBER = re.compile(r"[1-9][.．、]")


class _Body(NamedTuple):
    """The table from its first label on: its lines, the values on each, its rows' labels."""

    lines: list[PrintedLine]
    values: list[PlacedValue]
    labels: dict[str, LabelPlace]
    form: Template


def printed_application_rows(lines: Sequence[PrintedLine], *, measured: bool) -> list[Row]:
    """The rows of table 3 with one cell a column, its header first; empty where labels or columns
    are not certain, or the table is printed more than once. A row whose values' columns are not
    known has them in one cell over all columns.

    `measured`: places are those of the page, and not the columns of a text that keeps them.
    """
    start = only_beginning(lines)
    if start is None:
        return []
    above = header_above(lines, start)
    read = _headings(above, measured=measured)
    if read is None:
        return []
    own, end = read
    header = above[:end]
    first = start - len(above) + end  # a broken number may begin above the first label
    body = _body(lines[first : first + MOST_LINES], header, own[0][0])
    side_by_side = measured or any(len(line.pieces) > 1 for line in header)
    if body is None or not (body.values or side_by_side):
        return []  # a text of a cell a line that lost its numbers looks like a table of blanks
    printed = values_of_rows(
        body.values, body.labels, body.lines, dict.fromkeys(body.labels, WIDTH)
    )
    if printed is None:
        return []
    columns = _columns(body, own, measured=measured)
    # Numbers that stand with another row's (a page's end parted them from their own label) leave
    # a row that only seems to be empty.
    displaced = any(len(values) > WIDTH for values in printed.values())
    return [
        heading_row(),
        *(
            unread_row(label)
            if displaced and not printed[row.name]
            else value_row(label, printed[row.name], columns)
            for row in body.form.rows
            for label in [f"{row.number}、{row.labels[0]}"]
        ),
    ]


def _headings(lines: Sequence[PrintedLine], *, measured: bool) -> tuple[list[Extent], int] | None:
    """The extents of the columns' headings, and the line behind them; None where these are not
    the form's in order. 法人或其他组织 may stand between any of those that it is over. The form's
    own words come first: 法律服务 may be what a line prints of 法律服务机构."""
    words = [characters_of(line.pieces) for line in lines]
    wordings = [COMMON.column_labels[column] for column in COMMON.columns]
    own_words = ([[words[:1]] for words in wordings], [[words] for words in wordings])
    for labels, position in product(own_words, range(1, WIDTH)):
        columns: list[LabelColumn] = [[[_CORNER]], [[_OVER_ALL_COLUMNS]], *labels]
        columns.insert(_OVER + position, [list(COMMON.legal_persons)])
        own = [i for i in range(_OVER, len(columns)) if i != _OVER + position]
        optional = frozenset({0, 1, _OVER + position})
        read = read_side_by_side(words, columns, optional, own if measured else ())
        if read is None:
            continue
        extents = [(read[0][i, 0].start, read[0][i, 0].end) for i in own]
        if not measured or extents == sorted(extents):
            return extents, read[1]
    return None


def _body(
    lines: Sequence[PrintedLine], header: Sequence[PrintedLine], first_heading: float
) -> _Body | None:
    """The table's body, None where its labels are not those of a form."""
    kept = body_below(lines, header)
    edge = left_edge(kept, FEWEST_VALUES)
    divided = [split_line(line, first_heading if edge is None else edge) for line in kept]
    own = [_is_own_row(*part) for part in divided]
    kept = [line for line, is_own in zip(kept, own, strict=True) if not is_own]
    parts = [part for part, is_own in zip(divided, own, strict=True) if not is_own]
    words = [characters_of(_without_list_numbers(label)) for label, _ in parts]
    for form in map(template, reversed(TEMPLATE_NAMES)):
        read = read_side_by_side(words, _labels(form), frozenset({0, 1}))
        if read is not None:
            places, end = read
            end = end_of_values(words, [part[1] for part in parts], end)
            labels = {name: places[2, i] for i, name in enumerate(form.row_names)}
            values = placed_values([part[1] for part in parts[:end]], kept)
            return _Body(kept[:end], values, labels, form)
    return None


def _without_list_numbers(label: Iterable[PrintedPiece]) -> list[PrintedPiece]:
    """A line's words without the number of a list that stands apart from them, at the top or the
    middle of the label that it belongs to: every label is known without its number, too."""
    return [piece for piece in label if not _LIST_NUMBER.fullmatch(piece.text)]


def _is_own_row(label: Sequence[PrintedPiece], values: Sequence[PrintedPiece]) -> bool:
    """Whether a line is a row that the agency added (其中：网络申请), which no form has."""
    words = squash_all("".join(piece.text for piece in label))
    return words.startswith(_OF_WHICH) and len(values) == WIDTH


def _labels(form: Template) -> tuple[LabelColumn, LabelColumn, LabelColumn]:
    """本年度办理结果 over many rows, the names of the groups, the rows' own labels."""
    rows = [(*(row.number + label for label in row.labels), *row.labels) for row in form.rows]
    named = {label for row in form.rows for label in row.labels}
    groups = [
        [number + name]
        for number, name in zip(_GROUP_NUMBERS, _GROUPS, strict=True)
        if name not in named
    ]
    return [[f"三{_OVER_ALL}"]], groups, rows


def _columns(body: _Body, headed: Sequence[Extent], *, measured: bool) -> dict[int, list[Extent]]:
    """The columns of each page, where they are known."""
    pages = [line.page for line in body.lines]
    if not measured:
        return columns_of_pages(body.values, pages)
    together = stacked(body.values, headed, WIDTH)
    return dict.fromkeys(pages, together) if together else {}
