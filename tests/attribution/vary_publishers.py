"""Whose report it is: named by signature, portal or data, or by nobody."""

from __future__ import annotations

from random import Random

from tests.attribution import agencies as made
from tests.attribution.cases import Case, any_publisher, any_year, case_of, named
from tests.attribution.places import lists
from tests.attribution.printing import (
    BARE,
    FURNITURE,
    PLACEHOLDERS,
    TITLES,
    Page,
    body,
    opening,
    page,
    published,
    signature,
    site_code,
    span,
)


def short_department(draw: Random) -> Case:
    """区住建局: the portal, the signature or the text tells the place."""
    publisher = made.county_department(draw)
    year = any_year(draw, publisher)
    title = draw.choice(TITLES).format(A=publisher.short, Y=year)
    found = Page(titles=[title], lines=[title, *body(draw)])
    way = draw.randrange(4)
    if way == 0:
        found.hints["site_id_code"] = site_code(publisher)
    elif way == 1:
        found.hints["site_name"] = f"{lists().printed(publisher.place)}人民政府"
    elif way == 2:
        found.lines += signature(draw, publisher.name, published(draw, year))
    else:
        found.lines.insert(1, f"{year}年，{publisher.name}认真贯彻落实《条例》。")
    return case_of(publisher, found, year)


def short_department_alone(draw: Random) -> Case:
    """区住建局 and nothing else, or on the portal of a city that has many such."""
    publisher = made.county_department(draw)
    year = any_year(draw, publisher)
    title = draw.choice(TITLES).format(A=publisher.short, Y=year)
    found = Page(titles=[title], lines=[title, *body(draw)])
    city = publisher.place.above
    pooled = not publisher.place.name.endswith("市") and city.name.endswith(("市", "省"))
    if pooled and draw.random() < 0.5:
        found.hints["site_id_code"] = city.code.ljust(6, "0") + "0004"
        found.hints["site_name"] = f"{city.name}人民政府"
    return case_of(publisher, found, year, known=False)


def no_agency_in_title(draw: Random) -> Case:
    """Signature, opening words, breadcrumb or a table of data tell who."""
    publisher = any_publisher(draw)
    year = any_year(draw, publisher)
    title = draw.choice(BARE).format(Y=year)
    found = Page(titles=[title], lines=[title, *body(draw)])
    name = publisher.signed
    way = draw.randrange(5)
    if way == 0:
        found.lines += signature(draw, name, published(draw, year))
    elif way == 1:
        found.lines.insert(1, f"现将{name}{year}年政府信息公开工作年度报告公布如下。")
    elif way == 2:
        found.lines.insert(0, f"发布机构：{name} 发布日期：{year + 1}-01-20")
    elif way == 3:
        found.lines[:0] = ["索引号", "1137070", "发布机构", name, "发布日期", f"{year + 1}-01-20"]
    else:
        found.titles.append(f"{name}{year}年政府信息公开年报")
    # 发布机构 of a government's report is its office.
    known = way not in (2, 3) or not publisher.kind.endswith("office")
    known = known or publisher.kind == "street office"
    return case_of(publisher, found, year, known)


def nobody_named(draw: Random) -> Case:
    """A bare title on a page that names nobody."""
    publisher = any_publisher(draw)
    year = any_year(draw, publisher)
    title = draw.choice(BARE).format(Y=year)
    found = Page(titles=[title], lines=[*FURNITURE, title, span(year), *body(draw)])
    return case_of(publisher, found, year, known=False)


def portal_in_lines(draw: Random) -> Case:
    """A portal's name and column among the first lines, over a title without agency: known by
    the signature alone."""
    publisher = any_publisher(draw)
    year = any_year(draw, publisher)
    title = draw.choice(BARE).format(Y=year)
    portal = made.county(draw)
    lines = ["首页", f"{lists().printed(portal)}人民政府", "政府信息公开年报", title]
    found = Page(titles=[title] if draw.random() < 0.5 else [], lines=[*lines, *body(draw)])
    known = draw.random() < 0.7
    if known:
        found.lines += signature(draw, publisher.signed, published(draw, year))
    return case_of(publisher, found, year, known)


def own_portal(draw: Random) -> Case:
    """区住建局 on its own portal, whose SiteName is the agency."""
    publisher = made.county_department(draw)
    year = any_year(draw, publisher)
    title = draw.choice((*TITLES, *BARE)).format(A=publisher.short, Y=year)
    found = Page(titles=[title], lines=[title, span(year), "我局认真落实。", *body(draw)])
    found.hints["site_name"] = publisher.name
    return case_of(publisher, found, year)


def data_in_a_table(draw: Random) -> Case:
    """Publisher and day in the table over the text; the title has neither agency nor year."""
    publisher = any_publisher(draw)
    year = any_year(draw, publisher)
    title = draw.choice(("政府信息公开工作年度报告", "政府信息公开年报"))
    found = Page(titles=[title], lines=[title, *body(draw)])
    found.table_words = (
        f"索引号: 11370784/2021-0001 主题分类: 综合政务 发布机构: {publisher.signed} "
        f"发布日期: {year + 1}-01-20 名称: {title} 文号: 无 有效性: 有效"
    )
    if draw.random() < 0.5:
        found.table_words = found.table_words.replace(":", "")
    known = not publisher.kind.endswith("office") or publisher.kind == "street office"
    return case_of(publisher, found, year, known)


def foreign_site(draw: Random) -> Case:
    """A SiteName that the portal's maker left, beside a good title."""
    publisher, year, title = named(draw)
    found = page(draw, publisher, publisher.name, title, year)
    found.hints["site_name"] = draw.choice((*PLACEHOLDERS, made.county(draw).full + "人民政府"))
    return case_of(publisher, found, year)


def copied_text(draw: Random) -> Case:
    """Paragraphs of another agency's report under an own title."""
    publisher, year, title = named(draw)
    other = any_publisher(draw)
    found = page(draw, publisher, publisher.name, title, year)
    copied = opening(draw, other.name, year)
    found.lines.insert(len(found.lines) - 2, copied)
    if draw.random() < 0.5:
        found.lines.append(f"学习借鉴{other.name}的经验做法，{other.name}走在前列。")
    return case_of(publisher, found, year)


def links_at_the_end(draw: Random) -> Case:
    """Names of sister agencies below the report."""
    publisher, year, title = named(draw)
    found = page(draw, publisher, publisher.name, title, year)
    others = [any_publisher(draw).name for _ in range(draw.randint(2, 4))]
    found.lines += [*others, "主办单位：某某 备案号：鲁ICP备05000000号"]
    return case_of(publisher, found, year)
