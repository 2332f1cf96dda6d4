"""What a crawl has asked for, and what it will not ask for: each page once, inside the portal."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from spiders.discovery.lists.listings import Target, address_of, key_of
from spiders.discovery.requests.hosts import Hosts
from spiders.discovery.requests.spellings import Spellings
from spiders.discovery.requests.twins import Twins
from spiders.discovery.requests.views import Views
from spiders.discovery.sites import clean_url, is_never_followed, page_key, site_of

MOST_FRAME_LINKS = 20_000
MOST_DEAD_ROWS = 50
"""Rows of one list in a row without a page, from which on the list is left."""
WALL = "a wall, not passed"
"""The end of the reason why a redirect to a login is not followed."""
_LEAST_REPEATS = 2


class Ledger:
    """Keys of pages met, of the site of `home` and of `sites`, those listed with it.

    frame: links of the pages on the way. idle: names of query parameters that were seen to change
    nothing. spellings, views, twins: what was seen of addresses that lead to the same.
    """

    def __init__(self, home: str, hosts: Hosts, sites: Iterable[str] = ()) -> None:
        self.home = home
        self._sites = {site_of(home), *sites}
        self.hosts = hosts
        self.frame: set[str] = set()
        self.idle: set[str] = set()
        self._met: set[str] = set()
        self._dead: Counter[str] = Counter()
        self._contents: dict[tuple[str, str], tuple[str, str]] = {}
        self._repeated: Counter[str] = Counter()
        self._meaningful: set[str] = set()
        self._meeting = threading.Lock()
        self._redirected: dict[str, str] = {}
        self.spellings = Spellings()
        self.views = Views()
        self.twins = Twins()

    def knows(self, target: Target) -> bool:
        """Whether a page or data were asked for, or left aside for good."""
        return self.has_met(key_of(target))

    def has_met(self, key: str) -> bool:
        """The same by the key of the page."""
        return self.plain(key) in self._met

    def meet(self, target: Target) -> bool:
        """Note a page or a request for data; False where it was known before."""
        key = self.plain(key_of(target))
        with self._meeting:  # redirects are met on the reactor's thread, links on the pages' own
            if key in self._met:
                return False
            self._met.add(key)
            return True

    def is_ours(self, target: Target) -> bool:
        """Whether an address belongs to the portal: its own site, or one that is listed with it."""
        try:
            return site_of(address_of(target)) in self._sites
        except ValueError:
            return False

    def add_to_frame(self, urls: Iterable[str]) -> None:
        """Note the links of a page on the way; 20,000 at the most."""
        if len(self.frame) < MOST_FRAME_LINKS:
            self.frame.update(page_key(url) for url in urls)

    def plain(self, url: str) -> str:
        """An address, or a key, without the parameters that were seen to change nothing."""
        path, mark, query = url.partition("?")
        if not self.idle or not mark:
            return url
        kept = [part for part in query.split("&") if part.partition("=")[0] not in self.idle]
        return f"{path}?{'&'.join(kept)}" if kept else path

    def learn(self, url: str, content: str) -> str:
        """Compare a document (a digest of it) with those at addresses that differ in one
        parameter; the name of a parameter that now is seen to change nothing, or ''."""
        key = page_key(url)
        path, _, query = key.partition("?")
        parts = query.split("&") if query else []
        for part in parts:
            name, _, value = part.partition("=")
            around = (name, f"{path}?{'&'.join(p for p in parts if p != part)}")
            before, there = self._contents.setdefault(around, (value, content))
            if before == value:
                continue
            if there != content:
                self._meaningful.add(name)
                self.idle.discard(name)
                continue
            self._repeated[name] += 1
            if self._repeated[name] == _LEAST_REPEATS and name not in self._meaningful:
                self.idle.add(name)
                self._met.update([self.plain(key) for key in self._met])
                return name
        return ""

    def is_repeat(self, url: str) -> bool:
        """Whether what stands at an address was read at another one, which differs from it in a
        parameter that changes nothing."""
        path, _, query = page_key(url).partition("?")
        parts = query.split("&") if query else []
        for part in parts:
            name, _, value = part.partition("=")
            rest = "&".join(other for other in parts if other != part)
            known = self._contents.get((name, f"{path}?{rest}"))
            if name in self.idle and known is not None and known[0] != value:
                return True
        return False

    def see_row(self, listed: str, alive: bool) -> None:
        """Note whether what a row of a list leads to is there. listed: key of the list."""
        self._dead[listed] = 0 if alive else self._dead[listed] + 1

    def is_dead(self, listed: str) -> bool:
        """Whether the last rows of a list, fifty of them, led nowhere."""
        return bool(listed) and self._dead[listed] >= MOST_DEAD_ROWS

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
        if is_never_followed(url) and not is_never_followed(came_by[0]):
            return f"redirected to {url}: {WALL}"
        if url in came_by:
            return f"redirected in a circle: {' → '.join([*came_by[-3:], url])[:300]}"
        before = [page_key(clean_url(earlier) or earlier) for earlier in came_by]
        key = page_key(clean_url(url) or url)
        # The same redirect is asked about again when its request is repeated.
        if key in before or self._redirected.get(key) == before[0]:
            return ""
        if not self.meet(clean_url(url) or url):
            return f"redirected to {url}, which is read on its own"
        self._redirected[key] = before[0]
        return ""
