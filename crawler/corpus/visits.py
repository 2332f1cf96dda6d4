"""What crawls of portals remember: every request that one made or planned, and how it went."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from crawler.corpus.times import moment, stamp
from crawler.items import Errand, Visit


@dataclass(frozen=True, slots=True)
class Remembered:
    """One request of a portal's crawls.

    errand: what to ask for, and how it was come by. planned_at: when it was first met.
    checked_at: when it was last answered or refused, None while only planned. changed_at: when
    the answer last differed. http_status, etag, last_modified: of the last answer. failures: in
    a row. newest: the newest date that a list shows, as written in ISO form. digest: of what the
    last answer said.
    """

    errand: Errand
    planned_at: datetime
    checked_at: datetime | None
    changed_at: datetime | None
    http_status: int | None
    failures: int
    etag: str | None
    last_modified: str | None
    newest: str | None
    digest: str | None = None


def remembered(connection: sqlite3.Connection, portal: str) -> list[Remembered]:
    """All that is remembered of a portal, in the order in which it was met."""
    rows = connection.execute(
        "SELECT errand, planned_at, checked_at, changed_at, http_status, failures, etag,"
        " last_modified, newest, digest FROM visits WHERE portal = ? ORDER BY planned_at, key",
        (portal,),
    )
    return [
        Remembered(
            Errand.model_validate_json(errand),
            moment(planned_at),
            moment(checked_at) if checked_at else None,
            moment(changed_at) if changed_at else None,
            *rest,
        )
        for errand, planned_at, checked_at, changed_at, *rest in rows
    ]


def note_visit(connection: sqlite3.Connection, visit: Visit) -> None:
    """Note how a request went, and plan what its answer led to; what is planned stays so. What
    the answer taught of the portal itself is noted with it."""
    if visit.about is not None:
        note_visit(connection, visit.about)
    at = stamp(visit.checked_at)
    for errand in (visit.errand, *visit.led_to):
        connection.execute(
            "INSERT INTO visits (portal, key, role, url, errand, planned_at, failures)"
            " VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET errand = excluded.errand"
            " WHERE role = excluded.role AND role = 'portal'",
            (visit.portal, errand.key, errand.role, errand.url, errand.model_dump_json(), at),
        )
    key = (visit.portal, visit.errand.key)
    if visit.failed:
        connection.execute(
            "UPDATE visits SET checked_at = ?, http_status = ?, failures = failures + 1"
            " WHERE portal = ? AND key = ?",
            (at, visit.http_status, *key),
        )
        return
    # An answer `not modified` brings no validators and no digest: the known ones stay.
    connection.execute(
        "UPDATE visits SET checked_at = :at, http_status = :status, failures = 0,"
        " changed_at = CASE WHEN :digest IS NULL OR digest IS :digest"
        "     THEN coalesce(changed_at, :at) ELSE :at END,"
        " digest = coalesce(:digest, digest),"
        " etag = CASE WHEN :status = 304 THEN coalesce(:etag, etag) ELSE :etag END,"
        " last_modified = CASE WHEN :status = 304 THEN coalesce(:modified, last_modified)"
        "     ELSE :modified END,"
        " newest = coalesce(:newest, newest)"
        " WHERE portal = :portal AND key = :key",
        {
            "at": at,
            "status": visit.http_status,
            "digest": visit.digest or None,
            "etag": visit.etag,
            "modified": visit.last_modified,
            "newest": visit.newest or None,
            "portal": visit.portal,
            "key": visit.errand.key,
        },
    )
    if visit.http_status == 304:
        connection.execute(
            "UPDATE sources SET last_seen = max(last_seen, ?) WHERE url = ? AND current = 1",
            (at, visit.errand.url),
        )
