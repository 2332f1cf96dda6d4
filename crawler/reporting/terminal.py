"""The report in a few lines, for a terminal or for cron's mail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crawler.errors import one_line
from crawler.reporting.model import Finding, PortalReport, RunReport, worst_first
from crawler.reporting.wording import advice, told
from crawler.terminals import wrapped

SHOWN = 12
"""Findings told one by one; the page has all of them."""


def report_text(report: RunReport, page: Path | None, width: int) -> str:
    """What the run found, its gravest findings with what to do, and where the whole report is.

    width: columns of the terminal.
    """
    portals = report.portals
    found = ", ".join(
        f"{sum(count(portal) for portal in portals)} {name}" for name, count in _COUNTS.items()
    )
    ended = report.finish_reason or "not finished"
    lines = wrapped(f"Run {report.run_id} ({ended}): {len(portals)} portals, {found}", width, 2)
    findings = worst_first(report.findings)
    for finding in findings[:SHOWN]:
        lines += wrapped(f"  {finding.severity:<8} {finding_line(finding)}", width, 11)
        lines += wrapped(f"           → {advice(finding)}", width, 13)
    if len(findings) > SHOWN:
        lines.append(f"  and {len(findings) - SHOWN} more findings")
    if report.resolved:
        lines.append(f"  {len(report.resolved)} earlier findings are resolved")
    if page is not None:
        lines.append(f"  the whole report: {page}")
    return "\n".join(lines)


def alert_lines(findings: Sequence[Finding], page: Path | None) -> list[str]:
    """One line for each finding that must not go unseen, and where to read on."""
    lines = [f"{finding.severity}: {finding_line(finding)}" for finding in findings[:SHOWN]]
    if len(findings) > SHOWN:
        lines.append(f"and {len(findings) - SHOWN} more")
    if page is not None:
        lines.append(f"the whole report: {page}")
    return lines


def finding_line(finding: Finding) -> str:
    """Whom it concerns and what was found."""
    return f"{one_line(finding.name)}: {told(finding)}" if finding.name else told(finding)


def _refused(portal: PortalReport) -> int:
    return sum(portal.refused.values())


_COUNTS = {
    "new documents": lambda portal: portal.new,
    "changed": lambda portal: portal.changed,
    "gone": lambda portal: portal.gone,
    "not captured": _refused,
    "reports": lambda portal: portal.reports,
    "verified": lambda portal: portal.verified,
}
