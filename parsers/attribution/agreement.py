"""Whether two printed names can be those of one report: its publisher, and who is named in it."""

from __future__ import annotations

import re

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.divisions import Match, register, town_core
from parsers.attribution.surroundings import Surroundings

_GENERAL = re.compile(
    r"人民政府|办公室|委员会|管理|监督|事务|服务|工作|中心|发展|国家|总局|局|委|厅|处|和|与"
)
# Offices that put the reports of others together, or answer questions about them.
_COMPILERS = re.compile(r"政务|信息|数据|审批|网信|电子|公开")
_GOVERNMENTS = ("government", "government_office")
_OFFICES = ("department", "vertical", "branch")


def agree(publisher: AgencyName, named: AgencyName, around: Surroundings) -> bool:
    """Whether a document of `publisher` may name `named` where it tells who made it; True as well
    where nothing can be said against it."""
    if publisher.central or named.central:
        return _alike(publisher.organ.body, named.organ.body)
    if not named.matches:
        return True
    if not publisher.matches:
        bare = not publisher.unknown and publisher.organ.listed and named.organ.listed
        return not bare or _alike(publisher.organ.body, named.organ.body)
    if _same_place(publisher, named):
        return _of_one_place(publisher, named, around)
    if "zone" in (publisher.organ.kind, named.organ.kind) and _near(publisher, named):
        return True
    if _lies_in(publisher, named):
        return named.organ.kind in _GOVERNMENTS or bool(_COMPILERS.search(named.organ.body))
    core = town_core(publisher.place)
    return core == town_core(named.place) and core != publisher.place


def is_office_there(government: AgencyName, named: AgencyName) -> bool:
    """Whether `named` is an office of the very place whose government the other is: a title
    without the office's name is like its government's."""
    return (
        government.organ.kind == "government"
        and named.organ.kind in _OFFICES
        and _same_place(government, named)
    )


def _of_one_place(publisher: AgencyName, named: AgencyName, around: Surroundings) -> bool:
    own, other = publisher.organ, named.organ
    if own.body == other.body or "zone" in (own.kind, other.kind):
        return True
    if own.kind in _GOVERNMENTS and other.kind in _GOVERNMENTS:
        return True
    if own.kind == "government" and other.kind in _OFFICES:
        return around.speaks_as_region() or bool(_COMPILERS.search(other.body))
    if own.kind in _OFFICES and other.kind in _GOVERNMENTS:
        return not around.speaks_as_region()
    if {own.kind, other.kind} <= {"subdistrict_office", "government", "other"}:
        return True
    return _alike(own.body, other.body)


def _alike(first: str, second: str) -> bool:
    """Whether two bodies may be one that was renamed or merged: 教育局, 教育体育局."""
    one, two = _GENERAL.sub("", first), _GENERAL.sub("", second)
    if not one or not two or one in two or two in one:
        return True
    return any(one[at : at + 2] in two for at in range(len(one) - 1))


def _codes(match: Match) -> set[str]:
    return {match.place.code, match.old_code} - {""}


def _same_place(first: AgencyName, second: AgencyName) -> bool:
    return any(_codes(a) & _codes(b) for a in first.matches for b in second.matches)


def _near(first: AgencyName, second: AgencyName) -> bool:
    """Whether two places lie in one prefecture, or one of them is the province above."""
    heads = {code[:4] for m in first.matches for code in _codes(m)}
    others = {code[:4] for m in second.matches for code in _codes(m)}
    return any(a.startswith(b) or b.startswith(a) for a in heads for b in others)


def _lies_in(lower: AgencyName, upper: AgencyName) -> bool:
    known = register()
    return any(known.within(a, b) for a in lower.matches for b in upper.matches)
