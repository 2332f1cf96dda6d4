"""When a host is left alone: its firewall, its refusals, its silence, a clone."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.http import Response

from spiders.discovery.pages import kinds
from spiders.discovery.record import PortalRecord
from spiders.discovery.requests.firewalls import (
    SERVER_ERROR,
    blocked_by_its_text,
    sign_of_a_firewall,
)
from spiders.discovery.requests.hosts import MOST_FAILURES, MOST_REFUSALS, Hosts


class Guard:
    """Sees to it that nothing more is asked of a host from the first sign against it on."""

    def __init__(self, hosts: Hosts, record: PortalRecord) -> None:
        self._hosts = hosts
        self._record = record

    def inspect(self, response: Response) -> None:
        """Leave a host alone from the first answer of its firewall on."""
        reason = sign_of_a_firewall(response)
        if not reason and kinds.is_refusal(response.status):
            times = self._hosts.refused(response.url)
            if times >= MOST_REFUSALS:
                reason = f"refused {times} times in a row, at last with status {response.status}"
        elif not reason and response.status < SERVER_ERROR:
            self._hosts.answered(response.url)
            if len(response.body) <= kinds.SHORT_PAGE:
                reason = blocked_by_its_text(response)
        if reason:
            self.block(response.url, reason)

    def leave_clone(self, url: str, sign: str) -> None:
        """Ask for nothing more of a site that copies a government portal."""
        if self._hosts.rest(url, f"it is a copy of another government site: {sign}"):
            self._record.clone(url, sign)

    def no_answer(self, url: str, reason: str) -> None:
        """A request failed for good: a host that does nothing else is left alone."""
        times = self._hosts.failed(url)
        if times >= MOST_FAILURES:
            self.block(url, f"failed {times} times in a row, at last: {reason}")

    def block(self, url: str, reason: str) -> None:
        """Leave the host of an address alone; nothing is solved, nothing of it is stored."""
        if self._hosts.rest(url, reason):
            self._record.blocked(url, urlsplit(url).netloc, reason)
