"""Static pages in folders, as the basis of families that differ by names and pagers."""

from __future__ import annotations

from html import escape
from typing import ClassVar

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page


class Folders(Family):
    """Columns are folders; absolute links.

    index, later: names of the first page of a list and of page n. body: the tag around the text.
    declares: whether articles have tags of their own (ArticleTitle, PubDate, ContentSource).
    """

    index: ClassVar[str] = "index.html"
    later: ClassVar[str] = "index_{n}.html"
    body: ClassVar[str] = '<div class="article-content">'
    declares: ClassVar[bool] = False

    def folder(self, portal: Portal, column: Column) -> str:
        """The folder of a column."""
        return f"/{'/'.join(step.slug for step in column.trail)}/"

    def column_path(self, portal: Portal, column: Column) -> str:
        return f"{self.folder(portal, column)}{self.index}"

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        if number == 1:
            return self.column_path(portal, column)
        return f"{self.folder(portal, column)}{self.later.format(n=number)}"

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        return f"{self.folder(portal, column)}{entry.number}.html"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        return f"{self.folder(portal, column)}files/{entry.number}{file.suffix}"

    def row(self, portal: Portal, column: Column, entry: Entry) -> str:
        """One row of a list."""
        return (
            f'<li><a href="{self.row_path(portal, column, entry)}" target="_blank">'
            f"{escape(entry.title)}</a><span>{entry.published_on:%Y-%m-%d}</span></li>"
        )

    def list_page(self, portal: Portal, page: Page) -> str:
        column = page.column
        here = self.page_path(portal, column, page.number)
        rows = "\n".join(self.row(portal, column, entry) for entry in page.entries)
        body = (
            f"{self.breadcrumb(portal, here, column)}\n"
            f'<ul class="list" id="list">\n{rows}\n</ul>\n{self.pager(portal, page)}'
        )
        meta = self.site_meta(portal) | self.column_meta(column)
        return self.document(portal, here, f"{column.name}-{portal.site_name}", meta, body, column)

    def pager(self, portal: Portal, page: Page) -> str:
        """Below the rows; here links to the next page and the last one."""
        if page.number == page.pages:
            return ""
        following, last = (
            self.page_path(portal, page.column, number) for number in (page.number + 1, page.pages)
        )
        return f'<div class="page"><a href="{following}">下一页</a> <a href="{last}">尾页</a></div>'

    def head(self, portal: Portal, entry: Entry) -> str:
        """Title and date above the text of an article."""
        return (
            f"<h1>{escape(entry.title)}</h1>\n<p>发布时间：{entry.published_on:%Y-%m-%d} "
            f'来源：{entry.source} <a href="{traps.PRINT_TWIN}">打印</a></p>'
        )

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        body = (
            f"{self.breadcrumb(portal, here, column)}\n{self.head(portal, entry)}\n{self.body}\n"
            f"{self.article_body(portal, here, column, entry)}\n"
            f"{self.attachments(portal, here, column, entry)}\n</div>"
        )
        title = f"{entry.title}-{portal.site_name}"
        meta = self.site_meta(portal)
        if self.declares:
            meta |= self.column_meta(column) | {
                "ArticleTitle": entry.title,
                "PubDate": f"{entry.published_on:%Y-%m-%d} 10:00",
                "ContentSource": entry.source,
            }
        return self.document(portal, here, title, meta, body, column, entry.declared_charset)
