"""Where portals put the reports: the shapes of the 政府信息公开年报 column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.sample.portal.content import Column, Entry

GROUPS = {
    "government": ("县政府", "xzf"),
    "department": ("县直部门", "xzbm"),
    "township": ("乡镇", "xz"),
}
ANNUAL_COLUMN = ("政府信息公开年报", "zfxxgknb")


@dataclass(frozen=True)
class Filed:
    """An entry with the year and the group of agencies that a portal files it under."""

    entry: Entry
    year: int
    group: str


def pooled(filed: list[Filed]) -> Column:
    """One flat list of all years and agencies, newest first."""
    column = Column(*ANNUAL_COLUMN, on_the_way=True)
    column.entries = _newest_first(filed)
    return column


def year_then_agency(filed: list[Filed]) -> Column:
    """A column for each year, and in it one for each group of agencies."""
    column = Column(*ANNUAL_COLUMN, on_the_way=True)
    for year in sorted({item.year for item in filed}, reverse=True):
        of_year = column.add(Column(f"{year}年", f"{year}n", on_the_way=True))
        for group, (name, slug) in GROUPS.items():
            members = [item for item in filed if (item.year, item.group) == (year, group)]
            if not members:
                continue
            child = of_year.add(Column(name, slug))
            child.entries = _newest_first(members)
            child.on_the_way = any(entry.report for entry in child.entries)
    return column


def _newest_first(filed: list[Filed]) -> list[Entry]:
    entries = [item.entry for item in filed]
    return sorted(entries, key=lambda entry: (entry.published_on, entry.number), reverse=True)


LAYOUTS: dict[str, Callable[[list[Filed]], Column]] = {
    "pooled": pooled,
    "year_then_agency": year_then_agency,
}
