"""gkmlpt (广东省统一政府信息公开目录平台): a shell page with `window._CONFIG`, lists as JSON.

The columns are the TREE in the configuration; the rows of one are at
`{base}/gkmlpt/api/all/{id}?page=N&sid={SID}`, counted from 1. An article keeps its text as
JSON (`DETAIL`) before the tree. `base` may be a path prefix; each agency has its own.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar
from urllib.parse import urlsplit

from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    Column,
    DataRequest,
    Listing,
    data_request,
)
from spiders.discovery.lists.rows import Row
from spiders.discovery.pages.data import (
    count_of,
    day_of,
    field,
    json_after,
    later_parts,
    objects,
    read_json,
    text_of,
    with_parameter,
)
from spiders.discovery.pages.page import Page, with_body
from spiders.discovery.pages.text import squash
from spiders.discovery.sites import clean_url
from spiders.families.base import LOOKED_AT, Family

_SID = re.compile(r"\bSID\s{0,9}:\s{0,9}[\"']?(\w{1,20})\b")
_TREE = re.compile(r"\bTREE[\"']?\s{0,9}:\s{0,9}(?=\[)")
_DETAIL = re.compile(r"\bDETAIL[\"']?\s{0,9}:\s{0,9}(?=\{)")
_PART = 100  # rows of one answer, whatever the page shows
_MOST_NODES = 5_000
_BODY = "article-content"


class Gkmlpt(Family):
    """The disclosure platform of Guangdong."""

    name: ClassVar[str] = "gkmlpt"
    rank: ClassVar[int] = 10
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (re.compile(r"window\._CONFIG\s{0,9}="),)
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(
        r"/gkmlpt/content/\d{1,6}/\d{1,9}/m?post_\d{1,12}\.html$"
    )
    article_bodies: ClassVar[tuple[str, ...]] = (f".{_BODY}",)

    def recognise(self, page: Page) -> str | None:
        """The configuration alone is not enough: it must name the platform's SID."""
        marker = super().recognise(page)
        sid = _SID.search(page.text, 0, LOOKED_AT) if marker else None
        return " ".join(sid[0].split()) if sid else None

    def prepare(self, page: Page) -> Page:
        """An article without a body of its own gets the one that its script holds, with links to
        the attachments that stand beside it there."""
        detail = json_after(page.text, _DETAIL)
        content = text_of(detail, "content", limit=2_000_000)
        content += "".join(_attached(entry) for entry in objects(detail, "attachment")[:50])
        shown = page.selector.css(f".{_BODY}")
        if not content or any(squash("".join(s.root.itertext())) for s in shown[:3]):
            return page
        return with_body(page, content, _BODY)

    def columns(self, page: Page) -> Sequence[Column]:
        """The leaves of the tree; one may lead elsewhere by an address of its own."""
        sid = _SID.search(page.text)
        tree = json_after(page.text, _TREE)
        if sid is None or not isinstance(tree, list):
            return ()
        found: list[Column] = []
        waiting: list[tuple[Any, tuple[str, ...]]] = [(node, ()) for node in reversed(tree)]
        while waiting and len(found) < _MOST_NODES:
            node, above = waiting.pop()
            name = text_of(node, "name", limit=100)
            children = objects(node, "children")
            waiting += [(child, (*above[-6:], name)) for child in reversed(children)]
            target = None if children else _target(page, node, sid[1])
            if target is not None and name:
                found.append(Column(name, target, above))
        return found

    def read_list(self, answer: Answer) -> Listing | None:
        """`articles` of one answer, and by `total` the answers after it."""
        data = read_json(answer.text)
        if not isinstance(field(data, "articles"), list):
            return None
        request = answer.request
        rows = [_row(entry, request.page) for entry in objects(data, "articles")[:MOST_ROWS]]
        # Whoever set up the platform may have set another number of rows for an answer.
        total = count_of(data, "total")
        size = request.size or (len(rows) if total > len(rows) else _PART)
        later = later_parts(request.number, size, total)
        following = [
            dataclasses.replace(
                request, url=with_parameter(request.url, "page", number), number=number, size=size
            )
            for number in later
        ]
        kept = tuple(row for row in rows if row is not None)
        return Listing(kept, tuple(following), total=total)


def _attached(entry: Any) -> str:
    """A link to one attachment of an article, '' where its entry names no file."""
    address, name = text_of(entry, "url", "path", "link"), text_of(entry, "name", "title")
    return f'<p><a href="{escape(address)}">{escape(name or "附件")}</a></p>' if address else ""


def _target(page: Page, node: Any, sid: str) -> str | DataRequest | None:
    """Where a leaf of the tree leads; None where it is declared empty."""
    jump = text_of(node, "jump_url")
    if jump:
        return clean_url(jump, page.base)
    number = text_of(node, "id", limit=20)
    if not number.isalnum() or text_of(node, "post_count") == "0":
        return None
    base = urlsplit(page.url).path.partition("/gkmlpt/")[0] if "/gkmlpt/" in page.url else ""
    address = f"{base}/gkmlpt/api/all/{number}?page=1&sid={sid}"
    return data_request(Gkmlpt.name, page.url, address)


def _row(entry: Any, page: str) -> Row | None:
    url = clean_url(text_of(entry, "url", "post_url"), page)
    title = text_of(entry, "title", limit=300)
    if url is None or not title:
        return None
    date = day_of(entry, "create_time", "display_publish_time", "first_publish_time", "date")
    return Row(url, title, date, publisher=text_of(entry, "publisher", limit=100))
