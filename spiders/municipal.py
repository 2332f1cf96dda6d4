"""From the home page of a portal that nobody has configured to its annual reports.

`scrapy crawl municipal -a url=URL` looks for the columns of 政府信息公开年报 by their labels,
walks their lists, and yields every page or file that may be a report as a `Document`; what it
saw and left alone it yields as `Skipped`, with the reason. Whether a document is a report is
decided when it is parsed. What the run found stands in the stats `portal/…`
(`spiders.discovery.record`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from typing import Any, Self
from urllib.parse import urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.errors import BadArgument
from spiders.discovery import kinds
from spiders.discovery.bounds import OneAtATime, PortalBounds
from spiders.discovery.columns import DEEPEST_COLUMN, Columns
from spiders.discovery.documents import header_charset
from spiders.discovery.errands import Errands, Output
from spiders.discovery.files import is_page
from spiders.discovery.ledger import Ledger
from spiders.discovery.page import MOST_LINKS, Page, PageLink, read_page
from spiders.discovery.record import PortalRecord
from spiders.discovery.rows import Row
from spiders.discovery.sites import clean_url, page_key
from spiders.discovery.way import ON_THE_WAY, Step, names_column, ways_from
from spiders.families import GENERAL, recognise
from spiders.families.base import Family

MOST_HUBS = 12
DEEPEST_WAY = 5
_BOUNDS_PRIORITY = 70  # beside the check of addresses, before robots.txt is asked for
_ONE_AT_A_TIME_PRIORITY = 1000  # next to the downloader: sees redirects and retries one by one


class Municipal(scrapy.Spider):
    """Crawls one portal. Arguments: `url`, the home page (http or https)."""

    name = "municipal"
    errands: Errands
    columns: Columns

    def __init__(self, url: str | None = None, **unknown: Any) -> None:
        super().__init__()
        if unknown:
            raise BadArgument(f"unknown argument {', '.join(unknown)}: municipal takes -a url=…")
        self.ledger = Ledger(_checked(url))
        self.backlog: list[tuple[int, str, Step]] = []
        self.hubs_tried = 0
        self.family_of_host: dict[str, Family] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.look_further, signal=signals.spider_idle)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES")
        middlewares |= {PortalBounds: _BOUNDS_PRIORITY, OneAtATime: _ONE_AT_A_TIME_PRIORITY}
        # With the spider's priority, so that the project's own list does not come back over it.
        settings.set("DOWNLOADER_MIDDLEWARES", middlewares, priority="spider")
        # Refreshes are followed here, where their pages can be told from soft 404s.
        settings.set("METAREFRESH_ENABLED", False, priority="spider")

    async def start(self) -> AsyncIterator[Any]:
        assert self.crawler.stats is not None
        record = PortalRecord(self.crawler.stats)
        self.errands = Errands(self.ledger, record, self.arrive, self.miss)
        self.columns = Columns(self.errands)
        for request in self.errands.ask(self.ledger.home, Step("home")):
            yield request

    def refuses(self, url: str, came_by: list[str]) -> str:
        """Asked for every request, redirects included (`spiders.discovery.bounds`)."""
        return self.ledger.refuses(url, came_by)

    def inspect(self, response: Response) -> None:
        """Told of every answer before the next request leaves (`spiders.discovery.bounds`)."""
        self.errands.inspect(response)

    def look_further(self) -> None:
        """When nothing is left to ask and no column was found: try the next best hub."""
        assert self.crawler.engine is not None
        while not self.columns.found and self.backlog and self.hubs_tried < MOST_HUBS:
            best = max(self.backlog, key=lambda entry: entry[0])
            self.backlog.remove(best)
            for request in self.errands.ask(best[1], best[2]):
                self.hubs_tried += 1
                self.crawler.engine.crawl(request)
                raise DontCloseSpider
        if not self.columns.found:
            self.errands.record.no_column()

    # --- arrivals ---------------------------------------------------------------------------

    def arrive(self, response: Response, step: Step) -> Output:
        """Judge what came and pass it on to the way, the columns, or the files."""
        if not is_page(response.body):
            yield from self._file(response, step)
            return
        page = read_page(response.url, response.body, header_charset(response))
        blocked = kinds.blocked_by_text(page)
        if blocked:
            self.errands.block(page.url, blocked)
            yield from self.errands.leave(page.url, blocked, step)
            return
        onward = kinds.onward(page)
        if onward is not None:
            yield from self._send_on(page.url, onward, step)
            return
        missing = kinds.missing_reason(page)
        if missing:
            yield from self.errands.leave(page.url, missing, step, failed=step.role == "home")
            yield from self.columns.pass_over(step)
            return
        if step.role == "file":
            yield from self._page_of_file(response, page, step)
            return
        if page.has_more_links:
            reason = f"only its first {MOST_LINKS} links were looked at"
            self.errands.record.capped(page.url, reason)
        family = self._family_of(page)
        page = family.prepare(page)
        self.columns.remember_site(page)
        if step.role in ON_THE_WAY:
            yield from self._on_the_way(response, page, family, step)
        else:
            yield from self.columns.enter(response, page, family, step)

    def _send_on(self, url: str, target: str, step: Step) -> Output:
        allowed = self.ledger.is_ours(target) and not self.ledger.knows(target)
        if not allowed or step.depth >= DEEPEST_COLUMN:
            reason = f"the page only sends its reader to {target}"
            yield from self.errands.leave(url, reason, step)
            return
        yield from self.errands.ask(target, dataclasses.replace(step, depth=step.depth + 1))

    def _file(self, response: Response, step: Step) -> Output:
        if step.role in ON_THE_WAY:
            reason = "a file where a page was expected"
            yield from self.errands.leave(response.url, reason, step, failed=True)
            return
        yield from self.columns.take_file(response, step)

    def _page_of_file(self, response: Response, page: Page, step: Step) -> Output:
        """A web page under the address of a file: Word's own HTML, or an error page."""
        article = GENERAL.article(page)
        if article is None or not article.has_text:
            reason = "the link to a file led to a page without running text"
            yield from self.errands.leave(page.url, reason, step, failed=True)
            return
        yield from self.columns.take_file(response, step)

    def _family_of(self, page: Page) -> Family:
        """The family seen on the page, else the one seen last on its host."""
        host = urlsplit(page.url).netloc
        family, evidence = recognise(page)
        if family is GENERAL:
            family = self.family_of_host.get(host, GENERAL)
        elif self.family_of_host.get(host) is not family:
            self.family_of_host[host] = family
            self.errands.record.family(host, family.name, evidence)
        self.errands.record.count(f"family/{family.name}")
        return family

    # --- on the way -------------------------------------------------------------------------

    def _on_the_way(self, response: Response, page: Page, family: Family, step: Step) -> Output:
        if names_column(page):
            inside = dataclasses.replace(step, role="column", trusted=True)
            yield from self.columns.enter(response, page, family, inside)
        ways = ways_from(page, self.ledger.frame, on_hub=step.role == "hub")
        if step.role == "agency":  # an agency's own pages, not the portal's menu again
            ways.hubs = [hub for hub in ways.hubs if page_key(hub[1].url) not in self.ledger.frame]
        self.ledger.add_to_frame(link.url for link in page.links)
        for link in ways.columns:
            yield from self.errands.ask(link.url, step.to("column", link.label, trusted=True))
        for link in ways.reports:
            yield from self.columns.take_row(Row(link.url, link.label), step, trusted=False)
        for link in ways.elsewhere:
            if self.ledger.meet(link.url):
                reason = "the column is on another site"
                yield from self.errands.leave(link.url, reason, step.to("column", link.label))
        if step.depth < DEEPEST_WAY:
            yield from self._go_deeper(page, ways.directories, ways.agencies, step)
            yield from self._try_hubs(ways.hubs, step, found=bool(ways.columns))
        nothing = kinds.empty_reason(page)
        if nothing and not kinds.frames(page):
            yield from self.errands.leave(page.url, nothing, step, failed=step.role == "home")

    def _go_deeper(
        self, page: Page, directories: list[PageLink], agencies: list[PageLink], step: Step
    ) -> Output:
        for link in directories:
            yield from self.errands.ask(link.url, step.to("directory", link.label))
        for link in agencies if step.role in ("hub", "directory") else ():
            yield from self.errands.ask(link.url, step.to("agency", link.label))
        for url in kinds.frames(page) if kinds.is_shell(page) else ():
            yield from self.errands.ask(url, dataclasses.replace(step, depth=step.depth + 1))

    def _try_hubs(self, hubs: list[tuple[int, PageLink]], step: Step, found: bool) -> Output:
        """Ask the best hub now; keep the others for when no column is found anywhere.

        From the home page the best hub is asked even beside a column, since the agencies'
        own columns start there.
        """
        fresh = [(score, link) for score, link in hubs if not self.ledger.knows(link.url)]
        now = fresh[:1] if step.role == "home" or not found else []
        for _, link in now:
            yield from self.errands.ask(link.url, step.to("hub", link.label))
        for score, link in fresh[len(now) : MOST_HUBS]:
            self.backlog.append((score - 10 * step.depth, link.url, step.to("hub", link.label)))

    # --- what went wrong --------------------------------------------------------------------

    def miss(self, failure: Failure) -> Output:
        """A request without a page: record why, and go on with the list that it belonged to."""
        request: Request = failure.request  # type: ignore[attr-defined]
        step: Step = request.cb_kwargs["step"]
        url = request.meta.get("redirect_urls", [request.url])[0]
        error = failure.value
        if self.ledger.rests(request.url):
            reason = self.ledger.resting[urlsplit(request.url).netloc]
            yield from self.errands.leave(url, reason, step)
            return
        if isinstance(error, HttpError):
            reason = f"answered with status {error.response.status}"
        elif isinstance(error, IgnoreRequest):
            reason = str(error) or "left alone"
        else:
            reason = f"could not be fetched: {type(error).__name__}: {str(error)[:200]}"
        yield from self.errands.leave(url, reason, step)
        yield from self.columns.pass_over(step)


def _checked(url: str | None) -> str:
    """The home page's address, or BadArgument."""
    if not url:
        raise BadArgument("municipal needs the home page of a portal: -a url=http://www.….gov.cn/")
    found = clean_url(url)
    if found is None:
        raise BadArgument(f"-a url={url[:200]}: expected an http or https address of a portal")
    return found
