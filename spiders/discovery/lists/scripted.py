"""Lists that an inline script asks for with everything in plain sight, and what answers list.

`fetch("/api/list?page=1")`, `$.get`, `$.post`, `$.getJSON`, `$.ajax`, `.load` and `axios` with an
address and parameters that are written out, or that the page sets to plain values. The answer
is JSON with an array of objects that have a title and an address, or a piece of markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from spiders.data import load
from spiders.discovery.lists.counts import declared_pages
from spiders.discovery.lists.handed_over import HandedOver
from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    DataRequest,
    Listing,
    data_request,
)
from spiders.discovery.lists.paging import linked_pages
from spiders.discovery.lists.row_addresses import address_in_template, address_of_rows
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
from spiders.discovery.pages.literals import (
    SCRIPT_END,
    Body,
    Literal,
    Reader,
    Unknown,
    as_json,
    is_page_name,
    plain_name,
)
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.sites import clean_url, same_site

_DATA = load("scripted")
_SIZE_NAMES = frozenset(_DATA["size_names"])
_LISTS = re.compile(_DATA["list_words"], re.IGNORECASE)
_NEVER = re.compile(_DATA["never_words"], re.IGNORECASE)
_CALL = re.compile(
    r"(?<![\w.])(fetch|axios(?:\.(?:get|post|request))?)\s{0,5}\("
    r"|(?:\$|\bjQuery)\.(get|post|getJSON|ajax)\s{0,5}\(|(?<=[)\w])\.(load)\s{0,5}\((?=\s{0,5}[\"'`])"
)
_CALLED = ("fetch", "axios", "$.", "jQuery.", ".load")
_MOST_CALLS = 30
MOST_LISTS = 3
_MOST_NODES = 2_000
_DEEPEST = 6
_MARKUP = re.compile(r"<(?:li|tr|a)\b", re.IGNORECASE)
_ID = re.compile(r"[\w-]{1,80}")
_TIME = re.compile(r"[0-9]{9,13}")
_XHR = {"X-Requested-With": "XMLHttpRequest"}


@dataclass(frozen=True, slots=True)
class ListCall:
    """A call that asks for a list: as it begins on the page, and the request that it makes."""

    literal: str
    request: DataRequest


def list_calls(page: Page, family: str) -> list[ListCall]:
    """The calls of a page's inline scripts that ask for lists, at most three, each once; where
    one stands in a function, one for everything that the page hands to that."""
    if not any(word in page.text for word in _CALLED):
        return []
    reader = Reader(page)
    row_address = address_of_rows(reader.text) or address_in_template(page)
    handed = HandedOver(page, reader.text)
    found: dict[str, ListCall] = {}
    lists = 0
    for match in islice(_CALL.finditer(reader.text), _MOST_CALLS):
        known = len(found)
        begins = reader.text[match.start() : match.end() + 60].partition(SCRIPT_END)[0]
        literal = " ".join(begins.split())
        for reader.given in handed.at(match.start()) if lists < MOST_LISTS else ():
            function = match[1] or match[2] or match[3]
            request = _request(page, family, function, reader.arguments(match.end()))
            if request is not None and same_site(request.url, page.url):
                request = replace(request, row_address=row_address)
                found.setdefault(request.key, ListCall(literal, request))
        lists += len(found) > known
    return list(found.values())


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


def form_request(
    page: Page, family: str, address: str, form: Mapping[str, str | int]
) -> DataRequest | None:
    """A POST of a form as jQuery makes it, the number of rows of a part known from the form."""
    request = data_request(family, page.url, address, form=form, headers=_XHR)
    return replace(request, size=_size_in(form)) if request is not None else None


def _request(
    page: Page, family: str, function: str, arguments: list[Literal]
) -> DataRequest | None:
    """The request of one call, None where it is not plain or asks for no list."""
    told = _told(function, arguments)
    if told is None:
        return None
    method, address, sent = told
    parameters = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    if isinstance(sent, str):
        sent = dict(parse_qsl(sent, keep_blank_values=True))
    data = sent.data if isinstance(sent, Body) else sent
    known = {name: _first_page(name, value) for name, value in data.items()}
    counts = any(is_page_name(name) for name in (*parameters, *known))
    path = urlsplit(address).path
    named = counts or function == "load" or _LISTS.search(path)
    if _NEVER.search(path) or not named:
        return None
    headers = {} if function == "fetch" or function.startswith("axios") else _XHR
    if isinstance(sent, Body):
        body = as_json(known)
        if body is None:
            return None
        request = data_request(family, page.base, address, json=body, headers=headers)
        return _sized(request, page, {**parameters, **known})
    flat = {name: _sent_as(value) for name, value in known.items() if isinstance(value, str | int)}
    if len(flat) < len(known):
        return None
    if method == "POST":
        request = data_request(family, page.base, address, form=flat, headers=headers)
        return _sized(request, page, {**parameters, **flat})
    for name, value in flat.items():
        address = with_parameter(address, name, value)
    request = data_request(family, page.base, address, headers=headers)
    return _sized(request, page, {**parameters, **flat})


def _told(
    function: str, arguments: list[Literal]
) -> tuple[str, str, dict[str, Literal] | Body | str] | None:
    """Method, address and what is sent, of the arguments of a call."""
    first = arguments[0] if arguments else Unknown()
    second = arguments[1] if len(arguments) > 1 else Unknown()
    options = first if isinstance(first, dict) else second if isinstance(second, dict) else {}
    if function in ("ajax", "axios", "axios.request", "fetch"):
        address = first if isinstance(first, str) else options.get("url", Unknown())
        method = options.get("method", options.get("type", "GET"))
        sent = options.get("data", options.get("body", options.get("params", {})))
        if function.startswith("axios") and "data" in options and isinstance(sent, dict):
            sent = Body(sent)
    else:
        address = first
        method = "POST" if function.endswith("post") else "GET"
        sent = {} if isinstance(second, Unknown) else second
        if function == "axios.get":
            sent = options.get("params", {})
        elif function == "axios.post" and isinstance(sent, dict):
            sent = Body(sent)
    if not isinstance(address, str) or not address or not isinstance(method, str):
        return None
    if not isinstance(sent, dict | Body | str):
        return None
    return method.upper(), unescape(address), sent


def _sent_as(value: str | int) -> str | int:
    """A value in a form or query, as scripts write it."""
    return str(value).lower() if isinstance(value, bool) else value


def _first_page(name: str, value: Literal) -> Literal:
    """The value of a parameter; one that counts pages by a variable counts from 1."""
    if isinstance(value, Unknown):
        return 1 if is_page_name(name) else value
    return value


def _sized(
    request: DataRequest | None, page: Page, parameters: Mapping[str, Literal]
) -> DataRequest | None:
    if request is None:
        return None
    return replace(request, page=page.url, size=_size_in(parameters))


def _size_in(parameters: Mapping[str, Any]) -> int:
    """The number of rows of a part, 0 where no parameter tells it."""
    sizes = (str(v) for name, v in parameters.items() if plain_name(name) in _SIZE_NAMES)
    return next((int(size) for size in sizes if re.fullmatch(r"[1-9][0-9]{0,3}", size)), 0)


def _following(
    request: DataRequest, around: dict[str, Any], entries: int
) -> tuple[DataRequest, ...]:
    """The parts after this one: by the number of parts, by that of rows, or just the next."""
    name = _page_parameter(request)
    if not name or not entries:
        return ()
    size = request.size or entries
    told = {plain_name(key): value for key, value in around.items()}
    pages, total = count_of(told, *_DATA["pages_total"]), count_of(told, *_DATA["rows_total"])
    if pages:
        numbers = later_parts(request.number, 1, pages)
    elif total:
        numbers = later_parts(request.number, size, total)
    else:
        numbers = range(request.number + 1, request.number + 1 + (entries >= size))
    return tuple(_part(request, name, number, size) for number in numbers)


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
    return next((name for name in names if is_page_name(name)), "")


def _sent(request: DataRequest) -> dict[str, Any]:
    if request.body.startswith("{"):
        data = read_json(request.body)
        return data if isinstance(data, dict) else {}
    return dict(parse_qsl(request.body, keep_blank_values=True))


def _part(request: DataRequest, name: str, number: int, size: int) -> DataRequest:
    """The request for another part; the first one tells whether parts count from 0 or 1."""
    sent = _sent(request)
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    now = str(sent.get(name, query.get(name, "")))
    value = number + (int(now) - request.number if re.fullmatch(r"[0-9]{1,6}", now) else 0)
    if name not in sent:
        url = with_parameter(request.url, name, value)
        return replace(request, url=url, number=number, size=size)
    if request.body.startswith("{"):
        body = as_json({**sent, name: value}) or request.body
    else:
        body = with_parameter(request.body, name, value)
    return replace(request, body=body, number=number, size=size)


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
