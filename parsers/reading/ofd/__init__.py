"""OFD documents (GB/T 33190-2016): a zip of XML that says where every character and line stands.

From there on an OFD page is what a PDF page is: the same grids, lines and paragraphs come of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from parsers.reading import image, ocr
from parsers.reading.docx.package import Package
from parsers.reading.model import Reading, Unreadable, limited
from parsers.reading.ofd.drawing import MAX_ALL_CHARACTERS, Painter
from parsers.reading.ofd.parts import Document, documents_of
from parsers.reading.pdf.flow import PageParts, blocks_of, is_recognised, parts_of
from parsers.reading.pdf.printed import printed_lines

MEDIA_TYPE = "application/ofd"
EXTRACTOR = "ofd"
MAX_PAGES = 400


def read(data: bytes) -> Reading:
    """Read an OFD: paragraphs and tables in reading order; a table on several pages is one.

    Pages that are one picture are recognised (the extra `ocr`); seals and other annotations are
    not read. Raises Unreadable where the bytes are no OFD, are damaged or larger than a package
    may be.
    """
    package = Package(data, ".ofd", "OFD.xml")
    pages: list[PageParts] = []
    pictures: list[str] = []
    notes: list[str] = []
    characters = 0
    for number, painter in enumerate(_painted(package), 1):
        if painter is None:
            notes.append(f"page {number} is missing from the file")
            continue
        content = painter.finished()
        characters += len(content.glyphs)
        if characters > MAX_ALL_CHARACTERS or number > MAX_PAGES:
            notes.append(f"a very long document, left out from page {number}")
            break
        pages.append(parts_of(content, number - 1))
        pictures.append(painter.picture)
        notes += [f"page {number}: {note}" for note in content.notes]
    if not pages:
        raise Unreadable("damaged .ofd: expected pages, found none")
    notes += ocr.put_recognised(
        pages,
        {
            place: partial(_scan, package, picture)
            for place, (page, picture) in enumerate(zip(pages, pictures, strict=True))
            if page.scanned and picture
        },
    )
    return Reading(
        blocks=tuple(blocks_of(pages)),
        media_type=MEDIA_TYPE,
        extractor=ocr.EXTRACTOR if is_recognised(pages) else EXTRACTOR,
        images=sum(page.images for page in pages),
        notes=limited(notes),
        printed=partial(printed_lines, pages),
        printed_all=partial(printed_lines, pages, within_tables=True),
    )


def _painted(package: Package) -> Iterator[Painter | None]:
    """Every page, None for one that the file has not got."""
    for document in documents_of(package):
        for name in document.pages:
            page = package.part(name)
            yield None if page is None else _paint(document, page)


def _paint(document: Document, page: etree._Element) -> Painter:
    """Of a page, first what its templates (a letterhead, a form) print on it."""
    painter = Painter(document, document.area_of(page))
    for template in document.templates_of(page):
        painter.draw(template)
    painter.draw(page)
    return painter


def _scan(package: Package, picture: str) -> ocr.Scan:
    return image.scan_of(package.raw(picture))
