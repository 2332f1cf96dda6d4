"""The labelled set: which cases there are, in what order, and the hash that pins them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from tests.attribution.cases import Case
from tests.attribution.groups import GROUPS

SEED = 2026


@dataclass(frozen=True)
class Labelled:
    """A case with its group and number in it."""

    group: str
    number: int
    case: Case


def labelled_set(turns: int) -> list[Labelled]:
    """`turns` times the weight of each group. A larger set begins with the smaller ones."""
    return [
        Labelled(group, number, make(Random(f"{SEED}|{group}|{number}")))
        for group, (make, weight) in GROUPS.items()
        for number in range(turns * weight)
    ]


def content_hash(cases: Iterable[Labelled]) -> str:
    """SHA-256 of what the cases print and of what is true of them."""
    digest = hashlib.sha256()
    for one in cases:
        page, case = one.case.page, one.case
        printed = (page.titles, page.lines, page.table_words, sorted(page.hints.items()))
        digest.update(repr((printed, case.agency, case.year, case.known)).encode())
    return digest.hexdigest()
