"""What no server should send: each answer ends with its reason, and the crawl goes on."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse, Response

from crawler.middlewares.backoff import retry_after
from crawler.middlewares.unpacking import is_whole
from spiders.discovery.pages.kinds import blocked_by_status
from spiders.discovery.requests.firewalls import blocked_by_its_text
from tests.hostile_server import (
    HostilePortal,
    answer,
    at_once,
    bomb,
    dripping,
    endless,
    report,
    serve_hostile,
)
from tests.running import rows, run

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
SETTINGS = (
    *("ALLOW_PRIVATE_HOSTS=1", "DOWNLOAD_DELAY=0", "DOWNLOAD_TIMEOUT=3", "FIRST_PAUSE=0.1"),
    *("RETRY_TIMES=0", "PARSER_WORKERS=1", "SUMMARY=0"),
)


@dataclass(frozen=True)
class Crawled:
    """told: what became of each row of the list, by name. counts: of the run."""

    code: int
    told: dict[str, str]
    counts: dict[str, Any]
    portal: HostilePortal


def crawl(portal: HostilePortal, corpus: Path, *more: str) -> Crawled:
    told = [f"CORPUS={corpus}", f"DOWNLOAD_MAXSIZE={8 << 20}", *SETTINGS, *more]
    done = run(
        *("crawl", "municipal", "-a", f"url={portal.url}/"),
        *(part for setting in told for part in ("-s", setting)),
        seconds=120,
    )
    assert "Traceback" not in done.stderr
    ((counts,),) = rows(corpus, "SELECT counts FROM runs ORDER BY started_at DESC LIMIT 1")
    became = dict(rows(corpus, "SELECT url, reason FROM skipped"))
    became |= dict(
        rows(corpus, "SELECT url, coalesce(status, s.reason) FROM sources s LEFT JOIN reports"
             " USING (agency_id, year)")
    )  # fmt: skip
    names = {path: path.removeprefix("/nb/").removesuffix(".html") for path, *_ in portal.rows}
    by_name = {name: became.get(portal.url + path, "") for path, name in names.items()}
    with closing(sqlite3.connect(":memory:")) as json:
        found = json.execute("SELECT key, value FROM json_each(?)", (counts,)).fetchall()
    return Crawled(done.returncode, by_name, dict(found), portal)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with serve_hostile() as portal:
        whole = report(2019)
        portal.add("too_long", at_once(answer(whole, length=len(whole) + 500)))
        cut = report(2020)
        portal.add("cut", at_once(answer(cut[: len(cut) // 2], length=len(cut))))
        portal.add("no_number", at_once(HTML + b"Content-Length: abc\r\n\r\n" + whole))
        portal.add("good_1", at_once(answer(report(2021))))
        portal.add("last_chunk_missing", at_once(
            HTML + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(report(2022)) + report(2022)
        ))  # fmt: skip
        packed = gzip.compress(report(2023))
        portal.add("packed_and_cut", at_once(answer(packed[:-900], "Content-Encoding: gzip")))
        portal.add("not_packed", at_once(answer(report(2024), "Content-Encoding: gzip")))
        portal.add("bomb", at_once(answer(bomb(64 << 20), "Content-Encoding: gzip")))
        portal.add("drip", dripping(HTML + b"\r\n<html>", b"<p>1</p>", 0.2))
        portal.add("endless", endless(HTML + b"\r\n<html>", 2 << 30))
        told_long = HTML + b"Content-Length: 2147483648\r\n\r\n<html>"
        portal.add("told_long", endless(told_long, 2 << 30))
        portal.add("circle", at_once(
            answer(b"", "Location: /nb/circle.html", status="302 Found")
        ))  # fmt: skip
        portal.add("picture", at_once(answer(b"\x89PNG\r\n\x1a\n" + bytes(2000))))
        portal.add("links", at_once(answer(
            b"<html><body>" + b"<a href='/x/1.html'>a</a><p>text</p>" * 140_000 + b"</body></html>"
        )))  # fmt: skip
        portal.add("quotes", at_once(answer(
            b"<html><body>" + b"<a href='/x/1.html'>a</a><p>text</p>" * 900
            + b"<script>" + rb'\"' * 300_000 + b"</script></body></html>"
        )))  # fmt: skip
        portal.add("good_2", at_once(answer(report(2025), "Content-Type: application/x-unknown")))
        yield crawl(portal, tmp_path_factory.mktemp("hostile") / "corpus.db")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("too_long", "verified"),
        ("cut", "it was cut off after"),
        ("no_number", "gives no valid answer (Value contains non-decimal digits"),
        ("last_chunk_missing", "verified"),
        ("packed_and_cut", "it was cut off after"),
        ("not_packed", "verified"),
        ("bomb", "it unpacks to more than the size limit"),
        ("drip", "does not answer in time"),
        ("endless", "larger than the size limit"),
        ("told_long", "larger than the size limit"),
        ("circle", "redirected in a circle"),
        ("picture", "expected a picture (PNG, JPEG"),
        ("links", "neither a report nor a list of reports"),
        ("quotes", "neither a report nor a list of reports"),
        ("good_1", "verified"),
        ("good_2", "verified"),
    ],
)
def test_each_row_ends_with_its_reason(crawled: Crawled, name: str, told: str) -> None:
    assert told in crawled.told[name]


def test_the_crawl_says_that_sources_failed_and_counts_what_it_sent(crawled: Crawled) -> None:
    assert crawled.code == 4
    assert crawled.counts["requests"] == len(crawled.portal.asked)
    assert crawled.counts["errors"] == 0


def test_how_long_the_reactor_was_held_up_is_on_record(crawled: Crawled) -> None:
    assert crawled.counts["reactor_longest_ms"] >= 0
    blocked = [n for key, n in crawled.counts.items() if key.startswith("reactor_blocked:")]
    assert sum(blocked) == crawled.counts["reactor_blocked"]
    # Generous, for a busy machine; the page of several MB took seconds of work.
    assert crawled.counts["reactor_longest_ms"] < 1000


def test_a_host_that_gives_no_answer_is_left_alone(tmp_path: Path) -> None:
    with serve_hostile() as portal:
        for number in range(12):
            portal.add(f"silent_{number}", at_once(b""))
        found = crawl(portal, tmp_path / "corpus.db")
        assert len([path for path in portal.asked if "silent" in path]) == 5
        reasons = [found.told[f"silent_{number}"] for number in range(12)]
        assert all("gives no valid answer" in reason for reason in reasons[:5])
        assert all("failed 5 times in a row" in reason for reason in reasons[5:])


def test_a_redirect_to_itself_that_wants_a_cookie_is_a_firewall(tmp_path: Path) -> None:
    with serve_hostile() as portal:
        for number in range(4):
            again = (f"Location: /nb/gate_{number}.html", "Set-Cookie: C3VK=a")
            portal.add(f"gate_{number}", at_once(answer(b"", *again, status="302 Found")))
        found = crawl(portal, tmp_path / "corpus.db")
        assert len([path for path in portal.asked if "gate" in path]) == 1
        assert all("wants its cookie back" in found.told[f"gate_{n}"] for n in range(4))


def test_a_host_that_asks_for_time_is_given_it(tmp_path: Path) -> None:
    with serve_hostile() as portal:
        busy = answer(b"busy", "Retry-After: 2", status="503 Service Unavailable")
        portal.add("busy", at_once(busy))
        portal.add("next", at_once(answer(report(2024))))
        portal.add("closed", at_once(
            answer(b"closed", "Retry-After: 86400", status="503 Service Unavailable")
        ))  # fmt: skip
        portal.add("never_asked", at_once(answer(report(2025))))
        found = crawl(portal, tmp_path / "corpus.db")
        assert found.told["busy"] == "answered with status 503"
        assert found.told["next"] == "verified"
        assert "asks to come back in 86400 seconds" in found.told["never_asked"]
        assert "/nb/never_asked.html" not in portal.asked
        waited = portal.times["/nb/next.html"] - portal.times["/nb/busy.html"]
        assert waited >= 1.9


EMPTY = "<html><head><script src='/Xz3kd/a.js'></script></head><body></body></html>"
RELOADING = "<html><script>document.cookie='x=1';{}</script>"


@pytest.mark.parametrize(
    ("cookie", "body", "sign"),
    [
        ("yunsuo_session_verify=9f; path=/", EMPTY, "yunsuo_session_verify"),
        ("4hP44ZykCTt5O=60a; Path=/", EMPTY, "4hP44ZykCTt5O"),
        ("enable_4hP44ZykCTt5=true", EMPTY, "enable_4hP44ZykCTt5"),
        ("ZJZWFWSESSIONID=77", EMPTY, "ZJZWFWSESSIONID"),
        ("", RELOADING.format("window.location.reload();"), "a cookie that its script sets"),
        ("", RELOADING.format("location.href = location.pathname;"), "a cookie that its script"),
        ("JSESSIONID=77", EMPTY, ""),
        ("yd_cookie=1", EMPTY.replace("<body>", "<body><div id='app'></div>"), ""),
        ("yd_cookie=1", f"<html><body>{'<a href=/a/>政府信息公开</a>' * 9}</body></html>", ""),
        ("", RELOADING.format("location.href='/index.html'"), ""),
        ("", RELOADING.format("location.reload()") + f"<body>{'附件：年度报告。' * 9}</body>", ""),
    ],
)
def test_challenges_are_known_by_their_cookies(cookie: str, body: str, sign: str) -> None:
    headers = {"Set-Cookie": cookie} if cookie else {}
    url = "http://www.shilixian.gov.cn/"
    page = HtmlResponse(url, headers=headers, body=body.encode(), encoding="utf-8")
    assert sign in blocked_by_its_text(page) if sign else not blocked_by_its_text(page)


@pytest.mark.parametrize("status", [412, 418, 429, 521])
def test_the_statuses_of_firewalls_and_limits(status: int) -> None:
    assert str(status) in blocked_by_status(status)


@pytest.mark.parametrize("status", [200, 304, 403, 404, 500, 503])
def test_other_statuses_say_nothing_of_a_firewall(status: int) -> None:
    assert blocked_by_status(status) == ""


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("120", 120.0), ("", None), ("soon", None), ("-5", None), ("99999999999", 999999999.0)],
)
def test_retry_after_in_seconds(told: str, seconds: float | None) -> None:
    assert retry_after(Response("http://a/", headers={"Retry-After": told})) == seconds


def test_retry_after_as_a_date() -> None:
    until = datetime.now(UTC) + timedelta(seconds=90)
    told = retry_after(Response("http://a/", headers={"Retry-After": format_datetime(until)}))
    assert told is not None and 80 < told <= 90
    past = Response("http://a/", headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})
    assert retry_after(past) == 0


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (b"<html><body>1</body></HTML >\n<!-- node 7 -->", True),
        (b"<html><body>1</body>", False),
        (b"%PDF-1.4 ... startxref 7 %%EOF\n", True),
        (b"%PDF-1.4 ... startxref", False),
        (b"PK\x03\x04....PK\x05\x06" + bytes(18), True),
        (b"PK\x03\x04....", False),
        (b'{"rows": []} ', True),
        (b'{"rows": [', False),
        (b"", False),
    ],
)
def test_a_document_shows_its_own_end(body: bytes, whole: bool) -> None:
    assert is_whole(body) is whole
