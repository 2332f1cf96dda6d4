"""Pinyin of place names, for e-mail names and host names.

The table holds the characters of the lists of divisions, and the names that read otherwise
than their characters do one by one (重庆); `compile_pinyin` makes it.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    packed = (files(__package__) / "data" / "pinyin.csv.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    return {name: tuple(sounds.split(" ")) for name, _, sounds in (s.partition(",") for s in lines)}


def syllables(name: str) -> tuple[str, ...]:
    """The syllables of a name without tones: 郚山 → wu, shan. A character of no division's name
    sounds as itself."""
    table = _table()
    if found := table.get(name):
        return found
    return tuple(table.get(character, (character,))[0] for character in name)
