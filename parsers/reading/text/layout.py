"""Tables in text whose columns stand under one another (as `pdftotext -layout` prints)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import takewhile

from parsers.reading.model import Table, TableCell
from parsers.reading.text.columns import aligned_table
from parsers.reading.text.pieces import pieces_of

_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、(.*)")
# 一、总体情况 ends a table; 一、本年新收政府信息公开申请数量 is a row of one, broken off or not.
_ROWS = ("本年新收", "上年结转", "本年度办理", "结转下年度")
# A table may begin with headings over several columns, or ones that single blanks part.
_FIRST_HEADINGS = re.compile(
    "(?:[(（]?本列数据的勾稽关系.{0,40})?(?:申请人情况|自然人?|法人(?:[或和及与]者?)?其他组织|总计"
    "|商业(?:企业)?|科研(?:机构?)?|行政复议|行政诉讼|未经复议直接起诉|复议后起诉|结果(?:维|维持)?"
    "|社会公?|法律服?|其他?|结果纠正?|尚未审?)+"
)

# One line may look like a table by chance; three lines with three columns do not.
_LEAST_ROWS = 3
_LEAST_COLUMNS = 3
# Wider than any printed page: flattened text, where positions mean nothing.
_LONGEST_LINE = 1000
# A label broken over lines, or an empty row, leaves lines with a single piece between the rows.
_LONGEST_LABEL = 60
_NARROW_COLUMNS = 7  # and more break long numbers
_DIGITS = re.compile(r"\s*(?:[0-9]{1,9}\s*)?")  # below a row: maybe the rest of its last numbers
_LINES_TO_NEXT_ROW = 10
# Far more than the tables of a report between two of its headings.
_MOST_LINES = 2000


def aligned_region(
    lines: Sequence[str], start: int, is_other_table: Callable[[int], bool]
) -> tuple[Table | None, int]:
    """The table that begins at line `start`, or None; and the line after what was looked at.

    The lines looked at are text where there is no table.
    """
    headed = _FIRST_HEADINGS.fullmatch(_squash(lines[start])) is not None
    if not headed and len(_pieces(lines[start])) < _LEAST_COLUMNS:
        return None, start + 1
    rows: list[str] = []
    wide = 0
    has_gaps = False
    end = start + 1
    waiting: list[str] = []  # lines of a single piece: rows only if a row follows
    for i in range(start, len(lines)):
        pieces = _pieces(lines[i], narrow=headed)
        is_heading = len(pieces) < _LEAST_COLUMNS and _is_heading(lines[i])
        if i > start and (is_heading or is_other_table(i)):
            break
        if not pieces and not lines[i].strip():
            continue
        if len(pieces) >= 2 or i == start:
            rows += [*waiting, lines[i]]
            waiting = []
            wide += len(pieces) >= _LEAST_COLUMNS
            has_gaps = has_gaps or len(_pieces(lines[i])) >= _LEAST_COLUMNS
            end = i + 1
            continue
        waiting.append(lines[i])
        if len(waiting) > _LINES_TO_NEXT_ROW or not _may_be_label(lines[i]):
            break
    # without wide gaps it is no table in columns, but text in rows
    if wide < _LEAST_ROWS or not has_gaps or len(rows) > _MOST_LINES:
        return None, end
    table = aligned_table(rows)
    if table is None or len(lines[end - 1].split()) < _NARROW_COLUMNS:
        return table, end
    below = list(takewhile(_DIGITS.fullmatch, lines[end:]))
    behind = max(table.width - 1, 0)  # not where serial numbers stand
    digits = tuple((TableCell(line.strip(), behind),) for line in below if line.strip())
    return replace(table, rows=table.rows + digits), end + len(below)


def _is_heading(line: str) -> bool:
    """Whether a line is the heading of a section, and not a row's label or the start of one."""
    heading = _HEADING.fullmatch(_squash(line))
    if heading is None:
        return False
    return not any(heading[1].startswith(row) or row.startswith(heading[1]) for row in _ROWS)


def _squash(line: str) -> str:
    return re.sub(r"\s+", "", line) if len(line) <= _LONGEST_LINE else ""


def _may_be_label(line: str) -> bool:
    text = line.strip()
    return 0 < len(text) <= _LONGEST_LABEL and not text.endswith(("。", "；"))


def _pieces(line: str, *, narrow: bool = False) -> list[str]:
    """The pieces of a line between wide gaps; below a form's headings, where columns may be
    narrow, between any."""
    if len(line) > _LONGEST_LINE:
        return []
    return line.split() if narrow else [piece.text for piece in pieces_of(line)]
