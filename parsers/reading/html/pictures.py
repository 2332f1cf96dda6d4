"""Pictures that come with a page and stand for its tables: read where they stand.

Portals paste the tables of a report as pictures into the article: in the page itself (`data:`
addresses), or as parts of a web archive. Pictures that are elsewhere are not fetched here.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from lxml.html import HtmlElement

from parsers.reading import image
from parsers.reading.html import about
from parsers.reading.html.tree import picture_bytes
from parsers.reading.model import Block, Paragraph, Table, TableCell
from parsers.reading.ocr import NEEDS, is_available
from parsers.reading.pdf.flow import PageParts, blocks_of

MOST_PICTURES = 12  # of one article
# The forms have three tables: an article that has them as text has other things in pictures.
TABLES_OF_FORMS = 3

_PAYLOAD = re.compile(r"data:image/[\w.+-]{1,40};base64,([A-Za-z0-9+/=\s]{200,})", re.I)
# Stands in the text where a picture stood; both characters are for private use.
_PLACE = re.compile("\ue0f0(\\d{1,3})\ue0f1")


@dataclass(frozen=True, slots=True)
class Placed:
    """What an article is with its pictures read. tabled: a table was read in a picture."""

    blocks: list[Block]
    read: int = 0
    tabled: bool = False
    notes: tuple[str, ...] = ()


def take_out(body: HtmlElement, markup: str, beside: Mapping[str, bytes]) -> list[bytes]:
    """The pictures of an article, in order; each leaves its number where it first stood.

    markup: of the whole page. beside: files that came with the page, by address as written.
    """
    inline: dict[int, list[tuple[int, int]]] = {}
    for found in _PAYLOAD.finditer(markup):
        inline.setdefault(found.end(1) - found.start(1), []).append(found.span(1))
    taken: list[bytes] = []
    for element in list(body.iter("img")):
        address = (element.get("src") or "").strip()
        places = inline.get(picture_bytes(address))
        if len(taken) == MOST_PICTURES or not about.may_hold_table(element):
            continue
        data = _decoded(markup, places.pop(0)) if places else beside.get(address, b"")
        if not data or data in taken:  # shown a second time, it is no further page
            continue
        tail = element.tail
        element.clear()
        element.tag, element.tail = "p", tail
        element.text = f"\ue0f0{len(taken)}\ue0f1"
        taken.append(data)
    return taken


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
    tabled = any(page.grids for shown in pages for page in shown)
    were_read = sum(any(page.grids or page.lines for page in shown) for shown in pages)
    return Placed(placed, were_read, tabled, tuple(notes))


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
    def cleaned(cell: TableCell) -> TableCell:
        return cell._replace(text=_PLACE.sub("", cell.text).strip())

    return replace(table, rows=tuple(tuple(map(cleaned, row)) for row in table.rows))


def _decoded(markup: str, place: tuple[int, int]) -> bytes:
    try:
        return base64.b64decode("".join(markup[slice(*place)].split()))
    except (binascii.Error, ValueError):
        return b""
