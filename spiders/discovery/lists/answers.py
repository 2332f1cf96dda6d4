"""What answers to a script's request for a list hold: rows, and where its further parts are.

JSON with an array of objects that have a title and an address, XML with such elements, or a piece
of markup. Parts are counted by a page, by rows that come before, in the name of a file, or the
answer names the next one (a cursor, an address).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from spiders.data import load
from spiders.discovery.lists.declared import declared_pages
from spiders.discovery.lists.json_rows import MOST_NODES, largest_array, markup_in, row_of
from spiders.discovery.lists.listings import (
    MOST_ROWS,
    Answer,
    DataRequest,
    Listing,
)
from spiders.discovery.lists.paging import linked_pages
from spiders.discovery.lists.rows import find_rows
from spiders.discovery.pages.data import (
    count_of,
    field,
    later_parts,
    read_json,
    text_of,
    with_parameter,
)
from spiders.discovery.pages.literals import as_json
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.pages.parameters import is_offset_name, is_page_name, plain_name
from spiders.discovery.sites import clean_url

_DATA = load("scripted")
_MARKUP = re.compile(r"<(?:li|tr|a)\b", re.IGNORECASE)
_TEXT_IN_XML = re.compile(
    r"\s{0,9}(?:<\?xml[^<>]{0,100}>\s{0,9})?<string\b[^<>]{0,200}>(?=\s{0,9}[{\[])"
)
_CURSORS = frozenset(_DATA["cursor_names"])
NUMBERED_FILE = re.compile(r"([^?#]{1,500}[/_-])([012])(\.(?:json|js|xml|html?))", re.IGNORECASE)
"""The address of the first of several files that are the parts of a list."""
_LATER_FILE = re.compile(NUMBERED_FILE.pattern.replace("[012]", r"\d{1,4}"), re.IGNORECASE)


def read_rows(answer: Answer) -> Listing | None:
    """The rows of an answer and the requests for the parts after it, as far as it counts them.

    Where it does not, the next part is asked for as long as answers are full.
    """
    if not answer.text.strip() and answer.request.number > 1:
        return Listing()  # the parts before it were full, and all
    data = _unwrapped(answer.text)
    if isinstance(data, dict | list):
        listed = largest_array(data, answer.request.row_address)
        if listed is None or not listed[1]:
            markup = markup_in(data)
            if markup:
                return _marked_up(answer.request, markup)
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
        around, told = _xml_entries(answer.text)
        rows = [row for entry in told if (row := row_of(entry, answer.request))]
        total = count_of(around, *_DATA["rows_total"])
        following = _following(answer.request, dict(around), len(rows))
        return Listing(tuple(rows), following, total=total) if rows else None
    return _marked_up(answer.request, answer.text) if _MARKUP.search(answer.text) else None


def _unwrapped(text: str) -> Any | None:
    """The JSON of an answer, also where it is text within JSON (`{"d": "[…]"}`) or XML, as web
    services of ASP.NET send it."""
    within = _TEXT_IN_XML.match(text)
    data = read_json(unescape(text[within.end() :]) if within else text)
    for value in list(data.values())[:10] if isinstance(data, dict) and len(data) < 10 else ():
        inner = read_json(value) if isinstance(value, str) and value[:1] in ("{", "[") else None
        if isinstance(inner, dict | list):
            return inner
    return data


def _marked_up(request: DataRequest, markup: str) -> Listing | None:
    """The rows of a piece of markup, None where it has none."""
    part = read_page(request.page, markup.encode("utf-8", "replace"))
    rows = find_rows(part)[:MOST_ROWS]
    counted = {"totalpages": declared_pages(part)}
    following = _following(request, counted, len(rows)) or _linked_parts(request, part)
    return Listing(tuple(rows), following) if rows else None


def _xml_entries(text: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """What an XML answer says of the whole list, by plain name, and its elements that hold values:
    the texts of their children by name."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    around: dict[str, str] = {}
    found = []
    for element in islice(root.iter(etree.Element), MOST_NODES * 5) if root is not None else ():
        children = [e for e in element if isinstance(e.tag, str)]
        told = {etree.QName(e).localname: e.text or "" for e in children}
        if len(told) > 1:
            found.append(told)
        if any(len(child) for child in children):  # it holds the list, or what does
            said = {**{etree.QName(name).localname: v for name, v in element.items()}, **told}
            around |= {plain_name(name): value for name, value in said.items() if value.strip()}
    return around, found[:MOST_ROWS]


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
    size = request.size or entries
    pages, total = count_of(told, *_DATA["pages_total"]), count_of(told, *_DATA["rows_total"])
    name = _page_parameter(request)
    if not name and (pages > 1 or total > entries):
        name = _likely_counter(request, entries)
    # Files after the rows of a page are asked for until one is missing or not full.
    is_after_shown = request.number > 1 and _LATER_FILE.fullmatch(request.url) is not None
    counted = pages > 1 or total > entries or request.parts > 1
    if not (name or counted or is_after_shown):
        return ()
    pages = pages or (0 if total else request.parts)
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
    within = [f"{n}.{i}" for n, inner in told.items() if isinstance(inner, dict) for i in inner]
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    names = [*query, *(n for n, value in told.items() if not isinstance(value, dict)), *within]
    counted = [name for name in names if is_page_name(name.rpartition(".")[2])]
    offset = next((name for name in names if is_offset_name(name)), "")
    return next(iter(counted), offset or request.counted_by)


def _likely_counter(request: DataRequest, entries: int) -> str:
    """A parameter of an unknown name that may count the parts, where there are more: the only one
    that is 0 or 1, beside one that is the number of rows; '' for none."""
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    told = {name: str(value) for name, value in {**query, **_sent(request)}.items()}
    first = [name for name, value in told.items() if value in ("0", "1")]
    return first[0] if len(first) == 1 and str(entries) in told.values() else ""


def _sent(request: DataRequest) -> dict[str, Any]:
    if request.body.startswith("{"):
        data = read_json(request.body)
        return data if isinstance(data, dict) else {}
    return dict(parse_qsl(request.body, keep_blank_values=True))


def sent_values(request: DataRequest) -> dict[str, Any]:
    """Everything that a request sends, in its address and its body, by name."""
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    return {**query, **_sent(request)}


def asked_with(request: DataRequest, name: str, value: int | str) -> DataRequest:
    """A request with another value of one of its parameters."""
    return _with_value(request, _sent(request), name, value)


def _part(request: DataRequest, name: str, number: int, size: int) -> DataRequest | None:
    """The request for another part; the first one tells whether parts count from 0 or 1, and what
    it is called by says whether parts or the rows before them are counted."""
    sent = _sent(request)
    if not name:
        return _file_of_part(request, number, size)
    if is_offset_name(name):
        before = replace(request, number=number, size=size)
        return _with_value(before, sent, name, (number - 1) * size)
    query = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
    outer, _, inner = name.partition(".")
    now = str(sent.get(name, query.get(name, field(sent, outer, inner))))
    value = number + (int(now) - request.number if re.fullmatch(r"[0-9]{1,6}", now) else 0)
    return _with_value(replace(request, number=number, size=size), sent, name, value)


def _with_value(
    request: DataRequest, sent: dict[str, Any], name: str, value: int | str
) -> DataRequest:
    """A request with one of its parameters given another value, wherever it is sent."""
    outer, _, inner = name.partition(".")
    if inner and isinstance(sent.get(outer), dict):
        body = as_json({**sent, outer: {**sent[outer], inner: value}})
        return replace(request, body=body or request.body)
    if name not in sent:
        return replace(request, url=with_parameter(request.url, name, value))
    if request.body.startswith("{"):
        value = str(value) if isinstance(sent[name], str) else value
        return replace(request, body=as_json({**sent, name: value}) or request.body)
    return replace(request, body=with_parameter(request.body, name, value))


def _file_of_part(request: DataRequest, number: int, size: int) -> DataRequest | None:
    """The request for another part where parts are files with a number: `nb_1.json`."""
    named = _LATER_FILE.fullmatch(request.url)
    if named is None or (request.number == 1 and len(named[2]) > 1):
        return None
    value = number + int(named[2]) - request.number
    url = f"{named[1]}{value}{named[3]}"
    return replace(request, url=url, number=number, size=size)
