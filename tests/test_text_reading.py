"""Plain text: tabs, pipes, columns aligned by blanks, viewers' furniture, real documents."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from parsers.reading import read
from parsers.reading.model import Paragraph, Reading, Table, Unreadable

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"


def text(content: str) -> Reading:
    return read(content.encode("utf-8"))


def seed(number: str) -> Reading:
    found = sorted(SEEDS.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("the real documents are not here")
    return read(found[0].read_bytes())


def rows(table: Table) -> list[list[str]]:
    """Texts by index; that the index is the column is part of the contract."""
    for row in table.rows:
        assert [c.column for c in row] == list(range(len(row)))
        assert all(c.colspan == c.rowspan == 1 for c in row)
    assert not table.exact
    return [[c.text for c in row] for row in table.rows]


def tables(reading: Reading) -> list[list[list[str]]]:
    return [rows(table) for table in reading.tables()]


# --- real documents -------------------------------------------------------------------------


def test_seed_000_cells_stand_at_their_index() -> None:
    disclosures, applications, proceedings = tables(seed("000"))
    assert disclosures[0] == ["第二十条第（一）项", "", "", ""]
    assert disclosures[1] == ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"]
    assert disclosures[13] == ["信息内容", "上一年项目数量", "本年增/减", ""]
    assert disclosures[17] == ["政府集中采购", "0", "0", ""]
    assert len(disclosures) == 18

    # The heading of table 3 is broken by a blank line, the rows are not.
    assert applications[0] == ["（本列数据的勾稽关系为：第一项加第二项之和，", "申请人情况", "", ""]
    assert applications[1] == ["", "", "法人或其他组织", ""]
    assert applications[2][0] == "等于第三项加第四项之和)"
    assert applications[2][2:9] == [
        "自 然 人",
        "商 业 企 业",
        "科 研 机 构",
        "社 会 公 益 组 织",
        "法 律 服 务 机 构",
        "其 他",
        "总 计",
    ]
    zeros = ["0"] * 7
    assert applications[3] == ["一、本年新收政府信息公开申请数量", "", *zeros, ""]
    assert applications[5] == ["三、 本 年 度 办 理 结 果", "(一) 予以公开", *zeros, ""]
    assert applications[7] == ["", "(三) 不 予 公 开", "1.属于国家秘密", *zeros]
    # A label broken by the end of a page: numbers with its first half.
    assert applications[22] == ["5.要求行政机关确", "", *zeros, ""]
    assert applications[23] == ["", "认或重新 出具已获取信息", *[""] * 8]
    # Eight numbers in a row of seven: nothing is dropped here.
    assert applications[25] == ["", "(七) 总计", *["0"] * 8]
    assert applications[26] == ["四、结转下年度继续办理", "", *["0"] * 8]
    assert len(applications) == 27

    assert proceedings[0] == ["行政复议", "", "", "", "", "行政诉讼", *[""] * 9]
    assert proceedings[3] == ["0"] * 15


def test_seed_001_rows_with_six_numbers_stay_rows_with_six_numbers() -> None:
    disclosures, applications, proceedings = tables(seed("001"))
    assert disclosures[10] == ["行政处罚", "0", "0", ""]
    assert disclosures[11] == ["行政强制", "0", "0", ""]
    assert disclosures[15:] == [
        ["第二十条第（九）项", "", ""],
        ["信息内容", "采购项目数量", "采购总金额"],
        ["政府集中采购", "0", "0"],
    ]
    assert applications[8] == ["", "", "2.其他法律行政法规禁止公开", *["0"] * 7]
    assert applications[9] == ["3.危及“三安全”", "", *["0"] * 7, ""]
    assert applications[10] == ["", "“一稳定”", *[""] * 6]
    assert applications[11] == ["", "4.保护第三方合法权益", *["0"] * 6]
    assert applications[16] == ["(四) 无法提供", "1.本机关不掌握相关政府信息", *["0"] * 6]
    assert applications[22] == ["", "4.无正当理由大量反复申请", *["0"] * 7]
    assert applications[26] == ["四、结转下年度继续办理", "", *["0"] * 7]
    # Five blank cells before ten numbers.
    assert proceedings[3] == [*[""] * 5, *["0"] * 10]


def test_seed_004_values_under_shifted_rows() -> None:
    disclosures, applications, proceedings = tables(seed("004"))
    assert disclosures[0] == ["信息内容", "2020年新 制作数量", "本年新 公开数量", "对外公开 总数量"]
    assert disclosures[16] == ["政府集中采购", "23", "282950", ""]
    assert applications[12] == ["", "", "6. 属于四类过程性信息", *["0"] * 7]
    assert applications[13] == ["7. 属于行政执", "", *["0"] * 7, ""]
    assert applications[14] == ["", "", "法案卷", *[""] * 7]
    assert applications[16] == ["(四) 无法提供", "", "1. 本机关不掌握相关政府信息", *["0"] * 7]
    assert applications[26] == ["四、结转下年度继续办理", "", "", *["0"] * 7]
    assert proceedings[3] == ["0", "0", "0", "0", "0", "1", "1", "0", "1", "3", *["0"] * 5]


def test_seed_004_is_text_and_its_address_is_unwrapped() -> None:
    reading = seed("004")
    assert reading.media_type == "text/plain"
    lead = next(p for p in reading.paragraphs() if p.startswith("根据"))
    assert "福清市人民政府网站(http://www.fuqing.gov.cn)的" in lead
    assert list(reading.paragraphs())[-2:] == ["江镜镇人民政府", "2021年1月6日印发"]
    assert "第二十条第（一）项" in list(reading.paragraphs())


def test_seed_003_keeps_the_report_and_drops_the_viewer() -> None:
    reading = seed("003")
    (report,) = reading.blocks
    assert isinstance(report, Paragraph)
    assert report.text.startswith("济宁市任城区人民政府 2021 年政府信息公开工作年度报告 本报告由")
    assert report.text.endswith("予以报告的事项 无。 — 19 —")
    assert "— 14 —" in report.text
    assert reading.meta["title"] == "济宁市任城区人民政府2021年政府信息公开工作年度报告.docx"
    (note,) = reading.notes
    assert "下载后继续阅读" in note
    assert "当前文档共19页" in note


def test_seed_002_is_narrative() -> None:
    reading = seed("002")
    assert list(reading.tables()) == []
    assert next(reading.paragraphs()) == "鹅公镇2019年政府信息公开工作年度报告"
    assert "全镇无依申请公开的政府信息。" in list(reading.paragraphs())


# --- tabs -----------------------------------------------------------------------------------


def test_a_page_break_inside_a_table_loses_no_row() -> None:
    reading = text("规章\t1\t2\n\n\n\f\n规范性文件\t3\t\n\n\t\t\n行政许可\t\t5\n\n\n结束。\n")
    assert tables(reading) == [
        [["规章", "1", "2"], ["规范性文件", "3", ""], ["", "", ""], ["行政许可", "", "5"]]
    ]
    assert list(reading.paragraphs()) == ["结束。"]


def test_a_line_without_tabs_stands_between_two_tables() -> None:
    reading = text("规章\t1\n等于第三项加第四项之和)\n收费\t2\n")
    first, middle, last = reading.blocks
    assert isinstance(first, Table)
    assert middle == Paragraph("等于第三项加第四项之和)")
    assert isinstance(last, Table)


def test_indented_paragraphs_are_no_rows() -> None:
    reading = text(
        "\t根据《中华人民共和国政府信息公开条例》，编制本报告。\n\n\t一、总体情况\n"
        "\t全年公开信息5条。\t\n规章\t0\t0\n\t“一稳定”\t\n\t五、存在的主要问题\n\t主要问题是宣传不够。\n"
    )
    assert list(reading.paragraphs()) == [
        "根据《中华人民共和国政府信息公开条例》，编制本报告。",
        "一、总体情况",
        "全年公开信息5条。",
        "五、存在的主要问题",
        "主要问题是宣传不够。",
    ]
    assert tables(reading) == [[["规章", "0", "0"], ["", "“一稳定”", ""]]]


def test_marks_of_markdown_and_odd_blanks() -> None:
    reading = text(
        "## 一、总体情况\n1、**规范程序。**建立\u00a0机制\u3000好\n"
        "见<http://a.gov.cn/x>。\n---\n1\\. 无\n"
    )
    assert list(reading.paragraphs()) == [
        "一、总体情况",
        "1、规范程序。建立 机制 好",
        "见http://a.gov.cn/x。",
        "1. 无",
    ]


# --- pipes, HTML, aligned columns -----------------------------------------------------------


def test_markdown_table() -> None:
    reading = text(
        "二、主动公开政府信息情况\n\n| 信息内容 | 本年制发件数 | 现行有效件数 |\n|:---|---|---:|\n"
        "| **规章** | 0 | |\n| 行政规范性文件 | 7 | 1<br>7 |\n\n三、收到\n"
    )
    assert tables(reading) == [
        [
            ["信息内容", "本年制发件数", "现行有效件数"],
            ["规章", "0", ""],
            ["行政规范性文件", "7", "17"],
        ]
    ]
    assert list(reading.paragraphs()) == ["二、主动公开政府信息情况", "三、收到"]


def test_box_characters() -> None:
    reading = text("┌────┬──┐\n│规章│ 3│\n├────┼──┤\n│收费│  │\n└────┴──┘\n")
    assert tables(reading) == [[["规章", "3"], ["收费", ""]]]


def test_rows_between_pipes_that_left_their_empty_cells_out() -> None:
    reading = text(
        "信息内容 | 本年新制作数量 | 本年新公开数量\n规章 | 0 | 3 |\n第二十条第（八）项 |\n"
        "信息内容 | 上一年项目数量 | 本年增/减 |\n行政事业性收费 | 65 | 0 |\n第二十条第（九）项\n"
        "信息内容 | 采购项目数量 | 采购总金额 |\n政府集中采购 | 33 | 156500 |\n"
        "三、收到和处理政府信息公开申请情况\n"
    )
    assert tables(reading) == [
        [
            ["信息内容", "本年新制作数量", "本年新公开数量"],
            ["规章", "0", "3"],
            ["第二十条第（八）项"],
            ["信息内容", "上一年项目数量", "本年增/减"],
            ["行政事业性收费", "65", "0"],
            ["第二十条第（九）项"],
            ["信息内容", "采购项目数量", "采购总金额"],
            ["政府集中采购", "33", "156500"],
        ]
    ]
    assert list(reading.paragraphs()) == ["三、收到和处理政府信息公开申请情况"]


def test_a_sentence_with_pipes_is_no_table() -> None:
    reading = text("首页 | 政府信息公开 | 年报\n一、总体情况\n")
    assert list(reading.tables()) == []
    assert next(reading.paragraphs()) == "首页 | 政府信息公开 | 年报"


def test_html_table_inside_a_text() -> None:
    reading = text(
        "一、总体情况\n全年公开5条。\n<table><tr><td colspan=2>第二十条第（一）项</td></tr>\n"
        "<tr><td>规章</td><td>4</td></tr></table>\n五、存在的问题\n"
    )
    (table,) = reading.tables()
    assert table.exact
    assert [[c.text for c in row] for row in table.rows] == [["第二十条第（一）项"], ["规章", "4"]]
    assert table.rows[0][0].colspan == 2
    assert list(reading.paragraphs()) == ["一、总体情况", "全年公开5条。", "五、存在的问题"]


LAYOUT = """\
                        三、收到和处理政府信息公开申请情况

                                          申请人情况
                                                 法人或其他组织
                                 自然人   商业    科研    社会公   法律服    其他    总计
                                          企业    机构    益组织   务机构
 一、本年新收政府信息公开申请数量    83      16       0       0        0       0      99
 二、上年结转政府信息公开申请数量     0       0       0       0        0       0       0
 三、本年度   （一）予以公开         38       5       0                0       0      43
   办理结果   （二）部分公开          7       2       0       0        0       0       9
              （七）总计             77      16       0       0        0       0      93
 四、结转下年度继续办理               6       0       0       0        0       0       6

  五、存在的主要问题及改进情况
"""


def test_columns_aligned_by_blanks() -> None:
    reading = text(LAYOUT)
    (table,) = tables(reading)
    values = {"".join(row[:-7]).replace(" ", ""): row[-7:] for row in table}
    assert values["一、本年新收政府信息公开申请数量"] == ["83", "16", "0", "0", "0", "0", "99"]
    assert values["三、本年度（一）予以公开"] == ["38", "5", "0", "", "0", "0", "43"]
    assert values["办理结果（二）部分公开"] == ["7", "2", "0", "0", "0", "0", "9"]
    assert values["（七）总计"] == ["77", "16", "0", "0", "0", "0", "93"]
    assert values["四、结转下年度继续办理"] == ["6", "0", "0", "0", "0", "0", "6"]
    assert table[2][-7:] == [
        "自然人",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
        "总计",
    ]
    assert list(reading.paragraphs())[-1] == "五、存在的主要问题及改进情况"


COLUMNS = (28, 36, 44, 52)


def one_wide(*printed: tuple[str, ...]) -> list[str]:
    """Lines as pdftotext prints them: a Chinese character takes one column, not two."""
    lines = []
    for label, *values in printed:
        line = label
        for column, value in zip(COLUMNS, values, strict=True):
            line = line.ljust(column) + value if value else line
        lines.append(line)
    return lines


EMPTY_CELL = one_wide(
    ("", "自然人", "商业企业", "科研机构", "总计"),
    ("一、本年新收政府信息公开申请数量", "12", "3", "0", "15"),
    ("二、上年结转政府信息公开申请数量", "0", "0", "0", "0"),
    ("（一）予以公开", "7", "", "0", "7"),
    ("（二）部分公开", "5", "3", "0", "8"),
    ("（七）总计", "12", "3", "0", "15"),
)


def test_an_empty_cell_between_whole_rows() -> None:
    (table,) = tables(text("\n".join(EMPTY_CELL)))
    values = {row[0]: row[1:] for row in table}
    assert values["（一）予以公开"] == ["7", "", "0", "7"]
    assert values["（二）部分公开"] == ["5", "3", "0", "8"]


def test_no_empty_cell_is_told_where_another_page_begins() -> None:
    """Columns stand elsewhere on every page; the row's own page has no whole row beside it."""
    lines = [*EMPTY_CELL[:3], "\f" + EMPTY_CELL[3], "\f" + EMPTY_CELL[4], EMPTY_CELL[5]]
    (table,) = tables(text("\n".join(lines)))
    (row,) = [row for row in table if "予以公开" in row[0]]
    assert "" not in row


STRAYS = """\
                自然人    商业企业    科研机构    法律机构    总计
一、本年新收          6715    0       0       0       6715
（一）公开           1       0       0       0       1
二、上年结转          0       0       0       0       0
                3       0       0       0       3
（一）予以公开
                1                       1
（七）总计           0       0       0       0       0
（二）部分           0       0       0       0       0
四、结转下年度         0       0       0       0       0
"""


def test_numbers_without_a_label_put_no_row_together() -> None:
    """31 may be broken into 3 and 1, around the label: no row beside them has certain places."""
    (table,) = list(text(STRAYS).tables())
    printed = [[cell.text for cell in row] for row in table.rows]
    assert ["一、本年新收", "6715", "0", "0", "0", "6715"] in printed
    assert ["四、结转下年度", "0", "0", "0", "0", "0"] in printed
    assert ["（一）予以公开"] in printed
    assert not [row for row in printed if row[-5:] == ["3", "0", "0", "0", "3"]]
    assert not [row for row in printed if row[-5:] == ["1", "", "", "", "1"]]


WRAPPED_WORDS = """\
                自然人    商业企业    科研机构    法律机构    总计
1.属于国家秘密         2       0       0       0       2
                               不涉
2.其他法律           1               0       0       1
                               及
3.危及            0       0       0       0       0
"""


def test_words_broken_among_the_values_leave_no_cell_empty() -> None:
    """不涉 and 及 stand above and below the place that looks empty between 1 and 0."""
    (table,) = list(text(WRAPPED_WORDS).tables())
    (row,) = [row for row in table.rows if any("其他法律" in cell.text for cell in row)]
    assert not [cell for cell in row if not cell.text]


def test_two_aligned_lines_are_no_table() -> None:
    reading = text(
        "联系人：王某    电话：0571-1234    邮编：310000\n地址：某路1号    传真：无    网址：无\n"
    )
    assert list(reading.tables()) == []
    assert len(list(reading.paragraphs())) == 2


# --- furniture ------------------------------------------------------------------------------


def test_other_viewers_lines_are_left_out_and_said() -> None:
    reading = text(
        "青石县水利局2021年政府信息公开工作年度报告.pdf\n共 12 页 1.2 MB\n20 积分\n立即下载\n"
        "一、总体情况\n下载量是本年的一项指标。\n还剩 8 页未读，登录后继续阅读\n相关文档\n"
        "青石县财政局2021年政府信息公开工作年度报告\n某县2020年年报\n"
    )
    assert list(reading.paragraphs()) == ["一、总体情况", "下载量是本年的一项指标。"]
    assert reading.meta == {"title": "青石县水利局2021年政府信息公开工作年度报告.pdf"}
    assert "20 积分" in reading.notes[0]


def test_a_report_after_the_words_of_a_list_is_kept() -> None:
    reading = text("相关文章\n一、总体情况\n全年公开信息5条，均为主动公开。\n")
    assert list(reading.paragraphs())[-2:] == ["一、总体情况", "全年公开信息5条，均为主动公开。"]


# --- bytes ----------------------------------------------------------------------------------


def test_nul_bytes_are_removed_and_said() -> None:
    reading = text("一、总体\0情况\n规章\t\0" + "1\t2\n")
    assert list(reading.paragraphs()) == ["一、总体情况"]
    assert tables(reading) == [[["规章", "1", "2"]]]
    assert any("2 NUL" in note for note in reading.notes)


def test_encodings() -> None:
    content = "一、总体情况\n安丘市郚山镇、㵐溪镇全年公开信息5条。\n"
    for encoding, name in (
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-be", None),
        ("gb18030", "gb18030"),
    ):
        data = content.encode(encoding)
        if name is None:
            data, name = b"\xfe\xff" + data, "utf-16"
        reading = read(data)
        assert reading.charset == name
        assert list(reading.paragraphs()) == content.split()


def test_a_few_broken_bytes_are_replaced_and_said() -> None:
    content = ("全年公开信息5条，均为主动公开。\n" * 200).encode()
    end_of_line = content.index(b"\n", 3000)
    reading = read(content[:end_of_line] + b"\xff" + content[end_of_line:])
    assert sum("\ufffd" in p for p in reading.paragraphs()) == 1
    assert any("1 broken" in note for note in reading.notes)


def test_bytes_of_another_language_are_unreadable() -> None:
    with pytest.raises(Unreadable, match="encoding"):
        read("Ünïcödé çà ".encode("latin-1") * 50 + b"\xff\xff\x81")


@pytest.mark.parametrize(
    "content",
    [
        "a  b  c\n\n" * 100_000,
        "a  b  c\nx\n" * 50_000,
        "一\n" + "\t\n" * 300_000,
        "| |\n\n" * 100_000,
        "一\n" + "<table>\n" * 3_000,
        "相关文章\n" * 100_000 + "结束。",
        " " * 3_000_000 + "x",
        "字" * 3_000_000,
        "报告.docx" * 2_000 + "\n",
        "  ".join("x" * 300_000),
    ],
)
def test_hostile_text_takes_no_long_time(content: str) -> None:
    started = time.monotonic()
    assert text(content).media_type == "text/plain"
    assert time.monotonic() - started < 60
