"""The dialect of 无锡: shells whose rows come from `POST /info_open/search`.

Ordinary columns are static, page 2 is `index_2.shtml` while `index_1.shtml` is missing. An article
has one address whatever lists it: `/doc/2026/01/23/4722822.shtml`.
"""

from __future__ import annotations

import json
from typing import ClassVar
from zlib import crc32

from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Page
from tests.sample.portal.families.folders import Folders
from tests.sample.portal.http import Request, Response

SEARCH = "/info_open/search"
SITE_ID = "181"
SCRIPT_ADDRESS = "/script/search.js"
SCRIPT = """function getSearchList(pageIndex, pageSize, siteId, channelIds, searchType, order) {
  $.post("/info_open/search", {pageIndex: pageIndex, pageSize: pageSize, siteId: siteId,
    channelIds: channelIds, searchType: searchType, order: order}, showList);
}
"""


class Intertid(Folders):
    """Lists by a form, articles by their day."""

    index: ClassVar[str] = "index.shtml"
    later: ClassVar[str] = "index_{n}.shtml"
    body: ClassVar[str] = '<div id="Zoom">'

    def assets(self) -> dict[str, Response]:
        return {SCRIPT_ADDRESS: Response(SCRIPT.encode(), "application/javascript")}

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        return f"/doc/{entry.published_on:%Y/%m/%d}/{entry.number}.shtml"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        return f"/uploadfiles/{entry.published_on:%Y%m/%d}/{entry.number}{file.suffix}"

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        if not pages or column.trail[0] in portal.menu:
            return super().list_addresses(portal, column, pages)
        path = self.column_path(portal, column)
        return [path, *(f"{SEARCH}#{path} {number + 1}" for number in range(pages))]

    def list_page(self, portal: Portal, page: Page) -> str:
        column = page.column
        if column.trail[0] in portal.menu:
            return super().list_page(portal, page)
        here = self.column_path(portal, column)
        body = (
            f'{self.breadcrumb(portal, here, column)}<div id="list"></div><div id="page"></div>\n'
            f'<script src="{SCRIPT_ADDRESS}"></script>\n<script>\n'
            f'var chanIdStr = "{_channel(column)}";\n'
            f"getSearchList(1, {portal.page_size}, {SITE_ID}, chanIdStr, 1, 'writeTime');</script>"
        )
        meta = self.site_meta(portal) | self.column_meta(column)
        return self.document(portal, here, f"{column.name}-{portal.site_name}", meta, body, column)

    def otherwise(self, portal: Portal, request: Request) -> Response:
        if request.path != SEARCH:
            return super().otherwise(portal, request)
        told = request.parameters
        known = request.method == "POST" and told.get("siteId") == SITE_ID
        if not known or "referer" not in request.headers:
            return Response(b'{"status":1,"msg":"error"}', "application/json", status=403)
        answer = {"status": 0, "data": self._part(portal, told)}
        return Response(json.dumps(answer).encode(), "application/json;charset=UTF-8")

    def _part(self, portal: Portal, told: dict[str, str]) -> dict[str, object]:
        listed = next((c for c in portal.every_column() if _channel(c) == told["channelIds"]), None)
        entries = listed.entries if listed is not None else []
        number, size = int(told["pageIndex"]), int(told["pageSize"])
        return {
            "totalElements": len(entries),
            "totalPages": -(-len(entries) // size),
            "page": number,
            "size": size,
            "data": [
                {
                    "title": entry.title,
                    "writeTimeString": str(entry.published_on),
                    "url": self.row_path(portal, listed, entry),
                    "organization": entry.source,
                }
                for entry in entries[(number - 1) * size : number * size]
                if listed is not None
            ],
        }


def _channel(column: Column) -> str:
    number = 38_000 + crc32("/".join(step.slug for step in column.trail).encode()) % 90_000
    return f"{number},{number + 100_000}"


FAMILY = Intertid()
