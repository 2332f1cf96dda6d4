"""Pages in traditional characters, or with every word's pinyin behind it, as they were published.

Gateways show a portal's pages in traditional characters; copies on other domains convert them, too,
and print how the characters are spoken: 政(zhèng)務(wù)公開. The forms' labels and the words of
sentences are known in simplified characters alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from .attribution.traditional import is_traditional, readings_in, simplified, without_pinyin
from .reading.model import Block, Paragraph, PrintedLine, Reading, Table

_HEAD = 200  # texts that tell a page's characters
_MANY_READINGS = 10  # no report explains so many foreign names in brackets


def in_simplified(reading: Reading) -> Reading:
    """The same in simplified characters and without pinyin; itself where it is so already."""
    head = tuple(islice(_texts(reading.blocks), _HEAD))
    spoken = sum(map(readings_in, head)) >= _MANY_READINGS
    if not spoken and not is_traditional(head):
        return reading
    return replace(
        reading,
        blocks=tuple(map(_block, reading.blocks)),
        printed=_lines(reading.printed),
        printed_all=_lines(reading.printed_all),
    )


def words_in_simplified(text: str) -> str:
    """A title in simplified characters and without pinyin."""
    return without_pinyin(simplified(text))


def _texts(blocks: Sequence[Block]) -> Sequence[str]:
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            texts.extend(cell.text for row in block.rows for cell in row)
        if len(texts) >= _HEAD:
            break
    return texts


def _block(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=words_in_simplified(block.text))
    rows = (
        tuple(cell._replace(text=words_in_simplified(cell.text)) for cell in row)
        for row in block.rows
    )
    return Table(tuple(rows), block.exact, block.recognised)


def _lines(printed: Callable[[], Sequence[PrintedLine]]) -> Callable[[], Sequence[PrintedLine]]:
    def lines() -> tuple[PrintedLine, ...]:
        return tuple(
            replace(line, pieces=tuple(replace(p, text=simplified(p.text)) for p in line.pieces))
            for line in printed()
        )

    return lines
