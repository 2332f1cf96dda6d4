"""Table 4 of a text that prints a page block by block, as `pdftotext` does without options.

Most blocks have the headings of their values above them. The fifteen values are certain where
they come in the order of the form, as the headings above them tell; five that one block prints
before those of its own headings are the channel's before, whose headings stand elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, groupby

from ...reading.model import PrintedLine
from ..found import TableFound
from ..labels import squash_all
from ..proceedings_row import OUTCOMES, PLACES
from ..settle import Settled, row_holds
from ..stream import runs_of
from ..stream.headed_pieces import is_of_table_4, outcomes_of
from ..templates import COMMON, PROCEEDING_CELLS
from ..values import Value, all_alike
from .pieces_of_blocks import blocks_of, from_heading, is_in_blocks

_SUM = COMMON.outcomes[-1]
_AT_LAW = "行政诉讼"


@dataclass(slots=True)
class _Piece:
    """Lines of one block: headings of results, the channels named among them, and the values
    below."""

    words: list[str] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)


def proceedings_in_blocks(lines: Sequence[PrintedLine]) -> TableFound | None:
    """All of table 4; None where the blocks do not prove it."""
    if not is_in_blocks(lines):
        return None
    blocks = blocks_of(from_heading(lines))
    printed = (piece for block in blocks for piece in _pieces(block))
    pieces = _with_equal_values(list(dropwhile(lambda piece: not piece.channels, printed)))
    named = dict.fromkeys(channel for piece in pieces for channel in piece.channels)
    own = _of_table(pieces)
    if tuple(named) != COMMON.channels or not own or not _are_in_order(own):
        return None
    values = [value for piece in own for value in piece.values]
    rows = [tuple(values[i : i + OUTCOMES]) for i in range(0, len(values), OUTCOMES)]
    if not all(row[-1].state != "blank" and row_holds(row) for row in rows):
        return None
    found = TableFound("proceedings", PLACES)
    for channel, row in zip(COMMON.channels, rows, strict=True):
        found.put(channel, COMMON.outcomes, map(Settled, row))
    return found


def _pieces(block: Sequence[PrintedLine]) -> Iterator[_Piece]:
    """A block cut where other words stand in it, and where headings follow values."""
    piece = _Piece()
    for line in block:
        text = " ".join(own.text for own in line.pieces)
        values = [value for run in runs_of(text) for value in run.values]
        words = [] if values else text.split()
        if (piece.values and not values) or not is_of_table_4(text):
            yield piece
            piece = _Piece()
        if is_of_table_4(text):
            channel = COMMON.channel_labels.names.get(squash_all(text))
            if channel is not None:
                piece.channels.append(channel)
            elif squash_all(text) != _AT_LAW:
                piece.words += words
            piece.values += values
    yield piece


def _with_equal_values(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces, with a channel's values in blocks of their own, if they are all alike and may
    stand in any order, put below its headings right before them."""
    found: list[_Piece] = []
    for is_value, own in groupby(pieces, lambda piece: bool(piece.values) and not piece.words):
        run = list(own)
        values = [value for piece in run for value in piece.values]
        if is_value and len(run) == len(values) == OUTCOMES and all_alike(values):
            headings: list[_Piece] = []
            while found and not found[-1].values:
                headings.insert(0, found.pop())
            words = [word for piece in headings for word in piece.words]
            channels = [channel for piece in headings for channel in piece.channels]
            run = [*headings, *run]
            if outcomes_of(words) == COMMON.outcomes and len(channels) == 1:
                run = [_Piece(words, channels, values)]
        found += run
    return found


def _of_table(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces whose headings stand above their values; and the one value between them that is
    a sum without its heading, where one is missing."""
    headed = [i for i, piece in enumerate(pieces) if piece.words and piece.values]
    count = sum(len(pieces[i].values) for i in headed)
    if count == PROCEEDING_CELLS:
        return [pieces[i] for i in headed]
    among = [p for p in pieces[headed[0] : headed[-1] + 1] if p.values] if headed else []
    alone = [piece for piece in among if not piece.words]
    return among if count == PROCEEDING_CELLS - 1 and len(alone) == 1 else []


def _are_in_order(pieces: Sequence[_Piece]) -> bool:
    """Whether the values come in the order of the form. Without headings of their own are a sum,
    and the values of a whole channel in one block with others."""
    place = 0
    for piece in pieces:
        outcomes = outcomes_of(piece.words)
        more, end = len(piece.values) - len(outcomes), place + len(piece.values)
        if end > PROCEEDING_CELLS or (piece.words and not outcomes):
            return False
        if more and not _is_channel(place, more, outcomes) and not _is_sum(place, piece):
            return False
        if tuple(outcome for _, outcome in PLACES[place + more : end]) != outcomes:
            return False
        if piece.channels and piece.channels != [PLACES[end - 1][0]]:
            return False
        place = end
    return place == PROCEEDING_CELLS


def _is_channel(place: int, more: int, outcomes: Sequence[str]) -> bool:
    return more == OUTCOMES and place % OUTCOMES == 0 and bool(outcomes)


def _is_sum(place: int, piece: _Piece) -> bool:
    return not piece.words and PLACES[place][1] == _SUM
