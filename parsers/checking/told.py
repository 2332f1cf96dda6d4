"""Numbers told in sentences against the tables: one more check, and no identity.

A difference is an observation. Reports count 收到 with or without what was carried in, and
lawsuits when they are filed or when they end, so a difference never changes a status.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..interpretation.templates import COMMON
from ..record import Cell, Fact, IdentityFailure

Place = tuple[str, str, str]

_RECEIVED: Place = ("applications", "received", "total")
_CARRIED_IN: Place = ("applications", "carried_in", "total")
_ANSWERED: Place = ("applications", "total", "total")
_RECONSIDERATION: Place = ("proceedings", "reconsideration", "total")
_LITIGATION: tuple[Place, ...] = tuple(
    ("proceedings", channel, "total") for channel in COMMON.channels[1:]
)
# indicator, rule, and the sums of cells that may be meant; the first is the usual meaning.
CHECKS: tuple[tuple[str, str, tuple[tuple[Place, ...], ...]], ...] = (
    ("applications_received", "told_received", ((_RECEIVED,), (_RECEIVED, _CARRIED_IN))),
    ("applications_answered", "told_answered", ((_ANSWERED,),)),
    ("reconsiderations", "told_reconsiderations", ((_RECONSIDERATION,),)),
    ("litigations", "told_litigations", (_LITIGATION,)),
)


def told_differences(facts: Sequence[Fact], cells: Sequence[Cell]) -> tuple[IdentityFailure, ...]:
    """Exact numbers of the text that the tables print otherwise: `left` told, `right` printed."""
    told = {fact.indicator: fact for fact in facts if fact.qualifier == "exact"}
    if not told:
        return ()
    printed: dict[Place, int] = {
        (c.table, c.row, c.column): int(c.value)
        for c in cells
        if c.value is not None and c.table != "disclosures"
    }
    found = []
    for indicator, rule, meanings in CHECKS:
        fact = told.get(indicator)
        sums = [s for places in meanings if (s := _sum(places, printed)) is not None]
        if fact is None or not sums or "." in fact.value or int(fact.value) in sums:
            continue
        scope = ".".join(meanings[0][0])
        found.append(IdentityFailure(rule=rule, scope=scope, left=fact.value, right=str(sums[0])))
    return tuple(found)


def _sum(places: Sequence[Place], printed: Mapping[Place, int]) -> int | None:
    if any(place not in printed for place in places):
        return None
    return sum(printed[place] for place in places)
