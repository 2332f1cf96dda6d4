"""Table 4 from text without a grid.

Fifteen values prove nothing of their order: the headings right before them must show it in the
form's own order, or each row's or column's own label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..explaining import agreed
from ..found import Place, TableFound
from ..labels import squash_all
from ..mending import is_put_together, mendings, unglued
from ..proceedings_row import CHANNELS, LITIGATION, OUTCOMES, PLACES
from ..settle import Settled, row_holds
from ..templates import COMMON, PROCEEDING_CELLS
from ..values import BLANK, Aligned, Value, all_alike
from . import InOrder, runs_of
from .broken import with_narrow_numbers, with_whole_numbers
from .headed_pieces import in_headed_pieces

MOST_DAMAGE = 1  # values too many or too few that the sums of three channels can tell
# Of a heading broken over two lines (结果 … 维持) one of these lines holds the telling half.
_LINES = (("upheld", "corrected"), ("other", "pending", "total"))
_PIECES = (("upheld", "corrected"), ("other", "pending"), ("total",))


@dataclass(frozen=True, slots=True)
class _Printed:
    """Headings, by the names of channels and outcomes, and the values behind them. `broken`:
    other words stand among the values."""

    names: tuple[str, ...]
    values: tuple[Value, ...]
    broken: bool = False

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels, in the order in which each is named last."""
        last = {name: i for i, name in enumerate(self.names) if name not in COMMON.outcomes}
        return tuple(sorted(last, key=last.__getitem__))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes as they are printed."""
        return tuple(name for name in self.names if name in COMMON.outcomes)


@dataclass(slots=True)
class _Order:
    """The places that headings and labels give to the values behind them."""

    channels: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()

    def places(self, one: _Printed) -> tuple[Place, ...]:
        """The places of the values in order; none where nothing shows it."""
        channels = tuple(name for name in one.channels if name != LITIGATION)
        groups = len(one.outcomes) // OUTCOMES
        if groups and _in_order(one.outcomes, groups):
            self.outcomes = COMMON.outcomes
        self.channels = channels or self.channels
        if not one.names:
            return ()
        label = one.names[-1]
        if label in channels:
            return tuple((label, outcome) for outcome in self.outcomes)
        if len(one.outcomes) == 1:
            return tuple((channel, label) for channel in self.channels)
        if len(channels) != groups or not _in_order(one.outcomes, groups):
            return ()
        if LITIGATION in one.channels and not _review_first(one.channels):
            return ()
        return tuple((channel, outcome) for channel in channels for outcome in COMMON.outcomes)


def _in_order(outcomes: Sequence[str], groups: int) -> bool:
    """Whether the headings of so many channels stand in the form's order, line by line."""
    lines = (tuple(name for name in outcomes if name in line) for line in _LINES)
    return all(found == line * groups for found, line in zip(lines, _LINES, strict=True))


def _review_first(channels: Sequence[str]) -> bool:
    """Whether 行政诉讼 stands behind 行政复议 and before the two kinds of lawsuits."""
    standard = (COMMON.channels[0], LITIGATION, *COMMON.channels[1:])
    return list(channels) == [name for name in standard if name in channels]


def stream_proceedings(text: str, in_order: InOrder) -> TableFound | None:
    """Read table 4 from running text; None where its headings or all values are absent.

    in_order: whether values are sure to stand in the order of a row.
    """
    words = squash_all(text)
    if not all(anchor.search(words) for anchor in COMMON.channel_anchors):
        return None
    text = with_whole_numbers(with_narrow_numbers(text), (OUTCOMES,) * CHANNELS)
    printed = list(_printed(text))
    named = {name for one in printed for name in one.names}
    if not named.issuperset(COMMON.channels) or not any(one.values for one in printed):
        return None
    found = TableFound("proceedings", PLACES)
    values = [value for one in printed for value in one.values]
    order = _Order()
    placed = [(one, order.places(one)) for one in printed]
    if len(values) == PROCEEDING_CELLS and all_alike(values):
        blocks: list[Aligned] = [tuple(values[:OUTCOMES])] * CHANNELS  # all alike in whatever order
    elif sum(map(_is_a_table, printed)) > 1:
        blocks = [()] * CHANNELS  # printed again, perhaps in another order: which is meant is open
    else:
        blocks = (
            _exact(placed, in_order)
            or _with_sums_apart(printed)
            or _that_tells_more(
                _in_reading_order(printed, in_order), in_headed_pieces(text, in_order)
            )
            or _mended(placed)
        )
    for channel, block in zip(COMMON.channels, blocks, strict=True):
        found.put(channel, COMMON.outcomes, map(_settled, block or (None,) * OUTCOMES))
    return found


def _that_tells_more(one: list[Aligned], other: list[Aligned]) -> list[Aligned]:
    """Of two readings of the channels the one with fewer open results; none where they differ."""
    pairs = [p for own in zip(one, other, strict=False) for p in zip(*own, strict=False)]
    if any(a and b and a.said != b.said for a, b in pairs):
        return [()] * CHANNELS
    return max(one, other, key=lambda rows: sum(value is not None for row in rows for value in row))


def _settled(value: Value | None) -> Settled:
    return Settled(value, disputed=value is None)


def _printed(text: str) -> Iterator[_Printed]:
    """The text in pieces of headings and values; words that name nothing break no piece."""
    latest = _Printed((), ())
    for run in runs_of(text):
        words = squash_all(run.words)
        names = tuple(m.lastgroup or "" for m in COMMON.heading_anchors.finditer(words))
        values = tuple(piece for value in run.values for piece in unglued(value))
        if names and latest.values:
            yield latest
            latest = _Printed(names, values)
        else:
            broken = latest.broken or bool(latest.values)
            latest = _Printed(latest.names + names, latest.values + values, broken)
    yield latest


def _is_a_table(one: _Printed) -> bool:
    """Whether headings of all channels' results stand above a channel's values, or more."""
    headed = len(one.outcomes) > OUTCOMES * (CHANNELS - 1)
    return headed and len(one.values) >= OUTCOMES


_Placed = Sequence[tuple[_Printed, tuple[Place, ...]]]


def _exact(placed: _Placed, in_order: InOrder) -> list[Aligned]:
    """The channels where every place has one value. A channel whose sum fails is the agency's
    mistake only where it is the one that does, nothing got in between, and no two of its values can
    have been exchanged."""
    found: dict[Place, Value] = {}
    broken = False
    for one, places in placed:
        if len(places) != len(one.values) or not places:
            continue
        if found.keys() & set(places):
            return []  # printed again: which is meant is open
        found |= dict(zip(places, one.values, strict=True))
        broken = broken or one.broken
    if len(found) < PROCEEDING_CELLS:
        return []
    blocks = [tuple(found[c, o] for o in COMMON.outcomes) for c in COMMON.channels]
    failing = [block for block in blocks if not _adds_up(block)]
    sure = not broken and all(map(in_order, failing)) and not any(map(_is_cut, failing))
    if not sure or len(failing) > 1:
        return [() if block in failing else block for block in blocks]
    return list(blocks)


def _with_sums_apart(printed: Sequence[_Printed]) -> list[Aligned]:
    """The channels where each prints its four outcomes, under their headings, and then 总计 and
    its sum by themselves; a channel's heading may stand before the sum of the one before it. All
    sums must hold."""
    pieces = [one for one in printed if one.values]
    if len(pieces) != 2 * CHANNELS:
        return []
    blocks: list[Aligned] = []
    named: tuple[str, ...] = ()
    for channel, parts, total in zip(COMMON.channels, pieces[::2], pieces[1::2], strict=True):
        named += tuple(name for name in parts.channels if name != LITIGATION)
        block = (*parts.values, *total.values)
        lines = (tuple(name for name in parts.outcomes if name in line) for line in _LINES)
        own = all(found == line[:2] for found, line in zip(lines, _LINES, strict=True))
        if not own or total.outcomes != (COMMON.outcomes[-1],) or named[-1:] != (channel,):
            return []
        if len(block) != OUTCOMES or len(total.values) != 1 or not _adds_up(block):
            return []
        blocks.append(block)
        named += tuple(name for name in total.channels if name != LITIGATION)
    return blocks


def _in_reading_order(printed: Sequence[_Printed], in_order: InOrder) -> list[Aligned]:
    """The channels where headings and values stand in pieces, as extractors print a page block by
    block: fifteen values, all sums of which hold, from left to right. Either all headings stand
    before all values, or those of the first channel before its own; and no value before as many
    headings."""
    values = tuple(value for one in printed for value in one.values)
    blocks = _channels(values)
    if len(values) != PROCEEDING_CELLS or not all(map(_adds_up, blocks)):
        return []
    names = [name for one in printed for name in one.names]
    if any(one.broken for one in printed) or not _pieces_in_order(names):
        return []
    sure = [
        _in_row_order(values[i : i + OUTCOMES], in_order) for i in range(0, len(values), OUTCOMES)
    ]
    if len(printed) == 1:
        return sure
    headings = cells = 0
    for one in printed:
        headings += len(one.outcomes)
        cells += len(one.values)
        if cells > headings:
            return []
    return sure if 0 < len(printed[0].outcomes) <= OUTCOMES else []


def _in_row_order(block: tuple[Value, ...], in_order: InOrder) -> Aligned:
    """A channel's sum, and its results where these cannot have been exchanged."""
    *results, total = block
    return block if in_order(results) else (*[None] * len(results), total)


def _pieces_in_order(names: Sequence[str]) -> bool:
    """Whether the channels stand in order, and every channel has its 总计 and those results that
    a line of the headings holds beside one another, or no heading of these can be read."""
    channels = list(dict.fromkeys(name for name in names if name not in COMMON.outcomes))
    lines = [[name for name in names if name in line] for line in _PIECES]
    return (
        channels[:1] == [COMMON.channels[0]]
        and _review_first(channels)
        and all(
            found in ([], list(line) * CHANNELS) for found, line in zip(lines, _PIECES, strict=True)
        )
        and bool(lines[-1])
    )


def _is_cut(block: Aligned) -> bool:
    """Whether two pieces of one number, beside an empty cell, explain a sum that fails."""
    shorter = mendings([value for value in block if value is not None], OUTCOMES - 1, OUTCOMES)
    joined = (cells for cells in shorter if any(map(is_put_together, cells)))
    return any(row_holds((BLANK, *cells)) for cells in joined)


def _mended(placed: _Placed) -> list[Aligned]:
    """Fifteen values but for one, under the whole header: the sums of all three channels must
    tell which, and one of these may be the agency's own mistake."""
    whole = [one for one, places in placed if places == PLACES]
    unread: list[Aligned] = [()] * CHANNELS
    if len(whole) != 1 or abs(len(whole[0].values) - PROCEEDING_CELLS) > MOST_DAMAGE:
        return unread
    ways = mendings(whole[0].values, PROCEEDING_CELLS, OUTCOMES)
    wrong = {way: sum(not _adds_up(block) for block in _channels(way)) for way in ways}
    readings = sorted((way for way in ways if wrong[way] <= 1), key=wrong.__getitem__)
    if not readings or wrong[readings[0]]:
        return unread
    return [_in_common([_channels(way)[number] for way in readings]) for number in range(CHANNELS)]


def _in_common(blocks: Sequence[Aligned]) -> Aligned:
    """What the readings of a channel agree on, if its sum holds in all of them."""
    if not all(map(_adds_up, blocks)):
        return ()
    absent = {i for block in blocks for i, value in enumerate(block) if value is None}
    cells = enumerate(agreed(blocks, OUTCOMES))
    return tuple(None if i in absent else cell.value for i, cell in cells)


def _channels(cells: Aligned) -> tuple[Aligned, ...]:
    """The values of table 4 channel by channel."""
    return tuple(cells[i : i + OUTCOMES] for i in range(0, len(cells), OUTCOMES))


def _adds_up(block: Aligned) -> bool:
    """Whether the sum is printed, or the one value that is not, and holds."""
    total = block[-1]
    return row_holds(block) and (total is None or total.state != "blank")
