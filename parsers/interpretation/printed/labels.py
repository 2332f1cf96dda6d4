"""Words that stand side by side and are wrapped: which line, and which place, prints which label.

The labels of a table without ruling lines are texts printed side by side, each from top to bottom:
a line holds pieces of some of them, from left to right. Only where all labels can be read off
completely is it known which lines each takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ...reading.model import PrintedPiece
from ..labels import squash_all, without_note_mark

# The labels of one column, from top to bottom; of each the words in which it may be printed.
LabelColumn = Sequence[Sequence[str]]

_LONGEST_LINE = 160  # characters of labels on one line
_MOST_STATES = 400
_ROUNDING = 0.5  # of places: the characters of one piece touch


class Character(NamedTuple):
    """A character of a label, and where it stands."""

    text: str
    start: float
    end: float


class _State(NamedTuple):
    """How far one column's labels are printed: the last one begun, what is left of it, how many
    of its characters are printed, between which places, and how wide the latest piece is."""

    label: int
    rest: str
    printed: int = 0
    start: float = 0.0
    end: float = 0.0
    added: float = 0.0


_States = tuple[_State, ...]
_Layer = dict[_States, set[_States]]  # what was printed after a line, and before it
_Known = dict[tuple[int, int, _State], set[tuple[int, _State]]]


@dataclass(slots=True)
class LabelPlace:
    """The lines of a label, first and last, and its width, in all ways in which it can be read."""

    first: int
    last: int
    start: float
    end: float


Place = tuple[int, int]  # column of labels, label


def characters_of(pieces: Sequence[PrintedPiece]) -> list[Character]:
    """The characters of pieces without punctuation and marks of notes, each with its share of its
    piece's width."""
    found = []
    for piece in pieces:
        width = (piece.end - piece.start) / len(piece.text)
        for i, character in enumerate(without_note_mark(piece.text)):
            start = piece.start + i * width
            found += [Character(c, start, start + width) for c in squash_all(character)]
    return found


def read_side_by_side(
    lines: Sequence[Sequence[Character]],
    columns: Sequence[LabelColumn],
    optional: frozenset[int] = frozenset(),
    apart: Sequence[int] = (),
) -> tuple[dict[Place, LabelPlace], int] | None:
    """Read the labels of columns, left to right, off lines of words; and the line after the last
    of them. None where they are not complete.

    The columns that are `optional` are printed wholly or not at all. Labels of those that stand
    `apart`, one in each, share no place with one another, and every piece of one stands below the
    others of it. A line without words belongs to no label. Where labels can be read in several
    ways, each has the places of all of these.
    """
    layers: list[_Layer] = []
    states = {(_State(-1, ""),) * len(columns)}
    for line in lines:
        layer: _Layer = {}
        known: _Known = {}
        for state in states if len(line) <= _LONGEST_LINE else ():
            for following in _after(state, line, columns, known):
                if _are_apart([following[i] for i in apart], [state[i] for i in apart]):
                    layer.setdefault(following, set()).add(state)
        layers.append(layer)
        states = set(layer)
        if not states or len(states) > _MOST_STATES:
            return None
        done = {state for state in states if _is_complete(state, columns, optional)}
        if done:
            return _places(lines, layers, done), len(layers)
    return None


def _are_apart(states: Sequence[_State], above: Sequence[_State]) -> bool:
    """Whether labels stand one right of another, each below what was printed of it before."""
    begun = [state for state in states if state.label >= 0]
    if any(right.start < left.end - _ROUNDING for left, right in pairwise(begun)):
        return False
    return all(
        before.label < 0 or before == state or _is_below(state, before)
        for state, before in zip(states, above, strict=True)
    )


def _is_below(state: _State, before: _State) -> bool:
    """Whether what a line adds to a label shares some width with the rest of it."""
    return state.end - state.start < state.added + before.end - before.start + _ROUNDING


def _after(
    states: _States,
    line: Sequence[Character],
    columns: Sequence[LabelColumn],
    known: _Known,
) -> Iterator[_States]:
    """How far the columns are printed once a line's words are. `known`: the steps found so far on
    this line, which most of its states have in common."""
    if not line:
        yield states
        return
    if not columns:
        return
    key = len(columns), len(line), states[0]
    steps = known.get(key)
    if steps is None:
        steps = known[key] = _steps(states[0], line, columns[0])
    for length, state in steps:
        for others in _after(states[1:], line[length:], columns[1:], known):
            yield (state, *others)


def _steps(
    state: _State, line: Sequence[Character], labels: LabelColumn
) -> set[tuple[int, _State]]:
    """How much of a line's beginning one column can print: nothing, or a piece of one label."""
    reached = {(0, state)}
    for own in [state] if state.rest else _begun(state, labels):
        for length in range(1, min(len(own.rest), len(line)) + 1):
            if own.rest[length - 1] != line[length - 1].text:
                break
            reached.add((length, _extended(own, line[:length])))
    return reached


def _extended(state: _State, piece: Sequence[Character]) -> _State:
    start, end = piece[0].start, piece[-1].end
    if state.printed:
        start, end = min(start, state.start), max(end, state.end)
    printed = state.printed + len(piece)
    added = piece[-1].end - piece[0].start
    return _State(state.label, state.rest[len(piece) :], printed, start, end, added)


def _begun(state: _State, labels: LabelColumn) -> list[_State]:
    following = state.label + 1
    if following == len(labels):
        return []
    return [_State(following, label) for label in labels[following]]


def _is_complete(states: _States, columns: Sequence[LabelColumn], optional: frozenset[int]) -> bool:
    return all(
        not state.rest and (state.label + 1 == len(labels) or (i in optional and state.label < 0))
        for i, (state, labels) in enumerate(zip(states, columns, strict=True))
    )


def _places(
    lines: Sequence[Sequence[Character]],
    layers: Sequence[_Layer],
    done: set[_States],
) -> dict[Place, LabelPlace]:
    found: dict[Place, LabelPlace] = {}
    states = done
    for index in range(len(layers) - 1, -1, -1):
        ways = [(state, above) for state in states for above in layers[index][state]]
        for state, above in ways:
            _note(found, index, lines[index], state, above)
        states = {above for _, above in ways}
    return found


def _note(
    found: dict[Place, LabelPlace],
    index: int,
    line: Sequence[Character],
    states: _States,
    above: _States,
) -> None:
    """Note what a line prints of every column, on the way from one state to another."""
    at = 0
    for number, (state, before) in enumerate(zip(states, above, strict=True)):
        if state == before:
            continue
        begun_above = before.printed if state.label == before.label else 0
        piece = line[at : at + state.printed - begun_above]
        at += len(piece)
        start, end = piece[0].start, piece[-1].end
        place = found.setdefault((number, state.label), LabelPlace(index, index, start, end))
        place.first = index
        place.start = min(place.start, start)
        place.end = max(place.end, end)
