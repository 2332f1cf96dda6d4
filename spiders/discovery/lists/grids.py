"""Tables that a plug-in fills: `$("#t").datagrid({url: "/list", pagination: true, …})`.

EasyUI, layui, bootstrap-table, DataTables and jqGrid ask for their rows in ways of their own, so
that the address and the options are all that a page says. They stand in a call, in the attributes
of a table (`data-url`), or in one attribute with all of them (`data-options`, `lay-data`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from spiders.data import load
from spiders.discovery.lists.listings import DataRequest, data_request
from spiders.discovery.pages.data import with_parameter
from spiders.discovery.pages.literals import Literal, Reader, Unknown
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.parameters import is_page_name

_GRIDS: list[dict[str, Any]] = load("scripted")["grids"]
_ROWS = 10  # of a part, where nothing says it
_MOST_GRIDS = 10
_AROUND = 4_000
_XHR = {"X-Requested-With": "XMLHttpRequest"}
_LITERAL = 60
_WRITTEN = re.compile(r"\b(?:data-options|lay-data)\s{0,5}=", re.IGNORECASE)
# `queryParams: function (params) { return {…}` and `queryParams: params => ({…})`.
_FUNCTION = (
    r"(?:\s{0,9}function\s{0,9}[\w$]{0,60}\s{0,9}\(\s{0,9}([\w$]{0,60})[^()]{0,60}\)\s{0,9}\{"
    r"|\s{0,9}\(?\s{0,9}([\w$]{1,60})\s{0,9}\)?\s{0,9}=>)"
    r"[^{}]{0,300}?(?=\{)"
)
_NAMED = re.compile(r"\s{0,9}([A-Za-z_$][\w$]{0,60})\s{0,9}[,}]")


@dataclass(frozen=True, slots=True)
class GridCall:
    """A table that asks for rows: as it begins on the page, and its first request."""

    literal: str
    request: DataRequest


def grid_calls(page: Page, reader: Reader, family: str) -> list[GridCall]:
    """The tables of a page that plug-ins fill from addresses in plain sight."""
    found: list[GridCall] = []
    for grid in _GRIDS:
        for literal, options, start in [*_called(reader, grid), *_marked(page, grid)]:
            request = _request(page, family, grid, options, _Text(reader, start))
            if request is not None:
                found.append(GridCall(literal, request))
    return found[:_MOST_GRIDS]


@dataclass(frozen=True, slots=True)
class _Text:
    """Where the options of a table stand in the scripts; start -1: in its attributes."""

    reader: Reader
    start: int

    def object_of(self, name: str, size: int) -> Mapping[str, Literal]:
        """What the function in an option of that name returns or begins with: an object."""
        text = self.reader.text
        end = self.start + _AROUND
        option = re.compile(rf"(?<![\w$.]){re.escape(name)}[\"']?\s{{0,9}}:") if name else None
        found = option.search(text, self.start, end) if option and self.start >= 0 else None
        at = found.end() if found else -1
        named = _NAMED.match(text, at) if at >= 0 else None
        return self.returned(named[1], size) if named else self._returned_at(at, size)

    def returned(self, function: str, size: int) -> Mapping[str, Literal]:
        """The same of a function by its name."""
        head = re.compile(
            rf"(?:function\s{{1,9}}(?={re.escape(function)}\s{{0,9}}\()"
            rf"|(?<![\w$.]){re.escape(function)}\s{{0,9}}=(?=\s{{0,9}}(?:function|\()))"
        )
        found = head.search(self.reader.text)
        if found is None:
            return {}
        named = found[0].startswith("function")
        return self._returned_at(found.start() if named else found.end(), size)

    def _returned_at(self, at: int, size: int) -> Mapping[str, Literal]:
        head = re.compile(_FUNCTION).match(self.reader.text, at) if at >= 0 else None
        if head is None:
            return {}
        params = head[1] or head[2] or ""
        known: dict[str, str | int] = {
            "limit": size,
            "pageSize": size,
            "offset": 0,
            "pageNumber": 1,
        }
        self.reader.given = {f"{params}.{name}": value for name, value in known.items()}
        value = self.reader.value_at(head.end())
        self.reader.given = {}
        told = value if isinstance(value, dict) else {}
        return {name: _first_page(name, value) for name, value in told.items()}


def _first_page(name: str, value: Literal) -> Literal:
    """A number of the page that is worked out (`offset / limit + 1`) is 1 at first."""
    return 1 if isinstance(value, Unknown) and is_page_name(name) else value


def _called(reader: Reader, grid: dict[str, Any]) -> Iterator[tuple[str, dict[str, Literal], int]]:
    """The calls of a plug-in with their options."""
    names = "|".join(re.escape(name) for name in grid["calls"])
    called = re.compile(rf"(?<![\w$])(?:{names})\s{{0,5}}\((?=\s{{0,9}}\{{)")
    for found in islice(called.finditer(reader.text), _MOST_GRIDS):
        options = reader.arguments(found.end(), 1)[0]
        literal = " ".join(reader.text[found.start() : found.end() + _LITERAL].split())
        if isinstance(options, dict):
            yield literal, options, found.end()


def _marked(page: Page, grid: dict[str, Any]) -> Iterator[tuple[str, dict[str, Literal], int]]:
    """The tables whose attributes hold the options."""
    for table in islice(page.selector.root.iter("table"), 50):
        attributes = {name: table.get(name) or "" for name in islice(table.keys(), 40)}
        classes = (attributes.get("class") or "").split()
        written = attributes.get("data-options") or attributes.get("lay-data") or ""
        options: dict[str, Literal] = {}
        if any(name in classes for name in grid["classes"]) or (
            "lay-data" in attributes and "table.render" in grid["calls"]
        ):
            options = {name: _plain(value) for name, value in attributes.items()}
            options |= _written(written)
        elif attributes.get("data-url") and "bootstrapTable" in grid["calls"]:
            options = {
                _camel(name.removeprefix("data-")): _plain(value)
                for name, value in attributes.items()
                if name.startswith("data-")
            }
        if options:
            yield f'<table class="{" ".join(classes)[:_LITERAL]}"', options, -1


def _written(options: str) -> dict[str, Literal]:
    """Options in one attribute: `url:'/list', method:'get'`, with or without braces."""
    text = options[:_AROUND].strip()
    text = text if text.startswith("{") else f"{{{text}}}"
    read = Reader(text).value_at(0)
    return read if isinstance(read, dict) else {}


def _request(
    page: Page, family: str, grid: dict[str, Any], options: Mapping[str, Literal], text: _Text
) -> DataRequest | None:
    """The request for the first rows of a table, None where its options do not say all of it."""
    told = dict(options)
    for name in grid["url"]:
        inner = told.get(name)
        if isinstance(inner, dict):  # `ajax: {url: …, type: "POST", data: {…}}`
            told = {**told, **inner}
    address = next(
        (v for n in (*grid["url"], "url") if isinstance(v := told.get(n), str) and v), ""
    )
    method = next((v for n in grid["method_options"] if isinstance(v := told.get(n), str)), "")
    size = next((v for n in grid["size_options"] if isinstance(v := told.get(n), int)), _ROWS)
    size = size if 0 < size <= 1_000 else _ROWS
    sent: dict[str, Literal] = {}
    paged = not grid["pages"] or any(_is_on(told.get(name)) for name in grid["pages"])
    if paged:
        sent |= _paging(grid, told, size)
    for name in grid["sent"]:
        value = told.get(name)
        if isinstance(value, str) and value:  # the name of a function
            value = dict(text.returned(value, size))
        elif not isinstance(value, dict):
            value = dict(text.object_of(name, size))
        sent = value if value and _counts(value, grid) else {**sent, **value}
    form = {name: _sent_as(v) for name, v in sent.items() if isinstance(v, str | int)}
    if not address:
        return None
    if (method or grid["method"]).upper() == "POST":
        request = data_request(family, page.base, address, form=form, headers=_XHR)
    else:
        for name, value in form.items():
            address = with_parameter(address, name, value)
        request = data_request(family, page.base, address, headers=_XHR)
    return replace(request, page=page.url, size=size if paged else 0) if request else None


def _paging(grid: dict[str, Any], told: Mapping[str, Literal], size: int) -> dict[str, Literal]:
    """The parameters by which a plug-in asks for the first part."""
    renamed = told.get("request")  # layui
    names = renamed if isinstance(renamed, dict) else {}
    page = names.get("pageName", grid["page"])
    limit = names.get("limitName", grid["size"])
    first = grid["first"]
    if told.get("queryParamsType") == "":  # bootstrap-table counts pages then
        page, limit, first = "pageNumber", "pageSize", 1
    drawn: dict[str, Literal] = dict.fromkeys(grid.get("drawn", ()), 1)
    if "sAjaxSource" in told:  # DataTables before 1.10
        page, limit, drawn = "iDisplayStart", "iDisplayLength", {"sEcho": 1}
    if not isinstance(page, str) or not isinstance(limit, str):
        return {}
    return {**drawn, page: first, limit: size}


def _counts(sent: Mapping[str, Literal], grid: dict[str, Any]) -> bool:
    """Whether parameters of a function are all that is sent: bootstrap-table's replace its own."""
    return "bootstrapTable" in grid["calls"] and any(v in (0, 1) for v in sent.values())


def _is_on(value: Literal | None) -> bool:
    return value is True or value in ("true", "server") or isinstance(value, dict)


def _plain(value: str) -> Literal:
    if value in ("true", "false"):
        return value == "true"
    return int(value) if re.fullmatch(r"\d{1,6}", value) else value


def _camel(name: str) -> str:
    first, *others = name.split("-")
    return first + "".join(other.capitalize() for other in others)


def _sent_as(value: str | int) -> str | int:
    return str(value).lower() if isinstance(value, bool) else value
