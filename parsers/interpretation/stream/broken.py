"""Numbers that narrow columns broke over lines: `602` above `7` is 6027 where the sums prove it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, pairwise
from math import comb

from ...characters import NARROW
from ..settle import row_holds
from ..values import Value, read_value
from . import tokens_of

_NARROW_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_WIDE_MARK = re.compile("(?<=[0-9])[．，](?=[0-9])")
MOST_WAYS = 2000  # to put the pieces of a row together; beyond it they stay apart
MOST_WAYS_IN_ALL = 20_000  # in one text; the rows behind stay as they are
_LONGEST = 6  # digits of a number in table 3 or 4

Span = tuple[int, int]


def with_narrow_numbers(text: str) -> str:
    """The text with the digits of its numbers, and the marks between them, in narrow forms."""
    narrow = text.translate(_NARROW_DIGITS)
    return _WIDE_MARK.sub(lambda match: chr(NARROW[ord(match[0])]), narrow)


def with_whole_numbers(text: str, widths: Sequence[int]) -> str:
    """The text of a table with its broken numbers in one piece. `widths`: the cells of its rows,
    or of the parts of its one row, each of which ends in its sum.

    Where a row prints too many values, numbers at the ends of lines are put together with those
    that the next lines begin with, if this can be done in one way alone that fits all sums.
    """
    parts: list[str] = []
    position = 0
    ways_left = MOST_WAYS_IN_ALL
    for run in _runs(text):
        open_gaps = _gaps_within_lines_of_digits(text, run)
        ways = comb(len(open_gaps), max(0, len(run) - sum(widths)))
        if len(run) <= sum(widths) or not 0 < ways <= min(MOST_WAYS, ways_left):
            continue
        ways_left -= ways
        for start, end in _gaps_within_numbers(text, run, open_gaps, widths):
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


def _gaps_within_lines_of_digits(text: str, run: Sequence[Span]) -> list[int]:
    """The values of a run that may go on at the beginning of the next line, by their index."""
    return [
        i
        for i, ((above, end), (start, below)) in enumerate(pairwise(run))
        if "\n" in text[end:start] and _may_be_one(text[above:end], text[start:below])
    ]


def _gaps_within_numbers(
    text: str, run: Sequence[Span], open_gaps: Sequence[int], widths: Sequence[int]
) -> list[Span]:
    """The gaps between lines that break a number of this run; none where that is not certain."""
    wanted = sum(widths)
    texts = [text[start:end] for start, end in run]
    if _adds_up(texts[:wanted], widths) or _adds_up(texts[-wanted:], widths):
        return []  # a whole row, and values of another one
    ways = (
        closed
        for closed in combinations(open_gaps, len(run) - wanted)
        if _adds_up(_joined(texts, closed), widths)
    )
    found = list(islice(ways, 2))
    return [(run[i][1], run[i + 1][0]) for i in found[0]] if len(found) == 1 else []


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
