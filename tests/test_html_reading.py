"""Web pages as portals publish them: what is read, and what is not part of the article."""

from __future__ import annotations

import time

import pytest

from parsers.reading import read
from parsers.reading.model import Reading, Table, Unreadable


def page(markup: str) -> Reading:
    return read(markup.encode("utf-8"))


def paragraphs(reading: Reading) -> list[str]:
    return list(reading.paragraphs())


def grid(table: Table) -> list[list[tuple[str, int]]]:
    """(text, first column) of the cells that begin in each row."""
    return [[(c.text, c.column) for c in row] for row in table.rows]


def texts(table: Table) -> list[list[str]]:
    return [[c.text for c in row] for row in table.rows]


MENU = """
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>
<li><a href="/hd/">互动交流</a></li><li><a href="/fw/">政务服务</a></li></ul></div>"""

FOOTER = """
<div class="footer"><p>主办单位：青石县人民政府办公室　网站标识码：3304990001</p>
<p>京ICP备05012345号</p></div>"""

# --- TRS WCM --------------------------------------------------------------------------------

TRS = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8">
<title>青石县柳河镇人民政府2023年政府信息公开工作年度报告_青石县人民政府</title>
<meta name="SiteName" content="青石县人民政府门户网站">
<meta content="3304990001" name='SiteIDCode'/>
<META NAME='ArticleTitle' CONTENT='柳河镇2023年政府信息公开工作年度报告'>
<meta content="2024-01-17 09:30" name="PubDate">
<meta name="ContentSource" content="柳河镇">
<meta name="ColumnName" content="政府信息公开年报">
<script>var countPage = 1; var where = "当前位置：首页 > 假的";</script>
<style>.TRS_Editor P{{margin:0}}</style></head>
<body>{MENU}
<div class="position">您现在的位置： <a href="/">首页</a> &gt; <a href="../">政府信息公开</a> &gt;
 <a href="./">政府信息公开年报</a></div>
<div class="content">
<h1>柳河镇2023年政府信息公开工作年度报告</h1>
<div class="info"><span>发布时间：2024-01-17 09:30</span> <span>来源：柳河镇</span>
<span>浏览次数：128</span> 字体：[大 中 小]</div>
<div class=TRS_Editor><style type="text/css">.TRS_Editor P{{line-height:2}}</style>
<p>　　根据《中华人民共和国政府信息公开条例》要求，编制本报告。本报告所列数据的统计期限自
<span>2023</span><span>年</span>\
<span>1</span><span>月</span><span>1</span>日
起至<b>2023</b><b>年</b>12月31日止。</p>
<p><strong>一、总体情况</strong></p>
<p>全年主动公开信息86条。<br/>未收到依申请公开。</p>
<p style="display:none">隐藏的水印</p>
<p><strong>二、主动公开政府信息情况</strong></p>
<table border="1" style="width:100%"><tbody>
<tr><td colspan="4"><p>第二十条第（一）项</p></td></tr>
<tr><td>信息内容</td><td>本年制<br>发件数</td><td>本年废<br>止件数</td><td>现行有<br>效件数</td></tr>
<tr><td>规章</td><td><p>0</p></td><td><p>0</p></td><td><p>0</p></td></tr>
<tr><td>行政规范性文件</td><td><p><span>1</span><span>2</span></p></td><td>&nbsp;</td><td></td></tr>
</tbody></table>
<table border="1"><tr><td colspan="2">第二十条第（八）项</td></tr>
<tr><td>信息内容</td><td>本年收费金额（单位：万元）</td></tr>
<tr><td>行政事业性收费</td><td>28600.64</td></tr></table>
<p>六、其他需要报告的事项</p><p>无。</p>
<p>附件：<a href="./P020240117345678901234.pdf" title="年度报告">柳河镇2023年年度报告.pdf</a></p>
</div>
<div class="share">分享到：微信 微博</div>
<div class="foot-line">【打印】【关闭】</div>
<div class="sxy">上一篇：<a href="./t1.html">青石县财政局2023年政府信息公开工作年度报告</a></div>
</div>{FOOTER}</body></html>"""


def test_trs_article_is_read_in_order() -> None:
    reading = page(TRS)
    assert paragraphs(reading) == [
        "根据《中华人民共和国政府信息公开条例》要求，编制本报告。"
        "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        "一、总体情况",
        "全年主动公开信息86条。",
        "未收到依申请公开。",
        "二、主动公开政府信息情况",
        "六、其他需要报告的事项",
        "无。",
        "附件：柳河镇2023年年度报告.pdf",
    ]
    first, second = reading.tables()
    assert grid(first) == [
        [("第二十条第（一）项", 0)],
        [("信息内容", 0), ("本年制发件数", 1), ("本年废止件数", 2), ("现行有效件数", 3)],
        [("规章", 0), ("0", 1), ("0", 2), ("0", 3)],
        [("行政规范性文件", 0), ("12", 1), ("", 2), ("", 3)],
    ]
    assert first.exact
    assert first.rows[0][0].colspan == 4
    assert texts(second)[2] == ["行政事业性收费", "28600.64"]
    kinds = [type(b).__name__ for b in reading.blocks]
    assert kinds == ["Paragraph"] * 5 + ["Table"] * 2 + ["Paragraph"] * 3


def test_what_a_page_says_about_its_article() -> None:
    reading = page(TRS)
    assert reading.media_type == "text/html"
    assert reading.extractor == "html"
    assert reading.charset == "utf-8"
    wanted = {
        "sitename": "青石县人民政府门户网站",
        "siteidcode": "3304990001",
        "articletitle": "柳河镇2023年政府信息公开工作年度报告",
        "pubdate": "2024-01-17 09:30",
        "contentsource": "柳河镇",
        "columnname": "政府信息公开年报",
        "title": "青石县柳河镇人民政府2023年政府信息公开工作年度报告_青石县人民政府",
        "h1": "柳河镇2023年政府信息公开工作年度报告",
        "发布时间": "2024-01-17 09:30",
        "来源": "柳河镇",
    }
    assert {key: reading.meta.get(key) for key in wanted} == wanted
    assert reading.breadcrumb == ("首页", "政府信息公开", "政府信息公开年报")
    assert [(a.url, a.text) for a in reading.attachments] == [
        ("./P020240117345678901234.pdf", "柳河镇2023年年度报告.pdf")
    ]
    assert reading.images == 0


# --- a full table 3 with real spans (UCAP) --------------------------------------------------

ZEROS = "<td>0</td>" * 7


def _row(*cells: str) -> str:
    return f"<tr>{''.join(cells)}</tr>"


APPLICATIONS = (
    '<table><thead><tr><th colspan="3" rowspan="3">（本列数据的勾稽关系为：第一项加第二项之和，'
    '等于第三项加第四项之和）</th><th colspan="7">申请人情况</th></tr>'
    '<tr><th rowspan="2">自 然 人</th><th colspan="5">法人或其他组织</th>'
    '<th rowspan="2">总<br/>计</th></tr>'
    "<tr><th>商业<br>企业</th><th>科研<br>机构</th><th>社会公益组织</th>"
    "<th>法律服务机构</th><th>其他</th></tr></thead><tbody>"
    + _row(
        '<td colspan="3">一、本年新收政府信息公开申请数量</td>',
        "<td>83</td><td>16</td><td>0</td><td>0</td><td>0</td><td>0</td><td>99</td>",
    )
    + _row('<td colspan="3">二、上年结转政府信息公开申请数量</td>', ZEROS)
    + _row(
        '<td rowspan="6">三、本年度办理结果</td><td colspan="2">（一）予以公开</td>',
        "<td>38</td><td>5</td><td>0</td><td>0</td><td>0</td><td>0</td><td>43</td>",
    )
    + _row('<td colspan="2">（二）部分公开</td>', ZEROS)
    + _row('<td rowspan="2">（三）不予公开</td><td>1.属于国家秘密</td>', ZEROS)
    + _row("<td>2.其他法律行政法规禁止公开</td>", ZEROS)
    + _row('<td colspan="2">（六）其他处理</td>', ZEROS)
    + _row(
        '<td colspan="2">（七）总计</td>',
        "<td>77</td><td>16</td><td>0</td><td>0</td><td>0</td><td>0</td><td>93</td>",
    )
    + _row(
        '<td colspan="3">四、结转下年度继续办理</td>',
        "<td>6</td><td>0</td><td>0</td><td>0</td><td>0</td><td>0</td><td>6</td>",
    )
    + "</tbody></table>"
)

UCAP = f"""<html><head><meta charset="utf-8"><meta name="SiteName" content="网站名称">
<meta name="PubDate" content="2022/1/9 10:00"></head><body>
<div class="crumb">当前位置：<a href="/">首页</a>&nbsp;&gt;&nbsp;<a href="/a">政府信息公开</a>
&nbsp;&gt;&nbsp;<a href="/b">年报</a></div>
<table class="xxgk_table"><tr><td>索引号</td><td>620702081/2022-00007</td><td>发布机构</td>
<td>任河区人民政府办公室</td></tr></table>
<ucaptitle>任河区人民政府2021年政府信息公开工作年度报告</ucaptitle>
<div id="UCAP-CONTENT" class="article-content"><p>一、总体情况</p>
<p>2021年，任河区共收到申请99件。</p>
<p>三、收到和处理政府信息公开申请情况</p>{APPLICATIONS}
<p>附件：<a href="/files/9f8e7d.docx">年度报告</a></p></div>
<div class="related"><ul><li><a href="/x.pdf">任河区2020年报.pdf</a></li></ul></div>
</body></html>"""


def test_spans_give_every_cell_its_column() -> None:
    (table,) = page(UCAP).tables()
    assert table.exact
    assert table.width == 10
    rows = grid(table)
    assert rows[0][1] == ("申请人情况", 3)
    assert rows[1] == [("自 然 人", 3), ("法人或其他组织", 4), ("总计", 9)]
    assert rows[2] == [
        ("商业企业", 4),
        ("科研机构", 5),
        ("社会公益组织", 6),
        ("法律服务机构", 7),
        ("其他", 8),
    ]
    values = {row[0].text: [c.text for c in row if c.column >= 3] for row in table.rows[3:]}
    assert values["一、本年新收政府信息公开申请数量"] == ["83", "16", "0", "0", "0", "0", "99"]
    assert values["三、本年度办理结果"] == ["38", "5", "0", "0", "0", "0", "43"]
    assert values["（七）总计"] == ["77", "16", "0", "0", "0", "0", "93"]
    assert values["四、结转下年度继续办理"] == ["6", "0", "0", "0", "0", "0", "6"]
    assert rows[5][:2] == [("三、本年度办理结果", 0), ("（一）予以公开", 1)]
    assert rows[7][:2] == [("（三）不予公开", 1), ("1.属于国家秘密", 2)]
    assert rows[8][0] == ("2.其他法律行政法规禁止公开", 2)
    assert table.rows[5][0].rowspan == 6


def test_ucap_page_head() -> None:
    reading = page(UCAP)
    assert reading.meta["sitename"] == "网站名称"  # the placeholder is kept
    assert reading.meta["h1"] == "任河区人民政府2021年政府信息公开工作年度报告"
    assert reading.meta["索引号"] == "620702081/2022-00007"
    assert reading.meta["发布机构"] == "任河区人民政府办公室"
    assert reading.breadcrumb == ("首页", "政府信息公开", "年报")
    assert [a.url for a in reading.attachments] == ["/files/9f8e7d.docx"]


# --- VSB, Hanweb and pages without a known container ----------------------------------------


def test_vsb_page_with_form_around_the_article() -> None:
    reading = page(
        f"""<html><body>{MENU}<form name="_newscontent_fromname"><div class="w">
<h2>木场乡2023年度政府信息公开工作年度报告</h2>
<div>2024年01月25日 (点击: <span>12</span>)</div>
<div id="vsb_content"><div class="v_news_content"><p>一、总体情况</p><p>本乡公开信息12条。</p>
<p>统计期限自2023年1月1日起。</p></div></div>
<p>附件【<a href="/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=99">
木场乡年报.docx</a>】已下载<span>5</span>次</p>
<p>上一条：<a href="1.htm">镇康县2022年政府信息公开年度报告</a></p></div></form>
<div class="right"><h3>专题</h3><a href="/zt/1.pdf">办事指南.pdf</a>
<p>{"栏目介绍文字" * 300}</p></div>
{FOOTER}</body></html>"""
    )
    assert paragraphs(reading) == [
        "一、总体情况",
        "本乡公开信息12条。",
        "统计期限自2023年1月1日起。",
    ]
    assert reading.meta["h1"] == "木场乡2023年度政府信息公开工作年度报告"
    assert [a.text for a in reading.attachments] == ["木场乡年报.docx"]
    assert reading.attachments[0].url.endswith("wbfileid=99")


HANWEB = f"""<html><body><table width="1000"><tr><td colspan="2">{MENU}</td></tr>
<tr><td width="200" valign="top"><table><tr><td><a href="a">机构职能</a></td></tr>
<tr><td><a href="b">政策文件</a></td></tr></table></td>
<td><table width="100%"><tr><td class="title">
龙游县大街乡人民政府2019年政府信息公开工作年度报告</td></tr>
<tr><td>发布日期：2020-01-20 信息来源：大街乡 字体：[ 大 中 小 ]</td></tr>
<tr><td class="bt_content"><meta name="ContentStart"/><p>一、总体情况</p><p>工作平稳开展。</p>
<p>二、主动公开政府信息情况</p>
<table><tr><td>信息内容</td><td>上一年项目数量</td><td>本年增/减</td><td>处理决定数量</td></tr>
<tr><td>行政许可</td><td>5</td><td>-3</td><td>7</td></tr>
<tr><td>其他对外管理服务事项</td><td><input value="4"></td><td><textarea>+1</textarea></td>
<td><select><option>1</option><option selected="selected">2</option></select></td></tr></table>
<meta name="ContentEnd"/></td></tr></table></td></tr></table></body></html>"""


def test_layout_tables_are_walked_through() -> None:
    reading = page(HANWEB)
    assert paragraphs(reading) == ["一、总体情况", "工作平稳开展。", "二、主动公开政府信息情况"]
    (table,) = reading.tables()
    assert texts(table) == [
        ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"],
        ["行政许可", "5", "-3", "7"],
        ["其他对外管理服务事项", "4", "+1", "2"],
    ]


def test_article_in_an_unknown_container_is_found_by_its_headings() -> None:
    reading = page(
        f"""<html><body><div class="a1">{MENU}</div><div class="b2"><div class="c3">
<p>青石县水利局2022年政府信息公开工作年度报告</p><p>现将本单位年度报告公布如下。</p>
<div class="d4"><p><b>一、</b><b>总体情况</b></p><p>全年公开信息20条。</p>
<p>四、政府信息公开行政复议、行政诉讼情况</p><p>六、其他需要报告的事项</p><p>无。</p></div>
<p>青石县水利局</p><p>2023年1月10日</p></div></div>
<div class="e5"><ul>{"<li><a href='x'>青石县召开水利工作会议部署防汛抗旱</a></li>" * 40}</ul></div>
</body></html>"""
    )
    assert paragraphs(reading) == [
        "青石县水利局2022年政府信息公开工作年度报告",
        "现将本单位年度报告公布如下。",
        "一、总体情况",
        "全年公开信息20条。",
        "四、政府信息公开行政复议、行政诉讼情况",
        "六、其他需要报告的事项",
        "无。",
        "青石县水利局",
        "2023年1月10日",
    ]


def test_article_in_two_editors_is_read_whole() -> None:
    reading = page(
        """<html><body><div id="box"><div class="TRS_Editor"><p>一、总体情况</p><p>甲。</p></div>
<div class="TRS_Editor"><p>五、存在的主要问题及改进情况</p><p>乙。</p></div></div></body></html>"""
    )
    assert paragraphs(reading) == ["一、总体情况", "甲。", "五、存在的主要问题及改进情况", "乙。"]


def test_running_text_without_headings_or_known_container() -> None:
    sentence = "为进一步提高政府工作透明度，本镇认真落实上级部署，及时公布与群众有关的各类事项。"
    reading = page(
        f"""<html><body>{MENU}<div class="q"><div class="w"><p>{sentence}第一段。</p>
<p>{sentence}第二段。</p><p>{sentence}第三段。</p><p>{sentence}第四段。</p></div></div>
<ul>{"<li><a href='x'>友情链接</a></li>" * 20}</ul></body></html>"""
    )
    assert [p[-4:] for p in paragraphs(reading)] == ["第一段。", "第二段。", "第三段。", "第四段。"]


def test_hidden_article_is_read_and_said_to_be_hidden() -> None:
    text = "本镇坚持以公开为常态。" * 50
    reading = page(
        f"""<html><body><div>加载中</div><div id="zoom" style="display: none"><p>一、总体情况</p>
<p>{text}</p><p>六、其他需要报告的事项</p></div></body></html>"""
    )
    assert paragraphs(reading)[0] == "一、总体情况"
    assert any("hides" in note for note in reading.notes)


def test_article_in_a_script_string() -> None:
    content = (
        f"<p>一、总体情况</p><p>{'公开。' * 60}</p><table><tr><td>规章</td><td>3</td></tr></table>"
    )
    escaped = content.replace("<", "\\u003C").replace(">", "\\u003E")
    reading = page(
        f"""<html><head><title>政府信息公开</title></head><body><div id="app"></div><script>
window._CONFIG = {{ SID: '755001', DETAIL: {{"id":8,"title":"某局年报","content":"{escaped}"}},
TREE: [] }};</script></body></html>"""
    )
    assert paragraphs(reading) == ["一、总体情况", "公开。" * 60]
    assert [texts(t) for t in reading.tables()] == [[["规章", "3"]]]
    assert any("script" in note for note in reading.notes)


# --- Word-exported markup -------------------------------------------------------------------

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {mso-style-parent:"";} --></style></head>
<body lang=ZH-CN><div class=WordSection1>
<p class=MsoNormal align=center><b><span style='font-size:22.0pt;font-family:宋体'>青石县档案局<span
lang=EN-US>2020</span>年政府信
息公开工作年度报告<o:p></o:p></span></b></p>
<p class=MsoNormal><span lang=EN-US><![if !supportLists]>一、<![endif]></span>总体情况</p>
<p class=MsoNormal>见<中华人民共和国政府信息公开工作年度报告格式>和<http://www.qs.gov.cn/>。</p>
<p class=MsoNormal>统计期限自<span lang=EN-US>2020</span>年<span lang=EN-US>1</span>月起。</p>
<table class=MsoNormalTable><tr style='height:1.0pt'>
<td width=100 rowspan=2><p class=MsoNormal>行政<o:p></o:p></p><p class=MsoNormal>复议</p></td>
<td><p class=MsoNormal><span lang=EN-US>1<o:p></o:p></span></p></td></tr>
<tr><td><p class=MsoNormal><span lang=EN-US>2</span></p><p class=MsoNormal>3</p></td></tr>
</table></div></body></html>"""


def test_word_export() -> None:
    reading = page(WORD)
    assert paragraphs(reading) == [
        "青石县档案局2020年政府信息公开工作年度报告",
        "一、总体情况",
        "见<中华人民共和国政府信息公开工作年度报告格式>和<http://www.qs.gov.cn/>。",
        "统计期限自2020年1月起。",
    ]
    (table,) = reading.tables()
    # Two numbers in one cell are never made one.
    assert grid(table) == [[("行政复议", 0), ("1", 1)], [("2 3", 1)]]


# --- tables ---------------------------------------------------------------------------------


def article(table: str) -> Table:
    (found,) = page(
        '<html><body><div class="TRS_Editor"><p>一、总体情况</p><p>统计期限</p>'
        f"{table}</div></body></html>"
    ).tables()
    return found


def test_forty_columns() -> None:
    cells = "".join(f"<td>{n}</td>" for n in range(40))
    table = article(f"<table><tr>{cells}</tr><tr>{cells}</tr></table>")
    assert table.width == 40
    assert [c.text for c in table.rows[1]] == [str(n) for n in range(40)]


def test_absurd_and_zero_spans() -> None:
    table = article(
        '<table><tr><td rowspan="0">甲</td><td>1</td></tr><tr><td>2</td></tr>'
        '<tr><td rowspan="65535">3</td></tr><tr><td>4</td></tr>'
        '<tr><td colspan="999999">5</td></tr></table>'
    )
    assert [[c.text for c in row] for row in table.rows] == [
        ["甲", "1"],
        ["2"],
        ["3"],
        ["4"],
        ["5"],
    ]
    assert table.rows[0][0].rowspan == 5
    assert table.rows[2][0].rowspan == 3
    assert table.width <= 100


def test_foot_is_last_and_head_is_first() -> None:
    table = article(
        "<table><tfoot><tr><td>合计</td><td>3</td></tr></tfoot>"
        "<tbody><tr><td>规章</td><td>3</td></tr></tbody>"
        "<thead><tr><th>内容</th><th>数量</th></tr></thead></table>"
    )
    assert texts(table) == [["内容", "数量"], ["规章", "3"], ["合计", "3"]]


def test_broken_markup_loses_no_cell() -> None:
    table = article(
        "<table><form><tr><td>规章<td>1<td>2<tr><td>收费<td><td>0.5</table>",
    )
    assert texts(table) == [["规章", "1", "2"], ["收费", "", "0.5"]]


def test_nested_table_in_a_data_cell_is_its_text() -> None:
    table = article(
        "<table><tr><td>行政许可</td><td>一二三四五六七八</td><td>备注说明文字</td></tr>"
        "<tr><td>行政处罚</td><td><table><tr><td>13</td></tr><tr><td>9</td></tr></table></td>"
        "<td>无</td></tr></table>"
    )
    assert texts(table)[1] == ["行政处罚", "13 9", "无"]


def test_hidden_cell_is_no_column() -> None:
    table = article(
        '<table><tr><td>规章</td><td style="display:none">9</td><td>1</td></tr>'
        "<tr><td>收费</td><td>2</td></tr></table>"
    )
    assert grid(table) == [[("规章", 0), ("1", 1)], [("收费", 0), ("2", 1)]]


def test_numbers_in_nested_spans_and_full_width() -> None:
    table = article(
        "<table><tr><td>行政许可</td><td><span><span>1</span><span><b>11</b></span></span>"
        "<font>023</font></td></tr><tr><td>行政处罚</td><td>１３１３９</td></tr></table>"
    )
    assert texts(table) == [["行政许可", "111023"], ["行政处罚", "１３１３９"]]


def test_text_that_broken_markup_leaves_in_a_table_is_kept() -> None:
    reading = page(
        "<html><body><div id='zoom'><p>一、总体情况</p><p>统计期限</p><table><tr><td>规章</td>"
        "<td>3</td></tr><p>五、存在的主要问题及改进情况</p><p>宣传不够。</p></div></body></html>"
    )
    assert [texts(t) for t in reading.tables()] == [[["规章", "3"]]]
    assert paragraphs(reading)[2:] == ["五、存在的主要问题及改进情况", "宣传不够。"]


# --- charset --------------------------------------------------------------------------------


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


# --- pages without an article ---------------------------------------------------------------


def test_soft_404_is_a_reading_of_what_it_shows() -> None:
    reading = page(
        f"<html><head><title>系统提示</title></head><body>{MENU}<div><p>您访问的页面不存在！</p>"
        f"<p>5秒后返回首页</p></div>{FOOTER}</body></html>"
    )
    assert paragraphs(reading) == ["您访问的页面不存在！", "5秒后返回首页"]
    assert list(reading.tables()) == []


def test_empty_shell() -> None:
    reading = page(
        '<!DOCTYPE html><html><body><div id="app"></div><script>go()</script></body></html>'
    )
    assert reading.blocks == ()


def test_attachment_only_page_is_not_read_as_its_menu() -> None:
    reading = page(
        f"""<html><body>{MENU}<ul class="left">{"<li><a href='/c'>政策文件</a></li>" * 30}</ul>
<div class="article"><h1>青石县教育局2024年政府信息公开工作年度报告</h1>
<div>发布时间：2025-01-20</div>
<div class="cont"><p>附件：
<a href="/module/download/downfile.jsp?classid=0&filename=ab12.pdf">
青石县教育局2024年政府信息公开工作年度报告.pdf</a></p></div></div>
<div class="list">{"<p><a href='/n'>新闻标题新闻标题</a></p>" * 30}</div>{FOOTER}</body></html>"""
    )
    assert [a.url for a in reading.attachments] == [
        "/module/download/downfile.jsp?classid=0&filename=ab12.pdf"
    ]
    assert not any("政策文件" in p or "新闻标题" in p for p in paragraphs(reading))
    assert reading.meta["h1"] == "青石县教育局2024年政府信息公开工作年度报告"


def test_pictures_of_a_scanned_report_are_counted() -> None:
    inline = "data:image/png;base64," + "iVBORw0KGgo" * 8000
    reading = page(
        f"""<html><body><div class="TRS_Editor"><p><img src="./W020240117.jpg" width="600"></p>
<p><img src="{inline}"></p><p><img src="/images/icon_pdf.gif" width="16"></p>
<p><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p></div></body></html>"""
    )
    assert reading.images == 2


def test_chrome_inside_the_container_is_left_out_and_said() -> None:
    reading = page(
        """<html><body><div id="zoom"><p>一、总体情况</p><p>统计期限为全年。</p>
<p>分享到：</p><p>【打印】【关闭】</p><p>责任编辑：王某</p><p>上一篇：没有了</p>
<p>扫一扫在手机打开当前页面</p><p>字体：大 中 小</p></div></body></html>"""
    )
    assert paragraphs(reading) == ["一、总体情况", "统计期限为全年。"]
    assert any("责任编辑：王某" in note for note in reading.notes)


def test_sentences_that_resemble_chrome_are_kept() -> None:
    sentences = [
        "审核：严格执行三审三校制度。",
        "技术支持：全年为各单位提供技术支持12次。",
        "联系我们：全年接待群众来电。",
        "群众可扫描二维码查阅公开信息，全年浏览次数1200次。",
        "下载次数：300次，均为主动公开。",
    ]
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    reading = page(f'<html><body><div id="zoom"><p>一、总体情况</p>{body}</div></body></html>')
    assert paragraphs(reading) == ["一、总体情况", *sentences]


def test_preformatted_report_keeps_its_tabs() -> None:
    reading = page(
        "<html><body><div id='zoom'><pre>一、总体情况\n统计期限为全年。\n规章\t0\t\t3\n"
        "收费\t1\t2\t\n</pre></div></body></html>"
    )
    assert paragraphs(reading) == ["一、总体情况", "统计期限为全年。"]
    assert [texts(t) for t in reading.tables()] == [
        [["规章", "0", "", "3"], ["收费", "1", "2", ""]]
    ]


def test_file_behind_a_script_and_in_a_frame() -> None:
    reading = page(
        """<html><body><div class="TRS_Editor"><p>年报见附件
<a href="javascript:void(0)" onclick="openFile('/attach/0/ab12.docx')">下载</a></p>
<iframe src="/pdfjs/web/viewer.html?file=/upload/nb2024.pdf"></iframe></div></body></html>"""
    )
    assert [a.url for a in reading.attachments] == [
        "/attach/0/ab12.docx",
        "/pdfjs/web/viewer.html?file=/upload/nb2024.pdf",
    ]


def test_shell_that_is_filled_from_a_frame() -> None:
    reading = page('<html><body><iframe src="/xxgk/list.html"></iframe></body></html>')
    assert reading.blocks == ()
    assert any("/xxgk/list.html" in note for note in reading.notes)


# --- hostile pages --------------------------------------------------------------------------


def test_twenty_megabytes_of_nested_divs() -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable, match="tags"):
        read(b"<html><body>" + b"<div>" * 4_000_000)
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 60_000 + "一、总体情况",
        "<table><tr><td>" * 20_000 + "1",
        "<div class='nav'>" * 200 + "<b></b>" * 50_000,
        "<p>" + "\n" * 500_000 + "。" + " " * 500_000 + "一</p>",
        "<table><tr>" + "<td>1</td>" * 900 + "</tr></table>" * 20,
        "<span hidden></span>字" * 40_000,
        "<table>" * 50_000,
        "<p>当前位置：</p>" * 30_000,
        "<p>发布时间：</p>" * 30_000,
    ],
)
def test_hostile_markup_takes_no_long_time(markup: str) -> None:
    started = time.monotonic()
    reading = page(f"<html><body>{markup}</body></html>")
    assert time.monotonic() - started < 60
    assert reading.media_type == "text/html"


def test_what_is_nested_too_deep_is_said() -> None:
    reading = page("<html><body>" + "<div>" * 5_000 + "一、总体情况")
    assert any("too deep" in note for note in reading.notes)


def test_a_table_too_wide_is_refused() -> None:
    with pytest.raises(Unreadable, match="table of"):
        page(
            "<html><body><table><tr>"
            + "<td>1</td>" * 2_000
            + "</tr><tr><td>1</td><td>2</td></tr></table>"
        )


def test_external_entities_are_not_expanded() -> None:
    reading = page(
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>一二三&x;</p></body></html>'
    )
    assert "root:" not in "".join(paragraphs(reading))
