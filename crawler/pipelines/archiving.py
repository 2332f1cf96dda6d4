"""Kept: the bytes are in the archive before anything is parsed."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from crawler.items import Document, Item
from crawler.pipelines.needed import needed, run_of


class ArchivingPipeline:
    """Has a document named by its bytes, and these archived."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        if not isinstance(item, Document):
            return item
        run = run_of(self._crawler)
        await needed(run, run.storage.archive(item))
        return item
