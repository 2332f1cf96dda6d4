"""A release in Datasette: read-only, described, searchable, every number with its source."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from crawler.publication import publish
from crawler.publication.browsing import COUNTS, METADATA, PLUGINS
from tests.publication.releases import HUKOU, address
from tests.running import start

app = pytest.importorskip("datasette.app")


@pytest.fixture
def release(path: Path, tmp_path: Path) -> Path:
    return publish(path, tmp_path / "out", {}).folder


def opened(release: Path) -> Any:
    return app.Datasette(
        immutables=[str(release / "corpus.sqlite")],
        metadata=json.loads((release / METADATA).read_text()),
        inspect_data=json.loads((release / COUNTS).read_text()),
        plugins_dir=str(PLUGINS),
        settings={"num_sql_threads": 1},
    )


def get(release: Path, *paths: str) -> list[Any]:
    """The answers to several requests, by Datasette's own client."""

    async def ask() -> list[Any]:
        datasette = opened(release)
        return [await datasette.client.get(path) for path in paths]

    return asyncio.run(ask())


def found(release: Path, path: str, **parameters: str) -> list[dict[str, Any]]:
    parameters["_shape"] = "objects"
    (answer,) = get(release, f"{path}.json?{urlencode(parameters)}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


def test_every_table_and_ready_query_opens(release: Path) -> None:
    told = json.loads((release / METADATA).read_text())["databases"]["corpus"]
    with closing(sqlite3.connect(release / "corpus.sqlite")) as db:
        tables = [
            name
            for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
                " AND name NOT LIKE 'sections_fts_%' AND name NOT LIKE 'sqlite_%'"
            )
        ]
    assert len(tables) > 20 and len(told["queries"]) >= 10
    for answer in get(release, *(f"/corpus/{name}" for name in (*tables, *told["queries"]))):
        assert answer.status_code == 200, answer.url


def test_columns_units_and_facets_are_told(release: Path) -> None:
    (answer,) = get(release, "/corpus/applications")
    assert "收到和处理政府信息公开申请情况" in answer.text
    assert "自然人: Applications of natural persons. [件]" in answer.text
    assert "_facet=outcome" in answer.text or 'data-column="outcome"' in answer.text


def test_every_number_leads_to_its_document(release: Path) -> None:
    link = f'<a href="{address(HUKOU, 2023)}"'
    pages = get(
        release,
        "/corpus/applications?agency_id="
        + quote(HUKOU.agency_id)
        + "&year=2023&outcome=carried_in",
        "/corpus/disclosures?agency_id=" + quote(HUKOU.agency_id) + "&year=2023",
        "/corpus/panel?agency_id=" + quote(HUKOU.agency_id) + "&year=2023",
        "/corpus/agency_years?agency=" + quote(HUKOU.name),
    )
    assert pages[0].text.count(link) == 7  # six kinds of applicants and the total
    assert pages[1].text.count(link) == 3  # issued, repealed, in force
    assert all(link in page.text for page in pages[2:])
    assert ">2023</a>" not in pages[0].text  # a year is no number of the report


def test_addresses_that_run_something_are_no_links(hostile: Path, tmp_path: Path) -> None:
    release = publish(hostile, tmp_path / "out", {}).folder
    (answer,) = get(release, "/corpus/applications")
    assert 'title="javascript:alert(1)"' in answer.text
    assert 'href="javascript' not in answer.text


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("公开", [2022, 2023, 2023]),
        ("群众关切 业务培训", [2022, 2023, 2023]),
        ("关切，培训", [2022, 2023, 2023]),
        ('关切" OR "', []),
        ("渔业", []),
        ("", []),
    ],
)
def test_words_of_two_characters_are_found(release: Path, words: str, years: list[int]) -> None:
    rows = found(release, "/corpus/search_words", words=words)
    assert sorted(row["year"] for row in rows) == years
    table = found(release, "/corpus/sections", _search=words)
    assert sorted(row["year"] for row in table) == years


def test_the_ready_queries_answer(release: Path) -> None:
    rows = found(release, "/corpus/agency_years", agency="湖口县财政局")
    assert [(r["year"], r["received"], r["carried_in"]) for r in rows] == [
        (2022, 10, None), (2023, 20, 5),
    ]  # fmt: skip
    rows = found(release, "/corpus/wrong_carry_overs")
    assert [(r["scope"], r["carried_in"], r["carried_out_before"]) for r in rows] == [
        ("natural_person", 5, 2), ("total", 5, 2),
    ]  # fmt: skip
    assert rows[0]["source_url_before"] == address(HUKOU, 2022)
    rows = found(release, "/corpus/broken_identities")
    assert {(r["rule"], r["left"], r["right"]) for r in rows} == {
        ("row_total", 20, 21), ("told_received", 4, 3), ("carried_over", 5, 2),
    }  # fmt: skip
    rows = found(release, "/corpus/reports_behind_a_number", year="2023", province="江西省")
    assert [(r["name"], r["received"]) for r in rows] == [("湖口县财政局", 20), ("都昌县财政局", 3)]
    rows = found(release, "/corpus/sources_of_a_report", agency=HUKOU.agency_id, year="2023")
    assert [(r["preferred"], r["source_url"]) for r in rows] == [(1, address(HUKOU, 2023))]


def test_nothing_can_be_written(release: Path) -> None:
    before = (release / "corpus.sqlite").read_bytes()
    (answer,) = get(release, "/corpus.json?sql=" + quote("DELETE FROM reports"))
    assert answer.status_code == 400
    assert (release / "corpus.sqlite").read_bytes() == before


@pytest.fixture
def served(release: Path) -> Iterator[str]:
    """`scrapy serve` over the folder of releases, as `make serve` runs it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = start("serve", "--port", port, release.parent)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(base, process)
        yield base
    finally:
        process.terminate()
        process.communicate()


def _wait_for(base: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, process.stderr and process.stderr.read()
        try:
            urllib.request.urlopen(f"{base}/-/versions.json", timeout=5).close()
            return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError("Datasette does not answer")


def test_a_reader_finds_the_document_behind_a_number(served: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(served)
    page.click("h2 a")
    page.click("text=An agency's years side by side")
    page.fill("input[name=agency]", "湖口县财政局")
    page.click("input[type=submit]")
    assert page.get_attribute("td.col-received a >> nth=1", "href") == address(HUKOU, 2023)
    page.goto(f"{served}/corpus/sections")
    page.fill("input[name=_search]", "培训")
    page.click("text=Apply >> nth=0")
    assert page.inner_text("h3").startswith("3 rows")
