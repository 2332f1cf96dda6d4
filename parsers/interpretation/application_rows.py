"""The rows of table 3 by name: labels matched, and put together where a page broke them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from .labels import (
    LONGEST_LABEL,
    Labels,
    completes,
    is_numbered,
    match_label,
    squash,
    without_explanations,
)
from .lines import Row
from .remembering import remembered
from .rows import SplitRow, split_row, usual_length
from .templates import COMMON, TEMPLATE_NAMES, StatutoryTemplate, template

# Words of the header too: they name a row only below the first row of the body.
BODY_ONLY = frozenset({"total", "other_other", "other"})
FIRST_ROW, LAST_ROW = "received", "carried_out"
ONLY_2021 = frozenset({"other_uncorrected", "other_unpaid"})
_BEGUN_LABEL = re.compile(r"[(（]?(?:[0-9]{1,2}|[一二三四五六七])[)）]?[、.．]?|[(（]")
_BEHIND_GROUPS = re.compile(
    rf"(?:[一二三四五六七]?(?:{'|'.join(COMMON.groups)})[0-9一二三四五六七]?)*"
)
# Other labels are over two columns, so that an empty cell behind one of them is the label's own.
_BESIDE_A_GROUP = re.compile("denied|unavailable|unprocessed|other_")
GROUPS = frozenset(COMMON.groups) - {"其他处理"}  # in the form of 2019 this one is a row


@dataclass(slots=True)
class Body:
    """The rows of the table by name, and the header rows above them.

    `rows`: under each name its printings, mostly one; a printing is one row, or the pieces next
    to one another that a page break made of it. `nameless`: a row of numbers remains that no
    label names, so that a row without numbers may be the one that they belong to. `loose`: numbers
    without a label, under each of the rows that they may belong to. `named`: the rows of the
    first printing whose labels were found, with or without values.
    """

    header: list[Row] = field(default_factory=list)
    rows: dict[str, list[list[SplitRow]]] = field(default_factory=dict)
    nameless: bool = False
    loose: dict[str, SplitRow] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    _latest: str = ""
    _again: bool = False

    def add(self, name: str, *pieces: SplitRow) -> None:
        """Put pieces under a name: to those right above them, or as another printing."""
        printings = self.rows.setdefault(name, [])
        if printings and self._latest == name:
            printings[-1].extend(pieces)
        else:
            printings.append(list(pieces))
        self._latest = name

    def name(self, name: str) -> None:
        """Note that a row's label is printed; the second time the first one comes, another
        printing of the whole table begins, which may be of another form."""
        self._again = self._again or (name == FIRST_ROW and self._latest == LAST_ROW)
        if not self._again:
            self.named.add(name)

    def take_back(self, name: str, piece: SplitRow) -> None:
        """Undo `add` for the piece that was put last under a name."""
        printings = self.rows.get(name, [])
        if not printings or printings[-1][-1] is not piece:
            return
        printings[-1].pop()
        self.rows[name] = [printing for printing in printings if printing]
        if not self.rows[name]:
            del self.rows[name]

    @property
    def printed_again(self) -> bool:
        """Whether the table is printed twice with other numbers, of another year or another body:
        a row that is printed once may then be of either."""
        twice = [printings for printings in self.rows.values() if len(printings) > 1]
        differing = [p for p in twice if any(_texts(one) != _texts(p[0]) for one in p[1:])]
        return len(differing) > 1

    @property
    def form(self) -> StatutoryTemplate:
        """2021 where the label of a row is printed that only this form has."""
        return "2021" if ONLY_2021 & self.named else "2019"


def _texts(printing: Sequence[SplitRow]) -> list[str]:
    return [cell.text.strip() for piece in printing for cell in piece.values]


@dataclass(slots=True)
class _Above:
    """The row above: its parts, and its name where it has one."""

    parts: SplitRow
    name: str | None
    below: SplitRow | None = None  # numbers without a label that were taken for its own


def body_of(rows: Sequence[Row]) -> Body:
    """Find the rows by their labels."""
    labels = row_labels()
    loose = {row.table for row in rows if not row.exact}
    usual = {table: usual_length(rows, table) for table in loose}
    body = Body()
    above: _Above | None = None
    for row in rows:
        parts = _without_its_group(split_row(row, usual.get(row.table, 0)), row, above)
        parts = _with_its_number(parts, above)
        if above is not None and _goes_on(body, above, parts, labels):
            continue
        name = _name(parts, above, labels)
        if above is not None and name is not None and not parts.has_numbers and parts.values:
            _let_loose(body, above, name)
        if name in BODY_ONLY and not body.rows:
            name = None
        if name is None and not body.rows:
            body.header.append(row)
        if name is not None:
            body.name(name)
        if name is not None and parts.values:
            body.add(name, parts if _BESIDE_A_GROUP.match(name) else replace(parts, more=0))
        if above is not None and _is_nameless(above):
            body.nameless = True
        above = _Above(parts, name) if body.rows or parts.label else above
    if above is not None and _is_nameless(above):
        body.nameless = True
    return body


def _without_its_group(parts: SplitRow, row: Row, above: _Above | None) -> SplitRow:
    """A row whose own label is empty has none, though pieces of a group's name that a page broke
    (`）不` of `（三）不予公开`) stand beside it."""
    if above is None or not (parts.label and parts.exact and above.parts.has_numbers):
        return parts
    edge = above.parts.values[0].column
    before = [cell for cell in row.cells if cell.column + cell.colspan == edge]
    own = before[0] if before else None
    if own is None or own.text.strip() or not all(map(_is_piece_of_group, parts.labels)):
        return parts
    return replace(parts, labels=())


def _is_piece_of_group(text: str) -> bool:
    words = squash(text)
    return any(words in group and words != group for group in COMMON.groups)


def _with_its_number(parts: SplitRow, above: _Above | None) -> SplitRow:
    """What stands where the row above has its label is what a page break left of a label (`3` of
    `3.其他`, `（` and `1.` of a group's name and a row's), not a value; nor is an empty cell there
    a blank value, which a table without ruling lines may have one too few of."""
    if above is None or not above.parts.label or not above.parts.values:
        return parts
    if parts.label and not (parts.exact and above.parts.has_numbers):
        return parts
    if parts.label and row_name(parts.label, row_labels()):
        return parts
    edge = above.parts.values[0].column
    values = tuple(cell for cell in parts.values if cell.column >= edge)
    begun = [cell.text.strip() for cell in parts.values if cell.column < edge]
    begun = [text for text in begun if text]
    if not begun and not parts.exact:
        return replace(parts, values=values)
    several = len(begun) > 1 and not parts.exact
    if not begun or several or not all(map(_BEGUN_LABEL.fullmatch, begun)):
        return parts
    return replace(parts, labels=(*parts.labels, *begun), values=values)


def begins_results(text: str) -> bool:
    """Whether a line is 三、本年度办理结果 or its beginning, and no heading of a section: where a
    page's end cuts that cell, spreadsheets print it beyond their table."""
    return COMMON.groups[0].startswith(squash(text) or " ")


@cache
def row_labels() -> Labels:
    """The labels of the rows of table 3 in every form."""
    return Labels({row.name: row.labels for name in TEMPLATE_NAMES for row in template(name).rows})


@remembered(LONGEST_LABEL)
def row_name(label: str, labels: Labels) -> str | None:
    """The row that a label names: by the words behind the group's that it may begin with
    (（六）其他处理：3.其他), or, where they name none, without what is explained behind them."""
    own = _BEHIND_GROUPS.sub("", squash(label))
    name = (match_label(own, labels) if own else None) or match_label(label, labels)
    return name or match_label(without_explanations(label), labels)


def _is_nameless(above: _Above) -> bool:
    """A row of numbers in the body that is no group's either."""
    if above.name is not None or not above.parts.has_numbers:
        return False
    return squash(above.parts.label) not in GROUPS


def _goes_on(body: Body, above: _Above, parts: SplitRow, labels: Labels) -> bool:
    """Whether this row is the rest of the one above, cut off by the end of a page.

    Where the cut went through the numbers, both pieces stand under one name, and none of them
    is the row's reading.
    """
    if parts.has_numbers:
        return _cut_through_numbers(body, above, parts, labels)
    if not parts.label:
        return above.name is not None
    if is_numbered(parts.label):
        return False
    joined = row_name(above.parts.label + parts.label, labels)
    if above.name is None:
        if joined is None or not above.parts.has_numbers or not body.rows:
            return False
        body.name(joined)
        body.add(joined, above.parts)
        above.name = joined
        return True
    if any(completes(above.parts.label, parts.label, label) for label in labels[above.name]):
        return True
    own = row_name(parts.label, labels)
    whole = labels.names.get(squash(parts.label)) is not None
    if joined is None or joined == above.name or own not in (None, joined) or whole:
        return False
    body.take_back(above.name, above.below or above.parts)  # 其他 + 处理 is another row than 其他
    body.name(joined)
    body.add(joined, above.below or above.parts)
    above.name = joined
    return True


def _cut_through_numbers(body: Body, above: _Above, parts: SplitRow, labels: Labels) -> bool:
    """Whether a row of numbers can only be the rest of the row above; then both are kept."""
    if not parts.label and above.name is not None:
        body.add(above.name, parts)
        above.below = parts
        return True
    if above.name is not None and not is_numbered(parts.label):
        whole = labels[above.name]
        if any(completes(above.parts.label, parts.label, label) for label in whole):
            body.add(above.name, parts)
            return True
    if not parts.label or above.name is not None or not above.parts.has_numbers or not body.rows:
        return False
    if is_numbered(parts.label):
        return False
    joined = row_name(above.parts.label + parts.label, labels)
    if joined is None:
        return False
    body.name(joined)
    body.add(joined, above.parts, parts)
    above.name = joined
    return True


def _let_loose(body: Body, above: _Above, name: str) -> None:
    """Numbers without a label above an empty row may be that row's own, also where the row above
    them prints numbers; between two empty rows they may belong to either of them. So may numbers
    beside nothing but the name of a group, which a page parted from that of its first row."""
    if above.name is None and above.parts.has_numbers and squash(above.parts.label) in GROUPS:
        body.loose[name] = above.parts
    if above.below is None or above.name is None:
        return
    body.loose[name] = above.below
    if not above.parts.has_numbers:
        body.take_back(above.name, above.below)
        body.loose[above.name] = above.below


def _name(parts: SplitRow, above: _Above | None, labels: Labels) -> str | None:
    """The row's name: by its own label, or by the label-only row above it."""
    if not parts.label:
        return None
    if squash(parts.label) in GROUPS:
        return None
    name = row_name(parts.label, labels)
    if name is not None or above is None or above.parts.has_numbers or is_numbered(parts.label):
        return name
    if above.name is None:
        return row_name(above.parts.label + parts.label, labels)
    rest = any(completes(above.parts.label, parts.label, label) for label in labels[above.name])
    return above.name if rest else None
