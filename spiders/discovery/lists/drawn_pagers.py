"""Pagers that a script draws: how many pages they tell, and what these are called.

laypage, kkPager, `createPageHTML(…)` and its kin, the plug-ins of jQuery that are told a number of
pages or of rows, and links that a loop writes one by one.
"""

from __future__ import annotations

import re
from itertools import islice
from math import ceil

from spiders.discovery.lists.paging import MOST_PAGES, numbered_pages
from spiders.discovery.pages.literals import Reader
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.script_text import scripts_of
from spiders.discovery.sites import folder_of, page_key

# `laypage({pages: 3, …})`, `laypage.render({count: 57, limit: 20, …})`.
_LAYPAGE = re.compile(
    r"\blaypage(?:\.render)?\(\s{0,9}\{[^{}]{0,300}?\b(?:pages\s{0,5}:\s{0,5}(\d{1,5})"
    r"|count\s{0,5}:\s{0,5}(\d{1,7})\b[^{}]{0,200}?\blimit\s{0,5}:\s{0,5}(\d{1,4}))\b"
)
# `createPage(3, 0, "index", "shtml")` and `pageSplit("index", 3, 1, "html")`: the number of pages,
# the page's own, counted from 0 or 1, its name and its ending.
_CALLED = re.compile(
    r"(?<![\w$.])\w{0,30}[pP]ag\w{0,30}\(\s{0,5}(?:[\"']([\w./-]{1,80})[\"']\s{0,5},\s{0,5})?"
    r"(\d{1,4})\s{0,5},\s{0,5}(\d{1,4})\s{0,5},\s{0,5}(?:[\"']([\w./-]{1,80})[\"']\s{0,5},\s{0,5})?"
    r"[\"']\.?(s?html?|jhtml)[\"']"
)
_FORMER = re.compile(r"\bhref(Former|Latter)\s{0,5}:\s{0,5}[\"']([\w./-]{0,80})[\"']")
_KKPAGER = re.compile(
    r"\bkkpager\.generPageHtml\(\s{0,9}\{[^{}]{0,300}?\btotal\s{0,5}:\s{0,5}(\d{1,5})"
)
# `$(…).pagination(57, {items_per_page: 20, …})`: it is told the rows, and counts pages from 0.
_ROWS_TOLD = re.compile(r"\.pagination\(\s{0,9}([\w$]{1,40})\s{0,5},\s{0,9}\{([^{}]{0,400})")
_ROWS_OF_A_PAGE = re.compile(r"\bitems_per_page\s{0,5}:\s{0,5}([\w$]{1,40})")
_USUAL_ROWS = 10
_LOOP = re.compile(
    r"\bfor\s{0,5}\(\s{0,5}(?:(?:var|let)\s{1,5})?([\w$]{1,20})\s{0,5}=\s{0,5}(\d{1,2})\s{0,5};"
    r"\s{0,5}\1\s{0,5}(<=?)\s{0,5}([\w$]{1,40})\s{0,5};"
)
# `"<a href=\"" + name + "_" + i + ".htm\">"`: from its first quote to the end of the tag.
_WRITTEN = re.compile(r"([\"'])[^\"'\n]{0,60}<a\s[^<>;]{1,300}>")
_ESCAPED = re.compile(r"\\[\"']")
_QUOTE = "\x01"  # stands for an escaped quote within a string
_HREF = re.compile(rf"href=[\"'{_QUOTE}]?([^\s\"'<>{_QUOTE}]{{1,300}})")
_LOOKED_AT = 500_000
_MOST_LOOPS = 20
_LOOP_LENGTH = 1_500


def drawn_pages(page: Page) -> int:
    """How many pages a script that draws a pager says that the list has; 0 where none does."""
    text = page.text
    drawn = _LAYPAGE.search(text, 0, _LOOKED_AT)
    if drawn:
        return int(drawn[1]) if drawn[1] else ceil(int(drawn[2]) / max(int(drawn[3]), 1))
    called = _CALLED.search(text, 0, _LOOKED_AT)
    if called:
        return int(called[2])
    generated = _KKPAGER.search(text, 0, _LOOKED_AT)
    if generated:
        return int(generated[1])
    told = _ROWS_TOLD.search(text, 0, _LOOKED_AT)
    if told:
        named = _ROWS_OF_A_PAGE.search(told[2])
        size = (_number(text, named[1]) if named else 0) or _USUAL_ROWS
        return ceil(_number(text, told[1]) / size)
    return 0


def counts_from_zero(page: Page) -> bool:
    """Whether the page's pager hands its pages on counted from 0."""
    return bool(_ROWS_TOLD.search(page.text, 0, _LOOKED_AT))


def drawn_addresses(page: Page, last: int) -> list[str]:
    """The pages after the first one, up to `last`, as the call that draws them names them."""
    return _former_pages(page, last) or _called_pages(page, last)


def looped_addresses(page: Page) -> list[str]:
    """The pages of a list whose links a loop of the page writes one by one."""
    scripts = _ESCAPED.sub(_QUOTE, scripts_of(page))
    for loop in islice(_LOOP.finditer(scripts), _MOST_LOOPS):
        first, end = int(loop[2]), _number(scripts, loop[4]) + (loop[3] == "<=")
        numbers = range(first + 1, min(end, first + MOST_PAGES))
        for written in islice(_WRITTEN.finditer(scripts, loop.end(), loop.end() + _LOOP_LENGTH), 5):
            if re.search(rf"\+\s{{0,5}}{re.escape(loop[1])}\s{{0,5}}\+", written[0]):
                names = _written_names(scripts, written, loop[1], numbers)
                urls = (url for url in numbered_pages(page, names) if _is_beside(url, page))
                found = list(dict.fromkeys(urls))
                if found:
                    return found
    return []


def _written_names(
    scripts: str, written: re.Match[str], variable: str, numbers: range
) -> list[str]:
    """The addresses of links that a script puts together, for every number of a variable."""
    reader = Reader(f"{scripts}\n{written[0]}{written[1]})")
    found = []
    for number in numbers:
        reader.given = {variable: number}
        [markup] = reader.arguments(len(scripts) + 1, 1)
        named = _HREF.search(markup) if isinstance(markup, str) else None
        found += [named[1]] if named else []
    return found


def _is_beside(url: str, page: Page) -> bool:
    return folder_of(url) == folder_of(page.url) and page_key(url) != page_key(page.url)


def _number(text: str, name: str) -> int:
    """A number as it stands, or as the variable of that name is set to; 0 where neither."""
    if name.isascii() and name.isdigit():
        return int(name)
    told = re.search(rf"(?<![\w$.]){re.escape(name)}\s{{0,5}}=\s{{0,5}}[\"']?(\d{{1,7}})\b", text)
    return int(told[1]) if told else 0


def _former_pages(page: Page, last: int) -> list[str]:
    """The pages that kkPager counts: `hrefFormer: "list", hrefLatter: ".html"`."""
    told = {found[1].lower(): found[2] for found in _FORMER.finditer(page.text, 0, _LOOKED_AT)}
    if "former" not in told or "latter" not in told or not told["former"]:
        return []
    numbers = range(2, min(last, MOST_PAGES) + 1)
    return numbered_pages(page, [f"{told['former']}_{n}{told['latter']}" for n in numbers])


def _called_pages(page: Page, last: int) -> list[str]:
    """The pages that a call of a pager names, `index_1.html` being the second one where the first
    is counted as 0."""
    called = _CALLED.search(page.text, 0, _LOOKED_AT)
    stem = (called[1] or called[4]) if called else ""
    if called is None or not stem:
        return []
    first = 1 if called[3] == "0" else 2
    numbers = range(first, min(last, MOST_PAGES) + first - 1)
    joint = "" if "/" in stem or stem[-1] in "_-" else "_"  # a whole address up to the number
    return numbered_pages(page, [f"{stem}{joint}{number}.{called[5]}" for number in numbers])
