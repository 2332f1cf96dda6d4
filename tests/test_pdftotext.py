"""What pdftotext prints of reports laid out by LibreOffice and Chromium."""

from __future__ import annotations

import re
from pathlib import Path

from parsers import Hints, Record, parse
from parsers.interpretation.templates import template
from tests.damaged_form import CHANNELS, ZEROS, filled, of_channels, row_of, rows_of, running_text

DOCUMENTS = Path(__file__).parent / "documents" / "text"


def read(name: str) -> Record:
    return parse((DOCUMENTS / name).read_bytes(), Hints())


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
    assert rows_of(record) == filled(printed)
    assert of_channels(record) == ["0 0 0 0 0", "0 0 0 6 6", "0 0 0 0 0"]
    assert record.status == "verified"


def test_a_sum_that_stands_a_line_above_its_rows_other_numbers() -> None:
    """As in the form itself: cells of one row, some aligned at their top, some at their middle."""
    text = (DOCUMENTS / "libreoffice_layout.txt").read_text()
    label = "1.申请人无正当理由逾期\n"
    wrapped = "不补正、行政机关不再处     0   0   0   0   0   0   0\n"
    assert text.count(label) == text.count(wrapped) == 1
    text = text.replace(label, label[:-1] + " " * 29 + "0\n")
    text = text.replace(wrapped, "不补正、行政机关不再处 0       0   0   0   0   0\n")
    record = parse(text.encode(), Hints())
    assert row_of(record, "other_uncorrected") == ZEROS
    assert record.status == "verified"


def test_a_number_of_table_4_that_its_narrow_column_broke() -> None:
    """The last digits below the row are no mistake of the agency's; below sums that hold, a
    number alone is that of a page."""
    text = (DOCUMENTS / "libreoffice_layout.txt").read_text("utf-8")
    start, end = text.index("四、政府信息公开"), text.index("五、存在的主要问题")
    *above, values = text[start:end].rstrip().split("\n")
    places = [digits.start() for digits in re.finditer("6", values)]
    for below in ("\n{}4\n", "\n\n{}4\n"):
        shown = below.format(" " * places[0])
        broken = text[:start] + "\n".join([*above, values]) + shown + text[end:]
        assert parse(broken.encode()).status == "verified"
        one = values[: places[1]] + "64" + values[places[1] + 1 :].rstrip()
        record = parse(broken.replace(values, one).encode())
        assert row_of(record, "litigation_direct", "proceedings") == "? ? ? ? ?"
        assert row_of(record, "reconsideration", "proceedings") == "0 0 0 0 0"
        assert record.status == "incomplete"


def test_numbers_of_a_list_that_stand_apart_from_their_labels() -> None:
    """The form as a browser prints it: the number of a label of several lines is at their middle,
    and the sum of a row stands a line above or below its other numbers."""
    record = read("list_numbers_layout.txt")
    printed = {
        "received": "102 23 15 9 15 21 185",
        "granted": "0 1 3 0 4 0 8",
        "partial": "0 1 0 0 2 1 4",
        "denied_state_secret": "2 1 0 0 1 1 5",
        "denied_inquiry": "30 2 0 0 0 0 32",
        "unprocessed_confirmation": "2 0 2 0 0 4 8",
        "other_uncorrected": "0 2 0 0 0 1 3",
        "other_unpaid": "0 2 0 0 0 0 2",
        "other_other": "1 4 0 1 0 0 6",
        "total": "104 22 17 9 17 23 192",
    }
    assert {row: row_of(record, row) for row in printed} == printed
    assert of_channels(record) == ["2 2 0 0 4", "0 0 0 1 1", "0 2 2 1 5"]
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


def test_labels_printed_behind_their_values() -> None:
    """Without options, wrapped and merged labels come behind the page's values; 无 and 四 of
    （四）无法提供 stand alone on their lines. The labels that kept their places tell the order."""
    record = read("labels_behind_values.txt")
    printed = {
        "received": "9 13 3 4 22 12 63",
        "carried_in": "2 1 1 0 0 1 5",
        "granted": "1 0 0 0 0 0 1",
        "partial": "0 1 0 4 0 0 5",
        "denied_state_secret": "1 0 0 0 0 0 1",
        "denied_third_party": "0 0 0 0 12 0 12",
        "denied_process": "0 1 0 0 0 0 1",
        "denied_enforcement_file": "0 10 0 0 0 5 15",
        "unavailable_not_held": "9 0 0 0 0 0 9",
        "unavailable_needs_creation": "0 0 0 0 0 6 6",
        "unavailable_unclear": "0 0 0 0 0 2 2",
        "unprocessed_petition": "0 1 0 0 0 0 1",
        "unprocessed_excessive": "0 1 0 0 0 0 1",
        "total": "11 14 0 4 12 13 54",
        "carried_out": "0 0 4 0 10 0 14",
    }
    assert rows_of(record) == filled(printed, form="2019")
    assert record.status == "verified"


def test_a_label_before_another_rows_values_leaves_the_order_open() -> None:
    """Two labels exchanged: each stands before its own values, or before the other's."""
    text = (DOCUMENTS / "labels_behind_values.txt").read_text("utf-8")
    one, other = "1.信访举报投诉类申请", "2.重复申请"
    assert one in text and other in text
    changed = text.replace(one, "§").replace(other, one).replace("§", other)
    record = parse(changed.encode(), Hints())
    unread = "? ? ? ? ? ? ?"
    assert {row_of(record, row) for row in template("2019").row_names} == {unread}


def test_numbers_broken_over_the_lines_of_narrow_columns() -> None:
    """Also those of the last row, whose second pieces stand below its label: 104 and 8 are 1048."""
    record = read("broken_numbers_layout.txt")
    assert row_of(record, "received") == "8492 4027 500 448 295 1176 14938"
    assert row_of(record, "granted") == "1238 251 0 120 0 0 1609"
    assert row_of(record, "total") == "8610 4248 366 448 352 984 15008"
    assert row_of(record, "carried_out") == "1048 0 136 0 0 230 1414"
    assert record.status == "verified"


def test_numbers_among_blank_cells_are_certain_only_where_they_add_up() -> None:
    """1、本机关不掌握相关政府信息 prints 8 and 8 at the top of a page that shows no whole row:
    which two cells these are is open."""
    record = read("blank_cells_layout.txt")
    states = {c.state for c in record.cells if c.row == "unavailable_not_held"}
    assert states == {"unreadable"}
    third_party = {c.column: c.value for c in record.cells if c.row == "denied_third_party"}
    assert {k: v for k, v in third_party.items() if v} == {
        "natural_person": "5",
        "other": "81",
        "total": "86",
    }
    assert record.status == "incomplete"


def test_a_number_that_may_go_on_on_a_line_of_no_row() -> None:
    """5、属于三类内部事务信息 prints 128 and its sum 128; five lines below, beside a group's name,
    stand 1 and 1: the numbers are 1281."""
    record = read("broken_numbers_apart_layout.txt")
    assert row_of(record, "denied_internal_affairs") == "? ? ? ? ? ? ?"
    assert record.status == "incomplete"


def test_what_a_browser_prints_around_its_pages_is_no_part_of_a_table() -> None:
    """Tables 2 and 3 go on over a page's end: date, title, address and 1/3 stand among them."""
    record = read("browser_raw.txt")
    printed = {
        "received": "2 17 1 6 14 0 40",
        "carried_in": "1 0 0 0 1 0 2",
        "denied_state_secret": "0 1 0 0 0 0 1",
        "denied_third_party": "0 0 1 0 0 0 1",
        "denied_enforcement_file": "0 0 0 0 11 0 11",
        "denied_inquiry": "0 0 0 0 4 0 4",
        "unavailable_unclear": "3 0 0 0 0 0 3",
        "unprocessed_petition": "0 4 0 0 0 0 4",
        "unprocessed_repeat": "0 11 0 0 0 0 11",
        "unprocessed_publication": "0 1 0 0 0 0 1",
        "other_unpaid": "0 0 0 6 0 0 6",
        "total": "3 17 1 6 15 0 42",
    }
    assert rows_of(record) == filled(printed)
    assert row_of(record, "normative_documents", "disclosures") == "0 37 0"
    assert row_of(record, "licences", "disclosures") == "6"
    assert record.status == "verified"


def test_rows_in_the_order_of_their_lines() -> None:
    """Labels stand on one line with others' pieces, 4.无正当理由大量反复申请 is left out, and
    numbers go on below their row: 759 above 0 is 7590, as 0 6 3 4 89 tell."""
    record = read("rows_in_order_layout.txt")
    printed = {
        "received": "7590 4046 1243 1134 364 112 14489",
        "carried_in": "0 1114 133 0 28 37 1312",
        "granted": "28 8 0 1134 0 0 1170",
        "partial": "313 120 0 0 0 0 433",
        "denied_state_secret": "239 0 0 0 316 0 555",
        "denied_by_law": "1261 1264 0 0 0 0 2525",
        "denied_safety_stability": "378 0 0 0 0 0 378",
        "denied_third_party": "172 0 0 0 0 149 321",
        "denied_internal_affairs": "1169 476 0 0 0 0 1645",
        "denied_process": "4 0 0 0 0 0 4",
        "denied_enforcement_file": "1 12 1188 0 0 0 1201",
        "denied_inquiry": "1101 453 0 0 0 0 1554",
        "unavailable_not_held": "118 1444 0 0 0 0 1562",
        "unavailable_needs_creation": "238 0 0 0 0 0 238",
        "unavailable_unclear": "141 333 0 0 0 0 474",
        "unprocessed_petition": "1 0 0 0 0 0 1",
        "unprocessed_repeat": "3 219 0 0 0 0 222",
        "unprocessed_publication": "58 0 0 0 0 0 58",
        "unprocessed_excessive": "? ? ? ? ? ? ?",
        "unprocessed_confirmation": "1126 563 0 0 0 0 1689",
        "other": "1239 266 0 0 0 0 1505",
        "total": "7590 5158 1188 1134 316 149 15535",
        "carried_out": "0 2 188 0 76 0 266",
    }
    for row in template("2019").row_names:
        assert row_of(record, row) == printed[row], row
    assert record.status == "incomplete"


def test_pieces_that_stand_below_none_of_their_numbers_leave_the_rows_beside_them_open() -> None:
    """（六）其他处理 prints 56 and 56, whose last digits 3 and 3 a converter moved aside."""
    record = read("wide_digits_layout.txt")
    assert row_of(record, "other") == "? ? ? ? ? ? ?"
    assert row_of(record, "unprocessed_petition") == "0 18 0 0 0 0 18"


def test_numbers_broken_over_lines_of_text_in_the_order_of_its_cells() -> None:
    """-raw prints a row's cells one after the other: 602 above 7, 295 above 9, 972 above 3."""
    record = read("broken_numbers_raw.txt")
    assert row_of(record, "received") == "6027 2959 330 75 105 227 9723"
    assert row_of(record, "granted") == "571 0 438 0 0 0 1009"
    assert row_of(record, "denied_enforcement_file") == "1439 1134 0 0 0 0 2573"
    assert row_of(record, "total") == "6858 2959 439 81 10 227 10574"
    assert record.status == "verified"


APART = """行政复议
行政诉讼
结果维 结果纠 其他结 尚未审
持
正
果
结
0
16
9
1
未经复议直接起诉
总计
{total}
结果维 结果纠 其他结 尚未审
持
正
果
结
42
25
7
0
复议后起诉
总计
74
结果维 结果纠 其他结 尚未审
持
正
果
结
0
18
1
0
总计
19
"""


def with_table_4(printed: str) -> Record:
    text = (DOCUMENTS / "labels_behind_values.txt").read_text("utf-8")
    start, end = text.index("行政复议\n"), text.index("五、政府信息公开工作存在")
    return parse((text[:start] + printed + text[end:]).encode(), Hints())


def test_sums_of_table_4_that_stand_behind_the_next_heading() -> None:
    record = with_table_4(APART.format(total=26))
    assert of_channels(record) == ["0 16 9 1 26", "42 25 7 0 74", "0 18 1 0 19"]


def test_such_a_sum_that_does_not_hold_may_be_another_channels() -> None:
    record = with_table_4(APART.format(total=27))
    assert of_channels(record) == ["? ? ? ? ?"] * 3


def test_empty_cells_of_table_2_move_no_value_to_another_row_or_column() -> None:
    """行政规范性文件 prints 0, nothing, and a dash; without options, as many values as items stand
    on lines of their own, though items have three values or none."""
    record = read("blank_cells_in_table_2_layout.txt")
    assert row_of(record, "normative_documents", "disclosures") == "? ? ?"
    assert row_of(record, "licences", "disclosures") == "1"
    record = read("blank_cells_in_table_2.txt")
    assert row_of(record, "licences", "disclosures") in ("?", "1")
    assert row_of(record, "penalties", "disclosures") in ("?", "12")


def test_a_title_that_the_pages_heads_repeat() -> None:
    title = "溧阳市水利局政府信息公开工作2021年度报告"
    parts = [
        "一、总体情况\n无。",
        "二、主动公开政府信息情况\n无。",
        "三、收到和处理政府信息公开申请情况",
    ]
    pages = [f"{title}\n{title}\n{parts[0]}", *(f"{title}\n{part}" for part in parts[1:])]
    record = parse("\n\f".join(pages).encode(), Hints())
    assert record.title == title
    assert record.agency is not None
    assert record.agency.agency_id == "320481:水利局"
    assert record.text.count(title) == 1


def test_a_head_with_a_number_on_the_second_of_two_pages() -> None:
    """2023 stands on a line between two rows of the table; the first page's head may be a title."""
    head = "政府信息公开工作年度报告 2023"
    rows = running_text({}).decode()
    lines = re.sub(r"(?<=\d) (?=[（一二四\d][^ ]*[\u4e00-\u9fff])", "\n", rows)
    begin = lines.index("2.其他法律")
    record = parse(f"{head}\n{lines[:begin]}\n\f{head}\n\n{lines[begin:]}".encode(), Hints())
    told = {row_of(record, row) for row in ("denied_state_secret", "denied_by_law")}
    assert told == {"0 0 0 0 0 0 0"}
    assert record.text.count(head) == 1


def test_a_head_printed_behind_all_else_on_two_pages() -> None:
    """`pdftotext -raw` prints it where the page's program does: here after the last line."""
    head = "政府信息公开工作年度报告 2023"
    rows = running_text({}).decode()
    lines = re.sub(r"(?<=\d) (?=[（一二四\d][^ ]*[\u4e00-\u9fff])", "\n", rows)
    begin = lines.index("2.其他法律")
    record = parse(f"{lines[:begin]}\n{head}\n\f{lines[begin:]}\n{head}\n\f".encode(), Hints())
    assert row_of(record, "denied_state_secret") == "0 0 0 0 0 0 0"
    assert head not in record.text


PIECES = """三、收到和处理政府信息公开申请情况
复议后起诉
结果 结果
维持 纠正
0
0

其他
结果
{0}

四、政府信息公开行政复议、行政诉讼情况
结果
维持

结果
纠正

0

0

行政复议
其他 尚未
结果 审结
0

总计

0

0

行政诉讼
未经复议直接起诉
结果 结果 其他
维持 纠正 结果
0 35 0

五、存在的主要问题及改进情况

尚未
审结
0

总计
35

尚未
审结
18

总计
{1}

（一）存在的问题。解读形式较为单一。
六、其他需要报告的事项
无。
"""


def in_pieces(other: str, total: str, *, upheld: str = "0\n") -> dict[str, str]:
    text = running_text({}).decode()
    begin, end = text.index("三、收到"), text.index("六、")
    rows = text[text.index("（勾稽关系略）") : text.index(" 四、政府信息公开行政复议")]
    pieces = PIECES.format(other, total).replace("情况\n", f"情况\n{rows}\n", 1)
    pieces = pieces.replace("维持 纠正\n0\n", f"维持 纠正\n{upheld}", 1)
    record = parse((text[:begin] + pieces + text[end:]).encode(), Hints())
    return {channel: row_of(record, channel, "proceedings") for channel in CHANNELS}


def test_pieces_of_table_4_around_the_headings_of_its_section() -> None:
    """尚未审结 and 总计 of the last two channels stand behind 五、, the first three results of the
    last one before 四、; only 0, 35, 0 and 0 make 35, and 18 the rest."""
    assert in_pieces("0", "18") == {
        "reconsideration": "0 0 0 0 0",
        "litigation_direct": "0 35 0 0 35",
        "litigation_after_reconsideration": "0 0 0 18 18",
    }


def test_such_pieces_whose_sums_do_not_hold_are_open() -> None:
    """1 and 18 make neither 18 nor 35: a value may stand in another channel's piece."""
    assert set(in_pieces("1", "18").values()) == {"? ? ? ? ?"}


def test_a_blank_result_is_not_filled_by_the_last_value_of_table_3() -> None:
    """结果维持 of the last channel is blank; the 0 behind 其他结果 stands in table 3."""
    told = in_pieces("0\n\n0", "18", upheld="")
    assert set(told.values()) == {"? ? ? ? ?"}
