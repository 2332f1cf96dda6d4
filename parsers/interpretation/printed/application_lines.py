"""Table 3 where no ruling lines tell its cells: the lines of its headings and body, its columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ...reading.model import UNREAD, PrintedLine
from ..labels import squash_all
from ..lines import Row
from ..templates import COMMON
from .columns import Extent, in_columns, row_of, stacked
from .values import PlacedValue, split_line

WIDTH = len(COMMON.columns)
FEWEST_VALUES = 3  # on a line that shows where the values begin
MOST_LINES = 300  # of the table; the longest seen, with narrow columns, has 150
_MOST_HEADER_LINES = 16
_FEWEST_WHOLE_ROWS = 2  # that show the columns of a text's page
_FIRST_LABELS = ("一本年新收", "本年新收")
_BEGINNINGS = ("一本", "本年")  # at least so much of it stands on its first line
_MOST_LINES_OF_FIRST = 4
_BEGINS = re.compile("勾稽关系|申请人情况|自然")
_NEXT_TABLE = re.compile("行政复议|行政诉讼|提起诉讼")


def only_beginning(lines: Sequence[PrintedLine]) -> int | None:
    """The line on which the first label begins; None where it is printed nowhere, or again."""
    starts = [i for i in range(len(lines)) if _begins(lines[i : i + _MOST_LINES_OF_FIRST])]
    return starts[0] if len(starts) == 1 else None


def _begins(lines: Sequence[PrintedLine]) -> bool:
    """Whether the first label begins on the first of these lines; its rest may be on the others."""
    words = squash_all("".join(piece.text for piece in split_line(lines[0], 0)[0]))
    if not words.startswith(_BEGINNINGS):
        return False
    rest = (piece.text for line in lines[1:] for piece in split_line(line, 0)[0])
    return (words + squash_all("".join(rest))).startswith(_FIRST_LABELS)


def text_of(line: PrintedLine) -> str:
    """The characters of a line without white space and punctuation."""
    return squash_all("".join(piece.text for piece in line.pieces))


def header_above(lines: Sequence[PrintedLine], start: int) -> Sequence[PrintedLine]:
    """The lines of the headings: from the first of them to the first label."""
    first = max(0, start - _MOST_HEADER_LINES)
    marks = (i for i in range(first, start) if _BEGINS.search(text_of(lines[i])))
    return lines[next(marks, start) : start]


def body_below(lines: Sequence[PrintedLine], header: Iterable[PrintedLine]) -> list[PrintedLine]:
    """The lines from the first label to the next table, without headings that a page begins
    with again."""
    end = next((i for i, line in enumerate(lines) if _NEXT_TABLE.search(text_of(line))), len(lines))
    return _without_repeated(lines[:end], {text_of(line) for line in header})


def _without_repeated(lines: Sequence[PrintedLine], header: set[str]) -> list[PrintedLine]:
    kept: list[PrintedLine] = []
    in_header = False
    for i, line in enumerate(lines):
        begins = i > 0 and line.page != lines[i - 1].page
        in_header = (begins or in_header) and text_of(line) in header
        if not in_header:
            kept.append(line)
    return kept


def columns_of_pages(
    values: Sequence[PlacedValue], pages: Iterable[int]
) -> dict[int, list[Extent]]:
    """The columns of each page of a text, where they are known: every page has its own, and says
    little of its headings, so that whole rows must show them."""
    found: dict[int, list[Extent]] = {}
    for page in set(pages):
        own = [value for value in values if value.page == page]
        on_lines = Counter(value.lines[0] for value in own)
        whole = sum(times == WIDTH for times in on_lines.values())
        columns = stacked(own, (), WIDTH) if whole >= _FEWEST_WHOLE_ROWS else None
        if columns is not None:
            found[page] = columns
    return found


def heading_row() -> Row:
    """The headings of the columns."""
    labels = [COMMON.column_labels[column][0] for column in COMMON.columns]
    return Row(row_of("", labels, (), WIDTH), exact=True, table=0)


def value_row(
    label: str, printed: Sequence[PlacedValue], columns: Mapping[int, Sequence[Extent]]
) -> Row:
    """A row with its label; its values are in one cell where no column of theirs is known."""
    texts = in_columns(printed, columns, WIDTH, WIDTH)
    return Row(row_of(label, texts, printed, WIDTH), exact=True, table=0)


def unread_row(label: str) -> Row:
    """A row of which nobody knows what is printed in its cells."""
    return Row(row_of(label, [UNREAD] * WIDTH, (), WIDTH), exact=True, table=0)
