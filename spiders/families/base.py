"""What a family of portal software is; its defaults serve portals of no known family.

A family is one module of this package with one subclass of `Family`; nothing else has to know
of it. It overrides only what its software does otherwise, and never makes a request itself: it
reads pages and answers, and says what to ask for next. Who asks, how often, in which order and
when to stop is decided in `spiders.discovery`, alike for every family.

What is called, in this order:

1. `recognise(page)`: is a literal of the software in the markup? An address alone proves
   nothing: clones and redirects carry addresses of other software.
2. `prepare(page)`: undo what would mislead a reader of the markup (links relative to a
   folder), or put an article that the page keeps in a script where it belongs (`with_body`).
3. `article(page)`: is the page an article? Usually told by `article_address` and
   `article_bodies` alone.
4. `columns(page)`: columns that the page declares beyond its links (a tree in a script, agencies
   by their codes). All of them may be given, the labels are judged elsewhere.
5. `rows(page)`, `pages(page)`: the list in the page's own markup, and the addresses of its
   further pages.
6. `lists(page)`: lists that a script fills. Each is a `Listing`: the rows that the page holds
   already, and the `DataRequest`s for the parts that follow, in order, as far as the page tells
   how many there are.
7. `read_list(answer)`: the rows in the answer to such a request, and the requests for the parts
   after it. None where the answer is no list at all: that is recorded as a failure, while an
   empty `Listing` is a list with nothing in it.

Rules. Requests are those that the page's own script makes: same address, same method, same
parameters, taken from the page; `X-Requested-With` only where the script sends it (the Referer
is added by itself). Ids are never enumerated: only what a page declares is asked for. Every part
is counted from a declared total, at most 300 of them. A `fallback` is for versions of one
software that count differently: it is asked where an answer brings nothing new. Pages and
answers are hostile: read them with the helpers of `spiders.discovery.pages.data`, which never
raise, and keep regular expressions bounded (`{0,99}` instead of `*`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from spiders.discovery.articles.frame import Article, read_article
from spiders.discovery.home.trees import tree_columns
from spiders.discovery.lists.counts import all_pages
from spiders.discovery.lists.listings import Answer, Column, Listing
from spiders.discovery.lists.offered import offered_lists
from spiders.discovery.lists.posted import posted_list, read_posted
from spiders.discovery.lists.rows import Row, find_rows
from spiders.discovery.lists.scripted import called_columns
from spiders.discovery.lists.stated import stated_lists
from spiders.discovery.pages.page import Page

LOOKED_AT = 500_000
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
            found = marker.search(page.text, 0, LOOKED_AT)
            if found:
                return " ".join(found[0].split())
        return None

    def prepare(self, page: Page) -> Page:
        """The page with what the software does to its addresses or its text undone."""
        return page

    def as_written(self, page: Page) -> Mapping[str, str]:
        """The links that `prepare` makes others of, by what it makes of them: asked for where
        that leads nowhere."""
        return {}

    def article(self, page: Page) -> Article | None:
        """The page as an article, or None where it is none."""
        return read_article(page, self.article_bodies, self.article_address)

    def columns(self, page: Page) -> Sequence[Column]:
        """Columns that the page declares beyond its links: in trees, or as what a script loads."""
        return [*tree_columns(page), *called_columns(page)]

    def rows(self, page: Page) -> list[Row]:
        """The entries of the lists in the markup of the page."""
        return find_rows(page)

    def pages(self, page: Page) -> list[str]:
        """The pages of that list that come after this one, in order, at most 300."""
        return all_pages(page)

    def lists(self, page: Page) -> Sequence[Listing]:
        """The lists that a script of the page holds, or whose parts a form or a button brings."""
        return [*stated_lists(page), *posted_list(page), *offered_lists(page)]

    def read_list(self, answer: Answer) -> Listing | None:
        """What an answer to a request of this family lists, None where it is no list: here the
        page that a form of the page before brought."""
        return read_posted(answer)
