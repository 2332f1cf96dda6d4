"""What around a name tells which of several places it means, strongest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.divisions import Match, Place, register, stem_of, without_ethnic_groups
from parsers.attribution.pinyin import syllables
from parsers.attribution.surroundings import Surroundings

_COMMON_WORD = re.compile(r"[东西南北中城郊矿市新老]+区")

_OF_OTHERS = re.compile(
    r"赴|前往|学习|借鉴|参观|考察|观摩|取经|对标|兄弟|周边|邻近|毗邻|相邻|对口|结对|协作|帮扶|援[藏疆青助建]"
    r"|挂职|莅临|先进(?:经验|地区|县|市|区)|经验|做法|交流"
)
_CLAUSE_END = re.compile(r"[,，。;；!！?？:：\n]")
# 《徐州市日报》, 徐州市广播电视台, 徐州市医科大学: a paper or school tells no place.
_NAMED_AFTER = re.compile(
    r"(?:[日晚晨早时]报|都市报|(?:人民)?广播|电视|融媒|传媒|[^,，。;；、]{0,6}(?:大学|学院|师范|医院)|银行|大厦|宾馆)"
)
PORTAL_WORDS = ("the portal", "breadcrumb", "the address")
"""How evidence begins that is a name or word of the portal's, and no code."""
_NEAR = 16
_MOST_MENTIONS = 40


def evidence(
    name: AgencyName, around: Surroundings
) -> Iterator[tuple[str, bool, Callable[[Match], bool]]]:
    """Tests of a candidate, strongest first, each with its name and whether failing it settles
    the matter. A generator: the costly ones are not prepared unless needed."""
    known = register()
    printed = around.parents_printed_before(name.place)
    if printed:
        yield (
            f"the text prints {_names(printed)} before it",
            True,
            lambda m: any(known.within(m, p) for parents in printed for p in parents),
        )
    for label, site in around.site_places():
        yield f"{label} is of {site.name}", True, partial(_match_under, above=site)
    for label, agency in around.site_names():
        yield f"{label} names {agency.printed}", False, partial(_match_named, agency=agency)
    yield "the text names the division above it", False, lambda m: _mentioned(m.place, around.text)
    area_code, divisions = around.telephone_divisions()
    if divisions:
        yield f"the telephone's {area_code} is of its city", False, partial(_match_in, divisions)
    words = around.host_words()
    if words:
        yield "the address names it in pinyin", False, lambda m: _in_address(m.place, words)


def lies_under(place: Place, above: Place) -> bool:
    """Whether a place lies in a division, by code; a place without one by its parent's."""
    code = place.code or place.parent
    return bool(above.code) and code.startswith(above.code)


def _match_under(match: Match, above: Place) -> bool:
    return lies_under(match.place, above)


def _match_in(divisions: tuple[str, ...], match: Match) -> bool:
    return (match.place.code or match.place.parent).startswith(divisions)


def _match_named(match: Match, agency: AgencyName) -> bool:
    return any(register().within(match, p) or match == p for p in agency.matches)


def _names(printed: list[tuple[Match, ...]]) -> str:
    return "、".join(dict.fromkeys(parents[0].place.name for parents in printed))


def _mentioned(place: Place, text: str) -> bool:
    """Whether the county of a town, or the prefecture or province of a county, is named. A name
    that is also a common word (新城区) is none: then the division above must be."""
    for above in register().ancestors(place):
        short = without_ethnic_groups(above.name)
        if not _COMMON_WORD.fullmatch(short):
            return _is_of_itself(above.name, text) or _is_of_itself(short, text)
    return False


def _is_of_itself(name: str, text: str) -> bool:
    """Whether a text names a division otherwise than as one that was visited or taken for a
    model: 赴武陟县考察, 借鉴修武县经验."""
    for found in islice(re.finditer(re.escape(name), text), _MOST_MENTIONS):
        before = _CLAUSE_END.split(text[max(0, found.start() - _NEAR) : found.start()])[-1]
        after = _CLAUSE_END.split(text[found.end() : found.end() + _NEAR])[0]
        if _NAMED_AFTER.match(after):
            continue
        if not _OF_OTHERS.search(before) and not _OF_OTHERS.search(after):
            return True
    return False


def _in_address(place: Place, words: list[str]) -> bool:
    for above in (place, *register().ancestors(place)):
        if above.level not in ("county", "prefecture"):
            continue
        stem = stem_of(above.name)
        pinyin = "".join(syllables(stem if len(stem) > 1 else above.name))  # 曹县: caoxian
        if any(_is_host_word(word.removeprefix("www"), pinyin) for word in words):
            return True
    return False


def _is_host_word(word: str, pinyin: str) -> bool:
    return word.startswith(pinyin) and len(word) <= len(pinyin) + 3
