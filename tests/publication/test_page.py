"""The page of a release, in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lxml.html
import pytest

from tests.publication.releases import (
    made,
    query,
)


def test_the_page_tells_what_the_database_holds(path: Path, tmp_path: Path, browser: Any) -> None:
    release = made(path, tmp_path / "out").folder
    page = browser.new_page(viewport={"width": 390, "height": 844})
    requests: list[str] = []
    trouble: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: trouble.append(message.text))
    page.goto((release / "index.html").as_uri())
    assert requests == [(release / "index.html").as_uri()] and trouble == []

    shown = {
        (c["place"], int(c["year"])): (int(c["reports"]), int(c["verified"]))
        for c in page.eval_on_selector_all(
            ".coverage .cell", "cells => cells.map(c => ({...c.dataset}))"
        )
    }
    counted = query(
        release,
        "SELECT province, year, count(*), sum(status = 'verified') FROM reports"
        " JOIN agencies USING (agency_id) GROUP BY 1, 2",
    )
    assert shown == {(place, year): (n, v) for place, year, n, v in counted} and len(shown) == 3

    bars = {
        (b["series"], int(b["year"]), b["measure"]): int(b["value"])
        for b in page.eval_on_selector_all(".bars rect", "bars => bars.map(b => ({...b.dataset}))")
    }
    counted = query(
        release,
        "SELECT CASE kind WHEN 'government' THEN 'governments' ELSE 'agencies' END, year,"
        " 'received', sum(received) FROM panel GROUP BY 1, 2 HAVING count(received) > 0"
        " UNION ALL SELECT 'agencies', 2023, 'granted', 0",
    )
    assert bars == {tuple(key): value for *key, value in counted}
    assert bars["agencies", 2023, "received"] == 20 + 3  # as printed in the two reports
    assert page.inner_text("#fact-reports") == "4"
    assert page.inner_text("tr[data-finding=carried_over] td >> nth=0") == "2"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_reads_well(path: Path, tmp_path: Path, browser: Any, width: int) -> None:
    release = made(path, tmp_path / "out").folder
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto((release / "index.html").as_uri())
    assert page.is_visible("text=如何引用") and not page.is_visible("text=How to cite")
    page.click("label[for=lang-en]")
    assert page.is_visible("text=How to cite") and not page.is_visible("text=如何引用")
    for lang in ("zh", "en"):
        page.click(f"label[for=lang-{lang}]")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
        if not link.startswith(("http", "#")):
            assert (release / link.split("#")[0]).is_file(), link


def test_hostile_text_runs_nothing(hostile: Path, tmp_path: Path, browser: Any) -> None:
    release = made(hostile, tmp_path / "out").folder
    page = browser.new_page()
    dialogs: list[object] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog), dialog.dismiss()))
    page.goto((release / "index.html").as_uri())
    assert dialogs == [] and page.query_selector("svg b, script") is None


def test_the_three_queries_run_as_printed(path: Path, tmp_path: Path) -> None:
    release = made(path, tmp_path / "out").folder
    page = lxml.html.fromstring((release / "index.html").read_text())
    printed = [pre.text_content() for pre in page.xpath("//pre[@class='query']")]
    assert len(printed) == 3
    granted, most, _found = (query(release, sql) for sql in printed)
    assert [r[:2] for r in granted] == [(2022, 1), (2023, 1)]
    assert [r[:3] for r in most] == [
        (2023, "湖口县财政局", 20), (2022, "湖口县财政局", 10), (2023, "都昌县财政局", 3),
    ]  # fmt: skip
