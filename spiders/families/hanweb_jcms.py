"""Hanweb jcms (大汉): the first rows of a list as XML in a script, the others by `dataproxy.jsp`.

Columns are `/col/col{N}/index.html`, articles `/art/2023/1/12/art_{col}_{id}.html`. The proxy is
asked by POST for records counted from 1, three pages of the pager at a time as its script does.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import ClassVar
from urllib.parse import parse_qsl, urlsplit

from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    DataRequest,
    Listing,
    data_request,
)
from spiders.discovery.lists.paging import MOST_PAGES
from spiders.discovery.lists.rows import Row
from spiders.discovery.pages.data import cdata_of, later_parts, row_of_record, with_parameter
from spiders.discovery.pages.page import Page
from spiders.families.base import Family

_PAGES_AT_ONCE = 3
_MOST_LISTS = 20
_PROXY = "/dataproxy.jsp"
_FOLDER = re.compile(r"[\w./:-]{0,200}$")
_TOTAL = re.compile(r"\btotalRecord\s{0,9}[:=]\s{0,9}[\"']?(\d{1,9})|<totalrecord>\s{0,9}(\d{1,9})")
_PER_PAGE = re.compile(r"\bperPage\s{0,9}[:=]\s{0,9}[\"']?(\d{1,5})")
_COLUMN = re.compile(r"/col/col(\d{1,12})/")
_UNIT = re.compile(r"\bid\s{0,3}=\s{0,3}[\"']?(\w{1,40})[\"']?[^<>]{0,200}>\s{0,40}$")
# What the script posts, in its own order.
_FIELDS = (
    "col",
    "appid",
    "webid",
    "path",
    "columnid",
    "sourceContentType",
    "unitid",
    "webname",
    "permissiontype",
)
_FIELD = re.compile(
    rf"[\"'&?;\s{{,]({'|'.join(_FIELDS)})[\"']?\s{{0,9}}[:=]\s{{0,9}}[\"']?([^\"'&,;}}\s<>]{{0,200}})"
)


class HanwebJcms(Family):
    """Hanweb jcms with its jpage lists."""

    name: ClassVar[str] = "Hanweb jcms"
    rank: ClassVar[int] = 25
    markers: ClassVar[tuple[re.Pattern[str], ...]] = (
        re.compile(r"<recordset>\s{0,99}<record>\s{0,99}<!\[CDATA\["),
        re.compile(r"/module/\w{1,20}/jpage/dataproxy\.jsp"),
        re.compile(r"<meta\s{1,9}name\s{0,3}=\s{0,3}[\"']ContentStart[\"']", re.IGNORECASE),
        re.compile(r"href\s{0,3}=\s{0,3}[\"']?[^\s\"'>]{0,300}/col/col\d{1,12}/index\.html"),
        re.compile(
            r"href\s{0,3}=\s{0,3}[\"']?[^\s\"'>]{0,300}/art/\d{4}/\d\d?/\d\d?/art_\d{1,12}_\d{1,12}\."
        ),
    )
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(
        r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d{1,12}_\d{1,12}\.html$"
    )
    article_bodies: ClassVar[tuple[str, ...]] = (
        "#zoom",
        "td.bt_content",
        ".artile_zw",
        ".wip_art_con",
        ".main-txt",
        ".zoom",
    )

    def lists(self, page: Page) -> Sequence[Listing]:
        """Each `<datastore>` of the page, with what its own pager asks for next."""
        return [self._list(page, start, end) for start, end in _stores(page.text)]

    def _list(self, page: Page, start: int, end: int) -> Listing:
        """A list of the page: its store, and the pager that belongs to it."""
        text = page.text[start:end]
        rows = _rows(text, page.base)
        total, per_page = _number(_TOTAL, text), _number(_PER_PAGE, text)
        proxy = _proxy(text)
        if not proxy or per_page == 0 or total <= len(rows):
            return Listing(rows, total=total)
        at = page.text.find("<datastore", start)
        fields = _fields(page, text, page.text[max(0, at - 400) : max(0, at)])
        first = _proxy_request(page.url, proxy, fields, len(rows), per_page, total)
        return Listing(rows, (first,) if first is not None else (), total=total)

    def read_list(self, answer: Answer) -> Listing | None:
        """`<record>` by `<record>`; `<totalrecord>` tells how many groups follow."""
        if "<datastore" not in answer.text and "<recordset" not in answer.text:
            return None
        request = answer.request
        rows = _rows(answer.text, request.page)
        total = _number(_TOTAL, answer.text)
        if rows and "startrecord=" in request.url:
            came = sum(1 for _ in cdata_of(answer.text, "record", MOST_ROWS))
            following = _later_records(request, came, total)
        else:
            numbers = later_parts(request.number, request.size, total)
            following = [_page(request, number) for number in numbers]
        return Listing(rows, tuple(following), total=total)


def _stores(text: str) -> Iterator[tuple[int, int]]:
    """Where each `<datastore>` begins, and where the next one does: its pager comes after it.

    A single list is the whole page, and so is one whose records all come later.
    """
    starts: list[int] = []
    at = text.find("<datastore")
    while at >= 0 and len(starts) < _MOST_LISTS:
        starts.append(at)
        at = text.find("<datastore", at + 1)
    if len(starts) > 1:
        yield from zip(starts, [*starts[1:], len(text)], strict=True)
    elif starts or _PROXY in text:
        yield 0, len(text)


def _rows(text: str, page: str) -> tuple[Row, ...]:
    rows = (row_of_record(record, page) for record in cdata_of(text, "record", MOST_ROWS))
    return tuple(row for row in rows if row is not None)


def _proxy(text: str) -> str:
    """The address of the proxy as the page has it, without its parameters; '' where none is."""
    at = text.find(_PROXY)
    folder = _FOLDER.search(text, max(0, at - 200), max(0, at)) if at >= 0 else None
    return f"{folder[0]}{_PROXY}" if folder else ""


def _number(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return int(next(group for group in found.groups() if group)) if found else 0


def _fields(page: Page, text: str, before: str) -> dict[str, str]:
    """The form as the page has it: in the address of the next group, or among the parameters."""
    told: dict[str, str] = {}
    for address in cdata_of(text, "nextgroup", 1):
        href = address.replace("&amp;", "&").partition('href="')[2].partition('"')[0]
        told |= dict(parse_qsl(urlsplit(href).query, keep_blank_values=True))
    for found in _FIELD.finditer(text[text.rfind("</datastore>") :]):
        told.setdefault(found[1], found[2])
    column, unit = _COLUMN.search(page.url), _UNIT.search(before.rpartition("<script")[0])
    if column is not None:
        told.setdefault("columnid", column[1])
    if unit is not None:
        told.setdefault("unitid", unit[1])
    defaults = {"col": "1", "appid": "1", "path": "/", "permissiontype": "0"}
    told = defaults | told
    return {name: told[name] for name in _FIELDS if name in told}


def _proxy_request(
    page: str, proxy: str, fields: dict[str, str], shown: int, per_page: int, total: int
) -> DataRequest | None:
    """The request for the records after those shown.

    Some versions heed `page` alone; whether they count pages or groups shows in the answer.
    """
    size = per_page * _PAGES_AT_ONCE
    asked = None
    if shown:
        by_page = f"{proxy}?page={shown // per_page + 1}"
        by_group = f"{proxy}?page=2"
        asked = data_request(
            HanwebJcms.name, page, by_page, form=fields, number=shown // per_page + 1, size=per_page
        )
        asked = data_request(
            HanwebJcms.name, page, by_group, form=fields, number=2, size=shown, fallback=asked
        )
    by_record = f"{proxy}?startrecord=1&endrecord={size}&perpage={per_page}"
    request = data_request(HanwebJcms.name, page, by_record, form=fields, size=size, fallback=asked)
    if request is None:
        return None
    # Records are counted on from those that the page shows, whole pages of them.
    done = shown - shown % per_page
    return _records(request, done + 1, total)


def _later_records(request: DataRequest, came: int, total: int) -> list[DataRequest]:
    """The groups of records after this one; where fewer came than were asked for, though there
    are more, the server gives no larger groups."""
    reached = request.number + came
    size = came if reached <= min(request.number + request.size - 1, total) else request.size
    smaller = dataclasses.replace(request, size=size)
    numbers = range(reached, total + 1, size)[:MOST_PAGES]
    return [_records(smaller, number, total) for number in numbers]


def _page(request: DataRequest, number: int) -> DataRequest:
    url = with_parameter(request.url, "page", number)
    return dataclasses.replace(request, url=url, number=number, fallback=None)


def _records(request: DataRequest, first: int, total: int) -> DataRequest:
    """The same request for the group of records that begins with `first`."""
    url = with_parameter(request.url, "startrecord", first)
    url = with_parameter(url, "endrecord", min(first + request.size - 1, total))
    return dataclasses.replace(request, url=url, number=first)
