"""Running text of PDFs, and what is printed around it."""

from __future__ import annotations

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from parsers.reading import pdf
from tests.pdf_reading.drawn import (
    FONT,
    LONG,
    XS,
    drawn,
    lines_of,
    ruled,
    texts,
)


def test_paragraphs_by_indent_and_across_pages() -> None:
    full = LONG[:36]

    def draw(canvas: Canvas) -> None:
        lines_of(canvas, 760, "  一、总体情况", f"  {full[:34]}", full, "第一段完。", "  第二段。")
        lines_of(canvas, 100, f"  {full[:34]}", full)
        canvas.showPage()
        canvas.setFont(FONT, 12)
        lines_of(canvas, 760, "接上一页的段落。", "  （一）主动公开。", f"  {full[:34]}", "末段。")

    assert list(pdf.read(drawn(draw)).paragraphs()) == [
        "一、总体情况",
        f"{full[:34]}{full}第一段完。",
        "第二段。",
        f"{full[:34]}{full}接上一页的段落。",
        "（一）主动公开。",
        f"{full[:34]}末段。",
    ]


def test_a_line_in_another_typeface_of_the_same_size_goes_on_with_its_paragraph() -> None:
    """As 楷体, or the figures of Times, among 仿宋: typefaces of one size, and of unlike heights.
    A line of other characters that are larger begins anew."""
    higher = "MSung-Light"
    pdfmetrics.registerFont(UnicodeCIDFont(higher))

    def draw(canvas: Canvas) -> None:
        canvas.drawString(96, 760, LONG[:34])
        canvas.setFont(higher, 12)
        canvas.drawString(72, 736, "政府信息公開" * 6)
        canvas.setFont(FONT, 12)
        canvas.drawString(72, 712, "全年工作。")
        canvas.drawString(72, 688, LONG[:36])
        canvas.setFont(higher, 14)
        canvas.drawString(72, 664, "附件目录")

    start, found, end = drawn(draw).rpartition(b"/Ascent 752 /CapHeight 737 /Descent -271")
    end = end.replace(b"-160 -249 1015 888", b"-160 -349 1015 998")
    data = start + found.replace(b"752", b"992").replace(b"271", b"371") + end
    assert list(pdf.read(data).paragraphs()) == [
        LONG[:34] + "政府信息公開" * 6 + "全年工作。",
        LONG[:36],
        "附件目录",
    ]


def test_paragraphs_beside_a_long_table_of_small_characters_without_lines() -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_of(canvas, 760, "  " + "主动公开政府信息" * 4, "共三十条。")
        canvas.setFont(FONT, 7)
        for row in range(30):
            for column, text in enumerate(("收到的政府信息公开申请", "10", "20", "30")):
                canvas.drawString(72 + 120 * column, y - 40 - 14 * row, text)

    assert next(pdf.read(drawn(draw)).paragraphs()) == "主动公开政府信息" * 4 + "共三十条。"


def test_page_numbers_and_running_heads_are_left_out() -> None:
    feet = ("— 1 —", "-2-", "第 3 页 共 5 页", "4", "5/5")

    def draw(canvas: Canvas) -> None:
        for number, foot in enumerate(feet, start=1):
            canvas.setFont(FONT, 12)
            canvas.drawCentredString(A4[0] / 2, 800, "江州市政府信息公开年度报告汇编")
            canvas.drawString(96, 700, f"第{'一二三四五'[number - 1]}部分收到申请{number}件。")
            canvas.drawCentredString(A4[0] / 2, 40, foot)
            canvas.showPage()

    assert list(pdf.read(drawn(draw)).paragraphs()) == [
        f"第{'一二三四五'[number - 1]}部分收到申请{number}件。" for number in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("11/22/26, 9:18 AM 江州市2025年年报", "https://www.example.gov.cn/a/1.html 1/2"),
        ("2026/1/5 09:18 江州市2025年年报", "file:///C:/nianbao/1.html 2/2"),
        ("2026年1月5日 上午9:18 江州市2025年年报", "https://www.example.gov.cn/a/1.html"),
    ],
)
def test_what_a_browser_prints_around_a_page_is_left_out(head: str, foot: str) -> None:
    def draw(canvas: Canvas) -> None:
        for text in ("本年收到申请。", "均已答复。"):
            canvas.setFont(FONT, 9)
            canvas.drawString(30, 815, head)
            canvas.drawString(30, 20, foot)
            canvas.setFont(FONT, 12)
            canvas.drawString(96, 700, text)
            canvas.showPage()

    assert list(pdf.read(drawn(draw)).paragraphs()) == ["本年收到申请。", "均已答复。"]


def test_numbers_in_the_page_are_no_page_numbers() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 500, "其他需要报告的事项的件数为")
        canvas.drawString(72, 470, "3")
        ruled(canvas, XS, [60.0, 45.0, 30.0], canvas.line)
        for x, y, text in ((150, 48, "甲"), (250, 48, "7"), (150, 33, "乙"), (250, 33, "8")):
            canvas.drawString(x, y, text)

    reading = pdf.read(drawn(draw))
    assert [texts(table) for table in reading.tables()] == [[["甲", "7"], ["乙", "8"]]]
    assert "3" in " ".join(reading.paragraphs())


def test_columns_without_lines_keep_their_places() -> None:
    rows = (
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        ("规章", "2", "", "12"),
        ("行政规范性文件", "50", "227", "420"),
        ("其他", "", "3", "4"),
    )

    def draw(canvas: Canvas) -> None:
        canvas.drawString(96, 760, "二、主动公开政府信息情况")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                canvas.drawCentredString(130 + 110 * column, 700 - 20 * number, text)
        canvas.drawString(96, 560, "三、收到和处理政府信息公开申请情况")

    reading = pdf.read(drawn(draw))
    (table,) = reading.tables()
    assert not table.exact
    assert texts(table) == [list(row) for row in rows]
    assert [type(block).__name__ for block in reading.blocks] == ["Paragraph", "Table", "Paragraph"]


def test_a_heading_ends_a_table_without_lines() -> None:
    def draw(canvas: Canvas) -> None:
        for number, row in enumerate((("规章", "2", "", "12"), ("规范性文件", "50", "7", "42"))):
            for column, text in enumerate(row):
                canvas.drawString(100 + 110 * column, 700 - 20 * number, text)
                canvas.drawString(100 + 110 * column, 600 - 20 * number, text)
        canvas.drawString(100, 640, "六、其他")

    reading = pdf.read(drawn(draw))
    assert list(reading.paragraphs()) == ["六、其他"]
    assert [texts(table) for table in reading.tables()] == [
        [["规章", "2", "", "12"], ["规范性文件", "50", "7", "42"]]
    ] * 2
