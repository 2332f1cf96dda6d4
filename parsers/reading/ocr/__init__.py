"""Scans: pages that are pictures, read by character recognition (the extra `ocr`).

A page is laid straight, its ruling lines give the grid of its tables, and each cell is
recognised by itself; print outside tables is found by a detector of lines. Whether a cell is
empty is decided by ink, never by the recogniser's silence.

What a reading by OCR is worth
------------------------------
A recogniser errs silently: a 3 for an 8 is as good a number as any. So nothing that it says
of a value counts by itself. A cell that may hold a value is kept only where

1. two looks at it agree to the character. The looks differ in what misleads a recogniser: grey
   or nearly black and white, how much noise is evened out, frame and width. Where the first two
   differ a third decides, under a higher bar; on pages in black and white none does;
2. in both the least certain character is certain to at least `looks.SURE` (with the third, and
   in black and white, `looks.VERY_SURE`), and at least one of them saw the number without being
   confined to digits, or the ink shows a zero with a dot in it (`zeros`);
3. the ink agrees: the shapes side by side can be as many digits as were read, which catches
   what recognisers of lines do alike at every look, swallowing a digit (111 for 11); no gap
   has room for a mark that is not read; all digits stand on one line, as a raised mark of a
   footnote does not; a lone 1 stands upright and is no slash; and beside it there is no paler
   shape, which may be a digit or a sign, nor a speck where a 4 has its bar, and
   no paler stroke goes on beyond it, as one of a watermark does that makes a 6 of a 0;
4. what was read is a number or one of the marks that stand for none, on a single line and no
   lower than digits are, or lines of digits of which each fills a narrow cell, or one short or
   leaning stroke like several others of a page in shades of grey (`alike`); no part of it goes
   on into a border, and no line runs through it: a fold or a streak, paler than print, is dark
   enough here and there for a 1 or a dash;
5. the cell is one of its row and column, no more and no less: merged with the one below it is
   in doubt, and so is an empty one beside numbers without a label (`blanks`). A row with a cell
   too many or too few for its headings is not read. Where no ruling lines are, every stroke of
   ink is of a piece of print (`pieces`), and a table is read only where the places of all its
   headings, labels and values tell the columns and rows, as in text without lines; and
6. the page is fine, sharp and clean enough. Beyond `page.LOWEST_PRINT`, `SOFTEST_PRINT` and
   `MOST_NOISE` looks were found to agree on wrong digits: there every value is in doubt. So it
   is on a page where a quarter of the values is: its print has lost strokes.

Every other cell's text is `UNREAD` (U+FFFD), which no reading of values takes for a
number, and the notes count such cells.

Red ink is taken for paper, as seals are stamped over tables and what is black under a seal is
dark in red light, too; a cell whose only print is red is in doubt, not empty, and so is a value
that a red stroke crosses: what the stroke leaves may look like a part of a digit.

The rule for `verified`, to be applied to a `Reading` whose `extractor` is "ocr": no cell is
doubtful or absent, every identity of tables 3 and 4 that has a number holds, and each of their
numbers stands in one that does not rest on an inferred total. Each cell of table 3 stands in a
row sum and in a column sum, each cell of table 4 in a sum: one misreading breaks at least one
of them, so a wrong cell would take two misreadings that make up for each other, each of them
made alike in both looks. What is empty is told by ink, and a sum that lacks it breaks. No
identity covers table 2: there the conditions above are all the evidence, which is why they hold
for every cell of every table.

A broken identity is the agency's own mistake only if the reading is beyond doubt, which a scan
is not by itself. It is `discrepant` only where every cell of the broken identity also stands
in another identity that holds; otherwise the cells of the broken identity that no other
identity confirms are not read (`conflict`), and the report is `incomplete`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from parsers.reading.model import Unreadable
from parsers.reading.ocr.budget import MAX_PAGES, WORK, Budget, TimeIsUp, allowance

if TYPE_CHECKING:  # the PDF reader reads scans through this module: at run time it loads first
    from parsers.reading.ocr.page import PageRead
    from parsers.reading.pdf.flow import PageParts

# From 1.29 on onnxruntime numbers the machine and sends what it ran to its maker, unless this is
# set before it is loaded; what loads it stands below this package.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

NEEDS = "page images: needs OCR: pip install 'openness-corpus[ocr]'"
SPENT = "were not read: the time that this run had for recognition was spent"
WAITING = (NEEDS, SPENT)  # for the extra, or for time: another run may read them
TOO_POOR = "to read numbers from"
ILLEGIBLE = "shows print of which no Chinese words can be read"
EXTRACTOR = "ocr"


class Scan(NamedTuple):
    """A page's picture (uint8, grey [y, x] or red-green-blue [y, x, 3]); its width in points, and
    the pixels a point with which it was scanned, where these are known. bilevel: it is known to
    come in black and white, though what drew it may have blended the two."""

    picture: Any
    width: float | None = None
    native: float | None = None
    bilevel: bool = False


def is_available() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2", "PIL"))


def is_waiting(told: Iterable[str]) -> bool:
    """Whether a document's notes tell of pictures that wait to be read."""
    return any(why in line for line in told for why in WAITING)


def lost_pages(notes: Iterable[str]) -> list[str]:
    """The notes that tell of pages whose words or numbers the picture does not show well enough."""
    return [line for line in notes if line.endswith((TOO_POOR, ILLEGIBLE))]


def put_recognised(pages: list[PageParts], scans: Mapping[int, Callable[[], Scan]]) -> list[str]:
    """Put what recognition reads in the place of pages that are pictures; returns notes.

    scans: by their places among the pages, each made by its own function when its turn comes. A
    sheet with two pages becomes two.
    """
    if not scans:
        return []
    if not is_available():
        return [f"{len(scans)} {NEEDS}"]
    read, notes = read_scans(list(scans.values()))
    for place, shown in sorted(zip(scans, read, strict=True), reverse=True, key=itemgetter(0)):
        for parts in shown:
            parts.index = pages[place].index
        if any(parts.lines or parts.grids for parts in shown):
            pages[place : place + 1] = shown
    return notes


def read_scans(
    scans: Sequence[Callable[[], Scan]], budget: Budget | None = None
) -> tuple[list[list[PageParts]], list[str]]:
    """Read page pictures, each made by its own function when its turn comes.

    Returns the parts of the pages that each picture shows, none for one that was not read, and
    notes. Stops at MAX_PAGES and when the budget is spent. Raises Unreadable where the extra is
    missing.
    """
    if not is_available():
        raise Unreadable(NEEDS)
    allowed = allowance()
    if allowed.left <= 0:
        return [[] for _ in scans], [_all_told(0, 0), f"page images from 1 to {len(scans)} {SPENT}"]
    with allowed.drawn_upon():
        return _read_scans(scans, budget or Budget())


def _read_scans(
    scans: Sequence[Callable[[], Scan]], budget: Budget
) -> tuple[list[list[PageParts]], list[str]]:
    # numpy's linear algebra is not used, yet reserves address space for every processor.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import cv2

    from parsers.reading.ocr import engine
    from parsers.reading.ocr.pages import Shown, read_pages

    engine.prepare()
    pages: list[list[PageParts]] = [[] for _ in scans]
    notes: list[str] = []
    cells = doubtful = 0
    read: list[PageRead | None] = []
    end = len(scans)
    for index in range(end):
        try:
            budget.check()
            if sum(map(len, pages)) >= MAX_PAGES:
                raise TimeIsUp
            for page in read_pages(Shown(*scans[index]()), _last(read), budget.check):
                read.append(page)
                pages[index].append(page.parts)
                notes += _told(page, index)
                cells, doubtful = cells + page.cells, doubtful + page.doubtful
        except TimeIsUp:
            end = index
            read.append(None)
            break
        except (Unreadable, MemoryError, cv2.error, engine.RecognitionFailed) as error:
            told = " ".join(str(error).split()) or "out of memory"
            notes.append(f"page image {index + 1} was not read: {told}")
            read.append(None)
    _leave_whole_tables(read)
    if end < len(scans):
        whole = "" if not pages[end] else " whole"
        notes.append(
            f"page images from {end + 1} to {len(scans)} were not read{whole}: at most "
            f"{MAX_PAGES} pages and {WORK:g} seconds of work a document"
        )
    return pages, [_all_told(cells, doubtful), *notes]


def _last(read: Sequence[PageRead | None]) -> PageRead | None:
    """The last page that was read."""
    return next((page for page in reversed(read) if page), None)


def _leave_whole_tables(read: Sequence[PageRead | None]) -> None:
    """Drop the pieces of tables without ruling lines where one may go on with a row, or with a
    part of a broken number, on a page that was not read."""
    if any(
        page and page.parts.placed and (following is None or following.unplaced)
        for page, following in pairwise(read)
    ):
        for page in filter(None, read):
            page.parts.placed = ()


def _all_told(cells: int, doubtful: int) -> str:
    return f"read by character recognition: {cells} cells, {doubtful} of them doubtful"


def _told(page: PageRead, index: int) -> Iterator[str]:
    """Notes on a page of the picture of that index."""
    if page.poor:
        yield f"page image {index + 1} is {page.poor} {TOO_POOR}"
    if page.unread:
        yield (
            f"{page.unread} tables of page image {index + 1} were not read: at most "
            f"{WORK:g} seconds of work a document"
        )
    if page.illegible:
        yield f"page image {index + 1} {ILLEGIBLE}"
