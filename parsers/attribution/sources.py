"""Which printed name is the publisher's: title, signature, opening words, links, portal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.agreement import agree
from parsers.attribution.divisions import TOWN_TYPES
from parsers.attribution.naming import unparsed_name
from parsers.attribution.organs import Organ
from parsers.attribution.statements import OPENING, SUBJECT, Statement, may_publish
from parsers.attribution.surroundings import Surroundings
from parsers.attribution.titles import Title

_REGION_WORDS = ("省", "市", "县", "区", "州", "旗", "盟", "镇", "乡")
_OFFICE_WORDS = ("局", "委", "办", "单位", "部门", "中心", "厅", "院", "街道")
_GOVERNMENT = "人民政府"


@dataclass(frozen=True, slots=True)
class Publisher:
    """The publisher's printed name and where it was found (`title` first)."""

    name: AgencyName
    source: str


def publisher(
    title: Title,
    links: Iterable[Title | None],
    said: Sequence[Statement],
    around: Surroundings,
) -> Publisher | None:
    """The publisher, None without any. said: what the document's sentences say of it."""
    linked = [t.agency for t in links if t and t.agency]
    if title.agency:
        if title.agency.matches or title.agency.unknown or title.agency.central:
            return Publisher(title.agency, "title")
        if full := around.full_name_of(title.agency.printed):
            return Publisher(replace(full, printed=title.agency.printed), OPENING)
        fuller = [a for a in linked if a.matches and a.organ == title.agency.organ]
        return Publisher(fuller[0], "link") if fuller else Publisher(title.agency, "title")
    if linked:
        return Publisher(linked[0], "link")
    named = [s for s in said if may_publish(s) and _is_credible(s, around)]
    if named:
        return Publisher(named[0].name, named[0].label)
    if governed := _government_of_office(said, around):
        return Publisher(governed, OPENING)
    name, source = _portal(around)
    name = name or unparsed_name(title.head)
    return Publisher(name, source or "title") if name else None


def _is_credible(one: Statement, around: Surroundings) -> bool:
    """A government's name under a text that speaks of 我局 is a link, no signature; 我公司 is no
    office; and of what happened in a county every office of it may speak."""
    if one.name.organ.kind != "other" and around.speaks_as_firm():
        return False
    if one.name.organ.kind != "government":
        return True
    if one.label == SUBJECT and not one.name.place.endswith(TOWN_TYPES):
        return _speaks_as_government(one.name, around)
    return not around.speaks_as_office()


def _government_of_office(said: Sequence[Statement], around: Surroundings) -> AgencyName | None:
    """The government whose office put the report together, where the text speaks as its place:
    由X区人民政府办公室编制, 我区."""
    offices = [s.name for s in said if s.name.organ.kind == "government_office"]
    if not offices or not _speaks_as_government(offices[0], around):
        return None
    first = offices[0]
    if not all(agree(first, other.name, around) for other in said):
        return None
    return replace(first, printed=f"{first.place}人民政府", organ=Organ(_GOVERNMENT, "government"))


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
