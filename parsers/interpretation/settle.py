"""From the possible readings of each row to the one that all the evidence allows.

Each row of a statutory table comes with one or more alignments. What a row's own sum, and then
the sums down the columns, cannot tell apart stays unread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice, product, repeat
from operator import is_
from typing import NamedTuple

from .values import Aligned, Value

Amounts = tuple[int | None, ...]

MOST_COMBINATIONS = 4096  # readings of a whole table compared; beyond it rows stay unread


class Settled(NamedTuple):
    """One cell decided: its value, or why there is none.

    `missing`: absent from the text. `disputed`: printed, but its place or its number is open.
    """

    value: Value | None = None
    missing: bool = False
    disputed: bool = False


_SETTLED = partial(tuple.__new__, Settled)  # of all fields at once, without a call in Python


def row_holds(row: Aligned) -> bool:
    """Whether the last cell can be the sum of the others; absent cells may make up the rest."""
    amounts = [None if value is None else value.amount for value in row]
    total, of_total = row[-1], amounts.pop()
    if any(a is None and v is not None for a, v in zip(amounts, row, strict=False)):
        return False
    if total is None or total.state == "blank":
        return True
    if of_total is None:
        return False
    rest = of_total - sum(amount or 0 for amount in amounts)
    return rest == 0 or (rest > 0 and None in amounts)


def may_be_moved(row: Aligned) -> bool:
    """Whether a row with an empty sum would hold one cell further on: a lost cell may have moved
    it by one."""
    if row[-1] is None or row[-1].state != "blank":
        return False
    printed = [index for index, value in enumerate(row) if value and value.state == "number"]
    if not printed:
        return False
    *others, last = [value.amount if value else None for value in row[: printed[-1] + 1]]
    return bool(last) and None not in others and last == sum(amount or 0 for amount in others)


def settle_rows(
    rows: Mapping[str, Sequence[Aligned]],
    width: int,
    columns_proved: Callable[[Mapping[str, Amounts]], set[int] | None] | None = None,
) -> dict[str, tuple[Settled, ...]]:
    """Decide every row; one without any reading is printed, but open in all its cells.

    `columns_proved` judges one choice for all rows by the column sums: the columns whose sums
    hold, None where one fails.
    """
    left = {name: _plausible(options) for name, options in rows.items()}
    open_rows = [name for name, options in left.items() if len(options) > 1]
    if open_rows and columns_proved is not None:
        chosen = _only_combination(left, open_rows, columns_proved)
        if chosen is not None:
            left |= {name: (row,) for name, row in chosen.items()}
    return {
        name: _merge(left[name] or options) or (Settled(disputed=True),) * width
        for name, options in rows.items()
    }


def _plausible(options: Sequence[Aligned]) -> tuple[Aligned, ...]:
    """The readings that the row's own sum allows; the first where they say the same."""
    if len(options) <= 1:
        return tuple(options)
    holding = tuple(option for option in options if row_holds(option))
    if not holding:
        # The agency's own mistake, or a reading that is none of these: nothing tells.
        return ()
    if len(holding) == 1 and holding[0][-1] is None:
        # Every other gap would break the sum: the sum itself is what is absent, unless two numbers
        # in one cell are taken for one, which is too large.
        return () if any(value and value.spaced for value in holding[0]) else holding
    if not any(_proved(option) for option in holding):
        # An empty sum fits everything: the columns must tell.
        return tuple(options)
    told = {said(option) for option in holding}
    if len(told) == 1 and all(None not in cells for cells in told):
        # Wherever the gap is, every cell says the same: it is recorded where the grid has it.
        return holding[:1]
    return holding


def said(row: Aligned) -> tuple[str | None, ...]:
    """What each cell says: its number, that it is empty or dashed, or what fills its gap."""
    return tuple(
        amount if value is None else value.number or value.state
        for value, amount in zip(row, map(_text, filled_amounts(row)), strict=True)
    )


def _text(amount: int | None) -> str | None:
    return None if amount is None else str(amount)


def _proved(row: Aligned) -> bool:
    """Whether the row's sum is printed, or there is nothing to add up."""
    total = row[-1]
    printed = total is not None and total.state == "number"
    return printed or not any(value is not None and value.amount for value in row)


def filled_amounts(row: Aligned) -> Amounts:
    """The row's numbers; its one gap, or else its empty sum, filled by the others' sum. None
    where that is not possible."""
    amounts = tuple(None if value is None else value.amount for value in row)
    total = row[-1]
    if None not in amounts and total is not None and total.state == "blank":
        amounts = (*amounts[:-1], None)
    if amounts.count(None) != 1:
        return amounts
    known = sum(amount or 0 for amount in amounts[:-1])
    rest = known if amounts[-1] is None else amounts[-1] - known
    return tuple(rest if amount is None else amount for amount in amounts)


def _only_combination(
    left: Mapping[str, Sequence[Aligned]],
    open_rows: Sequence[str],
    columns_proved: Callable[[Mapping[str, Amounts]], set[int] | None],
) -> dict[str, Aligned] | None:
    """The open rows that the column sums decide, where one combination alone holds.

    A row counts as decided only if the columns in which its readings differ are all proved.
    """
    settled = {n: filled_amounts(options[0]) for n, options in left.items() if len(options) == 1}
    combinations = product(*(left[name] for name in open_rows))
    found: tuple[Aligned, ...] | None = None
    proved: set[int] = set()
    for number, combination in enumerate(islice(combinations, MOST_COMBINATIONS + 1)):
        if number == MOST_COMBINATIONS:
            return None
        amounts = (filled_amounts(row) for row in combination)
        columns = columns_proved({**settled, **dict(zip(open_rows, amounts, strict=True))})
        if columns is None:
            continue
        if found is not None:
            return None
        found, proved = combination, columns
    if found is None:
        return None
    return {
        name: row
        for name, row in zip(open_rows, found, strict=True)
        if _differing(left[name]) <= proved
    }


def _differing(options: Sequence[Aligned]) -> set[int]:
    """The columns in which the readings of a row differ."""
    filled = [filled_amounts(option) for option in options]
    return {i for i, amounts in enumerate(zip(*filled, strict=True)) if len(set(amounts)) > 1}


def as_read(row: Aligned) -> Iterator[Settled]:
    """The cells of a row that has one reading."""
    return map(_SETTLED, zip(row, map(is_, row, repeat(None)), repeat(False)))


def _merge(options: Sequence[Aligned]) -> tuple[Settled, ...]:
    """What the readings left have in common."""
    if len(options) <= 1:
        return tuple([settled for row in options for settled in as_read(row)])
    merged = []
    for candidates in zip(*options, strict=True):
        values = set(candidates)
        if len(values) > 1 or candidates[0] is None:
            merged.append(Settled(disputed=True))
        else:
            merged.append(Settled(candidates[0]))
    return tuple(merged)
