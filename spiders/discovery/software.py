"""Which family of portal software each host of a portal shows, and on what evidence."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from spiders.discovery.home.way import Step
from spiders.discovery.pages.page import Page
from spiders.discovery.record import PortalRecord
from spiders.discovery.requests.about import About
from spiders.families import GENERAL, family_named, recognise
from spiders.families.base import Family

MOST_WITHOUT = 10
"""Pages without a sign of the software that an earlier crawl saw, none with one, from which on the
host is taken to have other software."""


class Software:
    """The families of one portal. of_host: the one seen on each host, by earlier crawls too."""

    def __init__(self, home: str, about: About, record: PortalRecord) -> None:
        self.of_host: dict[str, Family] = {
            host: family_named(name) for host, name in about.families.items()
        }
        self._home = home
        self._about = about
        self._record = record
        # Hosts whose family is known from an earlier crawl, and shown by no page of this one yet.
        self._only_remembered = set() if about.unfinished else set(self.of_host)
        self._without: Counter[str] = Counter()

    def of(self, page: Page, step: Step) -> Family:
        """The family seen on the page, else the one seen last on its host."""
        host = urlsplit(page.url).netloc
        family, evidence = recognise(page)
        known = self.known_on(host)
        if family is known:
            self._only_remembered.discard(host)
        elif self._takes_the_place_of(known, family, host, step):
            self._record.family(host, family.name, evidence)
            self.of_host[host] = family
            self._only_remembered.discard(host)
        elif family is GENERAL and host in self._only_remembered:
            self._without[host] += 1
            if self._without[host] >= MOST_WITHOUT:
                self._forget(host)
                known = GENERAL
        family = known if family is GENERAL else family
        self._record.count(f"family/{family.name}")
        return family

    def known_on(self, host: str) -> Family:
        """The family seen on a host, by earlier crawls too."""
        return self.of_host.get(host, GENERAL)

    def _forget(self, host: str) -> None:
        """A host whose pages show nothing of the software that an earlier crawl saw was rebuilt."""
        self._only_remembered.discard(host)
        self.of_host.pop(host, None)
        self._about.evidence = ""

    def _takes_the_place_of(self, known: Family, seen: Family, host: str, step: Step) -> bool:
        """One page with a weak marker says nothing against what others have shown. But where a
        list shows other software, and no page what an earlier crawl saw, the portal was rebuilt."""
        if seen is GENERAL:
            return False
        if seen.rank <= known.rank:
            return True
        return step.role == "column" and host in self._only_remembered

    def seen(self) -> dict[str, str]:
        """The families of the portal's own host, else of another of its hosts, each with the
        literal that proves it; of this crawl alone."""
        families = self._record.families
        host = urlsplit(self._home).netloc
        return families.get(host) or next(iter(families.values()), {})

    def evidence(self) -> str:
        """What the family was recognised by; of a portal of none, what its columns were."""
        seen = self.seen()
        if self.of_host and not seen:
            return self._about.evidence  # an earlier crawl recognised it
        return " | ".join(seen.values() or self._record.column_evidence) or self._about.evidence
