"""Titles, and the year, period and dates that a document tells."""

from __future__ import annotations

from datetime import date

import pytest

from tests.attribution.reading import ANQIU, PERIOD_2020, REPORT, read

TITLES = [
    ("2012年凤安镇政府信息公开工作年度报告", "441621106:人民政府", 2012),
    ("2023年度衢州市农业农村局政府信息公开工作年度报告", "3308:农业农村局", 2023),
    ("中山市自然资源局政府信息公开工作2022年度报告", "4420:自然资源局", 2022),
    ("安丘市教育局政府信息公开年度报告（2020年度）", "370784:教育局", 2020),
    ("安丘市教育局关于2020年政府信息公开工作的年度报告", "370784:教育局", 2020),
    ("安丘市政府信息公开年报(2020)", "370784:人民政府", 2020),
    ("安丘市人民政府信息公开工作年度报告（2020年）", "370784:人民政府", 2020),
    ("安丘市 2021 年政务公开工作年度报告.docx", "370784:人民政府", 2021),
    ("关于印发《参内镇人民政府2012年政府信息公开工作年度报告》的通知", "350524113:人民政府", 2012),
    ("安参政〔2013〕27号 参内镇人民政府关于印发《2012年信息公开年报》", "350524113:人民政府", 2012),
    ("首页 > 年报 > 安丘市审计局2020年政府信息公开年度报告_安丘市人民政府", "370784:审计局", 2020),
    ("[安丘市教育局]2020年政府信息公开工作年度报告", "370784:教育局", 2020),
    ("安丘市教育局二○一九年度政府信息公开工作年度报告", "370784:教育局", 2019),
    ("安丘市教育局二〇二〇年政府信息公开年报", "370784:教育局", 2020),
    ("安丘市教育局202020年政府信息公开工作年度报告", "370784:教育局", 2020),
    ("安丘市教育局2019—2020年政府信息公开工作年度报告", "370784:教育局", 2020),
    ("安丘市教育局２０２０年政府信息公开工作年度报告", "370784:教育局", 2020),
    ("安丘市教育局2020年度政府信息工作年度报告", "370784:教育局", 2020),
]  # fmt: skip


@pytest.mark.parametrize(("title", "agency_id", "year"), TITLES)
def test_titles(title: str, agency_id: str, year: int) -> None:
    found = read(title)
    assert found.agency is not None
    assert (found.agency.agency_id, found.year) == (agency_id, year)


def test_title_is_taken_from_the_first_lines_where_it_is_over_several() -> None:
    lines = ("安丘市政府信息公开专栏", "首页>政府信息公开年报", "柘山镇人民政府")
    found = read("", *lines, "2020年政府信息公开", "工作年度报告", "正文")
    assert found.title == f"柘山镇人民政府2020年{REPORT}"
    assert found.agency is not None
    assert found.agency.agency_id == "370784118:人民政府"


def test_a_title_with_agency_beats_a_bare_one() -> None:
    found = read("政府信息公开年报", f"安丘市教育局2020年{REPORT}", "正文")
    assert (found.title, found.year) == (f"安丘市教育局2020年{REPORT}", 2020)


def test_five_digits_are_no_year() -> None:
    alone = read(f"{ANQIU}20221年{REPORT}")
    assert (alone.year, alone.year_reason) == (None, "no evidence of a year")
    assert any("20221" in note for note in alone.notes)
    told = read(f"{ANQIU}20221年{REPORT}", PERIOD_2020)
    assert told.year == 2020
    assert any("20221" in note for note in told.notes)


def test_title_and_period_disagree() -> None:
    found = read(f"{ANQIU}2021年{REPORT}", PERIOD_2020)
    assert found.year == 2021
    assert found.period_end == date(2020, 12, 31)
    assert any("title says 2021" in note for note in found.notes)


def test_a_year_that_was_not_over_at_signing_gives_way_to_period_and_signature() -> None:
    found = read(f"{ANQIU}2021年{REPORT}", PERIOD_2020, ANQIU, "2021年1月20日")
    assert found.year == 2020
    assert any("not over" in note for note in found.notes)


@pytest.mark.parametrize(
    ("paragraphs", "hints", "year"),
    [
        ((PERIOD_2020,), {}, 2020),
        ((), {"url": "http://a.gov.cn/xxgkAnnualReport.jsp?area=1&fbtime=2019"}, 2019),
        ((), {"published": "2022-01-25 09:10"}, 2021),
        ((ANQIU, "二〇二一年一月二十日"), {}, 2020),
        ((), {"url": "http://a.gov.cn/2020n/t20210125_1.html"}, None),
        ((), {}, None),
        (("1999年1月1日至1999年12月31日",), {}, None),
    ],
)
def test_year_without_a_title_year(
    paragraphs: tuple[str, ...], hints: dict[str, object], year: int | None
) -> None:
    assert read("安丘市政府信息公开年报", *paragraphs, **hints).year == year


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        (PERIOD_2020, date(2020, 1, 1), date(2020, 12, 31)),
        ("数据统计期限为2020年1月1日至12月31日。", date(2020, 1, 1), date(2020, 12, 31)),
        ("统计期限二〇二〇年一月一日至十二月三十一日", date(2020, 1, 1), date(2020, 12, 31)),
        ("时间跨度：2020.1.1-2020.12.31", date(2020, 1, 1), date(2020, 12, 31)),
        ("数据的统计期限自202011日至20201231日", date(2020, 1, 1), date(2020, 12, 31)),
        ("统计期限为2008年5月1日至2008年12月31日", date(2008, 5, 1), date(2008, 12, 31)),
        ("2020年3月1日至2020年5月1日开展宣传活动", None, None),
        ("统计期限自2020年13月41日起至2020年12月31日", None, None),
    ],
)  # fmt: skip
def test_period(line: str, start: date | None, end: date | None) -> None:
    found = read(f"{ANQIU}{REPORT}", line)
    assert (found.period_start, found.period_end) == (start, end)


@pytest.mark.parametrize(
    ("paragraphs", "hints", "day"),
    [
        ((ANQIU, "2021年1月25日"), {}, date(2021, 1, 25)),
        ((f"{ANQIU} 2021年1月25日",), {}, date(2021, 1, 25)),
        ((ANQIU, "2021年1月6日印发"), {}, date(2021, 1, 6)),
        ((ANQIU, "二○二一年一月二十日"), {}, date(2021, 1, 20)),
        ((ANQIU, "2021-01-25"), {}, date(2021, 1, 25)),
        (("发布时间：2021-01-28 10:20 来源：本网", "正文"), {}, date(2021, 1, 28)),
        ((), {"published": "2021/1/9 10:00"}, date(2021, 1, 9)),
        (("新条例自2019年5月15日起施行，我们于2020年3月1日召开会议。",), {}, None),
        ((), {"published": "1970-01-01"}, None),
        ((), {"published": "2020-06-30"}, None),
        ((), {"published": "2021-02-31"}, None),
    ],
)
def test_published_on(
    paragraphs: tuple[str, ...], hints: dict[str, object], day: date | None
) -> None:
    assert read(f"{ANQIU}2020年{REPORT}", *paragraphs, **hints).published_on == day


def test_a_date_that_is_not_believed_is_noted() -> None:
    found = read(f"{ANQIU}2020年{REPORT}", published="1970-01-01")
    assert any("1970-01-01" in note and "not taken" in note for note in found.notes)


def test_table_header_gives_a_year() -> None:
    assert read("安丘市政府信息公开年报", table_words="信息内容 2020年新 制作数量").year == 2020
