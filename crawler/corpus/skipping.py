"""Addresses that were seen and not captured, with the reason."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from crawler.corpus.storable import host_of, storable_text
from crawler.corpus.times import stamp
from crawler.items import Skipped


def note_skipped(connection: sqlite3.Connection, skipped: Skipped, seen_at: datetime) -> None:
    """Note why an address was not captured: the last reason, and when it was seen."""
    seen = stamp(seen_at)
    connection.execute(
        "INSERT INTO skipped (url, reason, title, host, first_seen, last_seen)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET"
        " reason = excluded.reason, title = coalesce(excluded.title, title),"
        " first_seen = min(first_seen, excluded.first_seen),"
        " last_seen = max(last_seen, excluded.last_seen)",
        (
            skipped.url,
            storable_text(skipped.reason),
            storable_text(skipped.title) or None,
            skipped.host or host_of(skipped.url),
            seen,
            seen,
        ),
    )


def forget_skipped(connection: sqlite3.Connection, url: str) -> None:
    """Take back that an address was not captured: now it is."""
    connection.execute("DELETE FROM skipped WHERE url = ?", (url,))
