"""The software of Hebei: columns and articles by UUID, later rows as pieces of markup.

`/columns/{uuid}/index.html`, articles `/columns/{uuid}/202602/09/{uuid}.html`, below a prefix for
disclosure; page N from `/columns/{uuid}/templates/{uuid}/blocks/{uuid}?page=N&fix=0`. Articles
have no tags of their own, and begin with their title once more.
"""

from __future__ import annotations

from html import escape
from typing import ClassVar
from uuid import NAMESPACE_URL, uuid5

from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Page
from tests.sample.portal.families.folders import Folders
from tests.sample.portal.http import Request, Response


class HebeiUuid(Folders):
    """Everything by UUID."""

    body: ClassVar[str] = '<div class="content">'

    def folder(self, portal: Portal, column: Column) -> str:
        prefix = "/zfxxgk" if column.trail[0] is portal.disclosure else ""
        return f"{prefix}/columns/{_uuid(column)}/"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        return self.column_path(portal, column)

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        block = self._block(portal, column)
        later = [f"{block}?page={number}&fix=0" for number in range(2, pages + 1)]
        return [self.column_path(portal, column), *later]

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        day = entry.published_on
        name = uuid5(NAMESPACE_URL, f"{_uuid(column)} {entry.number}")
        return f"{self.folder(portal, column)}{day:%Y%m}/{day:%d}/{name}.html"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        name = uuid5(NAMESPACE_URL, f"{_uuid(column)} {entry.number} {file.suffix}")
        return f"/uploads/{entry.published_on:%Y%m}/{name}{file.suffix}"

    def otherwise(self, portal: Portal, request: Request) -> Response:
        """The rows of one part; nothing past the last one."""
        for column in portal.every_column():
            if request.path != self._block(portal, column):
                continue
            number = int(request.parameters.get("page", "1"))
            shown = column.entries[(number - 1) * portal.page_size : number * portal.page_size]
            rows = "".join(self.row(portal, column, entry) for entry in shown)
            return Response(f'<ul class="list">{rows}</ul>'.encode(), self.page_type)
        return super().otherwise(portal, request)

    def pager(self, portal: Portal, page: Page) -> str:
        return (
            f'<div class="pagination">共 {page.pages} 页 <a href="javascript:void(0)" '
            'onclick="turn(2)">下一页</a></div>\n<script>var block = '
            f'"{self._block(portal, page.column)}";\nfunction turn(page) {{ $.get(block + '
            '"?page=" + page + "&fix=0", function (html) { $("#list").html(html); }); }</script>'
        )

    def article_body(self, portal: Portal, here: str, column: Column, entry: Entry) -> str:
        text = super().article_body(portal, here, column, entry)
        return f"<p>{escape(entry.title)}</p>\n{text}"

    def _block(self, portal: Portal, column: Column) -> str:
        template, block = (uuid5(NAMESPACE_URL, name) for name in ("template", "block"))
        return f"{self.folder(portal, column)}templates/{template}/blocks/{block}"


def _uuid(column: Column) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(step.slug for step in column.trail)))


FAMILY = HebeiUuid()
