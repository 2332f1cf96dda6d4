"""A printed copy of a made-up report: its bytes, and what is true of the copy itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tests.sample.reports.grid import require_complete
from tests.sample.reports.identities import broken_identities
from tests.sample.reports.model import CellName, Report, Status, TruthCell
from tests.sample.reports.xlsx import printed

Cells = dict[CellName, TruthCell]


@dataclass(frozen=True)
class Copy:
    """content: the copy as text, whatever file it is packed into."""

    data: bytes
    content: str
    cells: Cells
    status: Status


def as_copy(report: Report, data: bytes) -> Copy:
    """A copy that shows the report as it is."""
    return Copy(data, repr(list(printed(report))), report.cells, report.status)


def require_tables(report: Report, states: tuple[str, ...] = ("missing",)) -> None:
    """Refuse a report without tables, or with cells in states that a printing cannot show.

    Raises ValueError.
    """
    if not report.tabled:
        raise ValueError(f"{report.title}: has no tables to damage")
    require_complete(report, states)


def as_sheet(report: Report, data: bytes) -> Copy:
    """The same in a worksheet, whose numbers have no zeros behind their last decimal."""
    cells = {
        name: replace(cell, value=cell.value.rstrip("0").rstrip("."))
        if cell.value and "." in cell.value and not cell.raw.endswith("元")
        else cell
        for name, cell in report.cells.items()
    }
    return replace(as_copy(report, data), cells=cells)


def text_copy(report: Report, text: str, cells: Cells | None = None) -> Copy:
    """A copy in plain text; `cells` where it does not print all that the report has."""
    cells = report.cells if cells is None else cells
    status = report.status if cells == report.cells else _status(report, cells)
    return Copy(text.encode(), text, cells, status)


def without(cells: Cells, lost: Iterable[CellName]) -> Cells:
    """The truth of a copy in which these cells are not printed."""
    gone = {name: TruthCell("missing", None, "", intended=cells[name].value) for name in lost}
    return cells | gone


def emptied(cells: Cells, names: Iterable[CellName]) -> Cells:
    """The truth of a copy in which these cells are printed empty."""
    blank = {name: TruthCell("blank", None, "", intended=cells[name].value) for name in names}
    return cells | blank


def _status(report: Report, cells: Cells) -> Status:
    """An empty total may be taken as the sum that it should be; any other empty cell counts 0."""
    if any(cell.state == "missing" for cell in cells.values()):
        return "incomplete"
    summed = {
        name: replace(cell, value=cell.intended) if name[2] == "total" and cell.intended else cell
        for name, cell in cells.items()
    }
    return "discrepant" if broken_identities(report.template, summed) else "verified"
