"""What every format is read into: paragraphs and tables in document order.

A reader (one module a format) turns bytes into a `Reading`. It decides nothing about
meaning: it keeps what is printed, where it is printed, and says what it could not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

UNREAD = "\ufffd"
"""Stands in a cell for what is printed there and was not read: such a cell is not empty."""


class Unreadable(Exception):
    """The bytes cannot be read; the message says what was expected and found."""


class SeveralDocuments(Unreadable):
    """An archive of several documents, each of which stands for itself. names: of these."""

    def __init__(self, told: str, names: tuple[str, ...]) -> None:
        super().__init__(told)
        self.names = names


class TableCell(NamedTuple):
    """One printed cell; `column` is its leftmost grid column, counted from 0."""

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table as printed: each row lists the cells that begin in it, left to right.

    `exact` tells that spans come from the format itself (HTML, Word, ruling lines). Where it
    is False (text with tabs) every cell has a span of 1, and an empty cell may be either a
    blank value or what is left of a merged cell. `recognised`: the lines were seen in a picture,
    where one may be lost and a fold or a streak may look like one.
    """

    rows: tuple[tuple[TableCell, ...], ...]
    exact: bool = True
    recognised: bool = False

    @property
    def width(self) -> int:
        """Number of grid columns."""
        return max((c.column + c.colspan for row in self.rows for c in row), default=0)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of running text, without line breaks of the page's layout.

    `recognised`: at least a part of it was read in a picture, so that a number in it may be
    misread.
    """

    text: str
    recognised: bool = False


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an attached file: absolute or relative address as written, and its text."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """Characters without a gap between them, and the places where they begin and end, in points
    or in characters from the left. `apart`: a gap before it shows that its place is its own; a
    single blank may be all that a text keeps of any distance."""

    text: str
    start: float
    end: float
    apart: bool = True


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line outside ruled tables, left to right. Pages are counted from 0; `place` grows from
    one line of a page to the next, in points or in lines; `size` is the height of a line."""

    page: int
    place: float
    pieces: tuple[PrintedPiece, ...]
    size: float = 1.0


MOST_NOTES = 20  # of one document


def limited(notes: Iterable[str]) -> tuple[str, ...]:
    """Each note once, the first of them; and how many more there are."""
    told = tuple(dict.fromkeys(notes))
    if len(told) <= MOST_NOTES:
        return told
    return (*told[:MOST_NOTES], f"{len(told) - MOST_NOTES} more notes of this kind")


def _no_lines() -> tuple[PrintedLine, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A document in reading order.

    media_type: the type found in the bytes (`text/html`, `application/pdf`, …).
    charset: for text formats, the encoding that decoded the bytes.
    extractor: name of the reader, stored with the source (`html`, `pdf`, `docx`, `text`).
    meta: what the format says about the document (HTML `<meta>` names, PDF and Word title).
    breadcrumb: the page's path of columns, outermost first, where the format has one.
    attachments: files that the document links to.
    images: number of pictures large enough to hold a table.
    recognised: somebody else's character recognition made text of it, which only sums prove.
    notes: what was left out or could not be read, in words.
    printed: gives the lines with the places of what stands on them, where the format has places;
        asked for only where a table was printed without ruling lines.
    printed_all: the same with the lines inside ruled tables, of which some may lack lines.
    """

    blocks: tuple[Block, ...]
    media_type: str
    extractor: str
    charset: str | None = None
    meta: dict[str, str] = field(default_factory=dict)
    breadcrumb: tuple[str, ...] = ()
    attachments: tuple[Link, ...] = ()
    images: int = 0
    recognised: bool = False
    notes: tuple[str, ...] = ()
    printed: Callable[[], Sequence[PrintedLine]] = field(
        default=_no_lines, compare=False, repr=False
    )
    printed_all: Callable[[], Sequence[PrintedLine]] = field(
        default=_no_lines, compare=False, repr=False
    )

    def paragraphs(self) -> Iterator[str]:
        """The texts of all paragraphs, in order."""
        return (b.text for b in self.blocks if isinstance(b, Paragraph))

    def tables(self) -> Iterator[Table]:
        """All tables, in order."""
        return (b for b in self.blocks if isinstance(b, Table))


def place_rows(rows: Sequence[Sequence[tuple[str, int, int]]]) -> tuple[tuple[TableCell, ...], ...]:
    """Give grid columns to rows of (text, colspan, rowspan), as a browser lays a table out."""
    occupied: dict[int, int] = {}  # column -> rows still covered by a cell from above
    placed: list[tuple[TableCell, ...]] = []
    for row in rows:
        column, cells = 0, []
        covered = set(occupied)
        for text, colspan, rowspan in row:
            while column in covered:
                column += 1
            cells.append(TableCell(text, column, colspan, rowspan))
            for spanned in range(column, column + colspan):
                if rowspan > 1:
                    occupied[spanned] = max(occupied.get(spanned, 0), rowspan)
            column += colspan
        placed.append(tuple(cells))
        occupied = {c: left - 1 for c, left in occupied.items() if left > 1}
    return tuple(placed)
