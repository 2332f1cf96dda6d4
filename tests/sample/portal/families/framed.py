"""The dialect of 海南州 in the shells of 常州: a column's page only embeds a frame with its list.

Articles have no extension, `content_1903590`; page 2 of a list is `index_2.htm`.
"""

from __future__ import annotations

from typing import ClassVar

from tests.sample.portal.content import Column, Entry, Portal
from tests.sample.portal.families.base import Page
from tests.sample.portal.families.folders import Folders
from tests.sample.portal.http import Request, Response


class Framed(Folders):
    """Shells around lists."""

    index: ClassVar[str] = ""
    later: ClassVar[str] = "list/index_{n}.htm"

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        return f"{self.folder(portal, column)}content_{entry.number}"

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        addresses = super().list_addresses(portal, column, pages)
        return [*addresses, self._first(portal, column)] if pages else addresses

    def otherwise(self, portal: Portal, request: Request) -> Response:
        """The first page of a list, within its frame."""
        for column in portal.every_column():
            if request.path == self._first(portal, column) and not column.children:
                total = len(column.entries)
                pages = max(1, -(-total // portal.page_size))
                page = Page(column, 1, pages, total, tuple(column.entries[: portal.page_size]))
                return Response(self._inner(portal, page).encode(), self.page_type)
        return super().otherwise(portal, request)

    def list_page(self, portal: Portal, page: Page) -> str:
        if page.number > 1:
            return self._inner(portal, page)
        here = self.column_path(portal, page.column)
        first = self._first(portal, page.column)
        body = (
            f"{self.breadcrumb(portal, here, page.column)}\n"
            f'<iframe src="{first}" width="100%" frameborder="0"></iframe>'
        )
        meta = self.site_meta(portal) | self.column_meta(page.column)
        return self.document(portal, here, portal.site_name, meta, body, page.column)

    def _inner(self, portal: Portal, page: Page) -> str:
        """A list without any frame around it."""
        rows = "\n".join(self.row(portal, page.column, entry) for entry in page.entries)
        return (
            '<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body>'
            f'<ul class="list">{rows}</ul>{self.pager(portal, page)}</body></html>'
        )

    def _first(self, portal: Portal, column: Column) -> str:
        return f"{self.folder(portal, column)}list/index.htm"


FAMILY = Framed()
