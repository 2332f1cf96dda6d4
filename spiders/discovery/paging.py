"""The pages of a list: from a declared count, or from the links of its pager."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from spiders.data import load
from spiders.discovery.page import Page, PageLink, squash
from spiders.discovery.sites import clean_url, page_key, same_site

MOST_PAGES = 300
"""Pages of one list that are walked at the most, whatever its pager declares."""

_AROUND = re.compile(r"[\[\]【】()（）<>《》«»‹›→⇒▶►»]+")
_NEXT = frozenset(load("pages")["paging"]["next"])


def numbered_pages(page: Page, names: list[str]) -> list[str]:
    """Addresses of pager file names relative to the page's folder, at most 300."""
    found = (clean_url(name, page.base) for name in names[:MOST_PAGES])
    return [url for url in found if url is not None]


def linked_pages(page: Page) -> list[str]:
    """The pages after this one that the pager links to: 下一页 first, then 2, 3, 4 …

    A number counts only where its address differs from the page's own by digits alone, so
    that a calendar's days or a list of years are not taken for a pager.
    """
    following = [link for link in page.links if _is_next(link)]
    following += [link for link in page.links if (link.element.get("rel") or "") == "next"]
    numbers = sorted((link for link in page.links if _is_number(link, page)), key=_number)
    found: dict[str, str] = {}
    for link in [*following, *numbers]:
        if same_site(link.url, page.url) and page_key(link.url) != page_key(page.url):
            found.setdefault(page_key(link.url), link.url)
    return list(found.values())[:MOST_PAGES]


def _is_next(link: PageLink) -> bool:
    """Whether a link says that it leads to the next page, brackets and arrows aside."""
    said = (link.text, link.title) if not squash(link.text) else (link.text,)
    words = (squash(text).lower() for text in said)
    return any(word in _NEXT or _AROUND.sub("", word) in _NEXT for word in words)


def _number(link: PageLink) -> int:
    return int(squash(link.text))


def _is_number(link: PageLink, page: Page) -> bool:
    """Whether a link is a page number: its address carries that number, counted from 0 or 1."""
    text = squash(link.text)
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) < 2:
        return False
    if not _shape(link.url) & _shape(page.url):
        return False
    numbers = {int(number) for number in re.findall(r"\d{1,9}", link.url)}
    return bool(numbers & {int(text), int(text) - 1})


def _shape(url: str) -> set[str]:
    """The folder of a page, and its path and query without their numbers."""
    parts = urlsplit(url)
    folder = parts.path.rpartition("/")[0]
    query = re.sub(r"\d+", "", parts.query)
    return {f"{folder}/"} | ({f"{parts.path}?{query}"} if query else set())
