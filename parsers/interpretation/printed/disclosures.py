"""Table 2 where no ruling lines tell its cells: from the places of what is printed.

Each of its parts has headings of its own over its items. All articles, headings and items of one
of the forms must be read off completely; an item's values stand on the lines of its name, below
the headings of its part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ...reading.model import PrintedLine, TableCell
from ..disclosures import MONEY
from ..labels import squash_all
from ..lines import Row
from ..templates import TEMPLATE_NAMES, DisclosureSection, Template, template
from .columns import in_columns, row_of, stacked
from .labels import (
    LabelColumn,
    LabelPlace,
    Place,
    characters_of,
    read_side_by_side,
)
from .values import (
    PlacedValue,
    end_of_values,
    left_edge,
    placed_values,
    split_line,
    values_of_rows,
)

MOST_LINES = 120
_CORNER = "信息内容"
_BEGINS = (re.compile("第二十"), re.compile("信息内容"))  # some leave the articles out
_ENDS = re.compile("申请人情况|勾稽关系|本年新收")
_UNITS = ("", "单位万元", "万元", "单位元", "元")  # that an amount's heading may end in
_HEADINGS = 2  # behind the columns of articles and of items


def printed_disclosure_rows(lines: Sequence[PrintedLine], *, measured: bool) -> list[Row]:
    """The rows of table 2, with one cell a column and the headings above; empty where words or
    columns are not certain, or the table is printed more than once. A row whose values' columns
    are not known has them in one cell over all columns.

    `measured`: places are those of the page, and not the columns of a text that keeps them.
    """
    texts = [_text(line) for line in lines]
    starts = next(
        filter(None, ([i for i, t in enumerate(texts) if mark.match(t)] for mark in _BEGINS)), []
    )
    found = [
        rows
        for start in starts
        for form in map(template, TEMPLATE_NAMES)
        if (rows := _rows(_own_lines(lines[start : start + MOST_LINES]), form, measured))
    ]
    return found[0] if len(found) == 1 else []


def _text(line: PrintedLine) -> str:
    return squash_all("".join(piece.text for piece in line.pieces))


def _own_lines(lines: Sequence[PrintedLine]) -> Sequence[PrintedLine]:
    """The lines before those of table 3."""
    end = next((i for i, line in enumerate(lines) if _ENDS.search(_text(line))), len(lines))
    return lines[:end]


def _rows(lines: Sequence[PrintedLine], form: Template, measured: bool) -> list[Row]:
    """The table in one form; empty where its words are not this form's."""
    edge = left_edge(lines, 1) or 0
    parts = [split_line(line, edge) for line in lines]
    words = [characters_of(part[0]) for part in parts]
    read = read_side_by_side(words, _columns_of_labels(form), frozenset({0}))
    if read is None:
        return []
    places, end = read
    end = end_of_values(words, [part[1] for part in parts], end)
    items = _items(form)
    labels = {name: places[1, i] for i, name in enumerate(items) if name != _CORNER}
    values = placed_values([part[1] for part in parts[:end]], lines)
    widths = {name: len(part.columns) for part in form.disclosures for name in part.rows}
    printed = values_of_rows(values, labels, lines, widths)
    if printed is None:
        return []
    return [
        row
        for number, section in enumerate(form.disclosures)
        for row in _part(section, number, form, places, printed, lines, measured)
    ]


def _items(form: Template) -> list[str]:
    """What stands in the first column: a corner and the items of every part."""
    return [name for section in form.disclosures for name in (_CORNER, *section.rows)]


def _columns_of_labels(form: Template) -> list[LabelColumn]:
    """The articles, which stand over all columns; the items; the headings of each column."""
    width = max(len(section.columns) for section in form.disclosures)
    return [
        [[section.article] for section in form.disclosures],
        [form.item_labels.get(name, (name,)) for name in _items(form)],
        *(
            [
                _variants(form, section.columns[i])
                for section in form.disclosures
                if i < len(section.columns)
            ]
            for i in range(width)
        ),
    ]


def _variants(form: Template, column: str) -> list[str]:
    labels = map(squash_all, form.disclosure_column_labels[column])
    units = _UNITS if column in MONEY else _UNITS[:1]
    return list(dict.fromkeys(label + unit for label in labels for unit in units))


def _part(
    section: DisclosureSection,
    number: int,
    form: Template,
    places: Mapping[Place, LabelPlace],
    printed: Mapping[str, Sequence[PlacedValue]],
    lines: Sequence[PrintedLine],
    measured: bool,
) -> Iterator[Row]:
    """The rows of one part: its article, its headings, its items."""
    width = len(section.columns)
    headings = [places[_HEADINGS + i, _earlier(form, number, i)] for i in range(width)]
    own = [(place.start, place.end) for place in headings]
    values = [value for name in section.rows for value in printed[name]]
    columns = stacked(values, own, width) if measured else None
    known = {line.page: columns for line in lines} if columns else {}
    yield Row((TableCell(section.article, 0, width + 1),), exact=True, table=0)
    labels = [
        form.disclosure_column_labels[column][-1] + _unit(place, lines)
        for column, place in zip(section.columns, headings, strict=True)
    ]
    yield Row(row_of(_CORNER, labels, (), width), exact=True, table=0)
    for name in section.rows:
        texts = in_columns(printed[name], known, width)
        if width == len(printed[name]) == 1:
            texts = [printed[name][0].piece.text]
        label = form.item_labels[name][0]
        yield Row(row_of(label, texts, printed[name], width), exact=True, table=0)


def _earlier(form: Template, number: int, column: int) -> int:
    """How many parts above one have so many columns."""
    return sum(column < len(section.columns) for section in form.disclosures[:number])


def _unit(place: LabelPlace, lines: Sequence[PrintedLine]) -> str:
    """The unit that a heading's lines give, in brackets."""
    words = "".join(_text(line) for line in lines[place.first : place.last + 1])
    return "（万元）" if "万元" in words else "（元）" if "元" in words else ""
