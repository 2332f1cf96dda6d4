"""What kind of document a title names: the annual report, a look-alike, or neither for sure."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from parsers.attribution.traditional import simplified
from parsers.characters import narrowed

TitleKind = Literal["report", "other", "unknown"]
LONGEST_TITLE = 300
# How genre.toml begins the reasons for 解读 and 图解, and for rules, forms and models.
DIGEST, ABOUT_REPORTS = "a digest", "about reports"
# What a report begins with, where a text without lines runs on behind its title.
_BEHIND_TITLE = re.compile(
    "(?:(?<=年度报告)|(?<=度工作报告))(?=本报告|本年度报告|根据|按照|依据|为(?:全面|深入|认真|贯彻|进一步)|一、|第一)"
    "|(?<=年报)(?=本报告|本年度报告|根据|按照|依据|一、|第一)"
)


@dataclass(frozen=True, slots=True)
class TitleVerdict:
    """`report`: reads like the statutory annual report. `other`: clearly something else."""

    kind: TitleKind
    reason: str


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: TitleKind
    pattern: re.Pattern[str]
    reason: str
    unknown_when_short: int


@lru_cache(maxsize=1)
def _rules() -> tuple[_Rule, ...]:
    """The rules of genre.toml in the order of the file, both kinds interleaved."""
    text = resources.files(__package__).joinpath("genre.toml").read_text("utf-8")
    data = tomllib.loads(text)
    order = re.findall(r"^\[\[(other|report)\]\]", text, flags=re.MULTILINE)
    queues = {kind: iter(data[kind]) for kind in ("other", "report")}
    rules = []
    for kind in order:
        entry = next(queues[kind])
        rules.append(
            _Rule(
                "report" if kind == "report" else "other",
                re.compile(entry["pattern"]),
                entry["reason"],
                entry.get("unknown_when_short", 0),
            )
        )
    return tuple(rules)


def judge_title(title: str) -> TitleVerdict:
    """Judge a title or link text; white space inside it does not matter, nor do traditional
    characters."""
    squashed = re.sub(r"\s+", "", narrowed(title[:LONGEST_TITLE]))
    squashed = _BEHIND_TITLE.split(simplified(squashed), maxsplit=1)[0]
    if not squashed:
        return TitleVerdict("unknown", "no title")
    for rule in _rules():
        if not rule.pattern.search(squashed):
            continue
        if len(squashed) < rule.unknown_when_short:
            return TitleVerdict("unknown", "too short to tell")
        return TitleVerdict(rule.kind, rule.reason)
    return TitleVerdict("unknown", "the title does not tell")
