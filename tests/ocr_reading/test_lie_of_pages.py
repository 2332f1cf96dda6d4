"""How pages lie in their pictures, and the lines that rule them."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from parsers.reading import read
from tests.ocr_reading.drawn import (
    DOUBT,
    SMALL,
    needs_ocr,
    only_table,
    scanned,
    small_page,
    small_picture,
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
def test_a_page_photographed_from_aside_is_laid_straight() -> None:
    """The top is nearer than the bottom: upright lines lean the more, by up to a twentieth, the
    farther they are from the middle, and lines that were level lean by a fiftieth."""
    rows = [[f"{7 * row}", f"{100 + row}", "0"] for row in range(13)]
    page = table_picture([[(text, 30) for text in row] for row in rows]).crop((0, 150, 1654, 1550))
    middle, farther = 700, 1.1e-4
    aslant = page.transform(
        page.size,
        Image.Transform.PERSPECTIVE,
        (1.0, middle * farther, 0.0, 0.02, 1.1, -10.0, 0.0, farther),
        Image.Resampling.BICUBIC,
        fillcolor=250,
    )
    assert texts_of(only_table(read(scan.as_png(aslant)))) == rows


@needs_ocr
def test_an_edge_beside_a_table_does_not_tell_how_its_lines_lean() -> None:
    """As the edge of a sheet, or of the lid that was taken for one: it is longer than all lines."""
    rows = [["2024", "305", "0", "17"]] * 4
    page = table_picture([[(text, 30) for text in row] for row in rows]).crop((0, 150, 1654, 950))
    ImageDraw.Draw(page).line((1635, 0, 1621, 800), fill=120, width=5)
    assert texts_of(only_table(read(scan.as_png(page)))) == rows


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


@needs_ocr
def test_a_table_cut_out_along_its_borders() -> None:
    (page,) = scanned(0, turn=0)
    table = only_table(read(scan.as_png(page.crop((176, 202, 1043, 401)))))
    assert texts_of(table)[3:] == [
        ["一、本年新收政府信息公开申请数量", "101", "102", "103", "104", "105", "106", "107"],
        ["二、上年结转政府信息公开申请数量", "201", "202", "", "204", "205", "206", "207"],
    ]


@needs_ocr
@pytest.mark.parametrize("quarters", [1, 2])
def test_a_page_on_its_side_or_its_head_is_turned(quarters: int) -> None:
    (page,) = scanned(0, turn=0.0)
    top = page.crop((100, 120, 1100, 402))
    turned = top.rotate(90 * quarters, expand=True)
    sheet = Image.new("L", (1000, 1000), 250)
    sheet.paste(turned, ((1000 - turned.width) // 2, (1000 - turned.height) // 2))
    rows = texts_of(only_table(read(scan.as_png(sheet))))
    assert [row[1:] for row in rows[3:5]] == [
        ["101", "102", "103", "104", "105", "106", "107"],
        ["201", "202", "", "204", "205", "206", "207"],
    ]


@needs_ocr
def test_a_picture_without_print_is_looked_at_as_it_lies_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looks: list[tuple[int, ...]] = []
    engine = pytest.importorskip("parsers.reading.ocr.engine")
    detect = engine.detect
    monkeypatch.setattr(engine, "detect", lambda shown: looks.append(shown.shape) or detect(shown))
    reading = read(small_picture([["", "", ""]] * 3))
    assert list(reading.paragraphs()) == []
    assert len(looks) == 1


@needs_ocr
def test_two_pages_on_one_sheet_are_read_one_after_the_other() -> None:
    """As one page their headings would be one line."""
    left, right = small_page(SMALL, "First Report"), small_page([["7", "88", "9"]], "Next Report")
    sheet = Image.new("L", (left.width + right.width, 2 * left.height), 250)
    sheet.paste(left, (0, 0))
    sheet.paste(right, (left.width, 0))
    reading = read(scan.as_png(sheet))
    assert [texts_of(table) for table in reading.tables()] == [SMALL, [["7", "88", "9"]]]
    assert list(reading.paragraphs()) == ["First Report", "Next Report"]


@needs_ocr
def test_a_tall_picture_is_cut_where_there_is_paper() -> None:
    """Shrunk to the pixels of one page it could not be read."""
    tall = Image.new("L", (827, 12000), 250)
    for top, heading in ((100, "2023"), (11500, "2024")):
        page = small_page(SMALL, heading)
        tall.paste(page.resize((827, page.height // 2), Image.Resampling.BOX), (0, top))
    reading = read(scan.as_png(tall))
    assert [texts_of(table) for table in reading.tables()] == [SMALL] * 2


@needs_ocr
def test_the_black_lid_around_a_page_does_not_tell_how_it_lies() -> None:
    rows = [[f"{7 * row}", f"{100 + row}"] for row in range(8)]
    page = table_picture([[(text, 30) for text in row] for row in rows]).crop((0, 150, 1100, 1100))
    page = page.rotate(2.5, Image.Resampling.BICUBIC, fillcolor=250)
    lid = Image.new("L", (1300, 1150), 15)
    lid.paste(page, (90, 110))
    assert texts_of(only_table(read(scan.as_png(lid)))) == rows


@needs_ocr
def test_numbers_beside_a_table_are_columns_whose_lines_were_not_seen() -> None:
    page = small_page(SMALL)
    font = ImageFont.load_default(34)
    for row, text in enumerate(["6", "52"]):
        where = (970, 190 + 80 * row)
        ImageDraw.Draw(page).text(where, text, fill=30, font=font, anchor="mm")
    assert texts_of(only_table(read(scan.as_png(page)))) == [[DOUBT] * 3, [DOUBT] * 3]


@needs_ocr
def test_dashed_lines_are_lines() -> None:
    page = Image.new("L", (1654, 700), 250)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(34)
    for at in range(150, 150 + 81 * 3, 80):
        for start in range(200, 860, 13):
            pen.line((start, at, start + 6, at), fill=30, width=2)
    for at in range(200, 861, 220):
        for start in range(150, 390, 13):
            pen.line((at, start, at, start + 6), fill=30, width=2)
    rows = [["2024", "11", "305"], ["60", "17", "4"], ["7", "", "88"]]
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            where = (310 + 220 * column, 190 + 80 * row)
            pen.text(where, text, fill=30, font=font, anchor="mm")
    assert texts_of(only_table(read(scan.as_png(page)))) == rows


@needs_ocr
def test_light_print_on_a_dark_screen() -> None:
    picture = ImageOps.invert(small_page(SMALL))
    assert texts_of(only_table(read(scan.as_png(picture)))) == SMALL
