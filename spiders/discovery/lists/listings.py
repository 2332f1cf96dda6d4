"""Lists that come as data: what a page's own script asks for, and what the answer lists.

Where a page shows its list itself, its rows and the addresses of its further pages are all
there is. Where a script fills the list, the same request is made as the script makes it
(`DataRequest`), and the family reads the answer into a `Listing`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, urlencode

from spiders.discovery.lists.rows import Row
from spiders.discovery.sites import clean_url, page_key

MOST_ROWS = 1_000
"""Rows of one answer that are looked at."""
_LONGEST_BODY = 20_000
_STATE = re.compile(r"(?:^|&)__(?!EVENT(?:TARGET|ARGUMENT)=)\w{1,40}=[^&]*")
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
JSON = "application/json;charset=UTF-8"


@dataclass(frozen=True, slots=True)
class DataRequest:
    """A request for a part of a list, made as the page's script makes it.

    family: name of the family that reads the answer. page: the page whose list it is; links
    of the answer are relative to it, and it is the Referer. headers: those that the script
    adds. number: which part it is, counted from 1. size: rows of a part, 0 where not known.
    fallback: what to ask instead where the answer brings no row that is new, for software
    whose versions count in different ways. row_address: how the script makes the addresses of
    the rows out of a field of each (`/show/{id}.html`), '' where they bring their own. first: it
    is asked before whatever else waits. parts: how many the page's pager counts, 0 for none.
    counted_by: the parameter that counts the parts where the first is asked for without it.
    by_node: what the page asks for when a node of a tree is clicked, for an answer that is one.
    """

    family: str
    page: str
    url: str
    method: Literal["GET", "POST"] = "GET"
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    number: int = 1
    size: int = 0
    fallback: DataRequest | None = None
    row_address: str = ""
    first: bool = False
    parts: int = 0
    counted_by: str = ""
    by_node: DataRequest | None = None

    @property
    def key(self) -> str:
        """One text for all requests with one answer: address, method and body count, but not the
        state of a form, which differs in every answer."""
        key = page_key(self.url)
        if self.method == "GET" and not self.body:
            return key
        return f"{self.method} {key} {_STATE.sub('', self.body)}"


Target = str | DataRequest
"""What a walk goes to next: the address of a page, or a request for data."""


def target_from(told: str | dict[str, Any]) -> Target:
    """A target from its JSON form: an address, or the fields of a `DataRequest`."""
    if isinstance(told, str):
        return told
    headers = tuple((name, value) for name, value in told["headers"])
    others = ("fallback", "by_node")
    requests = {name: told.get(name) and target_from(told[name]) for name in others}
    return DataRequest(**{**told, "headers": headers, **requests})


def key_of(target: Target) -> str:
    """The key under which a target is known as asked for."""
    return page_key(target) if isinstance(target, str) else target.key


def address_of(target: Target) -> str:
    """The address that a target is asked from."""
    return target if isinstance(target, str) else target.url


def data_request(
    family: str,
    page: str,
    address: str,
    *,
    form: Mapping[str, str | int] | None = None,
    json: str | None = None,
    headers: Mapping[str, str] | None = None,
    number: int = 1,
    size: int = 0,
    fallback: DataRequest | None = None,
) -> DataRequest | None:
    """A request to an address as written on the page: by POST with `form` or `json`, else GET.

    None where the address leads nowhere, or the body is absurdly long.
    """
    url = clean_url(address, page)
    body = json if json is not None else urlencode(form or {}, quote_via=quote)
    if url is None or len(body) > _LONGEST_BODY:
        return None
    told = dict(headers or {})
    if body:
        told["Content-Type"] = FORM if json is None else JSON
    return DataRequest(
        family=family,
        page=page,
        url=url,
        method="POST" if form is not None or json is not None else "GET",
        body=body,
        headers=tuple(told.items()),
        number=number,
        size=size,
        fallback=fallback,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a `DataRequest`, decoded; at most 4 MB of it."""

    request: DataRequest
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One list as far as it is known: its rows, and where its further parts are, in order.

    goes_on: further parts may have rows though this one has none, since the software lists more
    than the column. total: the rows that the whole list is said to have, 0 where nothing says it.
    """

    rows: tuple[Row, ...] = ()
    following: tuple[Target, ...] = ()
    goes_on: bool = False
    total: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a page declares beyond its links, as a tree in a script does.

    above: the names of the columns that it lies in, outermost first. It is followed where its
    own label or one of those names annual reports.
    """

    label: str
    target: Target
    above: tuple[str, ...] = ()
