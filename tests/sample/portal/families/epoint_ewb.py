"""Epoint EWB (新点): shells with `categorynum`, lists as JSON to a POST of JSON.

The site's own number is in a script file that the shell names; without it nothing is listed. Pages
count from 0. Articles are static pages by day and UUID.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Request, Response

SHELL = "/dynamic/zwgk/govInfoPub.html"
SCRIPT = "/js/webBuilderCommon.js"
SITE_GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"


class EpointEwb(Family):
    """Shells, and a script file that knows the site."""

    page_type = "text/html;charset=utf-8"
    project = "/EWB-FRONT"
    first = 0

    @property
    def api(self) -> str:
        """Address of the lists."""
        return f"{self.project}/rest/lightfrontaction/getgovinfolist"

    def column_path(self, portal: Portal, column: Column) -> str:
        if column.trail[0] in portal.menu:
            return f"/{column.slug}/subpage.html"
        return f"{SHELL}?categorynum={_category(portal, column)}"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        return self.column_path(portal, column)

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        shown = self.column_path(portal, column)
        if column.trail[0] in portal.menu or not pages:
            return [shown]
        return [shown, *self.found_by(), *(f"{self.api}#{shown} {n}" for n in range(pages))]

    def found_by(self) -> list[str]:
        """What must be read beside a shell."""
        return [SCRIPT]

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        folder = "/".join(step.slug for step in column.trail)
        name = uuid5(NAMESPACE_URL, str(entry.number))
        return f"/{folder}/{entry.published_on:%Y%m%d}/{name}.html"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        return f"/EWBFiles/{_category(portal, column)}/{entry.number}{file.suffix}"

    def assets(self) -> dict[str, Response]:
        site = json.dumps({"projectName": self.project, "siteGuid": SITE_GUID})
        script = f"var siteInfo={site};\nvar Util = {{}};\n"
        return {SCRIPT: Response(script.encode(), "application/javascript")}

    def otherwise(self, portal: Portal, request: Request) -> Response:
        if request.path == SHELL:
            return self._shell(portal, request)
        if request.path == self.api and request.method == "POST":
            answer = {
                "custom": self.rows(portal, json.loads(request.body)),
                "status": {"code": 200},
            }
            return Response(json.dumps(answer).encode(), "application/json;charset=utf-8")
        return super().otherwise(portal, request)

    def _shell(self, portal: Portal, request: Request) -> Response:
        for column in portal.every_column():
            if _category(portal, column) != request.parameters.get("categorynum"):
                continue
            page = Page(column, 1, 1, len(column.entries), ())
            hub = bool(column.children)
            text = self.hub_page(portal, column) if hub else self.list_page(portal, page)
            return Response(text.encode(), self.page_type)
        return super().otherwise(portal, request)

    def rows(self, portal: Portal, told: dict[str, Any]) -> dict[str, Any]:
        """One part of a list."""
        listed: list[dict[str, Any]] = []
        for column in portal.every_column():
            if _category(portal, column) == told["categorynum"] and not column.children:
                listed = [self._row(portal, column, entry) for entry in column.entries]
        if told["siteGuid"] != SITE_GUID:
            listed = []
        number, size = int(told["pageIndex"]) - self.first, int(told["pageSize"])
        shown = listed[number * size : (number + 1) * size] if number >= 0 else []
        return {"total": len(listed), "data": shown}

    def _row(self, portal: Portal, column: Column, entry: Entry) -> dict[str, Any]:
        return {
            "infourl": self.row_path(portal, column, entry),
            "title": f"{entry.title[:18]}...",
            "realtitle": entry.title,
            "infodate": str(entry.published_on),
        }

    def list_page(self, portal: Portal, page: Page) -> str:
        column, here = page.column, self.column_path(portal, page.column)
        rows = "".join(
            f'<li><a href="{self.article_path(portal, column, entry)}">{escape(entry.title)}</a>'
            f"<span>{entry.published_on:%Y-%m-%d}</span></li>"
            for entry in page.entries
        )
        static = column.trail[0] in portal.menu
        listed = f'<ul class="ewb-list">{rows}</ul>' if static else self.script(portal, column)
        body = f"{self.breadcrumb(portal, here, column)}\n{listed}"
        meta = self.site_meta(portal) | self.column_meta(column)
        return self.document(portal, here, column.name, meta, body, column)

    def script(self, portal: Portal, column: Column) -> str:
        """What fills a list."""
        return (
            f'<script src="{SCRIPT}"></script>\n<div id="list"></div><div id="pager"></div>\n'
            "<script>var categorynum = Util.getUrlParams('categorynum');\n"
            "function getList(pageIndex) { $.ajax({ type: 'post', contentType: 'application/json', "
            "url: siteInfo.projectName + '/rest/lightfrontaction/getgovinfolist', "
            "data: JSON.stringify({ deptcode: '', categorynum: categorynum, pageIndex: pageIndex, "
            f"pageSize: {portal.page_size}, siteGuid: siteInfo.siteGuid }}) }}).done(show); }}\n"
            "getList(1);</script>"
        )

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | self.column_meta(column)
        meta |= {
            "ArticleTitle": entry.title,
            "PubDate": f"{entry.published_on:%Y-%m-%d} 08:52",
            "ContentSource": entry.source,
        }
        body = (
            f"{self.breadcrumb(portal, here, column)}\n<h1>{escape(entry.title)}</h1>\n"
            f'<p><a href="{traps.PRINT_TWIN}">打印</a></p>\n'
            f'<div id="mainContent" class="epoint-article-content">'
            f"{self.article_body(portal, here, column, entry)}\n"
            f"{self.attachments(portal, here, column, entry)}</div>\n"
            f'<script src="{SCRIPT}"></script>'
        )
        return self.document(portal, here, entry.title, meta, body, column, entry.declared_charset)


def _category(portal: Portal, column: Column) -> str:
    """Three digits for each step from the home page down, by its place among its siblings."""
    digits = ""
    for step in column.trail:
        siblings = step.parent.children if step.parent else portal.columns
        position = next(number for number, child in enumerate(siblings) if child is step)
        digits += f"{position + 1:03}"
    return digits


FAMILY = EpointEwb()
