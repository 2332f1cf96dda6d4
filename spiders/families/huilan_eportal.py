"""Huilan eportal (慧蓝, easysite): `/eportal/ui?pageId=…&currentPage=N`, with static twins.

A static page is `/…/{id}/index.html`, columns and articles alike. The pager calls
`javascript:next(N)`, which asks for the dynamic page; or it names static parts, `/…/21892-2.html`.
"""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from spiders.discovery.articles.frame import Article, read_article
from spiders.discovery.lists.counts import all_pages
from spiders.discovery.lists.paging import MOST_PAGES, numbered_pages
from spiders.discovery.pages.data import with_parameter
from spiders.discovery.pages.page import Page
from spiders.families.base import Family

_CALLED = re.compile(r"\bnext\(\s{0,3}[\"']?(\d{1,5})\b")
_TOTAL = re.compile(r"\btotalpages?\s{0,3}[:=]\s{0,3}[\"']?(\d{1,5})\b", re.IGNORECASE)
_COUNTED = re.compile(r"共\s{0,3}(?:<[^<>]{0,99}>){0,3}(\d{1,5})(?:<[^<>]{0,99}>){0,3}\s{0,3}页")
# What `next` asks for: in front of the number, and behind it.
_DYNAMIC = re.compile(
    r"[\"']([\w./:-]{0,200}/ui\?[^\"'\s<>]{0,300}?currentPage=)\d{0,5}"
    r"(?:[\"']\s{0,9}\+\s{0,9}\w{1,40}\s{0,9}(?:\+\s{0,9}[\"'])?)?((?:&[^\"'\s<>;]{0,300})?)"
)
# queryArticleByCondition(this,'/tfs/144941/21892-2.html'), or the same as the tagname.
_STATIC = re.compile(
    r"(?:\btagname\s{0,3}=\s{0,3}|\bqueryArticleByCondition\(\w{0,20},\s{0,3})"
    r"[\"']([\w./:-]{1,200}-)\d{1,5}\.html[\"']"
)
# In a script, as an attribute, or in a hidden field.
_MODULE = re.compile(
    r"\bmoduleId(?:[\"']\s{1,9}value\s{0,3}=|[\"']?\s{0,3}[:=])\s{0,3}[\"']?(\w{1,40})",
    re.IGNORECASE,
)
_PAGE_IDS = (
    re.compile(
        r"\bid\s{0,3}=\s{0,3}[\"']ep\w{2,3}talCurrentPageId[\"'][^<>]{0,99}\bvalue=[\"'](\w{1,40})"
    ),
    re.compile(r"\bname\s{0,3}=\s{0,3}[\"']pageId[\"']\s{1,9}value\s{0,3}=\s{0,3}[\"'](\w{1,40})"),
    re.compile(r"\bvar\s{1,9}pageId\s{0,9}=\s{0,9}[\"']?(\w{1,40})"),
    re.compile(
        r"\baction\s{0,3}=\s{0,3}[\"'][^\"'\s<>]{0,200}/ui\?[^\"'<>]{0,99}?pageId=(\w{1,40})"
    ),
)
_FOLDER_ID = re.compile(r"/(\d{4,10})/(?:index\.html)?$")
_BODIES = ("#easysiteText", ".easysite-news-text")
_ANY_ADDRESS = re.compile("")


class HuilanEportal(Family):
    """Huilan eportal, dynamic or published as static pages."""

    name: ClassVar[str] = "Huilan eportal"
    rank: ClassVar[int] = 36
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"uiFramework/huilan-jquery-ui\b"),
        re.compile(r"easysite\s{0,3}=\s{0,3}[\"']easysiteHiddenDiv[\"']"),
        re.compile(r"\barticle_paging_list_hidden\b"),
        re.compile(r"/eportal/ui\?[\w.!/=&;]{0,200}\bpageId=\w{1,40}"),
        re.compile(r"id\s{0,3}=\s{0,3}[\"']?easysiteText\b"),
    )
    article_bodies: ClassVar[tuple[str, ...]] = _BODIES

    def article(self, page: Page) -> Article | None:
        """Articles and columns share their form of address: the body tells them apart."""
        shown = any(page.selector.css(selector) for selector in _BODIES)
        return read_article(page, self.article_bodies, _ANY_ADDRESS if shown else None)

    def pages(self, page: Page) -> list[str]:
        """As many as the pager counts, at the addresses that its script would ask for."""
        return _static_parts(page) or _dynamic_parts(page) or all_pages(page)


def _count(page: Page) -> int:
    """The number of pages: as declared, as written, or the furthest one that can be called."""
    called = [int(found[1]) for found in _CALLED.finditer(page.text)]
    declared = _TOTAL.search(page.text) or (_COUNTED.search(page.text) if called else None)
    return max([int(declared[1]) if declared else 1, *called])


def _static_parts(page: Page) -> list[str]:
    """Parts that the pager names by their static addresses."""
    found = _STATIC.search(page.text)
    if found is None:
        return []
    here = re.search(r"-(\d{1,5})\.html$", urlsplit(page.url).path)
    current = int(here[1]) if here else 1
    last = min(max(_count(page), current), current + MOST_PAGES)
    return numbered_pages(page, [f"{found[1]}{n}.html" for n in range(current + 1, last + 1)])


def _dynamic_parts(page: Page) -> list[str]:
    """Parts that the pager asks for by their numbers alone."""
    count = _count(page)
    address = _dynamic_address(page) if count > 1 else ""
    if not address:
        return []
    current = dict(parse_qsl(urlsplit(page.url).query)).get("currentPage", "1")
    first = int(current) + 1 if re.fullmatch(r"[0-9]{1,5}", current) else 2
    last = min(count, first + MOST_PAGES)
    names = [with_parameter(address, "currentPage", n) for n in range(first, last + 1)]
    return numbered_pages(page, names)


def _dynamic_address(page: Page) -> str:
    """The dynamic address of a list, as its script, the page's address or its ids tell it."""
    module = _MODULE.search(page.text)
    written = _DYNAMIC.search(page.text)
    if written is not None:
        address = f"{written[1]}1{written[2]}".replace("&amp;", "&")
    elif urlsplit(page.url).path.endswith("/ui") and "pageId=" in page.url:
        address = page.url
    else:
        page_id = next((found[1] for p in _PAGE_IDS if (found := p.search(page.text))), "")
        folder = _FOLDER_ID.search(urlsplit(page.url).path)
        page_id = page_id or (folder[1] if folder else "")
        address = f"/eportal/ui?pageId={page_id}&currentPage=1" if page_id else ""
    if address and module is not None and "moduleid=" not in address.lower():
        address = f"{address}&moduleId={module[1]}"
    return address
