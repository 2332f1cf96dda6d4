"""The page of a run: static, without script and without anything from elsewhere.

Everything that portals and agencies wrote is escaped. The style is that of the releases' pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from crawler.pages.markup import both, cell, number, page, row
from crawler.reporting.files import page_of
from crawler.reporting.model import (
    SEVERITIES,
    Finding,
    PortalReport,
    RunReport,
    Seen,
    worst_first,
)
from crawler.reporting.wording import advice, told, words

SHOWN = 20
"""Addresses and reasons of one kind that the page lists for a portal; the JSON has more."""
_TIME = 19
_LANGUAGES = ("zh", "en")


def html(report: RunReport, folder: Path) -> str:
    """The page. folder: where the reports are, for the link to the run before."""
    findings = worst_first(report.findings)
    eventful = [portal for portal in _by_weight(report) if _has_something(portal, findings)]
    told_of = {portal.portal for portal in eventful}
    quiet = [portal for portal in report.portals if portal.portal not in told_of]
    return page(
        "crawler.reporting",
        "report",
        title=f"采集运行报告 · Run {report.run_id}",
        run_id=escape(report.run_id),
        spider=escape(" ".join([report.spider, *_arguments(report)])),
        started=_time(report.started_at),
        finished=_time(report.finished_at),
        reason=escape(report.finish_reason or "–"),
        corpus=escape(report.corpus),
        before=_before(report, folder),
        facts=_facts(report),
        counts=_severity_counts(findings),
        findings="".join(_finding(finding, report.run_id) for finding in findings)
        or f"<p>{_both('harmless')}</p>",
        resolved="".join(map(_resolved, report.resolved)),
        resolved_class="" if report.resolved else "none",
        portals="".join(map(_portal, eventful)),
        quiet="".join(map(_quiet, quiet)),
        quiet_count=number(len(quiet)),
        quiet_class="" if quiet else "none",
        no_portals="" if report.portals else f"<p>{_both('no_portals')}</p>",
    )


def _both(key: str, **values: object) -> str:
    return both(words("words")[key], **values)


def _arguments(report: RunReport) -> list[str]:
    return [f"-a {name}={value}" for name, value in report.arguments.items()]


def _time(stamped: str) -> str:
    if not stamped:
        return "–"
    shown = escape(stamped[:_TIME].replace("T", " "))
    return f'<time datetime="{escape(stamped)}">{shown} UTC</time>'


def _before(report: RunReport, folder: Path) -> str:
    if not report.previous_run:
        return _both("first")
    name = escape(report.previous_run)
    earlier = page_of(folder, report.previous_run)
    return f'<a href="{escape(earlier.name)}">{name}</a>' if earlier.is_file() else name


def _facts(report: RunReport) -> str:
    portals = report.portals
    facts = {
        "portals": len(portals),
        "new": sum(portal.new for portal in portals),
        "changed": sum(portal.changed for portal in portals),
        "gone": sum(portal.gone for portal in portals),
        "refused": sum(sum(portal.refused.values()) for portal in portals),
        "reports": sum(portal.reports for portal in portals),
        "verified": sum(portal.verified for portal in portals),
    }
    return "".join(
        f'<div><dt>{both(words("facts")[name])}</dt><dd id="fact-{name}">{number(value)}</dd></div>'
        for name, value in facts.items()
    )


def _severity_counts(findings: Iterable[Finding]) -> str:
    severities = [finding.severity for finding in findings]
    return "".join(
        f'<span class="tag sev-{severity}">{severities.count(severity)} '
        f"{both(words('severities')[severity])}</span>"
        for severity in reversed(SEVERITIES)
        if severity in severities
    )


def _finding(finding: Finding, run_id: str) -> str:
    is_new = finding.since == run_id
    since = _both("new_now") if is_new else _both("since", since=finding.since)
    return (
        f'<article class="finding sev-{finding.severity}" data-kind="{escape(finding.kind)}">'
        f'<p><span class="tag sev-{finding.severity}">{both(words("severities")[finding.severity])}'
        f"</span> <strong>{escape(finding.name)}</strong></p>"
        f"<p>{_in_both(finding, told)}</p>"
        f'<p class="soft">→ {_in_both(finding, advice)}</p>'
        f'<p class="soft">{since}</p></article>'
    )


def _resolved(finding: Finding) -> str:
    name = f"<strong>{escape(finding.name)}</strong> " if finding.name else ""
    return f"<li>{name}{_in_both(finding, told)}</li>"


def _in_both(finding: Finding, worded: object) -> str:
    assert callable(worded)
    return "".join(
        f'<span class="{language}" lang="{language}">{escape(worded(finding, language))}</span>'
        for language in _LANGUAGES
    )


def _by_weight(report: RunReport) -> list[PortalReport]:
    """Those with grave findings first, then those with most to show."""
    grave = {finding.portal: finding.severity for finding in reversed(worst_first(report.findings))}

    def weight(portal: PortalReport) -> tuple[int, int]:
        severity = grave.get(portal.portal)
        rank = SEVERITIES.index(severity) + 1 if severity else 0
        return -rank, -(portal.new + portal.changed + portal.gone)

    return sorted(report.portals, key=weight)


def _has_something(portal: PortalReport, findings: Sequence[Finding]) -> bool:
    counts = (portal.new, portal.changed, portal.gone, portal.unread)
    told_of = any(finding.portal == portal.portal for finding in findings)
    return any(counts) or portal.state != "done" or told_of or not portal.portal


def _portal(portal: PortalReport) -> str:
    facts = words("facts")
    chips = "".join(
        f'<span class="chip{" some" if count else ""}">{both(facts[name])} {number(count)}</span>'
        for name, count in (
            ("new", portal.new),
            ("changed", portal.changed),
            ("gone", portal.gone),
            ("refused", sum(portal.refused.values())),
        )
    )
    parts = [
        _numbers(portal),
        _documents("new_documents", portal.new, portal.new_shown),
        _documents("changed_documents", portal.changed, portal.changed_shown),
        _documents("gone_documents", portal.gone, portal.gone_shown),
        _documents("unread_documents", portal.unread, portal.unread_shown),
        _reasons("unreadable", portal.unreadable),
        _reasons("unplaced", portal.unplaced),
        _reasons("not_reports", portal.not_reports),
        _reasons("refused", portal.refused),
        _reasons("troubles", dict.fromkeys(portal.troubles, 1)),
    ]
    return (
        f'<details class="portal" data-portal="{escape(portal.portal)}"><summary>'
        f"<strong>{escape(portal.name or portal.home)}</strong> {_state(portal)}"
        f'<span class="chips">{chips}</span></summary>{"".join(parts)}</details>'
    )


def _state(portal: PortalReport) -> str:
    known = words("states").get(portal.state)
    shown = both(known) if known else escape(portal.state)
    return f'<span class="state {escape(portal.state)}">{shown}</span>'


def _numbers(portal: PortalReport) -> str:
    rows = [
        (both(words("facts")["reports"]), _against(portal.reports, portal.reports_before)),
        (both(words("facts")["verified"]), _against(portal.verified, portal.verified_before)),
        (_both("requests"), number(portal.requests)),
        (_both("family"), escape(portal.family or "–")),
    ]
    years = " · ".join(f"{year}: {count}" for year, count in sorted(portal.years.items()))
    table = "".join(row(cell(name, "label"), cell(value)) for name, value in rows)
    return (
        f'<p class="soft">{escape(portal.home)}</p><table>{table}</table>'
        f'<p class="soft">{escape(years)}</p>'
    )


def _against(now: int, before: int | None) -> str:
    if before is None or before == now:
        return number(now)
    return f'{number(now)} <small class="soft">({_both("before", before=number(before))})</small>'


def _documents(title: str, count: int, seen: Sequence[Seen]) -> str:
    if not count:
        return ""
    lines = "".join(f"<li>{_document(document)}</li>" for document in seen[:SHOWN])
    return f"<h3>{_both(title)} {number(count)}</h3><ul>{lines}{_rest(count - SHOWN)}</ul>"


def _document(seen: Seen) -> str:
    about = " · ".join(
        filter(None, (seen.agency, str(seen.year or ""), seen.status or "", seen.reason))
    )
    title = escape(seen.title or about or seen.url)
    link = escape(seen.url)
    # An address from a portal is shown; it is a link only where it is one of the web.
    if seen.url.startswith(("http://", "https://")):
        title = f'<a href="{link}" rel="noreferrer">{title}</a>'
    return f'{title}<div class="soft">{escape(about)}</div><div class="sum mono">{link}</div>'


def _reasons(title: str, reasons: Mapping[str, int]) -> str:
    if not reasons:
        return ""
    shown = list(reasons.items())[:SHOWN]
    lines = "".join(row(cell(number(count), "n"), cell(escape(reason))) for reason, count in shown)
    rest = _rest(len(reasons) - SHOWN, "p")
    return f"<h3>{_both(title)} {number(sum(reasons.values()))}</h3><table>{lines}</table>{rest}"


def _rest(count: int, tag: str = "li") -> str:
    return f'<{tag} class="soft">{_both("more", count=number(count))}</{tag}>' if count > 0 else ""


def _quiet(portal: PortalReport) -> str:
    return (
        f"<li>{escape(portal.name or portal.home)} "
        f'<span class="soft">{number(portal.reports)} {both(words("facts")["reports"])}</span></li>'
    )
