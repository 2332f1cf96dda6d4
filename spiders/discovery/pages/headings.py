"""What the cells of a table stand for: the headings of their rows and columns, spans counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from spiders.discovery.pages.text import short_text

CELLS = ("td", "th")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d{0,3}[.、]?")
_MOST_ROWS = 1_000
_MOST_COLUMNS = 60
_HEAD_ROWS = 3
_LONGEST = 60


@dataclass(slots=True)
class _Grid:
    """rows: the cells of each row by the column that they begin in. places: of each cell."""

    rows: list[dict[int, Any]] = field(default_factory=list)
    places: dict[Any, tuple[int, int]] = field(default_factory=dict)


class Headings:
    """The headings of the tables of one page; each table is laid out once."""

    def __init__(self) -> None:
        self._grids: dict[Any, _Grid] = {}

    def of(self, cell: Any) -> str:
        """The heading of a cell's row and that of its column, where one of them names a year;
        else ''."""
        table = next(islice(cell.iterancestors("table"), 1), None)
        if table is None:
            return ""
        if table not in self._grids:
            self._grids[table] = _laid_out(table)
        grid = self._grids[table]
        if cell not in grid.places:
            return ""
        row, column = grid.places[cell]
        left = (other for at, other in sorted(grid.rows[row].items()) if at < column)
        beside = max((_heading(other) for other in left), key=len, default="")
        above = [
            _heading(grid.rows[number][column])
            for number in range(min(row, _HEAD_ROWS))
            if column in grid.rows[number]
        ]
        named = " ".join(dict.fromkeys(text for text in [beside, *above] if text))
        return named if _YEAR.search(named) else ""


def _laid_out(table: Any) -> _Grid:
    """The cells of a table where they stand: one that spans stands in every place that it fills."""
    grid = _Grid()
    below: dict[int, tuple[Any, int]] = {}  # by column: a cell from above, rows that it still fills
    for element in islice(table.iter("tr"), _MOST_ROWS):
        row: dict[int, Any] = {}
        for column, (cell, left) in list(below.items()):
            row[column] = cell
            below[column] = (cell, left - 1)
            if left <= 1:
                del below[column]
        column = 0
        for cell in islice((e for e in element if e.tag in CELLS), _MOST_COLUMNS):
            while column in row:
                column += 1
            grid.places[cell] = (len(grid.rows), column)
            height = _span(cell, "rowspan", _MOST_ROWS)
            for at in range(column, column + _span(cell, "colspan", _MOST_COLUMNS)):
                row[at] = cell
                if height > 1:
                    below[at] = (cell, height - 1)
        grid.rows.append(row)
    return grid


def _heading(cell: Any) -> str:
    """The text of a cell that heads others: not a bare number of the row, not a link's."""
    if next(cell.iter("a"), None) is not None:
        return ""
    text = short_text(cell, _LONGEST)
    return "" if _NUMBER.fullmatch(text) else text


def _span(cell: Any, name: str, most: int) -> int:
    told = (cell.get(name) or "1").strip()
    return max(1, min(int(told), most)) if re.fullmatch(r"[0-9]{1,4}", told) else 1
