"""Asking for pages and leaving them alone: the two things that every part of the walk does.

What is asked for waits in a queue of the walk's own, so that a host has one request at a time
(as many as CONCURRENT_REQUESTS_PER_DOMAIN says), in the order in which they were met, and none
any more from the moment on in which it is found blocked.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.items import Document, Errand, Skipped, Visit
from crawler.middlewares.backoff import LONGEST_WAIT, retry_after
from spiders.discovery import kinds
from spiders.discovery.articles import Picture
from spiders.discovery.bundles import Bundle
from spiders.discovery.divided import MOST_PARTS
from spiders.discovery.documents import header_charset, skipped
from spiders.discovery.files import is_page
from spiders.discovery.ledger import MOST_DEAD_ROWS, MOST_FAILURES, MOST_REFUSALS, Ledger
from spiders.discovery.listings import Target, address_of, key_of
from spiders.discovery.memory import Memory
from spiders.discovery.page import read_page, read_text
from spiders.discovery.record import PortalRecord
from spiders.discovery.sites import clean_url, page_key
from spiders.discovery.way import ON_THE_WAY, Step

Output = Iterator[Document | Skipped]
MOST_REQUESTS = 20_000
NOT_MODIFIED = 304
SERVER_ERROR = 500
_ANY_ZLIB = 47  # gzip or zlib, told apart by their headers
_ISO_DAY = re.compile(r"((?:19|20)\d\d)\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")


@dataclasses.dataclass(frozen=True, slots=True)
class Browser:
    """What there is to show pages in. missing: what it lacks, '' where it lacks nothing.

    meta: makes the meta of the request that shows a fetched page.
    """

    missing: str
    most_pages: int
    meta: Callable[[Response], dict[str, Any]]


@dataclasses.dataclass(slots=True)
class Pending:
    """A request that waits or is on its way, and what its answer gave rise to.

    shown: the page as fetched, where a browser is to show it. bundle, source: the article that a
    picture belongs to, and the picture's address as the article writes it. met: keys of all that
    the answer names; led_to: what of it was asked for; newest: the newest date beside its rows.
    essence: a digest of what the article that came says, '' for everything else. goes_on: the
    answer is not dealt with until further requests are.
    """

    target: Target
    step: Step
    shown: Response | None = None
    bundle: Bundle | None = None
    source: str = ""
    met: list[str] = dataclasses.field(default_factory=list)
    led_to: list[Errand] = dataclasses.field(default_factory=list)
    newest: str = ""
    essence: str = ""
    goes_on: bool = False

    @property
    def host(self) -> str:
        return urlsplit(address_of(self.target)).netloc

    def errand(self) -> Errand:
        """The request as the corpus keeps it."""
        url, key = address_of(self.target), key_of(self.target)
        return Errand(key=key, role=self.step.role, url=url, step=self.step.to_json())


class Errands:
    """Makes the requests of one walk and the reasons for what is not asked for."""

    def __init__(
        self,
        ledger: Ledger,
        record: PortalRecord,
        memory: Memory,
        browser: Browser,
        per_host: int = 1,
    ) -> None:
        self.ledger = ledger
        self.record = record
        self.memory = memory
        self.portal = page_key(ledger.home)
        self._browser = browser
        self._per_host = per_host
        self._queue: dict[str, deque[Pending]] = {}
        self._on_their_way: Counter[str] = Counter()
        self._asked = 0
        self._shown = 0
        self._at: Pending | None = None

    # --- asking -----------------------------------------------------------------------------

    def ask(self, target: Target, step: Step, *, anew: bool = False) -> bool:
        """Ask for a page or data of the portal, once; whether no crawl knew of it before.

        What an earlier crawl read is asked for when it is due, or `anew` says so.
        """
        if not self.ledger.is_ours(target):
            return False
        if isinstance(target, str):
            target = self.ledger.plain(target)
        key = key_of(target)
        if self._at is not None:
            self._at.met.append(key)
        if self.ledger.knows(target):
            return False
        if self._asked >= MOST_REQUESTS:
            reason = f"no more pages were asked for after {MOST_REQUESTS} requests"
            self.record.capped(self.ledger.home, reason)
            return False
        self.ledger.meet(target)
        is_new = key not in self.memory.known
        if is_new or anew or key in self.memory.due:
            asked = None if isinstance(target, str) else target
            self._wait(Pending(target, dataclasses.replace(step, asked=asked)), is_new)
        return is_new

    def ask_again(self) -> None:
        """Ask for everything that is due of what earlier crawls met."""
        for entry in self.memory.waiting():
            step = Step.from_json(entry.errand.step)
            self.ask(step.asked or entry.errand.url, step)

    def show(self, response: Response, step: Step) -> Iterator[Skipped]:
        """The same page again in a browser, once; told where there is none."""
        host = urlsplit(response.url).netloc
        if self._browser.missing:
            self.record.needs_browser(response.url, host, self._browser.missing)
            reason = f"the page needs a browser, and {self._browser.missing}"
            yield from self.leave(response.url, reason, step)
            return
        if self._shown >= self._browser.most_pages:
            reason = f"no more pages were shown in a browser after {self._shown}"
            self.record.capped(self.ledger.home, reason)
            yield from self.leave(response.url, reason, step)
            return
        self._shown += 1
        self.record.count("browser")
        assert self._at is not None
        self._at.goes_on = True
        self._wait(Pending(self._at.target, step, shown=response), False)

    def gather(self, response: Response, document: Document, pictures: Sequence[Picture]) -> None:
        """Ask for the pictures of an article; the last one brings the document of all."""
        assert self._at is not None
        self._at.goes_on = True
        visit = self.visit(self._at, response, response.status)
        bundle = Bundle(document, visit, header_charset(response), open=len(pictures))
        for picture in pictures:
            step = self._at.step.to("picture", "")
            self._wait(Pending(picture.url, step, bundle=bundle, source=picture.source), False)

    def go_on(self, url: str, step: Step) -> None:
        """Ask for a further part of what the answer at hand began; until the last part is there
        the answer is not dealt with."""
        assert self._at is not None
        self._at.goes_on = True
        self._wait(Pending(url, step), False)

    def visit_at_hand(self, response: Response) -> Visit:
        """What the next crawl needs to know of the request that is being answered."""
        assert self._at is not None
        return self.visit(self._at, response, response.status)

    def gather_parts(
        self, response: Response, document: Document, urls: Sequence[str], bodies: tuple[str, ...]
    ) -> None:
        """Ask for the further pages of an article; the last one brings the document of all."""
        assert self._at is not None
        self._at.goes_on = True
        visit = self.visit(self._at, response, response.status)
        bundle = Bundle(document, visit, header_charset(response), bodies=bodies)
        self.gather_more(bundle, urls, self._at.step)

    def gather_more(self, bundle: Bundle, urls: Sequence[str], step: Step) -> None:
        """Ask for further pages of an article that were not yet known of."""
        for url in urls:
            if url in bundle.parts or len(bundle.parts) >= MOST_PARTS:
                continue
            bundle.parts[url] = None
            bundle.open += 1
            self.ledger.meet(url)
            self._wait(Pending(url, step.to("part", ""), bundle=bundle, source=url), False)

    def leave(
        self, url: str, reason: str, step: Step, title: str = "", failed: bool = False
    ) -> Iterator[Skipped]:
        """What was seen and is not captured. failed: a page came, but not the one asked for."""
        self.record.count("skipped")
        if step.role == "home" and page_key(url) == self.portal:
            self.record.unreachable(reason)
        if failed:
            self.record.failed(url, reason)
        yield skipped(url, reason, title or step.label)

    def see_date(self, date: str) -> None:
        """Note the date beside a row of the list that is being read."""
        if self._at is not None:
            self._at.newest = max(self._at.newest, iso_day(date))

    def see_article(self, url: str, essence: str) -> None:
        """Note what the article that came says, so that the next crawl knows it again, and so
        that parameters that change nothing are seen to."""
        if self._at is None or not essence:
            return
        if self._at.step.role == "row":
            self._at.essence = essence
        idle = self.ledger.learn(url, essence)
        if idle:
            self.record.ended(self.portal, f"the parameter {idle} changes nothing: left out")

    def is_unchanged(self, pending: Pending) -> bool:
        """Whether an article says what it said when it was last read: a counter may differ."""
        known = self.memory.known.get(key_of(pending.target))
        if known is None or known.failures or known.errand.role != pending.step.role:
            return False
        return bool(pending.essence) and known.digest == pending.essence

    def _wait(self, pending: Pending, is_new: bool) -> None:
        self._asked += 1
        queue = self._queue.setdefault(pending.host, deque())
        asked = pending.step.asked
        if asked is not None and asked.first:
            queue.appendleft(pending)
        else:
            queue.append(pending)
        if is_new and self._at is not None and pending.step.role != "sitemap":
            self._at.led_to.append(pending.errand())

    # --- the way out and back ---------------------------------------------------------------

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits and nothing is on its way."""
        return not self._queue and not self._on_their_way.total()

    def next_requests(self) -> Iterator[tuple[Pending, Request]]:
        """The requests that may leave now; their callbacks are for the caller to set."""
        for host in list(self._queue):
            waiting = self._queue[host]
            while waiting and self._on_their_way[host] < self._per_host:
                pending = waiting.popleft()
                if self._is_in_vain(pending):
                    continue
                self._on_their_way[host] += 1
                yield pending, self._request(pending)
            if not waiting:
                del self._queue[host]

    def _is_in_vain(self, pending: Pending) -> bool:
        """Whether the pages asked for before have shown that this one brings nothing."""
        step = pending.step
        if step.role == "row" and self.ledger.is_dead(step.listed):
            reason = f"the list was left after {MOST_DEAD_ROWS} rows in a row that lead nowhere"
            self.record.capped(step.listed, reason)
            return True
        views = step.role == "column" and not step.start and pending.shown is None
        if views and step.asked is None and self.ledger.is_stale(pending.target):
            page = key_of(pending.target).partition("?")[0]
            self.record.ended(page, "its further views were left: they list the same")
            return True
        return False

    @property
    def is_at_new(self) -> bool:
        """Whether no earlier crawl knew of what is being read."""
        return self._at is not None and key_of(self._at.target) not in self.memory.known

    def begin(self, pending: Pending) -> None:
        """An answer is about to be read: what is asked for from now on comes from it."""
        self._at = pending

    def end(self, pending: Pending) -> None:
        """An answer, or its failure, was dealt with."""
        self._at = None
        self._on_their_way[pending.host] -= 1

    def visit(self, pending: Pending, response: Response | None, status: int | None) -> Visit:
        """What the next crawl needs to know of a request; a `response` of None failed."""
        headers = response.headers if response is not None else {}
        digest = ""
        if response is not None and response.status != NOT_MODIFIED:
            is_list = pending.step.role not in ("row", "file")
            said = "\n".join(pending.met).encode() if is_list else response.body
            digest = pending.essence or hashlib.sha256(said).hexdigest()[:32]
        return Visit(
            portal=self.portal,
            errand=pending.errand(),
            checked_at=datetime.now(UTC),
            failed=response is None,
            http_status=status,
            etag=_header(headers, "ETag"),
            last_modified=_header(headers, "Last-Modified"),
            digest=digest,
            newest=pending.newest,
            led_to=tuple(pending.led_to),
        )

    def _request(self, pending: Pending) -> Request:
        step, asked = pending.step, pending.step.asked
        if pending.shown is not None:
            meta = self._browser.meta(pending.shown)
            return Request(pending.shown.url, meta=meta, dont_filter=True)
        self.record.count("requests")
        # A sitemap is a guess, a picture an addition: neither has to be there.
        optional = step.role in ("sitemap", "picture")
        headers = self._validators(pending)
        request = Request(
            address_of(pending.target),
            headers=headers,
            dont_filter=True,  # the ledger knows which addresses are one page
            meta={"optional": optional, "handle_httpstatus_list": [NOT_MODIFIED]},
        )
        if step.role == "home":
            request.meta["is_start_request"] = True  # the crawl of this portal begins with it
        if asked is not None:
            headers = {"Accept": "*/*", "Referer": asked.page, **dict(asked.headers), **headers}
            request = request.replace(method=asked.method, body=asked.body, headers=headers)
        return request

    def take_back(self, pending: Pending) -> None:
        """A request was not sent after all: robots.txt forbids it, or its host is left alone."""
        if pending.shown is None:
            self.record.count("requests", -1)

    def _validators(self, pending: Pending) -> dict[str, str]:
        """Ask for the page only if it has changed since it was read as what it is now."""
        known = self.memory.known.get(key_of(pending.target))
        if known is None or known.failures or known.errand.role != pending.step.role:
            return {}
        if self.memory.lost_its_way and pending.step.role in ON_THE_WAY:
            return {}
        told = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in told.items() if value}

    # --- firewalls --------------------------------------------------------------------------

    def inspect(self, response: Response) -> None:
        """Leave a host alone from the first answer of its firewall on."""
        reason = kinds.blocked_by_status(response.status) or _gate(response)
        reason = reason or _asks_to_wait(response)
        if not reason and kinds.is_refusal(response.status):
            times = self.ledger.hosts.refused(response.url)
            if times >= MOST_REFUSALS:
                reason = f"refused {times} times in a row, at last with status {response.status}"
        elif not reason and response.status < SERVER_ERROR:
            self.ledger.hosts.answered(response.url)
            if len(response.body) <= kinds.SHORT_PAGE:
                reason = _blocked_by_text(response)
        if reason:
            self.block(response.url, reason)

    def leave_clone(self, url: str, sign: str) -> None:
        """Ask for nothing more of a site that copies a government portal."""
        if self.ledger.hosts.rest(url, f"it is a copy of another government site: {sign}"):
            self.record.clone(url, sign)

    def no_answer(self, url: str, reason: str) -> None:
        """A request failed for good: a host that does nothing else is left alone."""
        times = self.ledger.hosts.failed(url)
        if times >= MOST_FAILURES:
            self.block(url, f"failed {times} times in a row, at last: {reason}")

    def block(self, url: str, reason: str) -> None:
        """Leave the host of an address alone; nothing is solved, nothing of it is stored."""
        if self.ledger.hosts.rest(url, reason):
            self.record.blocked(url, urlsplit(url).netloc, reason)


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


def _blocked_by_text(response: Response) -> str:
    """Whether a short answer is a firewall's page; parsed only where its markup hints at it."""
    body, charset = _plain(response), header_charset(response)
    if not kinds.block_literal(read_text(body, charset)) or not is_page(body):
        return ""
    return kinds.blocked_by_text(read_page(response.url, body, charset))


def iso_day(date: str) -> str:
    """A day as printed (2024-01-17, 2024年1月17日, 2024/1/17) in ISO form, or ''."""
    found = _ISO_DAY.search(date)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def _header(headers: Any, name: str) -> str | None:
    value = headers.get(name)
    return value.decode("latin-1")[:500] if value else None


def _plain(response: Response) -> bytes:
    """The beginning of a body that is still compressed as it came over the line."""
    encoding = (response.headers.get("Content-Encoding") or b"").lower()
    if encoding not in (b"gzip", b"x-gzip", b"deflate"):
        return response.body
    try:
        return zlib.decompressobj(_ANY_ZLIB).decompress(response.body, 2 * kinds.SHORT_PAGE)
    except zlib.error:
        return b""
