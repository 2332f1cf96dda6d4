"""Making the report of a run that has ended: gathered, compared, sent on, written."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from crawler.corpus.errors import CorpusError, told
from crawler.errors import BadArgument, StorageError
from crawler.reporting import findings as rules
from crawler.reporting.files import (
    earlier_reports,
    page_of,
    reports_folder,
    write_report,
)
from crawler.reporting.findings import Observed
from crawler.reporting.gathered import Gathered
from crawler.reporting.gathering import gather, shown
from crawler.reporting.model import SEVERITIES, Finding, PortalReport, RunReport
from crawler.reporting.page import html
from crawler.reporting.runs import Run, run_before, run_of
from crawler.reporting.sending import send
from spiders.discovery.sites import site_of

NEVER = "never"
LEVELS = (*SEVERITIES, NEVER)


@dataclass(frozen=True, slots=True)
class Made:
    """A report and its page, None where it could not be written; then `trouble` says why."""

    report: RunReport
    page: Path | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The last word of earlier reports on each portal, and on runs as a whole (key "")."""

    portals: dict[str, PortalReport]
    findings: dict[str, list[Finding]]
    broken: list[str]


def alert_level(settings: BaseSettings) -> str:
    """The setting ALERT_FROM: the severity from which findings are sent and set the exit code.

    Raises BadArgument.
    """
    level = str(settings["ALERT_FROM"])
    if level not in LEVELS:
        raise BadArgument(f"ALERT_FROM={level}: expected one of {', '.join(LEVELS)}")
    return level


def make_report(
    corpus: Path, run_id: str, stats: Mapping[str, Any], settings: BaseSettings
) -> Made:
    """The report of a run that has let go of the corpus. Raises StorageError where the corpus
    cannot be read; a report that cannot be sent or written says so instead."""
    now = datetime.now(UTC)
    folder = reports_folder(corpus, settings["RUN_REPORTS"])
    run, before, portals = _gathered(corpus, run_id, now)
    earlier = _earlier(folder, run_id, {portal.portal for portal in portals})
    observed = observed_in(stats)
    found = list(rules.of_run(run, before, portals))
    found += [_finding_of(name) for name in earlier.broken]
    for portal in portals:
        seen = _seen_on(observed, portal)
        found += rules.of_portal(portal, earlier.portals.get(portal.portal), seen, now)
    page = page_of(folder, run_id)
    report = _report(corpus, run, before, portals, found, earlier)
    failures = send(report, alert_level(settings), str(page.resolve()), settings)
    if failures:
        found += [
            Finding(kind="not_sent", severity="warning", values={"reason": reason})
            for reason in failures
        ]
        report = _report(corpus, run, before, portals, found, earlier)
    try:
        return Made(report, write_report(folder, report, html(report, folder)))
    except StorageError as error:
        return Made(report, None, str(error))


def observed_in(stats: Mapping[str, Any]) -> Observed:
    """What spiders and extensions left in Scrapy's stats; see `spiders.discovery.record`."""

    def under(prefix: str) -> dict[str, Any]:
        return {
            key.removeprefix(prefix): value
            for key, value in stats.items()
            if key.startswith(prefix)
        }

    return Observed(under("portal/capped/"), under("portal/needs_browser/"), under("certificate/"))


def _gathered(corpus: Path, run_id: str, now: datetime) -> tuple[Run, Run | None, list[Gathered]]:
    uri = f"{corpus.resolve().as_uri()}?mode=ro"
    with told(corpus), closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("BEGIN")  # one state of the corpus, whoever writes to it meanwhile
        run = run_of(connection, run_id)
        if run is None:
            raise CorpusError(f"corpus {corpus} has no run {run_id!r}")
        return run, run_before(connection, run), gather(connection, run, now)


def _earlier(folder: Path, run_id: str, wanted: set[str]) -> _Earlier:
    """Look back until every portal of this run was met."""
    known = _Earlier({}, {}, [])
    for report in earlier_reports(folder, run_id):
        if isinstance(report, Path):
            known.broken.append(report.name)
            continue
        known.findings.setdefault("", [f for f in report.findings if not f.portal])
        for portal in report.portals:
            if portal.portal in wanted and portal.portal not in known.portals:
                known.portals[portal.portal] = portal
                if portal.portal:
                    known.findings[portal.portal] = [
                        f for f in report.findings if f.portal == portal.portal
                    ]
        if wanted <= known.portals.keys():
            break
    return known


def _seen_on(observed: Observed, portal: Gathered) -> Observed:
    """The part that concerns one portal."""
    if not portal.portal:
        return Observed()
    site = site_of(portal.home)

    def is_here(address: str) -> bool:
        url = address if "://" in address else f"http://{address}"
        try:
            return urlsplit(url).hostname is not None and site_of(url) == site
        except ValueError:
            return False

    def here(told: Mapping[str, Any]) -> dict[str, Any]:
        return {address: value for address, value in told.items() if is_here(address)}

    return Observed(
        here(observed.capped), here(observed.needs_browser), here(observed.certificates)
    )


def _finding_of(broken: str) -> Finding:
    return Finding(kind="no_comparison", severity="note", values={"file": broken})


def _report(
    corpus: Path,
    run: Run,
    before: Run | None,
    portals: list[Gathered],
    found: list[Finding],
    earlier: _Earlier,
) -> RunReport:
    return RunReport(
        run_id=run.run_id,
        spider=run.spider,
        arguments=run.arguments,
        corpus=str(corpus.resolve()),
        started_at=run.started_at,
        finished_at=run.finished_at,
        finish_reason=run.finish_reason,
        previous_run=before.run_id if before else "",
        counts=run.counts,
        portals=tuple(_told(p, earlier.portals.get(p.portal)) for p in portals),
        findings=tuple(rules.with_history(found, earlier.findings, run.run_id)),
        resolved=tuple(rules.resolved(found, earlier.findings)),
    )


def _told(portal: Gathered, earlier: PortalReport | None) -> PortalReport:
    return PortalReport(
        portal=portal.portal,
        home=portal.home,
        name=portal.name,
        state=portal.state,
        state_before=portal.state_before,
        family=portal.family,
        evidence=portal.evidence,
        family_before=portal.family_before,
        requests=portal.run_counts.get("requests", 0),
        unchanged=portal.run_counts.get("unchanged", 0),
        new=len(portal.new),
        changed=len(portal.changed),
        gone=len(portal.gone),
        unread=len(portal.unread),
        new_shown=shown(portal.new),
        changed_shown=shown(portal.changed),
        gone_shown=shown(portal.gone),
        unread_shown=shown(portal.unread),
        refused=dict(portal.refused.most_common()),
        not_reports=dict(portal.not_reports.most_common()),
        unreadable=dict(portal.unreadable.most_common()),
        unplaced=dict(portal.unplaced.most_common()),
        troubles=tuple(portal.troubles),
        reports=portal.reports,
        verified=portal.verified,
        reports_before=earlier.reports if earlier else None,
        verified_before=earlier.verified if earlier else None,
        years=dict(sorted(portal.years.items())),
    )
