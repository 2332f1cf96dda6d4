"""Log lines that an operator can read: no page of bytes, no traceback for a host that is down."""

from __future__ import annotations

import logging
from typing import Any, Self

from scrapy import Request, Spider, logformatter
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatterResult
from twisted.python.failure import Failure


class LogFormatter(logformatter.LogFormatter):
    """Items are named by their address; failed downloads are told by the run's record.

    What LOG_LEVEL leaves out is not even made: each page and item has a line of its own.
    """

    def __init__(self, level: int = logging.NOTSET) -> None:
        self._tells_all = level <= logging.DEBUG

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        levels = logging.getLevelNamesMapping()
        return cls(levels.get(str(crawler.settings["LOG_LEVEL"]).upper(), logging.NOTSET))

    def crawled(  # type: ignore[override]  # None: no line, as Scrapy documents it
        self, request: Request, response: Response, spider: Spider
    ) -> LogFormatterResult | None:
        return super().crawled(request, response, spider) if self._tells_all else None

    def scraped(  # type: ignore[override]
        self, item: Any, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult | None:
        if not self._tells_all:
            return None
        return _line(logging.DEBUG, "stored: %(item)s", item)

    def dropped(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        return _line(logging.DEBUG, f"dropped ({exception}): %(item)s", item)

    def item_error(
        self,
        item: Any,
        exception: BaseException,
        response: Response | Failure | None,
        spider: Spider,
    ) -> LogFormatterResult:
        return _line(logging.ERROR, "error on the document %(item)s", item)

    def download_error(
        self, failure: Failure, request: Request, spider: Spider, errmsg: str | None = None
    ) -> LogFormatterResult:
        line = super().download_error(failure, request, spider, errmsg)
        return {**line, "level": logging.DEBUG}


def _line(level: int, message: str, item: Any) -> LogFormatterResult:
    return {"level": level, "msg": message, "args": {"item": getattr(item, "url", type(item))}}
