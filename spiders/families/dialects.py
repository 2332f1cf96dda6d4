"""The smaller dialects of portal software, as rows of `spiders/data/dialects.toml`.

What sets one apart is the form of its addresses, its way to number the pages of a list, and in
one case the call of a script that fills the list; everything else is the general way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar

from spiders.data import load
from spiders.discovery.lists.answers import read_rows
from spiders.discovery.lists.calls import form_request
from spiders.discovery.lists.counts import all_pages, pages_by_name, pages_by_parameter
from spiders.discovery.lists.listings import Answer, Listing
from spiders.discovery.pages.literals import Reader
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.script_text import scripts_of
from spiders.families.base import LOOKED_AT, Family

_HREF = re.compile(r"href\s{0,3}=\s{0,3}[\"']?([^\s\"'>]{1,300}[\"'\s>]?)", re.IGNORECASE)
_GATE = "/gate/big5/"
_MOST_ADDRESSES = 1_000
_UNLESS_SET = {"pageIndex": 1}


@dataclass(frozen=True, slots=True)
class _Call:
    """A call such as `getSearchList(1, 15, 181, "38939", 1, "writeTime")` that posts a form."""

    pattern: re.Pattern[str]
    address: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Dialect:
    """One row of the table; see there for the meaning."""

    addresses: re.Pattern[str]
    literal: re.Pattern[str] | None
    pages: str
    parameter: str
    call: _Call | None


def _dialect(row: dict[str, Any]) -> _Dialect:
    literal, data = row.get("literal"), row.get("data")
    call = data and _Call(re.compile(data["call"]), data["address"], tuple(data["arguments"]))
    return _Dialect(
        addresses=re.compile("|".join(row["addresses"]), re.MULTILINE),
        literal=re.compile(literal) if literal else None,
        pages=row.get("pages", ""),
        parameter=row.get("parameter", ""),
        call=call,
    )


_ROWS: list[dict[str, Any]] = load("dialects")["dialect"]
_DIALECTS = tuple(_dialect(row) for row in _ROWS)


class Dialects(Family):
    """Whichever of the smaller dialects a page shows."""

    name: ClassVar[str] = "smaller dialect"
    rank: ClassVar[int] = 45
    article_address: ClassVar[re.Pattern[str] | None] = re.compile(
        "|".join(row["article"] for row in _ROWS if "article" in row)
    )
    article_bodies: ClassVar[tuple[str, ...]] = tuple(
        body for row in _ROWS for body in row.get("bodies", ())
    )

    def recognise(self, page: Page) -> str | None:
        """The address, or the other literal, by which the first dialect shows."""
        return next((evidence for _, evidence in _shown(page)), None)

    def pages(self, page: Page) -> list[str]:
        """Named or counted as the first dialect does whose pages can be told: of those that the
        page shows, else of those that have its own address."""
        shown = [dialect for dialect, _ in _shown(page)]
        own = [dialect for dialect in _DIALECTS if dialect.addresses.search(page.url)]
        for dialect in [*shown, *own]:
            if dialect.parameter:
                return pages_by_parameter(page, dialect.parameter) or all_pages(page)
            if dialect.pages:
                return pages_by_name(page, dialect.pages) or all_pages(page)
        return all_pages(page)

    def lists(self, page: Page) -> Sequence[Listing]:
        """The lists that the dialect's own call asks for, as far as its arguments are plain."""
        calls = (dialect.call for dialect, _ in _shown(page) if dialect.call is not None)
        return [listing for call in calls for listing in _called(page, call)]

    def read_list(self, answer: Answer) -> Listing | None:
        """JSON with an array of rows, and the number of its parts."""
        return read_rows(answer)


def _shown(page: Page) -> Iterator[tuple[_Dialect, str]]:
    """The dialects of which a page shows a literal, with that literal."""
    addresses = _addresses(page)
    for dialect in _DIALECTS:
        literal = dialect.literal and dialect.literal.search(page.text, 0, LOOKED_AT)
        found = literal or dialect.addresses.search(addresses)
        if literal:
            yield dialect, " ".join(literal[0].split())
        elif found:
            begins = addresses.rfind("\n", 0, found.start()) + 1
            yield dialect, addresses[begins : found.end()].strip("\"'> \t\r\n")


def _addresses(page: Page) -> str:
    """The addresses of the markup as written, the first 1,000 that differ, one in each line.

    The gateway to traditional characters repeats the page's own address, which proves nothing.
    """
    found = (match[1] for match in _HREF.finditer(page.text, 0, LOOKED_AT) if _GATE not in match[1])
    return "\n".join(islice(dict.fromkeys(found), _MOST_ADDRESSES))


def _called(page: Page, call: _Call) -> Iterator[Listing]:
    """The list of the first call with plain arguments; a shell's own definition has none."""
    reader = Reader(scripts_of(page))
    for found in call.pattern.finditer(reader.text):
        told = reader.arguments(found.end(), len(call.names))
        form = dict(zip(call.names, told, strict=False))
        plain = {name: value for name, value in form.items() if isinstance(value, str | int)}
        plain |= {name: first for name, first in _UNLESS_SET.items() if name in form}
        if len(plain) == len(call.names):
            request = form_request(page, Dialects.name, call.address, plain)
            if request is not None:
                yield Listing((), (request,))
                return
