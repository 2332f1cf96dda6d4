"""One fetched web page, decoded and parsed, with everything bounded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree
from parsel import Selector

from parsers.reading.charset import decode
from parsers.reading.model import Unreadable
from spiders.data import load
from spiders.discovery.sites import clean_url, is_never_followed, same_site

LARGEST_PAGE = 4_000_000
"""Bytes of a page that are looked at; a list or article that is larger is cut."""
MOST_LINKS = 5_000
"""Links of one page that are looked at, from its beginning."""
LONGEST_TEXT = 300

_META = load("pages")["meta"]
_PLACEHOLDERS = frozenset(_META["placeholders"])
_ID_CODE = re.compile(r"(?:\d{10}|[a-z]{2}\d{8})", re.IGNORECASE)
_SILENT = frozenset({"script", "style", "noscript", "template", "textarea", "head", "title"})
_EMPTY = "<html></html>"


def squash(text: str) -> str:
    """Text without any white space, full-width forms made plain: 公 开 年 报 → 公开年报."""
    return "".join(unicodedata.normalize("NFKC", text[: 4 * LONGEST_TEXT]).split())


def short_text(element: Any, limit: int = LONGEST_TEXT) -> str:
    """The text of an element, runs of white space made one space, cut at `limit`."""
    pieces: list[str] = []
    size = 0
    for piece in islice(element.itertext(), 80):
        pieces.append(piece[: 2 * limit])
        size += len(pieces[-1])
        if size > 4 * limit:
            break
    return " ".join("".join(pieces).split())[:limit]


@dataclass(frozen=True, slots=True, eq=False)
class PageLink:
    """A link of a page: cleaned address, text as read, and the element that carries it."""

    url: str
    text: str
    title: str
    element: Any = field(repr=False)

    @property
    def label(self) -> str:
        """What the link is called: its text, or its title where that is fuller or cleaner."""
        cut = self.text.rstrip(".…·") != self.text
        fuller = not self.text or cut or len(self.title) > len(self.text)
        cleaner = len(self.title) > 6 and self.title in self.text
        return self.title if self.title and (fuller or cleaner) else self.text


@dataclass(frozen=True)
class Page:
    """A page as the families see it.

    url: its final address. base: the address that relative links are joined with.
    text: the decoded markup. charset: the encoding that decoded it, or None.
    """

    url: str
    base: str
    text: str
    selector: Selector
    charset: str | None = None

    @cached_property
    def meta(self) -> Mapping[str, str]:
        """Content of the `<meta>` tags by name in lower case; placeholders left out."""
        found: dict[str, str] = {}
        for tag in islice(self.selector.root.iter("meta"), 200):
            name = (tag.get("name") or tag.get("property") or "").strip().lower()
            content = " ".join((tag.get("content") or "")[:1000].split())
            if name and content and content not in _PLACEHOLDERS:
                found.setdefault(name, content)
        return found

    def declared(self, what: str) -> str:
        """A meta value by its role (`title`, `published`, `column`, …), empty where missing."""
        return next((self.meta[n] for n in _META[what] if n in self.meta), "")

    @property
    def site_id_code(self) -> str:
        """The portal's 网站标识码 (ten characters), empty where missing or malformed."""
        code = self.declared("site_id_code")
        return code if _ID_CODE.fullmatch(code) else ""

    @cached_property
    def title(self) -> str:
        """Text of the `<title>` tag."""
        element = next(self.selector.root.iter("title"), None)
        return "" if element is None else short_text(element)

    @cached_property
    def has_more_links(self) -> bool:
        """Whether the page has links beyond those that are looked at."""
        elements = self.selector.root.iter("a", "area", "option")
        return next(islice(elements, MOST_LINKS, None), None) is not None

    @cached_property
    def links(self) -> tuple[PageLink, ...]:
        """The page's links to web pages and files, the first 5,000, in order."""
        found: list[PageLink] = []
        for element in islice(self.selector.root.iter("a", "area", "option"), MOST_LINKS):
            href = element.get("value") if element.tag == "option" else element.get("href")
            if not href or (element.tag == "option" and "/" not in href and ".htm" not in href):
                continue
            url = clean_url(href, self.base)
            if url is None or is_never_followed(url):
                continue
            title = " ".join((element.get("title") or "")[:LONGEST_TEXT].split())
            text = short_text(element) or _picture_text(element)
            found.append(PageLink(url, text, title, element))
        return tuple(found)

    @cached_property
    def visible_text(self) -> str:
        """What a reader sees, the first 20,000 characters."""
        return " ".join(" ".join(visible_strings(self.selector.root, 20_000)).split())


def read_page(url: str, body: bytes, declared_charset: str | None = None) -> Page:
    """Decode and parse a page; whatever the bytes are, a `Page` comes out."""
    try:
        decoded = decode(body[:LARGEST_PAGE], declared_charset)
        text, charset = decoded.text, decoded.charset
    except Unreadable:
        text, charset = body[:LARGEST_PAGE].decode("utf-8", "replace"), None
    selector = Selector(text=text if text.strip() else _EMPTY, type="html")
    return Page(url, _base_of(selector, url), text, selector, charset)


def visible_strings(element: Any, limit: int, links: bool = True) -> Iterator[str]:
    """The strings of an element in order, without scripts (and links, where not wanted)."""
    size = 0
    hidden = 0
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        silent = not isinstance(node.tag, str) or node.tag in _SILENT
        silent = silent or (not links and node.tag == "a")
        if event == "start":
            hidden += silent
            string = node.text if not hidden else None
        else:
            hidden -= silent and event == "end"
            string = node.tail if not hidden and node is not element else None
        if not string or string.isspace():
            continue
        yield string
        size += len(string)
        if size > limit:
            return


def _base_of(selector: Selector, url: str) -> str:
    element = next(selector.root.iter("base"), None)
    href = clean_url(element.get("href") or "", url) if element is not None else None
    # A base on another site would lead every link away: believed only at home.
    return href if href and same_site(href, url) else url


def _picture_text(element: Any) -> str:
    picture = next(element.iter("img"), None)
    if picture is None:
        return ""
    return " ".join((picture.get("alt") or picture.get("title") or "")[:LONGEST_TEXT].split())
