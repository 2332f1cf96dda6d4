"""Fonts that do not tell which characters they show, or tell other ones."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers import parse
from parsers.reading import ocr, pdf
from tests.pdf_reading.drawn import DOCUMENTS, FONT, XS, YS, drawn, ruled, texts

# What Ghostscript made of a report printed by a browser, whose fonts it joined: it looks as the
# original does.
MIXED_UP = (
    "江州^水利局2023年政府信息|开工作年度报告",
    "依照:中华人民共和国政府信息|开条例;第四十九条，现将江州^水利局2023年度",
    "政府信息|开工作}关情况ç告如Q2数据统计自2023年1o1日起至2023年12o31日k2",
    "ÿ一Ā动|开2全年在门户网站|_各类信息199条，w中工作动态7条2",
    "ÿÐĀ依申请|开22023年共收到政府信息|开申请2件，P年结转1件2",
    "ÿOĀ监督保障2对信息发_实行<O审O校=，并接Ø社会评议2",
)


@pytest.fixture
def without_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_available", lambda: False)


@pytest.mark.usefixtures("without_recognition")
def test_a_page_whose_fonts_tell_no_characters_is_a_picture() -> None:
    """LibreOffice's fonts without their maps: their codes are 1, 2, 3, ... for the characters in
    the order in which they come, and none of them is a digit."""
    data = (DOCUMENTS / "applications_libreoffice.pdf").read_bytes()
    assert data.count(b"/ToUnicode") == 1

    reading = pdf.read(data.replace(b"/ToUnicode", b"/ToNothing"))
    assert reading.blocks == ()
    assert reading.images == 3  # its pages
    assert "page 1: its fonts tell no characters, taken for a picture" in reading.notes
    assert any("needs OCR" in note for note in reading.notes)


@pytest.mark.usefixtures("without_recognition")
def test_a_page_whose_fonts_tell_wrong_characters_is_a_picture() -> None:
    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(MIXED_UP):
            canvas.drawString(60, 760 - 20 * number, line)

    reading = pdf.read(drawn(draw))
    assert (reading.blocks, reading.images) == ((), 1)
    assert "the fonts tell other characters than they show: taken for pictures" in reading.notes
    assert parse(drawn(draw)).outcome == "unreadable"


def test_marks_and_foreign_names_in_a_text_do_not_make_it_a_picture() -> None:
    lines = (
        "首页|政务公开|政府信息公开年报|江州市水利局|2023年",
        "邮箱：xxgk_slj@jiangzhou.gov.cn，网址：http://www.jiangzhou.gov.cn/~slj/index_1.html",
        "与Zürich、Malmö、São Paulo三市交流，A股、B超等名词由主管部门解释；面积约5km²。",
        "依照《中华人民共和国政府信息公开条例》第四十九条，现将有关情况报告如下。",
        "全年公布各类信息199条，其中工作动态7条，收到申请2件，均依规办理，未发生复议。",
    )

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            canvas.drawString(60, 760 - 20 * number, line)

    reading = pdf.read(drawn(draw))
    assert reading.images == 0
    assert "政府信息公开条例" in " ".join(block.text for block in reading.blocks)


@pytest.mark.parametrize("rise", [4, -3])
def test_a_mark_beside_the_line_is_no_digit_of_a_number(rise: int) -> None:
    """8 with a raised 1 is neither 81 nor 18, whoever reads it."""

    def draw(canvas: Canvas) -> None:
        ruled(canvas, XS, YS, canvas.line)
        for label, number, mark, y in (("规章", "8", "1", 685), ("规范性文件", "206", "12", 665)):
            canvas.drawString(110, y, label)
            text = canvas.beginText(210, y)
            text.textOut(number)
            text.setFont(FONT, 7)
            text.setRise(rise)
            text.textOut(mark)
            canvas.drawText(text)

    (table,) = pdf.read(drawn(draw)).tables()
    assert texts(table) == [["规章", "8[1]"], ["规范性文件", "206[1][2]"]]
