"""The words of a page's elements."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree

LONGEST_TEXT = 300
_SILENT = frozenset({"script", "style", "noscript", "template", "textarea", "xmp", "head", "title"})


def squash(text: str) -> str:
    """Text without any white space, full-width forms made plain: 公 开 年 报 → 公开年报."""
    text = text[: 4 * LONGEST_TEXT]
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(plain.split())


def short_text(element: Any, limit: int = LONGEST_TEXT) -> str:
    """The text of an element, runs of white space made one space, cut at `limit`."""
    pieces: list[str] = []
    size = 0
    for piece in islice(element.itertext(), 80):
        pieces.append(piece[: 2 * limit])
        size += len(pieces[-1])
        if size > 4 * limit:
            break
    return " ".join("".join(pieces).split())[:limit]


def visible_strings(element: Any, limit: int, links: bool = True) -> Iterator[str]:
    """The strings of an element in order, without scripts (and links, where not wanted)."""
    size = 0
    hidden = 0
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        silent = not isinstance(node.tag, str) or node.tag in _SILENT
        silent = silent or (not links and node.tag == "a")
        if event == "start":
            hidden += silent
            string = node.text if not hidden else None
        else:
            hidden -= silent and event == "end"
            string = node.tail if not hidden and node is not element else None
        if not string or string.isspace():
            continue
        yield string
        size += len(string)
        if size > limit:
            return
