"""Old Excel workbooks (.xls, .et; BIFF5 and BIFF8): the visible sheets as paragraphs and tables."""

from __future__ import annotations

import io
from itertools import pairwise

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet as BiffSheet

from parsers.reading import ole
from parsers.reading.model import Block, Reading, Unreadable, limited
from parsers.reading.number_formats import printed
from parsers.reading.sheet_grid import Range, Sheet
from parsers.reading.sheets import aside, blocks_of

MEDIA_TYPE = "application/vnd.ms-excel"
MAX_BYTES = 24 * 1024 * 1024  # the library takes some twenty times the size of the cells
MAX_SHEETS = 60


def read(data: bytes) -> Reading:
    """Read an old Excel workbook: every visible sheet, in order.

    Raises Unreadable where the bytes are no .xls, damaged, encrypted, or too large.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable(f".xls of {len(data)} bytes: expected at most {MAX_BYTES}")
    blocks: list[Block] = []
    notes: list[str] = []
    book = _open(data)
    if book.nsheets > MAX_SHEETS:
        raise Unreadable(f".xls of {book.nsheets} sheets: expected at most {MAX_SHEETS}")
    for number, name in enumerate(book.sheet_names()):
        if book._sheet_visibility[number]:
            notes.append(f"hidden sheet {name[:40]} was left out")
            continue
        sheet = _sheet(book, number)
        blocks.extend(blocks_of(sheet))
        notes.extend(sheet.notes)
    if "_VBA_PROJECT_CUR" in ole.top_streams(data):
        notes.append("the workbook contains macros; they are not read")
    return Reading(
        blocks=tuple(blocks),
        media_type=MEDIA_TYPE,
        extractor="xls",
        notes=limited(notes),
    )


def _open(data: bytes) -> Book:
    try:
        return xlrd.open_workbook(
            file_contents=data,
            logfile=io.StringIO(),
            formatting_info=True,
            on_demand=True,
            ragged_rows=True,
        )
    except MemoryError:
        raise
    except Exception as error:  # the library trusts its input: damage raises anything
        raise Unreadable(f"damaged or encrypted .xls: {_words(error)}") from error


def _sheet(book: Book, number: int) -> Sheet:
    try:
        return _converted(book, book.sheet_by_index(number))
    except (MemoryError, Unreadable):
        raise
    except Exception as error:
        raise Unreadable(f"damaged .xls: sheet {number + 1}, {_words(error)}") from error


def _words(error: Exception) -> str:
    return f"{type(error).__name__} {error}"[:200]


def _converted(book: Book, source: BiffSheet) -> Sheet:
    sheet = Sheet(source.name)
    ruled = [_is_ruled(style) for style in book.xf_list]
    for row in range(source.nrows):
        texts: dict[int, str] = {}
        for column in range(source.row_len(row)):
            style = source.cell_xf_index(row, column)
            text = _text(book, source, sheet, row, column, style)
            if text or (source.cell_type(row, column) != xlrd.XL_CELL_EMPTY and ruled[style]):
                texts[column] = text
        sheet.add_row(row, texts)
    sheet.merged = [
        Range(top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells
    ]
    sheet.hidden_rows = {row for row, info in source.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = [(c, c) for c, info in source.colinfo_map.items() if info.hidden]
    return sheet


def _is_ruled(style: xlrd.formatting.XF) -> bool:
    lines = style.border
    return any(
        (
            lines.left_line_style,
            lines.right_line_style,
            lines.top_line_style,
            lines.bottom_line_style,
        )
    )


def _text(book: Book, source: BiffSheet, sheet: Sheet, row: int, column: int, style: int) -> str:
    kind, value = source.cell_type(row, column), source.cell_value(row, column)
    if kind == xlrd.XL_CELL_TEXT:
        runs = source.rich_text_runlist_map.get((row, column), [])
        text = _rich_text(book, str(value), book.xf_list[style].font_index, runs)
        return text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if value else "FALSE"
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(value, "#N/A"))
    if kind not in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return ""
    known = book.format_map.get(book.xf_list[style].format_key)
    code = known.format_str if known is not None else "General"
    shown = printed(value, code, epoch_1904=bool(book.datemode))
    if shown.difference:
        place = f"{xlrd.colname(column)}{row + 1}"
        sheet.note(f"{place} holds {shown.text}, {shown.difference}")
    return aside(shown.text) if _is_aside(book, book.xf_list[style].font_index) else shown.text


def _rich_text(book: Book, text: str, font: int, runs: list[tuple[int, int]]) -> str:
    """A text in several fonts; runs: where each next font begins, and its number."""
    pieces = []
    starts = [(0, font), *runs, (len(text), font)]
    for (start, current), (end, _) in pairwise(starts):
        piece = text[start:end]
        pieces.append(aside(piece) if _is_aside(book, current) else piece)
    return "".join(pieces)


def _is_aside(book: Book, font: int) -> bool:
    known = book.font_list[font] if font < len(book.font_list) else None
    return known is not None and bool(known.struck_out or known.escapement)
