"""Hanweb jpaas (大汉): columns whose units a script fills, articles with hexadecimal names.

A column is `/{slug}/index.html` and declares its units with `queryData`; the list comes from
`/api-gateway/jpaas-publish-server/front/page/build/unit` as markup within JSON. The number of the
page is heard only inside `paramJson`, and nothing is answered without a Referer. Ids are nanoids.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import md5
from html import escape
from typing import Any

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Request, Response

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
SCRIPT = "/script/AuthorizedRead/unitbuild.js"
LIST_TAG = "当前栏目list"


class HanwebJpaas(Family):
    """Pages built of units."""

    page_type = "text/html;charset=UTF-8"

    def column_path(self, portal: Portal, column: Column) -> str:
        return f"{_folder(column)}index.html"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        return self.column_path(portal, column)

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        asked = [f"{UNIT}#{_nanoid(column)} {number + 1}" for number in range(pages)]
        return [self.column_path(portal, column), *asked]

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        name = md5(f"{portal.name} {entry.number}".encode(), usedforsecurity=False).hexdigest()
        return f"{_folder(column)}art/{entry.published_on:%Y}/art_{name}.html"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        name = md5(f"{column.slug} {entry.number}".encode(), usedforsecurity=False).hexdigest()
        return f"/{portal.name}/attach/-1/{name}{file.suffix}"

    def otherwise(self, portal: Portal, request: Request) -> Response:
        if request.path != UNIT:
            return super().otherwise(portal, request)
        if "referer" not in request.headers:
            return Response(b"<html><body>403 Forbidden</body></html>", status=403)
        told = request.parameters
        for column in portal.every_column():
            if told.get("pageId") == _nanoid(column) and told.get("webId") == _nanoid(portal):
                answer = self._answer(portal, column, told)
                return Response(json.dumps(answer).encode(), "application/json;charset=UTF-8")
        return Response(b'{"success":false,"code":"500","data":null}', "application/json")

    def _answer(self, portal: Portal, column: Column, told: dict[str, str]) -> dict[str, Any]:
        if told.get("tagId") != LIST_TAG:
            links = "".join(f"<li><a href='{_folder(c)}'>{c.name}</a></li>" for c in portal.menu)
            return {"success": True, "code": "200", "data": {"html": f"<ul>{links}</ul>"}}
        number = int(json.loads(told.get("paramJson") or "{}").get("pageNo", 1))
        size, total = portal.page_size, len(column.entries)
        shown = column.entries[(number - 1) * size : number * size]
        rows = "".join(
            f'<li><a href="{self.row_path(portal, column, entry)}" title="{escape(entry.title)}" '
            f'target="_blank">{escape(entry.title)}</a><b>{entry.published_on:%Y-%m-%d}</b></li>'
            for entry in shown
        )
        query = self._query(portal, column, LIST_TAG)
        pager = (
            f'<div class="pagination" queryData="{query}" unitUrl="{UNIT}" count="{total}" '
            f'rows="{size}" pageNo="{number}"></div>'
        )
        html = f'<div class="page-content"><ul>{rows}</ul>{pager}</div>'
        return {"success": True, "code": "200", "data": {"html": html}}

    def _query(self, portal: Portal, column: Column, tag: str) -> str:
        told = {
            "webId": _nanoid(portal),
            "pageId": _nanoid(column),
            "parseType": "bulidstatic",
            "pageType": "column",
            "tagId": tag,
            "tplSetId": "LmNssD6Eo0DO7Gf77breT",
        }
        return json.dumps(told, ensure_ascii=False).replace('"', "'")

    def list_page(self, portal: Portal, page: Page) -> str:
        column, here = page.column, self.column_path(portal, page.column)
        units = "".join(
            f'<script id="{_nanoid(column)[:6]}{number}" src="{SCRIPT}" url="{UNIT}" '
            f'queryData="{self._query(portal, column, tag)}"></script>\n'
            for number, tag in enumerate(("左侧导航", LIST_TAG))
        )
        body = f"{self.breadcrumb(portal, here, column)}\n{units}"
        meta = self.site_meta(portal) | self.column_meta(column) | {"ColId": _nanoid(column)}
        title = f"{portal.site_name} {column.name}"
        return self.document(portal, here, title, meta, body, column)

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | self.column_meta(column) | {"ColId": _nanoid(column)}
        meta |= {
            "ArticleTitle": entry.title,
            "PubDate": f"{entry.published_on:%Y-%m-%d} 11:05",
            "ContentSource": entry.source,
        }
        body = (
            f"{self.breadcrumb(portal, here, column)}\n"
            f'<div class="title">{escape(entry.title)}</div>\n'
            f"<p>发布日期：{entry.published_on:%Y-%m-%d} "
            f'<a href="{traps.PRINT_TWIN}">打印</a></p>\n'
            f'<div id="zoom">{self.article_body(portal, here, column, entry)}\n'
            f"{self.attachments(portal, here, column, entry)}</div>\n"
            f'<script src="{SCRIPT}" url="{UNIT}" '
            f'queryData="{self._query(portal, column, "底部")}"></script>'
        )
        title = f"{portal.site_name} {column.name} {entry.title}"
        return self.document(portal, here, title, meta, body, column, entry.declared_charset)


def _folder(column: Column) -> str:
    return f"/{'/'.join(step.slug for step in column.trail)}/"


def _nanoid(thing: Column | Portal) -> str:
    """Twenty-one characters, with - and _ among them."""
    told = _folder(thing) if isinstance(thing, Column) else thing.name
    digest = md5(told.encode(), usedforsecurity=False).digest()
    return urlsafe_b64encode(digest).decode()[:21]


FAMILY = HanwebJpaas()
