"""The values of tables in scans: read for certain, or in doubt."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.pdfgen.canvas import Canvas

from parsers.interpretation.values import read_value
from parsers.reading import pdf, read
from parsers.reading.model import TableCell
from parsers.reading.ocr.blanks import doubtful_cells
from parsers.reading.pdf.grid import make_grid
from parsers.reading.pdf.page import Rule
from tests.ocr_reading.drawn import (
    DOCUMENTS,
    DOUBT,
    needs_ocr,
    only_table,
    scanned,
    small_page,
    table_picture,
    texts_of,
    values_of,
)
from tests.sample.reports import scan

# The first page of applications_libreoffice.pdf, written down from its picture.
FIRST_PAGE = [
    ["101", "102", "103", "104", "105", "106", "107"],
    ["201", "202", "", "204", "205", "206", "207"],
    ["301", "302", "303", "304", "305", "306", "307"],
    ["401", "/", "403", "404", "405", "406", "407"],
    ["—", "502", "503", "504", "505", "506", "507"],
    ["601", "602", "603", "604", "605", "606", "607"],
    ["701", "702", "703", "704", "705", "706", "707"],
    ["801", "802", "803", "804", "805", "806", "807"],
    ["901", "902", "903", "904", "905", "906", "907"],
]


def test_a_doubtful_cell_is_no_value() -> None:
    assert read_value(DOUBT, signed=True, money=True).state == "unreadable"


@needs_ocr
def test_every_cell_of_a_page_image() -> None:
    reading = read(scan.as_jpeg(*scanned(0)))
    assert (reading.extractor, reading.media_type) == ("ocr", "image/jpeg")
    table = only_table(reading)
    assert table.exact
    assert values_of(table) == FIRST_PAGE
    corner, heading = table.rows[0]
    assert (corner.column, corner.colspan, corner.rowspan) == (0, 3, 3)
    assert heading == TableCell("申请人情况", 3, 7, 1)
    assert [c.text for c in table.rows[1]] == ["自然人", "法人或其他组织", "总计"]
    assert next(iter(reading.paragraphs())) == "三、收到和处理政府信息公开申请情况"
    assert reading.notes == ("read by character recognition: 83 cells, 0 of them doubtful",)


@needs_ocr
def test_a_scanned_pdf_is_read_like_its_original() -> None:
    """The table goes on over the pages: its last rows, column by column and number by number."""
    original = pdf.read((DOCUMENTS / "applications_libreoffice.pdf").read_bytes())
    reading = pdf.read(scan.as_pdf(scanned(1, 2)))
    assert (reading.extractor, reading.media_type) == ("ocr", "application/pdf")
    found = [row for table in reading.tables() for row in table.rows]
    expected = [row for table in original.tables() for row in table.rows][-len(found) :]
    assert columns(found[-8:]) == columns(expected[-8:])
    numbers = [cell.text for row in expected for cell in row if cell.text.isdigit()]
    read_numbers = [cell.text for row in found for cell in row if cell.text.isdigit()]
    assert read_numbers == numbers[-len(read_numbers) :]
    assert len(read_numbers) > 90


def columns(rows: list[tuple[TableCell, ...]]) -> list[list[tuple[int, int]]]:
    return [[(cell.column, cell.colspan) for cell in row] for row in rows]


@needs_ocr
def test_digits_dashes_slashes_blanks_and_pale_print() -> None:
    """What is too pale to be read is in doubt, not empty; a lone slash is no 1."""
    dark, pale = 30, 175
    picture = table_picture(
        [
            [("2024", dark), ("11", dark), ("111", dark), ("1", dark)],
            [("", dark), ("/", dark), ("-", dark), ("-3", dark)],
            [("5322.9801", dark), ("1,234", dark), ("8", pale), ("0", dark)],
            [("60", dark), ("17", dark), ("88", dark), ("35", dark)],
        ]
    )
    table = only_table(read(scan.as_png(picture)))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["2024", "11", "111", "1"],
        ["", "/", "—", "-3"],
        ["5322.9801", "1,234", DOUBT, "0"],
        ["60", "17", "88", "35"],
    ]


@needs_ocr
def test_a_zero_with_a_dot_in_it_is_one() -> None:
    """As fixed-width fonts have it; other digits of the page are what they are."""
    rows = [["0", "8", "0"], ["60", "0", "9"], ["0", "6", "0"]]
    page = table_picture([[(text, 30) for text in row] for row in rows])
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(34)
    left, top, right, bottom = font.getbbox("0", anchor="mm")
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text == "0":
                x = 310 + 220 * column + (left + right) / 2
                y = 340 + 80 * row + (top + bottom) / 2
                pen.ellipse((x - 3, y - 3, x + 3, y + 3), fill=30)
    table = only_table(read(scan.as_png(page.crop((0, 150, page.width, 600)))))
    assert texts_of(table) == rows


@needs_ocr
def test_a_digit_close_to_a_border_is_doubted() -> None:
    """What the border takes of an 8 leaves a 3, and of a 1 nothing; a stroke of a pen through
    several cells is no dash."""
    rows = [["2024", "", ""], ["60", "17", "4"], ["60", "", ""]]
    table = table_picture([[(text, 30) for text in row] for row in rows])
    pen, font = ImageDraw.Draw(table), ImageFont.load_default(34)
    for column, text in ((1, "1"), (2, "88")):
        left = font.getmask(text).getbbox()[0] + font.getbbox(text)[0]
        pen.text((200 + 220 * column + 3 - left, 322), text, fill=30, font=font)
    pen.line((480, 505, 800, 498), fill=30, width=3)
    read_cells = texts_of(only_table(read(scan.as_png(table.crop((0, 150, 1654, 600))))))
    assert read_cells == [["2024", DOUBT, DOUBT], ["60", "17", "4"], ["60", DOUBT, DOUBT]]


@needs_ocr
def test_a_number_with_a_mark_beside_its_line_is_doubted() -> None:
    """A 75 with a raised 1, and with a lowered one, are no 751."""
    table = table_picture(
        [[(text, 30) for text in row] for row in [["2024", "", ""], ["60", "17", "4"]]]
    )
    pen, large, small = (
        ImageDraw.Draw(table),
        ImageFont.load_default(34),
        ImageFont.load_default(24),
    )
    for column, foot in ((1, 338), (2, 362)):
        x = 270 + 220 * column
        pen.text((x, 352), "75", fill=30, font=large, anchor="ls")
        pen.text((x + large.getlength("75") + 2, foot), "1", fill=30, font=small, anchor="ls")
    read_cells = texts_of(only_table(read(scan.as_png(table.crop((0, 150, 1654, 520))))))
    assert read_cells == [["2024", DOUBT, DOUBT], ["60", "17", "4"]]


def test_empty_cells_beside_numbers_without_a_label_are_doubted() -> None:
    """A fold through the second row: its label is in the upper half, its numbers in the lower."""
    down = [Rule(x, 0, 80) for x in (0, 100, 150, 200)]
    across = [Rule(y, 0, 200) for y in (0, 20, 40, 60, 80)]
    grid = make_grid(across, down)
    assert grid is not None
    texts = {0: "规章", 1: "7", 3: "行政许可", 7: "5", 9: "行政处罚", 10: "3"}
    assert doubtful_cells(grid, texts) == {4}


def test_values_over_two_rows_are_doubted() -> None:
    """The border between them is lost in the second column, that of the label is there."""
    down = [Rule(x, 0, 60) for x in (0, 100, 150, 200)]
    across = [Rule(y, 0, 200) for y in (0, 20, 60)] + [Rule(40, 0, 100), Rule(40, 150, 200)]
    grid = make_grid(across, down)
    assert grid is not None
    texts = {0: "信息内容", 1: "本年", 2: "上年", 3: "行政许可", 5: "5", 6: "行政处罚", 7: "3"}
    assert doubtful_cells(grid, texts) == {4}
    del texts[5]
    assert doubtful_cells(grid, texts) == {4, 5}


@needs_ocr
def test_a_blurred_page_is_doubted_not_guessed() -> None:
    data = (DOCUMENTS / "applications_libreoffice.pdf").read_bytes()
    (page,) = scan.pages(data, dpi=60, blur=0.8, seed=7, only=(0,))
    page = page.crop((0, 0, page.width, page.height // 2))
    truth = {text for row in FIRST_PAGE for text in row if text.isdigit()}
    found = {c.text for t in read(scan.as_png(page)).tables() for row in t.rows for c in row}
    assert {text for text in found if text.isdigit()} <= truth


@needs_ocr
def test_values_that_a_red_seal_crosses_and_red_print_are_doubted() -> None:
    dark, red = 30, (215, 50, 60)
    picture = table_picture([[("2024", dark), ("17", dark)], [("60", dark), ("", dark)]])
    seal = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(seal)
    pen.ellipse((260, 310, 400, 450), outline=red, width=9)  # across 2024, 60
    pen.polygon([(295, 335), (365, 335), (330, 410)], fill=red)
    pen.text((530, 420), "35", fill=red, font=ImageFont.load_default(34), anchor="mm")
    stamped = ImageChops.multiply(picture.convert("RGB"), seal).crop((0, 150, 1654, 560))
    # JPEG keeps colours at half the resolution of light.
    table = only_table(read(scan.as_jpeg(stamped, quality=75)))
    assert texts_of(table) == [[DOUBT, "17"], [DOUBT, DOUBT]]


@needs_ocr
def test_dirt_is_no_mark_and_a_decimal_point_is_none() -> None:
    dark = 30
    picture = table_picture([[("2024", dark), ("1.7", dark)], [("60", dark), ("", dark)]])
    pen = ImageDraw.Draw(picture)
    for x, y in [
        (262, 318),
        (371, 341),
        (450, 322),
        (590, 350),
        (333, 392),
        (500, 412),
        (561, 405),
    ]:
        pen.rectangle((x, y, x + 1, y + 1), fill=dark)
    assert texts_of(only_table(read(scan.as_png(picture.crop((0, 150, 1654, 560)))))) == [
        ["2024", "1.7"],
        ["60", ""],
    ]


@needs_ocr
def test_a_streak_through_cells_is_no_border_and_no_digit() -> None:
    """Dirt on the glass draws a line down the whole page: through 305 and 4, beside an empty
    cell's middle, and far from any heading."""
    rows = [["2024", "11", "305"], ["60", "17", "4"], ["7", "", ""]]
    page = table_picture([[(text, 30) for text in row] for row in rows])
    x = 200 + 2 * 220 + 104
    ImageDraw.Draw(page).line((x, 0, x, page.height), fill=150, width=2)
    read_cells = texts_of(only_table(read(scan.as_png(page.crop((0, 150, 1654, 1600))))))
    assert read_cells == [["2024", "11", DOUBT], ["60", "17", DOUBT], ["7", "", DOUBT]]


@needs_ocr
def test_a_speck_is_no_number() -> None:
    """Larger than dust, and lower than any digit."""
    page = small_page([["2024", "11", "305"], ["60", "", ""], ["8", "17", "4"]])
    pen = ImageDraw.Draw(page)
    pen.rectangle((528, 268, 532, 273), fill=30)
    pen.rectangle((750, 268, 755, 271), fill=30)
    read_cells = texts_of(only_table(read(scan.as_png(page))))
    assert read_cells == [["2024", "11", "305"], ["60", DOUBT, DOUBT], ["8", "17", "4"]]


@needs_ocr
def test_a_pale_hyphen_is_not_passed_over() -> None:
    """Before 48 and in an empty cell, too pale to be read; in another a few pixels of one."""
    page = small_page([["2024", "48", "305"], ["60", "17", ""], ["8", "", "4"]])
    pen = ImageDraw.Draw(page)
    pen.rectangle((496, 188, 508, 191), fill=165)
    pen.rectangle((747, 269, 750, 270), fill=30)
    pen.rectangle((522, 350, 534, 353), fill=165)
    read_cells = texts_of(only_table(read(scan.as_png(page))))
    assert read_cells == [["2024", DOUBT, "305"], ["60", "17", DOUBT], ["8", DOUBT, "4"]]


def thin_digits(pale: int) -> Image.Image:
    """A table with a 4 and a 0 in a font whose thin strokes have paled: of the 4 the stem is dark,
    of the 0 the sides."""
    rows = [["60", "17", "4"], ["60", "17", "0"]]
    dark = table_picture([[(text, 30) for text in row] for row in rows])
    page = table_picture([[(text, 30) for text in row[:2]] + [(row[2], pale)] for row in rows])
    for left, right, row in ((752, 758, 0), (738, 745, 1), (755, 763, 1)):
        box = (left, 310 + 80 * row, right, 370 + 80 * row)
        page.paste(dark.crop(box), box)
    return page.filter(ImageFilter.GaussianBlur(0.8)).crop((0, 150, page.width, 540))


@needs_ocr
def test_thin_strokes_of_a_digit_are_part_of_it() -> None:
    """The stem alone of a 4 is a 1, the sides alone of a 0 are two shapes, and no digit."""
    table = only_table(read(scan.as_png(thin_digits(160))))
    assert texts_of(table) == [["60", "17", "4"], ["60", "17", "0"]]


@needs_ocr
@pytest.mark.parametrize(("unread", "is_broken"), [(3, False), (8, True)])
def test_a_page_of_which_many_values_are_uncertain_shows_none_for_certain(
    unread: int, is_broken: bool
) -> None:
    """Its print has lost strokes: what is left of one digit may be another."""
    texts = ["R" if place < unread else str(20 + place) for place in range(24)]
    rows = [texts[start : start + 6] for start in range(0, 24, 6)]
    told = {True: [DOUBT] * 24, False: [DOUBT if text == "R" else text for text in texts]}
    found = texts_of(only_table(read(scan.as_png(small_page(rows)))))
    assert [text for row in found for text in row] == told[is_broken]


@needs_ocr
def test_small_print_in_black_and_white_has_lost_its_thin_strokes() -> None:
    (page,) = scanned(0, dpi=96, turn=0.0)
    top = page.crop((0, 0, page.width, page.height // 2)).point(lambda grey: 255 * (grey > 128))
    reading = read(scan.as_png(top))
    assert "page image 1 is too coarse to read numbers from" in reading.notes
    assert not [c.text for t in reading.tables() for row in t.rows for c in row if c.text.isdigit()]


@needs_ocr
def test_a_page_drawn_of_a_black_and_white_picture_is_black_and_white() -> None:
    """Its PDF stretches it by a hair, so that what draws it blends black and white; and it has no
    words whose height would tell how small its print is."""
    rows = [[str(100 + 7 * row + column) for column in range(6)] for row in range(4)]
    page = small_page(rows)
    small = page.resize((round(page.width * 0.42), round(page.height * 0.42)))
    bilevel = small.point(lambda grey: 255 * (grey > 128)).convert("1")
    drawn = io.BytesIO()
    canvas = Canvas(drawn, pagesize=(596, 162))
    canvas.drawInlineImage(bilevel, 0, 0, 596, 162)
    canvas.save()
    assert "page image 1 is too coarse to read numbers from" in read(drawn.getvalue()).notes


@needs_ocr
def test_a_stem_with_a_speck_where_the_bar_of_a_4_would_be_is_no_1() -> None:
    page = small_page([["2024", "11", "305"], ["60", "1", "1"], ["8", "17", "4"]])
    ImageDraw.Draw(page).rectangle((515, 272, 517, 274), fill=110)
    read_cells = texts_of(only_table(read(scan.as_png(page))))
    assert read_cells == [["2024", "11", "305"], ["60", DOUBT, "1"], ["8", "17", "4"]]


@needs_ocr
def test_a_number_that_a_mark_in_the_paper_touches_is_doubted() -> None:
    """Strokes of a watermark, paler than any print: one makes a 6 of a 0."""
    page = small_page([["2024", "11", "305"], ["60", "0", "0"], ["8", "17", "4"]])
    pen = ImageDraw.Draw(page)
    pen.line((540, 235, 525, 262), fill=196, width=6)
    pen.line((640, 300, 622, 240), fill=196, width=7)
    read_cells = texts_of(only_table(read(scan.as_png(page))))
    assert read_cells == [["2024", "11", "305"], ["60", DOUBT, "0"], ["8", "17", "4"]]
