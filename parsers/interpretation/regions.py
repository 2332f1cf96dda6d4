"""Where each of the three statutory tables begins and ends among the lines of a document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..reading.model import TableCell
from ..record import TableName
from .application_rows import begins_results
from .labels import LONGEST_LABEL, squash, squash_all
from .lines import Line, Row

_MARKS: tuple[tuple[TableName, re.Pattern[str]], ...] = (
    (
        "disclosures",
        re.compile("第二十条第.{0,3}项|^信息内容(?:本年|上一?年|20\\d\\d年|采购|新制作)"),
    ),
    ("applications", re.compile("申请人情况|勾稽关系|新收政府信息公开申请")),
    (
        "proceedings",
        re.compile(
            "行政复议.{0,12}行政诉讼|行政诉讼.{0,12}行政复议|未经复议直接起诉|复议后起诉|结果维持|^行政(?:复议|诉讼)$"
        ),
    ),
)
_MARKING = re.compile(
    "第二十条第|信息内容|申请人情况|勾稽关系|新收政府信息公开申请|行政复议|行政诉讼|未经复议直接起诉|复议后起诉|结果维持"
)  # each mark has one of these
_CHANNEL = re.compile("行政(?:复议|诉讼)|(?:行政诉讼)?(?:未经复议直接起诉|复议后起诉)")
MOST_ROWS = 1500  # of one table; the longest report seen has its tables twice, 60 rows each
LONGEST_LINE = 2 * LONGEST_LABEL  # characters of a heading, with the spaces between them
PAGE_NOISE = 8  # characters of a page number or mark between two pieces of a table
_HEADING = re.compile(r"^[一二三四五六] ?[、.．]")
_FIRST_BEHIND = re.compile(r"\s*[五六] ?[、.．]")  # sections behind those of the tables
_VALUE = re.compile(r"\d+|/|[—－-]+")


def statutory_rows(lines: Sequence[Line]) -> dict[TableName, list[Row]]:
    """The rows of each table: from the row that names it to the next table or heading."""
    regions: dict[TableName, list[Row]] = {name: [] for name, _ in _MARKS}
    own = dict.fromkeys(regions, 0)
    current: TableName | None = None
    heading = ""
    for line in lines:
        if isinstance(line, str):
            if _FIRST_BEHIND.match(line) and _is_heading(line) and not any(own.values()):
                own = {name: len(rows) for name, rows in regions.items()}
            current = _after_paragraph(line, current)
            words = squash(line) if len(line) <= LONGEST_LINE else ""
            heading = words if _CHANNEL.fullmatch(words) else ""
            continue
        for row in (_over(line, heading), line) if heading else (line,):
            words = "".join(map(squash_all, row.texts))
            named = _named_in(words)
            if named is not None and not _steps_back(current, named):
                current = named
            if current is not None and len(regions[current]) < MOST_ROWS:
                regions[current].append(row)
        heading = ""
    return {name: _own_rows(rows, own[name]) for name, rows in regions.items()}


def _own_rows(rows: list[Row], count: int) -> list[Row]:
    """The rows of a table without those behind the report's own: tables of the year before or of
    agencies below, printed behind the sections that the tables belong to. `count`: rows that
    stand before those sections end."""
    printed = any(_VALUE.fullmatch(text.strip()) for row in rows[:count] for text in row.texts)
    return rows[:count] if printed else rows


def _named_in(words: str) -> TableName | None:
    """The table that the words of a row name."""
    if not _MARKING.search(words):  # as in most rows
        return None
    return next((name for name, mark in _MARKS if mark.search(words)), None)


def _over(row: Row, heading: str) -> Row:
    """A heading that stands above a part of table 4, as the row over all its columns."""
    width = max((cell.column + cell.colspan for cell in row.cells), default=1)
    return replace(row, cells=(TableCell(heading, 0, width),))


def _after_paragraph(text: str, current: TableName | None) -> TableName | None:
    words = squash_all(text[:LONGEST_LINE])
    if len(words) < 20 and len(text) <= LONGEST_LINE and _MARKS[0][1].search(words):
        return "disclosures"
    if _is_heading(text):
        return None
    # Prose behind table 2 ends it: tables of other numbers with the same words may follow.
    return None if current == "disclosures" and len(words) > PAGE_NOISE else current


def _is_heading(text: str) -> bool:
    """Whether a line is the heading of a section."""
    return bool(_HEADING.match(text.strip())) and len(text) < 60 and not begins_results(text)


def _steps_back(current: TableName | None, named: TableName) -> bool:
    """Table 4's heading words never end table 4 itself, nor do a row's words of table 3."""
    return current == "applications" and named == "disclosures"
