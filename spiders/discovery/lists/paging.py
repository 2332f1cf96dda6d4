"""The pages of a list: from a declared count, or from the links of its pager."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from spiders.data import load
from spiders.discovery.pages.page import Page, PageLink
from spiders.discovery.pages.text import short_text, squash
from spiders.discovery.sites import clean_url, page_key, same_site

MOST_PAGES = 300
"""Pages of one list that are walked at the most, whatever its pager declares."""

_DATA = load("pages")["paging"]
_AROUND = re.compile(r"[\[\]【】()（）<>《》«»‹›→⇒▶►»]+")
_NEXT = frozenset(_DATA["next"])
_MORE = frozenset(_DATA["more"])
_OFFSETS = frozenset(_DATA["offsets"])
_DAYS = frozenset(_DATA["days"])
_PAGE_NAMES = frozenset(load("scripted")["page_names"])
_COUNTED = re.compile(r"^(后|下)\d{1,3}(?=[条项篇个页])")  # 后 10 项目 »
_LEADING = re.compile(r"^(?:[前转跳]?[往到至]|前去|go ?to ?)(?=.)")
_WORD = re.compile(r"[^\W_]")
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-])|nextpage", re.IGNORECASE)
_CALENDAR = re.compile(
    r"(?:^|[\s_-])(?:cal|calendar|rili|datepicker)(?:$|[\s_-])|calendar", re.IGNORECASE
)
_NUMBERED = re.compile(r"(?:第([0-9]{1,3})[页頁]|[\[【(（<]{0,2}([0-9]{1,3})[\]】)）>]{0,2}页?)")
_PART_OF_PATH = re.compile(r"(?:/[A-Za-z_-]{1,12})?/\d{1,4}/$")
_OWN_NUMBER = frozenset({"b", "strong", "em", "span", "font", "i"})
_DIGITS = re.compile(r"(?<!%)(?<!%[0-9A-Fa-f])\d{1,9}")  # not those of escapes: %E5%B9%B4
_PARAMETER = re.compile(r"[?&]([\w.-]{1,40})=([^&=]{0,40})$")


def numbered_pages(page: Page, names: list[str]) -> list[str]:
    """Addresses of pager file names relative to the page's folder, at most 300."""
    found = (clean_url(name, page.base) for name in names[:MOST_PAGES])
    return [url for url in found if url is not None]


def linked_pages(page: Page) -> list[str]:
    """The pages after this one that the pager links to: 下一页 first, then 2, 3, 4 …

    A number counts only where the addresses of the numbers run along with them, and differ from
    the page's own by digits alone, so that a calendar's days or a list of years are not taken
    for a pager.
    """
    following = [
        link
        for link in page.links
        if (_is_next(link) and not _is_of_a_calendar(link)) or _loads_more(link, page)
    ]
    following += [link for link in page.links if (link.element.get("rel") or "") == "next"]
    declared = page.selector.root.xpath("//link[@rel='next']/@href")[:1]
    urls = [link.url for link in [*following, *_numbers(page)]]
    urls += [url for href in declared if (url := clean_url(href, page.base))]
    found: dict[str, str] = {}
    for url in urls:
        if same_site(url, page.url) and page_key(url) != page_key(page.url):
            found.setdefault(page_key(url), url)
    return list(found.values())[:MOST_PAGES]


def counts_pages(name: str) -> bool:
    """Whether a parameter of that name counts the pages of a list."""
    return _plain(name) in _PAGE_NAMES


def pager_number(text: str, own: int) -> int:
    """The number of the page that a link of a pager is called by, on page `own`: 3, 第3页, 下一页;
    else 0."""
    word = squash(text).lower()
    if word in _NEXT or _AROUND.sub("", word) in _NEXT:
        return own + 1
    return _numbered(word)


def _is_next(link: PageLink) -> bool:
    """Whether a link says that it leads to the next page, brackets and arrows aside."""
    has_words = bool(_WORD.search(link.text))
    said = (link.text,) if has_words else (link.text, link.title)
    if not any(_WORD.search(text) for text in said) and any(
        _NEXT_CLASS.search(element.get("class") or "") for element in _with_item(link)
    ):
        return True
    words = (_COUNTED.sub(r"\1", _LEADING.sub("", squash(text).lower())) for text in said)
    return any(word in _NEXT or _AROUND.sub("", word) in _NEXT for word in words)


def _with_item(link: PageLink) -> Iterator[Any]:
    """The element of a link, and the item of a list that holds it alone."""
    yield link.element
    around = link.element.getparent()
    if around is not None and around.tag in ("li", "span", "td") and len(around) == 1:
        yield around


def _is_of_a_calendar(link: PageLink) -> bool:
    """Whether a link stands in a calendar, whose » leads to the next month."""
    for element in islice(link.element.iterancestors(), 5):
        if _CALENDAR.search(f"{element.get('id') or ''} {element.get('class') or ''}"):
            return True
    return False


def _loads_more(link: PageLink, page: Page) -> bool:
    """Whether a 查看更多 goes on with the list of its page: it carries the number of a part."""
    if squash(link.text).lower().strip(">»›+.… ") not in _MORE:
        return False
    there, here = urlsplit(link.url), urlsplit(page.url)
    if there.path.rstrip("/") != here.path.rstrip("/"):
        return bool(there.path and _without_digits(there.path) == _without_digits(here.path))
    names = {name for name, _ in parse_qsl(there.query, keep_blank_values=True)}
    return any(counts_pages(name) or _plain(name) in _OFFSETS for name in names)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in an address a number stands: the address around it, the parameter that it stands in,
    and whether it fills that."""

    before: str
    after: str
    parameter: str
    fills: bool


def _numbers(page: Page) -> list[PageLink]:
    """The links of the pager that are page numbers, in order.

    Their addresses count along, from 0 or 1 or in rows (`start=20`, `start=40`); where several
    series of numbers do, as the months of a calendar, only those with a parameter for pages.
    """
    ones = (link for link in page.links if _number(link) == 1 and _is_own(link, page))
    pagers = {_around(link) for link in ones}
    series: dict[_Place, list[tuple[int, int, PageLink]]] = defaultdict(list)
    for link in page.links:
        number = _number(link)
        if number < 2:
            continue
        alike = bool(_shape(link.url) & _shape(page.url)) or _around(link) in pagers
        if not alike and not _stands_beside_own(link):
            continue
        for place, value in _places(link.url):
            if alike or (place.fills and counts_pages(place.parameter)):
                series[place].append((number, value, link))
    found = [(place, links) for place, links in series.items() if _runs_along(place, links)]
    named = [links for place, links in found if place.fills and counts_pages(place.parameter)]
    chosen = named or [links for _, links in found]
    if len(chosen) > 1 and not named:
        chosen = [max(chosen, key=len)] if len(chosen) <= 3 else []
    numbered = sorted((entry for links in chosen for entry in links), key=lambda entry: entry[0])
    return [link for _, _, link in numbered]


def _stands_beside_own(link: PageLink) -> bool:
    """Whether the number of the page itself stands beside a link, without one: <b>1</b> 2 3."""
    around = _around(link)
    inside = islice(around, 60) if around is not None else ()
    return any(squash(short_text(e, 8)).isdigit() for e in inside if e.tag in _OWN_NUMBER)


def _around(link: PageLink) -> Any:
    """The element that holds the links of a pager, of which this is one."""
    around = link.element.getparent()
    return around.getparent() if around is not None and around.tag == "li" else around


def _is_own(link: PageLink, page: Page) -> bool:
    return page_key(link.url) == page_key(page.url)


def _number(link: PageLink) -> int:
    """The page number that a link is called by: 2, [2], 第2页; else 0."""
    return _numbered(squash(link.text))


def _numbered(word: str) -> int:
    found = _NUMBERED.fullmatch(word[:12])
    return int(found[1] or found[2]) if found else 0


def _places(url: str) -> Iterator[tuple[_Place, int]]:
    """Every number of an address with the place where it stands."""
    path_at = url.find("/", url.find("//") + 2)
    for digits in islice(_DIGITS.finditer(url, max(path_at, 0)), 12):
        before, after = url[: digits.start()], url[digits.end() :]
        named = _PARAMETER.search(before)
        fills = named is not None and not named[2] and after[:1] in ("", "&")
        yield _Place(before, after, named[1] if named else "", fills), int(digits[0])


def _runs_along(place: _Place, links: list[tuple[int, int, PageLink]]) -> bool:
    """Whether the numbers in addresses follow from those that the links are called by."""
    if _plain(place.parameter) in _DAYS:
        return False
    shifts = {number - value for number, value, _ in links}
    if shifts in ({0}, {1}):
        return True
    if _runs_back(links):
        return True
    steps = {value / (number - 1) for number, value, _ in links}
    step = min(steps)
    named = _plain(place.parameter) in _OFFSETS or counts_pages(place.parameter)
    return len(steps) == 1 and step > 1 and step == int(step) and named


def _runs_back(links: list[tuple[int, int, PageLink]]) -> bool:
    """Whether pages are numbered from the oldest one on: the address of each of at least three
    has a number that is smaller by one than that of the page before it, the last one's 1."""
    last = max(number for number, _, _ in links)
    return len(links) > 2 and {number + value for number, value, _ in links} == {last + 1}


def _plain(name: str) -> str:
    return name.rpartition(".")[2].lower().replace("_", "").replace("-", "")


def _without_digits(text: str) -> str:
    return re.sub(r"[_-]?\d+", "", text)


def _shape(url: str) -> set[str]:
    """The folder of a page, and its path and query without their numbers."""
    parts = urlsplit(url)
    folder = parts.path.rpartition("/")[0]
    query = re.sub(r"\d+", "", parts.query)
    whole = f"{parts.path.rstrip('/')}/"
    first = _PART_OF_PATH.sub("/", whole)  # …/page/2/ is a page of …/
    return {f"{folder}/", first, whole} | ({f"{parts.path}?{query}"} if query else set())
