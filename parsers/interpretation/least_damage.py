"""Which readings of the stretches of a table together take the least damage to explain it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import reduce
from operator import itemgetter

from .mending import WRONG_NUMBER
from .stretches import StretchReading, apart, together

MOST_STEPS = 6000  # readings of the whole table compared; beyond it nothing is certain
# Unless every sum holds and nothing is damaged, one wrong number more is no worse.
NEARLY = WRONG_NUMBER


class Search:
    """All choices of one reading for each stretch, as far as they can be among the least.

    `adds_up`: all rows are there, so that the columns can be added up.
    """

    def __init__(self, options: Sequence[list[StretchReading]], width: int) -> None:
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
        self.total = StretchReading((), 0, frozenset(), (0,) * (2 * width))  # of the least
        self.found: list[tuple[int, tuple[StretchReading, ...]]] = []

    def least(self, *, adds_up: bool) -> Sequence[list[StretchReading]]:
        """The readings of each stretch that belong to an explanation of nearly the least size,
        those of the smallest first; all readings where there are too many to compare."""
        self.adds_up = adds_up
        settled = (stretch[0] for stretch in self.options if len(stretch) == 1)
        self._extend(reduce(together, settled, self.total), ())
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

    def rivals(
        self, kept: StretchReading, others: Sequence[StretchReading]
    ) -> list[StretchReading]:
        """Those of the other readings of a stretch that hold and, in the place of the one kept,
        leave fewer numbers wrong, or fewer rows, whatever the damage.

        Where several numbers are wrong, so many rows may be damaged: mending one of them need
        not lessen the number of those that are wrong.
        """
        rest = apart(self.total, kept)
        held = [other for other in others if not other.broken]
        now, several = self._failing(self.total), self.mistakes > 1
        failing = [self._failing(together(rest, other)) for other in held]
        return [
            other
            for other, then in zip(held, failing, strict=True)
            if then < now or (several and then == now)
        ]

    def _extend(self, total: StretchReading, choice: tuple[StretchReading, ...]) -> None:
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
            self._extend(together(total, reading), (*choice, reading))

    def _weight(self, total: StretchReading) -> int:
        """The size of one explanation: its damage, and the numbers that the agency got wrong.

        One wrong number breaks the sum of its row, of its column, or of both.
        """
        if not self.adds_up:
            return total.weight
        return total.cost + WRONG_NUMBER * self._wrong(total)

    def _failing(self, total: StretchReading) -> tuple[int, int]:
        """Numbers that are wrong in an explanation, and rows whose sum fails."""
        return self._wrong(total), len(total.broken)

    def _wrong(self, total: StretchReading) -> int:
        """Numbers that the agency got wrong."""
        columns = {i % self.width for i, amount in enumerate(total.balance) if amount}
        return max(len(total.broken), len(columns))
