"""What the parameters of requests for lists are called."""

from __future__ import annotations

from spiders.data import load

_PAGE_NAMES = frozenset(load("scripted")["page_names"])
_OFFSET_NAMES = frozenset(load("scripted")["offset_names"])
_CURSOR_NAMES = frozenset(load("scripted")["cursor_names"])


def is_page_name(name: str) -> bool:
    """Whether a parameter of that name counts the parts of a list."""
    return plain_name(name) in _PAGE_NAMES


def is_offset_name(name: str) -> bool:
    """Whether a parameter of that name counts the rows before a part."""
    return plain_name(name) in _OFFSET_NAMES


def is_cursor_name(name: str) -> bool:
    """Whether a parameter of that name carries what the part before named; empty for the first."""
    return plain_name(name) in _CURSOR_NAMES


def plain_name(name: str) -> str:
    """A name as those of `scripted.toml` are written."""
    return name.lower().replace("_", "").replace("-", "")
