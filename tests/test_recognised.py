"""What is read in pictures: believed only where the sums confirm it."""

from __future__ import annotations

from dataclasses import replace

from parsers.interpretation.recognised_labels import with_labels_restored
from parsers.parse import interpret
from parsers.reading import read
from parsers.reading.model import UNREAD, Block, Paragraph, Reading, Table, TableCell
from parsers.record import Hints, Record
from tests.damaged_form import ROWS, TRUTH, drawn, numbers, page, table_3
from tests.sample.reports.grid import Printed


def seen(block: Block) -> Block:
    """A block as if it had been recognised in a picture."""
    return replace(block, recognised=True)


def recognised(third: str = "", extractor: str = "ocr") -> Record:
    """The page as if its text had been recognised in a picture."""
    reading = read(page(third=third))
    blocks = tuple(map(seen, reading.blocks))
    return interpret(Reading(blocks, "application/pdf", extractor, meta=reading.meta), Hints())


def values_of(record: Record, row: str) -> list[str | None]:
    return [c.value for c in record.cells if c.table == "applications" and c.row == row]


def states_of(record: Record, row: str) -> set[str]:
    return {c.state for c in record.cells if c.table == "applications" and c.row == row}


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
        (TableCell("第二十条第大项", 0), TableCell("总讨", 1), TableCell("工商", 2)),
        # dirt as a letter, a digit and a stroke; a character that was lost
        (TableCell("科研i机构!", 0), TableCell("1总计", 1), TableCell("3.具他", 2)),
        (TableCell("二：本年度办理结果", 0), TableCell("4.保护第三方合法权", 1), TableCell("1", 2)),
        # of two labels neither is nearer; what an agency prints is no mistake
        (TableCell("予公开", 0), TableCell("2023年新制作数量", 1), TableCell("小计", 2)),
        (TableCell("自然1", 0), TableCell("四）无法提供", 1), TableCell("共计", 2)),
        # the value beside it, where the border between them was not seen
        (TableCell("2.重复申请0", 0), TableCell("其他处理l", 1), TableCell("行政处罚二", 2)),
        # 上 seen as 1, and others for 息 and 量; too much lost to tell which it was
        (
            TableCell("1.年结转政府信已公开申请数最", 0),
            TableCell("商业企V", 1),
            TableCell("年收政府公开申请数", 2),
        ),
    )
    spelt = with_labels_restored(Reading((Table(rows),), "image/png", "ocr"))
    (table,) = spelt.tables()
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["商业企业", "1.属于国家秘密", "12"],
        # which 项 it was nobody knows; words of two characters may be anything
        ["第二十条第大项", "总计", "工商"],
        ["科研机构", "总计", "3.其他"],
        ["本年度办理结果", "4.保护第三方合法权益", "1"],
        ["予公开", "2023年新制作数量", "小计"],
        ["自然人", "无法提供", "共计"],
        ["2.重复申请0", "其他处理l", "行政处罚二"],
        ["1.上年结转政府信息公开申请数量", "商业企业", "年收政府公开申请数"],
    ]


def test_a_row_in_a_picture_with_a_cell_too_many_is_not_read() -> None:
    """A streak looks like a border: of the two halves of a cell one is empty and no blank."""
    grid = table_3()
    grid[3] = [*grid[3][:4], Printed(""), *grid[3][4:]]
    record = recognised(drawn(grid))
    row = list(ROWS)[2]
    assert values_of(record, row) == [None] * 7
    assert "blank" not in states_of(record, row)
    assert record.status == "incomplete"


def test_a_value_in_a_picture_merged_with_the_one_below_is_not_read() -> None:
    """The border between them was lost: the number may be the lower row's."""
    grid = table_3()
    grid[3] = [*grid[3][:4], replace(grid[3][4], rowspan=2), *grid[3][5:]]
    grid[4] = [*grid[4][:4], *grid[4][5:]]
    record = recognised(drawn(grid))
    upper, lower = list(ROWS)[2:4]
    assert values_of(record, upper) == [None] * 7
    assert values_of(record, lower)[3] is None
    assert not {"blank"} & (states_of(record, upper) | states_of(record, lower))


def test_print_that_a_streak_makes_alike_in_several_rows_is_no_copy() -> None:
    """Put together, it would leave the rows below with as many cells as the form has."""
    grid = table_3()
    for at in (3, 4, 5):
        grid[at] = [grid[at][0], Printed(""), *grid[at][1:4], Printed("一0 1"), *grid[at][5:]]
    record = recognised(drawn(grid))
    for row in list(ROWS)[2:5]:
        assert values_of(record, row) == [None] * 7
        assert "blank" not in states_of(record, row)


def test_numbers_recognised_outside_tables_are_no_cells() -> None:
    """Whatever the other text was read with: each was looked at once, beside no line."""
    reading = read(page())
    flat = [
        Paragraph(" ".join(cell.text for cell in row), recognised=True)
        for table in reading.tables()
        for row in table.rows
    ]
    headings = [block for block in reading.blocks if isinstance(block, Paragraph)]
    blocks = (*headings[:3], *flat, *headings[3:])
    for extractor in ("ocr", "html"):
        record = interpret(Reading(blocks, "text/html", extractor, meta=reading.meta), Hints())
        assert not [cell for cell in record.cells if cell.state in ("number", "blank")]
        assert record.status not in ("verified", "discrepant")


def test_a_report_in_pictures_without_lines_is_not_called_one_without_tables() -> None:
    """The lines of its tables may be too pale to be seen."""
    texts = (
        "湖口县教育局2023年政府信息公开工作年度报告",
        "根据《中华人民共和国政府信息公开条例》，编制本报告。",
        "一、概述",
        "全年主动公开政府信息120条。",
        "二、主动公开情况",
        "本年主动公开情况如下。",
        "三、依申请公开情况",
        "如下表。",
    )
    blocks = tuple(Paragraph(text, recognised=True) for text in texts)
    assert interpret(Reading(blocks, "image/png", "ocr"), Hints()).status == "untabled"


def test_headings_that_lost_their_strokes_are_known_by_their_places() -> None:
    """As recognised in a page that came in black and white; another order is no form's."""

    def spelt(*texts: str) -> list[str]:
        row = tuple(TableCell(text, place) for place, text in enumerate(texts))
        reading = with_labels_restored(Reading((Table((row,)),), "image/png", "ocr"))
        (table,) = reading.tables()
        return [cell.text for cell in table.rows[0]]

    outcomes = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    lost = (
        "结果维持",
        "比最州正",
        "美他坊果",
        "尚表审结",
        "总计",
        "表经复议直接起诉",
        "复议后起诉",
    )
    assert spelt(*lost) == [*outcomes, "未经复议直接起诉", "复议后起诉"]
    five = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    assert spelt(*five[:4], UNREAD) == five
    # two headings have changed places, one is longer, a value stands among them, most are lost
    moved = ["自然人", "总计", "法人或其他组织"]
    assert spelt(*moved) == moved
    for other in ("其他类申请人", "12"):
        assert spelt(*five[:4], other) == [*five[:4], other]
    few = ["比最惟神", "坊最州正", "美他坊果", "尚表审结", "总计"]
    assert spelt(*few[:4], "总计", "表经复议", "复议后起诉")[:2] == few[:2]
