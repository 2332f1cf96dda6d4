"""Table 3, 收到和处理政府信息公开申请情况, from printed rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .found import TableFound
from .labels import completes, match_label, squash
from .lines import Row
from .rows import (
    Aligned,
    Header,
    SplitRow,
    align_row,
    alignments,
    match_header,
    split_row,
    usual_length,
)
from .settle import Amounts, Settled, row_holds, settle_rows
from .templates import COMMON, TEMPLATE_NAMES, StatutoryTemplate, Template, template
from .values import read_value

WIDTH = len(COMMON.columns)
# Words of the header too: they name a row only below the first row of the body.
BODY_ONLY = frozenset({"total", "other_other", "other"})


@dataclass(slots=True)
class _Body:
    """The rows of the table by name, and the header rows above them."""

    header: tuple[Row, ...]
    rows: dict[str, list[SplitRow]]


def read_applications(rows: Sequence[Row]) -> tuple[TableFound, StatutoryTemplate] | None:
    """Read table 3 from the rows of its region; None where no row of it is among them."""
    body = _body(rows)
    if not body.rows:
        return None
    form = template(_form_of(body))
    header = match_header(body.header, COMMON.column_labels, COMMON.columns)
    found = TableFound(
        "applications", tuple((row, column) for row in form.row_names for column in COMMON.columns)
    )
    options = {
        name: _options(body.rows[name], header) for name in form.row_names if name in body.rows
    }
    settled = settle_rows(options, lambda choice: columns_proved(choice, form))
    for name, cells in settled.items():
        row = _check_spaced(cells)
        if header.order is None:
            row = tuple(Settled(disputed=True) for _ in row)
        found.put(name, header.order or COMMON.columns, row)
    stray = [name for name in body.rows if name not in form.row_names]
    found.notes.extend(f"a row of another form in table 3: {name}" for name in stray)
    return found, form.name


def columns_proved(rows: Mapping[str, Amounts], form: Template) -> set[int] | None:
    """The columns that are whole and whose two sums hold (A2 and A3 of the form).

    None where a whole column breaks one of them.
    """
    proved = set()
    for column in range(WIDTH):
        number = {name: row[column] for name, row in rows.items()}
        if any(number.get(name) is None for name in form.row_names):
            continue
        known = {name: amount or 0 for name, amount in number.items()}
        if known["total"] != sum(known[name] for name in form.outcomes):
            return None
        if known["received"] + known["carried_in"] != known["total"] + known["carried_out"]:
            return None
        proved.add(column)
    return proved


def _labels() -> dict[str, tuple[str, ...]]:
    return {row.name: row.labels for name in TEMPLATE_NAMES for row in template(name).rows}


def _body(rows: Sequence[Row]) -> _Body:
    """Find the rows by their labels. A label broken by a page joins the one above it."""
    labels = _labels()
    found: dict[str, list[SplitRow]] = {}
    header: list[Row] = []
    above: SplitRow | None = None  # the row above, where a broken label may go on
    named: str | None = None
    usual = {table: usual_length(rows, table) for table in {row.table for row in rows}}
    for row in rows:
        parts = split_row(row, usual[row.table])
        name = _name(parts, above, named, labels)
        if name is None or (name in BODY_ONLY and not found):
            if not found:
                header.append(row)
            above, named = (parts, None) if parts.label else (above, named)
            continue
        if parts.values or name == named:
            found.setdefault(name, []).append(parts)
        above, named = parts, name
    return _Body(tuple(header), found)


def _name(
    parts: SplitRow,
    above: SplitRow | None,
    named: str | None,
    labels: Mapping[str, Sequence[str]],
) -> str | None:
    """The row's name: from its label, from its label joined to the one above, or by going on."""
    if not parts.label:
        return None
    if named and above and any(completes(above.label, parts.label, la) for la in labels[named]):
        return named
    words = squash(parts.label)
    if words in COMMON.groups and words != "其他处理":
        return None
    name = match_label(parts.label, labels)
    if name is None and above is not None and not above.has_numbers:
        joined = above.label + parts.label
        name = match_label(joined, labels)
    return name


def _form_of(body: _Body) -> StatutoryTemplate:
    """2021 where one of its own rows is printed; 2019 where 其他处理 is one row of values."""
    return (
        "2021" if {"other_uncorrected", "other_unpaid", "other_other"} & set(body.rows) else "2019"
    )


def _options(printed: Sequence[SplitRow], header: Header) -> tuple[Aligned, ...]:
    """The possible readings of a row; pieces without numbers are what a page break left."""
    pieces = [piece for piece in printed if piece.has_numbers] or list(printed[:1])
    readings = [_read_row(piece, header) for piece in pieces]
    if all(reading == readings[0] for reading in readings[1:]):
        return readings[0]
    return tuple(dict.fromkeys(option for reading in readings for option in reading))


def _read_row(piece: SplitRow, header: Header) -> tuple[Aligned, ...]:
    read = [read_value(cell.text) for cell in piece.values]
    if not read:
        return alignments((), WIDTH)
    return align_row(piece, read, header, WIDTH)


def _check_spaced(cells: Sequence[Settled]) -> tuple[Settled, ...]:
    """Digits that stand apart in a cell (`1 234`) are one number only where the row proves it."""
    values = tuple(cell.value for cell in cells)
    proved = None not in values and row_holds(values) and values[-1].state == "number"  # type: ignore[union-attr]
    return tuple(
        cell if proved or cell.value is None or not cell.value.spaced else Settled(disputed=True)
        for cell in cells
    )
