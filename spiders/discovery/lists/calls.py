"""The request for a list that one call of a script makes: method, address and what is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from spiders.data import load
from spiders.discovery.lists.answers import NUMBERED_FILE
from spiders.discovery.lists.listings import DataRequest, data_request
from spiders.discovery.pages.data import read_json, with_parameter
from spiders.discovery.pages.literals import Body, Literal, Reader, Unknown, as_json
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.parameters import (
    is_cursor_name,
    is_offset_name,
    is_page_name,
    plain_name,
)

_DATA = load("scripted")
_SIZE_NAMES = frozenset(_DATA["size_names"])
_LISTS = re.compile(_DATA["list_words"], re.IGNORECASE)
NEVER = re.compile(_DATA["never_words"], re.IGNORECASE)
"""Paths that are asked for something else than a list: counters, menus, captchas."""
# Called as axios is: `this.$axios.get`, `$http.post` of AngularJS, a site's own `request.get`.
_AS_AXIOS = re.compile(r"^(?:\$axios|\$?http|request|service)(?=\.|$)")
OPEN_PARAMETER = re.compile(r"[?&]([\w-]{1,40})=(?:[\"'`]\s{0,5}\+|\$\{)")
"""A parameter that a script fills: `"&after=" + last`, `&after=${last}`."""
_CALLBACK = re.compile(r"(?<=[?&])((?:json_?p_?)?callback|jsonp|cb)=\?(?=&|$)", re.IGNORECASE)
_SENDS = re.compile(r"\.send\s{0,5}\(")
_BETWEEN = 2_000
XHR = {"X-Requested-With": "XMLHttpRequest"}
"""The headers that jQuery and XMLHttpRequests of old send."""


def form_request(
    page: Page, family: str, address: str, form: Mapping[str, str | int]
) -> DataRequest | None:
    """A POST of a form as jQuery makes it, the number of rows of a part known from the form."""
    request = data_request(family, page.url, address, form=form, headers=XHR)
    return replace(request, size=size_in(form)) if request is not None else None


def opened(reader: Reader, start: int, arguments: list[Literal]) -> list[Literal]:
    """What an XMLHttpRequest opens and then sends, as `$.ajax` is handed it."""
    sends = _SENDS.search(reader.text, start, start + _BETWEEN)
    sent = reader.arguments(sends.end(), 1)[0] if sends else Unknown()
    address = arguments[1] if len(arguments) > 1 else Unknown()
    return [{"url": address, "type": arguments[0], "data": sent if sent != "" else {}}]


def request_of(
    page: Page, family: str, function: str, arguments: list[Literal], chosen: bool = False
) -> DataRequest | None:
    """The request of one call, None where it is not plain or asks for no list. chosen: what is
    clicked for it says that it does."""
    told = _told(function, arguments)
    if told is None:
        return None
    method, address, sent = told
    address = _CALLBACK.sub(r"\1=callback", address)
    parameters = dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    if isinstance(sent, str):
        sent = _written_out(sent)
    data = sent.data if isinstance(sent, Body) else sent
    known = {name: _first_page(name, value) for name, value in data.items()}
    counts = any(_counts_parts(name) for name in (*parameters, *known))
    path = urlsplit(address).path
    named = counts or chosen or function == "load" or path.endswith(".json") or _LISTS.search(path)
    if NEVER.search(path) or not (named or NUMBERED_FILE.fullmatch(address)):
        return None
    is_plain = function == "fetch" or _AS_AXIOS.sub("axios", function).startswith("axios")
    headers = {} if is_plain else XHR
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


def _written_out(sent: str) -> Body | dict[str, Literal]:
    """What is sent as text: JSON, also in the quotes that ASP.NET takes, else a form."""
    if sent.lstrip().startswith("{"):
        told = read_json(sent) or read_json(sent.replace("'", '"'))
        return Body(told) if isinstance(told, dict) else {}
    return dict(parse_qsl(sent, keep_blank_values=True))


def _told(
    function: str, arguments: list[Literal]
) -> tuple[str, str, dict[str, Literal] | Body | str] | None:
    """Method, address and what is sent, of the arguments of a call."""
    first = arguments[0] if arguments else Unknown()
    second = arguments[1] if len(arguments) > 1 else Unknown()
    function = _AS_AXIOS.sub("axios", function)
    options = first if isinstance(first, dict) else second if isinstance(second, dict) else {}
    if function in ("ajax", "axios", "axios.request", "fetch", "open"):
        address = first if isinstance(first, str) else options.get("url", Unknown())
        method = options.get("method", options.get("type", "GET"))
        sent = options.get("data", options.get("body", options.get("params", {})))
        if function.startswith("axios") and "data" in options and isinstance(sent, dict):
            sent = Body(sent)
    else:
        address = (
            first.partition(" ")[0] if function == "load" and isinstance(first, str) else first
        )
        posts = function.endswith("post") or (function == "load" and isinstance(second, dict))
        method = "POST" if posts else "GET"
        sent = {} if isinstance(second, Unknown) else second
        if function == "axios.get":
            sent = options.get("params", {})
        elif function == "axios.post" and isinstance(sent, dict):
            sent = Body(sent)
    if not isinstance(address, str) or not address or not isinstance(method, str):
        return None
    if isinstance(sent, Unknown) and method == "GET":
        sent = {}  # `send(null)`, `send()`
    if str(options.get("dataType", "")).lower() == "jsonp":
        address = _with_callback(address, options)
    if not isinstance(sent, dict | Body | str):
        return None
    return method.upper(), unescape(address), sent


def _with_callback(address: str, options: Mapping[str, Literal]) -> str:
    """An address with the parameter that jQuery adds for an answer within a call (JSONP)."""
    name = options.get("jsonp", "callback")
    if not isinstance(name, str) or not name or f"{name}=" in address:
        return address
    called = options.get("jsonpCallback", "callback")
    return with_parameter(address, name, called if isinstance(called, str) else "callback")


def _sent_as(value: str | int) -> str | int:
    """A value in a form or query, as scripts write it."""
    return str(value).lower() if isinstance(value, bool) else value


def _first_page(name: str, value: Literal) -> Literal:
    """The value of a parameter; one that counts pages by a variable counts from 1, and one that
    carries what the part before named is empty."""
    if isinstance(value, dict):
        return {inner: _first_page(inner, told) for inner, told in value.items()}
    if not isinstance(value, Unknown):
        return value
    if is_cursor_name(name):
        return ""
    return 1 if is_page_name(name) else value


def _sized(
    request: DataRequest | None, page: Page, parameters: Mapping[str, Literal]
) -> DataRequest | None:
    if request is None:
        return None
    size = size_in(parameters)
    skipped = [str(value) for name, value in parameters.items() if is_offset_name(name)]
    before = int(skipped[0]) if skipped and re.fullmatch("[0-9]{1,6}", skipped[0]) else 0
    # What skips the rows that the page shows is not the first part.
    number = before // size + 1 if size and before >= size else request.number
    return replace(request, page=page.url, size=size, number=number)


def _counts_parts(name: str) -> bool:
    return is_page_name(name) or is_cursor_name(name) or is_offset_name(name)


def size_in(parameters: Mapping[str, Any]) -> int:
    """The number of rows of a part, 0 where no parameter tells it."""
    within = [value for value in parameters.values() if isinstance(value, dict)]
    named = (entry for group in (parameters, *within) for entry in group.items())
    sizes = (str(value) for name, value in named if plain_name(name) in _SIZE_NAMES)
    return next((int(size) for size in sizes if re.fullmatch(r"[1-9][0-9]{0,3}", size)), 0)


def names_sent(request: DataRequest) -> list[str]:
    """The names of everything that a request sends."""
    sent = f"{urlsplit(request.url).query}&{request.body}"
    return [name for name, _ in parse_qsl(sent, keep_blank_values=True)]


def path_of(request: DataRequest) -> str:
    """The path of the address of a request."""
    return urlsplit(request.url).path
