"""An agency's printed name taken apart: the places in it, and the organ.

Nothing is decided here that the name alone does not say: every division that it may mean
is kept, and a place that no list holds is told as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from parsers.attribution.divisions import LONGEST_NAME, Match, Register, register
from parsers.attribution.organs import (
    Organ,
    any_organ,
    division_of_zone,
    listed_organ,
    national_organ,
    vertical_prefixes,
    zone_organ,
)
from parsers.attribution.wording import plain
from parsers.record import Level

LONGEST_AGENCY = 60
LONGEST_UNPARSED = 30
_NO_NAME = re.compile(r"[,，。;；:：!?、《》<>|/\\@]")
_REMARK = re.compile(r"\([^()]{0,40}\)$")
_TOWN = re.compile(r"^(.{1,14}?(?:街道|镇|乡|苏木))(?!企业|村)(.*)$")
_COUNTY = re.compile(r"^(.{1,14}?(?:自治州|省|市|县|区|旗|盟))(.*)$")
_OFFICE_ONLY = re.compile(r"^(.{1,8}?)(?:街道)?(?:办事处|街办)$")
# 市政管理局 is not the 政管理局 of a city.
_NOT_RELATIVE = re.compile(
    r"市(?:场|容|域|直|政(?!务|府|协|法|数|策)|民(?!政|宗|族|营))|区(?:域|划)|县域|[乡镇][村镇]"
)
_RELATIVE = re.compile(r"^(?:我|本)?(自治区|自治州|自治县|省|市|县|区|州|旗|盟|镇|乡|街道)(?=.)")
_BRANCH = re.compile(r"^(.{2,16}?(?:局|委员会|委))(.{1,16}?)分局$")
_SHORT_BRANCH = re.compile(r"^(.{2,10})分局$")
_INNER_REMARK = re.compile(r"\((?:国家级|省级|市级|国家)\)(?=.)")
_CORPS = re.compile(r"新疆生产建设兵团第[一二三四五六七八九十]{1,2}师(?=.{2,}[市镇局])")
_STATE = "中华人民共和国"
_CUSTOMS = re.compile(r"^(?:中华人民共和国)?([^市县区]{2,8}海关)$")
_TOWN_ENDINGS = ("街道", "镇", "乡", "苏木", "地区", "公所")
_STREET_TAIL = re.compile(r"^(?:街道)?(?:办事处|办)?$")
_NAMED_ZONE = re.compile(
    r"^.{2,8}(?:高新技术产业开发区|经济技术开发区|经济开发区|综合保税区)(?:管理委员会|管委会)?$"
)
_ZONE_STARTS = ("高新", "经济", "工业园", "综合保税", "保税", "经开", "出口加工")
_GOVERNMENT = ("人民政府", "政府")

_PEOPLES_GOVERNMENT = Organ("人民政府", "government")
_COMMISSION = Organ("行政公署", "government")
_STREET_OFFICE = Organ("街道办事处", "subdistrict_office")
_AREA_OFFICE = Organ("地区办事处", "subdistrict_office")


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A printed name. `matches`: what its innermost place may mean, given the places printed
    above it; empty where it names none. `unknown`: a printed place that no list holds, and
    `above` what stands before it. `relative`: 区 of 区住建局. `central`: a national organ.
    `place`: the innermost place as printed. `where`: the printed seat of a branch.
    """

    printed: str
    organ: Organ
    matches: tuple[Match, ...] = ()
    place: str = ""
    above: tuple[Match, ...] = ()
    unknown: str = ""
    relative: str = ""
    central: bool = False
    chained: bool = False
    remark: str = ""
    quality: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    """Places read so far: up to `end`, innermost possibly `matches`."""

    end: int
    matches: tuple[Match, ...]
    place: str
    depth: int
    stems: int


def parse_agency(printed: str) -> AgencyName | None:
    """Take a printed agency name apart; None where it is not one."""
    return _parse_plain(plain(printed)[: LONGEST_AGENCY + 1])


@lru_cache(maxsize=4096)
def _parse_plain(text: str) -> AgencyName | None:
    if len(text) > LONGEST_AGENCY or len(text) < 2 or _NO_NAME.search(text):
        return None
    remark = _REMARK.search(text)
    body = text[: remark.start()] if remark else text
    found = _parse(body)
    if found is None:
        return None
    return replace(found, printed=body, remark=remark.group()[1:-1] if remark else "")


def unparsed_name(head: str) -> AgencyName | None:
    """A title's name that is like no agency's, kept as read; None for what is no name at all."""
    if not 2 < len(head) <= LONGEST_UNPARSED or not re.fullmatch(r"[\u3400-\u9fff·()]+", head):
        return None
    return AgencyName(head, Organ(head, "other", listed=False), quality=-1)


def _parse(text: str) -> AgencyName | None:
    text = _INNER_REMARK.sub("", text)
    if corps := _CORPS.match(text):  # its cities are of the lists: 石河子市
        return _parse(text[corps.end() :])
    if organ := national_organ(text):
        return AgencyName(text, organ, central=True, quality=4)
    if customs := _CUSTOMS.match(text):
        return AgencyName(text, Organ(customs.group(1), "vertical"), central=True, quality=4)
    for prefix, ending in vertical_prefixes().items():
        rest = text.removeprefix(prefix)
        if rest != text and ending in rest:
            return _best(rest)
    return _best(text.removeprefix(_STATE))


def _best(text: str) -> AgencyName | None:
    """The reading of a name that explains most with least liberty."""
    known = register()
    best: tuple[tuple[int, int, int], AgencyName] | None = None
    for step in _walk(known, text, _Step(0, (), "", 0, 0)):
        name = _finish(known, text[step.end :], step)
        if name is None:
            continue
        rank = (name.quality, -step.stems, step.end)
        if best is None or rank > best[0]:
            best = rank, name
    return best[1] if best else None


def _walk(known: Register, text: str, step: _Step) -> Iterator[_Step]:
    """Every way to read places from the left, each inside the one before."""
    yield step
    if step.depth == 4:
        return
    starts = [step.end]
    for word in _GOVERNMENT:  # X区人民政府Y街道办事处
        if step.depth and text.startswith(word, step.end):
            starts.append(step.end + len(word))
    for start in starts:
        for length in range(min(LONGEST_NAME, len(text) - start), 1, -1):
            name = text[start : start + length]
            full = _inside(known, known.matches(name), step)
            if full:
                yield from _walk(
                    known, text, _Step(start + length, full, name, step.depth + 1, step.stems)
                )
            short = _inside(known, known.stem_matches(name), step) if not full else ()
            if short:
                yield from _walk(
                    known, text, _Step(start + length, short, name, step.depth + 1, step.stems + 1)
                )


def _inside(known: Register, matches: tuple[Match, ...], step: _Step) -> tuple[Match, ...]:
    if not step.depth or not matches:
        return matches
    return tuple(m for m in matches if any(known.within(m, above) for above in step.matches))


def _finish(known: Register, rest: str, step: _Step) -> AgencyName | None:
    """What follows the places, read as an organ."""
    base = AgencyName("", _PEOPLES_GOVERNMENT, step.matches, step.place, chained=step.depth > 1)
    if not step.depth:
        return _finish_without_place(rest)
    if step.stems:
        return _finish_after_stem(known, rest, step, base)
    if step.matches[0].place.level == "township" and not step.place.endswith(_TOWN_ENDINGS):
        return _finish_zone_of_list(known, step.place + rest, base)
    if organ := _bare(step.place, rest, step.matches[0].place.level):
        return replace(base, organ=organ, quality=4)
    return (
        _finish_organ(known, rest, base)
        or _finish_office(known, rest, base)
        or _finish_unknown(rest, base, step.matches)
        or _finish_any(rest, base)
    )


def _finish_zone_of_list(known: Register, text: str, base: AgencyName) -> AgencyName | None:
    """A zone or farm that a list gives under its county: the code is the county's, the zone's
    name goes into the body."""
    organ = zone_organ(text) or any_organ(text)
    above = {m.place.parent for m in base.matches}
    counties = tuple(Match(p, "exact", p.code) for code in above if (p := known.place(code)))
    if organ is None or not counties:
        return None
    cities = (city.name for county in counties for city in known.ancestors(county.place))
    if base.place.startswith(tuple(cities)):  # 鸡西市经济开发区 lies in 密山市 and is 鸡西市's
        return None
    county = counties[0].place.name
    if text.startswith(county) and (own := zone_organ(text.removeprefix(county))):
        organ = own  # 赤壁市经济开发区 is 赤壁市's 经济开发区
    return replace(base, organ=organ, matches=counties, place=county, quality=3)


def _bare(place: str, rest: str, level: Level | None = None) -> Organ | None:
    """The organ of a place printed alone, or of a sub-district in its four spellings."""
    if level == "township" and place.endswith("地区") and not rest:
        return _AREA_OFFICE
    if rest in ("管理委员会", "管委会"):
        return Organ("管理委员会", "zone")
    if place.endswith("街道") and _STREET_TAIL.match(rest):
        return _STREET_OFFICE
    if place.endswith("地区") and rest in ("办事处", "办"):
        return _AREA_OFFICE
    if rest:
        return None
    if place.endswith(("地区", "盟")):
        return _COMMISSION
    return _PEOPLES_GOVERNMENT if place.endswith(tuple("省市县区旗州镇乡木")) else None


def _finish_organ(known: Register, rest: str, base: AgencyName) -> AgencyName | None:
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
    seat = found.group(2)
    printed = (*known.matches(seat), *known.stem_matches(seat)) or known.matches(seat + "区")
    inside = [m for m in printed if any(known.within(m, above) for above in base.matches)]
    if inside:
        organ = Organ(f"{bureau.body}分局", "branch")
        return replace(
            base, organ=organ, matches=tuple(inside), place=seat, chained=True, quality=4
        )
    # a seat without a code (a zone, a harbour) stays in the body
    return replace(base, organ=Organ(f"{bureau.body}{seat}分局", "branch"), quality=3)


def _finish_office(known: Register, rest: str, base: AgencyName) -> AgencyName | None:
    """Y办事处 without 街道, after the county."""
    found = _OFFICE_ONLY.match(rest.removeprefix("人民政府"))
    if found is None:
        return None
    street = f"{found.group(1)}街道"
    matches = [
        m for m in known.matches(street) if any(known.within(m, above) for above in base.matches)
    ]
    if matches:
        return replace(
            base,
            organ=_STREET_OFFICE,
            matches=tuple(matches),
            place=street,
            chained=True,
            quality=4,
        )
    return replace(
        base,
        organ=_STREET_OFFICE,
        matches=(),
        place=street,
        above=base.matches,
        unknown=street,
        chained=True,
        quality=2,
    )


def _finish_unknown(rest: str, base: AgencyName, above: tuple[Match, ...]) -> AgencyName | None:
    """A town that the county's lists do not hold, misread or new."""
    found = _TOWN.match(rest.removeprefix("人民政府"))
    if found is None or any(m.place.level == "township" for m in above):
        return None
    place, tail = found.groups()
    organ = _bare(place, tail) or listed_organ(tail)
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


def _finish_any(rest: str, base: AgencyName) -> AgencyName | None:
    organ = zone_organ(rest)
    if organ:
        return replace(base, organ=organ, quality=3)
    # 人民政府以工代赈办公室 and 以工代赈办公室 are one.
    own = any_organ(rest.removeprefix("人民政府"))
    organ = own if own and own.kind == "department" else any_organ(rest)
    return replace(base, organ=organ, quality=1) if organ else None


def _finish_after_stem(
    known: Register, rest: str, step: _Step, base: AgencyName
) -> AgencyName | None:
    """After a place without its type (丰泽教育局) only departments of the list, and zones that
    cannot be part of the place's own name, are believed."""
    if step.place.endswith(("街道", "镇", "乡")) and (organ := _bare(step.place, rest)):
        return replace(base, organ=organ, quality=4)
    if rest.startswith(_ZONE_STARTS):
        organ = zone_organ(rest)
        return replace(base, organ=organ, quality=3) if organ else None
    if _NAMED_ZONE.search(rest) and (organ := zone_organ(rest)):  # 合肥新站高新技术产业开发区
        return replace(base, organ=organ, quality=2)
    organ = listed_organ(rest)
    if organ and organ.kind in ("department", "vertical"):
        if rest == "生态环境局" and base.chained:  # 济宁市任城生态环境局
            organ = Organ("生态环境局分局", "branch")
        return replace(base, organ=organ, quality=4)
    return _branch(known, rest, base)


def _finish_without_place(rest: str) -> AgencyName | None:
    base = AgencyName("", _PEOPLES_GOVERNMENT)
    if (organ := listed_organ(rest)) and organ.kind != "subdistrict_office":
        return replace(base, organ=organ, quality=2)
    if found := _RELATIVE.match(rest):
        organ = listed_organ(rest[found.end() :])
        if organ and organ.kind != "subdistrict_office":
            return replace(base, organ=organ, relative=found.group(1), quality=2)
        organ = None if _NOT_RELATIVE.match(rest) else any_organ(rest[found.end() :])
        if organ and organ.kind == "department":
            return replace(base, organ=organ, relative=found.group(1), quality=1)
    if under := _under_unknown_county(rest, base):
        return under
    if unknown := _finish_unknown(rest, base, ()):
        return replace(unknown, quality=2)
    if office := _OFFICE_ONLY.match(rest):
        street = f"{office.group(1)}街道"
        matches = tuple(register().matches(street))
        return replace(
            base,
            organ=_STREET_OFFICE,
            matches=matches,
            place=street,
            unknown="" if matches else street,
            quality=2,
        )
    if (code := division_of_zone(rest)) and (organ := zone_organ(rest)):
        place = register().place(code)
        matches = (Match(place, "exact", code),) if place else ()
        return replace(base, organ=organ, matches=matches, quality=3)
    if rest.endswith(("管委会", "管理委员会")) and (organ := zone_organ(rest)):
        return replace(base, organ=organ, quality=0)
    if found := _COUNTY.match(rest):
        county, tail = found.groups()
        organ = _bare(county, tail) or listed_organ(tail)
        if organ and len(county) > 2:
            return replace(base, organ=organ, place=county, unknown=county, quality=1)
    name = _finish_any(rest, base)
    return replace(name, quality=0) if name else None


def _under_unknown_county(rest: str, base: AgencyName) -> AgencyName | None:
    """A known town under a county that no list holds: 安兵市郚山镇."""
    found = _COUNTY.match(rest)
    town = _TOWN.match(found.group(2)) if found else None
    if found is None or town is None or len(found.group(1)) < 3:
        return None
    place, tail = town.groups()
    matches = tuple(register().matches(place))
    organ = _bare(place, tail) or listed_organ(tail)
    if organ is None or not matches:
        return None
    return replace(
        base,
        organ=organ,
        matches=matches,
        place=place,
        unknown=found.group(1),
        chained=True,
        quality=2,
    )
