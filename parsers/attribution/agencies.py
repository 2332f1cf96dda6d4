"""From a name and its place to the agency as the corpus keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.central import branch_name
from parsers.attribution.corps import CORPS
from parsers.attribution.divisions import Place, register
from parsers.attribution.resolution import Decision
from parsers.attribution.surroundings import Surroundings
from parsers.record import Agency, Level

_ORGANS_AFTER = (
    "人民政府街道办事处",
    "人民政府办公室",
    "人民政府办公厅",
    "人民政府",
    "街道办事处",
    "政府",
    "办事处",
)
_BELOW: dict[Level, Level] = {"province": "prefecture", "prefecture": "county"}
_OFFICES = ("办公室", "办公厅")
_MAX_TEXT = 200_000
_MAX_OCCURRENCES = 300
_MAX_NAMES = 30


def central_agency(name: AgencyName) -> Agency:
    """A national organ: `00:<body>`, without division."""
    return Agency(
        agency_id=f"00:{name.organ.body}",
        name=name.organ.body,
        body=name.organ.body,
        kind=name.organ.kind,
        level="national",
        resolution="exact",
        names=(name.printed,),
        reason="a national organ by its full or customary name",
    )


def agency(name: AgencyName, decision: Decision, around: Surroundings) -> Agency:
    """The agency, resolved as far as the decision goes."""
    spellings = _spellings(name, decision, around)
    if decision.place is None:
        return _unplaced(name, decision, spellings)
    place = decision.place
    body = name.organ.body
    if body == "行政公署" and place.name.endswith("市"):  # 海东地区 became 海东市
        name = replace(name, organ=replace(name.organ, body="人民政府"))
        body = name.organ.body
    levels = _levels(place)
    return Agency(
        agency_id=f"{place.code}:{body}",
        name=_official_name(name, place),
        body=body,
        kind=name.organ.kind,
        level=_level(name, place),
        province=levels.get("province"),
        prefecture=levels.get("prefecture"),
        county=levels.get("county"),
        township=levels.get("township"),
        division_code=place.code,
        resolution=decision.resolution,
        names=spellings,
        reason=decision.reason,
    )


def _unplaced(name: AgencyName, decision: Decision, spellings: tuple[str, ...]) -> Agency:
    """The division is not known: `0:<name as read>`, with what is known of the place above."""
    body = name.organ.body
    levels = _levels(decision.above) if decision.above else {}
    places = name.matches or ()
    township = name.place if name.place.endswith(("镇", "乡", "街道", "苏木")) else None
    level: Level | None = "township" if township else None
    if not township and places and len({m.place.level for m in places}) == 1:
        level = places[0].place.level
    return Agency(
        agency_id=f"0:{name.printed}",
        name=name.printed,
        body=body,
        kind=name.organ.kind,
        level=level,
        province=levels.get("province"),
        prefecture=levels.get("prefecture"),
        county=levels.get("county"),
        township=township,
        resolution=decision.resolution,
        candidates=tuple(sorted(f"{p.code}:{body}" for p in decision.candidates if p.code)),
        names=spellings,
        reason=decision.reason,
    )


def _level(name: AgencyName, place: Place) -> Level:
    """The division's; of a government that has its name in the body, for its place has no code
    (加格达奇区, 第十二师), the one below."""
    if name.organ.kind == "government" and name.organ.body not in ("人民政府", "行政公署"):
        return _BELOW.get(place.level, place.level)
    return place.level


def _levels(place: Place) -> dict[Level, str]:
    return {p.level: p.name for p in (place, *register().ancestors(place))}


def _official_name(name: AgencyName, place: Place) -> str:
    """From the county down; a branch keeps its printed name, led by the city where it lacks it."""
    levels = _levels(place)
    if name.organ.kind == "branch":
        city = levels.get("prefecture") or levels.get("province") or ""
        return name.printed if name.printed.startswith(city[:2]) else f"{city}{name.printed}"
    above = ""
    if place.level == "township":
        above = levels.get("county") or levels["prefecture"]
        if name.organ.body == "人民政府" and place.name.endswith("街道"):  # of then: 镇, 乡
            return f"{above}{name.place}人民政府"
    if name.organ.body == "国家统计局调查队":  # 国家统计局丽水调查队: the city without 市
        return f"国家统计局{place.name.removesuffix('市')}调查队"
    if name.organ.body == "国家统计局调查总队":
        return f"国家统计局{place.name.removesuffix('省').removesuffix('市')}调查总队"
    if branch := branch_name(name.organ.body, place):
        return branch
    if name.organ.body == "税务局":
        return f"国家税务总局{above}{place.name}税务局"
    if name.organ.body == "街道办事处":
        return f"{above}{place.name}办事处"
    if name.organ.body == "地区办事处":
        return f"{above}{name.place}办事处"
    if name.organ.kind == "zone" and name.organ.body.startswith(place.name[:2]):
        return name.organ.body  # 库车经济技术开发区管理委员会 names its city itself
    if name.organ.body.startswith(CORPS):
        return name.organ.body
    return f"{above}{place.name}{name.organ.body}"


def _spellings(name: AgencyName, decision: Decision, around: Surroundings) -> tuple[str, ...]:
    """Every spelling of the name in the document; first the one decided upon, as printed."""
    found = dict.fromkeys([name.printed])
    places = [name.place] if name.place else []
    if decision.repaired:
        places = [*decision.repaired.spellings, decision.repaired.place.name]
    if name.organ.kind in ("government", "subdistrict_office") and places:
        above = _above_names(decision)
        for place in places:
            found.update(dict.fromkeys(_occurrences(place, above, name, around.text)))
            unseen = not any(place in spelling for spelling in found)
            if decision.repaired and unseen and place in around.text:
                found[place] = None
    for signed in around.signatures():
        if signed.organ == name.organ and signed.place in places:
            found[signed.printed] = None
    return tuple(found)[:_MAX_NAMES]


def _above_names(decision: Decision) -> list[str]:
    place = decision.place
    if place is None:
        return [decision.above.name] if decision.above else []
    return [p.name for p in register().ancestors(place)]


def _occurrences(place: str, above: Sequence[str], name: AgencyName, text: str) -> Iterable[str]:
    """Spellings in the text that name this very organ, with the places printed before it."""
    wanted = {"人民政府": ("人民政府", "政府"), "街道办事处": ("办事处", "街道办")}
    ends = wanted.get(name.organ.body, (name.organ.body,))
    start = text.find(place, 0, _MAX_TEXT)
    for _ in range(_MAX_OCCURRENCES):
        if start < 0:
            return
        end = start + len(place)
        end += len(next((o for o in _ORGANS_AFTER if text.startswith(o, end)), ""))
        spelling = text[_begin(text, start, above) : end]
        if spelling.endswith(ends) and not text.startswith(_OFFICES, end):
            yield spelling
        start = text.find(place, end, _MAX_TEXT)


def _begin(text: str, start: int, above: Sequence[str]) -> int:
    """Where the divisions printed before a place begin."""
    for _ in range(3):
        upper = next((name for name in above if text.endswith(name, 0, start)), "")
        start -= len(upper)
    return start
