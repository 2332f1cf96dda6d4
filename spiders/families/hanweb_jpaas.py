"""Hanweb jpaas (大汉, the successor of jcms): units of a page that a script fills.

A unit is an element with `queryData="{'webId':…,'pageId':…,'tagId':…,'tplSetId':…}"`, or a script
that sets `queryData` to as much. The answer is `{"success":true,"data":{"html":…}}`, whose pager
tells `count` and `rows`. The number of the page is heard only inside
`paramJson={"pageNo":2,"pageSize":15}`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    DataRequest,
    Listing,
    data_request,
)
from spiders.discovery.lists.rows import Row, find_rows
from spiders.discovery.pages.data import field, later_parts, read_json, text_of, with_parameter
from spiders.discovery.pages.page import Page, read_page
from spiders.families.base import Family

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_PART = 15  # rows of an answer where the page tells no number
_MOST_UNITS = 20
_ARTICLE = re.compile(r"/art/\d{4}/art_[0-9a-f]{32}\.html$")
_MOST_ELEMENTS = 20_000
_PAIR = re.compile(r"[\"'](\w{1,40})[\"']\s{0,9}:\s{0,9}[\"']?([^\"'{},]{0,300})")
_NEEDED = frozenset({"webId", "pageId", "tplSetId"})
_DECLARED = re.compile(r"\bqueryData[\"']?\s{0,9}[:=]\s{0,9}[\"']?(\{[^{}]{1,2000}\})")
_COUNTED = re.compile(r"\b(count|rows)[\"']?\s{0,9}[:=]\s{0,9}[\"']?(\d{1,7})\b")
_MOST_SCRIPT = 200_000
# What the unit of a list asks beside the ids that its element tells.
_USUAL = {"parseType": "bulidstatic", "pageType": "column", "editType": "null"}
# Tags of units that hold no list of articles.
_NO_LIST = re.compile(
    "导航|位置|面包屑|头部|底部|尾部|顶部|友情|菜单|搜索|轮播|热点|推荐|要闻|图片|视频|head|foot|nav|menu|search",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A part of a page that a script fills: what it asks for, where, how many rows at once, and
    how many there are; size 0 and total None where that does not show."""

    told: dict[str, str]
    address: str
    size: int
    total: int | None


class HanwebJpaas(Family):
    """Hanweb jpaas with its units."""

    name: ClassVar[str] = "Hanweb jpaas"
    rank: ClassVar[int] = 22
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"/api-gateway/jpaas-publish-server/"),
        re.compile(r"queryData\s{0,3}=\s{0,3}[\"']\{\s{0,9}(?:['\"]|&quot;)\w{1,20}"),
        re.compile(r"/unitbuild\.js\b"),
        re.compile(r"/art/\d{4}/art_[0-9a-f]{32}\.html"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = _ARTICLE
    article_bodies: ClassVar[tuple[str, ...]] = ("#zoom", ".wip_art_con", ".artile_zw", ".main-txt")

    def lists(self, page: Page) -> Sequence[Listing]:
        """Each unit of the page that may hold a list; the first part may be shown already."""
        units: dict[tuple[str, str], _Unit] = {}
        for unit in _units(page):
            key = (unit.told.get("pageId", ""), unit.told.get("tagId", ""))
            known = units.get(key)
            if known is None or (unit.total is not None and known.total is None):
                units[key] = unit
        shown = any(_ARTICLE.search(urlsplit(row.url).path) for row in self.rows(page))
        listings = (_listing(page, unit, shown) for unit in units.values())
        return [listing for listing in listings if listing is not None]

    def read_list(self, answer: Answer) -> Listing | None:
        """The rows of `data.html`, and by `count` and `rows` of its pager the answers after it."""
        data = read_json(answer.text)
        markup = field(data, "data", "html") or field(data, "data")
        if field(data, "success") is False or not isinstance(markup, str):
            return None
        request = answer.request
        page = read_page(request.page, markup.encode())
        found = {row.url: row for row in find_rows(page)}
        for link in page.links:  # an article is a row also without a date
            if _ARTICLE.search(urlsplit(link.url).path) and link.label:
                found.setdefault(link.url, Row(link.url, link.label))
        rows = tuple(found.values())[:MOST_ROWS]
        pager = next((e for e in _elements(page) if e.get("count") and e.get("rows")), None)
        if pager is None:
            return Listing(rows)
        size, total = _number(pager, "rows"), _number(pager, "count")
        later = later_parts(request.number, size, total)
        following = tuple(_part(request, number, size) for number in later)
        return Listing(rows, following, total=total)


def _elements(page: Page) -> Iterator[Any]:
    for element in islice(page.selector.root.iter(), _MOST_ELEMENTS):
        if isinstance(element.tag, str):
            yield element


def _units(page: Page) -> Iterator[_Unit]:
    """The units of this page with a list in them, that its elements or its scripts declare.

    A unit of another page (`ColId` tells this one's) shows another column's articles.
    """
    own = page.meta.get("colid", "")
    declared = [e for e in _elements(page) if e.get("querydata")][:_MOST_UNITS]
    units = [*map(_unit_of_element, declared), *_units_in_scripts(page)]
    complete = [unit for unit in units if unit.told.keys() >= _NEEDED]
    if any(unit.told["pageId"] == own for unit in complete):
        complete = [unit for unit in complete if unit.told["pageId"] == own]
    for unit in complete:
        if not _NO_LIST.search(unit.told.get("tagId", "")):
            yield unit


def _unit_of_element(element: Any) -> _Unit:
    address = element.get("uniturl") or element.get("url") or _UNIT
    total = _number(element, "count") if element.get("count") else None
    return _Unit(_told(element.get("querydata")), address, _number(element, "rows"), total)


def _units_in_scripts(page: Page) -> Iterator[_Unit]:
    """`var queryData = {'webId': …}; var count = 47, rows = 15;`: the first in each script."""
    for script in islice(page.selector.root.iter("script"), 100):
        text = script.text or ""
        declared = _DECLARED.search(text, 0, _MOST_SCRIPT)
        if declared:
            numbers = {found[1]: int(found[2]) for found in _COUNTED.finditer(text[:_MOST_SCRIPT])}
            yield _Unit(_told(declared[1]), _UNIT, numbers.get("rows", 0), numbers.get("count"))


def _told(written: str) -> dict[str, str]:
    return {name: value.strip() for name, value in _PAIR.findall(written[:2000])}


def _number(element: Any, name: str) -> int:
    digits = text_of({name: element.get(name) or ""}, name)
    return int(digits) if re.fullmatch(r"[0-9]{1,9}", digits) else 0


def _listing(page: Page, unit: _Unit, shown: bool) -> Listing | None:
    """What a unit asks for: its first part, or all that are missing where it tells their number.

    shown: the page has rows of its own, beside which a pager stands for the parts after them.
    """
    size, total = unit.size, unit.total
    if total == 0:
        return None
    parameters = _USUAL | unit.told
    parameters.pop("paramJson", None)
    query = urlencode(parameters, quote_via=quote)
    joint = "&" if "?" in unit.address else "?"
    request = data_request(HanwebJpaas.name, page.url, f"{unit.address}{joint}{query}", size=size)
    if request is None:
        return None
    if not total or not size:
        return Listing((), (_part(request, 1, size or _PART),))
    later = later_parts(1 if shown else 0, size, total)
    return Listing((), tuple(_part(request, number, size) for number in later))


def _part(request: DataRequest, number: int, size: int) -> DataRequest:
    """The same unit at another page, whose number is written into `paramJson`."""
    asked = quote(json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":")))
    url = with_parameter(request.url, "paramJson", asked)
    return dataclasses.replace(request, url=url, number=number, size=size)
