"""gkmlpt (广东省统一政府信息公开目录平台), with NFCMS columns around it.

Everything about disclosure is one shell page for each agency, `{base}/gkmlpt/index#{id}`: its
tree of columns is in `window._CONFIG`, the rows come from `{base}/gkmlpt/api/all/{id}` as JSON,
counted from page 1. An article keeps its text in `DETAIL`. Ordinary columns are NFCMS:
`/{slug}/index.html`, `index_2.html`, `/{slug}/content/post_{id}.html`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from html import escape
from typing import Any
from zlib import crc32

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Request, Response

SID = "755001"


class Gkmlpt(Family):
    """A shell for each agency, and columns by NFCMS."""

    page_type = "text/html; charset=utf-8"

    def column_path(self, portal: Portal, column: Column) -> str:
        if self._base(portal, column) is None:
            return f"{_folder(column)}index.html"
        return f"{self._base(portal, column)}/gkmlpt/index#{_number(column)}"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        if self._base(portal, column) is not None or number == 1:
            return self.column_path(portal, column)
        return f"{_folder(column)}index_{number}.html"

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        base = self._base(portal, column)
        if base is None:
            return super().list_addresses(portal, column, pages)
        api = f"{base}/gkmlpt/api/all/{_number(column)}"
        lists = [f"{api}?page={number + 1}&sid={SID}" for number in range(pages)]
        return [f"{base}/gkmlpt/index", *lists]

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        base = self._base(portal, column)
        if base is None:
            return f"{_folder(column)}content/post_{entry.number}.html"
        folder = f"{base}/gkmlpt/content/{entry.number // 10**6}/{entry.number // 1000}"
        return f"{folder}/post_{entry.number}.html"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        name = crc32(f"{entry.number}{file.suffix}{column.slug}".encode()) % 10**8
        return f"/attachment/1/{entry.number // 1000}/{entry.number}/{name}{file.suffix}"

    def otherwise(self, portal: Portal, request: Request) -> Response:
        for column in portal.every_column():
            base = self._base(portal, column)
            if base is not None and request.path == f"{base}/gkmlpt/api/all/{_number(column)}":
                answer = self._api(portal, column, request)
                return Response(json.dumps(answer).encode(), "application/json")
        return super().otherwise(portal, request)

    def _base(self, portal: Portal, column: Column) -> str | None:
        """The prefix of the platform that a column is on; None for an NFCMS column."""
        top = column.trail[0]
        if top is portal.disclosure:
            return ""
        if top in portal.menu or column is top:
            return None
        return f"/{column.trail[1].slug}"

    def _api(self, portal: Portal, column: Column, request: Request) -> dict[str, Any]:
        """One answer; rows that lead off the platform are the last ones."""
        number, size = int(request.parameters.get("page", "1")), portal.page_size
        host = request.headers["host"]
        rows = [self._article_row(portal, column, entry, host) for entry in column.entries]
        rows.append(_jump_row(len(rows)))
        shown = rows[(number - 1) * size : number * size]
        return {
            "classify": {"id": _number(column), "name": column.name, "post_count": len(rows) + 2},
            "total": len(rows),
            "offset": (number - 1) * size,
            "articles": shown if request.parameters.get("sid") == SID else [],
        }

    def _article_row(
        self, portal: Portal, column: Column, entry: Entry, host: str
    ) -> dict[str, Any]:
        published = datetime.combine(entry.published_on, time(2), UTC)
        address = self.row_path(portal, column, entry)
        scheme = "" if entry.number % 2 else "http:"
        return {
            "id": entry.number,
            "title": entry.title,
            "url": f"{scheme}//{host}{address}",
            "post_url": address,
            "type": "normal",
            "date": 0,
            "create_time": int(published.timestamp()),
            "created_at": f"{published:%Y-%m-%d %H:%M:%S}",
            "publisher": entry.source,
            "is_expired": 0,
            "attachment": [],
        }

    def hub_page(self, portal: Portal, column: Column) -> str:
        if self._base(portal, column) is None:
            return super().hub_page(portal, column)
        return self._shell(portal, column)

    def list_page(self, portal: Portal, page: Page) -> str:
        if self._base(portal, page.column) is not None:
            return self._shell(portal, page.column)
        here = self.page_path(portal, page.column, page.number)
        rows = "".join(
            f'<li><a href="{self.article_path(portal, page.column, entry)}">{escape(entry.title)}'
            f"</a><span>{entry.published_on:%Y-%m-%d}</span></li>"
            for entry in page.entries
        )
        body = f'{self.breadcrumb(portal, here, page.column)}<ul class="news_list">{rows}</ul>'
        meta = self.site_meta(portal) | self.column_meta(page.column)
        title = f"{page.column.name}-{portal.site_name}"
        return self.document(portal, here, title, meta, body, page.column)

    def _shell(self, portal: Portal, column: Column) -> str:
        """The page that a script fills: no menu, no row, only the configuration."""
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{portal.site_name}</title>'
            f'</head><body><div id="app"></div>\n<script>{self._config(portal, column)}</script>'
            '<script src="/gkmlpt/js/index.js"></script></body></html>'
        )

    def _config(self, portal: Portal, column: Column, detail: str = "") -> str:
        """A JavaScript literal with bare keys, of which the tree is JSON."""
        depth = 0 if column.trail[0] is portal.disclosure else 1
        tree = [self._node(portal, child) for child in column.trail[depth].children]
        return (
            f"window._CONFIG = {{ SITE_NAME: '{portal.site_name}', SID: '{SID}', {detail}"
            f"TREE: {json.dumps(tree)}, SERVICE_AREA_ID: 1, IS_MOBILE: false }};"
        )

    def _node(self, portal: Portal, column: Column) -> dict[str, Any]:
        node = {"id": _number(column), "name": column.name, "jump_url": ""}
        if column.children:
            return node | {"children": [self._node(portal, child) for child in column.children]}
        return node | {"post_count": len(column.entries)}

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | self.column_meta(column)
        meta |= {
            "ArticleTitle": entry.title,
            "PubDate": f"{entry.published_on:%Y-%m-%d} 09:30",
            "ContentSource": entry.source,
        }
        body = self.article_body(portal, here, column, entry)
        body += self.attachments(portal, here, column, entry)
        shown = f'<h1>{escape(entry.title)}</h1><div class="article-content">{body}</div>'
        if self._base(portal, column) is not None:
            detail = f"DETAIL: {json.dumps({'id': entry.number, 'content': body})}, "
            shown = f'<div id="app"></div><script>{self._config(portal, column, detail)}</script>'
        crumb = self.breadcrumb(portal, here, column)
        tail = f'<a href="{traps.PRINT_TWIN}">打印</a>'
        title = f"{entry.title}-{portal.site_name}"
        markup = f"{crumb}{shown}{tail}"
        return self.document(portal, here, title, meta, markup, column, entry.declared_charset)


def _folder(column: Column) -> str:
    return f"/{'/'.join(step.slug for step in column.trail)}/"


def _number(column: Column) -> int:
    return 1000 + crc32("/".join(step.slug for step in column.trail).encode()) % 90_000


def _jump_row(number: int) -> dict[str, Any]:
    """A row of the type `url`: it leads to another site."""
    return {
        "id": number,
        "title": "全省2024年政府信息公开工作年度报告",
        "url": traps.OFFSITE["全省政府信息公开年报"],
        "type": "url",
        "date": 1_740_000_000,
        "create_time": 1_740_000_000,
    }


FAMILY = Gkmlpt()
