"""Numbers that Word makes itself, of headings and lists."""

from __future__ import annotations

import pytest

from parsers.reading import docx
from tests.docx_reading.parts import (
    NAMESPACES,
    level,
    numbered,
    numbering,
    p,
    package,
    paragraphs,
    tbl,
    tc,
    tr,
)


def test_numbers_of_headings_are_restored() -> None:
    lists = numbering(
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCounting", "（%2）"),
        level(2, "decimal", "%3."),
    )
    body = (
        numbered("总体情况")
        + numbered("主动公开", 1)
        + numbered("依申请公开", 1)
        + numbered("网站", 2)
        + p("正文。")
        + numbered("主动公开政府信息情况")
        + numbered("规章", 1)
    )
    assert paragraphs(body, numbering=lists) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "1. 网站",
        "正文。",
        "二、主动公开政府信息情况",
        "（一）规章",
    ]


@pytest.mark.parametrize(
    ("number_format", "start", "printed"),
    [
        ("chineseCounting", 10, ["十、", "十一、"]),
        ("chineseCountingThousand", 20, ["二十、", "二十一、"]),
        ("chineseCountingThousand", 101, ["一百〇一、", "一百〇二、"]),
        ("ideographDigital", 9, ["九、", "一〇、"]),
        ("decimal", 9, ["9、", "10、"]),
        ("decimalEnclosedCircle", 1, ["①、", "②、"]),
        ("decimalFullWidth", 9, ["９、", "１０、"]),
        ("chineseLegalSimplified", 1, ["壹、", "贰、"]),
        ("ideographTraditional", 1, ["甲、", "乙、"]),
        ("upperRoman", 4, ["IV、", "V、"]),
        ("lowerLetter", 26, ["z、", "aa、"]),
        ("bullet", 1, ["", ""]),
    ],
)
def test_number_formats(number_format: str, start: int, printed: list[str]) -> None:
    body = numbered("规章") + numbered("许可")
    lists = numbering(level(0, number_format, "%1、", start))
    assert paragraphs(body, numbering=lists) == [f"{printed[0]}规章", f"{printed[1]}许可"]


def test_numbers_by_style_and_restarted_lists() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="3"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="H1b"><w:basedOn w:val="H1"/></w:style>'
        "</w:styles>"
    )
    again = (
        '<w:num w:numId="4"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = (
        p("总体情况", '<w:pStyle w:val="H1"/>')
        + p("主动公开", '<w:pStyle w:val="H1b"/>')
        + numbered("重新", 0, 4)
        + p("无号", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + numbered("不存在的列表", 0, 99)
    )
    lists = numbering(level(0, "chineseCounting", "%1、"), more=again)
    assert paragraphs(body, numbering=lists, styles=styles) == [
        "一、总体情况",
        "二、主动公开",
        "一、重新",
        "无号",
        "不存在的列表",
    ]


def test_a_cell_may_show_the_number_of_a_list_alone() -> None:
    lists = numbering(level(0, "decimal", "%1"))
    empty = numbered("").replace("<w:t></w:t>", "")
    (table,) = docx.read(
        package(tbl(tr(tc(empty), tc("甲")), tr(tc(empty), tc("乙"))), numbering=lists)
    ).tables()
    assert [[c.text for c in row] for row in table.rows] == [["1", "甲"], ["2", "乙"]]
