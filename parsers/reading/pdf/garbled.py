"""Pages whose fonts tell other characters than they show.

A font in a PDF shows shapes by codes, and tells in a map of its own which character each code is.
Where a program that joins, prints or shrinks files has lost that map or mixed it up, the page
looks as before, and its text is another one: 信息|开 for 信息公开, or no word at all. Then no
number of it can be believed either, and the page is a picture of itself.
"""

from __future__ import annotations

import re
from functools import cache

from parsers.reading.model import UNREAD

FEWEST = 8  # characters out of place: a page may have a few that mean what they say
ODD = 0.02  # of a page's characters that cannot stand where they do
WITHOUT = 0.05  # of a page's characters whose font tells none
SAMPLE = 64  # characters of a page that are looked for among the usual ones
FEWEST_CHINESE = 20  # of the sample, of which
USUAL = 0.7  # stand for usual words: of a report nearly all do, of any other codes about a fifth

# Letters of European languages; and marks that do not stand between two Chinese characters.
_LETTERS = frozenset(map(chr, range(0xA1, 0x250))) - frozenset("£§°±·×÷")
_MARKS = frozenset("{}|~^_`\\@#$")
_SUSPECT = _LETTERS | _MARKS
_MARKED = re.compile(r"(?<=[一-鿿])[{}|~^_`\\@#$](?=[一-鿿，。、；：）])")


def is_garbled(text: str) -> bool:
    """Whether the fonts of a page tell wrong characters. text: its characters, in order."""
    if not _SUSPECT.isdisjoint(text):
        odd = sum(map(_LETTERS.__contains__, text)) + len(_MARKED.findall(text))
        if odd >= FEWEST and odd >= ODD * len(text):
            return True
    sample = text[:: max(1, len(text) // SAMPLE)]
    chinese = [character for character in sample if "一" <= character <= "鿿"]
    if len(chinese) < FEWEST_CHINESE:
        return False
    return sum(map(_usual_characters().__contains__, chinese)) < USUAL * len(chinese)


def has_no_text(text: str) -> bool:
    """Whether the fonts of a page tell no character for many of its codes."""
    unmapped = text.count(UNREAD)
    return unmapped >= FEWEST and unmapped >= WITHOUT * len(text)


@cache
def _usual_characters() -> frozenset[str]:
    """The 3,755 characters of the first level of GB 2312: those of all usual words."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return frozenset(b"".join(rows).decode("gb2312", "ignore"))
