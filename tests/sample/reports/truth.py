"""The generator: one made-up report for an agency and a year, with everything true of it.

Same arguments, same report: chance is drawn from the arguments alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.sample.reports.agencies import Agency
from tests.sample.reports.damage import Damage, print_cells
from tests.sample.reports.forms import Template
from tests.sample.reports.identities import broken_identities
from tests.sample.reports.model import CellName, Failure, Report, Status, TruthCell
from tests.sample.reports.numbers import draw, make_numbers
from tests.sample.reports.prose import write_text


def template_for(year: int) -> Template:
    """The form that a punctual agency uses for the year reported on."""
    if year < 2019:
        return "pre2019"
    return "2019" if year < 2021 else "2021"


def make_report(
    seed: int, agency: Agency, year: int, template: Template | None = None, **damage: Any
) -> Report:
    """Make up a report. template: that of the year unless said; damage: fields of `Damage`."""
    template = template or template_for(year)
    tabled = template != "pre2019"
    numbers = make_numbers(seed, agency, year, template if tabled else "2019")
    text = write_text(seed, agency, year, template, numbers)
    cells = print_cells(numbers, Damage(**damage)) if tabled else {}
    failures = broken_identities(template, cells) if tabled else ()
    published_on = _published_on(seed, agency, year)
    return Report(
        agency=agency,
        year=year,
        template=template,
        title=text.title,
        period=(date(year, 1, 1), date(year, 12, 31)),
        published_on=published_on,
        introduction=text.introduction,
        sections=text.sections,
        signature=(
            agency.name,
            f"{published_on.year}年{published_on.month}月{published_on.day}日",
        ),
        status=_status(cells, failures),
        cells=cells,
        failures=failures,
        facts=text.facts,
    )


def _status(cells: Mapping[CellName, TruthCell], failures: tuple[Failure, ...]) -> Status:
    missing = sum(cell.state == "missing" for cell in cells.values())
    if not cells:
        return "narrative"
    if missing == len(cells):
        return "untabled"
    if missing:
        return "incomplete"
    return "discrepant" if failures else "verified"


def _published_on(seed: int, agency: Agency, year: int) -> date:
    """Single agencies publish by the end of January, whole regions by the end of March."""
    chance = draw(seed, agency, year, "publication")
    region = agency.kind == "government" and agency.level != "township"
    first = date(year + 1, 2, 10) if region else date(year + 1, 1, 5)
    return first + timedelta(days=chance.randrange(45 if region else 25))
