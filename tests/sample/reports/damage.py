"""What goes wrong in real reports, applied to the cells of a made-up one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from tests.sample.reports.model import CellName, TruthCell
from tests.sample.reports.numbers import Numbers

Cells = dict[CellName, TruthCell]
TableName = Literal["disclosures", "applications", "proceedings"]

# After a page break a converter lost the last column of these rows.
ROWS_AFTER_PAGE_BREAK = (
    "denied_third_party",
    "denied_internal_affairs",
    "denied_process",
    "denied_enforcement_file",
    "denied_inquiry",
    "unavailable_not_held",
    "unavailable_needs_creation",
    "unavailable_unclear",
)


@dataclass(frozen=True)
class Damage:
    """Which damage a report suffers; nothing by default.

    wrong_total: the table in which the agency added up wrongly. blanks: tables whose zeros are
    left blank. dashes: the mark printed in rows that are all zero (`/`, `—`, `无`, `-`).
    negative_change: fewer licence items than the year before (form of 2019). amount_in_wan: the
    amount of 政府集中采购 printed with 万元 in the cell. missing_totals: some rows of section 3
    have six numbers, the total is lost. untabled: pictures in place of the tables.
    """

    wrong_total: Literal["", "applications", "proceedings"] = ""
    blanks: tuple[TableName, ...] = ()
    dashes: str = ""
    negative_change: bool = False
    amount_in_wan: bool = False
    missing_totals: bool = False
    untabled: bool = False


def print_cells(numbers: Numbers, damage: Damage) -> Cells:
    """The cells as the document prints them."""
    cells = {name: TruthCell("number", value, value) for name, value in numbers.items()}
    if damage.untabled:
        return {name: _missing(cell) for name, cell in cells.items()}
    _state_fee_unit(cells)
    if damage.negative_change:
        _set(cells, ("disclosures", "licences", "items_change"), "-3")
    if damage.amount_in_wan:
        _set(cells, ("disclosures", "procurement", "procurement_amount"), "43.788", "万元")
    if damage.wrong_total:
        _miscount(cells, damage.wrong_total)
    if damage.dashes:
        _dash_zero_rows(cells, damage.dashes)
    for table in damage.blanks:
        _leave_zeros_blank(cells, table)
    if damage.missing_totals:
        for row in ROWS_AFTER_PAGE_BREAK:
            name = ("applications", row, "total")
            cells[name] = _missing(cells[name])
    return cells


def _missing(cell: TruthCell) -> TruthCell:
    return TruthCell("missing", None, "", intended=cell.value)


def _set(cells: Cells, name: CellName, value: str, unit: str | None = None) -> None:
    if name not in cells:
        raise ValueError(f"{name} is no cell of this form; choose another damage or template")
    cells[name] = TruthCell("number", value, f"{value}{unit or ''}", unit)


def _state_fee_unit(cells: Cells) -> None:
    """The form of 2021 has the unit in its heading."""
    name = ("disclosures", "fees", "fee_amount")
    if name in cells:
        cells[name] = replace(cells[name], unit="万元")


def _miscount(cells: Cells, table: str) -> None:
    row = {"applications": "granted", "proceedings": "reconsideration"}[table]
    name = (table, row, "total")
    _set(cells, name, str(int(cells[name].value or 0) + 3))


def _dash_zero_rows(cells: Cells, mark: str) -> None:
    """An agency that makes no 规章 and holds no proceedings strikes the row out."""
    for table, row in (("disclosures", "regulations"), ("proceedings", "litigation_direct")):
        names = [name for name in cells if name[:2] == (table, row)]
        if all(cells[name].value == "0" for name in names):
            cells.update(dict.fromkeys(names, TruthCell("not_applicable", None, mark)))


def _leave_zeros_blank(cells: Cells, table: str) -> None:
    zeros = [name for name in cells if name[0] == table and cells[name].value == "0"]
    cells.update(dict.fromkeys(zeros, TruthCell("blank", None, "")))
