"""博达 VSB (SiteBuilder): static columns in reverse numbering, agencies' lists by parameters.

The first page of a list is `/{slug}.htm`, page P of T is `/{slug}/{T-P+1}.htm`; a column may be a
single article at an address of the same form. Agencies' lists are `/list.jsp?…&wbtreeid=1025`.
Files come by a handler that wants a Referer, and else sends a page that asks for a code.
"""

from __future__ import annotations

import posixpath
from html import escape
from zlib import crc32

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page
from tests.sample.portal.http import Request, Response

LIST = "/list.jsp"
DOWNLOAD = "/system/_content/download.jsp"
OWNER = 1_385_930_285
NO_REFERER = "<html><body><form><input name='codeValue'><img src='/code.jpg'></form></body></html>"


class BodaVsb(Family):
    """Static pages beside lists by parameters."""

    page_type = "text/html;charset=UTF-8"

    def column_path(self, portal: Portal, column: Column) -> str:
        if _is_dynamic(portal, column):
            return f"{LIST}?urltype=tree.TreeTempUrl&wbtreeid={_number(column)}"
        return f"{_stem(column)}.htm"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        if number == 1:
            return self.column_path(portal, column)
        pages = -(-len(column.entries) // portal.page_size)
        if _is_dynamic(portal, column):
            counted = f"totalpage={pages}&PAGENUM={number}"
            return f"{LIST}?{counted}&urltype=tree.TreeTempUrl&wbtreeid={_number(column)}"
        return f"{_stem(column)}/{pages - number + 1}.htm"

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        if column.article is entry:
            return self.column_path(portal, column)
        return f"/info/{_number(column)}/{entry.number}.htm"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        if file.suffix == ".png":
            return f"/__local/6/3B/B6/{crc32(f'{column.slug} {entry.number}'.encode()):08X}.png"
        # The number of a file means nothing; that it ends like a file name tells a reader which.
        number = f"{crc32(f'{column.slug} {entry.number}'.encode()) % 10**7}{file.suffix}"
        return f"{DOWNLOAD}?urltype=news.DownloadAttachUrl&owner={OWNER}&wbfileid={number}"

    def href(self, here: str, there: str) -> str:
        if not here.endswith(".htm") or not there.endswith(".htm"):
            return there
        return posixpath.relpath(there, posixpath.dirname(here))

    def otherwise(self, portal: Portal, request: Request) -> Response:
        asked = f"{request.path}?{request.query}"
        for column in portal.every_column():
            if request.path == LIST and request.parameters.get("wbtreeid") == str(_number(column)):
                return self._dynamic_list(portal, column, request)
            for entry in (*column.entries, *((column.article,) if column.article else ())):
                for file in entry.files if request.path == DOWNLOAD else ():
                    if self.file_path(portal, column, entry, file) == asked:
                        return _file(
                            request,
                            file,
                            "" if entry.direct or entry is column.article else "/info/",
                        )
        return super().otherwise(portal, request)

    def _dynamic_list(self, portal: Portal, column: Column, request: Request) -> Response:
        number, size = int(request.parameters.get("PAGENUM", 1)), portal.page_size
        pages = max(1, -(-len(column.entries) // size))
        entries = tuple(column.entries[(number - 1) * size : number * size])
        page = Page(column, number, pages, len(column.entries), entries)
        return Response(self.list_page(portal, page).encode(), self.page_type)

    def list_page(self, portal: Portal, page: Page) -> str:
        here = self.page_path(portal, page.column, page.number)
        rows = "".join(
            f'<li id="line_u6_{position}">'
            f'<a href="{self.href(here, self.row_path(portal, page.column, entry))}" '
            f'title="{escape(entry.title)}">{escape(entry.title[:22])}</a>'
            f"<span>{entry.published_on:%Y-%m-%d}</span></li>"
            for position, entry in enumerate(page.entries)
        )
        pager = f"共{page.total}条&nbsp;&nbsp;{page.number}/{page.pages}&nbsp;"
        if _is_dynamic(portal, page.column) and page.number < page.pages:
            following = self.page_path(portal, page.column, page.number + 1)
            pager += f'<a href="{following}" class="Next">下页</a>'
        body = (
            f'{self.breadcrumb(portal, here, page.column)}<ul class="list">{rows}</ul>'
            f'<table><tr><td id="fanye46">{pager}</td></tr></table>'
        )
        meta = self.site_meta(portal) | self.column_meta(page.column)
        title = f"{page.column.name}-{portal.site_name}"
        return self.document(portal, here, title, meta, body, page.column)

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | self.column_meta(column)
        meta |= {
            "ArticleTitle": entry.title,
            "PubDate": f"{entry.published_on:%Y-%m-%d} 16:20",
            "ContentSource": entry.source,
        }
        files = "".join(self._attachment(portal, column, entry, file) for file in entry.files)
        word = f"/system/resource/export.jsp?type=word&wbnewsid={entry.number}"
        body = (
            f"{self.breadcrumb(portal, here, column)}\n"
            f'<p><a href="{word}">【下载Word】</a> <a href="javascript:pdf()">【下载PDF】</a> '
            f'<a href="{traps.PRINT_TWIN}">打印</a></p>\n'
            f'<form name="_newscontent_fromname"><h1>{escape(entry.title)}</h1>\n'
            f'<p>点击：<script>_showDynClicks("wbnews", {OWNER}, {entry.number})</script></p>\n'
            '<div id="vsb_content"><div class="v_news_content">\n'
            f"{self.article_body(portal, here, column, entry)}\n</div></div>\n"
            f"<ul>{files}</ul></form>"
        )
        title = f"{entry.title}-{portal.site_name}"
        return self.document(portal, here, title, meta, body, column, entry.declared_charset)

    def _attachment(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        """A file below the body; where it alone holds the report, its name tells nothing."""
        name = file.name if entry.body_is_report else f"{entry.number}{file.suffix}"
        address = self.file_path(portal, column, entry, file)
        return (
            f'<li>附件【<a href="{address}">{escape(name)}</a>】'
            f'已下载<span id="nattach{entry.number}"></span>次</li>'
        )


def _is_dynamic(portal: Portal, column: Column) -> bool:
    """Whether a column is a list of one agency."""
    top = column.trail[0]
    return top is not portal.disclosure and top not in portal.menu and not column.children


def _stem(column: Column) -> str:
    return f"/{'/'.join(step.slug for step in column.trail)}"


def _number(column: Column) -> int:
    return 1_001 + crc32(_stem(column).encode()) % 90_000


def _file(request: Request, file: File, page: str) -> Response:
    """A file, for whoever comes from a page whose address has `page` in it."""
    if page not in request.headers.get("referer", "/"):
        return Response(NO_REFERER.encode(), "text/html;charset=UTF-8")
    return Response(file.data(), "application/octet-stream")


FAMILY = BodaVsb()
