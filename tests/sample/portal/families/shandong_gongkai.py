"""The disclosure software of Shandong: a site for each agency, channels and documents by 24 hex
digits.

`/gongkai/site_{agency}/channel_{id}/doc_{id}.html`; the id of a channel may be put together of
two, or end in a number with a dot. A block above the text gives title, numbers and date; templates
leak into it (`2023-None`).
"""

from __future__ import annotations

from hashlib import md5
from html import escape

from tests.sample.portal.content import Column, Entry, File, Portal
from tests.sample.portal.families.base import Page
from tests.sample.portal.families.folders import Folders


class ShandongGongkai(Folders):
    """Sites, channels, documents."""

    index = ""

    def folder(self, portal: Portal, column: Column) -> str:
        top = column.trail[0]
        if top in portal.menu:
            return f"/channel_{_hex(column.slug)}/"
        if column is top and top is not portal.disclosure:
            return "/gongkai/"
        owner = top if top is portal.disclosure else column.trail[1]
        site = f"/gongkai/site_{portal.name.replace('_', '')}{owner.slug}"
        return f"{site}/" if column is owner else f"{site}/channel_{_channel(column)}/"

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        return f"{self.folder(portal, column)}doc_{_hex(f'{column.slug} {entry.number}')}.html"

    def file_path(self, portal: Portal, column: Column, entry: Entry, file: File) -> str:
        return f"/gongkai/files/{_hex(f'{column.slug} {entry.number} {file.suffix}')}{file.suffix}"

    def pager(self, portal: Portal, page: Page) -> str:
        numbers = range(1, page.pages + 1)
        links = ((n, self.page_path(portal, page.column, n)) for n in numbers if n != page.number)
        return " ".join(f'<a href="{address}">{number}</a>' for number, address in links)

    def head(self, portal: Portal, entry: Entry) -> str:
        return (
            f'<table class="head"><tr><td>标题</td><td colspan="3">{escape(entry.title)}</td></tr>'
            f"<tr><td>索引号</td><td>11370{entry.number}/{entry.published_on:%Y}-None</td>"
            "<td>文号</td><td>无文号</td></tr>"
            f"<tr><td>发文日期</td><td>{entry.published_on:%Y-%m-%d}</td>"
            f"<td>发布机构</td><td>{entry.source}</td></tr></table>"
        )


def _channel(column: Column) -> str:
    own = _hex("/".join(step.slug for step in column.trail))
    if len(column.trail) > 3:
        return f"c_{own}_{_hex(column.slug)}"
    return f"c_{own}_n_1605681736.2144" if column.slug.startswith("zfxxgkzn") else own


def _hex(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()[:24]


FAMILY = ShandongGongkai()
