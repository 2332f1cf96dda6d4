"""Kept: the bytes are in the archive before anything is parsed."""

from __future__ import annotations

import hashlib
from typing import Self

from scrapy.crawler import Crawler
from scrapy.utils.asyncio import run_in_thread

from crawler.items import Document, Item
from crawler.pipelines.needed import needed, run_of


class ArchivingPipeline:
    """Names a document by its bytes and archives them."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        if not isinstance(item, Document):
            return item
        item.source_id = await run_in_thread(_sha256, item.data)
        run = run_of(self._crawler)
        await needed(run, run.storage.archive(item))
        return item


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
