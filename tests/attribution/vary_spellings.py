"""Other characters and other names: traditional, misread, of before a reform."""

from __future__ import annotations

from random import Random

from tests.attribution import agencies as made
from tests.attribution.cases import Case, any_year, case_of, named
from tests.attribution.places import Division, lists
from tests.attribution.printing import TITLES, Page, page
from tests.attribution.spellings import RENAMED, SIMILAR, traditional


def traditional_page(draw: Random) -> Case:
    """A gateway's copy in traditional characters."""
    publisher, year, title = named(draw)
    found = page(draw, publisher, publisher.name, title, year)
    found.titles = [traditional(t) for t in found.titles]
    found.lines = [traditional(line) for line in found.lines]
    return case_of(publisher, found, year)


def misread(draw: Random) -> Case:
    """One character of a town read as one that looks like it; the county stands before it."""
    while True:
        publisher = made.town_government(draw)
        town = publisher.place
        at = draw.randrange(len(town.name) - 1)
        likes = [pair.replace(town.name[at], "") for pair in SIMILAR if town.name[at] in pair]
        if not likes:
            continue
        wrong = town.name[:at] + draw.choice(draw.choice(likes)) + town.name[at + 1 :]
        if not lists().bearers.get(wrong) and not _rivals(wrong, town):
            break
    year = any_year(draw, publisher)
    name = publisher.name.replace(town.name, wrong)
    title = draw.choice(TITLES).format(A=name, Y=year)
    return case_of(publisher, page(draw, publisher, name, title, year), year)


def _rivals(wrong: str, town: Division) -> list[Division]:
    others = lists().children[town.above.code]
    return [p for p in others if p.name != town.name and _apart(p.name, wrong) < 2]


def _apart(first: str, second: str) -> int:
    if len(first) != len(second):
        return 99
    return sum(a != b for a, b in zip(first, second, strict=True))


def misread_without_county(draw: Random) -> Case:
    """The same and nothing that tells the county."""
    case = misread(draw)
    town = lists().towns[0]
    code = case.agency.partition(":")[0]
    town = next(p for p in lists().towns if p.code == code)
    above = lists().printed(town.above)
    title = case.page.titles[0] if case.page.titles else ""
    title = title.replace(above, "")
    if not title:
        return misread_without_county(draw)
    return Case(Page(titles=[title], lines=[title]), case.agency, case.year, False, case.kind)


def renamed(draw: Random) -> Case:
    """A division under the name of that year: 县改区, 地改市, codes of today."""
    old, code, until = draw.choice(RENAMED)
    year = draw.randint(made.FIRST_YEAR, until)
    publisher_body = draw.choice(("人民政府", "教育局", "财政局"))
    if len(code) == 4:
        publisher_body = "财政局"
    title = draw.choice(TITLES).format(A=old + publisher_body, Y=year)
    return Case(Page(titles=[title]), f"{code}:{publisher_body}", year, True, "renamed")


def raised_town(draw: Random) -> Case:
    """撤乡设镇: the report of the 乡 is the 镇's."""
    while True:
        publisher = made.town_government(draw)
        town = publisher.place
        stem = town.name[:-1]
        siblings = {p.name for p in lists().children[town.above.code]}
        others = {stem + word for word in ("乡", "街道")} | {stem + "民族乡"}
        if not town.name.endswith("镇") or len(stem) < 2 or others & siblings or "族" in stem:
            continue
        if not any(p.name.startswith(stem[:2]) for p in _siblings(town)):
            break
    year = draw.randint(2008, 2014)
    county = publisher.name[: publisher.name.index(town.name)]
    title = draw.choice(TITLES).format(A=f"{county}{stem}乡人民政府", Y=year)
    found = Page(titles=[title], lines=[title])
    listed = f"{stem}乡" in lists().other_names[town.above.code]
    known = listed or draw.random() < 0.5
    if known and not listed:
        found.hints["breadcrumb"] = ("首页", "乡镇街道", town.name, "政府信息公开年报")
    return case_of(publisher, found, year, known)


def _siblings(town: Division) -> list[Division]:
    """The other towns of its county."""
    return [p for p in lists().children[town.above.code] if p.code != town.code]
