"""What every family of portal software must provide, and the chrome that they share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from html import escape

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.http import Request, Response

LATEST_ON_HOME = 8


@dataclass(frozen=True)
class Page:
    """One page of a column's list: number counts from 1, total counts rows of all pages."""

    column: Column
    number: int
    pages: int
    total: int
    entries: tuple[Entry, ...]


class Family(ABC):
    """Addresses and pages as one family of portal software makes them.

    All addresses are absolute paths. A subclass overrides what is the family's own; how links
    are written (relative or not) is decided in `href`.
    """

    page_type = "text/html"  # the Content-Type header of pages

    @abstractmethod
    def column_path(self, portal: Portal, column: Column) -> str:
        """Address of a hub or of the first page of a list."""

    @abstractmethod
    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        """Address of a list's page, counted from 1."""

    @abstractmethod
    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        """Address of an article as listed in that column."""

    @abstractmethod
    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        """Address of a file or picture beside an article."""

    @abstractmethod
    def list_page(self, portal: Portal, page: Page) -> str:
        """One page of a column's list, with the family's pager."""

    @abstractmethod
    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        """An article with its metadata, breadcrumb, body and attachments."""

    def assets(self) -> dict[str, Response]:
        """Scripts that the pages refer to, by address."""
        return {}

    def otherwise(self, portal: Portal, request: Request) -> Response:
        """The answer to an address that the portal does not have, or that takes parameters."""
        return Response(b"<html><head><title>404</title></head><body>404</body></html>", status=404)

    def row_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        """Where the row of a list leads: to the article, or straight to its file."""
        if entry.direct:
            return self.file_path(portal, column, entry, entry.files[0])
        return self.article_path(portal, column, entry)

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        """Every address that it takes to read a column, as the request log has it.

        pages: of its list, 0 for a hub. A family whose lists come as data overrides this.
        Requests that differ by their bodies alone are told apart by a fragment.
        """
        if not pages:
            return [self.column_path(portal, column)]
        return [self.page_path(portal, column, number + 1) for number in range(pages)]

    def href(self, here: str, there: str) -> str:
        """How a link from one address to another is written; here: absolute."""
        return there

    def home_page(self, portal: Portal) -> str:
        """The home page: menu, latest articles, the hub of 政府信息公开."""
        rows = (
            _item(self.article_path(portal, column, entry), entry.title)
            for column in portal.menu[:LATEST_ON_HOME]
            for entry in column.entries[:1]
        )
        blocks = (
            f'<h2><a href="{self.column_path(portal, column)}">{column.name}</a></h2>'
            for column in portal.columns
            if column not in portal.menu
        )
        body = f'<ul class="news">{"".join(rows)}</ul>{"".join(blocks)}'
        return self.document(portal, "/", portal.site_name, self.site_meta(portal), body)

    def hub_page(self, portal: Portal, column: Column) -> str:
        """A column that has only columns below it."""
        here = self.column_path(portal, column)
        links = (
            _item(self.href(here, self.column_path(portal, child)), child.name)
            for child in column.children
        )
        body = f'{self.breadcrumb(portal, here, column)}<ul class="nav_list">{"".join(links)}</ul>'
        meta = self.site_meta(portal) | self.column_meta(column)
        title = f"{column.name}-{portal.site_name}"
        return self.document(portal, here, title, meta, body, column)

    def gone_page(self, portal: Portal) -> str:
        """What the portal answers, with status 200, for a page that it has removed."""
        return self.document(portal, "/", portal.site_name, {}, "<p>您访问的页面不存在！</p>")

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
        """A whole page: head, header with menu, side navigation of the column, body, footer."""
        tags = "\n".join(self.meta_tag(name, content) for name, content in meta.items())
        return (
            f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="{charset}">\n'
            f"<title>{escape(title)}</title>\n{tags}\n</head>\n<body>\n"
            f"{self._header(portal, here)}\n"
            f'<div class="main">\n{self._side(portal, here, column)}\n{body}\n</div>\n'
            f"{self._footer(portal)}\n</body>\n</html>\n"
        )

    def meta_tag(self, name: str, content: str) -> str:
        """One `<meta>` as the family writes it."""
        return f'<meta name="{name}" content="{escape(content)}">'

    def site_meta(self, portal: Portal) -> dict[str, str]:
        """The three tags of every page (国办发〔2017〕47号)."""
        return {
            "SiteName": portal.site_name,
            "SiteDomain": portal.domain,
            "SiteIDCode": portal.site_id_code,
        }

    def column_meta(self, column: Column) -> dict[str, str]:
        """The four tags of list pages and articles."""
        return {
            "ColumnName": column.name,
            "ColumnDescription": column.name,
            "ColumnKeywords": column.name,
            "ColumnType": column.name,
        }

    def breadcrumb(self, portal: Portal, here: str, column: Column) -> str:
        """当前位置：首页 > … > the column."""
        links = [f'<a href="{self.href(here, "/")}">首页</a>']
        for step in column.trail:
            address = self.href(here, self.column_path(portal, step))
            links.append(f'<a href="{address}">{step.name}</a>')
        return f'<div class="crumb">当前位置：{" &gt; ".join(links)}</div>'

    def attachments(self, portal: Portal, here: str, column: Column, entry: Entry) -> str:
        """附件：, with a link for each file; nothing without files."""
        if not entry.files:
            return ""
        links = (
            f'<a href="{self.href(here, self.file_path(portal, column, entry, file))}" '
            f'target="_blank">{escape(file.name)}</a>'
            for file in entry.files
        )
        return f"<p>附件：{'；'.join(links)}</p>"

    def article_body(self, portal: Portal, here: str, column: Column, entry: Entry) -> str:
        """The entry's own HTML, its picture addressed."""
        if not entry.picture:
            return entry.body("")
        path = self.file_path(portal, column, entry, entry.picture)
        return entry.body(self.href(here, path))

    def _header(self, portal: Portal, here: str) -> str:
        menu = "".join(
            _item(self.column_path(portal, column), column.name)
            for column in (*portal.menu, *(c for c in portal.columns if c not in portal.menu))
        )
        return (
            '<div class="top"><a href="javascript:void(0)" onclick="setHome()">设为首页</a> '
            f'<a href="{traps.MOBILE_TWIN}">手机版</a> '
            f'<a href="{traps.BIG5_GATEWAY}{portal.domain}{here}">繁體版</a> '
            '<a href="javascript:;">无障碍</a></div>\n'
            f'<form action="{traps.SEARCH}"><input name="searchword"></form> '
            f'<a href="{traps.SEARCH}?searchword=%E5%B9%B4%E6%8A%A5">热词：政府信息公开年报</a>\n'
            f'<div class="menu"><ul><li><a href="/">首页</a></li>{menu}</ul></div>'
        )

    def _side(self, portal: Portal, here: str, column: Column | None) -> str:
        """The uniform items of 政府信息公开, shown on every page of the platform."""
        if column is None or column.trail[0] is not portal.disclosure:
            return ""
        links = "".join(
            _item(self.href(here, self.column_path(portal, child)), child.name)
            for child in portal.disclosure.children
        )
        return f'<div class="side"><ul>{links}</ul></div>'

    def _footer(self, portal: Portal) -> str:
        friends = " ".join(f'<a href="{url}">{name}</a>' for name, url in traps.OFFSITE.items())
        return (
            f'<div class="footer">{friends} <a href="{traps.FIRST_CALENDAR_PAGE}">日历</a>'
            f"<p>主办单位：{portal.place}人民政府办公室　网站标识码：{portal.site_id_code}　"
            "本站为示例网站</p></div>"
        )


def _item(href: str, text: str) -> str:
    return f'<li><a href="{href}">{escape(text)}</a></li>'
