"""The statistics table that reports of the older style carry."""

from __future__ import annotations

import pytest

from parsers import Hints, parse

ROWS = """一、主动公开情况||
（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）|条|1,234
其中：主动公开规范性文件数|条|12
（二）通过不同渠道和方式公开政府信息的情况||
1.政府公报公开政府信息数|条|0
2.政府网站公开政府信息数|条|1100
3.政务微博公开政府信息数|条|
4.政务微信公开政府信息数|条|34
三、依申请公开情况||
（一）收到申请数|件|9
1.当面申请数|件|2
2.网络申请数|件|7
四、行政复议数量|件|3
（一）维持具体行政行为数|件|2
五、行政诉讼数量|件|1
（一）维持具体行政行为或者驳回原告诉讼请求数|件|1
七、依申请公开信息收取的费用|万元|0.35"""


def document(halves: int = 1) -> bytes:
    """`halves`: two where the table goes on in further columns beside the first ones."""
    header = "<tr>" + "<td>统 计 指 标</td><td>单位</td><td>统计数</td>" * halves + "</tr>"
    rows = ROWS.splitlines()
    high = -(-len(rows) // halves)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{cell}</td>" for row in rows[number::high] for cell in row.split("|"))
        + "</tr>"
        for number in range(high)
    )
    return (
        '<html><head><meta charset="utf-8"></head><body><div class="TRS_Editor">'
        "<h1>湖口县教育局2016年政府信息公开工作年度报告</h1>"
        "<p>一、概述</p><p>2016年，我局认真做好政府信息公开工作，政府信息公开平稳推进。</p>"
        "<p>二、主动公开政府信息情况</p><p>详见附表。</p>"
        "<p>三、依申请公开政府信息情况</p><p>详见附表。</p>"
        "<p>四、存在的主要问题及改进措施</p><p>公开内容还不够丰富。</p>"
        f"<table>{header}{body}</table></div></body></html>"
    ).encode()


@pytest.mark.parametrize("halves", [1, 2])
def test_every_row_is_a_fact_under_its_own_label(halves: int) -> None:
    record = parse(document(halves), Hints())
    assert (record.outcome, record.status, record.template) == ("report", "narrative", "pre2019")
    told = {f.indicator: (f.value, f.unit) for f in record.facts}
    assert told == {
        "disclosed_total": ("1234", "条"),
        "disclosed_website": ("1100", "条"),
        "disclosed_wechat": ("34", "条"),
        "applications_received": ("9", "件"),
        "reconsiderations": ("3", "件"),
        "litigations": ("1", "件"),
        "fees_collected": ("0.35", "万元"),
        "statistic:主动公开情况/主动公开政府信息数/主动公开规范性文件数": ("12", "条"),
        "statistic:主动公开情况/通过不同渠道和方式公开政府信息的情况/政府公报公开政府信息数": (
            "0",
            "条",
        ),
        "statistic:依申请公开情况/收到申请数/当面申请数": ("2", "件"),
        "statistic:依申请公开情况/收到申请数/网络申请数": ("7", "件"),
        "statistic:行政复议数量/维持具体行政行为数": ("2", "件"),
        "statistic:行政诉讼数量/维持具体行政行为或者驳回原告诉讼请求数": ("1", "件"),
    }
    assert all(record.text[f.start : f.end] == f.quote for f in record.facts)


def under_one_another(*, counted: bool = False) -> bytes:
    """The table as a copy keeps it that writes one cell a line and leaves empty ones out;
    `counted`: with the column 序号."""
    cells = ["序号"] * counted + ["统计指标", "单位", "统计数"]
    for number, row in enumerate(ROWS.splitlines(), 1):
        cells += [str(number)] * counted + [cell for cell in row.split("|") if cell]
    head = document().decode().partition("<table>")[0]
    return f"{head}{''.join(f'<p>{cell}</p>' for cell in cells)}</div></body></html>".encode()


@pytest.mark.parametrize("counted", [False, True])
def test_a_copy_with_a_cell_a_line_tells_the_same(counted: bool) -> None:
    """But for the last row where rows are counted: no number of a row follows its own."""
    expected = {f.indicator: f.value for f in parse(document(), Hints()).facts}
    record = parse(under_one_another(counted=counted), Hints())
    told = {f.indicator: f.value for f in record.facts}
    if counted:
        assert expected.pop("fees_collected") == "0.35"
    assert told == expected
    assert all(record.text[f.start : f.end] == f.quote for f in record.facts)


def test_several_parts_under_one_another_tell_nothing() -> None:
    twice = under_one_another().decode().replace("<p>统计数</p>", "<p>统计数</p><p>序号</p>")
    told = {f.indicator for f in parse(twice.encode(), Hints()).facts}
    assert not any(indicator.startswith("statistic:") for indicator in told)
