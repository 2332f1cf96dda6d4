"""Table 2, 主动公开政府信息情况, from printed rows.

The form changed in 2021; townships mix the two. Each sub-table (第二十条第…项) is therefore
recognised by its own column headings, never by the year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .alignment import align_row
from .disclosure_items import PrintedItem, column_labels, printed_items
from .found import TableFound
from .headers import Header, core
from .labels import squash_all
from .lines import Row
from .rows import SplitRow, split_row, usual_length
from .settle import Settled, as_read
from .templates import TEMPLATE_NAMES, DisclosureSection, StatutoryTemplate, Template, template
from .values import Aligned, Value, read_value

MONEY = frozenset({"procurement_amount", "fee_amount"})
SIGNED = frozenset({"items_change"})
# The corpus knows yuan and 10,000 yuan; an amount in another unit has none that it can name.
_UNIT = re.compile(r"(?P<other>[亿百千十]+万?元)|万元|元")


def read_disclosures(
    rows: Sequence[Row], default: StatutoryTemplate
) -> tuple[TableFound, StatutoryTemplate] | None:
    """Read table 2 from the rows of its region; None where no item's row is among them.

    Returns the cells and the form that most of the sub-tables follow.
    """
    printed = printed_items(rows)
    if not printed:
        return None
    votes = {item.item: _form_of(item, default) for item in printed}
    form = _majority(list(votes.values()), default)
    sections = _sections(printed, votes, form)
    found = TableFound(
        "disclosures", tuple((row, c) for s in sections for row in s.rows for c in s.columns)
    )
    for item in printed:
        section = next((s for s in sections if item.item in s.rows), None)
        if section is not None:
            _take(found, item, section, rows)
    return found, form


def _form_of(item: PrintedItem, default: StatutoryTemplate) -> StatutoryTemplate:
    """The form whose column headings stand above the item."""
    scores = {name: _score(item, template(name)) for name in TEMPLATE_NAMES}
    best = max(scores.values())
    winners = [name for name in TEMPLATE_NAMES if scores[name] == best]
    return winners[0] if len(winners) == 1 else default


def _score(item: PrintedItem, form: Template) -> tuple[int, int, int]:
    """How well the form's headings for this item are those printed: none of other columns, all of
    its own but for as many as are not understood, and the longest wordings printed as they are."""
    section, headings = form.section_of(item.item), item.headings
    if section is None:
        return (-len(column_labels()), 0, 0)
    labels = form.disclosure_column_labels
    hits = sum(any(core(label) in headings.core for label in labels[c]) for c in section.columns)
    missing = len(section.columns) - hits - headings.unknown(item.parts.values[0].column)
    lengths = [
        max((len(label) for label in labels[c] if label in headings.words), default=0)
        for c in section.columns
    ]
    foreign = len(headings.columns - set(section.columns))
    return (-foreign, min(hits, hits - missing), sum(lengths))


def _majority(votes: Sequence[StatutoryTemplate], default: StatutoryTemplate) -> StatutoryTemplate:
    counts = {name: votes.count(name) for name in TEMPLATE_NAMES}
    return default if len(set(counts.values())) == 1 else max(counts, key=lambda n: counts[n])


def _sections(
    printed: Sequence[PrintedItem], votes: dict[str, StatutoryTemplate], form: StatutoryTemplate
) -> tuple[DisclosureSection, ...]:
    """The sub-tables that this document has: those of the majority's form, replaced where the
    document prints one after the other form."""
    sections = list(template(form).disclosures)
    for item in printed:
        own = template(votes[item.item]).section_of(item.item)
        if own is None or votes[item.item] == form:
            continue
        place = next((i for i, s in enumerate(sections) if s.article == own.article), None)
        if place is None:
            sections.append(own)
        else:
            sections[place] = own
    return tuple(sections)


def _take(
    found: TableFound,
    item: PrintedItem,
    section: DisclosureSection,
    rows: Sequence[Row],
) -> None:
    header = item.headings.matched(section)
    columns = header.order or section.columns
    parts = item.parts
    if not item.row.exact:
        parts = split_row(item.row, usual_length(rows, item.row.table))
    parts = _under_headings(parts, item)
    cells = parts.values
    read = [_read(cell.text, columns, i, len(cells)) for i, cell in enumerate(cells)]
    loose = not item.row.exact and any(value.spaced for value in read)  # its neighbour's, perhaps
    loose = loose or (item.row.exact and parts.fused)  # no sum tells it from the mark of a note
    unsure = loose or _lacks_a_heading(parts, item, header)
    options = () if unsure else align_row(parts, read, header, len(columns))
    settled = _settle(options, len(columns))
    if not item.row.exact and not item.headings.are_of_a_form:
        settled = (Settled(disputed=True),) * len(columns)  # the form is only supposed
    if any((item.item, column) in found.cells for column in columns):
        settled = _reconcile(found, item.item, columns, settled)
    unit = _unit_of(item)
    if unit is not None and unit["other"]:
        settled = tuple(
            Settled(disputed=True) if column in MONEY else cell
            for column, cell in zip(columns, settled, strict=True)
        )
        found.notes.append(f"{item.item}: an amount in {unit[0]}, neither 元 nor 万元")
    found.put(item.item, columns, settled)
    for column in columns:
        if column in MONEY and unit is not None and not unit["other"]:
            found.units[item.item, column] = unit[0]


def _under_headings(parts: SplitRow, item: PrintedItem) -> SplitRow:
    """The row without the empty cells behind its last heading, as a sheet has that holds wider
    tables, too. Where the headings have none such, one of the row's cells may have moved it."""
    if not item.row.exact or not item.header or not item.header[-1].exact:
        return parts
    last = next((c for c in reversed(item.header[-1].cells) if c.text.strip()), None)
    if last is None or _end(item.row) > _end(item.header[-1]):
        return parts
    end = last.column + last.colspan
    kept = tuple([cell for cell in parts.values if cell.column < end or cell.text.strip()])
    return parts if kept == parts.values else replace(parts, values=kept)


def _lacks_a_heading(parts: SplitRow, item: PrintedItem, header: Header) -> bool:
    """Whether a row goes on behind all headings, of which some are not the form's: one of the
    other form's may be left out, so that the rest stand one column before their own."""
    if not item.row.exact or not item.header or _end(item.row) <= _end(item.header[-1]):
        return False
    return any(cell.column in header.others for cell in parts.values)


def _end(row: Row) -> int:
    return row.cells[-1].column + row.cells[-1].colspan if row.cells else 0


def _read(text: str, columns: Sequence[str], index: int, printed: int) -> Value:
    """Read a value as its column wants it; where the columns are shifted, as any may."""
    names = columns[index : index + 1] if printed == len(columns) else columns
    return read_value(text, signed=not SIGNED.isdisjoint(names), money=not MONEY.isdisjoint(names))


def _settle(options: Sequence[Aligned], width: int) -> tuple[Settled, ...]:
    """No sum ties the cells of table 2: only a row with one reading is certain."""
    if not options:
        return (Settled(disputed=True),) * width
    if len(options) == 1 and not any(value is not None and value.spaced for value in options[0]):
        return tuple(as_read(options[0]))
    settled = []
    in_two = any(value is not None and value.spaced for option in options for value in option)
    for candidates in zip(*options, strict=True):
        value = candidates[0]
        emptied = in_two and value is not None and value.state == "blank"  # what another holds
        if len(set(candidates)) > 1 or (value is not None and value.spaced) or emptied:
            settled.append(Settled(disputed=True))
        else:
            settled.append(Settled(value, missing=value is None))
    return tuple(settled)


def _reconcile(
    found: TableFound, item: str, columns: Sequence[str], second: Sequence[Settled]
) -> tuple[Settled, ...]:
    """An item printed twice is certain only where both rows print the same."""
    first = (found.cells.get((item, column), Settled(missing=True)) for column in columns)
    return tuple(
        a if a == b else Settled(disputed=True) for a, b in zip(first, second, strict=True)
    )


def _unit_of(item: PrintedItem) -> re.Match[str] | None:
    """The unit of an amount as its heading or its row's label gives it, also letter-spaced; none
    where the lines of a text part its characters."""
    above = item.header[-1:] if item.row.exact else item.header
    texts = [text for row in (*above, item.row) for text in row.texts]
    if "元" not in "".join(texts):  # as of most items
        return None
    words = list(map(squash_all, texts))
    unit = _UNIT.search(" ".join(words))
    if unit is not None and unit[0] == "元" and any(text.endswith("万") for text in words):
        return None
    return unit
