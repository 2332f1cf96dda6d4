"""Excel workbooks (.xlsx, .xlsm): the visible sheets as paragraphs and tables.

Read from the XML parts (ISO 29500-1, SpreadsheetML): the values that were stored at the last
saving, with merged cells, number formats and ruling lines; hidden sheets, rows and columns are
left out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.reading.docx import DUBLIN_CORE
from parsers.reading.docx.package import OFFICE, SHEET, XML_OPTIONS, Package
from parsers.reading.docx.pictures import DRAWING, EMU_PER_CM, SMALLEST_PICTURE
from parsers.reading.model import Block, Reading, Unreadable, limited
from parsers.reading.number_formats import BUILT_IN, UNCERTAIN, printed
from parsers.reading.sheet_grid import Range, Sheet
from parsers.reading.sheets import aside, blocks_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_SHEETS = 60
MAX_MERGED = 20_000
MAX_ROW = 1_048_576

S = f"{{{SHEET}}}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TINY = frozenset({"1", "2", "3"})  # points
_TRUE = ("1", "true", "on")


def read(data: bytes) -> Reading:
    """Read an Excel workbook: every visible sheet, in order.

    Raises Unreadable where the bytes are no .xlsx, damaged, encrypted, or unpack to more than a
    workbook may hold (docx_package and sheets say the bounds).
    """
    package = Package(data, ".xlsx", "xl/workbook.xml")
    workbook = package.part(package.main)
    if workbook is None or workbook.find(f"{S}sheets") is None:
        raise Unreadable(f"damaged .xlsx: expected a list of sheets in {package.main}, found none")
    book = _Book(package, workbook)
    blocks: list[Block] = []
    notes: list[str] = []
    for name, part, hidden in book.sheets():
        if hidden:
            notes.append(f"hidden sheet {name[:40]} was left out")
            continue
        sheet = book.sheet(name, part)
        blocks.extend(blocks_of(sheet))
        notes.extend(sheet.notes)
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        notes.append("the workbook contains macros; they are not read")
    title = _title(package)
    return Reading(
        blocks=tuple(blocks),
        media_type=MEDIA_TYPE,
        extractor="xlsx",
        meta={"title": title} if title else {},
        images=sum(_pictures(package, name) for name in package.names),
        notes=limited(notes),
    )


def _title(package: Package) -> str:
    core = package.part("docProps/core.xml")
    title = core.find(f"{DUBLIN_CORE}title") if core is not None else None
    return (title.text or "").strip() if title is not None else ""


def _pictures(package: Package, name: str) -> int:
    """Pictures of a drawing that are large enough to hold a table, or of unknown size."""
    if not re.fullmatch(r"xl/drawings/drawing[0-9]{1,4}\.xml", name):
        return 0
    drawing = package.part(name)
    if drawing is None:
        return 0
    holders = (anchor for anchor in drawing if next(anchor.iter(f"{DRAWN}pic"), None) is not None)
    return sum(1 for anchor in holders if _is_large(anchor))


def _is_large(anchor: etree._Element) -> bool:
    for extent in anchor.iter(f"{DRAWN}ext", f"{DRAWING}ext"):
        width, height = _whole(extent.get("cx")), _whole(extent.get("cy"))
        if width and height:
            smallest_width, smallest_height = SMALLEST_PICTURE
            return width >= smallest_width * EMU_PER_CM and height >= smallest_height * EMU_PER_CM
    return True


@dataclass(frozen=True, slots=True)
class _Style:
    """A cell's style: its number format, whether it draws a line around the cell, and whether
    its text is struck, raised or lowered."""

    code: str = "General"
    ruled: bool = False
    aside: bool = False


class _Book:
    """A workbook: its sheets, and the strings and styles that they share."""

    def __init__(self, package: Package, workbook: etree._Element) -> None:
        self._package = package
        self._workbook = workbook
        properties = workbook.find(f"{S}workbookPr")
        self._epoch_1904 = properties is not None and properties.get("date1904") in _TRUE
        self._strings = _shared_strings(package.related("sharedStrings"))
        self._styles = _styles(package.related("styles"))

    def sheets(self) -> Iterator[tuple[str, str, bool]]:
        """(name, part, whether it is hidden) of the worksheets, in the workbook's order."""
        targets = self._package.targets()
        listed = self._workbook.findall(f"{S}sheets/{S}sheet")
        if len(listed) > MAX_SHEETS:
            raise Unreadable(f".xlsx of {len(listed)} sheets: expected at most {MAX_SHEETS}")
        for sheet in listed:
            part = targets.get(sheet.get(f"{{{OFFICE}}}id", ""), "")
            if "chartsheet" not in part and "dialogsheet" not in part:
                hidden = sheet.get("state", "visible") != "visible"
                yield str(sheet.get("name", "")), part, hidden

    def sheet(self, name: str, part: str) -> Sheet:
        """One worksheet, read as a stream: sheets may hold millions of empty cells."""
        content = self._package.content(part)
        if content is None:
            raise Unreadable(f"damaged .xlsx: sheet {name[:40]} is missing in the archive")
        sheet = Sheet(name)
        tags = (f"{S}row", f"{S}mergeCell", f"{S}col", f"{S}sheetFormatPr")
        number = -1
        try:
            for _, element in etree.iterparse(io.BytesIO(content), tag=tags, **XML_OPTIONS):
                if element.tag == f"{S}row":
                    number = self._add_row(sheet, element, number)
                elif element.tag == f"{S}mergeCell":
                    _add_merged(sheet, element.get("ref", ""))
                elif element.tag == f"{S}col":
                    _add_hidden_columns(sheet, element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except (etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable(f"damaged .xlsx: {part[:80]} is no valid XML ({error})") from error
        return sheet

    def _add_row(self, sheet: Sheet, row: etree._Element, before: int) -> int:
        """Add the cells of a row; returns its number. Numbers left out count on."""
        given = row.get("r", "")
        number = int(given) - 1 if given.isascii() and given.isdigit() else before + 1
        if not before < number < MAX_ROW:
            raise Unreadable(f"damaged .xlsx: row {given[:20]} follows row {before + 1}")
        texts: dict[int, str] = {}
        column = -1
        for cell in row.iterchildren(f"{S}c"):
            reference = _REFERENCE.fullmatch(cell.get("r", ""))
            column = _column(reference[1]) if reference else column + 1
            style = self._style(cell)
            text = self._text(sheet, cell, style)
            if text or style.ruled:
                texts[column] = aside(text) if style.aside else text
        sheet.add_row(number, texts)
        if texts and row.get("hidden") in _TRUE:
            sheet.hidden_rows.add(number)
        return number

    def _style(self, cell: etree._Element) -> _Style:
        index = _whole(cell.get("s"))
        return self._styles[index] if index is not None and index < len(self._styles) else _Style()

    def _text(self, sheet: Sheet, cell: etree._Element, style: _Style) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _rich_text(cell.find(f"{S}is"))
        value = cell.find(f"{S}v")
        text = (value.text or "") if value is not None else ""
        if not text:
            if cell.find(f"{S}f") is None or kind == "str":
                return ""
            sheet.note(f"the formula in {cell.get('r', '?')[:20]} has no stored value")
            return UNCERTAIN
        if kind == "s":
            index = _whole(text)
            if index is None or index >= len(self._strings):
                raise Unreadable(f"damaged .xlsx: no string {text[:20]} of {len(self._strings)}")
            return self._strings[index]
        if kind == "b":
            return "TRUE" if text in _TRUE else "FALSE"
        if kind != "n":
            return _unescaped(text)
        try:
            shown = printed(float(text), style.code, epoch_1904=self._epoch_1904)
        except ValueError:
            raise Unreadable(f"damaged .xlsx: {text[:20]!r} is no number") from None
        if shown.difference:
            sheet.note(f"{cell.get('r', '?')[:20]} holds {shown.text}, {shown.difference}")
        return shown.text


def _shared_strings(part: etree._Element | None) -> list[str]:
    return [] if part is None else [_rich_text(item) for item in part.iterchildren(f"{S}si")]


def _rich_text(item: etree._Element | None) -> str:
    """The text of a string in one or several fonts, without its reading aid (phonetic)."""
    if item is None:
        return ""
    pieces = []
    for child in item:
        if child.tag == f"{S}t":
            pieces.append(child.text or "")
        elif child.tag == f"{S}r":
            text = "".join(part.text or "" for part in child.iterchildren(f"{S}t"))
            font = child.find(f"{S}rPr")
            apart = _is_aside(font) or (text.strip().isdecimal() and _is_faint(font))
            pieces.append(aside(text) if apart else text)
    return _unescaped("".join(pieces))


def _is_aside(font: etree._Element | None) -> bool:
    if font is None:
        return False
    raised, struck = font.find(f"{S}vertAlign"), font.find(f"{S}strike")
    return (raised is not None and raised.get("val") in ("superscript", "subscript")) or (
        struck is not None and struck.get("val", "1") in _TRUE
    )


def _is_faint(font: etree._Element | None) -> bool:
    """Whether what is written so is white, or smaller than print."""
    if font is None:
        return False
    color, size = font.find(f"{S}color"), font.find(f"{S}sz")
    white = color is not None and color.get("rgb", "").upper() in ("FFFFFFFF", "00FFFFFF", "FFFFFF")
    return white or (size is not None and size.get("val") in _TINY)


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold are written as `_x000D_`."""
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _styles(part: etree._Element | None) -> list[_Style]:
    if part is None:
        return []
    codes = dict(BUILT_IN)
    for entry in part.iterfind(f"{S}numFmts/{S}numFmt"):
        number = _whole(entry.get("numFmtId"))
        if number is not None:
            codes[number] = str(entry.get("formatCode", ""))
    ruled = [
        any(side.get("style", "none") != "none" for side in border)
        for border in part.iterfind(f"{S}borders/{S}border")
    ]
    asides = [_is_aside(font) for font in part.iterfind(f"{S}fonts/{S}font")]
    styles = []
    for entry in part.iterfind(f"{S}cellXfs/{S}xf"):
        border, font = _whole(entry.get("borderId")) or 0, _whole(entry.get("fontId")) or 0
        code = codes.get(_whole(entry.get("numFmtId")) or 0, "General")
        styles.append(
            _Style(
                code,
                ruled=border < len(ruled) and ruled[border],
                aside=font < len(asides) and asides[font],
            )
        )
    return styles


def _add_merged(sheet: Sheet, reference: str) -> None:
    first, _, last = reference.partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if start is None or end is None:
        sheet.note(f"merged cells {reference[:20]!r} were not understood")
        return
    if len(sheet.merged) >= MAX_MERGED:
        raise Unreadable(f"sheet {sheet.name[:40]}: more than {MAX_MERGED} merged cells")
    bounds = (int(start[2]) - 1, _column(start[1]), int(end[2]) - 1, _column(end[1]))
    sheet.merged.append(Range(*bounds))


def _add_hidden_columns(sheet: Sheet, column: etree._Element) -> None:
    first, last = _whole(column.get("min")), _whole(column.get("max"))
    if column.get("hidden") in _TRUE and first and last:
        sheet.hidden_columns.append((first - 1, last - 1))


def _column(letters: str) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _whole(text: str | None) -> int | None:
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        return None
    return int(text)
