"""Pinyin of place names, for e-mail names and host names."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def syllables(name: str) -> tuple[str, ...]:
    """The syllables of a name without tones: 郚山 → wu, shan."""
    # Imported late: its dictionaries take longer to load than most documents need in all.
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(name))
