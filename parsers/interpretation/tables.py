"""The three statutory tables of a document: from rows where a grid survived, else from text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..reading.model import PrintedLine
from .applications import read_applications
from .disclosures import read_disclosures
from .found import TableFound
from .lines import Line, Row
from .outline import Outline
from .printed.applications import printed_application_rows
from .printed.blocks import read_in_blocks
from .printed.columns_behind import columns_behind
from .printed.disclosures import printed_disclosure_rows
from .printed.exchanged import OrderOfBlocks, before_table_3, from_table_4
from .printed.in_order import application_rows_in_order
from .printed.pieces_of_blocks import is_in_blocks
from .printed.proceedings import printed_proceeding_rows
from .printed.proceedings_blocks import proceedings_in_blocks
from .proceedings import read_proceedings
from .proceedings_row import open_where_several_sums_fail
from .regions import statutory_rows
from .settle import Settled, row_holds
from .stream import InOrder
from .stream.applications import stream_applications
from .stream.by_line import read_by_line
from .stream.disclosures import stream_disclosures
from .stream.headed_pieces import first_lines, last_piece
from .stream.proceedings import stream_proceedings
from .templates import StatutoryTemplate


@dataclass(frozen=True, slots=True)
class Printed:
    """The lines outside ruled tables, asked for only where a table has no ruling lines, and those
    within them, too (`all_lines`), for tables that are ruled in part: some rows were found, but
    not all cells. To put them together takes a third of the time that the document took.
    `measured`: their places are those of the page, not the columns of a text."""

    lines: Callable[[], Sequence[PrintedLine]]
    all_lines: Callable[[], Sequence[PrintedLine]]
    measured: bool


@dataclass(slots=True)
class StatutoryTables:
    """What was found of each table; `template` is the form of table 3, `disclosure_template`
    that of table 2 (None where the table was not found)."""

    disclosures: TableFound | None = None
    applications: TableFound | None = None
    proceedings: TableFound | None = None
    template: StatutoryTemplate | None = None
    disclosure_template: StatutoryTemplate | None = None

    def all_found(self) -> tuple[TableFound, ...]:
        """The tables found, in the order of the form."""
        return tuple(
            t for t in (self.disclosures, self.applications, self.proceedings) if t is not None
        )


def read_tables(
    lines: Sequence[Line],
    outline: Outline,
    year: int | None,
    printed: Printed,
    *,
    makes_regulations: bool,
) -> StatutoryTables:
    """Find and read tables 2, 3 and 4. outline: of the text that may be read as a table.
    printed: the lines outside ruled tables.
    """
    regions = statutory_rows(lines)
    tables = StatutoryTables()
    order_2 = OrderOfBlocks(printed.lines, printed.measured, before_table_3)
    order_4 = OrderOfBlocks(printed.lines, printed.measured, from_table_4)
    ways = _Ways(read_applications, printed_application_rows, lambda: None)
    applications = _applications(regions["applications"], outline, printed)
    applications = _completed(applications, regions["applications"], ways, printed)
    if applications is not None:
        tables.applications, tables.template = applications
    default = tables.template or ("2019" if year is not None and year <= 2020 else "2021")
    ways = _Ways(
        lambda rows: read_disclosures(rows, default),
        printed_disclosure_rows,
        lambda: _disclosures_in_text(
            outline, printed, order_2, makes_regulations=makes_regulations
        ),
    )
    disclosures = _read_table(regions["disclosures"], ways, printed)
    if disclosures is not None:
        tables.disclosures, tables.disclosure_template = disclosures
    ways = _Ways(
        lambda rows: _of_no_form(read_proceedings(rows)),
        printed_proceeding_rows,
        lambda: _of_no_form(_proceedings_in_text(outline, order_4.in_order, printed)),
    )
    proceedings = _read_table(regions["proceedings"], ways, printed)
    tables.proceedings = proceedings[0] if proceedings else None
    if tables.proceedings and not printed.measured and not _exact(regions["proceedings"]):
        open_where_several_sums_fail(tables.proceedings)
    return tables


Found = tuple[TableFound, StatutoryTemplate | None]


class _PlacedRows(Protocol):
    def __call__(self, lines: Sequence[PrintedLine], *, measured: bool) -> Sequence[Row]: ...


@dataclass(frozen=True, slots=True)
class _Ways:
    """How one table is read: from rows, however they came about; the rows that the places of
    printed lines make; and from running text."""

    from_rows: Callable[[Sequence[Row]], Found | None]
    placed: _PlacedRows
    from_text: Callable[[], Found | None]


def _of_no_form(found: TableFound | None) -> Found | None:
    """Table 4, which is the same in every form."""
    return (found, None) if found is not None else None


def _read_table(rows: Sequence[Row], ways: _Ways, printed: Printed) -> Found | None:
    """A table from its grid; without ruling lines by places, and where these do not tell all of it
    from the text; with some of its lines by all places."""
    found = ways.from_rows(rows)
    ruled = bool(rows) and _exact(rows)
    if not ruled:
        found = ways.from_rows(ways.placed(printed.lines(), measured=printed.measured)) or found
    if _empty(found) or not (ruled or _whole(found)):
        streamed = ways.from_text()
        if streamed and (_whole(streamed) or _empty(found)):
            found = streamed
    return _completed(found, rows, ways, printed)


def _completed(
    found: Found | None, rows: Sequence[Row], ways: _Ways, printed: Printed
) -> Found | None:
    """A table that its ruling lines do not tell whole, from the places of what is printed, if
    these tell all of it and nothing else than the lines do: they may be drawn in part. Where the
    two differ, neither is certain."""
    if not rows or _whole(found):
        return found
    placed = ways.from_rows(ways.placed(printed.all_lines(), measured=True))
    if placed is None or not _whole(placed):
        return found
    if found is None:
        return placed
    before = found[0].read
    _open_where_they_differ(found[0], placed[0])
    return placed if found[0].read == before else found


def _whole(found: Found | None) -> bool:
    return found is not None and found[0].whole


def _applications(rows: Sequence[Row], outline: Outline, printed: Printed) -> Found | None:
    """Table 3: from its grid; without one by places, or by the order of what a text prints."""
    found = read_applications(rows)
    if found and _exact(rows) and not _empty(found):
        return found
    placed = read_applications(printed_application_rows(printed.lines(), measured=printed.measured))
    if placed and (placed[0].whole or printed.measured):
        if found and found[0].whole:
            _open_where_they_differ(placed[0], found[0])
        return placed
    if printed.lines() and not printed.measured:
        in_order = read_applications(application_rows_in_order(printed.lines()))
        if in_order and (not placed or in_order[0].read > placed[0].read):
            placed = in_order
        if placed and placed[0].whole:
            return placed
        in_blocks = read_in_blocks(printed.lines())
        if in_blocks is not None:
            return in_blocks
        for read in filter(None, (placed, found)):
            _open_where_no_sum_tells(read[0])
    told = _applications_in_text(found, placed, outline)
    if told and not told[0].whole and not printed.measured and is_in_blocks(printed.lines()):
        told[0].cells = dict.fromkeys(told[0].places, Settled(disputed=True))
    return told


def _applications_in_text(
    found: Found | None, placed: Found | None, outline: Outline
) -> Found | None:
    """Table 3 from its text, unless its lines tell more."""
    text = _text(outline, 3)
    if _empty(found):
        found = stream_applications(text) or found
    elif found and not found[0].whole:
        found = read_by_line(text) or found
    if placed and found and placed[0].read < found[0].read:
        return found
    return placed or found


def _disclosures_in_text(
    outline: Outline, printed: Printed, order: OrderOfBlocks, *, makes_regulations: bool
) -> Found | None:
    """Table 2 from its section's text; where that does not tell all of it, with its columns that a
    text in blocks prints behind the next section's heading."""
    text = _text(outline, 2)
    found = stream_disclosures(text, order, makes_regulations=makes_regulations)
    if found is None or found[0].whole or printed.measured:
        return found
    columns = columns_behind(printed.lines())
    if not columns:
        return found
    completed = stream_disclosures(
        "\n".join((text, columns)), order, makes_regulations=makes_regulations
    )
    return completed if completed and completed[0].read > found[0].read else found


def _proceedings_in_text(
    outline: Outline, in_order: InOrder, printed: Printed
) -> TableFound | None:
    """Table 4 from its section's text; where that does not tell all of it, from the blocks of a
    text in blocks."""
    found = _proceedings_in_section(outline, in_order)
    if (found and found.whole) or printed.measured:
        return found
    return proceedings_in_blocks(printed.lines()) or found


def _proceedings_in_section(outline: Outline, in_order: InOrder) -> TableFound | None:
    """Table 4 from its section's text; where that does not tell all of it, with the pieces of it
    that are printed right before the section's heading and right behind the next one."""
    text = _text(outline, 4)
    found = stream_proceedings(text, in_order)
    before, behind = outline.section(3), outline.section(5)
    if (found and found.whole) or not (text and before and behind):
        return found
    around = "\n".join((last_piece(before), text, first_lines(behind)))
    completed = stream_proceedings(around, in_order)
    more = completed and (found is None or completed.read > found.read)
    return completed if more else found


def _open_where_they_differ(placed: TableFound, found: TableFound) -> None:
    """Of a table read in two ways nothing is certain that they do not say alike."""
    for place, settled in placed.cells.items():
        other = found.cells.get(place, settled).value
        own = settled.value
        if own and other and own.said != other.said:
            placed.cells[place] = Settled(disputed=True)


def _open_where_no_sum_tells(found: TableFound) -> None:
    """Of a table whose columns only blanks tell, and not for all its cells, a row of numbers is
    certain only where they add up: digits may have been moved to another line or column. Where
    numbers stand on lines of no row, one as long as any may go on there (128 and 1 are 1281)."""
    if found.whole:
        return
    rows: dict[str, list[str]] = {}
    for row, column in found.places:
        rows.setdefault(row, []).append(column)
    numbers = {p: c.value.number for p, c in found.cells.items() if c.value and c.value.number}
    longest = max(map(len, numbers.values()), default=0)
    for row, columns in rows.items():
        own = [numbers[row, column] for column in columns if (row, column) in numbers]
        broken = found.has_strays and longest > 1 and longest in map(len, own)
        if own and (broken or not _adds_up(found, row, columns)):
            found.put(row, columns, (Settled(disputed=True),) * len(columns))


def _adds_up(found: TableFound, row: str, columns: Sequence[str]) -> bool:
    """Whether a row was read whole, prints its sum, and it holds."""
    values = tuple(found.cells[row, c].value for c in columns if (row, c) in found.cells)
    if not values or None in values:
        return False
    return values[-1].number is not None and row_holds(values)  # type: ignore[union-attr]


def _text(outline: Outline, number: int) -> str:
    return outline.section(number) or ("" if outline.sections else outline.text)


def _exact(rows: Sequence[Row]) -> bool:
    return all(row.exact for row in rows)


def _empty(found: Found | None) -> bool:
    """Loose text serves only where no grid was found, never to overrule the doubts of one."""
    return found is None or all(settled.missing for settled in found[0].cells.values())
