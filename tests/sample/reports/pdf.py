"""The report as a PDF with ruled tables that break over pages, and page numbers `— 1 —`.

The font is one of Adobe's CID fonts, named and not embedded, so that no font file is needed.
"""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table

from tests.sample.reports.grid import Grid, cut, place, require_complete, table_of, width_of
from tests.sample.reports.model import Report

FONT = "STSong-Light"
TABLE_SECTIONS = (2, 3, 4)
BROKEN_TABLE = 3
ROWS_ON_FIRST_PAGE = 14  # of the broken table: the break falls among 不予公开


def render(report: Report) -> bytes:
    """The bytes of the PDF. Raises ValueError for cells that a ruled table cannot lack."""
    require_complete(report)
    _register_font()
    body = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, wordWrap="CJK")
    heading = ParagraphStyle("heading", parent=body, spaceBefore=6, spaceAfter=4)
    title = ParagraphStyle("title", parent=body, fontSize=18, leading=30, alignment=1)
    right = ParagraphStyle("right", parent=body, alignment=2)
    story: list[Any] = [Paragraph(report.title, title)]
    story += [Paragraph(f"　　{text}", body) for text in report.introduction]
    for section in report.sections:
        if section.number == BROKEN_TABLE and report.tabled:
            story.append(PageBreak())
        story.append(Paragraph(section.heading, heading))
        story += [Paragraph(f"　　{text}", body) for text in section.paragraphs]
        if section.number in TABLE_SECTIONS and report.tabled:
            story += _tables(table_of(report, section.number), section.number)
    story += [Paragraph(line, right) for line in report.signature]
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        title=report.title,
        author=report.agency.name,
        invariant=1,
    )
    document.build(story, onFirstPage=_number_page, onLaterPages=_number_page)
    return written.getvalue()


@cache
def _register_font() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def _number_page(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 10)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"— {document.page} —")


def _tables(grid: Grid, section: int) -> list[Any]:
    if section != BROKEN_TABLE:
        return [_table(grid, section), Spacer(1, 4 * mm)]
    upper, lower = cut(grid, ROWS_ON_FIRST_PAGE)
    return [_table(upper, section), PageBreak(), _table(lower, section)]


def _table(grid: Grid, section: int) -> Table:
    cell_style = ParagraphStyle(
        "cell", fontName=FONT, fontSize=9, leading=11, wordWrap="CJK", alignment=1
    )
    rows: list[list[Any]] = [[""] * width_of(grid) for _ in grid]
    spans = []
    for placed in place(grid):
        row, column, cell = placed.row, placed.column, placed.cell
        rows[row][column] = Paragraph(cell.text, cell_style) if cell.text else ""
        corner = (column + cell.colspan - 1, row + cell.rowspan - 1)
        spans.append(("SPAN", (column, row), corner))
    lines = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("FONTNAME", (0, 0), (-1, -1), FONT),
    ]
    return Table(rows, colWidths=widths_of(section), style=[*lines, *spans])


def widths_of(section: int) -> list[float]:
    page = A4[0] - 50 * mm
    if section == 2:
        return [page * 0.4] + [page * 0.2] * 3
    if section == 3:
        return [page * 0.08, page * 0.1, page * 0.33] + [page * 0.07] * 7
    return [page / 15] * 15
