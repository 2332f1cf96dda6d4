"""Read, interpreted, checked, attributed: the record of a document, made beside the reactor."""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.items import Document, Item
from crawler.parsing.options import declared_charset, pool_from_settings
from crawler.pipelines.needed import needed, run_of

GRACE = 3.0
"""Seconds that documents being read are given to the end when a crawl is stopped."""
_LOOK = 0.5  # seconds between two looks whether it was


class ParsingPipeline:
    """Gives every document its record; settings PARSER, PARSER_WORKERS, _TIMEOUT, _MEMORY."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._pool = pool_from_settings(crawler.settings)
        self._stopped: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        if not isinstance(item, Document):
            return item
        types = (value for name, value in item.headers if name.lower() == "content-type")
        parse = self._pool.parse(item.data, item.hints, declared_charset(next(types, "")))
        step = asyncio.ensure_future(needed(run_of(self._crawler), parse))
        if self._stopped is None:
            self._stopped = asyncio.ensure_future(self._stop())
        try:
            await asyncio.wait({step, self._stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not step.done():
                reason = "the crawl was stopped before it was read"
                raise DropItem(reason, log_level="DEBUG")  # the next one asks for it again
        finally:
            step.cancel()  # harmless where it is done
            await asyncio.wait({step})
        item.record = step.result()
        return item

    async def _stop(self) -> None:
        """Return GRACE seconds after the crawl was stopped. One look for all documents: they
        wait by the hundred."""
        grace = GRACE
        while grace > 0:
            await asyncio.sleep(_LOOK)
            engine = self._crawler.engine
            grace -= 0 if engine is not None and engine.running else _LOOK

    async def close_spider(self) -> None:
        if self._stopped is not None:
            self._stopped.cancel()
        await self._pool.close()
