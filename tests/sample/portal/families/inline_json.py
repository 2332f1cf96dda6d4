"""A portal of no known software whose columns name the data of their lists in an inline script.

`fetch("/api/list?column=…&page=1&size=3")`, JSON with a total; counters and other calls that are
no lists stand beside it.
"""

from __future__ import annotations

import json
from typing import ClassVar

from tests.sample.portal.content import Column, Portal
from tests.sample.portal.families.base import Page
from tests.sample.portal.families.folders import Folders
from tests.sample.portal.http import Request, Response

API = "/api/list"
COUNTER = "/api/visit/count"


class InlineJson(Folders):
    """Lists by JSON, articles as static pages."""

    declares: ClassVar[bool] = True

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        return self.column_path(portal, column)

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        path = self.column_path(portal, column)
        if not pages:
            return [path]
        parts = (f"{self._address(portal, column)}&page={n + 1}" for n in range(pages))
        return [path, *parts]

    def list_page(self, portal: Portal, page: Page) -> str:
        here = self.column_path(portal, page.column)
        body = (
            f'{self.breadcrumb(portal, here, page.column)}<div id="list"></div>\n<script>\n'
            f'fetch("{COUNTER}?page=" + location.pathname);\nvar pageNo = 1;\n'
            f'fetch("{self._address(portal, page.column)}&page=" + pageNo)\n'
            "  .then(function (answer) { return answer.json(); }).then(show);\n</script>"
        )
        meta = self.site_meta(portal) | self.column_meta(page.column)
        return self.document(portal, here, portal.site_name, meta, body, page.column)

    def otherwise(self, portal: Portal, request: Request) -> Response:
        told = request.parameters
        if request.path != API or "referer" not in request.headers:
            return super().otherwise(portal, request)
        folders = ((self.folder(portal, column), column) for column in portal.every_column())
        column = next((c for folder, c in folders if folder == told.get("column")), None)
        if column is None:
            return super().otherwise(portal, request)
        number, size = int(told["page"]), int(told["size"])
        rows = [
            {
                "id": entry.number,
                "infoTitle": entry.title,
                "linkUrl": self.row_path(portal, column, entry),
                "publish_time": f"{entry.published_on} 09:00:00",
            }
            for entry in column.entries[(number - 1) * size : number * size]
        ]
        answer = {"code": 200, "data": {"total": len(column.entries), "records": rows}}
        return Response(json.dumps(answer).encode(), "application/json")

    def _address(self, portal: Portal, column: Column) -> str:
        return f"{API}?column={self.folder(portal, column)}&size={portal.page_size}"


FAMILY = InlineJson()
