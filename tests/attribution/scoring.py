"""What an attribution is worth: right, unsure, or wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from parsers import Hints
from parsers.attribution import Attribution, Evidence, attribute
from parsers.record import Agency
from tests.attribution.labelled import Labelled

Verdict = Literal["right", "unsure", "wrong"]


@dataclass(frozen=True)
class Score:
    """Of one case, with what was told."""

    labelled: Labelled
    agency: Verdict
    year: Verdict
    told: str

    @property
    def verdict(self) -> Verdict:
        """Wrong where either is wrong, right where both are right."""
        both = (self.agency, self.year)
        if "wrong" in both:
            return "wrong"
        return "right" if both == ("right", "right") else "unsure"


@dataclass
class Tally:
    """Of all cases of a group."""

    cases: int = 0
    right: int = 0
    unsure: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Share of the cases with agency and year right."""
        return self.right / max(1, self.cases)


def attributed(one: Labelled) -> Attribution:
    """What the package says of a case."""
    page = one.case.page
    return attribute(
        Evidence(
            tuple(page.titles),
            tuple(page.lines),
            page.table_words,
            Hints.model_validate(page.hints),
        )
    )


def score(one: Labelled) -> Score:
    """Compare with the truth."""
    found = attributed(one)
    agency = judge_agency(found.agency, one.case.agency, known=one.case.known)
    told = found.agency.agency_id if found.agency else "nobody"
    if found.agency:
        told += f" ({found.agency.resolution}: {found.agency.reason})"
    return Score(one, agency, judge_year(found.year, one.case.year), f"{told}, {found.year}")


def judge_agency(found: Agency | None, true: str, *, known: bool) -> Verdict:
    """Where the page does not tell the agency, saying so is right and a guess is wrong, and so
    are candidates without the true one."""
    if found is None or found.resolution == "unresolved":
        return "unsure" if known else "right"
    if found.resolution == "ambiguous":
        if found.candidates and true not in found.candidates:
            return "wrong"
        return "unsure" if known else "right"
    if not known:
        return "wrong"
    return "right" if found.agency_id == true else "wrong"


def judge_year(found: int | None, true: int | None) -> Verdict:
    """A year nobody told must not be found."""
    if found == true:
        return "right"
    return "unsure" if found is None else "wrong"


def score_all(cases: Iterable[Labelled]) -> Iterator[Score]:
    """One by one."""
    return (score(one) for one in cases)


def tally(scores: Iterable[Score]) -> dict[str, Tally]:
    """By group, in the order of the set."""
    groups: dict[str, Tally] = {}
    for one in scores:
        group = groups.setdefault(one.labelled.group, Tally())
        group.cases += 1
        if one.verdict == "wrong":
            group.wrong.append(describe(one))
        elif one.verdict == "right":
            group.right += 1
        else:
            group.unsure += 1
    return groups


def describe(one: Score) -> str:
    """A case and what was told of it, in a line."""
    case = one.labelled.case
    title = (case.page.titles or case.page.lines)[0]
    true = f"{case.agency}{'' if case.known else ' (not told)'}, {case.year}"
    return f"{one.labelled.group} {one.labelled.number}: {title!r} is {true}; told {one.told}"
