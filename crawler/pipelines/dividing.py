"""Divided: an archive of several reports is as many documents, each of which goes the whole way."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Self
from urllib.parse import quote

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import run_in_thread

from crawler.items import Document, Item
from parsers.reading.zip import documents_of


class DividingPipeline:
    """Stores what an archive holds before the archive itself.

    A crawl that is killed in between asks for the archive again: only with it is its visit noted.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Item) -> Item:
        if not isinstance(item, Document) or item.record is None or not item.record.holds:
            return item
        assert self._crawler.engine is not None
        pipelines = self._crawler.engine.scraper.itemproc
        # What holds them was unpacked to its end in a process that can be killed: it is no bomb.
        documents = documents_of(item.data, item.record.holds)
        while (held := await run_in_thread(next, documents, None)) is not None:
            document = _held(item, *held)
            await pipelines.process_item_async(document)
            await self._crawler.signals.send_catch_log_async(
                signals.item_scraped, item=document, response=None, spider=self._crawler.spider
            )
        return item


def _held(archive: Document, name: str, data: bytes) -> Document:
    """One document of an archive, at the archive's address with its name in it as the fragment.

    The title of the page that carries the archive is that of no single one.
    """
    url = f"{archive.url}#{quote(name)}"
    hints = {"url": url, "link_text": PurePosixPath(name).stem, "page_title": ""}
    return Document(
        url=url,
        kind=archive.kind,
        data=data,
        hints=archive.hints.model_copy(update=hints),
        fetched_at=archive.fetched_at,
        http_status=archive.http_status,
        held=True,
    )
