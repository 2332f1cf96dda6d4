"""What layouts, tables and scripts say about links whose own text does not tell."""

from __future__ import annotations

import json

import pytest

from spiders.discovery.articles.frame import read_article
from spiders.discovery.clones import sign_of_a_clone
from spiders.discovery.home.menu_files import branches, menu_sources, read_menu
from spiders.discovery.home.trees import agency_columns, tree_columns
from spiders.discovery.home.way import divisions, named_columns, ways_from
from spiders.discovery.lists.rows import bare_rows, find_rows, relevant_rows
from spiders.discovery.pages.essence import essence_of
from spiders.discovery.pages.kinds import frames
from spiders.discovery.pages.page import Page, read_page
from spiders.discovery.sites import refusal

HERE = "http://www.shilixian.gov.cn/gk/"


def page(markup: str, head: str = "", url: str = HERE) -> Page:
    return read_page(url, f"<html><head>{head}</head><body>{markup}</body></html>".encode())


@pytest.mark.parametrize(
    "menu",
    [
        "<dl><dt>政府信息公开年报</dt><dd>{}</dd><dd>{}</dd><dt>政策</dt><dd>{}</dd></dl>",
        "<div class='t'>政府信息公开年报</div><div class='c'>{}{}</div><div class='t'>政策</div>"
        "<div class='c'>{}</div>",
        "<ul><li><span>公 开 年 报</span><ul><li>{}</li><li>{}</li></ul></li><li>政策 {}</li></ul>",
        "<ul><li><a href='javascript:;'>政府信息公开年报</a><p>{}{}</p></li><li>{}</li></ul>",
        "<table><tr><td><font><b>信息公开年报</b></font></td></tr><tr><td>{}</td></tr><tr><td>{}</td>"
        "</tr><tr><td><b>政策文件</b></td></tr><tr><td>{}</td></tr></table>",
    ],
)
def test_the_years_below_a_heading_without_a_link(menu: str) -> None:
    years = ["<a href='/l/2022'>2022年</a>", "<a href='/l/2023'>2023</a>"]
    ways = ways_from(page(menu.format(*years, "<a href='/zc/2023'>2023年</a>")), frozenset())
    assert [link.url for link in ways.columns] == [
        "http://www.shilixian.gov.cn/l/2022",
        "http://www.shilixian.gov.cn/l/2023",
    ]


def test_agencies_are_known_by_those_beside_them() -> None:
    names = ["城关镇", "石桥乡", "县财政局", "县档案馆", "县公路段", "政策解读", "2023"]
    listed = "".join(f"<li><a href='{n}.html'>{name}</a></li>" for n, name in enumerate(names))
    found = divisions(page(f"<ul>{listed}</ul><p><a href='x.html'>县志</a></p>"), frozenset())
    assert {link.text for link in found} == {*names[:5], "2023"}


def test_a_tag_of_a_row_is_no_division() -> None:
    row = "<a href='1.html'>县财政局2023年政府信息公开工作年度报告</a>"
    tagged = f"<ul><li><a href='/tag/bm/'>[部门]</a>{row}</li></ul>"
    assert "[部门]" not in [link.text for link in divisions(page(tagged), frozenset())]
    headed = f"<ul><li><a href='/bm/'>部门</a><ul><li>{row}</li></ul></li></ul>"
    assert "部门" in [link.text for link in divisions(page(headed), frozenset())]


def test_a_picture_for_more_is_called_by_the_heading_beside_it() -> None:
    part = "<h3><span>{}</span><a href='{}/'><img src='/i/more.gif'></a></h3>"
    shown = part.format("县直部门", "bm") + part.format("领导信箱", "xx")
    assert [link.url for link in divisions(page(shown), frozenset())] == [f"{HERE}bm/"]


def test_divisions_are_known_by_those_beside_them() -> None:
    listed = "<ul><li><a href='qzf/'>区政府</a></li><li><a href='wbj/'>委办局</a></li>{}</ul>"
    zones = "<li><a href='zjd/'>镇、街道、工业区</a></li><li><a href='/zmhd.html'>领导信箱</a></li>"
    found = divisions(page(listed.format(zones)), frozenset())
    assert [link.text for link in found] == ["区政府", "委办局", "镇、街道、工业区"]
    many = "".join(f"<li><a href='{n}/'>专栏{n}号</a></li>" for n in range(3))
    found = divisions(page(listed.format(many)), frozenset())
    assert [link.text for link in found] == ["区政府", "委办局"]


TREES = [
    "var nodes = [{ id: 1, pId: 0, name: '政府信息公开年报' }, { id: 3, pId: 0, name: '政策' },"
    " { id: 2, pId: 1, name: '2023年', url: '/nb/2023/' }, { id: 4, pId: 3, name: '2023年',"
    " url: '/zc/2023/' }];",
    'init({"name": "政府信息公开年报", "children": [{"text": "2023年", "href": "/nb/2023/"}]},'
    ' {"name": "政策", "url": "/zc/"});',
    "d.add(1, 0, '政策', 'zc.jsp'); d.add(2, 0, '政府信息公开年报', '/nb/2023/', '', 'right');",
]


@pytest.mark.parametrize("script", TREES)
def test_columns_in_the_tree_of_a_script(script: str) -> None:
    columns = named_columns(tree_columns(page(f"<script>{script}</script>")))
    assert [column.target for column in columns] == ["http://www.shilixian.gov.cn/nb/2023/"]


def test_a_table_of_agencies_by_years() -> None:
    table = (
        "<table><tr><th>单位</th><th>2022年</th><th>2023年</th></tr>"
        "<tr><td>县财政局</td><td><a href='1.html'>查看</a></td><td><a href='2.html'>查看</a></td>"
        "</tr><tr><td>石桥乡</td><td>—</td><td><a href='3.html'>[查看]</a></td></tr></table>"
    )
    assert [(row.url, row.title) for row in find_rows(page(table))] == [
        (f"{HERE}1.html", "县财政局 2022年"),
        (f"{HERE}2.html", "县财政局 2023年"),
        (f"{HERE}3.html", "石桥乡 2023年"),
    ]


def test_a_table_whose_headings_span_rows_and_columns() -> None:
    table = (
        "<table><tr><th rowspan=2>序号</th><th rowspan=2>单位</th><th colspan=2>年度</th></tr>"
        "<tr><th>2022</th><th>2023</th></tr>"
        "<tr><td>1</td><td rowspan=2>县财政局</td><td><a href='1.html'><img src=a.gif></a></td>"
        "<td><a href='2.html'>▶</a></td></tr>"
        "<tr><td>2</td><td>—</td><td><a href='3.html'>点击查阅</a></td></tr></table>"
    )
    assert [(row.url, row.title) for row in find_rows(page(table))] == [
        (f"{HERE}1.html", "县财政局 年度 2022"),
        (f"{HERE}2.html", "县财政局 年度 2023"),
        (f"{HERE}3.html", "县财政局 年度 2023"),
    ]


@pytest.mark.parametrize(
    "script",
    [
        'function go(n) { document.getElementById("f").src = "list_" + n + ".html"; } go(1);',
        '$(function () { go("1") }); function go(n) { $("#f").attr("src", "list_" + n + ".html") }',
    ],
)
def test_what_a_script_shows_in_a_frame_at_once(script: str) -> None:
    markup = f"<iframe id='f' src='about:blank'></iframe><script>{script}</script>"
    assert frames(page(markup)) == [f"{HERE}list_1.html"]
    assert frames(page(markup.replace("about:blank", "/own.html"))) == [
        "http://www.shilixian.gov.cn/own.html"
    ]
    assert frames(page(markup.replace(' go("1")', "").replace(" go(1)", ""))) == []


def test_what_a_page_offers_beside_its_text_is_no_row() -> None:
    item = "<li><a href='1.html'>县财政局2023年政府信息公开年报</a> <a href='p?id=1'>[打印]</a>"
    found = find_rows(
        page(f"<ul>{item} 2024-01-20</li></ul><p><a href='p?id=2'>打印</a> 2024-01-20")
    )
    assert [row.url for row in found] == [f"{HERE}1.html"]


@pytest.mark.parametrize(
    "script",
    [
        "$('.r').click(function(){ var id = $(this).data('id'); open('/show/' + id + '.html') })",
        "function go(el) { location.href = `/show/${el.dataset.id}.html` }",
        "$(document).on('click', '.r', function () { window.open(\"/show/\"+"
        '$(this).attr("data-id")+".html"); });',
    ],
)
def test_rows_that_a_script_opens_by_their_number(script: str) -> None:
    rows = "".join(
        f"<li class=r data-id='{n}'>县财政局{n}年政府信息公开年报</li>" for n in (2022, 2023)
    )
    found = find_rows(page(f"<ul>{rows}</ul><script>{script}</script>"))
    shown = [f"http://www.shilixian.gov.cn/show/{n}.html" for n in (2022, 2023)]
    assert [row.url for row in found] == shown


@pytest.mark.parametrize(
    "script",
    [
        "function go() { location.href = this.dataset.path }",
        "$('.r').click(function(){ window.open($(this).attr('data-path')) })",
    ],
)
def test_rows_that_keep_the_address_that_a_script_opens(script: str) -> None:
    row = "<div class=r data-path='/show/7'><p>县财政局2023年政府信息公开年报</p></div>"
    found = find_rows(page(f"{row}{row.replace('7', '8')}<script>{script}</script>"))
    assert [row.url[-7:] for row in found] == ["/show/7", "/show/8"]


@pytest.mark.parametrize(
    "script",
    [
        "$('.r').click(function(){ $.post('/hits/' + $(this).data('id')); location.reload(); })",
        "var id = $(this).data('id'); window.open(base + id + '.html')",
        "var id = $(this).data('id'); show(id)",
    ],
)
def test_numbers_whose_address_no_script_tells_open_nothing(script: str) -> None:
    row = "<li class=r data-id='2023'>县财政局2023年政府信息公开年报</li>"
    assert page(f"<ul>{row}</ul><script>{script}</script>").links == ()


def test_links_that_a_script_writes_as_they_stand() -> None:
    script = (
        'document.write(\'<li><a class="m" href="/nb/"><b>政府信息公开年报</b></a></li>\');'
        "document.write('<a href=\"/x/' + id + '\">' + name + '</a>');"
    )
    links = page(f"<script>{script}</script>").links
    assert [(link.url, link.label) for link in links] == [
        ("http://www.shilixian.gov.cn/nb/", "政府信息公开年报")
    ]


def test_the_years_that_a_form_chooses_are_views_of_its_page() -> None:
    form = (
        "<form action='{}'><input type=hidden name=c value=9>"
        "<select name=dw><option value=1>县财政局</select>"
        "<select name=nd><option value=''>全部<option value=2022>2022年"
        "<option value=2023>2023</select>"
        "<input type=submit></form>"
    )
    links = divisions(page(form.format("")), frozenset())
    assert [link.url for link in links] == [f"{HERE}?c=9&dw=&nd={year}" for year in (2022, 2023)]
    assert page(form.format("/so/")).links == ()


def test_a_form_that_shows_one_agency_and_year_at_a_time_has_views_of_both() -> None:
    agencies = "<option value=1>石桥镇</option><option value=2>东乡</option>"
    years = "<option value=2023>2023年</option><option value=2022>2022年</option>"
    form = f"<form><select name=dw>{{}}{agencies}</select><select name=nd>{years}</select></form>"
    asked = [(agency, year) for agency in (1, 2) for year in (2023, 2022)]
    links = divisions(page(form.format("")), frozenset())
    assert [link.url for link in links] == [f"{HERE}?dw={a}&nd={y}" for a, y in asked]
    links = divisions(page(form.format("<option value=''>全部</option>")), frozenset())
    assert [link.url for link in links] == [f"{HERE}?dw=&nd={year}" for year in (2023, 2022)]


@pytest.mark.parametrize(
    "years",
    [
        "<label><input type=radio name=nd value=2022 checked>2022年</label>"
        "<label><input type=radio name=nd value=2023 onclick='this.form.submit()'>2023年</label>",
        "<input type=radio name=nd value=2022>2022<input type=radio name=nd value=2023>2023",
        "<input type=radio id=a name=nd value=2022><label for=a>2022年度</label>"
        "<input type=radio id=b name=nd value=2023><label for=b>2023年度</label>",
        "<button name=nd value=2022>2022年</button><button name=nd value=2023>2023年</button>",
        "<input type=submit name=nd value=2022><input type=submit name=nd value=2023>",
    ],
)
def test_the_years_of_radio_buttons_and_buttons_are_views_of_their_page(years: str) -> None:
    kinds = "<input type=radio name=k value=t checked>标题<input type=radio name=k value=q>全文"
    form = f"<form><input type=hidden name=c value=9>{kinds}{years}</form>"
    links = divisions(page(form), frozenset())
    assert {link.url for link in links} == {f"{HERE}?c=9&k=t&nd={year}" for year in (2022, 2023)}


def test_a_menu_s_link_to_a_column_is_no_row_beside_a_date() -> None:
    """The foot of every page: today's date, and the reports of those above."""
    foot = "<p><a href='http://a.example/'>技术支持</a> <a href='/s/nb/'>上级政府信息公开年报</a>"
    found = page(f"{foot} 今天是2024-05-06</p>")
    frame = {"shilixian.gov.cn/s/nb", "a.example"}
    assert relevant_rows(find_rows(found), found.url, frame, trusted=True) == []
    assert len(relevant_rows(find_rows(found), found.url, frozenset(), trusted=True)) == 2


def test_links_that_only_a_script_follows_end_where_it_cannot_be_read() -> None:
    cut = "<a href='#' onclick=\"location.href='/d-' + number + '.html'\">县财政局2023年报</a>"
    timed = "<a href='#' onclick=\"location.href='/d.jsp?id=3&t=' + new Date()\">石桥乡2023年报</a>"
    assert [link.url for link in page(cut + timed).links] == [
        "http://www.shilixian.gov.cn/d.jsp?id=3"
    ]


def test_links_that_only_invite_to_look_are_called_by_what_stands_beside_them() -> None:
    cells = ("1", "县财政局2023年报告", "2024-01-20", "<a href='1.html'>查看</a>")
    row = f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    item = "<li>石桥乡公开年报（2023年） 2024-01-20 <a href='2.html'>[点击查看]</a></li>"
    rows = find_rows(page(f"<table>{row}</table><ul>{item}</ul>"))
    assert [(row.title, row.date) for row in rows] == [
        ("县财政局2023年报告", "2024-01-20"),
        ("石桥乡公开年报(2023年)", "2024-01-20"),
    ]


def test_a_column_that_gives_neither_dates_nor_titles() -> None:
    links = "".join(f"<li><a href='{n}.html'>第{n}册</a></li>" for n in range(4))
    menu = "<p><a href='/'>首页</a></p><p><a href='/zn/'>指南</a></p>"
    rows = bare_rows(page(f"{menu}<ul>{links}</ul>"), frozenset())
    assert [row.url for row in rows] == [f"{HERE}{n}.html" for n in range(4)]
    assert bare_rows(page(menu), frozenset({"shilixian.gov.cn/zn"})) == []
    lines = "<a href='m.asp?id=1'>县财政局年度报告</a><br><a href='m.asp?id=2'>县教育局年度报告</a>"
    rows = bare_rows(page(f"{lines}<br>"), frozenset())
    assert [row.url for row in rows] == [f"{HERE}m.asp?id=1", f"{HERE}m.asp?id=2"]


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        (
            "<p>浏览次数：15</p><p>本年公开 3 条</p>",
            "<p>浏览次数：99</p><p>本年公开 3 条</p>",
            True,
        ),
        (
            "<i>今天是2026年1月2日 星期五 10:11:12</i>",
            "<i>今天是2026年3月4日 星期三 8:01</i>",
            True,
        ),
        ("<p>本年公开 3 条</p>", "<p>本年公开 4 条</p>", False),
        ("<td>1</td><td></td>", "<td></td><td>1</td>", False),
        ("<img src='a.png'>", "<img src='b.png'>", False),
        ("<script>1</script><p class='a'>文</p>", "<script>2</script><p class='b'>文</p>", True),
    ],
)
def test_what_a_page_says_apart_from_its_counters(before: str, after: str, alike: bool) -> None:
    said = [
        essence_of(page(f"<table><tr>{markup}</tr></table>").selector.root)
        for markup in (before, after)
    ]
    assert (said[0] == said[1]) is alike


@pytest.mark.parametrize(
    ("before", "after", "alike"),
    [
        ("访客 17 位", "访客 18 位", True),  # above and below the report
        ("您是第 <b>4</b> 位读者", "您是第 <b>5</b> 位读者", True),
        ("第 7 位", f"第 {'7' * 300} 位", True),  # however long the number
        ("<table><tr><td>3</td></tr></table>", "<table><tr><td>4</td></tr></table>", False),
        ("<p>更正：" + "新收四件。" * 60, "<p>更正：" + "新收五件。" * 60, False),
    ],
)
def test_what_stands_around_a_report_without_a_body_of_its_own_says_nothing(
    before: str, after: str, alike: bool
) -> None:
    title = "县财政局2023年政府信息公开年报"
    said = (
        "<p>" + "本机关主动公开政府信息。" * 100 + "</p><table><tr><td><p>7</p></td></tr></table>"
    )
    articles = [
        read_article(page(f"<h1>{title}</h1><div><div>{said}</div></div><div>{around}</div>"))
        for around in (before, after)
    ]
    essences = [article.essence for article in articles if article is not None]
    assert len(essences) == 2 and all(essences)
    assert (essences[0] == essences[1]) is alike


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("服务器时间：2026-11-23 02:00 发布时间：2024-01-20", "2024-01-20"),
        ("当前日期：2026年11月23日", ""),
        ("有效时间：2026-11-23", ""),
        ("日期：2024年1月20日", "2024年1月20日"),
        ("信息录入时间 2024-01-20", "2024-01-20"),
    ],
)
def test_the_day_of_an_article_is_no_clock(printed: str, day: str) -> None:
    article = read_article(page(f"<div>{printed}</div><h1>年报</h1><p>{'公开政府信息。' * 60}</p>"))
    assert article is not None and article.published == day


@pytest.mark.parametrize(
    ("href", "reason"),
    [
        ("file:///etc/passwd", "no web address (file:)"),
        ("ftp://www.shilixian.gov.cn/a.pdf", "no web address (ftp:)"),
        ("http://user:secret@www.shilixian.gov.cn/", "an address with a password"),
        ("/" + "a" * 3000, "an address of more than 2,000 characters"),
        ("javascript:go(1)", ""),
        ("#top", ""),
        ("a.html", ""),
    ],
)
def test_why_a_link_is_refused(href: str, reason: str) -> None:
    assert refusal(href, HERE) == reason


READINGS = "<p>網(wǎng)站 公開(kāi) 年報(bào) 根據(jù) 條(tiáo)例</p>"
FOREIGN = '<meta name="SiteDomain" content="www.other.gov.cn">'


@pytest.mark.parametrize(
    ("copy", "listed", "sign"),
    [
        (page("", "<title>57365线路检测中心-某县</title>"), False, "its title names 线路检测"),
        (page(READINGS), True, "readings stand in brackets behind characters (網(wǎng))"),
        (page("", FOREIGN, "http://www.a.com/"), False, "SiteDomain names other.gov.cn"),
        (page("", FOREIGN, "http://www.a.com/"), True, ""),
        (page("", FOREIGN, "http://122.137.242.24:8080/"), False, ""),
        (page("<p>严厉打击网络博彩</p>", "<title>某县人民政府</title>"), False, ""),
    ],
)
def test_the_signs_of_a_copied_portal(copy: Page, listed: bool, sign: str) -> None:
    assert sign_of_a_clone(copy, listed) == sign


def test_the_files_that_may_hold_a_menu() -> None:
    found = page(
        "<script src='/js/jquery.min.js'></script><script src='/js/menu.js'></script>"
        "<script src='http://cdn.example.com/nav.js'></script><script src='/js/count.js'></script>"
        "<script>$.getJSON('/xxgk/tree.json', draw); $('#top').load('/inc/header.html');"
        "$.post('/hits/add'); $.ajax({url: '/left/nodes.do', success: draw})</script>"
    )
    assert [url.removeprefix("http://www.shilixian.gov.cn") for url in menu_sources(found)] == [
        "/xxgk/tree.json", "/inc/header.html", "/left/nodes.do", "/js/menu.js",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "document.write('<li><a href=\\\"/nb/\\\">政府信息公开年报</a></li>');",
        '[{"text": "公开", "nodes": [{"text": "政府信息公开年报", "href": "/nb/"}]}]',
        json.dumps({"data": [{"name": "政府信息公开年报", "url": "/nb/"}]}),
        "<ul><li><a href='/nb/'>政府信息公开年报</a></li></ul>",
    ],
)
def test_a_menu_in_a_file_of_its_own(text: str) -> None:
    read = read_menu("http://www.shilixian.gov.cn/gk/", text)
    told = [(c.label, c.target) for c in tree_columns(read)] + [
        (x.label, x.url) for x in read.links
    ]
    assert told == [("政府信息公开年报", "http://www.shilixian.gov.cn/nb/")]


@pytest.mark.parametrize(("trusted", "kept"), [(True, "abc"), (False, "a")])
def test_a_list_called_by_agencies_beside_one_with_titles(trusted: bool, kept: str) -> None:
    def block(*rows: tuple[str, str]) -> str:
        items = "".join(f"<li><a href='/{n}.html'>{t}</a> 2024-01-20</li>" for n, t in rows)
        return f"<div><ul>{items}</ul></div>"

    titled = block(("a", "县财政局2023年政府信息公开年报"))
    called = block(("b", "大垅乡人民政府（2023年）"), ("c", "2022年流泗镇"))
    news = block(("x", "县委召开第二次会议"), ("y", "县财政局开展培训"))
    found = page(titled + called + news)
    rows = relevant_rows(find_rows(found), found.url, frozenset(), trusted)
    assert "".join(row.url[-6] for row in rows) == kept


def test_months_divide_a_column_without_rows() -> None:
    months = "<p><a href='1/'>1月</a><a href='11/'>2024年11月份</a><a href='x/'>每月一星</a></p>"
    found = divisions(page(months), frozenset(), by_month=True)
    assert [link.url for link in found] == [f"{HERE}1/", f"{HERE}11/"]
    assert divisions(page(months), frozenset()) == []


def test_agencies_in_the_tree_of_a_column() -> None:
    script = (
        "function show(id) { location.href = '/gk/dept.jsp?id=' + id; }"
        "d.add(1, 0, '县财政局', 'javascript:show(801)'); d.add(2, 0, '通知公告', '/tz/');"
    )
    [column] = named_columns(agency_columns(page(f"<script>{script}</script>")))
    assert (column.label, column.target) == (
        "县财政局",
        "http://www.shilixian.gov.cn/gk/dept.jsp?id=801",
    )


def test_the_branches_of_a_tree_that_lead_to_columns() -> None:
    nodes = [
        {"id": "3", "name": "法定主动公开内容", "isParent": True},
        {"id": "4", "name": "政府信息公开年报", "isParent": "true", "children": []},
        {"id": "5", "name": "机构职能", "isParent": True},
        {"id": "6", "name": "政府信息公开年报", "isParent": False, "url": "/nb/"},
        "政府信息公开",
    ]
    asked = "http://www.shilixian.gov.cn/tree?id=0"
    assert branches(asked, json.dumps(nodes)) == [
        ("http://www.shilixian.gov.cn/tree?id=3", "法定主动公开内容"),
        ("http://www.shilixian.gov.cn/tree?id=4", "政府信息公开年报"),
    ]
    assert branches(asked, "<html>系统繁忙</html>") == branches(asked, '{"code": 500}') == []
