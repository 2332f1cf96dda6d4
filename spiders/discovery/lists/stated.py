"""Rows that a script of the page holds itself: `var list = [{"title": …, "url": …}]`, the JSON
state that frameworks leave in a page (`<script type="application/json">`), and what is handed to a
function row by row: `showRow("…年度报告", "/a.html", "2024-01-20");`; and rows that elements of the
page keep for a script, in an attribute or a hidden field."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree

from parsers.interpretation.genre import judge_title
from spiders.discovery.home.trees import PARENTS
from spiders.discovery.lists.json_rows import largest_array, row_of
from spiders.discovery.lists.listings import MOST_ROWS, DataRequest, Listing
from spiders.discovery.lists.row_addresses import address_of_rows
from spiders.discovery.lists.rows import Row, is_titled
from spiders.discovery.pages.data import read_json
from spiders.discovery.pages.literals import Reader
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.parameters import plain_name
from spiders.discovery.sites import clean_url, looks_like_address

_ARRAY = re.compile(r"\[\s{0,9}\{")
_HELD = re.compile(r"\s{0,9}(?:\[\s{0,9}\{|\{[^{}]{0,200}\[\s{0,9}\{)")
_MOST_ELEMENTS = 20_000
_MOST_ARRAYS = 20
_MOST_SCRIPT = 1_000_000
_LEAST_ROWS = 2
# `showRow("title", "/a.html", "2024-01-20")`: a call with strings alone.
_WORD = r"""(?:"[^"\\\n]{0,300}"|'[^'\\\n]{0,300}')"""
_CALL = re.compile(
    r"(?<![\w$.])([A-Za-z_$][\w$.]{0,60})"
    rf"\(\s{{0,9}}({_WORD}(?:\s{{0,9}},\s{{0,9}}{_WORD}){{1,7}})\s{{0,9}}\)"
)
_STRING = re.compile(r"\"([^\"\n]{0,300})\"|'([^'\n]{0,300})'")
_DAY = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_DECODER = json.JSONDecoder()


def stated_lists(page: Page) -> list[Listing]:
    """The arrays of rows in the inline scripts of a page, each as a list that is whole."""
    found: list[Listing] = []
    for script in islice(page.selector.root.iter("script"), 100):
        text = (script.text or "")[:_MOST_SCRIPT]
        request = DataRequest("", page.base, page.url, row_address=address_of_rows(text))
        arrays = (data for data in _arrays(text) if not _is_menu(data))
        found += [listing for data in arrays for listing in _listed(data, request)]
        found += _called(text, page)
    plain = DataRequest("", page.base, page.url)
    for held in islice(_held(page), _MOST_ARRAYS):
        found += _listed(read_json(held), plain)
    return found


def _listed(data: Any, request: DataRequest) -> list[Listing]:
    """The largest array of rows in a JSON value as a list, none where it has less than two."""
    listed = largest_array(data, request.row_address)
    entries = listed[1] if listed is not None else []
    rows = [row for entry in entries[:MOST_ROWS] if (row := row_of(entry, request))]
    return [Listing(tuple(rows))] if len(rows) >= _LEAST_ROWS else []


def _is_menu(data: Any) -> bool:
    """Whether an array holds the nodes of a menu, of which some lie below others, and none that is
    titled as a report: where such a tree leads is read in `spiders.discovery.home.trees`."""
    nodes = [node for node in data[:MOST_ROWS] if isinstance(node, dict)]
    named = [{plain_name(str(key)): node[key] for key in islice(node, 100)} for node in nodes]
    ids = {str(node["id"]) for node in named if "id" in node}
    if not any(str(node.get(parent, "")) in ids for node in named for parent in PARENTS):
        return False
    titles = (str(value)[:100] for node in named for value in node.values())
    return not any(is_titled(title) for title in titles)


def _held(page: Page) -> Iterator[str]:
    """The JSON arrays that elements keep for a script: in an attribute, or as a hidden text."""
    for element in islice(page.selector.root.iter(etree.Element), _MOST_ELEMENTS):
        if element.tag in ("textarea", "template"):
            yield from (text for text in (element.text or "",) if _HELD.match(text))
        yield from (value for value in element.attrib.values() if _HELD.match(value))


def _called(text: str, page: Page) -> list[Listing]:
    """The rows that calls of one function tell, each with a report's title and an address."""
    rows: dict[str, list[Row]] = {}
    for call in islice(_CALL.finditer(text), MOST_ROWS):
        told = [one or other for one, other in _STRING.findall(call[2])]
        title = next((t for t in told if judge_title(t).kind == "report"), "")
        address = next((t for t in told if t != title and looks_like_address(t)), "")
        url = clean_url(unescape(address), page.base, page.charset) if title and address else None
        if url is not None:
            date = next((t for t in told if _DAY.fullmatch(t.strip())), "").strip()
            rows.setdefault(call[1], []).append(Row(url, unescape(title), date))
    return [Listing(tuple(found)) for found in rows.values() if len(found) >= _LEAST_ROWS]


def _arrays(text: str) -> list[Any]:
    """The arrays of objects that a script writes out, outermost ones alone: as JSON, or with bare
    names (`{title: '…', url: '/a.html'}`)."""
    found: list[Any] = []
    at = 0
    for _ in range(_MOST_ARRAYS):
        begins = _ARRAY.search(text, at)
        if begins is None:
            break
        try:
            data, at = _DECODER.raw_decode(text, begins.start())
            found.append(data)
        except (ValueError, RecursionError):
            objects, at = Reader(text).objects_at(begins.start(), MOST_ROWS)
            found.append(objects)
    return found
