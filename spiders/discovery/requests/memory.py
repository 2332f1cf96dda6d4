"""What earlier crawls of a portal know, and which of it this crawl asks for again."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from crawler.corpus.visits import Remembered
from spiders.discovery.home.way import ON_THE_WAY, Step
from spiders.discovery.pages.text import squash
from spiders.discovery.requests.about import SELF, About
from spiders.discovery.requests.revisits import DOCUMENTS, Revisits

LIST_OF_PAGE = " list "
"""Stands between the key of a page and the number of a list that the page itself shows."""
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class Memory:
    """known: every request of earlier crawls by its key. due: the keys of those that this crawl
    makes again, or for the first time. has_reports: a document was found before. wants_home: the
    home page is asked for whatever is due. resumes: the last crawl was stopped before its end."""

    known: dict[str, Remembered]
    due: set[str]
    about: About
    wants_home: bool = True
    resumes: bool = False
    _years: dict[str, set[str]] | None = None

    @classmethod
    def of(cls, remembered: Iterable[Remembered], now: datetime, window: timedelta) -> Memory:
        """Sort what the corpus remembers of a portal."""
        entries = {entry.errand.key: entry for entry in remembered}
        kept = entries.pop(SELF, None)
        about = About.of_errand(kept.errand) if kept else About(unfinished=True)
        revisits = Revisits(window)
        home = next((e for e in entries.values() if e.errand.role == "home"), None)
        wanted = about.unfinished or revisits.wants_home(home, now)
        resumes = kept is not None and about.unfinished
        due = revisits.due(entries.values(), now) - _misspelt(entries.values(), about)
        memory = cls(entries, due, about, wanted, resumes)
        if memory.lost_its_way:
            memory.due |= {key for key, entry in entries.items() if entry.errand.role in ON_THE_WAY}
        return memory

    def leave_out(self, plain: Callable[[str], str]) -> None:
        """Know everything by its key without the parameters that change nothing."""
        self.known = {plain(key): entry for key, entry in self.known.items()}
        self.due = {plain(key) for key in self.due}

    @property
    def has_reports(self) -> bool:
        return any(entry.errand.role in DOCUMENTS for entry in self.known.values())

    @property
    def lost_its_way(self) -> bool:
        """Whether the last crawl was stopped before it came to a column: the other ways that it
        had seen are known to nobody, so that the pages on the way are read anew."""
        return self.about.unfinished and not self.about.in_column and not self.has_reports

    def rows(self) -> Iterable[tuple[str, str]]:
        """Every row that earlier crawls met, by its key and with its title."""
        for key, entry in self.known.items():
            if entry.errand.role == "row":
                yield key, Step.from_json(entry.errand.step).label

    def pages_read(self, start: str, besides: Collection[str]) -> int:
        """How many pages of a list, beside these, earlier crawls have read. start: its key, which
        is that of its first page, or begins with it."""
        first, _, _ = start.partition(LIST_OF_PAGE)
        pages = ((key, entry) for key, entry in self.known.items() if entry.errand.role == "column")
        return sum(
            key == first or Step.from_json(entry.errand.step).start == start
            for key, entry in pages
            if key not in besides and entry.checked_at is not None and not entry.failures
        )

    def titles(self) -> str:
        """The titles of all rows that earlier crawls met."""
        rows = (e.errand.step for e in self.known.values() if e.errand.role in DOCUMENTS)
        return "".join(squash(Step.from_json(step).label) for step in rows)

    def lists_again(self, key: str, listed: str, rows: Iterable[str]) -> bool:
        """Whether a part of a list that a stopped crawl had not read has no row but those that it
        had met in the list before. key: of the part; listed: of the list; rows: their keys."""
        part = self.known.get(key)
        if part is None and not self.resumes:
            return False
        if part is not None and part.checked_at is not None:
            return False
        entries = [self.known.get(row) for row in rows]
        return bool(entries) and all(
            entry is not None and Step.from_json(entry.errand.step).listed == listed
            for entry in entries
        )

    def years_listed(self) -> dict[str, set[str]]:
        """The years in the titles and dates of the rows that earlier crawls met, by their list."""
        if self._years is None:
            self._years = {}
            for entry in self.known.values():
                if entry.errand.role in DOCUMENTS:
                    step = Step.from_json(entry.errand.step)
                    found = _YEAR.findall(f"{step.label} {step.date}")[:1]
                    self._years.setdefault(step.listed, set()).update(found)
        return self._years

    def waiting(self) -> list[Remembered]:
        """What is due, in the order in which it was met; not the views of a list that were left
        unread, which are asked for where the list itself has changed."""
        return [e for key, e in self.known.items() if key in self.due and not _was_left(e)]


def _misspelt(entries: Iterable[Remembered], about: About) -> set[str]:
    """Keys of what a crawl that came to its end has planned and not asked for, on hosts that answer
    only what links say: it asked for the same pages as their links say them."""
    return {
        entry.errand.key
        for entry in entries
        if not about.unfinished
        and entry.checked_at is None
        and urlsplit(entry.errand.url).netloc in about.literal
    }


def _was_left(entry: Remembered) -> bool:
    """Whether a page was set aside without being asked for."""
    asked = entry.http_status is not None or entry.failures or entry.checked_at is None
    return entry.errand.role == "column" and not asked
