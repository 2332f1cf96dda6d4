"""Two pages side by side on one sheet are read one after the other."""

from __future__ import annotations

import io

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas

from parsers import parse
from parsers.reading import ocr, pdf
from parsers.reading.model import Paragraph
from tests.pdf_reading.drawn import FONT, LONG, XS, YS, drawn, report, ruled, texts, two_by_two


def two_on_a_sheet(data: bytes, size: tuple[float, float] = landscape(A4)) -> bytes:
    """As a printer's driver lays them out: each page is a form on the sheet."""
    source = pdfium.PdfDocument(data)
    sheets = pdfium.PdfDocument(raw.FPDF_ImportNPagesToOne(source.raw, *size, 2, 1))
    saved = io.BytesIO()
    sheets.save(saved)
    sheets.close()
    source.close()
    return saved.getvalue()


@pytest.mark.parametrize("size", [landscape(A4), landscape(A3)], ids=["A4", "A3"])
@pytest.mark.parametrize("year", [2019, 2023])
def test_a_report_with_two_pages_on_a_sheet(year: int, size: tuple[float, float]) -> None:
    """Table 3 goes on from one half to the next, and from sheet to sheet."""
    alone, together = parse(report(year)), parse(two_on_a_sheet(report(year), size))
    assert alone.cells_read + alone.cells_blank == alone.cells_expected
    assert together.cells == alone.cells
    assert together.status == alone.status
    assert [s.heading for s in together.sections] == [s.heading for s in alone.sections]


def test_a_wide_table_without_ruling_lines_is_one_page() -> None:
    """Long labels on the left half of the sheet, numbers on the right one."""
    labels = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "予以公开"]
    numbers = ["1", "20", "300", "4", "50", "600", "7", "80", "900", "10"]

    def draw(canvas: Canvas) -> None:
        for line in range(12):
            canvas.drawString(60, 500 - 24 * line, labels[line % 3] + LONG[:8])
            for column, number in enumerate(numbers):
                canvas.drawString(470 + 34 * column, 500 - 24 * line, number)

    (table,) = pdf.read(drawn(draw, size=landscape(A4))).tables()
    assert [row[1:] for row in texts(table)] == [numbers] * 12


def test_what_a_program_is_to_read_instead_stays_on_its_half() -> None:
    """Browsers tell the right code of a character beside it; on a sheet of two pages pdfium puts
    that where the character would stand without the sheet."""

    def draw(canvas: Canvas) -> None:
        for line in range(5):
            canvas.drawString(72, 820 - 24 * line, LONG[:32])
        ruled(canvas, XS, YS, canvas.line)
        canvas._code.append("/Span <</ActualText (/)>> BDC")
        canvas.drawString(250, 685, "/")
        canvas._code.append("EMC")
        two_by_two(canvas, "甲 丙丁")
        canvas.showPage()
        canvas.setFont(FONT, 12)
        for line in range(5):
            canvas.drawString(72, 820 - 24 * line, LONG[:32])
        canvas._code.append("/Span <</ActualText (6)>> BDC")
        canvas.drawString(72, 600, "5")
        canvas._code.append("EMC")

    reading = pdf.read(two_on_a_sheet(drawn(draw)))
    (table,) = reading.tables()
    assert texts(table) == [["甲", "/"], ["丙", "丁"]]
    assert reading.blocks[-1] == Paragraph("5")


def test_a_sheet_that_becomes_a_picture_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fonts of both pages tell no characters: the sheet is drawn once, not once a half."""
    monkeypatch.setattr(ocr, "is_available", lambda: False)

    def draw(canvas: Canvas) -> None:
        for page in range(2):
            canvas.setFont(FONT, 12)
            for line in range(12):
                canvas.drawString(72, 780 - 24 * line, LONG[:20])
                canvas.drawString(330, 780 - 24 * line, "\x01\x02\x03\x04"[page:] * 3)
            canvas.showPage()

    reading = pdf.read(two_on_a_sheet(drawn(draw)))
    assert reading.images == 1
    assert sum("taken for a picture" in note for note in reading.notes) == 1
