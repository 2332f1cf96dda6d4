"""Tables made of other elements: by `display: table`, by rows that lay their cells out side by
side (`display: flex`), or told to readers of screens (ARIA).

None of these merges cells without saying so, and authors who need merged cells often draw rows of
unequal length that only look like a grid. Those stay the lines of text that they are; a table
becomes one only where all its rows have the same number of columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.html import HtmlElement

from parsers.reading.html.styles import Displays

_TABLE = frozenset({"table", "inline-table", "grid", "treegrid"})
_GROUP = frozenset({"table-row-group", "table-header-group", "table-footer-group", "rowgroup"})
_ROW = frozenset({"table-row", "row"})
_CELL = frozenset({"table-cell", "cell", "gridcell", "columnheader", "rowheader"})
_FLEX = frozenset({"flex", "inline-flex"})
# Cells that stand below one another or from right to left: which parts of the page, is not asked.
_OTHERWISE = re.compile(r"flex-(?:direction|flow)\s*:[^;}]*(?:column|reverse)")
_LEAST_ROWS = 3  # fewer are the columns of a page's layout
_LEAST_COLUMNS = 2
_HOLDERS = frozenset({"div", "section", "article"})
_OWN_TAGS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})


def make_tables(root: HtmlElement, displays: Displays) -> None:
    """Make `<table>` of what is drawn as one; the innermost ones, where they are nested."""
    _make_rows_tables(root, displays)
    by_rule = not _TABLE.isdisjoint(displays.own.values())
    if not by_rule and not root.xpath("boolean(//*[@role or contains(@style, 'table')])"):
        return
    for element in _innermost(root, displays):
        rows = [list(_cells(row, displays)) for row in _rows(element, displays)]
        if len(rows) < _LEAST_ROWS or not _are_even(rows):
            continue
        _make_table(element, rows)


def _make_table(element: HtmlElement, rows: Sequence[Sequence[HtmlElement]]) -> None:
    element.tag = "table"
    for row in rows:
        row[0].getparent().tag = "tr"
        for cell in row:
            cell.tag = "td"
            cell.set("colspan", cell.get("aria-colspan") or "1")


def _make_rows_tables(root: HtmlElement, displays: Displays) -> None:
    """Make `<table>` of elements that hold nothing but rows of cells side by side. Rows of links
    are menus and lists."""
    if _FLEX.isdisjoint(displays.own.values()) and not root.xpath(
        "boolean(//*[contains(@style, 'flex')])"
    ):
        return
    if any(map(_OTHERWISE.search, root.xpath("//style/text() | //@style"))):
        return
    rows_of: dict[HtmlElement, list[list[HtmlElement]]] = {}
    for element in root.xpath("//div[@class or @style] | //p[@class or @style]"):
        if not _FLEX.isdisjoint(displays.of(element)) and not _holds_more(element):
            rows_of.setdefault(element.getparent(), []).append(list(element))
    for holder, rows in rows_of.items():
        text_beside = (holder.text, *(child.tail for child in holder))
        alone = len(rows) == len(holder) and not any(text and text.strip() for text in text_beside)
        if alone and len(rows) >= _LEAST_ROWS and holder.tag in _HOLDERS and _are_even(rows):
            _make_table(holder, rows)


def _holds_more(row: HtmlElement) -> bool:
    """Whether a row holds anything but cells of text."""
    if (row.text or "").strip() or any((cell.tail or "").strip() for cell in row):
        return True
    return not len(row) or bool(row.xpath("boolean(.//a | .//table | .//img | .//ul | .//input)"))


def _innermost(root: HtmlElement, displays: Displays) -> list[HtmlElement]:
    """The elements drawn as tables that hold no table."""
    drawn, holders = list[HtmlElement](), set[HtmlElement]()
    around: list[HtmlElement] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            if around and around[-1] is element:
                around.pop()
        elif element.tag == "table" or _is(element, _TABLE, displays):
            holders.update(around[-1:])
            around.append(element)
            drawn.append(element)
    return [one for one in drawn if one not in holders and one.tag not in _OWN_TAGS]


def _is(element: HtmlElement, kinds: frozenset[str], displays: Displays) -> bool:
    if (element.get("role") or "").lower() in kinds:
        return True
    # `display: grid` is a layout of its own, which says nothing of rows
    return not kinds.isdisjoint(displays.of(element) - {"grid"})


def _rows(table: HtmlElement, displays: Displays) -> Iterator[HtmlElement]:
    for child in table:
        if _is(child, _GROUP, displays):
            yield from (row for row in child if _is(row, _ROW, displays))
        elif _is(child, _ROW, displays):
            yield child


def _cells(row: HtmlElement, displays: Displays) -> Iterator[HtmlElement]:
    return (cell for cell in row if _is(cell, _CELL, displays))


def _are_even(rows: Sequence[Sequence[HtmlElement]]) -> bool:
    """Whether all rows have as many columns, and no cell goes on in the row below."""
    if any(cell.get("aria-rowspan", "1") != "1" for row in rows for cell in row):
        return False
    widths = {sum(map(_span, row)) for row in rows}
    return len(widths) == 1 and widths.pop() >= _LEAST_COLUMNS


def _span(cell: HtmlElement) -> int:
    told = cell.get("aria-colspan", "1")
    return int(told) if told.isdecimal() and len(told) < 4 else 0
