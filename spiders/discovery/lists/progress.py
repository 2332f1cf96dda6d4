"""How far the lists of a portal are read, and when to stop."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from spiders.discovery.home.way import Step
from spiders.discovery.lists.listings import Target, key_of
from spiders.discovery.lists.paging import MOST_PAGES
from spiders.discovery.lists.rows import Row
from spiders.discovery.record import PortalRecord
from spiders.discovery.requests.ledger import MOST_DEAD_ROWS, Ledger
from spiders.discovery.requests.memory import Memory
from spiders.discovery.sites import page_key

MOST_FAILED_PAGES = 2


class Progress:
    """What was seen of lists, each by the key of its first page, or of its first request."""

    def __init__(self, ledger: Ledger, record: PortalRecord, memory: Memory) -> None:
        self._ledger = ledger
        self._record = record
        self._memory = memory
        self._rows: dict[str, set[str]] = {}
        self._pages: dict[str, int] = {}
        self._came: defaultdict[str, set[str]] = defaultdict(set)
        self._declared: dict[str, tuple[int, int]] = {}
        self._seen: Counter[str] = Counter()
        self._signs: dict[str, str] = {}
        self._doubted: set[str] = set()

    def fresh(self, start: str, rows: Sequence[Row]) -> list[Row]:
        """The rows that no earlier page of the list had."""
        known = self._rows.setdefault(start, set())
        fresh = [row for row in rows if page_key(row.url) not in known]
        known.update(page_key(row.url) for row in fresh)
        return fresh

    def see(self, start: str, key: str, rows: int, pages_declared: int, rows_declared: int) -> None:
        """Note what a page of a list has, and what it says that the whole list has. key: of the
        page, or of the request for a part of the list."""
        pages, entries = self._declared.get(start, (0, 0))
        self._declared[start] = max(pages, pages_declared), max(entries, rows_declared)
        self._seen[start] += rows
        self._came[start].add(self._ledger.plain(key))

    def goes_on(self, start: str, sign: str) -> None:
        """Note what shows that a list has pages that nothing leads to; '' for nothing."""
        self._signs[start] = sign

    def is_second(self, start: str) -> bool:
        """Whether what came last was asked for as the second page of a list."""
        return self._pages.get(start, 1) == 2

    def is_walked(self, start: str) -> bool:
        """Whether this crawl went on from the list's first page."""
        return self._pages.get(start, 1) > 1

    def tell_if_short(self, start: str, by_pages: bool = True) -> None:
        """A list that was walked from its beginning has come to its end: say so where it
        declares more than was read, in this crawl or in earlier ones. by_pages: its count of pages
        tells, too, and is not one that repeats the last page."""
        pages, entries = self._declared.get(start, (0, 0))
        came, seen = self._came[start], self._seen[start]
        lacks_pages = by_pages and pages > len(came)
        sign = self._signs.get(start) if len(came) <= 1 else ""
        if not (lacks_pages or entries > seen or sign):
            self._record.found_whole(start)
            return
        earlier = self._memory.pages_read(start, came)
        walked = len(came) + earlier
        if lacks_pages and pages > walked:
            self._record.short(start, f"the list says {pages} pages, {walked} could be found")
        elif entries > seen and not earlier:
            self._record.short(start, f"the list says {entries} entries, {seen} were found")
        elif sign and walked <= 1:
            self._record.short(start, f"the list goes on ({sign}), nothing tells where")

    def doubt(self, start: str) -> None:
        """A page of a list did not come: whether the list is short shows at the end."""
        self._doubted.add(start)

    def tell_doubted(self) -> None:
        """Say which of the lists that lack a page are short."""
        for start in sorted(self._doubted):
            self.tell_if_short(start)

    def following(
        self, start: str, step: Step, ahead: Iterable[Target]
    ) -> tuple[Target, Step] | None:
        """The next page to ask for: as this page's pager has it, else as known before."""
        return self._next(start, step, [*ahead, *step.remaining], failures=0)

    def after_failure(self, step: Step) -> tuple[Target, Step] | None:
        """The page after one that could not be read; None after three such pages."""
        if not step.start or step.failures >= MOST_FAILED_PAGES:
            return None
        return self._next(step.start, step, step.remaining, step.failures + 1)

    def _next(
        self, start: str, step: Step, candidates: Iterable[Target], failures: int
    ) -> tuple[Target, Step] | None:
        once: dict[str, Target] = {}
        for target in candidates:
            once.setdefault(key_of(target), target)
        following = [target for target in once.values() if not self._ledger.knows(target)]
        if not following:
            return None
        if self._ledger.is_dead(start):
            reason = f"the list was left after {MOST_DEAD_ROWS} rows in a row that lead nowhere"
            self._record.capped(start, reason)
            return None
        walked = self._pages.get(start, 1)
        if walked >= MOST_PAGES:
            self._record.capped(start, f"the list was left after {MOST_PAGES} pages")
            return None
        self._pages[start] = walked + 1
        remaining = tuple(following[1:MOST_PAGES])
        later = dataclasses.replace(
            step, role="column", start=start, remaining=remaining, failures=failures
        )
        return following[0], later
