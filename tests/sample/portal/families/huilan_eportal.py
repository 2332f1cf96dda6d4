"""Huilan eportal (慧蓝): static pages `/…/{id}/index.html`, columns and articles alike.

Later pages of a list are dynamic, `/eportal/ui?pageId=…&currentPage=2&moduleId=…`, and the pager
calls `javascript:next(2)`. Nothing in its tags says that a page is an article.
"""

from __future__ import annotations

from hashlib import md5
from html import escape
from zlib import crc32

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Request, Response

DYNAMIC = "/eportal/ui"
SCRIPT = "/eportal/uiFramework/huilan-jquery-ui/js/huilan-jquery-ui.js?self=true&skin=default"


class HuilanEportal(Family):
    """Static twins of dynamic pages."""

    page_type = "text/html; charset=utf-8"

    def column_path(self, portal: Portal, column: Column) -> str:
        return f"{_folder(portal, column)}index.html"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        if number == 1:
            return self.column_path(portal, column)
        return f"{_dynamic(column, str(number))}"

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        return f"{_folder(portal, column)}{entry.number}/index.html"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        folder = f"/eportal/fileDir/{portal.name}/resource/cms/article/{_number(column)}"
        return f"{folder}/{entry.number}/{entry.published_on:%Y%m%d}10302233{file.suffix}"

    def otherwise(self, portal: Portal, request: Request) -> Response:
        told = request.parameters
        for column in portal.every_column() if request.path == DYNAMIC else ():
            if told.get("pageId") != str(_number(column)) or column.children:
                continue
            number, size = int(told.get("currentPage", 1)), portal.page_size
            entries = tuple(column.entries[(number - 1) * size : number * size])
            pages = max(1, -(-len(column.entries) // size))
            page = Page(column, number, pages, len(column.entries), entries)
            return Response(self.list_page(portal, page).encode(), self.page_type)
        return super().otherwise(portal, request)

    def list_page(self, portal: Portal, page: Page) -> str:
        column, here = page.column, self.column_path(portal, page.column)
        rows = "".join(
            f'<li><a href="{self.row_path(portal, column, entry)}" onclick="void(0)" '
            f'title="{escape(entry.title)}">{escape(entry.title[:24])}…</a>'
            f"<span>{entry.published_on:%Y-%m-%d}</span></li>"
            for entry in page.entries
        )
        calls = "".join(
            f'<a href="javascript:next({number})">{number}</a> '
            for number in range(1, page.pages + 1)
        )
        address = _dynamic(column, '" + num + "')
        body = (
            f'{self.breadcrumb(portal, here, column)}<ul class="list">{rows}</ul>\n'
            f'<div class="page">{calls}<a href="javascript:next({page.pages})">尾页</a></div>\n'
            f'<script>function next(num) {{ window.location.href = "{address}"; }}</script>'
        )
        meta = self.site_meta(portal) | self.column_meta(column)
        return self.document(portal, here, column.name, meta, body, column)

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | {"PubDate": f"{entry.published_on:%Y-%m-%d} 10:31:00"}
        body = (
            f"{self.breadcrumb(portal, here, column)}\n"
            f'<div class="easysite-news-title"><h1>{escape(entry.title)}</h1></div>\n'
            f'<p class="easysite-news-describe"><a href="{traps.PRINT_TWIN}">打印</a></p>\n'
            f'<div id="easysiteText">{self.article_body(portal, here, column, entry)}\n'
            f"{self.attachments(portal, here, column, entry)}</div>"
        )
        return self.document(portal, here, entry.title, meta, body, column, entry.declared_charset)

    def document(
        self,
        portal: Portal,
        here: str,
        title: str,
        meta: dict[str, str],
        body: str,
        column: Column | None = None,
        charset: str = "utf-8",
    ) -> str:
        body = f'<script type="text/javascript" src="{SCRIPT}"></script>\n{body}'
        return super().document(portal, here, title, meta, body, column, charset)


def _folder(portal: Portal, column: Column) -> str:
    names = "/".join(step.slug for step in column.trail)
    return f"/{portal.name}/{names}/{_number(column)}/"


def _number(column: Column) -> int:
    return 2_000_000 + crc32("/".join(step.slug for step in column.trail).encode()) % 900_000


def _dynamic(column: Column, number: str) -> str:
    module = md5(str(_number(column)).encode(), usedforsecurity=False).hexdigest()
    told = f"pageId={_number(column)}&currentPage={number}&moduleId={module}&staticRequest=yes"
    return f"{DYNAMIC}?{told}"


FAMILY = HuilanEportal()
