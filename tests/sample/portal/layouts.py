"""Where portals put the reports: the shapes of the 政府信息公开年报 column.

Pages told by parameters and hosts of their own are shapes of addresses, not of columns: the
families that have them model them.
"""

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


def agency_type_then_year(filed: list[Filed]) -> Column:
    """A column for each group of agencies, and in it one for each year."""
    column = Column(*ANNUAL_COLUMN, on_the_way=True)
    for group, (name, slug) in GROUPS.items():
        of_group = column.add(Column(name, slug, on_the_way=True))
        members = [item for item in filed if item.group == group]
        _add_years(of_group, members)
    return column


def agency_then_year(filed: list[Filed]) -> Column:
    """A column for each agency: its reports by year, or all in one list where they are few."""
    column = Column(*ANNUAL_COLUMN, on_the_way=True)
    for position, agency in enumerate(sorted({item.entry.source for item in filed}), start=1):
        members = [item for item in filed if item.entry.source == agency]
        own = column.add(Column(agency, f"jg_{position}"))
        if len(members) > 2:
            _add_years(own, members)
        else:
            own.entries = _newest_first(members)
        own.on_the_way = any(item.entry.report for item in members)
    return column


def leaf_columns(filed: list[Filed]) -> Column:
    """A column for each year; in it a list, and agencies whose column is the report itself."""
    column = Column(*ANNUAL_COLUMN, on_the_way=True)
    for year in sorted({item.year for item in filed}, reverse=True):
        of_year = column.add(Column(f"{year}年", f"n{year}n", on_the_way=True))
        members = [item for item in filed if item.year == year]
        leaves = [item for item in members if _is_leaf(item)]
        listed = [item for item in members if not _is_leaf(item)]
        for position, item in enumerate(leaves, start=1):
            leaf = Column(item.entry.source, f"dw{position}", article=item.entry, on_the_way=True)
            of_year.add(leaf)
        if listed:
            name, slug = GROUPS["government"]
            of_year.add(Column(name, slug, entries=_newest_first(listed), on_the_way=True))
    return column


def misfiled(filed: list[Filed]) -> Column:
    """By year and group, but a township's report of each year stands among the departments'."""
    moved: list[Filed] = []
    years: set[int] = set()
    for item in filed:
        stray = item.group == "township" and item.entry.report and item.year not in years
        if stray:
            years.add(item.year)
        moved.append(Filed(item.entry, item.year, "department") if stray else item)
    return year_then_agency(moved)


def _add_years(column: Column, filed: list[Filed]) -> None:
    for year in sorted({item.year for item in filed}, reverse=True):
        members = [item for item in filed if item.year == year]
        of_year = column.add(Column(f"{year}", f"{year}n", entries=_newest_first(members)))
        of_year.on_the_way = any(item.entry.report for item in members)


def _is_leaf(item: Filed) -> bool:
    return item.entry.body_is_report and item.group != "government"


def _newest_first(filed: list[Filed]) -> list[Entry]:
    entries = [item.entry for item in filed]
    return sorted(entries, key=lambda entry: (entry.published_on, entry.number), reverse=True)


LAYOUTS: dict[str, Callable[[list[Filed]], Column]] = {
    "pooled": pooled,
    "year_then_agency": year_then_agency,
    "agency_type_then_year": agency_type_then_year,
    "agency_then_year": agency_then_year,
    "leaf_columns": leaf_columns,
    "misfiled": misfiled,
}
