"""The pages of the mirror, by path."""

from __future__ import annotations

from html import escape

from tests.sample.mirror import copies
from tests.sample.mirror.copies import Copy
from tests.sample.reports import flattened

HEAD = """<div class="top"><a href="/">首页</a> <a href="/login.html">登录</a>
<a href="/vip.html">开通VIP</a><form action="/search.html"><input name="q"><button>搜索文档</button>
</form></div>"""
BESIDE = """<div class="side"><p>上传人：小雨点</p><p>上传时间：2024-02-03</p><p>浏览次数：531</p>
<p>20积分</p><h3>相关文档</h3><ul>
<li>
<a href="/p-901.html">冷水滩区财政局2023年政府信息公开工作年度报告</a>
<span>2024-01-09</span></li>
<li>
<a href="/p-902.html">冷水滩区农业农村局2023年政府信息公开工作年度报告</a>
<span>2024-01-08</span></li>
<li>
<a href="/p-903.html">冷水滩区梅湾街道办事处2022年政府信息公开工作年度报告</a>
<span>2023-01-08</span></li>
</ul></div><div class="also"><h4>看了又看</h4><p>冷水滩区财政局2023年政府信息公开工作年度报告。
本报告由冷水滩区财政局编制，所列数据的统计期限自2023年1月1日起至2023年12月31日止，全文共六个部分，
电子版可在冷水滩区人民政府门户网站下载。</p></div>"""
FOOT = """<div class="foot">
版权说明：本文档由用户提供并上传，收益归属内容提供方，若内容存在侵权，请进行举报或认领
<p>网站客服QQ：000000 <a href="/help.html">帮助中心</a></p></div>"""


def _page(title: str, body: str, head: str = "") -> str:
    shown = f"<title>{title}</title>{head}</head><body>{HEAD}{body}{BESIDE}{FOOT}</body></html>"
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{shown}'


def _lines(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line)


def paged(copy: Copy) -> str:
    """Text in boxes that bear page numbers, last page first in the markup."""
    pages = copy.pages()
    boxes = [
        f'<div class="reader-page" data-page-no="{n}"><span>第{n}页</span>{_lines(page)}</div>'
        for n, page in enumerate(pages, 1)
    ]
    count = (
        f"<div class='bar'><span>1</span><span>/{len(pages)}</span> <a>全屏</a> <a>下载</a></div>"
    )
    shown = "".join(reversed(boxes))
    name = f"{copy.report.title}.docx"
    return _page(f"{name} - 某某文库", f"<h1>{name}</h1>{count}<div id='reader'>{shown}</div>")


def columns(copy: Copy) -> str:
    """淘豆网: one flattened text, with lines of the site's own among it."""
    said = "<p>来自淘豆网www.taodocs.com转载请标明出处.</p>"
    text = said.join(_lines(page) for page in copy.pages())
    body = f"<h1>{copy.report.title}</h1><p>文档介绍：</p><div class='txt'>{text}</div>"
    body += '<div id="moreBtn">点击展开全文</div>'
    return _page(f"{copy.report.title} - 淘豆网", body)


def pictures(copy: Copy) -> str:
    """人人文库: pictures of the pages, and what a machine read in them."""
    pages = copy.pages()
    shown = "".join(
        f'<div><img id="page{n}" src="/view/00ff00ff00ff/00ff00ff00ff{n}.gif"></div>'
        for n in range(1, len(pages) + 1)
    )
    text = "".join(_lines(page) for page in pages)
    head = f"<h1>{copy.report.title}</h1><p>共{len(pages)}页</p>{shown}"
    return _page(f"{copy.report.title}-人人文库", f"{head}<h2>文档简介</h2><div>{text}</div>")


def addresses(copy: Copy) -> dict[str, str]:
    """A document on three addresses, one page of the viewer each."""
    pages = copy.pages()
    third = -(-len(pages) // 3)
    stem = copy.path.removesuffix(".html")
    paths = [copy.path, f"{stem}_2.html", f"{stem}_3.html"]
    found = {}
    for at, path in enumerate(paths):
        text = "".join(_lines(page) for page in pages[at * third : (at + 1) * third])
        links = "".join(f'<a href="{p}">{n}</a> ' for n, p in enumerate(paths, 1) if p != path)
        after = f'<a href="{paths[at + 1]}">下一页</a>' if at < 2 else ""
        # What follows the pager is the next document, not the next page.
        pager = f'<div class="pager">{links}{after} <a href="/doc/105.html">下一篇</a></div>'
        body = (
            f'<h1>{copy.report.title}（第{at + 1}页）</h1><div class="doc-text">{text}</div>{pager}'
        )
        found[path] = _page(copy.report.title, body)
    return found


def article(copy: Copy) -> str:
    """A page that reposts the publisher's, tables and all."""
    byline = "<p>发布者：小雨点 时间：2024-02-03 来源：网络 浏览：88次</p>"
    body = f"<div class='post'><h1>{copy.report.title}</h1>{byline}{copy.markup()}</div>"
    return _page(f"{copy.report.title}_百姓网", f"{body}<p>猜你喜欢</p>")


def preview(copy: Copy) -> str:
    """原创力文档: the first two pages, the rest behind a button."""
    pages = copy.pages()
    text = "".join(_lines(page) for page in pages[:2])
    more = f'<div id="btn_preview_remain">继续阅读，还剩{len(pages) - 2}页未读</div>'
    return _page(copy.report.title, f"<h1>{copy.report.title}</h1><div>{text}</div>{more}")


def broken_off(copy: Copy) -> str:
    """The first of two addresses; robots.txt forbids the second."""
    text = "".join(_lines(page) for page in copy.pages()[:2])
    body = f"<h1>{copy.report.title}</h1><div>{text}</div><a href='/doc/112_2.html'>下一页</a>"
    return _page(copy.report.title, body)


def hidden(copy: Copy) -> str:
    """All pages in the markup, one of them seen."""
    boxes = [
        f'<div id="page-{n}" style="{"" if n == 1 else "display: none"}">{_lines(page)}</div>'
        for n, page in enumerate(copy.pages(), 1)
    ]
    return _page(copy.report.title, f"<h1>{copy.report.title}</h1>{''.join(boxes)}")


def lazy(copy: Copy) -> str:
    """Places for all pages, which a script would fill; two of them are filled."""
    boxes = [
        f'<div class="pdf" data-page-index="{n}">{_lines(page) if n < 2 else "<i>加载中</i>"}</div>'
        for n, page in enumerate(copy.pages())
    ]
    return _page(copy.report.title, f"<h1>{copy.report.title}</h1>{''.join(boxes)}")


def paid(copy: Copy) -> str:
    """Sheets without numbers, and a line that says how many are left."""
    pages = copy.pages()
    sheets = "".join(f"<div class='sheet'>{_lines(page)}</div>" for page in pages[:3])
    left = f"<div>后面还有{len(pages) - 3}页，付费后可阅读剩余内容</div>"
    return _page(copy.report.title, f"<h2>{copy.report.title}</h2>{sheets}{left}")


def query(copy: Copy) -> dict[str, str]:
    """A reposted page with its tables, on two addresses that differ in a parameter."""
    markup = copy.markup()
    middle = markup.rindex("<p", 0, markup.index("三、收到"))
    head = f"<h1>{copy.report.title}</h1><p>贡献者：冷水滩区财政局</p>"
    after = f"<div>1/2 <a href='{copy.path}?pn=2'>下一页</a></div>"
    before = f"<div>2/2 <a href='{copy.path}'>上一页</a></div>"
    return {
        copy.path: _page(copy.report.title, f"{head}<div>{markup[:middle]}</div>{after}"),
        f"{copy.path}?pn=2": _page(
            copy.report.title, f"{head}<div>{markup[middle:]}</div>{before}"
        ),
    }


def marked(copy: Copy) -> str:
    """DOC文库: the text in one line up to its last page mark, and 下载后继续阅读 all the same."""
    return _page(f"{copy.report.title}.docx - DOC文库", _lines(flattened.render(copy.report)))


def walled(copy: Copy) -> dict[str, str]:
    """The second of two addresses asks for a login, beside words of another document."""
    text = "".join(_lines(page) for page in copy.pages()[:2])
    stem = copy.path.removesuffix(".html")
    after = f'<a href="{stem}/2.html">下一页</a>'
    head = f"<h1>{copy.report.title}</h1>"
    return {
        copy.path: _page(copy.report.title, f"{head}<div>{text}</div>{after}"),
        f"{stem}/2.html": _page(copy.report.title, f"{head}<div>请先登录后查看剩余内容</div>"),
    }


def _without_text(title: str, body: str) -> str:
    return _page(title, f"<h1>{title}</h1>{body}")


CANVAS = """<div id="pageContainer" class="page_view"><div id="outer_page_1" class="outer_page">
<canvas id="postil_1" class="postil_page"></canvas><canvas id="page_1" class="inner_page"></canvas>
</div></div><input id="pageNumInput" value="1"><span id="item-page-panel">/ 6</span>"""
MEMBERS = "<div class='mask'>该文档为VIP专享文档</div><a href='/vip.html'>开通会员继续阅读</a>"
POINTS = "<div class='mask'>您的积分不足</div><a href='/pay.html'>支付30积分</a>"
ROBOTS = "User-agent: *\nDisallow: /private/\nDisallow: /doc/112_2.html\nDisallow: /trap/\n"
REST = {
    "/p-107.html": ("冷水滩区凤凰街道办事处2023年政府信息公开工作年度报告", CANVAS),
    "/p-108.html": ("冷水滩区菱角山街道办事处2023年政府信息公开工作年度报告", MEMBERS),
    "/p-109.html": ("冷水滩区普利桥镇人民政府2023年政府信息公开工作年度报告", ""),
    "/private/p-111.html": ("冷水滩区杨村甸乡人民政府2023年政府信息公开工作年度报告", ""),
    "/p-113.html": ("冷水滩区花桥街镇人民政府2023年政府信息公开工作年度报告", POINTS),
    "/p-120.html": ("湖口县2023年法治政府建设年度报告", ""),
    "/p-121.html": ("湖口县财政局关于印发采购目录的函", ""),
}
"""Documents that the list names and no reader gets to see: title and what stands in its place."""

LIST, SECOND = "/list/index.html", "/list/index_2.html"
SEARCH = "/search.html?q=%E6%B9%96%E5%8F%A3%E5%8E%BF"


def _list(rows: list[tuple[str, str]], pager: str) -> str:
    items = "".join(
        f'<li><a href="{path}">{title}</a><span>2024-02-03</span><span>6页</span>'
        "<span>20积分</span>"
        "<p>根据《中华人民共和国政府信息公开条例》有关规定，现公布本年度报告，报告包括六个部分。</p>"
        '<a href="/down/0.html" rel="nofollow">下载</a></li>'
        for path, title in rows
    )
    trap = '<a style="display:none" href="/trap/1.html">湖口县2019年政府信息公开工作年度报告</a>'
    return f"<h1>政府信息公开年报</h1><div class='list'><ul>{items}</ul>{trap}</div>{pager}"


def site() -> dict[str, tuple[int, dict[str, str], bytes]]:
    """Every page: status, headers, body."""
    listed = [(copy.path, f"{copy.report.title}.docx") for copy in copies.COPIES]
    listed += [(path, title) for path, (title, _) in REST.items()]
    found = [(c.path, c.report.title) for c in (copies.PAGED, copies.ARTICLE)]
    shown = {
        LIST: _page("政府信息公开年报", _list(listed[:9], f'<a href="{SECOND}">下一页</a>')),
        SECOND: _page("政府信息公开年报", _list(listed[9:], f'<a href="{LIST}">上一页</a>')),
        SEARCH: _page("搜索", _list(found[:1], f'<a href="{SEARCH}&amp;page=2">2</a>')),
        f"{SEARCH}&page=2": _page("搜索", _list(found[1:], "")),
        copies.PAGED.path: paged(copies.PAGED),
        copies.COLUMNS.path: columns(copies.COLUMNS),
        copies.PICTURES.path: pictures(copies.PICTURES),
        **addresses(copies.ADDRESSES),
        copies.ARTICLE.path: article(copies.ARTICLE),
        copies.PREVIEW.path: preview(copies.PREVIEW),
        copies.BROKEN_OFF.path: broken_off(copies.BROKEN_OFF),
        copies.HIDDEN.path: hidden(copies.HIDDEN),
        copies.LAZY.path: lazy(copies.LAZY),
        copies.PAID.path: paid(copies.PAID),
        **query(copies.QUERY),
        **walled(copies.WALLED),
        copies.MARKED.path: marked(copies.MARKED),
        **{path: _without_text(title, body) for path, (title, body) in REST.items() if body},
        "/login.html": _without_text("用户登录", '<input type="password">'),
        "/robots.txt": ROBOTS,
    }
    html = {"Content-Type": "text/html"}
    pages = {path: (200, html, markup.encode()) for path, markup in shown.items()}
    pages["/p-109.html"] = (302, {"Location": "/login.html"}, b"")
    return pages
