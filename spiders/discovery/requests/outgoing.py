"""The requests themselves: addresses, headers, validators."""

from __future__ import annotations

from urllib.parse import urldefrag

from scrapy import Request

from spiders.discovery.home.way import ON_THE_WAY
from spiders.discovery.lists.listings import address_of, key_of
from spiders.discovery.record import PortalRecord
from spiders.discovery.requests.ledger import Ledger
from spiders.discovery.requests.memory import Memory
from spiders.discovery.requests.pending import Browser, Pending
from spiders.discovery.sites import screen_of

NOT_MODIFIED = 304


class Outgoing:
    """Makes the requests of one portal out of what waits."""

    def __init__(
        self, ledger: Ledger, record: PortalRecord, memory: Memory, browser: Browser
    ) -> None:
        self._ledger = ledger
        self._record = record
        self._memory = memory
        self._browser = browser

    def request(self, pending: Pending) -> Request:
        """What leaves for a pending request; its callbacks are for the caller to set."""
        step, asked = pending.step, pending.step.asked
        if pending.shown is not None:
            meta = self._browser.meta(pending.shown)
            return Request(pending.shown.url, meta=meta, dont_filter=True)
        self._record.count("requests")
        if pending.filling is not None:
            url = address_of(pending.target)
            told = {"Accept": "*/*", "Referer": urldefrag(url).url, **dict(pending.filling.headers)}
            return Request(pending.filling.data_address(url), headers=told, dont_filter=True)
        if pending.held is not None:
            told = {"Accept": "*/*", "Referer": pending.held.url}
            meta = {"optional": True}
            return Request(pending.script, headers=told, meta=meta, dont_filter=True)
        # A sitemap and a menu are guesses, a picture an addition: none has to be there.
        optional = step.role in ("sitemap", "menu", "picture")
        headers = self._validators(pending)
        if step.referer:
            headers["Referer"] = step.referer
        request = Request(
            self._ledger.spellings.as_answered(address_of(pending.target)),
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

    def _validators(self, pending: Pending) -> dict[str, str]:
        """Ask for the page only if it has changed since it was read as what it is now."""
        known = self._memory.known.get(key_of(pending.target))
        if screen_of(address_of(pending.target)):
            return {}  # of the page around it they say nothing of the screen
        if known is None or known.failures or known.errand.role != pending.step.role:
            return {}
        if self._memory.lost_its_way and pending.step.role in ON_THE_WAY:
            return {}
        told = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        return {name: value for name, value in told.items() if value}
