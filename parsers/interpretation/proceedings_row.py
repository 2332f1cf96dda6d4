"""The form's one row of table 4: fifteen values, five for each channel, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from .alignment import alignments
from .displaced import holds_as_printed, moved_up, run_together
from .found import TableFound
from .headers import column_name
from .labels import Labels, match_label, squash
from .lines import Row
from .remembering import remembered
from .settle import Settled, row_holds
from .surplus import without
from .templates import COMMON, PROCEEDING_CELLS
from .values import LONGEST_REMEMBERED, Aligned, Value, is_wordy, read_value

CHANNELS = len(COMMON.channels)
OUTCOMES = len(COMMON.outcomes)
PLACES = tuple((channel, outcome) for channel in COMMON.channels for outcome in COMMON.outcomes)
_ENDS = range(OUTCOMES, PROCEEDING_CELLS + 1, OUTCOMES)  # behind each channel's sum
LITIGATION = "litigation"  # the heading over both kinds of lawsuits
_AT_LAW, _REVIEW = "诉", "复议"
_IN_COURT = Labels({n: ls for n, ls in COMMON.channel_labels.items() if _AT_LAW in ls[0]})
_IN_REVIEW = Labels({n: ls for n, ls in COMMON.channel_labels.items() if _AT_LAW not in ls[0]})


@remembered(LONGEST_REMEMBERED)
def channel_of(text: str) -> str | None:
    """The channel that a heading names, or `LITIGATION`; none for words on both."""
    words = squash(text)
    at_law = _AT_LAW in words
    name = match_label(text, _IN_COURT if at_law else _IN_REVIEW)
    return name or (LITIGATION if at_law and _REVIEW not in words else None)


def only_one(found: Sequence[TableFound]) -> TableFound | None:
    """One table, or several that print the same; of several that differ nothing is certain."""
    if not found:
        return None
    if any(other.cells != found[0].cells for other in found[1:]):
        found[0].cells = {place: Settled(disputed=True) for place in PLACES}
    return found[0]


def _printed(values: Iterable[Value | None]) -> int:
    return sum(value is not None and value.state != "blank" for value in values)


def one_row(header: Sequence[Row], row: Row) -> TableFound:
    """Fifteen values under headings of which a few are in other words, or in text with tabs: a
    copy of one may stand beside them, of a merged cell, but no more."""
    found = TableFound("proceedings", PLACES)
    read = [read_value(cell.text) for cell in row.cells]
    standard = _standard_order(header)
    options = tuple(
        o
        for o in (*alignments(read, PROCEEDING_CELLS), *_without_surplus(read))
        if _printed(read) <= _printed(o) + 1
    )
    holding = tuple(dict.fromkeys(o for o in options if sums_hold(o)))
    if not holding and len(read) <= PROCEEDING_CELLS:
        holding = options
    if not holding:
        found.cells = {place: Settled(disputed=True) for place in PLACES}
        return found
    for index, place in enumerate(PLACES):
        candidates = {option[index] for option in holding}
        value = holding[0][index]
        apart = value is not None and value.spaced and not sums_hold(holding[0])
        if not standard or len(candidates) > 1 or apart:
            found.cells[place] = Settled(disputed=True)
        else:
            found.cells[place] = Settled(value, missing=value is None)
    return found


def open_where_order_tells_otherwise(found: TableFound, rows: Sequence[Row]) -> None:
    """Of a table whose sums fail under its headings, and hold in the form's order, the cells are
    open in which the two differ: headings and values were moved against one another. Of a
    row with more cells than the form has, any one that may have come in is asked about, too."""
    laid = _told(found, PLACES)
    holds = sums_hold(laid)
    for row in rows:
        if not row.exact or any(is_wordy(text) for text in row.texts):
            continue
        if holds and len(row.cells) <= PROCEEDING_CELLS:
            continue
        read = [read_value(cell.text) for cell in row.cells]
        in_order = [tuple(read)] if len(read) == PROCEEDING_CELLS else _without_surplus(read)
        for option in filter(sums_hold if holds else _sums_may_hold, in_order):
            for place, value, other in zip(PLACES, laid, option, strict=True):
                if value != other:
                    found.cells[place] = Settled(disputed=True)


def open_where_cells_are_displaced(found: TableFound) -> None:
    """The cells are open that may have run into one another, or moved up over a lost one, where
    the sums fail as printed and hold so."""
    row = _told(found, PLACES)
    displaced = run_together(row, _channels_hold)
    if not _prints_no_sum(row):
        displaced |= moved_up(row, _ENDS, _channels_hold)
    for index in displaced:
        found.cells[PLACES[index]] = Settled(disputed=True)


def open_where_several_sums_fail(found: TableFound) -> None:
    """Of a text, in which values may be lost and come in: the agency has one sum wrong, hardly
    several, and values from the first to the last of these channels may have moved."""
    row = _told(found, PLACES)
    summed = [end for end in _ENDS if (value := row[end - 1]) and value.state != "blank"]
    failing = [end for end in summed if not holds_as_printed(row[end - OUTCOMES : end])]
    if len(failing) > 1:
        for place in PLACES[failing[0] - OUTCOMES : failing[-1]]:
            found.cells[place] = Settled(disputed=True)


def open_where_sums_fail(found: TableFound) -> None:
    """The cells of the channels are open whose sum fails: digits beside the row may be theirs."""
    for channel in COMMON.channels:
        places = [(channel, outcome) for outcome in COMMON.outcomes]
        block = _told(found, places)
        if None not in block and not row_holds(block):
            found.put(channel, COMMON.outcomes, (Settled(disputed=True),) * OUTCOMES)


def _told(found: TableFound, places: Sequence[tuple[str, str]]) -> Aligned:
    return tuple([found.cells[place].value if place in found.cells else None for place in places])


def _prints_no_sum(row: Aligned) -> bool:
    """Whether the sums of all channels are printed empty, and nothing else: that is how the table
    was filled in, and no lost cell explains it."""
    empty = [value is not None and value.state == "blank" for value in row]
    return empty == [i % OUTCOMES == OUTCOMES - 1 for i in range(len(row))]


def _channels_hold(row: Aligned) -> bool:
    """Whether every channel prints its sum and it holds, or has nothing to add up."""
    return all(holds_as_printed(row[end - OUTCOMES : end]) for end in _ENDS)


def _without_surplus(read: Sequence[Value]) -> Iterator[Aligned]:
    """The values without as many as there are too many: an empty cell may have come in anywhere,
    and so may a copy of a neighbour."""
    return without(read, len(read) - PROCEEDING_CELLS, copies=True)


def _sums_may_hold(option: Aligned) -> bool:
    """Whether all sums that are printed hold."""
    blocks = (option[start : start + OUTCOMES] for start in range(0, PROCEEDING_CELLS, OUTCOMES))
    return all(row_holds(block) for block in blocks)


def sums_hold(option: Aligned) -> bool:
    """Whether every channel's sum holds, an empty one counted as 0."""
    for start in range(0, PROCEEDING_CELLS, OUTCOMES):
        block = option[start : start + OUTCOMES]
        if any(value is None or value.amount is None for value in block):
            return False
        amounts = [value.amount or 0 for value in block if value is not None]
        if sum(amounts[:-1]) != amounts[-1]:
            return False
    return True


def _standard_order(header: Sequence[Row]) -> bool:
    """Whether the headings stand in the form's order; a few may be in other words."""
    channels = [name for name in _headings(header, channel_of) if name != LITIGATION]
    outcomes = _headings(header, lambda text: column_name(text, COMMON.outcome_labels))
    if outcomes and len(outcomes) < PROCEEDING_CELLS - CHANNELS:
        return False
    at_law_first = _headings(header, channel_of)[:1] == [LITIGATION]
    return (
        not at_law_first
        and _is_part_of(channels, COMMON.channels)
        and _is_part_of(outcomes, COMMON.outcomes * CHANNELS)
    )


def _is_part_of(found: Sequence[str], standard: Sequence[str]) -> bool:
    """Whether the names follow one another as in the standard, some left out."""
    rest = iter(standard)
    return all(name in rest for name in found)


def _headings(header: Sequence[Row], name_of: Callable[[str], str | None]) -> list[str]:
    """The headings found, from left to right where the columns are known, else as printed."""
    found = {
        (cell.column if row.exact else order, name): name
        for order, (row, cell) in enumerate((row, cell) for row in header for cell in row.cells)
        if (name := name_of(cell.text))
    }
    return [found[key] for key in sorted(found, key=lambda key: key[0])]
