"""The standard tables as printed: cells with spans, shared by every format that draws tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.sample.reports import forms
from tests.sample.reports.model import CellName, Report

LABEL_COLUMNS = 3  # of section 3: 三 | （三） | 1.
DISCLOSURE_COLUMNS = 4


@dataclass(frozen=True)
class Printed:
    """One printed cell; name is that of the value it holds, None for headings and labels."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    name: CellName | None = None


Row = tuple[Printed, ...]
Grid = tuple[Row, ...]


@dataclass(frozen=True)
class Placed:
    """A printed cell and the grid place of its upper left corner."""

    row: int
    column: int
    cell: Printed


def table_of(report: Report, section: int) -> Grid:
    """The table of section 2, 3 or 4. Cells that the document lacks are left out of their row."""
    draw = {2: _disclosures, 3: _applications, 4: _proceedings}[section]
    return tuple(tuple(row) for row in draw(report))


def require_complete(report: Report, states: tuple[str, ...] = ("missing",)) -> None:
    """Refuse a report that this format cannot show: `states` are those it has no way to print.

    Raises ValueError.
    """
    found = {cell.state for cell in report.cells.values()} & set(states)
    if report.tabled and found:
        raise ValueError(f"{report.title}: this format cannot print {found} cells, choose another")


def place(grid: Grid) -> Iterator[Placed]:
    """Where each cell stands, as a browser would lay the rows out."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(grid):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            yield Placed(number, column, cell)
            for below in range(cell.rowspan):
                taken.update((number + below, column + right) for right in range(cell.colspan))
            column += cell.colspan


def width_of(grid: Grid) -> int:
    """Number of grid columns."""
    return max(placed.column + placed.cell.colspan for placed in place(grid))


def cut(grid: Grid, at: int) -> tuple[Grid, Grid]:
    """Break a table over two pages above row `at`: what is merged across goes on empty."""
    upper: list[list[Printed]] = [[] for _ in range(at)]
    lower: list[list[tuple[int, Printed]]] = [[] for _ in range(len(grid) - at)]
    for placed in place(grid):
        over = placed.row + placed.cell.rowspan - at
        if placed.row >= at:
            lower[placed.row - at].append((placed.column, placed.cell))
            continue
        upper[placed.row].append(
            replace(placed.cell, rowspan=min(placed.cell.rowspan, at - placed.row))
        )
        if over > 0:
            rest = replace(placed.cell, text="", rowspan=over)
            lower[0].append((placed.column, rest))
    continued = [tuple(cell for _, cell in sorted(row, key=lambda pair: pair[0])) for row in lower]
    return tuple(map(tuple, upper)), tuple(continued)


def _value(report: Report, name: CellName, colspan: int = 1) -> list[Printed]:
    cell = report.cells[name]
    return [] if cell.state == "missing" else [Printed(cell.raw, colspan, name=name)]


def _disclosures(report: Report) -> Iterator[list[Printed]]:
    for part in forms.disclosure_parts(report.template):
        columns = list(part.columns)
        spare = DISCLOSURE_COLUMNS - len(columns)  # the last column takes what the form leaves
        spans = dict.fromkeys(columns, 1) | {columns[-1]: spare}
        yield [Printed(part.heading, DISCLOSURE_COLUMNS)]
        headings = [Printed(label, spans[column]) for column, label in part.columns.items()]
        yield [Printed(forms.ITEM_HEADING), *headings]
        for row, label in part.rows.items():
            cells = [_value(report, ("disclosures", row, c), spans[c]) for c in columns]
            yield [Printed(label), *(cell for found in cells for cell in found)]


def _applications(report: Report) -> Iterator[list[Printed]]:
    labels = forms.APPLICANTS
    first, *organisations, last = labels.values()
    yield [Printed(forms.CORNER, LABEL_COLUMNS, 3), Printed(forms.APPLICANT_HEADING, len(labels))]
    organisation = Printed(forms.ORGANISATION_HEADING, len(organisations))
    yield [Printed(first, rowspan=2), organisation, Printed(last, rowspan=2)]
    yield [Printed(label) for label in organisations]
    entries = forms.application_rows(report.template)
    results = [entry for entry in entries if entry.under_results]
    opened: set[str] = set()
    for entry in entries:
        cells: list[Printed] = []
        if entry is results[0]:
            cells.append(Printed(forms.RESULT_HEADING, rowspan=len(results)))
        if entry.group and entry.group not in opened:
            opened.add(entry.group)
            members = sum(other.group == entry.group for other in results)
            cells.append(Printed(entry.group, rowspan=members))
        span = 1 if entry.group else LABEL_COLUMNS - entry.under_results
        cells.append(Printed(entry.label, span))
        for column in labels:
            cells += _value(report, ("applications", entry.row, column))
        yield cells


def _proceedings(report: Report) -> Iterator[list[Printed]]:
    decisions = list(forms.DECISIONS.values())
    reconsideration, *litigations = forms.CHANNELS.values()
    wide = len(decisions)
    yield [
        Printed(reconsideration, wide, 2),
        Printed(forms.LITIGATION_HEADING, wide * len(litigations)),
    ]
    yield [Printed(label, wide) for label in litigations]
    yield [Printed(label) for _ in forms.CHANNELS for label in decisions]
    cells = [
        _value(report, ("proceedings", channel, column))
        for channel in forms.CHANNELS
        for column in forms.DECISIONS
    ]
    yield [cell for found in cells for cell in found]
