"""The stretches into which a table printed without a grid is cut, and what each may say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .layouts import layouts
from .mending import ORDINARY, WRONG_NUMBER, Cells, is_put_together, mendings
from .settle import filled_amounts, row_holds, said
from .templates import Template
from .values import Aligned, Value

MOST_READINGS = 400  # of one stretch


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values that stand together, and the rows that they belong to, in the form's order."""

    rows: tuple[str, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class StretchReading:
    """One reading of a stretch, or of several together.

    cost: of the damage. broken: rows whose sum fails. balance: what the rows add to the sums
    down the columns, outcomes and applications, which must come to zero; None where a number
    is unknown.
    """

    rows: tuple[Aligned, ...]
    cost: int
    broken: frozenset[str]
    balance: tuple[int | None, ...]

    @property
    def weight(self) -> int:
        """Its damage and its own wrong sums."""
        return self.cost + WRONG_NUMBER * len(self.broken)


def readings_of(stretch: Stretch, form: Template, width: int) -> list[StretchReading]:
    """The readings of a stretch, the lightest first; none where there are too many."""
    wanted = len(stretch.rows) * width
    ways = mendings(stretch.values, wanted, width)
    return laid_out(stretch, ways, abs(len(stretch.values) - wanted), form, width)


def laid_out(
    stretch: Stretch, ways: Mapping[Cells, int], damage: int, form: Template, width: int
) -> list[StretchReading]:
    """Readings that say the same count once: the one whose gaps stand last."""
    found: dict[tuple[object, ...], StretchReading] = {}
    for cells, cost in ways.items():
        for rows in layouts(cells, width, damage=damage):
            key = tuple((said(row), row_holds(row)) for row in rows)
            if key not in found or cost < found[key].cost or _later_gaps(rows, found[key].rows):
                found[key] = _reading(stretch.rows, rows, cost, form, width)
        if len(found) > MOST_READINGS:
            return []
    return sorted(found.values(), key=lambda reading: reading.weight)


def _later_gaps(rows: Sequence[Aligned], others: Sequence[Aligned]) -> bool:
    return _gaps(rows) > _gaps(others)


def _gaps(rows: Sequence[Aligned]) -> list[int]:
    return [i for row in rows for i, value in enumerate(row) if value is None]


def _reading(
    names: Sequence[str], rows: tuple[Aligned, ...], cost: int, form: Template, width: int
) -> StretchReading:
    outcomes = [0] * width
    balances = [0] * width
    unknown: set[int] = set()
    for name, row in zip(names, rows, strict=True):
        outcome = 1 if name in form.outcomes else -1 if name == "total" else 0
        balance = {"received": 1, "carried_in": 1, "total": -1, "carried_out": -1}.get(name, 0)
        for column, amount in enumerate(filled_amounts(row)):
            if amount is None:
                unknown.add(column)
                continue
            outcomes[column] += outcome * amount
            balances[column] += balance * amount
    sums = [None if i % width in unknown else n for i, n in enumerate(outcomes + balances)]
    failing = {name: row for name, row in zip(names, rows, strict=True) if not row_holds(row)}
    if any(is_put_together(value) for row in failing.values() for value in row):
        cost += ORDINARY  # nothing bears the number out
    return StretchReading(rows, cost, frozenset(failing), tuple(sums))


def together(total: StretchReading, reading: StretchReading) -> StretchReading:
    """Two readings of different rows as one; only their sums are kept."""
    balance = tuple(
        None if a is None or b is None else a + b
        for a, b in zip(total.balance, reading.balance, strict=True)
    )
    return StretchReading((), total.cost + reading.cost, total.broken | reading.broken, balance)


def apart(total: StretchReading, reading: StretchReading) -> StretchReading:
    """The sums without those of one of the readings."""
    balance = tuple(
        None if a is None or b is None else a - b
        for a, b in zip(total.balance, reading.balance, strict=True)
    )
    return StretchReading((), total.cost - reading.cost, total.broken - reading.broken, balance)
