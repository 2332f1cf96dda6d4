"""From the home pages of portals that nobody has configured to their annual reports.

`scrapy crawl municipal -a url=URL` crawls one portal, without `url` all those of the register
(`spiders.register`), many hosts at once and each of them gently. It looks for the columns of
政府信息公开年报 by their labels, walks their lists, and yields every page or file that may be a
report as a `Document`; what it saw and left alone it yields as `Skipped`, with the reason.
Whether a document is a report is decided when it is parsed. What was asked for is remembered in
the corpus: the next crawl goes on where this one was stopped, and asks only for what is due
(`spiders.discovery.requests.revisits`). What the run found stands in the stats `portal/…`
(`spiders.discovery.record`) and, portal by portal, in the table `portal_runs`.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import Any, ParamSpec, Self, TypeVar

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.browsers import browser_settings, missing_browser
from crawler.errors import BadArgument
from crawler.extensions.run_record import last_crawled, remembered
from crawler.items import Item
from spiders.discovery.requests.bounds import AnswerWatch, PortalBounds
from spiders.discovery.requests.hosts import Hosts
from spiders.discovery.requests.memory import Memory
from spiders.discovery.requests.pending import Browser, Pending
from spiders.discovery.sites import clean_url, page_key, site_of
from spiders.discovery.walk import Walk
from spiders.register import Portal, chosen, read_register

_BOUNDS_PRIORITY = 70  # beside the check of addresses, before robots.txt is asked for
_WATCH_PRIORITY = 1000  # next to the downloader: sees redirects and retries one by one
_P = ParamSpec("_P")
_T = TypeVar("_T")
_SINCE = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")


class Municipal(scrapy.Spider):
    """Crawls portals. Arguments, all optional: `url`, the home page of one portal (http or
    https); `only`, which portals of the register (names, division codes or addresses, with
    commas between them); `since`, the day (2024-01-31, 2024-01 or 2024) before which rows of
    lists are left alone."""

    name = "municipal"
    walk_through: type[Walk] = Walk

    def __init__(
        self, url: str | None = None, only: str = "", since: str = "", **unknown: Any
    ) -> None:
        super().__init__()
        if unknown:
            raise BadArgument(
                f"unknown argument {', '.join(unknown)}: municipal takes -a url=…, -a only=…, "
                "-a since=…"
            )
        if url is not None and only:
            raise BadArgument("-a url=… names one portal, -a only=… some of the register: not both")
        if since and not _SINCE.fullmatch(since):
            raise BadArgument(f"-a since={since[:40]}: expected a day, 2024-01-31, 2024-01 or 2024")
        self._url = "" if url is None else _checked(url)
        self._only = only
        self._since = since
        self._hosts = Hosts()
        self._waiting: deque[Portal] = deque()
        self._walks: dict[str, Walk] = {}
        self._pages = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.remember_sitemaps, signal=signals.robots_parsed)
        crawler.signals.connect(spider._closed, signal=signals.spider_closed)
        spider._waiting.extend(spider._portals())
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
        middlewares |= {PortalBounds: _BOUNDS_PRIORITY, AnswerWatch: _WATCH_PRIORITY}
        # With the spider's priority, so that the project's own list does not come back over it.
        settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="spider")
        if not missing_browser(settings):
            settings.setdict(browser_settings(settings), priority="spider")
        # Refreshes are followed here, where their pages can be told from soft 404s.
        settings.set("METAREFRESH_ENABLED", False, priority="spider")

    async def start(self) -> AsyncIterator[Any]:
        self._waiting = deque(_longest_ago(self._waiting, await last_crawled(self.crawler)))
        for _ in range(self.settings.getint("PORTALS_AT_ONCE")):
            async for output in self._begin_next():
                yield output

    async def arrive(self, response: Response, walk: Walk, pending: Pending) -> AsyncIterator[Any]:
        """An answer for one of the walks, read as a whole before another one of it is."""
        async for output in self._go_on(walk, partial(walk.arrive, response, pending)):
            yield output

    async def miss(self, failure: Failure) -> AsyncIterator[Any]:
        """A request of one of the walks that brought no page."""
        told = failure.request.cb_kwargs  # type: ignore[attr-defined]
        walk: Walk = told["walk"]
        async for output in self._go_on(walk, partial(walk.miss, failure, told["pending"])):
            yield output

    def refuses(self, request: Request) -> str:
        """Asked for every request, redirects included (`spiders.discovery.requests.bounds`)."""
        walk = self._walk_of(request)
        if walk is None:
            return f"{site_of(request.url)} belongs to no portal of this run"
        return walk.ledger.refuses(request.url, request.meta.get("redirect_urls", []))

    def inspect(self, request: Request, response: Response) -> None:
        """Told of every answer before the next request leaves (`discovery.requests.bounds`)."""
        walk = self._walk_of(request)
        if walk is not None:
            walk.errands.guard.inspect(response)

    def remember_sitemaps(self, robotparser: Any, request: Request) -> None:
        """Keep the sitemaps that a robots.txt names."""
        walk = self._walk_of(request)
        if walk is not None:
            named = getattr(getattr(robotparser, "rp", None), "sitemaps", ())
            walk.remember_sitemaps(named, request.url)

    async def _begin_next(self) -> AsyncIterator[Any]:
        if not self._waiting:
            return
        portal = self._waiting.popleft()
        window = timedelta(days=self.settings.getfloat("REVISIT_DAYS"))
        known = await remembered(self.crawler, portal.key)
        assert self.crawler.stats is not None
        memory = await self._beside(Memory.of, known, datetime.now(UTC), window)
        walk = self.walk_through(
            portal,
            memory,
            hosts=self._hosts,
            stats=self.crawler.stats,
            browser=self._browser,
            per_host=self.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
            since=self._since,
        )
        for site in (site_of(portal.home), *portal.sites):
            self._walks[site] = walk
        async for output in self._go_on(walk, walk.begin):
            yield output

    async def _go_on(self, walk: Walk, step: Callable[[], Iterable[Item]]) -> AsyncIterator[Any]:
        """A step of a walk, and the next requests; when it has come to its end, another portal."""
        items, waiting, ended = await self._beside(_taken, walk, step)
        for item in items:
            yield item
        for pending, request in waiting:
            told = {"walk": walk, "pending": pending}
            meta = {**request.meta, "walk": walk}
            yield request.replace(
                callback=self.arrive, errback=self.miss, cb_kwargs=told, meta=meta
            )
        if ended:
            async for output in self._begin_next():
                yield output

    async def _beside(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Work on pages in the one thread that does it: the reactor waits for no page, however
        large, and no two steps of a walk mix."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pages, partial(work, *args, **kwargs))

    def _closed(self) -> None:
        self._pages.shutdown(wait=False, cancel_futures=True)

    def _walk_of(self, request: Request) -> Walk | None:
        """The walk that a request belongs to; robots.txt is asked for by nobody's own."""
        return request.meta.get("walk") or self._walks.get(site_of(request.url))

    @cached_property
    def _browser(self) -> Browser:
        """What there is to show pages in, looked for once a run."""
        missing = missing_browser(self.settings)
        if missing:
            return Browser(missing, 0, lambda response: {})
        from crawler.middlewares.browser import Scripts, in_browser  # only where its packages are

        most = self.settings.getint("BROWSER_PAGES")
        return Browser("", most, partial(in_browser, self.crawler, Scripts()))

    def _portals(self) -> list[Portal]:
        """The portals to crawl. Raises BadArgument."""
        named = self.settings["PORTALS"]
        register = read_register(Path(named) if named else None)
        if not self._url:
            return chosen(register, self._only)
        key = page_key(self._url)
        listed = next((portal for portal in register if portal.key == key), None)
        return [replace(listed, home=self._url)] if listed else [Portal("", self._url)]


def _taken(
    walk: Walk, step: Callable[[], Iterable[Item]]
) -> tuple[list[Item], list[tuple[Pending, Request]], bool]:
    """What a step of a walk yields, the requests that may leave after it, and whether the walk
    has come to its end."""
    items = list(step())
    waiting = list(walk.next_requests())
    items += walk.set_aside()
    last = list(walk.end())
    return items + last, waiting, bool(last)


def _longest_ago(portals: Iterable[Portal], last_runs: dict[str, datetime]) -> list[Portal]:
    """Portals that were never crawled to their end first, then those crawled longest ago."""
    return sorted(
        portals, key=lambda portal: last_runs.get(portal.key, datetime.min.replace(tzinfo=UTC))
    )


def _checked(url: str) -> str:
    """The home page's address, or BadArgument."""
    found = clean_url(url)
    if found is None:
        raise BadArgument(f"-a url={url[:200]}: expected an http or https address of a portal")
    return found
