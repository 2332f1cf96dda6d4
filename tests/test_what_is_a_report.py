"""Look-alikes that name reports in their first lines and are none, told without a page's title."""

from __future__ import annotations

import pytest

from parsers import Record, parse

TITLE = "示例县石桥镇人民政府2023年政府信息公开工作年度报告"
STATED = "本报告中所列数据的统计期限自2023年1月1日起至2023年12月31日止。"
EXPLAINED = "\n".join(
    [
        "一、编制背景",
        "政府信息公开工作年度报告是政府信息公开条例确立的制度。石桥镇编制了2023年的年度报告。",
        "二、主要内容",
        "包括主动公开政府信息情况、收到和处理政府信息公开申请情况等六项内容。" * 12,
        "三、统计期限",
        STATED,
        "四、数据公开",
        "石桥镇2023年主动公开政府信息120条。",
    ]
)
NARRATED = "\n".join(
    [
        "一、概述",
        "石桥镇认真贯彻政府信息公开条例，及时公开政府信息。" * 12,
        "二、主动公开政府信息情况",
        "全年主动公开政府信息120条。",
        "三、依申请公开政府信息情况",
        "全年收到政府信息公开申请3件。",
        "四、存在的主要问题和改进措施",
        STATED,
    ]
)


def parsed(*lines: str) -> Record:
    return parse("\n".join(lines).encode())


@pytest.mark.parametrize(
    "headline",
    [
        f"{TITLE}解读",
        f"《{TITLE}》图解",
        "示例县石桥镇人民政府2023年政府信息公开工作\n年度报告解读",
    ],
)
def test_a_digest_is_known_by_its_headline(headline: str) -> None:
    record = parsed(headline, EXPLAINED)
    assert (record.outcome, record.cells) == ("not_a_report", ())
    assert "a digest" in record.reason


def test_a_digest_is_known_by_its_opening_words() -> None:
    record = parsed(f"《{TITLE}》已经编制完成，现就年报内容进行如下解读。", EXPLAINED)
    assert record.outcome == "not_a_report"
    assert "a digest" in record.reason


@pytest.mark.parametrize(
    "headline",
    [
        "政府信息公开年度工作报告范文",
        "关于政府信息公开年度报告有关项目填报问题的解释",
        "示例县关于2023年度政府信息公开年报发布情况的说明",
        "示例县2023年公共企事业单位信息公开年度报告",
    ],
)
def test_what_is_about_reports_is_none(headline: str) -> None:
    assert parsed(headline, NARRATED).outcome == "not_a_report"


def test_a_line_that_leads_to_a_digest_takes_nothing_from_the_report() -> None:
    for link in ("点击查看解读", f"相关解读：《{TITLE}》图解"):
        record = parsed(TITLE, "发布日期：2024-01-16", link, NARRATED)
        assert (record.outcome, record.year) == ("report", 2023)
        assert [fact.value for fact in record.facts] == ["120", "3"]
