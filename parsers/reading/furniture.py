"""Lines that portals and document viewers print around a report (data/furniture.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

# Longer lines are text, whatever they begin with.
_LONGEST_FURNITURE = 240
_LONGEST_NOTE = 60


@cache
def _data() -> dict[str, dict[str, list[str] | str]]:
    source = files("parsers.reading").joinpath("data/furniture.toml")
    data: dict[str, dict[str, list[str] | str]] = tomllib.loads(source.read_text("utf-8"))
    return data


@cache
def _patterns(group: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in _data()[group]["lines"]), re.IGNORECASE)


@cache
def _viewer_pattern(key: str) -> re.Pattern[str]:
    return re.compile(str(_data()["viewer"][key]), re.IGNORECASE)


def is_portal_furniture(line: str) -> bool:
    """Whether a paragraph of a web page belongs to the page and not to the article."""
    return _matches(_patterns("portal"), line)


def is_viewer_furniture(line: str) -> bool:
    """Whether a line was printed by a document viewer."""
    return _matches(_patterns("viewer"), line)


def _matches(pattern: re.Pattern[str], line: str) -> bool:
    # Single blanks also keep the patterns fast: several of their parts may match blanks.
    return len(line) <= _LONGEST_FURNITURE and bool(pattern.fullmatch(" ".join(line.split())))


def file_name(line: str) -> str:
    """The file name that stands alone on the line, once or repeated; else an empty string."""
    if len(line) > 10 * _LONGEST_FURNITURE:
        return ""
    match = _viewer_pattern("file_name").fullmatch(line)
    return match["name"] if match else ""


def is_end_mark(line: str) -> bool:
    """Whether a viewer's list of other documents begins at this line."""
    return _matches(_viewer_pattern("end_marks"), line)


def left_out(lines: Iterable[str]) -> tuple[str, ...]:
    """The note that says which lines were dropped; empty where none was."""
    dropped = [line if len(line) <= _LONGEST_NOTE else f"{line[:_LONGEST_NOTE]}…" for line in lines]
    if not dropped:
        return ()
    shown = " | ".join(dict.fromkeys(dropped))[:400]
    return (f"{len(dropped)} lines of page furniture left out: {shown}",)
