"""Views of lists: addresses of one page that list the same rows, or a part of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from spiders.discovery.lists.listings import Target, address_of
from spiders.discovery.sites import page_key

MOST_STALE_VIEWS = 5
"""Views of one page in a row that list what another one listed, from which on it has no more."""


class Views:
    """What one portal's lists show at addresses that differ in their query alone."""

    def __init__(self) -> None:
        self._views: dict[str, set[frozenset[str]]] = {}
        self._stale: Counter[str] = Counter()
        self._narrowed: Counter[str] = Counter()
        self._years: dict[str, set[str]] = {}

    def see(self, url: str, rows: Iterable[str]) -> None:
        """Note what a page lists: one address of it after the other may list the same."""
        page = page_key(url).partition("?")[0]
        shown = frozenset(rows)
        views = self._views.setdefault(page, set())
        if not shown or shown not in views:
            self._stale[page] = 0
        else:
            self._stale[page] += 1
        views.add(shown)

    def is_stale(self, target: Target) -> bool:
        """Whether an address is one of a page whose last addresses listed nothing new."""
        page, mark, _ = page_key(address_of(target)).partition("?")
        return bool(mark) and self._stale[page] >= MOST_STALE_VIEWS

    def narrows(self, url: str, page: str) -> str:
        """The parameter by which an address is a view of a page with fewer rows: that page's own
        with one parameter more, `list?dept=3` of `list`; '' where it is none."""
        path, _, query = page_key(url).partition("?")
        own_path, _, own_query = page_key(page).partition("?")
        told, own = set(query.split("&")) - {""}, set(own_query.split("&")) - {""}
        if path != own_path or not own < told or len(told - own) > 1:
            return ""
        [more] = told - own
        return f"{path} {more.partition('=')[0]}"

    def see_narrowed(self, view: str, any_new: bool) -> None:
        """Note whether a view with fewer rows had one that no list had before."""
        self._narrowed[view] = 0 if any_new else self._narrowed[view] + 1

    def see_years(self, url: str, years: Iterable[str]) -> None:
        """Note the years of the rows that a list shows without being narrowed."""
        self._years.setdefault(page_key(url).partition("?")[0], set()).update(years)

    def is_narrow(self, view: str) -> bool:
        """Whether the last views of that kind only divided a list that is known, of more years
        than one: a list of the newest year alone has less than its views."""
        several = len(self._years.get(view.partition(" ")[0], ())) > 1
        return several and self._narrowed[view] >= MOST_STALE_VIEWS
