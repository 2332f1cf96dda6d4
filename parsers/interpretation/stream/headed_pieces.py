"""Table 4 from text that prints it in pieces: some headings of results, and their values.

An extractor that prints a page block by block cuts the table between any two columns, and a
heading of two lines (结果 … 维持) into these. Each piece tells which results its values are; whose
they are is told by the channel named in it, or else by the sums of all three channels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from ..labels import squash_all
from ..settle import row_holds
from ..templates import COMMON
from ..values import Aligned, Value, all_alike
from . import InOrder, runs_of

_LONGEST_LINE = 80  # characters of a line of the table
_CHARACTERS = re.compile("[结果维持纠正其他它尚未审总合计行政复议诉讼经直接起后、]+")
_NUMBERS = re.compile(r"[\d,，/\\—–－-]+")
_SUM = COMMON.outcomes[-1]
_MOST_PIECES = 3 * len(COMMON.outcomes)
_MOST_WORDS = 30  # of the headings of one piece


class Told(NamedTuple):
    """A value below its heading; `is_sure`: it cannot stand below another one."""

    value: Value
    is_sure: bool


Block = dict[str, Told]


@dataclass(slots=True)
class _Piece:
    """The words of headings and the values behind them, and the channels named among these."""

    words: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)


def in_headed_pieces(text: str, in_order: InOrder) -> list[Aligned]:
    """The three channels; empty where a piece has not one value for each of its headings, or the
    sums allow several readings that differ. Results are left out where those of a piece may stand
    in another order than their headings."""
    named: list[tuple[str, Block]] = []
    for piece in _whole_pieces(_pieces(text)):
        outcomes = outcomes_of(piece.words)
        whole = bool(outcomes) and len(outcomes) == len(piece.values) == len(set(outcomes))
        if not whole or len(piece.channels) > 1:
            return []
        own = list(zip(outcomes, piece.values, strict=True))
        sure = in_order([value for outcome, value in own if outcome != _SUM])
        block = {outcome: Told(value, sure or outcome == _SUM) for outcome, value in own}
        named.append((piece.channels[0] if piece.channels else "", block))
    return arranged(named)


def arranged(named: Sequence[tuple[str, Block]]) -> list[Aligned]:
    """The three channels of headed pieces, some of which name theirs; empty where the sums allow
    several readings that differ."""
    if {channel for channel, _ in named if channel} != set(COMMON.channels):
        return []
    if len(named) > _MOST_PIECES:
        return []
    readings: dict[tuple[object, ...], list[tuple[Told, ...]]] = {}
    for blocks in _arranged(named, {channel: {} for channel in COMMON.channels}):
        rows = [tuple(blocks[c][o] for o in COMMON.outcomes) for c in COMMON.channels]
        values = [tuple(told.value for told in row) for row in rows]
        if all(row[-1].state != "blank" and row_holds(row) for row in values):
            readings[tuple((told.value.said, told.is_sure) for row in rows for told in row)] = rows
    if len(readings) != 1:
        return []
    (rows,) = readings.values()
    return [tuple(told.value if told.is_sure else None for told in row) for row in rows]


def _whole_pieces(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """The pieces, with those put together of which some headings' values stand behind the next
    piece's: all of them are alike, so that it does not matter which is which."""
    open_piece: _Piece | None = None
    for piece in pieces:
        if open_piece is not None:
            words, values = open_piece.words + piece.words, open_piece.values + piece.values
            piece = _Piece(words, values, open_piece.channels + piece.channels)
        open_piece = piece
        if len(piece.values) >= len(outcomes_of(piece.words)) or not all_alike(piece.values):
            yield piece
            open_piece = None
    if open_piece is not None:
        yield open_piece


def is_of_table_4(line: str) -> bool:
    """Whether a line prints nothing but headings and values of the table."""
    if len(line) > _LONGEST_LINE:
        return False
    return all(_CHARACTERS.fullmatch(word) or _NUMBERS.fullmatch(word) for word in line.split())


def names_channel(line: str) -> bool:
    """Whether a line is the name of one channel and nothing else."""
    return squash_all(line) in COMMON.channel_labels.names


def last_piece(text: str) -> str:
    """From the last line that names a channel of table 4 on, if all lines behind are of it. Only
    that line where a heading has no value: a lone one behind them may be the last of table 3."""
    lines = text.split("\n")
    start = next((i for i in range(len(lines) - 1, -1, -1) if names_channel(lines[i])), len(lines))
    if not all(map(is_of_table_4, lines[start:])):
        return ""
    own = "\n".join(lines[start:])
    pieces = _pieces(own)
    whole = all(len(outcomes_of(piece.words)) == len(piece.values) for piece in pieces)
    return own if whole else lines[start]


def first_lines(text: str) -> str:
    """The lines before the first that is not of table 4."""
    return "\n".join(takewhile(is_of_table_4, text.split("\n")))


def _pieces(text: str) -> list[_Piece]:
    """The text cut where words follow values; nothing where other words stand among them."""
    pieces: list[_Piece] = [_Piece()]
    channels = COMMON.channel_labels.names
    for line in text.split("\n"):
        if not line.strip():
            continue
        if not is_of_table_4(line):
            return []
        for word in line.split():
            values = [value for run in runs_of(word) for value in run.values]
            if values:
                pieces[-1].values += values
                continue
            if pieces[-1].values:
                pieces.append(_Piece())
            words = squash_all(word)
            if words in channels:
                pieces[-1].channels.append(channels[words])
            elif not "行政诉讼".startswith(words):
                pieces[-1].words.append(words)
    return [piece for piece in pieces if piece.words or piece.values]


def outcomes_of(words: Sequence[str]) -> tuple[str, ...]:
    """The results that words name, broken over lines or not; empty unless in one way alone."""
    if len(words) > _MOST_WORDS:
        return ()
    found = set(_readings(tuple(words)))
    return found.pop() if len(found) == 1 else ()


def _readings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every way to read the words as headings: the next few are a line of headings, or as many
    lines of pieces of them, one below the other."""
    if not words:
        yield ()
        return
    for columns in range(1, len(words) + 1):
        for lines in range(min(columns, 2), len(words) // columns + 1):
            count = columns * lines
            joined = ("".join(words[column:count:columns]) for column in range(columns))
            names = [COMMON.outcome_labels.names.get(heading) for heading in joined]
            if None in names:
                continue
            for rest in _readings(words[count:]):
                yield (*filter(None, names), *rest)


def _arranged(
    pieces: Sequence[tuple[str, Block]], blocks: Mapping[str, Block]
) -> Iterator[Mapping[str, Block]]:
    """Every way to give the pieces to channels, no result of a channel twice and none left out."""
    if not pieces:
        if all(len(block) == len(COMMON.outcomes) for block in blocks.values()):
            yield blocks
        return
    channel, values = pieces[0]
    for name in (channel,) if channel else COMMON.channels:
        if values.keys().isdisjoint(blocks[name]):
            yield from _arranged(pieces[1:], {**blocks, name: {**blocks[name], **values}})
