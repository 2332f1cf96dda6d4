"""The report as a PDF as WPS prints one, which most agencies publish.

Each character is set by itself, from fonts of 320 points printed at a twentieth. Figures are in
another typeface than the words around them, lines of running text stand on a white ground of their
own, and the label beside many rows of table 3 is set downwards.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from functools import cache

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.sample.reports.grid import Grid, cut, place, require_complete, table_of, width_of
from tests.sample.reports.model import Report
from tests.sample.reports.pdf import BROKEN_TABLE, ROWS_ON_FIRST_PAGE, TABLE_SECTIONS, widths_of

WORDS, FIGURES, DOWNWARDS = "STSong-Light", "Times-Roman", "downwards"
PRINTED = 0.05  # of the fonts' own size
LEFT, RIGHT, TOP, BOTTOM = 74.0, 520.0, 770.0, 80.0
BODY, LEADING = 16.0, 28.0
CELL, CELL_LEADING, ROOM = 9.0, 11.0, 4.0
INDENT = 2  # characters
TALL = 6  # rows beside which a label is set downwards


def render(report: Report) -> bytes:
    """The bytes of the PDF. Raises ValueError for cells that a ruled table cannot lack."""
    require_complete(report)
    _register_fonts()
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, pageCompression=1, invariant=1)
    canvas.setTitle(report.title)
    paper = _Paper(canvas)
    paper.paragraph(report.title, indent=0)
    for text in report.introduction:
        paper.paragraph(text)
    for section in report.sections:
        broken = section.number == BROKEN_TABLE and report.tabled
        if broken:
            paper.turn()
        paper.paragraph(section.heading)
        for text in section.paragraphs:
            paper.paragraph(text)
        if section.number in TABLE_SECTIONS and report.tabled:
            grid = table_of(report, section.number)
            for number, part in enumerate(cut(grid, ROWS_ON_FIRST_PAGE) if broken else (grid,)):
                if number:
                    paper.turn()
                paper.table(part, widths_of(section.number))
    for line in report.signature:
        paper.paragraph(line)
    canvas.save()
    return written.getvalue()


@cache
def _register_fonts() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(WORDS))
    downwards = UnicodeCIDFont(WORDS, isVertical=True)
    downwards.name = downwards.fontName = DOWNWARDS
    pdfmetrics.registerFont(downwards)


class _Paper:
    """Pages from top to bottom; `y` is where the next line begins."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y = TOP

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.canvas.showPage()
        self.y = TOP

    def paragraph(self, text: str, indent: int = INDENT) -> None:
        """Running text, each line on a ground of its own."""
        for number, line in enumerate(_wrapped("　" * indent + text, RIGHT - LEFT, BODY)):
            if self.y < BOTTOM:
                self.turn()
            self.canvas.setFillGray(1)
            self.canvas.rect(LEFT, self.y - 8, RIGHT - LEFT, LEADING, stroke=0, fill=1)
            self.canvas.setFillGray(0)
            start = LEFT if number else LEFT + indent * BODY
            self._set(start, self.y, line.lstrip("　"), BODY)
            self.y -= LEADING

    def table(self, grid: Grid, widths: Sequence[float]) -> None:
        """A ruled table, which fits on what is left of the page or on a new one."""
        xs = [LEFT + sum(widths[:column]) for column in range(width_of(grid) + 1)]
        lines: dict[tuple[int, int], list[str]] = {}
        for placed in place(grid):
            width = xs[placed.column + placed.cell.colspan] - xs[placed.column] - ROOM
            lines[placed.row, placed.column] = list(_wrapped(placed.cell.text, width, CELL))
        heights = [CELL_LEADING + ROOM] * len(grid)
        for placed in place(grid):
            if placed.cell.rowspan == 1:
                needed = CELL_LEADING * len(lines[placed.row, placed.column]) + ROOM
                heights[placed.row] = max(heights[placed.row], needed)
        if self.y - sum(heights) < BOTTOM / 2:
            self.turn()
        ys = [self.y - sum(heights[:row]) for row in range(len(grid) + 1)]
        for placed in place(grid):
            cell, x0, y0 = placed.cell, xs[placed.column], ys[placed.row]
            x1, y1 = xs[placed.column + cell.colspan], ys[placed.row + cell.rowspan]
            for edge in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                self.canvas.line(*edge)
            if cell.rowspan >= TALL and placed.column == 0:
                self._set_downwards((x0 + x1) / 2, (y0 + y1) / 2, cell.text)
                continue
            own = lines[placed.row, placed.column]
            y = (y0 + y1) / 2 + CELL_LEADING * (len(own) / 2 - 0.8)
            for line in own:
                self._set((x0 + x1 - _width(line, CELL)) / 2, y, line, CELL)
                y -= CELL_LEADING
        self.y = ys[-1] - LEADING

    def _set(self, x: float, y: float, text: str, size: float) -> None:
        """Words and figures, character by character."""
        self.canvas.saveState()
        self.canvas.scale(PRINTED, PRINTED)
        written = self.canvas.beginText()
        for character in text:
            written.setFont(_font(character), size / PRINTED)
            written.setTextOrigin(x / PRINTED, y / PRINTED)
            written.textOut(character)
            x += _width(character, size)
        self.canvas.drawText(written)
        self.canvas.restoreState()

    def _set_downwards(self, x: float, middle: float, text: str) -> None:
        self.canvas.saveState()
        self.canvas.scale(PRINTED, PRINTED)
        self.canvas.setFont(DOWNWARDS, CELL / PRINTED)
        self.canvas.drawString(x / PRINTED, (middle + CELL * len(text) / 2) / PRINTED, text)
        self.canvas.restoreState()


def _font(character: str) -> str:
    return FIGURES if character.isascii() else WORDS


def _width(text: str, size: float) -> float:
    return sum(pdfmetrics.stringWidth(character, _font(character), size) for character in text)


def _wrapped(text: str, width: float, size: float) -> Iterator[str]:
    """Lines that are filled up, broken between any two characters but figures."""
    line = ""
    for character in text:
        if line and _width(line + character, size) > width:
            kept = (line.rstrip("0123456789.") if character.isdigit() else line) or line
            yield kept
            line = line[len(kept) :]
        line += character
    if line:
        yield line
