"""Labels that were recognised in a picture, with the characters that recognition took for others.

A recogniser takes 业 for 亚 where it sees one character at a time, and 规 for 規. A label of the
forms in which at most a third of the characters are wrong, and no other label is as near, is that
label. Values are never touched: a cell that holds a number or a mark has no words.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from ..attribution.traditional import simplified
from ..reading.model import Block, Reading, Table, TableCell
from .labels import LONGEST_LABEL, squash, squash_all
from .templates import COMMON, TEMPLATE_NAMES, template

SHORTEST = 3  # characters
MOST_WRONG = 3  # one character in so many
# Headings of the forms that name no value, and so stand in no template.
HEADINGS = ("申请人情况", "法人或其他组织", "信息内容", "行政诉讼")


def with_labels_restored(reading: Reading) -> Reading:
    """The reading with its tables' labels spelt as in the forms."""
    return replace(reading, blocks=tuple(_restored(block) for block in reading.blocks))


def _restored(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    return replace(block, rows=tuple(tuple(map(_cell, row)) for row in block.rows))


def _cell(cell: TableCell) -> TableCell:
    cell = cell._replace(text=simplified(cell.text))
    words = squash(cell.text) if len(cell.text) <= 2 * LONGEST_LABEL else ""
    label = _nearest(words) if SHORTEST <= len(words) <= LONGEST_LABEL else None
    return cell if label is None else cell._replace(text=_spelt(cell.text, label))


@lru_cache(maxsize=1)
def _labels() -> dict[int, tuple[str, ...]]:
    """The words of all labels, by their length."""
    forms = [template(name) for name in TEMPLATE_NAMES]
    told = [*COMMON.groups, *HEADINGS]
    for labels in (COMMON.column_labels, COMMON.channel_labels, COMMON.outcome_labels):
        told += [label for variants in labels.values() for label in variants]
    for form in forms:
        told += [section.article for section in form.disclosures]
        told += [label for variants in form.item_labels.values() for label in variants]
        told += [label for some in form.disclosure_column_labels.values() for label in some]
        told += [label for row in form.rows for label in row.labels]
    by_length: dict[int, list[str]] = {}
    for label in dict.fromkeys(told):
        by_length.setdefault(len(label), []).append(label)
    return {length: tuple(labels) for length, labels in by_length.items()}


@lru_cache(maxsize=2048)
def _nearest(words: str) -> str | None:
    """The one label that these words are nearest to; None for one spelt right, too."""
    wrong = sorted(
        (sum(a != b for a, b in zip(words, label, strict=True)), label)
        for label in _labels().get(len(words), ())
    )
    if not wrong or wrong[0][0] == 0 or wrong[0][0] > max(1, len(words) // MOST_WRONG):
        return None
    alone = len(wrong) == 1 or wrong[1][0] > wrong[0][0]
    return wrong[0][1] if alone else None


def _spelt(text: str, label: str) -> str:
    """The text with its last words spelt as the label: numbering and punctuation stay."""
    characters, left = list(text), list(label)
    for place in range(len(characters) - 1, -1, -1):
        if left and squash_all(characters[place]):
            characters[place] = left.pop()
    return "".join(characters)
