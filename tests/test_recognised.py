"""What is read in pictures: believed only where the sums confirm it."""

from __future__ import annotations

from parsers.interpretation.recognised_labels import with_labels_restored
from parsers.parse import interpret
from parsers.reading import read
from parsers.reading.model import Reading, Table, TableCell
from parsers.record import Hints, Record
from tests.test_damaged_tables import TRUTH, drawn, numbers, page, table_3


def recognised(third: str = "") -> Record:
    """The page as if its text had been recognised in a picture."""
    reading = read(page(third=third))
    seen = Reading(reading.blocks, "application/pdf", "ocr", meta=reading.meta)
    return interpret(seen, Hints())


def test_it_is_verified_where_every_identity_holds() -> None:
    record = recognised()
    assert record.status == "verified"
    assert record.cells_read == len(TRUTH)


def test_a_broken_sum_is_a_doubt_and_no_mistake_of_the_agency() -> None:
    misread = numbers(3)
    misread["applications", "granted", "total"] += "1"
    record = recognised(drawn(table_3(misread)))
    assert record.status == "incomplete"
    unread = {(c.row, c.column) for c in record.cells if c.state == "unreadable"}
    # the row's sum and the column's sum break, so what only these two confirm is open
    assert ("granted", "total") in unread
    assert ("received", "total") not in unread
    assert all(c.value is None for c in record.cells if c.state == "unreadable")


def test_labels_that_were_misread_are_spelt_as_in_the_forms() -> None:
    rows = (
        (TableCell("商业企亚", 0), TableCell("1.禹于国家秘密", 1), TableCell("12", 2)),
        (TableCell("第二十条第大项", 0), TableCell("总汁", 1), TableCell("工商", 2)),
    )
    spelt = with_labels_restored(Reading((Table(rows),), "image/png", "ocr"))
    (table,) = spelt.tables()
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["商业企业", "1.属于国家秘密", "12"],
        # which 项 it was nobody knows; words of two characters may be anything
        ["第二十条第大项", "总汁", "工商"],
    ]
