"""One document: each cell, note and text of it stands where it belongs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crawler.corpus import Corpus, CorpusError, Stored
from parsers.record import (
    Cell,
    Fact,
    IdentityFailure,
    Record,
    Section,
)
from tests.corpus.documents import (
    APPLICANTS,
    JIANGJING,
    assert_sound,
    bytes_id,
    cell,
    document,
    one,
    query,
    received,
    report,
    row,
)


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
