"""When reports are due by statute.

Reports for 2019 and later (中华人民共和国政府信息公开条例, 国务院令第711号, 第四十九条; in force
since 15 May 2019): departments of people's governments at county level and above publish theirs by
31 January, a people's government at those levels by 31 March, both of the following year.
Earlier reports (国务院令第492号, 第三十一条; in force since 1 May 2008): all by 31 March.

Townships and subdistrict offices are named in no article of the present regulations; counties ask
them for reports all the same. For them the later of the two dates is taken, so that nobody is
called late who is not.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

FIRST_YEAR = 2008
"""The first year that reports were due for."""
_FIRST_YEAR_OF_2019 = 2019
_BEIJING = timezone(timedelta(hours=8))


def due_date(year: int, kind: str, level: str | None) -> date:
    """The last day for the report on a year. kind, level: as in the table `agencies`."""
    is_early = (
        year >= _FIRST_YEAR_OF_2019
        and kind not in ("government", "subdistrict_office")
        and level != "township"
    )
    return date(year + 1, 1, 31) if is_early else date(year + 1, 3, 31)


def is_due(year: int, kind: str, level: str | None, now: datetime) -> bool:
    """Whether the last day for a report is over, in the country's own time. now: aware."""
    return now.astimezone(_BEIJING).date() > due_date(year, kind, level)


def last_year_due(now: datetime) -> int:
    """The newest year that every agency's report is due for."""
    today = now.astimezone(_BEIJING).date()
    return today.year - 1 if today > date(today.year, 3, 31) else today.year - 2
