"""Lists that the scripts of a page asked for while a browser showed it.

What they were answered is known (`crawler.browsers.Overheard`), so that such a list is walked on
from its first part as one that a script plainly asks for, whatever made the request; where it
was asked for one of the years that the page offers, the others are asked for, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from scrapy.http import Response

from crawler.browsers import Overheard
from parsers.interpretation.genre import judge_title
from spiders.discovery.lists.answers import asked_with, read_rows, sent_values
from spiders.discovery.lists.calls import OPEN_PARAMETER, size_in
from spiders.discovery.lists.json_rows import titled_entries
from spiders.discovery.lists.listings import Answer, DataRequest, Listing
from spiders.discovery.lists.rows import Row
from spiders.discovery.pages.data import read_json, text_of, with_parameter
from spiders.discovery.pages.page import Page, read_text
from spiders.discovery.pages.parameters import is_cursor_name
from spiders.discovery.pages.script_text import scripts_of
from spiders.discovery.pages.text import short_text, squash
from spiders.discovery.sites import page_key

_LEAST_ROWS = 2
_MOST_ENTRIES = 30
_OFFERING = ("option", "a", "li", "span", "button", "label", "td", "div")
_MOST_OFFERING = 5_000
_YEAR = re.compile(r"(?:19|20)\d\d")
_OFFERED = re.compile(r"((?:19|20)\d\d)年?度?")
_VALUE = re.compile(r"[\w-]{1,80}")


def overheard_lists(response: Response, page: Page, family: str) -> list[Listing]:
    """The lists of annual reports among what the scripts of a shown page were answered.

    family: the one that reads the answers for the further parts.
    """
    asked: Sequence[Overheard] = response.meta.get("overheard", ())
    found: list[Listing] = []
    for heard in asked:
        text = read_text(heard.answer)
        request = _request(heard, page, family, text)
        listing = read_rows(Answer(request, text))
        if listing is not None and _are_reports(listing.rows):
            found.append(listing)
            found += [Listing(following=(other,)) for other in _of_other_years(request, page)]
    return found


def _of_other_years(request: DataRequest, page: Page) -> list[DataRequest]:
    """The same request for the other years that the page offers, where it asks for one of them."""
    sent = sent_values(request)
    told = {n: str(v) for n, v in sent.items() if _YEAR.fullmatch(str(v))}
    if len(told) != 1:
        return []
    [(name, now)] = told.items()
    elements = islice(page.selector.root.iter(*_OFFERING), _MOST_OFFERING)
    texts = (squash(short_text(element, 10)) for element in elements)
    years = dict.fromkeys(found[1] for text in texts if (found := _OFFERED.fullmatch(text)))
    if now not in years:
        return []
    is_number = isinstance(sent[name], int)
    return [asked_with(request, name, int(y) if is_number else y) for y in years if y != now]


def beside(rows: Sequence[Row], lists: Sequence[Listing]) -> list[Row]:
    """The rows of a page that none of its overheard lists has."""
    known = {page_key(row.url) for listing in lists for row in listing.rows}
    return [row for row in rows if page_key(row.url) not in known]


def _request(heard: Overheard, page: Page, family: str, text: str) -> DataRequest:
    method: Literal["GET", "POST"] = "POST" if heard.method == "POST" else "GET"
    query = dict(parse_qsl(urlsplit(heard.url).query, keep_blank_values=True))
    sent = read_json(heard.body) if heard.body.startswith("{") else dict(parse_qsl(heard.body))
    size = size_in({**query, **(sent if isinstance(sent, dict) else {})})
    url = heard.url
    if not any(is_cursor_name(name) for name in query):
        later = (found[1] for found in islice(OPEN_PARAMETER.finditer(scripts_of(page)), 50))
        cursor = next((name for name in later if is_cursor_name(name)), "")
        url = with_parameter(url, cursor, "") if cursor else url
    asked = DataRequest(family, page.url, url, method, heard.body, headers=heard.headers, size=size)
    return replace(asked, row_address=_row_address(read_json(text), page))


def _are_reports(rows: Sequence[Row]) -> bool:
    titled = sum(judge_title(row.title).kind == "report" for row in rows)
    return len(rows) >= _LEAST_ROWS and 2 * titled > len(rows)


def _row_address(data: Any, page: Page) -> str:
    """How the page makes addresses of its rows (`/show/{id}.html`): by what it links under the
    titles of at least two of them; '' where nothing shows it."""
    shown = {squash(link.label): link.url for link in page.links}
    forms: Counter[str] = Counter()
    for title, entry in islice(titled_entries(data), _MOST_ENTRIES):
        url = shown.get(squash(title), "")
        forms.update(_forms(url, entry) if url else ())
    best = forms.most_common(1)
    return best[0][0] if best and best[0][1] >= _LEAST_ROWS else ""


def _forms(url: str, entry: Mapping[str, Any]) -> set[str]:
    """An address with a field of its row in the place of its value."""
    found = set()
    for name in entry:
        value = text_of(entry, name, limit=100)
        place = re.search(rf"(?<![\w-]){re.escape(value)}(?![\w-])", url) if value else None
        if place is not None and _VALUE.fullmatch(value):
            found.add(f"{url[: place.start()]}{{{name}}}{url[place.end() :]}")
    return found
