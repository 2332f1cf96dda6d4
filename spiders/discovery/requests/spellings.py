"""How a portal's hosts want their addresses spelt: as they were seen to answer them, also with the
session that they put into the path, or as links say them word for word."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from spiders.discovery.sites import page_key, without_session

_MOST_WRITTEN = 5_000
_LEAST_MOVES = 2
_SESSION = re.compile(r"/\((?:[A-Z]\([\w-]{1,200}\)){1,4}\)(?=/)")  # `/(S(r4xkq1))/`, of ASP.NET


class Spellings:
    """Hosts that answer under another spelling, and hosts that answer only what links say."""

    def __init__(self) -> None:
        self._moves: Counter[tuple[str, str]] = Counter()
        self._moved: dict[str, str] = {}
        self._written: dict[str, str] = {}
        self.literal: set[str] = set()  # hosts
        self._sessions: dict[str, tuple[str, str]] = {}

    def see_answer(self, asked: str, answered: str) -> None:
        """Note where a page was found that was redirected: http to https, a name to www, or to the
        same address in a session."""
        there, here = _origin(answered), _origin(asked)
        session = _SESSION.search(answered)
        if session:
            self._sessions[there] = answered[: session.start()], session[0]
        answered = without_session(answered)
        rest = asked.removeprefix(here)
        if here == there or answered != f"{there}{rest}" or page_key(asked) != page_key(answered):
            return
        self._moves[here, there] += 1
        if self._moves[here, there] >= _LEAST_MOVES:
            self._moved[here] = there

    def as_answered(self, url: str) -> str:
        """An address as its host was seen to answer it, without the detour over a redirect."""
        here = _origin(url)
        there = self._moved.get(here, here)
        url = f"{there}{url.removeprefix(here)}"
        before, session = self._sessions.get(there, ("", ""))
        if not session or not url.startswith(f"{before}/"):
            return url
        return f"{before}{session}{url.removeprefix(before)}"

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
        if page_key(url) not in self._written or host in self.literal:
            return False
        self.literal.add(host)
        return True

    def as_written(self, url: str) -> str:
        """An address as its link says it, on a host that answers nothing else."""
        if urlsplit(url).netloc not in self.literal:
            return url
        return self._written.get(page_key(url), url)


def _says_all(written: str, plain: str) -> bool:
    """Whether an address has every parameter of another, and is no other page of the host."""
    there, here = urlsplit(written), urlsplit(plain)
    return there.path == here.path and set(here.query.split("&")) <= set(there.query.split("&"))


def _origin(url: str) -> str:
    """The beginning of an address up to its path: `https://www.example.gov.cn`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
