"""What pdftotext prints without options: blocks of cells, with blank lines between them."""

from __future__ import annotations

import re
from pathlib import Path

from parsers import Hints, Record, parse
from parsers.interpretation.templates import template
from tests.damaged_form import filled, of_channels, row_of, rows_of

DOCUMENTS = Path(__file__).parent / "documents" / "text"
DASHES = "? ? ? ? ? ? ?"  # a dash has no number


def text_of(name: str) -> str:
    return (DOCUMENTS / name).read_text("utf-8")


def read(text: str) -> Record:
    return parse(text.encode(), Hints())


def states_of(record: Record, table: str) -> set[str]:
    return {cell.state for cell in record.cells if cell.table == table}


def test_rows_on_one_page_and_rectangles_on_the_next() -> None:
    """On the second page the last four columns of a row, of three rows or a single cell stand
    behind a block with the labels and the first three columns."""
    record = read(text_of("blocks_default.txt"))
    printed = {
        "received": "16992 5988 1002 1057 1305 1399 27743",
        "carried_in": "2595 43 24 3 26 94 2785",
        "partial": "3003 76 37 36 178 36 3366",
        "denied_by_law": "601 349 47 5 21 100 1123",
        "denied_safety_stability": "744 163 44 84 114 9 1158",
        "denied_third_party": "164 47 21 52 14 147 445",
        "denied_internal_affairs": "523 127 10 1 55 111 827",
        "denied_process": "3677 634 3 22 39 115 4490",
        "denied_enforcement_file": "1549 134 17 10 33 20 1763",
        "unavailable_not_held": "1141 442 40 59 27 5 1714",
        "unavailable_needs_creation": "417 376 201 198 91 200 1483",
        "unavailable_unclear": "1581 507 2 81 17 217 2405",
        "unprocessed_petition": "577 522 121 248 283 101 1852",
        "unprocessed_publication": "2296 328 155 17 22 39 2857",
        "unprocessed_confirmation": "118 95 23 104 93 18 451",
        "other_uncorrected": "740 451 113 ? 107 23 1434",
        "other_unpaid": "1440 477 26 10 21 118 2092",
        "other_other": "407 569 59 8 89 104 1236",
        "total": "18978 5297 919 935 1204 1363 28696",
        "carried_out": "609 734 107 125 127 130 1832",
    }
    assert rows_of(record) == filled(printed, DASHES)
    # Results of the first and the last channel stand in several blocks: their sums alone are sure.
    assert of_channels(record) == ["? ? ? ? 1194", "1809 233 406 ? 2448", "? ? ? ? 865"]
    assert row_of(record, "normative_documents", "disclosures") == "3 20 1"
    assert record.status == "incomplete"


def test_single_cells_around_the_number_of_a_page() -> None:
    """The first page's 1 stands between （三）不予公开 and 总计, headings that moved behind it."""
    record = read(text_of("single_cells_default.txt"))
    printed = {
        "received": "2906 293 25 98 74 46 3442",
        "carried_in": "37 29 2 1 4 0 73",
        "granted": "2062 182 7 28 7 4 2290",
        "denied_state_secret": "27 1 4 9 2 0 43",
        "denied_by_law": "36 2 3 12 1 8 62",
        "denied_inquiry": "188 33 1 16 3 3 244",
        "unavailable_not_held": "85 9 0 11 17 2 124",
        "unavailable_needs_creation": "96 13 3 5 3 6 126",
        "unprocessed_repeat": "1 0 0 3 1 3 8",
        "unprocessed_confirmation": "21 30 3 2 7 4 67",
        "other_uncorrected": "91 2 2 2 17 4 118",
        "other_unpaid": "30 25 3 1 16 6 81",
        "total": "2637 297 26 89 74 40 3163",
        "carried_out": "306 25 1 10 4 6 352",
    }
    assert rows_of(record) == filled(printed)
    assert of_channels(record) == ["15 0 0 0 15", "83 0 0 0 83", "0 0 52 0 52"]
    assert row_of(record, "normative_documents", "disclosures") == "1 10679 1868"
    assert record.status == "verified"


def test_a_lost_cell_leaves_all_others_open() -> None:
    """Which of the blocks it is missing from, no label tells."""
    text = text_of("single_cells_default.txt")
    assert text.count("\n2062\n\n") == 1
    record = read(text.replace("\n2062\n\n", "\n"))
    assert states_of(record, "applications") == {"unreadable"}
    assert record.status == "incomplete"


def test_exchanged_labels_leave_the_order_open() -> None:
    text = text_of("single_cells_default.txt")
    one, other = "1.属于国家秘密", "2.其他法律行政法规禁止公开"
    assert one in text and other in text
    record = read(text.replace(one, "§").replace(other, one).replace("§", other))
    assert states_of(record, "applications") == {"unreadable"}


def test_table_2_column_by_column() -> None:
    """A column's values stand behind its heading, all labels before the first of them; 处理决定 of
    （一）… is a heading of two sub-tables, told by how many items they have."""
    text = text_of("single_cells_default.txt")
    start, end = text.index("二、主动公开政府信息情况"), text.index("三、收到和处理")
    columns = """二、主动公开政府信息情况
第二十条第（一）项
信息内容

规章
行政规范性文件
第二十条第（五）项
信息内容
行政许可
第二十条第（六）项
信息内容
行政处罚
行政强制
第二十条第（八）项
信息内容
行政事业性收费

本年制发件数
0
7

本年废止件数
0
2

现行有效件数
0
31

本年处理决定数量
12

本年处理决定数量
40
5

本年收费金额（单位：万元）
0.36

"""
    record = read(text[:start] + columns + text[end:])
    printed = {
        "regulations": "0 0 0",
        "normative_documents": "7 2 31",
        "licences": "12",
        "penalties": "40",
        "coercive_measures": "5",
        "fees": "0.36",
    }
    for row, values in printed.items():
        assert row_of(record, row, "disclosures") == values, row
    lost = read((text[:start] + columns + text[end:]).replace("\n31\n", "\n"))
    assert states_of(lost, "disclosures") == {"unreadable"}


def test_single_cells_of_table_2_in_no_certain_order() -> None:
    """规范性文件 has 38953, 2892 and 0, the first of which is printed last."""
    text = text_of("single_cells_default.txt")
    start, end = text.index("二、主动公开政府信息情况"), text.index("三、收到和处理")
    rows = """二、主动公开政府信息情况
第二十条第（一）项
信息内容
规章
行政规范性文件

本年制发件数

本年废止件数

现行有效件数

0

0

0

2892

0

38953

第二十条第（五）项
信息内容
本年处理决定数量
行政许可
1
第二十条第（六）项
信息内容
本年处理决定数量
行政处罚
2
行政强制
3
第二十条第（八）项
信息内容
本年收费金额（单位：万元）
行政事业性收费
0.36
"""
    record = read(text[:start] + rows + text[end:])
    assert row_of(record, "normative_documents", "disclosures") == "? ? ?"


def test_a_heading_that_moved_before_its_neighbours() -> None:
    """处理决定数量 is printed before 上一年项目数量 that stands left of it."""
    text = text_of("single_cells_default.txt")
    start, end = text.index("二、主动公开政府信息情况"), text.index("三、收到和处理")
    rows = """二、主动公开政府信息情况
第二十条第（一）项
信息内容

本年新制作数量

本年新公开数量

对外公开总数量

规章

0

0

0

规范性文件

1 0 1
处理决定数量

第二十条第（五）项
上一年项目数量

本年增/减

行政许可

信息内容

4 0 6

其他对外管理服务事项

0 1 25

上一年项目数量

本年增/减

处理决定数量

行政处罚

39 -11 3

行政强制

0 0 1302

第二十条第（六）项
信息内容

第二十条第（八）项
信息内容

上一年项目数量

本年增/减

行政事业性收费

3

0

第二十条第（九）项
信息内容

采购项目数量

采购总金额

政府集中采购

696

251000元

"""
    record = read(text[:start] + rows + text[end:])
    assert row_of(record, "licences", "disclosures") == "4 0 6"
    assert row_of(record, "other_services", "disclosures") == "0 1 25"
    assert row_of(record, "penalties", "disclosures") == "39 -11 3"
    # Each in a block of its own, they may be printed in another order.
    record = read(text[:start] + rows.replace("4 0 6", "4\n\n0\n\n6") + text[end:])
    assert row_of(record, "licences", "disclosures") == "? ? ?"
    assert row_of(record, "other_services", "disclosures") == "0 1 25"


def test_whole_rows_in_one_block_with_the_first_column_below_them() -> None:
    """Three rows of the first page, nine of the second, and the natural persons of the next one."""
    text = text_of("rows_and_columns_default.txt")
    printed = {
        "received": "36 17 4 3 0 1 61",
        "carried_in": "1 1 0 0 0 0 2",
        "denied_by_law": "3 2 0 0 0 0 5",
        "denied_third_party": "1 0 1 0 0 0 2",
        "denied_internal_affairs": "4 0 0 1 0 0 5",
        "denied_process": "5 1 0 0 0 0 6",
        "denied_enforcement_file": "3 4 1 0 0 0 8",
        "denied_inquiry": "3 2 1 0 0 0 6",
        "unavailable_needs_creation": "0 1 0 0 0 0 1",
        "unavailable_unclear": "1 1 1 0 0 0 3",
        "unprocessed_petition": "3 1 0 1 0 0 5",
        "unprocessed_repeat": "7 3 0 1 0 1 12",
        "unprocessed_publication": "3 0 0 0 0 0 3",
        "unprocessed_excessive": "0 1 0 0 0 0 1",
        "unprocessed_confirmation": "1 0 0 0 0 0 1",
        "other_other": "1 2 0 0 0 0 3",
        "total": "35 18 4 3 0 1 61",
        "carried_out": "2 0 0 0 0 0 2",
    }
    # The rest of a group's name may stand between the values of a row.
    assert text.count("\n7\n3\n0\n1\n0 1 12\n") == 1
    for own in (text, text.replace("\n7\n3\n0\n1\n0 1 12\n", "\n7\n3\n处理\n0\n1\n0 1 12\n")):
        record = read(own)
        assert rows_of(record) == filled(printed)
        assert record.status == "verified"


def test_the_first_sums_of_a_page_behind_all_else() -> None:
    text = text_of("sums_behind_default.txt")
    record = read(text)
    assert row_of(record, "received") == "699 0 382 187 154 2 1424"
    assert row_of(record, "carried_in") == "53 0 2 3 11 0 69"
    assert row_of(record, "denied_internal_affairs") == "11 0 5 5 1 0 22"
    assert row_of(record, "unprocessed_repeat") == "91 0 44 16 27 0 178"
    assert row_of(record, "unprocessed_excessive") == "71 0 34 19 14 0 138"
    assert row_of(record, "total") == "689 0 337 185 152 2 1365"
    assert record.status == "verified"
    lost = read(text.replace("\n1424\n", "\n"))
    assert states_of(lost, "applications") == {"unreadable"}


def test_rows_without_their_sums() -> None:
    """总计 is blank in every row; then the sums of the columns tell."""
    text = text_of("single_cells_default.txt")
    printed = {
        "received": "2906 293 25 98 74 46",
        "carried_in": "37 29 2 1 4 0",
        "granted": "2062 182 7 28 7 4",
        "denied_inquiry": "188 33 1 16 3 3",
        "unprocessed_repeat": "1 0 0 3 1 3",
        "total": "2637 297 26 89 74 40",
        "carried_out": "306 25 1 10 4 6",
    }
    start = text.index("三、收到和处理")
    end = text.index("四、因政府信息公开工作被申请", start)
    table, zeros = text[start:end], "0\n\n" * 7
    table = table.replace(zeros, zeros[3:])
    ends = "46 3442|0 73|4 2290|0 43|8 62|3 244|2 124|6 126|3 8|4 67|4 118|6 81|40 3163|6 352"
    for end_of_row in ends.split("|"):
        last, total = end_of_row.split()
        assert table.count(f"\n{last}\n\n{total}\n") == 1, end_of_row
        table = table.replace(f"\n{last}\n\n{total}\n", f"\n{last}\n")
    record = read(text[:start] + table + text[end:])
    for row, values in printed.items():
        assert row_of(record, row).startswith(values), row
    assert "?" not in "".join(row_of(record, row) for row in template("2021").row_names)
    exchanged = table.replace("\n188\n\n33\n", "\n33\n\n188\n")
    assert exchanged != table
    record = read(text[:start] + exchanged + text[end:])
    assert states_of(record, "applications") == {"unreadable"}


def test_a_lost_column_beside_the_sums() -> None:
    """Six numbers in every row are all but its sum, or its sum and the rest."""
    text = text_of("browser_raw.txt")
    row = re.compile(r"(?<!\d )\b((?:\d+ ){2})(\d+ )((?:\d+ ){3})(\d+)$", re.MULTILINE)
    assert len(row.findall(text)) == 25
    record = read(row.sub(r"\1\2\3", text))
    assert row_of(record, "received").startswith("2 17 1 6 14 0")
    assert row_of(record, "denied_third_party").startswith("0 0 1 0 0 0")
    record = read(row.sub(r"\1\3\4", text))
    assert "40" not in row_of(record, "received").split()[:-1]
    assert "11" not in row_of(record, "denied_enforcement_file").split()[:-1]
