"""What a family of portal software is; its defaults serve portals of no known family."""

from __future__ import annotations

import re
from typing import ClassVar

from spiders.discovery.articles import Article, read_article
from spiders.discovery.page import Page
from spiders.discovery.paging import linked_pages
from spiders.discovery.rows import Row, find_rows

_LOOKED_AT = 500_000
"""Characters of the markup in which markers are looked for."""


class Family:
    """One family of portal software. Subclasses override what their software does otherwise.

    name: the software's name, as it stands in the run's record.
    rank: families with a smaller rank are asked first (markers that others share come late).
    markers: patterns of the markup that prove the family, surest first.
    article_address: form of the paths of articles. article_bodies: CSS selectors of the body.
    """

    name: ClassVar[str] = "general"
    rank: ClassVar[int] = 50
    markers: ClassVar[tuple[re.Pattern[str], ...]] = ()
    article_address: ClassVar[re.Pattern[str] | None] = None
    article_bodies: ClassVar[tuple[str, ...]] = ()

    def recognise(self, page: Page) -> str | None:
        """The literal on the page that proves the family, or None."""
        for marker in self.markers:
            found = marker.search(page.text, 0, _LOOKED_AT)
            if found:
                return " ".join(found[0].split())
        return None

    def prepare(self, page: Page) -> Page:
        """The page with what the software does to its addresses undone."""
        return page

    def rows(self, page: Page) -> list[Row]:
        """The entries of the lists on the page."""
        return find_rows(page)

    def pages(self, page: Page) -> list[str]:
        """The pages of this list that come after this one, in order, at most 300."""
        return linked_pages(page)

    def article(self, page: Page) -> Article | None:
        """The page as an article, or None where it is none."""
        return read_article(page, self.article_bodies, self.article_address)
