"""An article's frame: its title, its date, its breadcrumb, how much it says, what it attaches."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from parsers.interpretation.genre import judge_title
from spiders.data import load
from spiders.discovery.articles.attached import Attachment, Picture, attachments_of, pictures_in
from spiders.discovery.pages.essence import essence_of, main_part
from spiders.discovery.pages.labels import read_label
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import short_text, squash, visible_strings

LEAST_PROSE = 200
"""Characters outside links, from which on the body of an article counts as running text."""

_DATA = load("pages")
_CRUMB_WORDS = tuple(_DATA["crumb_words"])
_PUNCTUATION = re.compile(r"[。；，、,;]")
_OF_OTHERS = "".join(f"(?<!{word})" for word in _DATA["other_times"])
_DATED = re.compile(
    rf"{_OF_OTHERS}(?:时间|日期)"
    r"\s{0,3}[:：]?\s{0,3}"
    r"((?:19|20)\d\d\s{0,3}[-/.年]\s{0,3}\d{1,2}\s{0,3}[-/.月]\s{0,3}\d{1,2}日?)"
)
_SITE_TAIL = re.compile(r"\s*[-_|—]+\s*[^-_|—]*$")
_FORMS = re.compile("勾稽关系|新收政府信息公开申请")
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○0]")


@dataclass(frozen=True, slots=True)
class Article:
    """What is known of a page as an article.

    declared: the page says itself that it is an article (meta tag or the family's address
    form). prose: characters of running text, 0 where the body only carries links. has_forms:
    the words of the statutory tables stand in the page. essence: a digest of what it says, ''
    where it has no text.
    """

    title: str
    published: str
    declared: bool
    prose: int
    tables: int
    has_forms: bool
    pictures: tuple[Picture, ...]
    attachments: tuple[Attachment, ...]
    breadcrumb: tuple[str, ...]
    essence: str = ""

    @property
    def has_text(self) -> bool:
        """Whether the page itself carries running text or a table."""
        return self.prose >= LEAST_PROSE or (self.tables > 0 and self.prose >= LEAST_PROSE // 4)

    @property
    def says_nothing(self) -> bool:
        """Whether the page has neither text nor pictures nor files that may be the report."""
        return not (self.has_text or self.pictures or self.attachments)

    def is_more_than(self, prose: int) -> bool:
        """Whether the page is surely no list: much running text, a file shown in it, or the
        statutory tables under the title of a report."""
        if self.has_forms and self.has_text and judge_title(self.title).kind == "report":
            return True
        return self.prose >= prose or any(not file.text for file in self.attachments)


def read_article(
    page: Page, bodies: tuple[str, ...] = (), address: re.Pattern[str] | None = None
) -> Article | None:
    """The page as an article, or None where nothing shows that it is one.

    bodies: selectors of the body that the family knows, tried before the general ones.
    address: form of the family's article addresses.
    """
    declared = _is_declared(page, address)
    body = body_of(page, bodies)
    prose = _prose(page.selector.root if body is None else body, whole=body is None)
    attachments = attachments_of(page, body)
    embedded = any(not attachment.text for attachment in attachments)
    tables = _count_forms(page) if body is None else sum(1 for _ in islice(body.iter("table"), 50))
    article = Article(
        title=_title_of(page),
        published=_published_of(page),
        declared=declared,
        prose=prose,
        tables=tables,
        has_forms=_FORMS.search(page.text) is not None,
        pictures=tuple(pictures_in(page.selector.root if body is None else body, page.base)),
        attachments=attachments,
        breadcrumb=breadcrumb_of(page),
    )
    pictured = bool(article.pictures) and _is_titled_report(article.title)
    if article.has_text:
        around = (article.title, article.published, *(file.url for file in attachments))
        essence = essence_of(main_part(page.selector.root) if body is None else body, around)
        return replace(article, essence=essence)
    return article if declared or embedded or pictured else None


def _count_forms(page: Page) -> int:
    """The statutory tables of a page without a body of its own; tables that lay it out are none."""
    if _FORMS.search(page.text) is None:
        return 0
    tables = islice(page.selector.root.xpath("//table[not(.//table)]"), 200)
    return sum(1 for table in tables if _FORMS.search(squash("".join(table.itertext())[:3000])))


def _is_titled_report(title: str) -> bool:
    """Whether a title is that of one report, and not that of a column of them."""
    if judge_title(title).kind != "report":
        return False
    return read_label(title).kind != "column" or _YEAR.search(title) is not None


def breadcrumb_of(page: Page) -> tuple[str, ...]:
    """The path of columns above the page, outermost first, without 首页 and 正文."""
    element = _first(page, _DATA["crumbs"])
    if element is None:
        element = _element_saying(page, _CRUMB_WORDS)
    if element is None:
        return ()
    text = short_text(element)
    steps = re.split(r"\s*(?:>+|»|›|→|::|\\|-&gt;|＞|/)\s*", re.sub(r"^.*?位置\s*[:：]?", "", text))
    names = (step.strip(" :：") for step in steps)
    return tuple(n for n in names if n and n not in ("首页", "网站首页", "正文", "正文内容"))[:12]


def _is_declared(page: Page, address: re.Pattern[str] | None) -> bool:
    """Whether the page says that it is an article; some software titles its lists, too."""
    title = page.declared("title")
    if title and title != page.declared("column"):
        return read_label(title).kind != "column" or judge_title(title).kind == "report"
    return address is not None and bool(address.search(urlsplit(page.url).path))


def _title_of(page: Page) -> str:
    declared = page.declared("title")
    if declared:
        return declared[:300]
    found = (e for selector in _DATA["titles"] for e in islice(page.selector.css(selector), 3))
    named = [head for element in found if (head := short_text(element.root))]
    tail = _SITE_TAIL.sub("", page.title) or page.title
    candidates = [*named, tail]
    for candidate in candidates:
        if judge_title(candidate).kind != "unknown":
            return candidate
    return candidates[0]


def says_it_is(page: Page, title: str) -> bool:
    """Whether the heading of a page is the title that a link to it has."""
    return squash(title) in squash(f"{_title_of(page)} {page.title}")


def _published_of(page: Page) -> str:
    declared = page.declared("published")
    if declared:
        return declared[:40]
    found = _DATED.search(page.visible_text[:6000])
    return found[1] if found else ""


def body_of(page: Page, bodies: tuple[str, ...] = ()) -> Any | None:
    """The element of the article's body: the first selector that finds text or pictures."""
    empty = None
    for selector in [*bodies, *_DATA["bodies"]]:
        for found in islice(page.selector.css(selector), 3):
            if any(True for _ in visible_strings(found.root, 1)) or _first_of(found.root, "img"):
                return found.root
            empty = found.root if empty is None else empty
    return empty


def _prose(element: Any, whole: bool) -> int:
    """Characters of running text outside links; dates, labels and menus are none.

    In a body a string counts when it is long or has the punctuation of a sentence; on a
    whole page it must have both.
    """
    needed = 2 if whole else 1
    strings = (squash(s) for s in visible_strings(element, 200_000, links=False))
    return sum(len(s) for s in strings if (len(s) >= 25) + bool(_PUNCTUATION.search(s)) >= needed)


def _first(page: Page, selectors: list[str]) -> Any | None:
    for selector in selectors:
        for found in islice(page.selector.css(selector), 1):
            return found.root
    return None


def _first_of(element: Any, tag: str) -> bool:
    return next(element.iter(tag), None) is not None


def _element_saying(page: Page, words: tuple[str, ...]) -> Any | None:
    """The smallest element around the words 当前位置 that also holds the path."""
    for element in islice(page.selector.root.iter("div", "p", "td", "span", "li"), 3000):
        own = (element.text or "")[:60]
        if any(word in own for word in words):
            return element if len(element) else element.getparent()
    return None
