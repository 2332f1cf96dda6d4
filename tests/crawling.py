"""Crawls of portals on this machine, for tests: the real spider, in a process of its own."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred, succeed

from crawler.items import Document, PortalRun, Skipped
from spiders.municipal import Municipal
from tests.running import PREPARED
from tests.sample.portal import RunningPortal

LONGEST_CRAWL = 120


@dataclass(frozen=True)
class Crawl:
    """What one crawl yielded."""

    documents: list[Document]
    skipped: list[Skipped]
    stats: dict[str, Any]
    portals: list[PortalRun]

    @property
    def told(self) -> PortalRun:
        """The last word on the only portal."""
        assert len({run.portal for run in self.portals}) == 1
        return self.portals[-1]

    def part_of(self, url: str) -> Crawl:
        """What concerns one portal; the stats are those of the whole run."""
        return Crawl(
            [d for d in self.documents if d.url.startswith(url)],
            [s for s in self.skipped if s.url.startswith(url)],
            self.stats,
            [run for run in self.portals if run.home.startswith(url)],
        )


def crawl(url: str, **settings: Any) -> Crawl:
    """Run the spider over one portal."""
    return _run({"url": url}, settings)


def crawl_all(portals: Sequence[RunningPortal]) -> Iterator[tuple[RunningPortal, Crawl]]:
    """Run the spider once over a register of sample portals."""
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "portals.csv"
        lines = ["name,home", *(f"{portal.site.name},{portal.url}/" for portal in portals)]
        register.write_text("\n".join(lines), encoding="utf-8")
        outcome = _run({}, {"PORTALS": str(register)})
    for portal in portals:
        yield portal, outcome.part_of(f"{portal.url}/")


def _run(arguments: dict[str, str], settings: dict[str, Any]) -> Crawl:
    """In a process of its own: a reactor cannot be started twice."""
    receiver, sender = PREPARED.Pipe(duplex=False)
    process = PREPARED.Process(target=_crawl_and_send, args=(arguments, settings, sender))
    process.start()
    sender.close()
    try:
        assert receiver.poll(LONGEST_CRAWL), f"the crawl {arguments} did not end"
        outcome: Crawl = receiver.recv()
        process.join(30)
    finally:
        process.kill()  # or the end of the tests would wait for it
    return outcome


def _crawl_and_send(arguments: dict[str, str], overrides: dict[str, Any], sender: Any) -> None:
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
    process.crawl(crawler, **arguments)
    process.start()
    documents = [item for item in items if isinstance(item, Document)]
    skipped = [item for item in items if isinstance(item, Skipped)]
    portals = [item for item in items if isinstance(item, PortalRun)]
    sender.send(Crawl(documents, skipped, dict(crawler.stats.get_stats()), portals))
    sender.close()


class LoopbackResolver(CachingThreadedResolver):
    """Every name is this machine: no crawl of a test leaves it."""

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:
        return succeed("127.0.0.1")


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


@contextmanager
def serve_small() -> Iterator[SmallPortal]:
    """A portal without pages yet; their addresses are `url` and the paths they are added at."""
    pages: dict[str, Answer] = {}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(self.path)

        def do_POST(self) -> None:
            """What is posted stands behind the address: `/list page=2`."""
            length = int(self.headers["Content-Length"] or 0)
            self._answer(f"{self.path} {self.rfile.read(length).decode()}")

        def _answer(self, target: str) -> None:
            asked.append(target)
            status, headers, body = pages.get(target, (404, {}, b"404"))
            if headers.get("ETag") and headers["ETag"] == self.headers["If-None-Match"]:
                status, body = 304, b""
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
