"""From a parsed record to the rows of its report, table by table; pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from crawler.corpus.errors import CorpusError
from crawler.corpus.numbers import column_number, decimal_of, in_wan, whole_number
from parsers.record import Cell, Record, TemplateName

Value = str | int | float | None
Row = tuple[Value, ...]

# The columns of every table of a report, after its key (agency_id, year).
COLUMNS: dict[str, tuple[str, ...]] = {
    "disclosures": (
        "item",
        "made",
        "newly_disclosed",
        "disclosed_total",
        "items_last_year",
        "items_change",
        "decisions",
        "procurement_count",
        "procurement_amount",
        "procurement_amount_text",
        "issued",
        "repealed",
        "in_force",
        "fee_amount",
        "fee_amount_text",
        "amount_unit",
    ),
    "applications": (
        "outcome",
        "position",
        "natural_person",
        "company",
        "research",
        "nonprofit",
        "legal",
        "other",
        "total",
    ),
    "proceedings": ("channel", "upheld", "corrected", "other", "pending", "total"),
    "identity_failures": ("rule", "scope", "left", "right"),
    "cell_notes": ("table", "row", "column", "state", "raw", "source_id", "detail"),
    "conflicting_cells": (
        "table",
        "row",
        "column",
        "value",
        "unit",
        "source_id",
        "other_value",
        "other_unit",
        "other_source_id",
        "other_url",
    ),
    "narrative_facts": (
        "position",
        "indicator",
        "value",
        "value_text",
        "unit",
        "qualifier",
        "quote",
        "start",
        "end",
    ),
    "sections": ("position", "number", "heading", "text"),
}

AMOUNTS = frozenset({"procurement_amount", "fee_amount"})
"""Columns that hold money: decimal, with the text as printed beside the number."""

_NOT_CELLS = frozenset(
    {"item", "outcome", "channel", "position", "amount_unit"} | {f"{c}_text" for c in AMOUNTS}
)

# Table 3 (国办公开办函〔2019〕60号, 〔2021〕30号): rows above and below 其他处理.
_OUTCOMES_ABOVE = (
    "received",
    "carried_in",
    "granted",
    "partial",
    "denied_state_secret",
    "denied_by_law",
    "denied_safety_stability",
    "denied_third_party",
    "denied_internal_affairs",
    "denied_process",
    "denied_enforcement_file",
    "denied_inquiry",
    "unavailable_not_held",
    "unavailable_needs_creation",
    "unavailable_unclear",
    "unprocessed_petition",
    "unprocessed_repeat",
    "unprocessed_publication",
    "unprocessed_excessive",
    "unprocessed_confirmation",
)
_OUTCOMES_OTHER_2021 = ("other_uncorrected", "other_unpaid", "other_other")
_OUTCOMES_BELOW = ("total", "carried_out")


def report_rows(cells: Sequence[Cell], record: Record, source_id: str) -> dict[str, list[Row]]:
    """The rows of every table of a report, but for those that take a second source.

    cells: the record's, as `storable_cells` gives them. Raises CorpusError where a cell
    belongs nowhere or occurs twice.
    """
    by_row = _by_row(cells)
    failures = (*record.identity_failures, *record.told_differences)
    return {
        "disclosures": list(_disclosures(by_row["disclosures"])),
        "applications": list(_applications(by_row["applications"], record.template)),
        "proceedings": list(_plain_rows("proceedings", by_row["proceedings"])),
        "identity_failures": [
            (f.rule, f.scope, _number_or_text(f.left), _number_or_text(f.right))
            for f in {(f.rule, f.scope): f for f in failures}.values()
        ],
        "cell_notes": [
            (c.table, c.row, c.column, c.state, c.raw, source_id, c.detail)
            for c in cells
            if c.state != "number"
        ],
        "narrative_facts": [
            (
                position,
                f.indicator,
                column_number(f.value),
                f.value,
                f.unit or None,
                f.qualifier,
                f.quote,
                f.start,
                f.end,
            )
            for position, f in enumerate(record.facts, 1)
        ],
        "sections": [
            (position, s.number, s.heading, s.text) for position, s in enumerate(record.sections, 1)
        ],
    }


def storable_cells(record: Record) -> list[Cell]:
    """The record's cells; a value that its column cannot hold is told as unreadable."""
    return [_storable(cell) for cell in record.cells]


def notes_json(notes: Sequence[str]) -> str | None:
    """A list of words as JSON, NULL where it is empty."""
    return json.dumps(list(notes), ensure_ascii=False) if notes else None


def _storable(cell: Cell) -> Cell:
    if cell.state not in ("number", "inferred"):
        return cell if cell.value is None else cell.model_copy(update={"value": None})
    if cell.column in AMOUNTS:
        if decimal_of(cell.value) is not None:
            return cell
        expected = "an amount"
    else:
        if whole_number(cell.value) is not None:
            return cell
        expected = "a whole number"
    detail = f"expected {expected}, found {cell.value!r}; {cell.detail}".rstrip("; ")
    return cell.model_copy(update={"state": "unreadable", "value": None, "detail": detail})


def _by_row(cells: Iterable[Cell]) -> dict[str, dict[str, dict[str, Cell]]]:
    tables: dict[str, dict[str, dict[str, Cell]]] = {
        "disclosures": {},
        "applications": {},
        "proceedings": {},
    }
    for cell in cells:
        if cell.column in _NOT_CELLS or cell.column not in COLUMNS[cell.table]:
            raise CorpusError(f"cell {_address(cell)} has no column in the corpus")
        row = tables[cell.table].setdefault(cell.row, {})
        if cell.column in row:
            raise CorpusError(f"cell {_address(cell)} occurs twice in one record")
        row[cell.column] = cell
    return tables


def _address(cell: Cell) -> str:
    return f"{cell.table}/{cell.row}/{cell.column}"


def _disclosures(rows: dict[str, dict[str, Cell]]) -> Iterator[Row]:
    for item, cells in rows.items():
        values: dict[str, Value] = {"item": item}
        for column, cell in cells.items():
            if column not in AMOUNTS:
                values[column] = whole_number(cell.value)
                continue
            # fee_amount is defined in 万元, procurement_amount as the document prints it.
            amount = in_wan(cell.value, cell.unit if column == "fee_amount" else None)
            values[column] = None if amount is None else float(amount)
            values[f"{column}_text"] = cell.value
            values["amount_unit"] = cell.unit
        yield tuple(values.get(column) for column in COLUMNS["disclosures"])


def _applications(rows: dict[str, dict[str, Cell]], template: TemplateName | None) -> Iterator[Row]:
    positions = _positions(rows, template)
    for row in _plain_rows("applications", rows):
        yield (row[0], positions[str(row[0])], *row[2:])


def _positions(outcomes: Iterable[str], template: TemplateName | None) -> dict[str, int]:
    """The printed place of each outcome, from 1: 23 rows in the 2019 form, 25 in that of 2021."""
    present = set(outcomes)
    is_2019 = "other" in present or template == "2019"
    other = ("other",) if is_2019 else _OUTCOMES_OTHER_2021
    order = (*_OUTCOMES_ABOVE, *other, *_OUTCOMES_BELOW)
    positions = {outcome: place for place, outcome in enumerate(order, 1)}
    unknown = present - positions.keys()
    if unknown:
        raise CorpusError(
            f"applications have no outcome {sorted(unknown)[0]!r} beside {other[0]!r}"
        )
    return positions


def _plain_rows(table: str, rows: dict[str, dict[str, Cell]]) -> Iterator[Row]:
    columns = COLUMNS[table][1:]
    for key, cells in rows.items():
        yield (key, *(whole_number(cells[c].value) if c in cells else None for c in columns))


def _number_or_text(text: str) -> Value:
    number = column_number(text)
    return text if number is None else number
