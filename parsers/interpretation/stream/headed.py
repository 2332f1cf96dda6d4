"""Table 2 from text that prints headings, labels and values in blocks: a column behind its own
heading, or a row's cells in the columns whose headings came before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..found import Place
from ..labels import squash_all
from ..templates import DisclosureSection, Template
from ..values import Value, all_alike
from . import Run


@dataclass(frozen=True, slots=True)
class Headed:
    """Values, and the cells of the form that they stand in: `rows` × `columns`, one of which may
    be several; then nothing tells yet whether they are printed row by row."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[Value, ...]


@dataclass(slots=True)
class _Reader:
    """What was printed so far: headings with their sub-tables, and items. `open`: the columns of
    each sub-table whose headings were, and which no values of their own followed."""

    form: Template
    headings: list[Place] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    open: dict[str, list[str]] = field(default_factory=dict)

    def take(self, tokens: Sequence[tuple[str, str]]) -> list[Place] | None:
        """Go on behind these words: the headings at their end; None where one is not expected."""
        last: list[Place] = []
        article = ""
        for kind, name in tokens:
            if kind == "heading":
                section = self._expected(name)
                if section is None or article not in ("", section.article):
                    return None
                self.headings.append((section.article, name))
                self.open.setdefault(section.article, []).append(name)
                last.append((section.article, name))
                continue
            last = []
            article = name if kind == "article" else ""
            if kind == "item":
                self.items.append(name)
        return last

    def _expected(self, column: str) -> DisclosureSection | None:
        """The sub-table of a heading: the first that has it and has not yet printed it."""
        return next(
            (
                section
                for section in self.form.disclosures
                if column in section.columns and (section.article, column) not in self.headings
            ),
            None,
        )

    def row(self, item: str, count: int) -> tuple[DisclosureSection, tuple[str, ...]] | None:
        """The columns of so many values behind an item: all that are open, from left to right in
        whatever order their headings are printed."""
        section = self.form.section_of(item)
        if section is None:
            return None
        still = self.open.get(section.article, ())
        columns = tuple(column for column in section.columns if column in still)
        return (section, columns) if len(columns) == count else None

    def column(
        self, last: Sequence[Place], count: int
    ) -> tuple[DisclosureSection, tuple[str, ...]] | None:
        """The columns of so many values behind headings: those of the sub-table printed last."""
        section = next(s for s in self.form.disclosures if s.article == last[-1][0])
        columns = tuple(column for article, column in last if article == section.article)
        in_order = tuple(column for column in section.columns if column in columns) == columns
        if not in_order or count != len(columns) * len(section.rows):
            return None
        still = self.open[section.article]
        self.open[section.article] = [column for column in still if column not in columns]
        return section, columns


def headed_values(runs: Sequence[Run], form: Template) -> list[Headed]:
    """Every run's cells; empty where one is not to be told, where labels are out of the form's
    order, or where a cell of the form has not one value."""
    reader = _Reader(form)
    found: list[Headed] = []
    for run in runs:
        tokens = list(_tokens(run.squashed, form))
        last = reader.take(tokens)
        if last is None:
            return []
        if not run.values:
            continue
        item = tokens[-1][1] if tokens and tokens[-1][0] == "item" else ""
        count = len(run.values)
        own = reader.row(item, count) if item else reader.column(last, count) if last else None
        if own is None:
            return []
        section, columns = own
        if not item and min(len(columns), len(section.rows)) > 1 and not all_alike(run.values):
            return []  # single cells may be printed in another order, and no sum tells
        found.append(Headed((item,) if item else section.rows, columns, run.values))
    places = [(row, column) for headed in found for row in headed.rows for column in headed.columns]
    rows = [row for section in form.disclosures for row in section.rows]
    wanted = [
        (row, c) for section in form.disclosures for row in section.rows for c in section.columns
    ]
    return found if reader.items == rows and sorted(places) == sorted(wanted) else []


def _tokens(words: str, form: Template) -> Iterator[tuple[str, str]]:
    """The articles, headings and items that squashed words name, in order."""
    named: dict[str, tuple[str, str]] = {
        s.article: ("article", s.article) for s in form.disclosures
    }
    for kind, labels in (("heading", form.disclosure_column_labels), ("item", form.item_labels)):
        for name, printed in labels.items():
            named |= {squash_all(label): (kind, name) for label in printed}
    pattern = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
    return (named[match[0]] for match in re.finditer(pattern, words))
