"""How many pages and entries a page says that its list has: in words, in a script, or in an
attribute that a script draws its pager from."""

from __future__ import annotations

import re
from itertools import chain, islice
from math import ceil

from spiders.data import load
from spiders.discovery.lists.drawn_pagers import drawn_pages
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.parameters import plain_name
from spiders.discovery.pages.text import short_text, squash, visible_strings

_PAGES = re.compile(
    r"共有?(\d{1,5})页|第?\d{1,5}/(\d{1,5})页|页次[:：]\d{1,5}/(\d{1,5})"
    r"|总?页[数码][:：](\d{1,5})|分成?为?(\d{1,5})页"
)
_ROWS = re.compile(
    r"(?:共有?|总计|合计)(\d{1,7})(?:条|篇|个记录)|(?:总?记录数|总[条数]{1,2})[:：]?(\d{1,7})(?!年)"
)
# 主动公开政府信息共1280条 is said of the information, not of the list.
_OF_THE_WORK = re.compile(r"公开|发布|收到|受理|办[结理]|答复|制发|印发")
_SIZE = re.compile(r"每页(?:显示)?(\d{1,4})(?:条|篇)")
_SCRIPTED = re.compile(
    r"\b(?:total_?pages?|pages?_?count|count_?page|page_?total|max_?page(?:_?num)?"
    r"|data-(?:total-?|max-?)pages?|data-pages|data-page-?(?:count|total))"
    r"[\"']?\s{0,5}(?:[:=]|value\s{0,3}=)\s{0,5}[\"']?(\d{1,5})\b",  # also of a hidden field
    re.IGNORECASE,
)
# `{el: "#pager", total: 57, size: 20, current: 1}`: the options of a pager that a script draws.
_OPTIONS = re.compile(r"\{((?:[^{}]|\{{1,2}\w{1,20}\}{1,2}){10,600})\}")
_OPTION = re.compile(r"([A-Za-z_][\w-]{1,30})[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d{1,7})\b")
_PAGE_OF = re.compile(r"(\d{1,4})/(\d{1,4})")
# `proxyUrl: "/dataproxy.jsp"`: what counts these is no page, but data that are asked for.
_COUNTING = "//*[@data-total or @data-count or @total or @totalcount or @count]"
_OF_DATA = re.compile(
    r"url[\"']?\s{0,5}[:=]\s{0,5}[\"'](?![^\"'\n]{0,200}(?:[{%]|\.s?htm))", re.IGNORECASE
)
_ROWS_TOTAL = frozenset(load("scripted")["rows_total"])
_SIZES = frozenset(load("scripted")["size_names"])
_PLACES = ("span", "div", "em", "b", "strong", "p", "li", "td", "label", "font", "i")
_MOST_ELEMENTS = 5_000
_MOST_OPTIONS = 200
_LOOKED_AT = 500_000


def declared_pages(page: Page) -> int:
    """How many pages a page says that its list has, in words or in a script; 0 if it does not."""
    said = _PAGES.search(page.said)
    if said:
        return int(next(group for group in said.groups() if group))
    scripted = _SCRIPTED.search(page.text, 0, _LOOKED_AT)
    if scripted:
        return int(scripted[1])
    drawn = drawn_pages(page)
    if drawn:
        return drawn
    rows, size = _said_rows(page), _SIZE.search(page.said)
    if rows and size:
        return ceil(rows / max(int(size[1]), 1))
    rows, each = _optioned(page)
    return ceil(rows / each) if each else _page_of(page)


def declared_rows(page: Page) -> int:
    """How many entries a page says that its list has (共57条); 0 if it does not."""
    return _said_rows(page) or _optioned(page)[0]


def _said_rows(page: Page) -> int:
    for said in islice(_ROWS.finditer(page.said), 10):
        if not _OF_THE_WORK.search(page.said, max(0, said.start() - 8), said.start()):
            return int(said[1] or said[2])
    return 0


def _optioned(page: Page) -> tuple[int, int]:
    """The number of entries and that of the rows of a page among the options of a pager."""
    for script in islice(page.selector.root.iter("script"), 50):
        text = (script.text or "")[:_LOOKED_AT]
        for options in islice(_OPTIONS.finditer(text), _MOST_OPTIONS):
            found = _counts(options[1])
            if all(found) and not _OF_DATA.search(options[1]):
                return found
    for element in page.selector.root.xpath(_COUNTING)[:20]:
        told = " ".join(f"{name.removeprefix('data-')}='{v}'" for name, v in element.attrib.items())
        found = _counts(told)
        if all(found) and not _OF_DATA.search(told):
            return found
    return 0, 0


def _counts(options: str) -> tuple[int, int]:
    told = {plain_name(found[1]): int(found[2]) for found in _OPTION.finditer(options)}
    rows = next((told[name] for name in told if name in _ROWS_TOTAL), 0)
    return rows, next((told[name] for name in told if name in _SIZES), 0)


def _page_of(page: Page) -> int:
    """The number behind the stroke of a `1/7` that stands by itself, once; else 0."""
    elements = islice(page.selector.root.iter(*_PLACES), _MOST_ELEMENTS)
    alone = (short_text(element, 12) for element in elements if len(element) <= 4)
    found: set[tuple[int, int]] = set()
    for text in chain(alone, visible_strings(page.selector.root, _LOOKED_AT)):
        place = _PAGE_OF.fullmatch(squash(text)) if len(text) < 40 else None
        if place and 0 < int(place[1]) <= int(place[2]) > 1:
            found.add((int(place[1]), int(place[2])))
    return found.pop()[1] if len(found) == 1 else 0
