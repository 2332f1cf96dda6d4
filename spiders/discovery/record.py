"""What a crawl of a portal tells about itself, in the crawler's stats.

- `portal/family/<name>`: pages read as this family; `portal/evidence/<host>`: the literal seen
- `portal/columns`, `portal/lists`: columns of annual reports found, pages of lists read
- `portal/documents`, `portal/skipped`: what was yielded
- `portal/no_column` (1): nowhere was a column of annual reports found
- `portal/unreachable`: why the home page could not be read
- `portal/blocked` (hosts) and `portal/blocked/<host>`: a firewall stopped us, and how
- `portal/capped/<what>`: a limit ended something early, and which
"""

from __future__ import annotations

import logging
from typing import Protocol

from crawler.errors import count_failed_source

logger = logging.getLogger(__name__)


class Stats(Protocol):
    """The part of Scrapy's stats collector that is used here."""

    def inc_value(self, key: str, count: int = 1, start: int = 0) -> None: ...
    def get_value(self, key: str, default: object = None) -> object: ...
    def set_value(self, key: str, value: object) -> None: ...


class PortalRecord:
    """Writes the stats above, and counts sources that failed for the exit code."""

    def __init__(self, stats: Stats) -> None:
        self._stats = stats

    def count(self, name: str) -> None:
        """Add one to `portal/<name>`."""
        self._stats.inc_value(f"portal/{name}")

    def family(self, host: str, name: str, evidence: str) -> None:
        """A host's family and the literal that proves it."""
        logger.info("%s is recognised as %s by %r", host, name, evidence)
        self._stats.set_value(f"portal/evidence/{host}", f"{name}: {evidence}")

    def ended(self, what: str, reason: str) -> None:
        """A walk ended by itself before its declared end."""
        logger.info("%s: %s", what, reason)
        self._stats.set_value(f"portal/capped/{what}", reason)

    def capped(self, url: str, reason: str) -> None:
        """A limit of ours cut something short: the crawl is not complete, and says so."""
        if self._stats.get_value(f"portal/capped/{url}") is None:
            count_failed_source(self._stats, url, reason)
        self.ended(url, reason)

    def blocked(self, url: str, host: str, reason: str) -> None:
        """A host does not want us."""
        logger.warning("%s is left alone: %s", host, reason)
        self.count("blocked")
        self._stats.set_value(f"portal/blocked/{host}", reason)
        count_failed_source(self._stats, url, reason)

    def unreachable(self, reason: str) -> None:
        """The home page could not be read; whoever could not fetch it has counted that."""
        self._stats.set_value("portal/unreachable", reason)

    def failed(self, url: str, reason: str) -> None:
        """A page came, but not the one that was asked for."""
        count_failed_source(self._stats, url, reason)

    def no_column(self) -> None:
        """Nothing more to try, and no column was found."""
        self._stats.set_value("portal/no_column", 1)
