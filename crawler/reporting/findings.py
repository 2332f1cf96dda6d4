"""From what a run found to what an operator has to know: the rules, and how grave each is.

Silence is what they look for: a portal that gave reports and gives none now is an alarm, a
portal that never gave any is none. Words for every kind are in words.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.reporting.gathered import Gathered
from crawler.reporting.model import Finding, PortalReport, Severity
from crawler.reporting.runs import Run

SOON = timedelta(days=14)
"""A certificate that runs out within this time is worth a note."""
MANY, LARGE_SHARE = 3, 10
"""A loss of at least so many reports, and at least one in so many, is an alarm."""

LASTING = frozenset(
    "blocked unreachable silent nothing_found needs_browser certificate_expired"
    " certificate_expires overdue none_published not_sent".split()
)
"""Kinds that describe how a portal stands: where one is told no more, it is resolved. The others
tell of one run."""


@dataclass(frozen=True, slots=True)
class Observed:
    """What a run noticed that the corpus does not keep.

    capped: lists and pages left before their end, with the reason, by address. needs_browser:
    what is missing for the pages of a host. certificates: when those of hosts run out.
    """

    capped: Mapping[str, str] = field(default_factory=dict)
    needs_browser: Mapping[str, str] = field(default_factory=dict)
    certificates: Mapping[str, datetime] = field(default_factory=dict)


Told = Iterator[Finding]


def of_run(run: Run, before: Run | None, portals: list[Gathered]) -> Told:
    """What concerns the whole run."""
    errors = run.counts.get("errors", 0)
    if errors:
        yield _finding("errors", "alarm", None, count=errors)
    if waiting := run.counts.get("waiting", 0):
        yield _finding("waiting", "warning", None, count=waiting)
    unfinished = sum(portal.state == "unfinished" for portal in portals)
    if run.finish_reason != "finished":
        reason = run.finish_reason or "killed"
        yield _finding("cut_short", "warning", None, reason=reason, portals=unfinished)
    if before is not None and not before.finished_at:
        yield _finding("killed_before", "note", None, run=before.run_id)


def of_portal(
    portal: Gathered, earlier: PortalReport | None, observed: Observed, now: datetime
) -> Told:
    """What concerns one portal. earlier: the last report that told of it."""
    yield from _standing(portal)
    yield from _columns(portal, observed)
    yield from _losses(portal, earlier)
    yield from _documents(portal)
    yield from _dues(portal)
    yield from _certificates(portal, observed, now)


def _standing(portal: Gathered) -> Told:
    had = gave_reports(portal)
    if portal.state == "blocked":
        yield _finding("blocked", "alarm" if had else "warning", portal, reason=_why(portal))
    elif portal.state in ("unreachable", "clone"):
        again = had and portal.state_before == portal.state
        yield _finding("unreachable", "alarm" if again else "warning", portal, reason=_why(portal))
    elif had and (portal.state == "no_column" or _has_lost_its_lists(portal)):
        columns = ", ".join((portal.columns_gone or portal.columns_known)[:3])
        yield _finding("silent", "alarm", portal, reports=portal.reports, columns=columns or "–")
    elif portal.state == "no_column":
        yield _finding("nothing_found", "warning", portal, reason=_why(portal))
    if _is_other_software(portal.family_before, portal.family):
        yield _finding(
            "family_changed", "warning", portal, before=portal.family_before, now=portal.family
        )


def _is_other_software(before: str, now: str) -> bool:
    """Whether a portal's families, ` | ` between them, have none in common with those before."""
    return bool(before and now) and set(before.split(" | ")).isdisjoint(now.split(" | "))


def _columns(portal: Gathered, observed: Observed) -> Told:
    if portal.columns_gone and not _has_lost_its_lists(portal):
        old, new = portal.columns_gone, portal.columns_new
        if new:
            yield _finding("column_moved", "warning", portal, before=old[0], now=new[0])
        else:
            yield _finding("column_gone", "warning", portal, columns=", ".join(old[:3]))
    if portal.pages_failed:
        yield _finding("pages_failed", "warning", portal, count=portal.pages_failed)
    if portal.waiting and portal.state == "done":
        yield _finding("not_walked", "warning", portal, count=portal.waiting)
    for address, reason in observed.capped.items():
        is_limit = any(reason in trouble for trouble in portal.troubles)
        severity: Severity = "warning" if is_limit else "note"  # or the list ended by itself
        yield _finding("left_early", severity, portal, address=address, reason=reason)
    for host, missing in observed.needs_browser.items():
        yield _finding("needs_browser", "warning", portal, host=host, missing=missing)


def _losses(portal: Gathered, earlier: PortalReport | None) -> Told:
    gone = len(portal.gone)
    if gone:
        severity: Severity = "note"
        if gone >= MANY:
            severity = "alarm" if gone * 2 >= portal.reports else "warning"
        yield _finding("gone", severity, portal, count=gone, first=portal.gone[0].url)
    if portal.unread and portal.state == "done":
        first = portal.unread[0]
        yield _finding("unread", "warning", portal, count=len(portal.unread), reason=first.reason)
    if earlier is None:
        return
    for kind, before, now in (
        ("fewer_reports", earlier.reports, portal.reports),
        ("fewer_verified", earlier.verified, portal.verified),
    ):
        lost = before - now
        if lost > 0:
            is_large = lost >= MANY and lost * LARGE_SHARE >= before
            level: Severity = "alarm" if is_large else "warning"
            yield _finding(kind, level, portal, before=before, now=now)


def _documents(portal: Gathered) -> Told:
    if portal.unreadable:
        reason, _ = portal.unreadable.most_common(1)[0]
        count = portal.unreadable.total()
        yield _finding("unreadable", "warning", portal, count=count, reason=reason)
    if portal.unplaced:
        reason, _ = portal.unplaced.most_common(1)[0]
        yield _finding("unplaced", "note", portal, count=portal.unplaced.total(), reason=reason)


def _dues(portal: Gathered) -> Told:
    if not portal.overdue:
        return
    late, expected = len(portal.overdue), portal.expected
    names = "、".join(portal.overdue[:5]) + (" …" if late > 5 else "")
    kind, severity = ("none_published", "warning") if late == expected else ("overdue", "note")
    told = {"year": portal.overdue_year, "late": late, "expected": expected, "names": names}
    yield _finding(kind, severity, portal, **told)  # type: ignore[arg-type]


def _certificates(portal: Gathered, observed: Observed, now: datetime) -> Told:
    for host, ends in sorted(observed.certificates.items()):
        if ends <= now:
            yield _finding("certificate_expired", "warning", portal, host=host, day=f"{ends:%F}")
        elif ends - now <= SOON:
            yield _finding("certificate_expires", "note", portal, host=host, day=f"{ends:%F}")


def gave_reports(portal: Gathered) -> bool:
    """Whether an earlier run had a report from the portal."""
    found_now = {(seen.agency, seen.year) for seen in portal.new if seen.status}
    return portal.known_before and portal.reports > len(found_now)


def with_history(
    findings: list[Finding], earlier: Mapping[str, list[Finding]], run_id: str
) -> list[Finding]:
    """The findings, each with the run that told it first. earlier: by portal, those of its last
    report."""
    first = {
        (finding.kind, finding.portal): finding.since
        for told in earlier.values()
        for finding in told
    }
    return [
        finding.model_copy(update={"since": first.get((finding.kind, finding.portal)) or run_id})
        for finding in findings
    ]


def resolved(findings: list[Finding], earlier: Mapping[str, list[Finding]]) -> list[Finding]:
    """What the last reports told of how portals stand, and is found no more."""
    now = {(finding.kind, finding.portal) for finding in findings}
    return [
        finding
        for told in earlier.values()
        for finding in told
        if finding.kind in LASTING and (finding.kind, finding.portal) not in now
    ]


def _has_lost_its_lists(portal: Gathered) -> bool:
    """Of the lists that gave reports none could be read, and not for want of an answer."""
    if portal.state != "done" or portal.columns_read or portal.pages_failed:
        return False
    return bool(portal.columns_known)


def _why(portal: Gathered) -> str:
    return portal.troubles[0].removeprefix("the home page: ") if portal.troubles else "–"


def _finding(
    kind: str, severity: Severity, portal: Gathered | None, **values: str | int
) -> Finding:
    if portal is None:
        return Finding(kind=kind, severity=severity, values=values)
    name = portal.name or portal.home
    return Finding(kind=kind, severity=severity, portal=portal.portal, name=name, values=values)
