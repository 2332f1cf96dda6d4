"""NFCMS with the portal's annual reports, beside gkmlpt with those of the agencies.

Lists are `/{path}/index.html`, `index_2.html`; articles `/{path}/content/post_{id}.html` with a
twin for phones, `mpost_{id}.html`, to which some rows lead straight.
"""

from __future__ import annotations

from html import escape

from tests.sample.portal.content import Column, Entry, Portal
from tests.sample.portal.families.base import Page
from tests.sample.portal.families.gkmlpt import Gkmlpt
from tests.sample.portal.http import Request, Response


class Nfcms(Gkmlpt):
    """Ordinary columns for everything but the agencies' own pages."""

    def _base(self, portal: Portal, column: Column) -> str | None:
        return super()._base(portal, column) or None

    def otherwise(self, portal: Portal, request: Request) -> Response:
        """A twin shows the same as the article."""
        if "/mpost_" not in request.path:
            return super().otherwise(portal, request)
        path = request.path.replace("/mpost_", "/post_")
        for column in portal.every_column():
            for entry in column.entries:
                if self.article_path(portal, column, entry) == path:
                    page = self.article_page(portal, column, entry)
                    return Response(page.encode(entry.charset), self.page_type)
        return super().otherwise(portal, request)

    def list_page(self, portal: Portal, page: Page) -> str:
        column = page.column
        if self._base(portal, column) is not None:
            return super().list_page(portal, page)
        here = self.page_path(portal, column, page.number)
        rows = "".join(
            f'<li><a href="{self._address(portal, column, entry)}" title="{escape(entry.title)}">'
            f"{escape(entry.title[:22])}…</a><span>{entry.published_on:%Y-%m-%d}</span></li>"
            for entry in page.entries
        )
        last = self.page_path(portal, column, page.pages)
        pager = f'<a href="{last}">尾页</a>' if page.number < page.pages else ""
        body = (
            f'{self.breadcrumb(portal, here, column)}<ul class="news_list">{rows}</ul>\n'
            f'<div class="page"><a href="javascript:;">首页</a> {page.number} {pager}</div>'
        )
        meta = self.site_meta(portal) | self.column_meta(column)
        return self.document(portal, here, f"{column.name}-{portal.site_name}", meta, body, column)

    def _address(self, portal: Portal, column: Column, entry: Entry) -> str:
        address = self.row_path(portal, column, entry)
        return address.replace("/post_", "/mpost_") if entry.number % 4 == 0 else address

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        page = super().article_page(portal, column, entry)
        if self._base(portal, column) is not None:
            return page
        twin = self.article_path(portal, column, entry).replace("/post_", "/mpost_")
        shown = f'<a href="{twin}">手机阅读</a><div class="news_cont_d_wrap">'
        return page.replace('<div class="article-content">', shown)


FAMILY = Nfcms()
