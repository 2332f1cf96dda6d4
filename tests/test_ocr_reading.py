"""Scans and page images, through the readers' doors."""

from __future__ import annotations

import base64
import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from parsers import Hints, parse
from parsers.interpretation.values import read_value
from parsers.reading import html, image, ocr, pdf, read
from parsers.reading.model import Reading, Table, TableCell, Unreadable
from parsers.reading.ocr import budget
from parsers.reading.ocr.blanks import doubtful_cells
from parsers.reading.ocr.budget import Budget, TimeIsUp
from parsers.reading.pdf.grid import make_grid
from parsers.reading.pdf.page import Rule
from tests.sample.reports import scan

ROOT = Path(__file__).parent.parent
DOCUMENTS = Path(__file__).parent / "documents" / "pdf"
DOUBT = "\ufffd"


@pytest.fixture(autouse=True)
def much_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not cut a reading short."""
    monkeypatch.setattr(budget, "SECONDS", 600.0)


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


SMALL = [["2024", "11", "305"], ["60", "17", "4"]]


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


def page_with_picture(source: str) -> bytes:
    return (
        "<html><body><div class='article'><p>三、收到和处理政府信息公开申请情况</p>"
        f"<p>见下表：<img src='{source}'></p><p>四、行政复议、行政诉讼情况</p></div></body></html>"
    ).encode()


@needs_ocr
def test_a_picture_in_a_page_is_read_where_it_stands() -> None:
    data = scan.as_jpeg(small_page(SMALL), quality=95)
    page = page_with_picture(f"data:image/jpeg;base64,{base64.b64encode(data).decode()}")
    reading = html.read(page)
    assert (reading.extractor, reading.media_type, reading.images) == ("ocr", "text/html", 0)
    assert texts_of(only_table(reading)) == SMALL
    kinds = [type(block).__name__ for block in reading.blocks]
    told = list(reading.paragraphs())
    assert told[:2] == ["三、收到和处理政府信息公开申请情况", "见下表："]
    assert told[-1] == "四、行政复议、行政诉讼情况"
    assert 1 < kinds.index("Table") < len(kinds) - 1


@needs_ocr
def test_a_web_archive_brings_its_pictures() -> None:
    encoded = base64.encodebytes(small_picture(SMALL)).decode()
    page = page_with_picture("/files/t3.png").decode()
    shown_again = page.replace("</div>", "<p><img src='/files/t3.png'></p></div>")
    archive = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n'
        "--b\nContent-Type: text/html; charset=utf-8\nContent-Location: http://a.gov.cn/1.html\n\n"
        f"{shown_again}\n"
        "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
        f"Content-Location: /files/t3.png\n\n{encoded}\n--b--\n"
    )
    reading = read(archive.encode())
    assert (reading.extractor, reading.media_type) == ("ocr", "multipart/related")
    assert texts_of(only_table(reading)) == SMALL


@needs_ocr
def test_the_recogniser_leaves_no_trace_at_home(tmp_path: Path) -> None:
    """onnxruntime would keep the number of the machine there, and call its maker with it."""
    (tmp_path / "page.png").write_bytes(small_picture(SMALL))
    reading = "from parsers.reading import read; read(open('page.png', 'rb').read())"
    home = {name: str(tmp_path / "home") for name in ("HOME", "XDG_CACHE_HOME")}
    outside = {name: value for name, value in os.environ.items() if not name.startswith("ORT_")}
    subprocess.run(
        [sys.executable, "-c", reading],
        cwd=tmp_path,
        env={**outside, **home, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert not (tmp_path / "home").exists()


def test_a_picture_in_a_page_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "find_spec", lambda _name: None)
    data = base64.b64encode(b"x" * 20_000).decode()
    reading = html.read(page_with_picture(f"data:image/png;base64,{data}"))
    assert (reading.extractor, reading.images) == ("html", 1)
    assert "1 page images: needs OCR: pip install 'openness-corpus[ocr]'" in reading.notes


@needs_ocr
def test_pictures_in_a_page_that_are_damaged_are_told() -> None:
    data = base64.b64encode(b"x" * 20_000).decode()
    reading = html.read(page_with_picture(f"data:image/png;base64,{data}"))
    assert (reading.extractor, reading.images) == ("html", 1)
    assert any("expected a PNG or JPEG picture" in note for note in reading.notes)


@needs_ocr
def test_the_budget_is_kept() -> None:
    def never() -> ocr.Scan:
        raise AssertionError("a page was drawn though the time was up")

    pages, notes = ocr.read_scans([never] * 3, Budget(0.0))
    assert pages == [None, None, None]
    assert notes[1].startswith("page images from 1 to 3 were not read")


@needs_ocr
def test_the_budget_counts_the_processor_and_not_its_neighbours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, processor = [0.0], [0.0]
    clocks = SimpleNamespace(monotonic=lambda: clock[0], process_time=lambda: processor[0])
    monkeypatch.setattr(budget, "time", clocks)
    spent = Budget(40.0)
    clock[0], processor[0] = 80.0, 39.0
    spent.check()
    processor[0] = 40.0
    with pytest.raises(TimeIsUp):
        spent.check()
    waiting = Budget(40.0)
    clock[0] += 600.0
    with pytest.raises(TimeIsUp):
        waiting.check()


class Checks(Budget):
    """A budget spent at a check of its own choosing, whatever the clock tells."""

    def __init__(self, most: int) -> None:
        super().__init__(600.0)
        self.most, self.made = most, 0

    def check(self) -> None:
        self.made += 1
        if self.made > self.most:
            raise TimeIsUp


@needs_ocr
def test_a_table_is_read_whole_or_not_at_all() -> None:
    def drawn() -> ocr.Scan:
        with Image.open(io.BytesIO(small_picture(SMALL, heading="2024 Report"))) as picture:
            return np.asarray(picture), None, None

    enough = Checks(1000)
    (page,), _ = ocr.read_scans([drawn], enough)
    assert page is not None and len(page.grids) == 1
    (page,), notes = ocr.read_scans([drawn], Checks(enough.made - 1))
    assert page is not None and page.grids == []
    assert "Report" in "".join(line.text for line in page.lines)
    assert notes[1].startswith("1 tables of page image 1 were not read: at most ")


@needs_ocr
def test_a_report_whose_picture_takes_too_long_is_untabled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "SECONDS", 0.0)
    hints = Hints(link_text="某市人民政府2023年政府信息公开工作年度报告")
    record = parse(small_picture(SMALL), hints)
    assert (record.outcome, record.status) == ("report", "untabled")
    assert any("page images from 1 to 1 were not read" in note for note in record.notes)
    assert "1 to 1 were not read" in (parse(small_picture(SMALL), Hints()).reason or "")


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
