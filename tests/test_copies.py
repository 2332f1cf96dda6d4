"""Copies are one report and look-alikes are not, in whatever order and pieces they arrive."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crawler.corpus import Corpus
from crawler.corpus.decisions import Decision
from crawler.items import Document
from tests.copies import families
from tests.copies.documents import NOON, Copy, document
from tests.copies.scoring import score
from tests.corpus.documents import assert_sound, dump
from tests.running import rows

TURNS = 4
ORDERS = 7
TIMES = ("updated_at", "section_id", "capture_id", "applied_at", "run_id")


def test_pairs_judged_the_same_report_reach_their_floors(tmp_path: Path) -> None:
    pairs = score(TURNS, tmp_path / "corpus.db")
    assert pairs.right > 80
    assert pairs.wrong == []
    assert pairs.recall >= 0.99, pairs.missed


def documents_of(*kinds: families.Make) -> list[Document]:
    """One family of each kind."""
    copies: list[Copy] = []
    for number, make in enumerate(kinds):
        copies += make(Random(f"order {number}"), f"{number}")
    return [document(copy) for copy in copies]


def test_no_order_changes_the_corpus_nor_runs_reparses_and_kills_between(tmp_path: Path) -> None:
    documents = documents_of(
        families.misread_names,
        families.unlike_misreadings,
        families.two_of_one_name,
        families.two_of_one_name_without_portals,
        families.corrected_editions,
        families.names_without_place,
        families.cut_copies,
        families.under_a_foreign_title,
    )
    decided = documents[9].url
    decisions = [Decision(decided, "", "370784103:人民政府", "known otherwise")]
    outcomes: list[dict[str, Any]] = []
    for number in range(ORDERS):
        path = tmp_path / f"{number}.db"
        _arrive(path, documents, decisions, Random(number))
        assert_sound(path)
        found = dump(path, without=TIMES)
        outcomes.append({table: kept for table, kept in found.items() if table != "runs"})
    for number, outcome in enumerate(outcomes[1:], 1):
        for table, kept in outcome.items():
            assert kept == outcomes[0][table], f"order {number}, {table}"


def _arrive(
    path: Path, documents: Sequence[Document], decisions: Sequence[Decision], draw: Random
) -> None:
    """Some of the documents and a kill, all of them in an order of their own, some once more with
    a worse record that a reparse puts right; decisions, others before them."""
    with Corpus.open(path) as corpus:
        corpus.begin_run("first", "files", {}, NOON)
        if draw.random() < 0.5:
            corpus.apply_decisions([Decision(documents[0].url, "", "110101:教育局", "a mistake")])
    _killed(path, draw.sample(documents, len(documents)), draw.random() * 0.2)
    with Corpus.open(path) as corpus:
        if draw.random() < 0.5:
            corpus.apply_decisions(decisions)
        corpus.begin_run("second", "files", {}, NOON)
        for one in draw.sample(documents, len(documents)):
            corpus.store(one, "second")
        for one in draw.sample(documents, 4):
            _reparsed_twice(corpus, one)
        corpus.apply_decisions(decisions)


def _reparsed_twice(corpus: Corpus, one: Document) -> None:
    assert one.record is not None
    capture = corpus.latest_capture(one.url)
    assert capture is not None
    worse = one.record.model_copy(update={"agency": None, "cells": (), "text": ""})
    corpus.replace_record(one.url, capture.source_id, worse)
    corpus.replace_record(one.url, capture.source_id, one.record)


def _killed(path: Path, documents: Sequence[Document], seconds: float) -> None:
    """A crawl that is killed while it stores."""
    child = os.fork()
    if child == 0:
        try:
            corpus = Corpus.open(path)
            for one in documents:
                corpus.store(one, "first")
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _store(path: Path, documents: Sequence[Document]) -> None:
    with Corpus.open(path) as corpus:
        corpus.begin_run("run", "files", {}, NOON)
        for one in documents:
            corpus.store(one, "run")


def test_a_copy_with_an_ambiguous_name_joins_the_report_that_it_repeats(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    official, copy, *_ = documents_of(families.two_of_one_name)
    _store(path, [copy])
    ((alone, resolution),) = rows(path, "SELECT agency_id, resolution FROM agencies")
    assert (str(alone)[:2], resolution) == ("0:", "ambiguous")
    with Corpus.open(path) as corpus:
        corpus.begin_run("later", "files", {}, NOON)
        corpus.store(official, "later")
    ((agency_id, sources),) = rows(path, "SELECT agency_id, source_count FROM reports")
    assert (not str(agency_id).startswith("0:"), sources) == (True, 2)
    assert rows(path, "SELECT count(*) FROM agencies") == [(1,)]
    # as read, it is kept
    names = [name for (name,) in rows(path, "SELECT name FROM agency_names")]
    assert official.record and copy.record
    assert copy.record.agency and copy.record.agency.names[0] in names


@pytest.mark.parametrize("status", ["verified", "discrepant"])
def test_a_corrected_edition_replaces_the_first_one(tmp_path: Path, status: str) -> None:
    path = tmp_path / "corpus.db"
    first, later, _mirror = documents_of(families.corrected_editions)
    assert later.record is not None
    later.record = later.record.model_copy(update={"status": status})
    _store(path, [later, first])
    assert rows(path, "SELECT source_url, status FROM reports") == [(later.url, status)]
    assert rows(path, "SELECT DISTINCT other_url FROM conflicting_cells") == [(first.url,)]
    assert rows(path, f"SELECT title FROM sources WHERE url = '{first.url}'")[0][0]
