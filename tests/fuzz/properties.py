"""What holds of every record, whatever the document."""

from __future__ import annotations

import re
import time
import unicodedata
from unittest.mock import patch

from parsers import Hints, Record, parse
from parsers.reading import ocr
from parsers.record import Cell

BUDGET = 10.0  # processor seconds a document; a report takes a twentieth of one
VALUED = ("number", "inferred")
EMPTY = ("blank", "not_applicable", "inferred")
DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def check(data: bytes) -> None:
    """Parse within the budget and examine the record.

    Pages that a mutation makes pictures are not recognised: that has a budget of its own. Raises
    AssertionError where a property does not hold, and whatever the parser raises.
    """
    started = time.process_time()
    with patch.object(ocr, "is_available", return_value=False):
        record = parse(data, Hints())
    seconds = time.process_time() - started
    assert seconds < BUDGET, f"parsing took {seconds:.1f} s, the budget is {BUDGET:g} s"
    examine(record)


def examine(record: Record) -> None:
    """The invariants of a record. Raises AssertionError."""
    assert Record.model_validate_json(record.model_dump_json()) == record
    if record.outcome != "report":
        assert record.reason, f"{record.outcome} without a reason"
        assert record.status is None and not record.cells, f"{record.outcome} with a status"
        return
    _examine_counts(record)
    for cell in record.cells:
        _examine_cell(cell)
    for fact in record.facts:
        assert record.text[fact.start : fact.end] == fact.quote, f"not quoted: {fact}"
        assert fact.quote.strip() and DECIMAL.fullmatch(fact.value), f"no number: {fact}"


def _examine_counts(record: Record) -> None:
    cells = record.cells
    keys = {(cell.table, cell.row, cell.column) for cell in cells}
    assert len(keys) == len(cells) == record.cells_expected, "a cell twice, or not counted"
    assert record.cells_read == sum(cell.state == "number" for cell in cells)
    assert record.cells_blank == sum(cell.state in EMPTY for cell in cells)
    assert len(record.identity_failures) <= record.identities_checked
    whole = record.cells_read + record.cells_blank == record.cells_expected > 0
    assert (record.status in ("verified", "discrepant")) == whole, f"{record.status}, but {whole=}"
    if record.status == "verified":
        assert not record.identity_failures, "verified with a broken identity"


def _examine_cell(cell: Cell) -> None:
    assert (cell.value is not None) == (cell.state in VALUED), f"value and state: {cell}"
    assert cell.detail or cell.state == "number", f"no reason given: {cell}"
    if cell.value is None:
        return
    assert DECIMAL.fullmatch(cell.value), f"no number: {cell}"
    if cell.state == "number":
        printed = unicodedata.normalize("NFKC", cell.raw).replace("零", "0")
        assert re.search("[0-9]", printed), f"nothing is printed: {cell}"
        assert _digits(printed) == _digits(cell.value), f"not what is printed: {cell}"


def _digits(text: str) -> str:
    """The digits of a number, without the zeros that say nothing."""
    whole, _, fraction = re.sub(r"[^0-9.]", "", text).partition(".")
    return f"{whole.lstrip('0')}.{fraction.rstrip('0')}"
