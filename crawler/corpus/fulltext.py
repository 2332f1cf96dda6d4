"""Full-text search for a language without spaces, with the tokenizer of any SQLite.

FTS5 takes a run of Chinese characters for one word, in the text as in the query. So every
part of such a run is made a term of the index: `MATCH '复议'` finds the term 复议 in
行政复议决定 just as `MATCH '政府信息公开'` finds that one, and nothing has to be prepared by
whoever searches. A run of Latin letters or digits counts as one character: 2019年 is found by
`2019` and `2019年`, not by `19年`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from itertools import accumulate

LONGEST_WORD = 16
"""Words of more characters are not found by MATCH; `LIKE` on `sections` finds them."""

LONGEST_TEXT = 100_000
"""Characters of a section that are indexed: fifty times a usual one, a bound on hostile text."""

_RUN = re.compile(r"[^\W_]+")
_CHARACTER = re.compile(r"[0-9A-Za-z]{1,64}|.", re.DOTALL)
# Spaces that only lay out a label (总 计): no part of the word.
_INNER_SPACE = re.compile(r"(?<=[\u3400-\u9fff])[ \u00a0\u3000]{1,8}(?=[\u3400-\u9fff])")

SectionText = tuple[int, str, str]
"""section_id, heading, text."""


def search_terms(text: str) -> str:
    """Every term under which a text is found, separated by spaces."""
    terms: set[str] = set()
    for run in _RUN.findall(_INNER_SPACE.sub("", text[:LONGEST_TEXT])):
        characters = _CHARACTER.findall(run)
        for start in range(len(characters)):
            terms.update(accumulate(characters[start : start + LONGEST_WORD]))
    return " ".join(sorted(terms))


def add_to_index(connection: sqlite3.Connection, sections: Iterable[SectionText]) -> None:
    """Index sections that have just been inserted."""
    connection.executemany(
        "INSERT INTO sections_fts (rowid, heading, text) VALUES (?, ?, ?)",
        ((number, search_terms(heading), search_terms(text)) for number, heading, text in sections),
    )


def remove_from_index(connection: sqlite3.Connection, sections: Iterable[SectionText]) -> None:
    """Take sections out again; FTS5 must be given exactly the terms that went in."""
    connection.executemany(
        "INSERT INTO sections_fts (sections_fts, rowid, heading, text) VALUES ('delete', ?, ?, ?)",
        ((number, search_terms(heading), search_terms(text)) for number, heading, text in sections),
    )
