"""Viewers of no known kind: what they put around a report, and how they say that they cut it."""

from __future__ import annotations

from html import escape

from tests.sample.mirror.copies import Copy

AROUND = ("道友", "零陵区", "4821", "9753", "小老虎", "同店铺", "只看该作者", "最多只能", "3187")
"""What the site says around the reports; none of it may be in a record."""
WRONG_TITLE = Copy("/y/201.html", "湖口县流芳镇人民政府", 2022, exact=True)
TEMPLATE_TITLE = Copy("/y/202.html", "湖口县财政局", 2023)
THREAD = Copy("/y/203.html", "湖口县武山镇人民政府", 2022, exact=True)
BOOK = Copy("/y/204.html", "湖口县流泗镇人民政府", 2021)
READ_ONLY = Copy("/y/205.html", "湖口县马影镇人民政府", 2024)
AT_MOST = Copy("/y/206.html", "湖口县城山镇人民政府", 2023, cut=True)
CAPTIONS = Copy("/y/207.html", "湖口县大垅乡人民政府", 2022, cut=True)
IN_SCRIPT = Copy("/y/208.html", "湖口县舜德乡人民政府", 2022, cut=True)
VIEWERS = (
    WRONG_TITLE,
    TEMPLATE_TITLE,
    THREAD,
    BOOK,
    READ_ONLY,
    AT_MOST,
    CAPTIONS,
    IN_SCRIPT,
)
_HEAD = (
    "<div class=hd>道友文档 <a href=/a>登录</a> <a href=/b>上传赚钱</a> 今日已更新 3187 份</div>"
)
_SIDE = """<div class=r><b>同店铺作品</b><ul><li>
<a href=/o/1.html>零陵区审计局2022年政府信息公开工作年度报告</a> 12页 3.5元
<li><a href=/o/2.html>零陵区水利局2022年政府信息公开工作年度报告</a> 8页</ul>
<div>零陵区审计局2022年度受理政府信息公开申请4821件，主动公开信息9753条。</div></div>"""


def pages() -> dict[str, str]:
    """Every page of the viewers, by path."""
    found = {
        WRONG_TITLE.path: _page(
            "零陵区审计局2021年政府信息公开工作年度报告",
            f"<div class=content>{WRONG_TITLE.markup()}</div>",
        ),
        TEMPLATE_TITLE.path: _page(
            "财务工作总结模板.doc", "".join(_box(p) for p in TEMPLATE_TITLE.pages())
        ),
        THREAD.path: _page(
            f"分享一份{THREAD.report.title}",
            "<div id=p1><div>小老虎 发表于 2024-3-2 12:11 | 只看该作者</div>"
            f"<div class=t id=m1>{THREAD.markup()}</div></div><div id=p2><div class=t id=m2>"
            "谢谢楼主，零陵区财政局2022年收到申请4821件，比你们多。</div></div>",
        ),
        READ_ONLY.path: _page(
            READ_ONLY.report.title,
            f"<textarea readonly>{escape(chr(10).join(READ_ONLY.pages()))}</textarea>",
        ),
        AT_MOST.path: _page(
            AT_MOST.report.title,
            f"<div class=doc>{''.join(_box(p) for p in AT_MOST.pages()[:2])}</div>"
            "<p>温馨提示：当前文档最多只能预览 2 页，若文档总页数超出了 2 页，"
            "请下载原文档以浏览全部内容。</p>",
        ),
        CAPTIONS.path: _page(
            CAPTIONS.report.title,
            "".join(
                f"<div class=pg><i>page {n} / 9</i>{_box(page)}</div>"
                for n, page in enumerate(CAPTIONS.pages()[:2], 1)
            ),
        ),
        IN_SCRIPT.path: _page(
            IN_SCRIPT.report.title,
            f"<div class=doc>{''.join(_box(p) for p in IN_SCRIPT.pages()[:2])}</div>"
            '<script>var doc = {"total_pages": 6, "free_pages": 2};</script>',
        ),
    }
    return found | _book()


def _book() -> dict[str, str]:
    """One page an address, each with a link to the next alone."""
    texts = BOOK.pages()
    paths = [BOOK.path, *(f"/y/204_{n}.html" for n in range(2, len(texts) + 1))]
    links = [f"<a href={path}>下一页</a>" for path in paths[1:]] + ["下一页"]
    return {
        path: _page(BOOK.report.title, f"<div class=bk><pre>{escape(text)}</pre></div>{link}")
        for path, text, link in zip(paths, texts, links, strict=True)
    }


def _box(text: str) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return f"<div class=pgitem>{lines}</div>"


def _page(title: str, body: str) -> str:
    head = f"<meta charset=utf-8><title>{title} - 道友文档</title>"
    return f"<html><head>{head}</head><body>{_HEAD}<h1>{title}</h1>{body}{_SIDE}</body></html>"
