"""Scans of tables whose cells hold strokes too short, or numbers too long, for one look."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.reading import read
from tests.ocr_reading.drawn import DOUBT, needs_ocr, only_table, small_page, texts_of
from tests.sample.reports import scan


def with_strokes(strokes: list[tuple[int, int, int, int]]) -> Image.Image:
    """A table with a stroke in the middle of each cell given: row, column, width, height."""
    page = small_page([["2024", "", ""], ["", "17", ""], ["60", "", "4"]])
    pen = ImageDraw.Draw(page)
    for row, column, width, height in strokes:
        x, y = 310 + 220 * column - width // 2, 190 + 80 * row - height // 2
        pen.rectangle((x, y, x + width - 1, y + height - 1), fill=30)
    return page


@needs_ocr
def test_short_hyphens_are_told_by_being_alike() -> None:
    """Three are the hyphens of the page; a lone one of another size may be what is left of a 7."""
    page = with_strokes([(0, 1, 10, 6), (0, 2, 10, 6), (1, 0, 10, 6), (2, 1, 15, 9)])
    assert texts_of(only_table(read(scan.as_png(page)))) == [
        ["2024", "—", "—"],
        ["—", "17", ""],
        ["60", DOUBT, "4"],
    ]


def with_leaning_strokes(bar: bool) -> bytes:
    """A table with three strokes lower than digits, with the bar of a 7 or without one."""
    page = small_page([["2024", "", ""], ["", "+20", ""], ["60", "0", "11"]])
    for row, column in [(0, 1), (0, 2), (1, 0)]:
        stroke = Image.new("L", (120, 120), 250)
        pen = ImageDraw.Draw(stroke)
        pen.line((30, 100, 84, 20) if bar else (46, 100, 74, 20), fill=30, width=12)
        if bar:
            pen.rectangle((44, 20, 90, 25), fill=30)
        page.paste(stroke.resize((30, 30)), (295 + 220 * column, 175 + 80 * row))
    return scan.as_png(page)


@needs_ocr
def test_slashes_are_told_by_being_alike() -> None:
    """They look like a 1. A plus stands higher than digits do."""
    assert texts_of(only_table(read(with_leaning_strokes(bar=False)))) == [
        ["2024", "/", "/"],
        ["/", "+20", ""],
        ["60", "0", "11"],
    ]


@needs_ocr
def test_leaning_digits_are_no_slashes_though_they_are_alike() -> None:
    first, second, _ = texts_of(only_table(read(with_leaning_strokes(bar=True))))
    assert {*first[1:], second[0]} <= {"7", DOUBT}


@needs_ocr
def test_alike_strokes_of_a_page_in_black_and_white_may_be_left_of_digits() -> None:
    page = with_strokes([(0, 1, 10, 6), (0, 2, 10, 6), (1, 0, 10, 6)])
    page = page.point([255 * (grey > 128) for grey in range(256)])
    assert texts_of(only_table(read(scan.as_png(page))))[0] == ["2024", DOUBT, DOUBT]


def narrow(cells: list[list[list[str]]]) -> bytes:
    """A table with columns of 110 pixels, each cell given by its lines, at 200 dpi."""
    picture = Image.new("L", (1654, 120 + 110 * len(cells)), 250)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(34)
    for row, across in enumerate(cells):
        for column, lines in enumerate(across):
            x, y = 200 + 110 * column, 60 + 110 * row
            pen.rectangle((x, y, x + 110, y + 110), outline=20, width=3)
            for number, line in enumerate(lines):
                middle = y + 55 + 44 * number - 22 * (len(lines) - 1)
                pen.text((x + 55, middle), line, fill=30, font=font, anchor="mm")
    return scan.as_png(picture)


@needs_ocr
@pytest.mark.parametrize(
    ("upper", "read_as"),
    [("1279", "12797"), ("12", DOUBT)],
    ids=["the first line fills the cell", "two numbers above one another"],
)
def test_a_number_that_a_narrow_cell_breaks_is_one(upper: str, read_as: str) -> None:
    table = only_table(read(narrow([[["60"], ["17"], [upper, "7"]], [["2024"], ["35"], ["88"]]])))
    assert texts_of(table) == [["60", "17", read_as], ["2024", "35", "88"]]
