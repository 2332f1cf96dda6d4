"""Findings in words, for terminals, messages and the page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from crawler.errors import one_line
from crawler.reporting.model import Finding


@cache
def words(section: str) -> Mapping[str, Any]:
    """A section of words.toml: texts by key, each by language."""
    text = files("crawler.reporting").joinpath("words.toml").read_text(encoding="utf-8")
    told: Mapping[str, Any] = tomllib.loads(text)[section]
    return told


def told(finding: Finding, language: str = "en") -> str:
    """What was found, in one line. A kind that this version does not know is told by its name."""
    known = words("findings").get(finding.kind)
    if known is None:
        return f"{finding.kind} {dict(finding.values)}"
    return one_line(known[language].format_map(_Values(finding.values)))


def advice(finding: Finding, language: str = "en") -> str:
    """What to do about it; "" for a kind that this version does not know."""
    return str(words("findings").get(finding.kind, {}).get(f"do_{language}", ""))


class _Values(dict[str, "str | int"]):
    """A value that an older report does not have is shown as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"
