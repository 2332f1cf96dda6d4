"""The statistics table of the older reports: one indicator a row, kept as facts.

The forms differ by region and year in rows and numbering, so an indicator goes by its label,
never by its number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

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
    for columns, rows in _tables(lines):
        parts: list[str] = []
        for row in rows:
            label = _squash(row.texts[columns.label]) if columns.label < len(row.cells) else ""
            if not label or len(label) > LONGEST_LABEL:
                continue
            parts = _path(parts, label)
            printed = row.texts[columns.value] if columns.value < len(row.cells) else ""
            value = read_value(printed, money=True)
            quote = text_of(row).rstrip(" ")
            start = text.find(quote, position)
            if value.number is None or value.spaced or start < 0:
                continue
            position = start + len(quote)
            name = _words().names.get(_bare(label)) or PREFIX + "/".join(map(_bare, parts))
            if name not in facts:
                facts[name] = _fact(name, value.number, _unit(row, columns), quote, start)
    return tuple(facts.values())


def _tables(lines: Sequence[Line]) -> Iterator[tuple[_Columns, list[Row]]]:
    """Every table under the headings of a statistics table, with the rows below them."""
    columns: _Columns | None = None
    rows: list[Row] = []
    for line in lines:
        found = _columns(line) if isinstance(line, Row) else None
        if found is not None and columns is None:
            columns = found
        elif isinstance(line, Row) and columns is not None and found is None:
            rows.append(line)
        elif isinstance(line, str) and len(line.strip()) > LONGEST_LABEL:
            if columns is not None and len(rows) >= LEAST_ROWS:
                yield columns, rows
            columns, rows = None, []
    if columns is not None and len(rows) >= LEAST_ROWS:
        yield columns, rows


def _columns(row: Row) -> _Columns | None:
    """The columns of a header row, or None where it is none."""
    texts = [_squash(text) for text in row.texts]
    words = _words()
    label = _first(texts, words.indicator)
    values = [
        i
        for i, text in enumerate(texts)
        if words.value.fullmatch(text) and not words.not_value.search(text)
    ]
    if label is None or not values:
        return None
    return _Columns(label, _first(texts, words.unit), values[0])


def _first(texts: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((i for i, text in enumerate(texts) if pattern.fullmatch(text)), None)


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
