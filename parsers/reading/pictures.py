"""Pictures that stand in a document for its tables: what is read in them, put in their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from parsers.reading import image
from parsers.reading.model import UNREAD, Block, Paragraph, Table, TableCell
from parsers.reading.ocr import NEEDS, is_available
from parsers.reading.pdf.flow import PageParts, blocks_of

MOST_PICTURES = 12  # of one document
# The forms have three tables: a document that has them as text has other things in pictures.
TABLES_OF_FORMS = 3

_PLACE = re.compile("\ue0f0(\\d{1,3})\ue0f1")


def place_of(number: int) -> str:
    """What stands in the text where the picture of that number stood; both characters are for
    private use."""
    return f"\ue0f0{number}\ue0f1"


@dataclass(frozen=True, slots=True)
class Placed:
    """What a document is with its pictures read. tabled: a table was read in a picture. pages: all
    that the pictures show."""

    blocks: list[Block]
    read: int = 0
    tabled: bool = False
    notes: tuple[str, ...] = ()
    pages: Sequence[PageParts] = ()


def put_back(blocks: Sequence[Block], pictures: Sequence[bytes]) -> Placed:
    """The blocks with what was read in the pictures in their places."""
    if not pictures:
        return Placed(list(blocks))
    own = sum(isinstance(block, Table) for block in blocks)
    pages: list[list[PageParts]] = [[] for _ in pictures]
    notes: list[str] = []
    if own < TABLES_OF_FORMS and not is_available():
        notes = [f"{len(pictures)} {NEEDS}"]
    elif own < TABLES_OF_FORMS:
        pages, notes = image.read_pages(pictures)
    placed: list[Block] = []
    for is_picture, group in groupby(_apart(blocks, len(pictures)), lambda b: isinstance(b, int)):
        if is_picture:  # neighbours are pages: a table may go on from one to the next
            read = [page for n in group if isinstance(n, int) for page in pages[n]]
            placed += blocks_of(read) if read else []
        else:
            placed += [block for block in group if not isinstance(block, int)]
    shown_pages = [page for shown in pages for page in shown]
    tabled = any(page.grids or page.placed for page in shown_pages)
    were_read = sum(any(page.grids or page.lines for page in shown) for shown in pages)
    return Placed(placed, were_read, tabled, tuple(notes), shown_pages)


def _apart(blocks: Sequence[Block], pictures: int) -> Iterator[Block | int]:
    """Blocks without the places of pictures, and after each the numbers of its pictures."""
    for block in blocks:
        texts = [block.text] if isinstance(block, Paragraph) else _texts(block)
        numbers = [int(n) for text in texts for n in _PLACE.findall(text) if int(n) < pictures]
        if not numbers:
            yield block
            continue
        if isinstance(block, Table):
            yield _without_places(block)
        elif rest := _PLACE.sub("", block.text).strip():
            yield Paragraph(rest)
        yield from numbers


def _texts(table: Table) -> list[str]:
    return [cell.text for row in table.rows for cell in row]


def _without_places(table: Table) -> Table:
    """A cell that showed nothing but a picture is not empty: it may be one of a number."""

    def cleaned(cell: TableCell, alone: bool) -> TableCell:
        text = _PLACE.sub("", cell.text).strip()
        return cell._replace(text=text or (UNREAD if cell.text and not alone else ""))

    return replace(
        table, rows=tuple(tuple(cleaned(cell, len(row) == 1) for cell in row) for row in table.rows)
    )
