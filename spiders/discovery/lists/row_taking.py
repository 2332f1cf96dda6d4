"""What the rows of lists lead to is asked for, unless their titles name something else."""

from __future__ import annotations

import dataclasses

from parsers.interpretation.genre import judge_title
from spiders.discovery.articles.taking import Articles
from spiders.discovery.home.way import Role, Step
from spiders.discovery.lists.rows import Row
from spiders.discovery.pages.files import is_file_address
from spiders.discovery.pages.labels import is_doubtful
from spiders.discovery.pages.text import squash
from spiders.discovery.requests.errands import Errands, Output
from spiders.discovery.requests.visits import iso_day

MOST_DOUBTED = 60


class Rows:
    """Takes the rows of one portal. titles: of all of them, as they were met. news: how many no
    crawl knew of before."""

    def __init__(self, errands: Errands, articles: Articles, since: str = "") -> None:
        self.titles: list[str] = []
        self.news = 0
        self._errands = errands
        self._articles = articles
        self._ledger = errands.ledger
        self._record = errands.record
        self._since = since
        self._doubted = 0  # rows asked for whose title names another kind of document

    def take(self, row: Row, step: Step, trusted: bool, listed: str = "") -> Output:
        """Ask for what a row leads to, unless its title names something else.

        listed: key of the list that has it. In a known column some titles are doubted: the page
        decides.
        """
        verdict = judge_title(row.title)
        if not self._ledger.knows(row.url):
            self.titles.append(squash(row.title))
        is_file = is_file_address(row.url)
        if verdict.kind == "report" or (trusted and is_file and verdict.kind != "other"):
            self._articles.found = True
            self._articles.column_found = self._articles.column_found or trusted
        reason = verdict.reason if verdict.kind == "other" else ""
        if reason and trusted and is_doubtful(row.title) and self._doubted < MOST_DOUBTED:
            self._doubted += 1
            reason = ""
        if not reason and not self._ledger.is_ours(row.url):
            reason = "the list leads to another site"
        self._errands.at_hand.see_date(row.date)
        if not reason and self._is_too_old(row.date):
            if self._ledger.meet(row.url):
                self._record.count("before_since")
        elif not reason:
            role: Role = "file" if is_file else "row"
            inside = step.to(role, row.title, row.date, trusted)
            inside = dataclasses.replace(inside, listed=listed)
            self.news += self._errands.ask(row.url, inside)
        elif self._ledger.meet(row.url):
            yield from self._errands.leave(row.url, reason, step, row.title)

    def _is_too_old(self, date: str) -> bool:
        """Whether a row is dated before the day from which on rows are wanted."""
        day = iso_day(date)
        return bool(self._since and day) and day < self._since
