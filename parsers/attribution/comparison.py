"""Whether a name that did not tell its agency may be that of a given one."""

from __future__ import annotations

from parsers.attribution.naming import parse_agency
from parsers.attribution.shapes import one_character_apart
from parsers.record import Agency

_GOVERNMENT = "人民政府"


def may_be_same(unplaced: Agency, placed: Agency) -> bool:
    """Whether an agency without a division, as read in one document, may be a placed one: it is
    among the candidates, or the name is another's but for one character, or is the organ's
    without its place (区应急局). Says what is possible, not what is so."""
    if _elsewhere(unplaced, placed):
        return False
    if unplaced.candidates:
        return placed.agency_id in unplaced.candidates
    if unplaced.body != placed.body:
        return False
    name = parse_agency(unplaced.name)
    if name and not (name.matches or name.unknown or name.place):
        return placed.name.removesuffix(placed.body).endswith(name.relative)
    read = _bare(unplaced.name, placed)
    known = {_bare(name, placed) for name in (placed.name, *placed.names)}
    return any(read == name or one_character_apart(name, read) for name in known)


def _elsewhere(unplaced: Agency, placed: Agency) -> bool:
    """Whether the county that one certainly lies in is not the other's."""
    return None not in (unplaced.county, placed.county) and unplaced.county != placed.county


def _bare(name: str, placed: Agency) -> str:
    """A name without the province and city above, and without 人民政府."""
    for above in (placed.province, placed.prefecture):
        if above and name != above:
            name = name.removeprefix(above)
    return name.removesuffix(_GOVERNMENT) or name
