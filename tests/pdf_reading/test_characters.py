"""Characters of PDFs: where they stand, what they stand for."""

from __future__ import annotations

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from parsers.reading import pdf
from tests.pdf_reading.drawn import (
    FONT,
    XS,
    YS,
    drawn,
    ruled,
    texts,
    two_by_two,
)


def test_struck_characters_are_no_part_of_a_number() -> None:
    """A deletion that is printed with its line, in a number and in a word; not an underline."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        for text, x, y in (
            ("规章", 110, 685),
            ("58", 210, 685),
            ("旧文件", 110, 665),
            ("12", 210, 665),
        ):
            canvas.drawString(x, y, text)
        digit = pdfmetrics.stringWidth("5", FONT, 12)
        canvas.line(210 + digit, 689, 210 + 2 * digit, 689)
        canvas.line(110, 669, 122, 669)
        canvas.line(210, 663, 210 + 2 * digit, 663)

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [["规章", "5[8]"], ["[旧]文件", "12"]]


def test_lines_of_one_cell() -> None:
    """Chinese is joined, digits are not: two lines may be one number cut or two numbers."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, [700.0, 660.0, 620.0], canvas.line)
        for x, y, text in (
            *((110, 685, "5.要求行政机关确"), (110, 670, "认或重新出具")),
            *((230, 685, "12345"), (230, 670, "678")),
            *((110, 645, "本年收费金额"), (110, 630, "（单位：万元）")),
            *((210, 645, "251000"), (210, 630, "元")),
        ):
            canvas.drawString(x, y, text)

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [
        ["5.要求行政机关确认或重新出具", "12345 678"],
        ["本年收费金额（单位：万元）", "251000元"],
    ]


def test_a_number_wider_than_its_cell_stays_whole_and_is_noted() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, [100.0, 130.0, 160.0, 190.0], YS, canvas.line)
        canvas.drawString(103, 685, "1234567")  # 42 points in a cell of 30
        canvas.drawString(172, 685, "8")
        canvas.drawString(103, 665, "9")

    reading = pdf.read(drawn(draw))
    (table,) = reading.tables()
    assert texts(table) == [["1234567", "", "8"], ["9", "", ""]]
    assert reading.notes == ("page 1: the number 1234567 is printed across a border",)


def test_numbers_close_to_the_border_between_them_stay_apart() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        canvas.drawRightString(200, 685, "17")
        canvas.drawString(200, 685, "28")

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table)[0] == ["17", "28"]


def test_bold_by_printing_twice_is_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            canvas.drawString(100 + shift, 700, "收到申请110件")

    assert list(pdf.read(drawn(draw)).paragraphs()) == ["收到申请110件"]


def test_a_watermark_set_aslant_does_not_enter_the_table() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        two_by_two(canvas)
        canvas.translate(150, 640)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")

    reading = pdf.read(drawn(draw))
    assert [texts(table) for table in reading.tables()] == [[["甲", "乙"], ["丙", "丁"]]]
    assert reading.notes == ("page 1: text set aslant (a watermark) left out: 内部资料",)


@pytest.mark.parametrize("scale", [0.05, 1.0, 2.0])
def test_words_set_downwards_beside_the_rows_stay_in_their_cell(scale: float) -> None:
    """As WPS prints 三、本年度办理结果: with a font for vertical writing, of 199 points at a
    twentieth, to which pdfium gives boxes as if it were printed in its own size."""
    downwards = UnicodeCIDFont(FONT, isVertical=True)
    downwards.name = downwards.fontName = "downwards"
    pdfmetrics.registerFont(downwards)

    def draw(canvas: Canvas) -> None:
        ruled(canvas, [100.0, 120.0], [700.0, 640.0], canvas.line)
        ruled(canvas, [120.0, 200.0, 300.0], [700.0, 680.0, 660.0, 640.0], canvas.line)
        for y, label, value in (
            (685, "予以公开", "5"),
            (665, "部分公开", "12"),
            (645, "总计", "17"),
        ):
            canvas.drawString(125, y, label)
            canvas.drawString(205, y, value)
        canvas.scale(scale, scale)
        canvas.setFont("downwards", 10 / scale)
        canvas.drawString(110 / scale, 695 / scale, "办理结果")

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [["办理结果", "予以公开", "5"], ["部分公开", "12"], ["总计", "17"]]


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_set_sideways_is_read_upright(degrees: int) -> None:
    """As word processors print a landscape page: text turned one way, /Rotate the other."""
    width, height = landscape(A4)

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(degrees)
        shift = {90: (height, 0), 180: (width, height), 270: (0, width)}[degrees]
        canvas.translate(*shift)
        canvas.rotate(degrees)
        canvas.setFont(FONT, 12)
        canvas.drawString(100, 550, "四、行政复议情况")
        ruled(canvas, XS, [400.0, 380.0, 360.0], canvas.line)
        for value, x, y in (("甲", 150, 385), ("12", 250, 385), ("丙", 150, 365), ("34", 250, 365)):
            canvas.drawString(x, y, value)

    reading = pdf.read(drawn(draw, (width, height)))  # reportlab itself swaps the sides
    assert [texts(table) for table in reading.tables()] == [[["甲", "12"], ["丙", "34"]]]
    assert list(reading.paragraphs()) == ["四、行政复议情况"]


def test_a_digit_alone_in_a_font_that_the_file_does_not_hold() -> None:
    """Read on every machine, with Chinese fonts or without any."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        for x, y, text in ((110, 685, "规章"), (250, 685, "2"), (110, 665, "告"), (250, 665, "—")):
            canvas.drawString(x, y, text)

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [["规章", "2"], ["告", "—"]]


def test_reading_leaves_the_machines_fonts_to_those_who_draw() -> None:
    """Nothing of the font that stands in for the missing ones is seen on a drawn page."""
    import pypdfium2

    data = drawn(lambda canvas: canvas.drawString(100, 700, "年度报告"))

    def ink() -> bytes:
        with pypdfium2.PdfDocument(data) as document:
            return bytes(document[0].render(grayscale=True).buffer)

    before = ink()
    pdf.read(data)
    assert ink() == before
