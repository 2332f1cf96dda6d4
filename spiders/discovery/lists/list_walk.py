"""The lists of a column, walked from page to page: their rows, their divisions, what follows."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Generator, Sequence

from crawler.items import Document, Skipped
from spiders.discovery.articles.taking import Articles
from spiders.discovery.home.way import DEEPEST_COLUMN, Step, divisions, is_own_division, ways_from
from spiders.discovery.lists.counts import guessed_pages
from spiders.discovery.lists.declared import declared_pages, declared_rows
from spiders.discovery.lists.listings import Answer, Listing, Target, address_of
from spiders.discovery.lists.mute_pagers import sign_of_more
from spiders.discovery.lists.nodes import linked_nodes, node_requests
from spiders.discovery.lists.progress import Progress
from spiders.discovery.lists.row_taking import Rows
from spiders.discovery.lists.rows import Row, bare_rows
from spiders.discovery.lists.years_offered import YearsOffered
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.requests.errands import Errands, Output
from spiders.discovery.requests.memory import LIST_OF_PAGE
from spiders.discovery.sites import page_key
from spiders.families.base import Family

_YEAR = re.compile(r"(?:19|20)\d\d")


class ListWalk:
    """Walks the lists of one portal. `rows`: what is taken of them. `offered`: years of which
    pages show none."""

    def __init__(self, errands: Errands, articles: Articles, since: str) -> None:
        self._errands = errands
        self._ledger = errands.ledger
        self._record = errands.record
        self._progress = Progress(errands.ledger, errands.record, errands.memory)
        self.rows = Rows(errands, articles, since)
        self.offered = YearsOffered(errands.record)

    def walk(
        self,
        page: Page,
        family: Family,
        own: Sequence[Row],
        relevant: Sequence[Row],
        step: Step,
        trusted: bool,
        counted: bool,
    ) -> Generator[Document | Skipped, None, bool]:
        """Ask for the rows of a list, its divisions and its next page; whether it had any.

        counted: what the page says of its number is said of this list.
        """
        start = step.start or page_key(page.url)
        kept = _among(own, relevant)
        fresh = self._progress.fresh(start, kept)
        shown = (page_key(row.url) for row in kept)
        self._ledger.views.see(page.url, (key for key in shown if key not in self._ledger.frame))
        if kept:
            any_new = any(not self._ledger.knows(row.url) for row in kept)
            years = (found[0] for row in kept if (found := _YEAR.search(f"{row.title} {row.date}")))
            self._errands.at_hand.see_rows(page.url, years, any_new)
        elif _YEAR.fullmatch(step.label.removesuffix("年")):
            self._errands.at_hand.see_rows(page.url, (), False)  # of an agency it would say nothing
        ahead = family.pages(page)
        self._see_years(step.start or page.url, kept, ahead)
        if kept and counted:
            ahead = ahead or ([] if step.start else guessed_pages(page))
            blocks = {row.block for row in kept}
            listed = sum(row.block in blocks for row in own)
            self._progress.see(
                start, page_key(page.url), listed, declared_pages(page), declared_rows(page)
            )
            self._progress.goes_on(start, "" if ahead else sign_of_more(page, len(own)))
        before = self.rows.news
        for row in fresh:
            yield from self.rows.take(row, step, trusted, start)
        parts: list[PageLink] = []
        if not step.start and step.depth < DEEPEST_COLUMN:
            frame = self._ledger.frame
            parts = (
                divisions(page, frame, by_month=not kept)
                if trusted
                else ways_from(page, frame).columns
            )
        for link in parts:
            self._errands.ask(link.url, step.to("column", link.label, trusted=True))
        anew = self.rows.news > before
        yield from self._go_on(start, bool(fresh), ahead, step, anew)
        divided = any(is_own_division(link, page, self._ledger.frame) for link in parts)
        listed = any(page_key(row.url) not in self._ledger.frame for row in fresh)
        return bool(listed or divided or step.start)

    def walk_data(
        self,
        page: Page,
        number: int,
        listing: Listing,
        relevant: Sequence[Row],
        step: Step,
        trusted: bool,
    ) -> Generator[Document | Skipped, None, bool]:
        """Ask for the rows of a list that a script fills, and for its first further part.

        A list that shows nothing yet is asked for where the page is known as a column.
        """
        kept = _among(listing.rows, relevant)
        if not kept and (listing.rows or not trusted):
            return False
        start = f"{page_key(page.url)}{LIST_OF_PAGE}{number}"
        fresh = self._progress.fresh(start, kept)
        self._see_years(page.url, kept, ())
        self._progress.see(start, page_key(page.url), len(listing.rows), 0, listing.total)
        before = self.rows.news
        for row in fresh:
            yield from self.rows.take(row, step, trusted, start)
        asking = dataclasses.replace(step, trusted=True, start="", remaining=(), failures=0)
        following = self._progress.following(start, asking, listing.following)
        if fresh:
            self._record.count("columns")
        if following is not None:
            target, later = following
            later = later if kept else dataclasses.replace(later, start="")
            yield from self.ask(target, later, anew=self.rows.news > before)
        elif fresh and self._errands.at_hand.is_new:
            self._progress.tell_if_short(start)
        return bool(fresh) or following is not None

    def take_bare(self, page: Page, step: Step) -> Generator[Document | Skipped, None, bool]:
        """The rows of a column that gives neither dates nor titles; whether there are any."""
        rows = self.plain(bare_rows(page, self._ledger.frame))
        for row in rows:
            yield from self.rows.take(row, step, trusted=True, listed=page_key(page.url))
        if rows:
            self._record.count("columns")
        return bool(rows)

    def take_answer(self, family: Family, answer: Answer, step: Step) -> Output:
        """The answer to a request for data: the rows of a list and its further parts, or the nodes
        of a tree with a list for each."""
        nodes = node_requests(answer) if step.depth < DEEPEST_COLUMN else []
        for label, request in nodes:
            yield from self.ask(request, step.to("column", label, trusted=True))
        if nodes:
            return
        listing = family.read_list(answer)
        asked = answer.request
        leading = linked_nodes(answer) if listing is None and step.depth < DEEPEST_COLUMN else ()
        for node in leading:
            yield from self.ask(node.target, step.to("column", node.label, trusted=True))
        if leading:
            return
        if listing is None:
            reason = f"no list as {family.name} answers: {' '.join(answer.text[:80].split())!r}"
            yield from self._errands.leave(asked.url, reason, step, failed=True)
            self.pass_over(step)
            return
        start = step.start or asked.key
        self._see_years(asked.page, listing.rows, listing.following)
        fresh = self._progress.fresh(start, listing.rows)
        keys = [page_key(row.url) for row in listing.rows]
        repeats = not fresh or self._errands.memory.lists_again(asked.key, start, keys)
        if repeats and not listing.goes_on and asked.fallback is not None:
            later = dataclasses.replace(step, start=start, remaining=())
            yield from self.ask(asked.fallback, later)
            return
        # A list that a script asks for from its second part on: the page itself has the first.
        shown = 0 if step.start else (asked.number - 1) * (asked.size or len(listing.rows))
        self._progress.see(start, asked.key, shown + len(fresh), 0, listing.total)
        before = self.rows.news
        for row in fresh:
            yield from self.rows.take(row, step, step.trusted, start)
        any_fresh = bool(fresh) or listing.goes_on
        yield from self._go_on(start, any_fresh, listing.following, step, self.rows.news > before)

    def pass_over(self, step: Step) -> None:
        """Go on with a list after one of its pages could not be read."""
        following = self._progress.after_failure(step)
        if following is not None:
            self._errands.ask(*following, anew=True)
        elif step.start:
            self._progress.doubt(step.start)

    def end(self) -> None:
        """Nothing more comes: tell what is short."""
        self._progress.tell_doubted()
        self.offered.tell()

    def _see_years(self, url: str, rows: Sequence[Row], ahead: Sequence[Target]) -> None:
        """Note of which years a list is; of one that an earlier crawl has walked on nothing shows
        the years of its further pages."""
        self.offered.see_rows(url, rows, whole=not ahead or self._errands.at_hand.is_new)

    def _go_on(
        self, start: str, any_fresh: bool, ahead: Sequence[Target], step: Step, anew: bool
    ) -> Output:
        """Go on to the next part of a list, unless this one brought nothing new.

        anew: also to one that an earlier crawl read, since rows have moved on.
        """
        if any_fresh:
            self._record.count("lists" if step.start else "columns")
            following = self._progress.following(start, step, ahead)
            if following is not None:
                yield from self.ask(*following, anew=anew)
            elif self._is_at_its_end(start, step, bool(ahead)):
                self._progress.tell_if_short(start)
        elif step.start:
            # What may be the second page may be the first one under the name of its number.
            again = step.asked is None and self._progress.is_second(start)
            following = self._progress.following(start, step, ()) if again else None
            if following is not None:
                yield from self.ask(*following, anew=anew)
                return
            self._record.ended(start, "the list was left at a page without any new row")
            if self._is_at_its_end(start, step, any_ahead=False):
                self._progress.tell_if_short(start, by_pages=False)

    def _is_at_its_end(self, start: str, step: Step, any_ahead: bool) -> bool:
        """Whether a list, of which nothing further is to be asked for, was walked from its first
        page on: not one that an earlier crawl or another list has walked."""
        if not step.start:
            return not any_ahead
        return self._progress.is_walked(start) and self._errands.at_hand.is_new

    def plain(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """Rows without the parameters that were seen to change nothing."""
        return tuple(
            row
            if (url := self._ledger.plain(row.url)) == row.url
            else dataclasses.replace(row, url=url)
            for row in rows
        )

    def ask(self, target: Target, step: Step, anew: bool = False) -> Output:
        """Ask for a page or for data; one on another site is told."""
        if self._ledger.is_ours(target):
            self._errands.ask(target, step, anew=anew)
        elif self._ledger.meet(target):
            reason = "the column is on another site"
            yield from self._errands.leave(address_of(target), reason, step)


def _among(rows: Sequence[Row], relevant: Sequence[Row]) -> list[Row]:
    """Those rows of one list of a page that count, of all rows of the page that do."""
    kept = set(relevant)
    return [row for row in rows if row in kept]
