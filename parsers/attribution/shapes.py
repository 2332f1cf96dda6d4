"""How alike two Chinese characters look, for names that a machine misread.

Components come from 漢語拆字字典 (see data/README.md). A component that stands in very many
characters (氵, 木, 阝 …) tells little; one that stands in few (吾, 可, 青 …) tells much.
"""

from __future__ import annotations

import gzip
from collections import Counter
from enum import IntEnum
from functools import lru_cache
from importlib.resources import files

_DATA = files(__package__) / "data"
_COMMON_COMPONENT = 60  # a component of more characters than this is a mere radical
_FAINT_COMPONENT = 350  # and of more than this says next to nothing


class Likeness(IntEnum):
    """NONE: no part in common. FAINT: a radical of very many characters (氵, 木) in the same
    place. RADICAL: a rarer one (阝). CLOSE: the same telling part, one the part of the other,
    or a known pair such as 己 and 已."""

    NONE = 0
    FAINT = 1
    RADICAL = 2
    CLOSE = 3


@lru_cache(maxsize=1)
def _components() -> tuple[dict[str, list[str]], Counter[str], dict[str, str]]:
    """Decompositions by character, characters by component, and group by confusable."""
    text = gzip.decompress((_DATA / "components.csv.gz").read_bytes()).decode()
    parts = {line[0]: line[2:].split(",") for line in text.splitlines()}
    counts: Counter[str] = Counter()
    for ways in parts.values():
        counts.update(set("".join(ways)))
    groups: dict[str, str] = {}
    for line in (_DATA / "confusables.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            for character in line:
                groups[character] = groups.get(character, "") + line
    return parts, counts, groups


def likeness(first: str, second: str) -> Likeness:
    """Compare two different characters by shape."""
    parts, counts, groups = _components()
    if second in groups.get(first, ""):
        return Likeness.CLOSE
    ways_first, ways_second = parts.get(first, []), parts.get(second, [])
    telling = {c for way in ways_first for c in way if counts[c] <= _COMMON_COMPONENT}
    if any(c in telling for way in ways_second for c in way):
        return Likeness.CLOSE
    if any(first in way for way in ways_second) and counts[first] <= _COMMON_COMPONENT:
        return Likeness.CLOSE
    if any(second in way for way in ways_first) and counts[second] <= _COMMON_COMPONENT:
        return Likeness.CLOSE
    best = Likeness.NONE
    for one in ways_first:
        for other in ways_second:
            if sorted(one) == sorted(other):
                return Likeness.CLOSE
            for a, b in ((one[0], other[0]), (one[-1], other[-1])):
                if a == b:
                    rare = counts[a] <= _FAINT_COMPONENT
                    best = max(best, Likeness.RADICAL if rare else Likeness.FAINT)
    return best


def one_character_apart(first: str, second: str) -> tuple[str, str] | None:
    """The differing pair of two names of one length that differ in exactly one character."""
    if len(first) != len(second):
        return None
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return pairs[0] if len(pairs) == 1 else None
