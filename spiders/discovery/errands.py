"""Asking for pages and leaving them alone: the two things that every part of the walk does."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.items import Document, Skipped
from spiders.discovery import kinds
from spiders.discovery.documents import header_charset, skipped
from spiders.discovery.files import is_page
from spiders.discovery.ledger import MOST_REFUSALS, Ledger
from spiders.discovery.page import read_page
from spiders.discovery.record import PortalRecord
from spiders.discovery.sites import page_key
from spiders.discovery.way import Step

Output = Iterator[Request | Document | Skipped]
MOST_REQUESTS = 20_000
_ANY_ZLIB = 47  # gzip or zlib, told apart by their headers


class Errands:
    """Makes the requests of one crawl and the reasons for what is not asked for."""

    def __init__(
        self,
        ledger: Ledger,
        record: PortalRecord,
        arrive: Callable[[Response, Step], Output],
        miss: Callable[[Failure], Output],
    ) -> None:
        self.ledger = ledger
        self.record = record
        self._arrive = arrive
        self._miss = miss
        self._asked = 0

    def ask(self, url: str, step: Step) -> Iterator[Request]:
        """A request for a page of the portal that was not met yet; else nothing."""
        if not self.ledger.is_ours(url) or self.ledger.knows(url):
            return
        if self._asked >= MOST_REQUESTS:
            reason = f"no more pages were asked for after {MOST_REQUESTS} requests"
            self.record.capped(self.ledger.home, reason)
            return
        self.ledger.meet(url)
        self._asked += 1
        yield Request(
            url,
            callback=self._arrive,
            errback=self._miss,
            cb_kwargs={"step": step},
            dont_filter=True,  # the ledger knows which addresses are one page
        )

    def leave(
        self, url: str, reason: str, step: Step, title: str = "", failed: bool = False
    ) -> Iterator[Skipped]:
        """What was seen and is not captured. failed: a page came, but not the one asked for."""
        self.record.count("skipped")
        if step.role == "home" and page_key(url) == page_key(self.ledger.home):
            self.record.unreachable(reason)
        if failed:
            self.record.failed(url, reason)
        yield skipped(url, reason, title or step.label)

    def inspect(self, response: Response) -> None:
        """Leave a host alone from the first answer of its firewall on."""
        reason = kinds.blocked_by_status(response.status)
        if not reason and kinds.is_refusal(response.status):
            times = self.ledger.refused(response.url)
            if times >= MOST_REFUSALS:
                reason = f"refused {times} times in a row, at last with status {response.status}"
        elif not reason:
            self.ledger.answered(response.url)
            if len(response.body) <= kinds.SHORT_PAGE:
                body = _plain(response)
                page = read_page(response.url, body, header_charset(response))
                reason = kinds.blocked_by_text(page) if is_page(body) else ""
        if reason:
            self.block(response.url, reason)

    def block(self, url: str, reason: str) -> None:
        """Leave the host of an address alone; nothing is solved, nothing of it is stored."""
        if self.ledger.rest(url, reason):
            self.record.blocked(url, urlsplit(url).netloc, reason)


def _plain(response: Response) -> bytes:
    """The beginning of a body that is still compressed as it came over the line."""
    encoding = (response.headers.get("Content-Encoding") or b"").lower()
    if encoding not in (b"gzip", b"x-gzip", b"deflate"):
        return response.body
    try:
        return zlib.decompressobj(_ANY_ZLIB).decompress(response.body, 2 * kinds.SHORT_PAGE)
    except zlib.error:
        return b""
