"""A page, or a part of one, as paragraphs and tables in order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from lxml import etree
from lxml.html import HtmlElement

# Whole: plain text may hold tables in markup, so either of the two readers may load first.
from parsers.reading import text as plain_text
from parsers.reading.html.amounts import Amount, amounts_of
from parsers.reading.html.layout import layout_tables
from parsers.reading.html.tables import number_in_input, table_blocks
from parsers.reading.html.text import normalised, spoken_text
from parsers.reading.html.tree import BLOCK_TAGS
from parsers.reading.model import Block, Paragraph

# Their text is for browsers that cannot show them, or is no text of the page.
_SILENT_TAGS = ("select", "button", "datalist", "iframe", "frame", "noframes", "object", "embed")
_CELL_TAGS = ("td", "th", "caption")


Held = tuple[HtmlElement, Block]  # a block, after the innermost block element that holds it


class Walk:
    """Every block of a page, or of a part of one, in order, and those of each part of it.

    Inline elements are joined as they stand (`2025` `年` `1` in three spans is `2025年1`);
    `<br>` ends a paragraph; layout tables are walked through. What stands in a data table
    outside its cells, where markup is broken, comes after the table.
    """

    def __init__(self, top: HtmlElement) -> None:
        self.top = top
        self.blocks: list[Held] = []
        self._first: dict[HtmlElement, int] = {}  # number of a block element's first block
        self._end: dict[HtmlElement, int] = {}  # and of the one behind its last
        self._spoken: list[str] = []
        self._go()

    def under(self, part: HtmlElement) -> Sequence[Held]:
        """The blocks of a part of the page, which must be as it was when it was walked through."""
        if part is self.top:
            return self.blocks
        if part in self._end:
            return self.blocks[self._first[part] : self._end[part]]
        return Walk(part).blocks  # an inline element, or what stands in a table

    @cached_property
    def amounts(self) -> dict[HtmlElement, Amount]:
        """How much text each element has."""
        return amounts_of(self.top)

    def _go(self) -> None:
        """Without recursion: pages nest as deep as they like."""
        top, spoken = self.top, self._spoken
        layout = layout_tables(top)
        holders = [top]
        data_tables = [False]  # of the tables around, innermost last: is it data?
        walker = etree.iterwalk(top, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            is_block = tag in BLOCK_TAGS or element is top
            if (is_block or tag == "br") and spoken:
                self._end_paragraph(holders[-1])
            if event == "end":
                if is_block:
                    holders.pop()
                if tag == "table":
                    data_tables.pop()
                if element in self._first:
                    self._end[element] = len(self.blocks)
                if element is not top and (text := element.tail):
                    spoken.append(spoken_text(text))
                continue
            if is_block:
                holders.append(element)
                if not data_tables[-1]:
                    self._first[element] = len(self.blocks)
            if tag == "table":
                data_tables.append(element not in layout)
            if tag == "table" and data_tables[-1]:
                self.blocks += ((element, block) for block in table_blocks(element))
            elif tag in _CELL_TAGS and data_tables[-1]:
                walker.skip_subtree()  # read with its table
            elif tag == "pre":
                text = "".join(element.itertext())
                self.blocks += ((element, block) for block in plain_text.blocks_of_text(text))
                walker.skip_subtree()
            elif tag in _SILENT_TAGS:
                walker.skip_subtree()
            elif tag == "input":
                spoken.append(number_in_input(element))
            elif text := element.text:
                spoken.append(spoken_text(text))
        self._end_paragraph(top)

    def _end_paragraph(self, holder: HtmlElement) -> None:
        written = "".join(self._spoken)
        self._spoken.clear()
        if plain_text.holds_piped_lines(written):
            self.blocks += ((holder, block) for block in plain_text.blocks_of_text(written))
        elif text := normalised(written):
            self.blocks.append((holder, Paragraph(text)))


def text_of(block: Block) -> str:
    """A block's text without blanks."""
    if isinstance(block, Paragraph):
        return "".join(block.text.split())
    return "".join("".join(c.text.split()) for row in block.rows for c in row)
