"""The official templates as data: one TOML file a template, `common.toml` for what they share.

A new template is a new file. Names are those of the corpus; labels are the forms' own words,
kept here without white space and punctuation.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, Literal

from ..labels import Labels

StatutoryTemplate = Literal["2019", "2021"]
TEMPLATE_NAMES: tuple[StatutoryTemplate, ...] = ("2019", "2021")


@dataclass(frozen=True, slots=True)
class DisclosureSection:
    """One sub-table of table 2: the article it reports on, its columns and its items."""

    article: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One row of table 3. `anchor` finds its label in running text; `number` is printed
    before the label (一、, （一）, 1.)."""

    name: str
    number: str
    labels: tuple[str, ...]
    anchor: re.Pattern[str]


@dataclass(frozen=True)
class Template:
    """One official form."""

    name: StatutoryTemplate
    disclosures: tuple[DisclosureSection, ...]
    item_labels: Labels
    added_items: tuple[str, ...]  # rows of table 2 that only some provinces print
    disclosure_column_labels: Labels
    rows: tuple[ApplicationRow, ...]

    @cached_property
    def row_names(self) -> tuple[str, ...]:
        """The rows of table 3 in order."""
        return tuple(row.name for row in self.rows)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """The rows that add up to `total`: from 予以公开 to the last 其他处理."""
        names = self.row_names
        return names[names.index("granted") : names.index("total")]

    @property
    def cells(self) -> int:
        """Number of value cells in the three tables."""
        table_2 = sum(len(s.columns) * len(s.rows) for s in self.disclosures)
        return table_2 + len(self.rows) * len(COMMON.columns) + PROCEEDING_CELLS

    def section_of(self, item: str) -> DisclosureSection | None:
        """The sub-table of table 2 that an item stands in, if this form has it."""
        return next((s for s in self.disclosures if item in s.rows), None)


@dataclass(frozen=True, slots=True)
class Common:
    """What all templates share."""

    columns: tuple[str, ...]
    column_labels: Labels
    legal_persons: tuple[str, ...]  # wordings of the heading over several columns
    groups: tuple[str, ...]
    channels: tuple[str, ...]
    channel_labels: Labels
    channel_anchors: tuple[re.Pattern[str], ...]  # of `channels`, as in `heading_anchors`
    outcomes: tuple[str, ...]
    outcome_labels: Labels
    heading_anchors: re.Pattern[str]  # of table 4 in running text; the group tells the name


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


def _anchors(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in table.items()))


def _common() -> Common:
    data = _load("common")
    applications, proceedings = data["applications"], data["proceedings"]
    anchors = proceedings["channel_anchors"]
    return Common(
        tuple(applications["columns"]),
        Labels(applications["column_labels"]),
        tuple(applications["legal_persons"]),
        tuple(applications["groups"]),
        tuple(proceedings["channels"]),
        Labels(proceedings["channel_labels"]),
        tuple(re.compile(anchors[channel]) for channel in proceedings["channels"]),
        tuple(proceedings["columns"]),
        Labels(proceedings["column_labels"]),
        _anchors({**anchors, **proceedings["column_anchors"]}),
    )


COMMON = _common()
PROCEEDING_CELLS = len(COMMON.channels) * len(COMMON.outcomes)


@lru_cache(maxsize=8)
def template(name: StatutoryTemplate) -> Template:
    """The form of that name."""
    data = _load(name)
    return Template(
        name,
        tuple(
            DisclosureSection(s["article"], tuple(s["columns"]), tuple(s["rows"]))
            for s in data["disclosures"]
        ),
        Labels(data["labels"]["items"]),
        tuple(data["labels"].get("added", ())),
        Labels(data["labels"]["columns"]),
        tuple(
            ApplicationRow(r["name"], r["number"], tuple(r["labels"]), re.compile(r["anchor"]))
            for r in data["applications"]["rows"]
        ),
    )
