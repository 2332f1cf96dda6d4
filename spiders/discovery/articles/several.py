"""A page that holds the reports of several years or agencies, each in a box of its own: the tabs
2023年, 2022年 of an agency's 历年年报, all of them written out."""

from __future__ import annotations

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


def count_reports(page: Page) -> int:
    """How many times the statutory table on applications stands in a page."""
    return len(_tables(page))


def several_reports(page: Page) -> list[tuple[str, bytes]]:
    """The reports of a page that holds more than one, each with its title and its own markup;
    none where their boxes and titles do not tell them apart."""
    tables = _tables(page)
    holding = Counter(around for table in tables for around in table.iterancestors())
    found: dict[str, bytes] = {}
    for table in tables:
        own = [around for around in table.iterancestors() if holding[around] == 1]
        title = _title_of(own[-1]) if own else ""
        if not title or title in found:
            return []
        markup = etree.tostring(own[-1], encoding="unicode", method="html", with_tail=False)
        head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
        found[title] = f"<html><head>{head}</head><body>{markup}</body></html>".encode()
    return list(found.items()) if len(found) > 1 else []


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
