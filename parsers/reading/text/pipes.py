"""Tables whose cells stand between pipes: Markdown's, and those drawn with characters.

Where a line is drawn between all rows, what stands between two such lines is one row, however many
lines its cells take:

    +--------------------+------+
    | 其他               | 23   |
    | 对外管理服务事项   |      |
    +--------------------+------+
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_PIPES = str.maketrans({"│": "|", "┃": "|", "║": "|"})
_BORDER = re.compile(r"[\s|:+\-=─━═├┼┤┌┬┐└┴┘╔╦╗╠╬╣╚╩╝]+")
_DRAWN = re.compile(r"\+[-=]{2,}|[├┼┤┌┬┐└┴┘╔╦╗╠╬╣╚╩╝]")
_BREAK = re.compile(r"<br\s*/?>")
_SECTION_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")

LONGEST_LABEL = 60  # characters; the longest official label of a row has 36

DRAWN_BETWEEN_ROWS = 3  # lines: above the header, below it, and between two rows at least


def is_piped(line: str) -> bool:
    """Whether a line holds cells between pipes, or is drawn between such lines."""
    line = line.translate(_PIPES).strip()
    return line.count("|") >= 2 or bool(_BORDER.fullmatch(line) and _DRAWN.search(line))


def piped_rows(lines: Sequence[str], start: int) -> tuple[list[list[str]], int]:
    """The rows of the table that begins at a line, and the line behind it; no rows where these
    are too few to make a table."""
    parts: list[list[list[str]]] = [[]]  # the lines between two drawn ones
    end = start
    bordered = False
    for i in range(start, len(lines)):
        line = lines[i].translate(_PIPES).strip()
        if not is_piped(line) and not _is_short_row(lines, i):
            if line:
                break
            continue
        end = i + 1
        bordered = bordered or line.startswith("|")
        if not _BORDER.fullmatch(line) or not line.strip("| "):
            parts[-1].append(_cells(line))
        elif _DRAWN.search(line):
            parts.append([])
    rows = [row for part in parts for row in part]
    if len(rows) < (2 if bordered else 3):
        return [], end
    if len(parts) > DRAWN_BETWEEN_ROWS and all(map(_is_one_row, parts)):
        return [_joined(part) for part in parts if part], end
    return rows, end


def may_be_label(text: str) -> bool:
    """Whether a text is short enough for a row's label, and no sentence."""
    return len(text) <= LONGEST_LABEL and not text.endswith("。")


def _is_short_row(lines: Sequence[str], i: int) -> bool:
    """Whether a line with one pipe, or with none, is a row of a table all the same, whose other
    cells were left out: 第二十条第（八）项 over all columns, or the last label and its number."""
    line = lines[i].translate(_PIPES).strip()
    if not line or not may_be_label(line):
        return False
    if "|" in line:
        return True
    below = next((other for other in lines[i + 1 :] if other.strip()), "")
    return is_piped(below) and not _SECTION_HEADING.match(line)


def _is_one_row(part: Sequence[Sequence[str]]) -> bool:
    return len({len(cells) for cells in part}) <= 1


def _joined(part: Sequence[Sequence[str]]) -> list[str]:
    return [" ".join(filter(None, map(str.strip, cell))) for cell in zip(*part, strict=True)]


def _cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line)
    if line.startswith("|"):
        cells = cells[1:]
    if line.endswith("|"):
        cells = cells[:-1]
    return [_BREAK.sub("", cell) for cell in cells]
