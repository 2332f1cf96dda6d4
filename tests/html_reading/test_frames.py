"""Where the article of a page is: known and unknown containers, editors, scripts."""

from __future__ import annotations

from tests.html_reading.pages import FOOTER, MENU, TRS, grid, page, paragraphs, texts


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
