"""Articles that stand as a string in a page's script (Guangdong's gkmlpt and others).

The page is a shell; its script holds `DETAIL: {"title": …, "content": "\\u003Cp…"}`.
"""

from __future__ import annotations

import json
import re

from lxml.html import HtmlElement

# JSON in the script, or a JavaScript literal whose keys have no quotes.
_CONTENT = re.compile(r"[\"']?\b(?:content|htmlContent|articleContent)[\"']?\s*:\s*(?=\")", re.I)
_MARKUP = re.compile(r"<(?:p|div|table|span|section|br)\b", re.I)
_MOST_STRINGS = 50

# Shorter strings are summaries and settings.
_LEAST_LENGTH = 100


def embedded_article(root: HtmlElement) -> str:
    """The longest piece of HTML that a script holds as an article; empty where none does."""
    best = ""
    for script in root.iter("script"):
        source = script.text or ""
        if "ontent" not in source:
            continue
        for count, match in enumerate(_CONTENT.finditer(source)):
            if count >= _MOST_STRINGS:
                break
            text = _string_at(source, match.end())
            if len(text) > max(len(best), _LEAST_LENGTH) and _MARKUP.search(text):
                best = text
    return best


def _string_at(source: str, start: int) -> str:
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(source, start)
    except ValueError:
        return ""
    return value if isinstance(value, str) else ""
