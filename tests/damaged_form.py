"""The form of 2021 with dense numbers, drawn for a test to damage, and what is stored of it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from html import escape

from parsers import Hints, Record, parse
from parsers.interpretation.templates import COMMON, template
from tests.sample.reports.grid import Printed, place

APPLICANTS = ("natural_person", "company", "research", "nonprofit", "legal", "other", "total")
HEADINGS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
CHANNELS = {
    "reconsideration": "行政复议",
    "litigation_direct": "未经复议直接起诉",
    "litigation_after_reconsideration": "复议后起诉",
}
ROWS = {
    "received": "一、本年新收政府信息公开申请数量",
    "carried_in": "二、上年结转政府信息公开申请数量",
    "granted": "（一）予以公开",
    "partial": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "denied_state_secret": "1.属于国家秘密",
    "denied_by_law": "2.其他法律行政法规禁止公开",
    "denied_safety_stability": "3.危及“三安全一稳定”",
    "denied_third_party": "4.保护第三方合法权益",
    "denied_internal_affairs": "5.属于三类内部事务信息",
    "denied_process": "6.属于四类过程性信息",
    "denied_enforcement_file": "7.属于行政执法案卷",
    "denied_inquiry": "8.属于行政查询事项",
    "unavailable_not_held": "1.本机关不掌握相关政府信息",
    "unavailable_needs_creation": "2.没有现成信息需要另行制作",
    "unavailable_unclear": "3.补正后申请内容仍不明确",
    "unprocessed_petition": "1.信访举报投诉类申请",
    "unprocessed_repeat": "2.重复申请",
    "unprocessed_publication": "3.要求提供公开出版物",
    "unprocessed_excessive": "4.无正当理由大量反复申请",
    "unprocessed_confirmation": "5.要求行政机关确认或重新出具已获取信息",
    "other_uncorrected": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "other_unpaid": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "other_other": "3.其他",
    "total": "（七）总计",
    "carried_out": "四、结转下年度继续办理",
}
OUTCOMES = list(ROWS)[2:-2]
DISCLOSURES = {
    ("regulations", "issued"): "0",
    ("regulations", "repealed"): "0",
    ("regulations", "in_force"): "0",
    ("normative_documents", "issued"): "7",
    ("normative_documents", "repealed"): "1",
    ("normative_documents", "in_force"): "17",
    ("licences", "decisions"): "1110",
    ("penalties", "decisions"): "139",
    ("coercive_measures", "decisions"): "29",
    ("fees", "fee_amount"): "28600.64",
}
Cells = dict[tuple[str, str, str], str]
Grid = list[list[Printed]]


def numbers(seed: int) -> Cells:
    """Dense numbers for tables 3 and 4 that satisfy every identity."""
    chance = random.Random(seed)
    table: dict[str, list[int]] = {
        row: [chance.randrange(40) for _ in range(6)] for row in OUTCOMES
    }
    table["total"] = [sum(table[row][c] for row in OUTCOMES) for c in range(6)]
    table["carried_out"] = [chance.randrange(9) for _ in range(6)]
    table["carried_in"] = [chance.randrange(9) for _ in range(6)]
    table["received"] = [
        table["total"][c] + table["carried_out"][c] - table["carried_in"][c] for c in range(6)
    ]
    cells = {
        ("applications", row, column): str(value)
        for row, values in table.items()
        for column, value in zip(APPLICANTS, (*values, sum(values)), strict=True)
    }
    for channel in CHANNELS:
        results = [chance.randrange(30) for _ in range(4)]
        for column, value in zip(RESULTS, (*results, sum(results)), strict=True):
            cells["proceedings", channel, column] = str(value)
    return cells


TRUTH = numbers(3) | {("disclosures", *place): value for place, value in DISCLOSURES.items()}


def table_2() -> Grid:
    def item(label: str, name: str, *columns: str) -> list[Printed]:
        return [Printed(label), *(Printed(DISCLOSURES[name, column]) for column in columns)]

    decided = [Printed("信息内容"), Printed("本年处理决定数量", 3)]
    return [
        [Printed("第二十条第（一）项", 4)],
        [Printed(t) for t in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")],
        item("规章", "regulations", "issued", "repealed", "in_force"),
        item("行政规范性文件", "normative_documents", "issued", "repealed", "in_force"),
        [Printed("第二十条第（五）项", 4)],
        decided,
        item("行政许可", "licences", "decisions"),
        [Printed("第二十条第（六）项", 4)],
        decided,
        item("行政处罚", "penalties", "decisions"),
        item("行政强制", "coercive_measures", "decisions"),
        [Printed("第二十条第（八）项", 4)],
        [Printed("信息内容"), Printed("本年收费金额（单位：万元）", 3)],
        item("行政事业性收费", "fees", "fee_amount"),
    ]


def table_3(cells: Cells = TRUTH, headings: tuple[str, ...] = HEADINGS) -> Grid:
    """One header row, one label column: damage is easier to place than in the form's own."""
    rows = [[Printed("（勾稽关系略）申请人情况"), *(Printed(text) for text in headings)]]
    for row, label in ROWS.items():
        values = (Printed(cells["applications", row, column]) for column in APPLICANTS)
        rows.append([Printed(label), *values])
    return rows


def table_4(cells: Cells = TRUTH) -> Grid:
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    return [
        [Printed("行政复议", 5, 2), Printed("行政诉讼", 10)],
        [Printed("未经复议直接起诉", 5), Printed("复议后起诉", 5)],
        [Printed(text) for _ in CHANNELS for text in results],
        [Printed(cells["proceedings", ch, column]) for ch in CHANNELS for column in RESULTS],
    ]


def full(grid: Grid, left_out: str = "") -> list[list[str]]:
    """The texts of a grid without merged cells: those that a wide one covers are empty."""
    places = list(place(tuple(map(tuple, grid))))
    width = max(at.column + at.cell.colspan for at in places)
    texts = [[""] * width for _ in grid]
    for at in places:
        texts[at.row][at.column] = "" if at.cell.text == left_out else at.cell.text
    return texts


def drawn(grid: Grid) -> str:
    rows = (
        "<tr>"
        + "".join(
            f'<td colspan="{c.colspan}" rowspan="{c.rowspan}">'
            + (c.text if c.text.startswith("<") or "<sup" in c.text else escape(c.text))
            + "</td>"
            for c in row
        )
        + "</tr>"
        for row in grid
    )
    return f"<table>{''.join(rows)}</table>"


def page(second: str = "", third: str = "", fourth: str = "") -> bytes:
    second = second or drawn(table_2())
    third = third or drawn(table_3())
    fourth = fourth or drawn(table_4())
    title = "湖口县教育局2023年政府信息公开工作年度报告"
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<div class="TRS_Editor"><h1>{title}</h1><p>一、总体情况</p><p>本报告为示例数据。</p>'
        f"<p>二、主动公开政府信息情况</p>{second}<p>三、收到和处理政府信息公开申请情况</p>{third}"
        f"<p>四、政府信息公开行政复议、行政诉讼情况</p>{fourth}"
        "<p>五、存在的主要问题及改进情况</p><p>无。</p><p>六、其他需要报告的事项</p><p>无。</p>"
        "</div></body></html>"
    ).encode()


def tabbed_page(third: list[list[str]]) -> bytes:
    """The same report as text with tabs; tables 2 and 4 are left out."""
    lines = "\n".join("\t".join(row) for row in third)
    return (
        "湖口县教育局2023年政府信息公开工作年度报告\n一、总体情况\n本报告为示例数据。\n"
        f"二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n{lines}\n"
        "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n无。\n"
        "六、其他需要报告的事项\n无。\n"
    ).encode()


def stored(record: Record) -> Cells:
    return {(c.table, c.row, c.column): c.value for c in record.cells if c.value is not None}


def wrong(record: Record, truth: Cells = TRUTH) -> Cells:
    return {key: value for key, value in stored(record).items() if truth.get(key) != value}


def read(data: bytes) -> Record:
    return parse(data, Hints())


ZEROS = "0 0 0 0 0 0 0"
# Three applications, two granted and one handed on; the sums hold.
FEW = {
    "received": "3 0 0 0 0 0 3",
    "granted": "2 0 0 0 0 0 2",
    "total": "2 0 0 0 0 0 2",
    "carried_out": "1 0 0 0 0 0 1",
}


def running_text(printed: dict[str, str], *, left_out: str = "") -> bytes:
    """Table 3 on one line, row by row; `printed` tells what stands behind a row's label."""
    rows = " ".join(
        f"{label} {printed.get(row, FEW.get(row, ZEROS))}"
        for row, label in ROWS.items()
        if row != left_out
    )
    return (
        "湖口县教育局2023年政府信息公开工作年度报告 一、总体情况 本报告为示例数据。"
        " 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况"
        f" （勾稽关系略） 申请人情况 {' '.join(HEADINGS)} {rows}"
        " 四、政府信息公开行政复议、行政诉讼情况 五、存在的主要问题及改进情况 无。"
        " 六、其他需要报告的事项 无。"
    ).encode()


def row_of(record: Record, row: str, table: str = "applications") -> str:
    """A row as it is stored; ? stands for a cell that nobody read."""
    return " ".join(c.value or "?" for c in record.cells if (c.table, c.row) == (table, row))


def rows_of(record: Record) -> dict[str, str]:
    """The rows of table 3 as they are stored."""
    return {c.row: row_of(record, c.row) for c in record.cells if c.table == "applications"}


def filled(printed: Mapping[str, str], others: str = ZEROS, form: str = "2021") -> dict[str, str]:
    """The rows of a form's table 3 of which only some print more than the others."""
    return dict.fromkeys(template(form).row_names, others) | printed


def of_channels(record: Record) -> list[str]:
    """The channels of table 4 as they are stored."""
    return [row_of(record, channel, "proceedings") for channel in COMMON.channels]
