"""The floors of the labelled set hold, and nothing is wrong."""

from __future__ import annotations

import pytest

from tests.attribution.gate import FILE, complaints, read_floors
from tests.attribution.labelled import Labelled, content_hash, labelled_set
from tests.attribution.reading import REPORT, SHENGLI, agency_of
from tests.attribution.scoring import Tally, judge_agency, judge_year, score_all, tally

PINNED = read_floors()


@pytest.fixture(scope="module")
def cases() -> list[Labelled]:
    return labelled_set(PINNED.turns)


def test_the_labelled_set_is_the_pinned_one(cases: list[Labelled]) -> None:
    assert len(cases) > 4000
    assert content_hash(cases) == PINNED.sha256, (
        f"the generator or the lists of divisions make another set than was measured: look at it"
        f" (python -m tests.attribution --doubts), then set sha256 in {FILE}"
    )


def test_floors_hold_and_nothing_is_wrong(cases: list[Labelled]) -> None:
    found = list(complaints(tally(score_all(cases)), PINNED))
    assert not found, "\n".join(found)


def test_a_fall_a_rise_and_a_wrong_case_are_complained_of() -> None:
    name = next(iter(PINNED.floors))
    whole = {group: Tally(cases=100, right=100) for group in PINNED.floors}
    assert not list(complaints(whole, PINNED))
    fallen = list(complaints(whole | {name: Tally(cases=100, right=50, unsure=50)}, PINNED))
    assert [c for c in fallen if c.startswith(f"{name}: fell")]
    wrong = list(complaints(whole | {name: Tally(100, 100, 0, ["a guess"])}, PINNED))
    assert wrong == ["wrong: a guess"]
    low = type(PINNED)(1, "", PINNED.margin, 0.0, PINNED.floors | {name: 0.5})
    assert [c for c in complaints(whole, low) if c.startswith(f"{name}: rose")]


def test_a_guess_is_wrong_and_so_are_candidates_without_the_true_one() -> None:
    sure = agency_of(f"安丘市教育局2020年{REPORT}")
    assert judge_agency(sure, "370784:教育局", known=True) == "right"
    assert judge_agency(sure, "370784:教育局", known=False) == "wrong"
    assert judge_agency(sure, "370783:教育局", known=True) == "wrong"
    doubt = agency_of(SHENGLI)
    assert judge_agency(doubt, "640302107:人民政府", known=True) == "unsure"
    assert judge_agency(doubt, "640302107:人民政府", known=False) == "right"
    assert judge_agency(doubt, "370784120:人民政府", known=False) == "wrong"
    assert judge_agency(None, "370784:教育局", known=False) == "right"
    assert (judge_year(None, 2020), judge_year(2020, None)) == ("unsure", "wrong")
