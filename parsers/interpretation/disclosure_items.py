"""The items of table 2 as they are printed: their rows, and the headings above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from .headers import Header, column_name, core, match_header
from .labels import Labels, match_label, squash, squash_all, without_explanations
from .lines import Row
from .rows import SplitRow, split_row
from .templates import TEMPLATE_NAMES, DisclosureSection, template
from .values import is_wordy


@dataclass(frozen=True)
class Headings:
    """The header rows above the items of one sub-table, which all ask the same of them."""

    rows: tuple[Row, ...]

    @cached_property
    def words(self) -> str:
        """All that they print, in one."""
        return "".join(squash_all(text) for row in self.rows for text in row.texts)

    @cached_property
    def core(self) -> str:
        """The same, of wordings that say the same one."""
        return core(self.words)

    @cached_property
    def columns(self) -> frozenset[str]:
        """The columns of either form whose headings are among them."""
        texts = (text for row in self.rows for text in row.texts)
        return frozenset(filter(None, (column_name(text, column_labels()) for text in texts)))

    @property
    def are_of_a_form(self) -> bool:
        """Whether a heading of a form's column is among them."""
        return bool(self.columns)

    def unknown(self, edge: int) -> int:
        """How many headings of other words stand beside those of a form's columns, over the values
        that begin at `edge`."""
        labels = column_labels()
        return sum(
            is_wordy(cell.text) and cell.column >= edge and column_name(cell.text, labels) is None
            for row in self.rows
            if any(column_name(text, labels) for text in row.texts)
            for cell in row.cells
        )

    def matched(self, section: DisclosureSection) -> Header:
        """What they tell of the columns of a sub-table."""
        if section not in self._matched:
            labels = _labels_of(section)
            header = match_header(self.rows, labels, section.columns, unmerged=True)
            self._matched[section] = header
        return self._matched[section]

    @cached_property
    def _matched(self) -> dict[DisclosureSection, Header]:
        return {}


@dataclass(frozen=True, slots=True)
class PrintedItem:
    """One item's row with its parts, and the headings printed above it."""

    item: str
    row: Row
    parts: SplitRow
    headings: Headings

    @property
    def header(self) -> tuple[Row, ...]:
        """The rows of its headings."""
        return self.headings.rows


def printed_items(rows: Sequence[Row]) -> list[PrintedItem]:
    """Every item's row, each under the header that stands nearest above it."""
    labels = _item_labels()
    printed: list[PrintedItem] = []
    header: list[Row] = []
    headings = Headings(())
    under_header = False
    for row, parts in _joined_labels(rows, labels):
        if under_header and not any(text.strip() for text in row.texts):
            continue  # what a page's end leaves of the item above
        item = _item_of(parts.label, labels)
        if under_header and not parts.label and parts.has_numbers:
            # a page broke the item's numbers: this row is their rest, or nobody's
            printed.append(PrintedItem(printed[-1].item, row, parts, printed[-1].headings))
            continue
        if item is None or not parts.values:
            header = [row] if under_header else [*header, row]
            under_header = False
            continue
        headings = headings if under_header else Headings(tuple(header))
        under_header = True
        again = any(other.item == item and other.row.table != row.table for other in printed)
        own_header = tuple(above for above in header if above.table == row.table) if again else ()
        if again and not Headings(own_header).are_of_a_form:
            continue  # another table that counts 行政处罚 and the like
        printed.append(PrintedItem(item, row, parts, headings))
    return printed


def _item_of(label: str, labels: Labels) -> str | None:
    """The item that a label names; none where it names two, as a lost line between them makes it:
    规章行政规范性文件. One that is explained must be the item's own: 其他主动公开文件（除规范性文件
    以外的…）is another."""
    bare = without_explanations(label)
    if bare != label.rstrip():
        return labels.names.get(squash(bare))
    item = match_label(label, labels)
    words = squash(label)
    begun = {name for name, variants in labels.items() if words.startswith(variants)}
    return item if item in begun or not begun else None


def _joined_labels(rows: Sequence[Row], labels: Labels) -> list[tuple[Row, SplitRow]]:
    """The rows and their parts, two of them made one where a page's end cut an item's name
    (政府集 and 中采购): one of the two holds all numbers, and neither names an item by itself."""
    joined: list[tuple[Row, SplitRow]] = []
    for row in rows:
        parts = split_row(row)
        whole = _with_rest(*joined[-1], row, parts, labels) if joined else None
        if whole is not None:
            joined[-1] = whole, split_row(whole)
        else:
            joined.append((row, parts))
    return joined


def _with_rest(
    above: Row, upper: SplitRow, row: Row, lower: SplitRow, labels: Labels
) -> Row | None:
    """One row of two and their parts, None where they are not a row cut in two."""
    if not (row.exact and above.table == row.table and upper.label and lower.label):
        return None
    if upper.has_numbers == lower.has_numbers or len(above.cells) != len(row.cells):
        return None
    label = upper.label + lower.label
    if match_label(upper.label, labels) or match_label(lower.label, labels):
        return None
    if match_label(label, labels) is None:
        return None
    holder = above if upper.has_numbers else row
    own = (upper if upper.has_numbers else lower).label
    cells = (c._replace(text=label) if c.text == own else c for c in holder.cells)
    return replace(above, cells=tuple(cells))


@cache
def column_labels() -> Labels:
    """The headings of every column of either form; some columns stand in both."""
    labels: dict[str, tuple[str, ...]] = {}
    for name in TEMPLATE_NAMES:
        for column, variants in template(name).disclosure_column_labels.items():
            labels[column] = (*labels.get(column, ()), *variants)
    return Labels(labels)


@cache
def _labels_of(section: DisclosureSection) -> Labels:
    """The headings of its columns in either form."""
    return Labels({column: column_labels()[column] for column in section.columns})


@cache
def _item_labels() -> Labels:
    return Labels({k: v for name in TEMPLATE_NAMES for k, v in template(name).item_labels.items()})
