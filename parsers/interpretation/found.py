"""What the interpretation of one statutory table gives: its cells, settled or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from ..record import Cell, CellState, TableName
from .settle import Settled

Place = tuple[str, str]  # (row, column) by the corpus's names

ABSENT = Settled(missing=True)
MISSING = "absent from the text"
DISPUTED = "printed, but its number or its place is not certain"
UNREADABLE = "what is printed is not a number"
_DETAILS = {
    "number": "",
    "blank": "printed empty",
    "not_applicable": "printed as a dash or as not applicable",
    "unreadable": UNREADABLE,
}

REMEMBERED = 16_384  # cells: the numbers up to 60 in each cell of a form


@dataclass(slots=True)
class TableFound:
    """One table as far as it was found. `places` are all cells that its form has, in order.

    `has_strays`: numbers are printed among its rows that belong to none of them, so that a sum
    that fails may be our own misreading.
    """

    table: TableName
    places: tuple[Place, ...]
    cells: dict[Place, Settled] = field(default_factory=dict)
    units: dict[Place, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    details: dict[Place, str] = field(default_factory=dict)
    has_strays: bool = False

    @property
    def read(self) -> int:
        """Number of cells that were read."""
        return sum(settled.value is not None for settled in self.cells.values())

    @property
    def whole(self) -> bool:
        """Whether every cell was read."""
        return self.read == len(self.places)

    def put(self, row: str, columns: Iterable[str], settled: Iterable[Settled]) -> None:
        """Take one settled row."""
        for column, cell in zip(columns, settled, strict=True):
            self.cells[row, column] = cell

    def record_cells(self) -> tuple[Cell, ...]:
        """The cells as the record holds them, one for every place of the form."""
        return tuple(map(self._cell, self.places))

    def _cell(self, place: Place) -> Cell:
        settled = self.cells.get(place, ABSENT)
        value = settled.value
        if value is not None:
            unit = value.unit or self.units.get(place)
            detail = self.details.get(place, _DETAILS[value.state])
            return _cell(self.table, *place, value.state, value.number, value.raw, unit, detail)
        state, detail = ("unreadable", DISPUTED) if settled.disputed else ("missing", MISSING)
        detail = self.details.get(place, detail)
        return _cell(self.table, *place, state, None, "", None, detail)


@lru_cache(maxsize=REMEMBERED)
def _cell(
    table: TableName,
    row: str,
    column: str,
    state: CellState,
    value: str | None,
    raw: str,
    unit: str | None,
    detail: str,
) -> Cell:
    """A cell, which nobody changes: most cells of most reports print the same few numbers."""
    return Cell(
        table=table,
        row=row,
        column=column,
        state=state,
        value=value,
        raw=raw,
        unit=unit,
        detail=detail,
    )
