"""Records as they are stored, read once for all that asks for them while one is settled."""

from __future__ import annotations

from functools import lru_cache

from crawler.corpus.numbers import plain_number
from parsers.record import Record

Numbers = dict[tuple[str, ...], str]
"""Plain decimals by (table, row, column), or by ("fact", indicator) for those told in sentences."""


@lru_cache(maxsize=128)
def record_of(record_json: str) -> Record:
    """The record; cached, as the copies of a report come in one crawl and are compared with one
    another. Not to be changed."""
    return Record.model_validate_json(record_json)


@lru_cache(maxsize=512)
def numbers_of(record_json: str) -> Numbers:
    """All numbers of a record; cached, as unplaced names gather many records."""
    record = record_of(record_json)
    numbers: Numbers = {
        (c.table, c.row, c.column): plain_number(c.value, c.unit)
        for c in record.cells
        if c.value is not None
    }
    told: dict[str, list[str]] = {}
    for fact in record.facts:
        told.setdefault(fact.indicator, []).append(plain_number(fact.value, fact.unit))
    return numbers | {("fact", indicator): " ".join(values) for indicator, values in told.items()}
