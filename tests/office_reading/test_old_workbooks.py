"""Old spreadsheets, and web pages that are named like one."""

from __future__ import annotations

from parsers.reading import read
from parsers.reading.model import Paragraph
from tests.office_reading.workbooks import (
    cells,
    old_workbook,
)


def test_an_old_workbook() -> None:
    reading = read(old_workbook())
    assert reading.media_type == "application/vnd.ms-excel"
    assert reading.blocks[0] == Paragraph("江州市年度报告")
    (table,) = reading.tables()
    assert cells(table) == [
        [
            ("三、结果", 0, 1, 2),
            ("（一）年WordDocument", 1, 1, 1),
            ("1234.5", 2, 1, 1),
            ("12", 3, 1, 1),
        ],
        [("（二）部分公开", 1, 1, 1), ("0", 2, 1, 1), ("3", 3, 1, 1)],
    ]
    assert reading.notes == ("hidden sheet 草稿 was left out",)


def test_a_web_page_named_xls_is_a_web_page() -> None:
    page = "<html><body><table><tr><td>规章</td><td>2</td></tr></table></body></html>"
    assert read(page.encode()).media_type == "text/html"
