"""One scanned page: its grids, the text of every cell, and the lines outside tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from statistics import median

from parsers.reading.model import Unreadable
from parsers.reading.ocr import engine
from parsers.reading.ocr.budget import TimeIsUp
from parsers.reading.ocr.engine import Read
from parsers.reading.ocr.filling import PlacedLine, fill
from parsers.reading.ocr.hyphens import alike_hyphens
from parsers.reading.ocr.ink import CellInk, cell_ink
from parsers.reading.ocr.looks import (
    DASH,
    FIRST,
    SECOND,
    THIRD,
    Look,
    Renditions,
    Text,
    agreed,
    are_dotted_zeros,
    as_label,
    is_label,
    is_wordy,
)
from parsers.reading.ocr.outside import ReadLine, lines_outside
from parsers.reading.ocr.printed import Box, Print, lines_of, slant, usual_height, with_strokes
from parsers.reading.ocr.ruling import rules_of
from parsers.reading.ocr.sheet import Sheet
from parsers.reading.ocr.zeros import dotted_zeros
from parsers.reading.pdf.cells import ruled_grids
from parsers.reading.pdf.flow import PageParts
from parsers.reading.pdf.grid import Grid
from parsers.reading.pdf.page import PageContent
from parsers.reading.pdf.text import group_lines, make_line

MAX_CELLS = 1500  # on a page; table 3 has 230
MAX_LINES = 2500  # of print on a page
SMALLEST_TABLE = (60.0, 12.0)  # points: less is a character made of straight strokes

# A page beyond these bounds shows no digit for certain. They were found by degrading pages until
# looks agreed on wrong digits: at 72 dpi, out of focus, under heavy noise.
LOWEST_PRINT = 9.5  # pixels, as scanned: the height of a Chinese character of 8 points at 96 dpi
SOFTEST_PRINT = 0.155  # width of a character's edge, by its height
MOST_NOISE = 0.14  # of the ink
LOWEST_BILEVEL_PRINT = 17.0  # like LOWEST_PRINT, of a page that is black and white
DIGIT = 0.66  # of the height of a Chinese character
FEWEST_VALUES, MOST_UNCERTAIN = 20, 0.25  # values of a page, and their share, to call it broken

_NUMBERS = re.compile(r"[\d\s,.]*\d[\d\s,.]*")


@dataclass(slots=True)
class PageRead:
    """A page as read; `doubtful` of its `cells` hold something that was not read for certain.

    poor: why no number on the page is certain; empty where the picture is good enough.
    illegible: no Chinese words of it can be read, however it is turned. unread: tables for which
    the time did not suffice. turned: by how many quarter turns to the left the picture had to be
    turned for the page to stand upright.
    """

    parts: PageParts
    cells: int = 0
    doubtful: int = 0
    poor: str = ""
    unread: int = 0
    turned: int = 0
    illegible: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The tables of a page, not read yet, and the lines found outside them."""

    grids: Sequence[Grid]
    outside: Sequence[ReadLine]

    def holds_print(self, sheet: Sheet) -> bool:
        """Whether a line was found outside the tables, read or not, or a cell has ink."""
        inks = (cell_ink(sheet, box) for grid in self.grids for _, box in _boxes(grid, sheet.unit))
        return bool(self.outside) or any(ink.shapes for ink in inks)


def outline_of(sheet: Sheet, go_on: Callable[[], None]) -> Outline:
    """Find the tables of a page and read what stands outside them.

    `go_on` is called now and then, and raises TimeIsUp.
    Raises Unreadable for what is no page of a report, RecognitionFailed and MemoryError.
    """
    width, height = sheet.size
    horizontal, vertical = rules_of(sheet)
    content = PageContent(width, height, horizontal=horizontal, vertical=vertical)
    grids = sorted(filter(_is_large, ruled_grids(content)), key=lambda grid: grid.ys[0])
    if sum(len(grid.cells) for grid in grids) > MAX_CELLS:
        raise Unreadable(f"expected at most {MAX_CELLS} cells on a page, found more: a drawing")
    go_on()
    return Outline(grids, lines_outside(sheet, grids, go_on))


def read_tables(sheet: Sheet, outline: Outline, go_on: Callable[[], None]) -> PageRead:
    """Read the tables of a page one by one; those that are read when the time is up stand.

    Raises what `outline_of` raises, but for TimeIsUp.
    """
    width, height = sheet.size
    glyphs = [line.glyph(sheet.unit) for line in outline.outside if line.read.text.strip()]
    lines = [make_line(group) for group in group_lines(glyphs)]
    page = PageRead(PageParts(width, height, lines, list(outline.grids), recognised=True))
    _read_cells(sheet, outline, page, go_on)
    return page


def _is_large(grid: Grid) -> bool:
    wide, high = SMALLEST_TABLE
    return grid.xs[-1] - grid.xs[0] >= wide and grid.ys[-1] - grid.ys[0] >= high


def _read_cells(sheet: Sheet, outline: Outline, page: PageRead, go_on: Callable[[], None]) -> None:
    grids = outline.grids
    inks = [[(index, cell_ink(sheet, box)) for index, box in _boxes(g, sheet.unit)] for g in grids]
    shapes = (shape for cells in inks for _, ink in cells for shape in ink.shapes)
    usual = usual_height(shapes, sheet.unit)
    lines = [
        [PlacedLine(index, line) for index, ink in cells for line in _lines(ink, usual)]
        for cells in inks
    ]
    if sum(map(len, lines)) > MAX_LINES:
        raise Unreadable(f"expected at most {MAX_LINES} lines in tables of a page, found more")
    page.poor = _poor(sheet, usual) if any(lines) else ""
    hyphens = alike_hyphens([line.print for some in lines for line in some], usual)
    read: list[list[Text]] = []
    for place in range(len(grids)):
        prints = [line.print for line in lines[place]]
        try:
            known = frozenset[Box]() if sheet.bilevel else hyphens
            read.append(_texts(sheet, prints, usual, go_on, known, labels_only=bool(page.poor)))
        except TimeIsUp:
            page.unread = len(grids) - place
            page.parts.grids = list(grids[:place])
            break
    if not page.poor:
        page.poor = _poor_values(sheet, lines, read)
    for place, (grid, texts) in enumerate(zip(grids, read, strict=False)):
        faint = {index for index, ink in inks[place] if ink.faint}
        if page.poor or _has_numbers_beside(grid, outline.outside, sheet.unit):
            texts = [Text(text.text, text.certain and is_wordy(text.text)) for text in texts]
            # Print that has lost strokes may have lost a number whole.
            faint |= {index for index, ink in inks[place] if not ink.shapes}
        cut = {index for index, ink in inks[place] if ink.cut}
        cells, doubtful = fill(grid, lines[place], texts, faint, cut, sheet.unit)
        page.cells, page.doubtful = page.cells + cells, page.doubtful + doubtful


def _poor_values(
    sheet: Sheet, lines: Sequence[Sequence[PlacedLine]], read: Sequence[Sequence[Text]]
) -> str:
    """Why no value of a page is certain, as its values show; empty where they are good enough.

    Where many are uncertain the print has lost strokes: what looks agree on is then what is left
    of a digit, as the stem of a 4. Where labels run together, the digits tell how small it is.
    """
    values = [
        (line.print, text)
        for some, texts in zip(lines, read, strict=False)
        for line, text in zip(some, texts, strict=True)
        if not (line.print.flat or line.print.tiny or (text.certain and is_wordy(text.text)))
    ]
    uncertain = sum(not text.certain for _, text in values)
    if len(values) >= FEWEST_VALUES and uncertain > MOST_UNCERTAIN * len(values):
        return "too broken"
    heights = [line.box.height for line, text in values if text.certain and text.text.isdigit()]
    if len(heights) >= FEWEST_VALUES and _is_coarse(sheet, median(heights) / DIGIT):
        return "too coarse"
    return ""


def _has_numbers_beside(grid: Grid, outside: Sequence[ReadLine], unit: float) -> bool:
    """Whether numbers stand beside a grid in its rows: then it is a part of a table whose other
    lines were not seen, and which columns it has nothing tells."""
    top, bottom = grid.ys[0] * unit, grid.ys[-1] * unit
    left, right = grid.xs[0] * unit, grid.xs[-1] * unit
    return any(
        top < (line.top + line.bottom) / 2 < bottom
        and (line.right <= left or right <= line.left)
        and _NUMBERS.fullmatch(line.read.text)
        for line in outside
    )


def _lines(ink: CellInk, usual: float) -> list[Print]:
    """The lines of a cell; where there are several they are words, or in doubt."""
    lines = lines_of(ink.shapes, usual)
    return [with_strokes(lines[0], ink.strokes)] if len(lines) == 1 else lines


def _poor(sheet: Sheet, usual: float) -> str:
    if _is_coarse(sheet, usual):
        return "too coarse"
    if sheet.edge > SOFTEST_PRINT * usual / sheet.unit:
        return "too blurred"
    return "too noisy" if sheet.noise > MOST_NOISE else ""


def _is_coarse(sheet: Sheet, usual: float) -> bool:
    lowest = LOWEST_BILEVEL_PRINT if sheet.bilevel else LOWEST_PRINT
    return usual / sheet.unit * sheet.native < lowest


def _boxes(grid: Grid, unit: float) -> Iterator[tuple[int, Box]]:
    for index, (row, column, rowspan, colspan) in enumerate(grid.cells):
        yield (
            index,
            Box(
                round(grid.xs[column] * unit),
                round(grid.ys[row] * unit),
                round(grid.xs[column + colspan] * unit),
                round(grid.ys[row + rowspan] * unit),
            ),
        )


def _texts(
    sheet: Sheet,
    lines: Sequence[Print],
    usual: float,
    go_on: Callable[[], None],
    hyphens: Set[Box],
    *,
    labels_only: bool,
) -> list[Text]:
    """The text of every line: one look at labels, two or three at what may be a value; none is
    certain where labels are all that the page shows."""
    shown = Renditions(sheet)

    def looked_at(places: Sequence[int], look: Look) -> dict[int, Read]:
        pictures = [shown.show(lines[place], usual, look) for place in places]
        return dict(zip(places, engine.recognise(pictures, go_on), strict=True))

    first = looked_at(range(len(lines)), FIRST)
    texts = [Text(first[place].text, True) for place in range(len(lines))]
    again = [place for place in first if not is_label(first[place], lines[place])]
    if labels_only:
        for place in again:
            texts[place] = Text(first[place].text, False)
        return texts
    for place in again:
        if lines[place].box in hyphens:
            texts[place] = Text(DASH, True)
    again = [place for place in again if lines[place].box not in hyphens]
    leaning = {place: slant(sheet, lines[place]) for place in again}
    dotted = dotted_zeros(sheet, {place: lines[place] for place in again})
    second = looked_at(again, SECOND)
    for place in again:
        reads = (first[place], second[place])
        if place in dotted and are_dotted_zeros(reads):
            texts[place] = Text("0", True)
            continue
        texts[place] = agreed(reads, lines[place], leaning[place], bilevel=sheet.bilevel)
    open_ones = [place for place in again if not texts[place].certain]
    for place, third in looked_at(open_ones, THIRD).items():
        all_reads = (first[place], second[place], third)
        text = agreed(all_reads, lines[place], leaning[place], bilevel=sheet.bilevel)
        texts[place] = text if text.certain else as_label(all_reads, lines[place])
    return texts
