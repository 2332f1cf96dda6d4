"""Pages that a script fills: screens of an application, and articles whose filling is known."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urldefrag

from scrapy.http import Response

from spiders.discovery.articles.filled import Filling, learn_filling
from spiders.discovery.articles.frame import Article
from spiders.discovery.sites import screen_of

_MOST_FILLINGS = 20


class Shells:
    """The shells of one portal. shown: how many pages a browser was given, at most `most_pages`.
    is_ours: whether an address belongs to the portal."""

    def __init__(self, most_pages: int, is_ours: Callable[[str], bool]) -> None:
        self.shown = 0
        self._most_pages = most_pages
        self._is_ours = is_ours
        self._applications: dict[str, Response] = {}  # as fetched, by their addresses
        self._fillings: list[Filling] = []

    @property
    def is_spent(self) -> bool:
        """Whether the browser shows no more pages."""
        return self.shown >= self._most_pages

    def show(self, response: Response, url: str) -> Response:
        """The page that the browser is given, fetched before, for an address asked for."""
        self.shown += 1
        self._applications.setdefault(urldefrag(response.url).url, response)
        return response.replace(url=url) if screen_of(url) else response

    def screen(self, url: str) -> Response | None:
        """The page that a browser makes a screen of, where this crawl has it and may show more."""
        page = self._applications.get(urldefrag(url).url) if screen_of(url) else None
        if page is None or self.is_spent:
            return None
        return self.show(page, url)

    def learn(self, response: Response, article: Article) -> None:
        """Note how an article that a browser shows was filled, for those like it."""
        heard = response.meta.get("overheard", ())
        filling = learn_filling(response.url, heard, article) if heard else None
        if filling is not None:
            self.keep(filling)

    def keep(self, filling: Filling) -> None:
        """Note how articles are filled, since one was."""
        if filling not in self._fillings:
            self._fillings = [*self._fillings, filling][-_MOST_FILLINGS:]

    def filling_of(self, url: str) -> Filling | None:
        """How the page at an address is filled, where that is known and stands on the portal."""
        for filling in self._fillings:
            address = filling.data_address(url)
            if address and self._is_ours(address):
                return filling
        return None

    def forget(self, filling: Filling | None) -> None:
        """What was to fill a page did not come."""
        self._fillings = [known for known in self._fillings if known != filling]
