"""Web pages whose table 3 was broken by the pages of the document that it was pasted from."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from random import Random

from tests.accuracy.printing import Copy, require_tables, text_copy
from tests.sample.reports import html
from tests.sample.reports.grid import Grid, Placed, place, table_of
from tests.sample.reports.model import Report

BROKEN_ROWS = 3
SHORTEST_PIECE = 3  # characters of a label on either side of a break
PAGE = (
    '<html><head><meta charset="utf-8"></head><body><div class="TRS_Editor">{}</div></body></html>'
)


def with_broken_labels(report: Report, chance: Random) -> Copy:
    """The ends of some labels stand in a row of their own below their numbers."""
    require_tables(report)
    whole = table_of(report, 3)
    grid = whole
    valued = [number for number, row in enumerate(grid) if any(cell.name for cell in row)]
    for row in sorted(chance.sample(valued, BROKEN_ROWS), reverse=True):
        grid = _broken(grid, row, chance)
    page = PAGE.format(html.render(report))
    return text_copy(report, page.replace(_drawn(whole), _drawn(grid)))


def _broken(grid: Grid, row: int, chance: Random) -> Grid:
    """What is merged downwards over the row goes on over its second half."""
    rows: list[list[Placed]] = [[] for _ in grid]
    for placed in place(grid):
        cell = placed.cell
        if cell.rowspan > 1 and placed.row <= row < placed.row + cell.rowspan:
            placed = replace(placed, cell=replace(cell, rowspan=cell.rowspan + 1))
        rows[placed.row].append(placed)
    upper, lower = [], []
    for placed in rows[row]:
        cell = placed.cell
        if cell.rowspan > 1:
            upper.append(cell)
        elif cell.name or len(cell.text) < 2 * SHORTEST_PIECE:
            upper.append(cell)
            lower.append(replace(cell, text="", name=None))
        else:
            cut = chance.randint(SHORTEST_PIECE, len(cell.text) - SHORTEST_PIECE)
            upper.append(replace(cell, text=cell.text[:cut]))
            lower.append(replace(cell, text=cell.text[cut:]))
    others = [tuple(placed.cell for placed in line) for line in rows]
    return (*others[:row], tuple(upper), tuple(lower), *others[row + 1 :])


def _drawn(grid: Grid) -> str:
    """The rows as `html.render` draws them in its plain style."""
    rows = []
    for row in grid:
        cells = []
        for cell in row:
            spans = f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
            spans += f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
            cells.append(f"<td{spans}>{escape(cell.text, quote=False) or '&nbsp;'}</td>\n")
        rows.append(f"<tr>\n{''.join(cells)}</tr>\n")
    return "".join(rows)
