"""The blocks of a text that prints a page block by block, and the values of table 3 in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...reading.model import PrintedLine
from ...reading.pdf.paragraphs import PAGE_NUMBER
from ..applications import WIDTH
from ..labels import squash_all
from ..mending import unglued
from ..stream import runs_of
from ..stream.headed_pieces import is_of_table_4, names_channel
from ..values import Value

BETWEEN_BLOCKS = "|"
_HEADING = re.compile("收到和处理政府信息公开申请")
_LONGEST_HEADING = 30
# Blocks of table 4 alone, but for these, have its headings.
_OF_TABLE_3 = frozenset({"", "其他"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Values of one block on one page, with the words printed before them."""

    page: int
    block: int
    words: str
    values: tuple[Value, ...]


def is_in_blocks(lines: Sequence[PrintedLine]) -> bool:
    """Whether table 3 is printed block by block: then what stands behind a label need not be its
    row, and a column may look like one."""
    pieces, _ = pieces_of(from_heading(lines))
    wordless = (not piece.words.strip(BETWEEN_BLOCKS) for piece in pieces)
    return sum(wordless) >= WIDTH


def from_heading(lines: Sequence[PrintedLine]) -> Sequence[PrintedLine]:
    """The lines from the heading of the table's section on."""
    for i, line in reversed(list(enumerate(lines))):
        text = squash_all("".join(piece.text for piece in line.pieces))
        if len(text) <= _LONGEST_HEADING and _HEADING.search(text):
            return lines[i:]
    return ()


def pieces_of(lines: Sequence[PrintedLine]) -> tuple[list[Piece], str]:
    """All values but those of table 4, and the words behind the last of them."""
    pieces: list[Piece] = []
    words = ""
    is_behind = False
    for number, block in enumerate(blocks_of(lines)):
        words += BETWEEN_BLOCKS
        texts = [" ".join(piece.text for piece in line.pieces) for line in block]
        if len(texts) == 1 and PAGE_NUMBER.match(texts[0]):
            continue
        own = len(texts)
        if is_behind and _is_of_table_4(texts):
            own = 0
        elif any(map(names_channel, texts)):
            own, is_behind = list(map(names_channel, texts)).index(True), True
        for run in runs_of("\n".join(texts[:own])):
            words += run.squashed
            if run.values:
                values = tuple(piece for value in run.values for piece in unglued(value))
                pieces.append(Piece(block[0].page, number, words, values))
                words = ""
        words += "".join(run.squashed for run in runs_of("\n".join(texts[own:])))
    return pieces, words


def _is_of_table_4(texts: Sequence[str]) -> bool:
    """Whether a block behind the name of a channel has a heading of results, and no other words;
    其他 alone is a column of table 3, too."""
    words = "".join(run.squashed for text in texts for run in runs_of(text))
    return all(map(is_of_table_4, texts)) and words not in _OF_TABLE_3


def blocks_of(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """The lines of each block: without a blank line, or the end of a page, between them."""
    block: list[PrintedLine] = []
    for line in lines:
        if block and (line.page, line.place) != (block[-1].page, block[-1].place + 1):
            yield block
            block = []
        block.append(line)
    if block:
        yield block
