"""What one report carries out, the next year's carries in."""

from __future__ import annotations

from pathlib import Path

from crawler.corpus import Corpus
from parsers.record import (
    Agency,
    Record,
)
from tests.corpus.documents import (
    APPLICANTS,
    JIANGJING,
    SHENGLI,
    assert_sound,
    bytes_id,
    document,
    query,
    report,
    row,
)


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
