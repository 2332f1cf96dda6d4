"""Answers unpacked beside the reactor, and those that were cut told from those that are whole.

Servers lie about lengths and packing. Where less came than a Content-Length or the end of a
gzip stream promised, the answer is taken if it is a whole document all the same; else it is
asked for again, and at last told as cut. Where more came than promised, the rest is never seen.
What is called gzip and is not, is taken as it is.
"""

from __future__ import annotations

import asyncio
from traceback import clear_frames

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.asyncio import run_in_thread

from crawler.errors import count_failed_source
from crawler.middlewares.failures import AnswerUnusable

LARGE = 4 << 10
"""Bytes; a larger packed answer is unpacked in a thread. A smaller one unpacks to a few MB."""
_GZIP = (b"gzip", b"x-gzip")
_MAGIC = b"\x1f\x8b"


class UnpackingMiddleware(HttpCompressionMiddleware):
    """Takes the place of Scrapy's middleware, under the same settings."""

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        assert crawler.spider is not None and crawler.stats is not None
        self._one_at_a_time = asyncio.Lock()
        self._spider, self._stats = crawler.spider, crawler.stats

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        promised = _promised(response)
        try:
            unpacked = await self._unpacked(request, response)
        except IgnoreRequest as error:  # more than DOWNLOAD_MAXSIZE
            _let_go(error)
            raise self._unusable(request, "it unpacks to more than the size limit") from None
        except Exception as error:  # whatever its decoder says of hostile bytes
            _let_go(error)
            told = f"it is not packed as its Content-Encoding says ({type(error).__name__})"
            raise self._unusable(request, told) from None
        size = len(unpacked.body)
        is_short = "dataloss" in response.flags or promised not in (None, size & 0xFFFFFFFF)
        if not is_short or response.status != 200 or is_whole(unpacked.body):
            return unpacked
        again = get_retry_request(request, spider=self._spider, reason="cut")
        if again is not None:
            return again
        raise self._unusable(request, f"it was cut off after {size} bytes")

    async def _unpacked(self, request: Request, response: Response) -> Response:
        packing = _packing(response)
        if not packing:
            return response
        if packing in _GZIP and response.body[:2] != _MAGIC:
            plain = response.copy()
            del plain.headers["Content-Encoding"]
            return plain
        unpack = super().process_response
        if len(response.body) <= LARGE:
            return _response(unpack(request, response))
        async with self._one_at_a_time:
            return _response(await run_in_thread(unpack, request, response))

    def _unusable(self, request: Request, told: str) -> AnswerUnusable:
        """The error to raise; from here on no other middleware would count the failure."""
        reason = f"the answer is of no use: {told}"
        if not request.meta.get("optional"):
            count_failed_source(self._stats, request.url, reason)
        return AnswerUnusable(reason)


def _let_go(error: BaseException | None) -> None:
    """Free what was unpacked until the error: its frames hold it as long as the error is kept."""
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__


def is_whole(body: bytes) -> bool:
    """Whether a document shows its own end: HTML, PDF, ZIP (Word, workbooks) or JSON."""
    if body.startswith(b"%PDF"):
        return b"%%EOF" in body[-2048:]
    if body.startswith(b"PK"):
        return b"PK\x05\x06" in body[-(66 << 10) :]
    if body[:1] in (b"{", b"["):
        return body.rstrip()[-1:] in (b"}", b"]")
    return b"</html" in body[-2048:].lower()


def _promised(packed: Response) -> int | None:
    """The length, modulo 2^32, with which a gzip stream ends (RFC 1952); None for any other."""
    if _packing(packed) not in _GZIP or packed.body[:2] != _MAGIC:
        return None
    return int.from_bytes(packed.body[-4:], "little")


def _packing(response: Response) -> bytes:
    return bytes(response.headers.get("Content-Encoding") or b"").strip().lower()


def _response(answer: Request | Response) -> Response:
    assert isinstance(answer, Response)
    return answer
