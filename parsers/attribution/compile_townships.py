"""Townships that the Ministry's list lacks: other spellings, and names of earlier years.

The Bureau of Statistics publishes a list of townships every year. A name that stands in its
earlier lists and in no later one was given up: the place was renamed, or merged into another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from parsers.attribution.divisions import TOWN_TYPES, town_core
from parsers.attribution.pinyin import syllables
from parsers.attribution.shapes import Likeness, likeness, one_character_apart
from parsers.attribution.zones import bare_zones, zone_organ

# Offices and sets of villages that the Bureau counts under a county as if they were places.
_NO_PLACES = ("办事处", "直辖村级区划", "局", "办公室", "社区", "筹备处", "良种场", "良种繁育场")
Rows = Sequence[Mapping[str, str]]
# County code, name, code today (empty where the place ended), last year of the name (or 0).
Earlier = tuple[str, str, str, int]


def town_type(name: str) -> str:
    """The type at a township's end: 街道, 镇, 乡, 苏木; empty for zones and farms."""
    return next((t for t in TOWN_TYPES if name.endswith(t)), "")


def alias_of(name: str, towns: Iterable[str], county: str, county_name: str) -> str | None:
    """The one town of the county that `name` is another spelling of; None in doubt.

    Accepted: the same name led by the county's; the same but for ethnic groups or 乡 raised to
    镇; a Beijing 地区 of its 乡 or 镇; one character that looks alike and sounds alike. Never a
    change to 街道: such towns were often split.
    """
    kind, found = town_type(name), set()
    rural = ("镇", "乡")
    beijing_area = county.startswith("11") and name.endswith("地区")
    for town in towns:
        other = town_type(town)
        if name == county_name + town:
            found.add(town)
        if kind in rural and other in rural and town_core(name) == town_core(town):
            found.add(town)
        if beijing_area and other in rural and name[:-2] == town_core(town):
            found.add(town)
        pair = one_character_apart(name, town) if kind and kind == other else None
        if pair and likeness(*pair) is Likeness.CLOSE and same_sound(*pair):
            found.add(town)
    return found.pop() if len(found) == 1 else None


def same_sound(first: str, second: str) -> bool:
    """Whether two characters have the same pinyin but for the tone."""
    return syllables(first) == syllables(second)


def statistics_rows(bureau: Rows, present: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(code, name, `statistics`) of townships where the Ministry's list has none at all: cities
    without counties (东莞, 中山, 儋州, 嘉峪关) and the corps' cities. No code of the Ministry's
    begins with these digits, so that the Bureau's cannot be mistaken for one."""
    with_towns = {code[:6] for code in present if len(code) == 9}
    with_counties = {code[:4] for code in present if len(code) == 6}
    rows = []
    for row in bureau:
        county, name, code = row["county"], row["name"], row["nbs_code"]
        alone = county in present and county not in with_towns
        city = county[:4] in present and county[:4] not in with_counties
        if (alone or city) and town_type(name):
            rows.append((code, name, "statistics"))
    return sorted(rows)


def _is_common_word(name: str) -> bool:
    """林场, 经济开发区: what stands in many counties names none."""
    if town_type(name):
        return False
    zone = zone_organ(name)
    bare = zone is not None and zone.body in bare_zones()
    return bare or len(name) < 5 or name.endswith(_NO_PLACES)


def _led_by_county(
    name: str,
    county: str,
    towns: Mapping[str, Mapping[str, str]],
    present: Mapping[str, str],
) -> bool:
    """Whether a name is two: 孝南区祝站镇, a county of the city and a town of that county."""
    name = name.removeprefix(present.get(county[:4], " "))
    return any(
        other[:4] == county[:4] and name.startswith(upper) and town_type(name)
        for other in towns
        if (upper := present.get(other, "")) and len(name) > len(upper) + 1
    )


def _towns(present: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Name to code, by county."""
    towns: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name in present.items():
        if len(code) == 9:
            towns[code[:6]][name] = code
    return towns


def township_rows(bureau: Rows, present: Mapping[str, str]) -> list[Earlier]:
    """Names of the Bureau's last list: a code where the name is another spelling of a township,
    none where the place is one of its own. These names have no last year."""
    towns = _towns(present)
    proposals = []
    rows: list[Earlier] = []
    for row in bureau:
        county, name = row["county"], row["name"]
        if name in towns[county] or _led_by_county(name, county, towns, present):
            continue
        if _is_common_word(name):
            continue
        if county not in present and (code := _elsewhere(name, county, towns)):
            rows.append((county, name, code, 0))
            continue
        proposals.append(
            (county, name, alias_of(name, towns[county], county, present.get(county, "")))
        )
    claims = Counter((county, town) for county, _, town in proposals if town)
    for county, name, town in proposals:
        sure = town is not None and claims[county, town] == 1
        rows.append((county, name, towns[county][town] if sure and town else "", 0))
    return rows


def _elsewhere(name: str, county: str, towns: Mapping[str, Mapping[str, str]]) -> str:
    """The one township of the city with the name: the Bureau counts it under a zone, or under a
    district that has ended since."""
    same = [own[name] for other, own in towns.items() if other[:4] == county[:4] and name in own]
    return same[0] if len(same) == 1 and town_type(name) else ""


def earlier_rows(
    editions: Mapping[int, Rows],
    present: Mapping[str, str],
    former: Iterable[tuple[int, str, str, str, str]],
    listed: set[tuple[str, str]],
) -> list[Earlier]:
    """Names that only earlier lists have. A code where one township of today bears the same
    name but for its type (撤乡设镇, 镇改街道) or stands in another county of the same city now,
    and the two never stood beside each other in one list; none where the place ended."""
    towns = _towns(present)
    today = _counties(editions, present, former)
    seen: dict[tuple[str, str], set[int]] = defaultdict(set)
    beside: dict[tuple[str, int], set[str]] = defaultdict(set)
    for year, rows in editions.items():
        for row in rows:
            county, name = today.get(row["county"]), row["name"].removesuffix("办事处")
            if county and town_type(name):
                seen[county, name].add(year)
                beside[county, year].add(name)
    proposals = []
    for (county, name), years in sorted(seen.items()):
        if name in towns.get(county, {}) or (county, name) in listed:
            continue
        if _led_by_county(name, county, towns, present):
            continue
        rivals: set[str] = set().union(*(beside[county, year] for year in years))
        heirs = list(_heirs(county, name, towns, rivals, beside, years))
        proposals.append((county, name, heirs[0] if len(heirs) == 1 else "", years))
    claims: dict[str, Counter[int]] = defaultdict(Counter)
    for _, _, code, years in proposals:
        claims[code].update(years)
    result = []
    for county, name, code, years in proposals:
        sure = code and max(claims[code].values()) == 1
        result.append((county, name, code if sure else "", max(years)))
    return result


def _heirs(
    county: str,
    name: str,
    towns: Mapping[str, dict[str, str]],
    rivals: set[str],
    beside: Mapping[tuple[str, int], set[str]],
    years: set[int],
) -> Iterator[str]:
    """Codes of the townships of today that the name may have become."""
    own = towns.get(county, {})
    for town, code in own.items():
        if town_core(town) == town_core(name) and town_type(town) and town not in rivals:
            yield code
    if any(town_core(town) == town_core(name) for town in own):
        return
    for other, inside in towns.items():  # the county was merged or lost it to a neighbour
        if other[:4] != county[:4] or other == county or name not in inside:
            continue
        if not any(name in beside.get((other, year), ()) for year in years):
            yield inside[name]


def _counties(
    editions: Mapping[int, Rows],
    present: Mapping[str, str],
    former: Iterable[tuple[int, str, str, str, str]],
) -> dict[str, str]:
    """County codes of the earlier lists: the code today, or its own where the county ended."""
    former = list(former)
    continued = {old: code for _, how, _, code, old in former if how == "alias" and len(code) == 6}
    ended = {code for _, how, _, code, _ in former if how == "former" and len(code) == 6}
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name in present.items():
        if len(code) == 6:
            by_name[code[:4], name].append(code)
    found = {}
    for rows in editions.values():
        for county, name in {(row["county"], row["county_name"]) for row in rows}:
            same = by_name[county[:4], name]
            if county in present:
                found[county] = county
            elif county in continued:
                found[county] = continued[county]
            elif len(same) == 1:
                found[county] = same[0]
            elif county in ended:
                found[county] = county
    return found
