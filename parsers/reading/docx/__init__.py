"""Word documents (.docx, .docm): paragraphs and tables as printed, in document order.

Read from the XML parts (ISO 29500-1, WordprocessingML). What is printed counts: insertions are
kept, deletions and hidden text dropped, automatic numbers restored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from parsers.reading.docx.numbering import Numbering
from parsers.reading.docx.package import WORD, Package
from parsers.reading.model import Block, Paragraph, Reading, Table, TableCell, Unreadable
from parsers.reading.wrapping import join_wrapped

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAX_COLUMNS = 500  # Word itself allows 63
MAX_NOTES = 20
MAX_DEPTH = 20  # of tables, text boxes and content controls in one another

W = f"{{{WORD}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
VML = "{urn:schemas-microsoft-com:vml}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"

EMU_PER_CM = 360_000
POINTS_PER_CM = 28.35
SMALLEST_PICTURE = (5.0, 3.0)  # cm: less cannot hold a table

DROPPED = {f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "instrText", "rt")}
BREAKS = {f"{W}br", f"{W}cr"}
MARKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
_LENGTH = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9.]{1,9})\s*(pt|cm|mm|in|px)?", re.I)
_TO_CM = {"pt": 1 / POINTS_PER_CM, "cm": 1.0, "mm": 0.1, "in": 2.54, "px": 2.54 / 96}
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")


def read(data: bytes) -> Reading:
    """Read a Word document: paragraphs and tables in document order.

    Raises Unreadable where the bytes are no .docx, damaged, encrypted, or unpack to more than a
    document may hold (docx_package says the bounds).
    """
    package = Package(data)
    main = package.part(package.main)
    body = main.find(f"{W}body") if main is not None else None
    if body is None:
        raise Unreadable(f"damaged .docx: expected a w:body in {package.main}, found none")
    reader = _Body(Numbering(package.related("numbering"), package.related("styles")))
    blocks = tuple(reader.blocks(body, 0))
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        reader.notes.append("the document contains macros; they are not read")
    title = _title(package)
    return Reading(
        blocks=blocks,
        media_type=MEDIA_TYPE,
        extractor="docx",
        meta={"title": title} if title else {},
        images=_pictures(body),
        notes=tuple(dict.fromkeys(reader.notes))[:MAX_NOTES],
    )


def _title(package: Package) -> str:
    core = package.part("docProps/core.xml")
    title = core.find(f"{DUBLIN_CORE}title") if core is not None else None
    return (title.text or "").strip() if title is not None else ""


class _Body:
    """Walks the body; `notes` gathers what was left out."""

    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.notes: list[str] = []

    def blocks(self, container: etree._Element, depth: int) -> Iterator[Block]:
        """Paragraphs and tables of a body, a cell, a text box or a wrapper around them."""
        if depth > MAX_DEPTH:
            self.notes.append(f"contents nested more than {MAX_DEPTH} deep left out")
            return
        for child in _printed_children(container):
            if child.tag == f"{W}p":
                yield from self._paragraph(child, depth)
            elif child.tag == f"{W}tbl":
                yield from self._table(child, depth)
            elif child.tag == f"{W}altChunk":
                self.notes.append("an embedded document (altChunk) was not read")
            elif len(child):
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> Iterator[Block]:
        """A paragraph, cut at its line breaks, then the text boxes that hang on it."""
        boxes: list[etree._Element] = []
        text = "".join(_inline(paragraph, boxes))
        if not text.strip() and paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            return
        number = self.numbering.next(paragraph)
        if number and text.strip():
            text = number + ("" if number[-1] in "、．。）：" else " ") + text.lstrip()
        for line in text.split("\n"):
            if clean := _squeezed(line):
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
                text = self._cell_text(cell, lifted, depth)
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


def _printed_children(element: etree._Element) -> Iterator[etree._Element]:
    """Children without deleted ones, and one branch only of each alternative."""
    for child in element:
        if child.tag in DROPPED:
            continue
        if child.tag == f"{MC}AlternateContent":
            branch = child.find(f"{MC}Choice")
            branch = child.find(f"{MC}Fallback") if branch is None else branch
            if branch is not None:
                yield from _printed_children(branch)
            continue
        yield child


def _inline(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """The text pieces of a paragraph; text boxes on the way are put into `boxes`."""
    for child in _printed_children(element):
        if child.tag in (f"{W}t", f"{MATH}t"):
            yield (child.text or "").translate(_INVISIBLE)
        elif child.tag in MARKS:
            yield MARKS[child.tag]
        elif child.tag in BREAKS:
            yield "\n"
        elif child.tag == f"{W}sym":
            yield _symbol(child.get(f"{W}char"))
        elif child.tag == f"{W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{W}r" and _is_hidden(child):
            continue
        elif child.tag == f"{W}r" and _is_aside(child):
            yield "".join(("[", *_inline(child, boxes), "]"))
        elif len(child):
            yield from _inline(child, boxes)


def _symbol(code: str | None) -> str:
    try:
        return chr(int(code or "", 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _is_hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in ("0", "false", "off")


def _is_aside(run: etree._Element) -> bool:
    """Raised, lowered or struck text: a footnote mark or a withdrawn number, never a digit of
    the number beside it."""
    properties = run.find(f"{W}rPr")
    if properties is None or run.find(f"{W}t") is None:
        return False
    raised = properties.find(f"{W}vertAlign")
    struck = (properties.find(f"{W}strike"), properties.find(f"{W}dstrike"))
    return (raised is not None and raised.get(f"{W}val") in ("superscript", "subscript")) or any(
        mark is not None and mark.get(f"{W}val") not in ("0", "false", "off") for mark in struck
    )


def _squeezed(text: str) -> str:
    """Blanks at the ends dropped, runs of blanks made one; a tab stays a tab."""
    text = re.sub(r"[^\S\t]+", " ", text)
    return re.sub(r" ?\t[\t ]*", "\t", text).strip()


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Rows of a table, also inside content controls; deleted and hidden rows left out."""
    for child in _printed_children(table):
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None and child.find(f"{W}trPr/{W}hidden") is None:
                yield child
        elif len(child) and child.tag not in (f"{W}tblPr", f"{W}tblGrid"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in _printed_children(row):
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


def _pictures(body: etree._Element) -> int:
    """Number of printed pictures large enough to hold a table."""
    return sum(1 for width, height in _picture_sizes(body) if _large(width, height))


def _large(width: float, height: float) -> bool:
    return width >= SMALLEST_PICTURE[0] and height >= SMALLEST_PICTURE[1]


def _picture_sizes(element: etree._Element) -> Iterator[tuple[float, float]]:
    """(width, height) in cm of the pictures below an element, alternatives once."""
    for child in _printed_children(element):
        if child.tag in (f"{PLACED}inline", f"{PLACED}anchor"):
            extent = child.find(f"{PLACED}extent")
            if extent is not None and next(child.iter(f"{DRAWING}blip"), None) is not None:
                yield _emu(extent.get("cx")), _emu(extent.get("cy"))
        elif child.tag == f"{VML}shape" and child.find(f"{VML}imagedata") is not None:
            sizes = {
                name.lower(): float(number) * _TO_CM[(unit or "pt").lower()]
                for name, number, unit in _LENGTH.findall(child.get("style") or "")
                if number.count(".") < 2 and number != "."
            }
            yield sizes.get("width", 0.0), sizes.get("height", 0.0)
        elif len(child):
            yield from _picture_sizes(child)


def _emu(text: str | None) -> float:
    return int(text) / EMU_PER_CM if text and text.isdigit() and len(text) < 12 else 0.0
