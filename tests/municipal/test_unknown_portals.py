"""Portals of no family: ways to the columns, lists of unusual form."""

from __future__ import annotations

import gzip
import json
from urllib.parse import quote, unquote

import pytest

from parsers.reading import read as read_document
from tests.crawling import (
    MENU,
    PROSE,
    SmallPortal,
    crawl,
    list_page,
    report_page,
    serve_small,
    urls,
)


def test_an_unknown_portal_by_labels_alone(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", '<html><META HTTP-EQUIV="Refresh" CONTENT="0; URL=/home.htm"></html>')
    portal.add("/home.htm", f"<html><body>{MENU}<a href='/qynb/'>企业年报</a></body></html>")
    portal.add("/gk/", f"<html><body>{MENU}<a href='/gk/xx/'>信 息 公 开</a></body></html>")
    portal.add(
        "/gk/xx/",
        f"<html><body>{MENU}<a href='/gk/zd/'>年度报告制度</a>"
        "<a href='/gk/wz/'>政府网站工作年度报表</a>"
        "<li><a href='/gk/nb/'>公 开 年 报</a></li></body></html>",
    )
    portal.add(
        "/gk/nb/",
        f"<html><body>{MENU}<ul><li><a href='/gk/nb/2023/'>2023年</a></li>"
        "<li><a href='/gk/nb/2022/'>2022年</a></li><li><a href='/gk/nb/2021/'>2021</a></li>"
        "</ul></body></html>",
    )
    rows = [
        ("/gk/nb/2023/a.html", "东乡2023年政府信息公开工作年度报告", "2024-01-20"),
        (
            "/gk/nb/2023/t.html",
            "关于做好2023年政府信息公开工作年度报告编制工作的通知",
            "2024-01-02",
        ),
        ("/files/west.pdf", "西镇2023年政府信息公开工作年度报告", "2024-01-19"),
    ]
    pager = "<div><a href='/gk/nb/2023/p2.html'>下一页</a><a href='javascript:go(9)'>尾页</a></div>"
    portal.add("/gk/nb/2023/", list_page(rows, pager))
    portal.add("/gk/nb/2023/a.html", report_page(rows[0][1]))
    second = [("/gk/nb/2023/b.html", "县水利局", "2024-01-10")]
    portal.add("/gk/nb/2023/p2.html", list_page(second))
    portal.add(
        "/gk/nb/2023/b.html",
        report_page("县水利局2023年政府信息公开工作年度报告").encode("gb18030"),
    )
    portal.add("/files/west.pdf", b"%PDF-1.4 west", **{"Content-Type": "application/pdf"})
    portal.add("/gk/nb/2022/", report_page("某县2022年政府信息公开工作年度报告"))  # leaf column
    portal.add(
        "/gk/nb/2021/",
        f"<html><body>{MENU}<h2>2021</h2><iframe src='/inner/2021.html'></iframe></body></html>",
    )
    inner = [("/inner/c.html", "南镇2021年政府信息公开年度报告", "2022-01-11")]
    portal.add("/inner/2021.html", list_page(inner))
    portal.add("/inner/c.html", report_page(inner[0][1]))

    outcome = crawl(f"{portal.url}/")

    assert urls(outcome, portal) == {
        "/gk/nb/2023/a.html",
        "/gk/nb/2023/b.html",
        "/files/west.pdf",
        "/gk/nb/2022/",
        "/inner/c.html",
    }
    assert not {"/qynb/", "/gk/zd/", "/gk/wz/", "/news/", "/gk/nb/2023/t.html"} & set(portal.asked)
    assert len(portal.asked) == len(set(portal.asked))
    assert outcome.stats["portal/family/general"] > 5
    told = {skipped.url.removeprefix(portal.url): skipped.reason for skipped in outcome.skipped}
    assert told == {"/gk/nb/2023/t.html": "a notice about reports"}


def test_lists_of_unusual_form(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", f"<html><body>{MENU}<a href='/nb/'>政府信息公开年报</a></body></html>")
    columns = {"t": "各部门年报", "p": "乡镇年报", "d": "政府年报"}
    links = "".join(f"<li><a href='/nb/{c}/'>{name}</a></li>" for c, name in columns.items())
    portal.add("/nb/", f"<html><body>{MENU}<ul>{links}</ul></body></html>")
    # A table of agencies by years, and titles that only the page decides on.
    cells = "".join(f"<td><a href='/nb/t/{year}.html'>查看</a></td>" for year in (2021, 2022, 2023))
    heads = "<th>单位</th><th>2021</th><th>2022</th><th>2023</th>"
    table = f"<table><tr>{heads}</tr><tr><td>东乡</td>{cells}<td>-</td></tr></table>"
    portal.add("/nb/t/", f"<html><title>各部门年报</title><body>{MENU}{table}</body></html>")
    for year in (2021, 2022, 2023):
        portal.add(f"/nb/t/{year}.html", report_page(f"东乡{year}年政府信息公开工作年度报告"))
    # Pages by a function of the page, an order of the same list, a link that leads nowhere.
    script = "<script>function go(n) { location.href = '/nb/p/?page=' + n; }</script>"
    views = "".join(f"<a href='/nb/p/?day=2024-1-{day}'>{day}</a>" for day in range(1, 29))
    refused = "<li><a href='ftp://a.gov.cn/1.pdf'>北镇2023年政府信息公开年报</a> 2024-01-20</li>"
    for number, address in enumerate(("/nb/p/", "/nb/p/?page=2"), start=1):
        row = (f"/nb/p/{number}.html", f"第{number}镇2023年政府信息公开工作总结", "2024-01-20")
        pager = f"{script}<a href='javascript:go(2)'>第2页</a>共3页" if number == 1 else ""
        portal.add(address, list_page([row], refused + views + pager))
        portal.add(row[0], report_page(row[1].replace("总结", "年度报告")))
    # An article over two pages.
    title = "某县人民政府2023年政府信息公开工作年度报告"
    portal.add("/nb/d/", list_page([("/nb/d/1.html", title, "2024-01-20")]))
    portal.add("/nb/d/1.html", report_page(title, "<a href='/nb/d/1_2.html'>下一页</a>"))
    portal.add("/nb/d/1_2.html", report_page(title, "<p>本年度收取费用为零元。</p>"))

    outcome = crawl(f"{portal.url}/")

    found = {*(f"/nb/t/{year}.html" for year in (2021, 2022, 2023)), "/nb/p/1.html", "/nb/p/2.html"}
    assert urls(outcome, portal) == {*found, "/nb/d/1.html"}
    [divided] = [d for d in outcome.documents if d.url.endswith("/nb/d/1.html")]
    assert any("收取费用为零元" in text for text in read_document(divided.data).paragraphs())
    assert not [path for path in portal.asked if "day=" in path]
    reasons = {skipped.url: skipped.reason for skipped in outcome.skipped}
    assert reasons["ftp://a.gov.cn/1.pdf"] == "no web address (ftp:)"
    assert "/nb/p: the list says 3 pages, 2 could be found" in outcome.told.troubles[0]
    assert outcome.told.evidence.startswith("政府信息公开年报 at ")


def test_one_page_under_many_addresses_is_asked_for_once(small_portal: SmallPortal) -> None:
    portal = small_portal
    title = "东乡2023年政府信息公开工作年度报告"
    spellings = [
        ("/nb/a.html", title, "2024-01-20"),
        ("/nb/a.html?isMobile=true", title, "2024-01-20"),
        ("/nb/a.html;jsessionid=0123?ddtab=true#top", title, "2024-01-20"),
        ("./a.html?print=1&_=17", title, "2024-01-20"),
    ]
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    links = "<a href='index.html'>年报</a><a href='/nb'>政府信息公开年报</a>"
    portal.add("/nb/", list_page(spellings, links))
    portal.add("/nb/a.html", report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a.html"}
    assert portal.asked == ["/robots.txt", "/", "/nb/", "/nb/a.html"]


def test_a_portal_without_a_column_says_so_after_trying_the_hubs(small_portal: SmallPortal) -> None:
    portal = small_portal
    hubs = "<a href='/a/'>政府信息公开</a><a href='/b/'>政务公开</a><a href='/map/'>网站地图</a>"
    portal.add("/", f"<html><body>{hubs}<a href='/x/'>统计年鉴</a></body></html>")
    for path in ("/a/", "/b/", "/map/"):
        portal.add(path, "<html><body><a href='/x/'>统计年鉴</a><p>暂无内容</p></body></html>")
    outcome = crawl(f"{portal.url}/")
    assert outcome.documents == []
    assert outcome.stats["portal/no_column"] == 1
    assert portal.asked == ["/robots.txt", "/", "/a/", "/b/", "/map/", "/sitemap.xml"]
    assert "sources/failed" not in outcome.stats


def test_columns_that_stand_in_a_menu_of_its_own(small_portal: SmallPortal) -> None:
    portal = small_portal
    menu = "<script src='/js/jquery.js'></script><script src='/js/menu.js'></script>"
    portal.add("/", f"<html><body>{menu}<a href='/x/'>统计年鉴</a></body></html>")
    portal.add("/js/menu.js", "document.write('<a href=\"/nb/\">政府信息公开年报</a>');")
    dead = "<div><a href='#'>1</a><a href='#'>2</a><a href='#'>下一页</a></div>"
    row = ("/nb/a.html", "东乡2023年政府信息公开年报", "2024-01-20")
    portal.add("/nb/", list_page([row], dead))
    portal.add(row[0], report_page(row[1]))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {row[0]}
    assert portal.asked == ["/robots.txt", "/", "/js/menu.js", "/nb/", row[0]]
    [trouble] = outcome.told.troubles
    assert "the list goes on (its pager shows a page 2), nothing tells where" in trouble


def test_agencies_of_which_no_list_has_a_report_are_looked_at(small_portal: SmallPortal) -> None:
    portal = small_portal
    names = {"jy": "县教育局", "cz": "县财政局", "sl": "县水利局"}
    options = "".join(f"<option value='/{n}/'>{name}</option>" for n, name in names.items())
    foot = f"<select onchange='open(this.value)'><option>部门网站</option>{options}</select>"
    ways = (
        "<a href='/nb/'>政府信息公开年报</a><a href='/xz/'>乡镇之窗</a><a href='/bm/'>部门网站</a>"
    )
    portal.add("/", f"<html><body>{ways}{foot}</body></html>")
    towns = {"da": "大垅乡", "fu": "付垅乡", "li": "流泗镇"}
    links = "".join(f"<li><a href='/{n}/index.html'>{name}</a></li>" for n, name in towns.items())
    portal.add("/xz/", f"<html><body><ul>{links}</ul></body></html>")
    others = "".join(
        f"<li><a href='/bm/{n}/'>县{o}局</a></li>" for n, o in enumerate("林农商审统计")
    )
    portal.add("/bm/", f"<html><body><ul>{others}</ul></body></html>")
    for number in range(6):  # pages about agencies: none of them has a column
        portal.add(f"/bm/{number}/", "<html><body><p>工作职责</p></body></html>")
    pooled = ("县教育局", "县财政局", "大垅乡人民政府", "付垅乡人民政府")
    rows = [
        (f"/nb/{n}.html", f"{a}2023年政府信息公开年报", "2024-01-20") for n, a in enumerate(pooled)
    ]
    portal.add("/nb/", list_page(rows))
    for site, path in (("sl", "/sl/"), ("li", "/li/index.html")):
        portal.add(path, f"<html><body><a href='/{site}/nb/'>公开年报</a></body></html>")
        rows.append((f"/{site}/nb/a.html", f"{site}2023年政府信息公开年报", "2024-01-20"))
        portal.add(f"/{site}/nb/", list_page(rows[-1:]))
    for path, title, _ in rows:
        portal.add(path, report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {path for path, _, _ in rows}
    on_the_way = {path for path in portal.asked if "nb" not in path}
    tried = {f"/bm/{number}/" for number in range(4)}
    sites = {"/xz/", "/sl/", "/li/index.html", "/bm/", *tried}
    assert on_the_way == {"/robots.txt", "/", *sites}


def test_views_of_a_list_of_the_newest_year_are_all_read(small_portal: SmallPortal) -> None:
    portal = small_portal
    towns = "东西南北中上"
    rows = [
        (f"/nb/{n}.html", f"{t}乡2023年政府信息公开年报", "2024-01-20") for n, t in enumerate(towns)
    ]
    old = ("/nb/old.html", "上乡2019年政府信息公开年报", "2020-01-20")
    agencies = "".join(f"<a href='/nb/?dept={n}'>{t}乡</a>" for n, t in enumerate(towns))
    portal.add("/", "<html><body><a href='/pc/'>进入网站</a><a href='/m/'>手机版</a></body></html>")
    portal.add("/pc/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows, f"<p>{agencies}</p>"))
    for number, row in enumerate(rows):
        portal.add(f"/nb/?dept={number}", list_page([row, old] if number == 5 else [row]))
    for path, title, _ in [*rows, old]:
        portal.add(path, report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {path for path, _, _ in [*rows, old]}
    assert "/m/" not in portal.asked


def test_views_that_only_divide_a_list_are_left(small_portal: SmallPortal) -> None:
    portal = small_portal
    towns = "东西南北中上下前后"
    rows = [
        (f"/nb/{n}.html", f"{t}乡2023年政府信息公开年报", "2024-01-20") for n, t in enumerate(towns)
    ]
    old = ("/nb/old.html", "东乡2019年政府信息公开年报", "2020-01-20")
    agencies = "".join(f"<a href='/nb/?dept={n}'>{t}乡</a>" for n, t in enumerate(towns))
    years = "<a href='/nb/?nd=2023'>2023年</a><a href='/nb/?nd=2019'>2019年</a>"
    pager = "<a href='/nb/?page=2'>2</a><a href='/nb/?page=3'>3</a>"
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    for number, part in enumerate((rows[:3], rows[3:6], rows[6:]), start=1):
        path = "/nb/" if number == 1 else f"/nb/?page={number}"
        portal.add(path, list_page(part, f"<p>{years}</p><p>{agencies}</p>{pager}"))
    for number, row in enumerate(rows):
        portal.add(f"/nb/?dept={number}", list_page([row]))
    portal.add("/nb/?nd=2023", list_page(rows))
    portal.add("/nb/?nd=2019", list_page([old]))
    rows[0] = (rows[0][0], "东乡2022年政府信息公开年报", "2023-01-20")
    portal.add("/nb/", list_page(rows[:3], f"<p>{years}</p><p>{agencies}</p>{pager}"))
    for path, title, _ in [*rows, old]:
        portal.add(path, report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {path for path, _, _ in [*rows, old]}
    assert [path for path in portal.asked if "dept" in path] == [f"/nb/?dept={n}" for n in range(5)]
    left = [skipped for skipped in outcome.skipped if "dept" in skipped.url]
    assert len(left) == 4
    assert all("has all that its views have" in skipped.reason for skipped in left)


def test_rows_whose_address_a_script_file_tells(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    script = "<script src='/js/none.js'></script><script src='/js/list.js'></script>"
    rows = [(f"javascript:view({n})", f"东乡{n}年政府信息公开年报", "2024-01-20") for n in (2, 3)]
    rows = [(address, title.replace("乡", "乡202"), day) for address, title, day in rows]
    pager = "<a href='javascript:toPage(2)'>下一页</a>"
    portal.add("/nb/", list_page(rows[:1], script + pager))
    portal.add("/nb/list_2.html", list_page(rows[1:], script))
    portal.add(
        "/js/list.js",
        "function view(id) { window.open('/nb/' + id + '.html') }"
        "function toPage(n) { location.href = '/nb/list_' + n + '.html' }",
    )
    for number in (2, 3):
        portal.add(f"/nb/{number}.html", report_page(f"东乡202{number}年政府信息公开年报"))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/2.html", "/nb/3.html"}
    files = ["/robots.txt", "/js/none.js", "/js/list.js"]
    pages = ["/", "/nb/", "/nb/list_2.html", "/nb/2.html", "/nb/3.html"]
    assert sorted(portal.asked) == sorted([*files, *pages])
    assert "sources/failed" not in outcome.stats


@pytest.mark.parametrize("named", [True, False])
def test_a_column_found_only_in_a_sitemap(small_portal: SmallPortal, named: bool) -> None:
    portal = small_portal
    empty = "<html><body><img src='/welcome.jpg'></body></html>"
    portal.add("/", "<html><body><a href='/x/'>统计年鉴</a></body></html>" if named else empty)
    address = "/maps/index.xml" if named else "/sitemap.xml"
    if named:
        portal.add("/robots.txt", f"User-agent: *\nDisallow:\nSitemap: {portal.url}{address}\n")
    portal.add(
        address,
        f"<?xml version='1.0'?><sitemapindex><sitemap><loc>{portal.url}/maps/1.xml.gz</loc>"
        "</sitemap></sitemapindex>",
    )
    listed = ("/", "/zfxxgk/zfxxgknb/202401/t20240120_1.html", "/wzndbb/", "/zwgk/")
    locations = "".join(f"<url><loc>{portal.url}{path}</loc></url>" for path in listed)
    portal.add("/maps/1.xml.gz", gzip.compress(f"<urlset>{locations}</urlset>".encode()))
    row = ("/zfxxgk/zfxxgknb/202401/t20240120_1.html", "东乡2023年政府信息公开年报", "2024-01-20")
    portal.add("/zfxxgk/zfxxgknb/", list_page([row]))
    portal.add(row[0], report_page(row[1]))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {row[0]}
    asked = ["/robots.txt", "/", address, "/maps/1.xml.gz", "/zfxxgk/zfxxgknb/", row[0]]
    assert portal.asked == asked


def test_links_that_only_a_script_follows(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add(
        "/",
        "<html><body><a href='javascript:void(0)' onclick=\"window.open('/gk/')\">政府信息公开</a>"
        "<a href=\"javascript:alert('/x/')\">便民</a></body></html>",
    )
    portal.add(
        "/gk/",
        "<html><body><p onclick=\"location.href='/gk/nb/'\">公 开 年 报</p></body></html>",
    )
    select = "<select onchange='go(this)'><option value='#'>选择</option>{}</select>"
    years = "".join(f"<option value='/gk/nb/{y}/'>{y}年</option>" for y in (2023, 2022))
    portal.add("/gk/nb/", f"<html><body>{MENU}{select.format(years)}</body></html>")
    rows = {2023: "/gk/nb/2023/a.html", 2022: "/gk/nb/2022/b.html"}
    for year, path in rows.items():
        title = f"东乡{year}年政府信息公开工作年度报告"
        item = f"<li><a href=\"javascript:openArticle('{path}','{year}')\">{title}</a></li>"
        portal.add(f"/gk/nb/{year}/", f"<html><body>{MENU}<ul>{item}</ul></body></html>")
        portal.add(path, report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == set(rows.values())


def test_a_first_page_whose_entrance_is_the_index_beside_it(small_portal: SmallPortal) -> None:
    portal = small_portal
    entrance = "<a href='/index.html'>进入网站</a> <a href='/en/'>English</a>"
    portal.add("/", f"<html><body><img src='/s.jpg'>{entrance}</body></html>")
    portal.add("/index.html", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    row = ("/nb/1.html", "东乡2023年政府信息公开工作年度报告", "2024-01-20")
    portal.add("/nb/", list_page([row]))
    portal.add(row[0], report_page(row[1]))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {row[0]}
    assert portal.asked == ["/robots.txt", "/", "/index.html", "/nb/", row[0]]


def test_years_that_only_the_newer_one_leads_to(small_portal: SmallPortal) -> None:
    """A column by a link to the year before, a report by one in that of the next year."""
    portal = small_portal
    portal.add("/", "<html><body><a href='/nb/2023/'>政府信息公开年报</a></body></html>")
    title = "东乡{}年政府信息公开工作年度报告"
    for year in (2023, 2022):
        row = (f"/nb/{year}/1.html", title.format(year), f"{year + 1}-01-20")
        before = f"<a href='/nb/{year - 1}/'>上一年</a>" if year == 2023 else ""
        portal.add(f"/nb/{year}/", list_page([row], before))
    other = f"<p><a href='/x.html'>{title.format(2021).replace('东', '西')}</a></p>"
    chain = f"<p>往年：<a href='/nb/old.html'>{title.format(2021)}</a></p>"
    portal.add("/nb/2023/1.html", report_page(title.format(2023)))
    portal.add("/nb/2022/1.html", report_page(title.format(2022), chain + other))
    portal.add("/nb/old.html", report_page(title.format(2021)))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/2023/1.html", "/nb/2022/1.html", "/nb/old.html"}
    assert portal.asked[-1] == "/x.html"  # beside a short text all that it leads to is looked at


def test_the_hub_below_an_agency_comes_before_others(small_portal: SmallPortal) -> None:
    portal = small_portal
    options = "".join(
        f"<option value='/{a}/'>{t}</option>" for a, t in (("d", "东乡"), ("x", "西乡"))
    )
    agencies = f"<h3>乡镇</h3><select onchange='location=this.value'>{options}</select>"
    portal.add("/", "<html><body><a href='/zw/'>政府信息公开</a></body></html>")
    portal.add("/zw/", f"<html><body>{agencies}</body></html>")
    rows = {}
    for name, title in (("d", "东乡"), ("x", "西乡")):
        other = "<a href='/old/'>政府信息公开专栏</a>"  # of the portal, on no page before
        own = f"<a href='/{name}/gk/'>政务公开</a>"
        portal.add(f"/{name}/", f"<html><body>{other}{own}</body></html>")
        portal.add(f"/{name}/gk/", f"<html><a href='/{name}/nb/'>政府信息公开年报</a></html>")
        rows[name] = (f"/{name}/nb/1.html", f"{title}2023年政府信息公开年报", "2024-01-20")
        portal.add(f"/{name}/nb/", list_page([rows[name]]))
        portal.add(rows[name][0], report_page(rows[name][1]))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {row[0] for row in rows.values()}


def test_columns_told_by_parameters(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", "<html><body><a href='/xxgk/'>政府信息公开</a></body></html>")
    portal.add(
        "/xxgk/",
        "<html><body><a href='/nb.jsp?area=01251010-066'>政府信息公开年报</a></body></html>",
    )
    expected = set()
    years = "".join(
        f"<a href='/nb.jsp?fbtime={year}&area=01251010-066'>{year}年度</a>" for year in (2021, 2022)
    )
    for path in ("/nb.jsp?area=01251010-066",):
        portal.add(path, f"<html><body>{MENU}{years}</body></html>")
    for year in (2021, 2022):
        path = f"/nb.jsp?fbtime={year}&area=01251010-066"
        portal.add(path, report_page(f"湖镇镇{year}年政府信息公开工作年度报告", years))
        expected.add(path)
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == expected
    assert len(portal.asked) == len(set(portal.asked))


def test_the_column_is_on_a_host_of_its_own() -> None:
    title = "长通街道2023年政府信息公开工作年度报告"
    with serve_small() as portal:
        port = portal.url.rpartition(":")[2]
        home, own = f"http://www.shilishi.gov.cn:{port}", f"http://zwgk.shilishi.gov.cn:{port}"
        portal.add("/", f"<html><body><a href='{own}/nb/'>政府信息公开年报</a></body></html>")
        portal.add("/nb/", list_page([("/nb/a.html", title, "2024-01-20")]))
        portal.add("/nb/a.html", report_page(title))
        outcome = crawl(f"{home}/", TWISTED_DNS_RESOLVER="tests.crawling.LoopbackResolver")
        assert [document.url for document in outcome.documents] == [f"{own}/nb/a.html"]


def test_agencies_in_a_frame_whose_pages_load_their_columns(small_portal: SmallPortal) -> None:
    small = small_portal
    small.add("/", list_page([("/gk/", "政府信息公开", "")]))
    frames = "<frame src='top.html'><frame src='tree.html'><frame src='main.html'>"
    small.add("/gk/", f"<html><frameset cols='200,*'>{frames}</frameset></html>")
    small.add("/gk/top.html", "<html><body><a href='/'>首页</a></body></html>")
    small.add("/gk/main.html", f"<html><body>{PROSE}</body></html>")
    agencies = ("县财政局", "县教育局", "东乡人民政府")
    nodes = "".join(f"d.add({n}, 0, '{a}', 'dw.jsp?id={n}');" for n, a in enumerate(agencies, 1))
    small.add("/gk/tree.html", f"<html><body><script>{nodes} write(d);</script></body></html>")
    script = """<script>
    function load(kind) { $.post('zl.do?dw=7&lx=' + kind, function (d) { show(d[1]); }, 'json'); }
    function turn(n, kind) { $.post('zl.do?dw=7&lx=' + kind + '&pageNo=' + n, show); }
    </script>"""
    for number, agency in enumerate(agencies, start=1):
        link = "<a href=\"javascript:load('{}')\">{}</a>"
        menu = link.format("zn", "公开指南") + link.format("nb", "公开年报")
        own = script.replace("dw=7", f"dw={number}")
        small.add(f"/gk/dw.jsp?id={number}", f"<html><body>{menu}{own}</body></html>")
        for year, asked in ((2023, ""), (2022, "&pageNo=2")):
            title, path = f"{agency}{year}年政府信息公开工作年度报告", f"/gk/{number}/{year}.html"
            row = f"<div><a href='{path}'>{title}</a></div>共2页"
            small.add(f"/gk/zl.do?dw={number}&lx=nb{asked} ", json.dumps(["SUCCESS", row]))
            small.add(path, report_page(title))
    outcome = crawl(small.url)
    assert urls(outcome, small) == {f"/gk/{n}/{y}.html" for n in (1, 2, 3) for y in (2022, 2023)}
    assert not [path for path in small.asked if "lx=zn" in path]


def test_a_page_with_the_reports_of_several_years_or_agencies_gives_each(
    small_portal: SmallPortal,
) -> None:
    small = small_portal
    form = "<table><tr><td>一、本年新收政府信息公开申请数量</td><td>{}</td></tr></table>"
    titles = [f"县财政局{year}年政府信息公开工作年度报告" for year in (2023, 2022)]
    tabs = "".join(f"<div><h2>{t}</h2>{PROSE}{form.format(n)}</div>" for n, t in enumerate(titles))
    small.add("/", "<html><a href='/zfxxgk/'><img src='1.png'></a></html>")  # without a word
    small.add("/zfxxgk/", "<html><a href='zfxxgknb/'><img src='3.png'></a></html>")
    listed = [("/nb/czj.html", "县财政局历年政府信息公开年报", "2024-01-20")]
    listed += [("/nb/jyj.html", "县教育局2023年政府信息公开工作年度报告", "2024-01-20")]
    small.add("/nb/czj.html", f"<html><body>{tabs}</body></html>")
    listed += [("/nb/xz.html", "各乡镇2023年政府信息公开工作年度报告", "2024-01-20")]
    towns = [f"{town}人民政府2023年政府信息公开工作年度报告" for town in ("东乡", "西镇")]
    below = "".join(f"<h3>{t}</h3>{PROSE}{form.format(n)}" for n, t in enumerate(towns, 2))
    small.add("/nb/xz.html", f"<html><body><h1>{listed[2][1]}</h1><div>{below}</div></body></html>")
    small.add("/zfxxgk/zfxxgknb/", list_page(listed))
    form_twice = form.format(1) + form.format(2)  # in one box, nothing tells them apart
    small.add("/nb/jyj.html", report_page(listed[1][1], form_twice))
    outcome = crawl(small.url)
    found = {unquote(d.url.partition("#")[2]): d for d in outcome.documents}
    assert set(found) == {*titles, *towns, ""}
    for n, title in enumerate([*titles, *towns]):
        assert form.format(n).encode() in found[title].data
        assert found[title].data.count("一、本年新收".encode()) == 1
        came = "/nb/czj.html" if title in titles else "/nb/xz.html"
        assert [a.url for a in found[title].made_from] == [f"{small.url}{came}"]
    assert (
        f"{small.url}/nb/jyj.html: it holds 2 reports, one of them is read" in outcome.told.troubles
    )


def test_agencies_that_a_form_sends_and_articles_under_several_addresses(
    small_portal: SmallPortal,
) -> None:
    small = small_portal
    agencies = ("县财政局", "县教育局", "东乡人民政府", "西镇人民政府")
    options = "".join(f"<option value='{n}'>{agency}</option>" for n, agency in enumerate(agencies))
    select = f"<select name='dw' onchange='this.form.submit()'>{options}</select>"
    form = f"<form action='/nb/list.jsp'>{select}</form>"
    titles = [f"{agency}2023年政府信息公开工作年度报告" for agency in agencies]
    menu = "<a href='/nb/list.jsp'>政府信息公开年报</a><a href='/gk/'>政府信息公开</a>"
    small.add("/", f"<html><body>{menu}</body></html>")
    write = 'document.write(\'<iframe src="/gk/all.html" width="100%"></iframe>\')'
    pooled = f"<html><title>政府信息公开年报</title><body><script>{write}</script></body></html>"
    small.add("/gk/", "<html><body><a href='/gk/nb.html'>年报公开</a></body></html>")
    small.add("/gk/nb.html", pooled)
    rows = [(f"/a/{n}.html?cid=1", title, "2024-01-20") for n, title in enumerate(titles)]
    small.add("/gk/all.html", list_page(rows))
    for n, title in enumerate(titles):
        own = f"<li url='/a/{n}.html?cid={n + 7}' onclick='go(this)'>{title} 2024-01-20</li>"
        small.add(f"/nb/list.jsp?dw={n}", f"<html><body>{form}<ul>{own}</ul></body></html>")
        for cid in (1, n + 7):
            small.add(f"/a/{n}.html?cid={cid}", report_page(title))
    small.add("/nb/list.jsp", f"<html><body>{form}</body></html>")
    outcome = crawl(small.url)
    found = {url.partition("?")[0] for url in urls(outcome, small)}
    assert found == {f"/a/{n}.html" for n in range(4)}
    assert len([path for path in small.asked if path.startswith("/a/")]) < 8


def test_a_column_whose_list_a_frame_shows_below_links_that_may_be_rows(
    small_portal: SmallPortal,
) -> None:
    small = small_portal
    small.add("/", "<html><body><a href='/nb.htm'>政府信息公开年报</a></body></html>")
    links = "<ul><li><a href='/xw/'>新闻中心</a></li><li><a href='/fw/'>便民服务</a></li></ul>"
    small.add("/nb.htm", f"<html><body>{links}<iframe src='/inner/1.html'></iframe></body></html>")
    small.add("/inner/1.html", list_page([("/a.html", "东乡2023年政府信息公开年报", "2024-01-20")]))
    small.add("/a.html", report_page("东乡2023年政府信息公开年报"))
    assert urls(crawl(small.url), small) == {"/a.html"}


def test_a_column_whose_agencies_stand_in_the_body_of_an_article(
    small_portal: SmallPortal,
) -> None:
    small = small_portal
    small.add("/", "<html><body><a href='/nb.htm'>政府信息公开年报</a></body></html>")
    small.add("/nb.htm", "<html><body><a href='/nb/n2023.htm'>2023年</a></body></html>")
    towns = ("东乡", "西镇")
    links = "".join(f"<a href='n2023/{n}.htm'>{town}</a> " for n, town in enumerate(towns))
    body = "<html><body>{}<div class='v_news_content'>{}</div></body></html>"
    small.add("/nb/n2023.htm", body.format(MENU, links))
    for n, town in enumerate(towns):
        text = f"<h1>{town}2023年政府信息公开工作年度报告</h1>{PROSE}"
        small.add(f"/nb/n2023/{n}.htm", body.format(MENU, text))
    assert urls(crawl(small.url), small) == {"/nb/n2023/0.htm", "/nb/n2023/1.htm"}


def test_a_report_among_the_news_of_a_hub_hides_no_column(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", f"<html><body>{MENU}</body></html>")
    rows = [(f"/nb/{n}.html", f"{n}镇2023年政府信息公开工作年度报告", "2024-01-20") for n in "甲乙"]
    portal.add("/gk/", list_page(rows[:1], "<a href='/ml/'>政府信息公开目录</a>"))
    portal.add("/ml/", f"<html><body>{MENU}<a href='/nb/'>信息公开年度报告</a></body></html>")
    portal.add("/nb/", list_page(rows))
    for url, title, _ in rows:
        portal.add(quote(url), report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert {unquote(url) for url in urls(outcome, portal)} == {url for url, _, _ in rows}


def test_reports_that_stand_only_among_everything_else_are_found(
    small_portal: SmallPortal,
) -> None:
    portal = small_portal
    portal.add("/", f"<html><body>{MENU}</body></html>")
    portal.add("/gk/", "<html><body><a href='/gk/fd/'>法定主动公开内容</a></body></html>")
    other = [(f"/gk/fd/x{n}.html", f"关于防汛工作的通知（{n}）", "2024-03-01") for n in range(3)]
    for number, year in enumerate((2023, 0, 2021), start=1):
        title = f"某县财政局{year}年政府信息公开工作年度报告"
        own = [(f"/gk/fd/{year}.html", title, f"{year + 1}-01-20")] if year else []
        further = f"<a href='/gk/fd/{number + 1}.html'>下一页</a>" if number < 3 else ""
        portal.add(
            "/gk/fd/" if number == 1 else f"/gk/fd/{number}.html", list_page(other + own, further)
        )
        portal.add(f"/gk/fd/{year}.html", report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/gk/fd/2023.html", "/gk/fd/2021.html"}
    assert not any("/x" in url for url in portal.asked)
