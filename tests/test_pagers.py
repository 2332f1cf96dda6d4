"""How the further pages of lists and articles are found, in every form that pagers have."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from spiders.discovery.articles.divided import joined, later_parts
from spiders.discovery.lists.counts import all_pages
from spiders.discovery.lists.listings import Answer, DataRequest
from spiders.discovery.lists.mute_pagers import sign_of_more
from spiders.discovery.lists.posted import posted_list, read_posted
from spiders.discovery.pages.page import Page, read_page
from spiders.families import GENERAL, families, family_named

HERE = "http://www.shilixian.gov.cn/gk/nb/"


def page(markup: str, url: str = HERE) -> Page:
    return read_page(url, f"<html><body>{markup}</body></html>".encode())


GO = "<script>function go(n) {{ {} }}</script>"


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        ("<a href='?page=2'>第2页</a> <a href='?page=3'>第3页</a>", ["?page=2", "?page=3"]),
        ("<a href='?page=2'>查看更多</a>", ["?page=2"]),
        ("<a href='./page/2/'>2</a> <a href='./page/3/'>3</a>", ["page/2/", "page/3/"]),
        ("<a href='./2024/'>2</a> <a href='./2023/'>3</a>", []),
        (
            "<input type='button' value='下一页' onclick=\"self.location='list_2.html'\">",
            ["list_2.html"],
        ),
        ("<a href='/news/?page=2'>查看更多</a>", []),
        ("<a href='javascript:;' data-url='/gk/nb/?page=2'>下一页</a>", ["?page=2"]),
        ("<button data-href='list_2.html'>加载更多</button>", []),
        (
            "<a href='javascript:go(2)'>2</a>" + GO.format("location.href = '?p=' + n;"),
            ["?p=2"],
        ),
        (
            "<a href='#' onclick='go(2)'>下一页</a>"
            + GO.format(
                "if (n == 1) { location.href = 'index.html' }"
                " else { var url = 'index_' + (n - 1); url += '.html'; window.location = url; }"
            ),
            ["index_1.html"],
        ),
        (
            "<form name='f' action='list.jsp'><input name='pageNo' value='1'>"
            "<input type='hidden' name='id' value='7'></form><a href='javascript:go(2)'>下一页</a>"
            + GO.format("document.f.pageNo.value = n; document.f.submit();"),
            ["list.jsp?pageNo=2&id=7"],
        ),
        (
            "<form action='./'><input name='page' value='1'></form>共3页",
            ["?page=2", "?page=3"],
        ),
        (
            "<form action='./' method='post'><input name='page' value='1'></form>共3页",
            [],
        ),
        (
            "<a href='?start=0'>1</a><a href='?start=20'>2</a><a href='?start=40'>3</a>",
            ["?start=20", "?start=40"],
        ),
        ("<a href='?id=20'>2</a><a href='?id=40'>3</a>", []),
        (
            "<select onchange=\"location.href='?page=' + this.value\"><option value='1'>1"
            "<option value='2'>2<option value='3'>3</select>",
            ["?page=2", "?page=3"],
        ),
        (
            "<script>var pageCount = 3; write('<a href=\"' + '?page=' + 2 + '\">');</script>",
            ["?page=2", "?page=3"],
        ),
        (
            "<a onclick='more()'>查看更多</a><script>var page = 1, totalPage = 3; function more() {"
            " page++; $.get('/gk/nb/more_' + page + '.html', function (h) { add(h) }) }</script>",
            ["more_2.html", "more_3.html"],
        ),
        (
            "<a href='javascript:pager.go(2)'>下一页</a><script>var pager = {"
            "go: function (n) { location.href = 'list_' + n + '.html' }}</script>",
            ["list_2.html"],
        ),
        (
            "<a href='javascript:turn(2)'>下一页</a><script>var base = '/gk/nb/?id=5';"
            "function turn(n) { window.location = base + '&page=' + n }</script>",
            ["?id=5&page=2"],
        ),
        (
            "<form action='list.jsp'><input type=hidden name=c value=5>"
            "<input type=hidden id=no name=pageNo value=1></form><input type=button value='下一页' "
            "onclick=\"document.getElementById('no').value=2;document.forms[0].submit()\">",
            ["list.jsp?c=5&pageNo=2"],
        ),
        (
            "<script>$('.p').pagination({pageCount: 3, callback: function (api) {"
            " location.href = 'list_' + api.getCurrent() + '.html' }})</script>",
            ["list_2.html", "list_3.html"],
        ),
        (
            "<script>laypage({cont: 'p', pages: 3, jump: function (o, first) {"
            " if (!first) location.href = '?page=' + o.curr }})</script>",
            ["?page=2", "?page=3"],
        ),
        (
            "<script>new Pager({pageCount: 3, url: '/gk/nb/{page}.html'})</script>",
            ["2.html", "3.html"],
        ),
        (
            "<script>$('#p').twbsPagination({totalPages: 3, href: '?pageIndex={{number}}'})",
            ["?pageIndex=2", "?pageIndex=3"],
        ),
        (
            "<script>var total = 25; $('#p').pagination(total, {items_per_page: 10, "
            "link_to: 'node___id__.html'})</script>",
            ["node_1.html", "node_2.html"],
        ),
        (
            "<script>$('#p').pagination(25, {items_per_page: 10, callback: function (i) {"
            " location.href = 'node_' + (i + 1) + '.html'; return false }})</script>",
            ["node_2.html", "node_3.html"],
        ),
        (  # rows of a page that only running the script would tell: as many as it has by itself
            "<script>$('#p').pagination(25, {items_per_page: rows, callback: function (i) {"
            " location.href = 'node_' + (i + 1) + '.html'; return false }})</script>",
            ["node_2.html", "node_3.html"],
        ),
        (
            "<script>$('#p').pagination(25, {callback: function (i) {"
            " if (i > 0) location.href = '?page=' + i; }})</script>",
            ["?page=1", "?page=2"],
        ),
        (
            '<script>var all = 3, name = "index"; for (var i = 0; i < all; i++) { if (i == 0) {'
            ' document.write("<a href=\\"" + name + ".htm\\">1</a>") } else { document.write('
            '"<a href=\\"" + name + "_" + i + ".htm\\">" + (i + 1) + "</a>") } }</script>',
            ["index_1.htm", "index_2.htm"],
        ),
        (
            "<script>for (var k = 1; k <= 3; k++) document.writeln('<li><a href=\"list_' + k + "
            "'.html\">' + k + '</a></li>')</script>",
            ["list_2.html", "list_3.html"],
        ),
        (
            "<script>var n = 9; for (var i = 0; i < n; i++) { document.write('<a href=\"/news/' + i"
            " + '.html\">' + titles[i] + '</a>') }</script>",
            [],
        ),
        ("<script>createPage(3, 0, 'index', 'shtml')</script>", ["index_1.shtml", "index_2.shtml"]),
        ("<script>pageSplit('index',3,1,'html')</script>", ["index_2.html", "index_3.html"]),
        (
            "<div><b>1</b><a href='/e/list.php?page=1&c=3'>2</a></div>",
            ["http://www.shilixian.gov.cn/e/list.php?page=1&c=3"],
        ),
        ("<div><a href='/e/list.php?page=1&c=3'>2</a></div>", []),  # of whatever list
        ("<div><b>1</b><a href='/2024/'>2</a></div>", []),
        ("<div class='nav-previous'><a href='page/2/'>« 较早文章</a></div>", ["page/2/"]),
        ("<a class='next' href='list_2.html'><i class='icon'></i></a>", ["list_2.html"]),
        ("<li class='pager-next'><a title='到下一页' href='?page=1'>››</a></li>", ["?page=1"]),
        ("<li class='pager-next'><a href='?page=1'>⟩</a></li>", ["?page=1"]),
        ("<a title='转到上一页' href='?page=0'>‹‹</a>", []),
        ("<table class='cal'><tr><td><a href='/2026/12'>»</a></td></tr></table>", []),
        ("<a href='?b_start:int=10'>后 10 项目 »</a>", ["?b_start:int=10"]),
        (
            "<p><a href='./'>[1]</a><a href='/more/7/0003.htm'>[2]</a>"
            "<a href='/more/7/0002.htm'>[3]</a><a href='/more/7/0001.htm'>[4]</a></p>",
            ["/more/7/0003.htm", "/more/7/0002.htm", "/more/7/0001.htm"],  # from the oldest on
        ),
        ("<p><a href='./'>1</a><a href='/a/3'>2</a><a href='/a/9'>3</a><a href='/a/1'>4</a>", []),
        (
            "<a href='javascript:' onclick=\"RefreshPageTo(event, '/gk/nb/?p_ID=9\\u0026n=2');\">"
            "<img src='next.gif' alt='下一页'></a>",
            ["?p_ID=9&n=2"],
        ),
        (
            "<button onclick='go(no.value)'>下一页</button><input id='totalPage' value='3'>"
            + GO.format("location.href = n == 1 ? 'list.jsp' : 'list_' + n + '.jsp'"),
            ["list_2.jsp", "list_3.jsp"],
        ),
        (
            "<a onclick='go(2)'>2</a><a onclick='go(1)'>首页</a>"
            + GO.format("location.href = (n <= 1) ? 'list.jsp' : 'list_' + n + '.jsp'"),
            ["list_2.jsp"],
        ),
        ("<a href='?page=3'>尾页</a>", ["?page=2", "?page=3"]),
        ("<a href='index_2.html'>末 页</a>", ["index_1.html", "index_2.html"]),
        ("<a href='list_3.html'>尾页</a> 共3页", ["list_2.html", "list_3.html"]),
        ("<a href='/news/index_3.html'>尾页</a>", []),
        ("<a href='?page=x'>尾页</a><a href='?id=3'>末页</a>", []),
        (
            "<script>var totalPage = 3; load('/img/' + page + '.png'); "
            "load('/gk/nb/more_' + kind + '.html')</script>",
            [],
        ),
        (
            "<a href='?page=2&t=17' onclick=\"location.href='x?t=' + Math.random()\">下一页</a>",
            None,
        ),
    ],
)
def test_the_pages_that_follow(pager: str, following: list[str] | None) -> None:
    following = ["?page=2&t=17"] if following is None else following
    assert all_pages(page(pager)) == [urljoin(HERE, address) for address in following]


def test_pages_that_are_parts_of_the_path() -> None:
    pager = "<a href='/list/cid/1704/p/2'>2</a><a href='/list/cid/1704/p/3'>3</a>"
    first = page(pager, "http://www.shilixian.gov.cn/list/cid/1704")
    assert all_pages(first) == [f"{first.url}/p/2", f"{first.url}/p/3"]


def test_a_declared_number_alone_and_the_usual_names() -> None:
    said = "共12条 第1/3页"
    assert all_pages(page(said, f"{HERE}index.shtml")) == [
        f"{HERE}index_2.shtml",
        f"{HERE}index_3.shtml",
    ]
    framed = [f"{HERE}list_2.html", f"{HERE}list_3.html"]
    assert all_pages(page(said, f"{HERE}list_1.html")) == framed
    assert all_pages(page(said)) == all_pages(page(said, f"{HERE}nb.html")) == []


CLICKED = "<a href='javascript:;' onclick='pg(3,{0})'>{0}</a>"


@pytest.mark.parametrize(
    ("pager", "rows", "sign"),
    [
        ("<div><a href='#'>1</a><a href='#'>2</a><a href='#'>下一页</a></div>", 9, "a page 2"),
        ("<div class=page><span>1</span><span>2</span></div>", 9, "a page 2"),
        ("".join(CLICKED.format(n) for n in (1, 2, 3)), 6, "a page 2"),
        ("".join(CLICKED.format(n) for n in range(1, 29)), 6, ""),  # the days of a month
        ("<table><tr><td><a>2</a></td></tr></table><p><b>下一页</b></p>", 9, ""),
        ("<button id='more'>加载更多</button>", 9, "load more"),
        ("<a href='#'>首页</a><a href='javascript:;'>下一页</a>", 15, "a next page"),
        ("<a href='#'>首页</a><a href='javascript:;'>下一页</a>", 13, ""),
        ("<a href='#'>首页</a><a class='disabled' href='#'>下一页</a>", 15, ""),
        ("共1页 <a href='#'>2</a><a href='#'>下一页</a>", 15, ""),
        ("<script>grid({url: '/l', pageSize: 15})</script>", 15, "the 15 rows"),
        ("<script>grid({url: '/l', pageSize: 15})</script>", 14, ""),
        ("<h3>新闻 <a href='#'>更多</a></h3>", 15, ""),
        ("<h3>部门年报查询</h3><form><input name='dw'></form>", 3, "a form"),
        ("<form><input name='q'><input type='submit' value='站内搜索'></form>", 3, ""),
        ("<ul><li><a href='/nb/'>年报查询</a></ul><form><input name='q'></form>", 3, ""),
    ],
)
def test_pagers_that_lead_nowhere_show_that_a_list_goes_on(
    pager: str, rows: int, sign: str
) -> None:
    found = sign_of_more(page(f"<div>{pager}</div>"), rows)
    assert (sign in found) if sign else found == ""


def test_the_days_of_a_calendar_are_no_pages() -> None:
    days = "".join(
        f"<a href='?day=2024-{month}-{day}'>{day}</a>" for month in (1, 2) for day in range(1, 29)
    )
    dated = "".join(f"<a href='?d={month}-{day}'>{day}</a>" for month in (1, 2) for day in (2, 3))
    pager = "<a href='?page=2'>2</a><a href='?page=3'>3</a>"
    assert all_pages(page(days)) == all_pages(page(dated)) == []
    assert all_pages(page(days + pager)) == [f"{HERE}?page=2", f"{HERE}?page=3"]
    rows = "<a href='?c=4&pager.offset=8'>[2]</a><a href='?c=4&pager.offset=16'>[3]</a>"
    second, third = f"{HERE}?c=4&pager.offset=8", f"{HERE}?c=4&pager.offset=16"
    assert all_pages(page(rows, f"{HERE}?c=4")) == [second, third]


def test_software_without_a_pager_of_its_own_has_those_of_any_page() -> None:
    pager = (
        "<script>kkpager.generPageHtml({pno: 1, total: 3, hrefFormer: 'list', hrefLatter: '.html'})"
    )
    listed = page(f"<a href='202401/t20240117_5049123.html'>年报</a>{pager}</script>")
    assert [f.name for f in families() if f.recognise(listed)] == ["TRS WCM"]
    family = family_named("TRS WCM")
    assert family.pages(listed) == [f"{HERE}list_2.html", f"{HERE}list_3.html"]


def test_pages_are_called_as_the_script_that_draws_their_pager_calls_them() -> None:
    pager = """<script>var countPage = 3//共多少页
    var currentPage = 0;//所在页从0开始
    var nextPage = currentPage+1
    document.write("<a href=\\"nb"+"_" + nextPage + "."+"htm\\">下一页</a>");</script>"""
    assert family_named("TRS WCM").pages(page(pager)) == [f"{HERE}nb_1.htm", f"{HERE}nb_2.htm"]


def test_pages_that_a_script_names() -> None:
    generated = "<script>kkpager.generPageHtml({pno: 1, total: 3, hrefFormer: 'list',"
    shown = page(f"{generated} hrefLatter: '.html'}});</script>", f"{HERE}list.html")
    assert all_pages(shown) == [f"{HERE}list_2.html", f"{HERE}list_3.html"]
    whole = page('<script>showPages(3, 1, "/nb/p", ".html");</script>', HERE)
    assert [url.rpartition("/nb/")[2] for url in all_pages(whole)] == ["p2.html", "p3.html"]


POSTING = """<form method="post" action="list.aspx?cid=9">
<input type="hidden" name="__VIEWSTATE" value="{state}"><input type="hidden" name="__EVENTTARGET">
<input type="hidden" name="__EVENTARGUMENT"><input type="submit" name="find" value="查询">
<script>var theForm = document.forms[0]; function __doPostBack(eventTarget, eventArgument) {{
  if (!theForm.onsubmit || (theForm.onsubmit() != false)) {{
    theForm.__EVENTTARGET.value = eventTarget;
    theForm.__EVENTARGUMENT.value = eventArgument;
    theForm.submit(); }} }}</script>
<ul><li><a href="show.aspx?id={row}">东乡{row}年政府信息公开年报</a> 2024-01-20</li></ul>
<a href="javascript:__doPostBack('pager','1')">1</a>
<a href="javascript:__doPostBack('pager','2')">2</a>
<a href="javascript:__doPostBack('pager','3')">3</a></form>"""


@pytest.mark.parametrize("script", ["function __doPostBack", "function elsewhere"])
def test_pages_that_a_form_brings_by_post(script: str) -> None:
    first = POSTING.replace("function __doPostBack", script).format(state="a=", row=2023)
    [listing] = posted_list(page(first, f"{HERE}list.aspx?cid=9"))
    second = listing.following[0]
    assert isinstance(second, DataRequest)
    assert (second.method, second.url) == ("POST", f"{HERE}list.aspx?cid=9")
    assert second.body == "__VIEWSTATE=a%3D&__EVENTTARGET=pager&__EVENTARGUMENT=2"
    answered = read_posted(Answer(second, POSTING.format(state="b=", row=2022)))
    assert answered is not None
    assert [row.url for row in answered.rows] == [f"{HERE}show.aspx?id=2022"]
    third = answered.following[0]
    assert isinstance(third, DataRequest)
    assert third.body == "__VIEWSTATE=b%3D&__EVENTTARGET=pager&__EVENTARGUMENT=3"
    assert third.key == listing.following[1].key  # type: ignore[union-attr]  # its state aside


def test_a_form_is_asked_up_to_the_last_page_alone() -> None:
    markup = """<form name="f" method="post" action="nb.do">
    <input type="hidden" name="cat" value="nb">
    <input type="hidden" name="pager.offset" value="0"></form>
    <ul><li><a href="1.html">东乡2023年政府信息公开年报</a> 2024-01-20</li></ul>
    <div>第{n}页/共2页 <a href="#" onclick="turn({o});return false;">下一页</a></div>
    <script>function turn(o) {{
      var f = document.f; f["pager.offset"].value = o; f.submit(); }}</script>"""
    [listing] = posted_list(page(markup.format(n=1, o=10), f"{HERE}nb.do"))
    [second] = listing.following
    assert isinstance(second, DataRequest)
    assert second.body == "cat=nb&pager.offset=10"
    answered = read_posted(Answer(second, markup.format(n=2, o=20)))
    assert answered is not None
    assert (len(answered.rows), answered.following) == (1, ())


@pytest.mark.parametrize(
    ("own", "pager", "parts"),
    [
        ("9.html", "<a href='9_2.html'>2</a><a href='9_3.html'>3</a>", ["9_2.html", "9_3.html"]),
        ("9_2.html", "<a href='9.html'>1</a><a href='9_3.html'>下一页</a>", ["9_2", "9_3"]),
        ("9.html", "共3页<a href='9_2.html'>下一页</a>", ["9_2.html", "9_3.html"]),
        ("v.jsp?id=9", "<a href='v.jsp?id=9&page=2'>下一页</a>", ["v.jsp?id=9&page=2"]),
        ("v.jsp?id=9", "<a href='v.jsp?id=8&page=2'>下一页</a>", []),
        ("9.html", "<a href='10.html'>下一页</a><a href='list_2.html'>2</a>", []),
    ],
)
def test_the_further_pages_of_an_article(own: str, pager: str, parts: list[str]) -> None:
    found = [url.removeprefix(HERE) for url in later_parts(page(pager, HERE + own))]
    expected = [name for name in parts if name != "9_2"]
    assert found == [f"{name}.html" if name == "9_3" else name for name in expected]


def test_a_divided_article_put_together() -> None:
    pages = [page(f"<div id=x><p>第{n}部分</p></div><i>页脚</i>") for n in (1, 2)]
    bodies = [each.selector.css("#x")[0].root for each in pages]
    whole = read_page(HERE, joined(pages, bodies))
    assert whole.visible_text.split() == ["第1部分", "第2部分", "页脚"]


def test_a_link_that_is_called_like_a_file_is_one() -> None:
    link = "<a href=\"javascript:down('a7')\">附件：县财政局2023年年报.docx</a>"
    script = "<script>function down(f) { window.open('/sys/down.do?fid=' + f); }</script>"
    title = "<meta name='ArticleTitle' content='县财政局2023年政府信息公开工作年度报告'>"
    article = GENERAL.article(page(f"{title}<div id='zoom'><p>{link}</p></div>{script}", HERE))
    assert article is not None
    assert [a.url for a in article.attachments] == [
        "http://www.shilixian.gov.cn/sys/down.do?fid=a7"
    ]


def test_a_link_to_what_delivers_files_is_one_whatever_it_is_called() -> None:
    title = "<meta name='ArticleTitle' content='县财政局2023年政府信息公开工作年度报告'>"
    link = "<a href='/download.do?fid=7'>点击下载</a>"
    article = GENERAL.article(page(f"{title}<div id='zoom'><p>{link}</p></div>", HERE))
    assert article is not None
    assert [a.url for a in article.attachments] == ["http://www.shilixian.gov.cn/download.do?fid=7"]


def test_links_beyond_measure_and_links_that_are_not_to_be_followed() -> None:
    flood = "".join(f"<a href='/zt/{number}.html'>专题</a>" for number in range(9_000))
    found = page(f"{flood}<a href='?page=2'>下一页</a>").links
    assert len(found) == 5_000
    assert found[0].url.endswith("/zt/0.html")
    assert found[-1].url == f"{HERE}?page=2"
    assert page("<a rel='noopener NoFollow' href='/nb/'>政府信息公开年报</a>").links == ()


def test_a_page_that_is_too_large_is_cut_in_its_middle() -> None:
    around = "<html><body><a href='1.html'>年报</a>{}<a href='?page=2'>下一页</a></body></html>"
    links = read_page(HERE, around.format("<p>甲乙丙</p>" * 400_000).encode("gb18030"), "gbk").links
    assert [(link.url, link.text) for link in links] == [
        (f"{HERE}1.html", "年报"),
        (f"{HERE}?page=2", "下一页"),
    ]


def test_a_link_to_a_viewer_leads_to_its_file() -> None:
    links = page(
        "<a href='/pdf/web/viewer.html?file=%2Fup%2F7.pdf'>2023年年报</a>"
        "<a href='/pdf/web/viewer.html?file=../../up/8.pdf#page=1'>2022年年报</a>"
        "<a href='/show.html?file=/up/9.pdf'>2021年年报</a>"
        "<a href='/pdf/web/viewer.html?file=http://[/x.pdf'>2020年年报</a>"
    ).links
    assert [link.url.removeprefix("http://www.shilixian.gov.cn") for link in links][:3] == [
        "/up/7.pdf",
        "/up/8.pdf",
        "/show.html?file=/up/9.pdf",
    ]


@pytest.mark.parametrize(
    "shown",
    [
        "<div id='book' data-pdf='/up/7.pdf'></div>",
        "<input type='hidden' id='pdf' value='/up/7.pdf'><div id='viewer'></div>",
        "<script>$('#book').flipBook({pdfUrl: '/up/7.pdf'})</script>",
        "<iframe src='/pdf/web/viewer.html?file=../../up/7.pdf'></iframe>",
    ],
)
def test_a_file_that_an_article_shows_is_its_attachment(shown: str) -> None:
    article = GENERAL.article(
        page(
            f"<h1>双钟镇2023年政府信息公开工作年度报告</h1><div id='zoom'>{shown}</div>"
            "<input type='hidden' name='help' value='/help.pdf'>",
            f"{HERE}7.html",
        )
    )
    assert article is not None
    assert [a.url for a in article.attachments] == ["http://www.shilixian.gov.cn/up/7.pdf"]
