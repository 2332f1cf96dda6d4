"""The elements of a page that lead somewhere: where to, and what they are called."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Any

from spiders.discovery.pages.clicks import LONGEST_SCRIPT, Clicks
from spiders.discovery.pages.text import LONGEST_TEXT, short_text
from spiders.discovery.sites import looks_like_address, screen_of

MOST_LINKS = 5_000
"""Links of one page that are looked at, from its beginning."""
_LAST_LINKS = 500
# An address handed to any function; nothing is run to find it.
_HANDED_OVER = re.compile(
    r"\((?:\s{0,5}(?:this|event|e)\s{0,5},)?\s{0,5}['\"]((?:https?:/|\.{0,2})/[^'\"\s]{1,400})['\"]"
)
_AND = "\\u0026"  # as ASP.NET writes an `&` into a script
# Attributes that keep an address for the page's script.
_KEPT_IN = ("data-url", "data-href", "data-link", "url", "link", "lay-href", "hx-get")
_NO_CHOICE = ("", "0", "-1")  # 请选择


def first_and_last(elements: Iterator[Any]) -> Iterator[Any]:
    """The first elements and the last ones, `MOST_LINKS` of them."""
    yield from islice(elements, MOST_LINKS - _LAST_LINKS)
    yield from deque(elements, maxlen=_LAST_LINKS)


def is_unwanted(element: Any) -> bool:
    """Whether the page wants no crawler to follow a link."""
    return "nofollow" in (element.get("rel") or "").lower()


def href_of(element: Any, clicks: Clicks) -> str:
    """What an element leads to, as written; also where a script says it in plain words."""
    if element.tag == "option":
        return _href_of_option(element, clicks)
    href = (element.get("href") or "").strip()
    is_place = href.startswith("#") and not screen_of(href)
    if href and not is_place and not href.lower().startswith("javascript:"):
        return href
    kept = next((element.get(name) for name in _KEPT_IN if element.get(name)), "")
    if looks_like_address(kept):
        return kept.strip()
    for script in (href, element.get("onclick") or ""):
        if "(" not in script and "=" not in script:
            continue
        address = clicks.address(script)
        if address:
            return address
        found = _HANDED_OVER.search(script[:LONGEST_SCRIPT])
        if found:
            return found[1].replace(_AND, "&")
    return ""


def title_of(element: Any) -> str:
    """The title that an element shows when it is pointed at."""
    return " ".join((element.get("title") or "")[:LONGEST_TEXT].split())


def _href_of_option(option: Any, clicks: Clicks) -> str:
    """An option's own value where it is an address, else what the select's script makes of it."""
    value = (option.get("value") or "").strip()
    if "/" in value or ".htm" in value:
        return value
    if value in _NO_CHOICE and "选择" in short_text(option):
        return ""
    around = option.getparent()
    around = around if around is None or around.tag == "select" else around.getparent()
    value = value if option.get("value") is not None else short_text(option)
    if around is None or not value or len(value) > 100:
        return ""
    boxes = [name for name in (around.get("id"), around.get("name")) if name]
    script = around.get("onchange") or clicks.changes(boxes)
    return clicks.address(script, value, boxes) if script else ""


def told_instead(element: Any) -> str:
    """What a link without text is called: by its picture, or as a part of one."""
    if element.tag == "input":
        return " ".join((element.get("value") or "")[:LONGEST_TEXT].split())
    if element.tag == "area":
        return " ".join((element.get("alt") or "")[:LONGEST_TEXT].split())
    picture = next(element.iter("img"), None)
    if picture is None:
        return ""
    return " ".join((picture.get("alt") or picture.get("title") or "")[:LONGEST_TEXT].split())
