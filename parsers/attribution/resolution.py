"""Which division a printed name means, decided by evidence and never by guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.divisions import (
    TOWN_TYPES,
    Match,
    Place,
    register,
    town_core,
)
from parsers.attribution.misread import Repair, repair
from parsers.attribution.narrowing import PORTAL_WORDS, evidence, lies_under
from parsers.attribution.surroundings import Surroundings
from parsers.record import Resolution

_SUFFIXES = {
    "自治区": ("自治区",),
    "自治州": ("自治州",),
    "自治县": ("自治县",),
    "省": ("省", "自治区"),
    "市": ("市",),
    "县": ("县",),
    "区": ("区",),
    "州": ("州",),
    "旗": ("旗",),
    "盟": ("盟",),
    "镇": ("镇",),
    "乡": ("乡",),
    "街道": ("街道",),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """The place, how it was found and why. `place` None: not known; then `above` is the
    division it certainly lies in, where known. `candidates` only where ambiguous. `by_portal`: a
    name or word of the portal alone told it, which belongs to whoever runs it."""

    place: Place | None
    resolution: Resolution
    reason: str
    candidates: tuple[Place, ...] = ()
    above: Place | None = None
    repaired: Repair | None = None
    by_portal: bool = False


def resolve(name: AgencyName, around: Surroundings, year: int | None) -> Decision:
    """Find the division of an agency's name."""
    if name.unknown:
        return _resolve_unknown(name, around)
    if name.matches:
        return _resolve_matches(name, around, year)
    return _resolve_from_surroundings(name, around)


def _resolve_matches(name: AgencyName, around: Surroundings, year: int | None) -> Decision:
    matches = _distinct(name.matches)
    if len(matches) > 1:
        in_time = [m for m in matches if _in_use(m, year)]
        matches = in_time or matches
    if len(matches) == 1:
        return _single(name, matches[0], around)
    return _narrow(name, matches, around)


def _distinct(matches: Iterable[Match]) -> list[Match]:
    """One match a division: its own name before an alias, a living one before an ended one of
    the same county."""
    best: dict[tuple[str, str], Match] = {}
    for match in matches:
        key = (match.place.code, (match.place.code and match.place.name) or match.place.parent)
        if key not in best or match.how == "exact":
            best[key] = match
    kept = list(best.values())
    living = {m.place.parent for m in kept if not m.place.ended and m.place.level == "township"}
    return [
        m
        for m in kept
        if not (m.place.ended and m.place.level == "township" and m.place.parent in living)
    ]


def _in_use(match: Match, year: int | None) -> bool:
    """Whether a name was that division's in the year reported on or the next."""
    if year is None:
        return True
    if match.until is not None and year > match.until:
        return False
    return match.since is None or year + 1 >= match.since


def _single(name: AgencyName, match: Match, around: Surroundings) -> Decision:
    place = match.place
    alone = place.level == "township" and not name.chained
    if alone and (conflict := _contradiction(name, match, around)):
        return Decision(None, "unresolved", conflict)
    if not place.code:
        reason = f"{place.name} is known, and the Ministry's list has no code of its own for it"
        return Decision(None, "unresolved", reason, above=_parent(place))
    if match.how == "alias":
        spelled = name.place or name.printed
        same = register().place(place.code)
        reason = f"{spelled} is another name of {same.name if same else place.name}"
        if spelled == place.name and (above := _parent(place)):
            reason = f"{name.printed} is another name of {place.name}"  # 第八师, of 石河子市
            if place.level == "township":  # of a county that ended
                reason = f"{spelled} lies in {above.name} now"
        return Decision(place, "alias", reason)
    told = "name with the division above it" if name.chained else "name occurs once in the country"
    return Decision(place, "exact", told)


def _parent(place: Place) -> Place | None:
    return next(register().ancestors(place), None)


def _contradiction(name: AgencyName, match: Match, around: Surroundings) -> str:
    """The text or the portal puts a town of this name elsewhere: then it is another town."""
    known = register()
    printed = around.parents_printed_before(name.place)
    if printed and not any(known.within(match, p) for parents in printed for p in parents):
        place = printed[0][0].place.name
        return f"the text names {place}{name.place}, the lists know {name.place} only elsewhere"
    code = around.hints.division_code
    sites = [p for label, p in around.site_places() if label.startswith("division code")]
    if not printed and code and sites and not lies_under(match.place, sites[0]):
        where = sites[0].name
        return f"the portal is that of {where}, the lists know {name.place} only elsewhere"
    return ""


def _narrow(name: AgencyName, matches: list[Match], around: Surroundings) -> Decision:
    """Several divisions bear the name: ask one kind of evidence after another. Weaker evidence
    is not asked where the text or the portal's code speaks against every candidate."""
    left = matches
    for label, decisive, supported in evidence(name, around):
        found = [m for m in left if supported(m)]
        if len(found) == 1:
            chosen = _chosen(name, found[0], label)
            return replace(chosen, by_portal=label.startswith(PORTAL_WORDS))
        if not found and decisive:
            reason = f"{label}, which is the place of none of the {len(left)} of that name"
            return Decision(None, "unresolved", reason, above=_site_above(around))
        left = found or left
    candidates = tuple(m.place for m in left)
    reason = f"{len(left)} divisions bear the name {name.place}, nothing tells which"
    return Decision(None, "ambiguous", reason, candidates=candidates)


def _site_above(around: Surroundings) -> Place | None:
    """The county that the portal's codes tell."""
    return next((site for _, site in around.site_places() if site.level == "county"), None)


def _chosen(name: AgencyName, match: Match, label: str) -> Decision:
    if not match.place.code:
        reason = f"{name.place} by {label}; the Ministry's list has no code of its own for it"
        return Decision(None, "unresolved", reason, above=_parent(match.place))
    return Decision(match.place, "context", f"{name.place}: {label}")


def _resolve_unknown(name: AgencyName, around: Surroundings) -> Decision:
    """The printed place is in no list: misread, or not there."""
    known = register()
    if name.matches:  # a known town under a county that is not
        pool: list[Place] = [p for m in name.matches if (p := _parent(m.place))]
        county = repair(name.unknown, pool, around)
        if county is None:
            return Decision(None, "unresolved", f"{name.unknown} is in no list of divisions")
        town = next(m.place for m in name.matches if m.place.parent == county.place.code)
        return Decision(town, "corrected", county.reason, repaired=county)
    above, label = _above_unknown(name, around)
    if above is None:
        return Decision(None, "unresolved", f"{name.unknown} is in no list of divisions")
    if heirs := _of_other_type(name.unknown, above):
        return _raised(name.unknown, heirs, around, f"{above.name} ({label})")
    found = repair(name.unknown, known.townships(above.code), around)
    if found is None:
        reason = f"{name.unknown} is not in the lists of {above.name} ({label})"
        return Decision(None, "unresolved", reason, above=above)
    return Decision(found.place, "corrected", f"{found.reason}; {label}", repaired=found)


def _of_other_type(printed: str, above: Place) -> list[Place]:
    """Townships of the same name but for their type, 观堂镇 for 观堂乡."""
    stem = town_core(printed)
    if not printed.endswith(TOWN_TYPES) or len(stem) < 2:
        return []
    return [
        p for p in register().townships(above.code) if not p.ended and town_core(p.name) == stem
    ]


def _raised(printed: str, heirs: list[Place], around: Surroundings, where: str) -> Decision:
    """A 乡 of which the lists have the 镇 alone: mostly raised, sometimes merged into it. The
    one that the page names too is it; otherwise it is left to be settled."""
    crumbs = "\n".join((*around.hints.breadcrumb, around.hints.site_name, around.hints.page_title))
    named = [p for p in heirs if p.name in around.text or p.name in crumbs]
    if len(named) == 1:
        reason = f"{printed} is not in the lists of {where}; the page names {named[0].name} too"
        return Decision(named[0], "alias", reason)
    names = "、".join(p.name for p in heirs)
    reason = f"{printed} is not in the lists of {where}: raised to {names}, or merged into it"
    return Decision(None, "ambiguous", reason, candidates=tuple(heirs))


def _above_unknown(name: AgencyName, around: Surroundings) -> tuple[Place | None, str]:
    """The one county that an unlisted town lies in, and what says so."""
    printed = [name.above] if name.above else around.parents_printed_before(name.unknown)
    printed = printed or around.parents_of_misreadings(name.unknown)
    named = {m.place.code: m.place for ms in printed for m in ms if _has_towns(m.place)}
    if len(named) == 1:
        county = next(iter(named.values()))
        return county, f"the text puts it in {county.name}"
    for label, site in around.site_places():
        if _has_towns(site) and (not named or site.code in named):
            return site, f"{label} is of {site.name}"
    return None, ""


def _has_towns(place: Place) -> bool:
    return place.level == "county" or bool(register().townships(place.code))


def _resolve_from_surroundings(name: AgencyName, around: Surroundings) -> Decision:
    """The name has no place, or a relative one (区住建局): signature, text, portal."""
    for signed in around.signatures():
        if signed.organ.body == name.organ.body and signed.matches and _fits(signed, name):
            return _borrowed(signed, around, f"signed {signed.printed}")
    if name.organ.kind in ("department", "vertical", "zone", "branch", "other"):
        printed = {
            m.place.code: m.place
            for parents in around.parents_printed_before(_core(name))
            for m in parents
            if len(parents) == 1 and m.place.name.endswith(_suffixes(name))
        }
        if len(printed) == 1:
            place = next(iter(printed.values()))
            return Decision(place, "context", f"the text prints {place.name} before the organ")
        if printed:
            reason = f"the text puts {name.printed} in several places"
            return Decision(None, "ambiguous", reason, candidates=tuple(printed.values()))
    for label, site in around.site_places():
        if site.level != "township" and _believable(site, name, around):
            return Decision(site, "context", f"{label} is of {site.name}")
    for label, agency in around.site_names():
        if agency.central:
            continue
        place = agency.matches[0].place
        if len(_distinct(agency.matches)) == 1 and place.code and _believable(place, name, around):
            reason = f"{label} names {agency.printed}"
            return Decision(place, "context", reason, by_portal=True)
    return Decision(None, "unresolved", f"{name.printed} is printed without its place")


def _core(name: AgencyName) -> str:
    """The organ as printed, without 区 or 市 before it."""
    return name.printed.removeprefix("我").removeprefix("本").removeprefix(name.relative)


def _fits(signed: AgencyName, name: AgencyName) -> bool:
    return all(m.place.name.endswith(_suffixes(name)) for m in signed.matches)


def _suffixes(name: AgencyName) -> tuple[str, ...]:
    return _SUFFIXES.get(name.relative, ("",))


def _borrowed(signed: AgencyName, around: Surroundings, label: str) -> Decision:
    decision = _resolve_matches(signed, around, None)
    if decision.place is None:
        return decision
    return Decision(decision.place, "context", label)


def _believable(place: Place, name: AgencyName, around: Surroundings) -> bool:
    """A portal's division may be the agency's: the relative word and the text agree with it."""
    if not place.name.endswith(_suffixes(name)):
        return False
    if name.relative in ("镇", "乡", "街道"):
        return place.level == "township"
    said = [w for w in around.speaks_of_itself_as() if w in ("省", "市", "县", "区", "州", "旗")]
    return not said or any(place.name.endswith(_SUFFIXES[w]) for w in said)
