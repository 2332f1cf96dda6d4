"""What a reading is worth: cells right, unread and wrong, statuses, silent errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from parsers import Hints, Record, parse
from parsers.record import Cell
from tests.accuracy.labelled import Labelled
from tests.sample.reports.model import CellName, TruthCell

CERTAIN = ("verified", "discrepant")  # statuses that promise that every cell was read


@dataclass(frozen=True)
class Score:
    """Of one document. wrong: what differs, in words. silent: errors that nothing tells of."""

    document: Labelled
    right: int
    unread: int
    wrong: tuple[str, ...]
    status: str
    silent: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether the status is the true one."""
        return self.status == self.document.status


@dataclass
class Tally:
    """Of all documents of a group."""

    documents: int = 0
    right: int = 0
    unread: int = 0
    wrong: int = 0
    exact: int = 0
    silent: list[str] = field(default_factory=list)

    @property
    def cells(self) -> float:
        """Share of the cells that were read right."""
        return self.right / max(1, self.right + self.unread + self.wrong)

    @property
    def statuses(self) -> float:
        """Share of the documents whose status is the true one."""
        return self.exact / max(1, self.documents)


def score_all(documents: Iterable[Labelled]) -> Iterator[Score]:
    """Parse and score, one by one."""
    for document in documents:
        yield score(document, parse(document.data, Hints()))


def tally(scores: Iterable[Score]) -> dict[str, Tally]:
    """The sums by group."""
    groups: dict[str, Tally] = {}
    for one in scores:
        group = groups.setdefault(one.document.group, Tally())
        group.documents += 1
        group.right += one.right
        group.unread += one.unread
        group.wrong += len(one.wrong)
        group.exact += one.exact
        group.silent += [f"{one.document.name}: {error}" for error in one.silent]
    return groups


def score(document: Labelled, record: Record) -> Score:
    """Compare a record with the truth of its document."""
    told: dict[CellName, Cell] = {(c.table, c.row, c.column): c for c in record.cells}
    right, unread, wrong = 0, 0, []
    for name, true in document.cells.items():
        cell = told.pop(name, None)
        if is_right(cell, true):
            right += 1
        elif cell is None or cell.state in ("missing", "unreadable", "conflict"):
            unread += 1
        else:
            printed = true.raw or true.state
            wrong.append(f"{'.'.join(name)}: {cell.state} {cell.value}, printed is {printed}")
    wrong += [f"{'.'.join(n)}: {c.value}, no such cell" for n, c in told.items() if c.value]
    status = record.status or record.outcome
    return Score(document, right, unread, tuple(wrong), status, (*wrong, *_lies(document, status)))


def is_right(cell: Cell | None, true: TruthCell) -> bool:
    """Whether a cell of the record says what is printed.

    A cell that is not printed may be given the number that the agency meant, where what is
    printed tells it; it may not be called empty.
    """
    if cell is None:
        return true.state == "missing"
    if true.state == "missing":
        return cell.state == "missing" or (cell.value is not None and cell.value == true.intended)
    if true.state == "blank" and cell.state == "inferred":
        return cell.value == true.intended
    return (cell.state, cell.value) == (true.state, true.value)


def _lies(document: Labelled, status: str) -> Iterator[str]:
    """A certain status that is not the true one, whatever the cells are."""
    if status in CERTAIN and status != document.status:
        yield f"called {status}, is {document.status}"
