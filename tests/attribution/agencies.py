"""Agencies of every kind and level, each with the names that it may print and its true key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from tests.attribution.organs import (
    BRANCHES,
    COUNTY,
    FORMER,
    NATIONAL,
    PROVINCE,
    ZONES,
)
from tests.attribution.places import Division, lists

FIRST_YEAR, LAST_YEAR = 2008, 2025


@dataclass(frozen=True)
class Publisher:
    """An agency. name: a customary printed name that means it alone. full: the same in full.
    short: without its place or without the division above; meaning nothing by itself."""

    kind: str
    key: str
    name: str
    full: str
    short: str
    place: Division
    years: tuple[int, int] = (FIRST_YEAR, LAST_YEAR)

    @property
    def signed(self) -> str:
        """The name under a document: a government's is never left out."""
        government = self.key.endswith(":人民政府") and not self.name.endswith("政府")
        return self.name + "人民政府" if government else self.name

    @property
    def county(self) -> Division:
        """The place of a department; of a town the county above."""
        return self.place.above if len(self.place.code) == 9 else self.place


def _of(kind: str, place: Division, body: str, printed: str, word: str = "") -> Publisher:
    return Publisher(
        kind=kind,
        key=f"{place.code}:{body}",
        name=lists().printed(place) + printed,
        full=place.full + body,
        short=word + printed,
        place=place,
    )


def _word(place: Division) -> str:
    """The type that stands for the place: 区 of 区住建局."""
    ends = ("自治区", "自治州", "自治县", "省", "市", "县", "区", "州", "旗", "盟")
    return next(word for word in ends if place.name.endswith(word))


def county(draw: Random) -> Division:
    """A county that has a type to its name, and its city no other place of the name."""
    return draw.choice(_counties())


@lru_cache(maxsize=1)
def _counties() -> tuple[Division, ...]:
    ends = ("市", "县", "区", "州", "旗")
    return tuple(
        p
        for p in lists().counties
        if p.name.endswith(ends) and len(p.name) < 12 and _apart_in_city(p)
    )


def _apart_in_city(place: Division) -> bool:
    """Whether no other place of its city bears or bore the name."""
    bearers = lists().bearers[place.name]
    return sum(code[:4] == place.code[:4] for code in bearers) == 1


def town_government(draw: Random) -> Publisher:
    """乡镇人民政府, with and without its last word."""
    while True:
        town = draw.choice(lists().towns)
        if not town.name.endswith("街道"):
            return government_of(draw, town)


def government_of(draw: Random, town: Division) -> Publisher:
    """The 人民政府 of a town."""
    ending = draw.choice(("人民政府", "人民政府", ""))
    made = _of("town", town, "人民政府", ending)
    return _with_short(made, town.name + ending)


def street_office(draw: Random) -> Publisher:
    """街道办事处 in its spellings."""
    while True:
        town = draw.choice(lists().towns)
        if town.name.endswith("街道"):
            break
    ending = draw.choice(("办事处", "办事处", "", "办"))
    made = _of("street office", town, "街道办事处", ending)
    long = f"{lists().printed(town.above)}人民政府{town.name}办事处"
    if ending == "办事处" and draw.random() < 0.3:
        made = _of("street office", town, "街道办事处", ending)
        made = Publisher(made.kind, made.key, long, made.full, made.short, town)
    return _with_short(made, town.name + ending)


def _with_short(made: Publisher, short: str) -> Publisher:
    return Publisher(made.kind, made.key, made.name, made.full, short, made.place)


def county_government(draw: Random) -> Publisher:
    """县、市、区人民政府."""
    place = county(draw)
    ending = draw.choice(("人民政府", "人民政府", ""))
    return _of("county", place, "人民政府", ending, _word(place))


def county_office(draw: Random) -> Publisher:
    """县政府办公室."""
    place = county(draw)
    ending = draw.choice(("人民政府办公室", "政府办公室", "政府办"))
    return _of("government office", place, "人民政府办公室", ending, _word(place))


def county_department(draw: Random) -> Publisher:
    """局, under its full or its short name."""
    place = county(draw)
    body = draw.choice(sorted(COUNTY))
    return _of("department", place, body, draw.choice(COUNTY[body]), _word(place))


def former_department(draw: Random) -> Publisher:
    """An organ that a reform ended."""
    place = county(draw)
    body = draw.choice(sorted(FORMER))
    printed, last = FORMER[body]
    made = _of("former department", place, body, draw.choice(printed), _word(place))
    years = (FIRST_YEAR, last)
    return Publisher(made.kind, made.key, made.name, made.full, made.short, place, years)


def prefecture_government(draw: Random) -> Publisher:
    """市、自治州人民政府, 行政公署."""
    place = _alone(draw)
    if place.name.endswith(("地区", "盟")):
        return _of("prefecture", place, "行政公署", draw.choice(("行政公署", "行署")), "")
    return _of("prefecture", place, "人民政府", draw.choice(("人民政府", "")), _word(place))


def _alone(draw: Random) -> Division:
    """A prefecture whose name was never a county's: 日喀则市 was both within a year."""
    while True:
        place = draw.choice(lists().prefectures)
        if lists().once(place.name):
            return place


def prefecture_department(draw: Random) -> Publisher:
    """市局."""
    place = _alone(draw)
    body = draw.choice(sorted(COUNTY))
    return _of("city department", place, body, draw.choice(COUNTY[body]), _word(place))


def province_government(draw: Random) -> Publisher:
    """省人民政府, and its 办公厅."""
    place = draw.choice(lists().provinces)
    if draw.random() < 0.5:
        return _of("province", place, "人民政府", draw.choice(("人民政府", "")), _word(place))
    ending = draw.choice(("人民政府办公厅", "政府办公厅"))
    return _of("province office", place, "人民政府办公厅", ending, _word(place))


def province_department(draw: Random) -> Publisher:
    """厅."""
    place = draw.choice(lists().provinces)
    body = draw.choice(sorted(PROVINCE))
    return _of("province department", place, body, draw.choice(PROVINCE[body]), _word(place))


def national_organ(draw: Random) -> Publisher:
    """部委."""
    body = draw.choice(sorted(NATIONAL))
    printed = draw.choice(NATIONAL[body])
    nowhere = Division("00", "", ())
    return Publisher("national", f"00:{body}", printed, body, printed, nowhere)


def branch(draw: Random) -> Publisher:
    """X市公安局Y分局: the code of the district where it works."""
    while True:
        place = county(draw)
        if len(place.path) == 3 and place.name.endswith("区") and len(place.name) > 2:
            break
    bureau, city = draw.choice(BRANCHES), place.above.name
    seat = draw.choice((place.name, place.name[:-1] if len(place.name) > 2 else place.name))
    printed = f"{city}{bureau}{seat}分局"
    key = f"{place.code}:{bureau}分局"
    return Publisher("branch", key, printed, printed, printed, place)


def vertical(draw: Random) -> Publisher:
    """税务局, 气象局, 调查队."""
    place = county(draw)
    name = lists().printed(place)
    which = draw.choice(("税务局", "气象局", "国家统计局调查队", "烟草专卖局"))
    printed = {
        "税务局": f"国家税务总局{name}税务局",
        "国家统计局调查队": f"国家统计局{_stem(name)}调查队",
    }.get(which, f"{name}{which}")
    key = f"{place.code}:{which}"
    return Publisher("vertical", key, printed, printed, printed, place)


def _stem(name: str) -> str:
    """The name without its type where no other place has the same: 丽水 of 丽水市."""
    bearers = [name[:-1] + word for word in "省市县区旗州盟"]
    alone = sum(len(lists().bearers.get(bearer, ())) for bearer in bearers) == 1
    alone = alone and not any(
        p.name != name and p.name.startswith(name[:-1])
        for p in (*lists().prefectures, *lists().provinces)
    )
    return name[:-1] if alone and len(name) in (3, 4) else name


def zone(draw: Random) -> Publisher:
    """开发区管委会: the code of the division that it belongs to."""
    place = draw.choice((_alone(draw), county(draw)))
    body = draw.choice(sorted(ZONES))
    return _of("zone", place, body, draw.choice(ZONES[body]), "")


KINDS: tuple[Callable[[Random], Publisher], ...] = (
    town_government,
    street_office,
    county_government,
    county_office,
    county_department,
    county_department,
    former_department,
    prefecture_government,
    prefecture_department,
    province_government,
    province_department,
    national_organ,
    branch,
    vertical,
    zone,
    town_government,
)
