"""Pagers that nothing can be read from: a list goes on, and the page does not say where.

Such a list is told about, so that what stands on its further pages is not lost in silence.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from spiders.data import load
from spiders.discovery.lists.declared import declared_pages
from spiders.discovery.lists.paging import pager_number
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.text import short_text, squash

_MORE = frozenset(load("pages")["paging"]["more"]) - {"更多", "more"}  # these lead to columns
_IN_PAGERS = ("a", "span", "li", "button", "em", "b", "strong", "input", "font", "label")
_PAGER = re.compile(r"\bpag(?:e|es|ing|er|ination|ebar|elist)\b|fenye", re.IGNORECASE)
_MOST_ELEMENTS = 5_000
_LONGEST = 8
_ASLEEP = re.compile(
    r"dis|none|hid|gr[ae]y|off|last|end|cur|no[-_]?(?:next|page|more)", re.IGNORECASE
)
_SIZE = re.compile(r"\bpage_?size[\"']?\s{0,5}[:=]\s{0,5}[\"']?(\d{1,3})\b", re.IGNORECASE)
_LOOKED_UP = re.compile(
    "(?:年报|年度报告).{0,4}(?:查询|检索|查找)|(?:查询|检索|查找).{0,6}(?:年报|年度报告)"
)
_LOOKED_AT = 500_000
LOADS_MORE = "it offers to load more"
"""The sign of a button that a script follows."""
_FULL = 10
_ROUND = 5
_MOST_NUMBERS = 12


def sign_of_more(page: Page, rows: int) -> str:
    """What shows that the list of a page, of so many rows, has further pages; '' for nothing.

    A number 2 beside 下一页; 下一页 alone below a list as long as lists are cut; 加载更多; just as
    many rows as a script of the page asks for at once; or a form for 年报查询.
    """
    if declared_pages(page) == 1:
        return ""
    called: list[tuple[str, Any]] = []
    for element in islice(page.selector.root.iter(*_IN_PAGERS), _MOST_ELEMENTS):
        text = squash(short_text(element, 20) or element.get("value") or "").lower()
        if 0 < len(text) <= _LONGEST and not _sleeps(element):
            called.append((text, element))
    following = [e for text, e in called if not text.isdigit() and pager_number(text, 1) == 2]
    second = [element for text, element in called if text == "2"]
    around = {box for element in following for box in islice(element.iterancestors(), 2)}
    boxes = [box for e in second for box in islice(e.iterancestors(), 2)]
    numbers = [element for text, element in called if text.isdigit()]
    if any(box in around or _is_pager(box) or _counts_on(box, numbers) for box in boxes):
        return "its pager shows a page 2"
    if following and rows >= _FULL and rows % _ROUND == 0:
        return "it offers a next page"
    if any(text.strip(">»›+.… ") in _MORE and _is_clicked(e) for text, e in called):
        return LOADS_MORE
    if rows >= _ROUND and str(rows) in _SIZE.findall(page.text, 0, _LOOKED_AT):
        return f"it shows the {rows} rows that its script asks for at once"
    return "a form looks up further ones" if _looks_reports_up(page) else ""


def _looks_reports_up(page: Page) -> bool:
    """Whether a form of the page, by its own words or the heading above it, looks reports up."""
    for form in islice(page.selector.root.iter("form"), 10):
        before = next(islice(form.itersiblings(preceding=True), 1), None)
        is_menu = before is None or next(before.iter("a"), None) is not None
        heading = "" if is_menu else short_text(before, 60)
        if _LOOKED_UP.search(squash(f"{heading} {short_text(form, 200)}")):
            return True
    return False


def _sleeps(element: Any) -> bool:
    return element.get("disabled") is not None or bool(_ASLEEP.search(element.get("class") or ""))


def _is_pager(box: Any) -> bool:
    return bool(_PAGER.search(f"{box.get('class') or ''} {box.get('id') or ''}"))


def _counts_on(box: Any, numbers: list[Any]) -> bool:
    """Whether a box holds 1, 2 and a few more that a script follows, and no days of a month."""
    inside = [element for element in numbers if box in islice(element.iterancestors(), 2)]
    said = {squash(short_text(element, 20)) for element in inside}
    clicked = any(e.get("onclick") or "script" in (e.get("href") or "") for e in inside)
    return clicked and "1" in said and len(said) <= _MOST_NUMBERS


def _is_clicked(element: Any) -> bool:
    """Whether an element does something by a script, as far as its own markup tells."""
    href = (element.get("href") or "").strip().lower()
    return bool(element.get("onclick") or element.get("id") or href.startswith(("javascript", "#")))
