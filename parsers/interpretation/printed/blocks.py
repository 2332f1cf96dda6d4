"""Table 3 of a text that prints a page block by block, as `pdftotext` does without options.

Labels stand in blocks of their own, before or behind the values, and a block may hold a column,
a row, or several of both. The values are certain where there are as many as the form has cells,
where there is one way alone in which the blocks of every page cover its rows, and where all sums
hold, or all but those of one number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, groupby, islice, pairwise

from ...reading.model import PrintedLine
from ..application_rows import BODY_ONLY
from ..applications import WIDTH, column_holds
from ..explaining import explain
from ..found import TableFound
from ..settle import filled_amounts, row_holds
from ..stream import labels_in
from ..stream.applications import ONLY_2021
from ..stream.by_line import nothing_yet
from ..stream.labelled import FIRST_LABEL, HEADINGS, is_printed_again
from ..stretches import Stretch
from ..templates import COMMON, StatutoryTemplate, Template, template
from ..values import BLANK, Said, Value
from .page_tilings import tables_of
from .pieces_of_blocks import BETWEEN_BLOCKS, Piece, from_heading, pieces_of
from .tiling import Block, Row

ENOUGH_NAMED = 0.6  # share of the rows whose labels must be there, in order
MOST_WRONG = 1  # numbers of the agency's own
MOST_WAYS = 40  # to leave out numbers of pages
_HEADER = re.compile("自然|申请人情况|法人(?:[或和及与]者?)?其|商业|总计|本年新收")
_BEHIND = re.compile("行政复议|行政诉讼|结果|维持|尚未|审结|存在的?主要问题")
# The rows whose labels take the place of a group's name, and those beside one.
_BESIDE_A_GROUP = re.compile("denied|unavailable|unprocessed|other_")
# The rest of a group's name may stand between the values of the row beside it.
_GROUPS = ("本年度办理结果", "不予公开", "无法提供", "不予处理")
_WITHIN_ROWS = frozenset(name[i:] for name in _GROUPS for i in range(1, len(name)))

Table = tuple[tuple[Value, ...], ...]


def read_in_blocks(lines: Sequence[PrintedLine]) -> tuple[TableFound, StatutoryTemplate] | None:
    """The whole of table 3; None where nothing proves it. lines: of a text that keeps the blank
    lines between blocks."""
    pieces, behind = pieces_of(from_heading(lines))
    words = ("".join(piece.words for piece in pieces) + behind).replace(BETWEEN_BLOCKS, "")
    if FIRST_LABEL not in words or is_printed_again(words) or not _headings_in_order(words):
        return None
    form = template("2021" if ONLY_2021.search(words) else "2019")
    if not _labels_are_there(words, form):
        return None
    rows = _table(pieces, behind, form, WIDTH) or _without_sums(pieces, behind, form)
    if rows is None:
        return None
    found = nothing_yet(form)
    stretches = [Stretch((n,), row) for n, row in zip(form.row_names, rows, strict=True)]
    for name, cells in explain(stretches, form, WIDTH).items():
        found.put(name, COMMON.columns, cells)
    return found, form.name


def _table(pieces: Sequence[Piece], behind: str, form: Template, width: int) -> Table | None:
    """The one table that the blocks make in rows of so many cells, with the fewest wrong sums."""
    ways = islice(_of_table(pieces, behind, form, width), MOST_WAYS)
    own = (way for way in ways if _labels_agree(way, form, width))
    tables = {table for way in own for table in _tables(way, form, width)}
    least = min((wrong for wrong, _ in tables), default=MOST_WRONG + 1)
    likeliest = [rows for wrong, rows in tables if wrong == least]
    return likeliest[0] if least <= MOST_WRONG and len(likeliest) == 1 else None


def _without_sums(pieces: Sequence[Piece], behind: str, form: Template) -> Table | None:
    """The table where no row prints its sum: then those of all columns must hold, and the last
    column must not be one of sums beside a column that is lost."""
    rows = _table(pieces, behind, form, WIDTH - 1)
    return rows if rows and any(map(_ends_in_a_part, rows)) else None


def _ends_in_a_part(row: Sequence[Value]) -> bool:
    """Whether the last number of a row, before its blank sum, is less than the others together:
    no sum is, even where one of these is lost."""
    *others, last = (value.amount or 0 for value in row[:-1])
    return last < sum(others)


def _with_blank_sums(table: Table) -> Table:
    return tuple((*row, BLANK) for row in table)


def _headings_in_order(words: str) -> bool:
    """Whether the headings below 法人或其他组织 stand in the form's order, but for those broken
    over more lines than others, which begin above them; and 自然人, which stands beside all of
    these, not between those in order."""
    first, *others = HEADINGS[:-1]
    columns = (COMMON.column_labels[column][0] for column in COMMON.columns[1:])
    named = [
        (place, words.startswith(label, place - label.index(heading)))
        for heading, label in zip(others, columns, strict=False)
        if (place := words.find(heading)) >= 0
    ]
    moved = [(one, other) for one, other in combinations(named, 2) if other < one]
    if not moved:
        return not (named and named[0][0] < words.find(first) < named[-1][0])
    return all(whole and not broken for (_, whole), (_, broken) in moved)


def _labels_are_there(words: str, form: Template) -> bool:
    return len(labels_in(words, _anchors(form))) >= ENOUGH_NAMED * len(form.rows)


def _anchors(form: Template) -> dict[str, re.Pattern[str]]:
    """What tells the rows' labels, but for those that have words of the headings."""
    return {row.name: row.anchor for row in form.rows if row.name not in BODY_ONLY}


def _labels_agree(pieces: Sequence[Piece], form: Template, width: int) -> bool:
    """Whether no label stands before another row's values: labels that moved to other blocks did
    so together, in the form's order."""
    anchors = _anchors(form)
    alone: list[tuple[str, int]] = []  # labels that stand alone before values, and how many came
    count = 0
    for _, own in groupby(pieces, key=lambda piece: piece.block):
        within: tuple[str, ...] = ()
        for piece in own:
            *before, words = piece.words.split(BETWEEN_BLOCKS)
            within += labels_in(words, anchors)
            if not all(_in_order(labels_in(moved, anchors), form) for moved in before):
                return False
            named = labels_in("".join([*before, words]), anchors)
            if named:
                alone.append((named[0] if len(named) == 1 else "", count))
            count += len(piece.values)
        if not _in_order(within, form):
            return False
    return all(
        not name or start % width or end % width or form.row_names[start // width] == name
        for (name, start), (_, end) in pairwise([*alone, ("", count)])
    )


def _in_order(named: Iterable[str], form: Template) -> bool:
    """Whether labels stand in the form's order, those beside the groups' names by themselves."""
    places: dict[bool, list[int]] = {True: [], False: []}
    for name in named:
        places[_BESIDE_A_GROUP.match(name) is not None].append(form.row_names.index(name))
    return all(column == sorted(column) for column in places.values())


def _of_table(
    pieces: Sequence[Piece], behind: str, form: Template, width: int
) -> Iterator[list[Piece]]:
    """The pieces that may make the table: as many values as it has cells, from the headings to
    the next table, without the numbers of pages among them."""
    for start, first in enumerate(pieces):
        if _HEADER.search(first.words):
            pages = [list(own) for _, own in groupby(pieces[start:], key=lambda piece: piece.page)]
            yield from _filled(pages, behind, len(form.rows), width)


def _filled(
    pages: Sequence[list[Piece]], behind: str, rows: int, width: int
) -> Iterator[list[Piece]]:
    """The pieces of these pages that make so many rows."""
    wanted = rows * width
    if not pages:
        return
    own, *others = pages
    following = [piece.words for page in others for piece in page[:1]]
    for way in (own, *_without_page_number(own)):
        end, count = 0, 0
        while end < len(way) and count < wanted:
            count += len(way[end].values)
            end += 1
        if count == wanted:
            if _BEHIND.search([*(piece.words for piece in way[end:]), *following, behind][0]):
                yield way[:end]
        elif count < wanted and count % width == 0:
            left = rows - count // width
            yield from (way + rest for rest in _filled(others, behind, left, width))


def _without_page_number(own: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of a page without what may be its number: a block by itself before other words,
    or the last one."""
    sizes = Counter(piece.block for piece in own for _ in piece.values)
    for i, piece in enumerate(own):
        is_number = piece.values[0].number == str(piece.page + 1) and sizes[piece.block] == 1
        before_words = i + 1 == len(own) or own[i + 1].words.strip(BETWEEN_BLOCKS)
        if is_number and before_words:
            below = [replace(p, words=piece.words + p.words) for p in own[i + 1 : i + 2]]
            yield [*own[:i], *below, *own[i + 2 :]]


def _tables(pieces: Sequence[Piece], form: Template, width: int) -> Iterator[tuple[int, Table]]:
    """The tables with the fewest wrong numbers that the blocks of all pages make, and how many
    these are; of those with blocks out of their order only what no other one explains. Of rows
    without their sums all blocks must stand in order."""

    def holds(row: Row) -> bool:
        return width < WIDTH or row_holds(tuple(values[i] for i in row))

    said = {v.said: v for piece in pieces for v in piece.values}
    codes = {key: i for i, key in enumerate(said)}
    values = list(said.values())
    pages = [_of_page(own, codes) for _, own in groupby(pieces, key=lambda piece: piece.page)]
    found: dict[Table, int] = {}
    for ways in tables_of(pages, width, holds):
        tables = {
            tuple(tuple(values[i] for i in row) for row in rows): way for rows, way in ways.items()
        }
        if width < WIDTH:
            in_order = (_with_blank_sums(table) for table, way in tables.items() if not way.cost)
            yield from ((0, table) for table in in_order if not _wrong(table, form))
            return
        wrong = {table: _wrong(table, form) for table in tables}
        found = {table: n for table, n in wrong.items() if not n or tables[table].is_regular}
        if 0 in found.values():
            break
    fewest = min(found.values(), default=0)
    yield from ((fewest, table) for table, wrong_ones in found.items() if wrong_ones == fewest)


def _of_page(pieces: Iterable[Piece], codes: Mapping[Said, int]) -> list[Block]:
    """The blocks of one page."""
    blocks = []
    for _, own in groupby(pieces, key=lambda piece: piece.block):
        said: list[int] = []
        words: list[int] = []
        for piece in own:
            if piece.words not in _WITHIN_ROWS:
                words.append(len(said))
            said += [codes[value.said] for value in piece.values]
        blocks.append(Block(tuple(said), frozenset(words)))
    return blocks


def _wrong(table: Table, form: Template) -> int:
    """Numbers that are wrong at least: each breaks the sum of its row, of its column, or both."""
    amounts = map(filled_amounts, table)
    columns = (dict(zip(form.row_names, own, strict=True)) for own in zip(*amounts, strict=True))
    failing = sum(column_holds(column, form) is False for column in columns)
    return max(failing, sum(not row_holds(row) for row in table))
