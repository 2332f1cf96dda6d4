"""Links that an inline script writes into the page: `document.write('<a href=…')`, as they stand or
encoded, and those of a list that the page carries in a text area or a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree, html

from spiders.discovery.pages.carried import carried, has_holes

_MOST_SCRIPTS = 200_000
_MOST_LINKS = 500
# An anchor that is whole: nothing is put into its address or its text.
_ANCHOR = re.compile(
    r"<a\s(?:[^<>+]{0,200}\s)?href\s{0,3}=\s{0,3}(\\?[\"'])([^\"'<>\\\s+{}]{1,400})\1[^<>+]{0,200}>"
    r"((?:<(?!\\?/a)[^<>+]{0,80}>|[^<>\"'+]){1,200})<\\?/a>",
    re.IGNORECASE,
)
_WRITES = ("document.write", ".innerHTML", ".html(", ".append(", ".prepend(")
_TAG = re.compile(r"<[^<>]{0,80}>")


def written_links(root: Any) -> Iterator[tuple[Any, str]]:
    """The anchors in the scripts of a page, as items of one list, with their addresses."""
    written = etree.Element("ul")
    size = 0
    for script in islice(root.iter("script"), 100):
        text = (script.text or "")[: _MOST_SCRIPTS - size]
        size += len(text)
        if "<a " not in text or not any(writes in text for writes in _WRITES):
            continue
        for anchor in islice(_ANCHOR.finditer(text), _MOST_LINKS):
            element = etree.SubElement(etree.SubElement(written, "li"), "a")
            element.text = " ".join(unescape(_TAG.sub(" ", anchor[3])).split())
            yield element, unescape(anchor[2])
    yield from islice(_carried_links(root), _MOST_LINKS)


def _carried_links(root: Any) -> Iterator[tuple[Any, str]]:
    """The anchors of markup that the page carries unseen, in that markup."""
    for _, markup in carried(root):
        if "href" not in markup or "<a" not in markup:
            continue
        try:
            shown = html.fragment_fromstring(markup, create_parent="div")
        except (etree.ParserError, ValueError):
            continue
        for anchor in shown.iter("a"):
            address = (anchor.get("href") or "").strip()
            if address and not has_holes(address + "".join(anchor.itertext())[:300]):
                yield anchor, address
