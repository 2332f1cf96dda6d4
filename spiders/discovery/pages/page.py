"""One fetched web page, decoded and parsed, with everything bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from typing import Any
from urllib.parse import urldefrag, urlsplit

from parsel import Selector

from parsers.reading.charset import decode
from parsers.reading.model import Unreadable
from spiders.data import load
from spiders.discovery.pages.choices import chosen_views
from spiders.discovery.pages.clicks import Clicks
from spiders.discovery.pages.files import file_behind
from spiders.discovery.pages.leading import (
    MOST_LINKS,
    first_and_last,
    href_of,
    is_unwanted,
    title_of,
    told_instead,
)
from spiders.discovery.pages.opened import opened_rows
from spiders.discovery.pages.text import LONGEST_TEXT, short_text, visible_strings
from spiders.discovery.pages.written import written_links
from spiders.discovery.sites import (
    clean_url,
    is_never_followed,
    page_key,
    refusal,
    same_site,
    screen_of,
    without_session,
)

LARGEST_PAGE = 4_000_000
"""Bytes of a page that are looked at; a list or article that is larger is cut in its middle."""
_LARGEST_END = 500_000
_LONGEST_SAID = 20_000
_MOST_CLICKED = 1_000
_MOST_REFUSED = 50

_META = load("pages")["meta"]
_SCRIPT_ROOTS = tuple(load("pages")["script_roots"])
_PLACEHOLDERS = frozenset(_META["placeholders"])
_ID_CODE = re.compile(r"(?:\d{10}|[a-z]{2}\d{8})", re.IGNORECASE)
# As every page's foot has to print it (国办发〔2017〕47号), sometimes with markup in between.
_PRINTED_CODE = re.compile(
    r"网站标识码[:：]?(?:\s|&nbsp;|[:：]|<[^<>]{0,300}>){0,8}(\d{10}|[a-z]{2}\d{8})(?![\da-z])",
    re.IGNORECASE,
)
_EMPTY = "<html></html>"


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


@dataclass(frozen=True, slots=True)
class RefusedLink:
    """A link that is never followed: as written (cut), its text or title, and why."""

    href: str
    label: str
    reason: str


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
        """The portal's 网站标识码 (ten characters), as declared or else as printed; empty where
        missing or malformed."""
        code = self.declared("site_id_code")
        if _ID_CODE.fullmatch(code):
            return code
        printed = _PRINTED_CODE.search(self.text)
        return printed[1] if printed else ""

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
    def is_application(self) -> bool:
        """Whether the page is one that its script fills, screen by screen (`#/gov/annual`)."""
        return any(self.selector.css(root) for root in _SCRIPT_ROOTS)

    @cached_property
    def clicks(self) -> Clicks:
        """What the scripts in the page's links lead to."""
        return Clicks(self.selector.root)

    @cached_property
    def links(self) -> tuple[PageLink, ...]:
        """The page's links to web pages and files in order: of more than 5,000 the first, and the
        last 500, among which the pager stands; not those that the page wants no crawler to follow
        (`rel="nofollow"`)."""
        found: list[PageLink] = []
        root = self.selector.root
        clicked = root.xpath(
            "//*[@onclick or @data-url or @data-href or @hx-get]"
            "[not(self::a or self::area or self::option)]"
        )
        linking = (
            e for e in first_and_last(root.iter("a", "area", "option")) if not is_unwanted(e)
        )
        for element in chain(linking, clicked[:_MOST_CLICKED]):
            url = clean_url(href_of(element, self.clicks), self.base, self.charset)
            if url is None or (is_never_followed(url) and not self._is_view(url)):
                continue
            if screen_of(url) and not self.is_application and self._is_own_place(url):
                continue
            text = short_text(element) or told_instead(element)
            found.append(PageLink(file_behind(url) or url, text, title_of(element), element))
        leading = {link.element for link in found}
        opened = ((e, a, short_text(e)) for e, a in chain(opened_rows(root), written_links(root)))
        for element, address, text in chain(opened, chosen_views(root, self.url)):
            url = clean_url(address, self.base, self.charset)
            if url is not None and element not in leading and not is_never_followed(url):
                found.append(PageLink(url, text, title_of(element), element))
        return tuple(found)

    def _is_view(self, url: str) -> bool:
        """Whether an address is the page's own with other parameters: a search's next page."""
        own, other = urlsplit(self.url), urlsplit(url)
        return (own.netloc, own.path) == (other.netloc, other.path)

    def _is_own_place(self, url: str) -> bool:
        """Whether an address leads to a place on the page itself: no screen of another page."""
        return page_key(urldefrag(url).url) == page_key(urldefrag(self.url).url)

    @cached_property
    def refused_links(self) -> tuple[RefusedLink, ...]:
        """The page's links that lead to no web page, at most 50; scripts are none."""
        found: list[RefusedLink] = []
        for element in islice(self.selector.root.iter("a"), MOST_LINKS):
            href = (element.get("href") or "").strip()
            reason = refusal(href, self.base)
            if not reason:
                continue
            label = short_text(element) or (element.get("title") or "")[:LONGEST_TEXT]
            found.append(RefusedLink(href[:300], label, reason))
            if len(found) >= _MOST_REFUSED:
                break
        return tuple(found)

    @cached_property
    def visible_text(self) -> str:
        """What a reader sees, the first 20,000 characters."""
        return " ".join(" ".join(visible_strings(self.selector.root, 20_000)).split())

    @cached_property
    def said(self) -> str:
        """What a reader sees without any white space: its beginning, and its end, where a list
        says how many entries it has."""
        seen = "".join("".join(visible_strings(self.selector.root, 400_000)).split())
        return (
            seen if len(seen) <= 2 * _LONGEST_SAID else seen[:_LONGEST_SAID] + seen[-_LONGEST_SAID:]
        )


def with_body(page: Page, markup: str, class_name: str) -> Page:
    """The page with markup that its script would show, in an element of that class."""
    return _with(page, f'<div class="{class_name}">{markup[:LARGEST_PAGE]}</div>')


def with_script(page: Page, text: str) -> Page:
    """The page with a script in it that it has in a file."""
    return _with(page, script_element(text))


def script_element(text: str) -> str:
    """A script as an element of a page, which nothing in it ends."""
    safe = text.replace("</script", "<\\/script")
    return f"<script>{safe}</script>"


def _with(page: Page, body: str) -> Page:
    before, end, after = page.text.rpartition("</body>")
    text = f"{before}{body}{end}{after}" if end else f"{page.text}{body}"
    selector = Selector(text=text, type="html")
    return replace(page, text=text, selector=selector)


def read_page(url: str, body: bytes, declared_charset: str | None = None) -> Page:
    """Decode and parse a page; whatever the bytes are, a `Page` comes out. A session that stands
    in the path of its address is none of that of its links either."""
    url = without_session(url)
    text, charset = _decoded(body, declared_charset)
    selector = Selector(text=text if text.strip() else _EMPTY, type="html")
    return Page(url, _base_of(selector, url), text, selector, charset)


def read_text(body: bytes, declared_charset: str | None = None) -> str:
    """An answer that is no page, decoded: JSON, XML or a piece of markup."""
    return _decoded(body, declared_charset)[0]


def _cut(body: bytes) -> bytes:
    """A page that is too large without its middle: its pager stands near its end."""
    if len(body) <= LARGEST_PAGE:
        return body
    begins = body[: LARGEST_PAGE - _LARGEST_END].rpartition(b">")
    ends = body[-_LARGEST_END:].partition(b"<")
    return b"".join((begins[0] or begins[2], begins[1], ends[1], ends[2]))


def _decoded(body: bytes, declared_charset: str | None) -> tuple[str, str | None]:
    body = _cut(body)
    try:
        decoded = decode(body, declared_charset)
    except Unreadable:
        return body.decode("utf-8", "replace"), None
    return decoded.text, decoded.charset


def _base_of(selector: Selector, url: str) -> str:
    element = next(selector.root.iter("base"), None)
    href = clean_url(element.get("href") or "", url) if element is not None else None
    # A base on another site would lead every link away: believed only at home.
    return href if href and same_site(href, url) else url
