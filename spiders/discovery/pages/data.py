"""Reading data out of pages and answers: JSON in scripts, JSONP, records in XML, counts, days.

Everything comes from strangers: what cannot be read gives None, 0 or '', never an exception.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from math import ceil
from typing import Any

from spiders.discovery.lists.paging import MOST_PAGES
from spiders.discovery.lists.rows import Row, record_row
from spiders.discovery.pages.page import read_page

_CHINA = timezone(timedelta(hours=8))
_CALLBACK = re.compile(r"\s{0,9}[\w$.]{1,80}\s{0,9}\(\s{0,9}(?=[{\[])")
_DECODER = json.JSONDecoder()
_MILLISECONDS_FROM = 100_000_000_000  # a time stamp this large counts milliseconds
_LAST_STAMP = 4_102_444_800  # 2100-01-01


def read_json(text: str) -> Any | None:
    """The JSON value of an answer, also within the call of a callback (JSONP)."""
    text = text.lstrip("\ufeff \t\r\n")
    callback = _CALLBACK.match(text)
    return _value_at(text, callback.end() if callback else 0)


def json_after(text: str, marker: re.Pattern[str]) -> Any | None:
    """The JSON value that stands right after the first match of a marker, whatever follows."""
    found = marker.search(text)
    return _value_at(text, found.end()) if found else None


def _value_at(text: str, start: int) -> Any | None:
    try:
        value, _ = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None
    return value


def field(data: Any, *path: str) -> Any | None:
    """The value at a path of names in nested JSON objects, None where there is none."""
    for name in path:
        if not isinstance(data, dict):
            return None
        data = data.get(name)
    return data


def objects(data: Any, *path: str) -> list[dict[str, Any]]:
    """The objects of the array at a path; anything else in it is passed over."""
    found = field(data, *path)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text_of(data: Any, *names: str, limit: int = 2000) -> str:
    """The first of the named values that is text or a number, runs of white space made one."""
    for name in names:
        value = field(data, name)
        if isinstance(value, str) and value.strip():
            return " ".join(value[: 2 * limit].split())[:limit]
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def count_of(data: Any, *names: str) -> int:
    """The first of the named values that is a count, as a number or in digits; else 0."""
    for name in names:
        digits = text_of(data, name)
        if re.fullmatch(r"[0-9]{1,9}", digits):
            return int(digits)
    return 0


def day_of(data: Any, *names: str) -> str:
    """The first of the named Unix time stamps that is set, as a day in China; else ''."""
    for name in names:
        digits = text_of(data, name)
        if not re.fullmatch(r"[0-9]{1,14}", digits):
            continue
        stamp = int(digits) // 1000 if int(digits) >= _MILLISECONDS_FROM else int(digits)
        if 0 < stamp < _LAST_STAMP:
            return f"{datetime.fromtimestamp(stamp, _CHINA):%Y-%m-%d}"
    return ""


def later_parts(number: int, size: int, total: int) -> range:
    """Numbers of the parts after this one, of a list of `total` rows with `size` in a part."""
    if size <= 0:
        return range(0)
    # One more than is walked, so that the walk sees that the list goes on, and says so.
    return range(number + 1, min(ceil(total / size), number + MOST_PAGES) + 1)


def with_parameter(query: str, name: str, value: int | str) -> str:
    """An address or form body with one parameter given another value; added where missing."""
    found = re.search(rf"(?:^|(?<=[?&])){re.escape(name)}=[^&#]*", query)
    if found:
        return f"{query[: found.start()]}{name}={value}{query[found.end() :]}"
    joint = "&" if "?" in query or ("=" in query and "/" not in query) else "?"
    return f"{query}{joint}{name}={value}"


def parameter_pattern(names: Iterable[str], bare: str) -> re.Pattern[str]:
    """Finds named parameters in a script: `name: "value"`, `name: 1` or `name=value`, not what the
    script only puts together. `bare`: the characters of a value without quotes, as in a class."""
    return re.compile(
        rf"(?<![\w$.])({'|'.join(names)})"
        r"(?:[\"']?\s{0,9}[:=]\s{0,9}(?:\"([^\"&<>+()]{0,200})\"|'([^'&<>+()]{0,200})'|(\d{1,12})\b)"
        rf"|=([{bare}]{{0,200}}))"
    )


def parameters_in(text: str, pattern: re.Pattern[str]) -> dict[str, str]:
    """The first value of each parameter that `parameter_pattern` finds."""
    told: dict[str, str] = {}
    for found in pattern.finditer(text):
        told.setdefault(found[1], next((group for group in found.groups()[1:] if group), ""))
    return told


def cdata_of(text: str, tag: str, most: int) -> Iterator[str]:
    """What the elements `<tag><![CDATA[…]]></tag>` of a text hold, in order, the first `most`."""
    opening = f"<{tag}>"
    at = text.find(opening)
    while at >= 0 and most > 0:
        start = text.find("<![CDATA[", at)
        end = text.find("]]>", start)
        if start < 0 or end < 0:
            return
        if text[at + len(opening) : start].isspace() or start == at + len(opening):
            yield text[start + len("<![CDATA[") : end]
            most -= 1
        at = text.find(opening, end if end > at else at + 1)


def row_of_record(markup: str, page: str) -> Row | None:
    """The row in one record of markup (`<li><a href=…>…</a><span>2023-01-12</span></li>`)."""
    if markup.lstrip()[:3].lower() == "<tr":
        markup = f"<table>{markup}</table>"
    return record_row(read_page(page, markup[:20_000].encode()))
