"""A progress line on stderr while a person watches; silent under cron."""

from __future__ import annotations

import logging
import sys
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from tqdm import tqdm

from crawler.items import Document, Skipped


class Progress:
    """Extension: documents stored so far, of them reports, and addresses skipped."""

    def __init__(self) -> None:
        self._line = tqdm(unit=" documents", file=sys.stderr, dynamic_ncols=True, leave=False)
        self._reports = 0
        self._skipped = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        level = logging.getLevelNamesMapping().get(str(crawler.settings["LOG_LEVEL"]).upper(), 0)
        log_on_terminal = level < logging.WARNING and not crawler.settings["LOG_FILE"]
        if not sys.stderr.isatty() or log_on_terminal:
            raise NotConfigured
        progress = cls()
        crawler.signals.connect(progress._item_scraped, signal=signals.item_scraped)
        crawler.signals.connect(progress._spider_closed, signal=signals.spider_closed)
        return progress

    def _item_scraped(self, item: object) -> None:
        if isinstance(item, Skipped):
            self._skipped += 1
        elif isinstance(item, Document) and item.record is not None:
            self._reports += item.record.outcome == "report"
            self._line.update()
        self._line.set_postfix(reports=self._reports, skipped=self._skipped, refresh=False)

    def _spider_closed(self) -> None:
        self._line.close()
