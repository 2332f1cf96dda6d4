"""Tables between commas and semicolons, as spreadsheets export them."""

from __future__ import annotations

import csv
import io

import pytest

from tests.damaged_form import TRUTH, full, read, stored, table_2, table_3, table_4, wrong

TABLES = (table_2(), table_3(), table_4())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("charset", ["gb18030", "utf-8-sig", "utf-16"])
def test_cells_between_delimiters(delimiter: str, charset: str) -> None:
    """A spreadsheet's export; an empty cell and one with a line end and a separator in it."""
    printed = io.StringIO()
    quoting = csv.QUOTE_ALL if delimiter == "\t" else csv.QUOTE_MINIMAL
    writer = csv.writer(printed, delimiter=delimiter, quoting=quoting)
    title = "湖口县教育局2023年政府信息公开工作年度报告"
    headings = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    for heading, grid in zip(
        (*headings, "四、政府信息公开行政复议、行政诉讼情况"), TABLES, strict=True
    ):
        writer.writerow([heading if heading[0] != "二" else f"{title}\n{heading}", "", ""])
        for row in full(grid, left_out="29"):
            writer.writerow(["1,110" if text == "1110" else text for text in row])
    record = read(printed.getvalue().encode(charset))
    empty = {key for key, value in TRUTH.items() if value == "29"}
    assert {(c.table, c.row, c.column) for c in record.cells if c.state != "number"} == empty
    assert wrong(record) == {}


def test_a_separator_of_thousands_is_no_delimiter_of_cells() -> None:
    """行政许可 prints 1,110 without quotation marks: two cells where the form has one."""
    rows = ["湖口县教育局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况"]
    rows += [",".join(row) for row in full(TABLES[0])]
    rows += ["三、收到和处理政府信息公开申请情况", *(",".join(row) for row in full(TABLES[1]))]
    record = read("\n".join(rows).replace("行政许可,1110,,", "行政许可,1,110,").encode())
    told = stored(record)
    assert ("disclosures", "licences", "decisions") not in told
    assert wrong(record) == {}


def test_a_quotation_mark_that_nothing_closes() -> None:
    """It opens no cell that swallows the rows behind it: all of them are read as they stand."""
    rows = ["湖口县教育局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况"]
    rows += [",".join(row) for row in full(TABLES[0])]
    rows += ['"三、收到和处理政府信息公开申请情况', *(",".join(row) for row in full(TABLES[1]))]
    rows += ["四、政府信息公开行政复议、行政诉讼情况", *(",".join(row) for row in full(TABLES[2]))]
    record = read("\n".join(rows).encode())
    assert stored(record) == TRUTH
    assert wrong(record) == {}
