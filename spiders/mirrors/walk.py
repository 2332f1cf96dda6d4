"""The walk through one mirror's address: a document, a list of documents, or a search result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.items import Document, Item
from crawler.middlewares.failures import explain
from parsers.record import Hints
from spiders.discovery.articles.documents import document, header_charset
from spiders.discovery.home.way import Step
from spiders.discovery.lists.paging import linked_pages
from spiders.discovery.pages import kinds as pages
from spiders.discovery.pages.files import is_page
from spiders.discovery.pages.leading import MOST_LINKS
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.requests.errands import Output, Pending
from spiders.discovery.requests.outgoing import NOT_MODIFIED
from spiders.discovery.sites import page_key
from spiders.discovery.walk import Walk
from spiders.mirrors.joined import Joined
from spiders.mirrors.kinds import UNKNOWN, Kind, recognise
from spiders.mirrors.lists import entries, is_list
from spiders.mirrors.viewer import Shown, read_shown

MOST_LISTS = 50
"""Pages of one list that are asked for."""
MOST_DOCUMENTS = 500
_WALL = re.compile(
    r"/(?:log-?in|sign-?in|passport|register|vip|pay|verify|captcha)\b", re.IGNORECASE
)


class MirrorWalk(Walk):
    """As the walk of a portal, with its requests, memory and limits, but with a viewer's eyes.

    It goes nowhere that it was not sent: the address given, the later pages of a list and the
    documents that it lists, the later pages of a document.
    """

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._joining: dict[str, Joined] = {}
        self._lists = 0
        self._documents = 0

    def arrive(self, response: Response, pending: Pending) -> Iterator[Item]:
        """Take an answer; a document of several pages is kept when the last one is there."""
        if pending.step.role != "part":
            yield from super().arrive(response, pending)
            return
        self.errands.begin(pending)
        try:
            yield from self._later_part(response, pending)
        finally:
            self.errands.end(pending)

    def miss(self, failure: Failure, pending: Pending) -> Iterator[Item]:
        """A request without a page; what a document has of its other pages is kept."""
        if pending.step.role != "part":
            yield from super().miss(failure, pending)
            return
        self.errands.begin(pending)
        try:
            url, reason = failure.request.url, _reason(failure)  # type: ignore[attr-defined]
            yield from self.errands.leave(url, reason, pending.step)
            joined = self._joined(pending)
            joined.missed = f"the page {url} is missing: {reason}"
            yield self._kept(joined)
        finally:
            self.errands.end(pending)

    def _look_further(self) -> None:
        """Nowhere: a mirror is not searched."""

    def _judge(self, response: Response, step: Step) -> Output:
        if not is_page(response.body):
            self.record.count("documents")
            yield document(response, Hints(link_text=step.label)).model_copy(
                update={"kind": "mirror"}
            )
            return
        page = read_page(response.url, response.body, header_charset(response))
        onward = pages.onward(page)
        refusal = pages.blocked_by_text(page)
        if refusal:
            self.errands.guard.block(page.url, refusal)
        elif onward is not None:
            yield from self._send_on(page.url, onward, step)
            return
        refusal = refusal or pages.missing_reason(page) or _wall(page, response)
        if refusal:
            yield from self.errands.leave(_asked(response), refusal, step)
            return
        kind, evidence = recognise(page)
        self.record.count(f"kind/{kind.name}")
        if kind is not UNKNOWN:
            self.record.family(urlsplit(page.url).netloc, kind.name, evidence)
        shown = read_shown(page, kind)
        if step.role == "column" or (step.role == "home" and is_list(page, shown)):
            yield from self._list(page, step)
        elif shown.blocks:
            yield from self._document(response, page, kind, shown, step)
        elif not self._ask_frames(page, shown, step):
            yield from self.errands.leave(page.url, shown.reason, step, shown.title)

    # --- lists ------------------------------------------------------------------------------

    def _list(self, page: Page, step: Step) -> Output:
        self.record.count("lists")
        if page.has_more_links:
            self.record.capped(page.url, f"only its first {MOST_LINKS} links were looked at")
        found = list(entries(page))
        for entry in found:
            if entry.reason:
                if self.ledger.meet(entry.url):
                    yield from self.errands.leave(entry.url, entry.reason, step, entry.title)
            elif self._documents >= MOST_DOCUMENTS:
                reason = f"no more documents were asked for after {MOST_DOCUMENTS}"
                self.record.capped(self.portal.home, reason)
            elif not self.ledger.knows(entry.url):
                self._documents += 1
                self.errands.ask(entry.url, step.to("row", entry.title))
        if not found and step.role == "home":
            reason = "neither the text of a document nor a list of documents"
            yield from self.errands.leave(page.url, reason, step)
        if not found:
            return  # past its end a list shows nothing
        for url in linked_pages(page):
            if self.ledger.knows(url):
                continue
            if self._lists >= MOST_LISTS:
                reason = f"only the first {MOST_LISTS} pages of the list were read"
                self.record.capped(self.portal.home, reason)
                return
            self._lists += 1
            self.errands.ask(url, step.to("column", ""))

    # --- documents --------------------------------------------------------------------------

    def _document(
        self, response: Response, page: Page, kind: Kind, shown: Shown, step: Step
    ) -> Output:
        joined = Joined(kind, shown.title or step.label, self.errands.visit_at_hand(response))
        joined.take(response, page, shown)
        later = joined.next_address()
        if later:
            self._ask_part(joined, later, step)
        else:
            yield self._kept(joined)

    def _ask_frames(self, page: Page, shown: Shown, step: Step) -> bool:
        """Ask for what a page without a text frames, once; whether there is anything."""
        if step.page_title:
            return False
        title = shown.title or step.label
        inner = replace(step.to("row", title), page_title=title or page.url)
        asked = [self.errands.ask(url, inner) for url in pages.frames(page)]
        return any(asked)

    def _later_part(self, response: Response, pending: Pending) -> Iterator[Item]:
        joined = self._joined(pending)
        if response.status == NOT_MODIFIED or not is_page(response.body):
            joined.missed = f"{response.url} is no page of the document"
        else:
            page = read_page(response.url, response.body, header_charset(response))
            shown = read_shown(page, joined.kind, joined.parts[0])
            refusal = pages.blocked_by_text(page) or _wall(page, response) or shown.reason
            if not refusal and joined.is_doubtful(shown):
                refusal = "a wall stands in the place of the text"
            elif not refusal and joined.is_another(shown):
                refusal = f"it shows another document: {shown.title[:80]}"
            if refusal:
                joined.missed = f"the page {page.url} is missing: {refusal}"
                yield from self.errands.leave(page.url, refusal, pending.step)
            elif not joined.repeats(shown):
                joined.take(response, page, shown)
        later = joined.next_address()
        if later:
            self._ask_part(joined, later, pending.step)
        else:
            yield self._kept(joined)

    def _ask_part(self, joined: Joined, url: str, step: Step) -> None:
        self._joining[page_key(url)] = joined
        self.ledger.meet(url)
        self.errands.go_on(url, step.to("part", joined.title))

    def _joined(self, pending: Pending) -> Joined:
        assert isinstance(pending.target, str)
        return self._joining.pop(page_key(pending.target))

    def _kept(self, joined: Joined) -> Document:
        self.record.count("documents")
        return joined.finished()


def _wall(page: Page, response: Response) -> str:
    """Why an answer is a wall and not the page that was asked for, or ''."""
    if _asked(response) != page.url and _WALL.search(urlsplit(page.url).path):
        return f"the site sends its readers to {page.url}: a wall, not passed"
    return ""


def _asked(response: Response) -> str:
    """The address that was asked for, before any redirect."""
    came_by = response.request.meta.get("redirect_urls") if response.request else None
    return str(came_by[0]) if came_by else response.url


def _reason(failure: Failure) -> str:
    error = failure.value
    if isinstance(error, HttpError):
        return f"answered with status {error.response.status}"
    if isinstance(error, IgnoreRequest):
        return str(error) or "left alone"
    return explain(error, failure.request.url)  # type: ignore[attr-defined]
