"""Whose report it is: the publisher's name, its place, and what the document says against it."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.attribution.agencies import agency, central_agency
from parsers.attribution.agency_name import AgencyName
from parsers.attribution.doubts import Doubt, doubt, doubt_of_place
from parsers.attribution.organs import successions
from parsers.attribution.resolution import resolve
from parsers.attribution.sources import publisher
from parsers.attribution.statements import statements
from parsers.attribution.surroundings import Surroundings
from parsers.attribution.titles import Title
from parsers.record import Agency


def agency_of_report(
    title: Title,
    links: Sequence[Title | None],
    own_titles: Sequence[AgencyName],
    around: Surroundings,
    year: int | None,
    notes: list[str],
) -> Agency | None:
    """The agency, None where nobody is named. own_titles: names in the titles that the text itself
    prints. What is not believed is added to `notes`."""
    said = statements(around)
    published = publisher(title, links, said, around)
    if published is None:
        notes.append("no agency is named in title, signature, opening words or portal")
        return None
    name, source = published.name, published.source
    if name.remark:
        notes.append(f"the name is followed by ({name.remark})")
    against = doubt(name, source, own_titles, said, around)
    if against and against.outweighs:
        notes.append(f"the title names {name.printed}: not believed, {against.reason}")
        name, source = against.rivals[0], "document itself, not its title"
    found, by_portal = _placed(name, around, year, notes)
    if source not in ("title", "link"):
        resolution = "context" if found.resolution == "exact" else found.resolution
        reason = f"named by the {source}; {found.reason}"
        found = found.model_copy(update={"resolution": resolution, "reason": reason})
    if against and against.outweighs:
        return found
    if against is None and found.division_code and (by_portal or not own_titles):
        against = doubt_of_place(found.division_code, around)
    return _in_doubt(found, name, against, around, year) if against else found


def _placed(
    name: AgencyName, around: Surroundings, year: int | None, notes: list[str]
) -> tuple[Agency, bool]:
    """The agency that a name means, and whether the portal's name alone told the place."""
    if name.central:
        return central_agency(name), False
    ended = [s for s in successions(name.organ.body) if year and year > s.year]
    notes += [f"{s.before} was {s.how} into {s.after} by {s.year} ({s.source})" for s in ended[:1]]
    decision = resolve(name, around, year)
    return agency(name, decision, around), decision.by_portal


def _in_doubt(
    found: Agency, name: AgencyName, against: Doubt, around: Surroundings, year: int | None
) -> Agency:
    """Ambiguous between the one that the title names and those that the document names."""
    named = [found, *(_placed(rival, around, year, [])[0] for rival in against.rivals)]
    settled = [a.agency_id for a in named if a.resolution not in ("ambiguous", "unresolved")]
    told = {*settled, *(c for a in named for c in a.candidates)}
    if len(told) < 1:
        return found
    return Agency(
        agency_id=f"0:{name.printed}",
        name=name.printed,
        body=found.body,
        kind=found.kind,
        level=found.level,
        resolution="ambiguous",
        candidates=tuple(sorted(told)),
        names=found.names,
        reason=f"{found.reason}; but {against.reason}",
    )
