"""Pages as crawls and copies keep them: one cell a line, pipes behind, cut short, explained labels,
traditional characters with pinyin. The numbers expected are those of the rows and texts here."""

from __future__ import annotations

import pytest

from parsers import Record, parse
from tests import report_forms

# Table 2 of the 2021 form as printed, row by row; a short row lacks cells.
ROWS_2 = [
    ["第二十条第（一）项"],
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "6"],
    ["行政规范性文件", "3", "1", "101"],
    ["第二十条第（五）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政许可", "17"],
    ["第二十条第（六）项"],
    ["信息内容", "本年处理决定数量"],
    ["行政处罚", "4"],
    ["行政强制", "2"],
    ["第二十条第（八）项"],
    ["信息内容", "本年收费金额（单位：万元）"],
    ["行政事业性收费", "28.5"],
]
# The head of table 3: what follows was cut off. The copy leaves out what merged cells cover.
ROWS_3 = [
    ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"],
    ["自然人", "法人或其他组织", "总计"],
    ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
    ["一、本年新收政府信息公开申请数量", "5", "2", "0", "0", "1", "0", "8"],
    ["二、上年结转政府信息公开申请数量", "1", "0", "0", "0", "0", "0", "1"],
    ["三、本年度办理结果", "（一）予以公开", "4", "1", "0", "0", "0", "0", "5"],
]
WIDTHS = (4, 9)
DISCLOSED = {
    ("regulations", "in_force"): "6",
    ("normative_documents", "issued"): "3",
    ("normative_documents", "repealed"): "1",
    ("normative_documents", "in_force"): "101",
    ("licences", "decisions"): "17",
    ("penalties", "decisions"): "4",
    ("coercive_measures", "decisions"): "2",
    ("fees", "fee_amount"): "28.5",
}
RECEIVED = ["5", "2", "0", "0", "1", "0", "8"]
COLUMNS = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")


def values(record: Record, table: str) -> dict[tuple[str, str], str | None]:
    return {
        (c.row, c.column): c.value for c in record.cells if c.table == table and c.state == "number"
    }


def page(tables: tuple[str, ...]) -> bytes:
    headings = ("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    parts = ["湖口县水利局2023年政府信息公开工作年度报告", "一、总体情况", "全年公开信息120条。"]
    for heading, table in zip(headings, tables, strict=False):
        parts += [heading, table]
    return "\n".join(parts).encode()


def pads(row: list[str], width: int) -> str:
    return "|" * (width - len(row))


def lines_with_pads(rows: list[list[str]], width: int) -> str:
    """A pipe behind each cell; what a row lacks on a line of its own."""
    return "\n".join(
        "\n".join([*(f"{cell} |" for cell in row), *filter(None, [pads(row, width)])])
        for row in rows
    )


def pads_behind_the_last(rows: list[list[str]], width: int) -> str:
    return "\n".join(
        "\n".join(f"{cell} |" for cell in row)
        + (f" {pads(row, width)}" if pads(row, width) else "")
        for row in rows
    )


def pipe_before_each_row(rows: list[list[str]], width: int) -> str:
    return "|\n" + pads_behind_the_last(rows, width).replace("|\n第二十条", "|\n|\n第二十条")


def pipes_between(rows: list[list[str]], _: int) -> str:
    return "\n|\n".join(cell for row in rows for cell in row) + "\n|"


def pipes_before(rows: list[list[str]], _: int) -> str:
    return "\n".join("  \n| ".join(row) + "  " for row in rows)


def cells_alone(rows: list[list[str]], _: int) -> str:
    return "\n\n".join(cell for row in rows for cell in row)


SHAPES = (
    lines_with_pads,
    pads_behind_the_last,
    pipe_before_each_row,
    pipes_between,
    pipes_before,
    cells_alone,
)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_copy_that_ends_within_table_3_has_table_2_and_the_rows_before_its_end(shape) -> None:  # type: ignore[no-untyped-def]
    tables = tuple(shape(rows, w) for rows, w in zip((ROWS_2, ROWS_3), WIDTHS, strict=True))
    record = parse(page(tables))
    assert record.status == "incomplete"
    disclosed = values(record, "disclosures")
    assert {place: disclosed.get(place) for place in DISCLOSED} == DISCLOSED
    received = values(record, "applications")
    assert [received.get(("received", column)) for column in COLUMNS] in (RECEIVED, [None] * 7)


def test_empty_cells_keep_their_place_where_pipes_tell_how_long_rows_are() -> None:
    rows = [list(row) for row in ROWS_2]
    rows[2], rows[3] = ["规章", "", "", "6"], ["行政规范性文件", "3", "", "101"]
    record = parse(page((lines_with_pads(rows, 4), lines_with_pads(ROWS_3, 9))))
    cells = {(c.row, c.column): c for c in record.cells if c.table == "disclosures"}
    assert cells["normative_documents", "issued"].value == "3"
    assert cells["normative_documents", "repealed"].value is None
    assert cells["normative_documents", "in_force"].value == "101"
    assert cells["regulations", "in_force"].value == "6"


def test_rows_of_other_lengths_than_their_pipes_tell_give_no_number_to_another_cell() -> None:
    table = lines_with_pads(ROWS_2, 4).replace("3 |\n1 |\n101 |", "3 |\n101 |")
    disclosed = values(parse(page((table, lines_with_pads(ROWS_3, 9)))), "disclosures")
    assert {place: disclosed[place] for place in disclosed if place in DISCLOSED} == {
        place: DISCLOSED[place] for place in disclosed if place in DISCLOSED
    }
    assert ("normative_documents", "repealed") not in disclosed


EXPLAINED = """湖口县流泗镇2020年政府信息公开工作年度报告
一、总体情况
全年公开信息114条。
二、主动公开政府信息情况
2020年，全镇公开政府信息114条，其中通过政府网站公开72条。
第二十条第（一）项
信息内容
本年新制作数量
本年新公开数量
对外公开总数量
规章（设区的市、自治州人民政府应提供相关数据）
0
0
0
规范性文件（以“规定”“办法”为标题的公文，一般情况下属于规范性文件）
34
4
47
其他主动公开文件（含以本单位名义正式签发的、除规范性文件以外的主动公开文件）
186
86
255
第二十条第（五）项
信息内容
上一年项目数量（指2019年事项数）
本年增/减（指2020年增加或减少的事项数，减用负值表示，如-8）
处理决定数量（指2020年办件量）
行政许可
12
3
471
"""
EXPLAINED_NUMBERS = {
    ("regulations", "made"): "0",
    ("regulations", "newly_disclosed"): "0",
    ("regulations", "disclosed_total"): "0",
    ("normative_documents", "made"): "34",
    ("normative_documents", "newly_disclosed"): "4",
    ("normative_documents", "disclosed_total"): "47",
    ("licences", "items_last_year"): "12",
    ("licences", "items_change"): "3",
    ("licences", "decisions"): "471",
}


def test_labels_with_explanations_and_a_row_that_a_province_added() -> None:
    """The added row counts none of the form's items, and the sentence above is no row."""
    assert values(parse(EXPLAINED.encode()), "disclosures") == EXPLAINED_NUMBERS


def test_the_same_as_a_table_of_a_web_page() -> None:
    lines = EXPLAINED.split("\n")
    rows = [lines[5:6], lines[6:10], lines[10:14], lines[14:18], lines[18:22], lines[22:23]]
    rows += [lines[23:27], lines[27:31]]
    cells = "".join(
        "<tr>" + "".join(f"<td colspan={1 if len(r) > 1 else 4}>{c}</td>" for c in r) + "</tr>"
        for r in rows
    )
    html = f"<html><body><p>{'</p><p>'.join(lines[:5])}</p><table>{cells}</table></body></html>"
    assert values(parse(html.encode()), "disclosures") == EXPLAINED_NUMBERS


def test_traditional_characters_and_pinyin_of_a_copy() -> None:
    text = """湖口縣水利局2020年政府信息公開工作年度報告
一、總體情況
全年公開信(xìn)息120條。政(zhèng)務(wù)公開(kāi)工作按規(guī)定進行，全縣(xiàn)各鄉鎮報送。
二、主動公開政府信息情況
第二十條第（一）項 | 本年新製作數量 | 本年新公開數量 | 對外公開總數量 |
規(guī)章 | 0 | 0 | 0 |
規范性文件 | 2 | 3 | 19 |
第二十條第（六）項 |
信息內容 | 上一年項目數量 | 本年增/減 | 處理決定數量 |
行政處罰 | 90 | -2 | 22 |
行政強制 | 4 | 0 | 1 |
三、收到和處理政府信息公開申請情況
全年收到申請(qǐng)3件。
"""
    assert values(parse(text.encode()), "disclosures") == {
        ("regulations", "made"): "0",
        ("regulations", "newly_disclosed"): "0",
        ("regulations", "disclosed_total"): "0",
        ("normative_documents", "made"): "2",
        ("normative_documents", "newly_disclosed"): "3",
        ("normative_documents", "disclosed_total"): "19",
        ("penalties", "items_last_year"): "90",
        ("penalties", "items_change"): "-2",
        ("penalties", "decisions"): "22",
        ("coercive_measures", "items_last_year"): "4",
        ("coercive_measures", "items_change"): "0",
        ("coercive_measures", "decisions"): "1",
    }


def test_what_a_browser_shows_nowhere_is_no_digit_of_a_number() -> None:
    row = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
    table = row.format("信息内容", *ROWS_2[1][1:]) + row.format(
        "规章",
        "1&#8203;2",
        "&shy;3&#8288;",
        "6<i style='position:absolute;left:-9999px'>5</i>",
    )
    words = "<ruby>行政规范<rt>xing</rt></ruby>性文件"
    table += row.format(words, "3", "&lrm;1", "101")
    heading = "<h1>湖口县水利局2023年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p>"
    rest = "<p>三、收到和处理政府信息公开申请情况</p><p>四、政府信息公开行政复议、行政诉讼情况</p>"
    html = f"<html><body>{heading}<table>{table}</table>{rest}</body></html>"
    assert values(parse(html.encode()), "disclosures") == {
        ("regulations", "issued"): "12",
        ("regulations", "repealed"): "3",
        ("regulations", "in_force"): "6",
        ("normative_documents", "issued"): "3",
        ("normative_documents", "repealed"): "1",
        ("normative_documents", "in_force"): "101",
    }


def test_numbers_behind_remarks_have_shifted_the_row() -> None:
    """Three headings over six cells: last year's numbers stand between this year's."""
    html = """<html><body><h1>湖口县水利局2023年政府信息公开工作年度报告</h1>
<p>二、主动公开政府信息情况</p><table>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>0</td><td>上年2</td><td>0</td><td>上年3</td><td>9</td><td>上年4</td></tr>
<tr><td>行政规范性文件</td><td>242</td><td>上年2</td><td>623</td><td>上年62</td><td>235</td>
<td>上年43</td></tr></table><p>三、收到和处理政府信息公开申请情况</p></body></html>"""
    disclosed = values(parse(html.encode()), "disclosures")
    assert ("normative_documents", "in_force") not in disclosed
    assert ("normative_documents", "repealed") not in disclosed


def test_headings_in_two_rows_and_blank_cells_between_pipes() -> None:
    """商业 above 企业 is one heading; an empty cell between two pipes is a blank one."""
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    table = f"""{corner} | 申请人情况 |
自然人 | 法人或其他组织 | 总计 |
商业 | 科研 | 社会公益组织 | 法律服务机构 | 其他 |
企业 | 机构 |
一、本年新收政府信息公开申请数量 | 4 | 2 | | | 1 | | 7 |
二、上年结转政府信息公开申请数量 | 1 | | | | | | 1 |
三、本年度办理结果 | （一）予以公开 | 3 | 2 | | | | | 5 |
| （二）部分公开（区分处理的，只计这一情形，不计其他情形） | 1 | | | | | | 1 |"""
    record = parse(page((lines_with_pads(ROWS_2, 4), table)))
    cells = {(c.row, c.column): c for c in record.cells if c.table == "applications"}
    printed = [cells["received", column] for column in COLUMNS]
    assert [c.value for c in printed] == ["4", "2", None, None, "1", None, "7"]
    assert printed[2].state == printed[3].state == "blank"
    assert [cells["granted", c].value for c in COLUMNS] == ["3", "2", *[None] * 4, "5"]


def test_rows_of_several_lines_between_drawn_lines_are_one_each() -> None:
    table = """
+--------------------+----------------+----------------+--------------+
| 第二十条第（五）项                                                  |
+--------------------+----------------+----------------+--------------+
| 信息内容           | 上一年项目     | 本年增/减      | 处理决       |
|                    | 数量           |                | 定数量       |
+--------------------+----------------+----------------+--------------+
| 行政许可           | 2              | +1             | 9            |
+--------------------+----------------+----------------+--------------+
| 其他               | 23             | -20            | 402          |
|                    |                |                |              |
| 对外管理服务事项   |                |                |              |
+--------------------+----------------+----------------+--------------+
"""
    text = page((table, lines_with_pads(ROWS_3, 9))).decode().replace("2023年", "2020年")
    assert values(parse(text.encode()), "disclosures") == {
        ("licences", "items_last_year"): "2",
        ("licences", "items_change"): "1",
        ("licences", "decisions"): "9",
        ("other_services", "items_last_year"): "23",
        ("other_services", "items_change"): "-20",
        ("other_services", "decisions"): "402",
    }


def test_a_row_of_table_4_with_twice_as_many_cells_is_no_row_of_it() -> None:
    """Fifteen numbers with an empty cell before each: any fifteen in a row leave others out."""
    outcomes = " | | ".join(["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3)
    numbers = " | | ".join("10 8 13 14 45 0 0 0 1 1 12 16 11 12 51".split())
    table = f"| | 行政复议 | | 行政诉讼 |\n| | {outcomes} |\n| | {numbers} |"
    text = page((lines_with_pads(ROWS_2, 4), lines_with_pads(ROWS_3, 9))).decode()
    text += f"\n四、政府信息公开行政复议、行政诉讼情况\n{table}\n五、存在的主要问题及改进情况\n无。"
    found = values(parse(text.encode()), "proceedings")
    printed = "10 8 13 14 45 0 0 0 1 1 12 16 11 12 51".split()
    assert set(found.values()) <= set(printed)
    assert found.get(("reconsideration", "upheld"), "10") == "10"


def test_labels_that_lost_all_their_numbers_are_no_table_of_blank_cells() -> None:
    """A copy that keeps every line once has the labels left, and of the zeros the first."""
    groups = {
        "（三）不予公开": report_forms.DENIED,
        "（四）无法提供": report_forms.UNAVAILABLE,
        "（五）不予处理": report_forms.UNPROCESSED,
        "（六）其他处理": report_forms.OTHER_2021,
    }
    labels = [cell for row in ROWS_3 for cell in row if not cell.isdigit()]
    labels.append("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    labels += [label for group, rows in groups.items() for label in (group, *rows)]
    labels += ["（七）总计", "四、结转下年度继续办理"]
    table_2 = dict.fromkeys(cell for row in ROWS_2 for cell in row)
    text = page(("\n".join(table_2), "\n".join(labels))).decode()
    record = parse(
        f"{text}\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况".encode()
    )
    assert not [c for c in record.cells if c.table == "applications" and c.state == "blank"]
