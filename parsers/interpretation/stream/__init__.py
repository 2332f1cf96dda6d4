"""A table that lost its grid: a run of words, a run of values, a run of words, and so on.

Text extractors print such tables in almost any order. What survives is the sequence of the
values, the labels near them, and the sums. Values are accepted only where one arrangement
explains them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..labels import squash_all
from ..values import UNIT_OF_COUNT, UNIT_OF_MONEY, Value, read_value

_TOKEN = re.compile(
    # an item's own numbering (1. 2、 (3)) and years belong to the words
    r"(?P<numbering>[(（]?\d{1,2}[)）]?[.、．](?=\s?[\u4e00-\u9fff“\"])|[(（]\d{1,2}[)）]|\d{4}\s?年"
    # a number that another font's quotation marks are printed behind: 3 “ ” .危及三安全一稳定
    r"|(?<!\S)[1-8]\s?[“”‘’\"'][“”‘’\"'\s]{0,6}[.．、](?=\s?[\u4e00-\u9fff])"
    # and so does what a page prints of itself
    r"|[第共]\s?\d{1,3}\s?页)"
    rf"|(?P<number>(?<![\d.])(?:[+\-−＋－]|(?<!\S)(?:增加?|减少?))?\d[\d,]*(?:\.\d+)?\s?(?:(?:{UNIT_OF_COUNT}|{UNIT_OF_MONEY})(?![\u4e00-\u9fff]))?)"
    r"|(?<!\S)(?P<dash>/|\\|-+|—+|–|－|无|不涉及)(?!\S)"
    # the same without spaces; 无法 and 无正当理由 begin labels
    r"|(?P<dashes>无{2,}+(?!法|正当))"
)


InOrder = Callable[[Sequence[Value]], bool]
"""Whether values that are printed one behind the other stand so in a row, too."""


class Order(Protocol):
    """What a text tells of the order of the values that it prints one behind the other."""

    def in_order(self, values: Sequence[Value]) -> bool:
        """Whether they stand so in a row, too."""
        ...

    def in_one_block(self, values: Sequence[Value]) -> bool:
        """Whether one block of a text in blocks prints them all: row by row."""
        ...


@dataclass(frozen=True, slots=True)
class Run:
    """Words, and the values that follow them directly."""

    words: str
    values: tuple[Value, ...]

    @property
    def squashed(self) -> str:
        """The words without white space and punctuation; numbering kept."""
        return squash_all(self.words)


MOST_RUNS = 4000


def runs_of(text: str, *, money: bool = False) -> tuple[Run, ...]:
    """Cut text into runs; none where there are more than any form's section has. `money` admits
    decimals and signs."""
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
                if len(runs) > MOST_RUNS:
                    return ()
            words.append(piece)
        else:
            values.append(_value(piece, money))
    if words or values:
        runs.append(Run("".join(words), tuple(values)))
    return tuple(runs)


def _value(piece: str, money: bool) -> Value:
    """A value; beside amounts of money stand numbers of documents and items (`12件`), too."""
    value = read_value(piece, signed=money, money=money)
    return value if value.number or not money else read_value(piece)


def tokens_of(text: str) -> Iterator[tuple[int, int]]:
    """Where the values of a text begin and end."""
    return ((m.start(), m.start() + len(m[0].rstrip())) for m in _values(text))


def _values(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _TOKEN.finditer(text) if match["numbering"] is None)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    position = 0
    for match in _values(text):
        yield False, text[position : match.start()]
        for piece in match["dashes"] or (match[0],):
            yield True, piece
        position = match.end()
    yield False, text[position:]


def labels_in(words: str, anchors: Mapping[str, re.Pattern[str]]) -> tuple[str, ...]:
    """Names whose anchors stand in squashed words, in printed order."""
    hits = [(m.start(), name) for name, pattern in anchors.items() if (m := pattern.search(words))]
    return tuple(name for _, name in sorted(hits))
