"""Keeps every request of a portal's crawl inside the portal, and stops at once where blocked."""

from __future__ import annotations

from typing import Protocol, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response


class Bounded(Protocol):
    """A spider that says which addresses it does not want, and looks at answers first."""

    def refuses(self, request: Request) -> str:
        """Why a request is not to be made, or ''."""
        ...

    def inspect(self, request: Request, response: Response) -> None:
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
        _refuse(cast(Bounded, self._crawler.spider), request)


class AnswerWatch:
    """Downloader middleware, the innermost: shows the spider every answer, those that are
    repeated or redirected included, and lets nothing more out to a host found blocked."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AnswerWatch:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest where the host was found blocked meanwhile."""
        if not request.meta.get("playwright"):
            _refuse(cast(Bounded, self._crawler.spider), request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Let the spider look."""
        cast(Bounded, self._crawler.spider).inspect(request, response)
        return response


def _refuse(spider: Bounded, request: Request) -> None:
    reason = spider.refuses(request)
    if reason:
        # Left alone on purpose: no source has failed (`crawler.middlewares.failures`).
        request.meta["optional"] = True
        raise IgnoreRequest(reason)
