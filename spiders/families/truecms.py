"""TrueCMS: the first rows in a hidden `#initData`, the others as XML within JSONP.

Columns are `/{dir}/{dir}.html`, articles `/{dir}/content/{uuid}.html`; in Huai'an (淮安)
`/col/18073_668815/index.html` and `/col/4039_446643/art/17356608/{id}.html`. Records are asked for
by `truecms/messageController/getMessage.do`, counted from 1, three pages of the pager at a time; a
server may give fewer at once than it is asked for.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from itertools import islice
from typing import ClassVar
from urllib.parse import urlencode

from lxml import etree

from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    DataRequest,
    Listing,
    data_request,
)
from spiders.discovery.lists.paging import MOST_PAGES
from spiders.discovery.lists.rows import Row, find_rows
from spiders.discovery.pages.data import cdata_of, field, read_json, row_of_record, with_parameter
from spiders.discovery.pages.page import Page
from spiders.discovery.sites import page_key
from spiders.families.base import Family

_PAGES_AT_ONCE = 3
_PER_PAGE = 10  # where the page does not tell
_PROXY = re.compile(r"messageController/getMessage\.do\b", re.IGNORECASE)
_BEFORE = re.compile(r"[\w./:-]{0,200}$")
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def _parameter(name: str, value: str) -> re.Pattern[str]:
    """A parameter as the page may write it: in a script, an address, or a hidden field."""
    written = rf"\b{name}(?:[\"']|&quot;)?\s{{0,9}}[:=]\s{{0,9}}(?:[\"']|&quot;)?{value}"
    hidden = rf"\b{name}[\"']\s{{1,9}}value\s{{0,3}}=\s{{0,3}}[\"']{value}"
    return re.compile(f"{written}|{hidden}", re.IGNORECASE)


_COLUMN = _parameter("columnId", r"([\w-]{1,64})")
_TEMPLATE = _parameter("contentTemplate", r"([\w-]{1,64})")
_ROWS_OF_A_PAGE = _parameter("perPage", r"(\d{1,4})\b")
_LAST_OF_GROUP = _parameter("endrecord", r"(\d{1,4})\b")
_TOTAL = re.compile(
    r"\btotalRecords?(?:[\"']|&quot;)?\s{0,9}[:=]\s{0,9}[\"']?(\d{1,9})\b"
    r"|<totalrecord>\s{0,9}(\d{1,9})",
    re.IGNORECASE,
)


class TrueCms(Family):
    """TrueCMS with its dialect of Huai'an."""

    name: ClassVar[str] = "TrueCMS"
    rank: ClassVar[int] = 22  # its records look like those of Hanweb jcms
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"truecms/messageController/getMessage\.do", re.IGNORECASE),
        re.compile(r"(?:src|href)\s{0,3}=\s{0,3}[\"']?[\w./:-]{0,100}\btruecms/", re.IGNORECASE),
        re.compile(rf"href\s{{0,3}}=\s{{0,3}}[\"']?[./][\w./-]{{0,200}}/content/{_UUID}\.html"),
        re.compile(r"href\s{0,3}=\s{0,3}[\"']?[^\s\"'>]{0,300}/col/\d{1,9}_\d{1,9}/(?:index|art/)"),
    )
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(
        rf"/content/{_UUID}\.html$|/col/\d{{1,9}}_\d{{1,9}}/art/\d{{1,12}}/\w{{1,60}}\.html$"
    )
    article_bodies: ClassVar[tuple[str, ...]] = ("#zoom", "#zoomcon", ".zoom", ".article-content")

    def rows(self, page: Page) -> list[Row]:
        """The rows beside the hidden ones, which belong to the script's list (`lists`)."""
        hidden = {page_key(row.url) for row in _hidden(page)}
        return [row for row in find_rows(page) if page_key(row.url) not in hidden]

    def lists(self, page: Page) -> Sequence[Listing]:
        """The hidden rows, and what the script asks for after them."""
        rows = _hidden(page)
        request = _request(page, len(rows))
        complete = bool(rows) and 0 < _number(_TOTAL, page.text) <= len(rows)
        following = () if request is None or complete else (request,)
        return (Listing(tuple(rows), following),) if rows or following else ()

    def read_list(self, answer: Answer) -> Listing | None:
        """The records; those after them are counted on from what really came."""
        told = field(read_json(answer.text), "result")
        if not isinstance(told, str):
            told = answer.text
            if "<datastore" not in told:
                return None
        request = answer.request
        records = list(cdata_of(told, "record", MOST_ROWS))
        if not records:
            return Listing()
        rows = (row_of_record(record, request.page) for record in records)
        reached = request.number + len(records)
        whole = len(records) >= request.size
        declared = _number(_TOTAL, told)
        total = declared or (reached if whole else 0)
        # What is left may be less than a group; a group that is cut shows what the server gives.
        size = request.size if whole or reached > total else len(records)
        starts = range(reached, total + 1, size)[:MOST_PAGES]
        following = [_records(request, first, size) for first in starts]
        kept = tuple(row for row in rows if row is not None)
        return Listing(kept, tuple(following), total=declared)


def _hidden(page: Page) -> list[Row]:
    """The rows of the hidden store, as XML records or as items of a list."""
    found = [row_of_record(r, page.base) for r in cdata_of(page.text, "record", MOST_ROWS)]
    for store in page.selector.css("#initData")[:1] if not found else ():
        inside = store.root.get("value") or store.root.text or ""
        items = [
            etree.tostring(e, encoding="unicode", method="html", with_tail=False)
            for e in islice(store.root.iter("li", "tr"), MOST_ROWS)
        ]
        items = items or [f"<li{item}" for item in inside.split("<li")[1 : MOST_ROWS + 1]]
        found = [row_of_record(item, page.base) for item in items]
    return [row for row in found if row is not None]


def _number(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return int(next(group for group in found.groups() if group)) if found else 0


def _text(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return next(group for group in found.groups() if group) if found else ""


def _request(page: Page, shown: int) -> DataRequest | None:
    """The request for the records after those shown; None where the page does not make any.

    Some servers answer a group of pages with nothing: a single page is asked for then.
    """
    proxy, column = _PROXY.search(page.text), _text(_COLUMN, page.text)
    if proxy is None or not column:
        return None
    before = _BEFORE.search(page.text[max(0, proxy.start() - 200) : proxy.start()])
    address = f"{before[0] if before else ''}{proxy[0]}"
    per_page = _number(_ROWS_OF_A_PAGE, page.text) or _PER_PAGE
    size = max(_number(_LAST_OF_GROUP, page.text), per_page)
    size = size if size > per_page else per_page * _PAGES_AT_ONCE
    fields = {"startrecord": 1, "endrecord": size, "perpage": per_page}
    template = _text(_TEMPLATE, page.text)
    told = {**fields, **({"contentTemplate": template} if template else {}), "columnId": column}
    query = f"{urlencode(told)}&callback=cb"
    request = data_request(TrueCms.name, page.url, f"{address}?{query}", size=size)
    if request is None:
        return None
    first = shown - shown % per_page + 1
    narrow = _records(request, first, per_page)
    return dataclasses.replace(_records(request, first, size), fallback=narrow)


def _records(request: DataRequest, first: int, size: int) -> DataRequest:
    """The same request for the records from `first` on."""
    url = with_parameter(request.url, "startrecord", first)
    url = with_parameter(url, "endrecord", first + size - 1)
    return dataclasses.replace(request, url=url, number=first, size=size, fallback=None)
