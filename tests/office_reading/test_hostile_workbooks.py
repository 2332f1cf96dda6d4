"""Workbooks that are damaged or made to harm."""

from __future__ import annotations

import time

import pytest

from parsers.reading import read
from parsers.reading.model import Reading, Unreadable
from parsers.reading.ole import top_streams
from tests.office_reading.workbooks import (
    MAIN,
    OFFICE,
    old_workbook,
    only_table,
    refused,
    report_sheet,
    saved,
    texts,
    xlsx_of,
)


def test_bombs_are_refused() -> None:
    blanks = xlsx_of("<row><c><v>1</v></c></row>" + " " * (5 * 2**20))
    assert "zip bomb" in refused(blanks)
    assert "DTD" in refused(
        xlsx_of("", more={"xl/styles.xml": '<!DOCTYPE x [<!ENTITY a "lol">]><x>&a;</x>'})
    )
    sheets = "".join(f'<sheet name="{n}" r:id="rId1"/>' for n in range(100))
    many = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
    assert "100 sheets" in refused(xlsx_of("", more={"xl/workbook.xml": many}))


def test_sheets_beyond_all_bounds_cost_little() -> None:
    """Merged cells over everything, text in the last column, countless empty cells."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 3000))
    whole = '<mergeCell ref="A1:XFD1048576"/>' * 2000
    started = time.monotonic()
    assert "merged cells" in refused(xlsx_of(rows, after=f"<mergeCells>{whole}</mergeCells>"))
    far = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c><c r="XFD1"><v>3</v></c></row>'
    reading = read(xlsx_of(far + '<row r="1048576"><c r="A1048576"><v>4</v></c></row>'))
    assert [texts(table) for table in reading.tables()] == [[["1", "2"]]]
    assert list(reading.paragraphs()) == ["4"]
    assert reading.notes == ("text right of column 256 was left out",)
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="7"/></row>' for n in range(2, 40_000))
    first = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    assert texts(only_table(xlsx_of(first + empty))) == [["1", "2"]]
    full = "".join(
        f'<row r="{n}">' + "".join(f"<c><v>{c}</v></c>" for c in range(20)) + "</row>"
        for n in range(1, 11_000)
    )
    assert "more than 200000 cells" in refused(xlsx_of(full))
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('<row><c t="s"><v>3</v></c></row>', "no string 3 of 0"),
        ("<row><c><v>12x</v></c></row>", "no number"),
        ('<row r="5"/><row r="5"><c><v>1</v></c></row>', "row 5 follows row 5"),
        ('<row r="99999999999999999999"><c><v>1</v></c></row>', "follows"),
        ("<row><c><v>1</v></row>", "no valid XML"),
    ],
)
def test_damaged_sheets_say_why(rows: str, reason: str) -> None:
    assert reason in refused(xlsx_of(rows))


def test_what_is_no_workbook_says_why() -> None:
    data = saved(report_sheet())
    assert "damaged .xlsx" in refused(data[: len(data) // 2] + b"xl/workbook.xml")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    assert "password" in refused(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "damaged or encrypted .xls" in refused(ole + "Workbook".encode("utf-16-le"))
    assert "xlsb" in refused(
        xlsx_of("", more={"xl/workbook.bin": b"1"}).replace(b"xl/workbook.xml", b"xl/workbook.xm_")
    )


def test_flipped_bytes_of_workbooks_never_raise_anything_else() -> None:
    for data, step in ((old_workbook(), 61), (saved(report_sheet()), 131)):
        for position in range(0, len(data), step):
            hurt = bytearray(data)
            hurt[position] ^= 0xFF
            try:
                assert isinstance(read(bytes(hurt)), Reading)
            except Unreadable as error:
                assert str(error)


def test_ole_sectors_that_run_in_circles() -> None:
    data = old_workbook()
    assert "Workbook" in top_streams(data)
    fat = (int.from_bytes(data[76:80], "little") + 1) * 512
    first_directory = int.from_bytes(data[48:52], "little")
    for sector in (0, 1, first_directory):
        circle = bytearray(data)
        circle[fat + 4 * sector : fat + 4 * sector + 4] = sector.to_bytes(4, "little")
        started = time.monotonic()
        assert "Workbook" in top_streams(bytes(circle))
        try:
            read(bytes(circle))
        except Unreadable as error:
            assert "damaged" in str(error)
        assert time.monotonic() - started < 20
