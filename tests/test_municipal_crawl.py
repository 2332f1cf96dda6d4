"""The walk over a portal, from its home page to every report, on servers of this machine."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from email import message_from_bytes

import pytest

from crawler.errors import BadArgument
from parsers.reading import read as read_document
from spiders.municipal import Municipal
from tests.crawling import (
    MENU,
    PROSE,
    Crawl,
    SmallPortal,
    crawl,
    crawl_all,
    list_page,
    report_page,
    serve_small,
    urls,
)
from tests.sample.portal import RunningPortal, family_sites, serve, sites

NAMES = {
    "trs": "TRS WCM",
    "ucap": "Kaipu UCAP",
    "gkmlpt": "gkmlpt",
    "hanweb": "Hanweb jcms",
    "hanweb_by_page": "Hanweb jcms",
    "hanweb_xxgk": "Hanweb xxgk",
    "hanweb_jpaas": "Hanweb jpaas",
    "lonsun": "Lonsun",
    "anhui_openness": "Anhui Openness",
    "boda_vsb": "博达 VSB",
    "huilan_eportal": "Huilan eportal",
    "truecms": "TrueCMS",
    "epoint_ewb": "Epoint EWB",
    "epoint_ewb_old": "Epoint EWB",
    "epoint_ewb_repeating": "Epoint EWB",
    "nfcms": "NFCMS",
    "hebei_uuid": "Hebei UUID CMS",
    "shandong_gongkai": "Shandong gongkai",
    "intertid": "smaller dialect",
    "snowflake": "smaller dialect",
    "framed": "smaller dialect",
    "inline_json": "list by an inline script",
}
"""The family that the run must tell for a sample site of each family."""

SITES = (*sites(), *(site for site in family_sites() if not site.needs_browser))


@pytest.fixture(scope="module")
def every_crawl() -> Iterator[dict[str, tuple[RunningPortal, Crawl]]]:
    """All sample portals with one crawl of them all: as many portals at once as a run takes."""
    with serve(SITES) as portals:
        yield {p.site.name: (p, found) for p, found in crawl_all(portals)}


@pytest.fixture(params=[site.name for site in SITES])
def crawled(
    request: pytest.FixtureRequest, every_crawl: dict[str, tuple[RunningPortal, Crawl]]
) -> tuple[RunningPortal, Crawl]:
    """One sample portal with its part of that crawl."""
    return every_crawl[request.param]


def test_every_report_is_found_at_every_address(crawled: tuple[RunningPortal, Crawl]) -> None:
    portal, outcome = crawled
    expected = {url for report in portal.truth.reports for url in report.documents}
    assert len(expected) >= len(portal.truth.reports) > 0
    assert {document.url for document in outcome.documents} == expected


def test_lookalikes_are_left_alone_with_a_reason(crawled: tuple[RunningPortal, Crawl]) -> None:
    portal, outcome = crawled
    reasons = {skipped.url: skipped.reason for skipped in outcome.skipped}
    listed = [
        f"{portal.url}{listed.row}"
        for listed in portal.website.listed
        if listed.entry.reason and listed.column.on_the_way
    ]
    assert listed
    assert all(reasons.get(url) for url in listed)
    assert not reasons.keys() & {document.url for document in outcome.documents}


def test_pages_that_only_carry_a_file_are_skipped_for_the_file(
    crawled: tuple[RunningPortal, Crawl],
) -> None:
    portal, outcome = crawled
    reasons = {skipped.url: skipped.reason for skipped in outcome.skipped}
    carriers = [url for report in portal.truth.reports for url in report.pages]
    assert carriers
    assert all("the report is in the attachment" in reasons[url] for url in carriers)


def test_nothing_is_asked_for_twice_and_no_trap_is_entered(
    crawled: tuple[RunningPortal, Crawl],
) -> None:
    portal, _ = crawled
    asked = [(hit.method, hit.address, hit.body) for hit in portal.log.hits]
    assert len(asked) == len(set(asked))
    assert portal.trapped() == []


def test_few_more_requests_than_a_perfect_crawler_makes(
    crawled: tuple[RunningPortal, Crawl],
) -> None:
    portal, _ = crawled
    copies = {url for r in portal.truth.reports for url in (*r.documents, *r.pages)}
    perfect = {*portal.truth.needed, *copies}
    assert len(portal.log.addresses()) <= 1.3 * len(perfect)


def test_documents_carry_what_the_way_told(crawled: tuple[RunningPortal, Crawl]) -> None:
    portal, outcome = crawled
    by_url = {document.url: document for document in outcome.documents}
    for published in portal.truth.reports:
        for url in published.documents:
            hints = by_url[url].hints
            assert hints.url == url
            assert hints.site_name == portal.site.site_name
            assert hints.site_id_code == portal.site.site_id_code
            assert published.report.title in (hints.page_title, hints.link_text)
            assert hints.published.startswith(str(published.report.published_on))
            assert "政府信息公开年报" in hints.breadcrumb


def test_documents_are_the_bytes_as_sent_and_show_the_report(
    crawled: tuple[RunningPortal, Crawl],
) -> None:
    portal, outcome = crawled
    by_url = {document.url: document.data for document in outcome.documents}
    for published in portal.truth.reports:
        for url in published.documents:
            if url.endswith((".pdf", ".docx")):
                continue
            if published.report.tabled:  # the others have their tables in pictures
                reading = read_document(by_url[url])
                assert "本报告为示例数据" in "".join("".join(reading.paragraphs()).split())
                assert any(True for _ in reading.tables())


def test_the_run_tells_the_family_and_its_evidence(crawled: tuple[RunningPortal, Crawl]) -> None:
    portal, outcome = crawled
    host, name = portal.url.removeprefix("http://"), NAMES[portal.site.family]
    assert f"{name}: " in outcome.stats[f"portal/evidence/{host}"]
    assert name in outcome.told.family.split(" | ")
    assert outcome.told.counts[f"family/{name}"] > 10
    assert outcome.told.counts["columns"] >= 1
    assert outcome.told.state == "done"
    assert not outcome.told.troubles
    assert "sources/failed" not in outcome.stats


# --- portals of no family, and portals in trouble ------------------------------------------------


@pytest.fixture
def small_portal() -> Iterator[SmallPortal]:
    with serve_small() as portal:
        yield portal


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


def platform_page(nodes: list[dict[str, object]]) -> str:
    """The shell of a gkmlpt platform with these leaves below 政府信息公开年报."""
    tree = [{"id": 1, "name": "政府信息公开年报", "children": nodes}]
    config = f"window._CONFIG = {{ SID: '755001', TREE: {json.dumps(tree)} }};"
    return f"<html><body><div id='app'></div><script>{config}</script></body></html>"


def platform_answer(rows: list[tuple[str, str]], total: int) -> str:
    articles = [{"url": url, "title": title, "create_time": 1705630800} for url, title in rows]
    return json.dumps({"total": total, "articles": articles})


def test_an_answer_that_is_no_list_is_told_and_the_rest_goes_on(small_portal: SmallPortal) -> None:
    portal = small_portal
    title = "东乡2023年政府信息公开工作年度报告"
    nodes: list[dict[str, object]] = [{"id": n, "name": f"{n}年"} for n in (2022, 2023, 2024)]
    portal.add("/", "<html><body><a href='/gkmlpt/index#1'>政府信息公开</a></body></html>")
    portal.add("/gkmlpt/index", platform_page(nodes))
    portal.add("/gkmlpt/api/all/2022?page=1&sid=755001", "<html>系统繁忙</html>")
    rows = [("/gkmlpt/content/8/8766/post_1.html", title), ("/a.pdf", "西镇2023年年度报告")]
    portal.add("/gkmlpt/api/all/2023?page=1&sid=755001", platform_answer(rows, 2))
    portal.add("/gkmlpt/api/all/2024?page=1&sid=755001", "down", status=500)
    portal.add(rows[0][0], report_page(title))
    portal.add("/a.pdf", b"%PDF-1.4 west")
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {path for path, _ in rows}
    told = {skipped.url.removeprefix(portal.url): skipped.reason for skipped in outcome.skipped}
    assert told["/gkmlpt/api/all/2022?page=1&sid=755001"].startswith("no list as gkmlpt answers")
    assert told["/gkmlpt/api/all/2024?page=1&sid=755001"] == "answered with status 500"
    assert outcome.stats["sources/failed"] == 2


def test_a_declared_count_that_lies_ends_soon(small_portal: SmallPortal) -> None:
    portal = small_portal
    row = ("/gkmlpt/content/8/8766/post_1.html", "东乡2023年政府信息公开工作年度报告")
    portal.add("/", "<html><body><a href='/gkmlpt/index#1'>政府信息公开</a></body></html>")
    portal.add("/gkmlpt/index", platform_page([{"id": 7, "name": "2023年"}]))
    for page in range(1, 400):
        answer = platform_answer([row], 900_000_000)
        portal.add(f"/gkmlpt/api/all/7?page={page}&sid=755001", answer)
    portal.add(row[0], report_page(row[1]))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {row[0]}
    assert len([path for path in portal.asked if "/api/" in path]) == 2
    assert any(key.startswith("portal/capped/") for key in outcome.stats)


def test_data_that_end_before_their_count_are_told(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", "<ul></ul><script>$.getJSON('/list?page=1&size=2', show)</script>")
    for number in (1, 2):  # the server heeds no number: the second part is the first one
        entry = {"title": "东乡2023年政府信息公开年报", "url": "/nb/a.html"}
        told = json.dumps({"total": 3, "rows": [entry, {**entry, "url": "/nb/b.html"}]})
        portal.add(f"/list?page={number}&size=2", told)
    for path in ("/nb/a.html", "/nb/b.html"):
        portal.add(path, report_page("东乡2023年政府信息公开年报"))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a.html", "/nb/b.html"}
    [trouble] = outcome.told.troubles
    assert "the list says 3 entries, 2 were found" in trouble
    assert trouble.rpartition(": ")[2] in outcome.stats.values()  # what findings are made of


def test_a_failed_part_does_not_end_a_list_of_data(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", "<html><body><a href='/gkmlpt/index#1'>政府信息公开</a></body></html>")
    portal.add("/gkmlpt/index", platform_page([{"id": 7, "name": "2023年"}]))
    expected = set()
    for page in (1, 2, 3, 4):
        row = (f"/gkmlpt/content/8/8766/post_{page}.html", f"第{page}乡2023年政府信息公开年报")
        portal.add(row[0], report_page(row[1]))
        answer = "down" if page == 2 else platform_answer([row], 4)
        status = 500 if page == 2 else 200
        portal.add(f"/gkmlpt/api/all/7?page={page}&sid=755001", answer, status=status)
        expected |= {row[0]} if page != 2 else set()
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == expected


def test_data_on_another_site_are_told_and_not_asked_for(small_portal: SmallPortal) -> None:
    portal = small_portal
    with serve_small() as other:
        jump = {"id": 7, "name": "2023年", "jump_url": f"{other.url}/nb/"}
        portal.add("/", "<html><body><a href='/gkmlpt/index#1'>政府信息公开</a></body></html>")
        portal.add("/gkmlpt/index", platform_page([jump]))
        outcome = crawl(f"{portal.url}/")
        assert other.asked == []
        told = {skipped.url: skipped.reason for skipped in outcome.skipped}
        assert told == {f"{other.url}/nb/": "the column is on another site"}


@pytest.mark.parametrize("by", ["status", "markup"])
def test_a_home_page_that_leads_to_another_site_is_told(small_portal: SmallPortal, by: str) -> None:
    portal = small_portal
    with serve_small() as other:
        if by == "status":
            portal.add("/", "", status=302, Location=f"{other.url}/")
        else:
            refresh = f"<meta http-equiv='refresh' content='0;url={other.url}/'>"
            portal.add("/", f"<html>{refresh}</html>")
        outcome = crawl(f"{portal.url}/")
        assert other.asked == []
        assert other.url in outcome.stats["portal/unreachable"]
        assert outcome.stats["sources/failed"] == 1
        assert [skipped.url for skipped in outcome.skipped] == [f"{portal.url}/"]


def test_a_column_found_only_over_the_site_map(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add(
        "/", "<html><body><a href='/a/'>政务公开</a><a href='/map/'>网站地图</a></body></html>"
    )
    portal.add("/a/", "<html><body><p>栏目建设中</p><a href='/'>首页</a></body></html>")
    portal.add("/map/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page([("/nb/a.html", "东乡2023年政府信息公开年报", "2024-01-20")]))
    portal.add("/nb/a.html", report_page("东乡2023年政府信息公开年报"))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a.html"}
    assert "portal/no_column" not in outcome.stats


CHALLENGE = '<script>;go({"bts":["a","b"],"ct":"x","tn":"__jsl_clearance_s","vt":"3600"})</script>'


@pytest.mark.parametrize(
    ("status", "markup"),
    [
        (521, "<script>document.cookie='a'</script>"),
        (412, "<script>$_ts={}</script>"),
        (200, CHALLENGE),
    ],
)
def test_a_host_that_blocks_is_left_alone(
    small_portal: SmallPortal, status: int, markup: str
) -> None:
    portal = small_portal
    rows = [
        (f"/nb/{n}.html", f"第{n}乡2023年政府信息公开工作年度报告", "2024-01-20") for n in range(30)
    ]
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows))
    for path, _, _ in rows:
        portal.add(path, markup, status=status)
    outcome = crawl(f"{portal.url}/")
    assert outcome.documents == []
    assert outcome.stats["portal/blocked"] == 1
    asked = [path for path in portal.asked if path.startswith("/nb/") and path != "/nb/"]
    assert len(asked) == 1
    assert list(outcome.stats["sources/failed_shown"]) == [portal.url + path for path in asked]
    assert outcome.stats["sources/failed"] == 1
    reasons = [skipped.reason for skipped in outcome.skipped]
    assert len(reasons) == 30
    assert all("firewall" in reason or "challenge" in reason for reason in reasons)


def test_a_compressed_challenge_is_recognised_before_the_next_request(
    small_portal: SmallPortal,
) -> None:
    portal = small_portal
    rows = [(f"/nb/{n}.html", f"第{n}乡2023年政府信息公开年报", "2024-01-20") for n in range(9)]
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows))
    for path, _, _ in rows:
        portal.add(path, gzip.compress(CHALLENGE.encode()), **{"Content-Encoding": "gzip"})
    outcome = crawl(f"{portal.url}/")
    assert outcome.documents == []
    assert len([path for path in portal.asked if path.startswith("/nb/")]) == 2


def test_a_portal_that_sends_robots_txt_to_its_home_page(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/robots.txt", "", status=302, Location="/")
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page([("/nb/a.html", "东乡2023年政府信息公开年报", "2024-01-20")]))
    portal.add("/nb/a.html", report_page("东乡2023年政府信息公开年报"))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a.html"}


def test_a_forbidden_column_does_not_hide_the_other_way_to_reports(
    small_portal: SmallPortal,
) -> None:
    portal = small_portal
    portal.add("/robots.txt", "User-agent: *\nDisallow: /a/nb/\n")
    agencies = "".join(
        f"<li><a href='/{n}/'>县{o}局</a></li>" for n, o in zip("abc", "教财水", strict=True)
    )
    portal.add("/", "<html><body><a href='/gk/'>政府信息公开</a></body></html>")
    portal.add("/gk/", f"<html><body><ul>{agencies}</ul></body></html>")
    for agency in "abc":
        ways = f"<a href='/{agency}/nb/'>公开年报</a><a href='/{agency}/gk/'>信息公开</a>"
        portal.add(f"/{agency}/", f"<html><body>{ways}</body></html>")
        portal.add(
            f"/{agency}/gk/", f"<html><body><a href='/{agency}/nd/'>年度报告</a></body></html>"
        )
        row = (f"/{agency}/x.html", "县教育局2023年政府信息公开年报", "2024-01-20")
        for column in ("nb", "nd"):
            portal.add(f"/{agency}/{column}/", list_page([row]))
        portal.add(row[0], report_page(row[1]))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/a/x.html", "/b/x.html", "/c/x.html"}
    assert "/a/gk/" in portal.asked
    assert not {"/a/nb/", "/b/gk/", "/c/gk/"} & set(portal.asked)


def test_robots_txt_is_obeyed(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/robots.txt", "User-agent: *\nDisallow: /nb/secret/\n")
    rows = [
        ("/nb/secret/a.html", "东乡2023年政府信息公开年报", "2024-01-20"),
        ("/nb/b.html", "西镇2023年政府信息公开年报", "2024-01-20"),
    ]
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows))
    for path, title, _ in rows:
        portal.add(path, report_page(title))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/b.html"}
    assert "/nb/secret/a.html" not in portal.asked
    told = {skipped.url.removeprefix(portal.url): skipped.reason for skipped in outcome.skipped}
    assert "robots.txt" in told["/nb/secret/a.html"]


def test_redirects_to_the_home_page_or_off_the_site_are_dead_rows(
    small_portal: SmallPortal,
) -> None:
    portal = small_portal
    rows = [
        ("/nb/home.html", "东乡2023年政府信息公开工作年度报告", "2024-01-20"),
        ("/nb/away.html", "西镇2023年政府信息公开工作年度报告", "2024-01-20"),
        ("/nb/moved.html", "南镇2023年政府信息公开工作年度报告", "2024-01-20"),
        ("http://other.example/x.html", "北镇2023年政府信息公开工作年度报告", "2024-01-20"),
        ("/nb/gone.html", "中镇2023年政府信息公开工作年度报告", "2024-01-20"),
        ("/nb/closed.html", "上镇2023年政府信息公开工作年度报告", "2024-01-20"),
    ]
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows))
    portal.add("/nb/home.html", "", status=301, Location="/")
    portal.add("/nb/away.html", "", status=302, Location="http://127.0.0.2:9/evil.html")
    portal.add("/nb/moved.html", "", status=302, Location="/new/moved.html")
    portal.add("/new/moved.html", report_page("南镇2023年政府信息公开工作年度报告"))
    portal.add("/nb/closed.html", "", status=302, Location="/sso/login.jsp?to=/nb/closed.html")
    portal.add("/nb/gone.html", f"<html><body>{MENU}<p>您访问的页面不存在！</p></body></html>")
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/new/moved.html"}
    told = {skipped.url.removeprefix(portal.url): skipped.reason for skipped in outcome.skipped}
    assert "read on its own" in told["/nb/home.html"]
    assert "another site" in told["/nb/away.html"]
    assert "another site" in told["http://other.example/x.html"]
    assert "does not exist" in told["/nb/gone.html"]
    assert "a wall, not passed" in told["/nb/closed.html"]
    assert not any("login" in path for path in portal.asked)


def test_lists_without_end_are_left(small_portal: SmallPortal) -> None:
    portal = small_portal
    row = ("/nb/a.html", "东乡2023年政府信息公开工作年度报告", "2024-01-20")
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    within = ("/l0.html", "东乡2022年政府信息公开工作年度报告", "2023-01-20")
    portal.add("/nb/", list_page([row, within], "<a href='/nb/p1.html'>下一页</a>"))
    for n in range(9):  # a row leads to a list, whose row leads to a list, …
        portal.add(f"/l{n}.html", list_page([(f"/l{n + 1}.html", *within[1:])]))
    for n in range(1, 50):
        portal.add(f"/nb/p{n}.html", list_page([row], f"<a href='/nb/p{n + 1}.html'>下一页</a>"))
    beside = (
        "<p>勾稽关系</p><p>2024-01-20 <a href='/print?id=1'>打印</a> <a href='/x/'>通知公告</a></p>"
    )
    portal.add("/nb/a.html", report_page(row[1], beside))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/a.html"}
    assert "/l2.html" in portal.asked and "/l3.html" not in portal.asked
    assert "/print?id=1" not in portal.asked
    assert portal.asked.count("/nb/p1.html") == 1
    assert "/nb/p2.html" not in portal.asked
    assert any(key.startswith("portal/capped/") for key in outcome.stats)


def test_a_missing_page_does_not_end_the_list(small_portal: SmallPortal) -> None:
    portal = small_portal
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    pager = '<script>createPageHTML(4, {}, "index", "html");</script>'
    for number, path in enumerate(
        ("/nb/", "/nb/index_1.html", "/nb/index_2.html", "/nb/index_3.html")
    ):
        row = (f"/nb/{number}.html", f"第{number}乡2023年政府信息公开工作年度报告", "2024-01-20")
        portal.add(path, list_page([row], pager.format(number)))
        portal.add(row[0], report_page(row[1]))
    portal.add("/nb/index_1.html", "down", status=500)
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {"/nb/0.html", "/nb/2.html", "/nb/3.html"}
    told = {skipped.url.removeprefix(portal.url): skipped.reason for skipped in outcome.skipped}
    assert told == {"/nb/index_1.html": "answered with status 500"}


def test_a_hundred_thousand_links_end_soon(small_portal: SmallPortal) -> None:
    portal = small_portal
    links = "".join(
        f"<a href='/x/{n}.html'>2023年</a><a href='javascript:go({n})'>x</a>" for n in range(50_000)
    )
    portal.add(
        "/", f"<html><body><a href='/nb/'>政府信息公开年报</a><div>{links}</div></body></html>"
    )
    portal.add(
        "/nb/",
        f"<html><body><a href='file:///etc/passwd'>2022年</a><div>{links}</div></body></html>",
    )
    outcome = crawl(f"{portal.url}/")
    assert outcome.documents == []
    assert len(portal.asked) < 700
    assert all(not path.startswith("/etc") for path in portal.asked)


def test_a_home_page_that_does_not_answer_is_recorded() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    outcome = crawl(f"http://127.0.0.1:{port}/")
    assert outcome.documents == []
    assert "refuses the connection" in outcome.stats["portal/unreachable"]
    assert outcome.stats["sources/failed"] >= 1
    assert [skipped.url for skipped in outcome.skipped] == [f"http://127.0.0.1:{port}/"]


@pytest.mark.parametrize("url", ["", "ftp://www.shilixian.gov.cn/", "www.shilixian.gov.cn"])
def test_a_missing_or_malformed_address_is_a_bad_argument(url: str | None) -> None:
    with pytest.raises(BadArgument):
        Municipal(url=url)


def test_the_pictures_of_an_article_come_with_it(small_portal: SmallPortal) -> None:
    small = small_portal
    picture = b"\x89PNG\r\n\x1a\n" + bytes(2000)
    pictures = '<div id="zoom"><p><img src="./tables_1.png"><img src="tables_2.png"></p></div>'
    small.add("/", list_page([("/nb/", "政府信息公开年报", "")]))
    title = "示例县人民政府2023年政府信息公开工作年度报告"
    small.add("/nb/", list_page([("/nb/1.html", title, "2024-01-20")], title="政府信息公开年报"))
    small.add("/nb/1.html", report_page(title, f"{pictures}<a href='1_2.html'>下一页</a>"))
    further = f'<div id="zoom">{PROSE}<img src="tables_3.png"></div>'
    small.add("/nb/1_2.html", report_page(title, further))
    small.add("/nb/tables_1.png", picture, **{"Content-Type": "image/png"})  # the other is gone
    small.add("/nb/tables_3.png", picture + b"3", **{"Content-Type": "image/png"})
    outcome = crawl(small.url)
    [whole] = outcome.documents
    assert whole.url == f"{small.url}/nb/1.html"
    parts = [part.get_payload(decode=True) for part in message_from_bytes(whole.data).walk()]
    assert picture in parts and picture + b"3" in parts
    assert title in read_document(whole.data).meta.get("h1", "")
    assert small.asked.count("/nb/tables_2.png") == 1
