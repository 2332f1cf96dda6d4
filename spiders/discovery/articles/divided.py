"""Articles divided over several pages (`content_2.html`, `?page=2`), and putting them together."""

from __future__ import annotations

import copy
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from spiders.discovery.lists.declared import declared_pages
from spiders.discovery.lists.paging import counts_pages, linked_pages
from spiders.discovery.pages.page import Page
from spiders.discovery.sites import clean_url, page_key

MOST_PARTS = 20
_PART = re.compile(r"(?P<stem>.+?)(?P<mark>[_-])(?P<number>\d{1,2})(?P<tail>\.\w{2,5})?")


def later_parts(page: Page) -> list[str]:
    """The pages that go on with the article of this one, in order, at most 20: those that its
    pager links to and that bear its own name with a number, and those counted beside them."""
    found = {number: url for url in linked_pages(page) if (number := _number_of(url, page.url)) > 1}
    if not found:
        return []
    last = min(max(*found, declared_pages(page)), MOST_PARTS)
    number, known = next(iter(found.items()))
    for missing in range(2, last + 1):
        url = _renumbered(known, number, missing)
        if missing not in found and url is not None:
            found[missing] = url
    own = page_key(page.url)
    return [url for _, url in sorted(found.items()) if page_key(url) != own][:MOST_PARTS]


def joined(pages: list[Page], bodies: list[Any | None]) -> bytes:
    """The first page with what the bodies of the others hold at the end of its own, as UTF-8.

    bodies: the element of the article's body on each page; of a page without one, all counts.
    """
    root = pages[0].selector.root
    target = bodies[0] if bodies[0] is not None else root.find("body")
    target = root if target is None else target
    for page, body in zip(pages[1:], bodies[1:], strict=True):
        whole = page.selector.root.find("body")
        source = body if body is not None else whole
        if source is None:
            continue
        part = etree.SubElement(target, "div")
        part.text = source.text
        part.extend(copy.deepcopy(child) for child in source)
    text = etree.tostring(root, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{text}".encode("utf-8", "replace")


def _number_of(url: str, own: str) -> int:
    """Which part of the article at `own` an address is, 0 where it is none."""
    there, here = urlsplit(url), urlsplit(own)
    if there.path == here.path:
        return _number_in_query(there.query, here.query)
    if there.query != here.query:
        return 0
    found = _PART.fullmatch(there.path)
    if found is None:
        return 0
    first = f"{found['stem']}{found['tail'] or ''}"
    part = _PART.fullmatch(here.path)
    same = part is not None and part["stem"] == found["stem"]
    return int(found["number"]) if first == here.path or same else 0


def _number_in_query(there: str, here: str) -> int:
    other = dict(parse_qsl(there, keep_blank_values=True))
    own = dict(parse_qsl(here, keep_blank_values=True))
    names = [name for name in other if counts_pages(name)]
    if len(names) != 1 or not re.fullmatch(r"[0-9]{1,2}", other[names[0]]):
        return 0
    number = int(other.pop(names[0]))
    own.pop(names[0], None)
    return number if own == other else 0


def _renumbered(url: str, number: int, wanted: int) -> str | None:
    """The address of another part, from that of a known one."""
    pattern = rf"(?<=[_=-]){number}(?=(?:\.\w{{2,5}})?$|&)"
    return clean_url(re.sub(pattern, str(wanted), url, count=1))
