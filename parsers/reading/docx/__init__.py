"""Word documents (.docx, .docm): paragraphs and tables as printed, in document order.

Read from the XML parts (ISO 29500-1, WordprocessingML). What is printed counts: insertions are
kept, deletions and hidden text dropped, automatic numbers restored.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from parsers.reading import read as read_any
from parsers.reading.docx.fields import drop_field_codes
from parsers.reading.docx.inline import inline, printed_children, squeezed
from parsers.reading.docx.numbering import Numbering
from parsers.reading.docx.package import OFFICE, Package, W
from parsers.reading.docx.pictures import count_pictures, shown, take_out
from parsers.reading.docx.run_styles import apply_run_styles
from parsers.reading.model import Block, Paragraph, Reading, Table, TableCell, Unreadable, limited
from parsers.reading.ocr import EXTRACTOR
from parsers.reading.pdf.printed import printed_lines
from parsers.reading.pictures import put_back
from parsers.reading.sniff import media_type_of
from parsers.reading.wrapping import join_wrapped

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EMBEDDED_TYPES = frozenset({"text/html", "text/plain", "multipart/related", "application/rtf"})
MAX_COLUMNS = 500  # Word itself allows 63
MOST_EMBEDDED = 20  # documents in one
MAX_DEPTH = 20  # of tables, text boxes and content controls in one another

DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


def read(data: bytes, *, with_embedded: bool = True) -> Reading:
    """Read a Word document: paragraphs and tables in document order.

    with_embedded: whether to read the documents that stand in it whole (altChunk), as programs
    write them that make Word files of web pages.

    Raises Unreadable where the bytes are no .docx, damaged, encrypted, or unpack to more than a
    document may hold (`package` says the bounds).
    """
    package = Package(data)
    main = package.part(package.main)
    body = main.find(f"{W}body") if main is not None else None
    if body is None:
        raise Unreadable(f"damaged .docx: expected a w:body in {package.main}, found none")
    styles = package.related("styles")
    apply_run_styles(body, styles)
    drop_field_codes(body)
    reader = _Body(
        Numbering(package.related("numbering"), styles),
        package if with_embedded else None,
    )
    images = count_pictures(body)
    taken = take_out(body, package)
    placed = put_back(tuple(reader.blocks(body, 0)), taken)
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        reader.notes.append("the document contains macros; they are not read")
    title = _title(package)
    return Reading(
        blocks=tuple(placed.blocks),
        media_type=MEDIA_TYPE,
        extractor=EXTRACTOR if placed.tabled else "docx",
        meta={"title": title} if title else {},
        images=images - placed.read + reader.images,
        notes=limited([*placed.notes, *reader.notes]),
        printed=partial(printed_lines, placed.pages),
    )


def read_embedded(data: bytes) -> Reading:
    """A document that stands in a Word document; none in that one. Raises Unreadable."""
    media_type = media_type_of(data)
    if media_type == MEDIA_TYPE:
        return read(data, with_embedded=False)
    if media_type not in EMBEDDED_TYPES:
        raise Unreadable(f"{media_type}: expected one of {', '.join(sorted(EMBEDDED_TYPES))}")
    return read_any(data)


def _title(package: Package) -> str:
    core = package.part("docProps/core.xml")
    title = core.find(f"{DUBLIN_CORE}title") if core is not None else None
    return (title.text or "").strip() if title is not None else ""


class _Body:
    """Walks the body; `notes` gathers what was left out. `package`: where embedded documents
    are, None where they are not to be read; `images`: the pictures in those."""

    def __init__(self, numbering: Numbering, package: Package | None) -> None:
        self.numbering = numbering
        self.package = package
        self.notes: list[str] = []
        self.images = 0
        self.embedded = 0

    def blocks(self, container: etree._Element, depth: int) -> Iterator[Block]:
        """Paragraphs and tables of a body, a cell, a text box or a wrapper around them."""
        if depth > MAX_DEPTH:
            self.notes.append(f"contents nested more than {MAX_DEPTH} deep left out")
            return
        for child in printed_children(container):
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, depth)
            elif child.tag == f"{W}altChunk":
                yield from self._embedded(child)
            elif len(child):
                yield from self.blocks(child, depth + 1)

    def _embedded(self, chunk: etree._Element) -> Iterator[Block]:
        name = chunk.get(f"{{{OFFICE}}}id", "")
        content = b""
        self.embedded += 1
        if self.package is not None and self.embedded <= MOST_EMBEDDED:
            content = self.package.raw(self.package.targets().get(name, ""))
        try:
            reading = read_embedded(content)
        except Unreadable as error:
            self.notes.append(f"an embedded document (altChunk) was not read: {error}"[:200])
            return
        self.images += reading.images
        self.notes += ["a part of it is an embedded document (altChunk)", *reading.notes]
        yield from reading.blocks

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[Block]:
        """A paragraph, cut at its line breaks, then the text boxes that hang on it."""
        boxes: list[etree._Element] = []
        text = "".join(inline(paragraph, boxes))
        if not text.strip() and paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            return
        number = self.numbering.next(paragraph)
        if number and text.strip():
            text = number + ("" if number[-1] in "、．。）：" else " ") + text.lstrip()
        elif number and depth and any(map(str.isdigit, number)):
            text = number  # all that a cell shows may be the number of a list
        for line in text.split("\n"):
            if clean := squeezed(line):
                yield Paragraph(clean)
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> Iterator[Block]:
        """A table; those inside its cells follow it where they are tables of their own.

        A table of one column that holds tables is page layout: its contents are lifted out.
        """
        rows = [list(_cells(row)) for row in _rows(table)]
        nested = next(table.iterdescendants(f"{W}tbl"), None) is not None
        if all(len(row) <= 1 for row in rows) and (nested or len(rows) == 1):
            for cell in (cell for row in rows for cell in row):
                yield from self.blocks(cell, depth + 1)
            return
        lifted: list[Block] = []
        grid = _Grid()
        for row, cells in zip(_rows(table), rows, strict=True):
            grid.begin_row(_grid_before(row))
            for cell in cells:
                text = self._cell_text(cell, lifted, depth) or shown(cell)
                if left_out := grid.add(text, _span(cell), _merge(cell)):
                    self.notes.append(f"text in a cell covered by a merged one: {left_out[:40]}")
        yield grid.table()
        yield from lifted

    def _cell_text(self, cell: etree._Element, lifted: list[Block], depth: int) -> str:
        text = ""
        for block in self.blocks(cell, depth + 1):
            if isinstance(block, Paragraph):
                text = join_wrapped(text, block.text.replace("\t", " "))
            elif len(block.rows) >= 4 and block.width >= 4:
                lifted.append(block)
            else:
                inner = " ".join(c.text for row in block.rows for c in row if c.text)
                text = f"{text} {inner}".strip()
        return text


class _Grid:
    """A table in the making: gives columns, and lets merged cells grow downwards."""

    def __init__(self) -> None:
        self._rows: list[list[TableCell]] = []
        self._open: dict[int, tuple[int, int]] = {}  # column -> row and place of the cell above
        self._column = 0

    def begin_row(self, skipped: int) -> None:
        """Start a row, with so many grid columns left out before its first cell."""
        self._rows.append([])
        self._column = skipped

    def add(self, text: str, colspan: int, merge: str | None) -> str:
        """Add a cell; returns the text of a covered cell, which is not printed."""
        column, self._column = self._column, self._column + colspan
        above = self._open.get(column)
        if merge == "continue" and above is not None:
            row, place = above
            cell = self._rows[row][place]
            rowspan = len(self._rows) - row
            self._rows[row][place] = TableCell(cell.text, cell.column, cell.colspan, rowspan)
            return text
        for covered in range(column, column + colspan):
            self._open.pop(covered, None)
        if merge == "horizontal" and self._rows[-1]:
            before = self._rows[-1][-1]
            self._rows[-1][-1] = TableCell(
                before.text, before.column, before.colspan + colspan, before.rowspan
            )
            return text
        if merge is not None:
            self._open[column] = (len(self._rows) - 1, len(self._rows[-1]))
        self._rows[-1].append(TableCell(text, column, colspan))
        return ""

    def table(self) -> Table:
        """The finished table."""
        return Table(tuple(tuple(row) for row in self._rows))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Rows of a table, also inside content controls; deleted and hidden rows left out."""
    for child in printed_children(table):
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None and child.find(f"{W}trPr/{W}hidden") is None:
                yield child
        elif len(child) and child.tag not in (f"{W}tblPr", f"{W}tblGrid"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in printed_children(row):
        if child.tag == f"{W}tc":
            yield child
        elif len(child) and child.tag not in (f"{W}trPr", f"{W}tblPrEx"):
            yield from _cells(child)


def _count(element: etree._Element | None, default: int) -> int:
    text = element.get(f"{W}val") if element is not None else None
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 6:
        return default
    return min(int(text), MAX_COLUMNS)


def _grid_before(row: etree._Element) -> int:
    return _count(row.find(f"{W}trPr/{W}gridBefore"), 0)


def _span(cell: etree._Element) -> int:
    return max(_count(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1)


def _merge(cell: etree._Element) -> str | None:
    """`restart` or `continue` of a vertical merge, `horizontal` for the older kind."""
    across = cell.find(f"{W}tcPr/{W}hMerge")
    if across is not None and across.get(f"{W}val") != "restart":
        return "horizontal"
    down = cell.find(f"{W}tcPr/{W}vMerge")
    if down is None:
        return None
    return "restart" if down.get(f"{W}val") == "restart" else "continue"
