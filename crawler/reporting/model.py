"""The report of a run, as its JSON has it. Added to, never renamed: operators' scripts read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

Severity = Literal["note", "warning", "alarm"]
SEVERITIES: tuple[Severity, ...] = ("note", "warning", "alarm")
"""From what is worth knowing to what must be looked at."""

SHOWN = 50
"""Addresses of each kind that a report names for a portal; the counts are of all."""


class _Part(BaseModel):
    # A report of a later version is read as far as this one understands it.
    model_config = ConfigDict(extra="ignore", frozen=True)


class Finding(_Part):
    """Something that an operator may have to act upon.

    kind: one of the keys of `findings` in words.toml, which words it. portal: key and name are
    "" where it concerns the whole run. values: fill its wording. since: the run that told it
    first, without a run in between that looked and did not find it.
    """

    kind: str
    severity: Severity
    portal: str = ""
    name: str = ""
    values: dict[str, str | int] = {}
    since: str = ""


class Seen(_Part):
    """An address with what is known of it. agency, year, status: of the report read there."""

    url: str
    title: str = ""
    agency: str = ""
    year: int | None = None
    status: str = ""
    reason: str = ""


class PortalReport(_Part):
    """What a run found on one portal; a folder of files is told of like a portal.

    new, changed: documents whose address was not known, or bore other bytes before. gone:
    addresses of reports that no longer show one; unread: those that could not be asked.
    refused: addresses that were not captured, by reason; not_reports and unreadable: documents
    that were, by reason. reports, verified: reports of the corpus that the portal gives, now;
    `_before`: as the last report that told of it has it, None where none does.
    """

    portal: str
    home: str
    name: str = ""
    state: str = "done"
    state_before: str = ""
    family: str = ""
    evidence: str = ""
    family_before: str = ""
    requests: int = 0
    unchanged: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    unread: int = 0
    new_shown: tuple[Seen, ...] = ()
    changed_shown: tuple[Seen, ...] = ()
    gone_shown: tuple[Seen, ...] = ()
    unread_shown: tuple[Seen, ...] = ()
    refused: dict[str, int] = {}
    not_reports: dict[str, int] = {}
    unreadable: dict[str, int] = {}
    unplaced: dict[str, int] = {}
    troubles: tuple[str, ...] = ()
    reports: int = 0
    verified: int = 0
    reports_before: int | None = None
    verified_before: int | None = None
    years: dict[int, int] = {}


class RunReport(_Part):
    """The whole report. previous_run: the run before it of the same spider, "" for the first."""

    run_id: str
    spider: str
    arguments: dict[str, str] = {}
    corpus: str
    started_at: str
    finished_at: str
    finish_reason: str
    previous_run: str = ""
    counts: dict[str, int] = {}
    portals: tuple[PortalReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    resolved: tuple[Finding, ...] = ()

    def worst(self) -> Severity | None:
        """The highest severity among the findings."""
        return max((f.severity for f in self.findings), key=SEVERITIES.index, default=None)

    def reaching(self, level: str) -> list[Finding]:
        """The findings of at least a severity, worst first; none for the level `never`."""
        if level not in SEVERITIES:
            return []
        least = SEVERITIES.index(level)
        return [f for f in worst_first(self.findings) if SEVERITIES.index(f.severity) >= least]


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Findings from alarms to notes, otherwise in their order."""
    return sorted(findings, key=lambda finding: -SEVERITIES.index(finding.severity))
