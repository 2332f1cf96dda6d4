"""The pages up to the one that a 尾页 leads to, where the pager links to nothing between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlsplit

from spiders.data import load
from spiders.discovery.lists.paging import MOST_PAGES, counts_pages
from spiders.discovery.pages.data import with_parameter
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.pages.text import squash
from spiders.discovery.sites import clean_url, folder_of, same_site

_LAST = frozenset(load("pages")["paging"]["last"])
_NUMBERED = re.compile(r"(?P<stem>[\w.-]{0,60}?)(?P<n>\d{1,4})(?P<end>\.\w{2,6})?")
_FIRST = re.compile(r"(?P<stem>[\w-]{0,60}?)(?:\.\w{2,6})?")
_JOINTS = "_-"


def pages_up_to_last(page: Page, declared: int) -> list[str]:
    """The pages after this one, in order, at most 300; none where no 尾页 tells how many.

    declared: how many pages the list has by the page's own words, 0 where it says nothing.
    """
    for link in islice(_last_links(page), 3):
        found = _by_parameter(page, link.url) or _by_name(page, link.url, declared)
        if found:
            return found
    return []


def _last_links(page: Page) -> Iterator[PageLink]:
    for link in page.links:
        if squash(link.text).lower() in _LAST and same_site(link.url, page.url):
            yield link


def _by_parameter(page: Page, last: str) -> list[str]:
    own = dict(parse_qsl(urlsplit(page.url).query))
    for name, value in parse_qsl(urlsplit(last).query):
        if not counts_pages(name) or not re.fullmatch(r"[0-9]{1,4}", value):
            continue
        current = int(own[name]) if re.fullmatch(r"[0-9]{1,4}", own.get(name, "")) else 1
        numbers = range(current + 1, min(int(value), current + MOST_PAGES) + 1)
        return [with_parameter(last, name, number) for number in numbers]
    return []


def _by_name(page: Page, last: str, declared: int) -> list[str]:
    """Pages named by a number, which the first page may lack. Where nothing tells whether
    `index_1.html` is the first or the second page it is asked for, too."""
    there = urlsplit(last)
    ending = _NUMBERED.fullmatch(there.path.rpartition("/")[2])
    if there.query or ending is None or folder_of(last) != folder_of(page.url):
        return []
    name = urlsplit(page.url).path.rpartition("/")[2]
    own = _NUMBERED.fullmatch(name)
    if own and own["stem"] == ending["stem"] and own["end"] == ending["end"]:
        first = int(own["n"]) + 1
    else:
        plain = _FIRST.fullmatch(name)
        if plain is None or ending["stem"].rstrip(_JOINTS) not in (plain["stem"], "index", "list"):
            return []
        first = 2 if declared == int(ending["n"]) else 1
    numbers = range(first, min(int(ending["n"]), first + MOST_PAGES - 1) + 1)
    forms = (f"{ending['stem']}{number}{ending['end'] or ''}" for number in numbers)
    found = (clean_url(form, last) for form in forms)
    return [url for url in found if url is not None]
