"""Grids from ruling lines: lines that touch make a table, missing borders make merged cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from operator import and_

from parsers.reading.pdf.page import Glyph, Rule

SNAP = 3.0  # lines nearer than this are one line drawn twice, or a double border
GAP = 4.0  # pieces of one line (dots, cell borders) that are nearer are joined
SHORTEST = 8.0  # no cell is smaller: shorter lines are ornament
OVERHANG = 10.0  # lines sticking out this far past the last crossing leave a side open
COVERED = 0.6  # share of a cell's side that must be drawn for it to be a border
SMALLEST_SLOT = 5.0  # rows and columns are not narrower: two positions nearer are a double line

Box = tuple[float, float, float, float]  # left, upper, right and lower bound


@dataclass(slots=True)
class Grid:
    """One ruled table on a page; `owner[row][column]` is the index of the cell holding a slot."""

    xs: list[float]
    ys: list[float]
    owner: list[list[int]]
    cells: list[tuple[int, int, int, int]]  # row, column, rowspan, colspan
    unenclosed: set[int] = field(default_factory=set)  # cells open where the others are closed
    glyphs: dict[int, list[Glyph]] = field(default_factory=dict)

    def cell_at(self, x: float, y: float) -> tuple[int, Box] | None:
        """The cell at a point with its bounds, None outside the table."""
        xs, ys = self.xs, self.ys
        if not (xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]):
            return None
        column = bisect_right(xs, x, 0, len(xs) - 1) - 1
        cell = self.owner[bisect_right(ys, y, 0, len(ys) - 1) - 1][column]
        row, column, rowspan, colspan = self.cells[cell]
        return cell, (xs[column], ys[row], xs[column + colspan], ys[row + rowspan])

    @property
    def outline(self) -> Box:
        """The bounds of the table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def adopt_columns(self, xs: list[float], at: list[int]) -> None:
        """Count the columns on a finer grid; `at` tells where each of its own lines is there."""
        self.cells = [
            (row, at[column], rowspan, at[column + colspan] - at[column])
            for row, column, rowspan, colspan in self.cells
        ]
        self.xs = xs


def merged_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Lines on one position made one, where their pieces touch; ornament dropped.

    Each has the mean position of its own pieces: a line of another table on the page, which
    stands nearly below it, does not move it.
    """
    by_position: list[list[Rule]] = []
    for rule in sorted(rules):
        if by_position and rule.position - by_position[-1][0].position <= SNAP:
            by_position[-1].append(rule)
        else:
            by_position.append([rule])
    merged: list[Rule] = []
    for group in by_position:
        touching: list[Rule] = []
        end = -inf
        for rule in sorted(group, key=lambda r: r.start):
            if touching and rule.start - end > GAP:
                merged.append(_joined(touching, end))
                touching, end = [], -inf
            touching.append(rule)
            end = max(end, rule.end)
        merged.append(_joined(touching, end))
    return sorted(rule for rule in merged if rule.end - rule.start >= SHORTEST)


def _joined(pieces: Sequence[Rule], end: float) -> Rule:
    """One line of pieces that touch, at their mean position."""
    if len(pieces) == 1:
        return pieces[0]
    length = sum(r.end - r.start for r in pieces)
    position = sum(r.position * (r.end - r.start) for r in pieces)
    return Rule(position / length if length else pieces[0].position, pieces[0].start, end)


def rule_groups(
    horizontal: list[Rule], vertical: list[Rule]
) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that touch one another: one group a table."""
    positions = [rule.position for rule in vertical]
    uppers = [rule.start - SNAP for rule in vertical]
    lowers = [rule.end + SNAP for rule in vertical]
    belongs = list(range(len(vertical)))  # the group of each vertical line
    touching: list[tuple[Rule, int]] = []  # horizontal lines, each with a vertical one it touches
    for rule in horizontal:
        y, x0, x1 = rule
        near = range(bisect_left(positions, x0 - SNAP), bisect_right(positions, x1 + SNAP))
        touched = [other for other in near if uppers[other] <= y <= lowers[other]]
        if not touched:
            continue
        touching.append((rule, touched[0]))
        joined = {belongs[other] for other in touched}
        if len(joined) > 1:
            belongs = [belongs[touched[0]] if group in joined else group for group in belongs]
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for rule, other in touching:
        groups.setdefault(belongs[other], ([], []))[0].append(rule)
    for rule, group in zip(vertical, belongs, strict=True):
        groups.setdefault(group, ([], []))[1].append(rule)
    return [group for group in groups.values() if group[0]]


def _positions(rules: list[Rule], crossing: list[Rule]) -> list[float]:
    """Grid positions of one direction; a side left open is closed where the crossing lines end."""
    found: list[float] = []
    for position in sorted({rule.position for rule in rules}):
        if not found or position - found[-1] >= SMALLEST_SLOT:
            found.append(position)
    first, last = min(r.start for r in crossing), max(r.end for r in crossing)
    if found[0] - first > OVERHANG:
        found.insert(0, first)
    if last - found[-1] > OVERHANG:
        found.append(last)
    return found


def _coverage(rules: list[Rule], positions: list[float], steps: list[float]) -> list[list[bool]]:
    """drawn[position][step]: whether a line is drawn along that step of the grid."""
    inner = range(len(steps) - 1)
    drawn = [[False] * len(inner) for _ in positions]
    least = COVERED * SMALLEST_SLOT
    spare = SMALLEST_SLOT - least  # a line so much shorter than its steps covers them
    for position, start, stop in rules:
        line = _nearest(positions, position)
        first, end = bisect_left(steps, start - spare), bisect_right(steps, stop + spare) - 1
        if first < end:
            drawn[line][first:end] = [True] * (end - first)
        if first <= end and steps[first] - start < least and stop - steps[end] < least:
            continue  # it ends at grid lines, as most do
        for step in {first - 1, end}.intersection(inner):  # at its ends it covers a part
            shared = min(stop, steps[step + 1]) - max(start, steps[step])
            if shared >= COVERED * (steps[step + 1] - steps[step]):
                drawn[line][step] = True
    return drawn


def _nearest(positions: list[float], position: float) -> int:
    """The first of the grid positions that are nearest to a line's."""
    at = bisect_left(positions, position)
    if at == 0 or at == len(positions):
        return min(at, len(positions) - 1)
    return at - 1 if position - positions[at - 1] <= positions[at] - position else at


def make_grid(horizontal: list[Rule], vertical: list[Rule]) -> Grid | None:
    """The grid of one group of lines, None where they enclose nothing."""
    ys, xs = _positions(horizontal, vertical), _positions(vertical, horizontal)
    if len(xs) < 2 or len(ys) < 2:
        return None
    across, down = _coverage(horizontal, ys, xs), _coverage(vertical, xs, ys)
    # A position where no border was drawn (an underline that touches the frame) is no grid line.
    kept_rows = [i for i in range(len(ys)) if i in (0, len(ys) - 1) or any(across[i])]
    kept_columns = [i for i in range(len(xs)) if i in (0, len(xs) - 1) or any(down[i])]
    if len(kept_rows) < len(ys) or len(kept_columns) < len(xs):
        ys, xs = [ys[i] for i in kept_rows], [xs[i] for i in kept_columns]
        across, down = _coverage(horizontal, ys, xs), _coverage(vertical, xs, ys)
    owner = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    cells: list[tuple[int, int, int, int]] = []
    right_sides = list(zip(*down[1:], strict=True))
    for row, owners in enumerate(owner):
        closed = list(map(and_, right_sides[row], across[row + 1]))
        for column, alone in enumerate(closed):
            if owners[column] >= 0:
                continue
            if alone:  # as most are
                owners[column] = len(cells)
                cells.append((row, column, 1, 1))
                continue
            colspan, rowspan = _spans(row, column, across, down, owner)
            for r in range(row, row + rowspan):
                owner[r][column : column + colspan] = [len(cells)] * colspan
            cells.append((row, column, rowspan, colspan))
    return Grid(xs, ys, owner, cells, _unenclosed(cells, across, down))


def _unenclosed(
    cells: list[tuple[int, int, int, int]],
    across: list[list[bool]],
    down: list[list[bool]],
) -> set[int]:
    """Cells beside the outline of a table that is not a rectangle.

    A side that is open from end to end is how the table was drawn; a side drawn in part leaves
    places that are no cells.
    """
    found: set[int] = set()
    for side, edge in ((across[0], 0), (across[-1], len(across) - 1)):
        if any(side) and not all(side):
            found.update(
                index
                for index, (row, column, rowspan, colspan) in enumerate(cells)
                if edge in (row, row + rowspan) and not any(side[column : column + colspan])
            )
    for side, edge in ((down[0], 0), (down[-1], len(down) - 1)):
        if any(side) and not all(side):
            found.update(
                index
                for index, (row, column, rowspan, colspan) in enumerate(cells)
                if edge in (column, column + colspan) and not any(side[row : row + rowspan])
            )
    return found


def _spans(
    row: int,
    column: int,
    across: list[list[bool]],
    down: list[list[bool]],
    owner: list[list[int]],
) -> tuple[int, int]:
    """(colspan, rowspan) of the cell that begins at a slot: it grows while no border is drawn."""
    columns, rows = len(owner[0]), len(owner)
    colspan = 1
    while (
        column + colspan < columns
        and not down[column + colspan][row]
        and owner[row][column + colspan] < 0
    ):
        colspan += 1
    rowspan = 1
    while (
        row + rowspan < rows
        and not any(across[row + rowspan][column : column + colspan])
        and not any(down[c][row + rowspan] for c in range(column + 1, column + colspan))
        and all(o < 0 for o in owner[row + rowspan][column : column + colspan])
    ):
        rowspan += 1
    return colspan, rowspan


def align_pieces(pages: Sequence[Sequence[Grid]]) -> None:
    """Count the columns of a table that is broken over pages alike on all of them.

    A page may show a part only of the table's vertical lines, where its rows are merged cells.
    """
    seams = [(above[-1], below[0]) for above, below in pairwise(pages) if above and below]
    for above, below in (*seams, *reversed(seams)):
        for coarse, fine in ((above, below), (below, above)):
            at = _lines_within(coarse.xs, fine.xs)
            if at is not None:
                coarse.adopt_columns(fine.xs, at)


def _lines_within(coarse: list[float], fine: list[float]) -> list[int] | None:
    """Which lines of `fine` the lines of `coarse` are, None where they are not the same table's."""
    if len(coarse) >= len(fine):
        return None
    at = [_nearest(fine, x) for x in coarse]
    if at[0] != 0 or at[-1] != len(fine) - 1 or len(set(at)) < len(at):
        return None
    near = all(abs(fine[i] - x) <= SNAP for i, x in zip(at, coarse, strict=True))
    return at if near else None
