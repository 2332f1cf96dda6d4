"""The values of a printed row under the columns of its form: all readings that it allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from ..reading.model import TableCell
from .headers import Header
from .rows import SplitRow
from .settle import row_holds
from .surplus import without
from .values import Aligned, Value

NOT_A_COPY = 10  # cost of leaving out a printed number, against 1 for a copy of its neighbour
TOO_LONG = 10  # times a number is larger, at least, with another one run into it
MOST_SURPLUS = 40  # cells more than the form has; beyond it, it is no row of a form
MOST_GAPS = 3  # with more cells absent from one row nothing tells where they were

_BARE_NUMBER = re.compile(r"\s*[0-9０-９][0-9０-９,，.．]{0,30}\s*")


def alignments(values: Sequence[Value], width: int, lost: int = 0) -> tuple[Aligned, ...]:
    """All ways to lay values over `width` columns that lose least of what is printed.

    Surplus cells fall at either end: empty ones are what is left of merged labels, printed
    ones should be copies of their neighbour, which fills of merged cells leave. `lost` cells,
    or as many as the width wants, are absent from the row: they may have stood anywhere. The
    gap at the end comes first, since a broken grid keeps its left edge. A row with far too many
    cells has no reading.
    """
    if len(values) > width + MOST_SURPLUS:
        return ()
    absent = max(lost, width - len(values))
    if absent > MOST_GAPS:
        return ((None,) * width,)
    costs: dict[int, list[Aligned]] = {}
    for extended in _with_gaps(values, absent):
        for start in range(len(extended) - width, -1, -1):
            kept = extended[start : start + width]
            cost = _dropped(extended[:start], kept[0]) + _dropped(
                extended[start + width :], kept[-1]
            )
            costs.setdefault(cost, []).append(kept)
    return tuple(dict.fromkeys(costs[min(costs)]))


def _dropped(outside: Aligned, neighbour: Value | None) -> int:
    """What is lost by leaving cells out: 0 for empty ones, 1 for copies and dashes, more for
    numbers."""
    printed = [value for value in outside if value is not None and value.state != "blank"]
    return sum(
        1
        if value.state == "not_applicable"  # a remark that there is none
        or (neighbour is not None and value.number == neighbour.number)
        else NOT_A_COPY
        for value in printed
    )


def _with_gaps(values: Sequence[Value], absent: int) -> Iterator[Aligned]:
    """The values with that many gaps among them, gaps at the end first."""
    length = len(values) + absent
    for kept in combinations(range(length), len(values)):
        extended: list[Value | None] = [None] * length
        for place, value in zip(kept, values, strict=True):
            extended[place] = value
        yield tuple(extended)


def align_row(
    parts: SplitRow, read: Sequence[Value], header: Header, width: int
) -> tuple[Aligned, ...]:
    """The possible readings of one row, in the header's order of columns; none where one
    value is printed over several columns or rows, or where the header cannot be followed.

    Without ruling lines a number may stand in the cell beside its own, and an empty cell is then
    no blank one. A row just as the header wants it, as most are, needs no further look.
    """
    if _is_as_headed(parts, header):
        return (tuple(read),)
    options = _laid_out(parts, read, header, width)
    summed = header.order is not None and header.order[-1] == "total"
    if parts.fused:
        return tuple(o for o in options if _is_printed(o) and (row_holds(o) or not summed))
    if parts.exact or not summed:
        return options
    return tuple(option for option in options if not _in_wrong_cells(option))


def _is_as_headed(parts: SplitRow, header: Header) -> bool:
    """Whether a row of an exact grid is its labels and one cell under each heading of the form's,
    none of them merged: `_laid_out` has nothing to find out there."""
    plain = parts.labels and parts.exact and not parts.fused and parts.recognised is None
    if not (plain and header.own_cells):
        return False
    values = parts.values
    if [cell[1:] for cell in values] != header.own_cells or values[-1] is not parts.cells[-1]:
        return False
    ends = [cell.column + cell.colspan for cell in parts.cells[: -len(values)]]
    if max(ends, default=0) > values[0].column:
        return False
    return set(parts.labels).isdisjoint([cell.text for cell in values])


def _holds_behind_its_copy(
    row: Sequence[Value | None], at: Mapping[int, Value], first: int
) -> bool:
    """Whether a row adds up that has its first value once more in what was its label's cell, as
    converters fill merged cells."""
    copy, own, total = at.get(first - 1), at.get(first), row[-1]
    if copy is None or own is None or copy.state == "blank" or None in row:
        return False
    return (
        copy.said == own.said
        and total is not None
        and total.state == "number"
        and row_holds(tuple(row))
    )


def _is_printed(row: Aligned) -> bool:
    """Whether something stands in every cell."""
    return all(map(_is_there, row))


def _in_wrong_cells(row: Aligned) -> bool:
    """Whether a number may stand in its neighbour's cell: digits apart that no sum proves, or,
    beside a blank, a number that is far too long for its sum."""
    printed = [value for value in row if value is not None]
    if any(value.spaced for value in printed):
        return None in row or not row_holds(row) or printed[-1].state == "blank"
    if row_holds(row) or all(value.state != "blank" for value in printed):
        return False
    amounts = [0 if value is None else value.amount or 0 for value in row]
    too_long = amounts[-1] >= max(TOO_LONG * sum(amounts[:-1]), TOO_LONG**2)
    return too_long or max(amounts[:-1]) > amounts[-1]


def _laid_out(
    parts: SplitRow, read: Sequence[Value], header: Header, width: int
) -> tuple[Aligned, ...]:
    if header.order is None:
        return ()
    if header.first is not None and parts.values and parts.values[0].column != header.first:
        return ()
    seen = parts.recognised is not None
    if seen and any(cell.rowspan > 1 for cell in parts.values):
        return ()  # a line below it was lost: the number may be the next row's
    merged = [c for c in parts.values if c.text.strip() and (c.colspan > 1 or c.rowspan > 1)]
    if merged and not seen:
        own = _under_own_headings(parts.values, read, header)
        numbers = [sum(value.number is not None for value in values) for values in (own, read)]
        in_place = len(own) == width and numbers[0] == numbers[1]
        return alignments(own, width) if in_place and header.standard else ()
    # On another page a grid seen in a picture may have other columns.
    apart = seen and parts.recognised != header.table
    if read and header.positions is not None and not apart and _is_as_long(parts, header):
        at = {cell.column: value for cell, value in zip(parts.values, read, strict=True)}
        named = [header.positions[name] for name in header.order]
        # Headings that begin above the labels were moved all together, as a table's head does that
        # ends before its merged cells: then the rows are in order.
        in_place = min(named) > 0 or not header.standard
        if in_place and _label_reaches(parts, named):
            # One column further stands the sum; an empty cell behind it is that of a remark.
            own = [v for c, v in at.items() if c <= max(named) + 1 or v.state != "blank"]
            in_order = header.standard and len(own) == width
            shifted = alignments(own, width) if in_order else ()
            return tuple(row for row in shifted if _is_borne_out(row))
        others = {c for cell in merged for c in range(cell.column + 1, cell.column + cell.colspan)}
        if others & set(named):
            return ()  # one value for two headings
        if max(at) < max(named) and not seen and set(at) < set(named):
            return alignments(read, width)  # what is absent may have stood anywhere
        if set(named) <= set(at) or (not seen and set(at) <= set(named)):
            printed = {column for column, value in at.items() if value.state != "blank"}
            if _holds_behind_its_copy([at.get(column) for column in named], at, min(named)):
                printed.discard(min(named) - 1)
            behind = {column for column in header.others if column > min(named)}
            if printed - set(named) - header.others or (behind and not behind <= parts.columns):
                return ()  # a value under no heading, or none under one: the row is shifted
            if _number_beyond(parts, max(named), header):
                return ()
            row = tuple(at.get(column) for column in named)
            if not header.standard:
                return (row,) if _is_borne_out_by_total(row, header.order) else ()
            if not parts.exact or max(at) <= max({*named, *header.others}):
                beside = [at[column] for column in behind if column in at]
                return () if _sum_is_beside(row, beside, header) else (row,)
            # The row goes on behind all headings: a cell came in, and moved what is behind it.
            within = read[: len(read) - sum(column > max(named) for column in header.others)]
            copies = not _is_borne_out(row)
            return (row, *without(within, len(within) - width, copies=copies))
        if not header.standard:
            return ()
    if seen and (len(read) != width or any(cell.colspan > 1 for cell in parts.values)):
        return ()  # as many cells may be one too many and one too few
    full = sum(value.state != "blank" for value in read) >= width
    aligned = alignments(read, width, 0 if full else parts.lost)
    surplus = len(read) - width
    longer = 0 < surplus <= parts.more  # than other rows, which have the same labels before them
    cut = not any(_says_all(read, option) for option in aligned)
    if surplus == 1 if parts.exact else longer or cut:
        # The cells too many may be empty ones within; or else copies, where no sum holds.
        options = (*aligned, *without(read, surplus, copies=False))
        if longer and not any(map(row_holds, options)):
            options = (*options, *without(read, surplus, copies=True))
        return tuple(dict.fromkeys(options))
    return aligned


def _says_all(read: Sequence[Value], row: Aligned) -> bool:
    """Whether nothing that is printed was left out."""
    return sum(v.state != "blank" for v in read) == sum(_is_there(v) for v in row)


def _is_there(value: Value | None) -> bool:
    return value is not None and value.state != "blank"


def _sum_is_beside(row: Aligned, behind: Sequence[Value], header: Header) -> bool:
    """Whether a row does not add up, and a number stands in the column of remarks: its sum, which
    a cell too many may have moved there."""
    summed = header.order is not None and header.order[-1] == "total"
    told = len(behind) == 1 and behind[0].number is not None
    return summed and told and not _is_borne_out(row)


def _label_reaches(parts: SplitRow, named: Sequence[int]) -> bool:
    """Whether the label takes the place of a value: a cell above that spans a row too many has
    moved the row, and its values stand under the headings beside their own."""
    return any(
        column in named
        for cell in parts.cells
        if cell.text in parts.labels
        for column in range(cell.column, cell.column + cell.colspan)
    )


def _is_borne_out(row: Aligned) -> bool:
    """Whether a row prints its sum and it holds, or nothing but empty cells."""
    printed = [value for value in row if value is not None]
    if all(value.number is None for value in printed):
        return len({value.state for value in printed}) == 1
    return printed[-1].number is not None and row_holds(row)


def _is_borne_out_by_total(row: Aligned, order: Sequence[str]) -> bool:
    """Whether a row in another order than the form's prints its sum and it holds, or nothing but
    empty cells: a heading moved by a column would leave the sum to one of the others."""
    if "total" not in order:
        return True
    at = order.index("total")
    return _is_borne_out((*row[:at], *row[at + 1 :], row[at]))


def _number_beyond(parts: SplitRow, last: int, header: Header) -> bool:
    """Whether a number stands behind a remark, and behind the last heading: remarks between the
    values have shifted these."""
    return any(
        cell.column > last
        and cell.column not in header.others
        and _BARE_NUMBER.fullmatch(cell.text)
        for cell in parts.cells
    )


def _under_own_headings(
    cells: Sequence[TableCell], read: Sequence[Value], header: Header
) -> list[Value]:
    """The values but for those under headings of other things (备注)."""
    return [
        value for cell, value in zip(cells, read, strict=True) if cell.column not in header.others
    ]


def _is_as_long(parts: SplitRow, header: Header) -> bool:
    """Whether the header's positions hold for a row of so many columns."""
    return header.length is None or header.length == len(parts.columns)
