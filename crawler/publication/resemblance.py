"""Reports that read like the year before's, or like another agency's of the same year.

Compared is the prose (sections 1, 5 and 6, and all sections of narrative reports), cut into
clauses at punctuation and numbers, without the agency's own place names. Two reports are nearly
identical where nine clauses of ten are in both (Jaccard similarity). Copies are found without
comparing all with all: by minima of hashes in bands (Broder 1997, locality-sensitive hashing).
"""

from __future__ import annotations

import re
import sqlite3
import struct
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

NEARLY_IDENTICAL = 0.9
"""Least share of common clauses."""
LEAST_CLAUSES = 12
"""Reports with fewer different clauses of prose say too little to resemble anything."""
MOST_COMPARED = 10
"""Reports with the same hashes that one is compared with: towns by the hundred copy one text."""

_LONGEST = 60_000
_CLAUSE = re.compile(r"[^\W\d_]{4,}")
_BANDS = 4
_MINIMA = struct.Struct("16I")

Finding = tuple[str, str, int, str, float, None, str, int, str]
"""A row of findings."""


@dataclass(frozen=True, slots=True)
class _Prose:
    """clauses: their hashes, sorted. minima: least hash under each of 16 hash functions."""

    clauses: array[int]
    minima: tuple[int, ...]


def add_resemblances(connection: sqlite3.Connection) -> None:
    """Add like_year_before and like_another_agency to the table findings."""
    before: dict[str, _Prose] = {}
    year_before = None
    years = [y for (y,) in connection.execute("SELECT DISTINCT year FROM reports ORDER BY year")]
    for year in years:
        now = dict(_prose_of_year(connection, year))
        if year_before != year - 1:
            before = {}
        found = [*_like_year_before(now, before, year), *_like_another(now, year)]
        connection.executemany("INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", found)
        before, year_before = now, year
    _clause_hashes.cache_clear()


def _prose_of_year(connection: sqlite3.Connection, year: int) -> Iterator[tuple[str, _Prose]]:
    agencies = connection.execute(
        "SELECT a.agency_id, a.name, a.province, a.prefecture, a.county, a.township"
        " FROM reports AS r JOIN agencies AS a ON a.agency_id = r.agency_id"
        " WHERE r.year = ? ORDER BY a.agency_id",
        (year,),
    ).fetchall()
    for agency_id, *names in agencies:
        rows = connection.execute(
            "SELECT text FROM sections WHERE agency_id = ? AND year = ?"
            " AND (number IS NULL OR number IN (1, 5, 6)) ORDER BY position",
            (agency_id, year),
        )
        prose = _prose("\n".join(text for (text,) in rows), names)
        if prose is not None:
            yield agency_id, prose


def _prose(text: str, own_names: Iterable[str | None]) -> _Prose | None:
    text = text[:_LONGEST]
    for name in sorted((n for n in own_names if n), key=len, reverse=True):
        text = text.replace(name, "")
    clauses = set(_CLAUSE.findall(text))
    if len(clauses) < LEAST_CLAUSES:
        return None
    hashes = [_clause_hashes(clause) for clause in clauses]
    minima = tuple(map(min, zip(*(minima for _, minima in hashes), strict=True)))
    return _Prose(array("Q", sorted({number for number, _ in hashes})), minima)


@lru_cache(maxsize=50_000)
def _clause_hashes(clause: str) -> tuple[int, tuple[int, ...]]:
    digest = blake2b(clause.encode()).digest()
    return int.from_bytes(digest[:8]), _MINIMA.unpack(digest)


def _like_year_before(
    now: dict[str, _Prose], before: dict[str, _Prose], year: int
) -> Iterator[Finding]:
    for agency_id, prose in now.items():
        earlier = before.get(agency_id)
        if earlier is None or agency_id.startswith("0:"):
            continue
        common, all_ = _overlap(prose, earlier)
        if common >= NEARLY_IDENTICAL * all_:
            yield _finding("like_year_before", agency_id, year, common, all_, agency_id, year - 1)


def _like_another(now: dict[str, _Prose], year: int) -> Iterator[Finding]:
    """For each report the one that it resembles most; among equals the first by agency_id."""
    best: dict[str, tuple[float, int, int, str]] = {}
    for one, other in _candidates(now):
        common, all_ = _overlap(now[one], now[other])
        if common < NEARLY_IDENTICAL * all_:
            continue
        for mine, theirs in ((one, other), (other, one)):
            ranked = (-common / all_, common, all_, theirs)
            if mine not in best or (ranked[0], theirs) < (best[mine][0], best[mine][3]):
                best[mine] = ranked
    for agency_id, (_, common, all_, other) in sorted(best.items()):
        yield _finding("like_another_agency", agency_id, year, common, all_, other, year)


def _candidates(now: dict[str, _Prose]) -> Iterator[tuple[str, str]]:
    """Pairs that agree in one of the bands; in a large band each meets the few before it."""
    width = _MINIMA.size // 4 // _BANDS
    seen: set[tuple[str, str]] = set()
    for band in range(_BANDS):
        alike: dict[tuple[int, ...], list[str]] = {}
        for agency_id, prose in now.items():
            key = prose.minima[band * width : (band + 1) * width]
            others = alike.setdefault(key, [])
            for other in others[-MOST_COMPARED:]:
                if (other, agency_id) not in seen:
                    seen.add((other, agency_id))
                    yield other, agency_id
            others.append(agency_id)


def _overlap(one: _Prose, other: _Prose) -> tuple[int, int]:
    """How many clauses are in both, and how many in either."""
    if one.clauses == other.clauses:
        return len(one.clauses), len(one.clauses)
    common = len(set(one.clauses).intersection(other.clauses))
    return common, len(one.clauses) + len(other.clauses) - common


def _finding(
    finding: str, agency_id: str, year: int, common: int, all_: int, other: str, other_year: int
) -> Finding:
    share = round(common / all_, 3)
    detail = f"{common} of {all_} clauses are in both"
    return (finding, agency_id, year, "text", share, None, other, other_year, detail)
