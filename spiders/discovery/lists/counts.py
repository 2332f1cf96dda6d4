"""Pages of a list that are only counted: their addresses follow from a number and a form.

Pagers of many portals are drawn by a script, so that no link leads to the next page; the page
says how many there are (共 7 页, `totalPage = 7`), or links to the last one alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from math import ceil
from urllib.parse import parse_qs, urlsplit

from spiders.discovery.lists.declared import declared_pages, declared_rows
from spiders.discovery.lists.drawn_pagers import (
    counts_from_zero,
    drawn_addresses,
    looped_addresses,
)
from spiders.discovery.lists.last_pages import pages_up_to_last
from spiders.discovery.lists.paging import (
    MOST_PAGES,
    counts_pages,
    linked_pages,
    numbered_pages,
    pager_number,
)
from spiders.discovery.lists.rows import find_rows
from spiders.discovery.pages.clicks import CALLING
from spiders.discovery.pages.data import with_parameter
from spiders.discovery.pages.forms import form_address
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.pages.text import short_text, squash
from spiders.discovery.sites import clean_url, folder_of, page_key

_OPEN_PARAMETER = re.compile(
    r"['\"]([^'\"\s<>]{0,300}[?&]([\w-]{1,40})=)['\"]\s{0,9}\+"
    r"(\s{0,3}\(\s{0,3}[\w$.]{1,40}\s{0,3}\+\s{0,3}1\b)?"
)
# `"more_" + page + ".html"`: a variable that counts pages within the name of a file, or whatever
# a script goes to (`location.href = "list_" + api.getCurrent() + ".html"`), also where the first
# page has a name of its own (`n == 1 ? "list.html" : "list_" + n + ".html"`).
_OPEN_NAME = re.compile(
    r"(location(?:\.href)?\s{0,9}=\s{0,9}"
    r"(?:[^;?\"'\n]{1,40}\?\s{0,5}[\"'][^\"'\s]{0,200}[\"']\s{0,5}:\s{0,5})?)?"
    r"['\"]([^'\"\s<>?+]{1,300})['\"]\s{0,9}\+\s{0,9}\(?(?:[\w$]{1,40}\.){0,3}"
    r"([\w$]{1,40})(?:\(\s{0,3}\))?(\s{0,3}\+\s{0,3}1\s{0,3}\))?"
    r"\s{0,9}\+\s{0,9}['\"](\.[\w.]{1,20})['\"]"
)
# `url: "/nb/{page}.html"`, `href: "?p={{number}}"`: an address with a place for the number.
# `link_to: "list___id__.html"` counts from 0.
_HOLED = re.compile(
    r"['\"]([^'\"\s<>{}%]{0,200})(?:(__id__)|\{{1,2}([\w-]{1,20})\}{1,2}|(%d))([^'\"\s<>{}]{0,60})['\"]"
)
_FIRST_NUMBER = re.compile(
    r"((?:[\w-]{0,40}[_-])?(?:p|page|index|list)?(?=0)|[\w-]{0,40}[_-]|(?:p|page|index|list))"
    r"(0{0,3}1)(\.\w{2,6})"
)
_ENDING = re.compile(r"\.s?html?$")
_DIGITS = re.compile(r"(?<!%)(?<!%[0-9A-Fa-f])\d{1,4}(?!\d)")
_LEAST_ROWS = 5
_FIRST_PAGE = re.compile(r"(index|list)(?:_1)?(\.s?html?)")
_LOOKED_AT = 500_000
_LONGEST_PAGER_TEXT = 6


def pager_count(page: Page) -> int:
    """How many pages a list has by its pager, whose numbers call a function with themselves."""
    last = declared_pages(page)
    for element in islice(page.selector.root.xpath(CALLING), 500):
        text = squash(short_text(element, 8))
        script = element.get("onclick") or element.get("href") or ""
        if text.isascii() and text.isdigit() and f"({text})" in script[:200].replace(" ", ""):
            last = max(last, int(text))
    return min(last, MOST_PAGES + 1)


def pages_by_name(page: Page, form: str) -> list[str]:
    """The pages after this one, named by a form such as `index_{n}.html` or `{stem}-{n}.html`.

    n counts from 1, the first page carries no number; {stem} is the first page's own name. Where
    the pager calls `index_1.html` the second page, n counts from 0. As many as the page declares
    or links to. Where nothing tells how many there are, where the pager's links have another
    form, and where a bare `{n}.html` is nowhere to be seen: the pages that the pager links to.
    """
    folder, _, name = urlsplit(page.url).path.rpartition("/")
    numbered = _pattern(form)
    found = numbered.fullmatch(name)
    from_zero = False
    current = int(found["n"]) if found else 1
    stem = found["stem"] if found and "{stem}" in form else name.partition(".")[0]
    seen = []
    for link in _short_links(page):
        place, _, other = urlsplit(link.url).path.rpartition("/")
        linked = numbered.fullmatch(other) if place == folder else None
        if linked and ("{stem}" not in form or linked["stem"] == stem):
            seen.append(int(linked["n"]))
            called = pager_number(link.text, 0 if found else 1)
            from_zero = from_zero or called == int(linked["n"]) + 1
    pager = linked_pages(page)
    if from_zero:
        current = int(found["n"]) if found else 0
    last = max(declared_pages(page) - from_zero, *seen, 0)
    another = bool(pager) and not seen
    unseen = not found and not seen and form.startswith("{n}")
    if last <= current or another or unseen or ("{stem}" in form and not stem):
        return pager
    numbers = range(current + 1, min(last, current + MOST_PAGES) + 1)
    return numbered_pages(page, [form.format(stem=stem, n=number) for number in numbers])


def pages_by_parameter(page: Page, name: str) -> list[str]:
    """The same where a parameter of the query counts the pages: `list.aspx?cid=1019&page=2`."""
    current = _number_in(page.url, name) or 1
    path = urlsplit(page.url).path
    linked = (link.url for link in _short_links(page) if urlsplit(link.url).path == path)
    seen = [number for url in linked if (number := _number_in(url, name))]
    pager = linked_pages(page)
    last = max(declared_pages(page), *seen, 0)
    if last <= current or (pager and not seen):
        return pager
    numbers = range(current + 1, min(last, current + MOST_PAGES) + 1)
    addresses = (clean_url(with_parameter(page.url, name, number)) for number in numbers)
    return [url for url in addresses if url is not None]


def all_pages(page: Page) -> list[str]:
    """The pages after this one of a portal of no known family: those that the pager links to;
    else those up to the last one that it links to; else those that a form, the page's own
    address, or an address in a script counts."""
    linked = linked_pages(page)
    if linked:
        return linked
    last = declared_pages(page) or _likely_pages(page)
    return pages_up_to_last(page, last) or _counted_pages(page, last) or looped_addresses(page)


def _likely_pages(page: Page) -> int:
    """How many pages a list has that only says how many entries: as many to each as to this one."""
    entries = declared_rows(page)
    blocks = Counter(row.block for row in find_rows(page)) if entries >= _LEAST_ROWS else {}
    shown = max(blocks.values(), default=0)
    return ceil(entries / shown) if _LEAST_ROWS <= shown < entries else 0


def _counted_pages(page: Page, last: int) -> list[str]:
    """Pages that nothing links to, where the page says how many there are."""
    if last < 2:
        return []
    drawn = drawn_addresses(page, last)
    if drawn:
        return drawn
    own = parse_qs(urlsplit(page.url).query)
    name = next((name for name in own if counts_pages(name) and _number_in(page.url, name)), "")
    if name:
        return pages_by_parameter(page, name)
    numbers = range(2, min(last, MOST_PAGES) + 1)
    formed = numbered_pages(page, [form for n in numbers if (form := _formed(page, n))])
    return formed or _linked_beside(page, last) or _usual_pages(page, last)


def _linked_beside(page: Page, last: int) -> list[str]:
    """The pages of a list of which a link, whatever it is called by, leads to the second one: to
    the page's own address with a number that is larger by one."""
    own = page_key(page.url)
    linked = {page_key(link.url): link.url for link in page.links}
    for found in islice(_DIGITS.finditer(own), 12):
        first = int(found[0])
        forms = (own[: found.start()], own[found.end() :])
        second = linked.get(f"{first + 1}".join(forms))
        if second is None:
            continue
        numbers = range(first + 2, first + min(last, MOST_PAGES))
        tail = forms[1]
        head = second.removesuffix(f"{first + 1}{tail}")
        return [second, *(f"{head}{number}{tail}" for number in numbers if head != second)]
    return []


def _usual_pages(page: Page, last: int) -> list[str]:
    """The usual names of the pages of a list whose pager a file elsewhere draws: `index_2.html`,
    `p002.htm` behind `p001.htm`."""
    own = urlsplit(page.url)
    if own.query:
        return []
    name = own.path.rpartition("/")[2]
    named = _FIRST_PAGE.fullmatch(name)
    numbers = range(2, min(last, MOST_PAGES) + 1)
    if named:
        return numbered_pages(page, [f"{named[1]}_{number}{named[2]}" for number in numbers])
    counted = _FIRST_NUMBER.fullmatch(name)
    if counted:
        stem, width, end = counted[1], len(counted[2]), counted[3]
        return numbered_pages(page, [f"{stem}{number:0{width}}{end}" for number in numbers])
    return []


def guessed_pages(page: Page) -> list[str]:
    """Where nothing tells what the further pages of a folder's list are called: the usual names.
    `index_1.html` may be its first page, or the second one."""
    own = urlsplit(page.url)
    last = declared_pages(page) or _likely_pages(page)
    if last < 2 or own.query or own.path.rpartition("/")[2]:
        return []
    numbers = range(1, min(last, MOST_PAGES) + 1)
    end = _usual_ending(page)
    return numbered_pages(page, [f"index_{number}{end}" for number in numbers])


def _usual_ending(page: Page) -> str:
    """What the names of the pages end with that a page links to."""
    ends = Counter(m[0] for link in page.links if (m := _ENDING.search(urlsplit(link.url).path)))
    return ends.most_common(1)[0][0] if ends else ".html"


def _formed(page: Page, number: int) -> str:
    """The address of a page by a GET form with a field for its number, or by one in a script that
    ends with a parameter for it (`"/list.jsp?page=" + n`), or is a file's name around it
    (`"more_" + page + ".html"`); else ''."""
    for form in islice(page.selector.root.iter("form"), 10):
        for field in islice(form.iter("input", "select"), 40):
            name = field.get("name") or ""
            address = form_address(form, {name: str(number)}) if counts_pages(name) else ""
            if address:
                return address
    scripts = (script.text or "" for script in islice(page.selector.root.iter("script"), 50))
    named = (_named_in_script(page, text[:_LOOKED_AT], number) for text in scripts)
    return next(filter(None, named), "") or _named_with_hole(page, number)


def _named_in_script(page: Page, script: str, number: int) -> str:
    """The address of a page as a script puts it together; ''."""
    handed = number - counts_from_zero(page)
    for found in islice(_OPEN_PARAMETER.finditer(script), 50):
        written = clean_url(f"{found[1]}{number if found[3] else handed}", page.base)
        if counts_pages(found[2]) and written and _is_beside(written, page.url):
            return written
    for found in islice(_OPEN_NAME.finditer(script), 50):
        written = clean_url(f"{found[2]}{number if found[4] else handed}{found[5]}", page.base)
        goes = bool(found[1]) or counts_pages(found[3])
        if goes and written and folder_of(written) == folder_of(page.url):
            return written
    return ""


def _named_with_hole(page: Page, number: int) -> str:
    """The address of a page by one with a place for its number, in a script or an attribute."""
    handed = number - counts_from_zero(page)
    for found in islice(_HOLED.finditer(page.text, 0, _LOOKED_AT), 50):
        written = clean_url(f"{found[1]}{handed if found[2] else number}{found[5]}", page.base)
        counts = found[2] or found[4] or counts_pages(found[3]) or found[3] == "number"
        if counts and written and folder_of(written) == folder_of(page.url):
            return written
    return ""


def _is_beside(url: str, other: str) -> bool:
    return urlsplit(url).path.rstrip("/") == urlsplit(other).path.rstrip("/")


def _short_links(page: Page) -> Iterator[PageLink]:
    """The links that may be those of a pager: 2, 下一页, 末页; not those with a title."""
    return (link for link in page.links if len(squash(link.text)) <= _LONGEST_PAGER_TEXT)


def _pattern(form: str) -> re.Pattern[str]:
    pattern = re.escape(form).replace(r"\{stem\}", r"(?P<stem>[\w-]{1,80}?)")
    return re.compile(pattern.replace(r"\{n\}", r"(?P<n>\d{1,5})"))


def _number_in(url: str, name: str) -> int:
    digits = parse_qs(urlsplit(url).query).get(name, [""])[0]
    return int(digits) if re.fullmatch(r"[0-9]{1,5}", digits) else 0
