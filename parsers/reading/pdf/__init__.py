"""PDF documents, by pypdfium2.

pdfium is not safe to call from several threads of one process: parse in processes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.reading.model import Reading, Unreadable, limited
from parsers.reading.ocr import EXTRACTOR
from parsers.reading.pdf import calls
from parsers.reading.pdf.annotations import Point, put_on_top
from parsers.reading.pdf.as_pictures import PICTURES, Doubt, doubt_of, make_pictures
from parsers.reading.pdf.calls import Address
from parsers.reading.pdf.drawing import collect_drawing
from parsers.reading.pdf.flow import PageParts, blocks_of, is_recognised, parts_of
from parsers.reading.pdf.fonts import fonts_of_the_file
from parsers.reading.pdf.glyphs import collect_glyphs, turns_of
from parsers.reading.pdf.halves import halves_of
from parsers.reading.pdf.layers import has_layers
from parsers.reading.pdf.objects import apply, objects_of
from parsers.reading.pdf.page import Frame, PageContent
from parsers.reading.pdf.printed import printed_lines
from parsers.reading.pdf.scan import read_scanned
from parsers.reading.pdf.shapes import without_shapes
from parsers.reading.pdf.unseen import unseen_texts

MEDIA_TYPE = "application/pdf"
MAX_BYTES = 64 * 1024 * 1024  # the largest reports, scanned in colour, have about 40 MB
MAX_PAGES = 400  # a report has 5 to 40 pages, a yearbook that contains one a few hundred
MAX_CHARACTERS = 40_000  # on a page: a full one has about 1,500
MAX_ALL_CHARACTERS = 800_000  # of the document; each takes some 200 bytes while it is read


def read(data: bytes) -> Reading:
    """Read a PDF: paragraphs and tables in reading order; a table on several pages is one.

    Raises Unreadable where the bytes are no PDF, damaged beyond pdfium's repair, encrypted with
    a password, or larger than MAX_BYTES. More than MAX_PAGES pages, pages that fail and files
    that are cut short are read as far as possible, with a note.
    """
    with _opened(without_shapes(data)) as document, fonts_of_the_file():
        pages, notes = _pages(document, layers=has_layers(data))
        title = str(document.get_metadata_value("Title") or "").strip("\x00 \t\r\n")
    if any(page.scanned for page in pages):
        with _opened(data) as document:  # anew, to be drawn with the machine's fonts
            notes += read_scanned(document, pages)
    if not _is_complete(data):
        notes.insert(0, "the file does not end with %%EOF: it may be cut short")
    return Reading(
        blocks=tuple(blocks_of(pages)),
        media_type=MEDIA_TYPE,
        extractor=EXTRACTOR if is_recognised(pages) else "pdf",
        meta={"title": title} if title else {},
        images=sum(page.images for page in pages),
        recognised=any(page.layered for page in pages),
        notes=limited(notes),
        printed=partial(printed_lines, pages),
        printed_all=partial(printed_lines, pages, within_tables=True),
    )


@contextmanager
def _opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    document = _open(data)
    try:
        yield document
    finally:
        document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"PDF of {len(data)} bytes: expected at most {MAX_BYTES}; split it or raise MAX_BYTES"
        )
    if b"%PDF-" not in data[:1024]:
        raise Unreadable(f"not a PDF: expected %PDF- at its beginning, found {data[:16]!r}")
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("PDF is encrypted: it opens with a password only") from error
        cut = "" if _is_complete(data) else "cut short, without %%EOF at its end: fetch it again; "
        raise Unreadable(f"damaged PDF: {cut}pdfium cannot open it ({error})") from error


def _is_complete(data: bytes) -> bool:
    return b"%%EOF" in data[-2048:]


def _pages(
    document: pdfium.PdfDocument, *, layers: bool, part: bool = True
) -> tuple[list[PageParts], list[str]]:
    """Every page that could be read, and notes on what could not. part: sheets of two pages are
    two."""
    count = len(document)
    if count == 0:
        raise Unreadable("damaged PDF: expected pages, found none")
    notes: list[str] = []
    if count > MAX_PAGES:
        notes.append(f"{count} pages, only the first {MAX_PAGES} were read")
    pages: list[PageParts] = []
    doubts: list[Doubt] = []
    characters, parted = 0, False
    for index in range(min(count, MAX_PAGES)):
        try:
            content = _content(document, index, has_layers=layers)
        except pdfium.PdfiumError as error:
            notes.append(f"page {index + 1} could not be read ({error})")
            continue
        characters += len(content.glyphs)
        if characters > MAX_ALL_CHARACTERS:
            notes.append(
                f"more than {MAX_ALL_CHARACTERS} characters, left out from page {index + 1}"
            )
            break
        halves = halves_of(content, known=parted) if part else (content,)
        parted = parted or len(halves) > 1
        for half in halves:
            pages.append(parts_of(half, index))
            doubts.append(doubt_of(half))
            notes.extend(f"page {index + 1}: {note}" for note in half.notes)
    if not pages:
        raise Unreadable(f"damaged PDF: none of its {count} pages could be read")
    if parted and not PICTURES.isdisjoint(doubts):  # whole sheets are drawn, not halves of them
        return _pages(document, layers=layers, part=False)
    return pages, [*notes, *make_pictures(pages, doubts)]


def _content(document: pdfium.PdfDocument, index: int, *, has_layers: bool) -> PageContent:
    """Characters, rules and pictures of a page; an over-long page is cut with a note."""
    with _opened_page(document, index) as (page, fields):
        objects = objects_of(page)
        objects.forget_replacements()
        with _opened_text(page) as text_page:
            count = min(calls.count_characters(text_page), MAX_CHARACTERS)
            frame = Frame(*_visible_area(page), turns_of(text_page, count))
            content = PageContent(*frame.size)
            areas = collect_drawing(objects, frame, content)
            unseen = unseen_texts(page, text_page, objects, areas, content, has_layers=has_layers)
            if not unseen:
                _collect_text(text_page, frame, content)
        if unseen:
            objects.remove(page, unseen)
            with _opened_text(page) as text_page:
                _collect_text(text_page, frame, content)
    content.unshown = [apply(frame.matrix, *field) for field in fields]
    if content.pictured and not (content.glyphs or content.images):
        content.images = 1
    return content


def _collect_text(text_page: Address, frame: Frame, content: PageContent) -> None:
    count = calls.count_characters(text_page)
    if count > MAX_CHARACTERS:
        content.notes.append(f"more than {MAX_CHARACTERS} characters, the rest left out")
    collect_glyphs(text_page, min(count, MAX_CHARACTERS), frame, content)


@contextmanager
def _opened_page(document: pdfium.PdfDocument, index: int) -> Iterator[tuple[Address, list[Point]]]:
    """The address of a page, and where a field of a form holds a value that the file does not
    show. Raises PdfiumError where the page cannot be loaded."""
    page = _loaded_page(document, index)
    added, fields = put_on_top(page)
    if added:
        raw.FPDF_ClosePage(page)
        page = _loaded_page(document, index)
    try:
        yield calls.address_of(page), fields
    finally:
        raw.FPDF_ClosePage(page)


@contextmanager
def _opened_text(page: Address) -> Iterator[Address]:
    """The address of a page's text. Raises PdfiumError where it cannot be loaded."""
    text_page = raw.FPDFText_LoadPage(ctypes.cast(page, raw.FPDF_PAGE))
    if not text_page:
        raise pdfium.PdfiumError("Failed to load text page.")
    try:
        yield calls.address_of(text_page)
    finally:
        raw.FPDFText_ClosePage(text_page)


def _loaded_page(document: pdfium.PdfDocument, index: int) -> Any:
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        raise pdfium.PdfiumError("Failed to load page.")
    return page


def _visible_area(page: Address) -> tuple[float, float, float, float]:
    """Left, lower, right and upper bound, in PDF coordinates."""
    area = raw.FS_RECTF()
    if not calls.visible_area(page, ctypes.byref(area)):
        raise pdfium.PdfiumError("Failed to get page bounding box.")
    return area.left, area.bottom, area.right, area.top
