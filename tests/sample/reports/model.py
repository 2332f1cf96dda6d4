"""What is true of a made-up report: its cells, its text and what the checks must find."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tests.sample.reports.agencies import Agency
from tests.sample.reports.forms import Template

State = Literal["number", "blank", "not_applicable", "missing"]
Status = Literal["verified", "discrepant", "incomplete", "narrative", "untabled"]
CellName = tuple[str, str, str]  # table, row, column as the corpus names them


@dataclass(frozen=True)
class TruthCell:
    """One cell as printed.

    value: decimal text where the cell prints a number, else None. raw: what is printed.
    unit: 元 or 万元 where the document says so. intended: for a cell that is missing from the
    document, the number that the agency counted; whoever infers the cell must find this one.
    """

    state: State
    value: str | None
    raw: str
    unit: str | None = None
    intended: str | None = None


@dataclass(frozen=True)
class Failure:
    """An identity that the published numbers break.

    rule: A1 row total, A2 outcomes against 总计, A3 received and carried in against handled and
    carried out, A4 the row totals of section 4. scope: the row (A1, A4) or column (A2, A3).
    """

    rule: str
    scope: str
    left: str
    right: str


@dataclass(frozen=True)
class Section:
    """A part under its own heading; number 1–6 in the standard forms, else None."""

    number: int | None
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """A made-up report and everything that a reader of it should find.

    facts: numbers told in sentences, by indicator (decimal text). sections: in order; the
    tables stand in the sections 2, 3 and 4 of the standard forms. signature: the agency's name
    and the date, as the last lines.
    """

    agency: Agency
    year: int
    template: Template
    title: str
    period: tuple[date, date]
    published_on: date
    introduction: tuple[str, ...]
    sections: tuple[Section, ...]
    signature: tuple[str, ...]
    status: Status
    cells: dict[CellName, TruthCell] = field(default_factory=dict)
    failures: tuple[Failure, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, int]:
        """What the corpus stores one row for: agency_id and year."""
        return self.agency.agency_id, self.year

    @property
    def tabled(self) -> bool:
        """Whether the document prints the standard tables as text."""
        return self.status not in ("narrative", "untabled")
