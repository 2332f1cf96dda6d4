"""Where a document's own sentences, address or telephone speak against the name over it.

A mirror's page bears the title that somebody gave it, a portal's list the one that somebody typed.
The document itself is asked before such a title is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.attribution.agency_name import AgencyName
from parsers.attribution.agreement import agree, is_office_there
from parsers.attribution.divisions import register
from parsers.attribution.statements import (
    LABELS,
    NAME_BELOW,
    OPENING,
    SIGNATURE,
    Statement,
)
from parsers.attribution.surroundings import Surroundings, area_codes

TITLE = "title in the text"
_ENOUGH = 2  # kinds of sentences that outweigh a title which the document itself does not bear


@dataclass(frozen=True, slots=True)
class Doubt:
    """rivals: those whom the document names instead; `outweighs` where it is the first one's
    for certain. Without rivals the place alone is in doubt."""

    reason: str
    rivals: tuple[AgencyName, ...] = ()
    outweighs: bool = False


def doubt(
    name: AgencyName,
    source: str,
    own_titles: Sequence[AgencyName],
    said: Sequence[Statement],
    around: Surroundings,
) -> Doubt | None:
    """What speaks against a name that a title, a link or one of the document's sentences gave
    (`source`). own_titles: names in the titles that the text itself prints."""
    is_own = any(agree(name, other, around) for other in own_titles)
    told = list(said)
    if not is_own:
        told += [Statement(other, TITLE) for other in own_titles if other.quality > 2]
    against = [s for s in told if not agree(name, s.name, around)]
    if source in LABELS:
        return _between(against) if against else None
    support = {s.label for s in told if agree(name, s.name, around)}
    if is_own:
        strong = [
            s
            for s in against
            if s.label == SIGNATURE or (s.label == OPENING and is_office_there(name, s.name))
        ]
        return _between(strong) if strong and not support else None
    if not against or support & {SIGNATURE, NAME_BELOW}:
        return None
    return _weighed(against, support, around)


def _weighed(against: Sequence[Statement], support: set[str], around: Surroundings) -> Doubt:
    first = against[0].name
    agreed = all(agree(first, s.name, around) for s in against)
    labels = {s.label for s in against}
    if agreed and not support and len(labels) >= _ENOUGH and labels & {SIGNATURE, OPENING, TITLE}:
        words = ", ".join(sorted(labels))
        return Doubt(f"the document's {words} name {first.printed}", (first,), outweighs=True)
    return _between(against)


def _between(against: Sequence[Statement]) -> Doubt:
    one = against[0]
    rivals = {s.name.printed: s.name for s in against}
    return Doubt(f"the document's {one.label} names {one.name.printed}", tuple(rivals.values()))


def doubt_of_place(code: str, around: Surroundings) -> Doubt | None:
    """The telephone that the document gives is not of the prefecture of a division's code."""
    area_code, divisions = around.telephone_divisions()
    codes = {code, *register().old_codes(code), *register().old_codes(code[:6])}
    if not divisions or _overlap(codes, divisions):
        return None
    if not any(_overlap(codes, others) for others in area_codes().values()):
        return None  # the list has no area code for it
    return Doubt(f"the document's telephone has the area code {area_code} of another city")


def _overlap(codes: Iterable[str], divisions: Sequence[str]) -> bool:
    return any(c.startswith(d) or d.startswith(c) for c in codes for d in divisions)
