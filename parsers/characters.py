"""Plain forms of characters: digits, letters and marks as wide as Chinese ones made narrow."""

from __future__ import annotations

import re
import unicodedata

# Texts of nothing but these, and of the mark ␀ between lines looked at together, are changed in
# one way alone: what is wide is made narrow.
_USUAL = re.compile("[\t\n\r -~—‘’“”␀、-〗一-鿕！-～]*")
_WIDE = re.compile("[！-～]")
NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""For `str.translate`: what is as wide as a Chinese character made narrow, and nothing else."""

# What a browser or a word processor shows as nothing at all: soft hyphens, joiners, directions.
_NO_PLACE = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_FROM_RIGHT = 0x202E  # what follows is shown in another order than it is written
PLACELESS: dict[int, str | None] = {**dict.fromkeys(_NO_PLACE), _FROM_RIGHT: "\ufffd"}
"""For `str.translate`: characters that take no place are left out; where the order of those behind
one is turned round, it stays to be seen that something is not to be read."""


def narrowed(text: str) -> str:
    """The text in normal form KC, which takes some time to find for what is not usual."""
    if not _USUAL.fullmatch(text):
        return unicodedata.normalize("NFKC", text)
    for wide in set(_WIDE.findall(text)):
        text = text.replace(wide, chr(NARROW[ord(wide)]))
    return text
