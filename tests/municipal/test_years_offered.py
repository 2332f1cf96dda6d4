"""Years that a column offers and nothing reads: they are told, others are not."""

from __future__ import annotations

import pytest

from spiders.discovery.lists.years_offered import offered_years
from spiders.discovery.pages.page import read_page
from tests.crawling import SmallPortal, crawl, list_page, report_page, urls

SPANS = "<span data-k='a'>2023年</span><span data-k='b'>2022年</span>"
OPTIONS = "<select id='nd'><option value='a'>2023</option><option value='b'>2022</option></select>"


@pytest.mark.parametrize(
    ("markup", "offered"),
    [
        (f"<div class='tabs'>年份：<b>全部</b>{SPANS}</div>", {"2023", "2022"}),
        (f"<div>{OPTIONS}</div>", {"2023", "2022"}),
        ("<ul><li><a href='#'>2023</a></li><li><a href='#'>2022</a></li></ul>", {"2023", "2022"}),
        (f"<form action='/so'>{OPTIONS}<input name='title'></form>", set()),
        (f"<div>{OPTIONS}<input type='button' value='x'><a href='#'>查询</a></div>", set()),
        (f"<div class='calendar'>{OPTIONS}</div>", set()),
        ("<a href='/2023/'>2023年</a><a href='/2022/'>2022年</a>", set()),
        ("<p>版权所有 <span>2019</span>-2024</p><p>2023 2022 2021</p>", set()),
        (
            "<ul><li>2023 <i>石桥乡召开第三次全体会议</i></li><li>2022 <i>县委开会</i></li></ul>",
            set(),
        ),
    ],
)
def test_years_that_a_page_offers_as_choices(markup: str, offered: set[str]) -> None:
    page = read_page("http://www.shilixian.gov.cn/nb/", f"<body>{markup}</body>".encode())
    assert offered_years(page) == offered


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ((2023,), "the list shows 2023 alone and offers 2022, 2021: nothing tells where"),
        ((2023, 2022), ""),
    ],
)
def test_a_list_of_one_of_the_years_that_are_offered_is_told(
    small_portal: SmallPortal, years: tuple[int, ...], told: str
) -> None:
    portal = small_portal
    title = "东乡{}年政府信息公开工作年度报告"
    rows = [(f"/nb/{y}.html", title.format(y), f"{y + 1}-01-20") for y in years]
    tabs = f"<div class='tabs'>{SPANS}<span data-k='c'>2021年</span></div>"
    portal.add("/", "<html><body><a href='/nb/'>政府信息公开年报</a></body></html>")
    portal.add("/nb/", list_page(rows, tabs))
    for path, titled, _ in rows:
        portal.add(path, report_page(titled))
    outcome = crawl(f"{portal.url}/")
    assert urls(outcome, portal) == {path for path, _, _ in rows}
    troubles = [trouble.partition("/nb/: ")[2] for trouble in outcome.told.troubles]
    assert troubles == ([told] if told else [])
    assert outcome.stats.get("sources/failed", 0) == bool(told)
