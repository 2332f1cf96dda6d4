"""Pages that show nothing without JavaScript, run in a browser that has no network of its own.

A request with the meta of `in_browser` is answered by a Chromium over scrapy-playwright. The
page itself is the one that was fetched already; whatever its scripts ask for goes the way of
every other request (address checks, robots.txt, the portal's bounds, delays) and is handed to
the browser, whose own connections all end at a proxy that does not exist. Pictures, fonts,
films and files are never fetched for it. The browser starts when the first page needs it and
shows one page at a time.

This module is imported only where the packages of the extra `browser` are installed
(`missing_browser`).
"""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from typing import Any
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Route
from playwright.async_api import TimeoutError as PlaywrightTimeout
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from crawler.browsers import Overheard
from crawler.middlewares.failures import AnswerUnusable
from parsers.reading.charset import decode
from parsers.reading.model import Unreadable

MOST_FETCHED = 60
"""Requests of the scripts of one page that are answered."""
LARGEST_FETCHED = 8 << 20
MOST_KEPT = 16 << 20
"""Bytes of scripts that are kept for the further pages of a crawl."""
MOST_OVERHEARD = 4 << 20
"""Bytes of the answers for the scripts of one page that are kept to be read as lists."""
LARGEST_SHOWN = 8_000_000
"""Characters of the markup of a page as shown."""
_QUIET = 20_000  # milliseconds in which the page must have come to rest
_NEVER = frozenset({"image", "font", "media", "websocket", "eventsource", "manifest", "ping"})
# Counters of visits, which show nothing.
_COUNTERS = re.compile(
    r"/(?:hits?|click|visit|counter|tongji)(?:/|\.(?!js$)\w{2,5}$|$)", re.IGNORECASE
)
_DATA = frozenset({"xhr", "fetch"})
_TEXTS = ("text/", "application/json", "application/javascript", "application/xml")
_SCRIPTS_OWN = ("accept", "content-type", "x-requested-with", "referer")


class BrowserHandler(ScrapyPlaywrightDownloadHandler):
    """Download handler: scrapy-playwright's, started late and bounded in time.

    Setting BROWSER_TIMEOUT: seconds for one page with all that its scripts ask for.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._timeout = crawler.settings.getfloat("BROWSER_TIMEOUT")
        self._one_page = asyncio.Lock()
        self._launched = False

    async def _maybe_launch_in_thread(self) -> None:
        """Not with the engine: most portals need no browser."""

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        async with self._one_page:
            try:
                return await asyncio.wait_for(self._show(request), self._timeout)
            except (TimeoutError, PlaywrightTimeout) as error:
                raise AnswerUnusable("the browser did not finish the page in time") from error
            except PlaywrightError as error:
                reason = f"the browser could not show the page: {error.message[:200]}"
                raise AnswerUnusable(reason) from error
            finally:
                await self._forget()

    async def _show(self, request: Request) -> Response:
        if not self._launched:
            await self._launch()
            self._launched = True
        response = await super().download_request(request)
        if urlsplit(response.url).scheme not in ("http", "https"):
            raise AnswerUnusable(f"the browser was led to {response.url[:200]}")
        return response

    async def _forget(self) -> None:
        """Close what the page has left open; the next page starts afresh."""
        for wrapper in list(self.context_wrappers.values()):
            with suppress(PlaywrightError):
                await wrapper.context.close()


class Scripts:
    """The scripts that one crawl has fetched, by their addresses: 16 MB of them at the most."""

    def __init__(self) -> None:
        self._kept: dict[str, Response] = {}
        self._left = MOST_KEPT

    def get(self, url: str) -> Response | None:
        """A script fetched before."""
        return self._kept.get(url)

    def keep(self, url: str, response: Response) -> None:
        """Keep a script, where there is room for it."""
        if response.status == 200 and len(response.body) <= self._left:
            self._left -= len(response.body)
            self._kept[url] = response


def in_browser(crawler: Crawler, scripts: Scripts, fetched: Response) -> dict[str, Any]:
    """The meta of the request that shows a fetched page again, with its scripts run; `overheard`
    is filled with what these ask for (a list of `Overheard`)."""
    supply = _Supply(crawler, scripts, fetched)
    return {
        "playwright": True,
        "overheard": supply.overheard,
        "playwright_context": "portal",
        "playwright_context_kwargs": {
            "service_workers": "block",
            "accept_downloads": False,
            "locale": "zh-CN",
            "user_agent": crawler.settings["USER_AGENT"],
        },
        "playwright_page_init_callback": supply.connect,
        "playwright_page_methods": [PageMethod(_settle)],
        "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded", "timeout": _QUIET},
        "download_slot": "browser",  # the host's own slot is for what the scripts ask for
        "dont_retry": True,
        "dont_cache": True,
    }


class _Supply:
    """Answers the requests of one page: the page itself from memory, the others by fetching."""

    def __init__(self, crawler: Crawler, scripts: Scripts, fetched: Response) -> None:
        self._crawler = crawler
        self._scripts = scripts
        self._fetched = fetched
        self._left = MOST_FETCHED
        self._opened = False
        self.overheard: list[Overheard] = []

    async def connect(self, page: Page, request: Request) -> None:
        """Stand between the page and its requests; the last route that is set comes first."""
        await page.route("**/*", self._answer)

    async def _answer(self, route: Route) -> None:
        with suppress(PlaywrightError):  # the page may be gone by now
            response = await self._response(route)
            if response is None:
                await route.abort()
                return
            kind = (response.headers.get("Content-Type") or b"text/html").decode("latin-1")
            if response is self._fetched and "charset" not in kind.lower():
                kind = f"{kind}; charset={_charset_of(response.body)}"
            await route.fulfill(
                status=response.status, headers={"Content-Type": kind}, body=response.body
            )

    async def _response(self, route: Route) -> Response | None:
        asked = route.request
        url = urldefrag(asked.url).url
        if asked.is_navigation_request() and asked.frame.parent_frame is None:
            # The page itself, once: whoever sends the reader on is no page to be shown.
            first, self._opened = not self._opened, True
            return self._fetched if first and url == urldefrag(self._fetched.url).url else None
        if asked.resource_type in _NEVER or _COUNTERS.search(urlsplit(url).path):
            return None
        if asked.resource_type == "stylesheet":
            return Response(url, headers={"Content-Type": "text/css"})
        is_script = asked.resource_type == "script" and asked.method == "GET"
        kept = self._scripts.get(url) if is_script else None
        if kept is not None or self._left <= 0:
            return kept
        self._left -= 1
        request = Request(
            url,
            method=asked.method,
            body=asked.post_data_buffer or b"",
            headers={n: v for n, v in asked.headers.items() if n in _SCRIPTS_OWN},
            meta={"optional": True, "dont_retry": True, "download_maxsize": LARGEST_FETCHED},
        )
        assert self._crawler.engine is not None and self._crawler.stats is not None
        self._crawler.stats.inc_value("browser/fetched")
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception:  # refused, forbidden, or unreachable: the page does without
            self._crawler.stats.inc_value("browser/refused")
            return None
        kind = (response.headers.get("Content-Type") or b"").decode("latin-1").lower()
        if not kind.startswith(_TEXTS) and "javascript" not in kind:
            return None
        if is_script:
            self._scripts.keep(url, response)
        if asked.resource_type in _DATA and response.status == 200:
            self._overhear(request, response)
        return response

    def _overhear(self, request: Request, response: Response) -> None:
        """Keep what a script asked for and was answered, as far as there is room."""
        left = MOST_OVERHEARD - sum(len(heard.answer) for heard in self.overheard)
        if len(response.body) > left:
            return
        told = request.headers.to_unicode_dict()
        headers = tuple((str(n), v) for n, v in told.items() if str(n).lower() in _SCRIPTS_OWN[:3])
        body = request.body.decode("utf-8", "replace")
        heard = Overheard(response.url, request.method, body, headers, response.body)
        self.overheard.append(heard)


def _charset_of(body: bytes) -> str:
    """The encoding of a page that no header names: browsers guess it by the reader's country."""
    try:
        return decode(body, None).charset or "utf-8"
    except Unreadable:
        return "utf-8"


async def _settle(page: Page) -> None:
    """Wait until the scripts have nothing left to fetch; refuse a page grown beyond measure."""
    with suppress(PlaywrightTimeout):
        await page.wait_for_load_state("networkidle", timeout=_QUIET)
    size = await page.evaluate("document.documentElement.outerHTML.length")
    if not isinstance(size, int) or size > LARGEST_SHOWN:
        raise PlaywrightError(f"the page has grown to {size} characters")
