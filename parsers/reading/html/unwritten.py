"""What a cell of a page shows without its source writing it: scripts and style sheets put it there.

Nobody can tell what it is from the page alone, so that such a cell holds `UNREAD`: neither empty
nor the number beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from parsers.reading.html.styles import rules
from parsers.reading.model import UNREAD

_LONGEST_CELL = 60  # characters; a cell with more holds a part of the page
# Attributes by which scripts are told what to write into an element.
_BOUND = frozenset("v-text v-html x-text x-html ng-bind ng-bind-html data-bind th:text".split())
_GENERATED = re.compile(r"(?:[a-z]{1,10})?\.([\w-]{1,60})::?(?:before|after)", re.I)
_CONTENT = re.compile(r"(?<![\w-])content\s*:\s*([^;]{1,100})", re.I)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ATTRIBUTE = re.compile(r"attr\(\s*([\w-]{1,40})", re.I)
_ESCAPED = re.compile(r"\\[0-9a-f]{1,6}", re.I)  # of a font of signs
_BACKGROUND = re.compile(r"background(?:-image)?\s*:[^;]{0,200}url\(", re.I)


def mark_unwritten(root: HtmlElement) -> None:
    """Put `UNREAD` into the cells in which scripts or rules write something. To be done while
    scripts and style sheets still stand in the page."""
    cells = set(root.iter("td", "th"))
    if not cells:
        return
    for element in list(_written_into(root)):
        cell = next((one for one in (element, *element.iterancestors()) if one in cells), None)
        if cell is not None and _is_small(cell):
            mark = etree.SubElement(cell, "span")
            mark.text = UNREAD


def draws_by_style(cell: HtmlElement) -> bool:
    """Whether a cell without text holds an element that is drawn by a style alone: a sign of a
    font, or a part of a picture."""
    return any(
        (element.tag == "i" and element.get("class"))
        or _BACKGROUND.search(element.get("style") or "")
        for element in cell.iterdescendants("i", "span", "em", "b", "div")
    )


def _written_into(root: HtmlElement) -> Iterator[HtmlElement]:
    for script in root.iter("script"):
        if "document.write" in (script.text or ""):
            yield script
    for element in root.iter(etree.Element):
        if not _BOUND.isdisjoint(element.keys()):
            yield element
    contents = _contents(root)
    for element in root.iter(etree.Element) if contents else ():
        names = (element.get("class") or "").split()
        if any(_is_number(contents[name], element) for name in names if name in contents):
            yield element


def _contents(root: HtmlElement) -> dict[str, str]:
    """What rules write before or behind the elements of a class."""
    found = {}
    for selectors, body in rules(root):
        written = _CONTENT.findall(body)
        for selector in selectors.split(",") if written else ():
            if name := _GENERATED.fullmatch(selector.strip()):
                found[name[1]] = written[-1]
    return found


def _is_number(content: str, element: HtmlElement) -> bool:
    """Whether a digit is among what is written."""
    texts = [_ESCAPED.sub("", text) for text in _QUOTED.findall(content)]
    texts += [element.get(name) or "" for name in _ATTRIBUTE.findall(content)]
    return "counter" in content or any(any(map(str.isdigit, text)) for text in texts)


def _is_small(cell: HtmlElement) -> bool:
    """Whether a cell is one of a table of data, and no part of the page."""
    if next(cell.iterdescendants("table"), None) is not None:
        return False
    parts = islice(cell.iter(etree.Element), _LONGEST_CELL)
    texts = (part.text or "" for part in parts if part.tag not in ("script", "style"))
    return sum(len(text.strip()) for text in texts) <= _LONGEST_CELL
