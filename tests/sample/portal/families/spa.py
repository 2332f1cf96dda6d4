"""A portal whose columns are an empty shell: a script fetches the list and makes the rows.

The script is a file of its own and puts the address of the data together itself, so that only
running it shows the list. Articles are static pages in folders.
"""

from __future__ import annotations

import json

from tests.sample.portal.content import Column, Portal
from tests.sample.portal.families.base import Page
from tests.sample.portal.families.trs import TrsWcm
from tests.sample.portal.http import Request, Response

SCRIPT_ADDRESS = "/static/app.js"
API = "/api/"
SCRIPT = """
var parts = ["", "api", "list"], column = document.body.dataset.column;
fetch(parts.join("/") + "?column=" + column, {headers: {"X-Requested-With": "XMLHttpRequest"}})
  .then(function (answer) { return answer.json(); })
  .then(function (list) {
    var html = "<h2>" + list.name + "</h2><ul>";
    list.rows.forEach(function (row) {
      html += "<li><a href='" + row.link + "'>" + row.name + "</a><i>" + row.day + "</i></li>";
    });
    document.getElementById("app").innerHTML = html + "</ul>";
  });
"""


class SinglePage(TrsWcm):
    """Shells for lists, all rows at once."""

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        return self.column_path(portal, column)

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        path = self.column_path(portal, column)
        if not pages:
            return [path]
        return [path, f"{API}list?column={path}"]

    def assets(self) -> dict[str, Response]:
        return {SCRIPT_ADDRESS: Response(SCRIPT.encode(), "application/javascript")}

    def otherwise(self, portal: Portal, request: Request) -> Response:
        if request.path != f"{API}list" or "x-requested-with" not in request.headers:
            return super().otherwise(portal, request)
        for column in portal.every_column():
            if self.column_path(portal, column) == request.parameters.get("column"):
                return Response(json.dumps(self._rows(portal, column)).encode(), "application/json")
        return super().otherwise(portal, request)

    def _rows(self, portal: Portal, column: Column) -> dict[str, object]:
        rows = [
            {
                "link": self.row_path(portal, column, entry),
                "name": entry.title,
                "day": str(entry.published_on),
            }
            for entry in column.entries
        ]
        return {"name": column.name, "rows": rows}

    def list_page(self, portal: Portal, page: Page) -> str:
        return (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{portal.site_name}</title>'
            '<link rel="icon" href="/favicon.ico"></head>'
            f'<body data-column="{self.column_path(portal, page.column)}"><div id="app"></div>'
            '<img src="/static/banner.png"><script src="http://cdn.example/lib.js"></script>'
            f'<script src="{SCRIPT_ADDRESS}"></script></body></html>'
        )


FAMILY = SinglePage()
