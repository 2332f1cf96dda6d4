"""What was made of a short text is kept: the same labels and values stand in every report."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

REMEMBERED = 8192  # texts of each function
OfText = TypeVar("OfText", bound=Callable[..., Any])


def remembered(longest: int) -> Callable[[OfText], OfText]:
    """A function of a text, and of hashable things, whose answers to texts of at most `longest`
    characters are remembered: more is a sentence, which does not come again and takes room."""

    def decorated(function: OfText) -> OfText:
        known = lru_cache(REMEMBERED)(function)

        @wraps(function)
        def told(text: str, *more: object) -> object:
            return known(text, *more) if len(text) <= longest else function(text, *more)

        return cast(OfText, told)

    return decorated
