"""The statistics table of the older reports: one indicator a row, kept as facts.

The forms differ by region and year in rows and numbering, so an indicator goes by its label,
never by its number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from ..record import Fact
from .lines import Line, Row, text_of
from .values import read_value

PREFIX = "statistic:"
LEAST_ROWS = 5  # a smaller table with such headings is another one
LONGEST_LABEL = 60

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_PART = re.compile(
    r"^(?:其中[:：]?|[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2})+"
)
_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]"),
    re.compile(r"^[(（][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"^\d{1,2}[、.．]"),
)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where label, unit and value stand: indexes of cells in a row."""

    label: int
    unit: int | None
    value: int


@dataclass(frozen=True, slots=True)
class _Words:
    indicator: re.Pattern[str]
    unit: re.Pattern[str]
    value: re.Pattern[str]
    not_value: re.Pattern[str]
    names: dict[str, str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    data = tomllib.loads(
        resources.files(__package__).joinpath("statistics.toml").read_text("utf-8")
    )
    return _Words(
        re.compile(data["indicator_headings"]),
        re.compile(data["unit_headings"]),
        re.compile(data["value_headings"]),
        re.compile(data["not_values"]),
        {label: name for name, labels in data["indicators"].items() for label in labels},
    )


def statistics_of(lines: Sequence[Line], text: str) -> tuple[Fact, ...]:
    """The rows of every statistics table; offsets are those of the row in `text`.

    An indicator of `narrative_facts` keeps its name, any other is `statistic:` and its label
    under those of the parts that it stands in.
    """
    facts: dict[str, Fact] = {}
    position = 0
    for groups, rows in _tables(lines):
        if len(groups) > 1 and not all(row.exact for row in rows):
            continue  # one part's words may stand in another's column
        parts: list[str] = []
        for columns in groups:
            for fact in _facts_of(columns, rows, parts, text[position:], position):
                facts.setdefault(fact.indicator, fact)
        position = max((fact.end for fact in facts.values()), default=position)
    return tuple(facts.values())


def _facts_of(
    columns: _Columns, rows: Sequence[Row], parts: list[str], text: str, offset: int
) -> Iterator[Fact]:
    """The rows of one part of a table, from its place in the text on; `parts`: the labels that its
    rows stand under, which the next part of the table goes on with."""
    position = 0
    for row in rows:
        label = _squash(row.texts[columns.label]) if columns.label < len(row.cells) else ""
        if not label or len(label) > LONGEST_LABEL:
            continue
        parts[:] = _path(parts, label)
        printed = row.texts[columns.value] if columns.value < len(row.cells) else ""
        value = read_value(printed, money=True)
        quote = text_of(row).rstrip(" ")
        start = text.find(quote, position)
        if value.number is None or value.spaced or start < 0:
            continue
        position = start + len(quote)
        name = _words().names.get(_bare(label)) or PREFIX + "/".join(map(_bare, parts))
        yield _fact(name, value.number, _unit(row, columns), quote, offset + start)


def _tables(lines: Sequence[Line]) -> Iterator[tuple[list[_Columns], list[Row]]]:
    """Every table under the headings of a statistics table, with the rows below them."""
    groups: list[_Columns] = []
    rows: list[Row] = []
    for line in lines:
        found = _columns(line) if isinstance(line, Row) else []
        if found and not groups:
            groups = found
        elif isinstance(line, Row) and groups and not found:
            rows.append(line)
        elif isinstance(line, str) and len(line.strip()) > LONGEST_LABEL:
            if len(rows) >= LEAST_ROWS:
                yield groups, rows
            groups, rows = [], []
    if len(rows) >= LEAST_ROWS:
        yield groups, rows


def _columns(row: Row) -> list[_Columns]:
    """The columns of a header row, of each part that stands side by side; none where it is none."""
    texts = [_squash(text) for text in row.texts]
    words = _words()
    labels = [i for i, text in enumerate(texts) if words.indicator.fullmatch(text)]
    groups = []
    for label, end in pairwise([*labels, len(texts)]):
        values = [
            i
            for i in range(label, end)
            if words.value.fullmatch(texts[i]) and not words.not_value.search(texts[i])
        ]
        units = [i for i in range(label, end) if words.unit.fullmatch(texts[i])]
        if values:
            groups.append(_Columns(label, units[0] if units else None, values[0]))
    return groups if len(groups) > 1 else [replace(c, label=labels[0]) for c in groups]


def _path(above: list[str], label: str) -> list[str]:
    """The labels from the outermost part to this one, by the kind of its numbering."""
    for depth, numbering in enumerate(_LEVELS):
        if numbering.match(label):
            return [*above[:depth], label]
    return [*above[: len(_LEVELS)], label] if above else [label]


def _bare(label: str) -> str:
    """A label without numbering, 其中 and remarks in brackets."""
    return _BRACKETS.sub("", _PART.sub("", label)).strip("：:、.") or label


def _squash(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _unit(row: Row, columns: _Columns) -> str:
    unit = row.texts[columns.unit] if columns.unit is not None else ""
    return _squash(unit)[:10]


def _fact(name: str, value: str, unit: str, quote: str, start: int) -> Fact:
    return Fact(
        indicator=name,
        value=value,
        unit=unit,
        qualifier="exact",
        quote=quote,
        start=start,
        end=start + len(quote),
    )
