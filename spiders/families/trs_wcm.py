"""TRS WCM (拓尔思): `createPageHTML(9, 0, "index", "html")`, articles `t20240117_5049123.html`."""

from __future__ import annotations

import dataclasses
import re
from typing import ClassVar
from urllib.parse import urlsplit

from spiders.discovery.lists.counts import all_pages
from spiders.discovery.lists.paging import MOST_PAGES, numbered_pages
from spiders.discovery.pages.page import Page
from spiders.families.base import Family

# (page count, current page from 0, prefix, extension[, rows]) in either kind of quotes.
_PAGER = re.compile(
    r"createPageHTML\(\s{0,9}(\d{1,5})\s{0,9},\s{0,9}(\d{1,5})\s{0,9},\s{0,9}"
    r"[\"'](\w{1,40})[\"']\s{0,9},\s{0,9}[\"'](\w{1,10})[\"']"
)
_COUNT = re.compile(r"var\s{1,9}countPage\s{0,9}=\s{0,9}(\d{1,5})")
_CURRENT = re.compile(r"var\s{1,9}currentPage\s{0,9}=\s{0,9}(\d{1,5})")
# `"<a href=\"index"+"_" + nextPage + "."+"htm\">"`: what the script calls its pages.
_NAMED = re.compile(
    r"(?<![\w./-])(\w{1,40}?)(?:[\"']\s{0,5}\+\s{0,5}[\"'])?_[\"']\s{0,5}\+\s{0,5}[\w ()+-]{1,40}"
    r"\+\s{0,5}[\"']\.(?:[\"']\s{0,5}\+\s{0,5}[\"'])?([a-z]{1,10})"
)


class TrsWcm(Family):
    """TRS WCM and its dialects."""

    name: ClassVar[str] = "TRS WCM"
    rank: ClassVar[int] = 20
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        _PAGER,
        re.compile(r"var\s{1,9}countPage\s{0,9}=\s{0,9}\d{1,5}"),
        re.compile(
            r"class\s{0,3}=\s{0,3}[\"']?[\w -]{0,80}\b(?:TRS_Editor|TRS_UEDITOR|trs_editor_view)\b"
        ),
        re.compile(r"href\s{0,3}=\s{0,3}[\"']?[^\s\"'>]{0,300}/t\d{8}_\d{1,12}\.s?html?\b"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(
        r"/t\d{4,9}(?:_\d{1,12})?\.s?html?$"
    )
    article_bodies: ClassVar[tuple[str, ...]] = (
        ".TRS_Editor",
        ".trs_editor_view",
        ".TRS_UEDITOR",
        ".Custom_UnionStyle",
        "#zoom",
    )

    def prepare(self, page: Page) -> Page:
        """Links are relative to the column's folder, also where its address lacks the slash."""
        name = urlsplit(page.base).path.rpartition("/")[2]
        if not name or "." in name or page.base != page.url:
            return page
        return dataclasses.replace(page, base=f"{page.base.partition('?')[0]}/")

    def pages(self, page: Page) -> list[str]:
        """Page 2 is `index_1.html`, the last one `index_{count-1}.html`."""
        found = _PAGER.search(page.text)
        if found:
            count, current, prefix, extension = int(found[1]), int(found[2]), found[3], found[4]
        else:
            total, at = _COUNT.search(page.text), _CURRENT.search(page.text)
            if total is None:
                return all_pages(page)
            count, current = int(total[1]), int(at[1]) if at else 0
            named = _NAMED.search(page.text)
            prefix, extension = (named[1], named[2]) if named else ("index", "html")
        last = min(count, current + 1 + MOST_PAGES)
        return numbered_pages(page, [f"{prefix}_{n}.{extension}" for n in range(current + 1, last)])
