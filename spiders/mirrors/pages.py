"""The pages of a document by shape: elements that bear page numbers in their attributes."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

_NAMED = re.compile(
    r"(.{0,40}?(?:page|pages|pageno|pagenum|pf|pg|leaf)[-_]?(?:no|num|index|item|box|content)?[-_]?)"
    r"(\d{1,4})$",
    re.IGNORECASE,
)
_NUMBERED = (
    "data-page",
    "data-page-no",
    "data-pageno",
    "data-page-num",
    "data-page-index",
    "data-page-number",
    "data-pn",
    "data-pageid",
    "pageno",
)
_MOST_ELEMENTS = 100_000
_MOST_GROUPS = 20
_LEAST_LINKLESS = 20


def numbered_pages(root: HtmlElement) -> list[HtmlElement]:
    """The elements of the group with most text that bears page numbers, in their order.

    A group is what bears its number in the same way: `id="page3"`, `data-page-no="3"`. Elements
    inside another page of the group are not told apart from it. Numbers beat the order in the
    markup; where they repeat, nothing is certain and there are no pages.
    """
    groups: dict[tuple[str, str], dict[int, HtmlElement]] = {}
    torn: set[tuple[str, str]] = set()
    for element in islice(root.iter("div", "section", "article", "li", "p", "td"), _MOST_ELEMENTS):
        for group, number in _numbers_of(element):
            known = groups.setdefault(group, {})
            if number in known:
                torn.add(group)
            known.setdefault(number, element)
    best: list[HtmlElement] = []
    most = 0
    for group, pages in islice(groups.items(), _MOST_GROUPS):
        ordered = [pages[number] for number in sorted(pages)]
        length = sum(_length(page) for page in ordered)
        if group not in torn and length > most and not _nested(ordered):
            best, most = ordered, length
    return best


def _numbers_of(element: HtmlElement) -> list[tuple[tuple[str, str], int]]:
    found = []
    names = [("id", element.get("id") or "")]
    names += [("class", name) for name in (element.get("class") or "").split()[:10]]
    for attribute, name in names:
        if match := _NAMED.fullmatch(name[:60]):
            found.append(((attribute, match[1].lower()), int(match[2])))
    for attribute in _NUMBERED:
        value = (element.get(attribute) or "").strip()
        if value.isascii() and value.isdecimal() and len(value) <= 4:
            found.append(((attribute, element.tag), int(value)))
    return found


def _nested(pages: list[HtmlElement]) -> bool:
    own = set(pages)
    return any(above in own for page in pages for above in islice(page.iterancestors(), 30))


def _length(element: HtmlElement) -> int:
    """Characters of an element; little where nearly all of them are links, as in a pager."""
    length = sum(len(text.strip()) for text in element.itertext())
    linked = sum(len("".join(a.itertext()).strip()) for a in element.iter("a"))
    return length if length - linked >= _LEAST_LINKLESS else 0
