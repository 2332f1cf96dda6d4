"""Requests without a page: why, and what is asked instead."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.items import Item
from crawler.middlewares.failures import GONE, explain
from parsers.interpretation.genre import judge_title
from spiders.discovery.home.search import Search
from spiders.discovery.home.way import Step
from spiders.discovery.lists.columns import Columns
from spiders.discovery.lists.listings import key_of
from spiders.discovery.pages.leading import MOST_LINKS
from spiders.discovery.pages.page import Page
from spiders.discovery.requests.errands import Errands
from spiders.discovery.requests.firewalls import SERVER_ERROR
from spiders.discovery.requests.ledger import WALL
from spiders.discovery.requests.pending import Pending
from spiders.discovery.sites import clean_url, literal_url, page_key
from spiders.families.base import Family

_MADE_SHORTER = ("?", ";", "mpost_", "/gate/", "/(")  # links of which `clean_url` may drop a part


class Missed:
    """Deals with what one portal does not answer."""

    def __init__(self, errands: Errands, columns: Columns, search: Search) -> None:
        self._errands = errands
        self._columns = columns
        self._search = search
        self._ledger = errands.ledger

    def prepared(self, page: Page, family: Family) -> Page:
        """A page as its family makes it. What its links say word for word is kept, where more is
        made of them: for a host that answers nothing else."""
        for anchor in islice(page.selector.root.iter("a"), MOST_LINKS):
            href = (anchor.get("href") or "").strip()
            made = any(mark in href for mark in _MADE_SHORTER)
            plain = clean_url(href, page.base, page.charset) if made else None
            if plain is not None:
                self._ledger.spellings.note_written(plain, literal_url(href, page.base))
        for plain, written in family.as_written(page).items():
            self._ledger.spellings.note_written(plain, written)
        return family.prepare(page)

    def _ask_as_written(self, url: str, step: Step) -> None:
        """Where an address that was made of a link leads nowhere: the link as it stands."""
        if self._ledger.spellings.take_literally(url):
            self._errands.respell()
        written = self._ledger.spellings.as_written(url)
        if page_key(written) != page_key(url):
            self._errands.ask(written, step)

    def take(self, failure: Failure, pending: Pending) -> Iterator[Item]:
        """Record why, and go on with the list that the request belonged to."""
        request: Request = failure.request  # type: ignore[attr-defined]
        step, error = pending.step, failure.value
        self._ledger.twins.lose(key_of(pending.target))
        url = request.meta.get("redirect_urls", [request.url])[0]
        if isinstance(error, IgnoreRequest) and not isinstance(error, HttpError):
            self._errands.take_back(pending)
        if step.role in ("sitemap", "menu"):
            return
        if self._errands.ledger.rests(request.url):
            reason = self._errands.ledger.hosts.resting[urlsplit(request.url).netloc]
            yield from self._errands.leave(url, reason, step)
            return
        status = None
        if isinstance(error, HttpError):
            status = error.response.status
            if status in GONE:
                self._ask_as_written(url, step)
                self._errands.ledger.see_row(step.listed, alive=False)
            reason = f"answered with status {status}"
        elif isinstance(error, IgnoreRequest):
            reason = str(error) or "left alone"
        else:
            reason = f"could not be fetched: {explain(error, request.url)}"
        # What is left alone on purpose is no failure, but for the home page, of which nothing comes
        # then, and for what is known to be there and shown to its own users alone.
        walled = reason.endswith(WALL)
        failed = step.role == "home" and bool(request.meta.get("optional"))
        failed = failed or (walled and step.role == "column" and step.trusted)
        lost = walled and step.role in ("row", "file") and judge_title(step.label).kind == "report"
        yield from self._errands.leave(url, reason, step, failed=failed, without_text=lost)
        if step.asked is not None and step.asked.fallback is not None:
            self._errands.ask(step.asked.fallback, step)
        else:
            self._columns.lists.pass_over(step)
        if step.role == "column" and not step.start:
            self._search.instead_of(url)
        # An error status is an answer, although Scrapy counts it among what is ignored.
        if status is not None or not isinstance(error, IgnoreRequest):
            self._errands.record.count("failed")
            if status is None or status >= SERVER_ERROR:
                self._errands.guard.no_answer(request.url, reason)
            yield self._errands.visit(pending, None, status)
