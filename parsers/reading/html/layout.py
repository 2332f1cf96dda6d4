"""Which tables of a page hold data, and which only place other things on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from parsers.reading.html.tree import BLOCK_TAGS

# A cell with as many sentences and characters, most of its table's text, is an article.
_SENTENCES_OF_AN_ARTICLE = 3
_LENGTH_OF_AN_ARTICLE = 300


@dataclass(slots=True)
class _Cell:
    length: int = 0
    sentences: int = 0
    blocks: int = 0
    holds_table: bool = False
    holds_large_table: bool = False


@dataclass(slots=True)
class _Shape:
    rows: int = 0
    cells: int = 0
    cells_in_row: int = 0
    most_in_row: int = 0
    full_rows: int = 0  # rows of three cells and more
    length: int = 0
    length_beside_tables: int = 0  # text of the cells that hold real tables
    holds_article: bool = False
    holds_large_table: bool = False
    open_cells: list[_Cell] = field(default_factory=list)

    def end_row(self) -> None:
        self.most_in_row = max(self.most_in_row, self.cells_in_row)
        self.full_rows += self.cells_in_row >= 3
        self.cells_in_row = 0


def layout_tables(root: HtmlElement) -> set[HtmlElement]:
    """The tables under (and with) `root` that only place other things on the page.

    A layout table is walked through; any other is data and is read cell by cell.
    """
    layout: set[HtmlElement] = set()
    open_tables: list[_Shape] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            if tag == "table":
                open_tables.append(_Shape())
            elif open_tables:
                _enter(open_tables[-1], tag)
            if open_tables:
                _count(open_tables[-1], element.text)
            continue
        if tag == "table" and open_tables:
            shape = open_tables.pop()
            shape.end_row()
            if _is_layout(shape):
                layout.add(element)
            if open_tables:
                _hand_up(shape, open_tables[-1])
        elif tag in ("td", "th") and open_tables:
            _leave_cell(open_tables[-1])
        if open_tables and element is not root:
            _count(open_tables[-1], element.tail)
    return layout


def _enter(shape: _Shape, tag: str) -> None:
    if tag == "tr":
        shape.end_row()
        shape.rows += 1
    elif tag in ("td", "th"):
        shape.cells += 1
        shape.cells_in_row += 1
        shape.open_cells.append(_Cell())
    elif shape.open_cells and (tag in BLOCK_TAGS or tag == "br"):
        shape.open_cells[-1].blocks += 1


def _count(shape: _Shape, text: str | None) -> None:
    if not text:
        return
    length = len(text.strip())
    shape.length += length
    if shape.open_cells:
        shape.open_cells[-1].length += length
        shape.open_cells[-1].sentences += text.count("。")


def _leave_cell(shape: _Shape) -> None:
    if not shape.open_cells:
        return
    cell = shape.open_cells.pop()
    if shape.open_cells:  # a cell inside a cell: broken markup, one cell after all
        shape.open_cells[-1].length += cell.length
    if cell.holds_table:
        shape.length_beside_tables += cell.length
    shape.holds_large_table = shape.holds_large_table or cell.holds_large_table
    is_long = cell.length >= _LENGTH_OF_AN_ARTICLE and 2 * cell.length >= shape.length
    if is_long and cell.sentences >= _SENTENCES_OF_AN_ARTICLE and cell.blocks >= 2:
        shape.holds_article = True


def _hand_up(inner: _Shape, outer: _Shape) -> None:
    outer.length += inner.length
    if not outer.open_cells:
        return
    cell = outer.open_cells[-1]
    cell.length += inner.length
    cell.holds_table = cell.holds_table or (inner.rows >= 2 and inner.cells >= 4)
    large = inner.rows >= 4 and inner.most_in_row >= 3
    cell.holds_large_table = cell.holds_large_table or large or inner.holds_large_table


def _is_layout(shape: _Shape) -> bool:
    if shape.most_in_row <= 1:
        return True
    if shape.holds_article:
        return True
    if shape.length_beside_tables and 2 * shape.length_beside_tables >= shape.length:
        return True
    return shape.holds_large_table and shape.full_rows < 3
