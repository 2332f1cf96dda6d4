"""Pages of a PDF as a scanner gives them: grey, noisy, a little blurred and a little turned.

`pages` makes one picture a page, `as_pdf` a scanned PDF of them; the same seed gives the same
bytes. Fonts that the PDF does not embed are replaced by the system's own.
"""

from __future__ import annotations

import io
import random

import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageFilter

PAPER = 246  # of 255: no scanner gives pure white
INK = 38  # nor pure black
MIDDLE = 128


def pages(
    data: bytes,
    *,
    dpi: int = 150,
    turn: float = 0.6,
    noise: int = 24,
    blur: float = 0.6,
    seed: int = 1,
    only: tuple[int, ...] | None = None,
) -> list[Image.Image]:
    """Scan the pages of a PDF.

    turn: degrees at most, either way, drawn for each page. noise: the largest change of a
    pixel's grey. blur: radius in pixels. only: indices of the pages wanted, all by default.
    """
    document = pdfium.PdfDocument(data)
    try:
        wanted = range(len(document)) if only is None else only
        return [_scanned(document[i], dpi, turn, noise, blur, seed * 1000 + i) for i in wanted]
    finally:
        document.close()


def as_pdf(images: list[Image.Image], *, dpi: int = 150, quality: int = 85) -> bytes:
    """A PDF with one picture (JPEG) a page and no text."""
    written = io.BytesIO()
    first, *others = images
    first.save(written, "PDF", resolution=dpi, save_all=True, append_images=others, quality=quality)
    return written.getvalue()


def as_jpeg(image: Image.Image, quality: int = 85) -> bytes:
    """One picture as JPEG."""
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality)
    return written.getvalue()


def as_png(image: Image.Image) -> bytes:
    """One picture as PNG."""
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def _scanned(
    page: pdfium.PdfPage, dpi: int, turn: float, noise: int, blur: float, seed: int
) -> Image.Image:
    chance = random.Random(seed)
    image = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    image = image.point([round(INK + (PAPER - INK) * grey / 255) for grey in range(256)])
    image = image.rotate(
        chance.uniform(-turn, turn), resample=Image.Resampling.BICUBIC, fillcolor=PAPER
    )
    image = image.filter(ImageFilter.GaussianBlur(blur))
    return _with_noise(image, noise, chance)


def _with_noise(image: Image.Image, noise: int, chance: random.Random) -> Image.Image:
    """Two even draws a pixel: their sum is near enough to a scanner's noise."""
    size = image.width * image.height
    table = [MIDDLE + round((value - MIDDLE) * noise / (2 * MIDDLE)) for value in range(256)]
    for _ in range(2):
        grain = Image.frombytes("L", image.size, chance.randbytes(size)).point(table)
        image = ImageChops.add(image, grain, scale=1, offset=-MIDDLE)
    return image
