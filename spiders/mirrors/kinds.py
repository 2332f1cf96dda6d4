"""The kinds of document mirrors, from `kinds.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from parsers.reading.furniture import file_name, is_end_mark, is_viewer_furniture
from spiders.discovery.pages.page import Page

LONGEST_LINE = 240
"""Longer lines are text, whatever they say."""
_LONGEST_NOTICE = 80
_LONGEST_CALL = 24  # 登录后继续阅读。 with its full stop; a longer sentence is the report's


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of viewer; the fields are explained in `kinds.toml`."""

    name: str
    hosts: tuple[str, ...] = ()
    markers: tuple[re.Pattern[str], ...] = ()
    title: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    recognised: bool = False
    no_text: str = ""


UNKNOWN = Kind("unknown viewer")


@cache
def data() -> dict[str, Any]:
    """The content of `kinds.toml`."""
    return tomllib.loads(resources.files(__package__).joinpath("kinds.toml").read_text("utf-8"))


@cache
def kinds() -> tuple[Kind, ...]:
    """All known kinds, in the order of the file."""
    return tuple(_kind(entry) for entry in data()["kinds"])


def recognise(page: Page) -> tuple[Kind, str]:
    """The kind of a page, and the literal or the host that shows it; (UNKNOWN, '')."""
    host = (urlsplit(page.url).hostname or "").lower()
    for kind in kinds():
        if any(host == own or host.endswith(f".{own}") for own in kind.hosts):
            return kind, host
    for kind in kinds():
        for marker in kind.markers:
            if found := marker.search(page.text):
                return kind, " ".join(found[0].split())[:120]
    return UNKNOWN, ""


def is_furniture(line: str) -> bool:
    """Whether a line was printed by the viewer and not by the document."""
    if len(line) > LONGEST_LINE:
        return False
    if is_viewer_furniture(line) or file_name(line):
        return True
    squashed = "".join(line.split())
    of_viewer = pattern("lines", "of_viewers").search(squashed) is not None
    if not of_viewer and pattern("lines", "of_reports").search(squashed):
        return False
    return pattern("lines", "furniture").fullmatch(squashed) is not None or says_more(line)


def begins_other_documents(line: str) -> bool:
    """Whether the viewer's list of other documents, or the comments, begin at this line."""
    squashed = "".join(line.split())
    short = len(squashed) <= 24
    return short and (is_end_mark(line) or bool(pattern("lines", "end_marks").fullmatch(squashed)))


def says_more(line: str) -> bool:
    """Whether a line says that there is more of the document than the viewer shows."""
    squashed = "".join(line.split())
    is_sentence = len(squashed) > _LONGEST_CALL and squashed.endswith(("。", "；"))
    if is_sentence or len(squashed) > _LONGEST_NOTICE:
        return False
    return pattern("extent", "more").fullmatch(squashed) is not None


@cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    """All patterns of one list of `kinds.toml` as one."""
    listed = data()[section][name]
    return re.compile("|".join(f"(?:{one})" for one in listed), re.IGNORECASE)


def _kind(entry: dict[str, Any]) -> Kind:
    markers = tuple(re.compile(marker) for marker in entry.get("markers", ()))
    told = {name: tuple(entry.get(name, ())) for name in ("hosts", "title", "text", "drop")}
    return Kind(
        entry["name"],
        markers=markers,
        recognised=entry.get("recognised", False),
        no_text=entry.get("no_text", ""),
        **told,
    )
