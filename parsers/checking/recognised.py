"""Numbers read by character recognition: only what a sum confirms is believed.

A recogniser errs silently, so a broken identity shows a misreading as likely as the agency's
own mistake. The rule and its reasons stand in `parsers.reading.ocr`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..interpretation.templates import StatutoryTemplate
from ..record import Cell
from .identities import evaluate

UNCONFIRMED = "recognised in a picture, and no sum that holds confirms it"


def confirmed(
    cells: Sequence[Cell], name: StatutoryTemplate, why: str = UNCONFIRMED
) -> tuple[Cell, ...]:
    """The cells, those of a broken identity unread unless another identity that holds has them.

    why: the `detail` of cells that are unread by this.
    """
    evaluated = evaluate(cells, name)
    held = {k for e in evaluated if e.holds for k in e.identity.left + e.identity.right}
    broken = {k for e in evaluated if not e.holds for k in e.identity.left + e.identity.right}
    doubtful = broken - held
    return tuple(
        cell.model_copy(update={"state": "unreadable", "value": None, "detail": why})
        if (cell.table, cell.row, cell.column) in doubtful and cell.value is not None
        else cell
        for cell in cells
    )


def is_proved(cells: Sequence[Cell], name: StatutoryTemplate) -> bool:
    """Whether every identity holds, and every number of tables 3 and 4 stands in one that does
    not rest on an inferred cell, which would hold whatever was misread."""
    evaluated = evaluate(cells, name)
    inferred = {(c.table, c.row, c.column) for c in cells if c.state == "inferred"}
    proved = {
        key
        for e in evaluated
        if not inferred.intersection(keys := e.identity.left + e.identity.right)
        for key in keys
    }
    return all(e.holds for e in evaluated) and all(
        (c.table, c.row, c.column) in proved
        for c in cells
        if c.state == "number" and c.table != "disclosures"
    )
