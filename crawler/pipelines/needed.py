"""What the pipelines share: one way to fail when the crawl cannot sensibly go on."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.errors import CrawlerError
from crawler.extensions.run_record import RunRecord

_T = TypeVar("_T")


def run_of(crawler: Crawler) -> RunRecord:
    """The run that the crawler's documents belong to."""
    run = crawler.get_extension(RunRecord)
    assert run is not None, "the setting EXTENSIONS must name crawler.extensions.run_record"
    return run


async def needed(run: RunRecord, step: Awaitable[_T]) -> _T:
    """The result of a step without which the crawl is pointless: its failure ends the crawl.

    Raises DropItem, so that the one line told at the end is the only one.
    """
    try:
        return await step
    except CrawlerError as error:
        run.abort(error)
        raise DropItem(str(error), log_level="DEBUG") from error
