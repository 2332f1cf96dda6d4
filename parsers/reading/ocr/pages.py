"""The pages that a picture shows: one, two side by side, or many below one another; each laid
the right way up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np

from parsers.reading.ocr.outside import is_legible, tell_words
from parsers.reading.ocr.page import Outline, PageRead, outline_of, read_tables
from parsers.reading.ocr.sheet import Picture, Sheet, make_sheet
from parsers.reading.ocr.upright import darker, runs_in

# A long screenshot, or pages that were put below one another, is cut where there is most paper.
TALLEST = 2.0  # times the width: what is taller is no page
SHORTEST_PIECE, LONGEST_PIECE = 0.9, 1.8  # times the width; an upright page of A4 has 1.41
ROW_WIDTH = 600  # pixels: enough to tell rows of paper
DIRT_IN_ROW = 0.01  # share of a row of paper that is dark

# Two pages on one sheet are read one after the other.
BROADEST = 1.2  # times the height: a broader sheet may have two pages
GUTTER_FROM, GUTTER_TO = 0.4, 0.6  # of the width: where there is paper between them
NARROWEST_GUTTER = 0.02  # of the width
DIRT_IN_COLUMN = 0.006  # share of a column of paper that is dark
PALEST, OVER_NOISE = 0.12, 2.5  # of the ink, of the noise: what is darker is no paper

OTHER_WAYS = (2, 1, 3)  # quarter turns to the left; most that are not upright stand on their heads


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture (uint8, grey or red-green-blue) that shows one page or several.

    width: in points, and native: pixels a point that were scanned, where these are known.
    bilevel: it is known to come in black and white.
    """

    picture: Picture
    width: float | None = None
    native: float | None = None
    bilevel: bool = False

    def turned(self, quarters: int) -> Shown:
        """Turned to the left, by quarters of a full turn."""
        if quarters == 0:
            return self
        rows, columns = self.picture.shape[:2]
        picture = np.ascontiguousarray(np.rot90(self.picture, quarters))
        if self.width is None or quarters == 2:
            return replace(self, picture=picture)
        return replace(self, picture=picture, width=self.width * rows / columns)

    def halves(self, share: float) -> tuple[Shown, Shown]:
        """Cut from top to bottom, `share` of the width to the left."""
        column = round(share * self.picture.shape[1])
        left, right = self.picture[:, :column], self.picture[:, column:]
        if self.width is None:
            return replace(self, picture=left), replace(self, picture=right)
        return (
            replace(self, picture=left, width=self.width * share),
            replace(self, picture=right, width=self.width * (1 - share)),
        )


def read_pages(
    shown: Shown, before: PageRead | None, go_on: Callable[[], None]
) -> Iterator[PageRead]:
    """The pages of a picture in reading order.

    before: the page before: scans of one document mostly lie alike. `go_on` is called now and
    then, and raises TimeIsUp.
    Raises Unreadable for what is no page of a report, RecognitionFailed and MemoryError.
    """
    for start, end in pairwise(_cuts(shown.picture)):
        piece = replace(shown, picture=shown.picture[start:end])
        turned = before.turned if before else 0
        for page in _read(piece, turned, go_on, goes_on=_has_table(before)):
            before = page
            yield page


def _has_table(page: PageRead | None) -> bool:
    """Whether a table without ruling lines stands on a page, as far as it is known."""
    return page is not None and bool(page.parts.placed)


def _read(
    shown: Shown,
    turned: int,
    go_on: Callable[[], None],
    *,
    settled: bool = False,
    goes_on: bool = False,
) -> Iterator[PageRead]:
    """settled: it was found which way the page must be turned. goes_on: a table without ruling
    lines stands on the page before."""
    lying = shown.turned(turned)
    sheet = make_sheet(lying.picture, lying.width, lying.native, bilevel=lying.bilevel)
    gutter = _gutter(sheet)
    outline = None if gutter else outline_of(sheet, go_on)
    illegible = False
    if not (settled or _may_stay(sheet, outline, go_on)):
        best = _best_turn(sheet, turned, go_on)
        illegible = best is None
        if (best or 0) != turned:
            for page in _read(shown, best or 0, go_on, settled=True, goes_on=goes_on):
                page.illegible = illegible
                yield page
            return
    if outline is not None:
        page = read_tables(sheet, outline, go_on, goes_on=goes_on)
        page.turned, page.illegible = turned, illegible
        yield page
        return
    for half in lying.halves(gutter):
        for page in _read(half, 0, go_on, settled=True, goes_on=goes_on):
            page.turned, page.illegible = turned, illegible
            goes_on = _has_table(page)
            yield page


def _may_stay(sheet: Sheet, outline: Outline | None, go_on: Callable[[], None]) -> bool:
    """Whether words can be read on a page as it lies, or it has no print to be read at any turn,
    as a photograph: the detector finds lines however they lie. No outline: of two pages."""
    if sheet.is_empty:
        return True
    if outline is not None:
        if tell_words(line.read for line in outline.outside):
            return True
        if not outline.holds_print(sheet):
            return True
    return is_legible(sheet.grey, go_on)


def _best_turn(sheet: Sheet, turned: int, go_on: Callable[[], None]) -> int | None:
    """The turn with which a page can be read that cannot be as it lies: None where none helps."""
    for quarters in OTHER_WAYS:
        if is_legible(np.ascontiguousarray(np.rot90(sheet.grey, quarters)), go_on):
            return (turned + quarters) % 4
    return None


def _cuts(picture: Picture) -> list[int]:
    """The rows at which a picture is cut, its first and last among them."""
    rows, columns = picture.shape[:2]
    cuts = [0]
    if rows <= TALLEST * columns:
        return [*cuts, rows]
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) if picture.ndim == 3 else picture
    dark = darker(grey, ROW_WIDTH)
    inked = np.count_nonzero(dark, axis=1)
    scale = rows / len(inked)
    while rows - cuts[-1] > TALLEST * columns:
        first, last = (cuts[-1] + share * columns for share in (SHORTEST_PIECE, LONGEST_PIECE))
        window = inked[int(first / scale) : int(last / scale)]
        paper = window <= window.min() + DIRT_IN_ROW * dark.shape[1]
        start, end = _longest_run(paper)
        cuts.append(round(first + (start + end) / 2 * scale))
    return [*cuts, rows]


def _gutter(sheet: Sheet) -> float:
    """Where the paper between two pages on one sheet is, as a share of its width; 0 where there is
    but one page."""
    rows, columns = sheet.contrast.shape
    if columns <= BROADEST * rows:
        return 0.0
    darkness = max(PALEST, OVER_NOISE * sheet.noise) * sheet.ink
    inked = np.count_nonzero(sheet.contrast > darkness, axis=0)
    is_paper = inked <= DIRT_IN_COLUMN * rows
    first, last = round(GUTTER_FROM * columns), round(GUTTER_TO * columns)
    start, end = _longest_run(is_paper[first:last])
    printed = min(np.count_nonzero(~part) for part in (is_paper[:first], is_paper[last:]))
    if end - start < NARROWEST_GUTTER * columns or printed < NARROWEST_GUTTER * columns:
        return 0.0
    return (first + (start + end) / 2) / columns


def _longest_run(found: Picture) -> tuple[int, int]:
    """Where the longest run of what was found begins, and where it has ended."""
    starts, ends = runs_in(found)
    if not starts.size:
        return 0, 0
    longest = int((ends - starts).argmax())
    return int(starts[longest]), int(ends[longest])
