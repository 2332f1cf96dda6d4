"""Requests without a page: why, and what is asked instead."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.items import Item
from crawler.middlewares.failures import GONE, explain
from spiders.discovery.home.search import Search
from spiders.discovery.home.way import Step
from spiders.discovery.lists.columns import Columns
from spiders.discovery.pages.page import MOST_LINKS, Page
from spiders.discovery.requests.errands import Errands
from spiders.discovery.requests.firewalls import SERVER_ERROR
from spiders.discovery.requests.pending import Pending
from spiders.discovery.sites import clean_url, page_key
from spiders.families.base import Family

_MOST_WRITTEN = 5_000


class Missed:
    """Deals with what one portal does not answer."""

    def __init__(self, errands: Errands, columns: Columns, search: Search) -> None:
        self._errands = errands
        self._columns = columns
        self._search = search
        self._written: dict[str, str] = {}
        self._literal: set[str] = set()  # hosts that answer nothing but links as written

    def prepared(self, page: Page, family: Family) -> Page:
        """A page as its family makes it; where its host has shown that it answers only what links
        say word for word, with one such link for all that the family makes the same."""
        for plain, written in family.as_written(page).items():
            known = page_key(plain) in self._written
            if len(self._written) < _MOST_WRITTEN and (not known or _says_all(written, plain)):
                self._written[page_key(plain)] = written
        page = family.prepare(page)
        if urlsplit(page.url).netloc not in self._literal:
            return page
        for anchor in islice(page.selector.root.iter("a"), MOST_LINKS):
            url = clean_url(anchor.get("href") or "", page.base)
            literal = self._written.get(page_key(url)) if url else None
            if literal:
                anchor.set("href", literal)
        return dataclasses.replace(page)

    def _ask_as_written(self, url: str, step: Step) -> None:
        """Where an address that a family made of a link leads nowhere: the link as it stands."""
        written = self._written.get(page_key(url), "")
        if written and page_key(written) != page_key(url):
            self._literal.add(urlsplit(url).netloc)
            self._errands.ask(written, step)

    def take(self, failure: Failure, pending: Pending) -> Iterator[Item]:
        """Record why, and go on with the list that the request belonged to."""
        request: Request = failure.request  # type: ignore[attr-defined]
        step, error = pending.step, failure.value
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
        # What is left alone on purpose is no failure, but for the home page: nothing comes of it.
        failed = step.role == "home" and bool(request.meta.get("optional"))
        yield from self._errands.leave(url, reason, step, failed=failed)
        if step.asked is not None and step.asked.fallback is not None:
            self._errands.ask(step.asked.fallback, step)
        else:
            self._columns.pass_over(step)
        if step.role == "column" and not step.start:
            self._search.instead_of(url)
        # An error status is an answer, although Scrapy counts it among what is ignored.
        if status is not None or not isinstance(error, IgnoreRequest):
            self._errands.record.count("failed")
            if status is None or status >= SERVER_ERROR:
                self._errands.guard.no_answer(request.url, reason)
            yield self._errands.visit(pending, None, status)


def _says_all(written: str, plain: str) -> bool:
    """Whether an address has every parameter of another, and is no other page of the host."""
    there, here = urlsplit(written), urlsplit(plain)
    return there.path == here.path and set(here.query.split("&")) <= set(there.query.split("&"))
