"""Tables made of other elements: by `display: table`, or told to readers of screens (ARIA).

Neither merges cells without saying so, and authors who need merged cells often draw rows of
unequal length that only look like a grid. Those stay the lines of text that they are; a table
becomes one only where all its rows have the same number of columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.html import HtmlElement

from parsers.reading.html.styles import Displays

_TABLE = frozenset({"table", "inline-table", "grid", "treegrid"})
_GROUP = frozenset({"table-row-group", "table-header-group", "table-footer-group", "rowgroup"})
_ROW = frozenset({"table-row", "row"})
_CELL = frozenset({"table-cell", "cell", "gridcell", "columnheader", "rowheader"})
_LEAST_ROWS = 3  # fewer are the columns of a page's layout
_LEAST_COLUMNS = 2
_OWN_TAGS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})


def make_tables(root: HtmlElement, displays: Displays) -> None:
    """Make `<table>` of what is drawn as one; the innermost ones, where they are nested."""
    by_rule = not _TABLE.isdisjoint(displays.own.values())
    if not by_rule and not root.xpath("boolean(//*[@role or contains(@style, 'table')])"):
        return
    for element in _innermost(root, displays):
        rows = [list(_cells(row, displays)) for row in _rows(element, displays)]
        if len(rows) < _LEAST_ROWS or not _are_even(rows):
            continue
        element.tag = "table"
        for row in rows:
            row[0].getparent().tag = "tr"
            for cell in row:
                cell.tag = "td"
                cell.set("colspan", cell.get("aria-colspan") or "1")


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
