"""What answers to a script's request for a list hold: rows, and where its further parts are.

JSON with an array of objects that have a title and an address, XML with such elements, or a piece
of markup. Parts are counted by a page, by rows that come before, in the name of a file, or the
answer names the next one (a cursor, an address).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from spiders.data import load
from spiders.discovery.lists.counts import declared_pages
from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    DataRequest,
    Listing,
)
from spiders.discovery.lists.paging import linked_pages
from spiders.discovery.lists.rows import Row, find_rows
from spiders.discovery.pages.data import (
    count_of,
    day_of,
    field,
    later_parts,
    read_json,
    text_of,
    with_parameter,
)
from spiders.discovery.pages.literals import as_json, is_page_name, plain_name
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.sites import clean_url

_DATA = load("scripted")
_MOST_NODES = 2_000
_DEEPEST = 6
_MARKUP = re.compile(r"<(?:li|tr|a)\b", re.IGNORECASE)
_ID = re.compile(r"[\w-]{1,80}")
_TIME = re.compile(r"[0-9]{9,13}")
_OFFSETS = frozenset(_DATA["offset_names"])
_CURSORS = frozenset(_DATA["cursor_names"])
NUMBERED_FILE = re.compile(r"([^?#]{1,500}[/_-])([01])(\.(?:json|js|xml|html?))", re.IGNORECASE)
"""The address of the first of several files that are the parts of a list."""


def read_rows(answer: Answer) -> Listing | None:
    """The rows of an answer and the requests for the parts after it, as far as it counts them.

    Where it does not, the next part is asked for as long as answers are full.
    """
    data = read_json(answer.text)
    if isinstance(data, dict | list):
        listed = largest_array(data, answer.request.row_address)
        if listed is None:
            return None
        around, entries = listed
        rows = [row for entry in entries[:MOST_ROWS] if (row := row_of(entry, answer.request))]
        if entries and not rows:
            return None
        total = count_of({plain_name(k): v for k, v in around.items()}, *_DATA["rows_total"])
        following = _following(answer.request, around, len(entries))
        return Listing(tuple(rows), following, total=total)
    if answer.text.lstrip()[:5] == "<?xml":
        rows = [
            row for entry in _xml_entries(answer.text) if (row := row_of(entry, answer.request))
        ]
        return Listing(tuple(rows)) if rows else None
    if not _MARKUP.search(answer.text):
        return None
    part = read_page(answer.request.page, answer.text.encode())
    rows = find_rows(part)[:MOST_ROWS]
    counted = {"totalpages": declared_pages(part)}
    following = _following(answer.request, counted, len(rows)) or _linked_parts(
        answer.request, part
    )
    return Listing(tuple(rows), following) if rows else None


def _xml_entries(text: str) -> list[dict[str, str]]:
    """The elements of an XML answer that hold values: the texts of their children by name."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    found = []
    for element in islice(root.iter(etree.Element), _MOST_NODES * 5) if root is not None else ():
        told = {etree.QName(e).localname: e.text or "" for e in element if isinstance(e.tag, str)}
        if len(told) > 1:
            found.append(told)
    return found[:MOST_ROWS]


def _following(
    request: DataRequest, around: dict[str, Any], entries: int
) -> tuple[DataRequest, ...]:
    """The parts after this one: by the number of parts, by that of rows, or just the next."""
    if not entries:
        return ()
    told = {plain_name(key): value for key, value in around.items()}
    named = _next_named(request, told)
    if named is not None:
        return (named,)
    name = _page_parameter(request)
    size = request.size or entries
    pages, total = count_of(told, *_DATA["pages_total"]), count_of(told, *_DATA["rows_total"])
    if not name and not (pages > 1 or total > entries):
        return ()
    if pages:
        numbers = later_parts(request.number, 1, pages)
    elif total:
        numbers = later_parts(request.number, size, total)
    else:
        numbers = range(request.number + 1, request.number + 1 + (entries >= size))
    parts = (_part(request, name, number, size) for number in numbers)
    return tuple(part for part in parts if part is not None)


def _next_named(request: DataRequest, told: Mapping[str, Any]) -> DataRequest | None:
    """The next part where the answer itself names it: by its address, or by a cursor that the
    request has a parameter for; None where it does not, or says that there is none."""
    if any(told.get(name) is False for name in _DATA["goes_on"]):
        return None
    number = request.number + 1
    url = clean_url(text_of(told, *_DATA["next_url"]), request.url)
    if url and _path(url) == _path(request.url) and url != request.url:
        return replace(request, url=url, number=number)
    value = text_of(told, *_DATA["cursors"], limit=200)
    sent = _sent(request)
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    name = next((name for name in (*query, *sent) if plain_name(name) in _CURSORS), "")
    if not name or not value or str({**query, **sent}[name]) == value:
        return None
    return _with_value(replace(request, number=number), sent, name, value)


def _path(url: str) -> str:
    return url.partition("?")[0].partition("://")[2]


def _linked_parts(request: DataRequest, part: Page) -> tuple[DataRequest, ...]:
    """The parts that a pager in the answer itself leads to, asked for as this one was."""
    if request.method != "GET":
        return ()
    return tuple(
        replace(request, url=url, number=request.number + number)
        for number, url in enumerate(linked_pages(part), start=1)
    )


def _page_parameter(request: DataRequest) -> str:
    """The name of the parameter that counts the parts, '' where there is none."""
    told = _sent(request)
    names = [*dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True)), *told]
    counted = [name for name in names if is_page_name(name)]
    return next(iter(counted), next((n for n in names if plain_name(n) in _OFFSETS), ""))


def _sent(request: DataRequest) -> dict[str, Any]:
    if request.body.startswith("{"):
        data = read_json(request.body)
        return data if isinstance(data, dict) else {}
    return dict(parse_qsl(request.body, keep_blank_values=True))


def _part(request: DataRequest, name: str, number: int, size: int) -> DataRequest | None:
    """The request for another part; the first one tells whether parts count from 0 or 1, and what
    it is called by says whether parts or the rows before them are counted."""
    sent = _sent(request)
    if not name:
        return _file_of_part(request, number, size)
    if plain_name(name) in _OFFSETS:
        before = replace(request, number=number, size=size)
        return _with_value(before, sent, name, (number - 1) * size)
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    now = str(sent.get(name, query.get(name, "")))
    value = number + (int(now) - request.number if re.fullmatch(r"[0-9]{1,6}", now) else 0)
    return _with_value(replace(request, number=number, size=size), sent, name, value)


def _with_value(
    request: DataRequest, sent: dict[str, Any], name: str, value: int | str
) -> DataRequest:
    """A request with one of its parameters given another value, wherever it is sent."""
    if name not in sent:
        return replace(request, url=with_parameter(request.url, name, value))
    if request.body.startswith("{"):
        return replace(request, body=as_json({**sent, name: value}) or request.body)
    return replace(request, body=with_parameter(request.body, name, value))


def _file_of_part(request: DataRequest, number: int, size: int) -> DataRequest | None:
    """The request for another part where parts are files with a number: `nb_1.json`."""
    named = NUMBERED_FILE.fullmatch(request.url)
    if named is None:
        return None
    value = number + int(named[2]) - request.number
    url = f"{named[1]}{value}{named[3]}"
    return replace(request, url=url, number=number, size=size)


def largest_array(data: Any, row_address: str) -> tuple[dict[str, Any], list[Any]] | None:
    """The largest array of rows in JSON, with the counts of the objects around it.

    An answer whose arrays are all empty lists nothing; one without any array is no list.
    """
    best: tuple[dict[str, Any], list[Any]] | None = None
    for around, array in _arrays(data):
        listed = [entry for entry in array[:MOST_ROWS] if _names(entry, row_address)]
        if array and not listed:
            continue
        if best is None or len(listed) > len(best[1]):
            best = around, listed
    return best


def _arrays(data: Any) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """The arrays of a JSON value, each with the plain values of the objects around it."""
    waiting: list[tuple[Any, dict[str, Any], int]] = [(data, {}, 0)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value, around, depth = waiting.pop(0)
        if isinstance(value, list):
            yield around, value
            continue
        if not isinstance(value, dict) or depth > _DEEPEST:
            continue
        plain = {k: v for k, v in islice(value.items(), 100) if isinstance(v, str | int)}
        inner = {**around, **plain}
        waiting += [
            (v, inner, depth + 1) for v in islice(value.values(), 100) if isinstance(v, dict | list)
        ]


def _names(entry: Any, row_address: str) -> dict[str, Any]:
    """The fields of a row by their plain names, none where it has no title or no address."""
    if not isinstance(entry, dict):
        return {}
    named = {plain_name(str(key)): value for key, value in islice(entry.items(), 100)}
    has_address = text_of(named, *_DATA["url"]) or _filled(row_address, named)
    has_both = text_of(named, *_DATA["title"], limit=300) and has_address
    return named if has_both else {}


def _filled(row_address: str, named: Mapping[str, Any]) -> str:
    """The address of a row, by the field that the script puts into it."""
    before, _, rest = row_address.partition("{")
    name, _, after = rest.partition("}")
    value = text_of(named, plain_name(name), limit=100)
    return f"{before}{value}{after}" if name and _ID.fullmatch(value) else ""


def row_of(entry: Any, request: DataRequest) -> Row | None:
    """The row of one object of an array, None where it has no title or no address."""
    named = _names(entry, request.row_address)
    address = _filled(request.row_address, named) or text_of(named, *_DATA["url"])
    url = clean_url(unescape(address), request.page)
    title = " ".join(re.sub(r"<[^<>]{0,80}>", "", text_of(named, *_DATA["title"])).split())[:300]
    if url is None or not title:
        return None
    date = next((d for name in _DATA["date"] if (d := _day(named, name))), "")
    publisher = text_of(named, *_DATA["publisher"], limit=100)
    return Row(url, unescape(title), date, publisher=publisher)


def _day(named: dict[str, Any], name: str) -> str:
    """The day in a field: a date as written, or a Unix time stamp."""
    written = text_of(named, name, limit=40)
    if _TIME.fullmatch(written):
        return day_of({name: field(named, name)}, name)
    return written if re.match(r"(?:19|20)\d\d\D", written) else ""
