"""What a crawl has asked for, and what it will not ask for: each page once, inside the portal."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from spiders.discovery.lists.listings import Target, address_of, key_of
from spiders.discovery.requests.twins import Twins
from spiders.discovery.sites import clean_url, is_never_followed, page_key, site_of

MOST_FRAME_LINKS = 20_000
_MOST_WRITTEN = 5_000
MOST_DEAD_ROWS = 50
"""Rows of one list in a row without a page, from which on the list is left."""
MOST_STALE_VIEWS = 5
"""Views of one page in a row that list what another one listed, from which on it has no more."""
_LEAST_REPEATS = 2
_LEAST_MOVES = 2
MOST_REFUSALS = 3
"""Refusals in a row (401, 403 …) after which a host is left alone."""
MOST_FAILURES = 5
"""Requests in a row that brought no answer, after all repetitions, or an error of the server's
own, after which a host is left alone."""


class Hosts:
    """What the hosts of all portals of a run answer: those that are left alone, and why."""

    def __init__(self) -> None:
        self.resting: dict[str, str] = {}
        self._refusals: dict[str, int] = {}
        self._failures: dict[str, int] = {}

    def rest(self, url: str, reason: str) -> bool:
        """Leave a host alone from now on; False where it was before."""
        host = urlsplit(url).netloc
        if host in self.resting:
            return False
        self.resting[host] = reason
        return True

    def answered(self, url: str) -> None:
        """The host gave a page: refusals and failures before it no longer count."""
        self._refusals.pop(urlsplit(url).netloc, None)
        self._failures.pop(urlsplit(url).netloc, None)

    def refused(self, url: str) -> int:
        """Count a refusal; how many the host has given in a row."""
        host = urlsplit(url).netloc
        self._refusals[host] = self._refusals.get(host, 0) + 1
        return self._refusals[host]

    def failed(self, url: str) -> int:
        """Count a request without an answer; how many the host has left so in a row."""
        host = urlsplit(url).netloc
        self._failures[host] = self._failures.get(host, 0) + 1
        return self._failures[host]


class Ledger:
    """Keys of pages met, of the site of `home` and of `sites`, those listed with it.

    frame: links of the pages on the way. idle: names of query parameters that were seen to change
    nothing.
    """

    def __init__(self, home: str, hosts: Hosts, sites: Iterable[str] = ()) -> None:
        self.home = home
        self._sites = {site_of(home), *sites}
        self.hosts = hosts
        self.frame: set[str] = set()
        self.idle: set[str] = set()
        self._met: set[str] = set()
        self._dead: Counter[str] = Counter()
        self._views: dict[str, set[frozenset[str]]] = {}
        self._stale: Counter[str] = Counter()
        self._contents: dict[tuple[str, str], tuple[str, str]] = {}
        self._repeated: Counter[str] = Counter()
        self._meaningful: set[str] = set()
        self._meeting = threading.Lock()
        self._redirected: dict[str, str] = {}
        self._narrowed: Counter[str] = Counter()
        self._years: dict[str, set[str]] = {}
        self._moves: Counter[tuple[str, str]] = Counter()
        self._moved: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self._literal: set[str] = set()
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

    # --- hosts that answer under another spelling -----------------------------------------------

    def see_answer(self, asked: str, answered: str) -> None:
        """Note where a page was found that was redirected: http to https, a name to www."""
        there, here = _origin(answered), _origin(asked)
        rest = asked.removeprefix(here)
        if here == there or answered != f"{there}{rest}" or page_key(asked) != page_key(answered):
            return
        self._moves[here, there] += 1
        if self._moves[here, there] >= _LEAST_MOVES:
            self._moved[here] = there

    def as_answered(self, url: str) -> str:
        """An address as its host was seen to answer it, without the detour over a redirect."""
        here = _origin(url)
        there = self._moved.get(here)
        return url if there is None else f"{there}{url.removeprefix(here)}"

    # --- hosts that answer only what links say word for word ------------------------------------

    def note_written(self, plain: str, written: str) -> None:
        """Keep what a link says where another address was made of it: of several the one that
        says all that was made of it."""
        key = page_key(plain)
        if not written or page_key(written) == key or len(self._written) >= _MOST_WRITTEN:
            return
        if key not in self._written or _says_all(written, plain):
            self._written[key] = written

    def take_literally(self, url: str) -> bool:
        """Note that an address made of a link leads nowhere; whether that is news of its host."""
        host = urlsplit(url).netloc
        if page_key(url) not in self._written or host in self._literal:
            return False
        self._literal.add(host)
        return True

    def as_written(self, url: str) -> str:
        """An address as its link says it, on a host that answers nothing else."""
        if urlsplit(url).netloc not in self._literal:
            return url
        return self._written.get(page_key(url), url)

    # --- what multiplies addresses ----------------------------------------------------------

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

    def see_view(self, url: str, rows: Iterable[str]) -> None:
        """Note what a page lists: one address of it after the other may list the same."""
        page = page_key(url).partition("?")[0]
        shown = frozenset(rows)
        views = self._views.setdefault(page, set())
        if not shown or shown not in views:
            self._stale[page] = 0
        else:
            self._stale[page] += 1
        views.add(shown)

    def is_stale(self, target: Target) -> bool:
        """Whether an address is one of a page whose last addresses listed nothing new."""
        page, mark, _ = page_key(address_of(target)).partition("?")
        return bool(mark) and self._stale[page] >= MOST_STALE_VIEWS

    def narrows(self, url: str, page: str) -> str:
        """The parameter by which an address is a view of a page with fewer rows: that page's own
        with one parameter more, `list?dept=3` of `list`; '' where it is none."""
        path, _, query = page_key(url).partition("?")
        own_path, _, own_query = page_key(page).partition("?")
        told, own = set(query.split("&")) - {""}, set(own_query.split("&")) - {""}
        if path != own_path or not own < told or len(told - own) > 1:
            return ""
        [more] = told - own
        return f"{path} {more.partition('=')[0]}"

    def see_narrowed(self, view: str, any_new: bool) -> None:
        """Note whether a view with fewer rows had one that no list had before."""
        self._narrowed[view] = 0 if any_new else self._narrowed[view] + 1

    def see_years(self, url: str, years: Iterable[str]) -> None:
        """Note the years of the rows that a list shows without being narrowed."""
        self._years.setdefault(page_key(url).partition("?")[0], set()).update(years)

    def is_narrow(self, view: str) -> bool:
        """Whether the last views of that kind only divided a list that is known, of more years
        than one: a list of the newest year alone has less than its views."""
        several = len(self._years.get(view.partition(" ")[0], ())) > 1
        return several and self._narrowed[view] >= MOST_STALE_VIEWS

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
            return f"redirected to {url}: a wall, not passed"
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


def _says_all(written: str, plain: str) -> bool:
    """Whether an address has every parameter of another, and is no other page of the host."""
    there, here = urlsplit(written), urlsplit(plain)
    return there.path == here.path and set(here.query.split("&")) <= set(there.query.split("&"))


def _origin(url: str) -> str:
    """The beginning of an address up to its path: `https://www.example.gov.cn`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
