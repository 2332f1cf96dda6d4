"""What the reading of a report is worth: the `status` of the corpus."""

from __future__ import annotations

from collections.abc import Sequence

from ..record import Cell, IdentityFailure, Status

READ = frozenset({"number"})
EMPTY = frozenset({"blank", "not_applicable", "inferred"})


def count_read(cells: Sequence[Cell]) -> int:
    """Cells read as a number."""
    return sum(cell.state in READ for cell in cells)


def count_blank(cells: Sequence[Cell]) -> int:
    """Cells seen to be empty or dashed."""
    return sum(cell.state in EMPTY for cell in cells)


def status_of(
    cells: Sequence[Cell],
    failures: Sequence[IdentityFailure],
    *,
    has_text: bool,
    beyond_doubt: bool = True,
) -> Status:
    """`cells` are all that the form has, whether read or not; empty for a report without it.

    `beyond_doubt`: False where the reading itself may be what a failing identity shows.
    """
    if not cells:
        return "narrative" if has_text else "untabled"
    if all(cell.state == "missing" for cell in cells):
        return "untabled"
    if not all(cell.state in READ | EMPTY for cell in cells):
        return "incomplete"
    if not beyond_doubt:
        return "incomplete"
    return "discrepant" if failures else "verified"
