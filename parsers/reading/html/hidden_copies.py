"""Tables that a page holds twice, for desks and for telephones, of which it shows only one.

A style sheet hides many a part that a script shows later: the panes of tabs, a report among them.
So a part hidden by the style of its class or id goes only where each of its tables stands, with
the same words, in a part that is shown; its numbers may be those of an earlier edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

_MOST_SHEETS = 20
_LONGEST_SHEET = 100_000  # characters
_LEAST_WORDS = 20  # Chinese characters: fewer are no table of a report
_MEDIA = re.compile(
    r"@media([^{]{0,200})\{((?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,50})[^{}]{0,200}\}", re.I
)
_RULE = re.compile(r"([^{}@]{1,300})\{([^{}]{1,2000})\}")
_NAME = re.compile(r"(?:[a-z]{1,10})?([.#][\w-]{1,60})", re.I)  # .mobile, div.mobile, #mobile
_NAMES = re.compile(r"[.#][\w-]{1,60}")
_DISPLAY = re.compile(r"(?<![\w-])display\s*:\s*([\w-]{1,30})", re.I)
_NO_WORDS = re.compile(r"[^\u4e00-\u9fff]+")


@dataclass(slots=True)
class _Styles:
    """Classes (`.name`) and ids (`#name`) that style sheets hide, and those they show."""

    hidden: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)

    def take(self, selectors: str, body: str) -> None:
        """Take the rule's `display`, if it has one, for every one of its selectors."""
        displays = _DISPLAY.findall(body)
        if not displays:
            return
        hides = displays[-1].lower() == "none"
        for selector in selectors.split(","):
            if not hides:
                self.shown.update(_NAMES.findall(selector.strip().rpartition(" ")[2]))
            elif only := _NAME.fullmatch(selector.strip()):
                self.hidden.add(only[1])


def remove_hidden_copies(root: HtmlElement) -> None:
    """Take out what the page's style sheets hide, where it only repeats tables that are shown."""
    styles = _styles(root)
    if not styles.hidden - styles.shown:
        return
    parts = list(_hidden_parts(root, styles))
    tables = list(root.iter("table"))
    holders = {next(table.iterancestors("table"), None) for table in tables}
    words = {table: _words(table) for table in tables if table not in holders}
    inside = {table for part in parts for table in part.iter("table")}
    shown = {said for table, said in words.items() if table not in inside}
    for part in parts:
        said = [words[table] for table in part.iter("table") if table in words]
        if said and max(map(len, said)) >= _LEAST_WORDS and shown.issuperset(said):
            part.drop_tree()


def _styles(root: HtmlElement) -> _Styles:
    """What the page's own style sheets say for wide screens."""
    styles = _Styles()
    for sheet in islice(root.iter("style"), _MOST_SHEETS):
        text = _without_comments((sheet.text or "")[:_LONGEST_SHEET])
        for condition, rules in _MEDIA.findall(text):
            if "min-width" in condition and "max-" not in condition and "print" not in condition:
                for rule in _RULE.findall(rules):
                    styles.take(*rule)
        for rule in _RULE.findall(_MEDIA.sub("", text)):
            styles.take(*rule)
    return styles


def _without_comments(text: str) -> str:
    first, *rest = text.split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)


def _hidden_parts(root: HtmlElement, styles: _Styles) -> Iterator[HtmlElement]:
    """The outermost elements that a class or an id of theirs hides and nothing shows again."""
    within: set[HtmlElement] = set()
    for element in root.iter(etree.Element):
        if element in within:
            continue
        names = {f".{name}" for name in (element.get("class") or "").split()}
        names.add(f"#{element.get('id')}")
        by_itself = _DISPLAY.search(element.get("style") or "")
        if by_itself or names.isdisjoint(styles.hidden) or not names.isdisjoint(styles.shown):
            continue
        if element.tag not in ("html", "body"):
            within.update(element.iter(etree.Element))
            yield element


def _words(table: HtmlElement) -> str:
    """The words of a table without its numbers and marks: labels and headings."""
    return _NO_WORDS.sub("", "".join(table.itertext()))
