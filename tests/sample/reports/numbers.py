"""Made-up numbers, plausible for the kind of agency; every identity holds by construction.

What an agency carries over into the next year depends on the agency and the year alone, so
that its reports of neighbouring years agree with one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.sample.reports.agencies import Agency
from tests.sample.reports.forms import (
    APPLICANTS,
    CHANNELS,
    DECISIONS,
    Template,
    application_rows,
    disclosure_parts,
    outcome_rows,
)
from tests.sample.reports.model import CellName

Numbers = dict[CellName, str]


@dataclass(frozen=True)
class Scale:
    """What an agency of a kind counts in a year: upper bounds, and how often it counts nothing."""

    quiet: float  # share of years without a single application
    applications: int
    carried: int
    proceedings: int
    decisions: int
    fees: int  # 万元
    regulations: int
    documents: int


TOWNSHIP = Scale(0.8, 4, 1, 0, 40, 0, 0, 3)
DEPARTMENT = Scale(0.2, 20, 2, 2, 900, 30, 0, 8)
COUNTY = Scale(0, 160, 12, 9, 90_000, 9_000, 0, 60)
PREFECTURE = Scale(0, 1400, 60, 60, 900_000, 70_000, 4, 300)


def scale_of(agency: Agency) -> Scale:
    """Towns mostly report zeros, whole counties and cities hundreds."""
    if agency.level == "township":
        return TOWNSHIP
    if agency.kind != "government":
        return DEPARTMENT
    return PREFECTURE if agency.level == "prefecture" else COUNTY


def make_numbers(seed: int, agency: Agency, year: int, template: Template) -> Numbers:
    """All numbers of the standard tables, as decimal text."""
    return {
        **_disclosures(seed, agency, year, template),
        **_applications(seed, agency, year, template),
        **_proceedings(seed, agency, year),
    }


def draw(seed: int, agency: Agency, year: int, purpose: str) -> Random:
    """A source of chance that depends on these words only."""
    return Random(f"{seed}|{agency.agency_id}|{year}|{purpose}")


def _disclosures(seed: int, agency: Agency, year: int, template: Template) -> Numbers:
    scale, chance = scale_of(agency), draw(seed, agency, year, "disclosures")
    numbers: Numbers = {}
    for part in disclosure_parts(template):
        for row in part.rows:
            bound = {"regulations": scale.regulations, "normative_documents": scale.documents}
            most = bound.get(row, scale.decisions)
            for column, value in _disclosure_row(chance, tuple(part.columns), most, scale):
                numbers["disclosures", row, column] = value
    return numbers


def _disclosure_row(
    chance: Random, columns: tuple[str, ...], most: int, scale: Scale
) -> list[tuple[str, str]]:
    few = chance.randint(0, most) if chance.random() < 0.8 else 0
    drawn = {
        "made": few,
        "newly_disclosed": few,
        "disclosed_total": few * chance.randint(1, 6),
        "issued": few,
        "repealed": few // 3,
        "in_force": few * chance.randint(2, 6),
        "items_last_year": few // 4,
        "items_change": chance.choice((0, 0, 2, 19)) if few else 0,
        "decisions": few,
        "procurement_count": chance.randint(0, 40),
    }
    values = {column: str(number) for column, number in drawn.items()}
    values["fee_amount"] = f"{scale.fees * chance.random():.4f}" if scale.fees else "0"
    values["procurement_amount"] = f"{chance.randint(1, 900) * 500}"
    if values["procurement_count"] == "0":
        values["procurement_amount"] = "0"
    return [(column, values[column]) for column in columns]


def _applications(seed: int, agency: Agency, year: int, template: Template) -> Numbers:
    chance = draw(seed, agency, year, "applications")
    scale = scale_of(agency)
    new = 0 if chance.random() < scale.quiet else scale.applications
    applicants = [column for column in APPLICANTS if column != "total"]
    carried_in = _carried_out(seed, agency, year - 1, applicants)
    carried_out = _carried_out(seed, agency, year, applicants)
    table = {entry.row: dict.fromkeys(applicants, 0) for entry in application_rows(template)}
    for column in applicants:
        settled_new = _applicants_of(chance, column, new)
        table["received"][column] = carried_out[column] + settled_new
        table["carried_in"][column] = carried_in[column]
        table["total"][column] = carried_in[column] + settled_new
        table["carried_out"][column] = carried_out[column]
        for row in _outcomes(chance, template, table["total"][column]):
            table[row][column] += 1
    return {
        ("applications", row, column): str(value)
        for row, values in table.items()
        for column, value in {**values, "total": sum(values.values())}.items()
    }


def _carried_out(seed: int, agency: Agency, year: int, applicants: list[str]) -> dict[str, int]:
    chance, scale = draw(seed, agency, year, "carried over"), scale_of(agency)
    most = 0 if chance.random() < scale.quiet else scale.carried
    return {column: _applicants_of(chance, column, most) for column in applicants}


def _applicants_of(chance: Random, column: str, most: int) -> int:
    """Nearly all applicants are natural persons, and quiet years are common below the county."""
    share = {"natural_person": 1.0, "company": 0.25}.get(column, 0.02)
    return int(chance.random() * share * (most + 1))


def _outcomes(chance: Random, template: Template, count: int) -> list[str]:
    rows = outcome_rows(template)
    weights = [
        {"granted": 40, "partial": 12, "unavailable_not_held": 20}.get(row, 2) for row in rows
    ]
    return chance.choices(rows, weights, k=count)


def _proceedings(seed: int, agency: Agency, year: int) -> Numbers:
    scale, chance = scale_of(agency), draw(seed, agency, year, "proceedings")
    parts = [column for column in DECISIONS if column != "total"]
    numbers: Numbers = {}
    for channel in CHANNELS:
        counts = {column: chance.randint(0, scale.proceedings) for column in parts}
        counts["total"] = sum(counts.values())
        for column, count in counts.items():
            numbers["proceedings", channel, column] = str(count)
    return numbers
