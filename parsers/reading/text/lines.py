"""Printed lines of aligned text taken apart: words, values, words; and the tables they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.reading.text.pieces import Piece, agree, cut, pieces_of

_COUNTED = "件|条|项|个|次|宗|起|人|份|篇|类|万元|元"
_VALUE = re.compile(
    rf"[+\-−]?\d[\d,，]*(?:\.\d+)?(?:{_COUNTED})?|[/\\]|-{{1,3}}|[—–－─]{{1,2}}|无|不涉及|不适用"
)
_NUMBERED = re.compile(r"[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]?\s?[、.．)）]")
# Words of the statutory tables' headers: another table, or the next page of the same, begins.
_HEADER = re.compile(
    "第[一二]十条第|信息内容|申请人情况|自然|法人(?:[或和及与]者?)?其他组织|结果维持|未经复议|复议后|行政复议"
)
_HEADINGS = 3  # more pieces without any number than labels stand side by side


@dataclass(slots=True)
class Line:
    """One printed line: words before its values, the values, words behind them.

    `single`: the values cut at every blank, where those cut at wide gaps hold blanks; without
    values the words so.
    """

    words: list[Piece]
    values: list[Piece]
    single: list[Piece]
    behind: list[Piece]
    page: int
    apart: bool = False  # the values' places are not known

    @property
    def is_numbered(self) -> bool:
        """Whether a label with its own number is among the words."""
        return any(_NUMBERED.match(piece.text) for piece in self.words)


def segments_of(lines: Sequence[str], *, wide: bool) -> list[list[Line]]:
    """The lines of each table; a line that begins a page has a form feed before it. `wide`: a
    Chinese character takes two columns."""
    return _segments(_lines(lines, wide=wide))


def _lines(lines: Sequence[str], *, wide: bool) -> list[Line]:
    found = []
    page = 0
    for text in lines:
        page += text.count("\f")
        pieces = pieces_of(text.replace("\f", ""), wide=wide)
        if pieces:
            found.append(_line(pieces, page, wide=wide))
    return found


def _line(pieces: Sequence[Piece], page: int, *, wide: bool) -> Line:
    """Words, values, words: values stand together, at the line's end or before a remark."""
    parts = [part for piece in pieces for part in _without_label(piece, wide=wide)]
    ends = [i for i, piece in enumerate(parts) if _are_values(piece.text)]
    if not ends:
        words = [token for piece in parts for token in cut(piece, wide=wide)]
        return Line(parts, [], words, [], page)
    end = first = ends[-1]
    while first > 0 and _are_values(parts[first - 1].text):
        first -= 1
    values = parts[first : end + 1]
    single = [token for piece in values for token in cut(piece, wide=wide)]
    return Line(parts[:first], values, single, parts[end + 1 :], page)


def _are_values(text: str) -> bool:
    if _VALUE.fullmatch(re.sub(r"\s+", "", text)):
        return True
    return all(_VALUE.fullmatch(token) for token in text.split())


def _without_label(piece: Piece, *, wide: bool) -> list[Piece]:
    """A label and the values that a single blank parts from it, as two pieces."""
    tokens = cut(piece, wide=wide)
    first = len(tokens)
    while first > 0 and _VALUE.fullmatch(tokens[first - 1].text):
        first -= 1
    if first in (0, len(tokens)):
        return [piece]
    split = len(piece.text) - len(_text_from(piece.text, len(tokens) - first))
    label = piece.text[:split].rstrip()
    return [
        Piece(label, piece.start, tokens[first - 1].end),
        Piece(piece.text[split:], tokens[first].start, piece.end),
    ]


def _text_from(text: str, tokens: int) -> str:
    """The end of a text that holds its last tokens."""
    return text[list(re.finditer(r"\S+", text))[-tokens].start() :]


def _segments(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each table: a header below values begins one."""
    segments: list[list[Line]] = []
    valued = False
    for line in lines:
        if not segments or (valued and not line.values and is_header(line)):
            segments.append([])
            valued = False
        segments[-1].append(line)
        valued = valued or bool(line.values)
    return segments


def is_header(line: Line) -> bool:
    """Whether a line's words are headings of a table."""
    words = "".join(piece.text for piece in line.words)
    return len(line.words) > _HEADINGS or _HEADER.search(words.replace(" ", "")) is not None


def agreement(segments: Sequence[Sequence[Line]]) -> int:
    """How many neighbouring rows with as many values stand in the same columns."""
    agreeing = 0
    for segment in segments:
        rows = [line for line in segment if line.values]
        agreeing += sum(
            len(above.values) == len(below.values) and agree(above.values, below.values)
            for above, below in pairwise(rows)
        )
    return agreeing
