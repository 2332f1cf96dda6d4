"""The same again, changed, moved, gone, or parsed better."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from crawler.corpus import Corpus
from crawler.items import Skipped
from parsers.record import (
    Hints,
    Record,
    Section,
)
from tests.corpus.documents import (
    JIANGJING,
    NOON,
    SHENGLI,
    assert_sound,
    bytes_id,
    document,
    dump,
    one,
    query,
    received,
    report,
)


def test_a_second_run_changes_nothing_but_last_seen(corpus: Corpus, path: Path) -> None:
    later = NOON + timedelta(days=1)
    refused = Record(outcome="not_a_report", reason="法治政府建设年度报告")

    def crawl(run_id: str, moment: datetime) -> Sequence[str]:
        changes = [
            corpus.store(document(url, data, record, fetched_at=moment), run_id).change
            for url, data, record in (
                ("https://a.gov.cn/1", b"1", report()),
                ("https://a.gov.cn/2", b"2", report(SHENGLI, cells=())),
                ("https://a.gov.cn/3", b"3", refused),
            )
        ]
        corpus.skip(Skipped(url="https://a.gov.cn/4", reason="robots.txt"), run_id, moment)
        corpus.finish_run(run_id, moment, "finished", {"documents": 3})
        return changes

    assert crawl("run-1", NOON) == ["new", "new", "new"]
    before, seen = dump(path, without=("last_seen",)), dump(path)["sources"]
    corpus.begin_run("run-2", "files", {}, later)
    assert crawl("run-2", later) == ["unchanged"] * 3

    after = dump(path, without=("last_seen",))
    assert len(after.pop("runs")) == len(before.pop("runs")) + 1
    assert after == before
    assert dump(path)["sources"] != seen
    assert {r[0] for r in query(path, "SELECT last_seen FROM sources")} == {
        "2026-11-21T12:00:00.000Z"
    }


def test_a_changed_page_keeps_its_past_and_leaves_its_old_key(corpus: Corpus, path: Path) -> None:
    url = "https://a.gov.cn/1"
    other_agency = JIANGJING.model_copy(
        update={"agency_id": "350181:人民政府", "name": "福清市人民政府", "township": None}
    )
    corpus.store(document(url, b"old", report()), "run-1")
    changed = corpus.store(
        document(
            url,
            b"new",
            report(other_agency, 2021, cells=received("9 0 0 0 0 0 9")),
            fetched_at=NOON + timedelta(days=1),
        ),
        "run-1",
    )

    assert changed.change == "changed"
    assert query(path, "SELECT source_id, current, agency_id FROM sources ORDER BY current") == [
        (bytes_id(b"old"), 0, None),
        (bytes_id(b"new"), 1, "350181:人民政府"),
    ]
    assert query(path, "SELECT agency_id, year, first_seen, updated_at FROM reports") == [
        ("350181:人民政府", 2021, "2026-11-20T12:00:00.000Z", "2026-11-21T12:00:00.000Z")
    ]
    assert query(path, "SELECT agency_id FROM agencies") == [("350181:人民政府",)]
    assert query(path, "SELECT agency_id, total FROM applications") == [("350181:人民政府", 9)]
    assert len(query(path, "SELECT * FROM captures")) == 2
    # What the old page said can still be read.
    assert "江镜镇" in one(path, "SELECT record FROM source_records WHERE year = 2020")[0]
    assert_sound(path)


def test_a_page_that_moves_leaves_the_reports_beside_it_alone(corpus: Corpus, path: Path) -> None:
    other_agency = JIANGJING.model_copy(update={"agency_id": "350181:人民政府"})
    later = NOON + timedelta(days=1)
    corpus.store(document("https://a.gov.cn/stays", b"s", report(year=2021)), "run-1")
    corpus.store(document("https://a.gov.cn/moves", b"m", report(year=2020)), "run-1")
    corpus.store(
        document("https://a.gov.cn/moves", b"n", report(other_agency, 2021), fetched_at=later),
        "run-1",
    )
    assert query(path, "SELECT agency_id, year FROM reports ORDER BY 1") == [
        ("350181107:人民政府", 2021),
        ("350181:人民政府", 2021),
    ]
    assert_sound(path)


def test_a_page_that_returns_to_its_old_bytes(corpus: Corpus, path: Path) -> None:
    url = "https://a.gov.cn/1"
    first, second = report(cells=received("1 0 0 0 0 0 1")), report(cells=received("2 0 0 0 0 0 2"))
    for day, (data, record) in enumerate(((b"a", first), (b"b", second), (b"a", first))):
        moment = NOON + timedelta(days=day)
        corpus.store(document(url, data, record, fetched_at=moment), "run-1")
    assert one(path, "SELECT total FROM applications") == (1,)
    assert one(path, "SELECT source_id FROM sources WHERE current") == (bytes_id(b"a"),)
    assert len(query(path, "SELECT * FROM captures")) == 3
    assert_sound(path)


def test_a_report_that_becomes_none_disappears(corpus: Corpus, path: Path) -> None:
    data, url = b"1", "https://a.gov.cn/1"
    sections = (Section(number=1, heading="一、总体情况", text="行政复议"),)
    corpus.store(document(url, data, report(sections=sections)), "run-1")
    better = Record(outcome="not_a_report", reason="政府工作报告")
    stored = corpus.replace_record(url, bytes_id(data), better)

    assert (stored.change, stored.outcome, stored.reason) == (
        "changed",
        "not_a_report",
        "政府工作报告",
    )
    for table in ("reports", "agencies", "agency_names", "applications", "sections"):
        assert query(path, f"SELECT * FROM {table}") == [], table
    assert query(path, "SELECT * FROM sections_fts WHERE sections_fts MATCH '复议'") == []
    assert len(query(path, "SELECT * FROM captures")) == 1
    assert_sound(path)


def test_a_reparse_finds_what_it_needs(corpus: Corpus, path: Path) -> None:
    for offset, name in ((900, "late"), (100, "early")):
        url = f"https://a.gov.cn/{name}"
        hints = Hints(url=url, link_text=name, site_id_code="3501810001")
        corpus.store(
            document(url, name.encode(), report(), hints=hints, kind="mirror", warc_offset=offset),
            "run-1",
        )
    assert corpus.count_captures() == 2
    early, late = corpus.captures()
    assert (early.hints.link_text, late.hints.link_text) == ("early", "late")
    assert (early.kind, early.hints.site_id_code, early.fetched_at) == (
        "mirror",
        "3501810001",
        NOON,
    )
    assert (early.warc_file, early.warc_offset, early.http_status) == (
        "run-1-00000.warc.gz",
        100,
        200,
    )
    # The same parser again changes nothing, a better one changes the report in place.
    before = dump(path)
    for capture in corpus.captures():
        assert corpus.replace_record(capture.url, capture.source_id, report()).change == "unchanged"
    assert dump(path) == before
    for capture in corpus.captures():
        better = report(cells=received("8 0 0 0 0 0 8"))
        assert corpus.replace_record(capture.url, capture.source_id, better).change == "changed"
    assert one(path, "SELECT total FROM applications") == (8,)
    latest = corpus.latest_capture("https://a.gov.cn/late")
    assert latest is not None and latest.etag == '"a1"'
    assert corpus.latest_capture("https://a.gov.cn/unknown") is None
    archived = corpus.archived_capture(bytes_id(b"late"))
    assert archived is not None and archived.warc_offset == 900
