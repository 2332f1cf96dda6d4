"""The walk over a portal, from its home page to every report, on servers of this machine."""

from __future__ import annotations

import gzip
import multiprocessing
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from crawler.errors import BadArgument
from crawler.items import Document, Skipped
from spiders.municipal import Municipal
from tests.sample.portal import RunningPortal, serve

LONGEST_CRAWL = 120


@dataclass(frozen=True)
class Crawl:
    """What one crawl yielded."""

    documents: list[Document]
    skipped: list[Skipped]
    stats: dict[str, Any]


def crawl(url: str, **settings: Any) -> Crawl:
    """Run the spider in a process of its own: a reactor cannot be started twice."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_crawl_and_send, args=(url, settings, sender))
    process.start()
    sender.close()
    assert receiver.poll(LONGEST_CRAWL), f"the crawl of {url} did not end"
    outcome: Crawl = receiver.recv()
    process.join(30)
    return outcome


def _crawl_and_send(url: str, overrides: dict[str, Any], sender: Any) -> None:
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.project import get_project_settings

    settings = get_project_settings()
    settings.setdict(
        {
            "ALLOW_PRIVATE_HOSTS": True,
            "DOWNLOAD_DELAY": 0,
            "ITEM_PIPELINES": {},
            "EXTENSIONS": {},
            "LOG_LEVEL": "ERROR",
            "RETRY_TIMES": 0,
            "DOWNLOAD_TIMEOUT": 5,
            **overrides,
        },
        priority="cmdline",
    )
    items: list[Any] = []
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(Municipal)
    crawler.signals.connect(
        lambda item: items.append(item), signal=signals.item_scraped, weak=False
    )
    process.crawl(crawler, url=url)
    process.start()
    documents = [item for item in items if isinstance(item, Document)]
    skipped = [item for item in items if isinstance(item, Skipped)]
    sender.send(Crawl(documents, skipped, dict(crawler.stats.get_stats())))
    sender.close()


@pytest.fixture(scope="module")
def portals() -> Iterator[list[tuple[RunningPortal, Crawl]]]:
    """Every sample portal with one crawl of it."""
    with serve() as running:
        yield [(portal, crawl(f"{portal.url}/")) for portal in running]


def test_every_report_is_found_at_every_address(
    portals: list[tuple[RunningPortal, Crawl]],
) -> None:
    for portal, outcome in portals:
        expected = {url for report in portal.truth.reports for url in report.documents}
        assert len(expected) >= len(portal.truth.reports) > 0
        assert {document.url for document in outcome.documents} == expected


def test_lookalikes_are_left_alone_with_a_reason(
    portals: list[tuple[RunningPortal, Crawl]],
) -> None:
    for portal, outcome in portals:
        reasons = {skipped.url: skipped.reason for skipped in outcome.skipped}
        listed = [entry.url for entry in portal.truth.lookalikes if "/zfxxgknb/" in entry.url]
        assert all(reasons.get(url) for url in listed)
        assert not reasons.keys() & {document.url for document in outcome.documents}


def test_pages_that_only_carry_a_file_are_skipped_for_the_file(
    portals: list[tuple[RunningPortal, Crawl]],
) -> None:
    for portal, outcome in portals:
        reasons = {skipped.url: skipped.reason for skipped in outcome.skipped}
        carriers = [url for report in portal.truth.reports for url in report.pages]
        assert carriers
        assert all("the report is in the attachment" in reasons[url] for url in carriers)


def test_nothing_is_asked_for_twice_and_no_trap_is_entered(
    portals: list[tuple[RunningPortal, Crawl]],
) -> None:
    for portal, _ in portals:
        addresses = portal.log.addresses()
        assert len(addresses) == len(set(addresses))
        assert portal.trapped() == []


def test_few_more_requests_than_a_perfect_crawler_makes(
    portals: list[tuple[RunningPortal, Crawl]],
) -> None:
    for portal, _ in portals:
        copies = {url for r in portal.truth.reports for url in (*r.documents, *r.pages)}
        perfect = {*portal.truth.needed, *copies}
        assert len(portal.log.addresses()) <= 1.3 * len(perfect)


def test_documents_carry_what_the_way_told(portals: list[tuple[RunningPortal, Crawl]]) -> None:
    for portal, outcome in portals:
        by_url = {document.url: document for document in outcome.documents}
        for published in portal.truth.reports:
            for url in published.documents:
                hints = by_url[url].hints
                assert hints.url == url
                assert hints.site_name == portal.site.site_name
                assert hints.site_id_code == portal.site.site_id_code
                assert published.report.title in (hints.page_title, hints.link_text)
                assert hints.published.startswith(str(published.report.published_on))
                assert "政府信息公开年报" in hints.breadcrumb


def test_the_run_tells_the_family_and_its_evidence(
    portals: list[tuple[RunningPortal, Crawl]],
) -> None:
    names = {"trs": "TRS WCM", "ucap": "Kaipu UCAP"}
    for portal, outcome in portals:
        host = portal.url.removeprefix("http://")
        assert outcome.stats[f"portal/evidence/{host}"].startswith(names[portal.site.family])
        assert outcome.stats[f"portal/family/{names[portal.site.family]}"] > 10
        assert outcome.stats["portal/columns"] >= 1
        assert "portal/no_column" not in outcome.stats
        assert "sources/failed" not in outcome.stats


# --- portals of no family, and portals in trouble ------------------------------------------------

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class SmallPortal:
    """A server that answers from a table of pages; any other address is a 404."""

    url: str
    pages: dict[str, Answer]
    asked: list[str]

    def add(self, path: str, markup: str | bytes, status: int = 200, **headers: str) -> None:
        body = markup.encode() if isinstance(markup, str) else markup
        self.pages[path] = (status, {"Content-Type": "text/html", **headers}, body)


@pytest.fixture
def small_portal() -> Iterator[SmallPortal]:
    pages: dict[str, Answer] = {}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, headers, body = pages.get(self.path, (404, {}, b"404"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """The list of addresses replaces the lines on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield SmallPortal(f"http://127.0.0.1:{server.server_port}", pages, asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


MENU = '<div><a href="/">首页</a><a href="/news/">新闻</a><a href="/gk/">政务公开</a></div>'
PROSE = "<p>本报告根据条例要求编制，所列数据的统计期限自1月1日起至12月31日止。</p>" * 12


def report_page(title: str, more: str = "") -> str:
    return f"<html><title>{title}</title><body>{MENU}<h1>{title}</h1>{PROSE}{more}</body></html>"


def list_page(rows: list[tuple[str, str, str]], more: str = "", title: str = "列表") -> str:
    items = "".join(f'<li><a href="{u}">{t}</a><span>{d}</span></li>' for u, t, d in rows)
    return f"<html><title>{title}</title><body>{MENU}<ul>{items}</ul>{more}</body></html>"


def urls(outcome: Crawl, portal: SmallPortal) -> set[str]:
    return {document.url.removeprefix(portal.url) for document in outcome.documents}


def test_an_unknown_portal_by_labels_alone(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", '<html><META HTTP-EQUIV="Refresh" CONTENT="0; URL=/home.htm"></html>')
    portal.add("/home.htm", f"<html><body>{MENU}<a href='/qynb/'>企业年报</a></body></html>")
    portal.add("/gk/", f"<html><body>{MENU}<a href='/gk/xx/'>信 息 公 开</a></body></html>")
    portal.add(
        "/gk/xx/",
        f"<html><body>{MENU}<a href='/gk/zd/'>年度报告制度</a>"
        "<a href='/gk/wz/'>政府网站工作年度报表</a>"
        "<li><a href='/gk/nb/'>公 开 年 报</a></li></body></html>",
    )
    portal.add(
        "/gk/nb/",
        f"<html><body>{MENU}<ul><li><a href='/gk/nb/2023/'>2023年</a></li>"
        "<li><a href='/gk/nb/2022/'>2022年</a></li><li><a href='/gk/nb/2021/'>2021</a></li>"
        "</ul></body></html>",
    )
    rows = [
        ("/gk/nb/2023/a.html", "东乡2023年政府信息公开工作年度报告", "2024-01-20"),
        (
            "/gk/nb/2023/t.html",
            "关于做好2023年政府信息公开工作年度报告编制工作的通知",
            "2024-01-02",
        ),
        ("/files/west.pdf", "西镇2023年政府信息公开工作年度报告", "2024-01-19"),
    ]
    pager = "<div><a href='/gk/nb/2023/p2.html'>下一页</a><a href='javascript:go(9)'>尾页</a></div>"
    portal.add("/gk/nb/2023/", list_page(rows, pager))
    portal.add("/gk/nb/2023/a.html", report_page(rows[0][1]))
    second = [("/gk/nb/2023/b.html", "县水利局", "2024-01-10")]
    portal.add("/gk/nb/2023/p2.html", list_page(second))
    portal.add(
        "/gk/nb/2023/b.html",
        report_page("县水利局2023年政府信息公开工作年度报告").encode("gb18030"),
    )
    portal.add("/files/west.pdf", b"%PDF-1.4 west", **{"Content-Type": "application/pdf"})
    portal.add("/gk/nb/2022/", report_page("某县2022年政府信息公开工作年度报告"))  # leaf column
    portal.add(
        "/gk/nb/2021/",
        f"<html><body>{MENU}<h2>2021</h2><iframe src='/inner/2021.html'></iframe></body></html>",
    )
    inner = [("/inner/c.html", "南镇2021年政府信息公开年度报告", "2022-01-11")]
    portal.add("/inner/2021.html", list_page(inner))
    portal.add("/inner/c.html", report_page(inner[0][1]))

    outcome = crawl(f"{portal.url}/")

    assert urls(outcome, portal) == {
        "/gk/nb/2023/a.html",
        "/gk/nb/2023/b.html",
        "/files/west.pdf",
        "/gk/nb/2022/",
        "/inner/c.html",
    }
    assert not {"/qynb/", "/gk/zd/", "/gk/wz/", "/news/", "/gk/nb/2023/t.html"} & set(portal.asked)
    assert len(portal.asked) == len(set(portal.asked))
    assert outcome.stats["portal/family/general"] > 5
    told = {skipped.url.removeprefix(portal.url): skipped.reason for skipped in outcome.skipped}
    assert told == {"/gk/nb/2023/t.html": "a notice about reports"}


def test_one_page_under_many_addresses_is_asked_for_once(small_portal: SmallPortal) -> None:
    portal = small_portal
    title = "东乡2023年政府信息公开工作年度报告"
    spellings = [
        ("/nb/a.html", title, "2024-01-20"),
        ("/nb/a.html?isMobile=true", title, "2024-01-20"),
        ("/nb/a.html;jsessionid=0123?ddtab=true#top", title, "2024-01-20"),
        ("./a.html?print=1&_=17", title, "2024-01-20"),
    ]
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    links = "<a href='index.html'>年报</a><a href='/nb'>政府信息公开年报</a>"
    portal.add("/nb/", list_page(spellings, links))
    portal.add("/nb/a.html", report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a.html"}
    assert portal.asked == ["/robots.txt", "/", "/nb/", "/nb/a.html"]


def test_a_portal_without_a_column_says_so_after_trying_the_hubs(small_portal: SmallPortal) -> None:
    portal = small_portal
    hubs = "<a href='/a/'>政府信息公开</a><a href='/b/'>政务公开</a><a href='/map/'>网站地图</a>"
    portal.add("/", f"<html><body>{hubs}<a href='/x/'>统计年鉴</a></body></html>")
    for path in ("/a/", "/b/", "/map/"):
        portal.add(path, "<html><body><a href='/x/'>统计年鉴</a><p>暂无内容</p></body></html>")
    outcome = crawl(f"{portal.url}/")
    assert outcome.documents == []
    assert outcome.stats["portal/no_column"] == 1
    assert portal.asked == ["/robots.txt", "/", "/a/", "/b/", "/map/"]


def test_a_column_found_only_over_the_site_map(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add(
        "/", "<html><body><a href='/a/'>政务公开</a><a href='/map/'>网站地图</a></body></html>"
    )
    portal.add("/a/", "<html><body><p>栏目建设中</p><a href='/'>首页</a></body></html>")
    portal.add("/map/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page([("/nb/a.html", "东乡2023年政府信息公开年报", "2024-01-20")]))
    portal.add("/nb/a.html", report_page("东乡2023年政府信息公开年报"))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a.html"}
    assert "portal/no_column" not in outcome.stats


CHALLENGE = '<script>;go({"bts":["a","b"],"ct":"x","tn":"__jsl_clearance_s","vt":"3600"})</script>'


@pytest.mark.parametrize(
    ("status", "markup"),
    [
        (521, "<script>document.cookie='a'</script>"),
        (412, "<script>$_ts={}</script>"),
        (200, CHALLENGE),
    ],
)
def test_a_host_that_blocks_is_left_alone(
    small_portal: SmallPortal, status: int, markup: str
) -> None:
    portal = small_portal
    rows = [
        (f"/nb/{n}.html", f"第{n}乡2023年政府信息公开工作年度报告", "2024-01-20") for n in range(30)
    ]
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows))
    for path, _, _ in rows:
        portal.add(path, markup, status=status)
    outcome = crawl(f"{portal.url}/")
    assert outcome.documents == []
    assert outcome.stats["portal/blocked"] == 1
    assert outcome.stats["sources/failed"] >= 1
    asked = [path for path in portal.asked if path.startswith("/nb/") and path != "/nb/"]
    assert len(asked) == 1
    reasons = [skipped.reason for skipped in outcome.skipped]
    assert len(reasons) == 30
    assert all("firewall" in reason or "challenge" in reason for reason in reasons)


def test_a_compressed_challenge_is_recognised_before_the_next_request(
    small_portal: SmallPortal,
) -> None:
    portal = small_portal
    rows = [(f"/nb/{n}.html", f"第{n}乡2023年政府信息公开年报", "2024-01-20") for n in range(9)]
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows))
    for path, _, _ in rows:
        portal.add(path, gzip.compress(CHALLENGE.encode()), **{"Content-Encoding": "gzip"})
    outcome = crawl(f"{portal.url}/")
    assert outcome.documents == []
    assert len([path for path in portal.asked if path.startswith("/nb/")]) == 2


def test_a_portal_that_sends_robots_txt_to_its_home_page(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/robots.txt", "", status=302, Location="/")
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page([("/nb/a.html", "东乡2023年政府信息公开年报", "2024-01-20")]))
    portal.add("/nb/a.html", report_page("东乡2023年政府信息公开年报"))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a.html"}


def test_robots_txt_is_obeyed(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/robots.txt", "User-agent: *\nDisallow: /nb/secret/\n")
    rows = [
        ("/nb/secret/a.html", "东乡2023年政府信息公开年报", "2024-01-20"),
        ("/nb/b.html", "西镇2023年政府信息公开年报", "2024-01-20"),
    ]
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows))
    for path, title, _ in rows:
        portal.add(path, report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/b.html"}
    assert "/nb/secret/a.html" not in portal.asked
    told = {skipped.url.removeprefix(portal.url): skipped.reason for skipped in outcome.skipped}
    assert "robots.txt" in told["/nb/secret/a.html"]


def test_redirects_to_the_home_page_or_off_the_site_are_dead_rows(
    small_portal: SmallPortal,
) -> None:
    portal = small_portal
    rows = [
        ("/nb/home.html", "东乡2023年政府信息公开工作年度报告", "2024-01-20"),
        ("/nb/away.html", "西镇2023年政府信息公开工作年度报告", "2024-01-20"),
        ("/nb/moved.html", "南镇2023年政府信息公开工作年度报告", "2024-01-20"),
        ("http://other.example/x.html", "北镇2023年政府信息公开工作年度报告", "2024-01-20"),
        ("/nb/gone.html", "中镇2023年政府信息公开工作年度报告", "2024-01-20"),
    ]
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows))
    portal.add("/nb/home.html", "", status=301, Location="/")
    portal.add("/nb/away.html", "", status=302, Location="http://127.0.0.2:9/evil.html")
    portal.add("/nb/moved.html", "", status=302, Location="/new/moved.html")
    portal.add("/new/moved.html", report_page("南镇2023年政府信息公开工作年度报告"))
    portal.add("/nb/gone.html", f"<html><body>{MENU}<p>您访问的页面不存在！</p></body></html>")
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/new/moved.html"}
    told = {skipped.url.removeprefix(portal.url): skipped.reason for skipped in outcome.skipped}
    assert "read on its own" in told["/nb/home.html"]
    assert "another site" in told["/nb/away.html"]
    assert "another site" in told["http://other.example/x.html"]
    assert "does not exist" in told["/nb/gone.html"]


def test_lists_without_end_are_left(small_portal: SmallPortal) -> None:
    portal = small_portal
    row = ("/nb/a.html", "东乡2023年政府信息公开工作年度报告", "2024-01-20")
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page([row], "<a href='/nb/p1.html'>下一页</a>"))
    for n in range(1, 50):
        portal.add(f"/nb/p{n}.html", list_page([row], f"<a href='/nb/p{n + 1}.html'>下一页</a>"))
    portal.add("/nb/a.html", report_page(row[1]))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a.html"}
    assert portal.asked.count("/nb/p1.html") == 1
    assert "/nb/p2.html" not in portal.asked
    assert any(key.startswith("portal/capped/") for key in outcome.stats)


def test_a_missing_page_does_not_end_the_list(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    pager = '<script>createPageHTML(4, {}, "index", "html");</script>'
    for number, path in enumerate(
        ("/nb/", "/nb/index_1.html", "/nb/index_2.html", "/nb/index_3.html")
    ):
        row = (f"/nb/{number}.html", f"第{number}乡2023年政府信息公开工作年度报告", "2024-01-20")
        portal.add(path, list_page([row], pager.format(number)))
        portal.add(row[0], report_page(row[1]))
    portal.add("/nb/index_1.html", "down", status=500)
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/0.html", "/nb/2.html", "/nb/3.html"}
    told = {skipped.url.removeprefix(portal.url): skipped.reason for skipped in outcome.skipped}
    assert told == {"/nb/index_1.html": "answered with status 500"}


def test_a_hundred_thousand_links_end_soon(small_portal: SmallPortal) -> None:
    portal = small_portal
    links = "".join(
        f"<a href='/x/{n}.html'>2023年</a><a href='javascript:go({n})'>x</a>" for n in range(50_000)
    )
    portal.add(
        "/", f"<html><body><a href='/nb/'>政府信息公开年报</a><div>{links}</div></body></html>"
    )
    portal.add(
        "/nb/",
        f"<html><body><a href='file:///etc/passwd'>2022年</a><div>{links}</div></body></html>",
    )
    outcome = crawl(f"{portal.url}/")
    assert outcome.documents == []
    assert len(portal.asked) < 700
    assert all(not path.startswith("/etc") for path in portal.asked)


def test_a_home_page_that_does_not_answer_is_recorded() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    outcome = crawl(f"http://127.0.0.1:{port}/")
    assert outcome.documents == []
    assert "refuses the connection" in outcome.stats["portal/unreachable"]
    assert outcome.stats["sources/failed"] >= 1
    assert [skipped.url for skipped in outcome.skipped] == [f"http://127.0.0.1:{port}/"]


@pytest.mark.parametrize("url", [None, "", "ftp://www.shilixian.gov.cn/", "www.shilixian.gov.cn"])
def test_a_missing_or_malformed_address_is_a_bad_argument(url: str | None) -> None:
    with pytest.raises(BadArgument):
        Municipal(url=url)
