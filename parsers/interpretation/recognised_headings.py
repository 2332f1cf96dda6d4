"""Headings that were recognised in a picture and are known by their places alone.

The headings of tables 3 and 4 stand in an order that the forms lay down. In a row with as many
cells as such an order has, of which at least half are spelt as in it and none is a label of another
place, the others are what the order says: recognition lost their strokes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..reading.model import UNREAD, TableCell
from .labels import squash
from .templates import COMMON

Order = tuple[tuple[str, ...], ...]

LEAST_KNOWN = 0.5  # of a row's headings
MOST_MISSING = 1  # characters that a lost heading may have more or less

_WORD = re.compile(r"[\u4e00-\u9fff]")


def with_headings_restored(row: tuple[TableCell, ...]) -> tuple[TableCell, ...]:
    """The cells of a row with its headings spelt as in the forms, where it is one of theirs."""
    order = next((order for order in _orders() if _is_in(order, row)), None)
    if order is None:
        return row
    return tuple(
        cell if squash(cell.text) in labels else cell._replace(text=labels[0])
        for cell, labels in zip(row, order, strict=True)
    )


@lru_cache(maxsize=1)
def _orders() -> tuple[Order, ...]:
    """The rows of headings that the forms have, each place with the spellings of its label."""
    columns = tuple(tuple(COMMON.column_labels[name]) for name in COMMON.columns)
    outcomes = tuple(tuple(COMMON.outcome_labels[name]) for name in COMMON.outcomes)
    lawsuits = tuple(tuple(COMMON.channel_labels[name]) for name in COMMON.channels[1:])
    return (
        (columns[0], COMMON.legal_persons, columns[-1]),
        columns[1:-1],
        (*outcomes, *lawsuits),
        outcomes * 2,
    )


def _is_in(order: Order, row: Sequence[TableCell]) -> bool:
    if len(row) != len(order):
        return False
    known = 0
    for cell, labels in zip(row, order, strict=True):
        words = squash(cell.text)
        if words in labels:
            known += 1
        elif cell.text != UNREAD and not _may_be(words, labels[0]):
            return False
    return LEAST_KNOWN * len(order) <= known < len(order)


def _may_be(words: str, label: str) -> bool:
    """Whether these are words, none of the headings, and about as long as a label."""
    is_as_long = abs(len(words) - len(label)) <= MOST_MISSING
    return is_as_long and bool(_WORD.search(words)) and words not in _headings()


@lru_cache(maxsize=1)
def _headings() -> frozenset[str]:
    return frozenset(word for order in _orders() for labels in order for word in labels)
