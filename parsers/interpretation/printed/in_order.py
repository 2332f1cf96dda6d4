"""Table 3 of a text that kept its lines, but not all of its labels in one piece.

A converter prints a page from top to bottom. So the lines with a value for every column are rows
in the form's order; labels on these lines, or pieces of labels, tell which ones. A line whose row
the labels above and below leave open is not read. Lines with fewer values hold the rest of numbers
that a narrow column broke, which the sums must bear out, or a row with empty cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

from ...reading.model import PrintedLine, PrintedPiece, TableCell
from ..application_rows import ONLY_2021
from ..labels import squash_all
from ..lines import Row
from ..templates import TEMPLATE_NAMES, Template, template
from .application_lines import (
    FEWEST_VALUES,
    MOST_LINES,
    WIDTH,
    body_below,
    columns_of_pages,
    header_above,
    heading_row,
    only_beginning,
    text_of,
    value_row,
)
from .columns import row_of
from .labels import characters_of
from .pieces import MOST_LINES as MOST_PIECES
from .pieces import with_pieces
from .values import PlacedValue, is_number, left_edge, placed_values, split_line, taken_apart

# Beginnings of headings that no other heading has; 法人或其他组织 hides that of 其他.
_HEADINGS = ("自", "商", "科", "社", "律", "总")
_LONGEST_WORDS = 120  # beside values
_LEAST_PIECE = 4  # characters of a label that tell it
_ENOUGH_NAMED = 0.5  # share of the whole lines that must tell their row


@dataclass(frozen=True, slots=True)
class _ValueLine:
    """A line's values, and the rows that the words beside them may be labels of; none where they
    tell nothing. `is_whole`: the line is a row, and not some pieces of its numbers."""

    values: tuple[PlacedValue, ...]
    rows: frozenset[str]
    is_whole: bool


def application_rows_in_order(lines: Sequence[PrintedLine]) -> list[Row]:
    """The rows of table 3 that are certain, one cell a column, and of the others the labels alone;
    empty where order or form are not certain, or the table is printed more than once. lines: of
    a text that keeps the lines of a page."""
    start = only_beginning(lines)
    if start is None:
        return []
    header = header_above(lines, start)
    if not _headings_in_order(header):
        return []
    body = body_below(lines[start : start + MOST_LINES], header)
    printed = _value_lines(body)
    whole = [line for line in printed if line.is_whole]
    named = sum(len(line.rows) == 1 for line in whole)
    if not whole or named < _ENOUGH_NAMED * len(whole) or any(_too_many(line) for line in printed):
        return []
    form = _form_of(body)
    places = _places(whole, form)
    if places is None:  # a row all of whose numbers are broken has pieces in every column
        printed = [replace(line, is_whole=line.is_whole and bool(line.rows)) for line in printed]
        places = _places([line for line in printed if line.is_whole], form)
    return [heading_row(), *_rows(printed, form, places)] if places else []


def _headings_in_order(lines: Sequence[PrintedLine]) -> bool:
    """Whether the beginnings of the columns' headings stand in the form's order from left to
    right, on whatever lines of the page that the table's first row is on, or else of all."""
    own = [line for line in lines if line.page == lines[-1].page]
    return _stand_in_order(own) or (len(own) < len(lines) and _stand_in_order(lines))


def _stand_in_order(lines: Sequence[PrintedLine]) -> bool:
    starts: dict[str, float] = {}
    for characters in (characters_of(line.pieces) for line in lines):
        words = "".join(character.text for character in characters)
        for heading in _HEADINGS:
            if heading not in starts and heading in words:
                starts[heading] = characters[words.index(heading)].start
    found = [starts[heading] for heading in _HEADINGS if heading in starts]
    return len(found) == len(_HEADINGS) and found == sorted(found)


def _too_many(line: _ValueLine) -> bool:
    return len(line.values) > WIDTH


def _form_of(body: Sequence[PrintedLine]) -> Template:
    """The form of 2021 where a line tells a row that only this one has."""
    told = (rows for line in body if len(rows := _rows_named(text_of(line))) == 1)
    return template("2021" if any(rows <= ONLY_2021 for rows in told) else "2019")


def _value_lines(body: Sequence[PrintedLine]) -> list[_ValueLine]:
    edge = left_edge(body, FEWEST_VALUES)
    if edge is None:
        return []
    parts = [split_line(line, edge) for line in body]
    values: dict[int, list[PlacedValue]] = {}
    for value in placed_values([part[1] for part in parts], body):
        pieces = taken_apart(value.piece)
        values.setdefault(value.lines[0], []).extend(
            PlacedValue(piece, value.page, value.lines) for piece in pieces
        )
    return [_value_line(parts[index][0], own) for index, own in sorted(values.items())]


def _value_line(words: Sequence[PrintedPiece], values: Sequence[PlacedValue]) -> _ValueLine:
    """A line taken apart; where numbers stand among its words what stands between these and the
    values is not understood, and the line tells no row."""
    if any(is_number(piece.text) for piece in words[1:]):
        return _ValueLine(tuple(values), frozenset(), is_whole=False)
    told = _rows_named(squash_all("".join(piece.text for piece in words)))
    return _ValueLine(tuple(values), told, is_whole=len(values) == WIDTH)


# --- which rows a line may be ---------------------------------------------------------------


def _rows_named(words: str) -> frozenset[str]:
    """The rows whose labels have most in common with the words; none where it is too little."""
    best = _LEAST_PIECE
    names = set[str]()
    if len(words) > _LONGEST_WORDS:
        return frozenset()
    for name, label in _labels():
        if len(label) < _LEAST_PIECE:
            length = _LEAST_PIECE if words.endswith(label) else 0
        elif not any(words[i : i + _LEAST_PIECE] in label for i in range(len(words))):
            continue
        else:
            match = SequenceMatcher(None, words, label, autojunk=False).find_longest_match()
            length = match.size
        if length > best:
            best, names = length, {name}
        elif length == best:
            names.add(name)
    return frozenset(names)


@cache
def _labels() -> tuple[tuple[str, str], ...]:
    """The labels of all rows of all forms, with their own numbers."""
    return tuple(
        dict.fromkeys(
            (row.name, row.number + label)
            for form in map(template, TEMPLATE_NAMES)
            for row in form.rows
            for label in row.labels
        )
    )


def _places(whole: Sequence[_ValueLine], form: Template) -> list[int | None] | None:
    """The row of each whole line, None where several are possible; None at all where the lines
    cannot be rows of this form in its order."""
    rows = len(form.rows)
    names = frozenset(form.row_names)  # without 其他处理 in the form of 2021: a group there
    may_be = [
        [not (own := line.rows & names) or name in own for name in form.row_names] for line in whole
    ]
    first = _least(may_be)
    last = [rows - 1 - place for place in reversed(_least([m[::-1] for m in reversed(may_be)]))]
    if len(first) < len(whole) or len(last) < len(whole):
        return None
    return [
        low if not any(may_be[i][low + 1 : high + 1]) else None
        for i, (low, high) in enumerate(zip(first, last, strict=True))
    ]


def _least(may_be: Sequence[Sequence[bool]]) -> list[int]:
    """The first row that each line can be in order; shorter where there is none."""
    places: list[int] = []
    for allowed in may_be:
        start = places[-1] + 1 if places else 0
        place = next((i for i in range(start, len(allowed)) if allowed[i]), None)
        if place is None:
            return places
        places.append(place)
    return places


# --- the rows -------------------------------------------------------------------------------


def _rows(
    printed: Sequence[_ValueLine], form: Template, places: Sequence[int | None]
) -> Iterator[Row]:
    columns = columns_of_pages(
        [value for line in printed for value in line.values],
        (value.page for line in printed for value in line.values),
    )
    gaps, between, doubtful = _between(printed, form, places)
    whole = [line.values for line in printed if line.is_whole]
    texts = with_pieces(whole, gaps) | dict.fromkeys(doubtful)
    lines = {place: i for i, place in enumerate(places) if place is not None}
    for place, row in enumerate(form.rows):
        label = f"{row.number}、{row.labels[0]}"
        index = lines.get(place)
        if index is not None and index in texts:
            cells = row_of(label, texts[index], whole[index], WIDTH)
            yield Row(cells, exact=True, table=0)
        elif index is not None or place in between:
            own = between[place] if index is None else whole[index]
            yield value_row(label, own, columns)
        else:
            yield Row((TableCell(label, 0),), exact=True, table=0)


def _between(
    printed: Sequence[_ValueLine], form: Template, places: Sequence[int | None]
) -> tuple[list[list[Sequence[PlacedValue]]], dict[int, Sequence[PlacedValue]], set[int]]:
    """What the lines between the whole ones hold: above, between and below these, the pieces of
    their numbers; rows with empty cells, by their place in the form; and the whole lines beside
    numbers that may belong to them or to a row between them."""
    gaps: list[list[_ValueLine]] = [[]]
    for line in printed:
        if line.is_whole:
            gaps.append([])
        else:
            gaps[-1].append(line)
    pieces: list[list[Sequence[PlacedValue]]] = []
    rows: dict[int, Sequence[PlacedValue]] = {}
    doubtful: set[int] = set()
    ends = [-1, *places, len(form.rows)]
    for number, lines in enumerate(gaps):
        above, below = ends[number], ends[number + 1]
        pieces.append([])
        if not lines:
            continue
        own = _own_rows(lines, form, above, below)
        rows |= own
        others: list[Sequence[PlacedValue]] = [
            line.values for line in lines if line.values not in own.values()
        ]
        if above is None or below is None or below - above > 1 or len(others) > MOST_PIECES:
            doubtful |= {number - 1, number} if others else set()
        else:
            pieces[-1] = others
    return pieces, rows, doubtful


def _own_rows(
    lines: Sequence[_ValueLine], form: Template, above: int | None, below: int | None
) -> dict[int, Sequence[PlacedValue]]:
    """The lines that are rows with empty cells, each beside its own label, between two others."""
    if above is None or below is None:
        return {}
    named: dict[int, Sequence[PlacedValue]] = {
        form.row_names.index(name): line.values
        for line in lines
        if len(line.rows) == 1 and (name := next(iter(line.rows))) in form.row_names
    }
    found = {place: values for place, values in named.items() if above < place < below}
    several = len(found) < sum(len(line.rows) == 1 for line in lines)
    return {} if several or list(found) != sorted(found) else dict(found)
