"""Hanweb jcms (大汉).

Columns are `/col/col{N}/index.html`, articles `/art/2023/1/12/art_{col}_{id}.html` without zeros
before month and day. A list holds its first three pages as XML in a script; the others come by
POST from `dataproxy.jsp`, counted by records from 1. `index_1.html` does not exist.
"""

from __future__ import annotations

from html import escape
from typing import ClassVar
from zlib import crc32

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Request, Response

PROXY = "/module/web/jpage/dataproxy.jsp"
PAGES_IN_A_GROUP = 3
WEB_ID = 17


class HanwebJcms(Family):
    """Static pages with jpage lists."""

    by_record: ClassVar[bool] = True

    def column_path(self, portal: Portal, column: Column) -> str:
        return f"/col/col{_number(column)}/index.html"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        return self.column_path(portal, column)

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        groups = range(PAGES_IN_A_GROUP, pages, PAGES_IN_A_GROUP)
        asked = [f"{PROXY}#{_number(column)} from page {first + 1}" for first in groups]
        return [self.column_path(portal, column), *asked]

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        day = entry.published_on
        name = f"art_{_number(column)}_{entry.number}.html"
        return f"/art/{day.year}/{day.month}/{day.day}/{name}"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        name = crc32(f"{column.slug} {entry.number} {file.suffix}".encode())
        return f"/attach/0/{name:08x}{entry.number:024x}{file.suffix}"

    def otherwise(self, portal: Portal, request: Request) -> Response:
        if request.path != PROXY:
            return super().otherwise(portal, request)
        told = request.parameters
        for column in portal.every_column():
            asked = (str(_number(column)), f"{_number(column)}1", str(WEB_ID))
            if (told.get("columnid"), told.get("unitid"), told.get("webid")) == asked:
                rows = self._asked_for(portal, column, told)
                return Response(self._store(portal, column, rows).encode(), "text/xml")
        return Response(b"<datastore><totalrecord>0</totalrecord></datastore>", "text/xml")

    def _asked_for(self, portal: Portal, column: Column, told: dict[str, str]) -> list[Entry]:
        if self.by_record:
            first, last = int(told.get("startrecord", 1)), int(told.get("endrecord", 60))
            return column.entries[max(first, 1) - 1 : last]
        number = max(int(told.get("page", 1)), 1)
        return column.entries[(number - 1) * portal.page_size : number * portal.page_size]

    def _store(self, portal: Portal, column: Column, entries: list[Entry]) -> str:
        records = "".join(
            f"<record><![CDATA[{self._row(portal, column, entry)}]]></record>\n"
            for entry in entries
        )
        total, size = len(column.entries), portal.page_size
        return (
            f"<datastore><totalrecord>{total}</totalrecord><totalpage>{-(-total // size)}"
            f"</totalpage><recordset>{records}</recordset></datastore>"
        )

    def _row(self, portal: Portal, column: Column, entry: Entry) -> str:
        address = self.row_path(portal, column, entry)
        own = f'<a href="{self.column_path(portal, column)}">[{column.name[:2]}]</a>'
        day = entry.published_on
        return (
            f'<li>{own}<a href="{address}" title="{escape(entry.title)}" target="_blank">'
            f"{escape(entry.title[:22])}</a><span>\n{day:%Y}-{day:%m}\n-{day:%d}</span></li>"
        )

    def list_page(self, portal: Portal, page: Page) -> str:
        column, here = page.column, self.column_path(portal, page.column)
        unit = f"{_number(column)}1"
        form = (
            f"col=1&appid=1&webid={WEB_ID}&path=/&columnid={_number(column)}"
            f"&sourceContentType=1&unitid={unit}&webname={portal.site_name}&permissiontype=0"
        )
        first = column.entries[: PAGES_IN_A_GROUP * portal.page_size]
        records = self._store(portal, column, first).partition("<recordset>")[2]
        body = (
            f"{self.breadcrumb(portal, here, column)}\n"
            f'<div id="{unit}"><script type="text/xml"><datastore>\n<nextgroup>'
            f'<![CDATA[<a href="{PROXY}?page=1&{form}"></a>]]></nextgroup>\n'
            f"<recordset>{records}</script></div>\n<script>$('#{unit}').jpage({{ "
            f"totalRecord:{page.total}, perPage:{portal.page_size}, groupSize:{PAGES_IN_A_GROUP}, "
            f"proxyUrl:'{PROXY}', openCookies:false }});</script>"
        )
        meta = self.site_meta(portal) | self.column_meta(column)
        title = f"{portal.site_name} {column.name}"
        return self.document(portal, here, title, meta, body, column)

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | self.column_meta(column)
        meta |= {
            "ArticleTitle": entry.title,
            "PubDate": f"{entry.published_on:%Y-%m-%d} 16:20",
            "ContentSource": entry.source,
        }
        body = (
            f"{self.breadcrumb(portal, here, column)}\n"
            f'<div class="title">{escape(entry.title)}</div>\n'
            f"<p>发布日期：{entry.published_on:%Y-%m-%d}　浏览次数：<span id=hits></span> "
            f'<a href="{traps.PRINT_TWIN}">打印</a></p>\n'
            '<div id="zoom"><meta name="ContentStart"/>\n'
            f"{self.article_body(portal, here, column, entry)}\n"
            f"{self.attachments(portal, here, column, entry)}\n"
            '<meta name="ContentEnd"/></div>'
        )
        title = f"{portal.site_name} {column.name} {entry.title}"
        return self.document(portal, here, title, meta, body, column, entry.declared_charset)


def _number(column: Column) -> int:
    return 1_229_000_000 + crc32("/".join(step.slug for step in column.trail).encode()) % 900_000


FAMILY = HanwebJcms()
