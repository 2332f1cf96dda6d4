"""A page, or a part of one, as paragraphs and tables in order."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

# Whole: plain text may hold tables in markup, so either of the two readers may load first.
from parsers.reading import text as plain_text
from parsers.reading.html.layout import layout_tables
from parsers.reading.html.tables import number_in_input, table_blocks
from parsers.reading.html.text import normalised, spoken_text
from parsers.reading.html.tree import BLOCK_TAGS
from parsers.reading.model import Block, Paragraph

# Their text is for browsers that cannot show them, or is no text of the page.
_SILENT_TAGS = ("select", "button", "datalist", "iframe", "frame", "noframes", "object", "embed")
_CELL_TAGS = ("td", "th", "caption")


def walk(top: HtmlElement) -> Iterator[tuple[HtmlElement, Block]]:
    """Every block under `top`, with the innermost block element that holds it.

    Inline elements are joined as they stand (`2025` `年` `1` in three spans is `2025年1`);
    `<br>` ends a paragraph; layout tables are walked through. What stands in a data table
    outside its cells, where markup is broken, comes after the table. Without recursion:
    pages nest as deep as they like.
    """
    layout = layout_tables(top)
    spoken: list[str] = []
    holders = [top]
    data_tables = [False]  # of the tables around, innermost last: is it data?
    walker = etree.iterwalk(top, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        is_block = tag in BLOCK_TAGS or element is top
        if is_block or tag == "br":
            yield from _paragraph(spoken, holders[-1])
        if event == "end":
            if is_block:
                holders.pop()
            if tag == "table":
                data_tables.pop()
            if element is not top:
                spoken.append(spoken_text(element.tail))
            continue
        if is_block:
            holders.append(element)
        if tag == "table":
            data_tables.append(element not in layout)
        if tag == "table" and data_tables[-1]:
            yield from ((element, block) for block in table_blocks(element))
        elif tag in _CELL_TAGS and data_tables[-1]:
            walker.skip_subtree()  # read with its table
        elif tag == "pre":
            yield from (
                (element, b) for b in plain_text.blocks_of_text("".join(element.itertext()))
            )
            walker.skip_subtree()
        elif tag in _SILENT_TAGS:
            walker.skip_subtree()
        elif tag == "input":
            spoken.append(number_in_input(element))
        else:
            spoken.append(spoken_text(element.text))
    yield from _paragraph(spoken, top)


def _paragraph(spoken: list[str], holder: HtmlElement) -> Iterator[tuple[HtmlElement, Block]]:
    text = normalised("".join(spoken))
    spoken.clear()
    if text:
        yield holder, Paragraph(text)


def text_of(block: Block) -> str:
    """A block's text without blanks."""
    if isinstance(block, Paragraph):
        return "".join(block.text.split())
    return "".join("".join(c.text.split()) for row in block.rows for c in row)
