"""Tables whose cells stand under one another, a pipe behind each, as extractors of web pages
write them where every cell holds a paragraph:

    信息内容 |                 行政许可 |
    本年制发件数 |             17 | ||
    本年废止件数 |
    现行有效件数 |

A row that is short of cells ends with a pipe for each cell that it lacks; no other row's end is
marked. Some write the pipe on a line of its own, some before the cell, some another one before the
first cell of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# A cell's text, if any, its pipe, and pipes for the cells that the row lacks. A blank between
# pipes makes an empty cell: such a line holds a whole row.
_CELL = re.compile(
    r"\s*(?P<first>\|\s?(?=[^|\s]))?(?P<text>[^|]*)\|(?: ?(?P<lacking>\|{1,64}))?\s*"
    r"|\s*\|[^|]*"
)
_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,3}、")

FEWEST = 6  # lines with a cell's pipe that make a table; rows of one cell stand among longer ones
LONGEST_CELL = 200  # characters; the longest official label has 36, with an agency's notes 120
MOST_BROKEN = 4  # lines without a pipe in one cell


def rows_joined(lines: Sequence[str]) -> list[str]:
    """The lines, with such cells put together: one line a row where the pipes behind short rows
    tell how many cells a row has and all agree, else one cell a line without its pipe."""
    joined: list[str] = []
    position = 0
    for start, end in _regions(lines):
        region = lines[start:end]
        joined += lines[position:start]
        joined += _rows(region) or _without_pipes(region)
        position = end
    return [*joined, *lines[position:]]


def _regions(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From the first line of each table to behind its last."""
    start, end, cells = 0, 0, 0
    for i, line in enumerate(lines):
        if _CELL.fullmatch(line[: LONGEST_CELL + 1]) and len(line) <= LONGEST_CELL:
            start = i if not cells else start
            end, cells = i + 1, cells + 1
        elif cells and line.strip() and _ends_table(lines, end, i):
            if cells >= FEWEST:
                yield start, end
            cells = 0
    if cells >= FEWEST:
        yield start, end


def _ends_table(lines: Sequence[str], end: int, i: int) -> bool:
    """Whether a line without a cell's pipe belongs to no cell of the table before it, whose last
    line is the one before `end`."""
    line = lines[i]
    if "|" in line or len(line) > LONGEST_CELL:
        return True
    if sum(bool(other.strip()) for other in lines[end : i + 1]) > MOST_BROKEN:
        return True
    between_pipes = [other.strip() for other in (lines[i - 1], *lines[i + 1 : i + 2])] == ["|", "|"]
    return _HEADING.match(line) is not None and not between_pipes


@dataclass(slots=True)
class _Grid:
    """Rows as they fill up. `width`: cells of a row, told by the first short one."""

    rows: list[list[str]] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    width: int = 0

    def add(self, text: str) -> None:
        self.row.append(text)
        if len(self.row) == self.width:
            self._close()

    def end_row(self, lacking: int) -> bool:
        """Whether the row has as many cells, with those that it lacks, as all others."""
        if not self.row:
            return False
        self.width = self.width or len(self.row) + lacking
        if len(self.row) + lacking != self.width:
            return False
        self.row += [""] * lacking
        self._close()
        return True

    def _close(self) -> None:
        self.rows.append(self.row)
        self.row = []


def _rows(region: Sequence[str]) -> list[str]:
    """One line a row; none where the pipes do not tell the rows alike throughout."""
    grid = _Grid()
    broken: list[str] = []
    for line in region:
        cell = _CELL.fullmatch(line)
        if cell is None:
            broken.append(line.strip())
            continue
        if cell["text"] is None:  # a pipe before the cell: where rows end is not told
            return []
        text, lacking = cell["text"].strip(), len(cell["lacking"] or "")
        if cell["first"] and grid.row and not grid.end_row(0):
            return []
        if not text and lacking:  # all pipes of the line stand for cells that the row lacks
            lacking += 1
        else:
            grid.add("".join([*broken, text]))
            broken = []
        if lacking and not grid.end_row(lacking):
            return []
    if broken or not grid.width:
        return []
    return [" | ".join(row) + " |" for row in (*grid.rows, grid.row) if row]


def _without_pipes(region: Sequence[str]) -> list[str]:
    stripped = (line.replace("|", "").rstrip() for line in region)
    return [line for line in stripped if line]
