"""Counts the sources that could not be read: the exit code of the crawl depends on it.

Scrapy ends with 0 when the host is down or every page is refused. This middleware is the
outermost one: it sees what is left of a request after retries and redirects.

Request meta `optional`: True for an address that need not exist (a guess); its failure is
not counted.
"""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from crawler.errors import BAD_START, count_failed_source, one_line
from crawler.middlewares.addresses import AddressRefused, name_refusal

logger = logging.getLogger(__name__)

GONE = frozenset({404, 410})
"""Statuses by which a portal says that a page is not there any more."""


class Forbidden(IgnoreRequest):
    """The portal's own rules keep us out of an address: left alone, as it wishes."""


class AnswerUnusable(Exception):
    """An answer came and cannot be used; the message says why."""


class FailureMiddleware:
    """Counts failed sources; a first address that is refused is the caller's mistake.

    A portal's dead links and the addresses that it forbids are no failures of the crawl: they
    are in the table `skipped`. Only where the crawl begins with one, it has failed.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        gone = response.status in GONE and not request.meta.get("is_start_request")
        if response.status >= 400 and not gone:
            self._count(request, http_reason(response.status))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        refused = name_refusal(urlsplit(request.url).hostname or "")
        if isinstance(exception, AddressRefused) or refused:
            self._refuse(request, refused or str(exception))
            return
        if isinstance(exception, IgnoreRequest) and "offsite" in str(exception):
            return
        if isinstance(exception, Forbidden) and not request.meta.get("is_start_request"):
            return
        self._count(request, explain(exception, request.url))

    def _refuse(self, request: Request, reason: str) -> None:
        """A link to a forbidden address is only not followed; a start or redirect fails."""
        if request.meta.get("redirect_times"):
            self._count(request, f"redirected to a refused address: {reason}")
        elif request.meta.get("is_start_request"):
            self._crawler.stats.set_value(BAD_START, f"{request.url} may not be visited: {reason}")
        else:
            logger.info("not followed: %s: %s", request.url, reason)

    def _count(self, request: Request, reason: str) -> None:
        if request.meta.get("optional") or _is_robots_txt(request):
            return
        logger.info("not fetched: %s: %s", request.url, reason)
        count_failed_source(self._crawler.stats, request.url, reason)


def explain(error: BaseException, url: str) -> str:
    """Why a request failed, in words for a message or a row of the corpus."""
    host = urlsplit(url).hostname or url
    if refused := name_refusal(host):
        return refused
    if isinstance(error, CannotResolveHostError):
        return f"no address is known for the host {host}"
    if isinstance(error, DownloadConnectionRefusedError):
        return f"{host} refuses the connection"
    if isinstance(error, DownloadTimeoutError):
        return f"{host} does not answer in time"
    if isinstance(error, DownloadCancelledError):
        return "larger than the size limit"
    if isinstance(error, ResponseDataLossError):
        return f"{host} broke off the answer"
    if isinstance(error, AnswerUnusable):
        return str(error)
    if isinstance(error, DownloadFailedError):
        return f"{host} gives no valid answer ({one_line(_innermost(error))[:200]})"
    text = one_line(error)
    if isinstance(error, IgnoreRequest):
        return text or "not requested"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _innermost(error: BaseException) -> object:
    """What a failed download is about: Twisted hides it in a list of failures."""
    inner = error.args[0] if error.args else error
    causes = inner if isinstance(inner, list) else getattr(error.__cause__, "reasons", None)
    return getattr(causes[0], "value", causes[0]) if causes else inner


def http_reason(status: int) -> str:
    """`HTTP status 404 (Not Found)`."""
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    return f"HTTP status {status} ({phrase})" if phrase else f"HTTP status {status}"


def _is_robots_txt(request: Request) -> bool:
    return bool(request.meta.get("dont_obey_robotstxt")) and request.url.endswith("/robots.txt")
