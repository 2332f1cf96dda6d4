"""A table that lost its grid: a run of words, a run of values, a run of words, and so on.

Text extractors print such tables in almost any order. What survives is the sequence of the
values, the labels near them, and the sums. Values are accepted only where one arrangement
explains them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .labels import squash_all
from .rows import Aligned
from .settle import row_holds
from .values import UNIT_OF_COUNT, UNIT_OF_MONEY, Value, read_value

MOST_SOLUTIONS = 64  # arrangements of one run kept; with more nothing is certain

_TOKEN = re.compile(
    # an item's own numbering (1. 2、 (3)) and years belong to the words
    r"(?P<numbering>[(（]?\d{1,2}[)）]?[.、．](?=\s?[\u4e00-\u9fff“\"])|[(（]\d{1,2}[)）]|\d{4}\s?年)"
    rf"|(?P<number>(?<![\d.])[+\-−]?\d[\d,]*(?:\.\d+)?\s?(?:(?:{UNIT_OF_COUNT}|{UNIT_OF_MONEY})(?![\u4e00-\u9fff]))?)"
    r"|(?<!\S)(?P<dash>/|\\|-+|—+|–|－|无|不涉及)(?!\S)"
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words, and the values that follow them directly."""

    words: str
    values: tuple[Value, ...]

    @property
    def squashed(self) -> str:
        """The words without white space and punctuation; numbering kept."""
        return squash_all(self.words)


def runs_of(text: str, *, money: bool = False) -> tuple[Run, ...]:
    """Cut text into runs. `money` admits decimals and signs."""
    runs: list[Run] = []
    words: list[str] = []
    values: list[Value] = []
    for is_value, piece in _pieces(text):
        if not is_value:
            if not piece.strip():
                continue
            if values:
                runs.append(Run("".join(words), tuple(values)))
                words, values = [], []
            words.append(piece)
        else:
            values.append(read_value(piece, signed=money, money=money))
    if words or values:
        runs.append(Run("".join(words), tuple(values)))
    return tuple(runs)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    position = 0
    for match in _TOKEN.finditer(text):
        if match["numbering"] is not None:
            continue
        yield False, text[position : match.start()]
        yield True, match[0]
        position = match.end()
    yield False, text[position:]


def labels_in(words: str, anchors: Mapping[str, re.Pattern[str]]) -> tuple[str, ...]:
    """Names whose anchors stand in squashed words, in printed order."""
    hits = [(m.start(), name) for name, pattern in anchors.items() if (m := pattern.search(words))]
    return tuple(name for _, name in sorted(hits))


def arrangements(values: Sequence[Value], width: int) -> tuple[tuple[Aligned, ...], ...]:
    """All ways to lay a run of values out as rows whose sums hold.

    Extractors print most rows one by one, but a block of rows sometimes column by column
    (a cell group read downwards). Every split of the run into such blocks is tried; equal
    results count once. Empty where none holds or too many differ.
    """
    rows = len(values) // width
    # solutions[s]: the distinct arrangements of the rows from s to the end
    solutions: list[set[tuple[Aligned, ...]]] = [set() for _ in range(rows)] + [{()}]
    for start in range(rows - 1, -1, -1):
        for size in range(1, rows - start + 1):
            block = _block(values[start * width : (start + size) * width], size, width)
            if not solutions[start + size] or not all(row_holds(row) for row in block):
                continue
            solutions[start] |= {block + rest for rest in solutions[start + size]}
            if len(solutions[start]) > MOST_SOLUTIONS:
                return ()
    return tuple(sorted(solutions[0], key=repr)) if rows else ()


def _block(values: Sequence[Value], rows: int, width: int) -> tuple[Aligned, ...]:
    """Values printed column by column over `rows` rows (one row: simply that row)."""
    return tuple(tuple(values[c * rows + r] for c in range(width)) for r in range(rows))
