"""Page images: a picture file as the scan of one page, or several as those of one document."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from parsers.reading.model import Reading, Unreadable
from parsers.reading.ocr import EXTRACTOR, NEEDS, Scan, is_available, read_scans
from parsers.reading.ocr.budget import Budget
from parsers.reading.pdf.flow import PageParts, blocks_of

if TYPE_CHECKING:
    from PIL import Image

MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
MAX_BYTES = 64 * 1024 * 1024
# Declared in the header and checked before a pixel is decoded. JPEG is decoded at a half or
# a quarter of its size where it is larger than needed, PNG only in full.
MAX_PIXELS = {"PNG": 40_000_000, "JPEG": 150_000_000}  # A4 at 600 dpi: 35 million
MAX_SIDE = 30_000
ENOUGH_PIXELS = 10_000_000  # more than this shows nothing more of a page
SMALLEST = (200, 60)  # pixels: less cannot hold a row of a table that could be read


def read(data: bytes) -> Reading:
    """Read a PNG or JPEG picture as one page.

    Raises Unreadable where the extra `ocr` is not installed, and for pictures that are
    damaged, too large or too small.
    """
    if not is_available():
        raise Unreadable(NEEDS)
    picture, media_type = _open(data)
    return _reading(media_type, [lambda: _decoded(picture)])


def read_document(pictures: Sequence[bytes]) -> Reading:
    """Read pictures as the pages of one document, in their order, within the budget of one.

    Raises Unreadable where the extra `ocr` is not installed or none of them is a picture of a
    page.
    """
    if not is_available():
        raise Unreadable(NEEDS)
    return _reading(_open(pictures[0])[1], [partial(scan_of, data) for data in pictures])


def _reading(media_type: str, scans: Sequence[Callable[[], Scan]]) -> Reading:
    """Pages for which the time did not suffice are there, as images that were not read."""
    budget = Budget()
    parts, notes = read_scans(scans, budget)
    pages = [page for shown in parts for page in shown]
    if not pages and budget.left > 0:
        raise Unreadable("; ".join(notes[1:]) or "the picture could not be read")
    blocks = tuple(blocks_of(pages))
    return Reading(
        blocks=blocks,
        media_type=media_type,
        extractor=EXTRACTOR,
        images=sum(not shown for shown in parts) if blocks else len(parts),
        notes=tuple(notes),
    )


def read_pages(pictures: Sequence[bytes]) -> tuple[list[list[PageParts]], list[str]]:
    """Read several pictures as pages of one document, within the budget of one.

    Returns the pages that each shows, none for what was not read, and notes that tell why.
    Raises Unreadable where the extra `ocr` is not installed.
    """
    return read_scans([partial(scan_of, data) for data in pictures])


def scan_of(data: bytes) -> Scan:
    """The pixels of a picture. Raises Unreadable where it is none, damaged, or no page's size."""
    picture, _ = _open(data)
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
        raise Unreadable("expected a PNG or JPEG picture, found neither") from error
    except Image.DecompressionBombError as error:
        raise Unreadable(f"picture far larger than a page of text ({error})") from error
    except Exception as error:
        raise Unreadable(f"damaged picture: its header cannot be read ({error})") from error
    kind, (width, height) = str(picture.format), picture.size
    if width * height > MAX_PIXELS[kind] or max(width, height) > MAX_SIDE:
        raise Unreadable(
            f"{kind} picture of {width} x {height} pixels: expected at most "
            f"{MAX_PIXELS[kind]} in all and {MAX_SIDE} a side"
        )
    if width < SMALLEST[0] or height < SMALLEST[1]:
        raise Unreadable(
            f"{kind} picture of {width} x {height} pixels: too small for a page of text"
        )
    return picture, MEDIA_TYPES[kind]


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
        upright = ImageOps.exif_transpose(picture)
        plain = upright.convert("L" if upright.mode in ("1", "L", "I", "I;16", "F") else "RGB")
    except MemoryError as error:
        raise Unreadable("the picture needs more memory than a parser may take") from error
    except Exception as error:
        raise Unreadable(f"damaged picture: it cannot be decoded ({error})") from error
    return np.asarray(plain), None, None
