"""The rules by which numbers told in sentences are found: `narrative.toml`, compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

NUMBER = (
    r"(?P<before>约为?|大约|近|超过|逾|突破|达到?|共计?|为|:|：)*"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<more>余|多)?(?P<ten_thousand>万)?(?P<more2>余|多)?"
)
# In words only where the rule admits it: 信息一条龙 counts nothing.
# Nor is 一百二 admitted, which is 120 to speakers and 102 to others.
_ONE = "[一二两三四五六七八九]"
_BELOW_HUNDRED = f"{_ONE}?十{_ONE}?"
_IN_WORDS = f"{_ONE}百(?:[零〇]{_ONE}|{_BELOW_HUNDRED})?|{_BELOW_HUNDRED}|{_ONE}"
_NUMBER_IN_WORDS = rf"(?:共计?|为|：)?(?P<words>{_IN_WORDS})"
AFTER = r"(?P<after>以上|左右|有余)?"


@dataclass(frozen=True, slots=True)
class Rule:
    """`words`: one of them stands in what the patterns fit. `unless`: what the clause must not
    say; `unless_behind`: nor what follows it. `about`: what the sentences before must be about.
    `in_words`: its number may be spelt, so that it holds for sentences without a figure, too.
    `together`: what shares the number where it is named beside it. `among`: how a sentence ends
    with the number where it is one of several."""

    indicator: str
    words: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None = None
    about: str = ""
    in_words: bool = False
    together: re.Pattern[str] | None = None
    unless_behind: re.Pattern[str] | None = None
    among: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """`words`: one of them stands in every sentence that a rule may fit."""

    facts: tuple[Rule, ...]
    denials: tuple[Rule, ...]
    words: re.Pattern[str]
    other_scope: re.Pattern[str]
    times: re.Pattern[str]
    subjects: re.Pattern[str]
    not_a_category: re.Pattern[str]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """All of them."""
    data = tomllib.loads(resources.files(__package__).joinpath("narrative.toml").read_text("utf-8"))
    facts = tuple(_rule(entry, _patterns(entry)) for entry in data["fact"])
    denials = tuple(_rule(entry, map(re.compile, entry["patterns"])) for entry in data["denial"])
    words = {re.escape(word) for rule in (*facts, *denials) for word in rule.words}
    return Rules(
        facts,
        denials,
        re.compile("|".join(sorted(words))),
        re.compile(data["other_scope"]),
        re.compile(f"(?P<other>{data['other_time']})|{data['this_time']}"),
        re.compile(data["subjects"]),
        re.compile(data["not_a_category"]),
    )


def _rule(entry: dict[str, Any], patterns: Iterable[re.Pattern[str]]) -> Rule:
    return Rule(
        entry["indicator"],
        tuple(entry["words"]),
        tuple(patterns),
        _optional(entry.get("unless")),
        entry.get("about", ""),
        entry.get("in_words", False),
        _optional(entry.get("together")),
        _optional(entry.get("unless_behind")),
        _optional(entry.get("among")),
    )


def _optional(pattern: str | None) -> re.Pattern[str] | None:
    return re.compile(pattern) if pattern else None


def _patterns(entry: dict[str, Any]) -> Iterator[re.Pattern[str]]:
    unit = f"(?P<unit>{'|'.join(entry['units'])}){AFTER}"
    for pattern in entry["patterns"]:
        yield re.compile(pattern.replace("N", NUMBER + unit))
    for pattern in entry["patterns"] if entry.get("in_words") else ():
        yield re.compile(pattern.replace("N", _NUMBER_IN_WORDS + unit))
