"""What the walk over portals is made of: which page, what kind, what rows and pagers lead to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from crawler.corpus.visits import Remembered
from crawler.items import Errand, Skipped, Visit
from spiders.discovery.articles.taking import Articles
from spiders.discovery.home.way import Step, ways_from
from spiders.discovery.lists.paging import linked_pages
from spiders.discovery.lists.rows import find_rows
from spiders.discovery.pages import kinds
from spiders.discovery.pages.page import read_page
from spiders.discovery.record import PortalRecord
from spiders.discovery.requests.about import About
from spiders.discovery.requests.errands import Errands
from spiders.discovery.requests.hosts import Hosts
from spiders.discovery.requests.ledger import Ledger
from spiders.discovery.requests.memory import Memory
from spiders.discovery.requests.pending import Browser
from spiders.discovery.requests.spellings import Spellings
from spiders.discovery.requests.views import Views
from spiders.discovery.sites import (
    page_key,
)
from spiders.discovery.software import MOST_WITHOUT, Software

HERE = "http://www.shilixian.gov.cn/zwgk/index.html"


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        ('<meta http-equiv="refresh" content="0;url=/index2.html">', "/index2.html"),
        ("<META HTTP-EQUIV='Refresh' CONTENT='3; URL=/a/'>", "/a/"),
        ('<meta httpequiv="refresh" content="0;url=/b/">', "/b/"),
        ('<script>window.location.href="/c/"</script>', "/c/"),
        ("<script>location.replace('/d/')</script>", "/d/"),
        ('<meta http-equiv="refresh" content="600">', None),
        ('<meta http-equiv="refresh" content="600;url=/e/">', None),
        ('<script>location.href="javascript:void(0)"</script>', None),
        ("<script>location.href='/f/'</script>" + "<p>正文</p>" * 100, None),
    ],
)
def test_pages_that_send_their_reader_on(markup: str, target: str | None) -> None:
    expected = None if target is None else f"http://www.shilixian.gov.cn{target}"
    assert kinds.onward(read_page(HERE, markup.encode())) == expected


def test_a_stub_that_sends_to_the_index_of_its_own_folder() -> None:
    stub = read_page(
        "http://www.shilixian.gov.cn/", b'<meta http-equiv="refresh" content="0;url=/">'
    )
    assert kinds.onward(stub) is None
    stub = read_page("http://www.shilixian.gov.cn/", b"<script>location.href='index.html'</script>")
    assert kinds.onward(stub) == "http://www.shilixian.gov.cn/index.html"


def test_screens_are_those_of_an_application() -> None:
    menu = "<a href='#/gov/annual'>政府信息公开年报</a>"
    filled = read_page(HERE, f"<body><div id='app'>{menu}</div></body>".encode())
    assert [link.url for link in filled.links] == [f"{HERE}#/gov/annual"]
    assert read_page(HERE, f"<body>{menu}</body>".encode()).links == ()
    elsewhere = "<body><a href='/gov/#/open'>政府信息公开</a></body>"
    [link] = read_page(HERE, elsewhere.encode()).links
    assert link.url == "http://www.shilixian.gov.cn/gov/#/open"


def test_soft_404_pages_are_told_from_pages_that_mention_one() -> None:
    gone = "<html><title>系统提示</title><body><p>您访问的页面不存在</p></body></html>"
    assert kinds.missing_reason(read_page(HERE, gone.encode()))
    report = f"<html><body><p>{'我镇排查页面不存在等问题，逐项整改。' * 60}</p></body></html>"
    assert not kinds.missing_reason(read_page(HERE, report.encode()))


def test_a_firewall_s_words_on_a_portal_s_page_do_not_block_it() -> None:
    challenge = "<html><body>访问过于频繁，请稍后再试</body></html>"
    assert kinds.blocked_by_text(read_page(HERE, challenge.encode()))
    links = "".join(f"<li><a href='/{n}.html'>要闻{n}</a></li>" for n in range(40))
    home = f"<html><body>{links}<p>提示：访问过于频繁时请稍后再试</p></body></html>"
    assert not kinds.blocked_by_text(read_page(HERE, home.encode()))


@pytest.mark.parametrize(
    ("row", "title", "date"),
    [
        ("<li><a href='/a.html'>甲</a><span>2024-01-17</span></li>", "甲", "2024-01-17"),
        ("<li><a href='/a.html'>甲</a> [2024年1月17日]</li>", "甲", "2024年1月17日"),
        ("<li><i>01-17</i><a href='/a.html'>甲</a></li>", "甲", "01-17"),
        ("<tr><td><a href='/a.html'>甲</a></td><td>2024/1/17</td></tr>", "甲", "2024/1/17"),
        ("<li><a href='/a.html'>甲<span>2024\n-01\n-17</span></a></li>", "甲", "2024-01-17"),
        (
            "<li>有效期至2020-01-01<a href='/a.html'>甲</a><span>2024-01-17</span></li>",
            "甲",
            "2024-01-17",
        ),
        ("<p><a href='/a.html' title='甲乙丙丁'>甲乙…</a>2024-01-17</p>", "甲乙丙丁", "2024-01-17"),
    ],
)
def test_rows_in_every_usual_form(row: str, title: str, date: str) -> None:
    around = f"<table>{row}</table>" if row.startswith("<tr") else f"<ul>{row}</ul>"
    found = find_rows(read_page(HERE, f"<html><body>{around}</body></html>".encode()))
    assert [(r.url, r.title, r.date) for r in found] == [
        ("http://www.shilixian.gov.cn/a.html", title, date)
    ]


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        ("<a href=\"javascript:window.open('/nb/')\">年报</a>", "/nb/"),
        ("<a href='#' onclick=\"location.href='nb/index.html'\">年报</a>", "/zwgk/nb/index.html"),
        ("<a onclick='openUrl(\"./nb/\", 1)'>年报</a>", "/zwgk/nb/"),
        ("<td onclick=\"window.location = '/nb/'\">年报</td>", "/nb/"),
        (
            "<a onclick='go(7)'>年报</a><script>const go = function (n) {"
            " location.href = `/nb/${n}.html?c=5` }</script>",
            "/nb/7.html?c=5",
        ),
        ("<select><option value='/nb/2023/'>2023</option></select>", "/nb/2023/"),
        ("<a href='/a/' onclick=\"count('/b/')\">年报</a>", "/a/"),
        ("<a href='javascript:next(2)'>年报</a>", None),
        ("<a href=\"javascript:show('2023')\">年报</a>", None),
        ("<a onclick=\"window.open('file:///etc/passwd')\">年报</a>", None),
        ("<select><option value='2023'>2023</option></select>", None),
    ],
)
def test_links_whose_target_stands_in_a_script(markup: str, target: str | None) -> None:
    body = f"<html><body><table><tr>{markup}</tr></table></body></html>"
    found = [link.url for link in read_page(HERE, body.encode()).links]
    assert found == ([f"http://www.shilixian.gov.cn{target}"] if target else [])


def test_a_pager_of_numbers_alone_and_a_calendar_beside_it() -> None:
    markup = (
        "<a href='/zwgk/index_1.html'>2</a><a href='/zwgk/index_2.html'>3</a>"
        "<a href='/calendar/2024/2.html'>2</a><a href='/zwgk/5/10.html'>10</a>"
        "<a href='javascript:next(2)'>下一页</a>"
    )
    found = linked_pages(read_page(HERE, markup.encode()))
    assert found == [
        "http://www.shilixian.gov.cn/zwgk/index_1.html",
        "http://www.shilixian.gov.cn/zwgk/index_2.html",
    ]


def test_a_page_in_gb18030_that_declares_gb2312() -> None:
    markup = '<html><meta charset="gb2312"><title>镕基镇年报</title></html>'.encode("gb18030")
    found = read_page(HERE, markup, "iso-8859-1")
    assert found.title == "镕基镇年报"
    assert found.charset == "gb18030"


def test_a_query_is_sent_in_the_bytes_of_its_page() -> None:
    markup = (
        '<meta charset="gbk"><a href="list.asp?dw=教育局">年报</a><a href="/年.asp">年</a>'
        '<form><select name="lm"><option value="年报">年报</option></select></form>'
    )
    found = [link.url for link in read_page(HERE, markup.encode("gb18030")).links]
    assert found == [
        "http://www.shilixian.gov.cn/zwgk/list.asp?dw=%BD%CC%D3%FD%BE%D6",
        "http://www.shilixian.gov.cn/%E5%B9%B4.asp",
        f"{HERE}?lm=%C4%EA%B1%A8",
    ]


@pytest.mark.parametrize(
    ("markup", "needed"),
    [
        ("<ul id='l'></ul><script src='/js/l.js'></script>", None),
        ("<div id='newsList'></div><script src='/js/l.js'></script>", None),
        ("<div id='map'></div><script src='/js/l.js'></script>", False),
        ("<ul id='l'></ul>", False),
        ("<ul id='l'></ul>暂无数据<script src='/js/l.js'></script>", False),
        (
            "<table class=easyui-datagrid data-options=\"url:'/l'\"></table><script></script>",
            True,
        ),
        ("<script>$('#t').bootstrapTable({url: '/l'})</script>", True),
        ("<script>a.push(['7', '大垅乡2023年政府信息公开工作年度报告'])</script>", True),
    ],
)
def test_pages_whose_list_a_script_fills_or_may_fill(markup: str, needed: bool | None) -> None:
    words = (
        "<p>首页 政务公开 政府信息公开年报 市政府 县政府 乡镇街道 网站地图 联系我们 无障碍浏览</p>"
    )
    page = read_page(HERE, f"<body>{words}<a href='/'>首页</a>{markup}</body>".encode())
    assert kinds.needs_script(page, trusted=True) is bool(needed)
    assert needed or kinds.may_need_script(page) is (needed is None)
    assert not kinds.needs_script(page, trusted=False)


def test_what_multiplies_addresses_is_seen() -> None:
    ledger = Ledger("http://www.a.gov.cn/", Hosts())
    for number in range(3):
        for stamp in (4, 9):
            address = f"http://www.a.gov.cn/show.jsp?id={number}&v={stamp}{number}"
            ledger.learn(address, f"report {number}")
    assert ledger.idle == {"v"}
    assert ledger.plain("http://www.a.gov.cn/show.jsp?id=7&v=3") == (
        "http://www.a.gov.cn/show.jsp?id=7"
    )


def test_links_are_asked_for_as_they_stand_where_nothing_else_is_answered() -> None:
    spellings = Spellings()
    plain = "http://a.gov.cn/t7.html"
    spellings.note_written(plain, f"{plain}?isMobile=false")
    spellings.note_written("http://a.gov.cn/t8.html", "http://a.gov.cn/t8.html")
    assert spellings.as_written(plain) == plain
    assert not spellings.take_literally("http://a.gov.cn/t8.html")  # nothing was made of its link
    assert spellings.take_literally(plain)
    assert not spellings.take_literally(plain)  # no news
    assert spellings.as_written(plain) == f"{plain}?isMobile=false"
    assert spellings.as_written("http://a.gov.cn/t8.html") == "http://a.gov.cn/t8.html"


def test_a_host_that_answers_under_another_spelling_is_asked_there() -> None:
    spellings = Spellings()
    spellings.see_answer("http://a.gov.cn/gk/", "https://www.a.gov.cn/gk/")
    spellings.see_answer("http://a.gov.cn/old/", "https://www.a.gov.cn/new/")  # another page
    spellings.see_answer("http://a.gov.cn/m/", "http://m.a.gov.cn/m/")  # another site
    assert spellings.as_answered("http://a.gov.cn/nb/?id=3") == "http://a.gov.cn/nb/?id=3"
    spellings.see_answer("http://a.gov.cn/nb/?id=2", "https://www.a.gov.cn/nb/?id=2")
    assert spellings.as_answered("http://a.gov.cn/nb/?id=3") == "https://www.a.gov.cn/nb/?id=3"
    assert spellings.as_answered("http://m.a.gov.cn/nb/") == "http://m.a.gov.cn/nb/"


def test_a_host_that_puts_a_session_into_the_path_is_asked_within_it() -> None:
    spellings = Spellings()
    spellings.see_answer("http://a.gov.cn/web/", "http://a.gov.cn/web/(S(r4xkq1))/")
    assert spellings.as_answered("http://a.gov.cn/web/nb.aspx?p=2") == (
        "http://a.gov.cn/web/(S(r4xkq1))/nb.aspx?p=2"
    )
    assert spellings.as_answered("http://a.gov.cn/file/1.pdf") == "http://a.gov.cn/file/1.pdf"
    spellings.see_answer("http://a.gov.cn/web/", "http://a.gov.cn/web/(S(later))/")
    assert "(S(later))" in spellings.as_answered("http://a.gov.cn/web/nb.aspx")


def test_pages_in_folders_with_chinese_names_and_those_that_the_head_declares() -> None:
    pager = "".join(f"<a href='列表_{n}.html'>{n}</a> " for n in range(1, 5))
    folder = "http://a.gov.cn/%E4%BF%A1%E6%81%AF%E5%85%AC%E5%BC%80/%E5%B9%B4%E6%8A%A5/"
    named = f"{folder}%E5%88%97%E8%A1%A8_{{}}.html"
    page = read_page(named.format(1), f"<div>{pager}</div>".encode(), "utf-8")
    assert linked_pages(page) == [named.format(n) for n in (2, 3, 4)]
    head = "<head><link rel='next' href='/nb/page/2/'></head><p>年报</p>"
    declared = read_page("http://a.gov.cn/nb/", head.encode())
    assert linked_pages(declared) == ["http://a.gov.cn/nb/page/2/"]


def test_the_pager_of_a_page_within_a_session() -> None:
    markup = "<div><a href='nb.aspx?p=1'>1</a> <a href='nb.aspx?p=2'>2</a></div>"
    page = read_page("http://a.gov.cn/(S(r4xkq1))/nb.aspx?p=1", markup.encode())
    assert linked_pages(page) == ["http://a.gov.cn/nb.aspx?p=2"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("首页 - 湖口县人民政府", "湖口县人民政府"),
        ("湖口县教育局网站", "湖口县教育局网站"),
        ("欢迎访问", "register"),
    ],
)
def test_the_name_of_a_portal_is_that_of_its_home_page(title: str, name: str) -> None:
    record = PortalRecord(MemoryStatsCollector(get_crawler()))
    ledger, memory = Ledger(HERE, Hosts()), Memory({}, set(), About())
    taken = Articles(Errands(ledger, record, memory, Browser("none", 0, lambda r: {})))
    taken.site_name = "register"
    home = read_page(HERE, f"<title>{title}</title>".encode())
    taken.remember_site(home, is_home=True)
    assert taken.site_name == name
    declared = read_page(HERE, '<meta name="SiteName" content="湖口县">'.encode())
    taken.remember_site(declared, is_home=False)
    assert taken.site_name == "湖口县"


def test_the_code_of_a_portal_is_declared_or_printed() -> None:
    foot = "<p>网站标识码：<span>3604290001</span>　赣ICP备05001234号</p>"
    assert read_page(HERE, foot.encode()).site_id_code == "3604290001"
    declared = f'<meta name="SiteIDCode" content="3604000009">{foot}'
    assert read_page(HERE, declared.encode()).site_id_code == "3604000009"
    assert read_page(HERE, "<p>网站标识码：36042900012</p>".encode()).site_id_code == ""


@pytest.mark.parametrize(
    ("url", "page", "view"),
    [
        ("list?dept=3", "list", "dept"),
        ("list?year=2023&dept=3", "list?dept=3", "year"),
        ("list?year=2023&dept=3", "list", ""),
        ("list?dept=4", "list?dept=3", ""),
        ("list", "list?dept=3", ""),
        ("other?dept=3", "list", ""),
    ],
)
def test_views_with_fewer_rows(url: str, page: str, view: str) -> None:
    base = "http://www.a.gov.cn/"
    found = Views().narrows(base + url, base + page)
    assert found == (f"a.gov.cn/list {view}" if view else "")


def test_views_that_list_the_same_are_left_and_others_are_not() -> None:
    views = Views()
    for day in range(6):
        views.see(f"http://www.a.gov.cn/nb?day={day}", ["1", "2"])
        views.see(f"http://www.a.gov.cn/by.jsp?agency={day}", [str(day)])
        views.see(f"http://www.a.gov.cn/empty.jsp?agency={day}", [])
    assert views.is_stale("http://www.a.gov.cn/nb?day=9")
    assert not views.is_stale("http://www.a.gov.cn/nb")
    assert not views.is_stale("http://www.a.gov.cn/by.jsp?agency=9")
    assert not views.is_stale("http://www.a.gov.cn/empty.jsp?agency=9")


def test_a_view_that_is_left_is_told_and_no_longer_planned() -> None:
    ledger = Ledger("http://www.a.gov.cn/", Hosts())
    record = PortalRecord(MemoryStatsCollector(get_crawler()))
    errands = Errands(ledger, record, Memory({}, set(), About()), Browser("none", 0, lambda r: {}))
    errands.ask("http://www.a.gov.cn/nb?day=9", Step("column", label="9"))
    for day in range(6):
        ledger.views.see(f"http://www.a.gov.cn/nb?day={day}", ["1", "2"])
    assert list(errands.next_requests()) == []
    told, visit = errands.set_aside()
    assert isinstance(told, Skipped) and isinstance(visit, Visit)
    assert told.url == visit.errand.url == "http://www.a.gov.cn/nb?day=9"
    assert "list the same" in told.reason
    assert not visit.failed
    assert errands.set_aside() == []


def test_views_of_a_list_end_also_where_an_earlier_crawl_met_them() -> None:
    column = "http://www.a.gov.cn/nb/"
    kept = Errand(key=page_key(column), role="column", url=column, step=Step("column").to_json())
    now = datetime.now(UTC)
    known = {kept.key: Remembered(kept, now, now, now, 200, 0, None, None, None, None)}
    ledger = Ledger("http://www.a.gov.cn/", Hosts())
    record = PortalRecord(MemoryStatsCollector(get_crawler()))
    errands = Errands(
        ledger, record, Memory(known, set(), About()), Browser("none", 0, lambda r: {})
    )
    ledger.views.see_years(column, ["2023", "2024"])
    asked = 0
    for year in range(2010, 2025):
        errands.ask(f"{column}?year={year}", Step("column", label=f"{year}年"))
    while sent := list(errands.next_requests()):
        asked += len(sent)
        for pending, _ in sent:
            errands.begin(pending)
            errands.at_hand.see_rows(column, (), any_new=False)
            errands.end(pending)
    assert asked == 5
    assert len(errands.set_aside()) == 2 * 10


def test_fifty_rows_without_a_page_end_a_list() -> None:
    ledger = Ledger("http://www.a.gov.cn/", Hosts())
    for row in range(99):
        ledger.see_row("nb", alive=row == 49)
    assert not ledger.is_dead("nb")
    ledger.see_row("nb", alive=False)
    assert ledger.is_dead("nb")


def test_a_redirect_in_a_circle_is_refused_at_its_first_repetition() -> None:
    ledger = Ledger("http://a.gov.cn/", Hosts())
    ledger.meet("http://a.gov.cn/x")
    assert ledger.refuses("http://a.gov.cn/y", ["http://a.gov.cn/x"]) == ""
    told = ledger.refuses("http://a.gov.cn/x", ["http://a.gov.cn/x", "http://a.gov.cn/y"])
    assert told.startswith("redirected in a circle: http://a.gov.cn/x → ")
    assert ledger.refuses("https://www.a.gov.cn/x/", ["http://a.gov.cn/x"]) == ""


def test_sister_hosts_belong_to_a_portal() -> None:
    ledger = Ledger("http://www.a.gov.cn/", Hosts(), ["b.gov.cn"])
    assert ledger.is_ours("http://zwgk.b.gov.cn/nb/")
    assert not ledger.is_ours("http://www.c.gov.cn/nb/")
    sister = "<a href='http://zwgk.b.gov.cn/nb/'>政府信息公开年报</a>"
    home = read_page("http://www.a.gov.cn/", f"<html><body>{sister}</body></html>".encode())
    assert ways_from(home, frozenset()).columns == []
    [column] = ways_from(home, frozenset(), is_ours=ledger.is_ours).columns
    assert column.url == "http://zwgk.b.gov.cn/nb/"


def test_software_of_which_no_page_shows_a_sign_any_more_is_forgotten() -> None:
    home = "http://www.a.gov.cn/"
    about = About(families={"www.a.gov.cn": "TRS WCM"}, evidence="countPage = 1")
    software = Software(home, about, PortalRecord(MemoryStatsCollector(get_crawler())))
    plain = read_page(f"{home}nb/", b"<html><body><p>1</p></body></html>")
    seen = [software.of(plain, Step("column")).name for _ in range(MOST_WITHOUT)]
    assert set(seen[:-1]) == {"TRS WCM"}
    assert seen[-1] == "general"
    assert software.known_on("www.a.gov.cn").name == "general"
    assert software.evidence() == ""
