"""Agencies that a portal names and of which no list has a report: their own pages are looked at.

A pooled column often holds a part of the agencies alone; the others stand in 乡镇之窗 or among the
links of the home page's foot, each with a small site of its own. They are asked for last of all,
and only those that no title of the crawl names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import count
from urllib.parse import urlsplit

from spiders.discovery.errands import Errands
from spiders.discovery.page import PageLink, squash
from spiders.discovery.sites import page_key
from spiders.discovery.way import Step

MOST_UNCOVERED = 200
"""Agencies of a portal that are looked at so."""
_LEAST = 3  # links to agencies that make a list of them
_BODY = re.compile(r"(?:人民)?政府(?:办公室)?$|办事处$|^[县市区州旗省]")
_FILE = re.compile(r"\.(?:s?html?|jsp|aspx?|php|do)$", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default|main)\.\w{2,5}$", re.IGNORECASE)


class Uncovered:
    """The agencies of one portal without a report. titles: of all rows that were met; known:
    those of earlier crawls, asked for only where there is an agency to be looked for."""

    def __init__(self, errands: Errands, titles: set[str], known: Callable[[], str]) -> None:
        self._errands = errands
        self._titles = titles
        self._known = known
        self._directories: dict[str, tuple[PageLink, Step]] = {}
        self._agencies: dict[str, tuple[PageLink, Step]] = {}

    def keep(self, directories: Iterable[PageLink], agencies: list[PageLink], step: Step) -> None:
        """Note what a page on the way names besides what it is followed for."""
        for link in directories:
            self._directories.setdefault(page_key(link.url), (link, step))
        sites = [link for link in agencies if _is_site(link)]
        for link in sites if len(sites) >= _LEAST else ():
            self._agencies.setdefault(page_key(link.url), (link, step))

    def go_on(self) -> None:
        """Ask for the lists of agencies, and where all were read for the agencies."""
        for link, step in self._taken(self._directories):
            self._errands.ask(link.url, step.to("directory", link.label))
        if not self._errands.is_idle:
            return
        left = self._taken(self._agencies)
        if not left:
            return
        told = f"{''.join(self._titles)}{self._known()}"
        asked = count()
        for link, step in left:
            name = _BODY.sub("", _BODY.sub("", squash(link.label)))
            if len(name) > 1 and name not in told and next(asked) < MOST_UNCOVERED:
                self._errands.ask(link.url, step.to("agency", link.label))

    def _taken(self, kept: dict[str, tuple[PageLink, Step]]) -> list[tuple[PageLink, Step]]:
        taken = list(kept.values())
        kept.clear()
        return taken


def _is_site(link: PageLink) -> bool:
    """Whether a link may lead to a site of an agency and not to an article."""
    path = urlsplit(link.url).path
    return bool(_INDEX.search(path)) or not _FILE.search(path)
