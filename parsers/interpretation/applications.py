"""Table 3, 收到和处理政府信息公开申请情况, from printed rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .alignment import align_row, alignments
from .application_rows import body_of
from .displaced import holds_as_printed, run_together
from .found import TableFound
from .headers import Header, match_header
from .lines import Row
from .rows import SplitRow
from .settle import Amounts, Settled, filled_amounts, may_be_moved, row_holds, said, settle_rows
from .templates import COMMON, StatutoryTemplate, Template, template
from .values import Aligned, Value, read_value

WIDTH = len(COMMON.columns)
SEVERAL_SUMS = 2  # rows whose sum stands in another column are no mistakes of the agency's
SEVERAL = 4  # rows that fail together are no mistakes of the agency's


def read_applications(rows: Sequence[Row]) -> tuple[TableFound, StatutoryTemplate] | None:
    """Read table 3 from the rows of its region; None where no row of it is among them."""
    body = body_of(rows)
    if not body.rows:
        return None
    form = template(body.form)
    exact = all(row.exact for row in rows)
    header = match_header(body.header, COMMON.column_labels, COMMON.columns)
    found = TableFound(
        "applications",
        tuple((row, column) for row in form.row_names for column in COMMON.columns),
        has_strays=body.nameless,
    )
    again = body.printed_again
    options = {
        name: ()
        if again and len(body.rows[name]) == 1
        else _options(body.rows[name], header, body.nameless, body.loose.get(name))
        if exact or not any(_may_hold_two(piece) for one in body.rows[name] for piece in one)
        else ()
        for name in form.row_names
        if name in body.rows
    }
    settled = settle_rows(options, WIDTH, lambda choice: columns_proved(choice, form))
    order = header.order or COMMON.columns
    doubtful = set[str]()
    if order[-1] == COMMON.columns[-1]:
        doubtful = _unproved_sums(settled, form, exact=exact)
        settled = {name: _check_run_together(cells) for name, cells in settled.items()}
        if _sum_is_elsewhere(settled.values()):
            doubtful = set(settled)
        if not exact:
            doubtful |= _moved_within(settled, form)
    for name, cells in settled.items():
        row = (Settled(disputed=True),) * WIDTH if name in doubtful else _check_spaced(cells)
        found.put(name, order, row)
    stray = [name for name in body.rows if name not in form.row_names]
    found.notes.extend(f"a row of another form in table 3: {name}" for name in stray)
    return found, form.name


def columns_proved(rows: Mapping[str, Amounts], form: Template) -> set[int] | None:
    """The columns that are whole and whose two sums hold (A2 and A3 of the form).

    None where a whole column breaks one of them.
    """
    proved = set()
    for column in range(WIDTH):
        holds = column_holds({name: row[column] for name, row in rows.items()}, form)
        if holds is False:
            return None
        if holds:
            proved.add(column)
    return proved


def column_holds(column: Mapping[str, int | None], form: Template) -> bool | None:
    """Whether the two sums of one column hold; None where it is not whole."""
    if any(column.get(name) is None for name in form.row_names):
        return None
    known = {name: amount or 0 for name, amount in column.items()}
    if known["total"] != sum(known[name] for name in form.outcomes):
        return False
    return known["received"] + known["carried_in"] == known["total"] + known["carried_out"]


def _unproved_sums(
    settled: Mapping[str, Sequence[Settled]], form: Template, *, exact: bool
) -> set[str]:
    """Rows that add up to something and print no sum, where the columns do not bear them out: a
    row shifted by a lost cell looks like that. Where cells are cells, those alone whose last
    number is the sum of the others, or may be where columns contradict them."""
    rows = {name: tuple(cell.value for cell in cells) for name, cells in settled.items()}
    unsummed = {
        name
        for name, row in rows.items()
        if row[-1] is not None and row[-1].state == "blank" and any(v and v.amount for v in row)
    }
    if not unsummed:
        return set()
    amounts = {name: filled_amounts(row) for name, row in rows.items()}
    proved = columns_proved(amounts, form)
    if proved is None:
        return {name for name in unsummed if not exact or _ends_in_its_sum(rows[name])}
    likely = {name for name in unsummed if not exact or may_be_moved(rows[name])}
    return {name for name in likely if not _columns_of(rows[name]) <= proved}


def _ends_in_its_sum(row: Aligned) -> bool:
    """Whether the number before an empty sum can be that of the others and of a lost one."""
    *others, last = [value.amount or 0 if value else 0 for value in row[:-1]]
    return last > 0 and last >= sum(others)


def _moved_within(settled: Mapping[str, Sequence[Settled]], form: Template) -> set[str]:
    """The one row of a text whose sum fails, where those of several columns do, too: one mistake
    of the agency's breaks one of these, but numbers moved by a lost one break more."""
    rows = {name: tuple([cell.value for cell in cells]) for name, cells in settled.items()}
    failing = {name for name, row in rows.items() if None not in row and not row_holds(row)}
    if len(failing) != 1:
        return set()
    amounts = [filled_amounts(row) for row in rows.values()]
    columns = (dict(zip(rows, column, strict=True)) for column in zip(*amounts, strict=True))
    return failing if sum(column_holds(column, form) is False for column in columns) > 1 else set()


def _columns_of(row: Aligned) -> set[int]:
    """The columns that a row prints numbers in."""
    return {i for i, value in enumerate(row) if value is not None and value.amount}


def _sum_is_elsewhere(rows: Iterable[Sequence[Settled]]) -> bool:
    """Whether the sum of the rows stands in another column than the last, or beside the table."""
    values = [tuple([cell.value for cell in cells]) for cells in rows]
    whole = [row for row in values if None not in row and any(v and v.amount for v in row)]
    return _is_before(whole) or _is_beside([row for row in whole if _prints_sum(row)])


def _prints_sum(row: Aligned) -> bool:
    return row[-1] is not None and row[-1].state == "number"


def _is_before(rows: Sequence[Aligned]) -> bool:
    """Whether most rows have their sum in one and the same column before the last: 总计 may be
    printed first, under headings that were not read."""
    amounts = [[value.amount or 0 if value else 0 for value in row] for row in rows]
    sums = [[2 * amount == sum(row) for amount in row] for row in amounts]
    *before, last = (sum(column) for column in zip(*sums, strict=True)) if sums else (0,)
    most = max(before, default=0)
    return most >= SEVERAL_SUMS and most > max(2 * last, len(sums) // 2)


def _is_beside(rows: Sequence[Aligned]) -> bool:
    """Whether a column is empty in several rows that print numbers, and none of these has its sum:
    no agency is mistaken in every row, but an empty column may have come in, and the last one have
    been cut off by a page's edge."""
    if len(rows) < SEVERAL or any(map(row_holds, rows)):
        return False
    columns = zip(*rows, strict=True)
    return any(all(v is not None and v.state == "blank" for v in column) for column in columns)


def _options(
    printings: Sequence[Sequence[SplitRow]],
    header: Header,
    nameless: bool,
    loose: SplitRow | None,
) -> tuple[Aligned, ...]:
    """The possible readings of a row; of its pieces those without numbers are what a page
    break left.

    A row without any number has none where a row of numbers lost its name; `loose`: numbers
    that may be its own.

    Two rows of one name with different numbers, or one of them empty (全市 and 本级, this year
    and last), have none: which of them is meant, no sum can tell.
    """
    readings = []
    for pieces in printings:
        telling = [piece for piece in pieces if piece.has_numbers]
        if not telling and nameless:
            return ()
        readings += [_read_row(piece, header) for piece in telling or pieces[:1]]
    if loose is not None:
        others = _read_row(loose, header)
        return (*readings[0], *others) if others and len(readings) == 1 else ()
    return readings[0] if all(reading == readings[0] for reading in readings[1:]) else ()


def _may_hold_two(piece: SplitRow) -> bool:
    """Whether a cell holds characters that stand apart, and an empty cell of the row may be the
    place of some of them: where the columns are only supposed, no cell of it is certain."""
    texts = [cell.text.strip() for cell in piece.values]
    return "" in texts and any(len(text.split()) > 1 for text in texts)


def _read_row(piece: SplitRow, header: Header) -> tuple[Aligned, ...]:
    read = [read_value(cell.text) for cell in piece.values]
    if not read:
        return alignments((), WIDTH)
    if read[0].state == "blank" and _ends_in_words(piece, header):
        return ()
    options = align_row(piece, read, header, WIDTH)
    if (
        piece.recognised is not None
        or header.positions is not None
        or sum(v.state != "blank" for v in read) <= WIDTH
    ):
        return options
    distinct = {said(row): row for row in _without_copy(read) if row_holds(row)}
    return tuple(distinct.values())


def _ends_in_words(piece: SplitRow, header: Header) -> bool:
    """Whether words stand behind too few numbers, and under no heading of remarks: in the place of
    the last number (O for 0), perhaps, so that the empty cell before all is the label's."""
    if sum(bool(cell.text.strip()) for cell in piece.values) >= WIDTH:
        return False
    if (
        piece.exact
        and header.positions
        and piece.values[0].column == min(header.positions.values())
    ):
        return False  # the empty cell is the first applicant's own
    end = piece.values[-1].column
    behind = [cell for cell in piece.cells if cell.column == end + 1 and cell.text.strip()]
    return any(cell.column not in header.others for cell in behind)


def _without_copy(read: Sequence[Value]) -> Iterator[Aligned]:
    """The row with one value too many, each time without another that doubles its neighbour.

    Converters copy the value beside a merged cell, and a dash behind all may be a remark; nothing
    else is ever left out.
    """
    printed = [i for i, value in enumerate(read) if value.state != "blank"]
    values = tuple(read[printed[0] : printed[-1] + 1])
    if len(values) != WIDTH + 1:
        return
    if values[-1].state == "not_applicable":
        yield values[:-1]
    for i, value in enumerate(values):
        beside = (*values[max(0, i - 1) : i], *values[i + 1 : i + 2])
        if any(value.number == other.number and value.state == other.state for other in beside):
            yield (*values[:i], *values[i + 1 :])


def _check_run_together(cells: Sequence[Settled]) -> tuple[Settled, ...]:
    """Two cells of which one may hold both numbers (110 beside nothing, for 1 and 10) are open."""
    loose = run_together(tuple([cell.value for cell in cells]), holds_as_printed)
    return tuple([Settled(disputed=True) if i in loose else c for i, c in enumerate(cells)])


def _check_spaced(cells: Sequence[Settled]) -> tuple[Settled, ...]:
    """Digits that stand apart in a cell (`1 234`) are one number only where the row proves it;
    else an empty cell beside them may be the place of some of them."""
    values = tuple([cell.value for cell in cells])
    if not any(value is not None and value.spaced for value in values):
        return tuple(cells)
    proved = None not in values and row_holds(values) and values[-1].state == "number"  # type: ignore[union-attr]
    if proved:
        return tuple(cells)
    return tuple(
        Settled(disputed=True) if value and (value.spaced or value.state == "blank") else cell
        for cell, value in zip(cells, values, strict=True)
    )
