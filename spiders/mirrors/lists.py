"""Whether a mirror's page lists documents or shows one, and which of those listed are reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from parsers.interpretation.genre import judge_title
from spiders.discovery.lists.rows import Row, find_rows
from spiders.discovery.pages.files import is_file_address
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.pages.text import short_text, squash, visible_strings
from spiders.discovery.sites import is_never_followed, page_key, same_site
from spiders.mirrors.kinds import begins_other_documents
from spiders.mirrors.viewer import Shown, clean_name

MOST_ROWS = 500
_LIST_WORDS = re.compile("搜索|检索|结果|列表|专题|大全|合集|相关文档|栏目|频道|标签")
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○零]")
_SENTENCE = re.compile("[。；，]")
_LEAST_SENTENCE = 15
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of a list. reason: why it is left alone, '' for a report's."""

    url: str
    title: str
    reason: str = ""


def is_list(page: Page, shown: Shown) -> bool:
    """Whether a page that nothing is known of lists documents."""
    if _is_search(page, shown.title):
        return True
    if _names_document(shown.title):
        return False
    reports = [link for link in page.links if judge_title(link.label).kind == "report"]
    if not shown.blocks:
        return bool(reports)
    # Running text lies beside the list of other documents where the page shows one of its own.
    around = _around([link.element for link in reports])
    if len(reports) < 2 or around is None:
        return False
    inside = _prose(around)
    return 2 * inside >= _prose(page.selector.root)


def entries(page: Page) -> Iterator[Listed]:
    """The documents that a list names, each once, in order; at most 500."""
    hidden = {page_key(link.url) for link in page.links if _is_unwanted(link)}
    rows = [row for row in find_rows(page) if page_key(row.url) not in hidden]
    headings: dict[Any, bool] = {}
    beside = {page_key(link.url) for link in page.links if _is_beside(link, headings)}
    # A search may call its own results 相关文档.
    main = [row for row in rows if page_key(row.url) not in beside] or rows
    for row in main[:MOST_ROWS]:
        title = clean_name(row.title)
        if is_never_followed(row.url):
            continue
        yield Listed(row.url, title, _why_left(row, title, page.url))


def _why_left(row: Row, title: str, page_url: str) -> str:
    verdict = judge_title(title)
    if verdict.kind == "other":
        return verdict.reason
    if verdict.kind == "unknown":
        return "its title does not name an annual report of government information disclosure"
    if not same_site(row.url, page_url):
        return "the document is on another site"
    if is_file_address(row.url):
        return "a download, which mirrors give to their members"
    return ""


def _is_search(page: Page, title: str) -> bool:
    if is_never_followed(page.url):
        return True
    words = [squash(value) for _, value in parse_qsl(urlsplit(page.url).query)]
    return any(len(word) >= 4 and word in squash(title) for word in words)


def _names_document(title: str) -> bool:
    named = judge_title(title).kind == "report" and _YEAR.search(title) is not None
    return named and not _LIST_WORDS.search(title)


def _around(elements: Sequence[Any]) -> Any | None:
    """The innermost element around most of these: the list of the page that holds them."""
    counts: dict[Any, int] = {}
    for element in elements[:100]:
        for above in islice(element.iterancestors(), 60):
            counts[above] = counts.get(above, 0) + 1
    needed = max(2, (3 * min(len(elements), 100) + 3) // 4)
    common = [(sum(1 for _ in e.iterancestors()), e) for e, n in counts.items() if n >= needed]
    return max(common, key=lambda pair: pair[0])[1] if common else None


def _prose(element: Any) -> int:
    strings = (squash(text) for text in visible_strings(element, 100_000, links=False))
    return sum(len(s) for s in strings if len(s) >= _LEAST_SENTENCE and _SENTENCE.search(s))


def _is_unwanted(link: PageLink) -> bool:
    """Whether nobody sees a link, or the site asks crawlers not to follow it."""
    if "nofollow" in (link.element.get("rel") or "").lower():
        return True
    around = [link.element, *islice(link.element.iterancestors(), 5)]
    return any(_HIDDEN.search((e.get("style") or "")[:300]) or "hidden" in e.attrib for e in around)


def _is_beside(link: PageLink, headings: dict[Any, bool]) -> bool:
    """Whether a link stands under a heading such as 推荐文档, beside what the page lists.

    headings: what was found of the page's elements so far.
    """
    for element in [link.element, *islice(link.element.iterancestors(), 5)]:
        for before in islice(element.itersiblings(preceding=True), 30):
            if before not in headings:
                is_element = isinstance(before.tag, str)
                said = short_text(before, 40) if is_element else ""
                headings[before] = begins_other_documents(said)
            if headings[before]:
                return True
    return False
