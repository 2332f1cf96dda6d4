"""Script files that say where links of a page lead: `href="javascript:view('7')"`, where `view`
stands in `/js/common.js`.

Asked for only where a title of a report, a page of a pager or a column is called by a function
that the page itself does not have; each file once for a portal. Nothing is run.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from parsers.interpretation.genre import judge_title
from spiders.discovery.home.menu_files import is_library
from spiders.discovery.lists.paging import pager_number
from spiders.discovery.pages.clicks import CALLING, functions_of
from spiders.discovery.pages.labels import read_label
from spiders.discovery.pages.page import Page, with_script
from spiders.discovery.pages.text import short_text
from spiders.discovery.sites import clean_url, same_site

MOST_FILES = 8
"""Script files of one portal that are asked for."""
_MOST_OF_A_PAGE = 4
_LARGEST = 200_000
_MOST_LINKS = 2_000
_LONGEST = 300
_CALLED = re.compile(r"(?<![\w$.])([A-Za-z_$][\w$]{0,59})\s{0,5}\(")
_FILLS = re.compile(
    r"document\.write\(|\bexport\s{1,5}(?:const|let|default)\b|\$\.(?:ajax|get|post|getJSON)\s{0,9}\(|\bfetch\s{0,9}\(|\baxios\b|\.load\(|XMLHttpRequest"
    r"|\.(?:bootstrapTable|datagrid|DataTable|jqGrid)\s{0,9}\(|\btable\.render\s{0,9}\("
)
_HOLDS = re.compile(r"=\s{0,5}\[\s{0,9}\{[^\[\]{}]{0,300}?(?:年报|年度报告)")  # `var list = [{…}]`
_IMPORTED = re.compile(r"\bimport\b[^;\"']{0,200}[\"']([^\"'\s]{1,200})[\"']")
_NO_FUNCTIONS = frozenset(
    {"void", "return", "if", "open", "alert", "confirm", "parseInt", "Number"}
)


class ScriptFiles:
    """The script files of one portal, by their addresses, as far as they were read."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def keep(self, url: str, text: str) -> None:
        """Keep what a file says, '' where it did not come."""
        self._texts[url] = text[:_LARGEST]

    def added(self, page: Page, fills: bool = False) -> tuple[Page, str]:
        """The page with the files in it that say where its links lead, as far as they were read;
        and the next file to be read before it, '' where none is needed.

        fills: a script has to fill the list of the page, none in it does.
        """
        wanted = _functions_called(page)
        if fills and not wanted:
            return self._filling(page)
        left = set(wanted)
        needed: list[str] = []
        for url in self._files(page) if wanted else ():
            text = self._texts.get(url)
            if text is None and left and len(self._texts) < MOST_FILES:
                return page, url
            names = _names_in(text or "") & wanted
            needed += [text] if text and names else []
            left -= names
        return (with_script(page, "\n".join(needed)) if needed else page), ""

    def _filling(self, page: Page) -> tuple[Page, str]:
        """The same with the files that ask for data, hold it, or write it."""
        needed: list[str] = []
        for url in self._files(page):
            text = self._texts.get(url)
            if text is None and len(self._texts) < MOST_FILES:
                return page, url
            fills = text and (_FILLS.search(text) or _HOLDS.search(text))
            needed += [text] if text and fills else []
        return (with_script(page, "\n".join(needed)) if needed else page), ""

    def _files(self, page: Page) -> list[str]:
        scripts = list(islice(page.selector.root.iter("script"), 100))
        sources = [source for script in scripts if (source := script.get("src"))]
        for script in scripts:
            if script.get("type") == "module":
                sources += _IMPORTED.findall((script.text or "")[:_LARGEST])[:_MOST_OF_A_PAGE]
        found: dict[str, None] = {}
        for source in sources:
            url = clean_url(source, page.base)
            if url and same_site(url, page.url) and not is_library(urlsplit(url).path):
                found[url] = None
        return list(found)[:_MOST_OF_A_PAGE]


def _functions_called(page: Page) -> set[str]:
    """The functions that links of the page call, and no script in it has."""
    called: set[str] = set()
    for element in page.selector.root.xpath(CALLING)[:_MOST_LINKS]:
        script = f"{element.get('href') or ''} {element.get('onclick') or ''}"[:_LONGEST]
        names = set(_CALLED.findall(script)) - _NO_FUNCTIONS
        if names and not names <= called and _is_wanted(element):
            called |= names
    if not called:
        return called
    own = (script.text or "" for script in islice(page.selector.root.iter("script"), 100))
    return called - _names_in("\n".join(own)[:_LARGEST])


def _names_in(text: str) -> set[str]:
    return {function.name for function in islice(functions_of(text), 500)}


def _is_wanted(element: Any) -> bool:
    text = short_text(element) or (element.get("title") or element.get("value") or "")[:_LONGEST]
    if pager_number(text, 1) > 1 or judge_title(text).kind == "report":
        return True
    return read_label(text).kind == "column"
