"""Spreadsheets in one XML file: those of Excel 2003, which web systems write as .xls, and flat
OpenDocument ones (.fods).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from parsers.reading import ods
from parsers.reading.docx.package import MAX_BYTES, Package, packed
from parsers.reading.model import Block, Reading, Unreadable, limited
from parsers.reading.number_formats import plain
from parsers.reading.sheet_grid import MAX_COLUMNS, MAX_COVERED_ROWS, Range, Sheet
from parsers.reading.sheets import blocks_of

TYPE_OF_2003 = "application/vnd.ms-spreadsheetml"
TYPE_OF_FLAT = "application/vnd.oasis.opendocument.spreadsheet-flat-xml"
MAX_SHEETS = 60
MAX_ROWS = 100_000
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_PART = "content.xml"


def read(data: bytes) -> Reading:
    """Read such a spreadsheet: every visible sheet, in order.

    Raises Unreadable where it is damaged or beyond the bounds of `docx.package` and `sheets`.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f"spreadsheet of {len(data)} bytes: expected at most {MAX_BYTES}")
    archive = packed({_PART: data})
    root = Package(archive, "XML spreadsheet", _PART).part(_PART)
    if root is None or root.tag != f"{_SS}Workbook":
        return replace(ods.read(archive), media_type=TYPE_OF_FLAT)
    worksheets = root.findall(f"{_SS}Worksheet")
    if len(worksheets) > MAX_SHEETS:
        raise Unreadable(f"workbook of {len(worksheets)} sheets: expected at most {MAX_SHEETS}")
    ruled = _ruled_styles(root)
    blocks: list[Block] = []
    notes: list[str] = []
    for worksheet in worksheets:
        name = str(worksheet.get(f"{_SS}Name", ""))
        visible = worksheet.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible", "")
        if visible.startswith("SheetHidden") or visible == "SheetVeryHidden":
            notes.append(f"hidden sheet {name[:40]} was left out")
            continue
        blocks.extend(blocks_of(_sheet(name, worksheet, ruled)))
    return Reading(
        blocks=tuple(blocks),
        media_type=TYPE_OF_2003,
        extractor="spreadsheet_xml",
        notes=limited(notes),
    )


def _ruled_styles(root: etree._Element) -> frozenset[str]:
    """Styles that draw a line around their cell."""
    return frozenset(
        str(style.get(f"{_SS}ID", ""))
        for style in root.iterfind(f"{_SS}Styles/{_SS}Style")
        if style.find(f"{_SS}Borders/{_SS}Border") is not None
    )


def _sheet(name: str, worksheet: etree._Element, ruled: frozenset[str]) -> Sheet:
    sheet = Sheet(name)
    column = 0
    for element in worksheet.iterfind(f"{_SS}Table/{_SS}Column"):
        column = _number(element, "Index", column + 1) - 1
        last = column + _number(element, "Span", 0)
        if element.get(f"{_SS}Hidden") == "1":
            sheet.hidden_columns.append((column, last))
        column = last + 1
    row = 0
    for element in worksheet.iterfind(f"{_SS}Table/{_SS}Row"):
        row = _number(element, "Index", row + 1) - 1
        if row >= MAX_ROWS:
            raise Unreadable(f"sheet {name[:40]}: more rows than any report has")
        if element.get(f"{_SS}Hidden") == "1":
            sheet.hidden_rows.add(row)
        sheet.add_row(row, dict(_cells(sheet, element, row, ruled)))
        row += 1 + _number(element, "Span", 0)
    return sheet


def _cells(
    sheet: Sheet, row: etree._Element, number: int, ruled: frozenset[str]
) -> Iterator[tuple[int, str]]:
    """(column, text) of each cell with text or ruling lines."""
    column = 0
    for cell in row.iterfind(f"{_SS}Cell"):
        column = _number(cell, "Index", column + 1) - 1
        across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
        if column > MAX_COLUMNS:
            break
        if across or down:
            down = min(down, MAX_COVERED_ROWS)
            sheet.merged.append(Range(number, column, number + down, column + across))
        text = _text(cell.find(f"{_SS}Data"))
        if text or cell.get(f"{_SS}StyleID") in ruled:
            yield column, text
        column += 1 + across


def _text(data: etree._Element | None) -> str:
    if data is None:
        return ""
    text = "".join(map(str, data.itertext())).strip()
    if data.get(f"{_SS}Type") != "Number":
        return text
    try:
        return plain(float(text))
    except (ValueError, OverflowError):
        return text


def _number(element: etree._Element, name: str, default: int) -> int:
    given = element.get(f"{_SS}{name}", "")
    usable = given.isascii() and given.isdigit() and len(given) < 7
    return int(given) if usable else default
