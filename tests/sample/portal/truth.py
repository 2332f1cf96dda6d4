"""What is true of a running sample portal: its reports with all their addresses."""

from __future__ import annotations

from dataclasses import dataclass

from tests.sample.portal.traps import OFFSITE
from tests.sample.portal.website import Listed, Website
from tests.sample.reports import Report


@dataclass(frozen=True)
class Published:
    """A report and where it is. documents: addresses whose bytes are the report (article or
    file). pages: articles that only carry the file. Columns that repeat it add to both."""

    report: Report
    documents: tuple[str, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Lookalike:
    """An address that must not become a report, and why."""

    url: str
    title: str
    reason: str


@dataclass(frozen=True)
class PortalTruth:
    """needed: the pages and documents without which not every report is found, home first.
    offsite: the only addresses outside the portal that its pages link to."""

    home: str
    reports: tuple[Published, ...]
    lookalikes: tuple[Lookalike, ...]
    needed: tuple[str, ...]
    offsite: tuple[str, ...]


def truth_of(website: Website, base_url: str) -> PortalTruth:
    """The truth of a site served at base_url (no trailing slash)."""
    by_key: dict[tuple[str, int], list[Listed]] = {}
    for listed in website.listed:
        if listed.entry.report:
            by_key.setdefault(listed.entry.report.key, []).append(listed)
    return PortalTruth(
        home=f"{base_url}/",
        reports=tuple(_published(copies, base_url) for copies in by_key.values()),
        lookalikes=tuple(
            Lookalike(f"{base_url}{listed.row}", listed.entry.title, listed.entry.reason)
            for listed in website.listed
            if listed.entry.reason
        ),
        needed=tuple(f"{base_url}{path}" for path in _needed(website)),
        offsite=tuple(OFFSITE.values()),
    )


def _published(copies: list[Listed], base_url: str) -> Published:
    report = copies[0].entry.report
    assert report is not None
    documents: list[str] = []
    pages: list[str] = []
    for listed in copies:
        if not listed.entry.direct:
            (documents if listed.entry.body_is_report else pages).append(listed.article)
        documents += [path for path, file in listed.files.items() if file.holds_report]
    absolute = [tuple(f"{base_url}{path}" for path in paths) for paths in (documents, pages)]
    return Published(report, *absolute)


def _needed(website: Website) -> list[str]:
    paths = ["/"]
    for column, addresses in website.pages:
        if column.on_the_way:
            paths += addresses
    for listed in website.listed:
        if not (listed.entry.report and listed.column.on_the_way):
            continue
        if not listed.entry.direct:
            paths.append(listed.article)
        if not listed.entry.body_is_report:
            paths += listed.files
        paths += listed.pictures
    return list(dict.fromkeys(paths))
