"""No input breaks the parsers: a few hundred of each kind, and what longer runs have found."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from parsers import Record, parse
from parsers.record import Cell
from tests.fuzz import mutations, structure
from tests.fuzz.properties import check, examine

EXAMPLES = settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # shrinking a whole document takes longer than the suite
    suppress_health_check=list(HealthCheck),
)
CHANCE = st.randoms(use_true_random=False)


@EXAMPLES
@given(CHANCE.map(structure.html_tables))
def test_tables_of_random_shape(data: bytes) -> None:
    check(data)


@EXAMPLES
@given(CHANCE.map(structure.tabbed_text))
def test_tabbed_text_of_random_pieces(data: bytes) -> None:
    check(data)


@EXAMPLES
@given(CHANCE.map(structure.flat_text))
def test_flat_text_of_random_pieces(data: bytes) -> None:
    check(data)


@settings(EXAMPLES, max_examples=30)
@given(CHANCE.map(structure.inflated))
def test_one_thing_repeated_thousands_of_times(data: bytes) -> None:
    check(data)


@pytest.mark.parametrize("kind", mutations.BUILDERS)
def test_mutated_documents(kind: str) -> None:
    settings(EXAMPLES, max_examples=40)(given(CHANCE.map(mutations.BUILDERS[kind]))(check))()


def cut_zip(removed: int) -> bytes:
    """A zip archive that lost bytes: its directory points before its own beginning."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("report.html", "<p>一、总体情况</p>" * 3)
    data = written.getvalue()
    return data[:20] + data[20 + removed :]


REPEATED = Path(__file__).parent / "fuzz/repeated_piece.txt"
FOUND = {
    "a row and a column of two forms": (
        "信息内容\t上年项目数量\n外管理服务事项\t\n\t\n行政许可\t".encode()
    ),
    "the same in a page": (
        "<table><tr><th>信息内容本年增减<tr><td>其他对外<td><tr><tr><th>行政许可<th>".encode()
    ),
    "a piece of a table twice, and a row whose sum fails": REPEATED.read_bytes(),
    "a zip archive that lost its beginning": cut_zip(10),
    "words as far apart as a book is long": (
        "一、概述 湖口县财政局" + " " * 150_000 + "规章"
    ).encode(),
    "a cell of nothing but white space": ("<table><tr><td>0" + "\t" * 150_000 + "<td>0").encode(),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_fuzzing_found(name: str) -> None:
    check(FOUND[name])


def test_the_properties_tell_a_good_record_from_a_bad_one() -> None:
    good = parse(mutations.original("html"))
    assert good.status == "verified"
    examine(good)
    for broken in broken_records(good):
        with pytest.raises(AssertionError):
            examine(broken)


def broken_records(good: Record) -> list[Record]:
    """One for each kind of lie that a record could tell."""
    first, *others = good.cells
    fact, *_ = good.facts

    def with_first(**changes: object) -> Record:
        cell = Cell.model_validate({**first.model_dump(), **changes})
        return good.model_copy(update={"cells": (cell, *others)})

    return [
        with_first(state="unreadable", value=None, detail="not certain"),
        with_first(state="blank", value="0", detail="printed empty"),
        with_first(raw=""),
        with_first(value="7" if first.raw != "7" else "8"),
        good.model_copy(update={"cells": tuple(others)}),
        good.model_copy(update={"status": "incomplete"}),
        good.model_copy(update={"facts": (fact.model_copy(update={"start": fact.start + 1}),)}),
        Record(outcome="unreadable"),
    ]
