"""Read, interpreted, checked, attributed: the record of a document, made beside the reactor."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from crawler.items import Document, Item
from crawler.parsing.options import declared_charset, pool_from_settings
from crawler.pipelines.needed import needed, run_of


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
        step = self._pool.parse(item.data, item.hints, declared_charset(next(types, "")))
        item.record = await needed(run_of(self._crawler), step)
        return item

    async def close_spider(self) -> None:
        await self._pool.close()
