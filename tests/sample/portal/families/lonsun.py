"""Lonsun (龙讯): a page for each agency and kind of disclosure, lists as pieces of markup.

`/public/column/{agency}?type=3` are an agency's annual reports; links carry parameters of layout,
and each year has a link with `timeFrame` that shows a part of the same list, often nothing.
The rows come from `/site/label/8888`, counted from 1. An agency may have none: 暂无相关信息.
"""

from __future__ import annotations

from html import escape
from zlib import crc32

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Request, Response

LABEL = "/site/label/8888"
SITE_ID = "6787231"
YEARS = range(2025, 2014, -1)
EMPTY = "暂无相关信息"
FILE = "/xxgk/publicInfoList_newest2020"


class Lonsun(Family):
    """Pages of agencies beside ordinary columns."""

    page_type = "text/html;charset=UTF-8"

    def column_path(self, portal: Portal, column: Column) -> str:
        agency = _agency(portal, column)
        if not agency:
            return f"/content/column/{_number(column)}"
        kind = _kind(column)
        category = f"&catId={_number(column)}" if kind == 4 and len(column.trail) > 2 else ""
        return f"/public/column/{agency}?type={kind}{category}"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        return self.column_path(portal, column)

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        shown = self.column_path(portal, column)
        if not _agency(portal, column):
            return [shown]
        return [shown, *(f"{LABEL}#{shown} {number + 1}" for number in range(pages))]

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        agency = _agency(portal, column)
        return f"/public/{agency}/{entry.number}.html" if agency else _content(entry)

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        name = f"{crc32(f'{column.slug} {entry.number} {file.suffix}'.encode()):08X}"
        return f"/group6/M00/{name[:2]}/{name[2:4]}/wKgBD{name}{file.suffix}"

    def href(self, here: str, there: str) -> str:
        """Where one stands shows in the parameters of layout."""
        if "/public/column/" not in there:
            return there
        return f"{there}&nav={crc32(here.encode()) % 6}&sub=&timeFrame=&hasContent=true&catId="

    def otherwise(self, portal: Portal, request: Request) -> Response:
        told = request.parameters
        if request.path == LABEL:
            return Response(self._rows(portal, told).encode(), self.page_type)
        for column in portal.every_column():
            path, _, query = self.column_path(portal, column).partition("?")
            asked = Request(path, query).parameters
            category = told.get("catId") or None
            if request.path != path or told.get("type") != asked.get("type"):
                continue
            if category != asked.get("catId"):
                continue
            page = Page(column, 1, 1, len(column.entries), ())
            hub = bool(column.children)
            text = self.hub_page(portal, column) if hub else self.list_page(portal, page)
            return Response(text.encode(), self.page_type)
        return super().otherwise(portal, request)

    def _rows(self, portal: Portal, told: dict[str, str]) -> str:
        """One part of a list, with the call of the pager."""
        entries: list[tuple[Column, Entry]] = []
        for column in portal.every_column():
            if _agency(portal, column) != told.get("organId") or column.children:
                continue
            if str(_kind(column)) == told.get("type"):
                entries += [(column, entry) for entry in column.entries]
        if not entries or told.get("siteId") != SITE_ID:
            return f'<ul class="xxgk_nav_list"><li>{told.get("result", EMPTY)}</li></ul>'
        number, size = int(told.get("pageIndex", 1)), int(told.get("pageSize", 15))
        rows = "".join(
            f'<li class="clearfix"><a href="{self.row_path(portal, column, entry)}" '
            f'title="{escape(entry.title)}" class="title">{escape(entry.title[:25])}</a>'
            f'<span class="date">{entry.published_on:%Y-%m-%d}</span></li>'
            for column, entry in entries[(number - 1) * size : number * size]
        )
        pages = -(-len(entries) // size)
        return (
            f'<ul class="xxgk_nav_list">{rows}</ul><script>$(function() {{ Ls.pagination("#page", '
            f"{{pageCount:{pages}, pageIndex:{number}, pageSize:{size}}}); }});</script>"
        )

    def list_page(self, portal: Portal, page: Page) -> str:
        column, here = page.column, self.column_path(portal, page.column)
        agency = _agency(portal, column)
        body = self.breadcrumb(portal, here, column)
        if agency:
            body += self._list(portal, column, agency)
        rows = "".join(
            f'<li><a href="{_content(entry)}">{escape(entry.title)}</a>'
            f"<span>{entry.published_on:%Y-%m-%d}</span></li>"
            for entry in page.entries
        )
        body += "" if agency else f'<ul class="doc_list">{rows}</ul>'
        meta = self.site_meta(portal) | self.column_meta(column)
        if _kind(column) == 3:
            meta["ColumnType"] = "信息公开年报"
        return self.document(portal, here, f"{portal.site_name} {column.name}", meta, body, column)

    def _list(self, portal: Portal, column: Column, agency: str) -> str:
        """The script of the list, the links by year."""
        here = f"/public/column/{agency}?type={_kind(column)}&nav=5&sub=1"
        years = "".join(
            f'<li><a href="{here}&timeFrame={year}&hasContent=true">{year}年</a></li>'
            for year in YEARS
        )
        category = f"'{_number(column)}'" if _kind(column) == 4 else "''"
        return (
            f'<ul class="years">{years}</ul><div id="list"></div><div id="page"></div>\n'
            f"<script>$('#list').ajaxLoad({{url: '{LABEL}', data: {{IsAjax: 1, dataType: 'html', "
            f"_: Math.random(), labelName: 'publicInfoList', siteId: {SITE_ID}, "
            f"pageSize: {portal.page_size}, pageIndex: 1, action: 'list', isDate: true, "
            f"dateFormat: 'yyyy-MM-dd', length: 50, organId: {agency}, type: {_kind(column)}, "
            f"catId: {category}, cId: '', result: '{EMPTY}', file: '{FILE}'}}}});</script>"
        )

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | self.column_meta(column)
        meta |= {
            "ArticleTitle": entry.title,
            "PubDate": f"{entry.published_on:%Y-%m-%d} 15:42",
            "ContentSource": entry.source,
        }
        body = (
            f"{self.breadcrumb(portal, here, column)}\n<h1>{escape(entry.title)}</h1>\n"
            f"<p>发布时间：{entry.published_on:%Y-%m-%d} 15:42 "
            f'<a href="{traps.PRINT_TWIN}">打印</a></p>\n'
            f'<div class="j-fontContent" id="zoom">'
            f"{self.article_body(portal, here, column, entry)}\n"
            f"{self.attachments(portal, here, column, entry)}</div>"
        )
        title = f"{entry.title}_{portal.site_name}"
        return self.document(portal, here, title, meta, body, column, entry.declared_charset)

    def site_meta(self, portal: Portal) -> dict[str, str]:
        return super().site_meta(portal) | {"SiteId": SITE_ID}


def _agency(portal: Portal, column: Column) -> str:
    """The number of the agency whose page a column is, '' for any other column."""
    top = column.trail[0]
    if top in portal.menu or (column is top and top is not portal.disclosure):
        return ""
    owner = top if top is portal.disclosure else column.trail[1]
    return str(6_590_000 + crc32(owner.slug.encode()) % 9_000)


def _kind(column: Column) -> int:
    """1 制度, 2 指南, 3 年报, 4 目录."""
    slugs = {"zfxxgkzd": 1, "zfxxgkzn": 2, "zfxxgknb": 3}
    return slugs.get(column.slug.partition("_")[0], 4)


def _number(column: Column) -> int:
    return 1_000 + crc32("/".join(step.slug for step in column.trail).encode()) % 90_000


def _content(entry: Entry) -> str:
    return f"/content/article/{entry.number}"


FAMILY = Lonsun()
