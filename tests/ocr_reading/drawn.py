"""Pages drawn for these tests, and what is read of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from parsers.reading import ocr
from parsers.reading.model import Reading, Table
from tests.sample.reports import scan

DOCUMENTS = Path(__file__).parent.parent / "documents" / "pdf"


needs_ocr = pytest.mark.skipif(
    not ocr.is_available(), reason="the extra is not installed: pip install -e '.[ocr]'"
)


def scanned(*only: int, dpi: int = 150, turn: float = 1.5) -> list[Image.Image]:
    data = (DOCUMENTS / "applications_libreoffice.pdf").read_bytes()
    return scan.pages(data, dpi=dpi, turn=turn, seed=7, only=only)


def only_table(reading: Reading) -> Table:
    (table,) = reading.tables()
    return table


def values_of(table: Table) -> list[list[str]]:
    """The texts of the seven value columns, which begin at the fourth, below the header."""
    return [[c.text for c in row if c.column >= 3] for row in table.rows[3:]]


def texts_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


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


def small_page(rows: list[list[str]], heading: str = "") -> Image.Image:
    """A table on a strip of a page, dark on light, below a heading."""
    table = table_picture([[(text, 30) for text in row] for row in rows])
    if heading:
        font = ImageFont.load_default(34)
        ImageDraw.Draw(table).text((200, 190), heading, fill=30, font=font)
    return table.crop((0, 150, table.width, 360 + 80 * len(rows)))


def small_picture(rows: list[list[str]], heading: str = "") -> bytes:
    return scan.as_png(small_page(rows, heading))


DOUBT = "\ufffd"
SMALL = [["2024", "11", "305"], ["60", "17", "4"]]
