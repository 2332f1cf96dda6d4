"""Agencies that a portal names and of which no list has a report: their own pages are looked at.

A pooled column often holds a part of the agencies alone; the others stand in 乡镇之窗 or among the
links of the home page's foot, each with a small site of its own. They are asked for last of all,
only those that no title of the crawl names, and of each list the first few before the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from urllib.parse import urlsplit

from spiders.discovery.home.way import Step
from spiders.discovery.pages.page import PageLink
from spiders.discovery.pages.text import squash
from spiders.discovery.requests.errands import Errands
from spiders.discovery.sites import page_key

MOST_UNCOVERED = 200
"""Agencies of a portal that are looked at so."""
MOST_TRIED = 4
"""Agencies of one list that are looked at before one of them had a report."""
_LEAST = 3  # links to agencies that make a list of them
_BODY = re.compile(r"(?:人民)?政府(?:办公室)?$|办事处$|^[县市区州旗省]")
_Named = tuple[PageLink, Step]
_FILE = re.compile(r"\.(?:s?html?|jsp|aspx?|php|do)$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default|main)\.\w{2,5}$", re.IGNORECASE)


class Uncovered:
    """The agencies of one portal without a report. titles: of all rows that were met; known:
    those of earlier crawls, asked for only where there is an agency to be looked for."""

    def __init__(self, errands: Errands, titles: list[str], known: Callable[[], str]) -> None:
        self._errands = errands
        self._titles = titles
        self._known = cache(known)
        self._directories: dict[str, tuple[PageLink, Step]] = {}
        self._waiting: list[list[_Named]] = []
        self._rest: list[_Named] = []
        self._titles_before = 0
        self._asked = 0

    def keep(self, directories: Iterable[PageLink], agencies: list[PageLink], step: Step) -> None:
        """Note what a page on the way names besides what it is followed for."""
        for link in directories:
            self._directories.setdefault(page_key(link.url), (link, step))
        sites = {page_key(link.url): (link, step) for link in agencies if _is_site(link)}
        if len(sites) >= _LEAST:
            self._waiting.append(list(sites.values()))

    def go_on(self) -> None:
        """Ask for the lists of agencies; where all were read for the first agencies of the next
        list, and where one of these had a report for the others."""
        directories = list(self._directories.values())
        self._directories.clear()
        for link, step in directories:
            self._errands.ask(link.url, step.to("directory", link.label))
        while self._errands.is_idle and (self._rest or self._waiting):
            if self._rest and len(self._titles) > self._titles_before:
                self._ask(self._rest)
            self._rest = []
            if self._errands.is_idle and self._waiting:
                left = self._uncovered(self._waiting.pop(0))
                self._titles_before = len(self._titles)
                self._ask(left[:MOST_TRIED])
                self._rest = left[MOST_TRIED:]

    def _uncovered(self, named: list[_Named]) -> list[_Named]:
        told = f"{''.join(self._titles)}{self._known()}"
        names = (_BODY.sub("", _BODY.sub("", squash(link.label))) for link, _ in named)
        return [
            entry
            for entry, name in zip(named, names, strict=True)
            if len(name) > 1 and name not in told
        ]

    def _ask(self, named: list[_Named]) -> None:
        for link, step in named:
            if self._asked < MOST_UNCOVERED:
                self._asked += self._errands.ask(link.url, step.to("agency", link.label))


def _is_site(link: PageLink) -> bool:
    """Whether a link may lead to a site of an agency and not to an article."""
    path = urlsplit(link.url).path
    return bool(_INDEX.search(path)) or not _FILE.search(path)
