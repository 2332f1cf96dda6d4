"""The official forms as data: rows, columns, labels and how they are grouped."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

Template = Literal["pre2019", "2019", "2021"]
Labels = dict[str, str]

_FORMS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("forms.toml").read_text(encoding="utf-8")
)

APPLICANTS: Labels = _FORMS["applications"]["columns"]
CORNER: str = _FORMS["applications"]["corner"]
APPLICANT_HEADING: str = _FORMS["applications"]["applicants"]
ORGANISATION_HEADING: str = _FORMS["applications"]["organisations"]
RESULT_HEADING: str = _FORMS["applications"]["results"]
CHANNELS: Labels = _FORMS["proceedings"]["channels"]
LITIGATION_HEADING: str = _FORMS["proceedings"]["litigation"]
DECISIONS: Labels = _FORMS["proceedings"]["columns"]
ITEM_HEADING: str = _FORMS["disclosures"]["title"]
STANDARD_HEADINGS: tuple[str, ...] = tuple(_FORMS["headings"]["standard"])
PRE2019_HEADINGS: tuple[str, ...] = tuple(_FORMS["headings"]["pre2019"])


@dataclass(frozen=True)
class DisclosurePart:
    """One 第二十条第（x）项 of section 2: its rows all have the same columns."""

    heading: str
    columns: Labels
    rows: Labels


@dataclass(frozen=True)
class ApplicationRow:
    """One row of section 3. group: the label in the column left of it, "" where it spans both.

    under_results: whether it stands under 三、本年度办理结果.
    """

    row: str
    label: str
    group: str = ""
    under_results: bool = True


@cache
def disclosure_parts(template: Template) -> tuple[DisclosurePart, ...]:
    """Section 2 of the form, part by part."""
    return tuple(DisclosurePart(**part) for part in _FORMS["disclosures"][template])


@cache
def application_rows(template: Template) -> tuple[ApplicationRow, ...]:
    """Section 3 of the form: 23 rows in the form of 2019, 25 in that of 2021."""
    form = _FORMS["applications"]
    results = [*form["outcomes"], *form["others"][template], form["total"]]
    return (
        *(ApplicationRow(row, label, under_results=False) for row, label in form["before"]),
        *(ApplicationRow(row, label, group) for row, group, label in results),
        *(ApplicationRow(row, label, under_results=False) for row, label in form["after"]),
    )


def outcome_rows(template: Template) -> tuple[str, ...]:
    """The rows that add up to `total`: from granted to other."""
    return tuple(
        entry.row
        for entry in application_rows(template)
        if entry.under_results and entry.row != "total"
    )
