"""The rows in a JSON value: objects with a title and an address, or pieces of markup in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import islice
from typing import Any

from parsers.interpretation.genre import judge_title
from spiders.data import load
from spiders.discovery.lists.listings import MOST_ROWS, DataRequest
from spiders.discovery.lists.rows import Row
from spiders.discovery.pages.data import day_of, field, read_json, text_of
from spiders.discovery.pages.parameters import plain_name
from spiders.discovery.sites import clean_url, looks_like_address

_DATA = load("scripted")
MOST_NODES = 2_000
_DEEPEST = 6
_LINK = re.compile(r"<a\s[^<>]{0,300}href", re.IGNORECASE)
_ADDRESS_NAME = re.compile(
    r"(?<!img)(?<!pic)(?<!image)(?<!thumb)(?<!icon)(?<!video)(url|link|href)s?$"
)
# An address under a name that says nothing: a page or a document, no picture.
_ADDRESS = re.compile(
    r"(?:https?:/|\.{0,2})/[^\s<>\"']{1,300}\.(?:s?html?|jsp|aspx?|php|do|pdf|docx?|wps|ofd)",
    re.IGNORECASE,
)
_HOLE = re.compile(r"\{([\w$]{1,40})\}")
_ID = re.compile(r"[\w-]{1,80}")
_TIME = re.compile(r"[0-9]{9,13}")


def markup_in(data: Any) -> str:
    """The piece of markup with links that a JSON value holds, or its arrays of cells with links
    as a table (`[["<a href=…>…</a>", "2024-01-20"], …]`); the longest one, '' for none."""
    found = [""]
    waiting: list[tuple[Any, int]] = [(data, 0)]
    for _ in range(MOST_NODES):
        if not waiting:
            break
        value, depth = waiting.pop(0)
        if isinstance(value, str) and _LINK.search(value):
            found.append(value)
        elif isinstance(value, list) and any(_is_cells(row) for row in value[:3]):
            rows = ("".join(f"<td>{cell}</td>" for cell in row[:20]) for row in value[:MOST_ROWS])
            found.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        elif isinstance(value, dict | list) and depth <= _DEEPEST:
            inner = islice(value.values() if isinstance(value, dict) else value, 100)
            waiting += [(v, depth + 1) for v in inner if isinstance(v, str | dict | list)]
    return max(found, key=len)


def _is_cells(row: Any) -> bool:
    return isinstance(row, list) and any(isinstance(c, str) and _LINK.search(c) for c in row[:20])


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
    for _ in range(MOST_NODES):
        if not waiting:
            return
        value, around, depth = waiting.pop(0)
        if isinstance(value, list):
            yield around, value
            continue
        if not isinstance(value, dict) or depth > _DEEPEST:
            continue
        plain = {k: v for k, v in islice(value.items(), 100) if isinstance(v, str | int)}
        for name, other in islice(value.items(), 100):
            if isinstance(other, dict) and "page" in str(name).lower():  # `pageInfo: {total: 57}`
                plain |= {k: v for k, v in islice(other.items(), 20) if isinstance(v, str | int)}
        inner = {**around, **plain}
        waiting += [
            (v, inner, depth + 1) for v in islice(value.values(), 100) if isinstance(v, dict | list)
        ]


def _names(entry: Any, row_address: str) -> dict[str, Any]:
    """The fields of a row by their plain names, none where it has no title or no address."""
    if not isinstance(entry, dict):
        return {}
    named = _fields(entry)
    has_address = _written_address(named) or _filled(row_address, named)
    return named if has_address and _title_of(named) else {}


def _fields(entry: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an object by their plain names, and behind them those of the objects in it."""
    named = {plain_name(str(key)): value for key, value in islice(entry.items(), 100)}
    for inner in [value for value in named.values() if isinstance(value, dict)]:
        for key, value in islice(inner.items(), 100):
            named.setdefault(plain_name(str(key)), value)
    return named


def titled_entries(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects with a title in the arrays of a JSON value, each with its title and fields."""
    for _, array in _arrays(data):
        for entry in array[:MOST_ROWS]:
            named = _fields(entry) if isinstance(entry, dict) else {}
            title = _title_of(named) if named else ""
            if title:
                yield title, named


def _written_address(named: Mapping[str, Any]) -> str:
    """The address that a row brings: under a known name, or one that ends like one."""
    known = text_of(named, *_DATA["url"])
    if known:
        return known
    others = (_address_in(named[name]) for name in named if _ADDRESS_NAME.search(name))
    called = next((value for value in others if looks_like_address(value)), "")
    values = (value for value in named.values() if isinstance(value, str))
    return called or next((value for value in values if _ADDRESS.fullmatch(value)), "")


def _address_in(value: Any) -> str:
    """An address, also where it stands in JSON by kinds of screens: `{"pc": "/a.html"}`."""
    if isinstance(value, str) and value.startswith("{"):
        value = read_json(value)
    return text_of(value, *value) if isinstance(value, dict) else text_of({"url": value}, "url")


def _title_of(named: Mapping[str, Any]) -> str:
    """The title of a row: under a known name, or what reads like the title of a report."""
    known = text_of(named, *_DATA["title"], limit=300)
    others = (text_of(named, name, limit=300) for name in named) if not known else ()
    return known or next((value for value in others if judge_title(value).kind == "report"), "")


def _filled(row_address: str, named: Mapping[str, Any]) -> str:
    """The address of a row, by the fields that the script puts into it; '' without one of them."""
    names = set(_HOLE.findall(row_address))
    values = {name: text_of(named, plain_name(name), limit=100) for name in names}
    if not values or not all(_ID.fullmatch(value) for value in values.values()):
        return ""
    return _HOLE.sub(lambda hole: values[hole[1]], row_address)


def row_of(entry: Any, request: DataRequest) -> Row | None:
    """The row of one object of an array, None where it has no title or no address."""
    named = _names(entry, request.row_address)
    address = _filled(request.row_address, named) or _written_address(named)
    url = clean_url(unescape(address), request.page)
    title = " ".join(re.sub(r"<[^<>]{0,80}>", "", _title_of(named)).split())[:300]
    if url is None or not title:
        return None
    date = next((d for name in (*_DATA["date"], *named) if (d := _day(named, name))), "")
    publisher = text_of(named, *_DATA["publisher"], limit=100)
    return Row(url, unescape(title), date, publisher=publisher)


def _day(named: dict[str, Any], name: str) -> str:
    """The day in a field: a date as written, or a Unix time stamp."""
    written = text_of(named, name, limit=40)
    if _TIME.fullmatch(written):
        return day_of({name: field(named, name)}, name)
    return written if re.match(r"(?:19|20)\d\d\D", written) else ""
