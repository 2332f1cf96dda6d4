"""OpenDocument spreadsheets (.ods): the visible sheets as paragraphs and tables.

Read from `content.xml` (ISO/IEC 26300-1, chapter 9): every cell holds its text as shown, merged
cells tell their spans; hidden sheets, rows and columns are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from parsers.reading.docx.package import Package
from parsers.reading.model import Block, Reading, Unreadable, limited
from parsers.reading.sheet_grid import MAX_COLUMNS, Range, Sheet
from parsers.reading.sheets import aside, blocks_of

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MAX_SHEETS = 60
MAX_ROWS = 100_000
MAX_REPEATED = 200  # rows that are repeated with text in them; more are no report's
MAX_MERGED = 20_000
_BLANKS = 50  # of one `text:s`

_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TABLE, TEXT, STYLE, FORMAT = (
    _NAMES % name for name in ("office", "table", "text", "style", "xsl-fo-compatible")
)
_UNSHOWN = ("collapse", "filter")
_SIDES = ("border", "border-top", "border-bottom", "border-left", "border-right")


@dataclass(frozen=True, slots=True)
class _Styles:
    """Names of styles: of sheets that are hidden, of cells with ruling lines, and of text that
    is raised, lowered or struck."""

    hidden: frozenset[str]
    ruled: frozenset[str]
    aside: frozenset[str]


def read(data: bytes) -> Reading:
    """Read an OpenDocument spreadsheet: every visible sheet, in order.

    Raises Unreadable where the bytes are no .ods, damaged, encrypted, or beyond the bounds of
    `docx.package` and `sheets`.
    """
    package = Package(data, ".ods", "content.xml")
    content = package.part(package.main)
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if content is None or body is None:
        raise Unreadable(f"damaged .ods: expected a spreadsheet in {package.main}, found none")
    styles = _styles(content)
    tables = body.findall(f"{TABLE}table")
    if len(tables) > MAX_SHEETS:
        raise Unreadable(f".ods of {len(tables)} sheets: expected at most {MAX_SHEETS}")
    blocks: list[Block] = []
    notes: list[str] = []
    for table in tables:
        name = str(table.get(f"{TABLE}name", ""))
        if table.get(f"{TABLE}style-name") in styles.hidden:
            notes.append(f"hidden sheet {name[:40]} was left out")
            continue
        sheet = _sheet(name, table, styles)
        blocks.extend(blocks_of(sheet))
        notes.extend(sheet.notes)
    return Reading(
        blocks=tuple(blocks),
        media_type=MEDIA_TYPE,
        extractor="ods",
        notes=limited(notes),
    )


def _styles(content: etree._Element) -> _Styles:
    hidden, ruled, asides = set(), set(), set()
    for style in content.iterfind(f"{OFFICE}automatic-styles/{STYLE}style"):
        name = str(style.get(f"{STYLE}name", ""))
        for properties in style:
            if properties.get(f"{TABLE}display") == "false":
                hidden.add(name)
            lines = (properties.get(f"{FORMAT}{side}", "none") for side in _SIDES)
            if any(line != "none" for line in lines):
                ruled.add(name)
            raised = str(properties.get(f"{STYLE}text-position", "")).split(" ")[0]
            struck = properties.get(f"{STYLE}text-line-through-style", "none") != "none"
            if struck or raised not in ("", "0%"):
                asides.add(name)
    return _Styles(frozenset(hidden), frozenset(ruled), frozenset(asides))


def _sheet(name: str, table: etree._Element, styles: _Styles) -> Sheet:
    sheet = Sheet(name)
    column = 0
    for element in table.iter(f"{TABLE}table-column"):
        count = _count(element, "number-columns-repeated")
        if element.get(f"{TABLE}visibility") in _UNSHOWN:
            sheet.hidden_columns.append((column, column + count - 1))
        column += count
    row = 0
    for element in table.iter(f"{TABLE}table-row"):
        count = _count(element, "number-rows-repeated")
        texts = _row(sheet, element, row, styles)
        if any(texts.values()) and (row >= MAX_ROWS or count > MAX_REPEATED):
            raise Unreadable(f"sheet {name[:40]}: more rows than any report has")
        for number in range(row, row + min(count, MAX_REPEATED)):
            sheet.add_row(number, dict(texts))
            if texts and element.get(f"{TABLE}visibility") in _UNSHOWN:
                sheet.hidden_rows.add(number)
        row += count
    return sheet


def _row(sheet: Sheet, element: etree._Element, row: int, styles: _Styles) -> dict[int, str]:
    """The texts of a row by column; empty ones where the cell has ruling lines."""
    texts: dict[int, str] = {}
    column = 0
    for cell in element.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        count = _count(cell, "number-columns-repeated")
        text = "\n".join(_texts(cell, styles)) or _hidden_number(cell)
        style = cell.get(f"{TABLE}style-name")
        if text or style in styles.ruled:
            shown = aside(text) if style in styles.aside else text
            texts |= dict.fromkeys(range(column, min(column + count, MAX_COLUMNS + 1)), shown)
        wide, high = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if wide > 1 or high > 1:
            if len(sheet.merged) >= MAX_MERGED:
                raise Unreadable(f"sheet {sheet.name[:40]}: more than {MAX_MERGED} merged cells")
            sheet.merged.append(Range(row, column, row + high - 1, column + wide - 1))
        column += count
    return texts


def _hidden_number(cell: etree._Element) -> str:
    """A number that its format does not show (`0;-0;;@` hides zeros): no blank all the same."""
    value = cell.get(f"{OFFICE}value", "")
    return value if value.isascii() and value.isdigit() else ""


def _texts(cell: etree._Element, styles: _Styles) -> Iterator[str]:
    """The paragraphs of a cell, without its comments and drawings."""
    for paragraph in cell.iterchildren(f"{TEXT}p"):
        yield "".join(_pieces(paragraph, styles))


def _pieces(element: etree._Element, styles: _Styles) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " " * min(_count(child, "c", TEXT), _BLANKS)
        elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            yield "\n" if child.tag == f"{TEXT}line-break" else " "
        elif str(child.tag).startswith(TEXT):
            text = "".join(_pieces(child, styles))
            yield aside(text) if child.get(f"{TEXT}style-name") in styles.aside else text
        yield child.tail or ""


def _count(element: etree._Element, name: str, namespace: str = TABLE) -> int:
    """How often, or how many; 1 where the file does not say."""
    given = element.get(f"{namespace}{name}", "1")
    return max(int(given), 1) if given.isascii() and given.isdigit() and len(given) < 9 else 1
