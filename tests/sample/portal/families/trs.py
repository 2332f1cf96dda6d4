"""TRS WCM (拓尔思).

Columns are folders, lists `index.html`, `index_1.html`, … counted from 0; links are relative
(`./202401/t20240117_5049123.html`); the body is `.TRS_Editor`; a page past the last one is a
short stub with status 200.
"""

from __future__ import annotations

import posixpath
import re
from html import escape

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Request, Response

PAGER_ADDRESS = "/images/pager.js"
PAGER_SCRIPT = """function createPageHTML(count, current, name, ext) {
  for (var i = 0; i < count; i++) {
    var file = i == 0 ? name + "." + ext : name + "_" + i + "." + ext;
    var link = '<a href="' + file + '">' + (i + 1) + "</a>";
    document.write(i == current ? "<b>" + (i + 1) + "</b>" : link);
  }
}
"""
TITLE_WIDTH = 24  # list rows cut the visible title, the whole one is in @title


class TrsWcm(Family):
    """Static pages in folders, as TRS WCM publishes them."""

    def column_path(self, portal: Portal, column: Column) -> str:
        folders = [step.slug for step in column.trail]
        top = "" if column.trail[0] in portal.menu else "zwgk/"
        return f"/{top}{'/'.join(folders)}/"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        folder = self.column_path(portal, column)
        return folder if number == 1 else f"{folder}index_{number - 1}.html"

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        if column.article is entry:
            return self.column_path(portal, column)
        day = entry.published_on
        return f"{self.column_path(portal, column)}{day:%Y%m}/t{day:%Y%m%d}_{entry.number}.html"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        day = entry.published_on
        name = f"P0{day:%Y%m%d}{entry.number:012}{file.suffix}"
        return f"{self.column_path(portal, column)}{day:%Y%m}/{name}"

    def href(self, here: str, there: str) -> str:
        relative = posixpath.relpath(there, posixpath.dirname(here))
        ending = "/" if there.endswith("/") and not relative.endswith("/") else ""
        return f"{relative if relative.startswith('.') else './' + relative}{ending}"

    def assets(self) -> dict[str, Response]:
        return {PAGER_ADDRESS: Response(PAGER_SCRIPT.encode(), "application/javascript")}

    def otherwise(self, portal: Portal, request: Request) -> Response:
        if re.search(r"/index_\d+\.html$", request.path):
            return Response(b"<html><head><title></title></head><body><ul></ul></body></html>")
        return super().otherwise(portal, request)

    def list_page(self, portal: Portal, page: Page) -> str:
        here = self.page_path(portal, page.column, page.number)
        rows = "\n".join(self._row(portal, here, page.column, entry) for entry in page.entries)
        current = page.number - 1
        body = (
            f"{self.breadcrumb(portal, here, page.column)}\n"
            f'<ul class="overview_list">\n{rows}\n</ul>\n'
            f'<script src="{PAGER_ADDRESS}"></script>\n'
            '<div class="page"><script>\n'
            f"var currentPage = {current};//所在页从0开始\n"
            f"var countPage = {page.pages}//共多少页\n"
            f'createPageHTML({page.pages}, {current}, "index", "html");\n</script></div>'
        )
        meta = self.site_meta(portal) | self.column_meta(page.column)
        title = f"{page.column.name}_{portal.site_name}"
        return self.document(portal, here, title, meta, body, page.column)

    def _row(self, portal: Portal, here: str, column: Column, entry: Entry) -> str:
        address = self.href(here, self.row_path(portal, column, entry))
        shown = entry.title
        if len(shown) > TITLE_WIDTH:
            shown = f"{shown[:TITLE_WIDTH]}..."
        return (
            f'<li><a href="{address}" title="{escape(entry.title)}" target="_blank">'
            f"{escape(shown)}</a><span>{entry.published_on:%Y-%m-%d}</span></li>"
        )

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | self.column_meta(column)
        meta |= {
            "ArticleTitle": entry.title,
            "PubDate": f"{entry.published_on:%Y-%m-%d} 09:30",
            "ContentSource": entry.source,
        }
        body = (
            f"{self.breadcrumb(portal, here, column)}\n"
            f'<table class="xxgk_head"><tr><td>索引号：</td><td>{portal.site_id_code[:6]}/'
            f"{entry.published_on:%Y}-{entry.number % 100_000:05}</td><td>发布机构：</td>"
            f"<td>{entry.source}</td><td>生成日期：</td><td>{entry.published_on:%Y-%m-%d}</td></tr>"
            f"</table>\n<h1>{escape(entry.title)}</h1>\n"
            f'<p class="info">发布时间：{entry.published_on:%Y-%m-%d} 09:30　来源：{entry.source}　'
            f'字号：大 中 小　<a href="javascript:window.print()">打印</a> '
            f'<a href="{traps.PRINT_TWIN}">打印版</a></p>\n'
            f"<div class=TRS_Editor>\n{self.article_body(portal, here, column, entry)}\n"
            f"{self.attachments(portal, here, column, entry)}\n</div>\n"
            '<p><a href="javascript:void(0)">分享到</a> 扫一扫在手机打开当前页面</p>'
        )
        title = f"{entry.title}_{portal.site_name}"
        return self.document(portal, here, title, meta, body, column, entry.declared_charset)


FAMILY = TrsWcm()
