"""Buttons below a list that keep where its further rows come from: 加载更多 with
`data-api="/api/list?column=5&token=…"`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from urllib.parse import urlsplit

from spiders.data import load
from spiders.discovery.lists.listings import DataRequest, Listing, data_request
from spiders.discovery.lists.scripted import SCRIPT_LIST
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import short_text, squash
from spiders.discovery.sites import looks_like_address, same_site

_MORE = frozenset(load("pages")["paging"]["more"]) - {"更多", "more"}  # these lead to columns
_BUTTONS = ("a", "button", "div", "span", "p", "li")
_NEVER = frozenset({"href", "src", "class", "id", "style", "title", "onclick"})
_MOST_ELEMENTS = 5_000
_XHR = {"X-Requested-With": "XMLHttpRequest"}


def offered_lists(page: Page) -> Sequence[Listing]:
    """The further rows of a page's list that a button of it keeps the address of, if one does."""
    for element in islice(page.selector.root.iter(*_BUTTONS), _MOST_ELEMENTS):
        said = squash(short_text(element, 20)).lower().strip(">»›+.… ")
        if said not in _MORE:
            continue
        for name, value in element.attrib.items():
            request = _request(page, value) if name.lower() not in _NEVER else None
            if request is not None:
                return [Listing(following=(request,))]
    return []


def _request(page: Page, written: str) -> DataRequest | None:
    if not written or "/" not in written or not looks_like_address(written):
        return None
    request = data_request(SCRIPT_LIST, page.url, written, headers=_XHR, number=2)
    if request is None or not same_site(request.url, page.url):
        return None
    # Another view of the page itself is one of its further pages.
    there, here = urlsplit(request.url), urlsplit(page.url)
    return request if there.path.rstrip("/") != here.path.rstrip("/") else None
