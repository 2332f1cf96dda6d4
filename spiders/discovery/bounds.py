"""Keeps every request of a portal's crawl inside the portal, and stops at once where blocked."""

from __future__ import annotations

import asyncio
from typing import Protocol, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response


class Bounded(Protocol):
    """A spider that says which addresses it does not want, and looks at answers first."""

    def refuses(self, url: str, came_by: list[str]) -> str:
        """Why `url` is not to be asked, or ''; `came_by` are the redirects that led to it."""
        ...

    def inspect(self, response: Response) -> None:
        """Look at an answer before the next request to its host is made."""
        ...


class PortalBounds:
    """Downloader middleware: drops what the spider refuses, redirects included.

    Stands before robots.txt is asked for, so that no other host is asked for its own.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PortalBounds:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest for an address that the spider refuses."""
        spider = cast(Bounded, self._crawler.spider)
        reason = spider.refuses(request.url, request.meta.get("redirect_urls", []))
        if reason:
            # Left alone on purpose: no source has failed (`crawler.middlewares.failures`).
            request.meta["optional"] = True
            raise IgnoreRequest(reason)


class OneAtATime:
    """Downloader middleware, the innermost: one request to a host, and its answer inspected,
    before the next one leaves. Scrapy's own queues would still send what they hold when a
    firewall has answered."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._locks: dict[str, asyncio.Lock] = {}
        self._held: dict[Request, asyncio.Lock] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OneAtATime:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the host; raise IgnoreRequest where it was found blocked meanwhile."""
        lock = self._locks.setdefault(urlsplit(request.url).netloc, asyncio.Lock())
        await lock.acquire()
        spider = cast(Bounded, self._crawler.spider)
        reason = spider.refuses(request.url, request.meta.get("redirect_urls", []))
        if reason:
            lock.release()
            request.meta["optional"] = True
            raise IgnoreRequest(reason)
        self._held[request] = lock

    def process_response(self, request: Request, response: Response) -> Response:
        """Let the spider look, then the next request go."""
        cast(Bounded, self._crawler.spider).inspect(response)
        self._release(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Let the next request go."""
        self._release(request)

    def _release(self, request: Request) -> None:
        lock = self._held.pop(request, None)
        if lock is not None:
            lock.release()
