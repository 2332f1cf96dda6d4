"""Labels that were recognised in a picture, with the characters that recognition took for others.

A recogniser takes 业 for 亚 where it sees one character at a time; dirt is a digit, a letter or a
stroke of its own to it. A label of the forms in which at most a third of the characters are wrong,
missing or too many, and no other label is as near, is that label. Values are never touched: a cell
that holds a number or a mark has no words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ..attribution.traditional import simplified
from ..reading.model import UNREAD, Block, PrintedPiece, Reading, Table, TableCell
from .labels import LONGEST_LABEL, squash, squash_all
from .recognised_headings import with_headings_restored
from .templates import COMMON, TEMPLATE_NAMES, template
from .values import UNIT_OF_MONEY

SHORTEST = 3  # characters
SHORTEST_PART = 2  # of a label that words name for certain
MOST_WRONG = 3  # one character in so many
MOST_WRONG_OF_PART = 4  # likewise, of a part of a label, which may be any
MOST_STRAY = 2  # letters and digits, of which no label has any; a year has four
SHORTEST_BROKEN = 4  # characters of a label of which one may be missing
SHORTEST_RAGGED = 9  # likewise, one or two, and others wrong: shorter ones are near many words
MOST_RAGGED = 2  # characters that are missing or too many
# Labels of two characters are near many words, so that the mistakes themselves are listed.
SHORT = {
    **dict.fromkeys(("具他", "共他", "其地", "其池", "真他", "儿他", "其他一"), "其他"),
    **dict.fromkeys(("忌计", "息计", "总汁", "总讨", "总什", "总订", "点计"), "总计"),
    **dict.fromkeys(("规竟", "规草", "规童", "現章", "视章", "观章", "规意"), "规章"),
}
# What follows a label may be its row's value, where the border between the two was not seen.
_STRAY = re.compile(r"[0-9A-Za-z](?=.*[\u4e00-\u9fff])")
# Headings of the forms that name no value, and so stand in no template.
HEADINGS = ("申请人情况", "法人或其他组织", "信息内容", "行政诉讼")
WITHOUT_VALUES = (
    "本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和",
    "三本年度办理结果",
    "三不予公开",
    "四无法提供",
    "五不予处理",
    "六其他处理",
    "本年收费金额单位万元",
    "采购总金额单位万元",
)
_WORD = re.compile(r"[\u4e00-\u9fff]")


def with_labels_restored(reading: Reading) -> Reading:
    """The reading with its tables' labels spelt as in the forms, and pieces of them where tables
    have no lines."""
    return replace(
        reading,
        blocks=tuple(_restored(block) for block in reading.blocks),
        printed=lambda: tuple(
            replace(line, pieces=tuple(_pieces(line.pieces))) for line in reading.printed()
        ),
    )


def _pieces(pieces: Sequence[PrintedPiece]) -> Iterator[PrintedPiece]:
    """The pieces of a line, without what was not read left of a label: values stand right of
    them."""
    restored = [_piece(piece) for piece in pieces]
    labels = [i for i, piece in enumerate(restored) if _is_of_label(piece.text)]
    for i, piece in enumerate(restored):
        if piece.text != UNREAD or not labels or i > labels[-1]:
            yield piece


def _is_of_label(text: str) -> bool:
    """Whether it is words of a label, and no unit of a number."""
    words = squash_all(text)
    known = len(words) >= SHORTEST_PART and words in _joined_labels()
    return known and words not in UNIT_OF_MONEY.split("|")


def _piece(piece: PrintedPiece) -> PrintedPiece:
    words = squash_all(simplified(piece.text)) if _WORD.search(piece.text) else ""
    if not SHORTEST <= len(words) <= LONGEST_LABEL or words in _joined_labels():
        return piece
    part = _nearest_part(words)
    return piece if part is None else replace(piece, text=part)


@lru_cache(maxsize=1)
def _joined_labels() -> str:
    """All labels with their own numbers before them."""
    forms = [template(name) for name in TEMPLATE_NAMES]
    numbered = [row.number + label for form in forms for row in form.rows for label in row.labels]
    others = [label for some in _labels().values() for label in some]
    return " ".join(dict.fromkeys([*numbered, *others, *WITHOUT_VALUES]))


@lru_cache(maxsize=2048)
def _nearest_part(words: str) -> str | None:
    """The one part of a label of the same length that these words are nearest to."""
    joined = _joined_labels()
    wrong: dict[str, int] = {}
    for start in range(len(joined) - len(words) + 1):
        part = joined[start : start + len(words)]
        if " " not in part:
            wrong[part] = sum(a != b for a, b in zip(words, part, strict=True))
    least = min(wrong.values(), default=len(words))
    nearest = [part for part, count in wrong.items() if count == least]
    alone = len(nearest) == 1 and least <= max(1, len(words) // MOST_WRONG_OF_PART)
    return nearest[0] if alone else None


def _restored(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    rows = (with_headings_restored(tuple(map(_cell, row))) for row in block.rows)
    return replace(block, rows=tuple(rows))


def _cell(cell: TableCell) -> TableCell:
    cell = cell._replace(text=simplified(cell.text))
    words = squash(cell.text) if len(cell.text) <= 2 * LONGEST_LABEL else ""
    label = _nearest(words) if 1 < len(words) <= LONGEST_LABEL else None
    return cell if label is None else cell._replace(text=_spelt(cell.text, words, label))


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


@lru_cache(maxsize=1)
def _all_labels() -> frozenset[str]:
    return frozenset(label for some in _labels().values() for label in some)


@lru_cache(maxsize=2048)
def _nearest(words: str) -> str | None:
    """The one label that these words are nearest to; None for one spelt right, too."""
    if words in _all_labels():
        return None
    chinese = _STRAY.sub("", words)
    if len(words) - len(chinese) > MOST_STRAY:
        chinese = words
    if chinese in _all_labels():
        return chinese
    for some in dict.fromkeys((words, chinese)):
        label = _with_others(some) or _with_one_more_or_less(some) or _ragged(some)
        if label and len(some) >= SHORTEST:
            return label
    return SHORT.get(chinese)


def _with_others(words: str) -> str | None:
    """The nearest label of the same length."""
    wrong = sorted(
        (sum(a != b for a, b in zip(words, label, strict=True)), label)
        for label in _labels().get(len(words), ())
    )
    if not wrong or wrong[0][0] > max(1, len(words) // MOST_WRONG):
        return None
    alone = len(wrong) == 1 or wrong[1][0] > wrong[0][0]
    return wrong[0][1] if alone else None


def _with_one_more_or_less(words: str) -> str | None:
    """The one label that has one character more or less than the words, and these otherwise."""
    found = [label for label in _labels().get(len(words) + 1, ()) if _lacks_one(words, label)]
    found += [
        label
        for label in _labels().get(len(words) - 1, ())
        if _lacks_one(label, words) and words[-1] == label[-1]
    ]
    return found[0] if len(found) == 1 and len(found[0]) >= SHORTEST_BROKEN else None


def _ragged(words: str) -> str | None:
    """The nearest label, where characters are missing or too many and others are wrong."""
    if len(words) < SHORTEST_RAGGED:
        return None
    lengths = range(max(SHORTEST_RAGGED, len(words) - MOST_RAGGED), len(words) + MOST_RAGGED + 1)
    wrong = sorted(
        (_changes(words, label), label) for length in lengths for label in _labels().get(length, ())
    )
    if not wrong or wrong[0][0] > len(words) // MOST_WRONG:
        return None
    alone = len(wrong) == 1 or wrong[1][0] > wrong[0][0]
    return wrong[0][1] if alone else None


def _changes(words: str, label: str) -> int:
    """How many characters are to be replaced, put in or taken out to make words a label."""
    before = list(range(len(label) + 1))
    for row, character in enumerate(words, 1):
        here = [row]
        for column, other in enumerate(label, 1):
            here.append(
                min(before[column] + 1, here[-1] + 1, before[column - 1] + (character != other))
            )
        before = here
    return before[-1]


def _lacks_one(shorter: str, longer: str) -> bool:
    same = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), -1)
    return same < 0 or shorter[same:] == longer[same + 1 :]


def _spelt(text: str, words: str, label: str) -> str:
    """The text with its words spelt as the label: numbering and punctuation stay, but for what
    stands between words that have not as many characters."""
    if len(words) != len(label):
        begin = max(at for at in range(len(text)) if squash(text[at:]) == words)
        return text[:begin] + label
    characters, left = list(text), list(label)
    for place in range(len(characters) - 1, -1, -1):
        if left and squash_all(characters[place]):
            characters[place] = left.pop()
    return "".join(characters)
