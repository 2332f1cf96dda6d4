"""The Openness or Xxgk software of Anhui: annual reports have a controller of their own.

`/OpennessAnnualReport/show/{id}.html`, or by agency and year `…/year/show/341/2022.html`; lists are
`/OpennessContent/showList/{agency}/{column}/page_{N}.html`, counted from 1. Numbers are counters:
only those that a page links to are asked for.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from spiders.discovery.articles.frame import Article
from spiders.discovery.lists.counts import all_pages
from spiders.discovery.lists.listings import Column
from spiders.discovery.lists.paging import MOST_PAGES, numbered_pages
from spiders.discovery.lists.rows import Row
from spiders.discovery.pages.page import Page
from spiders.families.base import Family

_ABOVE = ("政府信息公开年报",)
_ANNUAL = re.compile(r"/(?:xxgk|openness)AnnualReports?(?:/|$)", re.IGNORECASE)
_LIST_PAGE = re.compile(r"/showList/(?:\w{1,24}/){1,3}page_(\d{1,5})\.html$")
_COUNT = re.compile(r"共(\d{1,5})页|第?\d{1,5}/(\d{1,5})页")


class AnhuiOpenness(Family):
    """Openness with its annual reports by agency and year."""

    name: ClassVar[str] = "Anhui Openness"
    rank: ClassVar[int] = 21
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"/(?:Xxgk|Openness|openness)AnnualReport/(?:(?:year/)?show/|\?branch_id=)"),
        re.compile(r"/(?:Xxgk|Openness)Content/show(?:List)?/\d{1,12}"),
        re.compile(r"/openness(?:Content|Guide)/\?branch_id=[0-9a-f]{24}"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(
        r"/(?:Xxgk|Openness)AnnualReport/(?:year/)?show/\d{1,12}(?:/\d{4})?\.html$"
        r"|/(?:(?:Xxgk|Openness)Content|News)/show/\d{1,12}\.html$"
        r"|/openness/detail/content/\w{1,24}\.html$"
    )
    article_bodies: ClassVar[tuple[str, ...]] = (".g-detailbox", ".newscontnet .text")

    def article(self, page: Page) -> Article | None:
        """The page of an agency's report is an article that leads on to other years."""
        article = super().article(page)
        if article is None or not _is_annual(page.url):
            return article
        return dataclasses.replace(article, declared=False)

    def rows(self, page: Page) -> list[Row]:
        """A report's own page lists other reports, which are its columns; older versions have a
        list of articles in its place."""
        rows = super().rows(page)
        return [row for row in rows if not _is_annual(row.url)] if _is_annual(page.url) else rows

    def columns(self, page: Page) -> Sequence[Column]:
        """What the page links to of the controller of annual reports."""
        return [Column(link.label, link.url, _ABOVE) for link in page.links if _is_annual(link.url)]

    def pages(self, page: Page) -> list[str]:
        """Page 2 is `page_2.html`; the pager tells their number, or links to the last one."""
        current = _LIST_PAGE.search(urlsplit(page.url).path)
        if current is None:
            return all_pages(page)
        at, last = int(current[1]), _declared_pages(page)
        last = min(last, at + MOST_PAGES)
        return numbered_pages(page, [f"page_{number}.html" for number in range(at + 1, last + 1)])


def _is_annual(url: str) -> bool:
    return _ANNUAL.search(urlsplit(url).path) is not None


def _declared_pages(page: Page) -> int:
    """How many pages the list has: as its pager says, or as far as it links."""
    said = _COUNT.search("".join(page.visible_text.split()))
    if said:
        return int(said[1] or said[2])
    folder = urlsplit(page.url).path.rpartition("/")[0]
    paths = (urlsplit(link.url).path for link in page.links)
    linked = [_LIST_PAGE.search(path) for path in paths if path.rpartition("/")[0] == folder]
    return max((int(found[1]) for found in linked if found), default=0)
