"""Lines of print outside tables, found by a detector and read each by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from parsers.reading.ocr import engine
from parsers.reading.ocr.engine import Read
from parsers.reading.ocr.sheet import Picture, Sheet
from parsers.reading.ocr.upright import darker
from parsers.reading.pdf.grid import Grid
from parsers.reading.pdf.page import Glyph

MAX_LINES = 2500  # of print on a page
LONGEST_BAND = 0.75  # times the width: what the detector is shown at once
LOWEST_LINE = 5.0  # points: what the detector finds lower than this is dirt
BASELINE, CHARACTER = 0.82, 0.72  # of the height of the detector's boxes: what they hold

# Text that lies on its side or stands on its head is read as nothing, or as a few characters of
# which one at least is quite uncertain.
LEGIBLE, FEWEST_CHARACTERS = 0.6, 4  # of a line: least probability, and Chinese characters
ENOUGH_CHARACTERS = 8  # in such lines, to tell that a page is the right way up
SAMPLE_LINES, SAMPLE_WIDTH = 4, 600  # lines read, pixels of width in which the most print is sought

_CHINESE = re.compile(r"[\u3400-\u9fff]")

_Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line where it was found, in pixels, and as it was read."""

    left: float
    top: float
    right: float
    bottom: float
    read: Read

    def glyph(self, unit: float) -> Glyph:
        """The line as one glyph, in points; unit: pixels a point."""
        height = self.bottom - self.top
        baseline, size = self.top + BASELINE * height, CHARACTER * height
        left, right = self.left / unit, self.right / unit
        return Glyph(self.read.text, left, right, baseline / unit, size / unit, False)


def lines_outside(sheet: Sheet, grids: Sequence[Grid], go_on: Callable[[], None]) -> list[ReadLine]:
    """Lines found by the detector where no table stands, with those that are read as nothing.

    `go_on` is called now and then, and raises TimeIsUp. Raises RecognitionFailed.
    """
    if sheet.is_empty:
        return []
    picture = _without_tables(sheet, grids)
    found: list[_Box] = []
    for start, end in _bands(picture):
        go_on()
        found += [
            (left, upper + start, right, lower + start)
            for left, upper, right, lower in engine.detect(picture[start:end])
            if lower - upper >= LOWEST_LINE * sheet.unit
        ]
    found = found[:MAX_LINES]
    reads = engine.recognise([_cut(picture, box) for box in found], go_on)
    return [ReadLine(*box, read) for box, read in zip(found, reads, strict=True)]


def tell_words(reads: Iterable[Read]) -> bool:
    """Whether lines were read as words for certain: then they stand the right way up."""
    counts = [len(_CHINESE.findall(read.text)) for read in reads if read.sure >= LEGIBLE]
    return sum(count for count in counts if count >= FEWEST_CHARACTERS) >= ENOUGH_CHARACTERS


def is_legible(grey: Picture, go_on: Callable[[], None]) -> bool:
    """Whether words are read in the part of a page (uint8, grey) that has most print.

    `go_on` is called now and then, and raises TimeIsUp. Raises RecognitionFailed.
    """
    go_on()
    rows, columns = grey.shape
    inked = np.count_nonzero(darker(grey, SAMPLE_WIDTH), axis=1)
    scale = rows / len(inked)
    high = max(1, min(len(inked), round(LONGEST_BAND * columns / scale)))
    start = round(float(np.convolve(inked, np.ones(high, int), "valid").argmax()) * scale)
    band = np.ascontiguousarray(grey[start : start + round(high * scale)])
    widest = sorted(engine.detect(band), key=lambda box: box[0] - box[2])[:SAMPLE_LINES]
    return tell_words(engine.recognise([_cut(band, box) for box in widest], go_on))


def _bands(picture: Picture) -> list[tuple[int, int]]:
    """Where a long picture is cut for the detector, which shrinks what it is given: at paper."""
    height, width = picture.shape
    if height <= LONGEST_BAND * width:
        return [(0, height)]
    spread = picture[:, ::4].max(axis=1).astype(int) - picture[:, ::4].min(axis=1)
    cuts = [0]
    while height - cuts[-1] > LONGEST_BAND * width:
        earliest, latest = cuts[-1] + round(width * 0.5), cuts[-1] + round(width * LONGEST_BAND)
        # The last of the emptiest rows.
        window = spread[earliest:latest][::-1]
        cuts.append(latest - 1 - int(window.argmin()))
    return list(pairwise([*cuts, height]))


def _without_tables(sheet: Sheet, grids: Sequence[Grid]) -> Picture:
    picture = sheet.grey.copy()
    paper = int(np.percentile(picture[::7, ::7], 80))
    edge = round(2 * sheet.unit)
    for grid in grids:
        top, bottom = round(grid.ys[0] * sheet.unit) - edge, round(grid.ys[-1] * sheet.unit) + edge
        left, right = round(grid.xs[0] * sheet.unit) - edge, round(grid.xs[-1] * sheet.unit) + edge
        picture[max(0, top) : bottom, max(0, left) : right] = paper
    return picture


def _cut(picture: Picture, box: tuple[float, float, float, float]) -> Picture:
    left, top, right, bottom = box
    edge = 0.06 * (bottom - top)
    crop = picture[
        max(0, int(top - edge)) : int(bottom + edge) + 1,
        max(0, int(left - edge)) : int(right + edge) + 1,
    ]
    scale = engine.HEIGHT / crop.shape[0]
    width = min(max(8, round(crop.shape[1] * scale)), engine.WIDEST)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(crop, (width, engine.HEIGHT), interpolation=way)
