"""What researchers use: search, the dictionary, views and the summary."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from crawler.corpus import Corpus
from crawler.items import Skipped
from parsers.record import (
    Record,
    Section,
)
from tests.corpus.documents import (
    JIANGJING,
    NOON,
    SHENGLI,
    assert_sound,
    document,
    query,
    report,
    tables,
)


@pytest.fixture
def sections(corpus: Corpus, path: Path) -> Path:
    texts = {
        2020: "本年收到政府信息公开申请12件，因行政复议被纠正3件。GDP数据见2020年公报。",
        2019: "编制政府信息公开工作年度报告；信息 公开 总 体情况良好。",
    }
    for year, text in texts.items():
        record = report(
            year=year, sections=(Section(number=1, heading="一、郚山镇概况", text=text),)
        )
        corpus.store(document(f"https://a.gov.cn/{year}", text.encode(), record), "run-1")
    return path


@pytest.mark.parametrize(
    ("word", "years"),
    [
        ("复议", [2020]),
        ("信息", [2019, 2020]),
        ("公开申", [2020]),
        ("年度报告", [2019]),
        ("政府信息公开", [2019, 2020]),
        ("政府信息公开工作年度报告", [2019]),
        ("概况", [2019, 2020]),
        ("总体情况", [2019]),
        ("申请12件", [2020]),
        ("12件", [2020]),
        ("2020年", [2020]),
        ("2020", [2020]),
        ("gdp数据", [2020]),
        ("2件", []),
        ("议被纠正3件GDP", []),
        ("诉讼", []),
        ("复议 申请", [2020]),
        ("复议 OR 年度报告", [2019, 2020]),
        ("信息 NOT 复议", [2019]),
    ],
)
def test_words_are_found_as_they_are(sections: Path, word: str, years: list[int]) -> None:
    found = query(
        sections, "SELECT year FROM sections_fts WHERE sections_fts MATCH ? ORDER BY year", word
    )
    assert [year for (year,) in found] == years


def test_search_follows_a_report_that_changes(corpus: Corpus, sections: Path) -> None:
    text = "另一篇。"
    record = report(sections=(Section(number=1, heading="一", text=text),))
    later = NOON + timedelta(days=1)
    corpus.store(document("https://a.gov.cn/2020", b"x", record, fetched_at=later), "run-1")
    search = "SELECT year, text FROM sections_fts WHERE sections_fts MATCH ?"
    assert query(sections, search, "复议") == []
    assert query(sections, search, "另一篇") == [(2020, text)]
    assert_sound(sections)


def test_every_column_is_in_the_dictionary(corpus: Corpus, path: Path) -> None:
    described = {(t, c) for t, c in query(path, 'SELECT "table", "column" FROM data_dictionary')}
    views = [n for (n,) in query(path, "SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert set(views) == {"applications_wide", "panel", "coverage", "conflicts"}
    present = {(name, "") for name in (*tables(path), *views, "sections_fts")}
    for name, _ in list(present):
        present |= {(name, r[1]) for r in query(path, f'PRAGMA table_info("{name}")')}
    assert described == present
    assert query(path, "SELECT * FROM data_dictionary WHERE label = '' OR meaning = ''") == []


def test_views_count_what_there_is_and_what_is_missing(corpus: Corpus, path: Path) -> None:
    office = JIANGJING.model_copy(
        update={"agency_id": "350181:人民政府办公室", "body": "人民政府办公室"}
    )
    for year, agency in ((2019, JIANGJING), (2021, JIANGJING), (2020, office)):
        url = f"https://a.gov.cn/{agency.body}/{year}"
        corpus.store(document(url, url.encode(), report(agency, year)), "run-1")
    assert query(
        path,
        "SELECT body, year, has_report, c.status FROM coverage AS c JOIN agencies"
        " USING (agency_id) ORDER BY 1, 2",
    ) == [
        ("人民政府", 2019, 1, "verified"),
        ("人民政府", 2020, 0, None),
        ("人民政府", 2021, 1, "verified"),
        ("人民政府办公室", 2019, 0, None),
        ("人民政府办公室", 2020, 1, "verified"),
        ("人民政府办公室", 2021, 0, None),
    ]
    assert query(path, "SELECT year, received, granted FROM applications_wide ORDER BY year") == [
        (2019, 3, None),
        (2020, 3, None),
        (2021, 3, None),
    ]


def test_an_empty_corpus_has_empty_views(corpus: Corpus, path: Path) -> None:
    for view in ("applications_wide", "panel", "coverage", "conflicts"):
        assert query(path, f"SELECT * FROM {view}") == []


def test_a_summary_counts_for_people(corpus: Corpus) -> None:
    corpus.store(document("https://a.gov.cn/1", b"1", report()), "run-1")
    corpus.store(
        document("https://a.gov.cn/2", b"2", report(SHENGLI, status="incomplete")), "run-1"
    )
    empty = Record(outcome="unreadable", reason="the file is empty")
    corpus.store(document("file:///x", b"", empty, kind="file"), "run-1")
    for number in range(2):
        skipped = Skipped(url=f"https://a.gov.cn/s{number}", reason="another annual report")
        corpus.skip(skipped, "run-1", NOON)
    corpus.finish_run("run-1", NOON + timedelta(minutes=1), "finished", {"documents": 3})

    run, whole = corpus.summary("run-1"), corpus.summary(None)
    assert run.sources == whole.sources == {"report": 2, "unreadable": 1}
    assert run.reports == {"incomplete": 1, "verified": 1}
    assert run.refused == {"the file is empty": 1}
    assert run.skipped == {"another annual report": 2}
    assert (run.agencies, run.captures) == (2, 3)

    corpus.begin_run("run-2", "files", {}, NOON + timedelta(days=1))
    later = NOON + timedelta(days=1, minutes=1)
    corpus.store(document("https://a.gov.cn/1", b"1", report(), fetched_at=later), "run-2")
    again = corpus.summary("run-2")
    assert (again.sources, again.reports, again.skipped) == ({"report": 1}, {"verified": 1}, {})
    assert again.captures == 0
