"""Tables in text whose columns stand under one another (as `pdftotext -layout` prints)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from parsers.reading.model import Table
from parsers.reading.text_columns import Piece, aligned_table, pieces_of

# 一、总体情况 ends a table; 一、本年新收政府信息公开申请数量 is a row of one.
_HEADING = re.compile(
    r"\s*[一二三四五六七八九十]{1,3}、(?!\s*(?:本年新收|上年结转|本年度办理|结转下年度))"
)

# One line may look like a table by chance; three lines with three columns do not.
_LEAST_ROWS = 3
_LEAST_COLUMNS = 3
# Wider than any printed page: flattened text, where positions mean nothing.
_LONGEST_LINE = 1000
# A label broken over lines, or an empty row, leaves lines with a single piece between the rows.
_LONGEST_LABEL = 60
_LINES_TO_NEXT_ROW = 10


def aligned_region(
    lines: Sequence[str], start: int, is_other_table: Callable[[int], bool]
) -> tuple[Table | None, int]:
    """The table that begins at line `start`, or None; and the line after what was looked at.

    The lines looked at are text where there is no table.
    """
    first = _pieces(lines[start])
    if len(first) < _LEAST_COLUMNS:
        return None, start + 1
    rows = [lines[start]]
    wide = 1
    end = start + 1
    waiting: list[str] = []  # lines of a single piece: rows only if a row follows
    for i in range(start + 1, len(lines)):
        pieces = _pieces(lines[i])
        is_heading = len(pieces) < _LEAST_COLUMNS and _HEADING.match(lines[i])
        if is_other_table(i) or is_heading:
            break
        if not pieces and not lines[i].strip():
            continue
        if len(pieces) >= 2:
            rows += [*waiting, lines[i]]
            waiting = []
            wide += len(pieces) >= _LEAST_COLUMNS
            end = i + 1
            continue
        waiting.append(lines[i])
        if len(waiting) > _LINES_TO_NEXT_ROW or not _may_be_label(lines[i]):
            break
    if wide < _LEAST_ROWS:
        return None, end
    return aligned_table(rows), end


def _may_be_label(line: str) -> bool:
    text = line.strip()
    return 0 < len(text) <= _LONGEST_LABEL and not text.endswith(("。", "；"))


def _pieces(line: str) -> list[Piece]:
    return pieces_of(line) if len(line) <= _LONGEST_LINE else []
