"""Blocks of pdftotext without options that belong to tables 2 and 4: behind the next heading, with
headings of their own, or with a channel more than they have headings for."""

from __future__ import annotations

from pathlib import Path

from parsers import Hints, Record, parse
from tests.damaged_form import of_channels, row_of

DOCUMENTS = Path(__file__).parent / "documents" / "text"


def read(text: str) -> Record:
    return parse(text.encode(), Hints())


def text_of(name: str) -> str:
    return (DOCUMENTS / name).read_text("utf-8")


def with_section(start: str, end: str, section: str) -> str:
    text = text_of("single_cells_default.txt")
    return text[: text.index(start)] + section + text[text.index(end) :]


def test_what_stands_right_of_labels_behind_the_next_heading() -> None:
    """The second columns of table 2 and of table 3 stand behind the next table's first ones."""
    record = read(text_of("narrow_columns_default.txt"))
    printed = {
        "regulations": "0 0 0",
        "normative_documents": "88 359 0",
        "licences": "255 5 224",
        "other_services": "98 0 13",  # whose label goes on behind the first value
        "penalties": "97 5 400",
        "coercive_measures": "107 0 0",
        "fees": "0 -4",
        "procurement": "292 0",
    }
    for row, values in printed.items():
        assert row_of(record, row, "disclosures") == values, row
    assert row_of(record, "denied_inquiry") == "1 3 0 0 0 0 4"
    assert row_of(record, "total") == "15 5 3 1 0 1 25"
    assert of_channels(record) == ["0 2 33 0 35", "0 0 3 27 30", "0 0 0 3 3"]
    assert record.status == "verified"


def test_a_lost_result_leaves_table_4_open() -> None:
    text = text_of("narrow_columns_default.txt")
    assert text.count("\n35\n0\n0\n3\n") == 1
    record = read(text.replace("\n35\n0\n0\n3\n", "\n35\n0\n3\n"))
    assert of_channels(record) == ["? ? ? ? ?"] * 3


def test_a_block_of_table_2_is_read_row_by_row() -> None:
    section = """二、主动公开政府信息情况
信息内容
规章
行政规范性文件
信息内容
行政许可

第二十条第（一）项
本年制发件数
本年废止件数
0
3
27
5
第二十条第（五）项
本年处理决定数量
2814
第二十条第（六）项
本年处理决定数量

现行有效件数
0
1271

信息内容
行政处罚
行政强制

9
1954

信息内容
行政事业性收费

第二十条第（八）项
本年收费金额（单位：万元）
0.35

"""
    text = with_section("二、主动公开政府信息情况", "三、收到和处理", section)
    record = read(text)
    assert row_of(record, "regulations", "disclosures") == "0 3 0"
    assert row_of(record, "normative_documents", "disclosures") == "27 5 1271"
    assert row_of(record, "penalties", "disclosures") == "9"
    assert row_of(record, "coercive_measures", "disclosures") == "1954"
    assert record.status == "verified"
    record = read(text.replace("0\n3\n27\n5", "0\n\n3\n\n27\n\n5"))
    assert row_of(record, "regulations", "disclosures") == "? ? ?"
    record = read(text.replace("9\n1954", "9\n\n1954"))
    assert row_of(record, "coercive_measures", "disclosures") == "?"


def test_results_below_headings_of_their_own() -> None:
    """The first channel's 总计 moved away from its sum."""
    start = "四、因政府信息公开工作被申请"
    section = """四、政府信息公开行政复议、行政诉讼情况
行政复议

总计

行政诉讼
未经复议直接起诉

复议后起诉

结果
维持
1

结果
纠正
3

其他
结果
0

尚未
审结
0

4

结果
维持
0

结果
纠正
0

其他
结果
18

尚未
审结
0

总计
18

结果
维持
0

结果
纠正
0

其他
结果
12

尚未
审结
0

总计
12

"""
    text = with_section(start, "五、存在的主要问题", section)
    assert of_channels(read(text)) == ["1 3 0 0 4", "0 0 18 0 18", "0 0 12 0 12"]
    moved = text.replace("其他\n结果\n18\n\n", "", 1).replace(
        "总计\n18", "总计\n18\n\n其他\n结果\n18"
    )
    assert "? ? ? ? ?" in of_channels(read(moved))[1:]


def test_results_in_blocks_of_their_own_beside_others_below_their_headings() -> None:
    """Table 3 prints 0, 0, 0 and 2 in one block: no evidence of the first channel's order."""
    text = text_of("rows_and_columns_default.txt")
    section = """四、政府信息公开行政复议、行政诉讼情况
行政复议
结果 结果
维持 纠正

其他
结果

尚未
审结

总计

0

0

0

2

2

行政诉讼
未经复议直接起诉
结果 结果 其他
维持 纠正 结果
0
3
0

尚未
审结
0

总计
3

复议后起诉
结果 结果
维持 纠正
0
1

其他
结果
0

尚未
审结
0

总计
1

"""
    start, end = text.rindex("四、"), text.index("五、存在")
    assert "行政复议" in text[start:end]
    record = read(text[:start] + section + text[end:])
    assert of_channels(record) == ["? ? ? ? 2", "0 3 0 0 3", "0 1 0 0 1"]
    # Equal values may stand in any order; and in the form's order 3 of 3 are the second channel's.
    equal = section.replace("0\n\n2\n\n2\n", "0\n\n0\n\n0\n").replace("\n0\n3\n0\n", "\n0\n0\n0\n")
    equal = equal.replace("审结\n0\n\n总计\n3\n", "审结\n3\n\n总计\n3\n").replace(
        "\n0\n1\n", "\n0\n0\n"
    )
    equal = equal.replace("总计\n1\n", "总计\n0\n")
    record = read(text[:start] + equal + text[end:])
    assert of_channels(record) == ["0 0 0 0 0", "0 0 0 3 3", "0 0 0 0 0"]


def test_a_sum_that_fails_in_blocks_of_their_own_may_be_exchanged() -> None:
    text = text_of("single_cells_default.txt")
    assert text.count("\n83\n\n0\n\n0\n\n0\n\n83\n") == 1
    record = read(text.replace("\n83\n\n0\n\n0\n\n0\n\n83\n", "\n83\n\n0\n\n0\n\n83\n\n0\n"))
    assert of_channels(record) == ["15 0 0 0 15", "? ? ? ? ?", "0 0 52 0 52"]
