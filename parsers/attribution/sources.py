"""Which printed name is the publisher's: title, signature, opening words, links, portal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.divisions import TOWN_TYPES
from parsers.attribution.naming import parse_agency, unparsed_name
from parsers.attribution.surroundings import Surroundings
from parsers.attribution.titles import Title

_OPENING_LINES = 12
_OPENING_LENGTH = 1500
_REPORT_OF = re.compile(
    r"(?:由|公布|发布|编制|提供|形成|现将|现公开)"
    r"((?:(?!公布|发布|编制|提供|形成)[^，。；、,;:：由《》]){3,40}?)"
    r"(?:20\d\d年?度?)?(?:政府|政务)?信息公开(?:工作)?(?:20\d\d年?)?(?:年度报告|年报)"
)
_MADE_BY = re.compile(r"由([^，。；、,;:：由《》]{3,40}?)(?:编制|按照|根据|负责编)")
_CONTACT = re.compile(
    r"请(?:及时)?(?:联系|与|致电|径与)([^，。；、,;:：《》()]{4,30}?)(?:办公室)?(?:联系|\(|,)"
)
_YEAR_AT_ENDS = re.compile(r"^20\d\d年?度?|20\d\d年?度?$")
_LABELLED = re.compile(
    r"(?:发布机构|发布机关|发布单位|发文机关|发文单位|公开主体|公开机构|责任部门|编制单位)[:：]"
    r"([^:：,，;；]{3,30}?)"
    r"(?=发布|发文|索引|成文|生成|文号|公开|主题|来源|浏览|点击|字体|名称|文件|组配|有效|[,，;；]|$)"
)
_REGION_WORDS = ("省", "市", "县", "区", "州", "旗", "盟", "镇", "乡")
_OFFICE_WORDS = ("局", "委", "办", "单位", "部门", "中心", "厅", "院", "街道")
_OWN_ANSWERS = ("department", "subdistrict_office", "vertical", "branch", "zone")
_COMPLETE = 3


def publisher(
    title: Title, links: Iterable[Title | None], around: Surroundings
) -> tuple[AgencyName | None, str]:
    """The publisher's printed name and where it was found (`title` first); None without any."""
    linked = [t.agency for t in links if t and t.agency]
    if title.agency:
        if title.agency.matches or title.agency.unknown or title.agency.central:
            return title.agency, "title"
        fuller = [a for a in linked if a.matches and a.organ == title.agency.organ]
        return (fuller[0], "link") if fuller else (title.agency, "title")
    if linked:
        return linked[0], "link"
    if (signed := around.signatures()) and not _contradicts_itself(signed[0], around):
        return signed[0], "signature"
    opening = _opening((*around.labelled, *around.lines[:_OPENING_LINES]))
    if opening and not _contradicts_itself(opening, around):
        return opening, "opening words"
    if asked := _contact(around.lines):
        return asked, "address for questions"
    name, source = _portal(around)
    if name:
        return name, source
    return unparsed_name(title.head), "title"


def _contradicts_itself(name: AgencyName, around: Surroundings) -> bool:
    """A government's name under a text that speaks of 我局 is a link, no signature."""
    said = around.speaks_of_itself_as()
    office = sum(said[w] for w in _OFFICE_WORDS)
    region = sum(said[w] for w in _REGION_WORDS)
    return name.organ.kind == "government" and office > region


def _opening(lines: Sequence[str]) -> AgencyName | None:
    for line in lines:
        for pattern in (_REPORT_OF, _LABELLED, _MADE_BY):
            for found in pattern.finditer(line[:_OPENING_LENGTH]):
                name = parse_agency(_YEAR_AT_ENDS.sub("", found.group(1)))
                if name is None or name.quality < _COMPLETE:
                    continue
                # An office also compiles its government's report: 由X人民政府办公室编制.
                if pattern is _REPORT_OF or name.organ.kind != "government_office":
                    return name
    return None


def _contact(lines: Sequence[str]) -> AgencyName | None:
    """Whom to ask about the report. For a government's that is its office, which tells nothing."""
    for line in lines[:_OPENING_LINES]:
        for found in _CONTACT.finditer(line[:_OPENING_LENGTH]):
            name = parse_agency(found.group(1))
            if name is None or name.quality < _COMPLETE:
                continue
            township = name.place.endswith(TOWN_TYPES)
            if name.organ.kind in _OWN_ANSWERS or (township and name.organ.kind == "government"):
                return name
    return None


def _portal(around: Surroundings) -> tuple[AgencyName | None, str]:
    """The column's or portal's agency; the government only where the text speaks as one."""
    if organ := around.crumb_organ():
        return organ, "breadcrumb"
    for label, name in around.site_names():
        if name.central:
            return name, label
        if name.organ.kind in ("department", "vertical", "zone", "branch"):
            return name, label
        level = name.matches[0].place.level
        if name.organ.kind in ("government", "subdistrict_office") and level == "township":
            return name, label
        if name.organ.kind == "government_office" and label == "breadcrumb":
            return name, label
        if name.organ.kind == "government" and _speaks_as_government(name, around):
            return replace(name, printed=f"{name.place}人民政府"), label
    return None, ""


def _speaks_as_government(name: AgencyName, around: Surroundings) -> bool:
    said = around.speaks_of_itself_as()
    own = sum(said[w] for w in _REGION_WORDS if name.place.endswith(w))
    return own > 0 and not any(said[w] for w in _OFFICE_WORDS) and said["镇"] == said["乡"] == 0
