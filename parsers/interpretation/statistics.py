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

from ..reading.model import TableCell
from ..record import Fact
from .lines import Line, Row, text_of
from .values import read_value

PREFIX = "statistic:"
FLAT = -1  # for `Row.table`: its cells stand under one another, each a line of its own
SERIAL = "序号"
LEAST_ROWS = 5  # a smaller table with such headings is another one
LONGEST_LABEL = 60

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_PART = re.compile(
    r"^(?:其中[:：]?|[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2})+"
)
_UNIT = re.compile(r"[条件次个人篇场份项期元户天]|人次|万元")
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
    for groups, rows in (*_tables(lines), *_flat_tables(lines)):
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
        quote = "\n".join(row.texts) if row.table == FLAT else text_of(row).rstrip(" ")
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


def _flat_tables(lines: Sequence[Line]) -> Iterator[tuple[list[_Columns], list[Row]]]:
    """The same where a text keeps each cell as a line: under lines that are the headings label,
    unit and value (and no other), rows are a label, a known unit and a number, in this order."""
    texts = [_squash(line) if isinstance(line, str) else "" for line in lines]
    words = _words()
    headings = (words.indicator, words.unit, words.value)
    for i in range(len(texts) - len(headings)):
        heads = texts[i : i + len(headings)]
        if not all(h.fullmatch(text) for h, text in zip(headings, heads, strict=True)):
            continue
        below = i + len(headings)
        other = texts[below]
        if words.not_value.search(heads[-1]) or other == SERIAL or _is_heading(other):
            return  # several parts stand side by side, or several years
        counted = i > 0 and texts[i - 1] == SERIAL
        rows = list(_flat_rows([text_of(line) for line in lines[below:]], counted=counted))
        if len(rows) >= LEAST_ROWS:
            yield [_Columns(0, 1, 2)], rows
        return


def _is_heading(text: str) -> bool:
    words = _words()
    patterns = (words.indicator, words.unit, words.value)
    return any(pattern.fullmatch(text) for pattern in patterns)


def _flat_rows(texts: Sequence[str], *, counted: bool) -> Iterator[Row]:
    """Rows of label, unit and value; of a part's heading the label alone. `counted`: a number of
    its own (序号) stands before each label, and no value where its own is blank."""
    cut = False  # whether the label before had no unit: a heading, or a label cut in two
    for i, text in enumerate(texts):
        if _is_number(text) or _UNIT.fullmatch(text.strip()):
            continue
        if len(text.strip()) > LONGEST_LABEL:
            return
        unit, value, after = (*texts[i + 1 : i + 4], "", "", "")[:3]
        is_row = _UNIT.fullmatch(unit.strip()) is not None and _is_number(value)
        if counted and is_row:
            is_row = _is_number(after) and (i == 0 or _counts_on(texts[i - 1], after))
        numbered = any(level.match(_squash(text)) for level in _LEVELS)
        if is_row and (numbered or not cut):
            cells = tuple(TableCell(t, c) for c, t in enumerate((text, unit, value)))
            yield Row(cells, exact=False, table=FLAT)
        elif numbered:
            yield Row((TableCell(text, 0),), exact=False, table=FLAT)
        cut = not is_row and not numbered


def _is_number(text: str) -> bool:
    return read_value(text, money=True).state == "number"


def _counts_on(number: str, following: str) -> bool:
    first, second = number.strip(), following.strip()
    return first.isdecimal() and second.isdecimal() and int(second) == int(first) + 1


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
