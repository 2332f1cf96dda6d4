"""Rows of printed tables: which cells are the label, which the values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import compress, count

from ..reading.model import TableCell
from .lines import Row
from .values import UNIT_OF_COUNT, UNIT_OF_MONEY, is_wordy

MOST_EMPTY_BETWEEN_LABELS = 2  # the form merges three cells; words behind more are a remark

_UNIT = re.compile(rf"(?:{UNIT_OF_COUNT}|{UNIT_OF_MONEY})(?:/(?:次|人次))?")
# 行政许可 2125: label and value run together; no label of the forms ends with a digit
_NUMBER_BEHIND = re.compile(rf"(?<![0-9.,])[0-9][0-9.,]*(?:{UNIT_OF_COUNT})?$")


@dataclass(slots=True)
class SplitRow:
    """A row taken apart, never changed. `labels` from the outermost group to the row's own label;
    `lost` and `more` are by how many cells the row is shorter or longer than the others of its
    table, for text with tabs. `cells`: all of them. `fused`: label and first value stood in one
    cell, so that the other cells may be anyone's. `exact`: the format itself tells cells apart.
    `recognised`: the number of its table where the lines between cells were seen in a picture,
    else None. `has_numbers`: whether anything is printed among the values."""

    labels: tuple[str, ...]
    values: tuple[TableCell, ...]
    lost: int = 0
    cells: tuple[TableCell, ...] = ()
    fused: bool = False
    exact: bool = True
    recognised: int | None = None
    more: int = 0
    has_numbers: bool = field(init=False)

    def __post_init__(self) -> None:
        self.has_numbers = any(map(str.strip, [cell.text for cell in self.values]))

    @property
    def label(self) -> str:
        """The row's own label, empty where it has none."""
        return self.labels[-1] if self.labels else ""

    @property
    def columns(self) -> frozenset[int]:
        """Every grid column that the row's cells cover."""
        return frozenset().union(*[range(c.column, c.column + c.colspan) for c in self.cells])


def split_row(row: Row, usual: int = 0) -> SplitRow:
    """Take a row apart: leading serial numbers are dropped, remarks behind the values too.

    `usual`: how many cells the other rows of the table have.
    """
    cells = row.cells
    picture = row.table if row.recognised else None
    texts = row.texts
    first = next(compress(count(), map(is_wordy, texts)), None)
    if first is None:
        return SplitRow((), cells, cells=cells, exact=row.exact, recognised=picture)
    last = first
    for i in range(first + 1, len(cells)):
        if is_wordy(texts[i]) and i - last <= MOST_EMPTY_BETWEEN_LABELS + 1:
            last = i
        elif texts[i].strip():
            break
    labels = tuple([text for text in texts[first : last + 1] if text.strip()])
    if len(labels) > 1 and _UNIT.fullmatch(labels[-1].strip()):
        labels = labels[:-1]  # a column of units between labels and values
    remark = next(compress(count(last + 1), map(is_wordy, texts[last + 1 :])), None)
    values = list(cells[last + 1 : remark])
    lost = 0 if row.exact else max(0, usual - len(cells))
    more = 0 if row.exact or not usual else max(0, len(cells) - usual)
    emptied = values[:1] if values and not values[0].text.strip() else []
    alone = row.exact and not emptied  # where cells are cells, a number behind it is a note's mark
    behind = None if alone else _NUMBER_BEHIND.search(labels[-1].strip())
    if behind is None:
        return SplitRow(labels, tuple(values), lost, cells, False, row.exact, picture, more)
    labels = (*labels[:-1], labels[-1].strip()[: behind.start()])
    own = (emptied[0] if emptied else cells[last])._replace(text=behind[0])
    values = [own, *values[len(emptied) :]]
    return SplitRow(
        labels, tuple(values), 0, cells, fused=True, exact=row.exact, recognised=picture
    )


def usual_length(rows: Iterable[Row], table: int) -> int:
    """Number of cells that most rows of one printed table have."""
    lengths = Counter(len(row.cells) for row in rows if row.table == table)
    return max(lengths, key=lambda n: (lengths[n], n), default=0)
