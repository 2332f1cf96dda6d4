"""Lines that layout broke, joined into one text."""

from __future__ import annotations

import re
from string import ascii_letters

# 一、 at the beginning of a line: a heading of the first level, and （一）, of any level.
SECTION = re.compile(r"[一二三四五六七八九十]{1,3}\s?、")
HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}\s?、|[（(][一二三四五六七八九十]{1,3}[)）]"
    r"|第[一二三四五六七八九十]{1,3}部分"
)

_NUMBER_START = frozenset("0123456789０１２３４５６７８９.．")
_NUMBER_END = _NUMBER_START | frozenset(",，%％")
_LETTERS = frozenset(ascii_letters)


def join_wrapped(text: str, following: str) -> str:
    """Two lines of one cell as one text: Chinese without a space, Latin words with one.

    Digits on both sides keep a space, for nothing tells a number that was cut in two from two
    numbers that stand above one another.
    """
    if not text or not following:
        return text or following
    end, start = text[-1], following[0]
    if (end in _NUMBER_END and start in _NUMBER_START) or (end in _LETTERS and start in _LETTERS):
        return f"{text} {following}"
    return text + following
