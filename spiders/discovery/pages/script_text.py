"""The inline scripts of a page as text."""

from __future__ import annotations

import re

from spiders.discovery.pages.page import Page

SCRIPT_END = "\f"
"""Stands between the scripts of a page, which are read as one text."""
_MOST_SCRIPT = 100_000
_SCRIPT = re.compile(r"<script\b[^>]{0,500}>", re.IGNORECASE)


def scripts_of(page: Page) -> str:
    """The inline scripts of a page as one text, with `SCRIPT_END` between them."""
    return SCRIPT_END.join(_scripts(page.text))


def _scripts(text: str) -> list[str]:
    """What stands in the script elements of a page, at most 100,000 characters."""
    found, size = [], 0
    for opening in _SCRIPT.finditer(text):
        end = text.find("</", opening.end())
        while end >= 0 and text[end + 2 : end + 8].lower() != "script":
            end = text.find("</", end + 2)
        script = text[opening.end() : end if end >= 0 else len(text)]
        found.append(script[: _MOST_SCRIPT - size])
        size += len(found[-1])
        if size >= _MOST_SCRIPT:
            break
    return found
