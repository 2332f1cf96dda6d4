"""Text with tabs that lost or gained something in table 3 on its way through a converter."""

from __future__ import annotations

from random import Random

from tests.accuracy.printing import Copy, emptied, require_tables, text_copy, without
from tests.sample.reports import forms, tabbed
from tests.sample.reports.model import CellName, Report
from tests.sample.reports.tabbed import BROKEN_AFTER, BROKEN_ROW

Line = list[str]  # the fields between tabs
DAMAGED_ROWS = 3
SHORTEST_PIECE = 2  # characters of a label on either side of a break


class _Text:
    """The lines of a copy, and where the rows of table 3 stand."""

    def __init__(self, report: Report) -> None:
        require_tables(report, ("missing", "blank"))
        self.report = report
        self.lines = [line.split("\t") for line in tabbed.render(report).split("\n")]
        self.entries = [e for e in forms.application_rows(report.template) if e.row != BROKEN_ROW]

    def draw(self, chance: Random, rows: int = DAMAGED_ROWS) -> list[tuple[str, str, Line]]:
        """Some rows: name, label, fields."""
        drawn = chance.sample(self.entries, rows)
        return [(entry.row, entry.label, self.line_of(entry.label)) for entry in drawn]

    def line_of(self, label: str) -> Line:
        """The row that a label stands in."""
        return next(line for line in self.lines if label in line)

    def __str__(self) -> str:
        return "\n".join("\t".join(line) for line in self.lines)


def with_lost_numbers(report: Report, chance: Random) -> Copy:
    """One number of some rows is gone, and what follows moved to the left."""
    text = _Text(report)
    lost: list[CellName] = []
    for row, label, line in text.draw(chance):
        column = chance.randrange(len(forms.APPLICANTS))
        del line[line.index(label) + 1 + column]
        lost.append(("applications", row, list(forms.APPLICANTS)[column]))
    return text_copy(report, str(text), without(report.cells, lost))


def with_copied_numbers(report: Report, chance: Random) -> Copy:
    """One number of some rows is printed twice, and what follows moved to the right."""
    text = _Text(report)
    for _, label, line in text.draw(chance):
        place = line.index(label) + 1 + chance.randrange(len(forms.APPLICANTS))
        line.insert(place, line[place])
    return text_copy(report, str(text))


def with_emptied_fields(report: Report, chance: Random) -> Copy:
    """One number of some rows is printed empty."""
    text = _Text(report)
    names: list[CellName] = []
    for row, label, line in text.draw(chance):
        column = chance.randrange(len(forms.APPLICANTS))
        line[line.index(label) + 1 + column] = ""
        names.append(("applications", row, list(forms.APPLICANTS)[column]))
    return text_copy(report, str(text), emptied(report.cells, names))


def with_lost_row(report: Report, chance: Random) -> Copy:
    """One row is gone."""
    text = _Text(report)
    for row, _, line in text.draw(chance, 1):
        text.lines.remove(line)
        lost: list[CellName] = [("applications", row, column) for column in forms.APPLICANTS]
    return text_copy(report, str(text), without(report.cells, lost))


def with_broken_labels(report: Report, chance: Random) -> Copy:
    """The ends of some labels stand in a row of their own below their numbers."""
    text = _Text(report)
    long = [e for e in text.entries if len(e.label) > BROKEN_AFTER]
    for entry in chance.sample(long, DAMAGED_ROWS):
        line = text.line_of(entry.label)
        place = line.index(entry.label)
        cut = chance.randint(SHORTEST_PIECE + 2, len(entry.label) - SHORTEST_PIECE)
        line[place] = entry.label[:cut]
        rest = ["" if i != place else entry.label[cut:] for i in range(len(line))]
        text.lines.insert(text.lines.index(line) + 1, rest)
    return text_copy(report, str(text))
