"""The identities of the forms (勾稽关系), counted from the numbers as published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.sample.reports.forms import APPLICANTS, CHANNELS, DECISIONS, Template, application_rows
from tests.sample.reports.forms import outcome_rows as outcomes_of
from tests.sample.reports.model import CellName, Failure, TruthCell


def broken_identities(
    template: Template, cells: Mapping[CellName, TruthCell]
) -> tuple[Failure, ...]:
    """The identities A1–A4 that do not hold; blank and dashed cells count as 0.

    An identity over a cell that is missing from the document cannot be checked and is left out.
    """
    checks = [*_applications(template), *_proceedings()]
    failures = []
    for rule, scope, left, right in checks:
        if any(cells[name].state == "missing" for name in left + right):
            continue
        left_sum, right_sum = (sum(_number(cells[n]) for n in side) for side in (left, right))
        if left_sum != right_sum:
            failures.append(Failure(rule, scope, str(left_sum), str(right_sum)))
    return tuple(failures)


Identity = tuple[str, str, list[CellName], list[CellName]]


def _applications(template: Template) -> Iterator[Identity]:
    def cell(row: str, column: str) -> CellName:
        return ("applications", row, column)

    applicants = [column for column in APPLICANTS if column != "total"]
    for entry in application_rows(template):
        yield (
            "A1",
            entry.row,
            [cell(entry.row, "total")],
            [cell(entry.row, column) for column in applicants],
        )
    for column in APPLICANTS:
        outcomes = [cell(row, column) for row in outcomes_of(template)]
        yield "A2", column, [cell("total", column)], outcomes
    for column in APPLICANTS:
        before = [cell("received", column), cell("carried_in", column)]
        yield "A3", column, before, [cell("total", column), cell("carried_out", column)]


def _proceedings() -> Iterator[Identity]:
    parts = [column for column in DECISIONS if column != "total"]
    for channel in CHANNELS:
        yield (
            "A4",
            channel,
            [("proceedings", channel, "total")],
            [("proceedings", channel, column) for column in parts],
        )


def _number(cell: TruthCell) -> int:
    return int(cell.value) if cell.value is not None else 0
