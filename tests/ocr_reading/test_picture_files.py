"""Pictures as files, alone and in archives."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from parsers import Hints, parse
from parsers.reading import image, read
from parsers.reading.model import Unreadable
from tests.ocr_reading.drawn import (
    SMALL,
    needs_ocr,
    only_table,
    small_page,
    small_picture,
    texts_of,
)
from tests.sample.reports import scan


def archive_of(members: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return written.getvalue()


@needs_ocr
def test_pictures_in_an_archive_are_pages_in_the_order_of_their_numbers() -> None:
    second, tenth = small_picture(SMALL), small_picture([["7", "88", "9"]])
    reading = read(archive_of({"年报/10.png": tenth, "年报/2.png": second}))
    assert (reading.extractor, reading.images) == ("ocr", 0)
    rows = [[cell.text for cell in row] for table in reading.tables() for row in table.rows]
    assert rows == [*SMALL, ["7", "88", "9"]]
    assert reading.notes[-1] == (
        "read from 2 page images in a zip archive, in this order: 年报/2.png, 年报/10.png"
    )


@needs_ocr
def test_pictures_of_several_years_are_no_one_document() -> None:
    page = small_picture(SMALL)
    with pytest.raises(Unreadable, match="2 pictures of several years: 2022年报"):
        read(archive_of({"2022年报.png": page, "2023年报.png": page}))


@needs_ocr
@pytest.mark.parametrize("kind", ["GIF", "WEBP", "BMP", "TIFF"])
def test_pictures_of_other_kinds_are_pages_like_any(kind: str) -> None:
    written = io.BytesIO()
    small_page(SMALL).save(written, kind)
    reading = read(written.getvalue())
    assert (reading.media_type, texts_of(only_table(reading))) == (f"image/{kind.lower()}", SMALL)


@needs_ocr
def test_a_tiff_has_as_many_pages_as_pictures() -> None:
    """As a fax machine writes it, black and white."""
    first, second = small_page(SMALL), small_page([["7", "88", "9"]])
    written = io.BytesIO()
    first.convert("1", dither=Image.Dither.NONE).save(
        written,
        "TIFF",
        compression="group4",
        save_all=True,
        append_images=[second.convert("1", dither=Image.Dither.NONE)],
    )
    reading = read(written.getvalue())
    assert texts_of(only_table(reading)) == [*SMALL, ["7", "88", "9"]]
    cut = read(written.getvalue()[:-300])
    assert any(
        "page image 2 was not read: damaged picture: its page 2" in note for note in cut.notes
    )


@needs_ocr
def test_a_photograph_with_small_copies_is_a_jpeg() -> None:
    """Cameras put previews behind the picture."""
    page = small_page(SMALL)
    written = io.BytesIO()
    page.save(written, "MPO", save_all=True, append_images=[page.resize((400, 100))], quality=90)
    reading = read(written.getvalue())
    assert (reading.media_type, texts_of(only_table(reading))) == ("image/jpeg", SMALL)


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
        (
            b"\x89PNG\r\n\x1a\n",
            "expected a picture (PNG, JPEG, GIF, WEBP, BMP, TIFF)",
        ),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "damaged picture"),
    ],
)
def test_pictures_that_are_refused(data: bytes, told: str) -> None:
    with pytest.raises(Unreadable, match=re.escape(told)):
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
