"""Ways to the columns that are tried as long as none is found: further hubs, the files that hold
menus, sitemaps, then whatever a hub has below it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from itertools import islice
from urllib.parse import urljoin

from scrapy.http import Response

from spiders.discovery.home.menu_files import MOST_MENUS, menu_sources
from spiders.discovery.home.sitemaps import MOST_SITEMAPS, read_sitemap
from spiders.discovery.home.way import MAPS, Step
from spiders.discovery.pages.labels import leads_around, read_label
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.pages.text import squash
from spiders.discovery.requests.errands import Errands
from spiders.discovery.sites import clean_url, is_below, page_key

MOST_HUBS = 12
MOST_BRANCHES = 12
MOST_INSTEAD = 2
_LONGEST_BRANCH = 12  # characters of its name
_MOST_MENUS_KEPT = 20
HOME_HUBS = 3  # asked from the home page whatever it has


class Search:
    """The hubs, menus and sitemaps of one portal that were not yet asked for."""

    def __init__(self, errands: Errands) -> None:
        self._errands = errands
        self._backlog: list[tuple[int, str, Step]] = []
        self._hubs_tried = 0
        self._instead: dict[str, list[tuple[str, Step]]] = {}
        self._menus: list[tuple[str, Step]] = []
        self._menus_tried = 0
        self._branches: list[tuple[str, Step]] = []
        self._branches_tried = 0
        self._sitemaps: list[str] = []
        self._sitemaps_tried = 0

    def try_hubs(
        self, hubs: list[tuple[int, PageLink]], step: Step, columns: Sequence[PageLink]
    ) -> None:
        """Ask the best hub now; keep the others for when no column is found anywhere.

        columns: those that the page has of its own, which make a hub needless. From the home page
        the best hubs are asked even beside a column, since the agencies' own columns start there:
        政府信息公开 here, 政务公开 there.
        """
        fresh = [(score, link) for score, link in hubs if not self._errands.ledger.knows(link.url)]
        most = HOME_HUBS if step.role == "home" else int(not columns)
        most = min(most, sum(score > MAPS for score, _ in fresh))  # a map where nothing else leads
        if fresh and len(columns) == 1 and step.role != "home":
            later = [(link.url, step.to("hub", link.label)) for _, link in fresh[:MOST_INSTEAD]]
            self._instead[page_key(columns[0].url)] = later
        now = fresh[:most]
        for _, link in now:
            self._errands.ask(link.url, step.to("hub", link.label))
        for score, link in fresh[len(now) : MOST_HUBS]:
            self._backlog.append((score - 10 * step.depth, link.url, step.to("hub", link.label)))

    def instead_of(self, column: str) -> None:
        """A column was not to be had: ask the hubs of the page that had it as its only one."""
        for url, step in self._instead.pop(page_key(column), ()):
            self._errands.ask(url, step)

    def remember_menus(self, page: Page, step: Step) -> None:
        """Keep the files that may hold the menus of a page, for when no column is found."""
        for url in menu_sources(page) if len(self._menus) < _MOST_MENUS_KEPT else ():
            told = dataclasses.replace(step.to("menu", ""), referer=page.url)
            self._menus.append((url, told))

    def remember_branches(self, links: Iterable[PageLink], page: Page, step: Step) -> None:
        """Keep the parts of a hub, whatever they are called (基础信息 below 法定主动公开内容), for
        when no column is found."""
        for link in links:
            named = 0 < len(squash(link.text)) <= _LONGEST_BRANCH and not leads_around(link.text)
            named = named and read_label(link.text).kind == "none"
            if named and is_below(link.url, page.url) and page_key(link.url) != page_key(page.url):
                self._branches.append((link.url, step.to("hub", link.label)))

    def remember_sitemaps(self, named: Iterable[str], robots: str) -> None:
        """Keep the sitemaps that a robots.txt names, for when no column is found."""
        found = (clean_url(address, robots) for address in islice(named, MOST_SITEMAPS))
        self._sitemaps += [url for url in found if url is not None]

    def read(self, response: Response, step: Step) -> None:
        """A sitemap: ask for the columns in it, and keep the sitemaps that it names."""
        columns, sitemaps = read_sitemap(response.url, response.body)
        self._sitemaps += sitemaps
        for url in columns:
            self._errands.ask(url, step.to("column", "", trusted=True))

    def go_on(self) -> None:
        """Ask for the next best hub, or where none is left for a menu, a sitemap, a branch."""
        while self._backlog and self._hubs_tried < MOST_HUBS:
            best = max(self._backlog, key=lambda entry: entry[0])
            self._backlog.remove(best)
            self._errands.ask(best[1], best[2])
            if not self._errands.is_idle:
                self._hubs_tried += 1
                return
        while self._menus and self._menus_tried < MOST_MENUS:
            self._errands.ask(*self._menus.pop(0))
            if not self._errands.is_idle:
                self._menus_tried += 1
                return
        while self._sitemaps_tried < MOST_SITEMAPS:
            guess = urljoin(self._errands.ledger.home, "/sitemap.xml")
            address = self._sitemaps.pop(0) if self._sitemaps else guess
            self._sitemaps_tried += 1
            self._errands.ask(address, Step("sitemap"))
            if not self._errands.is_idle:
                return
        while self._branches and self._branches_tried < MOST_BRANCHES:
            self._errands.ask(*self._branches.pop(0))
            if not self._errands.is_idle:
                self._branches_tried += 1
                return
