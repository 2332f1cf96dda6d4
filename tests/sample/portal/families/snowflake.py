"""The dialect of 延安: `1.html`, `2.html`, articles by numbers of 19 digits, newer ones by 24 hex.

The pager only says how many pages there are; its links are calls of a script.
"""

from __future__ import annotations

from typing import ClassVar

from tests.sample.portal.content import Column, Entry, Portal
from tests.sample.portal.families.base import Page
from tests.sample.portal.families.folders import Folders

_NEWER_FROM = 2024


class Snowflake(Folders):
    """Lists by number, articles by snowflake."""

    index: ClassVar[str] = "1.html"
    later: ClassVar[str] = "{n}.html"
    body: ClassVar[str] = '<div class="nr">'

    def article_path(self, portal: Portal, column: Column, entry: Entry) -> str:
        number = 1_571_424_000_000_000_000 + entry.number
        hexadecimal = entry.published_on.year >= _NEWER_FROM
        name = f"{number:024x}" if hexadecimal else str(number)
        return f"{self.folder(portal, column)}{name}.html"

    def pager(self, portal: Portal, page: Page) -> str:
        return (
            f'<div class="page">共{len(page.column.entries)}条 第{page.number}/{page.pages}页 '
            f'<a href="javascript:goPage({page.number + 1})">下一页</a> '
            f'<a href="javascript:goPage({page.pages})">末页</a></div>'
        )


FAMILY = Snowflake()
