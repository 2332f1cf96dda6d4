"""What the interpretation of one statutory table gives: its cells, settled or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import TypeAdapter

from ..record import Cell, TableName
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

_CELLS = TypeAdapter(tuple[Cell, ...])  # all of a table at once, which takes half the time


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
        return _CELLS.validate_python([self._cell(place) for place in self.places])

    def _cell(self, place: Place) -> dict[str, str | None]:
        row, column = place
        settled = self.cells.get(place, ABSENT)
        value = settled.value
        if value is None:
            state, detail = ("unreadable", DISPUTED) if settled.disputed else ("missing", MISSING)
            return {
                "table": self.table,
                "row": row,
                "column": column,
                "state": state,
                "detail": self.details.get(place, detail),
            }
        return {
            "table": self.table,
            "row": row,
            "column": column,
            "state": value.state,
            "value": value.number,
            "raw": value.raw,
            "unit": value.unit or self.units.get(place),
            "detail": self.details.get(place, _DETAILS[value.state]),
        }
