"""robots.txt as a careful visitor reads it: what is not established is not fetched.

RFC 9309, stricter where it leaves a choice: 404 and 410 mean no rules; every other answer than
200 (403, 412, 5xx …), no answer, or a file too large mean that the rules are not established,
and then nothing is fetched. `Crawl-delay` is obeyed.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.middlewares.failures import Forbidden, explain

MAX_ROBOTS = 512 << 10
"""Bytes; RFC 9309 asks for at least 500 KiB."""
MAX_CRAWL_DELAY = 60.0
"""Seconds; a longer Crawl-delay is obeyed as this one."""
_NO_RULES = frozenset({404, 410})


class RobotsRefused(IgnoreRequest):
    """robots.txt could not be established."""


@dataclass(frozen=True)
class _Policy:
    parser: RobotParser | None = None
    refusal: str = ""


class RobotsMiddleware:
    """Takes the place of Scrapy's middleware, under the same settings ROBOTSTXT_*."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._parser_class = load_object(crawler.settings["ROBOTSTXT_PARSER"])
        self._agent = crawler.settings["ROBOTSTXT_USER_AGENT"] or crawler.settings["USER_AGENT"]
        self._policies: dict[str, asyncio.Task[_Policy]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https"):
            return
        if parts.netloc not in self._policies:
            self._policies[parts.netloc] = asyncio.create_task(self._establish(request))
        policy = await asyncio.shield(self._policies[parts.netloc])
        if policy.refusal:
            raise RobotsRefused(policy.refusal)
        if policy.parser is not None and not policy.parser.allowed(request.url, self._agent):
            raise Forbidden("forbidden by robots.txt")

    async def _establish(self, request: Request) -> _Policy:
        parts = urlparse_cached(request)
        robots = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt",
            priority=1000,
            meta={"dont_obey_robotstxt": True, "download_maxsize": MAX_ROBOTS},
            callback=NO_CALLBACK,
        )
        try:
            response = await self._crawler.engine.download_async(robots)
        except Exception as error:
            return _Policy(refusal=f"robots.txt not established: {explain(error, robots.url)}")
        if response.status in _NO_RULES:
            return _Policy()
        if response.status != 200:
            return _Policy(refusal=f"robots.txt not established: HTTP status {response.status}")
        return await self._read(response, request)

    async def _read(self, response: Response, request: Request) -> _Policy:
        parser: RobotParser = build_from_crawler(self._parser_class, self._crawler, response.body)
        await self._crawler.signals.send_catch_log_async(
            signals.robots_parsed, robotparser=parser, request=request
        )
        delay = parser.crawl_delay(self._agent)
        if delay:
            self._slow_down(request, min(float(delay), MAX_CRAWL_DELAY))
        return _Policy(parser=parser)

    def _slow_down(self, request: Request, delay: float) -> None:
        """Set the delay of a host, now and for whenever its download slot is made anew."""
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        if delay <= self._crawler.settings.getfloat("DOWNLOAD_DELAY"):
            return
        downloader.per_slot_settings[key] = {"delay": delay, "jitter": 0.0}
        if key in downloader.slots:
            downloader.slots[key].delay, downloader.slots[key].jitter = delay, 0.0
