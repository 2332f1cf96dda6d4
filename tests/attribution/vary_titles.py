"""Titles in every pattern, with white space, doubled words, and letters around them."""

from __future__ import annotations

from random import Random

from tests.attribution import agencies as made
from tests.attribution.cases import Case, any_publisher, any_year, case_of, named
from tests.attribution.printing import (
    BEHIND,
    REPORT,
    SHELLS,
    TITLES,
    Page,
    body,
    page,
    portal_hints,
    span,
)


def bare_title(draw: Random) -> Case:
    """The title alone, in every pattern."""
    publisher, year, title = named(draw)
    return case_of(publisher, Page(titles=[title]), year)


def whole_page(draw: Random) -> Case:
    """Title and page, with what the portal tells."""
    publisher, year, title = named(draw)
    found = page(draw, publisher, publisher.name, title, year)
    if publisher.kind != "national":
        found.hints = portal_hints(draw, publisher)
    return case_of(publisher, found, year)


def full_name(draw: Random) -> Case:
    """The whole path before the organ."""
    publisher = any_publisher(draw)
    year = any_year(draw, publisher)
    title = draw.choice(TITLES).format(A=publisher.full, Y=year)
    return case_of(publisher, page(draw, publisher, publisher.name, title, year), year)


def spaced_title(draw: Random) -> Case:
    """White space inside, full-width digits, lines broken in the page."""
    publisher, year, _ = named(draw)
    name = publisher.name
    style = draw.randrange(4)
    digits = str(year)
    if style == 0:
        title = f"{name} {digits} 年政府信息公开工作 年度报告"
    elif style == 1:
        title = f"{'　'.join(name)}{digits}年{REPORT}"
    elif style == 2:
        wide = digits.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        title = f"{name}{wide}年{REPORT}"
    else:
        title = f"{name}\xa0{digits[:2]} {digits[2:]}年\u200b政府信息公开工作\n年度报告"
    return case_of(publisher, page(draw, publisher, name, title, year), year)


def broken_title(draw: Random) -> Case:
    """No title but the one that the page prints over two or three lines."""
    publisher, year, _ = named(draw)
    parts = draw.choice(
        (
            [publisher.name, f"{year}年{REPORT}"],
            [f"{publisher.name}{year}年", REPORT],
            [publisher.name, f"{year}年政府信息公开", "工作年度报告"],
            [f"{publisher.name}{year}年政府信息", "公开工作年度报告"],
        )
    )
    found = page(draw, publisher, publisher.name, "", year)
    at = found.lines.index("")
    found.titles = []
    found.lines[at : at + 1] = parts
    return case_of(publisher, found, year)


def doubled(draw: Random) -> Case:
    """Words and years printed twice."""
    publisher, year, _ = named(draw)
    name = publisher.name
    title = draw.choice(
        (
            f"{name}{year}年{REPORT}{name}{year}年{REPORT}",
            f"{name}20{year}年{REPORT}" if year >= 2020 else f"{name}{year}年年度{REPORT}",
            f"{year}年{name}{year}年{REPORT}",
            f"{name}{year}年{year}年{REPORT}",
            f"{name}{name}{year}年{REPORT}",
            f"{name}{year}年政府信息公开政府信息公开工作年度报告",
            f"{name}{year}年{REPORT}报告",
        )
    )
    return case_of(publisher, page(draw, publisher, name, title, year), year)


def shell(draw: Random) -> Case:
    """A notice or letter around the report."""
    publisher = any_publisher(draw)
    year = any_year(draw, publisher)
    title = draw.choice(SHELLS).format(A=publisher.name, Y=year)
    found = page(draw, publisher, publisher.name, title, year)
    if draw.random() < 0.5:
        found.lines.insert(0, f"安政发〔{year + 1}〕{draw.randint(1, 40)}号")
    return case_of(publisher, found, year)


def name_behind(draw: Random) -> Case:
    """The agency behind the title; a government's name there is its portal's."""
    publisher = any_publisher(draw)
    year = any_year(draw, publisher)
    title = draw.choice(BEHIND).format(A=publisher.name, Y=year)
    portal = publisher.key.endswith((":人民政府", ":行政公署")) and len(publisher.place.code) < 9
    found = Page(titles=[title], lines=[title, span(year), *body(draw)])
    return case_of(publisher, found, year, not portal)


def with_remark(draw: Random) -> Case:
    """X市人民政府（市人民政府办公室）: the government's."""
    publisher = draw.choice((made.county_government, made.prefecture_government))(draw)
    year = any_year(draw, publisher)
    remark = draw.choice(("办公室", "市人民政府办公室", "政府办公室", "本级", "汇总"))
    title = f"{publisher.signed}（{remark}）{year}年政府信息公开工作年度报告"
    return case_of(publisher, Page(titles=[title], lines=[title, *body(draw)]), year)
