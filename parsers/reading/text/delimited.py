"""Tables whose cells stand between commas or semicolons, or in quotation marks between tabs, as
spreadsheets export them (CSV)."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from parsers.reading.text.pipes import may_be_label

_DELIMITERS = ",;"
_QUOTED_TAB = '"\t"'
_CELLS_OF_A_ROW = 7  # at least, in rows of table 3
_FEWEST_ROWS = 15  # so wide; table 3 has 23 and more
_MOST_CHARACTERS = 2_000_000
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、.*(?:情况|事项|问题|概述)")
_DIGIT = re.compile(r"\d")
# What a cell with a digit holds, if it is no part of a text: a number, or a label's own and words.
_WHOLE = re.compile(r"\s*(?:[+\-]?\d[\d,]*(?:\.\d+)?|\D*|\W?\d{1,2}\W?\D+)\s*")
_LEAST_WHOLE = 0.9


def with_tabs(text: str) -> str:
    """The text with a row a line and tabs between the cells where it is a table of this kind, else
    as it is. Cells in quotation marks may hold delimiters and line ends."""
    fewest = _FEWEST_ROWS * (_CELLS_OF_A_ROW - 1)
    quoted = text.count(_QUOTED_TAB) >= fewest
    if len(text) > _MOST_CHARACTERS or ("\t" in text and not quoted):
        return text
    for delimiter in "\t" if quoted else _DELIMITERS:
        if text.count(delimiter) < fewest:
            continue
        rows = _rows(text, delimiter)
        wide = [row for row in rows if len(row) >= _CELLS_OF_A_ROW]
        if len(wide) >= _FEWEST_ROWS and _are_cells(wide):
            return "\n".join(map(_line, rows))
    return text


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows. Where a quotation mark is never closed, all of them are taken as they stand, for
    they are no part of what is written in cells; none where a line is too long for a table."""
    lines = text.replace("\0", "").splitlines(keepends=True)
    try:
        return list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        bare = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    try:
        return list(bare)
    except csv.Error:
        return []


def _are_cells(rows: Sequence[Sequence[str]]) -> bool:
    """Whether digits make whole numbers between delimiters: in 1,204 3,000 they do not."""
    cells = [c for row in rows for c in row if _DIGIT.search(c) and may_be_label(c)]
    whole = sum(_WHOLE.fullmatch(cell) is not None for cell in cells)
    return bool(cells) and whole >= _LEAST_WHOLE * len(cells)


def _line(row: Sequence[str]) -> str:
    """One line; a heading or a sentence without the empty cells behind it."""
    cells = [" ".join(cell.split()) for cell in row]
    alone = bool(cells) and not any(cells[1:])
    heading = alone and (_HEADING.match(cells[0]) or not may_be_label(cells[0]))
    return cells[0] if heading else "\t".join(cells)
