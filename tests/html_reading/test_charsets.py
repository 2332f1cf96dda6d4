"""Pages whose encodings disagree."""

from __future__ import annotations

import pytest

from parsers.reading import read
from tests.html_reading.pages import TRS, paragraphs


def test_gb18030_declared_gb2312() -> None:
    markup = (
        '<html><head><meta httpequiv="Content-Type" content="text/html; charset=gb2312"></head>'
        "<body><div class=TRS_Editor><p>一、总体情况</p><p>安丘市郚山镇和㵐溪镇、𠮷祥村，"
        "统计期限为全年。</p></div></body></html>"
    )
    reading = read(markup.encode("gb18030"))
    assert reading.charset == "gb18030"
    assert paragraphs(reading)[1] == "安丘市郚山镇和㵐溪镇、𠮷祥村，统计期限为全年。"


def test_conflicting_metas_and_wrong_header() -> None:
    markup = (
        '<html><head><meta charset="utf-8"><meta http-equiv="Content-Type" '
        'content="text/html; charset=gbk"></head><body><div id=zoom><p>一、总体情况</p>'
        "<p>本年度未收到申请，统计期限为全年，没有发生行政复议。</p></div></body></html>"
    )
    reading = read(markup.encode("gbk"), declared_charset="ISO-8859-1")
    assert paragraphs(reading)[0] == "一、总体情况"
    reading = read(markup.encode("utf-8"), declared_charset="gb2312")
    assert reading.charset == "utf-8"
    assert paragraphs(reading)[0] == "一、总体情况"


def test_big5_gateway() -> None:
    markup = (
        '<html><head><meta charset="big5"></head><body><div id=zoom><p>政府信息公開工作年度報告</p>'
        "<p>本報告所列數據的統計期限自二〇一七年一月一日起。</p></div></body></html>"
    ).replace("〇", "零")
    reading = read(markup.encode("big5"))
    assert reading.charset == "big5"
    assert paragraphs(reading)[0] == "政府信息公開工作年度報告"


def test_page_cut_inside_a_character() -> None:
    whole = TRS.encode("utf-8")
    cut = whole[: whole.index("未收到依申请公开".encode()) + 4]
    reading = read(cut)
    assert paragraphs(reading)[1] == "一、总体情况"
    assert any("broken" in note for note in reading.notes)


@pytest.mark.parametrize("declared", ["gb2312", "big5"])
def test_big5_with_characters_of_hong_kong(declared: str) -> None:
    """深水埗 has one that plain Big5 lacks; portals near Hong Kong send it under any name."""
    text = "深水埗附近的企業和政府公開行政信息的年度工作報告，有一份不在府內，人在工作。"
    markup = f'<html><head><meta charset="{declared}"></head><body><div id=zoom><p>{text}</p>'
    reading = read(markup.encode("big5hkscs"))
    assert (reading.charset, paragraphs(reading)) == ("big5hkscs", [text])
