"""Specks all over a scan, and marks so thin that parts of them have paled."""

from __future__ import annotations

import random
from itertools import product

from PIL import Image, ImageDraw, ImageFont

from parsers.reading import read
from tests.ocr_reading.drawn import (
    DOUBT,
    needs_ocr,
    only_table,
    scanned,
    small_page,
    texts_of,
)
from tests.sample.reports import scan

ROWS = [["2024", "0", "305"], ["60", "", "0"], ["8", "17", "4"]]


def peppered(page: Image.Image) -> Image.Image:
    """A page with a black pixel in every 150; every second has another beside it."""
    chance = random.Random(5)
    for number, (y, x) in enumerate(
        product(range(0, page.height - 20, 10), range(0, page.width - 20, 15))
    ):
        across, down = x + chance.randrange(11), y + chance.randrange(7)
        page.putpixel((across, down), 0)
        if number % 2 == 0:
            page.putpixel((across + 1, down), 0)
    return page


@needs_ocr
def test_specks_that_touch_are_taken_out_where_specks_are_many() -> None:
    """Two that touch look like a mark beside a digit."""
    page = peppered(small_page(ROWS).resize((1240, 330)))
    assert texts_of(only_table(read(scan.as_png(page)))) == ROWS


@needs_ocr
def test_dashes_too_thin_to_be_dark_throughout_are_dashes() -> None:
    """One is in two pieces; a shorter stroke may be what is left of a digit, and one that reaches
    the border goes on beyond it."""
    page = small_page([["2024", "", "305"], ["60", "", ""], ["8", "", "4"]])
    pen = ImageDraw.Draw(page)
    pen.rectangle((517, 188, 542, 190), fill=140)
    pen.rectangle((527, 188, 529, 190), fill=165)
    pen.rectangle((517, 268, 542, 270), fill=168)
    pen.rectangle((743, 268, 753, 270), fill=168)
    pen.rectangle((520, 348, 638, 350), fill=168)
    assert texts_of(only_table(read(scan.as_png(page)))) == [
        ["2024", "—", "305"],
        ["60", "—", DOUBT],
        ["8", DOUBT, "4"],
    ]


@needs_ocr
def test_a_paler_slash_is_told_by_being_like_the_others() -> None:
    """Thin and as low as digits: in rows where it lies between two columns of pixels neither is
    as dark as print."""
    page = small_page([["2024", "", ""], ["", "+20", ""], ["60", "0", "11"]])
    for place, (row, column) in enumerate([(0, 1), (0, 2), (1, 0), (1, 2)]):
        stroke, is_last = Image.new("L", (240, 240), 250), place == 3
        ends = (100 + 2 * place, 172, 136 + 2 * place, 68)
        shade, width = (96, 13) if is_last else (30, 11)
        ImageDraw.Draw(stroke).line(ends, fill=shade, width=width)
        small = stroke.resize((30, 30), Image.Resampling.BOX)
        page.paste(small, (295 + 220 * column, 175 + 80 * row))
    assert texts_of(only_table(read(scan.as_png(page)))) == [
        ["2024", "/", "/"],
        ["/", "+20", "/"],
        ["60", "0", "11"],
    ]


@needs_ocr
def test_a_line_of_a_label_that_was_not_read_is_no_value() -> None:
    """Each label has a second line that cannot be read; of the values all can."""
    (form,) = scanned(0, dpi=200, turn=0.0)
    label = form.crop((366, 536, 530, 560))  # （一）予以公开
    rows = [["", str(20 + row), ""] for row in range(12)]
    page = small_page(rows)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(34)
    for row in range(12):
        page.paste(label, (210, 156 + 80 * row))
        pen.text((310, 206 + 80 * row), "R", fill=30, font=font, anchor="mm")
    found = texts_of(only_table(read(scan.as_png(page))))
    assert [row[1] for row in found] == [row[1] for row in rows]
