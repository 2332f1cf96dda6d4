"""Times as the corpus writes them: ISO 8601, UTC, to the millisecond, so that text sorts."""

from __future__ import annotations

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """A moment as text; one without a time zone is taken to be in UTC already."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(stamped: str) -> datetime:
    """The moment that `stamp` wrote, in UTC."""
    return datetime.fromisoformat(stamped)
