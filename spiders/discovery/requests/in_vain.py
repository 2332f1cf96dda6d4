"""Requests that wait and need not be made, by what came since they were asked for."""

from __future__ import annotations

from spiders.discovery.lists.listings import key_of
from spiders.discovery.record import PortalRecord
from spiders.discovery.requests.ledger import MOST_DEAD_ROWS, Ledger
from spiders.discovery.requests.pending import Pending


def in_vain(pending: Pending, ledger: Ledger, record: PortalRecord) -> str:
    """What the pages asked for before have shown: that this one brings nothing; else ''."""
    step = pending.step
    if step.role == "row" and ledger.is_dead(step.listed):
        reason = f"the list was left after {MOST_DEAD_ROWS} rows in a row that lead nowhere"
        record.capped(step.listed, reason)
        return reason
    if step.role == "row" and isinstance(pending.target, str) and ledger.is_repeat(pending.target):
        return "the same page was read under another address"
    if step.role == "row" and (
        original := ledger.twins.original(key_of(pending.target), step.label)
    ):
        return f"the same row is read at {original}, which this part of the portal repeats"
    views = step.role == "column" and not step.start and pending.shown is None
    if views and step.asked is None and ledger.views.is_stale(pending.target):
        page = key_of(pending.target).partition("?")[0]
        reason = "a further view of a page whose views list the same"
        record.ended(page, reason)
        return reason
    if ledger.views.is_narrow(pending.view):
        reason = "a further view of a list that has all that its views have"
        record.ended(pending.view, reason)
        return reason
    return ""
