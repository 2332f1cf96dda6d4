"""The answer at hand: what it says of its list or article, for this crawl and for the next."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.items import Visit
from spiders.discovery.home.way import Step
from spiders.discovery.lists.listings import key_of
from spiders.discovery.record import PortalRecord
from spiders.discovery.requests.ledger import Ledger
from spiders.discovery.requests.memory import Memory
from spiders.discovery.requests.pending import Pending
from spiders.discovery.requests.visits import iso_day
from spiders.discovery.sites import page_key


class AtHand:
    """`pending` is the request whose answer is being read, None between two answers."""

    def __init__(self, ledger: Ledger, record: PortalRecord, memory: Memory) -> None:
        self.pending: Pending | None = None
        self._ledger = ledger
        self._record = record
        self._memory = memory

    @property
    def named(self) -> int:
        """How many pages of the portal the answer has asked for, known or not."""
        return len(self.pending.met) if self.pending is not None else 0

    @property
    def is_new(self) -> bool:
        """Whether no earlier crawl knew of what is being read."""
        return self.pending is not None and key_of(self.pending.target) not in self._memory.known

    def held_back(self) -> Pending:
        """Its request, which is not dealt with until further requests are."""
        assert self.pending is not None
        self.pending.goes_on = True
        return self.pending

    def see_date(self, date: str) -> None:
        """Note the date beside a row of the list that is being read."""
        if self.pending is not None:
            self.pending.newest = max(self.pending.newest, iso_day(date))

    def see_rows(self, url: str, years: Iterable[str], any_new: bool) -> None:
        """Note of which years a list is, and whether it has a row that none before it had."""
        if self.pending is not None and self.pending.view:
            self._ledger.views.see_narrowed(self.pending.view, any_new)
        else:
            self._ledger.views.see_years(url, years)

    def see_unchanged(self, url: str) -> None:
        """Note of which years a list is that says what it said when it was last read."""
        at = self.pending
        if at is not None and at.step.role == "column" and not at.view:
            listed = at.step.start or page_key(url)
            self._ledger.views.see_years(url, self._memory.years_listed().get(listed, ()))

    def see_article(self, url: str, essence: str) -> None:
        """Note what the article that came says, so that the next crawl knows it again, and so
        that parameters that change nothing are seen to."""
        if self.pending is None or not essence:
            return
        if self.pending.step.role in ("row", "column"):  # of a column that is itself the report
            self.pending.essence = essence
        self._ledger.twins.learn(page_key(url), essence)
        idle = self._ledger.learn(url, essence)
        if idle:
            portal = page_key(self._ledger.home)
            self._record.ended(portal, f"the parameter {idle} changes nothing: left out")

    def is_unchanged(self, pending: Pending) -> bool:
        """Whether an article says what it said when it was last read: a counter may differ."""
        return self._says_again(key_of(pending.target), pending.step.role, pending.essence)

    def is_known(self, visit: Visit) -> bool:
        """The same of an article with its pictures or further pages, by what is kept of it."""
        return self._says_again(visit.errand.key, visit.errand.role, visit.digest)

    def _says_again(self, key: str, role: str, digest: str) -> bool:
        known = self._memory.known.get(key)
        if known is None or known.failures or known.errand.role != role:
            return False
        return bool(digest) and known.digest == digest

    def led_on(self, url: str, page: str) -> bool:
        """Whether an earlier crawl met an address as a row of that page."""
        known = self._memory.known.get(page_key(url))
        return known is not None and Step.from_json(known.errand.step).listed == page_key(page)
