"""Scans and page images, through the readers' doors."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers import Hints, parse
from parsers.interpretation.values import read_value
from parsers.reading import image, ocr, pdf, read
from parsers.reading.model import Reading, Table, TableCell, Unreadable
from parsers.reading.ocr.budget import Budget
from tests.sample.reports import scan

DOCUMENTS = Path(__file__).parent / "documents" / "pdf"
DOUBT = "\ufffd"

needs_ocr = pytest.mark.skipif(
    not ocr.is_available(), reason="the extra is not installed: pip install -e '.[ocr]'"
)

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


def scanned(*only: int, dpi: int = 150, turn: float = 1.5) -> list[Image.Image]:
    data = (DOCUMENTS / "applications_libreoffice.pdf").read_bytes()
    return scan.pages(data, dpi=dpi, turn=turn, seed=7, only=only)


def only_table(reading: Reading) -> Table:
    (table,) = reading.tables()
    return table


def values_of(table: Table) -> list[list[str]]:
    """The texts of the seven value columns, which begin at the fourth, below the header."""
    return [[c.text for c in row if c.column >= 3] for row in table.rows[3:]]


def table_picture(rows: list[list[tuple[str, int]]], size: int = 34) -> Image.Image:
    """A ruled table drawn on A4 at 200 dpi, each cell a text and its shade of grey."""
    picture = Image.new("L", (1654, 2339), 250)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size)
    for row, cells in enumerate(rows):
        for column, (text, shade) in enumerate(cells):
            x, y = 200 + 220 * column, 300 + 80 * row
            pen.rectangle((x, y, x + 220, y + 80), outline=20, width=3)
            pen.text((x + 110, y + 40), text, fill=shade, font=font, anchor="mm")
    return picture


# ---- without the extra


def test_an_image_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _name: None)
    data = scan.as_png(Image.new("L", (1000, 1400), 255))
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert str(caught.value) == "page images: needs OCR: pip install 'openness-corpus[ocr]'"


def test_a_scanned_pdf_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _name: None)
    reading = pdf.read(scan.as_pdf(scanned(0)))
    assert (reading.blocks, reading.images, reading.extractor) == ((), 1, "pdf")
    assert reading.notes == ("1 page images: needs OCR: pip install 'openness-corpus[ocr]'",)


def test_a_doubtful_cell_is_no_value() -> None:
    assert read_value(DOUBT, signed=True, money=True).state == "unreadable"


# ---- with it


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
    """The table goes on over the page: both have the same grid, place by place."""
    original = pdf.read((DOCUMENTS / "applications_libreoffice.pdf").read_bytes())
    reading = pdf.read(scan.as_pdf(scanned(1, 2)))
    assert (reading.extractor, reading.media_type) == ("ocr", "application/pdf")
    expected = [t.rows for t in original.tables()][1:]
    found = [t.rows for t in reading.tables()]
    assert [places(rows) for rows in found] == [places(rows) for rows in expected]
    numbers = [
        cell.text for rows in expected for row in rows for cell in row if cell.text.isdigit()
    ]
    read_numbers = [cell.text for rows in found for row in rows for cell in row]
    assert [text for text in read_numbers if text.isdigit()] == numbers
    assert len(numbers) > 90


def places(rows: tuple[tuple[TableCell, ...], ...]) -> list[tuple[int, int, int, int]]:
    return [(n, c.column, c.colspan, c.rowspan) for n, row in enumerate(rows) for c in row]


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
def test_a_blurred_page_is_doubted_not_guessed() -> None:
    data = (DOCUMENTS / "applications_libreoffice.pdf").read_bytes()
    (page,) = scan.pages(data, dpi=60, blur=0.8, seed=7, only=(0,))
    truth = {text for row in FIRST_PAGE for text in row if text.isdigit()}
    found = {c.text for t in read(scan.as_png(page)).tables() for row in t.rows for c in row}
    assert {text for text in found if text.isdigit()} <= truth


@needs_ocr
def test_the_budget_is_kept() -> None:
    def never() -> ocr.Scan:
        raise AssertionError("a page was drawn though the time was up")

    pages, notes = ocr.read_scans([never] * 3, Budget(0.0))
    assert pages == [None, None, None]
    assert notes[1].startswith("page images from 1 to 3 were not read")


# ---- hostile pictures


def png_declaring(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


@needs_ocr
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (png_declaring(60_000, 60_000), "far larger than a page of text"),
        (png_declaring(7_000, 7_000), "7000 x 7000 pixels: expected at most"),
        (png_declaring(40_000, 500), "30000 a side"),
        (png_declaring(30, 30), "too small for a page of text"),
        (png_declaring(1000, 1000), "damaged picture"),
        (b"\x89PNG\r\n\x1a\n", "expected a PNG or JPEG picture, found neither"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "damaged picture"),
    ],
)
def test_pictures_that_are_refused(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=told):
        image.read(data)


@needs_ocr
def test_a_picture_cut_short_is_refused() -> None:
    whole = scan.as_jpeg(Image.effect_noise((800, 1000), 40))
    with pytest.raises(Unreadable, match="damaged picture"):
        image.read(whole[: len(whole) // 2])


@needs_ocr
def test_a_picture_of_nothing_has_no_blocks() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (900, 1200), (0, 0, 0, 0)).save(written, "PNG")
    reading = image.read(written.getvalue())
    assert (reading.blocks, reading.images) == ((), 1)
    assert parse(written.getvalue(), Hints()).outcome == "unreadable"
