"""From the possible readings of each row to the one that all the evidence allows.

Each row of a statutory table comes with one or more alignments. What a row's own sum, and then
the sums down the columns, cannot tell apart stays unread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from .rows import Aligned
from .values import Value

MOST_COMBINATIONS = 4096  # readings of a whole table compared; beyond it rows stay unread


@dataclass(frozen=True, slots=True)
class Settled:
    """One cell decided: its value, or why there is none.

    `missing`: absent from the text. `disputed`: printed, but its place or its number is open.
    """

    value: Value | None = None
    missing: bool = False
    disputed: bool = False


def row_holds(row: Aligned) -> bool:
    """Whether the last cell can be the sum of the others; absent cells may make up the rest."""
    parts, total = row[:-1], row[-1]
    if any(value is not None and value.amount is None for value in row):
        return False
    known = sum(value.amount or 0 for value in parts if value is not None)
    if total is None or total.state == "blank":
        return True
    rest = (total.amount or 0) - known
    return rest == 0 or (rest > 0 and None in parts)


def settle_rows(
    rows: Mapping[str, Sequence[Aligned]],
    table_holds: Callable[[Mapping[str, Aligned]], bool] | None = None,
) -> dict[str, tuple[Settled, ...]]:
    """Decide every row. `table_holds` judges one choice for all rows by the column sums."""
    left = {name: _plausible(options) for name, options in rows.items()}
    open_rows = [name for name, options in left.items() if len(options) > 1]
    if open_rows and table_holds is not None:
        chosen = _only_combination(left, open_rows, table_holds)
        if chosen is not None:
            left = {name: (row,) for name, row in chosen.items()}
    return {name: _merge(options) for name, options in left.items()}


def _plausible(options: Sequence[Aligned]) -> tuple[Aligned, ...]:
    """The readings that the row's own sum allows; the first where they say the same."""
    if len(options) == 1:
        return tuple(options)
    holding = tuple(option for option in options if row_holds(option)) or tuple(options)
    filled = {_filled(option) for option in holding}
    if len(filled) == 1 and None not in filled:
        # Wherever the gap is, every cell says the same: it is recorded where the grid has it.
        return holding[:1]
    return holding


def _filled(row: Aligned) -> tuple[int, ...] | None:
    """The row's numbers with its one gap filled by the sum; None where that is not possible."""
    if row.count(None) > 1 or any(v is not None and v.amount is None for v in row):
        return None
    amounts = [None if value is None else value.amount or 0 for value in row]
    known = sum(amount or 0 for amount in amounts[:-1])
    rest = known if amounts[-1] is None else amounts[-1] - known
    return tuple(rest if amount is None else amount for amount in amounts)


def _only_combination(
    left: Mapping[str, Sequence[Aligned]],
    open_rows: Sequence[str],
    table_holds: Callable[[Mapping[str, Aligned]], bool],
) -> dict[str, Aligned] | None:
    settled = {name: options[0] for name, options in left.items() if len(options) == 1}
    combinations = product(*(left[name] for name in open_rows))
    found: dict[str, Aligned] | None = None
    for number, combination in enumerate(islice(combinations, MOST_COMBINATIONS + 1)):
        if number == MOST_COMBINATIONS:
            return None
        choice = {**settled, **dict(zip(open_rows, combination, strict=True))}
        if not table_holds(choice):
            continue
        if found is not None:
            return None
        found = choice
    return found


def _merge(options: Sequence[Aligned]) -> tuple[Settled, ...]:
    """What the readings left have in common."""
    unsure = len(options) > 1
    merged = []
    for candidates in zip(*options, strict=True):
        values = set(candidates)
        if len(values) > 1:
            merged.append(Settled(disputed=True))
        elif candidates[0] is None:
            merged.append(Settled(missing=not unsure, disputed=unsure))
        else:
            merged.append(Settled(candidates[0]))
    return tuple(merged)
