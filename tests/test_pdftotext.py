"""What pdftotext prints of reports laid out by LibreOffice and Chromium."""

from __future__ import annotations

from pathlib import Path

from parsers import Hints, Record, parse
from parsers.interpretation.templates import COMMON, template

DOCUMENTS = Path(__file__).parent / "documents" / "text"
ZEROS = "0 0 0 0 0 0 0"


def read(name: str) -> Record:
    return parse((DOCUMENTS / name).read_bytes(), Hints())


def row_of(record: Record, row: str, table: str = "applications") -> str:
    """A row as it is stored; ? stands for a cell that nobody read."""
    return " ".join(c.value or "?" for c in record.cells if (c.table, c.row) == (table, row))


def test_headings_and_labels_broken_over_lines() -> None:
    """社会 above 公益 above 组织; every label stands around its numbers, and 总计 of table 4 on
    a line between its neighbours' two."""
    record = read("libreoffice_layout.txt")
    printed = {
        "received": "5 0 0 4 0 0 9",
        "denied_enforcement_file": "0 0 0 4 0 0 4",
        "unprocessed_petition": "5 0 0 0 0 0 5",
        "total": "5 0 0 4 0 0 9",
    }
    for row in template("2021").row_names:
        assert row_of(record, row) == printed.get(row, ZEROS), row
    of_channels = [row_of(record, channel, "proceedings") for channel in COMMON.channels]
    assert of_channels == ["0 0 0 0 0", "0 0 0 6 6", "0 0 0 0 0"]
    assert record.status == "verified"


def test_numbers_one_line_below_their_label_are_not_their_neighbours() -> None:
    record = read("chromium_layout.txt")
    assert record.status == "incomplete"
    unread = "? ? ? ? ? ? ?"
    for row in ("unavailable_not_held", "unavailable_needs_creation", "unprocessed_repeat"):
        assert row_of(record, row) == unread
    assert row_of(record, "denied_by_law") != unread


def test_a_wrong_number_in_text_that_kept_its_lines() -> None:
    """2 beside zeros contradicts two sums: the agency's mistake, or one that got in for a zero."""
    record = read("chromium_raw.txt")
    assert row_of(record, "denied_enforcement_file") == "0 0 ? 0 0 0 0"
    others = [name for name in template("2021").row_names if name != "denied_enforcement_file"]
    assert {row_of(record, row) for row in others} == {ZEROS}
    assert record.status == "incomplete"
