"""The hosts that a run asks: those that are left alone, and why."""

from __future__ import annotations

from urllib.parse import urlsplit

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
