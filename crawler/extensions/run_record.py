"""The record of a run: begun, counted and finished in the corpus, and told by an exit code.

Scrapy ends with 0 whatever happens; here the end of a crawl is derived from what was found,
skipped and refused, and from every error on the way.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler

from crawler.archive import archive_folder
from crawler.corpus.visits import Remembered
from crawler.errors import BAD_START, FAILED_SOURCES, CrawlerError, ExitCode
from crawler.extensions.reactor_watch import ReactorWatch
from crawler.extensions.storage import Storage
from crawler.items import Document, Skipped
from parsers.reading.ocr import is_waiting

logger = logging.getLogger(__name__)


def new_run_id() -> str:
    """UTC time and a random end: sorts by time, and no two are alike."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


class RunRecord:
    """Extension: holds the storage of the run; pipelines and middlewares reach it through here.

    trouble: the error that makes going on senseless, None while there is none.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings, spider = crawler.settings, crawler.spider
        assert spider is not None
        self._crawler = crawler
        self.corpus = Path(settings["CORPUS"])
        self.run_id = new_run_id()
        self.storage = Storage(
            self.corpus,
            archive_folder(self.corpus, settings["ARCHIVE"]),
            self.run_id,
            spider.name,
            settings.getdict("RUN_ARGUMENTS"),
        )
        self.trouble: CrawlerError | None = None
        self.finish_reason = ""
        self.outcomes: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.skipped = 0
        self.waiting = 0
        self._sent = 0
        self._bugs = 0
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        record = cls(crawler)
        connect = crawler.signals.connect
        connect(record._item_scraped, signal=signals.item_scraped)
        connect(record._request_sent, signal=signals.request_left_downloader)
        connect(record._error, signal=signals.spider_error)
        connect(record._error, signal=signals.item_error)
        connect(record._spider_closed, signal=signals.spider_closed)
        return record

    def abort(self, error: CrawlerError) -> None:
        """Stop the crawl: nothing sensible can be done any more. The first error is told."""
        if self.trouble is not None:
            return
        self.trouble = error
        self._closing = asyncio.create_task(
            self._crawler.engine.close_spider_async(reason="trouble")
        )

    def exit_code(self) -> ExitCode:
        """How the crawl ended, worst first."""
        if self.trouble is not None:
            return self.trouble.exit_code
        if self.finish_reason in ("", "shutdown"):
            return ExitCode.INTERRUPTED
        if self._bugs or self._errors_logged():
            return ExitCode.BUG
        if self._crawler.stats.get_value(BAD_START):
            return ExitCode.BAD_ARGUMENTS
        if self._stat(FAILED_SOURCES) or self.finish_reason != "finished":
            return ExitCode.SOURCES_FAILING
        # A crawl of portals that are known asks for little, and mostly finds nothing new.
        if not self.outcomes["report"] and not self._stat("portal/known"):
            return ExitCode.NOTHING_FOUND
        return ExitCode.DONE

    def counts(self) -> dict[str, int]:
        """The numbers of the run, as its row in `runs` keeps them.

        documents, and of them by outcome and (reports) by status; waiting: documents with pictures
        that were not recognised, for want of the extra or of time; skipped addresses; requests
        that went out, repeated and redirected ones too; failed_sources; errors; how long the
        reactor was blocked (`ReactorWatch.counts`).
        """
        watch = self._crawler.get_extension(ReactorWatch)
        return {
            "documents": self.outcomes.total(),
            **self.outcomes,
            **self.statuses,
            "waiting": self.waiting,
            "skipped": self.skipped,
            "requests": self._sent,
            "failed_sources": self._stat(FAILED_SOURCES),
            "errors": max(self._bugs, self._errors_logged()),
            **(watch.counts() if watch else {}),
        }

    def _item_scraped(self, item: object) -> None:
        if isinstance(item, Skipped):
            self.skipped += 1
        if not isinstance(item, Document) or item.record is None:
            return
        self.outcomes[item.record.outcome] += 1
        if item.record.status is not None:
            self.statuses[item.record.status] += 1
        self.waiting += is_waiting((item.record.reason, *item.record.notes))

    def _request_sent(self, request: Request) -> None:
        if not request.meta.get("playwright"):  # what a browser asks for is counted one by one
            self._sent += 1

    def _error(self) -> None:
        self._bugs += 1

    async def _spider_closed(self, spider: Spider, reason: str) -> None:
        self.finish_reason = reason
        try:
            await self.storage.finish(reason, self.counts())
        except CrawlerError as error:
            self.trouble = self.trouble or error

    def _errors_logged(self) -> int:
        return self._stat("log_count/ERROR") + self._stat("log_count/CRITICAL")

    def _stat(self, key: str) -> int:
        return int(self._crawler.stats.get_value(key, 0) or 0)


async def remembered(crawler: Crawler, portal: str) -> list[Remembered]:
    """What earlier runs asked a portal for; nothing where the run keeps no record."""
    record = _record_of(crawler)
    return await record.storage.remembered(portal) if record else []


async def last_crawled(crawler: Crawler) -> dict[str, datetime]:
    """When portals were last crawled to their end, by key; nothing where there is no record."""
    record = _record_of(crawler)
    return await record.storage.last_crawled() if record else {}


def _record_of(crawler: Crawler) -> RunRecord | None:
    with contextlib.suppress(RuntimeError):
        return crawler.get_extension(RunRecord)
    return None
