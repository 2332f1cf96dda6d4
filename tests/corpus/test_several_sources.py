"""Several documents of one report: which is believed, what fills gaps, what conflicts."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.corpus import Corpus
from crawler.items import SourceKind
from parsers.record import (
    Record,
)
from tests.corpus.documents import (
    JIANGJING,
    NOON,
    SHENGLI,
    assert_sound,
    bytes_id,
    cell,
    document,
    dump,
    one,
    query,
    received,
    report,
)


def test_two_sources_are_one_report_and_their_conflict_is_told(corpus: Corpus, path: Path) -> None:
    file = report(cells=received("4 0 0 0 0 0 4"))
    corpus.store(document("file:///reports/1.txt", b"file", file, kind="file"), "run-1")
    corpus.store(document("https://a.gov.cn/1", b"page", report()), "run-1")

    assert one(path, "SELECT source_id, source_count, status FROM reports") == (
        bytes_id(b"page"),
        2,
        "verified",
    )
    assert one(path, "SELECT natural_person, total FROM applications") == (3, 3)
    assert query(
        path,
        'SELECT name, "column", value, source_kind, other_value, other_kind, other_url'
        ' FROM conflicts ORDER BY "column"',
    ) == [
        (JIANGJING.name, "natural_person", "3", "official", "4", "file", "file:///reports/1.txt"),
        (JIANGJING.name, "total", "3", "official", "4", "file", "file:///reports/1.txt"),
    ]
    assert query(path, 'SELECT "column", state, raw, detail FROM cell_notes ORDER BY 1') == [
        ("natural_person", "conflict", "3", "another source has 4 at file:///reports/1.txt"),
        ("total", "conflict", "3", "another source has 4 at file:///reports/1.txt"),
    ]
    assert one(path, "SELECT conflicts, source_count FROM panel") == (2, 2)
    assert_sound(path)


def test_a_cell_that_a_source_lacks_is_no_conflict(corpus: Corpus, path: Path) -> None:
    partial = report(cells=received("3 ? ? _ 0 0 3"), status="incomplete", cells_read=4)
    corpus.store(document("https://a.gov.cn/1", b"whole", report()), "run-1")
    corpus.store(document("https://a.gov.cn/2", b"cut", partial), "run-1")
    assert query(path, "SELECT * FROM conflicts") == []
    assert one(path, "SELECT source_id, status FROM reports") == (bytes_id(b"whole"), "verified")


def test_the_same_amount_in_two_units_is_no_conflict(corpus: Corpus, path: Path) -> None:
    for name, printed, unit in (("1", "25.10", "万元"), ("2", "251000", "元"), ("3", "25.1", None)):
        cells = (cell("disclosures", "fees", "fee_amount", printed, unit),)
        corpus.store(
            document(f"https://a.gov.cn/{name}", name.encode(), report(cells=cells)), "run-1"
        )
    assert query(path, "SELECT * FROM conflicts") == []


def test_the_same_bytes_at_two_urls_are_one_report(corpus: Corpus, path: Path) -> None:
    # Only the portal tells where the town is: the file copy, by itself, cannot be placed.
    unplaced = report(SHENGLI.model_copy(update={"agency_id": "0:江镜镇人民政府"}))
    corpus.store(document("file:///copy.html", b"same", unplaced, kind="file"), "run-1")
    assert one(path, "SELECT agency_id FROM reports") == ("0:江镜镇人民政府",)
    corpus.store(document("https://a.gov.cn/1", b"same", report()), "run-1")

    assert one(path, "SELECT agency_id, source_count FROM reports") == ("350181107:人民政府", 2)
    assert one(path, "SELECT name, resolution FROM agencies") == (JIANGJING.name, "exact")
    assert query(path, "SELECT DISTINCT source_id, agency_id FROM sources") == [
        (bytes_id(b"same"), "350181107:人民政府")
    ]
    assert_sound(path)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("official", {"status": "incomplete"}), ("archive", {"status": "verified"})),
        (("archive", {}), ("mirror", {})),
        (("mirror", {"cells_read": 1}), ("file", {"cells_read": 7})),
        (("mirror", {"status": "incomplete"}), ("mirror", {"cut": "16 of 19 pages"})),
        (("file", {"status": "verified", "text": "短"}), ("file", {"status": "discrepant"})),
        (("file", {"status": "discrepant"}), ("file", {"status": "incomplete"})),
        (("file", {"status": "incomplete"}), ("file", {"status": "untabled", "cells_read": 9})),
        (("file", {"cells_read": 7, "text": "短"}), ("file", {"cells_read": 6})),
        (("file", {"text": "较长的文字"}), ("file", {"text": "文字"})),
    ],
)
def test_the_best_source_is_preferred(
    corpus: Corpus,
    path: Path,
    better: tuple[SourceKind, dict[str, Any]],
    worse: tuple[SourceKind, dict[str, Any]],
) -> None:
    # Addresses that would decide otherwise, were all else equal.
    for url, (kind, fields) in (("https://z.net/", better), ("https://a.net/", worse)):
        corpus.store(document(url, url.encode(), report(**fields), kind=kind), "run-1")
    assert one(path, "SELECT source_url FROM reports") == ("https://z.net/",)


def test_a_source_without_tables_is_no_match_for_one_with_them(corpus: Corpus, path: Path) -> None:
    picture = report(cells=(), cells_read=0, cells_expected=0, status="untabled")
    corpus.store(document("https://a.gov.cn/1", b"picture", picture), "run-1")
    corpus.store(document("file:///1.docx", b"file", report(), kind="file"), "run-1")
    assert one(path, "SELECT source_url, status FROM reports") == ("file:///1.docx", "verified")


def test_of_two_editions_the_later_is_believed(corpus: Corpus, path: Path) -> None:
    for day, name in ((20, "a"), (28, "b"), (5, "c")):
        published = date(2021, 1, day)
        record = report(published_on=published, cells=received(f"{day} 0 0 0 0 0 {day}"))
        corpus.store(document(f"https://a.gov.cn/{name}", name.encode(), record), "run-1")
    assert one(path, "SELECT source_url FROM reports") == ("https://a.gov.cn/b",)
    assert one(path, "SELECT total FROM applications") == (28,)
    assert one(path, "SELECT count(*) FROM conflicts") == (4,)


def cut(values: str) -> Record:
    return report(cells=received(values), status="incomplete", cells_read=4)


def test_a_gap_is_filled_from_a_source_that_agrees(corpus: Corpus, path: Path) -> None:
    corpus.store(document("https://a.gov.cn/1", b"cut", cut("3 1 ? ? 0 ? 4")), "run-1")
    whole = report(cells=received("3 1 0 0 0 _ 4"))
    corpus.store(document("https://m.net/1", b"whole", whole, kind="mirror"), "run-1")
    assert one(path, "SELECT source_url, status, cells_read FROM reports") == (
        "https://a.gov.cn/1",
        "verified",
        4,
    )
    assert one(path, "SELECT research, nonprofit, other, total FROM applications") == (
        0,
        0,
        None,
        4,
    )
    assert query(path, 'SELECT "column", state, source_id, detail FROM cell_notes ORDER BY 1') == [
        (column, state, bytes_id(b"whole"), "absent here, read in the source https://m.net/1")
        for column, state in (
            ("nonprofit", "inferred"),
            ("other", "blank"),
            ("research", "inferred"),
        )
    ]


@pytest.mark.parametrize(
    "other",
    [
        "4 0 0 0 0 0 4",  # another edition: a number that both have differs
        "3 0 0 0 0 1 4",  # together they would break the sum of the row
        "? ? 0 0 0 0 ?",  # nothing that both have but noughts
    ],
)
def test_a_gap_is_not_filled_where_the_sources_may_differ(
    corpus: Corpus, path: Path, other: str
) -> None:
    corpus.store(document("https://a.gov.cn/1", b"cut", cut("3 0 0 0 0 ? 3")), "run-1")
    doubtful = cut(other)
    corpus.store(document("https://m.net/1", b"other", doubtful, kind="mirror"), "run-1")
    assert one(path, "SELECT status, source_url FROM reports") == (
        "incomplete",
        "https://a.gov.cn/1",
    )
    assert one(path, "SELECT other FROM applications") == (None,)


def test_first_and_last_seen_are_the_earliest_and_the_latest(corpus: Corpus, path: Path) -> None:
    url = "https://b.cn/"
    later = document("https://a.cn/", b"2", report(), fetched_at=NOON + timedelta(days=20))
    corpus.store(later, "run-1")
    for day in (5, 9, 3):
        moment = NOON + timedelta(days=day)
        corpus.store(document(url, b"1", report(), fetched_at=moment), "run-1")
    assert one(path, "SELECT first_seen, last_seen FROM sources WHERE url = ?", url) == (
        "2026-11-23T12:00:00.000Z",
        "2026-11-29T12:00:00.000Z",
    )
    assert one(path, "SELECT first_seen FROM reports") == ("2026-11-23T12:00:00.000Z",)


def test_the_same_bytes_better_parsed_change_the_report(corpus: Corpus, path: Path) -> None:
    url, later = "https://a.gov.cn/1", NOON + timedelta(days=1)
    corpus.store(document(url, b"1", report(cells=received("3 0 0 0 0 0 ?"))), "run-1")
    stored = corpus.store(document(url, b"1", report(), fetched_at=later), "run-1")
    assert stored.change == "changed"
    assert one(path, "SELECT total FROM applications") == (3,)
    assert query(path, "SELECT * FROM cell_notes") == []
    assert len(query(path, "SELECT * FROM captures")) == 1


def test_the_order_of_arrival_never_matters(tmp_path: Path) -> None:
    """Sources of one report, a page that changes, unplaced towns, copies: in every order."""
    narrative = report(
        SHENGLI, text="丙地胜利镇全年公开十二条。" * 30, cells=(), status="narrative"
    )
    arrivals = [
        document("https://a.gov.cn/1", b"1", report()),
        document("https://m.net/1", b"2", report(cells=received("5 0 0 0 0 0 5")), kind="mirror"),
        document(
            "https://a.gov.cn/1",
            b"3",
            report(year=2021, cells=received("6 0 0 0 0 0 6")),
            fetched_at=NOON + timedelta(hours=1),
        ),
        document("https://b.gov.cn/s", b"4", report(SHENGLI)),
        document("https://c.gov.cn/s", b"5", narrative),
        document("https://d.gov.cn/s", b"4", report(SHENGLI), kind="mirror"),
    ]
    outcomes: list[dict[str, Any]] = []
    for number, order in enumerate(itertools.islice(itertools.permutations(arrivals), 0, 720, 17)):
        path = tmp_path / f"{number}.db"
        with Corpus.open(path) as corpus:
            corpus.begin_run("run-1", "files", {}, NOON)
            for arriving in order:
                corpus.store(arriving, "run-1")
        assert_sound(path)
        # When a report last changed, and the numbers of rows, do tell the order.
        found = dump(path, without=("updated_at", "section_id", "capture_id", "applied_at"))
        outcomes.append({"order": number, **found})
    for outcome in outcomes[1:]:
        assert {**outcome, "order": 0} == outcomes[0]
    assert {(r[0], r[1]) for r in outcomes[0]["reports"]} == {
        ("350181107:人民政府", 2020),
        ("350181107:人民政府", 2021),
        ("0:胜利镇人民政府", 2020),
        (f"0:胜利镇人民政府~{max(bytes_id(b'4'), bytes_id(b'5'))[:8]}", 2020),
    }
