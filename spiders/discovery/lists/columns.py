"""Inside a column of annual reports: its lists, its divisions, its articles and their files."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Generator, Sequence
from itertools import islice

from scrapy.http import Response

from crawler.items import Document, Skipped
from parsers.interpretation.genre import judge_title
from spiders.discovery.articles.documents import is_shown
from spiders.discovery.articles.filled import likely_filling
from spiders.discovery.articles.frame import Article, body_of, says_it_is
from spiders.discovery.articles.taking import Articles
from spiders.discovery.home.trees import agency_columns
from spiders.discovery.home.way import (
    DEEPEST_COLUMN,
    MOST_COLUMNS,
    Step,
    divisions,
    is_own_division,
    named_columns,
    names_column,
    ways_from,
)
from spiders.discovery.lists.counts import guessed_pages
from spiders.discovery.lists.declared import declared_pages, declared_rows
from spiders.discovery.lists.listings import MOST_ROWS, Answer, Column, Listing, Target, address_of
from spiders.discovery.lists.mute_pagers import sign_of_more
from spiders.discovery.lists.nodes import node_requests
from spiders.discovery.lists.overheard import beside, overheard_lists
from spiders.discovery.lists.row_taking import Rows
from spiders.discovery.lists.rows import Row, bare_rows, relevant_rows
from spiders.discovery.lists.scripted import SCRIPT_LIST, plain_requests
from spiders.discovery.lists.walking import Lists
from spiders.discovery.pages import kinds
from spiders.discovery.pages.labels import read_link
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.requests.errands import Errands, Output
from spiders.discovery.sites import page_key
from spiders.families import families
from spiders.families.base import Family
from spiders.families.script_list import ScriptList

MOST_THROUGH = 2
"""Rows, one below the other, that lead to a further list instead of an article."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_SCRIPT_LIST = ScriptList()
LONG_PROSE = 800
"""Characters of running text from which on an article is taken for the report itself."""


class Columns:
    """Walks the columns of one portal."""

    def __init__(self, errands: Errands, articles: Articles, since: str = "") -> None:
        self._errands = errands
        self._articles = articles
        self._ledger = errands.ledger
        self._record = errands.record
        self._lists = Lists(errands.ledger, errands.record)
        self.rows = Rows(errands, articles, since)

    def enter(self, response: Response, page: Page, family: Family, step: Step) -> Output:
        """A page that is a list, an article, or both: the page decides, not the link to it."""
        article = family.article(page)
        if article is not None and article.says_nothing and step.role == "column":
            article = article if not _names_agencies(page, family) else None
        if article is None or not (article.has_text or article.attachments):
            unseen = yield from self._articles.take_unseen(response, page, step, family)
            if unseen:
                return
        if article is not None and article.declared:
            yield from self._articles.take(response, page, article, step, family.article_bodies)
            return
        if self._is_filled(response, page, article, step):
            return
        trusted = step.trusted or names_column(page)
        heard = overheard_lists(response, page, SCRIPT_LIST)
        own = Listing(self._plain(beside(family.rows(page), heard)))
        lists = _told_apart([own, *_lists_of(page, family, own.rows), *heard])
        rows = relevant_rows(
            [row for listing in lists for row in listing.rows],
            page.url,
            self._ledger.frame,
            # Beside an article stand at the most the other reports, not a list of whatever.
            trusted and (article is None or not article.is_more_than(LONG_PROSE)),
        )
        if article is not None and len(rows) > 1 and not article.is_more_than(LONG_PROSE):
            article = None  # a list with some words above it
        if article is not None:
            yield from self._articles.take(response, page, article, step, family.article_bodies)
            self._ledger.see_view(page.url, ())  # what it lists beside its text says nothing
            if step.role == "row" and article.has_text:
                return
        if step.role == "row" and rows:
            if step.through >= MOST_THROUGH:
                reason = f"a list of lists, {MOST_THROUGH} rows below the column: it was left"
                yield from self._errands.leave(page.url, reason, step)
                return
            step = dataclasses.replace(step, through=step.through + 1)
        leads_on = any(not self._ledger.knows(row.url) for row in rows)
        counted = trusted and len(lists) == 1
        found = yield from self._walk_list(
            page, family, lists[0].rows, rows, step, trusted, counted
        )
        for number, listing in enumerate(lists[1:], start=1):
            found |= yield from self._walk_data(page, number, listing, rows, step, trusted)
        found |= yield from self.enter_declared(family.columns(page), step)
        if article is None and not found and trusted:
            found = yield from self.enter_declared(agency_columns(page), step)
        if article is None and not found and trusted:
            found = yield from self._take_bare(page, step)
        if trusted:
            yield from self._tell_refused(page, step)
        is_report = step.role == "row" and judge_title(step.label).kind == "report"
        if article is None and not found:
            yield from self._look_further(response, page, family, step, is_report)
        elif article is None and is_report and not leads_on and says_it_is(page, step.label):
            reason = "the page of the report shows no text of it, only links to others"
            yield from self._errands.leave(page.url, reason, step, without_text=True)

    def _is_filled(
        self, response: Response, page: Page, article: Article | None, step: Step
    ) -> bool:
        """Whether the page that a report's row led to is a shell, and what fills it by its script
        is asked for."""
        if step.role != "row" or is_shown(response) or judge_title(step.label).kind != "report":
            return False
        if article is not None and (article.has_text or article.attachments or article.pictures):
            return False
        requests = plain_requests(page, SCRIPT_LIST)
        asked = ((r.url, r.headers) for r in requests if r.method == "GET" and not r.body)
        filling = likely_filling(page.url, asked)
        return filling is not None and self._errands.fill(filling)

    def enter_declared(
        self, columns: Sequence[Column], step: Step
    ) -> Generator[Document | Skipped, None, bool]:
        """Ask for the columns of annual reports among those that a family declares."""
        named = named_columns(columns) if step.depth < DEEPEST_COLUMN else []
        if len(named) > MOST_COLUMNS:
            reason = f"only the first {MOST_COLUMNS} of {len(named)} columns were asked for"
            self._record.capped(self._ledger.home, reason)
            del named[MOST_COLUMNS:]
        for column in named:
            inside = step.to("column", column.label, trusted=True)
            inside = dataclasses.replace(inside, trail=(*inside.trail, *column.above)[-8:])
            self._record.column(column.label, address_of(column.target))
            yield from self._ask(column.target, inside)
        return bool(named)

    def see_leaves(self) -> None:
        """The way itself shows the reports of several years, each as a column of its own."""
        self._articles.column_found = True

    def take_list(self, family: Family, answer: Answer, step: Step) -> Output:
        """The answer to a request for data: the rows of a list and its further parts, or the nodes
        of a tree with a list for each."""
        nodes = node_requests(answer) if step.depth < DEEPEST_COLUMN else []
        for label, request in nodes:
            yield from self._ask(request, step.to("column", label, trusted=True))
        if nodes:
            return
        listing = family.read_list(answer)
        asked = answer.request
        if listing is None:
            reason = f"no list as {family.name} answers: {' '.join(answer.text[:80].split())!r}"
            yield from self._errands.leave(asked.url, reason, step, failed=True)
            self.pass_over(step)
            return
        start = step.start or asked.key
        fresh = self._lists.fresh(start, listing.rows)
        keys = [page_key(row.url) for row in listing.rows]
        repeats = not fresh or self._errands.memory.lists_again(asked.key, start, keys)
        if repeats and not listing.goes_on and asked.fallback is not None:
            later = dataclasses.replace(step, start=start, remaining=())
            yield from self._ask(asked.fallback, later)
            return
        # A list that a script asks for from its second part on: the page itself has the first.
        shown = 0 if step.start else (asked.number - 1) * (asked.size or len(listing.rows))
        self._lists.see(start, shown + len(fresh), 0, listing.total)
        before = self.rows.news
        for row in fresh:
            yield from self.rows.take(row, step, step.trusted, start)
        any_fresh = bool(fresh) or listing.goes_on
        yield from self._go_on(start, any_fresh, listing.following, step, self.rows.news > before)

    def pass_over(self, step: Step) -> None:
        """Go on with a list after one of its pages could not be read."""
        following = self._lists.after_failure(step)
        if following is not None:
            self._errands.ask(*following, anew=True)
        elif step.start:
            self._lists.doubt(step.start)

    def end(self) -> None:
        """Nothing more comes: tell what is short."""
        self._lists.tell_doubted()

    def _walk_list(
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
        fresh = self._lists.fresh(start, kept)
        shown = (page_key(row.url) for row in kept)
        self._ledger.see_view(page.url, (key for key in shown if key not in self._ledger.frame))
        if kept:
            any_new = any(not self._ledger.knows(row.url) for row in kept)
            years = (found[0] for row in kept if (found := _YEAR.search(f"{row.title} {row.date}")))
            self._errands.see_rows(page.url, years, any_new)
        elif _YEAR.fullmatch(step.label.removesuffix("年")):
            self._errands.see_rows(page.url, (), False)  # of an agency it would say nothing
        ahead = family.pages(page)
        if kept and counted:
            ahead = ahead or ([] if step.start else guessed_pages(page))
            blocks = {row.block for row in kept}
            listed = sum(row.block in blocks for row in own)
            self._lists.see(start, listed, declared_pages(page), declared_rows(page))
            self._lists.goes_on(start, "" if ahead else sign_of_more(page, len(own)))
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

    def _walk_data(
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
        start = f"{page_key(page.url)} list {number}"
        fresh = self._lists.fresh(start, kept)
        self._lists.see(start, len(listing.rows), 0, listing.total)
        before = self.rows.news
        for row in fresh:
            yield from self.rows.take(row, step, trusted, start)
        asking = dataclasses.replace(step, trusted=True, start="", remaining=(), failures=0)
        following = self._lists.following(start, asking, listing.following)
        if fresh:
            self._record.count("columns")
        if following is not None:
            target, later = following
            later = later if kept else dataclasses.replace(later, start="")
            yield from self._ask(target, later, anew=self.rows.news > before)
        elif fresh and self._errands.is_at_new:
            self._lists.tell_if_short(start)
        return bool(fresh) or following is not None

    def _go_on(
        self, start: str, any_fresh: bool, ahead: Sequence[Target], step: Step, anew: bool
    ) -> Output:
        """Go on to the next part of a list, unless this one brought nothing new.

        anew: also to one that an earlier crawl read, since rows have moved on.
        """
        if any_fresh:
            self._record.count("lists" if step.start else "columns")
            following = self._lists.following(start, step, ahead)
            if following is not None:
                yield from self._ask(*following, anew=anew)
            elif self._is_at_its_end(start, step, bool(ahead)):
                self._lists.tell_if_short(start)
        elif step.start:
            # What may be the second page may be the first one under the name of its number.
            again = step.asked is None and self._lists.is_second(start)
            following = self._lists.following(start, step, ()) if again else None
            if following is not None:
                yield from self._ask(*following, anew=anew)
                return
            self._record.ended(start, "the list was left at a page without any new row")
            if self._is_at_its_end(start, step, any_ahead=False):
                self._lists.tell_if_short(start, by_pages=False)

    def _is_at_its_end(self, start: str, step: Step, any_ahead: bool) -> bool:
        """Whether a list, of which nothing further is to be asked for, was walked from its first
        page on: not one that an earlier crawl or another list has walked."""
        if not step.start:
            return not any_ahead
        return self._lists.is_walked(start) and self._errands.is_at_new

    def _plain(self, rows: Sequence[Row]) -> tuple[Row, ...]:
        """Rows without the parameters that were seen to change nothing."""
        return tuple(
            row
            if (url := self._ledger.plain(row.url)) == row.url
            else dataclasses.replace(row, url=url)
            for row in rows
        )

    def _take_bare(self, page: Page, step: Step) -> Generator[Document | Skipped, None, bool]:
        """The rows of a column that gives neither dates nor titles; whether there are any."""
        rows = self._plain(bare_rows(page, self._ledger.frame))
        for row in rows:
            yield from self.rows.take(row, step, trusted=True, listed=page_key(page.url))
        if rows:
            self._record.count("columns")
        return bool(rows)

    def _tell_refused(self, page: Page, step: Step) -> Output:
        """The entries of a column whose links no crawler follows."""
        for refused in page.refused_links:
            if judge_title(refused.label).kind == "report":
                yield from self._errands.leave(refused.href, refused.reason, step, refused.label)

    def _ask(self, target: Target, step: Step, anew: bool = False) -> Output:
        """Ask for a page or for data; one on another site is told."""
        if self._ledger.is_ours(target):
            self._errands.ask(target, step, anew=anew)
        elif self._ledger.meet(target):
            reason = "the column is on another site"
            yield from self._errands.leave(address_of(target), reason, step)

    def _look_further(
        self, response: Response, page: Page, family: Family, step: Step, is_report: bool
    ) -> Output:
        """A page that shows nothing of its own: its frames may, or what its scripts plainly ask
        for beside what their software is known for, or it may in a browser."""
        if kinds.frames(page):
            self._articles.look_into_frames(page, step)
            return
        asked = False
        # What a row leads to is an article first of all, and only a browser shows it.
        as_list = step.trusted and not (step.role == "row" and self._errands.can_show)
        for number, listing in enumerate(_SCRIPT_LIST.lists(page) if as_list else (), start=1):
            asked |= yield from self._walk_data(page, number, listing, (), step, trusted=True)
        if asked:
            return
        needs = kinds.needs_script(page, step.trusted)
        if not needs and step.trusted and type(family) is Family and self._errands.can_show:
            needs = kinds.may_need_script(page)  # of unknown software, where it costs little
        if needs and not is_shown(response):
            yield from self._errands.show(response, step)
            return
        reason = kinds.empty_reason(page) or "neither a report nor a list of reports"
        lost = is_report and not kinds.says_nothing_here(page)
        yield from self._errands.leave(page.url, reason, step, without_text=lost)


def _lists_of(page: Page, family: Family, own: Sequence[Row]) -> Sequence[Listing]:
    """The lists that a page's software brings; where it brings none and the page shows none, those
    of other software that the page shows signs of."""
    lists = family.lists(page)
    if lists or own:
        return lists
    others = (other for other in families() if other is not family and other.recognise(page))
    return next((found for other in others if (found := other.lists(page))), ())


def _names_agencies(page: Page, family: Family) -> bool:
    """Whether the body of an article holds links to agencies alone: a list of a column's parts."""
    body = body_of(page, family.article_bodies)
    if body is None:
        return False
    inside = set(islice(body.iter(), MOST_ROWS))
    links = [link for link in page.links if link.element in inside]
    return bool(links) and all(read_link(link).kind in ("agency", "group") for link in links)


def _told_apart(lists: list[Listing]) -> list[Listing]:
    """The lists of a page, the rows of each data list marked as a block of its own."""
    apart = [lists[0]]
    for number, listing in enumerate(lists[1:], start=1):
        rows = tuple(dataclasses.replace(row, block=-number) for row in listing.rows)
        apart.append(dataclasses.replace(listing, rows=rows))
    return apart


def _among(rows: Sequence[Row], relevant: Sequence[Row]) -> list[Row]:
    """Those rows of one list of a page that count, of all rows of the page that do."""
    kept = set(relevant)
    return [row for row in rows if row in kept]
