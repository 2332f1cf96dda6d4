"""The least damage that explains a table printed without a grid.

The text is cut into stretches whose rows are known, by their labels or by the form's order. Each
stretch has one or more readings; the sums down the columns choose among them. A reading is
certain only as far as all explanations agree that are nearly as small as the smallest: a
number that got in and the agency's own wrong sum look alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from .least_damage import Search
from .mending import BETWEEN_ROWS, shifts
from .settle import Settled, filled_amounts, said
from .stretches import Stretch, StretchReading, laid_out, readings_of
from .templates import Template
from .values import Aligned

MOST_WITHOUT_COLUMNS = BETWEEN_ROWS  # damage that the sums of rows alone can tell
PARTS_THAT_TELL = 2  # numbers that rows add up, where no sums of columns bear them out
LARGEST_GROUP = 8  # rows that the form has in one group, 不予公开
MOST_SHIFTS = 1500  # of all rows' numbers by one place; a row beyond it is not certain
SEVERAL_GAPS = 4  # rows, or groups of them, with fewer values than columns: cells are left blank


def explain(
    stretches: Sequence[Stretch], form: Template, width: int
) -> dict[str, tuple[Settled, ...]]:
    """The cells of the rows that the stretches hold, as far as they are certain."""
    readings = [readings_of(stretch, form, width) for stretch in stretches]
    whole = {name for stretch in stretches for name in stretch.rows} == set(form.row_names)
    search = Search([options for options in readings if options], width)
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
    stretch: Stretch, left: list[StretchReading], search: Search, form: Template
) -> list[StretchReading]:
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
        for rival in search.rivals(kept, laid_out(stretch, ways, 0, form, search.width))
    ]
    if (
        search.mistakes == 1
        and not left[0].cost
        and _is_miscount(left[0].rows[0], [r.rows[0] for r in rivals])
    ):
        return left
    return left + rivals


def _by_chance(reading: StretchReading) -> bool:
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
