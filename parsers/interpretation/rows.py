"""Rows of printed tables: which cells are the label, which the values, in which columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..reading.model import TableCell
from .labels import squash
from .lines import Row
from .values import Value, looks_like_value

Aligned = tuple[Value | None, ...]  # one value a column; None: absent from the text

MOST_GAPS = 3  # with more cells absent from one row nothing tells where they were

_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True, slots=True)
class SplitRow:
    """A row taken apart. `labels` from the outermost group to the row's own label."""

    labels: tuple[str, ...]
    values: tuple[TableCell, ...]

    @property
    def label(self) -> str:
        """The row's own label, empty where it has none."""
        return self.labels[-1] if self.labels else ""

    @property
    def has_numbers(self) -> bool:
        """Whether anything is printed among the values."""
        return any(cell.text.strip() for cell in self.values)


def is_wordy(text: str) -> bool:
    """Whether a cell holds words rather than a value, a dash or nothing."""
    return bool(_WORD.search(text)) and not looks_like_value(text)


def split_row(row: Row) -> SplitRow:
    """Take a row apart: leading serial numbers are dropped, remarks behind the values too."""
    cells = row.cells
    first = next((i for i, cell in enumerate(cells) if is_wordy(cell.text)), None)
    if first is None:
        return SplitRow((), cells)
    last = first
    for i in range(first + 1, len(cells)):
        if is_wordy(cells[i].text):
            last = i
        elif cells[i].text.strip():
            break
    labels = tuple(c.text for c in cells[first : last + 1] if c.text.strip())
    values = []
    for cell in cells[last + 1 :]:
        if is_wordy(cell.text):
            break
        values.append(cell)
    return SplitRow(labels, tuple(values))


def alignments(values: Sequence[Value], width: int) -> tuple[Aligned, ...]:
    """All ways to lay values over `width` columns that lose least of what is printed.

    Surplus cells fall at either end: empty ones are what is left of merged labels, printed
    ones copies of them. Absent cells leave a gap; the gap at the end comes first, since a
    broken grid keeps its left edge.
    """
    surplus = len(values) - width
    if surplus < 0:
        return _with_gaps(values, width)
    costs: dict[int, list[Aligned]] = {}
    for start in range(surplus, -1, -1):
        outside = (*values[:start], *values[start + width :])
        lost = sum(value.state != "blank" for value in outside)
        costs.setdefault(lost, []).append(tuple(values[start : start + width]))
    return tuple(dict.fromkeys(costs[min(costs)]))


def _with_gaps(values: Sequence[Value], width: int) -> tuple[Aligned, ...]:
    absent = width - len(values)
    if absent > MOST_GAPS:
        return ((None,) * width,)
    found = []
    for kept in combinations(range(width), len(values)):
        aligned: list[Value | None] = [None] * width
        for column, value in zip(kept, values, strict=True):
            aligned[column] = value
        found.append(tuple(aligned))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Header:
    """What the header rows tell of the columns.

    order: names of the value columns from left to right; None where the header contradicts
    itself or is in an order that cannot be followed. positions: grid column of each name,
    only for exact tables with a complete header.
    """

    order: tuple[str, ...] | None
    positions: Mapping[str, int] | None = None


def match_header(
    rows: Iterable[Row], labels: Mapping[str, Sequence[str]], default: tuple[str, ...]
) -> Header:
    """Read the order of columns from header rows; the template's own where nothing is said."""
    rows = tuple(rows)
    found = [
        (name, cell, row)
        for row in rows
        for cell in row.cells
        if (name := _column_name(cell.text, labels))
    ]
    names = [name for name, _, _ in found]
    complete = len(names) == len(set(names)) == len(default)
    if complete and all(row.exact for row in rows):
        by_column = sorted(found, key=lambda item: item[1].column)
        order = tuple(name for name, _, _ in by_column)
        return Header(order, {name: cell.column for name, cell, _ in found})
    if complete and len({id(row) for _, _, row in found}) == 1:
        return Header(tuple(names))
    return Header(default if _follows(rows, labels, default) else None)


def _column_name(text: str, labels: Mapping[str, Sequence[str]]) -> str | None:
    words = squash(text)
    return next((name for name, variants in labels.items() if words in variants), None)


def _follows(
    rows: Sequence[Row], labels: Mapping[str, Sequence[str]], default: tuple[str, ...]
) -> bool:
    """Whether the names found stand, row by row, in the template's order."""
    for row in rows:
        places = [
            default.index(name)
            for cell in row.cells
            if (name := _column_name(cell.text, labels)) in default
        ]
        if places != sorted(places):
            return False
    return True


def align_row(
    values: Sequence[TableCell], read: Sequence[Value], header: Header, width: int
) -> tuple[Aligned, ...]:
    """The possible readings of one row, in the header's order of columns."""
    if header.positions is not None and len(values) == width:
        at = {cell.column: value for cell, value in zip(values, read, strict=True)}
        if header.order and all(header.positions[name] in at for name in header.order):
            return (tuple(at[header.positions[name]] for name in header.order),)
    return alignments(read, width)
