"""Colours of characters, and of what they are printed on."""

from __future__ import annotations

import re
from typing import NamedTuple

HEX = re.compile(r"[\da-f]{6}|[\da-f]{3}", re.I)
_DIFFERENCE = 24  # of 255, in red, green or blue: less is no print


class Colour(NamedTuple):
    """Each part of 255."""

    red: int
    green: int
    blue: int


WHITE = Colour(255, 255, 255)


def of_digits(digits: str) -> Colour:
    """The colour that is written as HEX."""
    wide = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    return Colour(*(int(wide[at : at + 2], 16) for at in (0, 2, 4)))


def alike(one: Colour, other: Colour) -> bool:
    """Whether nobody sees the one on the other."""
    return all(abs(a - b) < _DIFFERENCE for a, b in zip(one, other, strict=True))
