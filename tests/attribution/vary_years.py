"""Years written in other ways, wrong, contradicted, or not at all."""

from __future__ import annotations

from random import Random

from tests.attribution.cases import Case, any_publisher, any_year, case_of, named
from tests.attribution.printing import (
    NUMERALS,
    REPORT,
    YEARLESS,
    Page,
    body,
    page,
    published,
    signature,
    span,
)


def numerals(draw: Random) -> Case:
    """Chinese numerals."""
    publisher, year, title = named(draw)
    digits = str(year).translate(NUMERALS)
    written = digits.replace("〇", draw.choice("〇○零"))
    title = title.replace(str(year), written)
    return case_of(publisher, page(draw, publisher, publisher.name, title, year), year)


def two_years(draw: Random) -> Case:
    """A title that names the year of publication too, or a range that ends with the year."""
    publisher = any_publisher(draw)
    year = draw.randint(max(2009, publisher.years[0]), publisher.years[1])
    name = publisher.name
    title = draw.choice(
        (
            f"{name}{year}年度{REPORT}（{year + 1}年发布）",
            f"{name}{year}年度{REPORT}（{year + 1}年1月公布）",
            f"{year + 1}年发布{name}{year}年度{REPORT}",
            f"{name}{year + 1}年公布{year}年度{REPORT}",
            f"{name}{year - 1}—{year}年{REPORT}",
            f"{name}{year - 1}-{year}年度{REPORT}",
            f"{name}{year}年{REPORT}({year + 1}-01-20)",
            f"{name}{year}年{REPORT}{year + 1}0120",
            f"安政办〔{year + 1}〕7号 {name}{year}年{REPORT}",
        )
    )
    return case_of(publisher, page(draw, publisher, name, title, year), year)


def no_year_in_title(draw: Random) -> Case:
    """The period, the address or the date of publication tell the year."""
    publisher = any_publisher(draw)
    year = any_year(draw, publisher)
    title = draw.choice(YEARLESS).format(A=publisher.name)
    found = Page(titles=[title], lines=[title, *body(draw)])
    day = published(draw, year)
    way = draw.randrange(6)
    if way == 0:
        found.lines.append(span(year))
    elif way == 1:
        found.hints["url"] = f"http://www.a.gov.cn/xxgkAnnualReport.jsp?area=1&fbtime={year}"
    elif way == 2:
        found.hints["published"] = f"{day[0]}-{day[1]:02}-{day[2]:02}"
    elif way == 3:
        found.lines += signature(draw, publisher.name, day)
    elif way == 4:
        found.lines.insert(0, f"发布日期：{day[0]}-{day[1]:02}-{day[2]:02}")
    else:
        found.lines[:0] = ["索引号", "113707", "发布日期", f"{day[0]}-{day[1]:02}-{day[2]:02}"]
    return case_of(publisher, found, year)


def nothing_tells_the_year(draw: Random) -> Case:
    """Neither title nor text; folders and days of the address are no evidence."""
    publisher = any_publisher(draw)
    title = draw.choice(YEARLESS).format(A=publisher.name)
    found = Page(titles=[title], lines=[title, *body(draw)])
    found.hints["url"] = draw.choice(
        ("http://a.gov.cn/2020n/t20210125_1.html", "http://a.gov.cn/art/2021/1/25/art_1_2.html")
    )
    return case_of(publisher, found, None)


def wrong_period(draw: Random) -> Case:
    """A period copied from another year's report, or of two years."""
    publisher, year, title = named(draw)
    begin, end = draw.choice(((year - 1, year), (year - 1, year - 1), (year - 2, year)))
    text = f"本报告所列数据的统计期限自{begin}年1月1日起至{end}年12月31日止。"
    found = Page(titles=[title], lines=[title, text, *body(draw)])
    found.lines += signature(draw, publisher.name, published(draw, year))
    return case_of(publisher, found, year)


def wrong_title_year(draw: Random) -> Case:
    """Period and publication agree, the title says the year before or after."""
    publisher = any_publisher(draw)
    year = draw.randint(publisher.years[0] + 1, min(publisher.years[1], 2024))
    told = draw.choice((year - 1, year + 1))
    title = f"{publisher.name}{told}年{REPORT}"
    found = Page(titles=[title], lines=[title, span(year), *body(draw)])
    day = published(draw, year)
    if draw.random() < 0.5:
        found.lines += signature(draw, publisher.name, day)
    else:
        found.hints["published"] = f"{day[0]}-{day[1]:02}-{day[2]:02}"
    return case_of(publisher, found, year)


def odd_publication(draw: Random) -> Case:
    """Published in the year itself, or years late."""
    publisher, year, title = named(draw)
    day = (year, 12, draw.randint(15, 31))
    if draw.random() < 0.5 and year < 2023:
        day = (year + draw.randint(2, 3), draw.randint(1, 9), 7)
    found = Page(titles=[title], lines=[title, span(year), *body(draw)])
    if draw.random() < 0.5:
        found.lines += signature(draw, publisher.name, day)
    else:
        found.hints["published"] = f"{day[0]}-{day[1]:02}-{day[2]:02} 08:30"
    return case_of(publisher, found, year)
