"""What a crawl has asked for, and what it will not ask for: each page once, inside the portal."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from spiders.discovery.listings import Target, address_of, key_of
from spiders.discovery.sites import clean_url, page_key, same_site

MOST_FRAME_LINKS = 20_000
MOST_REFUSALS = 3
"""Refusals in a row (401, 403 …) after which a host is left alone."""


class Hosts:
    """What the hosts of all portals of a run answer: those that are left alone, and why."""

    def __init__(self) -> None:
        self.resting: dict[str, str] = {}
        self._refusals: dict[str, int] = {}

    def rest(self, url: str, reason: str) -> bool:
        """Leave a host alone from now on; False where it was before."""
        host = urlsplit(url).netloc
        if host in self.resting:
            return False
        self.resting[host] = reason
        return True

    def answered(self, url: str) -> None:
        """The host gave a page: refusals before it no longer count."""
        self._refusals.pop(urlsplit(url).netloc, None)

    def refused(self, url: str) -> int:
        """Count a refusal; how many the host has given in a row."""
        host = urlsplit(url).netloc
        self._refusals[host] = self._refusals.get(host, 0) + 1
        return self._refusals[host]


class Ledger:
    """Keys of pages met; `frame` holds links of the pages on the way."""

    def __init__(self, home: str, hosts: Hosts) -> None:
        self.home = home
        self.hosts = hosts
        self.frame: set[str] = set()
        self._met: set[str] = set()
        self._redirected: dict[str, str] = {}

    def knows(self, target: Target) -> bool:
        """Whether a page or data were asked for, or left aside for good."""
        return key_of(target) in self._met

    def meet(self, target: Target) -> bool:
        """Note a page or a request for data; False where it was known before."""
        key = key_of(target)
        if key in self._met:
            return False
        self._met.add(key)
        return True

    def is_ours(self, target: Target) -> bool:
        """Whether an address belongs to the portal."""
        return same_site(address_of(target), self.home)

    def add_to_frame(self, urls: Iterable[str]) -> None:
        """Note the links of a page on the way; 20,000 at the most."""
        if len(self.frame) < MOST_FRAME_LINKS:
            self.frame.update(page_key(url) for url in urls)

    def rests(self, url: str) -> bool:
        """Whether the host of an address is left alone."""
        return urlsplit(url).netloc in self.hosts.resting

    def refuses(self, url: str, came_by: list[str]) -> str:
        """Why an address is not to be asked now, or ''; `came_by`: redirects that led to it.

        A redirect to a page that is asked for on its own is cut off; one between spellings of
        the same page (http to https, a missing slash) is followed.
        """
        if self.rests(url):
            host = urlsplit(url).netloc
            return f"{host} is left alone: {self.hosts.resting[host]}"
        if not self.is_ours(url):
            return f"redirected to another site: {url}"
        # Portals send the question for robots.txt, like every unknown page, to the home page.
        if not came_by or came_by[0].endswith("/robots.txt"):
            return ""
        before = [page_key(clean_url(earlier) or earlier) for earlier in came_by]
        key = page_key(clean_url(url) or url)
        # The same redirect is asked about again when its request is repeated.
        if key in before or self._redirected.get(key) == before[0]:
            return ""
        if not self.meet(clean_url(url) or url):
            return f"redirected to {url}, which is read on its own"
        self._redirected[key] = before[0]
        return ""
