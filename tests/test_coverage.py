"""`scrapy coverage`: what is expected, by the statute and by what the corpus knows."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.corpus import Corpus
from crawler.coverage import telling
from crawler.coverage.counting import Counts, Coverage, Entry, Wanted, count, entries
from crawler.coverage.page import html
from crawler.due_dates import due_date, is_due, last_year_due
from crawler.items import PortalRun
from parsers.record import Agency, Record
from tests.publication.releases import HUKOU
from tests.run_reports.weekly import HOSTILE, Markup, document_of
from tests.running import run

NOVEMBER = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOST = "https://www.hukou.gov.cn/"
GOVERNMENT = HUKOU.model_copy(
    update={
        "agency_id": "360429:人民政府",
        "name": "湖口县人民政府",
        "body": "人民政府",
        "kind": "government",
        "names": ("湖口县人民政府",),
    }
)
UNPLACED = Agency(
    agency_id="0:胜利镇人民政府", name="胜利镇人民政府", body="人民政府", kind="government",
    level="township", resolution="unresolved", names=("胜利镇人民政府",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("year", "kind", "level", "due"),
    [
        (2025, "department", "county", date(2026, 1, 31)),
        (2025, "government_office", "prefecture", date(2026, 1, 31)),
        (2025, "government", "county", date(2026, 3, 31)),
        (2025, "government", "township", date(2026, 3, 31)),
        (2025, "subdistrict_office", "township", date(2026, 3, 31)),
        (2018, "department", "county", date(2019, 3, 31)),  # before the regulations of 2019
        (2019, "department", "county", date(2020, 1, 31)),
    ],
)
def test_the_statutory_dates(year: int, kind: str, level: str, due: date) -> None:
    assert due_date(year, kind, level) == due


def test_a_day_ends_in_china() -> None:
    midnight = datetime(2026, 1, 31, 16, 0, tzinfo=UTC)
    assert not is_due(2025, "department", "county", midnight - timedelta(seconds=1))
    assert is_due(2025, "department", "county", midnight)
    assert last_year_due(datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == 2024
    assert last_year_due(datetime(2026, 3, 31, 16, 0, tzinfo=UTC)) == 2025


def _fill(path: Path) -> None:
    with Corpus.open(path) as corpus:
        corpus.begin_run("run", "municipal", {}, NOVEMBER)
        for agency, year, status in (
            (HUKOU, 2022, "verified"),
            (HUKOU, 2024, "incomplete"),
            (GOVERNMENT, 2023, "verified"),
            (UNPLACED, 2023, "verified"),
        ):
            record = Record(outcome="report", agency=agency, year=year, status=status)
            url = f"{HOST}{agency.name}/{year}.html"
            corpus.store(document_of(url, record, NOVEMBER), "run")
        ended = datetime(2026, 3, 1, tzinfo=UTC)  # between the two statutory dates
        told = PortalRun(portal="hukou.gov.cn/", home=HOST, started_at=ended, finished_at=ended)
        corpus.portal_run(told.model_copy(update={"state": "done"}), "run")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("coverage") / "corpus.db"
    _fill(path)
    return path


def found(corpus: Path, wanted: Wanted, at: datetime = NOVEMBER) -> list[Entry]:
    with closing(sqlite3.connect(corpus)) as connection:
        return list(entries(connection, wanted, at, {}))


def body(entry: Entry) -> str:
    return entry.agency.agency_id.partition(":")[2]


def test_what_is_expected_of_one_county(corpus: Path) -> None:
    listed = found(corpus, Wanted((2021, 2025), "360429"))
    standing = [(body(e), e.year, telling.standing(e)) for e in listed]
    assert standing == [
        ("人民政府", 2021, "overdue"),
        ("人民政府", 2022, "overdue"),
        ("人民政府", 2023, "verified"),
        ("人民政府", 2024, "overdue"),
        ("人民政府", 2025, "not looked for"),  # due on 31 March, its portal was read on 1 March
        ("财政局", 2022, "verified"),  # nothing is expected before its first report
        ("财政局", 2023, "overdue"),
        ("财政局", 2024, "incomplete"),
        ("财政局", 2025, "overdue"),
    ]
    coverage = count(listed, Wanted((2021, 2025), "360429"))
    assert coverage.by == "county"
    assert coverage.all == Counts(9, 3, 2, 6, 6, 1)
    assert coverage.bases == {"statute": 5, "known": 4}
    assert coverage.of_year(2022) == Counts(2, 1, 1, 1, 1, 0)


def test_a_report_that_is_not_due_yet_is_missing_and_not_overdue(corpus: Path) -> None:
    february = datetime(2026, 2, 15, tzinfo=UTC)
    listed = found(corpus, Wanted((2025, 2025), "360429"), february)
    assert [(body(e), telling.standing(e)) for e in listed] == [
        ("人民政府", "not due yet"),
        ("财政局", "overdue"),
    ]
    assert count(listed, Wanted((2025, 2025))).all == Counts(2, 0, 0, 2, 1, 0)


def test_places_and_levels_narrow_it(corpus: Path) -> None:
    one_year = (2025, 2025)
    assert len(found(corpus, Wanted(one_year, "江西", "prefecture"))) == 11  # all of them cities
    # 内蒙古: nine cities; its three leagues have no people's government.
    assert len(found(corpus, Wanted(one_year, "15", "prefecture"))) == 9
    assert len(found(corpus, Wanted(one_year, "", "province"))) == 31
    assert found(corpus, Wanted(one_year, "香港")) == []
    counties = count(found(corpus, Wanted(one_year, "九江")), Wanted(one_year))
    assert counties.by == "county" and "湖口县" in counties.rows


def test_an_agency_without_a_place_is_expected_where_it_was_found_alone(corpus: Path) -> None:
    listed = found(corpus, Wanted((2021, 2025), level="township"))
    assert [(e.agency.name, e.year) for e in listed] == [("胜利镇人民政府", 2023)]


def test_csv_and_json_have_the_numbers_of_the_table(corpus: Path) -> None:
    wanted = Wanted((2021, 2025), "360429")
    listed = found(corpus, wanted)
    coverage = count(listed, wanted)
    rows = list(csv.DictReader(io.StringIO(telling.as_csv(coverage))))
    assert sum(int(row["found"]) for row in rows) == 3
    told = json.loads(telling.as_json(coverage))
    assert told["all"]["overdue"] == 6 and told["years"]["2023"]["verified"] == 1
    table = telling.as_table(coverage, 200)
    assert "湖口县" in table and "agencies that it never met are in no number" in table
    assert len(json.loads(telling.listed_as_json(listed))) == 9
    assert len(telling.listed_as_csv(listed).splitlines()) == 10


def test_no_name_is_a_formula_in_a_spreadsheet() -> None:
    coverage = Coverage("county", (2025,), {"=1+1": {2025: Counts(expected=1)}})
    assert "'=1+1,2025" in telling.as_csv(coverage)


def test_the_page_escapes_names_and_loads_nothing(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    hostile = HUKOU.model_copy(update={"name": HOSTILE, "county": HOSTILE})
    with Corpus.open(path) as corpus:
        corpus.begin_run("run", "municipal", {}, NOVEMBER)
        record = Record(outcome="report", agency=hostile, year=2023, status="verified")
        corpus.store(document_of(f"{HOST}1.html", record, NOVEMBER), "run")
    wanted = Wanted((2023, 2025), HOSTILE[:4])
    listed = found(path, wanted)
    page = Markup(html(count(listed, wanted), listed, HOSTILE, str(path), NOVEMBER))
    assert "script" not in page.tags and page.loads == [] and page.links == []
    assert page.text.count(HOSTILE) >= 3
    assert "应有" in page.text and "expected" in page.text


@pytest.fixture(scope="module")
def ended(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """stdout of the command, and the page that it wrote."""
    page = tmp_path_factory.mktemp("page") / "coverage.html"
    done = run(
        *("coverage", "-s", f"CORPUS={corpus}", "--place", "湖口县", "--years", "2024"),
        *("--list", "overdue", "--format", "csv", "--html", page),
    )
    assert (done.returncode, done.stderr) == (0, "")
    yield done.stdout, page.read_text(encoding="utf-8")


def test_the_command_lists_what_is_overdue_and_writes_the_page(ended: tuple[str, str]) -> None:
    stdout, page = ended
    [row] = csv.DictReader(io.StringIO(stdout))
    assert (row["name"], row["year"], row["overdue"]) == ("湖口县人民政府", "2024", "True")
    assert '<dd id="fact-expected">2</dd>' in page
    assert '<dd id="fact-overdue">1</dd>' in page
