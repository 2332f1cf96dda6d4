"""When a page that an earlier crawl has read is asked for again.

A portal changes seldom and in few places, but reports are posted late, added to lists of old
years, and replaced under their address. So everything known is asked for again within a window
(`REVISIT_DAYS`), what changed lately sooner, what fails ever later; beside that each crawl looks
at the few lists that show the newest dates, and at the reports that it has not looked at for
longest: so few that a crawl that follows at once costs less than a tenth of the first one's
requests and, since what has no validators comes whole each time, some hundredths of its bytes.

The lengths follow the statute: reports are due by 31 January and 31 March (国务院令第711号,
第四十九条, 第五十条), so that lists are read at least weekly from January to mid-April.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.corpus.visits import Remembered
from crawler.middlewares.failures import GONE

DAY = timedelta(days=1)
_LISTS = frozenset({"column"})
DOCUMENTS = frozenset({"row", "file"})
_SEASON_LENGTH = (4, 15)  # the last month and day of it
_IN_SEASON = 7 * DAY
_LEAST_OFDOCUMENTS = 10 * DAY
_SHARE = 0.08  # of what is known, asked for by every crawl
_WHOLE = 0.02  # likewise, of pages without validators: these come whole, changed or not
_ALWAYS = 2  # the home page and robots.txt, part of that share
_MOST = 40
_SMALL = 30  # pages of a portal of which every request is more than a thirtieth


@dataclass(frozen=True, slots=True)
class Revisits:
    """The rules. window: the longest time after which anything known is asked for again."""

    window: timedelta

    def due(self, known: Iterable[Remembered], now: datetime) -> set[str]:
        """Keys of what a crawl at `now` asks for again or for the first time."""
        visits = list(known)
        due = {visit.errand.key for visit in visits if self.is_due(visit, now)}
        rest = [
            visit
            for visit in visits
            if visit.errand.key not in due and visit.failures == 0 and visit.checked_at is not None
        ]
        least = 1 if len(visits) < _SMALL else 2
        share = max(least, min(_MOST, int(len(visits) * _SHARE) - _ALWAYS))
        lists = [visit for visit in rest if visit.errand.role in _LISTS]
        lists.sort(key=lambda visit: visit.newest or "", reverse=True)
        rest.sort(key=lambda visit: (_is_on_the_way(visit), visit.checked_at or now))
        whole = max(1, int(len(visits) * _WHOLE))
        for visit in [*lists[: (share + 1) // 2], *rest[: share // 2]]:
            conditional = bool(visit.etag or visit.last_modified)
            if visit.errand.key in due or not (conditional or whole):
                continue
            due.add(visit.errand.key)
            whole -= not conditional
        return due

    def wants_home(self, home: Remembered | None, now: datetime) -> bool:
        """Whether a crawl asks for the home page whatever is due: once a day. It is among the
        largest of a portal, and a crawl that follows at once would fetch little else."""
        if home is None or home.checked_at is None or home.failures:
            return True
        return now >= home.checked_at + DAY * _spread(home.errand.key)

    def is_due(self, visit: Remembered, now: datetime) -> bool:
        """Whether the time has come; what was only planned is always due."""
        if visit.checked_at is None:
            return True
        interval = min(self._interval(visit, now), self.window)
        return now >= visit.checked_at + interval * _spread(visit.errand.key)

    def _interval(self, visit: Remembered, now: datetime) -> timedelta:
        assert visit.checked_at is not None
        if visit.failures:
            gone = visit.http_status in GONE
            return self.window if gone else DAY * 2 ** min(visit.failures - 1, 10)
        quiet = visit.checked_at - (visit.changed_at or visit.checked_at)
        if visit.errand.role in _LISTS:
            longest = _IN_SEASON if (now.month, now.day) <= _SEASON_LENGTH else self.window
            return min(max(DAY, quiet / 4), longest)
        if visit.errand.role in DOCUMENTS:
            return max(_LEAST_OFDOCUMENTS, quiet / 2)
        return self.window


def _is_on_the_way(visit: Remembered) -> bool:
    """Whether a page only leads to the lists: such are large, and change least."""
    return visit.errand.role not in _LISTS | DOCUMENTS


def _spread(key: str) -> float:
    """Between 0.8 and 1, fixed for a key: what was read on one day is not due on one day."""
    return 0.8 + 0.2 * (zlib.crc32(key.encode()) % 1000) / 1000
