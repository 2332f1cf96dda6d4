"""Matching printed labels to the templates' own, through spacing, numbering and breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from ..characters import narrowed
from .remembering import REMEMBERED, remembered

LONGEST_LABEL = 80
SHORTEST_PIECE = 4  # a broken label shorter than this names nothing for certain
LIKENESS = 0.8  # typing mistakes such as 处理绝对数量; two labels of the forms are below this
MARGIN = 0.12

_NUMBERING = re.compile(
    r"^(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]?[、.．,，]+|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]|[①-⑩])"
)
# What refers to a note below the table: 总计①, 总计*, 总计[1], 总计（注2）, 总计注1.
_NOTE_MARK = re.compile(
    r"(?:^|(?<=[\u4e00-\u9fff”’)）])\s{0,3})[①-⑳❶-❿¹²³⁰⁴-⁹₀-₉*＊※†‡#]{1,3}$"
    r"|(?<=[\u4e00-\u9fff”’)）])\s{0,3}(?:(?<!备)注[0-9]{0,2}"
    r"|[\[［〔(（【](?:注[0-9]{0,2}|[0-9]{1,2}|[*＊※])[\]］〕)）】])$"
)
# What an agency or its superior explains behind a label: 规章（设区的市人民政府应提供相关数据）.
_EXPLANATION = re.compile(r"(?<=[\u4e00-\u9fff])\s{0,2}[(（][^()（）]{6,200}(?:[)）]|$)")
# A number in one character: ① 1., ⑴, ㈠. Made plain, it would run into the words behind it.
_NUMBER_CHARACTER = re.compile(r"^\s*+[①-⒛❶-❿㈠-㈩]")
_UNIT_BEHIND = re.compile(
    r"[(（]\s{0,3}(?:单位\s{0,3}[:：]?\s{0,3})?(?:件|条|项|个|次|宗|起|份|人次?|万?元)\s{0,3}[)）]$"
)
_NOT_WORDS = re.compile(r"[^\w\u4e00-\u9fff]+|_+")


@remembered(2 * LONGEST_LABEL)
def squash(text: str) -> str:
    """The words of a label: no white space, no punctuation, no numbering before it, no mark of a
    note and no unit in brackets behind it."""
    bare = _NUMBER_CHARACTER.sub("", _UNIT_BEHIND.sub("", without_note_mark(text).rstrip()))
    stripped = _NUMBERING.sub("", _flat(bare), count=1)
    return _NOT_WORDS.sub("", _NUMBERING.sub("", stripped, count=1))


def without_note_mark(text: str) -> str:
    """A label without the mark behind it that refers to a note."""
    return _NOTE_MARK.sub("", text.rstrip()) if len(text) <= 2 * LONGEST_LABEL else text


def without_explanations(text: str) -> str:
    """Labels without the explanations in brackets behind them, also one that a page's end cut."""
    return _EXPLANATION.sub("", text.rstrip())


@remembered(2 * LONGEST_LABEL)
def squash_all(text: str) -> str:
    """All characters but white space and punctuation, numbering kept."""
    return _NOT_WORDS.sub("", _flat(text))


@remembered(2 * LONGEST_LABEL)
def is_numbered(text: str) -> bool:
    """Whether a label begins with its own number: such a one never goes on with another."""
    return _NUMBER_CHARACTER.match(text) is not None or _NUMBERING.match(_flat(text)) is not None


def _flat(text: str) -> str:
    """Without white space, in plain forms of its characters."""
    return "".join(narrowed(text).split())


class Labels(dict[str, tuple[str, ...]]):
    """The labels of a table's rows or columns, in all their wordings, by the corpus's names.

    Made once for a form and never changed: what is asked of the same one is remembered.
    """

    def __init__(self, labels: Mapping[str, Sequence[str]]) -> None:
        super().__init__({name: tuple(variants) for name, variants in labels.items()})
        pairs = [(label, name) for name, variants in labels.items() for label in variants]
        self.names = dict(reversed(pairs))  # of two names with the same label the first

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other


def match_label(text: str, labels: Labels) -> str | None:
    """The name whose label this text is: equal, a piece of it, or one typing mistake away."""
    if len(text) > LONGEST_LABEL * 2:
        return None
    words = squash(text)
    if not words or len(words) > LONGEST_LABEL:
        return None
    return labels.names.get(words) or _match_unequal(words, labels)


@lru_cache(REMEMBERED)
def _match_unequal(words: str, labels: Labels) -> str | None:
    return _match_piece(words, labels) or _match_alike(words, labels)


def _match_piece(words: str, labels: Mapping[str, Sequence[str]]) -> str | None:
    """A label broken off at its end, or a label with a group's name or a remark around it."""
    if len(words) < SHORTEST_PIECE:
        return None
    found = {
        name
        for name, variants in labels.items()
        for label in variants
        if label.startswith(words) or (len(label) >= SHORTEST_PIECE and label in words)
    }
    return found.pop() if len(found) == 1 else None


def _match_alike(words: str, labels: Mapping[str, Sequence[str]]) -> str | None:
    if len(words) < SHORTEST_PIECE:
        return None
    scored = sorted(
        (
            (max(_likeness(words, label) for label in variants), name)
            for name, variants in labels.items()
        ),
        reverse=True,
    )
    best, name = scored[0]
    rival = scored[1][0] if len(scored) > 1 else 0.0
    return name if best >= LIKENESS and best - rival >= MARGIN else None


@lru_cache(maxsize=4 * REMEMBERED)
def _likeness(words: str, label: str) -> float:
    """From 0 to 1; 0 for what is too unlike to count, not even as a rival."""
    if abs(len(words) - len(label)) > 3 or len(label) < SHORTEST_PIECE:
        return 0.0
    matcher = SequenceMatcher(None, words, label, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > LIKENESS - MARGIN - 0.01 else 0.0


def completes(piece: str, rest: str, label: str) -> bool:
    """Whether `rest`, printed below `piece`, is what a page break cut off this label."""
    words = squash_all(rest)
    return bool(words) and label.endswith(words) and label.startswith(squash(piece))
