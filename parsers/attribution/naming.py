"""An agency's printed name taken apart: the places in it, and the organ.

Nothing is decided here that the name alone does not say: every division that it may mean
is kept, and a place that no list holds is told as such.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.central import central_branch, national_organ, vertical_prefixes
from parsers.attribution.corps import as_alias, city_name, corps_agency
from parsers.attribution.divisions import Match, register
from parsers.attribution.name_alone import without_place
from parsers.attribution.name_organs import after_places
from parsers.attribution.name_places import NO_PLACE, walk
from parsers.attribution.organs import Organ
from parsers.attribution.wording import plain
from parsers.attribution.zones import named_zone, organ_of_zone, zone_before_division

LONGEST_AGENCY = 60
LONGEST_UNPARSED = 30
_NO_NAME = re.compile(r"[,，。;；:：!?、《》<>|/\\@]")
_REMARK = re.compile(r"\([^()]{0,40}\)$")
_INNER_REMARK = re.compile(r"\((?:国家级|省级|市级|国家)\)(?=.)")
_STATE = "中华人民共和国"
_CUSTOMS = re.compile(r"^(?:中华人民共和国)?([^市县区]{2,8}海关)$")


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
    return replace(found, printed=body, remark=remark.group()[1:-1] if remark else found.remark)


def unparsed_name(head: str) -> AgencyName | None:
    """A title's name that is like no agency's, kept as read; None for what is no name at all."""
    if not 2 < len(head) <= LONGEST_UNPARSED or not re.fullmatch(r"[\u3400-\u9fff·()]+", head):
        return None
    return AgencyName(head, Organ(head, "other", listed=False), quality=-1)


def _parse(text: str) -> AgencyName | None:
    text = _INNER_REMARK.sub("", text)
    if city := city_name(text):
        found = _parse(city)
        return as_alias(found) if found and city not in text else found
    if corps := corps_agency(text):
        return corps
    if above := zone_before_division(text):  # 雄安新区容城县
        return _parse(text[len(above) :])
    if zone := named_zone(text) or organ_of_zone(text):
        matches = (Match(zone.place, "exact", zone.place.code),)
        return AgencyName(text, zone.organ, matches=matches, quality=4)
    if organ := national_organ(text):
        return AgencyName(text, organ, central=True, quality=4)
    if customs := _CUSTOMS.match(text):
        return AgencyName(text, Organ(customs.group(1), "vertical"), central=True, quality=4)
    if branch := central_branch(text.removeprefix(_STATE)):
        return branch
    for prefix, ending in vertical_prefixes().items():
        rest = text.removeprefix(prefix)
        if rest != text and ending in rest:
            return _best(rest)
    return _best(text.removeprefix(_STATE))


def _best(text: str) -> AgencyName | None:
    """The reading of a name that explains most with least liberty."""
    known = register()
    best: tuple[tuple[int, int, int], AgencyName] | None = None
    for step in walk(known, text, NO_PLACE):
        rest = text[step.end :]
        name = after_places(known, rest, step) if step.depth else without_place(rest)
        if name is None:
            continue
        rank = (name.quality, -step.stems, step.end)
        if best is None or rank > best[0]:
            best = rank, name
    return best[1] if best else None
