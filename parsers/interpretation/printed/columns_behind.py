"""Columns of table 2 that a text in blocks prints behind the heading of the next section.

`pdftotext` without options prints what stands left on a page first: the labels and first columns
of table 2, then the labels of table 3, and after these the rest of table 2. Such a block begins
with a heading of a column, and holds nothing but headings and values.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...reading.model import PrintedLine
from ..labels import squash_all
from ..stream import runs_of
from ..stream.headed import is_heading
from .pieces_of_blocks import blocks_of, from_heading, is_in_blocks


def columns_behind(lines: Sequence[PrintedLine]) -> str:
    """What these blocks print, in order; nothing of a text that is not in blocks."""
    if not is_in_blocks(lines):
        return ""
    texts = ([_text(line) for line in block] for block in blocks_of(from_heading(lines)))
    return "\n".join("\n".join(text) for text in texts if _is_of_columns(text))


def _text(line: PrintedLine) -> str:
    return " ".join(piece.text for piece in line.pieces)


def _is_of_columns(text: Sequence[str]) -> bool:
    """Whether a block begins with a heading, and every other line is one or holds values alone."""
    return is_heading(text[0]) and all(is_heading(line) or _is_values(line) for line in text[1:])


def _is_values(line: str) -> bool:
    return bool(line) and not any(squash_all(run.words) for run in runs_of(line, money=True))
