"""Pairs of documents that the corpus takes for one report, against those that are."""

from __future__ import annotations

import itertools
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from crawler.corpus import Corpus
from tests.copies.documents import NOON, Copy, document
from tests.copies.families import FAMILIES

SEED = 2026


@dataclass
class Pairs:
    """right: pairs rightly taken for one report; wrong: wrongly; missed: not taken for one."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float:
        """Of the pairs taken for one report, the share that are."""
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """Of the pairs that are one report, the share taken for one."""
        return self.right / max(1, self.right + self.missed.total())


def labelled(turns: int) -> Iterator[tuple[str, Copy]]:
    """The copies of `turns` families of each kind, with the kind's name."""
    for number in range(turns):
        for kind, make in enumerate(FAMILIES):
            draw = Random(f"{SEED}|{make.__name__}|{number}")
            for copy in make(draw, f"{kind}-{number}"):
                yield make.__name__, copy


def stored(copies: Iterable[Copy], path: Path) -> None:
    """Store all of them into a new corpus."""
    with Corpus.open(path) as corpus:
        corpus.begin_run("copies", "files", {}, NOON)
        for copy in copies:
            corpus.store(document(copy), "copies")


def score(turns: int, path: Path) -> Pairs:
    """Store the set in an order that has nothing to do with its families, and compare all pairs."""
    copies = list(labelled(turns))
    shuffled = Random(SEED).sample(copies, len(copies))
    stored((copy for _, copy in shuffled), path)
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT url, agency_id, year FROM sources").fetchall()
    taken = {url: (agency_id, year) for url, agency_id, year in rows if agency_id}
    return _compared(copies, taken)


def _compared(copies: list[tuple[str, Copy]], taken: dict[str, tuple[str, int]]) -> Pairs:
    true: dict[object, list[tuple[str, str]]] = defaultdict(list)
    said: dict[object, list[tuple[str, Copy]]] = defaultdict(list)
    for kind, copy in copies:
        true[copy.report.truth].append((kind, copy.url))
        if copy.url in taken:
            said[taken[copy.url]].append((kind, copy))
    pairs = Pairs()
    for members in said.values():
        for (kind, one), (_, other) in itertools.combinations(members, 2):
            if one.report.truth == other.report.truth:
                pairs.right += 1
            else:
                pairs.wrong.append(f"{kind}: {one.url} and {other.url}")
    for same in true.values():
        for (kind, url), (_, other_url) in itertools.combinations(same, 2):
            if taken.get(url, url) != taken.get(other_url, other_url):
                pairs.missed[kind] += 1
    return pairs
