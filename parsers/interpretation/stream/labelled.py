"""The values of table 3 in running text, with the labels printed before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..application_rows import BODY_ONLY, row_labels
from ..labels import match_label, squash_all
from ..mending import unglued
from ..templates import COMMON, Template
from ..values import Value
from . import Run, labels_in, runs_of, tokens_of

LABEL_BEGINS = 2  # characters that tell a numbered label from other words
FIRST_LABEL = "本年新收"
_LAST_LABEL = "继续办理"
HEADINGS = ("自然人", "商业", "科研", "公益", "服务", "其他")  # pieces that survive any break
_LEGAL_PERSONS = re.compile("|".join(COMMON.legal_persons))  # hides the heading 其他
HEADING_OF_SUMS = "总计"
_HEADING_OF_SUMS = re.compile("(?<!七)总计")


@dataclass(frozen=True, slots=True)
class Printed:
    """Values that stand together, with the labels printed before them."""

    labels: tuple[str, ...]
    values: tuple[Value, ...]


def numbering_apart(text: str, form: Template) -> str:
    """The text, where a value and the next label's own number run together (`136533.补正后`) with
    a space between them."""
    labels = (
        rf"{row.number}[.、．]\s*" + r"\s*".join(row.labels[0][:LABEL_BEGINS])
        for row in form.rows
        if row.number.isdecimal()
    )
    return re.sub(rf"(?<=[0-9])(?={'|'.join(labels)})", " ", text)


def header_in_order(words: str) -> bool:
    """Whether no applicant's heading stands before that of another one of the form's order, nor
    that of the sums before all of them."""
    words = _LEGAL_PERSONS.sub("", words)
    start = max(words.find(HEADINGS[0]), 0)
    if 0 <= words.rfind(HEADING_OF_SUMS) < start:
        return False
    places = [words.find(heading, start) for heading in HEADINGS]
    moved = any(
        place < 0 and words.find(heading) >= 0
        for heading, place in zip(HEADINGS, places, strict=True)
    )
    found = [place for place in places if place >= 0]
    return not moved and found == sorted(found)


def is_printed_again(words: str) -> bool:
    """Whether another table follows the one that ends: numbers behind its labels may be those of
    another year, where the first one is empty."""
    parts = words.split(FIRST_LABEL)[1:]
    return sum(_LAST_LABEL in part for part in parts) > 1


def only_first_heading_moved(text: str) -> bool:
    """Whether all headings but the first one, which no form has elsewhere, stand in order before
    any value: it alone is broken over lines (自然 above 人), and printed behind."""
    first_value = next((start for start, _ in tokens_of(text)), 0)
    words = _LEGAL_PERSONS.sub("", squash_all(text[:first_value]))
    places = [words.find(heading) for heading in HEADINGS[1:]]
    return HEADINGS[0][:2] not in words and -1 not in places and places == sorted(places)


def printed_values(runs: Sequence[Run], form: Template) -> list[Printed]:
    """The values from the table's header on, with their labels; values after words that name no
    row (a repeated header, a piece of a group's name) go on with those before them.

    Values between the header and the first label come first, without labels.
    """
    anchors = {row.name: row.anchor for row in form.rows}
    printed: list[Printed] = [Printed((), ())]
    begun = False
    for run in runs:
        words = run.squashed
        values = tuple(piece for value in run.values for piece in unglued(value))
        if not begun:
            begun = FIRST_LABEL in words
            words = words[words.index(FIRST_LABEL) :] if begun else words
        labels = _without_headings(labels_in(words, anchors), words) if begun else ()
        if labels:
            printed.append(Printed(labels, values))
        elif not begun and any(heading in words for heading in HEADINGS):
            printed = [Printed((), values)]
        else:
            printed[-1] = Printed(printed[-1].labels, printed[-1].values + values)
    return printed


def values_below_header(text: str, form: Template, *, drop: str) -> list[Printed]:
    """All values below the headings, with the labels printed before them; a label may be cut.
    `drop`: what is no value."""
    anchors = {row.name: row.anchor for row in form.rows}
    printed: list[Printed] = []
    words = ""
    for run in runs_of(numbering_apart(text, form)):
        words += run.words
        squashed = squash_all(words)
        kept = (value for value in run.values if value.raw != drop)
        values = tuple(piece for value in kept for piece in unglued(value))
        if not values and run.values:
            continue
        if not printed:
            if not values or not any(heading in squashed for heading in HEADINGS[:-1]):
                continue
            squashed = squashed[squashed.index(FIRST_LABEL) :] if FIRST_LABEL in squashed else ""
        labels = labels_in(squashed, anchors)
        last = match_label(words.strip().rpartition("\n")[2], row_labels())
        if last in anchors and last not in labels and squashed:
            labels = (*labels, last)
        printed.append(Printed(_without_headings(labels, squashed), values))
        words = ""
    return printed


def _without_headings(labels: tuple[str, ...], words: str) -> tuple[str, ...]:
    """The labels without those that headings have in common with rows, where words hold headings
    that moved here, or are printed again."""
    if HEADINGS[0] not in words and not _HEADING_OF_SUMS.search(words):
        return labels
    return tuple(name for name in labels if name not in BODY_ONLY)
