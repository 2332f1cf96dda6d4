"""A page that holds the reports of several years or agencies, each in a box of its own (the tabs
2023年, 2022年 of an agency's 历年年报, all of them written out) or one below the other."""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from itertools import islice
from typing import Any

from lxml import etree

from parsers.interpretation.genre import judge_title
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import squash, visible_strings

_FIRST_ROW = "本年新收政府信息公开申请数量"
MOST_REPORTS = 60
_MOST_TABLES = 1_000
_OPENING = 3_000
_LONGEST_TITLE = 80
_MOST_ELEMENTS = 5_000
_YEAR = re.compile(r"(?:19|20)\d\d|二[〇○0]")
_SENTENCE = re.compile(r"[。；，;]")


def count_reports(page: Page) -> int:
    """How many times the statutory table on applications stands in a page."""
    return len(_tables(page))


def several_reports(page: Page) -> list[tuple[str, bytes]]:
    """The reports of a page that holds more than one, each with its title and its own markup;
    none where neither boxes nor the titles above them tell them apart."""
    tables = _tables(page)
    return _in_boxes(tables) or _below_titles(tables)


def _in_boxes(tables: list[Any]) -> list[tuple[str, bytes]]:
    """The reports where each stands in a box of its own."""
    holding = Counter(around for table in tables for around in table.iterancestors())
    found: dict[str, bytes] = {}
    for table in tables:
        own = [around for around in table.iterancestors() if holding[around] == 1]
        title = _title_of(own[-1]) if own else ""
        if not title or title in found:
            return []
        found[title] = _page_of(title, _markup(own[-1], with_tail=False))
    return list(found.items()) if len(found) > 1 else []


def _below_titles(tables: list[Any]) -> list[tuple[str, bytes]]:
    """The reports where they follow one another in one box, each below its title: what stands
    between two titles must hold the table of one report, and before the first none."""
    around = _box_around(tables)
    if around is None:
        return []
    holds = Counter(_part_of(around, table) for table in tables)
    parts: list[tuple[str, list[Any]]] = [("", [])]
    for element in islice(around, _MOST_ELEMENTS):
        title = _own_title(element) if element not in holds else ""
        if title:
            parts.append((title, []))
        parts[-1][1].append(element)
    held = [sum(holds[element] for element in inside) for _, inside in parts]
    titles = {title for title, _ in parts}
    if len(titles) < len(parts) or held[0] or set(held[1:]) != {1}:
        return []
    return [(title, _page_of(title, "".join(map(_markup, inside)))) for title, inside in parts[1:]]


def _box_around(tables: list[Any]) -> Any | None:
    """The smallest element that holds all the tables."""
    if not tables:
        return None
    others = [set(table.iterancestors()) for table in tables[1:]]
    shared = (box for box in tables[0].iterancestors() if all(box in other for other in others))
    return next(shared, None)


def _own_title(element: Any) -> str:
    """What an element says that is nothing but the title of one agency's report."""
    if not isinstance(element.tag, str):
        return ""
    text = squash("".join(islice(visible_strings(element, _OPENING), 40)))
    if not text or len(text) > _LONGEST_TITLE or judge_title(text).kind != "report":
        return ""
    return text if _YEAR.search(text) and not _SENTENCE.search(text) else ""


def _part_of(around: Any, table: Any) -> Any:
    """The part of a box that is a table or holds it."""
    return next(e for e in (table, *table.iterancestors()) if e.getparent() is around)


def _markup(element: Any, with_tail: bool = True) -> str:
    written: str = etree.tostring(element, encoding="unicode", method="html", with_tail=with_tail)
    return written


def _page_of(title: str, inside: str) -> bytes:
    """The markup of one report as a page of its own."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f"<html><head>{head}</head><body>{inside}</body></html>".encode()


def _tables(page: Page) -> list[Any]:
    """Its statutory tables on applications, where it may have several."""
    if page.text.count(_FIRST_ROW) < 2:
        return []
    inner = page.selector.root.xpath("//table[not(.//table)]")[:_MOST_TABLES]
    stated = (table for table in inner if _FIRST_ROW in squash("".join(table.itertext())))
    return list(islice(stated, MOST_REPORTS))


def _title_of(box: Any) -> str:
    """The first line of a box that is titled as a report."""
    lines = (" ".join(text.split()) for text in visible_strings(box, _OPENING))
    titled = (line for line in lines if len(line) <= _LONGEST_TITLE)
    return next((line for line in titled if judge_title(line).kind == "report"), "")
