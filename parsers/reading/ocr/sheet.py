"""One page as a picture: grey, brought to a working size and laid straight."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from parsers.reading.ocr.budget import PAGE, count_work
from parsers.reading.ocr.specks import without_specks
from parsers.reading.ocr.surroundings import is_cut_out, with_margins, without_surroundings
from parsers.reading.ocr.upright import Picture, lie_of, straightened

A4_WIDTH, A4_HEIGHT = 595.0, 842.0  # points
FEWEST_DOTS = 200 / 72  # pixels a point to work with: coarser scans are enlarged
MOST_DOTS = 300 / 72  # finer ones are shrunk
MAX_PIXELS = 8_000_000  # of a working picture: A4 at 290 dpi

NEAR_BLACK, NEAR_WHITE = 32, 224  # grey levels
MOST_GREY = 0.03  # share of a black and white page's print
PALEST = 20  # difference between red and the other colours that paper and black print may have
COLOUR_BLUR = 1.5  # points over which colours are blended
# Per cent of a seal's pixels that have no print under them, so that their red tells how much of
# red light the seal takes, as a share of its colour; and bounds of that share.
SEAL_ALONE = 60
MOST_DIMMED = 0.8
LEAST_PASSED = 0.4

NO_INK = 255  # the contrast that nothing has
PAPER_SHARE = 80  # per cent of a page's pixels that are no lighter than its paper
MOST_NEGATIVE = 0.25  # from the darkest shade to the lightest: where the paper of a negative is
LEAST_INK = 50.0  # grey levels by which ink is darker than paper
LEAST_PRINT = 400  # pixels, to tell the ink of print from that of lines
LONGEST_STROKE, LINE_EDGE = 24.0, 0.7  # points: what is longer is a line; beside it

SMOOTH = 0.22  # points: radius within which noise is evened out


@dataclass(slots=True)
class Sheet:
    """A page's grey picture without red ink; `unit` is the number of pixels a point (1/72 inch).

    contrast: by how much each pixel is darker than the paper around it. ink: the contrast of
    print and lines on this page. native: pixels a point that were scanned, before any enlarging.
    edge: width in points over which print passes into paper. noise: of the paper, as a share of
    the ink. red: by how much red ink, of seals above all, darkened each pixel; None without any.
    bilevel: the picture came in black and white.
    """

    grey: Picture
    unit: float
    contrast: Picture
    ink: int
    native: float
    edge: float
    noise: float
    red: Picture | None = None
    bilevel: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        height, width = self.grey.shape
        return width / self.unit, height / self.unit

    @property
    def is_empty(self) -> bool:
        """Whether nothing is printed on the page."""
        return self.ink == NO_INK


def make_sheet(
    picture: Picture,
    width: float | None = None,
    native: float | None = None,
    *,
    bilevel: bool = False,
) -> Sheet:
    """A sheet from a picture (uint8, grey or red-green-blue); width in points and native where
    the document tells them; bilevel where it tells that the picture is black and white.

    A picture alone does not tell how large the page was: it is taken for A4.
    """
    count_work(PAGE)
    if width is None:
        rows, columns = picture.shape[:2]
        width = A4_HEIGHT if columns > 1.2 * rows else A4_WIDTH
    own = picture.shape[1] / width
    picture = _dark_on_light(picture)
    grey, red = _without_red(picture, own) if picture.ndim == 3 else (picture, None)
    bilevel = bilevel or _is_bilevel(grey)
    if is_cut_out(grey):
        grey, margin = with_margins(grey)
        red = None if red is None else np.pad(red, margin)
        width = grey.shape[1] / own
    else:
        grey = without_surroundings(grey)
    grey, unit = _resized(without_specks(grey), width)
    lie = lie_of(grey)
    grey = straightened(grey, lie)
    if red is not None:
        red = straightened(_resized(red, width)[0], lie)
    contrast = _contrast(grey, unit)
    lines = _ruling_lines(contrast, unit)
    ink = _ink_of(contrast, np.zeros_like(lines))
    edge = _edge_of(grey, contrast, lines, _ink_of(contrast, lines), unit)
    noise = float(np.percentile(contrast[::3, ::3], 75)) / ink
    return Sheet(grey, unit, contrast, ink, min(own, native or own), edge, noise, red, bilevel)


def _dark_on_light(picture: Picture) -> Picture:
    """The picture, or its negative where light print stands on dark paper, as on some screens.

    The shade of most of a page is its paper's, also where a desk or a lid is darker around it.
    """
    darkest, paper, lightest = np.percentile(picture[::7, ::7], (1, PAPER_SHARE, 99.5))
    is_negative = paper - darkest < MOST_NEGATIVE * (lightest - paper)
    return cv2.bitwise_not(picture) if is_negative else picture


def _is_bilevel(grey: Picture) -> bool:
    """Whether a picture has hardly any grey: thin strokes that paled are lost in it."""
    sample = grey[::3, ::3]
    dark, light = np.count_nonzero(sample < NEAR_BLACK), np.count_nonzero(sample > NEAR_WHITE)
    return bool(sample.size - dark - light < MOST_GREY * dark)


def _without_red(picture: Picture, unit: float) -> tuple[Picture, Picture | None]:
    """The page in grey as if red ink were paper, and what that made lighter.

    Seals are stamped over tables. Their ink lets red light pass but for a share that is the same
    all over the page; what is black under a seal is dark in red light, too. unit: pixels a point.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    red, green, blue = cv2.split(picture)
    colour = cv2.blur(cv2.subtract(red, cv2.min(green, blue)), (3, 3))
    inked = colour > 2 * PALEST
    if np.count_nonzero(inked) < 100:
        return grey, None
    # JPEG keeps colours coarser than light: at the edge of red ink its colour has paled.
    reach = max(3, round(COLOUR_BLUR * unit)) | 1
    colour = cv2.dilate(colour, np.ones((reach, reach), np.uint8))
    paper = float(np.percentile(red[::7, ::7], 80))
    dimmed = np.maximum(0.0, paper - red[inked]) / colour[inked]
    share = min(float(np.percentile(dimmed, SEAL_ALONE)), MOST_DIMMED)
    passed = np.maximum(paper - share * colour.astype(np.float32), LEAST_PASSED * paper) / paper
    cleaned = np.minimum(red / passed, paper).astype(np.uint8)
    cleaned = np.where(colour > PALEST, cv2.max(grey, cleaned), grey)
    return cleaned, cv2.subtract(cleaned, grey)


def _resized(grey: Picture, width: float) -> tuple[Picture, float]:
    rows, columns = grey.shape
    own = columns / width
    unit = min(max(own, FEWEST_DOTS), MOST_DOTS)
    scale = min(unit / own, (MAX_PIXELS / (rows * columns)) ** 0.5)
    if abs(scale - 1) < 0.01:
        return grey, own
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    return cv2.resize(grey, size, interpolation=way), own * scale


def _contrast(grey: Picture, unit: float) -> Picture:
    """Darkness against the paper, whose shade is the bright part of each neighbourhood."""
    rows, columns = grey.shape
    small = cv2.resize(
        grey, (max(8, columns // 8), max(8, rows // 8)), interpolation=cv2.INTER_AREA
    )
    kernel = max(3, int(unit * 2)) | 1
    paper = cv2.dilate(small, np.ones((kernel, kernel), np.uint8))
    paper = cv2.medianBlur(paper, 15)
    paper = cv2.resize(paper, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return cv2.subtract(paper, cv2.GaussianBlur(grey, (0, 0), SMOOTH * unit))


def _ruling_lines(contrast: Picture, unit: float) -> Picture:
    """Where there are long straight lines: they may be much darker, or paler, than print."""
    dark = (contrast > LEAST_INK).astype(np.uint8)
    length = round(LONGEST_STROKE * unit)
    across = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    down = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    beside = round(LINE_EDGE * unit) * 2 + 1
    return cv2.dilate(cv2.bitwise_or(across, down), np.ones((beside, beside), np.uint8)) > 0


def _ink_of(contrast: Picture, lines: Picture) -> int:
    """The contrast of most of what is printed; NO_INK on an empty page."""
    noise = float(np.percentile(contrast[::3, ::3], 75))
    is_strong = contrast > max(LEAST_INK, 2.5 * noise)
    strong = contrast[is_strong & ~lines]
    if strong.size < LEAST_PRINT:
        strong = contrast[is_strong]
    if strong.size < 100:
        return NO_INK
    return int(np.percentile(strong, 75))


def _edge_of(grey: Picture, contrast: Picture, lines: Picture, ink: int, unit: float) -> float:
    """In points, from the steepest slopes beside print; infinite on an empty page."""
    dark = (contrast > 0.4 * ink).astype(np.uint8)
    beside = cv2.dilate(dark, np.ones((3, 3), np.uint8)) > 0
    if np.count_nonzero(beside & ~lines) >= LEAST_PRINT:
        beside &= ~lines
    if not beside.any():
        return float("inf")
    smooth = cv2.GaussianBlur(grey, (0, 0), SMOOTH * unit).astype(np.float32)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    slopes = cv2.magnitude(across, down)[beside] / 8  # Sobel's weights add up to 8
    return ink / max(1e-6, float(np.percentile(slopes, 90))) / unit
