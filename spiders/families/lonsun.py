"""Lonsun (龙讯): pages of each agency by kind, `/public/column/{agency}?type=3` its annual reports.

type: 1 制度, 2 指南, 3 年报, 4 目录, 5 依申请, 6 规范性文件. Lists come as markup from
`/site/label/8888`, counted from 1; `pageCount:N` tells how many there are. `timeFrame={year}` shows
a part of the same list, for every year, so that links with it lead to nothing new.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from html import unescape
from itertools import islice
from typing import ClassVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from parsel import Selector

from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    Column,
    DataRequest,
    Listing,
    data_request,
)
from spiders.discovery.lists.rows import Row, find_rows
from spiders.discovery.pages.data import (
    later_parts,
    parameter_pattern,
    parameters_in,
    with_parameter,
)
from spiders.discovery.pages.labels import read_label
from spiders.discovery.pages.leading import MOST_LINKS
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.pages.text import short_text
from spiders.discovery.sites import clean_url
from spiders.families.base import LOOKED_AT, Family

_ANNUAL = "3"
_ABOVE = ("政府信息公开年报",)
_AGENCY = re.compile(r"/public/column/\d{1,12}$")
_LINK = re.compile(r"/public/column/\d{1,12}\?(?:[\w=&;%-]{1,120}[&;])?type=\d")
_LABEL = re.compile(r"(?:/[\w-]{1,40})?/site/label/8888(?:\?[^\"'<>\s]{0,1500})?")
_USUAL_LABEL = "/site/label/8888"  # where a file that many pages share asks for it
_PAGES = re.compile(r"\bpageCount[\"']?\s{0,9}[:=]\s{0,9}[\"']?(\d{1,5})")
_LIST = re.compile(r"xxgk_nav_list|xxgk_navli|暂无相关信息")
_ENTRY = re.compile(r"/public/\d{1,12}/\d{1,12}\.html$|/content/article/\d{1,12}$")
_NAME = "publicInfoList"
_LABEL_NAME = re.compile(rf"labelName[\"']?\s{{0,9}}[:=]\s{{0,9}}[\"']?{_NAME}\b")
_YEAR = "timeFrame="
# What the script asks for, in its own order, with what it sends where the page tells nothing;
# None: sent only where the page tells it.
_FIELDS: dict[str, str | None] = {
    "IsAjax": "1",
    "dataType": "html",
    "labelName": _NAME,
    "siteId": None,
    "pageSize": "15",
    "pageIndex": "1",
    "action": "list",
    "fuzzySearch": None,
    "fromCode": None,
    "keyWords": None,
    "sortType": None,
    "isDate": "true",
    "dateFormat": "yyyy-MM-dd",
    "length": "50",
    "organId": None,
    "type": None,
    "catIds": None,
    "catId": None,
    "cId": "",
    "result": "暂无相关信息",
    "file": None,
}
_FIELD = parameter_pattern(_FIELDS, r"\w/-")
_AROUND = 1_500


class Lonsun(Family):
    """Lonsun with its pages of agencies."""

    name: ClassVar[str] = "Lonsun"
    rank: ClassVar[int] = 21
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"/site/label/8888\b"),
        _LABEL_NAME,
        _LINK,
    )
    article_address: ClassVar[re.Pattern[str] | None] = _ENTRY
    article_bodies: ClassVar[tuple[str, ...]] = ("#zoom", ".j-fontContent", ".gkwz_contnet")

    def prepare(self, page: Page) -> Page:
        """Links to an agency's page keep only its kind: one page has one address.

        Links by an agency's name lead to its annual reports at once.
        """
        if not _LINK.search(page.text):
            return page
        selector = Selector(text=page.text, type="html")
        for anchor in islice(selector.root.iter("a"), MOST_LINKS):
            href = anchor.get("href") or ""
            if _LINK.search(href):
                is_agency = read_label(short_text(anchor)).kind == "agency"
                anchor.set("href", _plain(href, _ANNUAL if is_agency else ""))
        return dataclasses.replace(page, selector=selector)

    def as_written(self, page: Page) -> Mapping[str, str]:
        """Links to pages of agencies with all that they carry, and those to their other kinds by
        the annual reports that `columns` makes of them."""
        agencies = [link.url for link in page.links if _AGENCY.search(urlsplit(link.url).path)]
        agencies.sort(key=lambda url: _YEAR in url)  # a part of a list only where nothing else is
        found: dict[str, str] = {}
        for url in agencies:
            found.setdefault(_plain(url, ""), url)
        for url in agencies:
            found.setdefault(_plain(url, _ANNUAL), url)
        return found

    def columns(self, page: Page) -> Sequence[Column]:
        """The annual reports of each agency that the page links to by any of its kinds."""
        found: dict[str, Column] = {}
        for link in page.links:
            if not _AGENCY.search(urlsplit(link.url).path):
                continue
            url = f"{link.url.partition('?')[0]}?type={_ANNUAL}"
            if url != page.url:
                known = read_label(link.label).kind in ("agency", "column")
                label = link.label if known else _ABOVE[0]
                found.setdefault(url, Column(label, url, _ABOVE))
        return list(found.values())

    def lists(self, page: Page) -> Sequence[Listing]:
        """The list of an agency's page: all of it by script, or what follows the rows shown."""
        request = _list_request(page)
        if request is None:
            return ()
        shown = any(_ENTRY.search(urlsplit(row.url).path) for row in self.rows(page))
        if not shown:
            return [Listing((), (request,))]
        return [Listing((), _later(request, page.text))]

    def read_list(self, answer: Answer) -> Listing | None:
        """A piece of markup with rows and the call of the pager; an empty one says so."""
        page = read_page(answer.request.page, answer.text.encode())
        rows = {row.url: row for row in find_rows(page)}
        for link in page.links:  # an article is a row also without a date
            if _ENTRY.search(urlsplit(link.url).path) and link.label:
                rows.setdefault(link.url, Row(link.url, link.label))
        if not rows and not _LIST.search(answer.text) and not _PAGES.search(answer.text):
            return None
        return Listing(tuple(rows.values())[:MOST_ROWS], _later(answer.request, answer.text))


def _plain(href: str, kind: str) -> str:
    """A link to an agency's page without what only lays it out or narrows it down to a year.

    kind: the page of that agency to go to instead, '' for the one that the link leads to.
    """
    address, _, query = href.partition("?")
    told = dict(parse_qsl(query.partition("#")[0]))
    if kind:
        told = {"type": kind}
    kept = {name: told[name] for name in ("type", "catId") if told.get(name)}
    return f"{address}?{urlencode(kept)}"


def _list_request(page: Page) -> DataRequest | None:
    """The request that the page's script makes for its first rows."""
    written = _LABEL.search(page.text, 0, LOOKED_AT)
    asks = _LABEL_NAME.search(page.text, 0, LOOKED_AT)
    named = asks or re.search(_NAME, page.text[:LOOKED_AT])
    if named is None or (written is None and asks is None):
        return None
    told = _told(page.text, named.start())
    address = unescape(written[0]) if written else _USUAL_LABEL
    told |= dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    if told.get("labelName", _NAME) != _NAME:
        return None
    told.setdefault("siteId", page.meta.get("siteid", ""))
    asked = {name: told.get(name, default) for name, default in _FIELDS.items()}
    known = {name: value for name, value in asked.items() if value is not None}
    known["pageIndex"] = "1"
    query = urlencode(known, quote_via=quote)
    url = clean_url(f"{address.partition('?')[0]}?{query}", page.base)
    script = {"X-Requested-With": "XMLHttpRequest"}
    return data_request(Lonsun.name, page.url, url, headers=script) if url else None


def _told(text: str, at: int) -> dict[str, str]:
    """The parameters that the script has around the name of the list."""
    opening = text.rfind("<script", max(0, at - _AROUND), at)
    start = max(text.find(">", opening) + 1 if opening >= 0 else 0, at - _AROUND, 0)
    end = text.find("</script>", at, at + _AROUND)
    return parameters_in(text[start : end if end >= 0 else at + _AROUND], _FIELD)


def _later(request: DataRequest, text: str) -> tuple[DataRequest, ...]:
    """The parts after this one, by the pager's count of pages."""
    found = _PAGES.search(text)
    return tuple(
        dataclasses.replace(
            request, url=with_parameter(request.url, "pageIndex", number), number=number
        )
        for number in later_parts(request.number, 1, int(found[1]) if found else 0)
    )
