"""What follows the places of a printed name, read as an organ."""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.divisions import Match, Register, stem_of
from parsers.attribution.name_places import Step
from parsers.attribution.organs import (
    LONGEST_BODY,
    NOT_A_NAME,
    Organ,
    listed_organ,
    organ_tables,
)
from parsers.attribution.zones import bare_zones, zone_organ
from parsers.record import Level

OFFICE_ALONE = re.compile(r"^(.{1,8}?)(?:街道)?(?:办事处|街办)$")
_BRANCH = re.compile(r"^(.{2,16}?(?:局|委员会|委))(.{1,16}?)(分局|管理局|监管局)$")
_SHORT_BRANCH = re.compile(r"^(.{2,10})分局$")
TOWN = re.compile(r"^(.{1,14}?(?:街道|镇|乡|苏木))(?!企业|村)(.*)$")
_TOWN_ENDINGS = ("街道", "镇", "乡", "苏木", "地区", "公所")
_STREET_TAIL = re.compile(r"^(?:街道)?(?:办事处|办)?$")
_ZONE_STARTS = ("高新", "国家高新", "经济", "工业园", "综合保税", "保税", "经开", "出口加工")
_NAMED_ZONE = re.compile(
    r"^.{2,8}(?:高新技术产业开发区|高技术产业开发区|新技术开发区|经济技术开发区|经济开发区"
    r"|综合保税区)(?:管理委员会|管委会|管委)?$"
)
# After a city or province without its type (南京江北新区管委会), led by a name of its own. Areas
# that may as well be a school's, a firm's or a village's are believed with a committee alone.
_CITYS_ZONE = re.compile(
    r"^(?:[^省市县]{2,14}(?:新区|新城|示范区|试验区|实验区|工业区|商务区|投资区|合作区|度假区|风景区"
    r"|风景名胜区|管理区|保护区|开发区|产业园|园区|集聚区|生态城|经济区)|开发区)"
    r"(?:管理委员会|管委会|管委)$"
    r"|^(?:[^省市县]{2,12}(?:新区|高新区|经开区)|台商投资区)$"
)
_ZONE_ABOVE = re.compile(
    r"^.{0,10}?(?:开发区|高新区|经开区|新区|管理区|示范区|度假区|试验区|保税区|工业园区)"
    r"(?:管理委员会|管委会|管委)?(?=.{2,10}(?:街道|镇|乡))"
)
_ENDS_OF_ZONES = "区园城"
_COMMITTEES = ("管理委员会", "管委会", "管委")
_BEFORE_ORGAN = re.compile(r"^(?:人民政府|行政公署|行署)(?=.)")

PEOPLES_GOVERNMENT = Organ("人民政府", "government")
STREET_OFFICE = Organ("街道办事处", "subdistrict_office")
_COMMISSION = Organ("行政公署", "government")
_AREA_OFFICE = Organ("地区办事处", "subdistrict_office")


def after_places(known: Register, rest: str, step: Step) -> AgencyName | None:
    """What follows the places of `step`, read as an organ."""
    base = AgencyName("", PEOPLES_GOVERNMENT, step.matches, step.place, chained=step.depth > 1)
    if step.stems:
        return _after_stem(known, rest, step, base)
    if step.matches[0].place.level == "township" and not step.place.endswith(_TOWN_ENDINGS):
        return _zone_of_list(known, step.place + rest, base)
    if organ := bare_organ(step.place, rest, step.matches[0].place.level):
        return replace(base, organ=organ, quality=4)
    return (
        _organ(known, rest, base)
        or _town_of_zone(known, rest, base)
        or _office(known, rest, base)
        or unlisted_town(rest, base, step.matches)
        or any_name(rest, base)
    )


def _town_of_zone(known: Register, rest: str, base: AgencyName) -> AgencyName | None:
    """A town that a zone of the city governs, printed behind the zone's name: 高新区新城街道."""
    zone = _ZONE_ABOVE.match(rest)
    town = TOWN.match(rest[zone.end() :]) if zone else None
    if town is None:
        return None
    place, tail = town.groups()
    organ = bare_organ(place, tail) or listed_organ(tail)
    inside = [m for m in known.matches(place) if any(known.within(m, a) for a in base.matches)]
    if organ is None or not inside:
        return None
    return replace(base, organ=organ, matches=tuple(inside), place=place, chained=True, quality=4)


def _zone_of_list(known: Register, text: str, base: AgencyName) -> AgencyName | None:
    """A zone or farm that a list gives under its county: the code is the county's, the zone's
    name goes into the body. One that bears a city's name is that city's: 赣州经济技术开发区."""
    organ = zone_organ(text) or any_organ(text)
    above = dict.fromkeys(m.place.parent for m in base.matches)
    counties = [p for code in above if (p := known.place(code))]
    if organ is None or not counties:
        return None
    for owner in (*counties, *(city for county in counties for city in known.ancestors(county))):
        for lead in (owner.name, stem_of(owner.name)):
            own = zone_organ(text.removeprefix(lead)) if text.startswith(lead) else None
            if own and len(lead) > 1 and own.body[1:] not in bare_zones():  # 大丰港 is a name
                is_owner = (Match(owner, "exact", owner.code),)
                return replace(base, organ=own, matches=is_owner, place=lead, quality=3)
    matches = tuple(Match(county, "exact", county.code) for county in counties)
    return replace(base, organ=organ, matches=matches, place=counties[0].name, quality=3)


def bare_organ(place: str, rest: str, level: Level | None = None) -> Organ | None:
    """The organ of a place printed alone, or of a sub-district in its four spellings."""
    if level == "township" and place.endswith("地区") and not rest:
        return _AREA_OFFICE
    if rest in _COMMITTEES:
        return Organ("管理委员会", "zone")
    if place.endswith("街道") and _STREET_TAIL.match(rest):
        return STREET_OFFICE
    if place.endswith("地区") and rest in ("办事处", "办"):
        return _AREA_OFFICE
    if rest:
        return None
    if place.endswith(("地区", "盟")):
        return _COMMISSION
    return PEOPLES_GOVERNMENT if place.endswith(tuple("省市县区旗州镇乡木")) else None


def _organ(known: Register, rest: str, base: AgencyName) -> AgencyName | None:
    if organ := listed_organ(rest):
        if organ.kind == "subdistrict_office":
            return None
        return replace(base, organ=organ, quality=4)
    return _branch(known, rest, base)


def _branch(known: Register, rest: str, base: AgencyName) -> AgencyName | None:
    """公安局任城分局 after 济宁市; 公安分局 after 任城区."""
    if (short := _SHORT_BRANCH.match(rest)) and listed_organ(short.group(1) + "局"):
        organ = Organ(f"{short.group(1)}局分局", "branch")
        return replace(base, organ=organ, quality=4)
    found = _BRANCH.match(rest)
    bureau = listed_organ(found.group(1)) if found else None
    if found is None or bureau is None:
        return None
    seat, ending = found.group(2), found.group(3)
    printed = (*known.matches(seat), *known.stem_matches(seat)) or known.matches(seat + "区")
    inside = [m for m in printed if any(known.within(m, above) for above in base.matches)]
    if inside:
        organ = Organ(f"{bureau.body}{ending}", "branch")
        return replace(
            base, organ=organ, matches=tuple(inside), place=seat, chained=True, quality=4
        )
    if ending != "分局":  # 城市管理局执法监督管理局 has no seat
        return None
    # a seat without a code (a zone, a harbour) stays in the body
    return replace(base, organ=Organ(f"{bureau.body}{seat}分局", "branch"), quality=3)


def _office(known: Register, rest: str, base: AgencyName) -> AgencyName | None:
    """Y办事处 without 街道, after the county."""
    found = OFFICE_ALONE.match(rest.removeprefix("人民政府"))
    if found is None:
        return None
    street, organ = f"{found.group(1)}街道", STREET_OFFICE
    if found.group(1).endswith("地区"):  # 大兴区亦庄地区办事处
        street, organ = found.group(1), _AREA_OFFICE
    matches = [
        m for m in known.matches(street) if any(known.within(m, above) for above in base.matches)
    ]
    if matches:
        return replace(
            base,
            organ=organ,
            matches=tuple(matches),
            place=street,
            chained=True,
            quality=4,
        )
    return replace(
        base,
        organ=organ,
        matches=(),
        place=street,
        above=base.matches,
        unknown=street,
        chained=True,
        quality=2,
    )


def unlisted_town(rest: str, base: AgencyName, above: tuple[Match, ...]) -> AgencyName | None:
    """A town that the county's lists do not hold, misread or new."""
    found = TOWN.match(rest.removeprefix("人民政府"))
    if found is None or any(m.place.level == "township" for m in above):
        return None
    place, tail = found.groups()
    organ = bare_organ(place, tail) or listed_organ(tail)
    if organ is None:
        return None
    return replace(
        base,
        organ=organ,
        matches=(),
        place=place,
        above=above,
        unknown=place,
        chained=bool(above),
        quality=3,
    )


def any_name(rest: str, base: AgencyName) -> AgencyName | None:
    """A zone, or whatever ends like an organ's name."""
    # 人民政府以工代赈办公室 and 以工代赈办公室 are one, as are 行署外事办公室 and 外事办公室.
    bare = _BEFORE_ORGAN.sub("", rest)
    organ = zone_organ(bare)
    if organ and bare != rest and base.matches:  # X区人民政府Y开发区管委会: the first counts
        return replace(base, organ=PEOPLES_GOVERNMENT, remark=bare, quality=3)
    if organ := zone_organ(rest):
        return replace(base, organ=organ, quality=3)
    own = any_organ(bare)
    organ = own if own and own.kind == "department" else any_organ(rest)
    return replace(base, organ=organ, quality=1) if organ else None


def any_organ(text: str) -> Organ | None:
    """Listed, a zone, or whatever ends like an organ's name; None for other text."""
    organ = listed_organ(text) or zone_organ(text)
    if organ or len(text) < 2 or len(text) > LONGEST_BODY or NOT_A_NAME.search(text):
        return organ
    if own := _organ_of_zone(text):
        return own
    if text.endswith("税务分局") or text.startswith("税务局"):
        return Organ(text, "vertical", listed=False)
    endings = organ_tables()["endings"]
    if text.endswith(tuple(endings["other"])):
        return Organ(text, "other", listed=False)
    if text.endswith(tuple(endings["department"])):
        return Organ(text, "department", listed=False)
    return None


def _organ_of_zone(text: str) -> Organ | None:
    """An organ of a development zone: 工业园区税务局, 高新区教育局."""
    for at in range(len(text) - 2, 2, -1):
        organ = listed_organ(text[at:])
        zone = zone_organ(text[:at]) if organ and text[at - 1] in _ENDS_OF_ZONES else None
        if organ and zone and organ.kind in ("department", "vertical"):
            body = zone.body.removesuffix("管理委员会") + organ.body
            return Organ(body, organ.kind, listed=False)
    return None


def _after_stem(known: Register, rest: str, step: Step, base: AgencyName) -> AgencyName | None:
    """After a place without its type (丰泽教育局) only departments of the list, and zones that
    cannot be part of the place's own name, are believed."""
    if step.place.endswith(("街道", "镇", "乡")) and (organ := bare_organ(step.place, rest)):
        return replace(base, organ=organ, quality=4)
    if not rest and base.chained:  # 内蒙古包头
        return replace(base, organ=PEOPLES_GOVERNMENT, quality=3)
    if town := _town_of_zone(known, rest, base):
        return town
    if rest.startswith(_ZONE_STARTS):
        organ = zone_organ(rest) or _organ_of_zone(rest)
        return replace(base, organ=organ, quality=3) if organ else None
    if _NAMED_ZONE.search(rest) and (organ := zone_organ(rest)):  # 合肥新站高新技术产业开发区
        return replace(base, organ=organ, quality=2)
    if rest in _COMMITTEES and step.place.endswith("区"):  # 重庆两江新区管委会
        return replace(base, organ=Organ("管理委员会", "zone"), quality=4)
    if rest.startswith("湾"):  # 台州湾 is no part of 台州
        return None
    upper = {m.place.level for m in step.matches} <= {"province", "prefecture"}
    if upper and _CITYS_ZONE.search(rest) and (organ := zone_organ(rest)):
        return replace(base, organ=organ, quality=2)
    organ = listed_organ(rest)
    if organ and organ.kind in ("department", "vertical"):
        if rest == "生态环境局" and base.chained:  # 济宁市任城生态环境局
            organ = Organ("生态环境局分局", "branch")
        return replace(base, organ=organ, quality=4)
    return _branch(known, rest, base)
