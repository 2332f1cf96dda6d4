"""Rows of a spreadsheet that a deleted cell moved left: where they end, the file holds no cell."""

from __future__ import annotations

import openpyxl
from openpyxl.styles import Border, Side

from parsers import Hints, Record, parse
from parsers.interpretation.templates import COMMON, template
from tests.damaged_form import ZEROS, row_of
from tests.office_reading.workbooks import saved

APPLICANTS = [COMMON.column_labels[column][0] for column in COMMON.columns]
RESULTS = [COMMON.outcome_labels[outcome][0] for outcome in COMMON.outcomes]
CHANNELS = [COMMON.channel_labels[channel][0] for channel in COMMON.channels]
THIRD = {
    "received": "9 1 0 0 0 0 10",
    "granted": "6 1 0 0 0 0 7",
    "unprocessed_repeat": "3 0 0 0 0 0 3",
    "total": "9 1 0 0 0 0 10",
}
FOURTH = "3 0 1 0 4 0 0 2 0 2 0 0 0 1 1"


def report(
    third: dict[str, str], fourth: str, *, ruled: tuple[str, ...] = (), remarks: bool = False
) -> Record:
    """A report with tables 3 and 4, their rows as given; `ruled`: rows of table 3 that have ruling
    lines around a cell for every column."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["江州市教育局2023年政府信息公开工作年度报告"])
    sheet.append([])
    sheet.append(["三、收到和处理政府信息公开申请情况"])
    sheet.append([])
    sheet.append(["申请人情况", *APPLICANTS, *(["备注"] if remarks else [])])
    for row in template("2021").rows:
        sheet.append([f"{row.number}、{row.labels[0]}", *numbers(third.get(row.name, ZEROS))])
        if row.name in ruled:
            for column in range(1, len(APPLICANTS) + 2):
                sheet.cell(sheet.max_row, column).border = Border(left=Side("thin"))
    sheet.append([])
    sheet.append(["四、政府信息公开行政复议、行政诉讼情况"])
    sheet.append([])
    sheet.append([cell for name in CHANNELS for cell in (name, *[None] * 4)])
    sheet.append(RESULTS * 3)
    for channel in range(3):
        sheet.merge_cells(
            None, sheet.max_row - 1, channel * 5 + 1, sheet.max_row - 1, channel * 5 + 5
        )
    sheet.append(numbers(fourth))
    return parse(saved(workbook), Hints())


def numbers(row: str) -> list[int]:
    return [int(number) for number in row.split()]


def third_of(record: Record) -> dict[str, str]:
    return {name: row_of(record, name) for name in template("2021").row_names}


def fourth_of(record: Record) -> str:
    return " ".join(row_of(record, channel, "proceedings") for channel in COMMON.channels)


def test_whole_rows() -> None:
    for remarks in (False, True):
        record = report(THIRD, FOURTH, remarks=remarks)
        assert third_of(record) == dict.fromkeys(third_of(record), ZEROS) | THIRD
        assert fourth_of(record) == FOURTH


def test_a_lost_number_moves_no_other_one() -> None:
    """Its 6 is lost: 7 is no part that stands under 其他."""
    lost = THIRD | {"granted": "1 0 0 0 0 7"}
    told = row_of(report(lost, FOURTH), "granted").split()
    assert all(told[i] in ("?", n) for i, n in enumerate("6 1 0 0 0 0 7".split()))


def test_a_lost_number_of_table_4() -> None:
    """Without its first number the row ends one cell before its last heading."""
    told = fourth_of(report(THIRD, FOURTH.removeprefix("3 "))).split()
    assert all(one in ("?", number) for one, number in zip(told, FOURTH.split(), strict=True))


def test_a_ruled_cell_without_a_number_is_blank() -> None:
    row = "3 0 0 0 0 0"
    third = THIRD | {"unprocessed_repeat": row}
    record = report(third, FOURTH, ruled=("unprocessed_repeat",))
    states = [c.state for c in record.cells if c.row == "unprocessed_repeat"]
    assert states == ["number"] * 6 + ["inferred"]
    lost = report(third, FOURTH)
    states = [c.state for c in lost.cells if c.row == "unprocessed_repeat"]
    assert "inferred" not in states
