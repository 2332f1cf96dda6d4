"""Bounds what all downloads hold in memory at once, whatever many hosts send at the same time."""

from __future__ import annotations

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload

MOST_AT_ONCE = 128 << 20
"""Bytes of unfinished answers together; each alone is bounded by DOWNLOAD_MAXSIZE."""


class DownloadBudget:
    """Extension: where all downloads together grow too large, the largest one is given up. It
    counts as failed and is asked for again by a later crawl."""

    def __init__(self) -> None:
        self._held: dict[Request, int] = {}
        self._total = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        budget = cls()
        crawler.signals.connect(budget._received, signal=signals.bytes_received)
        crawler.signals.connect(budget._left, signal=signals.request_left_downloader)
        return budget

    def _received(self, data: bytes, request: Request) -> None:
        self._held[request] = self._held.get(request, 0) + len(data)
        self._total += len(data)
        if self._total > MOST_AT_ONCE and self._held[request] == max(self._held.values()):
            raise StopDownload(fail=True)

    def _left(self, request: Request) -> None:
        self._total -= self._held.pop(request, 0)
