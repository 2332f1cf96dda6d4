"""One scanned page: its grids, the text of every cell, and the lines outside tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median

from parsers.reading.model import Unreadable
from parsers.reading.ocr.alike import alike_marks
from parsers.reading.ocr.budget import TimeIsUp
from parsers.reading.ocr.filling import PlacedLine, fill, label_cells
from parsers.reading.ocr.ink import CellInk, cell_ink
from parsers.reading.ocr.looks import Text, is_wordy
from parsers.reading.ocr.outside import ReadLine, lines_outside
from parsers.reading.ocr.pieces import placed_pieces
from parsers.reading.ocr.printed import Box, Print, lines_of, usual_height, with_strokes
from parsers.reading.ocr.quality import poor_print, poor_values
from parsers.reading.ocr.ruling import rules_of
from parsers.reading.ocr.sheet import Sheet
from parsers.reading.ocr.texts import texts_of
from parsers.reading.ocr.thin_dashes import WIDER_THAN_DIGITS
from parsers.reading.pdf.cells import ruled_grids
from parsers.reading.pdf.flow import PageParts
from parsers.reading.pdf.grid import Grid
from parsers.reading.pdf.page import PageContent
from parsers.reading.pdf.text import group_lines, make_line

MAX_CELLS = 1500  # on a page; table 3 has 230
MAX_LINES = 2500  # of print on a page
SMALLEST_TABLE = (60.0, 12.0)  # points: less is a character made of straight strokes

_NUMBERS = re.compile(r"[\d\s,.]*\d[\d\s,.]*")


@dataclass(slots=True)
class PageRead:
    """A page as read; `doubtful` of its `cells` hold something that was not read for certain.

    poor: why no number on the page is certain; empty where the picture is good enough.
    illegible: no Chinese words of it can be read, however it is turned. unread: tables for which
    the time did not suffice. turned: by how many quarter turns to the left the picture had to be
    turned for the page to stand upright. unplaced: of what stands outside its ruled tables it is
    not known where.
    """

    parts: PageParts
    cells: int = 0
    doubtful: int = 0
    poor: str = ""
    unread: int = 0
    turned: int = 0
    illegible: bool = False
    unplaced: bool = False


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


def read_tables(
    sheet: Sheet, outline: Outline, go_on: Callable[[], None], *, goes_on: bool
) -> PageRead:
    """Read the tables of a page one by one; those that are read when the time is up stand.

    goes_on: a table without ruling lines stands on the page before.

    Raises what `outline_of` raises, but for TimeIsUp.
    """
    width, height = sheet.size
    glyphs = [line.glyph(sheet.unit) for line in outline.outside if line.read.text.strip()]
    lines = [make_line(group) for group in group_lines(glyphs)]
    page = PageRead(PageParts(width, height, lines, list(outline.grids), recognised=True))
    _read_cells(sheet, outline, page, go_on)
    if page.unread:
        page.unplaced = True
    else:
        _read_pieces(sheet, outline, page, go_on, goes_on=goes_on)
    return page


def _read_pieces(
    sheet: Sheet, outline: Outline, page: PageRead, go_on: Callable[[], None], *, goes_on: bool
) -> None:
    """Read what stands outside ruled tables piece by piece, where numbers do."""
    try:
        pieces = placed_pieces(sheet, outline.grids, go_on, poor=page.poor, goes_on=goes_on)
    except TimeIsUp:
        page.unread, pieces = 1, None
    if pieces is None:
        page.unplaced = True
        return
    page.parts.placed = [make_line(group) for group in group_lines(pieces.glyphs)]
    page.cells, page.doubtful = page.cells + pieces.values, page.doubtful + pieces.doubtful
    page.poor = page.poor or pieces.poor


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
    page.poor = poor_print(sheet, usual) if any(lines) else ""
    marks = alike_marks(sheet, [line.print for some in lines for line in some], usual)
    read: list[list[Text]] = []
    for place in range(len(grids)):
        prints = [line.print for line in lines[place]]
        try:
            read.append(texts_of(sheet, prints, usual, go_on, marks, labels_only=bool(page.poor)))
        except TimeIsUp:
            page.unread = len(grids) - place
            page.parts.grids = list(grids[:place])
            break
    if not page.poor:
        page.poor = poor_values(sheet, chain(*map(_values, lines, read)))
    dash = _shortest_dash([line.print for some in lines for line in some], usual)
    for place, (grid, texts) in enumerate(zip(grids, read, strict=False)):
        faint = {index for index, ink in inks[place] if ink.faint or _is_short(ink, dash)}
        if page.poor or _has_numbers_beside(grid, outline.outside, sheet.unit):
            texts = [Text(text.text, text.certain and is_wordy(text.text)) for text in texts]
            # Print that has lost strokes may have lost a number whole.
            faint |= {index for index, ink in inks[place] if not ink.shapes}
        cut = {index for index, ink in inks[place] if ink.cut}
        cells, doubtful = fill(grid, lines[place], texts, faint, cut, sheet.unit)
        page.cells, page.doubtful = page.cells + cells, page.doubtful + doubtful


def _shortest_dash(lines: Sequence[Print], usual: float) -> float:
    """The least width, in pixels, of a pale dash. usual: the height of a Chinese character, which
    is guessed where a page has none."""
    heights = [line.box.height for line in lines if not line.flat]
    return WIDER_THAN_DIGITS * max(usual, median(heights) if heights else 0.0)


def _is_short(ink: CellInk, dash: float) -> bool:
    """Whether a pale stroke alone in its cell may be a part of a digit."""
    return ink.thin and ink.shapes[0].width < dash


def _values(lines: Sequence[PlacedLine], texts: Sequence[Text]) -> Iterator[tuple[Print, Text]]:
    """The lines of a grid that may be values."""
    labels = label_cells(lines, texts)
    for line, text in zip(lines, texts, strict=True):
        if line.cell not in labels:
            yield line.print, text


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
