"""The Openness software of Anhui: annual reports have a controller of their own.

Lists are `/OpennessContent/showList/{agency}/{column}/page_{N}.html`, counted from 1. A report is
`/OpennessAnnualReport/show/{id}.html`, and on the pages of an agency
`/OpennessAnnualReport/year/show/{agency}/{year}.html` with links to its other years. Ids are
counters; those between the listed ones do not exist.
"""

from __future__ import annotations

from html import escape
from zlib import crc32

from tests.sample.portal import traps
from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Family, Page

REPORTS = "/OpennessAnnualReport"


class AnhuiOpenness(Family):
    """Lists by agency and column, reports by number or by agency and year."""

    page_type = "text/html; charset=utf-8"

    def column_path(self, portal: Portal, column: Column) -> str:
        if _shows_reports(portal, column):
            return self.article_path(portal, column, column.entries[0])
        if column.children:
            return f"/OpennessBranch/{_number(column)}.html"
        return self.page_path(portal, column, 1)

    def page_path(self, portal: Portal, column: Column, number: int) -> str:
        if _shows_reports(portal, column):
            return self.column_path(portal, column)
        if column.trail[0] in portal.menu:
            return f"/News/showList/{_number(column)}/page_{number}.html"
        branch = _number(column.trail[-2])
        return f"/OpennessContent/showList/{branch}/{_number(column)}/page_{number}.html"

    def list_addresses(self, portal: Portal, column: Column, pages: int) -> list[str]:
        if _shows_reports(portal, column):
            return [self.column_path(portal, column)]
        return super().list_addresses(portal, column, pages)

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        if _shows_reports(portal, column):
            year = entry.report.year if entry.report else entry.published_on.year
            return f"{REPORTS}/year/show/{_number(column.trail[-2])}/{year}.html"
        if column.trail[0] in portal.menu:
            return f"/News/show/{entry.number}.html"
        annual = column.slug.startswith("zfxxgknb")
        return f"{REPORTS if annual else '/OpennessContent'}/show/{3 * entry.number}.html"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        name = crc32(f"{column.slug} {entry.number} {file.suffix}".encode())
        return f"/UploadFiles/{entry.published_on:%Y%m}/{name}{file.suffix}"

    def list_page(self, portal: Portal, page: Page) -> str:
        column = page.column
        here = self.page_path(portal, column, page.number)
        rows = "".join(
            f'<tr><td class="bt"><a href="{self.row_path(portal, column, entry)}" '
            f'title="{escape(entry.title)}">{escape(entry.title[:26])}</a></td>'
            f'<td class="cwrq">{entry.published_on:%Y-%m-%d}</td></tr>'
            for entry in page.entries
        )
        last = self.page_path(portal, column, page.pages)
        body = (
            f"{self.breadcrumb(portal, here, column)}\n"
            f'<div class="search-list"><table><tbody>{rows}</tbody></table></div>\n'
            f'<div class="page"><a href="javascript:;">首页</a> {page.number}/{page.pages}页 '
            f'<a href="{last}">尾页</a></div>'
        )
        meta = self.site_meta(portal) | self.column_meta(column)
        return self.document(portal, here, f"{column.name}-{portal.site_name}", meta, body, column)

    def article_page(self, portal: Portal, column: Column, entry: Entry) -> str:
        here = self.article_path(portal, column, entry)
        meta = self.site_meta(portal) | self.column_meta(column)
        meta |= {
            "ArticleTitle": entry.title,
            "PubDate": f"{entry.published_on:%Y-%m-%d} 08:30",
            "ContentSource": entry.source,
        }
        body = (
            f"{self.breadcrumb(portal, here, column)}\n{self._years(portal, column)}\n"
            f"<h1>{escape(entry.title)}</h1>\n<p>发布时间：{entry.published_on:%Y-%m-%d} "
            f'<a href="{traps.PRINT_TWIN}">打印</a></p>\n'
            f'<div class="g-detailbox">{self.article_body(portal, here, column, entry)}</div>\n'
            f'<div class="m-file-download">{self.attachments(portal, here, column, entry)}</div>'
        )
        title = f"{entry.title}-{portal.site_name}"
        return self.document(portal, here, title, meta, body, column, entry.declared_charset)

    def _years(self, portal: Portal, column: Column) -> str:
        """Links to the agency's reports of other years."""
        if not _shows_reports(portal, column):
            return ""
        reports = ((self.article_path(portal, column, e), e.title) for e in column.entries)
        links = "".join(f'<li><a href="{url}">{escape(title)}</a></li>' for url, title in reports)
        return f'<ul class="m-tglist">{links}</ul>'


def _shows_reports(portal: Portal, column: Column) -> bool:
    """Whether a column holds the reports of one agency, each at an address of its own."""
    own = column.trail[0] is not portal.disclosure and column.trail[0] not in portal.menu
    return own and len(column.trail) == 3 and column.slug.startswith("zfxxgknb")


def _number(column: Column) -> int:
    return 300 + crc32("/".join(step.slug for step in column.trail).encode()) % 9_000


FAMILY = AnhuiOpenness()
