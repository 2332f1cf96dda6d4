"""Pages read, and what tests ask of them."""

from __future__ import annotations

from parsers.reading import read
from parsers.reading.model import Reading, Table


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
