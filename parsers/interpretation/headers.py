"""Header rows of printed tables: which column stands where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from ..reading.model import TableCell
from .labels import LONGEST_LABEL, Labels, squash
from .lines import Row
from .remembering import remembered
from .values import is_wordy

MOST_UNKNOWN_HEADINGS = 1

SHORTEST_HEADING = 4  # of table 2; shorter ones have no second wording

_BRACKETS = re.compile(r"[(（][^()（）]{0,20}[)）]")
_THIS_YEAR = re.compile("(?<!上)(?:20[0-9]{2}|本|当|全)年度?")
_LAST_YEAR = re.compile("上一?年度?")
_COUNTED = re.compile("总?(?:数量|件数|数)")


@dataclass(frozen=True, slots=True)
class Header:
    """What the header rows tell of the columns.

    order: names of the value columns from left to right; None where the header contradicts
    itself or is in an order that cannot be followed. positions: grid column of each name,
    only for exact tables with a complete header. others: columns that other headings (备注,
    last year's numbers) stand over. first: the column where the values must begin, where a
    heading was not understood and its place follows from the others. standard: the order is
    the template's own. length: for text with tabs, the number of cells of the rows that the
    positions hold for. table: the number of the table that the positions are of. own_cells:
    column, colspan and rowspan of the values of a row in the form's own shape; none where the
    header leaves anything to be asked of a row.
    """

    order: tuple[str, ...] | None
    positions: Mapping[str, int] | None = None
    others: frozenset[int] = frozenset()
    first: int | None = None
    standard: bool = True
    length: int | None = None
    table: int | None = None
    own_cells: Sequence[tuple[int, int, int]] = ()


def match_header(
    rows: Iterable[Row],
    labels: Labels,
    default: tuple[str, ...],
    *,
    unmerged: bool = False,
) -> Header:
    """Read the order of columns from header rows.

    `unmerged`: the table has no merged cells between header and values, so that in text with
    tabs a row of as many cells stands cell by cell under its header.

    A header that names every column once is followed, in whatever order. One that names none
    leaves the template's order. One with a heading of its own is followed only if the others
    stand where the template has them, and no two headings are unknown.
    """
    rows = _joined_under_one_another(joined_over_pages(tuple(rows), labels), labels)
    named = _without_second_wordings(
        [[(cell, column_name(cell.text, labels)) for cell in row.cells] for row in rows], labels
    )
    found = {
        (name, cell.column, i if not row.exact else 0): name
        for i, row in enumerate(rows)
        for cell, name in named[i]
        if name
    }
    names = list(found.values())
    naming = [row for row, own in zip(rows, named, strict=True) if any(name for _, name in own)]
    exact = all(row.exact for row in naming or rows)
    if len(names) != len(set(names)):
        return Header(None)
    if len(names) == len(default) and exact:
        positions = {name: column for name, column, _ in found}
        order = tuple(sorted(positions, key=positions.__getitem__))
        if _overlap(named):
            return Header(None)
        others = _under_others(named)
        table, standard = rows[-1].table, order == default
        own = [(positions[name], 1, 1) for name in order]
        if not standard or own[0][0] == 0 or max(others, default=0) > own[0][0]:
            own = []
        return Header(order, positions, others, standard=standard, table=table, own_cells=own)
    if len(names) == len(default) and len(naming) == 1:
        number = next(iter(found))[2]
        above = rows[number]
        aligned = {name: column for name, column, _ in found} if unmerged else None
        others = _under_others([named[number]])
        return Header(
            tuple(names), aligned, others, standard=tuple(names) == default, length=len(above.cells)
        )
    if names and len(names) < len(default) - MOST_UNKNOWN_HEADINGS:
        return Header(None)
    if not names:
        return Header(default)
    if len(names) == len(default):
        return Header(default if _rows_in_order(found, default) else None)
    offsets = {column - default.index(name) for name, column, _ in found}
    return Header(default, first=offsets.pop()) if len(offsets) == 1 else Header(None)


def joined_over_pages(rows: tuple[Row, ...], labels: Labels) -> tuple[Row, ...]:
    """Header rows where a page's end cut a heading in two (商业企 and 业): two pieces of the same
    columns, one right below the other, are one heading if together they are one of the labels and
    the lower one is none by itself, or the end of the same (尚 and 未审结)."""
    joined = list(rows)
    for index in range(1, len(rows)):
        above, row = joined[index - 1], joined[index]
        if not (above.exact and row.exact):
            continue
        first = next(i for i, other in enumerate(joined) if other.table == above.table)
        feet = {
            (cell.column, cell.colspan): (i, cell)
            for i in range(first, index)
            for cell in joined[i].cells
            if i + cell.rowspan >= index
        }
        for cell in filter(lambda cell: is_wordy(cell.text), row.cells):
            i, foot = feet.get((cell.column, cell.colspan), (index, cell))
            name = column_name(foot.text + cell.text, labels)
            ends_it = (None, name) if is_wordy(foot.text) else (None,)
            if i == index or name is None or column_name(cell.text, labels) not in ends_it:
                continue
            joined[i] = _with_text(joined[i], foot, foot.text + cell.text)
            joined[index] = _with_text(joined[index], cell, "")
    return tuple(joined)


def _joined_under_one_another(rows: tuple[Row, ...], labels: Labels) -> tuple[Row, ...]:
    """Header rows of a text where headings in two lines became two rows (商业 | 科研 | 其他 above
    企业 | 机构): the pieces below complete, in order, what names no column above."""
    joined = list(rows)
    for index in range(1, len(rows)):
        above, row = joined[index - 1], joined[index]
        pieces = [cell for cell in row.cells if cell.text.strip()]
        begun = [c for c in above.cells if is_wordy(c.text) and not column_name(c.text, labels)]
        if above.exact or row.exact or not pieces or len(begun) < len(pieces):
            continue
        pairs = list(zip(begun[-len(pieces) :], pieces, strict=True))
        if all(column_name(cell.text + piece.text, labels) for cell, piece in pairs):
            for cell, piece in pairs:
                joined[index - 1] = _with_text(joined[index - 1], cell, cell.text + piece.text)
            joined[index] = replace(row, cells=())
    return tuple(joined)


def _with_text(row: Row, changed: TableCell, text: str) -> Row:
    cells = tuple(cell._replace(text=text) if cell is changed else cell for cell in row.cells)
    return replace(row, cells=cells)


Named = Sequence[tuple[TableCell, str | None]]  # a row's cells with the columns that they name
_CORNER = "勾稽关系"  # words of the corner of table 3, wherever a cell too many has moved it


def _overlap(rows: Sequence[Named]) -> bool:
    """Whether headings of two columns claim the same one: the grid is not what was drawn. The same
    heading twice is one that a new page repeats."""
    claimed: dict[int, str] = {}
    for cell, name in chain.from_iterable(rows):
        for column in range(cell.column, cell.column + cell.colspan) if name else ():
            if claimed.setdefault(column, name or "") != name:
                return True
    return False


def _under_others(rows: Sequence[Named]) -> frozenset[int]:
    """The columns that headings of other things stand over, and none of ours.

    A corner over several columns heads the labels below it: a value there is out of its place.
    So is one under the rest of a heading that stands over some of ours.
    """
    ours, rest = set[int](), list[range]()
    edge = min((cell.column for cell, _ in chain.from_iterable(rows)), default=0)
    for cell, name in chain.from_iterable(rows):
        span = range(cell.column, cell.column + cell.colspan)
        if (cell.column == edge and cell.colspan > 1) or _CORNER in cell.text:
            continue
        if name:
            ours.update(span)
        elif cell.text.strip():
            rest.append(span)
    return frozenset(column for span in rest if ours.isdisjoint(span) for column in span)


@remembered(LONGEST_LABEL)
def column_name(text: str, labels: Labels) -> str | None:
    """The column that a heading names; a unit in brackets behind it says nothing."""
    bare = _BRACKETS.sub("", text) if "(" in text or "（" in text else text
    words = squash(bare)
    name = labels.names.get(words)
    if name is not None or len(words) < SHORTEST_HEADING:
        return name
    return _by_core(labels).get(core(words)) or _by_core(labels).get(core(squash(text)))


@remembered(LONGEST_LABEL)
def core(words: str) -> str:
    """A heading's words in one of the wordings that say the same: 2024年制发件数, 本年度制发数."""
    return _COUNTED.sub("数", _LAST_YEAR.sub("上年", _THIS_YEAR.sub("", words)))


@lru_cache
def _by_core(labels: Labels) -> Mapping[str, str]:
    """The columns by their headings' cores, without those that several share."""
    names: dict[str, set[str]] = {}
    for name, variants in labels.items():
        for label in variants:
            names.setdefault(core(label), set()).add(name)
    return {words: own.pop() for words, own in names.items() if len(own) == 1}


Found = Mapping[tuple[str, int, int], str]


def _without_second_wordings(rows: Sequence[Named], labels: Labels) -> Sequence[Named]:
    """The headings with the columns that they name. Of two for one column, one in the form's words
    and one in others, the latter names none: 2022年总计 beside 总计 is another year's."""
    plain = {
        name for row in rows for cell, name in row if name and squash(cell.text) in labels.names
    }
    return [
        [
            (cell, name if name not in plain or squash(cell.text) in labels.names else None)
            for cell, name in row
        ]
        for row in rows
    ]


def _rows_in_order(found: Found, default: tuple[str, ...]) -> bool:
    """Whether the names found stand, row by row, in the template's order."""
    for number in {row for _, _, row in found}:
        places = [default.index(name) for name, _, row in found if row == number]
        if places != sorted(places):
            return False
    return True
