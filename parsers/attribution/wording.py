"""Cleaning of printed text for matching, with limits that hostile input cannot exceed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.characters import narrowed

MAX_TITLE = 300
MAX_TEXT = 400_000

# White space of every kind, controls, and marks of no width.
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060\u3000\ufeff]+")
_BETWEEN = "␀"  # the picture of a null, which cleaning leaves alone


def squash(text: str) -> str:
    """The text without white space and invisible characters, as printed otherwise."""
    dense = "".join(text.split())
    # Much quicker than the pattern, which only the rest needs.
    return dense if dense.isprintable() else _BLANK.sub("", dense)


def plain(text: str) -> str:
    """Squashed, with full-width digits, letters and brackets made narrow (NFKC)."""
    return squash(narrowed(text))


def squash_lines(lines: Iterable[str]) -> list[str]:
    """`squash` of every line, in one pass."""
    return squash(_joined(lines)).split(_BETWEEN)


def plain_lines(lines: Sequence[str]) -> list[str]:
    """`plain` of every line, in one pass."""
    return plain(_joined(lines)).split(_BETWEEN)


def _joined(lines: Iterable[str]) -> str:
    return _BETWEEN.join(line.replace(_BETWEEN, "") for line in lines)
