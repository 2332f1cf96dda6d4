"""From the table of sites to what each portal carries."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from tests.sample.portal.content import Column, Entry, Portal
from tests.sample.portal.layouts import ANNUAL_COLUMN, LAYOUTS, Filed
from tests.sample.portal.lookalikes import (
    COLUMN_YEARS,
    KINDS,
    lookalike_column,
    lookalike_entry,
    ordinary_columns,
    ordinary_entry,
)
from tests.sample.portal.reporting import report_entry
from tests.sample.reports import Agency, agencies, make_report

DATA = Path(__file__).with_name("sites.toml")
FIRST_NUMBER = 5_049_123
NOT_THERE = {"gone": "页面已不存在", "stub": "空白文章，没有正文"}


@dataclass(frozen=True)
class Site:
    """One row of sites.toml; see there for the meaning."""

    name: str
    family: str
    layout: str
    site_name: str
    place: str
    domain: str
    site_id_code: str
    seed: int
    page_size: int
    robots: str
    reports: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    agency_columns: list[str] = field(default_factory=list)
    needs_browser: bool = False


@cache
def sites() -> tuple[Site, ...]:
    """The sites that carry everything a crawl must cope with: those of the demonstration."""
    return tuple(Site(**row) for row in _tables()["site"])


@cache
def family_sites() -> tuple[Site, ...]:
    """A site for each further family; what it carries is that of the site it is `like`."""
    like = {row["name"]: row for row in _tables()["site"]}
    return tuple(
        Site(**like[row["like"]] | {name: row[name] for name in row if name != "like"})
        for row in _tables()["family_site"]
    )


def _tables() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def build_portal(site: Site) -> Portal:
    """Everything that the site carries, filed into columns. No document is rendered yet."""
    numbers = count(FIRST_NUMBER)
    filed = [*_reports(site, numbers), *_other_rows(site, numbers)]
    annual = LAYOUTS[site.layout](filed)
    disclosure = _disclosure_hub(site, annual, numbers)
    menu = []
    for column, titles in ordinary_columns(site.place):
        column.entries = [ordinary_entry(next(numbers), title, site.place) for title in titles]
        menu.append(column)
    columns = [*menu, disclosure]
    if site.agency_columns:
        columns.append(_agency_hub(site, filed, numbers))
    return Portal(
        name=site.name,
        site_name=site.site_name,
        place=site.place,
        domain=site.domain,
        site_id_code=site.site_id_code,
        page_size=site.page_size,
        menu=tuple(menu),
        disclosure=disclosure,
        columns=tuple(columns),
    )


def _reports(site: Site, numbers: Iterator[int]) -> Iterator[Filed]:
    for row in site.reports:
        agency = agencies()[row["agency"]]
        damage = row.get("damage", {})
        report = make_report(site.seed, agency, row["year"], row.get("template"), **damage)
        yield Filed(report_entry(next(numbers), report, row), row["year"], _group(agency))


def _other_rows(site: Site, numbers: Iterator[int]) -> Iterator[Filed]:
    for row in site.rows:
        kind, year = row["kind"], row["year"]
        if kind in NOT_THERE:
            yield _vanished(next(numbers), site.seed, kind, agencies()[row["agency"]], year)
            continue
        entry = lookalike_entry(next(numbers), kind, site.place, year)
        yield Filed(entry, year, row.get("group", "government"))


def _vanished(number: int, seed: int, kind: str, agency: Agency, year: int) -> Filed:
    """A row with the title of a report and nothing behind it."""
    report = make_report(seed, agency, year)
    entry = Entry(
        number=number,
        title=report.title,
        published_on=report.published_on,
        source=agency.name,
        gone=kind == "gone",
        reason=NOT_THERE[kind],
    )
    return Filed(entry, year, _group(agency))


def _group(agency: Agency) -> str:
    if agency.level == "township":
        return "township"
    return "government" if agency.kind.startswith("government") else "department"


def _disclosure_hub(site: Site, annual: Column, numbers: Iterator[int]) -> Column:
    """政府信息公开 with its uniform items (国办公开办函〔2019〕61号)."""
    hub = Column("政府信息公开", "zfxxgk", on_the_way=True)
    for name, slug, text in (
        ("政府信息公开指南", "zfxxgkzn", "guide_text"),
        ("政府信息公开制度", "zfxxgkzd", "rules_text"),
    ):
        column = hub.add(Column(name, slug))
        column.entries = [ordinary_entry(next(numbers), f"{site.place}{name}", site.place, text)]
    statutory = hub.add(Column("法定主动公开内容", "fdzdgknr"))
    for kind in KINDS:
        column = statutory.add(lookalike_column(kind))
        column.entries = [
            lookalike_entry(next(numbers), kind, site.place, year) for year in COLUMN_YEARS
        ]
    hub.add(annual)
    return hub


def _agency_hub(site: Site, filed: list[Filed], numbers: Iterator[int]) -> Column:
    """Agencies with columns of their own, which repeat articles of the pooled column."""
    hub = Column("部门乡镇信息公开", "bmxzxxgk")
    for position, name in enumerate(site.agency_columns, start=1):
        own = hub.add(Column(name, f"jg{position}"))
        guide = own.add(Column("政府信息公开指南", f"zfxxgkzn_17{position}0"))
        title = f"{name}政府信息公开指南"
        guide.entries = [ordinary_entry(next(numbers), title, site.place, "guide_text")]
        reports = own.add(Column(ANNUAL_COLUMN[0], f"{ANNUAL_COLUMN[1]}_17{position}5"))
        reports.entries = [item.entry for item in filed if item.entry.source == name]
    return hub
