"""Hosts in trouble are given time: a failed request is followed by ever longer pauses.

Three times as long with each failure in a row, at most a minute; a `Retry-After` is obeyed up to
`LONGEST_WAIT`. The first answer that is no failure brings the host's own delay back. Which hosts
are left alone altogether is for the spider to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

LONGEST_PAUSE = 60.0
LONGEST_WAIT = 300.0
"""Seconds of a `Retry-After`; a host that asks for longer is not asked again in this run."""
_FACTOR = 3.0


@dataclass
class _Paused:
    own_delay: float
    own_jitter: float
    pause: float


class BackoffMiddleware:
    """Downloader middleware next to the downloader: sees every single answer and failure.

    Setting FIRST_PAUSE: seconds after a first failure, where the host's own delay is shorter.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._first_pause = crawler.settings.getfloat("FIRST_PAUSE")
        self._paused: dict[str, _Paused] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status >= 500:
            self._pause(request, retry_after(response))
        else:
            self._go_on(request)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if not isinstance(exception, IgnoreRequest):
            self._pause(request, None)

    def _pause(self, request: Request, wait: float | None) -> None:
        slot, key = self._slot(request)
        if slot is None:
            return
        before = self._paused.get(key)
        if before is None:
            before = _Paused(slot.delay, slot.jitter, 0.0)
            self._paused[key] = before
        longer = max(self._first_pause, before.own_delay, before.pause * _FACTOR)
        before.pause = min(longer, max(LONGEST_PAUSE, before.own_delay))
        slot.delay = max(before.pause, min(wait or 0.0, LONGEST_WAIT))
        slot.jitter = 0.0

    def _go_on(self, request: Request) -> None:
        slot, key = self._slot(request)
        before = self._paused.pop(key, None)
        if slot is not None and before is not None:
            slot.delay, slot.jitter = before.own_delay, before.own_jitter

    def _slot(self, request: Request) -> tuple[Any, str]:
        """The host's slot in the downloader, if it still has one, and its key."""
        assert self._crawler.engine is not None
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        return downloader.slots.get(key), key


def retry_after(response: Response) -> float | None:
    """Seconds that an answer's Retry-After asks for (RFC 9110, 10.2.3); None where it does not."""
    told = bytes(response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
