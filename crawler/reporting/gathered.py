"""What is gathered of the portals of a run, and which portal an address belongs to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.reporting.model import Seen
from spiders.discovery.sites import site_of

ASKED_BY = (
    "(SELECT v.portal FROM visits AS v JOIN portal_runs AS p ON p.portal = v.portal"
    " WHERE v.url = {url} AND p.run_id = :run_id LIMIT 1)"
)


@dataclass(slots=True)
class Gathered:
    """What the corpus tells of one portal in one run; see `model.PortalReport`.

    columns_known: lists that earlier runs read; columns_gone: those of them found gone now;
    columns_new: those that no earlier run knew of; columns_read: how many were read.
    pages_failed: pages of lists that gave no answer. waiting: addresses met and never asked for.
    expected, overdue: agencies that it gave a report of the year before overdue_year, and those of
    them that the corpus has none of for it, though it is due.
    """

    portal: str
    home: str
    name: str = ""
    state: str = "done"
    state_before: str = ""
    family: str = ""
    evidence: str = ""
    family_before: str = ""
    known_before: bool = False
    run_counts: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    new: list[Seen] = field(default_factory=list)
    changed: list[Seen] = field(default_factory=list)
    gone: list[Seen] = field(default_factory=list)
    unread: list[Seen] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    not_reports: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)
    unplaced: Counter[str] = field(default_factory=Counter)
    columns_known: list[str] = field(default_factory=list)
    columns_gone: list[str] = field(default_factory=list)
    columns_new: list[str] = field(default_factory=list)
    columns_read: int = 0
    pages_failed: int = 0
    waiting: int = 0
    reports: int = 0
    verified: int = 0
    years: Counter[int] = field(default_factory=Counter)
    overdue_year: int = 0
    expected: int = 0
    overdue: list[str] = field(default_factory=list)


class Places:
    """The portals of a run, and which of them an address belongs to."""

    def __init__(self, found: list[Gathered]) -> None:
        self.found = found
        self._by_key = {portal.portal: portal for portal in found}
        self._by_site: dict[str, Gathered] = {}
        self._by_host: dict[str, Gathered] = {}
        for portal in found:
            if portal.portal:
                self._by_site.setdefault(site_of(portal.home), portal)
                self._by_host.setdefault(urlsplit(portal.home).netloc, portal)

    def of(self, url: str, visited: str | None) -> Gathered | None:
        """By the request that asked for it, else by its host, else by its site."""
        if visited in self._by_key:
            return self._by_key[visited]
        if "" in self._by_key:
            return self._by_key[""]
        try:
            return self._by_host.get(urlsplit(url).netloc) or self._by_site.get(site_of(url))
        except ValueError:
            return None
