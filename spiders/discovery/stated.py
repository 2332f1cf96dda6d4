"""Rows that a script of the page holds itself: `var list = [{"title": …, "url": …}]`, and the JSON
state that frameworks leave in a page (`<script type="application/json">`)."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

from spiders.discovery.listings import MOST_ROWS, DataRequest, Listing
from spiders.discovery.page import Page
from spiders.discovery.row_addresses import address_of_rows
from spiders.discovery.scripted import largest_array, row_of

_ARRAY = re.compile(r"\[\s{0,9}\{")
_MOST_ARRAYS = 20
_MOST_SCRIPT = 1_000_000
_LEAST_ROWS = 2
_DECODER = json.JSONDecoder()


def stated_lists(page: Page) -> list[Listing]:
    """The arrays of rows in the inline scripts of a page, each as a list that is whole."""
    found: list[Listing] = []
    for script in islice(page.selector.root.iter("script"), 100):
        text = (script.text or "")[:_MOST_SCRIPT]
        request = DataRequest("", page.base, page.url, row_address=address_of_rows(text))
        for data in _arrays(text):
            listed = largest_array(data, request.row_address)
            entries = listed[1] if listed is not None else []
            rows = [row for entry in entries[:MOST_ROWS] if (row := row_of(entry, request))]
            if len(rows) >= _LEAST_ROWS:
                found.append(Listing(tuple(rows)))
    return found


def _arrays(text: str) -> list[Any]:
    """The arrays of objects that a script writes out as JSON, outermost ones alone."""
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
            at = begins.end()
    return found
