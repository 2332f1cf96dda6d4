"""Kaipu UCAP (开普云).

Lists are `/{site}/c123456/list.shtml`, `list_2.shtml`, … counted from 1, the pager is a script
call without anchors; articles have 32 hexadecimal digits; the body is `#UCAP-CONTENT`;
attachments lie in `files/` below the article.
"""

from __future__ import annotations

from hashlib import md5
from html import escape

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Response

PAGER_ADDRESS = "/common/js/page.js"
PAGER_SCRIPT = """function createPageHTML(id, count, current, name, ext, total) {
  var html = "";
  for (var i = 1; i <= count; i++) {
    var file = i == 1 ? name + "." + ext : name + "_" + i + "." + ext;
    html += i == current ? "<b>" + i + "</b>" : '<a href="' + file + '">' + i + "</a>";
  }
  document.getElementById(id).innerHTML = html + " 共" + total + "条";
}
"""


class KaipuUcap(Family):
    """Columns with numbers, articles with hexadecimal names, as UCAP publishes them."""

    page_type = "text/html; charset=utf-8"

    def column_path(self, portal: Portal, column: Column) -> str:
        name = "nav_list" if column.children else "list"
        return f"{self._folder(portal, column)}{name}.shtml"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        if number == 1:
            return self.column_path(portal, column)
        return f"{self._folder(portal, column)}list_{number}.shtml"

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        return f"{self._article_stem(portal, column, entry)}.shtml"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        name = _hexadecimal(f"{portal.name} {entry.number} {file.suffix}")
        return f"{self._article_stem(portal, column, entry)}/files/{name}{file.suffix}"

    def _folder(self, portal: Portal, column: Column) -> str:
        trail = "/".join(step.slug for step in column.trail)
        number = 100_000 + int(_hexadecimal(trail)[:8], 16) % 900_000
        return f"/{portal.name}/c{number}/"

    def _article_stem(self, portal: Portal, column: Column, entry: Entry) -> str:
        name = _hexadecimal(f"{portal.name} {entry.number}")
        return f"{self._folder(portal, column)}{entry.published_on:%Y%m}/{name}"

    def meta_tag(self, name: str, content: str) -> str:
        return f'<meta content="{escape(content)}" name="{name}" />'

    def assets(self) -> dict[str, Response]:
        return {PAGER_ADDRESS: Response(PAGER_SCRIPT.encode(), "application/javascript")}

    def list_page(self, portal: Portal, page: Page) -> str:
        here = self.page_path(portal, page.column, page.number)
        rows = "\n".join(self._row(portal, page.column, entry) for entry in page.entries)
        body = (
            f"{self.breadcrumb(portal, here, page.column)}\n"
            f'<ul class="pageList newsList">\n{rows}\n</ul>\n'
            f'<div id="page_div"></div>\n<script src="{PAGER_ADDRESS}"></script>\n<script>'
            f"createPageHTML('page_div',{page.pages}, {page.number},'list','shtml',{page.total});"
            "</script>"
        )
        meta = self.site_meta(portal) | self.column_meta(page.column)
        title = f"{page.column.name} - {portal.site_name}"
        return self.document(portal, here, title, meta, body, page.column)

    def _row(self, portal: Portal, column: Column, entry: Entry) -> str:
        return (
            f'<li><a href="{self.row_path(portal, column, entry)}" '
            f'title="{escape(entry.title)}" target="_blank">{escape(entry.title)}</a>'
            f'<span class="time">{entry.published_on:%Y-%m-%d}</span></li>'
        )

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | self.column_meta(column)
        meta |= {
            "ArticleTitle": entry.title,
            "PubDate": f"{entry.published_on:%Y-%m-%d} 10:00:00",
            "ContentSource": entry.source,
        }
        body = (
            f"{self.breadcrumb(portal, here, column)}\n"
            f'<h1 class="title"><ucaptitle>{escape(entry.title)}</ucaptitle></h1>\n'
            f'<div class="info"><span>发布时间：{entry.published_on:%Y-%m-%d} 10:00</span> '
            f"<span>信息来源：{entry.source}</span> <span>浏览次数：<i id=hits></i></span> "
            f'<a href="javascript:doPrint()">【打印】</a> <a href="{traps.PRINT_TWIN}">打印预览</a>'
            f'</div>\n<div class="article-content" id="UCAP-CONTENT"><ucapcontent>\n'
            f"{self.article_body(portal, here, column, entry)}\n</ucapcontent></div>\n"
            f"{self.attachments(portal, here, column, entry)}\n"
            '<div class="share">分享到：<a href="javascript:;">微信</a></div>'
        )
        title = f"{entry.title} - {portal.site_name}"
        return self.document(portal, here, title, meta, body, column, entry.declared_charset)


def _hexadecimal(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


FAMILY = KaipuUcap()
