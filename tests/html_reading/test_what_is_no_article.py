"""Pages without an article, and what stands around one."""

from __future__ import annotations

from tests.html_reading.pages import FOOTER, MENU, page, paragraphs, texts


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


def test_markdown_in_markup_keeps_its_lines() -> None:
    reading = page(
        "<html><body><div id='zoom'>\n一、总体情况\n\n统计期限为全年。\n\n"
        "| 信息内容 | 本年制发件数 | 现行有效件数 |\n|---|---|---|\n| 规章 | 0 | 3 |\n"
        "| 行政规范性文件 | 1 |  |\n| 第二十条第（五）项 |  |  |\n| 行政许可 | 12 |  |\n\n"
        "三、收到和处理政府信息公开申请情况\n</div></body></html>"
    )
    assert paragraphs(reading) == [
        "一、总体情况",
        "统计期限为全年。",
        "三、收到和处理政府信息公开申请情况",
    ]
    assert [texts(t) for t in reading.tables()] == [
        [
            ["信息内容", "本年制发件数", "现行有效件数"],
            ["规章", "0", "3"],
            ["行政规范性文件", "1", ""],
            ["第二十条第（五）项", "", ""],
            ["行政许可", "12", ""],
        ]
    ]


def test_line_ends_beside_a_few_pipes_are_none() -> None:
    menu = "\n".join(["首页 | 政务公开 | 互动交流"] * 4)
    reading = page(f"<html><body><div id='zoom'><p>统计期限为\n全年。{menu}</p></div>")
    assert paragraphs(reading)[0].startswith("统计期限为全年。首页 | 政务公开")


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
