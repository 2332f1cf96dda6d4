"""How pages lie in their pictures, and the lines that rule them."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFont

from parsers.reading import read
from tests.ocr_reading.drawn import (
    needs_ocr,
    only_table,
    table_picture,
    texts_of,
)
from tests.sample.reports import scan


@needs_ocr
def test_a_page_that_is_no_rectangle_is_laid_straight() -> None:
    """Drawn askew through the scanner: what is level stays so, what is upright leans by a
    hundredth; the lines leave their places by a whole digit's width."""
    rows = [[f"{7 * row}", f"{100 + row}"] for row in range(22)]
    page = table_picture([[(text, 30) for text in row] for row in rows])
    lean = 0.012
    leaning = page.transform(
        page.size,
        Image.Transform.AFFINE,
        (1, lean, -lean * page.height / 2, 0, 1, 0),
        Image.Resampling.BICUBIC,
        fillcolor=250,
    )
    assert texts_of(only_table(read(scan.as_png(leaning)))) == rows


@needs_ocr
def test_lines_in_light_grey_of_a_screenshot() -> None:
    picture = Image.new("L", (1000, 400), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(20)
    for row, texts in enumerate([("2024", "11"), ("5", "0"), ("60", "17")]):
        for column, text in enumerate(texts):
            x, y = 100 + 200 * column, 100 + 34 * row
            pen.rectangle((x, y, x + 200, y + 34), outline=200)
            pen.text((x + 100, y + 17), text, fill=0, font=font, anchor="mm")
    table = only_table(read(scan.as_png(picture)))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["2024", "11"],
        ["5", "0"],
        ["60", "17"],
    ]
