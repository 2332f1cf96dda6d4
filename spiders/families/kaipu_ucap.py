"""Kaipu UCAP (开普云): `createPageHTML('page_div', 8, 1, 'list', 'shtml', 118)`.

Where a page has no such pager but the script that fills its list as JSON
(`/common/search/{channelId}?_isJson=true…`), that is asked instead.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any, ClassVar

from spiders.discovery.lists.counts import all_pages
from spiders.discovery.lists.listings import MOST_ROWS, Answer, Listing, data_request
from spiders.discovery.lists.paging import MOST_PAGES, numbered_pages
from spiders.discovery.lists.rows import Row
from spiders.discovery.pages.data import (
    count_of,
    field,
    later_parts,
    objects,
    read_json,
    text_of,
    with_parameter,
)
from spiders.discovery.pages.page import Page
from spiders.discovery.sites import clean_url
from spiders.families.base import LOOKED_AT, Family

# (container, page count, current page from 1, prefix, extension, rows).
_PAGER = re.compile(
    r"createPageHTML\(\s{0,9}[\"']\w{1,40}[\"']\s{0,9},\s{0,9}(\d{1,5})\s{0,9},\s{0,9}(\d{1,5})"
    r"\s{0,9},\s{0,9}[\"'](\w{1,40})[\"']\s{0,9},\s{0,9}[\"'](\w{1,10})[\"']"
)
_JSON_LIST = re.compile(
    r"[\"']((?:https?:)?[\w./:-]{0,100}/(?:common/search|searchList|search)/[\w-]{1,64}\?"
    r"[^\"'<>\s]{0,400}_isJson=true[^\"'<>\s]{0,400})[\"']"
)
_PART = 20  # whatever `_pageSize` says, an answer has hardly more rows


class KaipuUcap(Family):
    """Kaipu UCAP and its dialects."""

    name: ClassVar[str] = "Kaipu UCAP"
    rank: ClassVar[int] = 30
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        _PAGER,
        re.compile(r"<ucap(?:title|content|source)\b", re.IGNORECASE),
        re.compile(r"id\s{0,3}=\s{0,3}[\"']?UCAP-CONTENT\b"),
        re.compile(r"class\s{0,3}=\s{0,3}[\"'](?:pageList newsList|newsList pageList)\b"),
        re.compile(r"href\s{0,3}=\s{0,3}[\"']?[^\s\"'>]{0,300}/\d{6}/[0-9a-f]{32}\.shtml\b"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(
        r"/(?:[0-9a-f]{32}|c\d{1,9}_\d{1,12}|content)\.shtml$"
    )
    article_bodies: ClassVar[tuple[str, ...]] = ("#UCAP-CONTENT", "#zoomcon", ".article-content")

    def pages(self, page: Page) -> list[str]:
        """Page 2 is `list_2.shtml`; the first one has no number."""
        found = _PAGER.search(page.text)
        if found is None:
            return all_pages(page)
        count, current = int(found[1]), int(found[2])
        last = min(count, current + MOST_PAGES)
        names = [f"{found[3]}_{n}.{found[4]}" for n in range(max(current, 1) + 1, last + 1)]
        return numbered_pages(page, names)

    def lists(self, page: Page) -> Sequence[Listing]:
        """The list that a script fills as JSON, where the page has no pager of static pages."""
        found = None if _PAGER.search(page.text) else _JSON_LIST.search(page.text, 0, LOOKED_AT)
        if found is None:
            return ()
        address = with_parameter(found[1].replace("&amp;", "&"), "page", 1)
        request = data_request(self.name, page.url, address)
        return (Listing(following=(request,)),) if request is not None else ()

    def read_list(self, answer: Answer) -> Listing | None:
        """`results` of one answer, and by `total` the answers after it."""
        data = field(read_json(answer.text), "data")
        if not isinstance(field(data, "results"), list):
            return None
        request, total = answer.request, count_of(data, "total")
        entries = objects(data, "results")[:MOST_ROWS]
        size = request.size or (len(entries) if len(entries) < total else _PART)
        following = [
            dataclasses.replace(
                request, url=with_parameter(request.url, "page", number), number=number, size=size
            )
            for number in later_parts(request.number, size, total)
        ]
        rows = (_row(entry, request.page) for entry in entries)
        kept = tuple(row for row in rows if row is not None)
        return Listing(kept, tuple(following), total=total)


def _row(entry: Any, page: str) -> Row | None:
    url, title = clean_url(text_of(entry, "url"), page), text_of(entry, "title", limit=300)
    date = text_of(entry, "publishedTimeStr", limit=40)
    return Row(url, title, date) if url is not None and title else None
