"""Whether two documents of the same unplaced agency and year are the same report.

`0:胜利镇` names every 胜利镇 whose place is unknown. Documents are taken for one report only
where nothing that both of them say differs and their texts are near copies; in doubt they
stay apart, for two reports merged into one cannot be told apart again.
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.corpus.numbers import plain_number
from parsers.record import Record

SAME_TEXT = 0.85
"""Least Jaccard similarity of two texts of one report (page furniture differs a little)."""
SAME_NIL_TEXT = 0.99
"""The same where the numbers prove nothing: towns copy their nil reports from one another."""

_SHINGLE = 4
_SKETCH = 256
_LONGEST = 60_000
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two documents are compared by: the numbers that they give, and their text.

    numbers: by cell or indicator, as plain decimals. sketch: the smallest hashes of the
    text's shingles, a fair sample of them.
    """

    numbers: dict[tuple[str, ...], str]
    sketch: frozenset[int]


@lru_cache(maxsize=512)
def likeness_of(record_json: str) -> Likeness:
    """The likeness of a stored record; cached, as unplaced names gather many records."""
    record = Record.model_validate_json(record_json)
    numbers: dict[tuple[str, ...], str] = {
        (c.table, c.row, c.column): plain_number(c.value, c.unit)
        for c in record.cells
        if c.value is not None
    }
    told: dict[str, list[str]] = {}
    for fact in record.facts:
        told.setdefault(fact.indicator, []).append(plain_number(fact.value, fact.unit))
    numbers |= {("fact", indicator): " ".join(values) for indicator, values in told.items()}
    return Likeness(numbers, _sketch(record.text))


def same_report(one: Likeness, other: Likeness) -> bool:
    """True where every number both give is equal and the texts are near copies."""
    for key, value in one.numbers.items():
        if other.numbers.get(key, value) != value:
            return False
    shared = one.numbers.keys() & other.numbers.keys()
    least = SAME_TEXT if any(one.numbers[key] != "0" for key in shared) else SAME_NIL_TEXT
    return _similarity(one.sketch, other.sketch) >= least


def groups(source_ids: Sequence[str], likenesses: Sequence[Likeness] | None) -> list[list[int]]:
    """The indexes of the documents of each report: same bytes or same report, transitively.

    likenesses: one for each document; None to go by the bytes alone.
    """
    leader = list(range(len(source_ids)))

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    first_of: dict[str, int] = {}
    for index, source_id in enumerate(source_ids):
        leader[index] = first_of.setdefault(source_id, index)
    for (i, one), (j, other) in itertools.combinations(enumerate(likenesses or ()), 2):
        if find(i) != find(j) and same_report(one, other):
            leader[find(j)] = find(i)
    members: dict[int, list[int]] = {}
    for index in range(len(source_ids)):
        members.setdefault(find(index), []).append(index)
    return list(members.values())


def _sketch(text: str) -> frozenset[int]:
    letters = _NOT_WORD.sub("", text[:_LONGEST])
    if not letters:
        return frozenset()
    last = max(1, len(letters) - _SHINGLE + 1)
    hashes = {zlib.crc32(letters[i : i + _SHINGLE].encode()) for i in range(last)}
    return frozenset(sorted(hashes)[:_SKETCH])


def _similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """Jaccard similarity, estimated from the smallest hashes of the union."""
    if not one or not other:
        return 0.0
    sample = sorted(one | other)[:_SKETCH]
    return len(one & other & set(sample)) / len(sample)
