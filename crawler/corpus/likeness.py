"""Whether two documents of the same unplaced agency and year are the same report.

`0:胜利镇` names every 胜利镇 whose place is unknown. Documents are taken for one report only
where nothing that both of them say differs and their texts are near copies; in doubt they
stay apart, for two reports merged into one cannot be told apart again.
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from crawler.corpus.stored_records import Numbers, numbers_of, record_of

SAME_TEXT = 0.85
"""Least Jaccard similarity of two texts of one report (page furniture differs a little)."""
SAME_NIL_TEXT = 0.99
"""The same where the numbers prove nothing: towns copy their nil reports from one another."""

TELLING = 3
"""So many different numbers, one of them of two digits, two reports do not share by chance."""

_SHINGLE = 4
_SKETCH = 256
_LONGEST = 60_000
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two documents are compared by: the numbers that they give, and their text.

    sketch: the smallest hashes of the text's shingles, a fair sample of them; size: how many
    different ones there are. nil: every number is 0.
    """

    numbers: Numbers
    sketch: frozenset[int]
    size: int
    nil: bool


@lru_cache(maxsize=512)
def likeness_of(record_json: str) -> Likeness:
    """The likeness of a stored record; cached, as unplaced names gather many records."""
    numbers = numbers_of(record_json)
    hashes = _hashes(record_of(record_json).text)
    nil = all(value == "0" for value in numbers.values())
    return Likeness(numbers, frozenset(sorted(hashes)[:_SKETCH]), len(hashes), nil)


def same_report(one: Likeness, other: Likeness) -> bool:
    """True where every number both give is equal and the texts are near copies; where these
    numbers are telling, one text may be a part of the other, for a copy is often cut short."""
    # Quickly done with most: texts of other lengths are no near copies.
    if one.nil or other.nil:
        least = SAME_NIL_TEXT
        if one.size < least * other.size or other.size < least * one.size:
            return False
    for key, value in one.numbers.items():
        if other.numbers.get(key, value) != value:
            return False
    shared = [value for key, value in one.numbers.items() if key in other.numbers]
    if is_telling(shared):
        return _contained(one, other) >= SAME_TEXT
    least = SAME_TEXT if any(value != "0" for value in shared) else SAME_NIL_TEXT
    if len(one.sketch & other.sketch) < least * min(len(one.sketch), len(other.sketch)):
        return False
    return _similarity(one.sketch, other.sketch) >= least


def is_telling(values: Iterable[str]) -> bool:
    """Whether it is no chance that two reports have these numbers in the same places."""
    told = {value for value in values if value != "0"}
    return len(told) >= TELLING and any(len(value) > 1 for value in told)


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


def _hashes(text: str) -> set[int]:
    letters = _NOT_WORD.sub("", text[:_LONGEST])
    if not letters:
        return set()
    last = max(1, len(letters) - _SHINGLE + 1)
    return {zlib.crc32(letters[i : i + _SHINGLE].encode()) for i in range(last)}


def _similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """Jaccard similarity, estimated from the smallest hashes of the union."""
    if not one or not other:
        return 0.0
    sample = sorted(one | other)[:_SKETCH]
    return len(one & other & set(sample)) / len(sample)


def _contained(one: Likeness, other: Likeness) -> float:
    """The share of the shorter text that stands in the other, estimated from their similarity."""
    smaller = min(one.size, other.size)
    if not smaller:
        return 0.0
    similarity = _similarity(one.sketch, other.sketch)
    shared = similarity * (one.size + other.size) / (1 + similarity)
    return min(1.0, shared / smaller)
