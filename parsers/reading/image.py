"""Page images: a picture file as the scan of one page, or several as those of one document."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from parsers.reading.model import Reading, Unreadable
from parsers.reading.ocr import EXTRACTOR, NEEDS, Scan, is_available, is_waiting, read_scans
from parsers.reading.ocr.budget import MAX_PAGES, Budget
from parsers.reading.pdf.flow import PageParts, blocks_of
from parsers.reading.pdf.printed import printed_lines

if TYPE_CHECKING:
    from PIL import Image

MEDIA_TYPES = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
MAX_BYTES = 64 * 1024 * 1024
# Declared in the header and checked before a pixel is decoded. JPEG is decoded at a half or
# a quarter of its size where it is larger than needed, all others only in full.
MAX_PIXELS = 40_000_000  # A4 at 600 dpi: 35 million
MAX_JPEG_PIXELS = 150_000_000
MAX_SIDE = 30_000
ENOUGH_PIXELS = 10_000_000  # more than this shows nothing more of a page
_TIFF = (b"II*\0", b"MM\0*")
SMALLEST = (200, 60)  # pixels: less cannot hold a row of a table that could be read


def read(data: bytes) -> Reading:
    """Read a picture as a page, a TIFF of several as so many; of what moves the first picture.

    Raises Unreadable where the extra `ocr` is not installed, and for pictures that are
    damaged, too large or too small.
    """
    if not is_available():
        raise Unreadable(NEEDS)
    return _reading(_open(data)[1], _scans_of(data))


def read_document(pictures: Sequence[bytes]) -> Reading:
    """Read pictures as the pages of one document, in their order, within the budget of one.

    Raises Unreadable where the extra `ocr` is not installed or none of them is a picture of a
    page.
    """
    if not is_available():
        raise Unreadable(NEEDS)
    scans: list[Callable[[], Scan]] = []
    for data in pictures:
        try:
            scans += _scans_of(data)
        except Unreadable:
            scans.append(partial(scan_of, data))  # which tells why, in its turn
    return _reading(_open(pictures[0])[1], scans)


def _reading(media_type: str, scans: Sequence[Callable[[], Scan]]) -> Reading:
    """Pages for which the time did not suffice are there, as images that were not read."""
    budget = Budget()
    parts, notes = read_scans(scans, budget)
    pages = [page for shown in parts for page in shown]
    if not pages and budget.left > 0 and not is_waiting(notes):
        raise Unreadable("; ".join(notes[1:]) or "the picture could not be read")
    blocks = tuple(blocks_of(pages))
    return Reading(
        blocks=blocks,
        media_type=media_type,
        extractor=EXTRACTOR,
        images=sum(not shown for shown in parts) if blocks else len(parts),
        notes=tuple(notes),
        printed=partial(printed_lines, pages),
    )


def read_pages(pictures: Sequence[bytes]) -> tuple[list[list[PageParts]], list[str]]:
    """Read several pictures as pages of one document, within the budget of one.

    Returns the pages that each shows, none for what was not read, and notes that tell why.
    Raises Unreadable where the extra `ocr` is not installed.
    """
    return read_scans([partial(scan_of, data) for data in pictures])


def _scans_of(data: bytes) -> list[Callable[[], Scan]]:
    """One function for each page of a picture file: it raises what `scan_of` raises."""
    pages = _pages_in(data) if data.startswith(_TIFF) else 1
    return [partial(scan_of, data, page) for page in range(pages)]


def _pages_in(data: bytes) -> int:
    """How many pages a TIFF has, one that is damaged included; more than a document's are not
    counted. Raises Unreadable as `_open` does."""
    picture, _ = _open(data)
    for page in range(1, MAX_PAGES + 1):
        try:
            _turn_to(picture, page)
        except EOFError:
            return page
        except Exception:  # `scan_of` tells what is wrong with it
            return page + 1
    return MAX_PAGES + 1


def _turn_to(picture: Image.Image, page: int) -> None:
    """Raises EOFError behind the last page, and whatever Pillow raises for a damaged one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture.seek(page)


def scan_of(data: bytes, page: int = 0) -> Scan:
    """The pixels of a picture, or of one of a TIFF's.

    Raises Unreadable where it is none, damaged, or no page's size.
    """
    picture, _ = _open(data)
    if page:
        try:
            _turn_to(picture, page)
        except Exception as error:
            raise Unreadable(
                f"damaged picture: its page {page + 1} is missing ({error})"
            ) from error
        _require_size(picture, str(picture.format))
    return _decoded(picture)


def _open(data: bytes) -> tuple[Image.Image, str]:
    """The picture, its header read and its size found acceptable."""
    from PIL import Image, UnidentifiedImageError

    if len(data) > MAX_BYTES:
        raise Unreadable(f"picture of {len(data)} bytes: expected at most {MAX_BYTES}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's own limit: the one here is stricter
            picture = Image.open(io.BytesIO(data), formats=tuple(MEDIA_TYPES))
    except UnidentifiedImageError as error:
        kinds = ", ".join(MEDIA_TYPES)
        raise Unreadable(f"expected a picture ({kinds}), found none of these") from error
    except Image.DecompressionBombError as error:
        raise Unreadable(f"picture far larger than a page of text ({error})") from error
    except Exception as error:
        raise Unreadable(f"damaged picture: its header cannot be read ({error})") from error
    # A camera adds small copies to a JPEG, which Pillow then calls by another name.
    kind = "JPEG" if picture.format == "MPO" else str(picture.format)
    _require_size(picture, kind)
    return picture, MEDIA_TYPES[kind]


def _require_size(picture: Image.Image, kind: str) -> None:
    width, height = picture.size
    most = MAX_JPEG_PIXELS if kind == "JPEG" else MAX_PIXELS
    if width * height > most or max(width, height) > MAX_SIDE:
        raise Unreadable(
            f"{kind} picture of {width} x {height} pixels: expected at most "
            f"{most} in all and {MAX_SIDE} a side"
        )
    if width < SMALLEST[0] or height < SMALLEST[1]:
        raise Unreadable(
            f"{kind} picture of {width} x {height} pixels: too small for a page of text"
        )


def _decoded(picture: Image.Image) -> Scan:
    """The picture, grey or in colours, upright as its camera says, on white where transparent."""
    import numpy as np
    from PIL import Image, ImageOps

    try:
        while picture.size[0] * picture.size[1] > 4 * ENOUGH_PIXELS:
            before = picture.size
            picture.draft("RGB", (before[0] // 2, before[1] // 2))
            if picture.size == before:
                break
        if "transparency" in picture.info or picture.mode in ("RGBA", "LA", "PA"):
            paper = Image.new("RGBA", picture.size, "white")
            paper.alpha_composite(picture.convert("RGBA"))
            picture = paper
        is_bilevel = picture.mode == "1"
        upright = ImageOps.exif_transpose(picture)
        plain = upright.convert("L" if upright.mode in ("1", "L", "I", "I;16", "F") else "RGB")
    except MemoryError as error:
        raise Unreadable("the picture needs more memory than a parser may take") from error
    except Exception as error:
        raise Unreadable(f"damaged picture: it cannot be decoded ({error})") from error
    return Scan(np.asarray(plain), bilevel=is_bilevel)
