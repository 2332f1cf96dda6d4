"""Tables and rows that the end of a page cuts."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from parsers import parse
from parsers.reading import pdf
from parsers.reading.pdf.shapes import without_shapes
from tests.pdf_reading.drawn import (
    DOCUMENTS,
    FONT,
    LONG,
    XS,
    YS,
    drawn,
    lines_of,
    ruled,
    texts,
    two_by_two,
)


def test_a_heading_cut_by_the_end_of_a_page() -> None:
    """Made by LibreOffice: 自然 on one page and 人 on the next, labels and rows cut as well."""
    record = parse((DOCUMENTS / "header_cut_libreoffice.pdf").read_bytes())
    printed = {(c.row, c.column): c.value for c in record.cells if c.table == "applications"}
    columns = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")
    for row, values in (
        ("received", "4 1 0 0 0 0 5"),
        ("carried_in", "0 0 0 0 0 0 0"),
        ("granted", "2 0 0 0 0 0 2"),
        ("partial", "1 0 0 0 0 0 1"),
        ("denied_by_law", "0 0 0 0 0 0 0"),
    ):
        assert [str(printed[row, column]) for column in columns] == values.split(), row
    assert record.status == "verified"


def test_lines_go_on_whatever_letters_a_font_of_the_file_has() -> None:
    """Made by LibreOffice, with a font of eleven letters whose heights nothing tells."""
    record = parse((DOCUMENTS.parent / "scans" / "2019_grey_lines.pdf").read_bytes())
    assert "数据统计期限为2020年1月1日至2020年12月31日。联系人：王垚" in record.text
    assert (str(record.period_start), str(record.period_end)) == ("2020-01-01", "2020-12-31")


def font_files(data: bytes) -> int:
    """How many of its fonts have shapes that will be read."""
    return len(re.findall(rb"/FontFile2? ", without_shapes(data)))


def with_map(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The file with the first list of its codes and characters changed, all else in its place."""
    number = re.search(rb"/ToUnicode (\d+) 0 R", data)
    assert number
    start = data.index(b"stream\n", data.index(b"\n%b 0 obj" % number[1])) + len(b"stream\n")
    packed = zlib.decompressobj()
    told = packed.decompress(data[start:])
    length = len(data) - start - len(packed.unused_data)
    changed = zlib.compress(change(told), 9)
    assert change(told) != told and len(changed) <= length
    return data[:start] + changed.ljust(length) + packed.unused_data


def test_shapes_are_left_out_only_where_the_file_tells_all_else() -> None:
    data = (DOCUMENTS / "header_cut_libreoffice.pdf").read_bytes()  # it has two fonts
    assert font_files(data) == 0
    assert len(without_shapes(data)) == len(data)
    # A code without its character, a character told only by its shape's name, a missing width.
    assert font_files(with_map(data, lambda told: told.replace(b"<0B> <0032>\n", b""))) == 1
    assert font_files(with_map(data, lambda told: told.replace(b"<0032>", b"<>"))) == 1
    assert font_files(data.replace(b"/LastChar 255", b"/LastChar 254")) == 1
    # In what was added later any object may be written anew.
    later = b"xref\n0 0\ntrailer\n<</Prev 0>>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    assert font_files(data + later) == 2


def test_tables_of_other_columns_or_with_text_between_stay_apart() -> None:
    def draw(canvas: Canvas) -> None:
        for xs, above in ((XS, ""), (XS, ""), (XS, "三、下一张表"), ([100.0, 180.0, 300.0], "")):
            canvas.setFont(FONT, 12)
            canvas.drawString(100, 720, above)
            ruled(canvas, xs, YS, canvas.line)
            two_by_two(canvas)
            canvas.showPage()

    # The second page goes on with the first, whose headings it repeats.
    assert [len(table.rows) for table in pdf.read(drawn(draw)).tables()] == [3, 2, 2]


def words(canvas: Canvas, *placed: tuple[float, float, str]) -> None:
    for x, y, text in placed:
        canvas.drawCentredString(x, y, text)


def test_words_that_hang_out_of_a_table_at_the_end_of_a_page() -> None:
    """As browsers print a row that is broken: its borders end before its words do."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, [110.0, 90.0, 70.0], canvas.line)
        words(canvas, (150, 95, "申请人"), (250, 95, "总计"), (150, 75, "自然"), (250, 75, "其"))
        words(canvas, (150, 58, "人"), (250, 58, "他"), (200, 20, "3"))
        canvas.showPage()
        canvas.setFont(FONT, 12)
        ruled(canvas, XS, [800.0, 780.0], canvas.line)
        words(canvas, (150, 785, "17"), (250, 785, "17"))

    reading = pdf.read(drawn(draw))
    (table,) = reading.tables()
    assert texts(table) == [["申请人", "总计"], ["自然人", "其他"], ["17", "17"]]
    assert list(reading.paragraphs()) == []


def test_a_number_below_a_table_at_the_end_of_a_page_stays_out_of_it() -> None:
    def draw(canvas: Canvas) -> None:
        for bottom in (150.0, 780.0):
            canvas.setFont(FONT, 12)
            ruled(canvas, XS, [bottom + 20, bottom], canvas.line)
            words(canvas, (150, bottom + 5, "四、结转"), (250, bottom + 5, "17"))
            words(canvas, (250, 138, "5"), (100, 300, "正文"))
            canvas.showPage()

    assert [texts(t) for t in pdf.read(drawn(draw)).tables()] == [[["四、结转", "17"]]] * 2


def test_the_rest_of_a_row_behind_repeated_headings_and_a_row_alone_on_its_page() -> None:
    xs = [100.0, 200.0, 300.0, 400.0]

    def draw(canvas: Canvas) -> None:
        for rows in (
            [("信息内容", "制发", "废止"), ("行政规范", "12", "0"), ("行政许", "3", "4")],
            [("信息内容", "制发", "废止"), ("可", "", "")],
            [("行政强制", "", "")],
        ):
            canvas.setFont(FONT, 12)
            ruled(canvas, xs, [800.0 - 20 * i for i in range(len(rows) + 1)], canvas.line)
            for y, row in enumerate(rows):
                words(canvas, *((x + 50, 785 - 20 * y, t) for x, t in zip(xs, row, strict=False)))
            canvas.showPage()

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [
        ["信息内容", "制发", "废止"],
        ["行政规范", "12", "0"],
        ["行政许", "3", "4"],
        ["可", "", ""],
        ["行政强制", "", ""],
    ]


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        (["|3 1 0 0 4"], ["2.其他法律|    "], ["2.其他法律|3 1 0 0 4"]),  # the page's end tore it
        (["|3 1  0 4"], ["2.其他法律|  2  "], None),
        (["|3 1 0 0 4"], ["3|    "], None),
        (["2.其他法律|3 1 0 0 4"], ["3.危及|    "], None),
        (["2.其他法律|    ", "|3 1 0 0 4"], ["3.危及|    "], None),  # it may be either one's
    ],
)
def test_a_row_whose_label_goes_to_the_next_page(
    first: list[str], last: list[str], whole: list[str] | None
) -> None:
    pages = [["1.属于国家秘密|1 0 0 0 1", *first], [*last, "8.属于行政查询|0 0 0 0 0"]]

    def cells_of(row: str) -> list[str]:
        label, _, values = row.partition("|")
        return [label, *values.split(" ")]

    def draw(canvas: Canvas) -> None:
        for rows in pages:
            canvas.setFont(FONT, 12)
            xs = [100.0, 220.0, *(250.0 + 30 * i for i in range(5))]
            middles = [160.0, *(x + 15 for x in xs[1:-1])]
            ruled(canvas, xs, [800.0 - 20 * i for i in range(len(rows) + 1)], canvas.line)
            for y, row in enumerate(map(cells_of, rows)):
                words(canvas, *((x, 785 - 20 * y, t) for x, t in zip(middles, row, strict=True)))
            canvas.showPage()

    (table,) = pdf.read(drawn(draw)).tables()
    middle = whole or [*first, *last]
    assert texts(table) == [cells_of(row) for row in [pages[0][0], *middle, pages[1][-1]]]


def test_a_column_of_the_next_table_does_not_move_the_border_above_it() -> None:
    """Two tables whose borders stand 2.5 points apart, a number close behind one of them."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, [100.0, 202.5, 300.0], [800.0, 500.0], canvas.line)
        words(canvas, (150, 600, "上表"), (250, 600, "甲"))
        ruled(canvas, XS, [400.0, 380.0, 360.0], canvas.line)
        words(canvas, (150, 385, "44"), (250, 385, "乙"))
        canvas.drawString(200.3, 365, "8")
        words(canvas, (150, 365, "20"))

    lower = list(pdf.read(drawn(draw)).tables())[1]
    assert texts(lower) == [["44", "乙"], ["20", "8"]]


def test_a_number_that_fills_its_narrow_cell_goes_on_in_the_next_line() -> None:
    """Digits are 6 points wide here: five fill a cell of 34 with 2 points of padding."""
    xs = [100.0, 134.0, 168.0, 202.0]

    def draw(last: str, canvas: Canvas) -> None:
        ruled(canvas, xs, [800.0, 770.0, 740.0], canvas.line)
        words(canvas, (117, 788, "10586"), (117, 775, "3"), (151, 780, "0"), (185, 788, last))
        words(canvas, (185, 775, "8"), (117, 750, "1"), (151, 750, "2"), (185, 750, "3"))

    (whole,) = pdf.read(drawn(lambda canvas: draw("10943", canvas))).tables()
    assert texts(whole) == [["105863", "0", "109438"], ["1", "2", "3"]]
    # One number that ends before its cell is full: then lines stand for themselves.
    (apart,) = pdf.read(drawn(lambda canvas: draw("109", canvas))).tables()
    assert texts(apart) == [["10586 3", "0", "109 8"], ["1", "2", "3"]]


def test_borders_of_many_thousand_dots() -> None:
    """As browsers draw them, every dot a rectangle."""

    def draw(canvas: Canvas) -> None:
        for y in range(10, 800, 10):
            for x in range(0, 480, 4):
                canvas.rect(60 + x, y, 0.75, 0.75, 0, 1)
        for x in (60, 536):
            for y in range(10, 790, 2):
                canvas.rect(x, y, 0.75, 0.75, 0, 1)
        words(canvas, (100, 12, "甲"), (100, 782, "乙"))

    reading = pdf.read(drawn(draw, size=A4))
    assert [len(table.rows) for table in reading.tables()] == [78]
    assert reading.notes == ()


def test_a_number_that_was_moved_to_the_next_line_as_a_whole() -> None:
    full = LONG[:36]

    def draw(canvas: Canvas) -> None:
        lines_of(canvas, 760, f"  {full[:34]}", full, f"{full[:32]}电话：", "0000-00000000。")

    assert list(pdf.read(drawn(draw)).paragraphs()) == [
        f"{full[:34]}{full}{full[:32]}电话：0000-00000000。"
    ]


def test_a_page_of_very_many_characters_between_usual_ones() -> None:
    long = [f"第{number:03}行，所写的是{number * 37}件。" for number in range(1, 201)]
    short = ["一、总体情况", "共收到申请3件。"]

    def draw(canvas: Canvas) -> None:
        for lines in (short, long, short):
            canvas.setFont(FONT, 12)
            lines_of(canvas, 4960, *lines)
            canvas.showPage()

    reading = pdf.read(drawn(draw, size=(595, 5000)))
    assert list(reading.paragraphs()) == [*short, *long, *short]


def test_text_outside_the_crop_box_is_not_read() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 500, 500, 800))
        canvas.drawString(100, 700, "一、总体情况")
        canvas.drawString(100, 300, "裁掉的文字")

    assert list(pdf.read(drawn(draw)).paragraphs()) == ["一、总体情况"]


@pytest.mark.parametrize("border", [640.0, 595.0], ids=["beyond the side", "up to the side"])
def test_a_table_wider_than_the_page(border: float) -> None:
    def draw(canvas: Canvas) -> None:
        ruled(canvas, [440.0, 520.0, 580.0, border], [700.0, 680.0, 660.0], canvas.line)
        canvas.drawString(450, 685, "新收")
        canvas.drawString(540, 685, "12")
        canvas.drawString(586, 685, "825")
        canvas.drawString(450, 665, "结转")
        canvas.drawString(540, 665, "3")
        canvas.drawString(597, 665, "4")  # no part of it is on the page
        canvas.drawString(700, 665, "别页的文字")

    reading = pdf.read(drawn(draw))
    (table,) = reading.tables()
    assert texts(table) == [["新收", "12", "825"], ["结转", "3", "4"]]
    assert any("wider than the page" in note for note in reading.notes)
    assert list(reading.paragraphs()) == []


@pytest.mark.parametrize(
    ("head", "kept"), [("政府信息公开工作年度报告 2023", 1), ("申请人情况 自然人", 2)]
)
def test_a_running_head_of_two_pages(head: str, kept: int) -> None:
    """The first page's may be the title; what no document is called may head a table."""

    def draw(canvas: Canvas) -> None:
        for page in ("一、总体情况", "二、主动公开政府信息情况"):
            canvas.setFont(FONT, 12)
            canvas.drawString(200, 800, head)
            lines_of(canvas, 700, page, "内容如下。")
            canvas.showPage()

    assert list(pdf.read(drawn(draw)).paragraphs()).count(head) == kept
