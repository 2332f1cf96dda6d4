"""Table 2 from text that prints headings, labels and values in blocks: a column behind its own
heading, or a row's cells in the columns whose headings came before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..found import Place
from ..labels import squash_all
from ..templates import TEMPLATE_NAMES, DisclosureSection, Template, template
from ..values import Value, all_alike
from . import Order, Run

_SHORTEST_PIECE = 4  # characters of a label that tell it


@dataclass(frozen=True, slots=True)
class Headed:
    """Values, and the cells of the form that they stand in: `rows` × `columns`. Where both are
    several, `by_row` tells that they are printed row by row."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[Value, ...]
    by_row: bool = False


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
                if section is None:
                    return None
                if article not in ("", section.article) and self._may_head(article, name):
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

    def _may_head(self, article: str, column: str) -> bool:
        """Whether an article's sub-table has such a column; else its own headings are printed
        elsewhere."""
        return any(s.article == article and column in s.columns for s in self.form.disclosures)

    def row(self, item: str, count: int) -> tuple[DisclosureSection, tuple[str, ...]] | None:
        """The columns of so many values behind an item: all that are open, from left to right in
        whatever order their headings are printed."""
        section = self.form.section_of(item)
        if section is None:
            return None
        still = self.open.get(section.article, ())
        columns = tuple(column for column in section.columns if column in still)
        return (section, columns) if len(columns) == count else None

    def below_items(
        self, tokens: Sequence[tuple[str, str]], count: int
    ) -> tuple[DisclosureSection, tuple[str, ...]] | None:
        """The one open column of so many values behind all items of a sub-table."""
        section = self.form.section_of(tokens[-1][1])
        if section is None or count != len(section.rows):
            return None
        still = tuple(self.open.get(section.article, ()))
        named = [("item", row) for row in section.rows]
        if len(still) != 1 or list(tokens[-count:]) != named:
            return None
        self.open[section.article] = []
        return section, still

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


def headed_values(runs: Sequence[Run], form: Template, order: Order) -> list[Headed]:
    """Every run's cells; empty where one is not to be told, where labels are out of the form's
    order, or where a cell of the form has not one value."""
    reader = _Reader(form)
    found: list[Headed] = []
    for run in _with_whole_items(runs, form):
        tokens = list(_tokens(run.squashed, form))
        last = reader.take(tokens)
        if last is None:
            return []
        if not run.values:
            continue
        headed = _headed(reader, tokens, last, run.values, order)
        if headed is None:
            return []
        found.append(headed)
    places = [(row, column) for headed in found for row in headed.rows for column in headed.columns]
    rows = [row for section in form.disclosures for row in section.rows]
    wanted = [
        (row, c) for section in form.disclosures for row in section.rows for c in section.columns
    ]
    return found if reader.items == rows and sorted(places) == sorted(wanted) else []


def _headed(
    reader: _Reader,
    tokens: Sequence[tuple[str, str]],
    last: Sequence[Place],
    values: tuple[Value, ...],
    order: Order,
) -> Headed | None:
    """The cells of values behind an item, behind all items of a sub-table, or behind headings.
    None where nothing tells them: single cells may be printed in another order, and no sum does."""
    count = len(values)
    kind, name = tokens[-1] if tokens else ("", "")
    own = reader.row(name, count) if kind == "item" else None
    if own is not None:
        return Headed((name,), own[1], values)
    if kind == "item" and order.in_one_block(values):
        own = reader.below_items(tokens, count)
    elif last:
        own = reader.column(last, count)
    if own is None:
        return None
    section, columns = own
    by_row = order.in_one_block(values)
    if min(len(columns), len(section.rows)) > 1 and not all_alike(values) and not by_row:
        return None
    return Headed(section.rows, columns, values, by_row)


def _with_whole_items(runs: Sequence[Run], form: Template) -> Iterator[Run]:
    """The runs, with items in one piece that are broken around their values."""
    labels = {label for labels in form.item_labels.values() for label in map(squash_all, labels)}
    rest = ""
    for run in runs:
        words = run.squashed.removeprefix(rest)
        rest = ""
        if run.values and not words.endswith(tuple(labels)):
            rest = _rest_of_item(words, labels)
        yield Run(words + rest, run.values)


def _rest_of_item(words: str, labels: Iterable[str]) -> str:
    """What is printed behind the values of an item that words begin, where one alone is begun."""
    rests = {
        label[length:]
        for label in labels
        for length in range(_SHORTEST_PIECE, len(label))
        if words.endswith(label[:length])
    }
    return rests.pop() if len(rests) == 1 else ""


@cache
def _headings() -> frozenset[str]:
    forms = map(template, TEMPLATE_NAMES)
    return frozenset(
        squash_all(label)
        for form in forms
        for labels in form.disclosure_column_labels.values()
        for label in labels
    )


def is_heading(line: str) -> bool:
    """Whether a line is the heading of a column and nothing else."""
    return squash_all(line) in _headings()


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
