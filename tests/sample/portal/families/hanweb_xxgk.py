"""Hanweb xxgk (大汉): the disclosure module beside jcms columns.

Columns of the module are `/col/col{N}/index.html?number={code}`; their lists come from
`search.jsp`, which answers with everything that the agency published in all of them. The reports
of agencies with pages of their own are `xxgkAnnualReport.jsp?area={code}&fbtime={year}`, one a
year, chosen by a select box; those of townships stand under the year in which they were published.
The box offers a year more than there are reports.
"""

from __future__ import annotations

from html import escape
from zlib import crc32

from tests.sample.portal.content import Column, Entry, Portal
from tests.sample.portal.families.base import Page
from tests.sample.portal.families.hanweb import HanwebJcms
from tests.sample.portal.http import Request, Response

SEARCH = "/module/xxgk/search.jsp"
TREE = "/module/xxgk/tree.jsp"
REPORT = "/module/xxgk/xxgkAnnualReport.jsp"
SITE = 3


class HanwebXxgk(HanwebJcms):
    """jcms for the menu, the module for everything about disclosure."""

    def column_path(self, portal: Portal, column: Column) -> str:
        if _shows_reports(portal, column):
            return self.article_path(portal, column, column.entries[0])
        path = super().column_path(portal, column)
        return path if _is_ordinary(portal, column) else f"{path}?number={_code(column)}"

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        shown = [self.column_path(portal, column)]
        if _is_ordinary(portal, column):
            return super().list_addresses(portal, column, pages)
        if not pages or _shows_reports(portal, column):
            return shown
        answers = -(-len(_published(portal)) // portal.page_size)
        return [*shown, *(f"{SEARCH}#{_code(column)} {number + 1}" for number in range(answers))]

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        if not _shows_reports(portal, column):
            return super().article_path(portal, column, entry)
        return f"{REPORT}?area={_area(column)}&fbtime={_asked_year(entry)}"

    def otherwise(self, portal: Portal, request: Request) -> Response:
        if request.path == SEARCH:
            return self._answer(portal, request.parameters)
        if request.path == REPORT:
            return self._report(portal, request.parameters)
        for column in portal.every_column():
            if self.column_path(portal, column) == f"{request.path}?{request.query}":
                page = Page(column, 1, 1, len(column.entries), tuple(column.entries))
                hub = bool(column.children)
                text = self.hub_page(portal, column) if hub else self.list_page(portal, page)
                return Response(text.encode())
        return super().otherwise(portal, request)

    def _answer(self, portal: Portal, told: dict[str, str]) -> Response:
        """Rows of every column of the module, whichever was asked for."""
        if told.get("area") != _area(portal.disclosure) or told.get("jdid") != str(SITE):
            return Response("<table></table>共0页".encode())
        number, size = int(told.get("currpage") or 1), portal.page_size
        entries = _published(portal)
        rows = "".join(
            self._record(portal, column, entry, "odd" if place % 2 else "even")
            for place, (column, entry) in enumerate(entries[(number - 1) * size : number * size])
        )
        pages = -(-len(entries) // size)
        pager = (
            f"<td>第{number}页&nbsp;&nbsp;共{pages}页&nbsp;<a href='javascript:go()'>GO</a></td>"
        )
        return Response(f"<table>{rows}<tr>{pager}</tr></table>".encode())

    def _record(self, portal: Portal, column: Column, entry: Entry, parity: str) -> str:
        address = self.row_path(portal, column, entry)
        return (
            f"<tr class='tr_main_value_{parity}'><td>{entry.number}</td><td><a href='{address}' "
            f"title='{escape(entry.title)}' target='_blank'>{escape(entry.title[:24])}</a></td>"
            f"<td>{entry.published_on:%Y-%m-%d}</td></tr>"
        )

    def _report(self, portal: Portal, told: dict[str, str]) -> Response:
        for column in portal.every_column():
            if not _shows_reports(portal, column) or told.get("area") != _area(column):
                continue
            for entry in column.entries:
                if told.get("fbtime") == str(_asked_year(entry)):
                    page = self.article_page(portal, column, entry)
                    return Response(page.encode(entry.charset), modified=entry.published_on)
            return Response(self._year_without_report(portal, column).encode())
        return super().otherwise(portal, Request(REPORT))

    def list_page(self, portal: Portal, page: Page) -> str:
        column = page.column
        if _is_ordinary(portal, column):
            return super().list_page(portal, page)
        here = self.column_path(portal, column)
        divid = HanwebJcms.column_path(self, portal, column).split("/")[2].replace("col", "div")
        area = _area(portal.disclosure)
        query = f"infotypeId={_code(column)}&jdid={SITE}&area={area}&divid={divid}"
        body = (
            f"{self.breadcrumb(portal, here, column)}\n<div id='tree'></div>"
            f"<div id='{divid}'></div>\n<script>$('#tree').load('{TREE}?area={area}');\n"
            f"$.ajax({{type: 'POST', url: '{SEARCH}', data: \"{query}&vc_title=&vc_number=&"
            "sortfield=,createdatetime:0,orderid:0&currpage=1&vc_filenumber=&vc_all=&texttype=0&"
            f"fbtime=-1\", success: function(html) {{ $('#{divid}').html(html); }} }});</script>"
        )
        meta = self.site_meta(portal) | self.column_meta(column)
        return self.document(portal, here, f"{portal.site_name} {column.name}", meta, body, column)

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        if not _shows_reports(portal, column):
            return super().article_page(portal, column, entry)
        here = self.article_path(portal, column, entry)
        body = (
            f"{self.breadcrumb(portal, here, column)}\n{self._choice(column, _asked_year(entry))}\n"
            f"<h1>{escape(entry.title)}</h1>\n<p>发布日期：{entry.published_on:%Y-%m-%d}</p>\n"
            f'<div id="zoom">{self.article_body(portal, here, column, entry)}</div>'
        )
        title = f"{portal.site_name} {entry.title}"
        meta = self.site_meta(portal)
        return self.document(portal, here, title, meta, body, column, entry.declared_charset)

    def _year_without_report(self, portal: Portal, column: Column) -> str:
        body = f"{self._choice(column, 0)}<p>暂无相关信息</p>"
        return self.document(portal, REPORT, portal.site_name, self.site_meta(portal), body)

    def _choice(self, column: Column, shown: int) -> str:
        """The select box of years: those with a report, and the year before them."""
        years = [_asked_year(entry) for entry in column.entries]
        options = "".join(
            f'<option value="{year}"{" selected" if year == shown else ""}>{year}</option>'
            for year in [*years, min(years) - 1]
        )
        return (
            f'<form><input type="hidden" name="area" value="{_area(column)}">'
            f'<select name="fbtime" onchange="show()">{options}</select></form>'
            f"<script>function show() {{ location.href = '{REPORT}?area=' + "
            "$('[name=area]').val() + '&fbtime=' + $('[name=fbtime]').val(); }</script>"
        )


def _is_ordinary(portal: Portal, column: Column) -> bool:
    return column.trail[0] in portal.menu


def _shows_reports(portal: Portal, column: Column) -> bool:
    """Whether a column holds the reports of one agency, each at an address of its own."""
    top = column.trail[0]
    own = top is not portal.disclosure and not _is_ordinary(portal, column)
    return own and len(column.trail) == 3 and column.slug.startswith("zfxxgknb")


def _published(portal: Portal) -> list[tuple[Column, Entry]]:
    """Every entry of the module's lists, newest first."""
    entries = [
        (column, entry)
        for column in portal.every_column()
        if column.trail[0] is portal.disclosure
        for entry in column.entries
    ]
    return sorted(entries, key=lambda pair: (pair[1].published_on, pair[1].number), reverse=True)


def _asked_year(entry: Entry) -> int:
    """`fbtime`: the report's year, with townships the year after."""
    year = entry.report.year if entry.report else entry.published_on.year - 1
    return year + entry.source.endswith(("镇人民政府", "乡人民政府"))


def _area(column: Column) -> str:
    """The agency's code of eighteen digits."""
    agency = column.trail[-2:][0].slug
    return f"11360429{crc32(agency.encode()):010d}"


def _code(column: Column) -> str:
    return f"Y{crc32('/'.join(step.slug for step in column.trail).encode()) % 1000:03d}C001"


FAMILY = HanwebXxgk()
