"""Pages into one sequence of blocks: tables where they stand, lines joined into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsers.reading.model import Block, Paragraph, Table
from parsers.reading.pdf.cells import ruled_tables, table_of
from parsers.reading.pdf.columns import column_table, split_columns, table_stretches
from parsers.reading.pdf.grid import Grid, align_pieces
from parsers.reading.pdf.overhang import (
    rejoined,
    repeated_headings,
    same_columns,
    take_overhang,
)
from parsers.reading.pdf.page import PageContent
from parsers.reading.pdf.paragraphs import (
    Measures,
    continues,
    join_line,
    measure,
    without_furniture,
)
from parsers.reading.pdf.text import Line, group_lines, make_line
from parsers.reading.sheets import opened

FEW_CHARACTERS = 30  # a scanner's or a viewer's mark printed over the picture of a page


@dataclass(slots=True)
class PageParts:
    """A page's size in points, its lines outside ruled tables, and its ruled tables.

    index: of the page in its document. scanned: it is a picture with hardly a character.
    recognised: it was read by character recognition. layered: somebody else read it so, and laid
    the text under its picture. placed: of a page that was recognised the lines outside ruled
    tables where numbers stand there, each glyph a piece that was read under the rule for cells.
    """

    width: float
    height: float
    lines: list[Line]
    grids: list[Grid]
    images: int = 0
    index: int = 0
    scanned: bool = False
    recognised: bool = False
    layered: bool = False
    placed: Sequence[Line] = ()

    def become_picture(self) -> None:
        """Leave nothing of the page but that it is a picture."""
        self.lines, self.grids, self.images = [], [], max(1, self.images)
        self.scanned, self.layered = True, False


def parts_of(content: PageContent, index: int) -> PageParts:
    """A page's ruled tables, and the lines of what stands outside them."""
    scanned = content.images > 0 and len(content.glyphs) < FEW_CHARACTERS
    grids, outside = ruled_tables(content)
    lines = [make_line(glyphs) for glyphs in group_lines(outside)]
    page = PageParts(content.width, content.height, lines, grids, content.images)
    page.index, page.scanned, page.layered = index, scanned, content.layered
    return page


def is_recognised(pages: Sequence[PageParts]) -> bool:
    """Whether a table was recognised, or all text was: then recognition's rules hold. What stands
    without ruling lines on a page that is a picture is a table only where no other is ruled."""
    recognised = [page for page in pages if page.recognised]
    others = [page for page in pages if not page.recognised]
    ruled = any(page.grids for page in others)
    tabled = any(page.grids or (page.placed and not ruled) for page in recognised)
    printed = any(page.lines or page.grids for page in others)
    return bool(recognised) and (tabled or not printed)


def blocks_of(pages: Sequence[PageParts]) -> list[Block]:
    """The blocks of a document in reading order; pieces of one table on several pages are one, and
    a sheet printed with lines around all its cells is no table."""
    align_pieces([page.grids for page in pages])
    kept = without_furniture([page.lines for page in pages], [page.height for page in pages])
    kept = take_overhang([page.grids for page in pages], kept)
    by_width: dict[int, list[Line]] = {}
    for page, lines in zip(pages, kept, strict=True):
        by_width.setdefault(round(page.width), []).extend(lines)
    areas = {width: measure(lines, width) for width, lines in by_width.items()}
    flow = _Flow()
    for page, lines in zip(pages, kept, strict=True):
        flow.add_page(page, lines, areas[round(page.width)])
    return flow.finished()


class _Flow:
    """Blocks in reading order; the last paragraph stays open for its next line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.text = ""
        self.recognised = False  # whether a part of the open paragraph was
        self.above: Line | None = None
        self.new_page = False
        self.grid: Grid | None = None  # the ruled table that ends what was added so far

    def add_page(self, page: PageParts, lines: list[Line], area: Measures) -> None:
        """Lines and tables of one page by their height."""
        self.new_page = True
        items: list[tuple[float, Line | Table | Grid]] = []
        # A number read outside ruling lines, or nothing read there, is no evidence for a cell.
        items += (
            [(line.baseline, line) for line in lines] if page.recognised else _layout(lines, area)
        )
        items.extend((grid.ys[0], grid) for grid in page.grids)
        grid_above, self.grid = self.grid, None
        for _, item in sorted(items, key=lambda pair: pair[0]):
            self.grid = item if isinstance(item, Grid) else None
            if isinstance(item, Line):
                self._add_line(item, area)
                self.recognised |= page.recognised
            elif self.grid is None or not self._goes_on(grid_above, self.grid):
                self._close()
                table = item if isinstance(item, Table) else table_of(item)
                self.blocks.append(replace(table, recognised=page.recognised))
            grid_above = None

    def finished(self) -> list[Block]:
        """All blocks, the open paragraph included."""
        self._close()
        return [
            part
            for block in self.blocks
            for part in (
                opened(block) if isinstance(block, Table) and not block.recognised else [block]
            )
        ]

    def _goes_on(self, above: Grid | None, grid: Grid) -> bool:
        """Whether a table goes on with the one that ended the page before: nothing stands between
        them and they have the same columns. Then its rows are put to those."""
        table = self.blocks[-1] if self.blocks and not self.text else None
        if above is None or not isinstance(table, Table) or not same_columns(above, grid):
            return False
        rows = table_of(grid).rows
        repeated = repeated_headings(table.rows, rows)
        self.blocks[-1] = replace(table, rows=tuple(rejoined(table.rows, rows[repeated:])))
        return True

    def _add_line(self, line: Line, area: Measures) -> None:
        if self.above and continues(self.above, line, area, self.new_page):
            self.text = join_line(self.text, line, self.above, area)
        else:
            self._close()
            self.text = line.text
        self.above, self.new_page = line, False

    def _close(self) -> None:
        text = re.sub(r"\s+", " ", self.text).strip()
        if text:
            self.blocks.append(Paragraph(text, self.recognised))
        self.text, self.recognised, self.above = "", False, None


def _layout(lines: list[Line], area: Measures) -> list[tuple[float, Line | Table]]:
    """Lines, and tables made of lines that stand in columns, with their heights."""
    rows = [split_columns(line) for line in lines]
    items: list[tuple[float, Line | Table]] = []
    done = 0
    for first, end in table_stretches(rows, area.right - area.left):
        items.extend((line.baseline, line) for line in lines[done:first])
        items.append((lines[first].baseline, column_table(rows[first:end])))
        done = end
    items.extend((line.baseline, line) for line in lines[done:])
    return items
