"""On the way from a home page to the columns: hubs, lists of agencies, their own pages, menus."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Generator

from scrapy.http import Response

from crawler.items import Document, Skipped
from spiders.discovery.articles.documents import is_shown
from spiders.discovery.home.menu_files import branches, read_menu
from spiders.discovery.home.scattered import Scattered
from spiders.discovery.home.search import Search
from spiders.discovery.home.trees import agencies_in_trees, inside_column
from spiders.discovery.home.uncovered import Uncovered
from spiders.discovery.home.way import Step, names_column, ways_from
from spiders.discovery.lists.columns import Columns
from spiders.discovery.lists.overheard import overheard_lists
from spiders.discovery.lists.rows import Row
from spiders.discovery.pages import kinds
from spiders.discovery.pages.labels import (
    is_entrance,
    lists_neighbours,
    names_report,
    read_label,
)
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.requests.errands import Errands, Output
from spiders.discovery.sites import is_below, page_key
from spiders.families import GENERAL
from spiders.families.base import Family

DEEPEST_WAY = 5
MOST_ENTRANCES = 2
_YEAR = re.compile(r"(?:19|20)\d\d")


class Approach:
    """Reads the pages on the way of one portal. search: what is tried where they lead nowhere.
    uncovered: the agencies that are looked at last of all; scattered: lists on the way that have
    reports. empty_home: why the home page shows
    nothing, '' where it shows something."""

    def __init__(self, errands: Errands, columns: Columns) -> None:
        self.search = Search(errands)
        self.uncovered = Uncovered(errands, columns.lists.rows.titles, errands.memory.titles)
        self.scattered = Scattered(errands)
        self.empty_home = ""
        self._errands = errands
        self._ledger = errands.ledger
        self._record = errands.record
        self._columns = columns

    def take(self, response: Response, page: Page, family: Family, step: Step) -> Output:
        """A page on the way: what it shows of a column itself, and where it leads."""
        if names_column(page) or overheard_lists(response, page, family.name):
            self._record.column(page.title, page.url)
            inside = dataclasses.replace(step, role="column", trusted=True)
            yield from self._columns.enter(response, page, family, inside)
        self.search.remember_menus(page, step)
        before = self._errands.at_hand.named
        declared = yield from self._ways(page, family, step)
        leads = declared or self._errands.at_hand.named > before
        if not leads and step.role in ("hub", "directory") and self._is_unfilled(response, page):
            yield from self._errands.show(response, step)
            return
        nothing = kinds.empty_reason(page)
        if not nothing or declared or kinds.frames(page):
            return
        if kinds.needs_script(page, trusted=False) and not is_shown(response):
            yield from self._errands.show(response, step)
        elif step.role == "home":
            self.empty_home = nothing  # a sitemap may lead on
        else:
            yield from self._errands.leave(page.url, nothing, step)

    def _is_unfilled(self, response: Response, page: Page) -> bool:
        """Whether a page about disclosure that leads nowhere has its links from a script alone."""
        if is_shown(response) or not self._errands.can_show or kinds.frames(page):
            return False
        return kinds.needs_script(page, trusted=True)

    def take_menu(self, url: str, text: str, step: Step) -> Output:
        """A file that may hold the menus of a page: where they lead. The branch of a tree that is
        a column of annual reports has nothing but such columns in it."""
        menu = read_menu(step.referer, text)
        if read_label(step.label).kind == "column":
            yield from self._columns.enter_declared(inside_column(menu, step.label), step)
        else:
            yield from self._ways(menu, GENERAL, step)
        for branch, name in branches(url, text) if step.depth < DEEPEST_WAY else ():
            self._errands.ask(
                branch, dataclasses.replace(step.to("menu", name), referer=step.referer)
            )

    def _ways(
        self, page: Page, family: Family, step: Step
    ) -> Generator[Document | Skipped, None, bool]:
        """Go where a page leads; whether it declares columns beyond its links."""
        ours = self._ledger.is_ours
        ways = ways_from(page, self._ledger.frame, on_hub=step.role == "hub", is_ours=ours)
        if step.role == "agency":  # an agency's own pages, not the portal's menu again
            ways.hubs = [hub for hub in ways.hubs if page_key(hub[1].url) not in self._ledger.frame]
            ways.hubs.sort(key=lambda hub: not is_below(hub[1].url, page.url))
        own = [link for link in ways.columns if page_key(link.url) not in self._ledger.frame]
        inner = [link for link in page.links if page_key(link.url) not in self._ledger.frame]
        self._ledger.add_to_frame(link.url for link in page.links)
        if not self.scattered.remember(page, family, step) and _are_leaves(ways.columns):
            self._columns.see_leaves()
        for link in ways.columns:
            self._record.column(link.label, page.url)
            self._errands.ask(link.url, step.to("column", link.label, trusted=True))
        for link in ways.reports:
            yield from self._columns.lists.rows.take(Row(link.url, link.label), step, trusted=False)
        for link in ways.elsewhere:
            if self._ledger.meet(link.url):
                reason = "the column is on another site"
                yield from self._errands.leave(link.url, reason, step.to("column", link.label))
        if step.role == "home" and not (ways.columns or ways.hubs or ways.directories):
            self._enter(page, step)
        if step.depth < DEEPEST_WAY:
            self._go_deeper(page, ways.directories, ways.agencies, step)
            self.search.try_hubs(ways.hubs, step, own)
            if step.role == "hub" and not (ways.columns or ways.directories):
                self.search.remember_branches(inner, page, step)
            named = ways.agencies if step.role == "home" else []
            self.uncovered.keep(ways.neighbours, named, step)
        return (yield from self._columns.enter_declared(family.columns(page), step))

    def _enter(self, page: Page, step: Step) -> None:
        """Go through the entrance of a first page that holds nothing: also to `/index.html` of a
        `/` that is another page."""
        for link in [link for link in page.links if is_entrance(link.label)][:MOST_ENTRANCES]:
            if page_key(link.url) != page_key(page.url):
                self._errands.ask(link.url, step.to("hub", link.label))
            elif link.url != page.url and not step.depth:
                self._errands.go_on(link.url, dataclasses.replace(step, depth=step.depth + 1))
                return

    def _go_deeper(
        self, page: Page, directories: list[PageLink], agencies: list[PageLink], step: Step
    ) -> None:
        for link in directories:
            self._errands.ask(link.url, step.to("directory", link.label))
        if lists_neighbours(step.label):
            self.uncovered.keep((), agencies, step)
            agencies = []
        listing = step.role in ("hub", "directory")
        for link in agencies if listing else ():
            self._errands.ask(link.url, step.to("agency", link.label))
        for node in agencies_in_trees(page) if listing and not agencies else ():
            self._errands.ask(node.target, step.to("agency", node.label))
        for url in kinds.frames(page) if kinds.is_shell(page) else ():
            self._errands.ask(url, dataclasses.replace(step, depth=step.depth + 1))


def _are_leaves(columns: list[PageLink]) -> bool:
    """Whether links are columns that are the reports themselves, of several years; those of one
    year are the news of many agencies."""
    titles = (link.label for link in columns if names_report(link.label))
    return len({found[0] for title in titles if (found := _YEAR.search(title))}) > 1
