"""Plain forms of characters."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from parsers.characters import narrowed


def test_every_character_is_narrowed_as_its_normal_form() -> None:
    surrogates = range(0xD800, 0xE000)
    characters = [chr(c) for c in range(0x30000) if c not in surrogates]
    wrong = [c for c in characters if narrowed(c) != unicodedata.normalize("NFKC", c)]
    assert wrong == []


@given(st.text(st.sampled_from("，（）：１２ＡＢ～！ab1年度①㎡\u3000\u0301é가\u1100\u1161")))
def test_texts_are_narrowed_as_their_normal_form(text: str) -> None:
    assert narrowed(text) == unicodedata.normalize("NFKC", text)
