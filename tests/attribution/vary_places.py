"""Names that several places bear: what tells which, and what does not."""

from __future__ import annotations

from random import Random

from tests.attribution import agencies as made
from tests.attribution.cases import Case, any_year, case_of
from tests.attribution.places import lists
from tests.attribution.printing import TITLES, Page, body, page, site_code, span
from tests.attribution.spellings import HOSTS, MOVED, TELEPHONES


def town_with_portal(draw: Random) -> Case:
    """A town without its county; the portal or the text tells it."""
    publisher = draw.choice((made.town_government, made.street_office))(draw)
    year = any_year(draw, publisher)
    title = draw.choice(TITLES).format(A=publisher.short, Y=year)
    found = page(draw, publisher, publisher.short, title, year)
    county = lists().printed(publisher.county)
    way = draw.randrange(5)
    if way == 0:
        found.hints["site_id_code"] = site_code(publisher)
    elif way == 1:
        found.hints["site_name"] = f"{county}人民政府门户网站"
    elif way == 2:
        found.hints["breadcrumb"] = ("首页", f"{county}人民政府", publisher.place.name)
    elif way == 3:
        found.hints["division_code"] = publisher.county.code
    else:
        found.lines.append(f"联系地址：{publisher.place.full}政府街1号。")
    return case_of(publisher, found, year)


def town_alone(draw: Random) -> Case:
    """A town without its county and nothing else: known where its name occurs once."""
    publisher = draw.choice((made.town_government, made.street_office))(draw)
    year = any_year(draw, publisher)
    title = draw.choice(TITLES).format(A=publisher.short, Y=year)
    known = len(lists().bearing(publisher.place.name, year)) == 1
    found = Page(titles=[title], lines=[title, span(year), *body(draw)])
    return case_of(publisher, found, year, known)


def pooled_portal(draw: Random) -> Case:
    """A town's report on its city's portal: known where the city has one town of the name."""
    while True:
        publisher = made.town_government(draw)
        if len(publisher.place.path) == 4:
            break
    year = any_year(draw, publisher)
    city = publisher.county.above
    title = draw.choice(TITLES).format(A=publisher.short, Y=year)
    found = Page(titles=[title], lines=[title, span(year), *body(draw)])
    found.hints["site_id_code"] = city.code.ljust(6, "0") + "0004"
    found.hints["site_name"] = f"{city.name}人民政府门户网站"
    bearers = lists().bearing(publisher.place.name, year)
    known = sum(code.startswith(city.code) for code in bearers) == 1
    return case_of(publisher, found, year, known)


def foreign_place(draw: Random) -> Case:
    """A town of several counties, and a SiteName or a copied paragraph of a county that has
    none of the name: nothing tells."""
    while True:
        publisher = made.town_government(draw)
        town = publisher.place
        other = made.county(draw)
        year = any_year(draw, publisher)
        bearers = lists().bearing(town.name, year)
        if len(bearers) > 1 and not any(code.startswith(other.code[:2]) for code in bearers):
            break
    title = draw.choice(TITLES).format(A=publisher.short, Y=year)
    found = Page(titles=[title], lines=[title, span(year), *body(draw)])
    if draw.random() < 0.5:
        found.hints["site_name"] = f"{lists().printed(other)}人民政府"
    else:
        found.lines.append(f"{lists().printed(other)}人民政府认真贯彻落实《条例》。")
    return case_of(publisher, found, year, known=False)


def own_words_and_copied_ones(draw: Random) -> Case:
    """A town without its county: its own address, and a paragraph of another's report."""
    publisher = other = made.town_government(draw)
    while other.place.name == publisher.place.name:
        other = made.town_government(draw)
    year = any_year(draw, publisher)
    title = draw.choice(TITLES).format(A=publisher.short, Y=year)
    found = Page(titles=[title], lines=[title, span(year), *body(draw)])
    found.lines.append(f"{other.name}认真贯彻落实《条例》，积极推进信息公开工作。")
    found.lines.append(f"联系地址：{publisher.place.full}政府街1号。")
    return case_of(publisher, found, year)


def county_by_telephone(draw: Random) -> Case:
    """A county of a name that several cities have; the telephone's area code tells which."""
    code = draw.choice(sorted(TELEPHONES))
    place = next(p for p in lists().counties if p.code == code)
    year = draw.randint(2008, 2025)
    title = draw.choice(TITLES).format(A=f"{place.name}人民政府", Y=year)
    number = f"{TELEPHONES[code]}-{draw.randint(2000000, 8999999)}"
    found = Page(titles=[title], lines=[title, span(year), *body(draw), f"联系电话：{number}。"])
    return Case(found, f"{code}:人民政府", year, True, "county")


def county_of_many(draw: Random) -> Case:
    """The same and nothing that tells, or the number of a third city."""
    case = county_by_telephone(draw)
    elsewhere = draw.choice(("", "联系电话：0755-86001234。"))
    found = Page(titles=case.page.titles, lines=[*case.page.lines[:-1], elsewhere])
    return Case(found, case.agency, case.year, False, case.kind)


def merged_county_town(draw: Random) -> Case:
    """A sub-district under the district of then, which another took in."""
    old, code, until = draw.choice(MOVED)
    year = draw.randint(2008, until)
    title = draw.choice(TITLES).format(A=f"{old}办事处", Y=year)
    return Case(Page(titles=[title]), f"{code}:街道办事处", year, True, "street office")


def town_by_host(draw: Random) -> Case:
    """A town of several counties; the county's pinyin is the host's name."""
    towns = [p for p in lists().towns if p.above.name in HOSTS and p.name.endswith(("镇", "乡"))]
    publisher = made.government_of(draw, draw.choice(towns))
    pinyin = HOSTS[publisher.county.name]
    year = any_year(draw, publisher)
    title = draw.choice(TITLES).format(A=publisher.short, Y=year)
    found = Page(titles=[title], lines=[title, span(year), *body(draw)])
    found.hints["url"] = (
        f"http://www.{pinyin}.gov.cn/zwgk/{year + 1}/art_1_{draw.randrange(999)}.html"
    )
    return case_of(publisher, found, year)
