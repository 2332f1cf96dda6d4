"""Stored: the document's record, or the reason why there is none, is in the corpus."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from crawler.items import Document, Item, PortalRun, Visit
from crawler.pipelines.needed import needed, run_of


class StoringPipeline:
    """Hands documents, skipped addresses, visits and portals to the run's storage."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        run = run_of(self._crawler)
        if isinstance(item, Document):
            await needed(run, run.storage.store(item))
        elif isinstance(item, Visit):
            await needed(run, run.storage.visit(item))
        elif isinstance(item, PortalRun):
            await needed(run, run.storage.portal_run(item))
        else:
            await needed(run, run.storage.skip(item))
        return item
