"""The forms' own identities (勾稽关系), on the numbers as published.

国办公开办函〔2019〕60号 and 〔2021〕30号: in table 3 each row's 总计 is the sum of its six
applicants; in each column 新收 + 结转 = 总计 + 结转下年度, and 总计 is the sum of the outcomes;
in table 4 each 总计 is the sum of its four results. A failure never changes a number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ..interpretation.templates import COMMON, StatutoryTemplate, template
from ..record import Cell, IdentityFailure

Key = tuple[str, str, str]

ROW_TOTAL = "row_total"
COLUMN_BALANCE = "column_balance"
COLUMN_OUTCOMES = "column_outcomes"
PROCEEDINGS_TOTAL = "proceedings_total"
OF_COLUMNS = frozenset({COLUMN_BALANCE, COLUMN_OUTCOMES})


@dataclass(frozen=True, slots=True)
class Identity:
    """`left` cells must add up to `right` cells."""

    rule: str
    scope: str
    left: tuple[Key, ...]
    right: tuple[Key, ...]


@cache
def identities_of(name: StatutoryTemplate) -> tuple[Identity, ...]:
    """All identities of a form."""
    form = template(name)
    *parts, total = COMMON.columns
    found = [
        Identity(
            ROW_TOTAL,
            f"applications.{row}",
            _keys("applications", [row], parts),
            _keys("applications", [row], [total]),
        )
        for row in form.row_names
    ]
    for column in COMMON.columns:
        scope = f"applications.{column}"
        opened = _keys("applications", ["received", "carried_in"], [column])
        closed = _keys("applications", ["total", "carried_out"], [column])
        outcomes = _keys("applications", form.outcomes, [column])
        found.append(Identity(COLUMN_BALANCE, scope, opened, closed))
        found.append(
            Identity(COLUMN_OUTCOMES, scope, outcomes, _keys("applications", ["total"], [column]))
        )
    *results, total = COMMON.outcomes
    found.extend(
        Identity(
            PROCEEDINGS_TOTAL,
            f"proceedings.{channel}",
            _keys("proceedings", [channel], results),
            _keys("proceedings", [channel], [total]),
        )
        for channel in COMMON.channels
    )
    return tuple(found)


def _keys(table: str, rows: Iterable[str], columns: Iterable[str]) -> tuple[Key, ...]:
    columns = tuple(columns)
    return tuple((table, row, column) for row in rows for column in columns)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An identity whose cells were all read, with both sums."""

    identity: Identity
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """Whether the published numbers agree."""
        return self.left == self.right


def evaluate(cells: Sequence[Cell], name: StatutoryTemplate) -> tuple[Evaluated, ...]:
    """Every identity whose cells were all read.

    An empty or dashed cell counts as 0 in a sum; an identity of nothing but such cells says
    nothing and is left out.
    """
    summed: dict[Key, Cell] = {
        (c.table, c.row, c.column): c for c in cells if c.table != "disclosures"
    }
    amounts = {key: _amount(cell) for key, cell in summed.items()}
    printed = {key for key, cell in summed.items() if cell.value is not None}
    found = []
    for identity in identities_of(name):
        left = [amounts.get(key) for key in identity.left]
        right = [amounts.get(key) for key in identity.right]
        if None in left or None in right:
            continue
        if not printed.isdisjoint(identity.left) or not printed.isdisjoint(identity.right):
            found.append(Evaluated(identity, sum(filter(None, left)), sum(filter(None, right))))
    return tuple(found)


def check(
    cells: Sequence[Cell], name: StatutoryTemplate
) -> tuple[int, tuple[IdentityFailure, ...]]:
    """How many identities were evaluated, and those that fail."""
    evaluated = evaluate(cells, name)
    failures = tuple(
        IdentityFailure(
            rule=e.identity.rule, scope=e.identity.scope, left=str(e.left), right=str(e.right)
        )
        for e in evaluated
        if not e.holds
    )
    return len(evaluated), failures


def _amount(cell: Cell) -> int | None:
    if cell.state in ("blank", "not_applicable"):
        return 0
    return int(cell.value) if cell.value is not None else None


def infer_blank_totals(cells: Sequence[Cell], name: StatutoryTemplate) -> tuple[Cell, ...]:
    """Give a printed-empty 总计 the sum of its row, where the row prints at least one number.

    The cell stays marked `inferred`. Cells absent from the text are never inferred, nor is a sum
    over an empty cell that its column's identities show to stand for more than 0.
    """
    blank = {(cell.table, cell.row): list[Cell]() for cell in cells if _is_blank_total(cell)}
    if not blank:
        return tuple(cells)
    for cell in cells:
        if (cell.table, cell.row) in blank:
            blank[cell.table, cell.row].append(cell)
    failing = {
        key
        for evaluated in evaluate(cells, name)
        if evaluated.identity.rule in OF_COLUMNS and not evaluated.holds
        for key in (*evaluated.identity.left, *evaluated.identity.right)
    }
    return tuple(
        _inferred(cell, blank[cell.table, cell.row], failing) if _is_blank_total(cell) else cell
        for cell in cells
    )


def _is_blank_total(cell: Cell) -> bool:
    return cell.state == "blank" and cell.column == "total" and cell.table != "disclosures"


def _inferred(cell: Cell, row: Sequence[Cell], failing: Collection[Key]) -> Cell:
    """A blank total with the sum of its row, where that is certain."""
    others = [other for other in row if other is not cell]
    parts = [_amount(other) for other in others]
    printed = any(other.value is not None for other in others)
    contradicted = any(
        other.value is None and (other.table, other.row, other.column) in failing
        for other in others
    )
    if not printed or None in parts or contradicted:
        return cell
    total = str(sum(part or 0 for part in parts))
    return cell.model_copy(
        update={
            "state": "inferred",
            "value": total,
            "detail": "printed empty; the sum of the row's other cells",
        }
    )
