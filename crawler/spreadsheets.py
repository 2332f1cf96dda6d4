"""CSV for people, who open it in a spreadsheet: no cell of it may be taken for a formula.

What portals and agencies wrote is anybody's text, and a spreadsheet runs a cell that begins with
`=`. Such a cell is given an apostrophe, by which spreadsheets know text. A release's CSV files are
data for programs and are left as they are.
"""

from __future__ import annotations

_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(value: object) -> object:
    """The value of a cell; a text that begins like a formula has an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGINNINGS) else value


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_BEGINNINGS) else text
