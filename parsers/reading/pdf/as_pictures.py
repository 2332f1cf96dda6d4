"""Which pages of text are read as the pictures that they are.

A font in a PDF shows shapes by codes, and tells in a map of its own which character each code is.
Where a program that joins, prints or shrinks files has lost that map or mixed it up, the page
looks as before, and its text is another one: 信息|开 for 信息公开, or no word at all. Then no
number of it can be believed either. And numbers may be drawn as curves beside words that are
text: then their cells only seem to be empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from parsers.reading.model import UNREAD
from parsers.reading.pdf.drawn_numbers import are_numbers_drawn, may_be_drawn
from parsers.reading.pdf.flow import PageParts
from parsers.reading.pdf.page import PageContent

Doubt = Literal["", "no text", "garbled", "drawn", "maybe drawn"]

PICTURES: frozenset[Doubt] = frozenset({"no text", "garbled", "drawn"})  # each makes some
FEWEST = 8  # characters out of place: a page may have a few that mean what they say
ODD = 0.02  # of a page's characters that cannot stand where they do
WITHOUT = 0.05  # of a page's characters whose font tells none
SAMPLE = 64  # characters of a page that are looked for among the usual ones
FEWEST_CHINESE = 20  # of the sample, of which
USUAL = 0.7  # stand for usual words: of a report nearly all do, of any other codes about a fifth

# Letters of European languages; and marks that do not stand between two Chinese characters.
_LETTERS = frozenset(map(chr, range(0xA1, 0x250))) - frozenset("£§°±·×÷")
_MARKS = frozenset("{}|~^_`\\@#$")
_SUSPECT = re.compile(f"[{re.escape(''.join(sorted(_LETTERS | _MARKS)))}]")
# What must stand before the mark is looked for behind it: a search for one character is quicker.
_MARKED = re.compile(r"[{}|~^_`\\@#$](?<=[一-鿿].)(?=[一-鿿，。、；：）])")


def doubt_of(content: PageContent) -> Doubt:
    """Why the text of a page may not be what it shows; empty where it is."""
    text = "".join([glyph[0] for glyph in content.glyphs])
    if _has_no_text(text):
        return "no text"
    if _is_garbled(text):  # a layer under a scan is of its page alone
        return "no text" if content.layered else "garbled"
    if are_numbers_drawn(content):
        return "drawn"
    return "maybe drawn" if may_be_drawn(content) else ""


def make_pictures(pages: Sequence[PageParts], doubts: Sequence[Doubt]) -> list[str]:
    """Leave of pages in doubt only that they are pictures; returns notes.

    Fonts that tell wrong characters are those of the document. Of pages that may have drawn
    numbers as well as ornaments, another page of the same document tells which.
    """
    notes: list[str] = []
    garbled, drawn = "garbled" in doubts, "drawn" in doubts
    if garbled:
        notes.append("the fonts tell other characters than they show: taken for pictures")
    for page, doubt in zip(pages, doubts, strict=True):
        numbers = drawn and doubt in ("drawn", "maybe drawn")
        if not (garbled or numbers or doubt == "no text"):
            continue
        page.become_picture()
        if not garbled:
            what = "numbers are drawn" if numbers else "fonts tell no characters"
            notes.append(f"page {page.index + 1}: its {what}, taken for a picture")
    return notes


def _is_garbled(text: str) -> bool:
    """Whether the fonts of a page tell wrong characters. text: its characters, in order."""
    if _SUSPECT.search(text):
        odd = sum(map(_LETTERS.__contains__, text)) + len(_MARKED.findall(text))
        if odd >= FEWEST and odd >= ODD * len(text):
            return True
    sample = text[:: max(1, len(text) // SAMPLE)]
    chinese = [character for character in sample if "一" <= character <= "鿿"]
    if len(chinese) < FEWEST_CHINESE:
        return False
    return sum(map(_usual_characters().__contains__, chinese)) < USUAL * len(chinese)


def _has_no_text(text: str) -> bool:
    """Whether the fonts of a page tell no character for many of its codes."""
    unmapped = text.count(UNREAD)
    return unmapped >= FEWEST and unmapped >= WITHOUT * len(text)


@cache
def _usual_characters() -> frozenset[str]:
    """The 3,755 characters of the first level of GB 2312: those of all usual words."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    return frozenset(b"".join(rows).decode("gb2312", "ignore"))
