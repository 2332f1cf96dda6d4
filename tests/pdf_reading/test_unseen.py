"""Text of a PDF that nobody sees on its page is no part of what was published."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from parsers.reading import pdf
from parsers.reading.model import UNREAD, Table
from tests.pdf_reading.drawn import FONT, XS, YS, drawn, ruled, texts, two_by_two

X, Y = 240.0, 685.0  # where the second cell's number is printed


def cell(data: bytes) -> str:
    """The second cell of the only table, whose other cells are as they were printed."""
    (table,) = (block for block in pdf.read(data).blocks if isinstance(block, Table))
    (first, second), rest = texts(table)
    assert (first, rest) == ("甲", ["丙", "丁"])
    return second


def table_with(draw: Callable[[Canvas], None]) -> bytes:
    """A table whose second cell is drawn by the test."""

    def page(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        two_by_two(canvas, "甲 丙丁")
        draw(canvas)

    return drawn(page)


def put(canvas: Canvas, text: str, x: float = X, mode: int = 0, **color: float) -> None:
    """Print a text in a colour, black if none is told."""
    canvas.saveState()
    line = canvas.beginText(x, Y)
    line.setFont(FONT, 12)
    line.setFillColor(colors.Color(**{"red": 0, "green": 0, "blue": 0, "alpha": 1, **color}))
    line.setTextRenderMode(mode)
    line.textOut(text)
    canvas.drawText(line)
    canvas.restoreState()


def cover(canvas: Canvas, x: float, width: float, shade: float = 1.0) -> None:
    """Paint over what stands in the second cell."""
    canvas.saveState()
    canvas.setFillGray(shade)
    canvas.rect(x, Y - 2, width, 12, stroke=0, fill=1)
    canvas.restoreState()


def white(canvas: Canvas) -> None:
    put(canvas, "12")
    put(canvas, "7", X + 12, red=1, green=1, blue=1)


def nearly_white(canvas: Canvas) -> None:
    put(canvas, "12")
    put(canvas, "7", X + 12, red=0.99, green=0.98, blue=0.99)


def let_through(canvas: Canvas) -> None:
    put(canvas, "12")
    put(canvas, "7", X + 12, alpha=0.01)


def not_drawn(canvas: Canvas) -> None:
    put(canvas, "12")
    put(canvas, "7", X + 12, mode=3)


def corrected(canvas: Canvas) -> None:
    put(canvas, "38")
    cover(canvas, X - 2, 20)
    put(canvas, "12")


def corrected_twice(canvas: Canvas) -> None:
    corrected(canvas)
    cover(canvas, X - 2, 20)
    put(canvas, "12")


def corrected_in_part(canvas: Canvas) -> None:
    put(canvas, "82", X)
    cover(canvas, X - 2, 9)
    put(canvas, "1", X - 6)
    put(canvas, "2", X)


def under_a_picture(canvas: Canvas) -> None:
    put(canvas, "12")
    put(canvas, "7", X + 14)
    canvas.drawImage(ImageReader(Image.new("RGB", (4, 4), "white")), X + 13, Y - 2, 12, 12)


def clip(canvas: Canvas, text: str, x: float, width: float) -> None:
    """Print a text of which only a strip of the cell is let be seen."""
    canvas.saveState()
    strip = canvas.beginPath()
    strip.rect(x, Y - 3, width, 14)
    canvas.clipPath(strip, stroke=0, fill=0)
    put(canvas, text, x)
    canvas.restoreState()


def clipped_away(canvas: Canvas) -> None:
    put(canvas, "12")
    clip(canvas, "7", X + 12, 0)


def on_black(canvas: Canvas) -> None:
    cover(canvas, X - 2, 20, shade=0)
    put(canvas, "12", red=1, green=1, blue=1)


def on_grey(canvas: Canvas) -> None:
    cover(canvas, X - 2, 20, shade=0.85)
    put(canvas, "12")


def pale(canvas: Canvas) -> None:
    put(canvas, "12", red=0.8, green=0.75, blue=0.75)


def under_a_tint(canvas: Canvas) -> None:
    put(canvas, "12")
    canvas.setFillAlpha(0.3)
    cover(canvas, X - 2, 20, shade=0.5)


def clipped_at_an_edge(canvas: Canvas) -> None:
    clip(canvas, "12", X, 9)


def under_a_seal(canvas: Canvas) -> None:
    put(canvas, "12")
    seal = Image.new("RGBA", (40, 40), (255, 0, 0, 60))
    canvas.drawImage(ImageReader(seal), X - 10, Y - 10, 60, 40, mask="auto")


HIDDEN = [
    white,
    nearly_white,
    let_through,
    not_drawn,
    corrected,
    corrected_twice,
    corrected_in_part,
    under_a_picture,
    clipped_away,
]
SHOWN = [on_black, on_grey, pale, under_a_tint, under_a_seal, clipped_at_an_edge]


@pytest.mark.parametrize("draw", HIDDEN, ids=lambda draw: draw.__name__)
def test_what_is_hidden_is_left_out(draw: Callable[[Canvas], None]) -> None:
    data = table_with(draw)
    assert cell(data) == "12"
    assert any("cannot be seen" in note for note in pdf.read(data).notes)


@pytest.mark.parametrize("draw", SHOWN, ids=lambda draw: draw.__name__)
def test_what_can_be_seen_is_read(draw: Callable[[Canvas], None]) -> None:
    data = table_with(draw)
    assert cell(data) == "12"
    assert pdf.read(data).notes == ()


def test_within_a_form_too() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("number")
        corrected(canvas)
        canvas.endForm()
        canvas.doForm("number")

    assert cell(table_with(draw)) == "12"


def test_a_layer_that_is_switched_off() -> None:
    """The mark of the layer is in the page, the layer's state in the catalogue: its entry is put
    behind a file that lacks it, as an incremental save does."""

    def draw(canvas: Canvas) -> None:
        put(canvas, "12")
        canvas._code.append("/OC /Off BDC")
        put(canvas, "7", X + 12)
        canvas._code.append("EMC")

    data = table_with(draw)
    assert cell(data) == "127"
    assert cell(_with_layer(data)) == "12"


def _with_layer(data: bytes) -> bytes:
    """The same file with a layer `Off` that is switched off."""
    catalogue = data.index(b"/Type /Catalog")
    begin = data.rindex(b"<<", 0, catalogue) + 2
    layers = b" /OCProperties <</OCGs [900 0 R] /D <</OFF [900 0 R] /Order [900 0 R]>> >> "
    data = data[:begin] + layers + data[begin:]
    resources = data.index(b"/Resources <<") + len(b"/Resources <<")
    data = data[:resources] + b" /Properties <</Off 900 0 R>> " + data[resources:]
    end = data.index(b"xref\n0")
    data = data[:end] + b"900 0 obj\n<</Type /OCG /Name (Off)>>\nendobj\n" + data[end:]
    return data.replace(b"startxref\n", b"startxref\n9")  # pdfium looks for the objects itself


def test_what_was_written_on_the_page_covers_it() -> None:
    """A white square over a number, as a remark of an editor; the right number is below it."""

    def draw(canvas: Canvas) -> None:
        put(canvas, "12")
        put(canvas, "38", X + 20)

    data = _with_remark(table_with(draw), (X + 18, Y - 3, X + 40, Y + 10))
    assert cell(data) == "12"


def test_a_field_whose_value_is_not_drawn_is_not_read_as_blank() -> None:
    """Its value is in the form, its looks are left to the program that shows it."""

    def draw(canvas: Canvas) -> None:
        canvas.acroForm.textfield(
            name="number", value="12", x=X, y=Y - 3, width=30, height=12, borderWidth=0
        )

    data = table_with(draw)
    assert cell(data) == "12"
    reading = cell(data.replace(b"/AP ", b"/XP "))
    assert UNREAD in reading


def _with_remark(data: bytes, box: tuple[float, float, float, float]) -> bytes:
    """The same page with a white square on it."""
    left, bottom, right, top = box
    document = pdfium.PdfDocument(data)
    page = document[0]
    square = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_SQUARE)
    raw.FPDFAnnot_SetRect(square, raw.FS_RECTF(left, top, right, bottom))
    raw.FPDFAnnot_SetFlags(square, raw.FPDF_ANNOT_FLAG_PRINT)
    looks = f"1 g {left} {bottom} {right - left} {top - bottom} re f\0".encode("utf-16-le")
    wide = ctypes.cast(ctypes.create_string_buffer(looks), raw.FPDF_WIDESTRING)
    assert raw.FPDFAnnot_SetAP(square, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, wide)
    raw.FPDFPage_CloseAnnot(square)
    page.close()
    saved = io.BytesIO()
    document.save(saved)
    document.close()
    return saved.getvalue()


def test_numbers_that_are_hidden_one_on_the_other() -> None:
    """More than are looked at one by one."""

    def draw(canvas: Canvas) -> None:
        for number in range(500):
            put(canvas, "7", X + number % 10, red=1, green=1, blue=1)

    assert cell(table_with(draw)) == ""


def test_the_page_may_be_of_any_size() -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        two_by_two(canvas, "甲 丙丁")
        corrected(canvas)

    assert cell(drawn(draw, size=(10 * A4[0], 10 * A4[1]))) == "12"
