"""The least damage that explains a table printed without a grid.

The text is cut into stretches whose rows are known, by their labels or by the form's order. Each
stretch has one or more readings; the sums down the columns choose among them. A reading is
certain only as far as all explanations agree that are nearly as small as the smallest: a
number that got in and the agency's own wrong sum look alike.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import itemgetter

from .layouts import layouts
from .mending import (
    BETWEEN_ROWS,
    ORDINARY,
    WRONG_NUMBER,
    Cells,
    is_put_together,
    mendings,
    shifts,
)
from .settle import Settled, filled_amounts, row_holds, said
from .templates import Template
from .values import Aligned, Value

MOST_WITHOUT_COLUMNS = BETWEEN_ROWS  # damage that the sums of rows alone can tell
PARTS_THAT_TELL = 2  # numbers that rows add up, where no sums of columns bear them out
LARGEST_GROUP = 8  # rows that the form has in one group, 不予公开
MOST_READINGS = 400  # of one stretch
MOST_STEPS = 6000  # readings of the whole table compared; beyond it nothing is certain
MOST_SHIFTS = 1500  # of all rows' numbers by one place; a row beyond it is not certain
SEVERAL_GAPS = 4  # rows, or groups of them, with fewer values than columns: cells are left blank
# Unless every sum holds and nothing is damaged, one wrong number more is no worse.
NEARLY = WRONG_NUMBER


@dataclass(frozen=True, slots=True)
class Stretch:
    """Values that stand together, and the rows that they belong to, in the form's order."""

    rows: tuple[str, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of a stretch, or of several together.

    cost: of the damage. broken: rows whose sum fails. balance: what the rows add to the sums
    down the columns, outcomes and applications, which must come to zero; None where a number
    is unknown.
    """

    rows: tuple[Aligned, ...]
    cost: int
    broken: frozenset[str]
    balance: tuple[int | None, ...]

    @property
    def weight(self) -> int:
        """Its damage and its own wrong sums."""
        return self.cost + WRONG_NUMBER * len(self.broken)


def explain(
    stretches: Sequence[Stretch], form: Template, width: int
) -> dict[str, tuple[Settled, ...]]:
    """The cells of the rows that the stretches hold, as far as they are certain."""
    readings = [_readings(stretch, form, width) for stretch in stretches]
    whole = {name for stretch in stretches for name in stretch.rows} == set(form.row_names)
    search = _Search([options for options in readings if options], width)
    kept = iter(search.least(adds_up=whole and all(readings)))
    short = sum(len(stretch.values) < len(stretch.rows) * width for stretch in stretches)
    settled: dict[str, tuple[Settled, ...]] = {}
    for stretch, options in zip(stretches, readings, strict=True):
        left = _beyond_doubt(stretch, next(kept), search, form) if options else []
        for i, name in enumerate(stretch.rows):
            # among rows without labels of their own a wrong number may be another's
            loose = len(stretch.rows) > 1 and any(name in reading.broken for reading in left)
            rows = [] if loose else [reading.rows[i] for reading in left]
            cells = agreed(rows, width)
            settled[name] = _with_blanks_open(cells, rows) if short >= SEVERAL_GAPS else cells
    return settled


def _with_blanks_open(cells: tuple[Settled, ...], rows: Sequence[Aligned]) -> tuple[Settled, ...]:
    """A row with the cells open that its gap may as well stand at, in any of its readings.

    A single number may be lost from a text, and then its neighbours say what it said. Where many
    are missing they were rather printed blank, and which of the cells these are is open.
    """
    places = {place for row in rows for place in _gap_moves(row)}
    return tuple(Settled(disputed=True) if i in places else c for i, c in enumerate(cells))


def _gap_moves(row: Aligned) -> set[int]:
    """The cells beside a row's gap that print what the gap stands for, none without such."""
    words = said(row)
    places = set[int]()
    for gap in (i for i, value in enumerate(row) if value is None):
        first = last = gap
        while first > 0 and words[first - 1] == words[gap]:
            first -= 1
        while last + 1 < len(row) and words[last + 1] == words[gap]:
            last += 1
        places |= set(range(first, last + 1)) - {gap}
    return places


def _beyond_doubt(
    stretch: Stretch, left: list[_Reading], search: _Search, form: Template
) -> list[_Reading]:
    """What sums that fail leave of a stretch's readings.

    Of many rows without labels of their own only a whole and faultless run is certain, and where
    several numbers are wrong no such row is. Behind its own label a row may have lost a number
    and got another in: what this explains is open, but for a total that contradicts its parts,
    where all else agrees. Agencies err in adding up; a part that contradicts two sums is rather
    a misreading. So is a wrong sum open that the columns cannot bear out, and a row with a value
    too many or too few whose sum fails without it, too: nothing tells which one it is.
    """
    if not search.adds_up:
        doubtful = left[0].broken or left[0].cost > MOST_WITHOUT_COLUMNS
        return [] if doubtful or any(map(_by_chance, left)) else left
    if len(stretch.rows) > LARGEST_GROUP and (search.mistakes or left[0].cost):
        return []
    if all(reading.cost and reading.broken for reading in left):
        return []
    if not search.mistakes:
        return left
    if len(stretch.rows) > 1:
        return left if search.mistakes == 1 and not left[0].cost else []
    shifted = [shifts(kept.rows[0], search.width) for kept in left]
    search.shifts += sum(map(len, shifted))
    if search.shifts > MOST_SHIFTS:
        return []
    rivals = [
        rival
        for kept, ways in zip(left, shifted, strict=True)
        for rival in search.rivals(kept, _laid_out(stretch, ways, 0, form, search.width))
    ]
    if (
        search.mistakes == 1
        and not left[0].cost
        and _is_miscount(left[0].rows[0], [r.rows[0] for r in rivals])
    ):
        return left
    return left + rivals


def _by_chance(reading: _Reading) -> bool:
    """Whether too little tells how a run of several rows is laid out: in one order or another a
    lone number and its total easily come to stand in one row."""
    parts = [amount for row in reading.rows for amount in filled_amounts(row)[:-1] if amount]
    return len(reading.rows) > 1 and 0 < len(parts) < PARTS_THAT_TELL


def _is_miscount(row: Aligned, rivals: Sequence[Aligned]) -> bool:
    """Whether only the total is in doubt, and could be meant for the sum of these parts.

    A total beside nothing but zeros may as well be a number from elsewhere in a lost one's place.
    """
    if any(said(rival)[:-1] != said(row)[:-1] for rival in rivals):
        return False
    *parts, total = filled_amounts(row)
    return not rivals or (total or 0) >= max(part or 0 for part in parts) > 0


def _readings(stretch: Stretch, form: Template, width: int) -> list[_Reading]:
    """The readings of a stretch, the lightest first; none where there are too many."""
    wanted = len(stretch.rows) * width
    ways = mendings(stretch.values, wanted, width)
    return _laid_out(stretch, ways, abs(len(stretch.values) - wanted), form, width)


def _laid_out(
    stretch: Stretch, ways: Mapping[Cells, int], damage: int, form: Template, width: int
) -> list[_Reading]:
    """Readings that say the same count once: the one whose gaps stand last."""
    found: dict[tuple[object, ...], _Reading] = {}
    for cells, cost in ways.items():
        for rows in layouts(cells, width, damage=damage):
            key = tuple((said(row), row_holds(row)) for row in rows)
            if key not in found or cost < found[key].cost or _later_gaps(rows, found[key].rows):
                found[key] = _reading(stretch.rows, rows, cost, form, width)
        if len(found) > MOST_READINGS:
            return []
    return sorted(found.values(), key=lambda reading: reading.weight)


def _later_gaps(rows: Sequence[Aligned], others: Sequence[Aligned]) -> bool:
    return _gaps(rows) > _gaps(others)


def _gaps(rows: Sequence[Aligned]) -> list[int]:
    return [i for row in rows for i, value in enumerate(row) if value is None]


def _reading(
    names: Sequence[str], rows: tuple[Aligned, ...], cost: int, form: Template, width: int
) -> _Reading:
    outcomes = [0] * width
    balances = [0] * width
    unknown: set[int] = set()
    for name, row in zip(names, rows, strict=True):
        outcome = 1 if name in form.outcomes else -1 if name == "total" else 0
        balance = {"received": 1, "carried_in": 1, "total": -1, "carried_out": -1}.get(name, 0)
        for column, amount in enumerate(filled_amounts(row)):
            if amount is None:
                unknown.add(column)
                continue
            outcomes[column] += outcome * amount
            balances[column] += balance * amount
    sums = [None if i % width in unknown else n for i, n in enumerate(outcomes + balances)]
    failing = {name: row for name, row in zip(names, rows, strict=True) if not row_holds(row)}
    if any(is_put_together(value) for row in failing.values() for value in row):
        cost += ORDINARY  # nothing bears the number out
    return _Reading(rows, cost, frozenset(failing), tuple(sums))


class _Search:
    """All choices of one reading for each stretch, as far as they can be among the least.

    `adds_up`: all rows are there, so that the columns can be added up.
    """

    def __init__(self, options: Sequence[list[_Reading]], width: int) -> None:
        self.options = options
        self.width = width
        self.open = [stretch for stretch in options if len(stretch) > 1]
        # rest[i]: what the stretches from i on weigh at least
        lightest = [stretch[0].weight for stretch in self.open]
        self.rest = [sum(lightest[i:]) for i in range(len(lightest) + 1)]
        self.adds_up = False
        self.steps = 0
        self.shifts = 0
        self.least_weight = sys.maxsize
        self.total = _Reading((), 0, frozenset(), (0,) * (2 * width))  # of the least
        self.found: list[tuple[int, tuple[_Reading, ...]]] = []

    def least(self, *, adds_up: bool) -> Sequence[list[_Reading]]:
        """The readings of each stretch that belong to an explanation of nearly the least size,
        those of the smallest first; all readings where there are too many to compare."""
        self.adds_up = adds_up
        settled = (stretch[0] for stretch in self.options if len(stretch) == 1)
        self._extend(reduce(_together, settled, self.total), ())
        if self.steps > MOST_STEPS:
            return self.options
        # where nothing is damaged and every sum holds, nothing else comes near
        most = self.least_weight + NEARLY if self.least_weight else 0
        left = sorted((one for one in self.found if one[0] <= most), key=itemgetter(0))
        chosen = iter(zip(*(choice for _, choice in left), strict=True))
        return [
            stretch if len(stretch) == 1 else list(dict.fromkeys(next(chosen)))
            for stretch in self.options
        ]

    @property
    def mistakes(self) -> int:
        """Numbers that the agency got wrong, in the least explanation."""
        return (self.least_weight - self.total.cost) // WRONG_NUMBER

    def rivals(self, kept: _Reading, others: Sequence[_Reading]) -> list[_Reading]:
        """Those of the other readings of a stretch that hold and, in the place of the one kept,
        leave fewer numbers wrong, or fewer rows, whatever the damage.

        Where several numbers are wrong, so many rows may be damaged: mending one of them need
        not lessen the number of those that are wrong.
        """
        rest = _apart(self.total, kept)
        held = [other for other in others if not other.broken]
        now, several = self._failing(self.total), self.mistakes > 1
        failing = [self._failing(_together(rest, other)) for other in held]
        return [
            other
            for other, then in zip(held, failing, strict=True)
            if then < now or (several and then == now)
        ]

    def _extend(self, total: _Reading, choice: tuple[_Reading, ...]) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            return
        if len(choice) == len(self.open):
            weight = self._weight(total)
            if weight < self.least_weight:
                self.least_weight, self.total = weight, total
            if weight <= self.least_weight + NEARLY:
                self.found.append((weight, choice))
            return
        for reading in self.open[len(choice)]:
            lightest = total.weight + reading.weight + self.rest[len(choice) + 1]
            if lightest > self.least_weight + NEARLY:
                return  # the others weigh more
            self._extend(_together(total, reading), (*choice, reading))

    def _weight(self, total: _Reading) -> int:
        """The size of one explanation: its damage, and the numbers that the agency got wrong.

        One wrong number breaks the sum of its row, of its column, or of both.
        """
        if not self.adds_up:
            return total.weight
        return total.cost + WRONG_NUMBER * self._wrong(total)

    def _failing(self, total: _Reading) -> tuple[int, int]:
        """Numbers that are wrong in an explanation, and rows whose sum fails."""
        return self._wrong(total), len(total.broken)

    def _wrong(self, total: _Reading) -> int:
        """Numbers that the agency got wrong."""
        columns = {i % self.width for i, amount in enumerate(total.balance) if amount}
        return max(len(total.broken), len(columns))


def _together(total: _Reading, reading: _Reading) -> _Reading:
    """Two readings of different rows as one; only their sums are kept."""
    balance = tuple(
        None if a is None or b is None else a + b
        for a, b in zip(total.balance, reading.balance, strict=True)
    )
    return _Reading((), total.cost + reading.cost, total.broken | reading.broken, balance)


def _apart(total: _Reading, reading: _Reading) -> _Reading:
    """The sums without those of one of the readings."""
    balance = tuple(
        None if a is None or b is None else a - b
        for a, b in zip(total.balance, reading.balance, strict=True)
    )
    return _Reading((), total.cost - reading.cost, total.broken - reading.broken, balance)


def agreed(readings: Sequence[Aligned], width: int) -> tuple[Settled, ...]:
    """What all readings of a row say alike, as the first of them has it; open without any.

    Where a value is absent, so is a number that another reading finds elsewhere, with the gap in
    its place: 3 behind five zeros may be a sum, or the last part of one that is not printed.
    """
    if not readings:
        return (Settled(disputed=True),) * width
    told = zip(*(said(row) for row in readings), strict=True)
    short = all(None in row for row in readings)
    cells = []
    for i, (value, words) in enumerate(zip(readings[0], told, strict=True)):
        moved = short and value and value.amount and any(row[i] is None for row in readings)
        if moved or len(set(words)) > 1:
            cells.append(Settled(disputed=True))
        else:
            cells.append(Settled(value, missing=value is None))
    return tuple(cells)
