"""What a crawl of a portal tells about itself, in the crawler's stats.

- `portal/family/<name>`: pages read as this family; `portal/evidence/<host>`: the literal seen
- `portal/columns`, `portal/lists`: columns of annual reports found, pages of lists read
- `portal/documents`, `portal/skipped`: what was yielded
- `portal/known` (portals): earlier crawls found reports there; `portal/requests`, and of their
  answers `portal/unchanged`: those that were not modified
- `portal/no_column` (1): nowhere was a column of annual reports found
- `portal/unreachable`: why the home page could not be read
- `portal/blocked` (hosts) and `portal/blocked/<host>`: a firewall stopped us, and how
- `portal/clone`: the site copies a government portal, and what shows it
- `portal/capped/<what>`: a limit ended something early, and which
- `portal/browser`: pages shown in a browser; `portal/needs_browser/<host>`: there is none for
  the pages of a host that show nothing without JavaScript, and what is missing
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import Protocol

from crawler.errors import count_failed_source
from crawler.items import PortalState

MOST_TROUBLES = 50
MANY_WITHOUT_TEXT = 0.25  # of the reports that a run came to


logger = logging.getLogger(__name__)


class Stats(Protocol):
    """The part of Scrapy's stats collector that is used here."""

    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None: ...
    def get_value(self, key: str, default: object = None) -> object: ...
    def set_value(self, key: str, value: object) -> None: ...


class PortalRecord:
    """Writes the stats above, counts sources that failed for the exit code, and keeps what
    concerns this portal alone.

    families: by host, the names of those seen with the literal that proves each. state: how
    the crawl of the portal stands. column_evidence: the labels that led to the columns, or the
    titles of pages that are some, and where they stand. troubles: what went wrong, in words; the
    first 50.
    """

    def __init__(self, stats: Stats) -> None:
        self._stats = stats
        self.counts: Counter[str] = Counter()
        self.families: dict[str, dict[str, str]] = {}
        self.state: PortalState = "done"
        self.troubles: list[str] = []
        self.column_evidence: list[str] = []
        self._short: set[str] = set()  # lists that are told to lack something
        self.shortfalls: dict[str, str] = {}  # these, and those of earlier crawls: what they lack
        self._without_text: dict[str, str] = {}  # pages of reports, and what they show instead

    def count(self, name: str, more: int = 1) -> None:
        """Add to `portal/<name>`."""
        self.counts[name] += more
        self._stats.inc_value(f"portal/{name}", more)

    def trouble(self, what: str) -> None:
        """Keep what went wrong, once."""
        if what not in self.troubles and len(self.troubles) < MOST_TROUBLES:
            self.troubles.append(what)

    def family(self, host: str, name: str, evidence: str) -> None:
        """A host's family and the literal that proves it."""
        logger.info("%s is recognised as %s by %r", host, name, evidence)
        self.families.setdefault(host, {})[name] = evidence
        told = " | ".join(f"{n}: {e}" for n, e in self.families[host].items())
        self._stats.set_value(f"portal/evidence/{host}", told)

    def column(self, name: str, url: str) -> None:
        """What stands for a column of annual reports, and where: the first three are kept."""
        if len(self.column_evidence) < 3:
            self.column_evidence.append(f"{name[:60]} at {url[:200]}")

    def ended(self, what: str, reason: str) -> None:
        """A walk ended by itself before its declared end."""
        logger.info("%s: %s", what, reason)
        self._stats.set_value(f"portal/capped/{what}", reason)

    def short(self, what: str, reason: str) -> None:
        """A list came to its end before it had what it says: nobody has read the rest."""
        if what not in self._short:
            self._short.add(what)
            count_failed_source(self._stats, what, reason)
        self.shortfalls[what] = reason
        self.trouble(f"{what}: {reason}")
        self.ended(what, reason)

    def found_whole(self, what: str) -> None:
        """A list has what it says, whatever an earlier crawl saw."""
        self.shortfalls.pop(what, None)

    def tell_shortfalls(self) -> None:
        """Say again what lists lacked in earlier crawls and this one has not looked for: no failure
        of this crawl, but the portal is not all there."""
        for what, reason in self.shortfalls.items():
            if what not in self._short:
                self.trouble(f"{what}: {reason}, in an earlier crawl")

    def capped(self, url: str, reason: str) -> None:
        """A limit of ours cut something short: the crawl is not complete, and says so."""
        if self._stats.get_value(f"portal/capped/{url}") is None:
            count_failed_source(self._stats, url, reason)
        self.trouble(f"{url}: {reason}")
        self.ended(url, reason)

    def needs_browser(self, url: str, host: str, missing: str) -> None:
        """A host's pages need JavaScript, and there is no browser: told once for the host."""
        key = f"portal/needs_browser/{host}"
        if self._stats.get_value(key) is None:
            logger.warning("%s needs a browser: %s", host, missing)
            count_failed_source(self._stats, url, f"needs a browser: {missing}")
        self.trouble(f"{host} needs a browser: {missing}")
        self._stats.set_value(key, missing)

    def blocked(self, url: str, host: str, reason: str) -> None:
        """A host does not want us."""
        logger.warning("%s is left alone: %s", host, reason)
        self.count("blocked")
        self.state = "blocked"
        self.trouble(f"{host} is left alone: {reason}")
        self._stats.set_value(f"portal/blocked/{host}", reason)
        count_failed_source(self._stats, url, reason)

    def clone(self, url: str, sign: str) -> None:
        """The site is a copy of a government portal: nothing of it is taken."""
        self.state = "clone"
        reason = f"a copy of another government site: {sign}"
        self.trouble(f"{url}: {reason}")
        self._stats.set_value("portal/clone", reason)
        count_failed_source(self._stats, url, reason)

    def unreachable(self, reason: str) -> None:
        """The home page could not be read; whoever could not fetch it has counted that."""
        if self.state == "done":
            self.state = "unreachable"
        self.trouble(f"the home page: {reason}")
        self._stats.set_value("portal/unreachable", reason)

    def failed(self, url: str, reason: str) -> None:
        """A page came, but not the one that was asked for."""
        self.counts["failed"] += 1
        self.trouble(f"{url}: {reason}")
        count_failed_source(self._stats, url, reason)

    def without_text(self, url: str, reason: str) -> None:
        """The page of a report shows no text of it."""
        self._without_text[url] = reason

    def tell_without_text(self) -> None:
        """At the end: a few such pages are the portal's own; where they are many, their text is
        there in a way that was not understood, and each of them is a source that failed."""
        empty = len(self._without_text)
        if empty >= MANY_WITHOUT_TEXT * (empty + self.counts["documents"]):
            for url, reason in self._without_text.items():
                self.failed(url, reason)

    def no_column(self) -> None:
        """Nothing more to try, and no column was found."""
        if self.state == "done":
            self.state = "no_column"
        self._stats.set_value("portal/no_column", 1)
