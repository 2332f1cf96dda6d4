"""Kaipu UCAP (开普云): `createPageHTML('page_div', 8, 1, 'list', 'shtml', 118)`."""

from __future__ import annotations

import re
from typing import ClassVar

from spiders.discovery.page import Page
from spiders.discovery.paging import MOST_PAGES, linked_pages, numbered_pages
from spiders.families.base import Family

# (container, page count, current page from 1, prefix, extension, rows).
_PAGER = re.compile(
    r"createPageHTML\(\s{0,9}[\"']\w{1,40}[\"']\s{0,9},\s{0,9}(\d{1,5})\s{0,9},\s{0,9}(\d{1,5})"
    r"\s{0,9},\s{0,9}[\"'](\w{1,40})[\"']\s{0,9},\s{0,9}[\"'](\w{1,10})[\"']"
)


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
            return linked_pages(page)
        count, current = int(found[1]), int(found[2])
        last = min(count, current + MOST_PAGES)
        names = [f"{found[3]}_{n}.{found[4]}" for n in range(max(current, 1) + 1, last + 1)]
        return numbered_pages(page, names)
