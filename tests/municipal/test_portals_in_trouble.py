"""Portals that block, forbid, lead elsewhere or never end."""

from __future__ import annotations

import gzip
import socket
from email import message_from_bytes

import pytest

from crawler.errors import BadArgument
from parsers.reading import read as read_document
from spiders.municipal import Municipal
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


def test_a_column_below_a_part_of_a_hub_that_says_nothing_of_it(small_portal: SmallPortal) -> None:
    portal = small_portal
    row = ("/gk/fd/jc/nb/1.html", "东乡2023年政府信息公开工作年度报告", "2024-01-20")
    portal.add("/", "<html><body><a href='/gk/'>政府信息公开</a></body></html>")
    portal.add("/gk/", "<html><body><a href='/gk/fd/'>法定主动公开内容</a></body></html>")
    parts = "<a href='jc/'>基础信息公开</a><a href='/gk/fd/7.html'>某县召开工作会议部署重点任务</a>"
    portal.add("/gk/fd/", f"<html><body>{parts}<a href='/gk/fd/print'>打印</a></body></html>")
    portal.add("/gk/fd/jc/", "<html><body><a href='nb/'>信息公开工作年度报告</a></body></html>")
    portal.add("/gk/fd/jc/nb/", list_page([row]))
    portal.add(row[0], report_page(row[1]))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {row[0]}
    assert not {"/gk/fd/7.html", "/gk/fd/print"} & set(portal.asked)


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


def test_a_column_behind_a_login_is_a_part_that_could_not_be_read(
    small_portal: SmallPortal,
) -> None:
    portal = small_portal
    parts = "<ul><li><a href='/nb/xz/'>乡镇</a></li><li><a href='/nb/bm/'>县直部门</a></li></ul>"
    row = ("/nb/xz/1.html", "东乡2023年政府信息公开工作年度报告", "2024-01-20")
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", f"<html><body>{parts}</body></html>")
    portal.add("/nb/xz/", list_page([row]))
    portal.add(row[0], report_page(row[1]))
    portal.add("/nb/bm/", "", status=302, Location="/login.jsp?back=/nb/bm/")
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {row[0]}
    [trouble] = outcome.told.troubles
    assert "/nb/bm/" in trouble and "a wall, not passed" in trouble
    assert outcome.stats["sources/failed"] == 1


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


def test_pictures_of_the_site_are_no_part_of_its_reports(small_portal: SmallPortal) -> None:
    small = small_portal
    titles = {f"/nb/{n}.html": f"示例县第{n}乡2023年政府信息公开工作年度报告" for n in range(9)}
    rows = [(path, title, "2024-01-20") for path, title in titles.items()]
    small.add("/", list_page([("/nb/", "政府信息公开年报", "")]))
    small.add("/nb/", list_page(rows, title="政府信息公开年报"))
    banner = "<table><tr><td><img src='/top.jpg'></td></tr><tr><td>{}</td></tr></table>"
    form = "<table><tr><td>本年新收政府信息公开申请数量</td><td>0</td></tr></table>"
    for n, (path, title) in enumerate(titles.items()):
        text = banner.format(PROSE + form if n % 2 else PROSE)
        small.add(path, f"<html><title>{title}</title><body>{text}</body></html>")
    assert urls(crawl(small.url), small) == set(titles)
    assert small.asked.count("/top.jpg") == 3  # of the first articles without a table


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
