"""Table 2 from text without a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..disclosures import MONEY, SIGNED
from ..found import TableFound
from ..labels import squash_all, without_explanations
from ..settle import Settled
from ..templates import DisclosureSection, StatutoryTemplate, Template, template
from ..values import Value, read_value
from . import Order, Run, runs_of
from .broken import with_narrow_numbers
from .headed import Headed, headed_values

_BEGINS = re.compile("第二十条第(.)项|信息内容")
# Sentences before the table hold numbers of other things.
_PROSE = re.compile(r"(?:(?:(?!第二十条第|信息内容)[^\n]){12,}[。；;：:]\s*+)*+")
_SIGN = re.compile(r"[+\-−–＋－增减]")
_ONLY_2021 = re.compile("制发件数|废止件数|现行有效|收费金额")
_ONLY_2019 = re.compile("新制作数量|新公开数量|对外公开总|集中采购|上一年项目")


def stream_disclosures(
    text: str, order: Order, *, makes_regulations: bool
) -> tuple[TableFound, StatutoryTemplate] | None:
    """Read table 2 from running text; None where its headings are not printed.

    `makes_regulations`: whether the agency's level may make 规章 at all (立法法: ministries,
    provinces and cities with districts); counties and townships print zeros there, which tells
    rows from columns. order: of the values of the text.
    """
    text = with_narrow_numbers(text)
    squashed = squash_all(text)
    votes = {"2021": _ONLY_2021.search(squashed), "2019": _ONLY_2019.search(squashed)}
    names = [name for name in ("2021", "2019") if votes[name]]
    if len(names) != 1 or not _BEGINS.search(squashed):
        return None
    form = template("2021" if names[0] == "2021" else "2019")
    unit = "万元" if "万元" in text else None
    text = _PROSE.sub("", text, count=1)
    found = TableFound(
        "disclosures",
        tuple((row, c) for s in form.disclosures for row in s.rows for c in s.columns),
    )
    runs = runs_of(without_explanations(text), money=True)
    explained = [_take(found, run, form, order, makes_regulations) for run in runs if run.values]
    if not all(explained):
        # values without a label of their own: those beside a label may be another's
        found.cells = {place: Settled(disputed=True) for place in found.places}
        by_heading = headed_values(runs, form, order)
        if by_heading:
            found.cells = {}
        for headed in by_heading:
            if len(headed.columns) == 1 or order.in_order(headed.values):
                _take_headed(found, headed, makes_regulations)
            else:
                _leave_open(found, headed)
    if unit:
        found.units.update({place: unit for place in found.places if place[1] == "fee_amount"})
    return found, form.name


def _take(
    found: TableFound, run: Run, form: Template, order: Order, makes_regulations: bool
) -> bool:
    """Place one run of values: under the item whose label stands directly before it, or under
    the sub-table whose headings, and nothing else, stand before it. False where neither is."""
    if run.squashed.endswith(form.added_items):
        return True
    item = _item_before(run.squashed, form)
    if item is not None:
        section = form.section_of(item)
        if section is None or len(run.values) != len(section.columns):
            return False
        _put(found, item, section.columns, run.values)
        return True
    block = next((s for s in form.disclosures if _heads(run.squashed, s, form)), None)
    if block is None or len(run.values) != len(block.rows) * len(block.columns):
        return False
    by_row = order.in_one_block(run.values)
    _take_headed(found, Headed(block.rows, block.columns, run.values, by_row), makes_regulations)
    return True


def _leave_open(found: TableFound, headed: Headed) -> None:
    for row in headed.rows:
        _put(found, row, headed.columns, [None] * len(headed.columns))


def _take_headed(found: TableFound, headed: Headed, makes_regulations: bool) -> None:
    """Place the values of several rows and columns, as far as their order is certain."""
    options = _plausible(_layouts(headed), headed, makes_regulations)
    for r, row in enumerate(headed.rows):
        cells = zip(*(option[r] for option in options), strict=True)
        _put(found, row, headed.columns, [c[0] if len(set(c)) == 1 else None for c in cells])


def _item_before(words: str, form: Template) -> str | None:
    """The item whose whole label ends the words."""
    ends = {
        label: item
        for item, labels in form.item_labels.items()
        for label in labels
        if words.endswith(label)
    }
    return ends[max(ends, key=len)] if ends else None


def _heads(words: str, section: DisclosureSection, form: Template) -> bool:
    """Whether the words end with the article and all headings of this sub-table, in order."""
    start = words.rfind(section.article)
    if start < 0:
        return False
    rest = words[start + len(section.article) :].removeprefix("信息内容")
    for column in section.columns:
        labels = (squash_all(label) for label in form.disclosure_column_labels[column])
        longest = max((la for la in labels if rest.startswith(la)), key=len, default=None)
        if longest is None:
            return False
        rest = rest[len(longest) :]
    return not rest


def _put(
    found: TableFound, row: str, columns: Sequence[str], values: Sequence[Value | None]
) -> None:
    """Store one row; printed twice with different numbers it is open."""
    again = any((row, column) in found.cells for column in columns)
    for column, value in zip(columns, values, strict=True):
        own = value and read_value(value.raw, signed=column in SIGNED, money=column in MONEY)
        same = not again or found.cells[row, column].value == own
        keep = own is not None and not own.spaced and same
        found.cells[row, column] = Settled(own) if keep else Settled(disputed=True)


Layout = tuple[tuple[Value, ...], ...]


def _layouts(headed: Headed) -> tuple[Layout, ...]:
    """Row by row, and column by column where nothing tells."""
    rows, columns, values = len(headed.rows), len(headed.columns), headed.values
    by_row = tuple(tuple(values[r * columns : (r + 1) * columns]) for r in range(rows))
    if headed.by_row:
        return (by_row,)
    by_column = tuple(tuple(values[c * rows + r] for c in range(columns)) for r in range(rows))
    return tuple(dict.fromkeys((by_row, by_column)))


def _signs_are_changes(option: Layout, block: Headed) -> bool:
    """Whether values with a sign (+19, -3) all stand in a column of changes."""
    return all(
        column in SIGNED or not _SIGN.match(value.raw)
        for row in option
        for column, value in zip(block.columns, row, strict=True)
    )


def _plausible(
    options: tuple[Layout, ...], block: Headed, makes_regulations: bool
) -> tuple[Layout, ...]:
    """The layouts that the signs of changes and the law allow; all where these tell nothing."""
    options = tuple(option for option in options if _signs_are_changes(option, block)) or options
    if "regulations" not in block.rows or makes_regulations:
        return options
    legal = tuple(
        option
        for option in options
        if all(value.amount == 0 for value in option[block.rows.index("regulations")])
    )
    return legal or options
