"""Hanweb xxgk (大汉): lists by `search.jsp`, and a report for each agency and year.

`/module/xxgk/xxgkAnnualReport.jsp?area={agency}&fbtime={year}` shows the whole report. Agencies and
years are those that pages declare: links, addresses in scripts, select boxes, `tree.jsp`. `fbtime`
is no report's year: some portals show the report of the year before. A list by `search.jsp` holds
what its agency published in all columns; the column is told by the names `art_{column}_{id}`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import chain, islice
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from parsers.interpretation.genre import judge_title
from spiders.discovery.articles.frame import Article
from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    Column,
    DataRequest,
    Listing,
    Target,
    data_request,
)
from spiders.discovery.lists.rows import Row
from spiders.discovery.pages.data import (
    later_parts,
    parameter_pattern,
    parameters_in,
    row_of_record,
    with_parameter,
)
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.pages.text import short_text
from spiders.discovery.sites import clean_url
from spiders.families.base import LOOKED_AT, Family
from spiders.families.hanweb_jcms import HanwebJcms

_ABOVE = ("政府信息公开年报",)
_MOST_DECLARED = 2_000
_FOLDER = "/module/xxgk/"
_MODULE = r"(?:https?://[\w.:-]{1,100})?(?:/[\w-]{1,40}){0,2}/module/xxgk/"
_REPORT = re.compile(_MODULE + r"xxgkAnnualReport\.jsp(\?[^\"'<>\s\\]{1,500})?")
_TREE = re.compile(_MODULE + r"tree\.jsp\?[^\"'<>\s\\]{1,500}")
_SEARCH = re.compile(_MODULE + r"search\.jsp(?:\?[^\"'<>\s\\]{0,1000})?")
_REPORT_PATH = re.compile(r"/module/xxgk/xxgkAnnualReport\.jsp$")
_TREE_PATH = re.compile(r"/module/xxgk/tree\.jsp$")
# 113708830043262784 (统一社会信用代码) or 01251010-053; in an address also others.
_AREA = re.compile(r"[0-9A-Z]{18}|\d{4,10}-\d{1,4}")
_ANY_AREA = re.compile(r"[\w-]{1,40}")
_QUOTED_AREA = re.compile(rf"[\"']({_AREA.pattern})[\"']")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COLUMN = re.compile(r"/col/col(\d{1,12})/")
_ARTICLE_COLUMN = re.compile(r"/art_(\d{1,12})_\d{1,12}\.")
_PAGES = re.compile(r"共(?:\s|&nbsp;){0,9}(\d{1,5})(?:\s|&nbsp;){0,9}页")
_EMPTY = re.compile(
    r"暂无(?:相关)?(?:信息|数据|内容|记录)|没有(?:相关|符合条件的)(?:信息|记录|数据)"
)
_RECORDS = "tr.tr_main_value_odd, tr.tr_main_value_even"
# What the script posts, in its own order; None: sent only where the page tells it.
_FIELDS: dict[str, str | None] = {
    "infotypeId": "",
    "jdid": None,
    "area": None,
    "divid": None,
    "vc_title": "",
    "vc_number": "",
    "sortfield": ",createdatetime:0,orderid:0",
    "currpage": "1",
    "vc_filenumber": "",
    "vc_all": "",
    "texttype": "0",
    "fbtime": "-1",
    "standardXxgk": None,
}
_FIELD = parameter_pattern(_FIELDS, r"\w:,.-")
_BEFORE, _AFTER = 600, 1_500
_JCMS = HanwebJcms()


class HanwebXxgk(Family):
    """The disclosure module of Hanweb, beside jcms columns on the same host."""

    name: ClassVar[str] = "Hanweb xxgk"
    rank: ClassVar[int] = 24
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"/module/xxgk/xxgkAnnualReport\.jsp"),
        re.compile(r"/module/xxgk/(?:search|tree)\.jsp"),
        re.compile(r"class\s{0,3}=\s{0,3}[\"']?tr_main_value_(?:odd|even)\b"),
        re.compile(r"/col/col\d{1,12}/index\.html\?number=\w{1,40}"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = HanwebJcms.article_address
    article_bodies: ClassVar[tuple[str, ...]] = HanwebJcms.article_bodies

    def article(self, page: Page) -> Article | None:
        """The page of an agency's report is an article that leads on to other years."""
        article = super().article(page)
        if article is None or not _is_report(page.url):
            return article
        return dataclasses.replace(article, declared=False)

    def rows(self, page: Page) -> list[Row]:
        """A report's own page lists nothing but other reports, which are its columns."""
        return [] if _is_report(page.url) else super().rows(page)

    def columns(self, page: Page) -> Sequence[Column]:
        """Reports by agency and year; the tree of agencies where the page shows none itself."""
        if _FOLDER not in page.text and _FOLDER not in page.url:
            return ()
        found: dict[Target, Column] = {}
        for column in islice(chain(_linked(page), _written(page), _chosen(page)), _MOST_DECLARED):
            if column.target != page.url:
                found.setdefault(column.target, column)
        tree = _TREE.search(page.text, 0, LOOKED_AT)
        mentioned = _REPORT.search(page.text, 0, LOOKED_AT)
        if not found and tree and mentioned and not _is_report(page.url):
            url = clean_url(unescape(tree[0]), page.base)
            return [Column(_ABOVE[0], url)] if url else []
        return list(found.values())

    def lists(self, page: Page) -> Sequence[Listing]:
        """The list that `search.jsp` fills, and those of jcms on the same page."""
        if _is_report(page.url):
            return ()
        request = _search_request(page)
        own = [Listing((), (request,))] if request is not None else []
        return [*_JCMS.lists(page), *own]

    def read_list(self, answer: Answer) -> Listing | None:
        """Rows of the request's own column; `共N页` tells how many answers follow."""
        request = answer.request
        pages = _PAGES.search(answer.text)
        page = read_page(request.page, answer.text.encode())
        records = page.selector.css(_RECORDS)[:MOST_ROWS]
        if not records and pages is None and not _EMPTY.search(answer.text, 0, LOOKED_AT):
            return None
        column = _column_of(request)
        rows = (row_of_record(record.get(), request.page) for record in records)
        kept = tuple(row for row in rows if row is not None and _is_of(row, column))
        later = later_parts(request.number, 1, int(pages[1]) if pages else 0)
        parts = tuple(_part(request, number) for number in later)
        return Listing(kept, parts, goes_on=bool(records))


def _is_report(url: str) -> bool:
    return _REPORT_PATH.search(urlsplit(url).path) is not None


def _names_report(url: str) -> bool:
    """Whether an address has an agency and a year: a script's stub of one has not."""
    told = dict(parse_qsl(urlsplit(url).query))
    return (
        _is_report(url)
        and _ANY_AREA.fullmatch(told.get("area", "")) is not None
        and _YEAR.fullmatch(told.get("fbtime", "")) is not None
    )


def _linked(page: Page) -> Iterator[Column]:
    for link in page.links:
        if _names_report(link.url):
            yield Column(link.label, link.url, _ABOVE)


def _written(page: Page) -> Iterator[Column]:
    """Addresses in scripts and in handlers of clicks."""
    for found in _REPORT.finditer(page.text):
        url = clean_url(unescape(found[0]), page.base)
        if url is not None and _names_report(url):
            yield Column("", url, _ABOVE)


def _chosen(page: Page) -> Iterator[Column]:
    """What select boxes offer: the other years of this agency, or agencies with their years.

    The page of one agency's report offers other agencies for its own year only: the years of
    another agency are told by that one's page.
    """
    endpoint = _endpoint(page)
    if endpoint is None:
        return
    own, year = _own_choice(page)
    years, areas = _offered(page)
    for value in years if own else ():
        yield from _report(page, endpoint, own, value, _ABOVE[0])
    for value in [year] if own else years or [year]:
        for area, label in areas.items():
            yield from _report(page, endpoint, area, value, label)


def _endpoint(page: Page) -> str | None:
    """The address of the reports without parameters, as the page or its tree has it."""
    path = urlsplit(page.url).path
    if _is_report(page.url):
        return path
    if _TREE_PATH.search(path):
        return f"{path.rpartition('/')[0]}/xxgkAnnualReport.jsp"
    found = _REPORT.search(page.text, 0, LOOKED_AT)
    return found[0].partition("?")[0] if found else None


def _own_choice(page: Page) -> tuple[str, str]:
    """The agency and the year that the page is about, '' where it is about none."""
    parts = urlsplit(page.url)
    told = dict(parse_qsl(parts.query))
    area = "" if _TREE_PATH.search(parts.path) else told.get("area", "")
    year = told.get("fbtime", "")
    if not area:
        fields = page.selector.css("input[name=area]::attr(value)").getall()[:1]
        area = fields[0] if fields else ""
    return area if _ANY_AREA.fullmatch(area) else "", year if _YEAR.fullmatch(year) else ""


def _offered(page: Page) -> tuple[list[str], dict[str, str]]:
    """Years and agencies (with names) to choose from: options, and clicks on a name."""
    years: dict[str, None] = {}
    areas: dict[str, str] = {}
    for option in islice(page.selector.root.iter("option"), _MOST_DECLARED):
        value = (option.get("value") or "").strip()[:40]
        if _YEAR.fullmatch(value):
            years[value] = None
        elif _AREA.fullmatch(value):
            areas.setdefault(value, short_text(option))
    for anchor in islice(page.selector.root.iter("a"), _MOST_DECLARED):
        code = _QUOTED_AREA.search(f"{anchor.get('href')} {anchor.get('onclick')}"[:500])
        if code:
            areas.setdefault(code[1], short_text(anchor))
    return list(years), areas


def _report(page: Page, endpoint: str, area: str, year: str, label: str) -> Iterator[Column]:
    url = clean_url(f"{endpoint}?area={area}" + (f"&fbtime={year}" if year else ""), page.base)
    if url is not None:
        yield Column(label, url, _ABOVE)


def _search_request(page: Page) -> DataRequest | None:
    """The request for the list that the page's script fills; None where it fills none."""
    if _FOLDER not in page.text:
        return None
    written = _SEARCH.search(page.text, 0, LOOKED_AT)
    tree = _TREE.search(page.text, 0, LOOKED_AT)
    column = _COLUMN.search(urlsplit(page.url).path)
    if written is None and (tree is None or column is None or _REPORT.search(page.text)):
        return None
    address = unescape(written[0]) if written else "/module/xxgk/search.jsp"
    told = _told_around(page, written.start(), written.end()) if written else {}
    told |= dict(parse_qsl(urlsplit(address).query))
    for name, value in _told_elsewhere(page, tree, column):
        told[name] = told.get(name) or value
    told.setdefault("infotypeId", dict(parse_qsl(urlsplit(page.url).query)).get("number", ""))
    form = {name: told.get(name, default) for name, default in _FIELDS.items()}
    known = {name: value for name, value in form.items() if value is not None}
    known["currpage"] = "1"
    script = {"X-Requested-With": "XMLHttpRequest"}
    return data_request(HanwebXxgk.name, page.url, address, form=known, headers=script)


def _told_elsewhere(
    page: Page, tree: re.Match[str] | None, column: re.Match[str] | None
) -> Iterator[tuple[str, str]]:
    """Parameters that hidden fields hold, the address of the tree, or the page's own."""
    for field in islice(page.selector.root.iter("input"), 200):
        name, value = field.get("name") or field.get("id") or "", field.get("value") or ""
        if name in _FIELDS and value:
            yield name, value[:200]
    if tree is not None:
        yield from parse_qsl(urlsplit(unescape(tree[0])).query)
    if column is not None:
        yield "divid", f"div{column[1]}"


def _told_around(page: Page, start: int, end: int) -> dict[str, str]:
    """The parameters that the script has beside the address, those after it first."""
    before = page.text[max(0, start - _BEFORE) : start]
    return parameters_in(page.text[end : end + _AFTER] + "\n" + before, _FIELD)


def _column_of(request: DataRequest) -> str:
    """The number of the column whose list was asked for, '' where nothing tells it."""
    asked: dict[str, Any] = dict(parse_qsl(f"{request.body}&{urlsplit(request.url).query}"))
    found = re.fullmatch(r"div(\d{1,12})", asked.get("divid", ""))
    found = found or _COLUMN.search(urlsplit(request.page).path)
    return found[1] if found else ""


def _is_of(row: Row, column: str) -> bool:
    """Whether a row belongs to the column; one that does not tell must be titled as a report."""
    found = _ARTICLE_COLUMN.search(urlsplit(row.url).path)
    if found and column:
        return found[1] == column
    return judge_title(row.title).kind == "report"


def _part(request: DataRequest, number: int) -> DataRequest:
    url = request.url
    if "currpage=" in url:
        url = with_parameter(url, "currpage", number)
    body = with_parameter(request.body, "currpage", number)
    return dataclasses.replace(request, url=url, body=body, number=number)
