"""Words of a release's pages, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from crawler.pages.markup import Words, packaged


@cache
def words(section: str) -> Mapping[str, Words]:
    """A section of words.toml."""
    text = packaged("crawler.publication", "words.toml")
    told: Mapping[str, Mapping[str, Words]] = tomllib.loads(text)
    return told[section]
