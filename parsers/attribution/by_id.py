"""An agency by its id, `<division code>:<body>`: what the registers say of it."""

from __future__ import annotations

import re

from parsers.attribution.agencies import agency, central_agency
from parsers.attribution.agency_name import AgencyName
from parsers.attribution.central import branch_organ, national_organ
from parsers.attribution.corps import corps_agency
from parsers.attribution.divisions import Match, Place, register, stem_of
from parsers.attribution.name_organs import any_organ
from parsers.attribution.naming import parse_agency
from parsers.attribution.organs import Organ
from parsers.attribution.resolution import Decision
from parsers.attribution.surroundings import surroundings
from parsers.attribution.zones import organ_of_body
from parsers.record import Agency, Hints

_BODY = re.compile(r"[\u3400-\u9fffA-Za-z0-9·()、-]{2,40}")
_NATIONAL = "00"
_BRANCH_ENDINGS = ("分局", "监管局", "管理局")


def agency_of_id(agency_id: str) -> Agency | None:
    """The agency of an id as this project writes them; None for an id of no known division, of
    no national organ, or without a body. Its resolution is `context`, `names` is empty."""
    code, _, body = agency_id.partition(":")
    if not _BODY.fullmatch(body):
        return None
    if code == _NATIONAL:
        return _national(body)
    place = register().place(code)
    organ = _organ(body)
    if place is None or organ is None:
        return None
    name = AgencyName(_printed(organ, place), organ, (Match(place, "exact", code),), place.name)
    decision = Decision(place, "context", "by its id")
    found = agency(name, decision, surroundings((), Hints()))
    return found.model_copy(update={"names": ()}) if found.agency_id == agency_id else None


def _national(body: str) -> Agency | None:
    name = parse_agency(body)
    if name is None or not name.central or name.organ.body != body:
        return None
    return central_agency(name).model_copy(update={"names": (), "resolution": "context"})


def _organ(body: str) -> Organ | None:
    if body.endswith("分局") and not branch_organ(body):
        return Organ(body, "branch")
    if (corps := corps_agency(body)) and corps.organ.body == body:
        return corps.organ
    organ = branch_organ(body) or organ_of_body(body) or any_organ(body)
    if organ is None or national_organ(body):
        return None
    return organ if organ.body == body else None  # 发改委 is no body, 发展和改革委员会 is


def _printed(organ: Organ, place: Place) -> str:
    """A branch is printed with its seat before the ending: 公安局任城分局."""
    if organ.kind != "branch":
        return organ.body
    ending = next(e for e in _BRANCH_ENDINGS if organ.body.endswith(e))
    return f"{organ.body.removesuffix(ending)}{stem_of(place.name)}{ending}"
