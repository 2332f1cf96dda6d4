"""What a run found, read from the corpus: documents, refusals, columns, portal by portal."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from crawler.corpus.times import moment
from crawler.due_dates import is_due
from crawler.middlewares.failures import GONE
from crawler.reporting.model import SHOWN, Seen
from spiders.discovery.sites import site_of

_ADDRESS = re.compile(r"https?://\S+")
_GONE = f"({', '.join(map(str, sorted(GONE)))})"
FILES = "files"
"""The spider that reads a folder and goes to no portal."""


@dataclass(slots=True)
class Run:
    """The row of a run. finished_at, finish_reason: "" where it was killed."""

    run_id: str
    spider: str
    arguments: dict[str, str]
    started_at: str
    finished_at: str
    finish_reason: str
    counts: dict[str, int]


@dataclass(slots=True)
class Gathered:
    """What the corpus tells of one portal in one run; see `model.PortalReport`.

    columns_known: lists that earlier runs read; columns_gone: those of them found gone now;
    columns_new: those that no earlier run knew of; columns_read: how many were read.
    pages_failed: pages of lists that gave no answer. waiting: addresses met and never asked for.
    expected, overdue: agencies that it gave a report of the year before overdue_year, and those of
    them that the corpus has none of for it, though it is due.
    """

    portal: str
    home: str
    name: str = ""
    state: str = "done"
    state_before: str = ""
    family: str = ""
    evidence: str = ""
    family_before: str = ""
    known_before: bool = False
    run_counts: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)
    new: list[Seen] = field(default_factory=list)
    changed: list[Seen] = field(default_factory=list)
    gone: list[Seen] = field(default_factory=list)
    unread: list[Seen] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    not_reports: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)
    unplaced: Counter[str] = field(default_factory=Counter)
    columns_known: list[str] = field(default_factory=list)
    columns_gone: list[str] = field(default_factory=list)
    columns_new: list[str] = field(default_factory=list)
    columns_read: int = 0
    pages_failed: int = 0
    waiting: int = 0
    reports: int = 0
    verified: int = 0
    years: Counter[int] = field(default_factory=Counter)
    overdue_year: int = 0
    expected: int = 0
    overdue: list[str] = field(default_factory=list)


def run_of(connection: sqlite3.Connection, run_id: str) -> Run | None:
    """The row of a run, None where there is none."""
    row = connection.execute(
        "SELECT run_id, spider, arguments, started_at, coalesce(finished_at, ''),"
        " coalesce(finish_reason, ''), coalesce(counts, '{}') FROM runs WHERE run_id = ?",
        (run_id,),
    ).fetchone()
    if row is None:
        return None
    run_id, spider, arguments, started, finished, reason, counts = row
    return Run(run_id, spider, json.loads(arguments), started, finished, reason, json.loads(counts))


def run_before(connection: sqlite3.Connection, run: Run) -> Run | None:
    """The run before a run, of the same spider."""
    row = connection.execute(
        "SELECT run_id FROM runs WHERE spider = ? AND (started_at, run_id) < (?, ?)"
        " ORDER BY started_at DESC, run_id DESC LIMIT 1",
        (run.spider, run.started_at, run.run_id),
    ).fetchone()
    return run_of(connection, row[0]) if row else None


def gather(connection: sqlite3.Connection, run: Run, now: datetime) -> list[Gathered]:
    """Portal by portal, in the order in which the run came to them. now: for what is overdue."""
    found = _portals(connection, run)
    if run.spider == FILES:
        found = [Gathered("", run.arguments.get("path", ""), name=run.arguments.get("path", ""))]
    places = _Places(found)
    since = _untold_since(connection, run)
    _captures(connection, run, places)
    _left_alone(connection, run, places, since)
    for portal in found:
        _lists(connection, portal, since)
    _reports(connection, run, places, now)
    return found


class _Places:
    """The portals of a run, and which of them an address belongs to."""

    def __init__(self, found: list[Gathered]) -> None:
        self.found = found
        self._by_key = {portal.portal: portal for portal in found}
        self._by_site: dict[str, Gathered] = {}
        self._by_host: dict[str, Gathered] = {}
        for portal in found:
            if portal.portal:
                self._by_site.setdefault(site_of(portal.home), portal)
                self._by_host.setdefault(urlsplit(portal.home).netloc, portal)

    def of(self, url: str, visited: str | None) -> Gathered | None:
        """By the request that asked for it, else by its host, else by its site."""
        if visited in self._by_key:
            return self._by_key[visited]
        if "" in self._by_key:
            return self._by_key[""]
        try:
            return self._by_host.get(urlsplit(url).netloc) or self._by_site.get(site_of(url))
        except ValueError:
            return None


def _portals(connection: sqlite3.Connection, run: Run) -> list[Gathered]:
    rows = connection.execute(
        "SELECT p.portal, p.home, coalesce(p.name, ''), p.state, coalesce(p.family, ''),"
        " coalesce(p.evidence, ''), p.counts, p.troubles, b.state, b.family"
        " FROM portal_runs AS p LEFT JOIN portal_runs AS b ON b.portal = p.portal"
        "     AND b.run_id = (SELECT q.run_id FROM portal_runs AS q WHERE q.portal = p.portal"
        "         AND q.started_at < p.started_at ORDER BY q.started_at DESC LIMIT 1)"
        " WHERE p.run_id = ? ORDER BY p.started_at, p.portal",
        (run.run_id,),
    )
    return [
        Gathered(
            portal=portal,
            home=home,
            name=name,
            state=state,
            family=family,
            evidence=evidence,
            run_counts=json.loads(counts),
            troubles=json.loads(troubles),
            state_before=state_before or "",
            family_before=family_before or "",
            known_before=state_before is not None,
        )
        for portal, home, name, state, family, evidence, counts, troubles, state_before,
        family_before in rows
    ]  # fmt: skip


_ASKED_BY = (
    "(SELECT v.portal FROM visits AS v JOIN portal_runs AS p ON p.portal = v.portal"
    " WHERE v.url = {url} AND p.run_id = :run_id LIMIT 1)"
)


def _untold_since(connection: sqlite3.Connection, run: Run) -> str:
    """When the run began, or the first of those before it that were killed and told nothing."""
    row = connection.execute(
        "SELECT min(started_at) FROM runs WHERE spider = :spider AND started_at <= :started"
        " AND started_at > coalesce((SELECT max(started_at) FROM runs WHERE spider = :spider"
        "     AND started_at < :started AND finished_at IS NOT NULL), '')",
        {"spider": run.spider, "started": run.started_at},
    ).fetchone()
    return str(row[0] or run.started_at)


def _captures(connection: sqlite3.Connection, run: Run, places: _Places) -> None:
    rows = connection.execute(
        "SELECT c.url, s.outcome, coalesce(s.reason, ''), coalesce(s.title, ''),"
        " coalesce(a.name, s.agency_name, ''), s.year, coalesce(r.status, ''), s.agency_id,"
        " EXISTS (SELECT 1 FROM captures AS e WHERE e.url = c.url"
        "     AND e.capture_id < c.capture_id),"
        f" {_ASKED_BY.format(url='c.url')}"
        " FROM captures AS c JOIN sources AS s ON s.source_id = c.source_id AND s.url = c.url"
        " LEFT JOIN reports AS r ON r.agency_id = s.agency_id AND r.year = s.year"
        " LEFT JOIN agencies AS a ON a.agency_id = s.agency_id"
        " WHERE c.run_id = :run_id ORDER BY c.capture_id",
        {"run_id": run.run_id},
    )
    for url, outcome, reason, title, name, year, status, agency_id, was_known, visited in rows:
        portal = places.of(url, visited)
        if portal is None:
            continue
        seen = Seen(url=url, title=title, agency=name, year=year, status=status, reason=reason)
        (portal.changed if was_known else portal.new).append(seen)
        if outcome == "unreadable":
            portal.unreadable[_alike(reason)] += 1
        elif outcome != "report":
            portal.not_reports[_alike(reason)] += 1
        elif agency_id is None:
            portal.unplaced[_alike(reason)] += 1


def _left_alone(connection: sqlite3.Connection, run: Run, places: _Places, since: str) -> None:
    """Addresses that were not captured; those that gave a report before are gone, or unread.

    Gone is told once: by the first run after `since` that asked for it and found it gone.
    """
    rows = connection.execute(
        "SELECT k.url, k.reason, coalesce(s.title, k.title, ''), coalesce(a.name, ''), s.year,"
        " s.url IS NOT NULL, v.http_status, v.failures, coalesce(v.portal, ''),"
        " coalesce(v.checked_at >= :since, 0), k.first_seen >= :since"
        " FROM skipped AS k"
        " LEFT JOIN sources AS s ON s.url = k.url AND s.current = 1 AND s.outcome = 'report'"
        " LEFT JOIN agencies AS a ON a.agency_id = s.agency_id"
        f" LEFT JOIN visits AS v ON v.url = k.url AND v.portal = {_ASKED_BY.format(url='k.url')}"
        " WHERE k.last_seen >= :since AND k.last_seen <= :finished ORDER BY k.url",
        {"run_id": run.run_id, "since": since, "finished": run.finished_at or "9999"},
    )
    last = ""
    for (
        url, reason, title, name, year, gave_one, status, failures, visited, was_asked, is_new
    ) in rows:  # fmt: skip
        portal = places.of(url, visited or None)
        if portal is None or url == last:  # a page and data may be asked for under one address
            continue
        last = url
        is_gone = was_asked and (status in GONE or (status == 200 and not failures))
        if not gave_one or (is_gone and not is_new):
            portal.refused[_alike(reason)] += 1
            continue
        seen = Seen(url=url, title=title, agency=name, year=year, reason=reason)
        (portal.gone if is_gone else portal.unread).append(seen)


def _lists(connection: sqlite3.Connection, portal: Gathered, since: str) -> None:
    """How the lists of a portal fared: read, met anew, moved away, not answered."""
    told = {"portal": portal.portal, "since": since}
    columns = (
        "FROM visits AS v LEFT JOIN skipped AS k ON k.url = v.url AND k.last_seen >= :since"
        " WHERE v.portal = :portal AND v.role = 'column'"
    )
    # A page that never was a list was left alone before, too.
    gone = (
        "k.url IS NOT NULL AND k.first_seen >= :since AND v.planned_at < :since"
        f" AND v.changed_at IS NOT NULL AND (v.http_status IN {_GONE} OR v.failures = 0)"
    )

    def urls(condition: str) -> list[str]:
        query = f"SELECT v.url {columns} AND {condition}"
        return [url for (url,) in connection.execute(f"{query} ORDER BY v.key", told)]

    now = "v.checked_at >= :since"
    read = f"{now} AND k.url IS NULL AND v.failures = 0"
    portal.columns_known = urls("v.planned_at < :since AND v.changed_at IS NOT NULL")
    portal.columns_gone = urls(f"{now} AND {gone}")
    portal.columns_new = urls(f"{read} AND v.planned_at >= :since")
    portal.columns_read = len(urls(read))
    portal.pages_failed = len(
        urls(f"{now} AND v.failures > 0 AND coalesce(v.http_status, 0) NOT IN {_GONE}")
    )
    portal.waiting = connection.execute(
        "SELECT count(*) FROM visits AS v WHERE v.portal = :portal AND v.checked_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM skipped AS k WHERE k.url = v.url)",
        told,
    ).fetchone()[0]


def _reports(connection: sqlite3.Connection, run: Run, places: _Places, now: datetime) -> None:
    """The reports that each portal gives, and who has not given the newest."""
    is_files = run.spider == FILES
    rows = connection.execute(
        "SELECT DISTINCT s.url, s.agency_id, s.year, r.status, a.kind, a.level, a.name,"
        f" {_ASKED_BY.format(url='s.url')}"
        " FROM sources AS s JOIN reports AS r ON r.agency_id = s.agency_id AND r.year = s.year"
        " JOIN agencies AS a ON a.agency_id = s.agency_id"
        " WHERE s.current = 1 AND (s.kind = 'file') = :is_files",
        {"run_id": run.run_id, "is_files": is_files},
    )
    given: dict[str, dict[tuple[str, int], str]] = {}
    agencies: dict[str, tuple[str, str | None, str]] = {}
    for url, agency_id, year, status, kind, level, name, visited in rows:
        portal = places.of(url, visited)
        if portal is not None:
            given.setdefault(portal.portal, {})[agency_id, year] = status
            agencies[agency_id] = (kind, level, name)
    for portal in places.found:
        reports = given.get(portal.portal, {})
        portal.reports = len(reports)
        portal.verified = sum(status == "verified" for status in reports.values())
        portal.years = Counter(year for _, year in reports)
        if portal.portal:
            _overdue(connection, portal, reports, agencies, now)


def _overdue(
    connection: sqlite3.Connection,
    portal: Gathered,
    reports: Iterable[tuple[str, int]],
    agencies: Mapping[str, tuple[str, str | None, str]],
    now: datetime,
) -> None:
    """Agencies that the portal gave a report of for the year before the one now due."""
    years = set(reports)
    newest = now.year - 1
    has = "SELECT 1 FROM reports WHERE agency_id = ? AND year = ?"
    for agency_id, year in sorted(years):
        kind, level, name = agencies[agency_id]
        if year != newest - 1 or not is_due(newest, kind, level, now):
            continue
        portal.overdue_year = newest
        portal.expected += 1
        if connection.execute(has, (agency_id, newest)).fetchone() is None:
            portal.overdue.append(name)


def shown(seen: list[Seen]) -> tuple[Seen, ...]:
    """The first of them, as a report names them."""
    return tuple(seen[:SHOWN])


def duration(run: Run) -> float:
    """Seconds that a run took; 0 where it never ended."""
    if not run.finished_at:
        return 0.0
    return (moment(run.finished_at) - moment(run.started_at)).total_seconds()


def _alike(reason: str) -> str:
    """A reason without the addresses in it, so that those of one sort are counted together."""
    return " ".join(_ADDRESS.sub("…", reason or "no reason given").split())
