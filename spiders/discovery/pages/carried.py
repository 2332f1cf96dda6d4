"""Markup that a page carries where no reader sees it before a script has put it in its place.

It stands in a text area, a template, a hidden field, a frame's `srcdoc`, or a string of a script,
plain or encoded (`decodeURIComponent("%3Cp%3E…")`, `atob("PHA+…")`,
`JSON.parse('{"content":"<p>…"}')`). Nothing is run: what a string is encoded in shows in the string
itself, and what comes out has to be markup.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import unquote_to_bytes

from lxml import etree

LEAST = 60
"""Characters from which on a string may be a piece of a page."""
_MOST_SCRIPTS = 2_000_000
_MOST_PIECES = 200
_MOST_NODES = 300
_DEEPEST = 4
# What begins a string of a script; comments are passed over, lest an apostrophe in them begins one.
_BEGINS = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)|[\"'`]", re.DOTALL)
_BODIES = {
    quote: re.compile(rf"[^{quote}\\{end}]*+(?:\\.[^{quote}\\{end}]*+)*+", re.DOTALL)
    for quote, end in (('"', r"\n"), ("'", r"\n"), ("`", ""))
}
# What stands between the parts of one string: `" + "`, `"; html += "`.
_JOINT = re.compile(r"\s*(?:\+\s*|;?\s*[\w$.]{1,60}\s*\+=\s*)")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_PERCENT = re.compile(r"%(?:u[0-9a-fA-F]{4}|[0-9a-fA-F]{2})")
_UNICODE = re.compile(r"%u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_MARKUP = re.compile(
    r"<(?:p|div|table|ul|li|a|span|h[1-6]|tr|section|article)\b[^<>]{0,2000}>", re.I
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_TEMPLATES = re.compile(r"text/(?:html|template|x-|plain|ng-)|template", re.IGNORECASE)
_HOLES = re.compile(r"\{\{|<%|\$\{|\[\[|\{%")
_DATA_TYPES = ("application/json", "application/ld+json")
_KEPT = "//input[@type='hidden']/@value | //@*[starts-with(name(), 'data-')] | //iframe/@srcdoc"
_HIDDEN = ("textarea", "template", "noscript", "xmp")


def carried(root: Any) -> Iterator[tuple[Any, str]]:
    """Pieces of markup that a page carries unseen, each with the element that carries it."""
    yield from islice(_pieces(root), _MOST_PIECES)


def decoded(text: str) -> str:
    """The markup, or the address, that an encoded string holds; the string where it is plain."""
    for _ in range(_DEEPEST):
        inner = _decoded_once(text)
        if inner == text:
            break
        text = inner
    return text


def _pieces(root: Any) -> Iterator[tuple[Any, str]]:
    for element in islice(root.iter(*_HIDDEN), 100):
        inner = _inner(element)
        for markup in _markups(inner):
            yield element, markup
    size = 0
    for script in islice(root.iter("script"), 100):
        text = (script.text or "")[: _MOST_SCRIPTS - size]
        size += len(text)
        kind = script.get("type") or ""
        if _TEMPLATES.search(kind):
            found = _markups(text)
        elif kind in _DATA_TYPES:
            found = _markups_in(_json(text))
        else:
            found = (markup for string in strings_of(text) for markup in _markups(string))
        for markup in found:
            yield script, markup
    for value in root.xpath(_KEPT)[:1_000]:
        if len(value) >= LEAST:
            for markup in _markups(str(value)):
                yield value.getparent(), markup


def strings_of(script: str) -> Iterator[str]:
    """The long strings of a script, their parts joined."""
    whole, end = "", -1
    for start, written in _literals(script):
        joined = end >= 0 and _JOINT.fullmatch(script, end, start)
        if not joined and len(whole) >= LEAST:
            yield whole
        whole = (whole if joined else "") + _unescaped(written)
        end = start + len(written) + 2
    if len(whole) >= LEAST:
        yield whole


def _literals(script: str) -> Iterator[tuple[int, str]]:
    """The string literals of a script, as written: where they begin, and what is between quotes.

    A quote that nothing closes begins none, nor does the same one again up to where it was sought.
    """
    at, sought = 0, dict.fromkeys(_BODIES, 0)
    while begins := _BEGINS.search(script, at):
        start, at = begins.span()
        quote = begins[0]
        if at <= sought.get(quote, at):
            continue
        body = _BODIES[quote].match(script, at)
        assert body is not None  # it may be empty
        if script.startswith(quote, body.end()):
            at = body.end() + 1
            yield start, body[0]
        else:
            sought[quote] = body.end()


def _markups(text: str) -> Iterator[str]:
    """The markup in a text: the text itself, what it encodes, or the strings of its JSON."""
    if len(text) < LEAST:
        return
    text = decoded(text)
    begins = text.lstrip()[:1]
    if begins in ("{", "["):
        yield from _markups_in(_json(text))
    elif _MARKUP.search(text):
        yield text


def _markups_in(data: Any) -> Iterator[str]:
    waiting = [data]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            waiting += list(value.values())[:100]
        elif isinstance(value, list):
            waiting += value[:100]
        elif isinstance(value, str) and len(value) >= LEAST:
            yield from _markups(value)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _unescaped(written: str) -> str:
    """A string literal's value."""
    return _ESCAPE.sub(_meant, written) if "\\" in written else written


def _meant(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2]
    if digits:
        return chr(int(digits, 16))
    return _PLAIN_ESCAPES.get(escape[3], escape[3])


def _decoded_once(text: str) -> str:
    plain = text.strip()
    if "<" in plain[:2_000] and ">" in plain:
        return text
    if _PERCENT.search(plain, 0, 200):
        as_forms_do = "+" in plain and "%20" not in plain and " " not in plain
        return _percent_decoded(plain.replace("+", " ") if as_forms_do else plain) or text
    if _BASE64.fullmatch("".join(plain.split())):
        return _base64_decoded("".join(plain.split())) or text
    return unescape(plain) if "&lt;" in plain[:2_000] else text


def _percent_decoded(text: str) -> str:
    """What `escape` or `encodeURIComponent` made of a text, '' where it is neither."""
    if "%u" in text:
        return _UNICODE.sub(lambda code: chr(int(code[1] or code[2], 16)), text)
    return _read(unquote_to_bytes(text))


def _base64_decoded(text: str) -> str:
    text = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return _read(base64.b64decode(text + "=" * (-len(text) % 4), validate=True))
    except (binascii.Error, ValueError):
        return ""


def _read(data: bytes) -> str:
    """Bytes as text; '' for what is none."""
    for charset in ("utf-8", "gb18030"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        return "" if _CONTROLS.search(text) else text
    return ""


def _inner(element: Any) -> str:
    """What stands in an element, its own tags left out; a text area holds it as text."""
    if not len(element):
        return element.text or ""
    parts = [element.text or ""]
    parts += (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return "".join(parts)


def has_holes(markup: str) -> bool:
    """Whether markup is a template with places that a script fills."""
    return bool(_HOLES.search(markup))
