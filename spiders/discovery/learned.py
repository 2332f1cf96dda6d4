"""What a crawl learns of the portal itself: taken up where the last one left it, and told on."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.items import Visit
from spiders.discovery.articles.taking import Articles
from spiders.discovery.record import PortalRecord
from spiders.discovery.requests.about import SELF, About
from spiders.discovery.requests.ledger import Ledger
from spiders.discovery.requests.memory import Memory
from spiders.discovery.sites import page_key
from spiders.discovery.software import Software
from spiders.register import Portal


class Learned:
    """What the parts of one walk know of its portal, `about` as it was kept last."""

    def __init__(
        self,
        portal: Portal,
        about: About,
        ledger: Ledger,
        record: PortalRecord,
        articles: Articles,
        software: Software,
    ) -> None:
        self._portal = portal
        self._about = about
        self._ledger = ledger
        self._record = record
        self._articles = articles
        self._software = software
        self._noted: tuple[object, ...] = ()

    def recall(self, memory: Memory) -> None:
        """Tell the parts of the walk what earlier crawls have learned."""
        about, ledger, articles = self._about, self._ledger, self._articles
        articles.found = memory.has_reports or about.found
        articles.column_found = memory.has_reports or about.in_column
        articles.site_name = about.site_name or self._portal.name
        articles.site_id_code = about.site_id_code
        if not memory.lost_its_way:  # the pages on the way are read anew, and tell it again
            ledger.frame.update(about.frame)
        ledger.idle.update(about.idle)
        ledger.spellings.literal.update(about.literal)
        self._record.shortfalls.update(about.shortfalls)
        memory.leave_out(ledger.plain)
        ledger.twins.recall((first, second) for first, second in about.twins)
        for key, title in memory.rows() if about.twins else ():
            ledger.twins.meet(key, title)

    def visit(self, *, unfinished: bool) -> Visit | None:
        """What is known now, where it has changed: kept at once with the visit that taught it, so
        that a crawl that goes on after a kill knows both or neither."""
        about, ledger, articles = self._about, self._ledger, self._articles
        links = len(ledger.frame)  # which only become more
        about.unfinished = unfinished
        about.found, about.in_column = articles.found, articles.column_found
        about.site_name, about.site_id_code = articles.site_name, articles.site_id_code
        about.families = {host: family.name for host, family in self._software.of_host.items()}
        about.idle = sorted(ledger.idle)
        about.twins = ledger.twins.proven
        about.literal = sorted(ledger.spellings.literal)
        about.shortfalls = dict(self._record.shortfalls)
        taught = (
            *(unfinished, about.found, about.in_column, about.site_name, about.site_id_code),
            *(links, about.families, about.idle, about.twins, about.literal, about.shortfalls),
        )
        if taught == self._noted:
            return None
        self._noted = taught
        about.frame = list(ledger.frame)
        about.evidence = self._software.evidence()
        home = self._portal.home
        now, errand = datetime.now(UTC), about.to_errand(home)
        return Visit(portal=page_key(home), errand=errand, checked_at=now, digest=SELF)
