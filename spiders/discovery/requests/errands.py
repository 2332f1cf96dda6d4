"""Asking for pages and leaving them alone: the two things that every part of the walk does.

What is asked for waits in a queue of the walk's own, so that a host has one request at a time
(as many as CONCURRENT_REQUESTS_PER_DOMAIN says), in the order in which they were met, and none
any more from the moment on in which it is found blocked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from crawler.items import Document, Skipped, Visit
from spiders.discovery.articles.attached import Picture
from spiders.discovery.articles.bundles import MOST_PICTURES, Bundle
from spiders.discovery.articles.divided import MOST_PARTS
from spiders.discovery.articles.documents import header_charset, skipped
from spiders.discovery.articles.filled import Filling
from spiders.discovery.home.way import Step
from spiders.discovery.lists.listings import Target, address_of, key_of
from spiders.discovery.record import PortalRecord
from spiders.discovery.requests.at_hand import AtHand
from spiders.discovery.requests.guard import Guard
from spiders.discovery.requests.in_vain import in_vain
from spiders.discovery.requests.ledger import Ledger
from spiders.discovery.requests.memory import Memory
from spiders.discovery.requests.outgoing import Outgoing
from spiders.discovery.requests.pending import Browser, Pending
from spiders.discovery.requests.shells import Shells
from spiders.discovery.requests.visits import visit_of
from spiders.discovery.requests.waiting import Waiting
from spiders.discovery.sites import page_key

Output = Iterator[Document | Skipped]
MOST_REQUESTS = 20_000


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
        self.guard = Guard(ledger.hosts, record)
        self._browser = browser
        self._outgoing = Outgoing(ledger, record, memory, browser)
        self._waiting = Waiting(per_host)
        self.shells = Shells(browser.most_pages, ledger.is_ours)
        self._asked = 0
        self.at_hand = AtHand(ledger, record, memory)
        self._aside: list[Skipped | Visit] = []

    # --- asking -----------------------------------------------------------------------------

    def ask(self, target: Target, step: Step, *, anew: bool = False) -> bool:
        """Ask for a page or data of the portal, once; whether no crawl knew of it before.

        What an earlier crawl read is asked for when it is due, or `anew` says so.
        """
        if not self.ledger.is_ours(target):
            return False
        if isinstance(target, str):
            target = self.ledger.spellings.as_written(self.ledger.plain(target))
        key = key_of(target)
        at = self.at_hand.pending
        if at is not None:
            at.met.append(key)
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
            pending = Pending(target, dataclasses.replace(step, asked=asked))
            pending.shown = self._screen(pending)
            if step.role == "row":
                self.ledger.twins.meet(key, step.label)
            if asked is None and step.role == "column" and not step.start:
                pending.view = self._view(address_of(target))
            self._wait(pending, is_new)
        return is_new

    def _view(self, url: str) -> str:
        """The kind of view of a list that an address is: of the page at hand, or of one that this
        or an earlier crawl has met; '' for none."""
        at = self.at_hand.pending
        if at is not None:
            view = self.ledger.views.narrows(url, address_of(at.target))
            if view:
                return view
        path, _, query = page_key(url).partition("?")
        parts = query.split("&") if query else []
        for part in parts:
            rest = "&".join(other for other in parts if other != part)
            wider = f"{path}?{rest}" if rest else path
            if wider in self.memory.known or self.ledger.has_met(wider):
                return f"{path} {part.partition('=')[0]}"
        return ""

    def ask_again(self) -> None:
        """Ask for everything that is due of what earlier crawls met."""
        for entry in self.memory.waiting():
            step = Step.from_json(entry.errand.step)
            self.ask(step.asked or entry.errand.url, step)

    def respell(self) -> None:
        """Ask for the pages that wait as their links say them, where their host wants that."""
        for pending in self._waiting:
            if isinstance(pending.target, str) and pending.shown is None and pending.held is None:
                pending.target = self.ledger.spellings.as_written(pending.target)
                self.ledger.meet(pending.target)

    @property
    def can_show(self) -> bool:
        """Whether there is a browser to show pages in."""
        return not self._browser.missing

    def show(self, response: Response, step: Step) -> Iterator[Skipped]:
        """The same page again in a browser, once; told where there is none."""
        host = urlsplit(response.url).netloc
        if self._browser.missing:
            self.record.needs_browser(response.url, host, self._browser.missing)
            reason = f"the page needs a browser, and {self._browser.missing}"
            yield from self.leave(response.url, reason, step)
            return
        if self.shells.is_spent:
            reason = f"no more pages were shown in a browser after {self.shells.shown}"
            self.record.capped(self.ledger.home, reason)
            yield from self.leave(response.url, reason, step)
            return
        target = self.at_hand.held_back().target
        self.record.count("browser")
        shown = self.shells.show(response, address_of(target))
        self._wait(Pending(target, step, shown=shown), False)

    def _screen(self, pending: Pending) -> Response | None:
        """The page that a browser makes a screen of, for an address that is one."""
        page = self.shells.screen(address_of(pending.target))
        if page is not None:
            self.record.count("browser")
        return page

    def hold(self, response: Response, step: Step, script: str, fills: bool) -> None:
        """The page at hand again, after a script file of it. fills: which may hold its list."""
        target = self.at_hand.held_back().target
        pending = Pending(target, step, script=script, held=response, fills=fills)
        self._wait(pending, False)

    def gather(
        self,
        response: Response,
        document: Document,
        pictures: Sequence[Picture],
        parts: Sequence[str],
        bodies: tuple[str, ...],
    ) -> None:
        """Ask for the pictures and the further pages of an article; the last one brings the
        document of all."""
        pending = self.at_hand.held_back()
        visit = self.visit(pending, response, response.status)
        bundle = Bundle(document, visit, header_charset(response), bodies=bodies)
        self.gather_more(bundle, pictures, parts, pending.step)

    def go_on(self, url: str, step: Step) -> None:
        """Ask for a further part of what the answer at hand began."""
        self.at_hand.held_back()
        self._wait(Pending(url, step), False)

    def visit_at_hand(self, response: Response) -> Visit:
        """What the next crawl needs to know of the request that is being answered."""
        at = self.at_hand.pending
        assert at is not None
        return self.visit(at, response, response.status)

    def gather_more(
        self, bundle: Bundle, pictures: Sequence[Picture], parts: Sequence[str], step: Step
    ) -> None:
        """Ask for pictures and further pages of an article that were not yet known of."""
        for picture in pictures:
            if picture.source in bundle.asked or len(bundle.asked) >= MOST_PICTURES:
                continue
            bundle.asked.add(picture.source)
            bundle.open += 1
            further = step.to("picture", "")
            self._wait(Pending(picture.url, further, bundle=bundle, source=picture.source), False)
        for url in parts:
            if url in bundle.parts or len(bundle.parts) >= MOST_PARTS:
                continue
            bundle.parts[url] = None
            bundle.open += 1
            self.ledger.meet(url)
            self._wait(Pending(url, step.to("part", ""), bundle=bundle, source=url), False)

    def leave(
        self,
        url: str,
        reason: str,
        step: Step,
        title: str = "",
        failed: bool = False,
        without_text: bool = False,
    ) -> Iterator[Skipped]:
        """What was seen and is not captured. failed: a page came, but not the one asked for.
        without_text: it is that of a report, and shows nothing of it."""
        self.record.count("skipped")
        if step.role == "home" and page_key(url) == self.portal:
            self.record.unreachable(reason)
        if failed:
            self.record.failed(url, reason)
        if without_text:
            self.record.without_text(url, reason)
        yield skipped(url, reason, title or step.label)

    def _wait(self, pending: Pending, is_new: bool) -> None:
        self._asked += 1
        asked = pending.step.asked
        tells = pending.shown is not None and pending.step.role == "row"  # perhaps of the others
        # The same script may be that of the others, and what fills one may fill them all.
        soon = tells or pending.held is not None or pending.filling is not None
        self._waiting.add(pending, first=soon or (asked is not None and asked.first))
        at = self.at_hand.pending
        if is_new and at is not None and pending.step.role != "sitemap":
            at.led_to.append(pending.errand())

    # --- the way out and back ---------------------------------------------------------------

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits and nothing is on its way."""
        return self._waiting.is_over

    def next_requests(self) -> Iterator[tuple[Pending, Request]]:
        """The requests that may leave now; their callbacks are for the caller to set."""
        told = partial(in_vain, ledger=self.ledger, record=self.record)
        for pending, reason in self._waiting.leaving(told):
            if reason:
                self._set_aside(pending, reason)
                continue
            self._fill(pending)
            self._take_shell(pending)
            yield pending, self._outgoing.request(pending)

    def _fill(self, pending: Pending) -> None:
        """Ask for what fills an article instead of its page, where that is known."""
        alone = pending.bundle is None and pending.held is None and not pending.as_page
        if pending.step.role != "row" or pending.step.asked is not None or not alone:
            return
        if pending.filling is not None:
            return
        pending.filling = self.shells.filling_of(address_of(pending.target))
        if pending.filling is not None:
            pending.shown = None

    def _take_shell(self, pending: Pending) -> None:
        """Show a screen of the page that came while it waited, instead of asking for it again."""
        alone = pending.bundle is None and pending.held is None and pending.filling is None
        if alone and pending.shown is None and pending.step.asked is None:
            pending.shown = self._screen(pending)

    def fill(self, filling: Filling) -> bool:
        """Ask for what may fill the page at hand, once; whether that is asked for."""
        at = self.at_hand.pending
        if at is None or at.as_page or at.filling is not None or at.shown is not None:
            return False
        if not self.ledger.is_ours(filling.data_address(address_of(at.target))):
            return False
        self._wait(Pending(self.at_hand.held_back().target, at.step, filling=filling), False)
        return True

    def ask_page(self, failed: bool = False) -> None:
        """The page of an article after all: what was to fill it did not come (`failed`), so that
        nothing more is asked for in this way, or not whole."""
        pending = self.at_hand.held_back()
        if failed:
            self.shells.forget(pending.filling)
        further = Pending(pending.target, pending.step, as_page=True)
        further.shown = self._screen(further)
        self._wait(further, False)

    def set_aside(self) -> list[Skipped | Visit]:
        """What was not asked for in the end, since the last time that this was asked."""
        aside, self._aside = self._aside, []
        return aside

    def _set_aside(self, pending: Pending, reason: str) -> None:
        """Leave a request that waited: the next crawl need not make it first of all."""
        self.record.count("skipped")
        self._aside.append(skipped(address_of(pending.target), reason, pending.step.label))
        dead = pending.step.role == "row"
        now, errand = datetime.now(UTC), pending.errand()
        self._aside.append(Visit(portal=self.portal, errand=errand, checked_at=now, failed=dead))

    def begin(self, pending: Pending) -> None:
        """An answer is about to be read: what is asked for from now on comes from it."""
        self.at_hand.pending = pending

    def end(self, pending: Pending) -> None:
        """An answer, or its failure, was dealt with."""
        self.at_hand.pending = None
        self._waiting.came(pending)

    def visit(self, pending: Pending, response: Response | None, status: int | None) -> Visit:
        """What the next crawl needs to know of a request; a `response` of None failed."""
        return visit_of(self.portal, pending, response, status)

    def take_back(self, pending: Pending) -> None:
        """A request was not sent after all: robots.txt forbids it, or its host is left alone."""
        if pending.shown is None:
            self.record.count("requests", -1)
