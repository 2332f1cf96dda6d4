"""Pictures and scans in PDFs, counted."""

from __future__ import annotations

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsers import Hints, parse
from parsers.reading import pdf
from tests.pdf_reading.drawn import FONT, XS, YS, drawn, ruled, texts

TITLE = "江州市水利局2023年政府信息公开工作年度报告"


def picture(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (8, 8), 200)), x, y, width, height)


def test_a_scan_is_counted_as_a_picture() -> None:
    reading = pdf.read(drawn(lambda canvas: picture(canvas, 0, 0, *A4)))
    assert (reading.images, reading.blocks) == (1, ())


def test_a_scan_cut_into_strips_is_one_picture() -> None:
    def draw(canvas: Canvas) -> None:
        for strip in range(20):
            picture(canvas, 0, strip * 42.1, A4[0], 42.1)

    assert pdf.read(drawn(draw)).images == 1


@pytest.mark.parametrize(("hidden", "shown", "recognised"), [(9, 1, True), (1, 9, False)])
def test_text_that_is_not_drawn_over_a_picture_was_recognised(
    hidden: int, shown: int, recognised: bool
) -> None:
    """A layer under a scan is somebody's character recognition; a letterhead's picture under a
    page of text, with a hidden mark on it, is none."""

    def draw(canvas: Canvas) -> None:
        picture(canvas, 0, 0, *A4)
        for line, mode in enumerate([3] * hidden + [0] * shown):
            text = canvas.beginText(100, 700 - 20 * line)
            text.setFont(FONT, 12)
            text.setTextRenderMode(mode)
            text.textOut("江州市水利局收到政府信息公开申请3件。")
            canvas.saveState()
            canvas.drawText(text)
            canvas.restoreState()

    data = drawn(draw)
    assert pdf.read(data).recognised is recognised
    assert parse(data, Hints(page_title=TITLE)).recognised is recognised


def test_small_pictures_are_not_counted() -> None:
    def draw(canvas: Canvas) -> None:
        picture(canvas, 100, 600, 100, 60)  # an emblem
        picture(canvas, 100, 300, 300, 150)  # may hold a table
        # so much text that the page is no scan
        canvas.drawString(
            100, 700, "全县各级行政机关收到和处理政府信息公开申请的情况，见下表所列："
        )

    assert pdf.read(drawn(draw)).images == 1


def test_a_cell_in_which_something_is_drawn_is_not_empty() -> None:
    """A number may be a picture, or drawn as curves; a cell's colour is none."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        canvas.setFillColorRGB(0.9, 0.9, 0.9)
        canvas.rect(XS[1] + 1, YS[2] + 1, XS[2] - XS[1] - 2, 18, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(110, 685, "规章")
        canvas.drawString(110, 665, "规范性文件")
        picture(canvas, 210, 683, 12, 12)

    reading = pdf.read(drawn(draw))
    (table,) = reading.tables()
    assert texts(table) == [["规章", "\ufffd"], ["规范性文件", ""]]
    assert reading.notes == ("page 1: 1 cells of tables with a drawing in the place of text",)


def test_a_drawing_in_a_line_without_ruling_lines_is_no_empty_cell() -> None:
    """Behind a label a number may be drawn; before all others a drawing marks an item."""

    def draw(canvas: Canvas) -> None:
        for label, y in (("规章", 685), ("规范性文件", 665)):
            picture(canvas, 90, y, 8, 8)
            canvas.drawString(110, y, label)
            canvas.drawString(210, y, "3")
        picture(canvas, 280, 683, 12, 12)
        canvas.drawString(280, 665, "5")

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [["规章", "3", "\ufffd"], ["规范性文件", "3", "5"]]


def test_what_was_filled_into_a_form_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        canvas.drawString(110, 685, "规章")
        canvas.drawString(110, 665, "规范性文件")
        for name, value, y in (("first", "37", 682), ("second", "0", 662)):
            canvas.acroForm.textfield(
                name=name, value=value, x=210, y=y, width=40, height=16, borderWidth=0
            )

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [["规章", "37"], ["规范性文件", "0"]]
