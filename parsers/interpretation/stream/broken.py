"""Numbers that narrow columns broke over lines: `602` above `7` is 6027 where the sums prove it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from math import comb

from ..settle import row_holds
from ..values import Value, read_value
from . import tokens_of

NARROW_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
MOST_WAYS = 4000  # to put the pieces of one row together; beyond it they stay apart
_LONGEST = 6  # digits of a number in table 3 or 4

Span = tuple[int, int]


def with_whole_numbers(text: str, widths: Sequence[int]) -> str:
    """The text of a table with its broken numbers in one piece. `widths`: the cells of its rows,
    or of the parts of its one row, each of which ends in its sum.

    Where a row prints too many values, numbers at the ends of lines are put together with those
    that the next lines begin with, if this can be done in one way alone that fits all sums.
    """
    parts: list[str] = []
    position = 0
    for run in _runs(text):
        gaps = _gaps_within_numbers(text, run, widths)
        for start, end in gaps:
            parts.append(text[position:start])
            position = end
    return "".join([*parts, text[position:]])


def _runs(text: str) -> Iterator[list[Span]]:
    """The places of values that stand together, without words between them."""
    run: list[Span] = []
    for span in tokens_of(text):
        if run and text[run[-1][1] : span[0]].strip():
            yield run
            run = []
        run.append(span)
    if run:
        yield run


def _gaps_within_numbers(text: str, run: Sequence[Span], widths: Sequence[int]) -> list[Span]:
    """The gaps between lines that break a number of this run; none where that is not certain."""
    wanted = sum(widths)
    surplus = len(run) - wanted
    texts = [text[start:end] for start, end in run]
    gaps = [(above[1], below[0]) for above, below in pairwise(run)]
    open_gaps = [
        i
        for i, (start, end) in enumerate(gaps)
        if "\n" in text[start:end] and _may_be_one(texts[i], texts[i + 1])
    ]
    if not 0 < surplus <= len(open_gaps) or comb(len(open_gaps), surplus) > MOST_WAYS:
        return []
    if _adds_up(texts[:wanted], widths) or _adds_up(texts[-wanted:], widths):
        return []  # a whole row, and values of another one
    ways = (
        closed
        for closed in combinations(open_gaps, surplus)
        if _adds_up(_joined(texts, closed), widths)
    )
    found = [closed for closed, _ in zip(ways, range(2), strict=False)]
    return [gaps[i] for i in found[0]] if len(found) == 1 else []


def _may_be_one(above: str, below: str) -> bool:
    """Whether two values can be pieces of one number."""
    plain = above.isdecimal() and below.isdecimal()
    return plain and above[0] != "0" and len(above + below) <= _LONGEST


def _joined(texts: Sequence[str], closed: Sequence[int]) -> list[str]:
    joined = [texts[0]]
    for i, text in enumerate(texts[1:]):
        if i in closed:
            joined[-1] += text
        else:
            joined.append(text)
    return joined


def _adds_up(texts: Sequence[str], widths: Sequence[int]) -> bool:
    """Whether every part prints its sum, and it holds."""
    values = [read_value(text) for text in texts]
    start = 0
    for width in widths:
        part: tuple[Value, ...] = tuple(values[start : start + width])
        if part[-1].state != "number" or not row_holds(part):
            return False
        start += width
    return True
