"""What a page says of the length of its list, the pages that are asked for by it, and what is told
of a list that has more than was found."""

from __future__ import annotations

import pytest

from spiders.discovery.lists.counts import all_pages, guessed_pages
from spiders.discovery.lists.declared import declared_pages, declared_rows
from spiders.discovery.pages.page import Page, read_page
from tests.crawling import crawl, list_page, report_page, serve_small, urls

HERE = "http://www.shilixian.gov.cn/gk/nb/"


def page(markup: str, url: str = HERE) -> Page:
    return read_page(url, f"<html><body>{markup}</body></html>".encode())


@pytest.mark.parametrize(
    ("markup", "pages", "rows"),
    [
        ("<p>总计 29 条记录，分 4 页显示</p>", 4, 29),
        ("<td>记录数:29 页数:4 当前页:1</td>", 4, 29),
        ("<div><span>1</span>/4</div><div>1/4</div>", 4, 0),
        ("<p>2/4</p><p>1/3</p>", 0, 0),
        ("<form><a>跳转</a> 1/3</form>", 3, 0),
        ("<div total=29 pagesize=8></div>", 4, 29),
        ("<div count=29 rows=8 unitUrl='/api'></div>", 0, 0),
        ("<div class='fy' data-total='29' data-pages='4' data-cur='1'></div>", 4, 0),
        ("<button data-page='2'>›</button>", 0, 0),
        ("<script>new Pager({total: 29, size: 8, url: 'index_{page}.html'})</script>", 4, 29),
        ("<script>list({total: 29, perPage: 8, proxyUrl: '/data.jsp'})</script>", 0, 0),
        ("<p>全年主动公开政府信息共1280条，其中</p>", 0, 0),
        ("<p>共29篇文章</p>", 0, 29),
        (f"<p>{'县政府办公室' * 5_000}</p><p>共29条 第1/4页</p>", 4, 29),
    ],
)
def test_what_a_page_says_of_its_list(markup: str, pages: int, rows: int) -> None:
    assert (declared_pages(page(markup)), declared_rows(page(markup))) == (pages, rows)


@pytest.mark.parametrize(
    ("markup", "url", "following"),
    [
        ("<p>分3页显示</p>", f"{HERE}p001.htm", ["p002.htm", "p003.htm"]),
        ("<p>分3页显示</p>", f"{HERE}7001.htm", []),
        ("<a href='7-2.html'></a>共3页", f"{HERE}7-1.html", ["7-2.html", "7-3.html"]),
        (
            "<i data-pages='3' data-to='index_%d.html'></i>",
            HERE,
            ["index_2.html", "index_3.html"],
        ),
        (
            "<a href='javascript:more()'>更多</a><script>var off=8; function more()"
            "{location.href='/gk/nb/list/'+off}</script>",
            f"{HERE}list/0",
            ["list/8"],
        ),
    ],
)
def test_pages_that_are_only_counted(markup: str, url: str, following: list[str]) -> None:
    assert all_pages(page(markup, url)) == [HERE + name for name in following]


def test_usual_names_are_tried_where_a_folder_says_that_its_list_goes_on() -> None:
    row = "<ul><li><a href='a/1.shtml'>东乡2023年政府信息公开年报</a></li></ul>"
    names = ["index_1.shtml", "index_2.shtml"]
    assert guessed_pages(page(f"{row}共2页")) == [HERE + name for name in names]
    assert guessed_pages(page(f"{row}共2页", f"{HERE}list.jsp")) == []
    assert guessed_pages(page(row)) == []


@pytest.mark.parametrize(("second", "found"), [("index_2.html", 8), ("", 6)])
def test_a_list_whose_pager_says_nothing_is_read_on_or_told(second: str, found: int) -> None:
    """`index_1.html` is the first page again, where it may have been the second one."""
    title = "第{}镇2023年政府信息公开工作年度报告"
    rows = [
        (f"/nb/a/{n}.html", title.format("一二三四五六七八"[n]), "2024-01-20") for n in range(8)
    ]
    first = list_page(rows[:6], "<div id='pager'>共8条</div>")
    with serve_small() as portal:
        portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
        portal.add("/nb/", first)
        if second == "index_2.html":
            portal.add("/nb/index_1.html", first)
        if second:
            portal.add(f"/nb/{second}", list_page(rows[6:]))
        for path, named, _ in rows:
            portal.add(path, report_page(named))
        outcome = crawl(f"{portal.url}/")
        assert urls(outcome, portal) == {path for path, _, _ in rows[:found]}
        lost = [t for t in outcome.told.troubles if "the list says" in t]
        assert bool(lost) == (not second) == bool(outcome.stats.get("sources/failed"))
