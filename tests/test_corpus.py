"""The corpus file, through its one door: what goes in, what a researcher finds in it."""

from __future__ import annotations

import hashlib
import itertools
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.corpus import Corpus, CorpusError, CorpusLocked, Stored
from crawler.items import Document, Skipped, SourceKind
from parsers.record import (
    Agency,
    Cell,
    Fact,
    Hints,
    IdentityFailure,
    Record,
    Section,
    TableName,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
APPLICANTS = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")

JIANGJING = Agency(
    agency_id="350181107:人民政府",
    name="福清市江镜镇人民政府",
    body="人民政府",
    kind="government",
    level="township",
    province="福建省",
    prefecture="福州市",
    county="福清市",
    township="江镜镇",
    division_code="350181107",
    resolution="exact",
    names=("江镜镇人民政府",),
)
SHENGLI = Agency(
    agency_id="0:胜利镇人民政府",
    name="胜利镇人民政府",
    body="人民政府",
    kind="government",
    level="township",
    township="胜利镇",
    resolution="unresolved",
    names=("胜利镇人民政府",),
)
# Ordinary sentences of such reports; a text is made of them and of what is told of the place.
BOILERPLATE = (
    "根据《中华人民共和国政府信息公开条例》第五十条规定编制本年度报告。本报告由总体情况、主动公开"
    "政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议和行政诉讼情况、存在的主要"
    "问题及改进情况、其他需要报告的事项六部分组成。"
)


def row(table: TableName, name: str, columns: tuple[str, ...], values: str) -> tuple[Cell, ...]:
    """Cells of one row as printed: numbers, `_` for a blank, `?` for a cell that is missing."""
    printed = values.split()
    assert len(printed) == len(columns)
    return tuple(
        cell(table, name, column, value) for column, value in zip(columns, printed, strict=True)
    )


def cell(table: TableName, name: str, column: str, printed: str, unit: str | None = None) -> Cell:
    if printed == "_":
        return Cell(table=table, row=name, column=column, state="blank", detail="nothing printed")
    if printed == "?":
        return Cell(table=table, row=name, column=column, state="missing", detail="cut off")
    return Cell(
        table=table, row=name, column=column, state="number", value=printed, raw=printed, unit=unit
    )


def received(values: str) -> tuple[Cell, ...]:
    return row("applications", "received", APPLICANTS, values)


def report(agency: Agency | None = JIANGJING, year: int | None = 2020, **more: Any) -> Record:
    fields: dict[str, Any] = {
        "outcome": "report",
        "media_type": "text/html",
        "charset": "utf-8",
        "extractor": "html",
        "title": f"{year}年政府信息公开工作年度报告",
        "text": f"{agency.name if agency else ''}{BOILERPLATE}",
        "agency": agency,
        "year": year,
        "template": "2019",
        "status": "verified",
        "cells": received("3 0 0 0 0 0 3"),
        "cells_expected": 7,
        "cells_read": 7,
    }
    return Record(**(fields | more))


def document(url: str, data: bytes, record: Record, **more: Any) -> Document:
    fields: dict[str, Any] = {
        "kind": "official",
        "hints": Hints(url=url, link_text="2020年年报"),
        "fetched_at": NOON,
        "http_status": 200,
        "headers": (("ETag", '"a1"'), ("Last-Modified", "Wed, 27 Jan 2021 08:00:00 GMT")),
        "warc_file": "run-1-00000.warc.gz",
        "warc_offset": 512,
    }
    return Document(url=url, data=data, record=record, **(fields | more))


def bytes_id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "corpus.db"


@pytest.fixture
def corpus(path: Path) -> Iterator[Corpus]:
    with Corpus.open(path) as opened:
        opened.begin_run("run-1", "files", {"path": "reports"}, NOON - timedelta(minutes=1))
        yield opened


def query(path: Path, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
    """What a researcher's own tool finds: plain SQLite, its own connection."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, parameters).fetchall()
    finally:
        connection.close()


def one(path: Path, sql: str, *parameters: object) -> tuple[Any, ...]:
    rows = query(path, sql, *parameters)
    assert len(rows) == 1, rows
    return rows[0]


def tables(path: Path) -> list[str]:
    return [
        name
        for (name,) in query(
            path,
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE 'sections_fts%'",
        )
    ]


def dump(path: Path, without: tuple[str, ...] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for some columns."""
    found = {}
    for table in tables(path):
        columns = [r[1] for r in query(path, f'PRAGMA table_info("{table}")')]
        kept = ", ".join(f'"{c}"' for c in columns if c not in without)
        found[table] = sorted(query(path, f'SELECT {kept} FROM "{table}"'), key=repr)
    return found


def assert_sound(path: Path) -> None:
    """Foreign keys hold, the file is whole, no row is left that belongs to nothing."""
    assert query(path, "PRAGMA foreign_key_check") == []
    assert query(path, "PRAGMA integrity_check") == [("ok",)]
    connection = sqlite3.connect(path)
    indexed = connection.execute("SELECT count(*) FROM sections_fts_docsize").fetchone()
    assert indexed == connection.execute("SELECT count(*) FROM sections").fetchone()
    connection.close()
    orphans = (
        "SELECT agency_id FROM agencies WHERE agency_id NOT IN (SELECT agency_id FROM reports)",
        "SELECT source_id FROM agency_names WHERE source_id NOT IN (SELECT source_id FROM sources)",
        "SELECT source_id FROM cell_notes WHERE source_id NOT IN (SELECT source_id FROM sources)",
        "SELECT r.agency_id FROM reports AS r WHERE r.source_count <> (SELECT count(*) FROM sources"
        " AS s WHERE s.agency_id = r.agency_id AND s.year = r.year) OR r.source_count = 0",
    )
    for sql in orphans:
        assert query(path, sql) == [], sql


# --- one document ---------------------------------------------------------------------------


def test_a_report_is_found_as_published(corpus: Corpus, path: Path) -> None:
    record = report(
        agency=JIANGJING.model_copy(update={"names": ("江镜镇人民政府", "江镜镇政府")}),
        period_start=date(2020, 1, 1),
        period_end=date(2020, 12, 31),
        published_on=date(2021, 1, 27),
        status="discrepant",
        cells=(
            *received("3 0 0 0 0 0 3"),
            *row("applications", "total", APPLICANTS, "2 0 0 0 0 0 3"),
            *row(
                "proceedings",
                "reconsideration",
                ("upheld", "corrected", "other", "pending", "total"),
                "1 0 0 2 3",
            ),
            *row("disclosures", "licences", ("items_last_year", "items_change"), "40 -2"),
        ),
        identities_checked=3,
        identity_failures=(IdentityFailure(rule="row_total", scope="total", left="3", right="2"),),
        facts=(
            Fact(
                indicator="disclosed_total",
                value="237",
                unit="条",
                qualifier="about",
                quote="约237条",
                start=4,
                end=9,
            ),
        ),
        sections=(Section(number=1, heading="一、总体情况", text="本年共公开约237条。"),),
        notes=("the page is cut",),
    )
    stored = corpus.store(document("https://www.fuqing.gov.cn/t1.html", b"one", record), "run-1")

    assert stored == Stored(
        "new", bytes_id(b"one"), "report", None, "350181107:人民政府", 2020, "discrepant"
    )
    assert one(path, "SELECT name, level, county, division_code, candidates FROM agencies") == (
        "福清市江镜镇人民政府",
        "township",
        "福清市",
        "350181107",
        None,
    )
    assert query(path, "SELECT name FROM agency_names ORDER BY name") == [
        ("江镜镇人民政府",),
        ("江镜镇政府",),
    ]
    assert one(
        path,
        "SELECT template, period_start, period_end, published_on, source_count, identities_checked,"
        " identities_failed, notes, first_seen FROM reports",
    ) == (
        "2019",
        "2020-01-01",
        "2020-12-31",
        "2021-01-27",
        1,
        3,
        1,
        '["the page is cut"]',
        "2026-11-20T12:00:00.000Z",
    )
    assert query(path, "SELECT outcome, position, natural_person, total FROM applications") == [
        ("received", 1, 3, 3),
        ("total", 22, 2, 3),
    ]
    assert one(path, "SELECT upheld, pending, total FROM proceedings") == (1, 2, 3)
    assert one(path, "SELECT items_last_year, items_change, made FROM disclosures") == (
        40,
        -2,
        None,
    )
    assert one(path, 'SELECT rule, scope, "left", "right" FROM identity_failures') == (
        "row_total",
        "total",
        3,
        2,
    )
    assert one(path, 'SELECT value, value_text, unit, "end" FROM narrative_facts') == (
        237,
        "237",
        "条",
        9,
    )
    assert one(path, "SELECT number, heading FROM sections") == (1, "一、总体情况")
    assert one(path, "SELECT host, bytes, media_type, outcome, reason, current FROM sources") == (
        "www.fuqing.gov.cn",
        3,
        "text/html",
        "report",
        None,
        1,
    )
    assert one(path, "SELECT http_status, etag, last_modified, run_id, warc_offset FROM captures")[
        1:
    ] == ('"a1"', "Wed, 27 Jan 2021 08:00:00 GMT", "run-1", 512)
    assert_sound(path)


def test_what_nobody_read_is_null_and_noted(corpus: Corpus, path: Path) -> None:
    inferred = Cell(
        table="applications",
        row="granted",
        column="total",
        state="inferred",
        value="3",
        detail="the sum of the six",
    )
    record = report(cells=(*received("3 _ ? 0 0 0 3"), inferred), status="incomplete")
    corpus.store(document("https://a.gov.cn/1", b"1", record), "run-1")

    assert query(
        path, "SELECT natural_person, company, research, total FROM applications ORDER BY position"
    ) == [(3, None, None, 3), (None, None, None, 3)]
    assert query(
        path, 'SELECT "row", "column", state, raw, detail FROM cell_notes ORDER BY 1, 2'
    ) == [
        ("granted", "total", "inferred", "", "the sum of the six"),
        ("received", "company", "blank", "", "nothing printed"),
        ("received", "research", "missing", "", "cut off"),
    ]
    # Not one of a sum's parts may be absent.
    assert one(path, "SELECT received, granted, denied FROM panel") == (3, 3, None)


@pytest.mark.parametrize("printed", ["2.5", "很多", "99999999999999999999", "NaN"])
def test_a_value_that_no_count_can_be_is_unreadable(
    corpus: Corpus, path: Path, printed: str
) -> None:
    cells = (cell("applications", "received", "total", printed),)
    corpus.store(document("https://a.gov.cn/1", b"1", report(cells=cells)), "run-1")

    assert one(path, "SELECT total FROM applications") == (None,)
    assert one(path, "SELECT state, raw FROM cell_notes") == ("unreadable", printed)


@pytest.mark.parametrize(
    ("printed", "unit", "amount"),
    [("28600.64", "万元", 28600.64), ("251000", "元", 25.1), ("7", None, 7.0)],
)
def test_fees_are_in_wan_and_their_text_as_printed(
    corpus: Corpus, path: Path, printed: str, unit: str | None, amount: float
) -> None:
    cells = (cell("disclosures", "fees", "fee_amount", printed, unit),)
    corpus.store(
        document("https://a.gov.cn/1", b"1", report(cells=cells, template="2021")), "run-1"
    )
    assert one(path, "SELECT fee_amount, fee_amount_text, amount_unit FROM disclosures") == (
        amount,
        printed,
        unit,
    )


def test_procurement_keeps_its_unit(corpus: Corpus, path: Path) -> None:
    cells = (
        cell("disclosures", "procurement", "procurement_count", "12"),
        cell("disclosures", "procurement", "procurement_amount", "251000", "元"),
    )
    corpus.store(document("https://a.gov.cn/1", b"1", report(cells=cells)), "run-1")
    assert one(
        path,
        "SELECT procurement_count, procurement_amount, procurement_amount_text, amount_unit,"
        " fee_amount FROM disclosures",
    ) == (12, 251000.0, "251000", "元", None)


def test_outcomes_stand_as_in_their_form(corpus: Corpus, path: Path) -> None:
    names = ("received", "other_uncorrected", "other_unpaid", "other_other", "total", "carried_out")
    cells = tuple(cell("applications", name, "total", "1") for name in names)
    record = report(cells=cells, template="2021")
    corpus.store(document("https://a.gov.cn/1", b"1", record), "run-1")
    assert query(path, "SELECT position FROM applications ORDER BY position") == [
        (1,),
        (21,),
        (22,),
        (23,),
        (24,),
        (25,),
    ]
    assert one(path, "SELECT other FROM panel") == (3,)


def test_a_cell_that_belongs_nowhere_is_refused_whole(corpus: Corpus, path: Path) -> None:
    cells = (cell("applications", "received", "made", "1"),)
    with pytest.raises(CorpusError, match="applications/received/made"):
        corpus.store(document("https://a.gov.cn/1", b"1", report(cells=cells)), "run-1")
    assert query(path, "SELECT * FROM sources") == []


def test_texts_that_sqlite_cannot_hold_are_mended(corpus: Corpus, path: Path) -> None:
    record = report(text="一\x00二\ud800三", title="报\x00告")
    corpus.store(document("https://a.gov.cn/1", b"1", record), "run-1")
    assert one(path, "SELECT text, title FROM reports") == ("一\ufffd二\ufffd三", "报\ufffd告")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (
            report(year=None, year_reason="the title says 20221"),
            "report without an established year: the title says 20221",
        ),
        (report(agency=None), "report without an established publisher"),
    ],
)
def test_a_report_without_key_has_a_reason(
    corpus: Corpus, path: Path, record: Record, reason: str
) -> None:
    stored = corpus.store(document("https://a.gov.cn/1", b"1", record), "run-1")
    assert (stored.agency_id, stored.year, stored.reason) == (None, None, reason)
    assert one(path, "SELECT outcome, agency_id, year, reason FROM sources") == (
        "report",
        None,
        None,
        reason,
    )
    assert corpus.summary("run-1").unplaced == {reason: 1}
    assert query(path, "SELECT * FROM reports UNION ALL SELECT * FROM reports") == []
    assert_sound(path)


# --- the same again -------------------------------------------------------------------------


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


# --- several sources ------------------------------------------------------------------------


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


# --- agencies without a place ---------------------------------------------------------------


def shengli(corpus: Corpus, name: str, text: str, **more: Any) -> str | None:
    record = report(SHENGLI, text=text, **more)
    stored = corpus.store(document(f"https://{name}.gov.cn/", name.encode(), record), "run-1")
    return stored.agency_id


LONG_TEXT = BOILERPLATE + "全年主动公开政府信息二百三十七条，微信公众号发布信息八十条。" * 3


def test_two_towns_of_one_name_never_merge(corpus: Corpus, path: Path) -> None:
    shengli(corpus, "a", LONG_TEXT, cells=received("3 0 0 0 0 0 3"))
    shengli(corpus, "b", LONG_TEXT, cells=received("4 0 0 0 0 0 4"))
    shengli(
        corpus,
        "c",
        "完全不同的文字，讲的是另一个地方的工作。" * 20,
        cells=received("3 0 0 0 0 0 3"),
    )

    smallest, *rest = sorted(bytes_id(n) for n in (b"a", b"b", b"c"))
    assert {(s, a) for s, a in query(path, "SELECT source_id, agency_id FROM reports")} == {
        (smallest, "0:胜利镇人民政府"),
        *((other, f"0:胜利镇人民政府~{other[:8]}") for other in rest),
    }
    assert {r[0] for r in query(path, "SELECT name FROM agencies")} == {"胜利镇人民政府"}
    assert query(path, "SELECT * FROM conflicts") == []
    assert_sound(path)


def test_copies_of_one_unplaced_report_are_one(corpus: Corpus, path: Path) -> None:
    shengli(corpus, "a", LONG_TEXT)
    shengli(corpus, "b", LONG_TEXT + "分享到微信 打印本页")
    assert one(path, "SELECT agency_id, source_count FROM reports") == ("0:胜利镇人民政府", 2)


def test_narratives_are_told_apart_by_what_they_say(corpus: Corpus, path: Path) -> None:
    def told(value: str) -> tuple[Fact, ...]:
        return (
            Fact(
                indicator="disclosed_total",
                value=value,
                unit="条",
                qualifier="exact",
                quote=value,
                start=0,
                end=len(value),
            ),
        )

    narrative: dict[str, Any] = {"cells": (), "status": "narrative"}
    shengli(corpus, "a", LONG_TEXT, facts=told("237"), **narrative)
    shengli(corpus, "b", LONG_TEXT, facts=told("237"), **narrative)
    shengli(corpus, "c", LONG_TEXT, facts=told("238"), **narrative)
    assert sorted(query(path, "SELECT source_count FROM reports")) == [(1,), (2,)]
    assert_sound(path)


def test_towns_apart_join_when_the_record_shows_them_to_be_one(corpus: Corpus, path: Path) -> None:
    shengli(corpus, "a", LONG_TEXT, cells=received("3 0 0 0 0 0 3"))
    shengli(corpus, "b", LONG_TEXT, cells=received("8 0 0 0 0 0 8"))
    assert len(query(path, "SELECT * FROM reports")) == 2
    mended = report(SHENGLI, text=LONG_TEXT, cells=received("3 0 0 0 0 0 3"))
    corpus.replace_record("https://b.gov.cn/", bytes_id(b"b"), mended)
    assert one(path, "SELECT agency_id, source_count FROM reports") == ("0:胜利镇人民政府", 2)
    assert query(path, "SELECT agency_id FROM agencies") == [("0:胜利镇人民政府",)]
    assert_sound(path)


# --- across years ---------------------------------------------------------------------------


def carried(corpus: Corpus, year: int, row_name: str, values: str, agency: Agency) -> None:
    cells = row("applications", row_name, APPLICANTS, values)
    record = report(agency, year, cells=cells)
    url = f"https://a.gov.cn/{agency.agency_id}/{year}"
    corpus.store(document(url, url.encode(), record), "run-1")


def test_what_is_carried_out_must_be_carried_in(corpus: Corpus, path: Path) -> None:
    carried(corpus, 2020, "carried_in", "4 0 _ 0 0 0 4", JIANGJING)
    carried(corpus, 2019, "carried_out", "3 0 1 0 0 0 4", JIANGJING)
    assert query(path, 'SELECT year, rule, scope, "left", "right" FROM identity_failures') == [
        (2020, "carried_over", "natural_person", 4, 3)
    ]
    assert query(path, "SELECT status, identities_failed FROM reports") == [("verified", 0)] * 2
    corpus.replace_record(
        "https://a.gov.cn/350181107:人民政府/2019",
        bytes_id(
            b"https://a.gov.cn/350181107:\xe4\xba\xba\xe6\xb0\x91\xe6\x94\xbf\xe5\xba\x9c/2019"
        ),
        Record(outcome="not_a_report", reason="通知"),
    )
    assert query(path, "SELECT * FROM identity_failures") == []
    assert_sound(path)


def test_unplaced_towns_are_not_checked_against_each_other(corpus: Corpus, path: Path) -> None:
    carried(corpus, 2019, "carried_out", "3 0 0 0 0 0 3", SHENGLI)
    carried(corpus, 2020, "carried_in", "4 0 0 0 0 0 4", SHENGLI)
    assert query(path, "SELECT * FROM identity_failures") == []


# --- what researchers use -------------------------------------------------------------------


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


# --- one writer, and files that are none ----------------------------------------------------


def test_one_writer_at_a_time(corpus: Corpus, path: Path) -> None:
    with pytest.raises(CorpusLocked, match=f"process {os.getpid()}"):
        Corpus.open(path)
    with Corpus.open(path, read_only=True) as reader:
        assert reader.summary().sources == {}
        with pytest.raises(CorpusError, match="reading only"):
            reader.begin_run("run-9", "files", {}, NOON)
    corpus.close()
    corpus.close()
    Corpus.open(path).close()


def test_a_killed_writer_leaves_nothing_locked(path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from crawler.corpus import Corpus;"
        "from datetime import datetime; c = Corpus.open(Path(sys.argv[1]));"
        "c.begin_run('run-1', 'files', {}, datetime.now());"
        "print('open', flush=True); time.sleep(60)"
    )
    root = Path(__file__).parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, cwd=root
    ) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == b"open\n"
        with pytest.raises(CorpusLocked, match=f"process {writer.pid}"):
            Corpus.open(path)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    Corpus.open(path).close()
    assert one(path, "SELECT run_id, finished_at FROM runs") == ("run-1", None)
    assert_sound(path)


def test_settings_of_the_file(corpus: Corpus, path: Path) -> None:
    assert one(path, "PRAGMA journal_mode") == ("wal",)
    corpus.close()
    assert not path.with_name("corpus.db-wal").exists()


def test_a_run_must_be_begun_once(corpus: Corpus) -> None:
    with pytest.raises(CorpusError, match="run-7"):
        corpus.store(document("https://a.gov.cn/1", b"1", report()), "run-7")
    with pytest.raises(CorpusError, match="run-1"):
        corpus.begin_run("run-1", "files", {}, NOON)
    with pytest.raises(CorpusError, match="run-7"):
        corpus.finish_run("run-7", NOON, "finished", {})


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    path.write_text("这不是数据库。" * 100, encoding="utf-8")
    for read_only in (False, True):
        with pytest.raises(CorpusError, match=r"corpus\.db is not a SQLite database; name another"):
            Corpus.open(path, read_only=read_only)
    assert path.read_text(encoding="utf-8").startswith("这不是数据库")


def test_a_database_that_is_no_corpus(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE kept (a)")
    connection.close()
    with pytest.raises(CorpusError, match="no corpus"):
        Corpus.open(path)
    assert tables(path) == ["kept"]


def test_a_corpus_cut_short(corpus: Corpus, path: Path) -> None:
    corpus.store(document("https://a.gov.cn/1", b"1", report()), "run-1")
    corpus.close()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(CorpusError, match="damaged; restore"):
        Corpus.open(path)


def test_a_corpus_of_a_newer_version(corpus: Corpus, path: Path) -> None:
    corpus.close()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('corpus', '0099_future', '2030-01-01')"
    )
    connection.commit()
    connection.close()
    with pytest.raises(CorpusError, match=r"newer version .*0099_future"):
        Corpus.open(path)


def test_paths_that_cannot_hold_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CorpusError, match="is a folder"):
        Corpus.open(tmp_path)
    with pytest.raises(CorpusError, match="cannot be made"):
        Corpus.open(tmp_path / "file" / "corpus.db")
    with pytest.raises(CorpusError, match="does not exist"):
        Corpus.open(tmp_path / "none.db", read_only=True)


def test_an_error_in_the_middle_leaves_nothing_behind(corpus: Corpus, path: Path) -> None:
    corpus.store(document("https://a.gov.cn/1", b"1", report()), "run-1")
    before = dump(path)
    twice = (*received("3 0 0 0 0 0 3"), *received("3 0 0 0 0 0 3"))
    later = NOON + timedelta(days=1)
    with pytest.raises(CorpusError, match="twice"):
        corpus.store(
            document("https://a.gov.cn/1", b"2", report(cells=twice), fetched_at=later), "run-1"
        )
    assert dump(path) == before
    assert corpus.store(document("https://a.gov.cn/2", b"3", report()), "run-1").change == "new"
