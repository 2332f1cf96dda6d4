"""What a document's own sentences say of who made it: signature, opening words, contact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.divisions import TOWN_TYPES
from parsers.attribution.naming import parse_agency
from parsers.attribution.surroundings import Surroundings

_OPENING_LINES = 12
_OPENING_LENGTH = 1500
_SUBJECT_LINES = 30
_CLAUSE = "[^，。；、,;:：《》()]"
_THIS_REPORT = (
    r"(?:20\d\d年?度?)?(?:(?:政府|政务)?信息公开|政府信息(?=工作))"
    r"(?:工作)?(?:20\d\d年?)?(?:度?工作报告|年度报告|年报)"
)
_REPORT_OF = re.compile(
    r"(?:由|公布|发布|编制|提供|形成|现将|现公开)《?"
    rf"((?:(?!公布|发布|编制|提供|形成)[^，。；、,;:：由《》]){{3,40}}?){_THIS_REPORT}"
)
_MADE_BY = re.compile(
    rf"由((?:(?!由){_CLAUSE}){{3,40}}?)(?:、{_CLAUSE}{{3,30}}?)?(?:\(以下简称[^()]{{1,20}}\))?"
    r"(?:编制|按照|根据|负责编|结合|汇总|综合)"
)
_WROTE = re.compile(
    rf"(?:^|[，。；、,;:：》])({_CLAUSE}{{3,40}}?)(?:\([^()]{{2,40}}\))?"
    r"(?:编制|形成|制定|编写|起草)了?《[^》]{0,40}信息公开"
)
_PRACTICE = re.compile(
    rf"结合(?:20\d\d年度?)?((?:(?!结合){_CLAUSE}){{3,40}}?)(?:各[科股处部单][^，。；、,;]{{1,3}}的?)?"
    r"(?:20\d\d年度?)?(?:政府信息公开|信息公开|政务公开)(?:工作)?实际"
)
_CONTENTS = re.compile(
    rf"(?:全文|报告)(?:包括|由)({_CLAUSE}{{3,40}}?)(?:20\d\d年度?)?(?:政府)?信息公开(?:工作)?总体情况"
)
_LABELLED = re.compile(
    r"(?:发布机构|发布机关|发布单位|发文机关|发文单位|公开主体|公开机构|责任部门|编制单位)[:：]"
    r"([^:：,，;；]{3,30}?)"
    r"(?=发布|发文|索引|成文|生成|文号|公开|主题|来源|浏览|点击|字体|名称|文件|组配|有效|[,，;；]|$)"
)
_BY_STATUTE = re.compile(rf"^({_CLAUSE}{{4,30}}?)(?:根据|依据|按照)《")
_COMPILED = (_LABELLED, _MADE_BY, _WROTE, _BY_STATUTE)
# Each with a word without which it cannot match, which is quicker to look for.
_PATTERNS = (
    ("公开", _REPORT_OF),
    (":", _LABELLED),
    ("实际", _PRACTICE),
    ("总体情况", _CONTENTS),
    ("由", _MADE_BY),
    ("《", _WROTE),
    ("《", _BY_STATUTE),
)
_CONTACT = re.compile(
    rf"(?:请(?:及时|直接)?|可|直接)(?:联系|与|致电|径与)[:：]?({_CLAUSE}{{4,40}}?)(?:联系|咨询|[(,，;；。:：])"
)
_CONTACT_WORDS = ("联系", "致电", "与")
_SUBJECT = re.compile(
    rf"^(?:[(（]?[一二三四五六七八九十\d]{{1,2}}[)）、.])?20\d\d年度?(?:以来)?[,，]?({_CLAUSE}{{3,30}}?)"
    r"(?=坚持|认真|全面|严格|深入|按照|高度重视|党组|党委|党工委|始终|紧[紧扣密]|立足|以习近平|持续|积极|贯彻"
    r"|切实|主动|继续|深化|不断|扎实|进一步)"
)
# Parts of the agency that answer for it: 党政办公室 of a town, 综合科 of a bureau.
_INNER_OFFICE = re.compile(
    r"(?:党政综合办公室|党政办公室|党政综合办|党政办|综合办公室|综合办|(?:(?<!人民)政府|政务)?信息公开(?:工作)?"
    r"(?:领导小组)?(?:办公室|中心)|政务公开(?:领导小组)?(?:办公室|科|股|处)"
    r"|(?<=[局委院厅会处区])办公室|[^省市县区镇乡道局委厅室]{2,6}[科股处室])$"
)
_OFFICE_OF_TOWN = re.compile(r"([镇乡]人民政府)办公室.*$")
_YEAR_AT_ENDS = re.compile(r"^20\d\d年?度?|20\d\d年?度?$")
_OWN_ANSWERS = ("department", "subdistrict_office", "vertical", "branch", "zone")
_COMPLETE = 3

SIGNATURE, NAME_BELOW, OPENING, CONTACT, SUBJECT = (
    "signature",
    "name below the text",
    "opening words",
    "address for questions",
    "first sentences",
)
LABELS = (SIGNATURE, NAME_BELOW, OPENING, CONTACT, SUBJECT)


@dataclass(frozen=True, slots=True)
class Statement:
    """A name in the document's own sentences, and what kind of sentence it stands in. `compiled`:
    it is said to have put the report together, which offices also do for their government."""

    name: AgencyName
    label: str
    compiled: bool = False


def statements(around: Surroundings) -> list[Statement]:
    """All that name an agency of a known place, strongest first."""
    found = [Statement(name, SIGNATURE) for name in around.dated_signatures()[:1]]
    if not found:
        found = [Statement(name, NAME_BELOW) for name in around.signatures()[:1]]
    found += _opening((*around.labelled, *around.lines[:_OPENING_LINES]))
    found += _contacts(around.lines[:_OPENING_LINES])
    found += _subjects(around.lines[:_SUBJECT_LINES])
    return [s for s in found if s.name.quality >= _COMPLETE or _is_borne_out(s, found)]


def may_publish(one: Statement) -> bool:
    """Whether the one named may be taken for the publisher: an office is also named where it put
    its government's report together, or answers questions about it."""
    if one.label == CONTACT:
        town = one.name.organ.kind == "government" and one.name.place.endswith(TOWN_TYPES)
        return one.name.organ.kind in _OWN_ANSWERS or town
    return not (one.compiled and one.name.organ.kind == "government_office")


def _opening(lines: Sequence[str]) -> Iterator[Statement]:
    for line in lines:
        text = line[:_OPENING_LENGTH]
        for word, pattern in _PATTERNS:
            for found in pattern.finditer(text) if word in text else ():
                if name := _complete(found.group(1)):
                    yield Statement(name, OPENING, compiled=pattern in _COMPILED)


def _contacts(lines: Sequence[str]) -> Iterator[Statement]:
    for line in lines:
        asked = any(word in line for word in _CONTACT_WORDS)
        for found in _CONTACT.finditer(line[:_OPENING_LENGTH]) if asked else ():
            text = _OFFICE_OF_TOWN.sub(r"\1", found.group(1))
            if name := _complete(text):
                yield Statement(name, CONTACT, compiled=True)


def _subjects(lines: Sequence[str]) -> Iterator[Statement]:
    for line in lines:
        found = _SUBJECT.match(line[:200])
        if found and (name := _complete(found.group(1))):
            yield Statement(name, SUBJECT)


def _is_borne_out(one: Statement, said: Sequence[Statement]) -> bool:
    """An organ that no list has is believed where two kinds of sentences name it."""
    name = one.name
    if one.label in (SIGNATURE, NAME_BELOW) or _is_citys_zone(name):
        return True
    same = {s.label for s in said if (s.name.organ, s.name.place) == (name.organ, name.place)}
    return len(same) > 1 and name.organ.kind == "department"


def _complete(text: str) -> AgencyName | None:
    """The agency of a text, or the one that an inner office of it belongs to."""
    text = _YEAR_AT_ENDS.sub("", text)
    unlisted = None
    for _ in range(3):
        name = parse_agency(text)
        if name is not None and (name.quality >= _COMPLETE or _is_citys_zone(name)):
            return name
        if name is not None and name.matches and name.quality == 1:
            unlisted = name
        shorter = _INNER_OFFICE.sub("", text)
        if shorter == text:
            return unlisted
        text = shorter
    return unlisted


def _is_citys_zone(name: AgencyName) -> bool:
    return name.organ.kind == "zone" and bool(name.matches) and name.quality == _COMPLETE - 1
