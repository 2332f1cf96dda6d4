"""The words of a page as a browser shows them."""

from __future__ import annotations

import re

from parsers.characters import PLACELESS

_BLANKS = re.compile(r"\s+")
_CHANGED = re.compile(rf"[\s{''.join(map(chr, PLACELESS))}]")
_WIDE = r"\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\u3001-\u303f“”‘’—…"
# A line break in the source between Chinese characters is no blank on the page's paper.
_SOURCE_BREAK = re.compile(
    rf"(?<=[{_WIDE}])[ \t]*[\r\n]\s*(?=\S)|(?<=\S)[ \t]*[\r\n]\s*(?=[{_WIDE}])"
)


def spoken_text(text: str | None) -> str:
    """A node's text. Blanks alone between two inline elements are one blank, never a break."""
    if not text:
        return ""
    return " " if text.isspace() else text


def normalised(text: str) -> str:
    """Text as a browser shows it: blanks of all kinds single, source line breaks gone."""
    text = text.strip()
    if not _CHANGED.search(text):  # as in most cells
        return text
    return _BLANKS.sub(" ", _SOURCE_BREAK.sub("", text.translate(PLACELESS).strip())).strip()
