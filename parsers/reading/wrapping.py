"""Lines that layout broke, joined into one text."""

from __future__ import annotations

import re

# 一、 at the beginning of a line: a heading of the first level, and （一）, of any level.
SECTION = re.compile(r"[一二三四五六七八九十]{1,3}\s?、")
HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}\s?、|[（(][一二三四五六七八九十]{1,3}[)）]"
    r"|第[一二三四五六七八九十]{1,3}部分"
)

_NUMBER_END = re.compile(r"[0-9０-９.,，．%％]$")
_NUMBER_START = re.compile(r"[0-9０-９.．]")
_WORD_END = re.compile(r"[A-Za-z]$")
_WORD_START = re.compile(r"[A-Za-z]")


def join_wrapped(text: str, following: str) -> str:
    """Two lines of one cell as one text: Chinese without a space, Latin words with one.

    Digits on both sides keep a space, for nothing tells a number that was cut in two from two
    numbers that stand above one another.
    """
    if not text or not following:
        return text or following
    if _NUMBER_END.search(text) and _NUMBER_START.match(following):
        return f"{text} {following}"
    if _WORD_END.search(text) and _WORD_START.match(following):
        return f"{text} {following}"
    return text + following
