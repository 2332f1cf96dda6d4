"""The software of Hebei that names everything by UUIDs: `/columns/{uuid}/202602/09/{uuid}.html`.

A prefix may stand before `/columns/`. Further rows of a list come as pieces of markup from
`/columns/{uuid}/templates/{uuid}/blocks/{uuid}?page=N&fix=0`, counted from 1. The text of an
article begins with its title once more.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from spiders.discovery.lists.counts import pages_by_name
from spiders.discovery.lists.declared import declared_pages
from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    DataRequest,
    Listing,
    data_request,
)
from spiders.discovery.lists.rows import find_rows
from spiders.discovery.pages.data import later_parts, with_parameter
from spiders.discovery.pages.page import Page, read_page
from spiders.families.base import LOOKED_AT, Family

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ENTRY = re.compile(rf"/columns/{_UUID}/\d{{6}}/\d{{2}}/{_UUID}\.html$")
_BLOCK = re.compile(
    rf"(?:/[\w-]{{1,40}}){{0,3}}/columns/{_UUID}/templates/{_UUID}/blocks/{_UUID}"
    r"(?:\?[\w=&;%-]{0,200})?"
)
_LIST = re.compile(r"<(?:ul|ol|table|li|tr)\b|暂无", re.IGNORECASE)


class HebeiUuid(Family):
    """Columns and articles by UUID."""

    name: ClassVar[str] = "Hebei UUID CMS"
    rank: ClassVar[int] = 22
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(
            rf"href\s{{0,3}}=\s{{0,3}}[\"']?(?!/gate/)[^\s\"'>]{{0,200}}/columns/{_UUID}/"
            rf"(?:\d{{6}}/\d{{2}}/{_UUID}|index)\.html\b"
        ),
        re.compile(rf"/columns/{_UUID}/templates/{_UUID}/blocks/{_UUID}"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = _ENTRY
    article_bodies: ClassVar[tuple[str, ...]] = ("div.content", "#zoom", ".article-content")

    def pages(self, page: Page) -> list[str]:
        """Static pages `index_2.html`, where no script asks for the rows of page 2."""
        return (
            [] if _BLOCK.search(page.text, 0, LOOKED_AT) else pages_by_name(page, "index_{n}.html")
        )

    def lists(self, page: Page) -> Sequence[Listing]:
        """The parts of the list that its script asks for: all, or those after the rows shown."""
        found = _BLOCK.search(page.text, 0, LOOKED_AT)
        if found is None:
            return ()
        address = with_parameter(found[0].replace("&amp;", "&"), "page", 1)
        request = data_request(self.name, page.url, with_parameter(address, "fix", 0))
        if request is None:
            return ()
        shown = sum(1 for row in self.rows(page) if _ENTRY.search(urlsplit(row.url).path))
        if not shown:
            return [Listing((), (request,))]
        request = dataclasses.replace(request, size=shown)
        return [Listing((), _later(request, declared_pages(page)))]

    def read_list(self, answer: Answer) -> Listing | None:
        """A piece of markup with rows, mostly without a word on how many parts there are."""
        part = read_page(answer.request.page, answer.text.encode())
        rows = tuple(find_rows(part))[:MOST_ROWS]
        if not rows and not _LIST.search(answer.text):
            return None
        request = dataclasses.replace(answer.request, size=answer.request.size or len(rows))
        more = request.number + 1 if rows and len(rows) >= request.size else 0
        return Listing(rows, _later(request, declared_pages(part) or more))


def _later(request: DataRequest, total: int) -> tuple[DataRequest, ...]:
    """The parts after this one, of `total`."""
    return tuple(
        dataclasses.replace(request, url=with_parameter(request.url, "page", number), number=number)
        for number in later_parts(request.number, 1, total)
    )
