"""Numbers that are drawn, as curves or as small pictures, where a page is otherwise text; and
those in fields of a form that the file does not show."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from parsers.reading.model import UNREAD
from parsers.reading.pdf.grid import Grid
from parsers.reading.pdf.page import Glyph, PageContent

# A few drawings in cells may be ornaments: only these cells are not read. Outside ruled tables a
# logo or a seal has some dozen curves as large as letters.
MANY_CELLS = 8
MANY_ELSEWHERE = 40
RISE = 0.35  # of its size: so far above its baseline is a character's middle
SAME_LINE = 0.45  # of a character's size
FIELD = 9.0  # points: the size of what a field holds, more or less
LARGEST = 30.0  # points: the size of characters
NEAR = 6.0  # points from a character: a drawing so near is its frame or its ground
Place = tuple[float, float]


def take_drawn(content: PageContent, tables: Sequence[Grid]) -> list[Glyph]:
    """Put UNREAD into empty cells in which something as large as a number is drawn; returns the
    same for what is drawn in a line of text outside ruled tables."""
    if not content.drawn:
        return []
    taken: set[tuple[int, int]] = set()
    elsewhere: list[Place] = []
    for x, y in content.drawn:
        found = [(at, cell[0]) for at, table in enumerate(tables) if (cell := table.cell_at(x, y))]
        if not found:
            elsewhere.append((x, y))
        elif not tables[found[0][0]].glyphs.get(found[0][1]):
            tables[found[0][0]].glyphs[found[0][1]] = [_unread(x, y, 1.0)]
            taken.add(found[0])
    bare = _without_text(content, elsewhere)
    content.drawn_cells, content.drawn_elsewhere = len(taken), len(bare)
    if taken:
        content.notes.append(f"{len(taken)} cells of tables with a drawing in the place of text")
    return _in_lines(content, bare)


def take_unshown(content: PageContent, tables: Sequence[Grid]) -> list[Glyph]:
    """Put UNREAD into the cells where fields are not shown; returns the same for those outside
    ruled tables."""
    outside: list[Glyph] = []
    for x, y in content.unshown:
        unread = _unread(x, y + RISE * FIELD, FIELD)
        places = ((table.glyphs, table.cell_at(x, y)) for table in tables)
        found = next(((glyphs, cell[0]) for glyphs, cell in places if cell), None)
        if found is None:
            outside.append(unread)
        else:
            found[0].setdefault(found[1], []).append(unread)
    if content.unshown:
        content.notes.append(
            f"{len(content.unshown)} fields of a form whose values the file does not show"
        )
    return outside


def _unread(x: float, baseline: float, size: float) -> Glyph:
    return Glyph(UNREAD, x - 0.3 * size, x + 0.3 * size, baseline, size, False)


def _without_text(content: PageContent, drawn: Sequence[Place]) -> list[Place]:
    """The drawings that stand where no character does."""
    if not drawn:
        return []
    written = {
        (int((x0 + x1) / 2 / NEAR), int((baseline - RISE * size) / NEAR))
        for _, x0, x1, baseline, size, _ in content.glyphs
    }
    around = [(right, down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
    return [
        (x, y)
        for x, y in drawn
        if not any(
            (int(x / NEAR) + right, int(y / NEAR) + down) in written for right, down in around
        )
    ]


def _in_lines(content: PageContent, drawn: Sequence[Place]) -> list[Glyph]:
    """UNREAD for each of the drawings that stands in a line behind a character, as a value
    behind its label does: what stands before all others is a mark of a list."""
    begins: dict[float, tuple[float, float]] = {}
    for _, x0, _, baseline, size, _ in content.glyphs if drawn else ():
        begins[baseline] = min((x0, size), begins.get(baseline, (x0, size)))
    baselines = sorted(begins)
    unread: list[Glyph] = []
    for x, y in drawn:
        for baseline in baselines[bisect_left(baselines, y) : bisect_right(baselines, y + LARGEST)]:
            start, size = begins[baseline]
            if start < x and abs(baseline - RISE * size - y) <= SAME_LINE * size:
                unread.append(_unread(x, baseline, size))
                break
    return unread


def are_numbers_drawn(content: PageContent) -> bool:
    """Whether a page's numbers are drawn: as text, their cells would be empty."""
    return content.drawn_cells >= MANY_CELLS or content.drawn_elsewhere >= MANY_ELSEWHERE


def may_be_drawn(content: PageContent) -> bool:
    """The same for another page of a document in which one page's numbers are."""
    return content.drawn_cells + content.drawn_elsewhere >= MANY_CELLS
