"""What a run found, read from the corpus: documents, refusals, columns, portal by portal."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import datetime

from crawler.middlewares.failures import GONE
from crawler.reporting.gathered import ASKED_BY, Gathered, Places
from crawler.reporting.holdings import gather_reports
from crawler.reporting.model import SHOWN, Seen
from crawler.reporting.runs import FILES, Run, untold_since

_ADDRESS = re.compile(r"https?://\S+")
_GONE = f"({', '.join(map(str, sorted(GONE)))})"


def gather(connection: sqlite3.Connection, run: Run, now: datetime) -> list[Gathered]:
    """Portal by portal, in the order in which the run came to them. now: for what is overdue."""
    found = _portals(connection, run)
    if run.spider == FILES:
        found = [Gathered("", run.arguments.get("path", ""), name=run.arguments.get("path", ""))]
    places = Places(found)
    since = untold_since(connection, run)
    _captures(connection, run, places)
    _left_alone(connection, run, places, since)
    for portal in found:
        _lists(connection, portal, since)
    gather_reports(connection, run, places, now)
    return found


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


def _captures(connection: sqlite3.Connection, run: Run, places: Places) -> None:
    rows = connection.execute(
        "SELECT c.url, s.outcome, coalesce(s.reason, ''), coalesce(s.title, ''),"
        " coalesce(a.name, s.agency_name, ''), s.year, coalesce(r.status, ''), s.agency_id,"
        " EXISTS (SELECT 1 FROM captures AS e WHERE e.url = c.url"
        "     AND e.capture_id < c.capture_id),"
        f" {ASKED_BY.format(url='c.url')}"
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


def _left_alone(connection: sqlite3.Connection, run: Run, places: Places, since: str) -> None:
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
        f" LEFT JOIN visits AS v ON v.url = k.url AND v.portal = {ASKED_BY.format(url='k.url')}"
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


def shown(seen: list[Seen]) -> tuple[Seen, ...]:
    """The first of them, as a report names them."""
    return tuple(seen[:SHOWN])


def _alike(reason: str) -> str:
    """A reason without the addresses in it, so that those of one sort are counted together."""
    return " ".join(_ADDRESS.sub("…", reason or "no reason given").split())
