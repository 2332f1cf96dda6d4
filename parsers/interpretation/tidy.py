"""Grids as converters leave them, brought back to the cells that were printed.

Converters and editors take merged cells apart, copying the text into each piece or leaving the
others empty; they double every column, or add an empty one at the edge. None of this changes
what the table says, as long as no number is dropped: copies are put together only where one
heading, or one label, stands over all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import compress
from operator import eq, not_

from ..reading.model import Table, TableCell
from .values import is_wordy

TableRow = tuple[TableCell, ...]

MOST_ROWS = 2000
_SHORTEST_COPIED = 2  # characters; shorter words stand side by side by chance
_LEAST_HEADINGS = 4  # words side by side: a label may have three cells, a header has more
_MOST_STRAY = 2  # cells more than a row has, wherever they came in
_LEAST_COPIES = 2  # rows with copied labels before a text with tabs counts as a full grid


def tidied(table: Table) -> Table:
    """The same table with its merged cells put together again.

    A table seen in a picture never went through a converter: what looks like a copy there is
    print that a streak made alike in several rows.
    """
    if table.recognised or len(table.rows) > MOST_ROWS:
        return table
    if not table.exact and not _is_full_grid(table.rows):
        return table
    rows = [_joined_along(row) for row in table.rows]
    rows = _joined_down(rows)
    rows = _joined_under_headings(rows)
    return Table(_compressed(_without_empty_columns(rows)))


def _is_full_grid(rows: Sequence[TableRow]) -> bool:
    """Whether text with tabs has every cell of its grid: merged labels stand in each of them."""
    if len({len(row) for row in rows}) != 1:
        return False
    return sum(len(_joined_along(row)) < len(row) for row in rows) >= _LEAST_COPIES


def _is_copied(text: str) -> bool:
    return len(text.strip()) >= _SHORTEST_COPIED and is_wordy(text)


def _joined_along(row: TableRow) -> TableRow:
    """Words that stand side by side several times are one cell."""
    long = [text for text, _, _, _ in row if len(text) >= _SHORTEST_COPIED]
    if not any(map(eq, long, long[1:])):
        return row
    joined: list[TableCell] = []
    for cell in row:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.text == cell.text
            and last.rowspan == cell.rowspan
            and last.column + last.colspan == cell.column
            and _is_copied(cell.text)
        ):
            joined[-1] = last._replace(colspan=last.colspan + cell.colspan)
        else:
            joined.append(cell)
    return tuple(joined)


def _joined_down(rows: Iterable[TableRow]) -> list[TableRow]:
    """Words that stand below themselves are one cell of the row above."""
    above: set[tuple[str, int, int]] = set()
    found = []
    for row in rows:
        long = {
            (text, column, colspan)
            for text, column, colspan, _ in row
            if len(text) >= _SHORTEST_COPIED
        }
        if not above.isdisjoint(long):
            copies = {(column, span) for text, column, span in above & long if _is_copied(text)}
            kept = _without(row, copies) if copies else ()
            row = kept if any(cell.text.strip() for cell in kept) else row
        found.append(row)
        above = long
    return found


def _without(row: TableRow, copies: set[tuple[int, int]]) -> TableRow:
    """The row without the cells that the one above goes on in; behind its values it keeps them
    empty, since the same remark may stand in the column of remarks twice."""
    values = [c.column for c in row if c.text.strip() and not is_wordy(c.text)]
    empty = [c.column for c in row if not c.text.strip()]
    if not values and len(empty) >= _LEAST_HEADINGS:
        values = empty
    end = max(values, default=row[-1].column)
    return tuple(
        cell._replace(text="") if (cell.column, cell.colspan) in copies else cell
        for cell in row
        if (cell.column, cell.colspan) not in copies or cell.column > end
    )


def _joined_under_headings(rows: Sequence[TableRow]) -> list[TableRow]:
    """Under a heading over several columns, one value with copies or nothing beside it; in a row
    that ends before the headings do, these are not over its columns."""
    # column -> span of the nearest words above, where they stand over several columns
    heading: dict[int, tuple[int, int]] = {}
    found = []
    ends = list(map(_end, rows))
    headed = max(compress(ends, map(not_, map(_has_values, rows))), default=0)
    times = Counter(ends)
    usual = max(times, key=lambda end: (times[end], end), default=0)
    for row, end in zip(rows, ends, strict=True):
        joined = row
        if heading and end >= headed and _is_under_wider_ones(row, heading):
            joined = _joined_under(row, heading)
        moved = joined is not row and _may_have_moved(row, joined, beyond=end > usual)
        found.append(row if moved else joined)
        for text, column, colspan, _ in row:
            if colspan > 1:
                if is_wordy(text):
                    span = (column, column + colspan)
                    heading.update(dict.fromkeys(range(*span), span))
            elif column in heading and is_wordy(text):
                del heading[column]
    return found


def _is_under_wider_ones(row: TableRow, heading: dict[int, tuple[int, int]]) -> bool:
    """Whether a cell stands under words over several columns that are not its own."""
    own = [(column, column + colspan) for _, column, colspan, _ in row if column in heading]
    return any(heading[span[0]] != span for span in own)


def _may_have_moved(row: TableRow, joined: TableRow, *, beyond: bool) -> bool:
    """Whether so little was put together that a cell too many may have moved equal values or an
    empty one there: in a row that names nothing, or in one that reaches beyond the others and
    has an empty cell elsewhere. Only its sums can tell."""
    if not 0 < len(row) - len(joined) <= _MOST_STRAY:
        return False
    return (beyond and not all(c.text.strip() for c in joined)) or not any(
        is_wordy(cell.text) for cell in row
    )


def _joined_under(row: TableRow, heading: dict[int, tuple[int, int]]) -> TableRow:
    joined: list[TableCell] = []
    at = 0
    while at < len(row):
        cell = row[at]
        start, end = heading.get(cell.column, (cell.column, cell.column))
        if end - start <= cell.colspan and cell.column == start:
            joined.append(cell)  # no room for another one under the same heading
            at += 1
            continue
        below = _under_one_heading(row, at, start, end)
        if below:
            text = next((c.text for c in below if c.text.strip()), "")
            joined.append(TableCell(text, start, end - start))
            at += len(below)
        else:
            joined.append(cell)
            at += 1
    return tuple(joined)


def _under_one_heading(row: TableRow, at: int, start: int, end: int) -> Sequence[TableCell]:
    """The cells from `at` on that fill the columns of a heading and say one thing together;
    none where they are less or more than that."""
    if row[at].column != start:
        return ()
    beside = row[at : at + end - start]
    below = [c for c in beside if start <= c.column and c.column + c.colspan <= end]
    if len(below) < 2 or sum(c.colspan for c in below) != end - start:
        return ()
    if any(c.rowspan != 1 or is_wordy(c.text) for c in below):
        return ()
    said = {c.text.strip() for c in below if c.text.strip()}
    return below if len(said) <= 1 else ()


def _without_empty_columns(rows: Sequence[TableRow]) -> list[TableRow]:
    """Columns in which nothing is printed, headings included, are none.

    Where the headings stand on another page, an empty column may be one of them. One behind all
    headings is what a cell too many has moved out of the row, wherever that came in.
    """
    if not any(sum(is_wordy(c.text) for c in row) >= _LEAST_HEADINGS for row in rows):
        return list(rows)
    width = max(map(_end, rows), default=0)
    empty = _empty_columns(rows, width)
    if not 0 < len(empty) < width:
        return list(rows)
    headed = max((_end(row) for row in rows if not _has_values(row)), default=width)
    empty = {column for column in empty if column < headed}
    if not empty:
        return list(rows)
    return [tuple(kept for cell in row if (kept := _narrowed(cell, empty))) for row in rows]


def _empty_columns(rows: Sequence[TableRow], width: int) -> set[int]:
    """The columns of so many over which nothing is printed that does not stand over all."""
    empty = set(range(width))
    for row in rows:
        for text, column, colspan, _ in row:
            if colspan < width and text.strip():
                empty.difference_update(range(column, column + colspan))
        if not empty:  # as after the headings of most tables
            break
    return empty


def _has_values(row: TableRow) -> bool:
    return any(text.strip() and not is_wordy(text) for text, _, _, _ in row)


def _end(row: TableRow) -> int:
    """The column that the row ends at."""
    return row[-1].column + row[-1].colspan if row else 0


def _narrowed(cell: TableCell, empty: set[int]) -> TableCell | None:
    left = [c for c in range(cell.column, cell.column + cell.colspan) if c not in empty]
    if not left and not cell.text.strip():
        return None
    return cell._replace(column=left[0], colspan=left[-1] - left[0] + 1) if left else cell


def _compressed(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """Grid columns that no cell begins or ends at are none."""
    width = max(map(_end, rows), default=0)
    edges: set[int] = set()
    for row in rows:
        edges.update([column for _, column, _, _ in row])
        edges.update([column + colspan for _, column, colspan, _ in row])
        if len(edges) > width:  # as after the headings of most tables
            return tuple(rows)
    place = {edge: number for number, edge in enumerate(sorted(edges))}
    return tuple(
        tuple(
            cell._replace(
                column=place[cell.column],
                colspan=place[cell.column + cell.colspan] - place[cell.column],
            )
            for cell in row
        )
        for row in rows
    )
