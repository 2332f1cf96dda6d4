"""Tables that a page holds twice, for desks and for telephones, of which it shows only one.

A style sheet hides many a part that a script shows later: the panes of tabs, a report among them.
So a part hidden by the style of its class or id goes only where each of its tables stands, with
the same words, in a part that is shown; its numbers may be those of an earlier edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from parsers.reading.html.styles import Displays, names_of_rules

_LEAST_WORDS = 20  # Chinese characters: fewer are no table of a report
_NO_WORDS = re.compile(r"[^\u4e00-\u9fff]+")
_NONE = "none"


def remove_hidden_copies(root: HtmlElement, displays: Displays) -> None:
    """Take out what the page's style sheets hide, where it only repeats tables that are shown."""
    tables = list(root.iter("table"))
    if _NONE not in displays.own.values() or len(tables) < 2:
        return
    parts = list(_hidden_parts(root, displays))
    holders = {next(table.iterancestors("table"), None) for table in tables}
    words = {table: _words(table) for table in tables if table not in holders}
    inside = {table for part in parts for table in part.iter("table")}
    shown = {said for table, said in words.items() if table not in inside}
    for part in parts:
        said = [words[table] for table in part.iter("table") if table in words]
        if said and max(map(len, said)) >= _LEAST_WORDS and shown.issuperset(said):
            part.drop_tree()


def _hidden_parts(root: HtmlElement, displays: Displays) -> Iterator[HtmlElement]:
    """The outermost elements that a class or an id of theirs hides and nothing shows again."""
    within: set[HtmlElement] = set()
    for element in root.xpath("//*[@class or @id]"):
        if element in within or element.get("style") or _NONE not in displays.of(element):
            continue
        if displays.shown.isdisjoint(names_of_rules(element)) and element.tag != "body":
            within.update(element.iter(etree.Element))
            yield element


def _words(table: HtmlElement) -> str:
    """The words of a table without its numbers and marks: labels and headings."""
    return _NO_WORDS.sub("", "".join(table.itertext()))
