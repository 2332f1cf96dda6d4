"""Articles that stand at two addresses: on a twin of the portal's host (`m.`, `wap.`), in a folder
for phones or readers (`/wap/`), or behind a session's id in the path (`/s/5f3a…/`).

That one beginning of addresses repeats another one is believed once two articles were read at
both and said the same, and only as long as none says something else. A row is then left where
the same row, by its title and the rest of its address, was met at the other beginning: what only
one of the two has is read all the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from spiders.data import load
from spiders.discovery.pages.text import squash

_VIEWS = frozenset(load("sites")["folders_of_views"])
_LEAST_PROOFS = 2
_MOST_ARTICLES = 20_000
_CHANCE = re.compile(r"(?=[0-9a-z]{0,63}\d)(?=[0-9a-z]{0,63}[a-z])[0-9a-z]{16,64}", re.IGNORECASE)
_ANY = "*"  # stands for a part of a path that may be made up for a visit
Pair = tuple[str, str]


class Twins:
    """What one portal's articles show of addresses that repeat others."""

    def __init__(self) -> None:
        self._first: dict[str, str] = {}  # the first address of each text
        self._texts: dict[str, str] = {}  # the text at each address
        self._proofs: dict[Pair, set[str]] = defaultdict(set)
        self._refuted: set[Pair] = set()
        self._rows: dict[str, tuple[int, str, str]] = {}  # which row an address was asked for as

    @property
    def proven(self) -> list[Pair]:
        """The pairs that are believed."""
        enough = (pair for pair, proofs in self._proofs.items() if len(proofs) >= _LEAST_PROOFS)
        return sorted(pair for pair in enough if pair not in self._refuted)

    def recall(self, pairs: Iterable[Pair]) -> None:
        """Believe what an earlier crawl saw, as long as this one sees nothing else."""
        for pair in pairs:
            self._proofs[pair].update(("seen", "before"))

    def learn(self, key: str, text: str) -> None:
        """Note what an article (a digest of it) says at an address."""
        plain = _plain(key)
        if len(self._texts) >= _MOST_ARTICLES:
            return
        if self._texts.setdefault(plain, text) != text:
            self._refuted.add(_apart(plain, plain)[0])
        first = self._first.setdefault(text, key)
        if first != key:
            self._prove(_plain(first), plain)
        for pair in self._proofs:
            self._doubt(pair, plain)

    def _prove(self, first: str, second: str) -> None:
        pair, rest = _apart(first, second)
        if not rest or not (first == second or _are_hosts(*pair)):
            return
        if (pair[1], pair[0]) in self._proofs:
            pair = pair[1], pair[0]
        if pair not in self._proofs:
            for known in self._texts:
                self._doubt(pair, known)
        self._proofs[pair].add(rest)

    def _doubt(self, pair: Pair, key: str) -> None:
        other = _other(pair, key)
        if other and self._texts.get(other, self._texts[key]) != self._texts[key]:
            self._refuted.add(pair)

    def meet(self, key: str, title: str) -> None:
        """Note a row that is asked for."""
        self._rows.setdefault(_plain(key), (len(self._rows), key, squash(title)))

    def lose(self, key: str) -> None:
        """Note that nothing came of a row: it stands for no other one."""
        self._rows.pop(_plain(key), None)

    def original(self, key: str, title: str) -> str:
        """The key of the same row at another address that was met before; '' for none."""
        plain = _plain(key)
        own = self._rows.get(plain)
        turn = own[0] if own and own[1] == key else len(self._rows)
        for pair in self.proven:
            for other in (_other(pair, plain), _other((pair[1], pair[0]), plain)):
                met = self._rows.get(other)
                if met and met[0] < turn and met[1] != key and met[2] == squash(title):
                    return met[1]
        return ""


def _other(pair: Pair, key: str) -> str:
    """The address at the first beginning of a pair for one at the second; '' for any other."""
    first, second = pair
    return f"{first}{key[len(second) :]}" if key.startswith(second) else ""


def _are_hosts(first: str, second: str) -> bool:
    """Whether two beginnings are those of whole portals, or of one and its views for phones, not of
    parts of one that both list an article: what two parts of a portal say of it may differ, as
    their agencies do."""
    if "/" not in first and "/" not in second:
        return True
    shorter, longer = sorted((first, second), key=len)
    return longer.startswith(f"{shorter}/") and longer.removeprefix(f"{shorter}/") in _VIEWS


def _apart(first: str, second: str) -> tuple[Pair, str]:
    """The beginnings of two addresses, and the rest that they share, whole parts of the path; of
    one that has a made-up part the beginning up to that."""
    if first == second:
        head, _, rest = first.rpartition(_ANY)
        return (f"{head}{_ANY}",) * 2, rest if head else ""
    one, other = first.split("/"), second.split("/")
    shared = 0
    while shared < min(len(one), len(other)) - 1 and one[-1 - shared] == other[-1 - shared]:
        shared += 1
    rest = "".join(f"/{part}" for part in one[len(one) - shared :])
    return (first.removesuffix(rest), second.removesuffix(rest)), rest


def _plain(key: str) -> str:
    """An address with every part that may be made up for a visit alike."""
    return "/".join(_ANY if _CHANCE.fullmatch(part) else part for part in key.split("/"))
