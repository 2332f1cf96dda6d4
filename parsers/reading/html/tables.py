"""Data tables of web pages, cell by cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, takewhile

from lxml import etree
from lxml.html import HtmlElement

from parsers.reading.html.layout import layout_tables
from parsers.reading.html.text import normalised, spoken_text
from parsers.reading.html.tree import BLOCK_TAGS, DRAWINGS, parse, remove_unseen
from parsers.reading.html.unwritten import draws_by_style
from parsers.reading.model import UNREAD, Block, Paragraph, Table, Unreadable, place_rows
from parsers.reading.sheets import opened

# The widest official table has 15 columns. A table that claims more spans than this cap means
# "the whole width".
_WIDEST_SPAN = 64
# Far beyond any real table: laying out more takes memory and time by columns times rows.
_MOST_CELLS = 100_000
_MOST_CELLS_IN_ROW = 1_000

# Stands for `<br>` and the borders of blocks inside a cell; markup cannot hold it.
_BORDER = "\x01"
# Begins where a run of blanks begins: tried at each of them it would take their square.
_BORDERS = re.compile(rf"(?<!\s)\s*+{_BORDER}[\s{_BORDER}]*+")
_JOINT = re.compile(r"[0-9A-Za-z０-９.%％]")
_NUMBER = re.compile(r"\s*[-+]?[\d０-９][\d０-９,.，．]{0,30}\s*(?:%|％|万元|元|件|条)?\s*")
_SPACER = re.compile(r"(?:spacer|blank|transparent|clear|pixel|1x1)[\w-]{0,20}\.(?:gif|png)", re.I)
_VALUE_INPUTS = ("", "text", "number", "tel")


def table_blocks(table: HtmlElement) -> list[Block]:
    """A data table, after its caption if it has one."""
    blocks: list[Block] = []
    caption = table.find("caption")
    if caption is not None and (text := normalised("".join(caption.itertext()))):
        blocks.append(Paragraph(text))
    rows = _rows(table)
    if rows:
        blocks += opened(Table(place_rows(rows)))
    return blocks


def tables_in_markup(markup: str) -> list[Block]:
    """The tables of a piece of HTML that stands in a text. Raises Unreadable as `parse` does."""
    root, _ = parse(f"<html><body>{markup}</body></html>")
    remove_unseen(root)
    layout = layout_tables(root)
    blocks: list[Block] = []
    walker = etree.iterwalk(root, events=("start",), tag="table")
    for _, table in walker:
        if table not in layout or table.find(".//table") is None:
            blocks += table_blocks(table)
            walker.skip_subtree()
    return blocks


def _rows(table: HtmlElement) -> list[list[tuple[str, int, int]]]:
    """Rows of (text, colspan, rowspan), the first `thead` first and the first `tfoot` last."""
    ordered = _in_display_order(list(_own_rows(table)))
    widest = max((len(cells) for _, cells in ordered), default=0)
    total = sum(len(cells) for _, cells in ordered)
    if widest > _MOST_CELLS_IN_ROW or total > _MOST_CELLS:
        raise Unreadable(f"a table of {total} cells, {widest} in a row: no report has such a one")
    rows = _spanned(ordered, 0)
    headings = _headings_below(ordered)
    if headings and not _is_even(rows) and _is_even(over := _spanned(ordered, headings)):
        return over  # the author's headings go on behind their section, which browsers cut off
    return rows


def _headings_below(ordered: list[Row]) -> int:
    """How many rows right below a first section of headings have nothing but words, too."""
    if not ordered or ordered[0][0].tag != "thead":
        return 0
    below = (cells for section, cells in ordered if section is not ordered[0][0])
    return sum(1 for _ in takewhile(_are_words, below))


def _are_words(cells: list[HtmlElement]) -> bool:
    return all(any(map(str.isalpha, cell_text(cell))) for cell in cells)


def _is_even(rows: list[list[tuple[str, int, int]]]) -> bool:
    """Whether all rows end in the same column."""
    widths: list[int] = []
    reaching: list[tuple[int, int]] = []  # columns of cells from above, and rows they still cover
    for row in rows:
        widths.append(sum(span for _, span, _ in row) + sum(columns for columns, _ in reaching))
        reaching = [(columns, down - 1) for columns, down in reaching if down > 1]
        reaching += [(span, down - 1) for _, span, down in row if down > 1]
    return len(set(widths)) == 1


def _spanned(ordered: list[Row], beyond: int) -> list[list[tuple[str, int, int]]]:
    """The rows; cells of a `thead` may span so many rows behind it."""
    left = Counter(section for section, _ in ordered)
    rows = []
    for section, cells in ordered:
        alone = len(cells) == 1  # as a picture's frame is
        texts = [cell_text(c) or ("" if alone else _shown(c)) for c in cells]
        row = [
            (text, _colspan(c), _rowspan(c, left[section], beyond * (section.tag == "thead")))
            for text, c in zip(texts, cells, strict=True)
        ]
        left[section] -= 1
        if not (_is_flat(cells) and not any(text for text, _, _ in row)):
            rows.append(row)
    return rows


def _shown(cell: HtmlElement) -> str:
    """UNREAD where a cell without text shows a picture, which may be one of a number, or a field
    that only a script can fill."""
    drawn = cell.iter(*DRAWINGS, "object", "embed", "iframe", "meter", "progress")
    pictures = (picture for picture in cell.iter("img") if not _holds_room(picture))
    fields = (field for field in cell.iter("input") if field.get("value") is None)
    if next(chain(drawn, pictures, fields), None) is None and not draws_by_style(cell):
        return ""
    return UNREAD


def _holds_room(picture: HtmlElement) -> bool:
    """Whether a picture has nothing to show: it keeps a place open."""
    sizes = (_whole_number(picture.get(side) or "99") for side in ("width", "height"))
    return min(sizes) <= 2 or not picture.get("src") or bool(_SPACER.search(picture.get("src", "")))


def _is_flat(cells: list[HtmlElement]) -> bool:
    """Whether the row has no height: Word ends a table with one that only tells its columns."""
    row = cells[0].getparent() if cells else None
    return row is not None and row.get("height") == "0"


Row = tuple[HtmlElement, list[HtmlElement]]


def _own_rows(table: HtmlElement) -> Iterator[Row]:
    """(section, cells) of each row that is not in a nested table.

    Cells without a `tr` make a row of their own; a `form` between table and row is ignored.
    """
    row: list[HtmlElement] | None = None
    section = table
    walker = etree.iterwalk(table, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "end":
            if tag == "tr" and row is not None:
                yield section, row
                row = None
            elif tag in ("thead", "tbody", "tfoot"):
                section = table
            continue
        if tag == "table" and element is not table:
            walker.skip_subtree()
        elif tag in ("thead", "tbody", "tfoot"):
            section = element
        elif tag == "tr":
            if row is not None:
                yield section, row
            row = []
        elif tag in ("td", "th"):
            row = [] if row is None else row
            row.append(element)
            walker.skip_subtree()
    if row is not None:
        yield section, row


def _in_display_order(rows: list[Row]) -> list[Row]:
    head = next((s for s, _ in rows if s.tag == "thead"), None)
    foot = next((s for s, _ in rows if s.tag == "tfoot"), None)
    return sorted(rows, key=lambda row: (row[0] is not head, row[0] is foot))


def _colspan(cell: HtmlElement) -> int:
    return min(max(_whole_number(cell.get("colspan")), 1), _WIDEST_SPAN)


def _rowspan(cell: HtmlElement, left: int, beyond: int) -> int:
    """Never more than the rows left in the section, and those beyond; 0 means the section's."""
    if cell.get("rowspan") is None:
        return 1
    return min(_whole_number(cell.get("rowspan")) or left, left + beyond)


def _whole_number(value: str | None) -> int:
    """The number, 1 where the attribute is missing or no number."""
    digits = (value or "").strip().strip("\"'")
    return int(digits[:6]) if digits.isdecimal() else 1


# Raised or struck text: a footnote mark or a withdrawn number, never a digit of its neighbour.
ASIDES = frozenset({"sup", "sub", "s", "strike", "del"})


def cell_text(cell: HtmlElement) -> str:
    """All text of a cell in one line.

    `<br>` and blocks are joined without a blank, as labels are broken anywhere; between two
    letters or digits a blank stays, so that two numbers never become one.
    """
    if not len(cell):
        return normalised(cell.text or "")
    parts: list[str] = []
    walker = etree.iterwalk(cell, events=("start", "end"))
    for event, element in walker:
        is_border = element is not cell and (element.tag in BLOCK_TAGS or element.tag == "br")
        if is_border:
            parts.append(_BORDER)
        is_aside = element is not cell and element.tag in ASIDES and _is_beside(element, cell)
        if event == "end":
            parts.append("]" if is_aside else "")
            parts.append(spoken_text(element.tail) if element is not cell else "")
        elif element.tag == "select":
            parts.append(_chosen(element))
            walker.skip_subtree()
        elif element.tag == "input":
            parts.append(_input_value(element))
        else:
            parts.append("[" if is_aside else "")
            parts.append(spoken_text(element.text))
    return normalised(_BORDERS.sub(_join_at_border, "".join(parts)))


def _is_beside(part: HtmlElement, cell: HtmlElement) -> bool:
    """Whether a part of a cell has text beside others; what is struck is never the cell's own."""
    text = "".join(part.itertext()).strip()
    raised = part.tag in ("sup", "sub")
    return bool(text) and not (raised and text == "".join(cell.itertext()).strip())


def _join_at_border(border: re.Match[str]) -> str:
    before = border.string[border.start() - 1 : border.start()]
    after = border.string[border.end() : border.end() + 1]
    return " " if _JOINT.match(before) and _JOINT.match(after) else ""


def _chosen(select: HtmlElement) -> str:
    options = select.findall(".//option")
    chosen = [o for o in options if o.get("selected") is not None] or options[:1]
    return "".join(chosen[0].itertext()) if chosen else ""


def _input_value(field: HtmlElement) -> str:
    if (field.get("type") or "").strip().lower() not in _VALUE_INPUTS:
        return ""
    return str(field.get("value") or "")


def number_in_input(field: HtmlElement) -> str:
    """The value of a field in running text, where it is a number and no search word."""
    value = _input_value(field)
    return value if _NUMBER.fullmatch(value) else ""
