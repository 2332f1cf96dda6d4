"""Lists that an inline script asks for with everything in plain sight.

`fetch("/api/list?page=1")`, `$.get`, `$.post`, `$.getJSON`, `$.ajax`, `.load` and `axios` with an
address and parameters that are written out, or that the page sets to plain values; and the
tables of plug-ins (`grids`). What the answers list: `answers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from parsers.interpretation.genre import judge_title
from spiders.discovery.lists.answers import NUMBERED_FILE
from spiders.discovery.lists.bound import bound_choices
from spiders.discovery.lists.boxes import Boxes
from spiders.discovery.lists.calls import (
    NEVER,
    OPEN_PARAMETER,
    XHR,
    names_sent,
    opened,
    path_of,
    request_of,
)
from spiders.discovery.lists.counts import pager_count
from spiders.discovery.lists.grids import grid_calls
from spiders.discovery.lists.handed_over import HandedOver
from spiders.discovery.lists.listings import Column, DataRequest, data_request
from spiders.discovery.lists.nodes import ANY_NODE
from spiders.discovery.lists.row_addresses import address_in_template, address_of_rows
from spiders.discovery.lists.rows import find_rows
from spiders.discovery.pages.labels import read_label
from spiders.discovery.pages.literals import Literal, Reader
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.parameters import is_page_name
from spiders.discovery.pages.script_text import SCRIPT_END, scripts_of
from spiders.discovery.pages.taken import Taken
from spiders.discovery.sites import same_site

_CALL = re.compile(
    r"(?<![\w.])(?:(?:_?this|that|self|vm|_self|Vue)\.)?"
    r"(fetch|(?:\$?axios|\$http)(?:\.(?:get|post|request))?|(?:http|request|service)\.(?:get|post))"
    r"\s{0,5}\("
    r"|(?:\$|\bjQuery)\.(get|post|getJSON|ajax)\s{0,5}\(|(?<=[)\w])\.(load)\s{0,5}\((?=\s{0,5}[\"'`])"
    r"|(?<=\w)\.open\s{0,5}\((?=\s{0,5}[\"'](?:GET|POST)[\"'])"
)
_CALLED = (
    "fetch",
    "axios",
    "$http",
    "http.",
    "request.",
    "service.",
    "$.",
    "jQuery.",
    ".load",
    ".open",
)
_MOST_CALLS = 30
_BASE = re.compile(
    r"(?:([A-Za-z_$][\w$]{0,40})\s{0,5}=\s{0,5}axios\.create\(\s{0,5}\{[^{}]{0,300}?\bbaseURL\s{0,5}:"
    r"|axios\.defaults\.baseURL\s{0,5}=)\s{0,5}[\"']([^\"'\s]{1,200})[\"']"
)
_NUMBERED = re.compile(
    r"\s{0,9}(?:\{\s{0,9}url\s{0,5}:\s{0,5})?[\"']([^\"'\s<>?]{1,200}[_/-])[\"']"
    r"\s{0,5}\+\s{0,5}(?:[\w$]{1,40}\.){0,3}([\w$]{1,40})\s{0,5}\+\s{0,5}[\"'](\.(?:json|js|xml))[\"'?]"
)
_OF_ROWS = re.compile("list|search|query", re.IGNORECASE)  # and not of one article
_ASYNC = re.compile(r"\basync\s{0,5}:\s{0,5}\{")
MOST_LISTS = 3
SCRIPT_LIST = "list by an inline script"
"""Name of the family that reads what such calls are answered."""


@dataclass(frozen=True, slots=True)
class ListCall:
    """A call that asks for a list: as it begins on the page, the request that it makes, and the
    text of what is clicked for it, '' where nothing is."""

    literal: str
    request: DataRequest
    label: str = ""


def list_calls(page: Page, family: str) -> list[ListCall]:
    """The calls of a page's inline scripts that ask for lists, at most three, each once; where
    one stands in a function, one for everything that the page hands to that."""
    scripts = scripts_of(page)
    boxes, reader = _reader(page, scripts)
    row_address = address_of_rows(reader.text) or address_in_template(page)
    found: dict[str, ListCall] = {}
    for grid in grid_calls(page, reader, family):
        if same_site(grid.request.url, page.url) and not NEVER.search(path_of(grid.request)):
            whole = replace(grid.request, row_address=row_address)
            found.setdefault(whole.key, ListCall(grid.literal, whole))
    lists = len(found)
    if not any(word in page.text for word in _CALLED):
        return list(found.values())
    handed = _handed_over(page, boxes, reader)
    parts = pager_count(page)
    for match in islice(_CALL.finditer(reader.text), _MOST_CALLS):
        known = len(found)
        begins = reader.text[match.start() : match.end() + 60].partition(SCRIPT_END)[0]
        literal = " ".join(begins.split())
        function = _function(match)
        for call in handed.at(match.start()) if lists < MOST_LISTS else ():
            reader.given = call.arguments
            for arguments in _by_choice(reader, boxes, match.end(), function == "open"):
                chosen = bool(call.label or reader.taken.chosen)  # a year or an agency
                arguments = _from_base(reader.text, match[0], arguments)
                request = request_of(page, family, function, arguments, chosen)
                request = request or _numbered_file(page, family, reader.text, match.end())
                request = _after_shown(page, request) if request is not None else None
                if request is not None and same_site(request.url, page.url):
                    told = _later_parameter(reader.text, request)
                    request = replace(
                        request, row_address=row_address, parts=parts, counted_by=told
                    )
                    found.setdefault(request.key, ListCall(literal, request, call.label))
        lists += len(found) > known
    by_node = _by_node(page, family, reader, handed)
    if by_node is None:
        return list(found.values())
    trees = {tree.key: ListCall(literal, tree) for literal, tree in _trees(page, family, reader)}
    by_node = replace(by_node, row_address=row_address)
    calls = (trees | {k: call for k, call in found.items() if ANY_NODE not in k}).values()
    return [replace(call, request=replace(call.request, by_node=by_node)) for call in calls]


def _from_base(scripts: str, called: str, arguments: list[Literal]) -> list[Literal]:
    """The arguments of a call of axios, the address as the object that is called begins it:
    `const http = axios.create({baseURL: "/api"})`."""
    address = arguments[0] if arguments else None
    if not isinstance(address, str) or "://" in address:
        return arguments
    name = called.partition(".")[0].strip()
    for base in islice(_BASE.finditer(scripts), 5):
        if name == (base[1] or "axios"):
            return [f"{base[2].rstrip('/')}/{address.lstrip('/')}", *arguments[1:]]
    return arguments


def _by_node(page: Page, family: str, reader: Reader, handed: HandedOver) -> DataRequest | None:
    """The request for a list that a function makes of the only thing that it is handed, nothing of
    which stands on the page: the number of a node that a script draws. None where none does."""
    for match in islice(_CALL.finditer(reader.text), _MOST_CALLS):
        parameter = handed.only_parameter(match.start())
        if not parameter:
            continue
        reader.given = {parameter: ANY_NODE}
        function = _function(match)
        request = request_of(page, family, function, reader.arguments(match.end()))
        if request is None or ANY_NODE not in f"{request.url} {request.body}":
            continue
        counts = any(is_page_name(name) for name in names_sent(request))
        if (counts or _OF_ROWS.search(path_of(request))) and same_site(request.url, page.url):
            return request
    return None


def _trees(page: Page, family: str, reader: Reader) -> Iterator[tuple[str, DataRequest]]:
    """The trees that zTree asks for branch by branch: `async: {enable: true, url: "/tree"}`."""
    for found in islice(_ASYNC.finditer(reader.text), 3):
        told = reader.value_at(found.end() - 1)
        address = told.get("url") if isinstance(told, dict) else None
        if not isinstance(told, dict) or not isinstance(address, str):
            continue
        gets = str(told.get("type", "post")).lower() == "get"
        form: dict[str, str | int] = {}
        sent = None if gets else form
        request = data_request(family, page.base, address, form=sent, headers=XHR)
        if request is not None and same_site(request.url, page.url):
            yield found[0], replace(request, page=page.url)


def _function(call: re.Match[str]) -> str:
    """The name of the function that is called; `open` of an XMLHttpRequest."""
    return call[1] or call[2] or call[3] or "open"


def plain_requests(page: Page, family: str) -> Iterator[DataRequest]:
    """What the page's inline scripts ask for with everything in plain sight, whatever it brings."""
    scripts = scripts_of(page)
    if not any(word in scripts for word in _CALLED):
        return
    boxes, reader = _reader(page, scripts)
    handed = _handed_over(page, boxes, reader)
    for match in islice(_CALL.finditer(scripts), _MOST_CALLS):
        function = _function(match)
        for call in handed.at(match.start()):
            reader.given = call.arguments
            arguments = reader.arguments(match.end())
            if function == "open":
                arguments = opened(reader, match.end(), arguments)
            request = request_of(page, family, function, arguments, chosen=True)
            if request is not None and same_site(request.url, page.url):
                yield request


def _reader(page: Page, scripts: str) -> tuple[Boxes, Reader]:
    """What reads the scripts of a page, and the boxes that they look at."""
    boxes = Boxes(page, scripts)
    reader = Reader(scripts, Taken(scripts, page.url, boxes.names, page.selector.root))
    for number, bound in enumerate(bound_choices(page, scripts)):
        if boxes.add(f"bound {number}", bound.options):
            for name in bound.names:
                reader.taken.let(name, f"bound {number}")
    return boxes, reader


def _handed_over(page: Page, boxes: Boxes, reader: Reader) -> HandedOver:
    """What functions are handed; what they keep of it in variables is known to boxes and reader."""
    handed = HandedOver(page, reader.text, boxes)
    for variable, options in handed.variables():
        if boxes.add(f"var {variable}", options):
            reader.taken.let(variable, f"var {variable}")
    return handed


def _by_choice(
    reader: Reader, boxes: Boxes, start: int, is_opened: bool
) -> Iterator[list[Literal]]:
    """The arguments of a call, once for every choice of options of the boxes that they look at.

    is_opened: of an XMLHttpRequest, which is sent later on.
    """

    def read() -> list[Literal]:
        arguments = reader.arguments(start)
        return opened(reader, start, arguments) if is_opened else arguments

    reader.taken.chosen = {}
    reader.taken.looked_at = {}
    arguments = read()
    names = list(reader.taken.looked_at)
    if not names:
        yield arguments
        return
    for choice in boxes.choices(names):
        reader.taken.chosen = {name: option.value for name, option in choice.items()}
        yield read()
    reader.taken.chosen = {}


def _numbered_file(page: Page, family: str, scripts: str, start: int) -> DataRequest | None:
    """The files that a call asks for by the number of a part (`"/nb/page_" + n + ".json"`): the
    first of them, or the second where the page shows the first part itself."""
    named = _NUMBERED.match(scripts, start)
    if named is None or NEVER.search(named[1]) or not _counts(named[2]):
        return None
    number = 2 if _shows_rows(page) else 1
    address = f"{named[1]}{number}{named[3]}"
    request = data_request(family, page.base, address, headers=XHR, number=number)
    return replace(request, page=page.url) if request is not None else None


def _shows_rows(page: Page) -> bool:
    """Whether a page shows rows itself: its script asks for what comes after them."""
    return any(judge_title(row.title).kind == "report" for row in find_rows(page))


def _after_shown(page: Page, request: DataRequest) -> DataRequest:
    """A request for the first of several files as it is made where the page shows its first part:
    for the one after."""
    named = NUMBERED_FILE.fullmatch(request.url)
    if named is None or request.number > 1 or not _shows_rows(page):
        return request
    url = f"{named[1]}{int(named[2]) + 1}{named[3]}"
    return replace(request, url=url, number=2)


def _counts(variable: str) -> bool:
    """Whether a variable of that name counts parts, and is no number of a document."""
    return is_page_name(variable) or variable.lower() in ("n", "i", "num")


def called_columns(page: Page) -> list[Column]:
    """The columns of annual reports that the page has a script load when they are clicked."""
    calls = (call for call in list_calls(page, SCRIPT_LIST) if call.label)
    named = (call for call in calls if read_label(call.label).kind == "column")
    return [Column(call.label, call.request) for call in named]


def _later_parameter(scripts: str, request: DataRequest) -> str:
    """The parameter that counts the parts of a list whose first one is asked for without it, as
    another call of the same address has it (`'list?c=' + c + '&page=' + n`); else ''."""
    name = urlsplit(request.url).path.rpartition("/")[2]
    if not name or any(is_page_name(n) for n in names_sent(request)):
        return ""
    calls = re.compile(rf"{re.escape(name)}(\?[^\n;{{}}]{{0,200}})")
    told = (found[1] for found in islice(calls.finditer(scripts), 20))
    names = (found[1] for call in told for found in OPEN_PARAMETER.finditer(call))
    return next((parameter for parameter in names if is_page_name(parameter)), "")
