"""Filling the gaps of the preferred source from another one of the same report.

A page cut short by a viewer and a file with a damaged row often make one whole report. A gap is
filled only where the two surely print the same numbers: every cell that both have is equal, at
least one of them is not zero, and the cells together break no identity that was not broken
before. What was filled says so, with its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawler.corpus.numbers import same_number
from parsers.checking.identities import check
from parsers.checking.status import count_blank, count_read, status_of
from parsers.record import Cell, IdentityFailure, Record

Address = tuple[str, str, str]
"""table, row, column of a cell."""

_GAPS = frozenset({"missing", "unreadable"})
_SEEN = frozenset({"number", "blank", "not_applicable", "inferred"})
_RECOGNISED = "ocr"  # what was read in a picture is proved as a whole or not at all


@dataclass(frozen=True, slots=True)
class Other:
    """A further source of the same report, and its cells as the corpus can hold them."""

    source_id: str
    url: str
    record: Record
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A record with its gaps filled; source_of: where each filled cell comes from."""

    record: Record
    cells: tuple[Cell, ...]
    source_of: Mapping[Address, str]


def filled(record: Record, cells: Sequence[Cell], others: Sequence[Other]) -> Filled:
    """Fill the gaps of `record` from `others`, the first in rank first."""
    if not others:
        return Filled(record, tuple(cells), {})
    own = {_address(cell): cell for cell in cells}
    source_of: dict[Address, str] = {}
    failures = record.identity_failures
    for other in others:
        gaps = [address for address, cell in own.items() if cell.state in _GAPS]
        if not gaps or not _may_be_one(record, other.record):
            continue
        theirs = {_address(cell): cell for cell in other.cells}
        if not _agree(own, theirs):
            continue
        found = {a: theirs[a] for a in gaps if a in theirs and theirs[a].state in _SEEN}
        tried = {**own, **{a: _told(cell, other) for a, cell in found.items()}}
        broken = _broken(tried.values(), record)
        if not found or broken - {*failures, *other.record.identity_failures}:
            continue
        own, failures = tried, tuple(sorted(broken, key=lambda f: (f.rule, f.scope)))
        source_of |= dict.fromkeys(found, other.source_id)
    if not source_of:
        return Filled(record, tuple(cells), {})
    whole = tuple(own.values())
    return Filled(_counted(record, whole), whole, source_of)


def _may_be_one(record: Record, other: Record) -> bool:
    same_form = (record.template, record.disclosure_template) == (
        other.template,
        other.disclosure_template,
    )
    # Records stored before `recognised` was told apart say it by their reader alone.
    both = (record, other)
    return same_form and not any(r.recognised or r.extractor == _RECOGNISED for r in both)


def _agree(own: Mapping[Address, Cell], theirs: Mapping[Address, Cell]) -> bool:
    """Whether all that both show is equal, and some of it is more than a nought."""
    telling = False
    for address in own.keys() & theirs.keys():
        mine, other = own[address], theirs[address]
        if mine.state not in _SEEN or other.state not in _SEEN:
            continue
        if mine.value is None or other.value is None:
            if mine.value is not other.value:
                return False
            continue
        if not same_number(mine.value, mine.unit, other.value, other.unit):
            return False
        telling |= mine.value.strip("0.") != ""
    return telling


def _broken(cells: Iterable[Cell], record: Record) -> set[IdentityFailure]:
    if record.template not in ("2019", "2021"):
        return set()
    return set(check(tuple(cells), record.template)[1])


def _told(cell: Cell, other: Other) -> Cell:
    """A cell of another source: its number is inferred, as far as this source goes."""
    state = "inferred" if cell.state == "number" else cell.state
    detail = f"absent here, read in the source {other.url}"
    return cell.model_copy(update={"state": state, "detail": detail})


def _counted(record: Record, cells: tuple[Cell, ...]) -> Record:
    assert record.template in ("2019", "2021")
    checked, failures = check(cells, record.template)
    return record.model_copy(
        update={
            "cells": cells,
            "status": status_of(cells, failures, has_text=True),
            "cells_read": count_read(cells),
            "cells_blank": count_blank(cells),
            "identities_checked": checked,
            "identity_failures": failures,
        }
    )


def _address(cell: Cell) -> Address:
    return cell.table, cell.row, cell.column
