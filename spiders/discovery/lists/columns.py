"""Inside a column of annual reports: whether a page of it is a list, an article, or both."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Generator, Sequence
from itertools import islice

from scrapy.http import Response

from crawler.items import Document, Skipped
from parsers.interpretation.genre import judge_title
from spiders.discovery.articles.documents import answer_of, as_shown, document, is_shown
from spiders.discovery.articles.filled import likely_filling, whole_article
from spiders.discovery.articles.frame import Article, body_of, says_it_is
from spiders.discovery.articles.taking import Articles
from spiders.discovery.home.trees import agency_columns
from spiders.discovery.home.way import (
    DEEPEST_COLUMN,
    MOST_COLUMNS,
    Step,
    named_columns,
    names_column,
)
from spiders.discovery.lists.list_walk import ListWalk
from spiders.discovery.lists.listings import MOST_ROWS, Column, Listing, address_of
from spiders.discovery.lists.overheard import beside, overheard_lists
from spiders.discovery.lists.rows import Row, find_rows, is_titled, relevant_rows
from spiders.discovery.lists.scripted import SCRIPT_LIST, plain_requests
from spiders.discovery.pages import kinds
from spiders.discovery.pages.labels import read_link
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.pages.text import squash
from spiders.discovery.requests.errands import Errands, Output
from spiders.families import GENERAL, families
from spiders.families.base import Family
from spiders.families.script_list import ScriptList

MOST_THROUGH = 2
"""Rows, one below the other, that lead to a further list instead of an article."""
MOST_UNDIVIDED = 2
"""Lists of a page, its own and one that a script fills, that are not one for each year."""
_SCRIPT_LIST = ScriptList()
MOST_BESIDE = 3
"""Rows beside a short report: the ones before and after it."""
DEEPEST_CHAIN = 30
"""Rows, one leading to the other, from the home page on."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_TAGS = ("<p", "<h", "<d", "<t", "<a", "<s", "<!")
LONG_PROSE = 800
"""Characters of running text from which on an article is taken for the report itself."""


class Columns:
    """Walks the columns of one portal. `lists`: those in them."""

    def __init__(self, errands: Errands, articles: Articles, since: str = "") -> None:
        self._errands = errands
        self._articles = articles
        self._ledger = errands.ledger
        self._record = errands.record
        self.lists = ListWalk(errands, articles, since)

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
        own = Listing(self.lists.plain(beside(family.rows(page), heard)))
        lists = _told_apart([own, *_lists_of(page, family, own.rows), *heard])
        rows = relevant_rows(
            [row for listing in lists for row in listing.rows],
            page.url,
            self._ledger.frame,
            # Beside an article stand at the most the other reports, not a list of whatever.
            trusted and (article is None or not article.is_more_than(LONG_PROSE)),
        )
        if article is not None and _is_list(article, rows, page, step):
            article = None  # a list with some words above it
        if article is not None:
            yield from self._articles.take(response, page, article, step, family.article_bodies)
            self._ledger.views.see(page.url, ())  # what it lists beside its text says nothing
            if step.role == "row" and article.has_text:
                yield from self._of_other_years(rows, article, step)
                return
        if step.role == "row" and rows:
            if step.through >= MOST_THROUGH:
                reason = f"a list of lists, {MOST_THROUGH} rows below the column: it was left"
                yield from self._errands.leave(page.url, reason, step)
                return
            step = dataclasses.replace(step, through=step.through + 1)
        leads_on = any(
            not self._ledger.knows(row.url) or self._errands.at_hand.led_on(row.url, page.url)
            for row in rows
        )
        counted = trusted and len(lists) == 1
        found = yield from self.lists.walk(
            page, family, lists[0].rows, rows, step, trusted, counted
        )
        for number, listing in enumerate(lists[1:], start=1):
            found |= yield from self.lists.walk_data(page, number, listing, rows, step, trusted)
        declared = yield from self.enter_declared(family.columns(page), step)
        found |= declared
        if trusted and not (step.start or declared) and len(lists) <= MOST_UNDIVIDED:
            self.lists.offered.see_page(page)
        if article is None and not found and trusted:
            found = yield from self.enter_declared(agency_columns(page), step)
        if article is None and not found and trusted:
            found = yield from self.lists.take_bare(page, step)
            if found:  # a frame shows the list as likely as these are one
                self._articles.look_into_frames(page, step)
        if trusted:
            yield from self._tell_refused(page, step)
        is_report = step.role == "row" and judge_title(step.label).kind == "report"
        if article is None and not found:
            yield from self._look_further(response, page, family, step, is_report)
        elif article is None and is_report and not leads_on and says_it_is(page, step.label):
            reason = "the page of the report shows no text of it, only links to others"
            yield from self._errands.leave(page.url, reason, step, without_text=True)

    def _of_other_years(self, rows: Sequence[Row], article: Article, step: Step) -> Output:
        """The reports of the same agency that an article leads to, since some columns list the
        newest alone; all those beside one that may be a list with some words above it."""
        own = article.title if is_titled(article.title) else step.label
        doubted = len(rows) > 1 and not article.is_more_than(LONG_PROSE)
        for row in rows if step.trusted and step.depth < DEEPEST_CHAIN else ():
            of_another = is_titled(row.title) and squash(row.title) != squash(own)
            same = _YEAR.sub("", squash(row.title)) == _YEAR.sub("", squash(own))
            if of_another and (same or doubted):
                yield from self.lists.rows.take(row, step, trusted=True, listed=step.listed)

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

    def take_content(
        self, response: Response, text: str, step: Step
    ) -> Generator[Document | Skipped, None, bool]:
        """An answer to a script that is no list but a report itself, which a tree or a tab shows
        beside it; whether it is one."""
        markup = text if text.lstrip("\ufeff \t\r\n")[:2] in _TAGS else whole_article(text)
        if step.start or not markup:
            return False
        shown = as_shown(response, response.url, markup)
        page = read_page(response.url, shown.body, "utf-8")
        article = GENERAL.article(page)
        if article is None or not (article.has_text and article.has_forms):
            return False
        if any(judge_title(row.title).kind == "report" for row in find_rows(page)):
            return False
        for item in self._articles.take(shown, page, article, step, ()):
            if isinstance(item, Document):
                item.made_from = (answer_of(document(response, item.hints)),)
            yield item
        return True

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
            yield from self.lists.ask(column.target, inside)
        return bool(named)

    def see_leaves(self) -> None:
        """The way itself shows the reports of several years, each as a column of its own."""
        self._articles.column_found = True

    def _tell_refused(self, page: Page, step: Step) -> Output:
        """The entries of a column whose links no crawler follows."""
        for refused in page.refused_links:
            if judge_title(refused.label).kind == "report":
                yield from self._errands.leave(refused.href, refused.reason, step, refused.label)

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
            asked |= yield from self.lists.walk_data(page, number, listing, (), step, trusted=True)
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


def _is_list(article: Article, rows: Sequence[Row], page: Page, step: Step) -> bool:
    """Whether a page with some text is rather the list of its rows: not the report that its own
    row and heading name, with links to the ones before and after it."""
    if len(rows) < 2 or article.is_more_than(LONG_PROSE):
        return False
    named = step.role == "row" and is_titled(step.label) and says_it_is(page, step.label)
    return not (named and article.has_text and len(rows) <= MOST_BESIDE)


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
