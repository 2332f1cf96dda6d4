"""PDF pages that are pictures: drawn by pdfium and read by character recognition."""

from __future__ import annotations

from functools import partial

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.reading.model import Unreadable
from parsers.reading.ocr import Scan, put_recognised
from parsers.reading.pdf.flow import PageParts

DOTS = 220 / 72  # pixels a point: finer than most scans of reports, which have 150 to 200 dpi
# A scan between these is drawn as it was scanned: lone specks stay lone, no pixel is blended.
COARSEST, FINEST = 100 / 72, 300 / 72
MAX_PIXELS = 12_000_000  # of the drawn page
# Pixels of the pictures on one page, counted before they are decoded: A3 in colour at 600 dpi.
MAX_PICTURE_PIXELS = 150_000_000
MAX_OBJECTS = 2000  # pictures are looked for among so many; a scan cut into strips has hundreds


def read_scanned(document: pdfium.PdfDocument, pages: list[PageParts]) -> list[str]:
    """Put what recognition reads in the place of pages that are pictures; returns notes."""
    scanned = {
        place: partial(_drawn, document, page.index, page.width)
        for place, page in enumerate(pages)
        if page.scanned
    }
    return put_recognised(pages, scanned)


def _drawn(document: pdfium.PdfDocument, index: int, width: float) -> Scan:
    try:
        page = document[index]
        try:
            pixels, finest, bilevel = _pictures(page)
            if pixels > MAX_PICTURE_PIXELS:
                raise Unreadable(f"its pictures have more than {MAX_PICTURE_PIXELS} pixels in all")
            across, down = page.get_size()
            dots = finest if finest and COARSEST <= finest <= FINEST else DOTS
            scale = min(dots, (MAX_PIXELS / max(1.0, across * down)) ** 0.5)
            drawn = page.render(scale=scale, rev_byteorder=True)  # red, green, blue
            return Scan(drawn.to_numpy()[:, :, :3].copy(), width, finest, bilevel)
        finally:
            page.close()
    except (pdfium.PdfiumError, MemoryError) as error:
        raise Unreadable(f"pdfium cannot draw it ({error})") from error


def _pictures(page: pdfium.PdfPage) -> tuple[int, float | None, bool]:
    """Pixels of all pictures of a page; pixels a point of the largest, None without any, and
    whether it is black and white."""
    pixels, largest, finest, bilevel = 0, 0, None, False
    for number, found in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])):
        if number >= MAX_OBJECTS:
            break
        wide, high = found.get_px_size()
        pixels += wide * high
        left, bottom, right, top = found.get_bounds()
        if wide * high > largest and right > left and top > bottom:
            largest = wide * high
            # A page may be laid on its side: what counts is the pixels on the picture's area.
            finest = (largest / ((right - left) * (top - bottom))) ** 0.5
            bilevel = found.get_metadata().bits_per_pixel == 1
    return pixels, finest, bilevel
