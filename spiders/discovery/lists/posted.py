"""Lists whose further pages come by POST of a form: `__doPostBack('pager', '2')` and the like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from spiders.discovery.lists.boxes import Boxes
from spiders.discovery.lists.declared import declared_pages
from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    DataRequest,
    Listing,
    data_request,
)
from spiders.discovery.lists.paging import pager_number
from spiders.discovery.lists.rows import find_rows, relevant_rows
from spiders.discovery.pages.forms import fields_of, years_in
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.pages.text import short_text
from spiders.discovery.sites import same_site

GENERAL = "general"
"""The name under which the answers come back: they are pages as any other."""
_MOST_LINKS = 2_000
_MOST_PARTS = 20


def posted_list(page: Page) -> Sequence[Listing]:
    """The further pages of a page's list that its pager asks for by a form, if it does, and the
    lists of the other years or agencies that one asks for."""
    following = _following(page, number=1)
    views = [Listing(following=(view,)) for view in _views(page)]
    return [Listing(following=following), *views] if following else views


def read_posted(answer: Answer) -> Listing | None:
    """The rows of an answer to such a form, which is a page as the first one; None without any."""
    page = read_page(answer.request.page, answer.text.encode("utf-8", "replace"))
    rows = relevant_rows(find_rows(page), page.url, frozenset(), trusted=True)[:MOST_ROWS]
    return Listing(tuple(rows), _following(page, answer.request.number)) if rows else None


def _following(page: Page, number: int) -> tuple[DataRequest, ...]:
    """The requests for the pages after this one, the next one first."""
    root = page.selector.root
    if not any((form.get("method") or "").lower() == "post" for form in root.iter("form")):
        return ()
    found: dict[int, DataRequest] = {}
    last = declared_pages(page)
    for element in islice(root.iter("a", "input", "span", "li"), _MOST_LINKS):
        called = pager_number(short_text(element, 20) or element.get("value") or "", number)
        if called <= number or called in found or 0 < last < called:
            continue
        request = _request(page, element)
        if request is not None:
            found[called] = replace(request, number=called)
    return tuple(request for _, request in sorted(found.items()))[:_MOST_PARTS]


def _views(page: Page) -> Iterator[DataRequest]:
    """The requests for the options of a box of a form that comes back to its own page, but for the
    one that is shown."""
    boxes = Boxes(page, "")
    for form in islice(page.selector.root.iter("form"), 10):
        action = (form.get("action") or "").strip() or page.url
        own = urlsplit(urljoin(page.base, action)).path == urlsplit(page.url).path
        if not own or (form.get("method") or "").lower() != "post":
            continue
        told = fields_of(form)
        for name in [name for name in told if len(boxes.options(name)) > 1][:1]:
            for option in boxes.options(name):
                request = data_request(GENERAL, page.url, action, form={**told, name: option.value})
                is_shown = form.xpath(".//option[@selected and @value=$v]", v=option.value)
                if request is not None and not is_shown:
                    yield request
        for choice in years_in(form):
            picked = {**told, choice.name: choice.value}
            request = data_request(GENERAL, page.url, action, form=picked)
            if request is not None and choice.element.get("checked") is None:
                yield request


def _request(page: Page, element: Any) -> DataRequest | None:
    for script in (element.get("href") or "", element.get("onclick") or ""):
        sent = page.clicks.sent(script) if "(" in script else None
        if sent is None:
            continue
        form, filled = sent
        if (form.get("method") or "").lower() != "post":
            continue
        told = {**fields_of(form), **filled}
        request = data_request(GENERAL, page.url, form.get("action") or page.url, form=told)
        if request is not None and same_site(request.url, page.url):
            return request
    return None
