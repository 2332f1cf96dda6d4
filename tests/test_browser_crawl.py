"""Pages that show nothing without JavaScript: shown in a browser where there is one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.browsers import missing_browser
from tests.crawling import (
    MENU,
    PROSE,
    SmallPortal,
    crawl,
    list_page,
    report_page,
    serve_small,
    urls,
)
from tests.running import rows, run
from tests.sample.portal import RunningPortal, family_sites, serve

MISSING = missing_browser(Settings({"BROWSER": None}))
needs_browser = pytest.mark.skipif(bool(MISSING), reason=f"no browser: {MISSING}")
TITLE = "东乡2023年政府信息公开工作年度报告"


@pytest.fixture
def portal() -> Iterator[RunningPortal]:
    """The sample portal whose lists are shells."""
    with serve([site for site in family_sites() if site.needs_browser]) as (running,):
        yield running


@pytest.fixture
def small() -> Iterator[SmallPortal]:
    with serve_small() as running:
        running.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
        yield running


def shell(script: str) -> str:
    body = f"<div id='app'></div><script>{script}</script>"
    return f"<html><title>门户</title><body>{body}</body></html>"


@needs_browser
def test_every_report_behind_a_shell_is_found(portal: RunningPortal) -> None:
    outcome = crawl(f"{portal.url}/")
    expected = {url for report in portal.truth.reports for url in report.documents}
    assert {document.url for document in outcome.documents} == expected
    assert outcome.stats["portal/browser"] == 1
    assert "sources/failed" not in outcome.stats


@needs_browser
def test_the_browser_asks_for_little_and_for_nothing_twice(portal: RunningPortal) -> None:
    crawl(f"{portal.url}/")
    addresses = portal.log.addresses()
    assert len(addresses) == len(set(addresses))
    copies = {url for r in portal.truth.reports for url in (*r.documents, *r.pages)}
    assert len(addresses) <= 1.3 * len({*portal.truth.needed, *copies})
    assert not {"/favicon.ico", "/static/banner.png"} & set(addresses)
    assert portal.trapped() == []


def test_without_a_browser_the_portal_is_told_to_need_one(portal: RunningPortal) -> None:
    outcome = crawl(f"{portal.url}/", BROWSER="")
    assert outcome.documents == []
    host = portal.url.removeprefix("http://")
    assert outcome.stats[f"portal/needs_browser/{host}"] == "the setting BROWSER is empty"
    assert outcome.stats["sources/failed"] == 1
    assert any("needs a browser" in skipped.reason for skipped in outcome.skipped)


def test_without_a_browser_the_rest_goes_on(small: SmallPortal) -> None:
    small.add(
        "/nb/", "<html><body><a href='2023/'>2023年</a><a href='2022/'>2022年</a></body></html>"
    )
    small.add("/nb/2023/", shell("fetch('/x')"))
    small.add("/nb/2022/", list_page([("/nb/a.html", TITLE, "2024-01-20")]))
    small.add("/nb/a.html", report_page(TITLE))
    outcome = crawl(f"{small.url}/", BROWSER="")
    assert urls(outcome, small) == {"/nb/a.html"}
    told = {skipped.url.removeprefix(small.url): skipped.reason for skipped in outcome.skipped}
    assert told.keys() == {"/nb/2023/"}


ROWS = """
var ask = window['fe' + 'tch'], here = document.getElementById('app'), query = {from: 0};
ask('/api/rows', {method: 'POST', headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({column: 55, offset: query.from, limit: 2})})
  .then(function (answer) { return answer.json(); }).then(function (told) {
    told.data.rows.forEach(function (row) {
      here.innerHTML += '<p><a href="/show/' + row.id + '">' + row.title + '</a></p>'; }); });
"""


@needs_browser
def test_a_list_that_a_shown_page_asked_for_is_walked_to_its_end(small: SmallPortal) -> None:
    titles = [f"{town}2023年政府信息公开工作年度报告" for town in ("东乡", "西镇", "南乡")]
    rows = [{"id": 70 + n, "title": title} for n, title in enumerate(titles)]
    small.add("/nb/", shell(ROWS))
    for begin in (0, 2):
        answer = json.dumps({"data": {"rows": rows[begin : begin + 2], "total": 3}})
        small.add(f'/api/rows {{"column":55,"offset":{begin},"limit":2}}', answer)
    for row in rows:
        small.add(f"/show/{row['id']}", report_page(str(row["title"])))
    outcome = crawl(f"{small.url}/")
    assert urls(outcome, small) == {"/show/70", "/show/71", "/show/72"}
    assert len([path for path in small.asked if path.startswith("/api/")]) == 2


@needs_browser
def test_agencies_and_articles_that_scripts_fill_in_are_shown(small: SmallPortal) -> None:
    small.add("/", "<html><body><a href='/gk/'>政府信息公开</a></body></html>")
    write = "document.getElementById('dw').innerHTML = d.map(function (x) {"
    write += "return '<a href=\\\\gk\\\\' + x.code + '.html>' + x.name + '</a>' }).join('')"
    ask = f"window['fe' + 'tch']('/api/dw').then(r => r.json()).then(d => {{ {write} }})"
    guide = "<a href='/gk/zn.html'>政府信息公开指南</a>"
    small.add("/gk/", f"<html><body>{guide}<ul id='dw'></ul><script>{ask}; fetch('/x')</script>")
    agencies = ("县财政局", "县教育局", "东乡人民政府")
    small.add("/api/dw", json.dumps([{"code": n, "name": a} for n, a in enumerate(agencies)]))
    for n, agency in enumerate(agencies):
        titled = f"{agency}2023年政府信息公开工作年度报告"
        small.add(
            f"/gk/{n}.html", f"<html><body><a href='/gk/{n}/nb.html'>公开年报</a></body></html>"
        )
        small.add(f"/gk/{n}/nb.html", list_page([(f"/gk/{n}/1.html", titled, "2024-01-20")]))
        put = "document.getElementById('c').innerHTML = document.getElementById('t').value"
        kept = f"<textarea id='t' style='display:none'>{escape(PROSE)}</textarea>"
        counter = f"<script src='/hits.do?id={n}'></script>"
        body = f"<h1>{titled}</h1><div id='c'></div>{kept}{counter}<script>{put}</script>"
        head = f"<meta name='ArticleTitle' content='{titled}'>"
        small.add(f"/gk/{n}/1.html", f"<html><head>{head}</head><body>{body}</body></html>")
    outcome = crawl(f"{small.url}/")
    assert urls(outcome, small) == {f"/gk/{n}/1.html" for n in range(3)}
    assert all("所列数据" in document.data.decode() for document in outcome.documents)
    assert not [path for path in small.asked if path.startswith("/hits")]


@needs_browser
def test_scripts_reach_no_other_site_and_no_forbidden_page(small: SmallPortal) -> None:
    with serve_small() as other:
        other.add("/secret", "secret")
        small.add("/robots.txt", "User-agent: *\nDisallow: /private/\n")
        # Named so that no list can be read out of the script: the page must be run.
        asks = "var ask = window['fe' + 'tch'];" + "".join(
            f"try {{ ask('{target}').catch(function () {{}}); }} catch (e) {{}}"
            for target in (
                f"{other.url}/secret",
                "/private/list",
                "file:///etc/passwd",
                "http://169.254.169.254/latest/",
            )
        )
        socket = f"new WebSocket('{other.url.replace('http', 'ws')}/secret?socket')"
        asks += (
            f"new Image().src = '{other.url}/secret?image';"
            f"try {{ {socket}; }} catch (e) {{}}"
            f"navigator.sendBeacon('{other.url}/secret?beacon', 'x');"
            f"var frame = document.createElement('iframe'); frame.src = '{other.url}/secret?frame';"
            "document.body.appendChild(frame);"
            "ask('/api/rows').then(function (a) { return a.text(); }).then(function (rows) {"
            " document.getElementById('app').innerHTML = rows; });"
        )
        small.add("/nb/", shell(asks))
        small.add("/api/rows", f"<li><a href='/nb/a.html'>{TITLE}</a><i>2024-01-20</i></li>")
        small.add("/nb/a.html", report_page(TITLE))
        outcome = crawl(f"{small.url}/")
        assert urls(outcome, small) == {"/nb/a.html"}
        assert other.asked == []
        assert small.asked.count("/private/list") == 0


@needs_browser
def test_a_script_that_never_ends_is_left(small: SmallPortal) -> None:
    small.add("/nb/", shell("fetch('/x'); while (true) {}"))
    outcome = crawl(f"{small.url}/", BROWSER_TIMEOUT=4)
    assert outcome.documents == []
    told = {skipped.url.removeprefix(small.url): skipped.reason for skipped in outcome.skipped}
    assert "browser" in told["/nb/"]


@needs_browser
def test_a_reader_sent_off_the_site_stays(small: SmallPortal) -> None:
    with serve_small() as other:
        small.add("/nb/", shell(f"fetch('/x'); location.href = '{other.url}/' + 'evil';"))
        outcome = crawl(f"{small.url}/", BROWSER_TIMEOUT=15)
        assert outcome.documents == []
        assert other.asked == []


@needs_browser
def test_pages_shown_are_bounded_and_the_rest_is_told(small: SmallPortal) -> None:
    links = "".join(f"<a href='/nb/{year}/'>{year}年</a>" for year in range(2018, 2024))
    small.add("/nb/", f"<html><body>{MENU}{links}</body></html>")
    for year in range(2018, 2024):
        small.add(f"/nb/{year}/", shell("fetch('/x')"))
    outcome = crawl(f"{small.url}/", BROWSER_PAGES=2)
    assert outcome.stats["portal/browser"] == 2
    assert outcome.stats["sources/failed"] == 1
    assert len(outcome.skipped) == 6


SCREENS = """
var here = document.getElementById('app'), screen = location.hash.slice(1);
function show(rows) { here.innerHTML = rows.map(function (row) {
    return '<p><a href="#/' + row[0] + '">' + row[1] + '</a></p>'; }).join(''); }
if (screen === '') show([['news', '要闻'], ['open', '政府信息公开']]);
else if (screen === '/open') show([['guide', '政府信息公开指南'], ['nb', '政府信息公开年报']]);
else fetch('/api' + screen).then(function (answer) { return answer.json(); }).then(function (told) {
    if (told.rows) show(told.rows); else here.innerHTML = told.text; });
"""


@needs_browser
def test_the_screens_of_a_portal_of_one_page_are_followed(small: SmallPortal) -> None:
    small.add("/", shell(SCREENS))
    small.add("/api/nb", json.dumps({"rows": [["nb/7", TITLE]]}))
    small.add("/api/nb/7", json.dumps({"text": report_page(TITLE)}))
    outcome = crawl(f"{small.url}/")
    assert urls(outcome, small) == {"/#/nb/7"}
    assert [path for path in small.asked if path == "/"] == ["/"]
    assert not any("news" in path or "guide" in path for path in small.asked)


@needs_browser
def test_screens_that_are_due_again_are_shown_of_one_page(
    small: SmallPortal, tmp_path: Path
) -> None:
    application = "<div id='app'></div><script src='/app.js'></script>"
    small.add("/", f"<html><title>门户</title><body>{application}</body></html>")
    small.add("/app.js", SCREENS)
    titles = {n: f"{town}乡2023年政府信息公开工作年度报告" for n, town in enumerate("东西南")}
    small.add("/api/nb", json.dumps({"rows": [[f"nb/{n}", titles[n]] for n in titles]}))
    for number, title in titles.items():
        small.add(f"/api/nb/{number}", json.dumps({"text": report_page(title)}))
    corpus = tmp_path / "corpus.db"
    for _ in range(2):
        small.asked.clear()
        settings = (f"CORPUS={corpus}", "ALLOW_PRIVATE_HOSTS=1", "DOWNLOAD_DELAY=0")
        told = [part for name in (*settings, "REVISIT_DAYS=0") for part in ("-s", name)]
        run("crawl", "municipal", "-a", f"url={small.url}/", *told)
    assert rows(corpus, "SELECT count(*) FROM sources") == [(3,)]
    assert {f"/api/nb/{number}" for number in titles} <= set(small.asked)
    assert small.asked.count("/") == 1


FILLED = """
fetch('/api' + location.pathname, {headers: {'X-Requested-With': 'XMLHttpRequest'}})
  .then(function (answer) { return answer.json(); }).then(function (told) {
    document.getElementById('app').innerHTML = '<h1>' + told.data.docTitle + '</h1>' +
        '<div class="article-content">' + told.data.docText + '</div>' +
        (told.data.file ? '<a href="' + told.data.file + '">附件</a>' : ''); });
"""


@needs_browser
def test_articles_are_filled_as_the_first_one_was(small: SmallPortal) -> None:
    titles = {n: f"{town}2023年政府信息公开工作年度报告" for n, town in enumerate("东西南北")}
    rows = [
        (f"/show/{n}70", f"{title[0]}乡{title[1:]}", "2024-01-20") for n, title in titles.items()
    ]
    small.add("/nb/", list_page(rows))
    for number, (path, title, day) in enumerate(rows):
        small.add(path, shell(FILLED))
        told = {"docTitle": title, "docText": f"<p>{PROSE * 20}</p>", "pubTime": day}
        if number == 2:
            told["file"] = "/file/report.pdf"
        if number != 3:
            small.add(f"/api{path}", json.dumps({"code": 0, "data": told}))
    outcome = crawl(f"{small.url}/")
    found = {document.url.removeprefix(small.url): document for document in outcome.documents}
    assert {"/show/070", "/show/170", "/show/270"} <= found.keys()
    assert [path for path in small.asked if path.startswith("/show/")] == [
        "/show/070",
        "/show/270",  # what fills it names a file, too
        "/show/370",  # nothing fills it
    ]
    filled = found["/show/170"]
    assert filled.hints.page_title == rows[1][1]
    assert filled.hints.published == "2024-01-20"
    assert [answer.url for answer in filled.made_from] == [f"{small.url}/api/show/170"]
    assert found["/show/070"].made_from == ()
