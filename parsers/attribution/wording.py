"""Cleaning of printed text for matching, with limits that hostile input cannot exceed."""

from __future__ import annotations

import re
import unicodedata

MAX_TITLE = 300
MAX_TEXT = 400_000

# White space of every kind, controls, and marks of no width.
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060\u3000\ufeff]+")


def squash(text: str) -> str:
    """The text without white space and invisible characters, as printed otherwise."""
    return _BLANK.sub("", text)


def plain(text: str) -> str:
    """Squashed, with full-width digits, letters and brackets made narrow (NFKC)."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))
