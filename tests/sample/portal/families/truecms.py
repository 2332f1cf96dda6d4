"""TrueCMS: the first rows of a list in a hidden container, the others as XML within JSONP.

Columns are `/{dir}/{dir}.html`, articles `/{dir}/content/{uuid}.html`. The records come from
`/truecms/messageController/getMessage.do`, counted from 1, to whoever sends a Referer, and never
more than six at once, however many are asked for.
"""

from __future__ import annotations

import json
from html import escape
from uuid import NAMESPACE_URL, uuid5

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Request, Response

MESSAGES = "/truecms/messageController/getMessage.do"
SCRIPT = "/truecms/resource/js/jquery.jpage.js"
SHOWN = 9
MOST = 6


class TrueCms(Family):
    """Hidden rows and records."""

    page_type = "text/html;charset=utf-8"

    def column_path(self, portal: Portal, column: Column) -> str:
        return f"{_folder(portal, column)}{column.slug}.html"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        return self.column_path(portal, column)

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        shown = self.column_path(portal, column)
        later = range(SHOWN, len(column.entries), MOST) if pages else ()
        return [shown, *(f"{MESSAGES}#{shown} {first + 1}" for first in later)]

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        return f"{_folder(portal, column)}content/{uuid5(NAMESPACE_URL, str(entry.number))}.html"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        return f"/upload/{entry.published_on:%Y%m%d}/{column.slug}{entry.number}{file.suffix}"

    def otherwise(self, portal: Portal, request: Request) -> Response:
        told = request.parameters
        if request.path == MESSAGES and "referer" in request.headers:
            for column in portal.every_column():
                if str(_uuid(column)) == told.get("columnId") and not column.children:
                    return self._records(portal, column, told)
        return super().otherwise(portal, request)

    def _records(self, portal: Portal, column: Column, told: dict[str, str]) -> Response:
        first, last = int(told.get("startrecord", 1)), int(told.get("endrecord", MOST))
        records = "".join(
            f"<record><![CDATA[{self._row(portal, column, entry)}]]></record>"
            for entry in column.entries[first - 1 : min(last, first + MOST - 1)]
        )
        total = len(column.entries)
        result = (
            f"<datastore><totalrecord>{total}</totalrecord><totalpage>{-(-total // 3)}</totalpage>"
            f"<recordset>{records}</recordset></datastore>"
        )
        answer = f"{told.get('callback', 'cb')}({json.dumps({'result': result})})"
        return Response(answer.encode(), "application/javascript;charset=utf-8")

    def _row(self, portal: Portal, column: Column, entry: Entry) -> str:
        return (
            f'<li><a href="{self.row_path(portal, column, entry)}" title="{escape(entry.title)}">'
            f"{escape(entry.title[:20])}</a><span>{entry.published_on:%Y-%m-%d}</span></li>"
        )

    def list_page(self, portal: Portal, page: Page) -> str:
        column, here = page.column, self.column_path(portal, page.column)
        shown = "".join(self._row(portal, column, entry) for entry in column.entries[:SHOWN])
        body = (
            f"{self.breadcrumb(portal, here, column)}"
            '<ul class="xxgk-list-con" id="list"></ul><div class="pager"></div>\n'
            f'<div id="initData" style="display:none"><ul>{shown}</ul></div>\n'
            f'<script src="{SCRIPT}"></script>\n'
            f"<script>$('#list').jpage({{ totalRecord: {len(column.entries)}, "
            f"perPage: {portal.page_size}, dataStore: $('#initData li'), "
            f"proxyUrl:'{MESSAGES}', columnId:'{_uuid(column)}' }});</script>"
        )
        meta = self.site_meta(portal) | self.column_meta(column)
        return self.document(portal, here, f"{column.name}_{portal.site_name}", meta, body, column)

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | self.column_meta(column)
        meta |= {
            "ArticleTitle": entry.title,
            "PubDate": f"{entry.published_on:%Y-%m-%d} 14:30",
            "ContentSource": entry.source,
        }
        body = (
            f"{self.breadcrumb(portal, here, column)}\n<h1>{escape(entry.title)}</h1>\n"
            f'<p><a href="{traps.PRINT_TWIN}">打印</a></p>\n<script src="{SCRIPT}"></script>\n'
            f'<div id="zoom">{self.article_body(portal, here, column, entry)}\n'
            f"{self.attachments(portal, here, column, entry)}</div>"
        )
        title = f"{entry.title}_{portal.site_name}"
        return self.document(portal, here, title, meta, body, column, entry.declared_charset)


def _folder(portal: Portal, column: Column) -> str:
    return f"/{portal.name}/{'/'.join(step.slug for step in column.trail)}/"


def _uuid(column: Column) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(step.slug for step in column.trail)))


FAMILY = TrueCms()
