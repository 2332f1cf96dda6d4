"""Ruled tables of a page: every character put into the cell that holds it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from math import inf

from parsers.reading.model import Table, TableCell
from parsers.reading.pdf.drawn_numbers import take_drawn, take_unshown
from parsers.reading.pdf.grid import SNAP, Box, Grid, make_grid, merged_rules, rule_groups
from parsers.reading.pdf.page import Glyph, PageContent
from parsers.reading.pdf.raised import set_raised_aside
from parsers.reading.pdf.struck import set_struck_aside
from parsers.reading.pdf.text import lines_of_text
from parsers.reading.pdf.wrapped import wrapped_numbers
from parsers.reading.wrapping import join_wrapped

NUMBER = frozenset("0123456789.")
APART = re.compile("[0-9] [0-9]")
LONGEST = 30  # characters of a number
TOP = 0.2  # of the page height
FEWEST_ALONE = 3  # cells of a row that may stand alone on its page
MAX_TABLES = 40  # on a page
Place = tuple[int, int]  # the number of a grid, and of a cell of it
Stretch = tuple[int, Place | None]  # its first character; it goes on up to the next stretch
_CELL = partial(tuple.__new__, TableCell)  # of all fields at once, without a call in Python
NOWHERE: Box = (inf, inf, -inf, -inf)
BEYOND = 40.0  # points from the page's side: what stands farther out is of another page
MAX_RULES = 600  # of each direction on a page, after joining: a full page has about 60


def ruled_tables(content: PageContent) -> tuple[list[Grid], list[Glyph]]:
    """The ruled tables of a page, top to bottom, and the characters outside all of them."""
    set_struck_aside(content)
    set_raised_aside(content)
    grids = ruled_grids(content)
    outside = _distribute(content, grids)
    tables = [grid for grid in grids if _is_table(grid) or _ends_a_table(grid, content.height)]
    _take_clipped(content, tables)
    if content.drawn or content.unshown:
        outside = [*outside, *take_drawn(content, tables), *take_unshown(content, tables)]
    for grid in grids:
        if not any(grid is table for table in tables):
            outside.extend(glyph for glyphs in grid.glyphs.values() for glyph in glyphs)
    return sorted(tables, key=lambda grid: grid.ys[0]), outside


def ruled_grids(content: PageContent) -> list[Grid]:
    """The grids that a page's rules make, the smallest first: a table inside the cell of another
    is drawn within it and takes the text."""
    horizontal, vertical = (
        merged_rules(content.horizontal),
        merged_rules(content.vertical),
    )
    if len(horizontal) > MAX_RULES or len(vertical) > MAX_RULES:
        content.notes.append("too many lines for a table (a drawing), ruling lines not used")
        return []
    grids = [grid for part in rule_groups(horizontal, vertical) if (grid := make_grid(*part))]
    return sorted((grid for grid in grids if len(grid.cells) >= 2), key=_area)[-MAX_TABLES:]


def table_of(grid: Grid) -> Table:
    """The cells of a grid with their texts, in rows."""
    rows: list[list[TableCell]] = [[] for _ in range(len(grid.ys) - 1)]
    texts = {
        index: _cell_text(glyphs) if len(glyphs) > 1 else glyphs[0].text
        for index, glyphs in grid.glyphs.items()
        if glyphs
    }
    apart = [index for index, text in texts.items() if " " in text and APART.search(text)]
    if apart:
        texts |= wrapped_numbers(grid, apart)
    for index, (row, column, rowspan, colspan) in enumerate(grid.cells):
        text = texts.get(index, "")
        if text or index not in grid.unenclosed:
            rows[row].append(_CELL((text, column, colspan, rowspan)))
    return Table(tuple(map(tuple, rows)))


def _area(grid: Grid) -> float:
    return (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0])


def _is_table(grid: Grid) -> bool:
    """A frame around text, or a chart's axes with hardly a word, is no table."""
    return sum(1 for glyphs in grid.glyphs.values() if glyphs) >= 2


def _ends_a_table(grid: Grid, height: float) -> bool:
    """A row of blank values, or the rest of one, alone at a page's top."""
    return (
        len(grid.ys) == 2
        and len(grid.cells) >= FEWEST_ALONE
        and any(grid.glyphs.values())
        and grid.ys[0] < TOP * height
    )


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    """The text of one cell, its wrapped lines joined."""
    text = ""
    for line in lines_of_text(glyphs):
        text = join_wrapped(text, line)
    return text


def _distribute(content: PageContent, grids: list[Grid]) -> list[Glyph]:
    """Put every character into the cell that holds its centre; returns those in none.

    A number too wide for its cell is printed across the border: its digits stay together, in
    the cell where most of them are, and the page notes it.
    """
    glyphs = content.glyphs
    if not grids:
        return glyphs
    stretches = _stretches(glyphs, grids)
    if any(_same_number(glyphs[start - 1], glyphs[start]) for start, _ in stretches[1:]):
        stretches = _with_numbers_whole(content, stretches, grids)
    outside: list[Glyph] = []
    ends = [start for start, _ in stretches[1:]]
    for (start, place), end in zip(stretches, [*ends, len(glyphs)], strict=False):
        if place is None:
            outside += glyphs[start:end]
        else:
            held = grids[place[0]].glyphs
            own = glyphs[start:end]
            if place[1] in held:
                held[place[1]] += own
            else:
                held[place[1]] = own
    return outside


def _stretches(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> list[Stretch]:
    """Which characters stand at one place, a cell of a grid or outside all of them: most stand
    where the one before stands."""
    stretches: list[Stretch] = []
    left, upper, right, lower = NOWHERE
    for index, (_, x0, x1, baseline, size, _) in enumerate(glyphs):
        if left < (x0 + x1) / 2 < right and upper < baseline - 0.35 * size < lower:
            continue
        place, (left, upper, right, lower) = _place((x0 + x1) / 2, baseline - 0.35 * size, grids)
        if not stretches or stretches[-1][1] != place:
            stretches.append((index, place))
    return stretches


def _with_numbers_whole(
    content: PageContent, stretches: Sequence[Stretch], grids: list[Grid]
) -> list[Stretch]:
    """The stretches with each number in one cell that is printed across a border."""
    glyphs, places = content.glyphs, list[Place | None]()
    ends = [start for start, _ in stretches[1:]]
    for (start, place), end in zip(stretches, [*ends, len(glyphs)], strict=True):
        places += [place] * (end - start)
    for index in ends:
        if places[index] != places[index - 1] and _same_number(glyphs[index - 1], glyphs[index]):
            _keep_together(content, places, index, grids)
    return [
        (index, place)
        for index, place in enumerate(places)
        if index == 0 or place != places[index - 1]
    ]


def _place(x: float, y: float, grids: Sequence[Grid]) -> tuple[Place | None, Box]:
    """The grid and cell at a point, and a box around it, all of which is at the same place."""
    for index, grid in enumerate(grids):
        found = grid.cell_at(x, y)
        if found is None:
            continue
        cell, box = found
        if index and any(_overlap(box, other.outline) for other in grids[:index]):
            box = NOWHERE
        return (index, cell), box
    tops = [grid.ys[0] for grid in grids if grid.ys[-1] >= y]
    bottoms = [grid.ys[-1] for grid in grids if grid.ys[-1] < y]
    beside = any(top <= y for top in tops)
    strip = (-inf, max(bottoms, default=-inf), inf, min(tops, default=inf))
    return None, NOWHERE if beside else strip


def _take_clipped(content: PageContent, tables: Sequence[Grid]) -> None:
    """Put characters outside the visible area into the cells that the page's side cuts.

    A table wider than the page is drawn up to its side, or beyond it; what is printed there is
    in the file all the same, and without it a number would be read as what is left of it.
    """
    taken = 0
    for glyph in content.clipped:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline - 0.35 * glyph.size
        for table in tables:
            left, right = table.xs[0], table.xs[-1]
            cut = right >= content.width - SNAP if x > content.width else x < 0 and left <= SNAP
            within = min(max(x, left), right)
            found = table.cell_at(within, y) if cut and abs(x - within) <= BEYOND else None
            if found is not None:
                table.glyphs.setdefault(found[0], []).append(glyph)
                taken += 1
                break
    if taken:
        content.notes.append(f"a table is wider than the page: {taken} characters beyond its side")


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _same_number(before: Glyph, glyph: Glyph) -> bool:
    """Whether two neighbours in the page's own order are digits without a gap between them."""
    text, x0, _, baseline, size, spaced = glyph
    return (
        abs(x0 - before.x1) < 0.12 * size
        and abs(baseline - before.baseline) < 0.5
        and text in NUMBER
        and before.text in NUMBER
        and not spaced
    )


def _keep_together(
    content: PageContent, places: list[Place | None], index: int, grids: list[Grid]
) -> None:
    """Give one place to the number printed around `index`, where a border strikes a digit."""
    glyphs, first, end = content.glyphs, index - 1, index + 1
    while first > 0 and index - first < LONGEST and _same_number(glyphs[first - 1], glyphs[first]):
        first -= 1
    while (
        end < len(glyphs) and end - index < LONGEST and _same_number(glyphs[end - 1], glyphs[end])
    ):
        end += 1
    if not any(_struck(glyph, grids) for glyph in glyphs[first:end]):
        return  # the border passes between two digits: two numbers that stand close
    own = places[first:end]
    places[first:end] = [max(set(own), key=own.count)] * (end - first)
    text = "".join(glyph.text for glyph in glyphs[first:end])
    content.notes.append(f"the number {text} is printed across a border")


def _struck(glyph: Glyph, grids: list[Grid]) -> bool:
    """Whether a vertical line of a grid passes through the middle of a character."""
    margin = 0.1 * (glyph.x1 - glyph.x0)
    y = glyph.baseline - 0.35 * glyph.size
    for grid in grids:
        at = bisect_left(grid.xs, glyph.x0 + margin)
        if at < len(grid.xs) and grid.xs[at] < glyph.x1 - margin and grid.ys[0] < y < grid.ys[-1]:
            return True
    return False
