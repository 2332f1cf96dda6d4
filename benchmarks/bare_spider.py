"""`python -m benchmarks.bare_spider N < addresses`: downloads them, N at once, and nothing else.

Prints when the spider began and when it ended, in seconds since the epoch.
"""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess


class Bare(scrapy.Spider):
    """Asks for every address on stdin."""

    name = "bare"

    async def start(self) -> AsyncIterator[Any]:
        print(time.time(), flush=True)
        for url in sys.stdin.read().split():
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response: Any, **_kwargs: Any) -> None:
        """Nothing is made of it."""

    def closed(self, _reason: str) -> None:
        print(time.time(), flush=True)


if __name__ == "__main__":
    at_once = int(sys.argv[1])
    process = AsyncCrawlerProcess(
        {
            "CONCURRENT_REQUESTS": at_once,
            "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
            "LOG_LEVEL": "CRITICAL",
            "RETRY_ENABLED": False,
            "COOKIES_ENABLED": False,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
        }
    )
    process.crawl(Bare)
    process.start()
