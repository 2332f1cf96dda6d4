"""What of an answer, before anything else is made of it, tells that a firewall gave it."""

from __future__ import annotations

import zlib

from scrapy.http import Response

from crawler.middlewares.backoff import LONGEST_WAIT, retry_after
from spiders.discovery.articles.documents import header_charset
from spiders.discovery.pages import kinds
from spiders.discovery.pages.files import is_page
from spiders.discovery.pages.page import read_page, read_text
from spiders.discovery.sites import clean_url

SERVER_ERROR = 500
_ANY_ZLIB = 47  # gzip or zlib, told apart by their headers


def sign_of_a_firewall(response: Response) -> str:
    """Why the status and the headers of an answer mean that its host is left alone, or ''."""
    by_status = kinds.blocked_by_status(response.status)
    return by_status or _gate(response) or _asks_to_wait(response)


def _gate(response: Response) -> str:
    """Why a redirect is the gate of a firewall, or '': it leads to itself, with a cookie."""
    location = (response.headers.get("Location") or b"").decode("latin-1")
    if not 300 <= response.status < 400 or not location or "Set-Cookie" not in response.headers:
        return ""
    itself = clean_url(location, response.url) == clean_url(response.url)
    return "a redirect to itself that wants its cookie back" if itself else ""


def _asks_to_wait(response: Response) -> str:
    """Why a host is not to be asked again in this run: it says when to come back, or ''."""
    wait = retry_after(response) if response.status >= SERVER_ERROR else None
    if wait is None or wait <= LONGEST_WAIT:
        return ""
    return f"status {response.status} asks to come back in {wait:.0f} seconds"


def blocked_by_its_text(response: Response) -> str:
    """Whether a short answer is a firewall's page; parsed only where its markup, or a cookie that
    came with it, hints at it."""
    body, charset = _plain(response), header_charset(response)
    cookie = _cookie(response)
    if not (cookie or kinds.block_literal(read_text(body, charset))) or not is_page(body):
        return ""
    page = read_page(response.url, body, charset)
    if cookie and kinds.shows_nothing(page):
        return f"a challenge or blocking page (cookie {cookie})"
    return kinds.blocked_by_text(page)


def _cookie(response: Response) -> str:
    """The name of a firewall's cookie that an answer sets, or ''."""
    headers = (header.decode("latin-1") for header in response.headers.getlist("Set-Cookie")[:20])
    return next((name for header in headers if (name := kinds.challenge_cookie(header))), "")


def _plain(response: Response) -> bytes:
    """The beginning of a body that is still compressed as it came over the line."""
    encoding = (response.headers.get("Content-Encoding") or b"").lower()
    if encoding not in (b"gzip", b"x-gzip", b"deflate"):
        return response.body
    try:
        return zlib.decompressobj(_ANY_ZLIB).decompress(response.body, 2 * kinds.SHORT_PAGE)
    except zlib.error:
        return b""
