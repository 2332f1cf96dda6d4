"""Read, interpreted, checked, attributed: the record of a document, made beside the reactor."""

from __future__ import annotations

import asyncio
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.items import Document, Item
from crawler.parsing.options import declared_charset, pool_from_settings
from crawler.pipelines.needed import needed, run_of
from parsers.record import Record

GRACE = 3.0
"""Seconds that documents being read are given to the end when a crawl is stopped."""
_LOOK = 0.5  # seconds between two looks whether it was


class ParsingPipeline:
    """Gives every document its record; settings PARSER, PARSER_WORKERS, _TIMEOUT, _MEMORY."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._pool = pool_from_settings(crawler.settings)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        if not isinstance(item, Document):
            return item
        types = (value for name, value in item.headers if name.lower() == "content-type")
        parse = self._pool.parse(item.data, item.hints, declared_charset(next(types, "")))
        step = asyncio.ensure_future(needed(run_of(self._crawler), parse))
        try:
            await self._done(step)
        finally:
            step.cancel()  # harmless where it is done
            await asyncio.wait({step})
        item.record = step.result()
        return item

    async def _done(self, step: asyncio.Future[Record]) -> None:
        """Return when the document is read. Raises DropItem where the crawl was stopped
        meanwhile: the next one asks for it again."""
        grace = GRACE
        while not (await asyncio.wait({step}, timeout=_LOOK))[0]:
            engine = self._crawler.engine
            grace -= 0 if engine is not None and engine.running else _LOOK
            if grace <= 0:
                raise DropItem("the crawl was stopped before it was read", log_level="DEBUG")

    async def close_spider(self) -> None:
        await self._pool.close()
