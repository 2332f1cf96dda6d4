"""Bytes of Chinese text into characters.

Portals declare gb2312 and send GB18030, declare nothing, or declare two encodings at once;
so what the bytes themselves prove comes before what is declared.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from parsers.reading.model import Unreadable

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Each Chinese encoding by the widest one that contains it.
_CHINESE = {
    "gb2312": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "csgb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "windows-936": "gb18030",
    "euc-cn": "gb18030",
    "hz-gb-2312": "hz",
    "gb18030": "gb18030",
    "big5": "big5",
    "big-5": "big5",
    "big5-hkscs": "big5hkscs",
    "cp950": "cp950",
    "x-big5": "big5",
}

# `<meta charset=…>`, `<meta http-equiv=… content="…; charset=…">` and its misspelling
# `httpequiv`: what counts is the word inside a meta tag. Some pages carry two.
_META_CHARSET = re.compile(rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.-]{2,20})", re.I)
_META_WITHIN = 32 * 1024

# Characters alike in both scripts; how many of them a page has at the least.
_FREQUENT = "的年府公一不人在和有工行"
_FREQUENT_ENOUGH = 5
_BIG5 = ("big5", "big5hkscs")  # the second has the characters of Hong Kong, too

# A page cut in transit or a broken character or two must not lose the whole document.
_BROKEN_SHARE = 1000  # at most one broken place in so many non-ASCII bytes
_ONE_BROKEN_AMONG = 20  # in a short text, one broken place among so many good characters


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that decoded it, and what was lost on the way, in words."""

    text: str
    charset: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decode text or HTML: byte order mark, UTF-8, the declared Chinese charset, GB18030.

    declared: the charset of the HTTP header, if any; `<meta>` tags are looked at here.
    A few broken bytes are replaced by U+FFFD and noted. Raises Unreadable otherwise.
    """
    for mark, charset in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], charset)
    # Before the declared charset: Chinese UTF-8 with one broken byte can be valid GB18030,
    # and the other way round never happens.
    decoded = _nearly(data, "utf-8")
    if decoded is not None:
        return decoded
    charsets = _declared_charsets(data, declared)
    for charset in charsets:
        text = _strict(data, charset)
        rather = _rather_big5(data, text) if text is not None and charset == "gb18030" else ""
        if rather:
            text, charset = data.decode(rather), rather
        if text is not None:
            return _without_nul(text, charset)
    for charset in charsets:
        decoded = _nearly(data, charset)
        if decoded is not None:
            return decoded
    tried = ", ".join(["utf-8", *charsets])
    raise Unreadable(f"text in no known Chinese encoding (tried {tried})")


def _declared_charsets(data: bytes, declared: str | None) -> list[str]:
    names = [declared or ""]
    names += [m.decode("ascii", "replace") for m in _META_CHARSET.findall(data[:_META_WITHIN])]
    charsets = [_CHINESE[name] for n in names if (name := n.strip().lower()) in _CHINESE]
    # GB18030 accepts nearly any Big5 text, Big5 next to no GB18030 text: Big5 goes first.
    charsets.sort(key=lambda charset: not charset.startswith(("big5", "cp950")))
    if "big5" in charsets:  # the characters of Hong Kong stand where Big5 has none
        charsets.insert(charsets.index("big5") + 1, "big5hkscs")
    return list(dict.fromkeys([*charsets, "gb18030"]))


def _strict(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except UnicodeDecodeError:
        return None


def _rather_big5(data: bytes, text: str) -> str:
    """The form of Big5 that what decodes as GB18030 is in, though nothing declares it; '' for none.
    Nearly any Big5 text decodes so, and then has next to none of the characters that every Chinese
    text is full of."""
    for charset in _BIG5:
        other = _strict(data, charset)
        if other is not None:
            seen = sum(text.count(character) for character in _FREQUENT)
            there = sum(other.count(character) for character in _FREQUENT)
            return charset if there > 3 * seen + _FREQUENT_ENOUGH else ""
    return ""


def _nearly(data: bytes, charset: str) -> Decoded | None:
    """Decode, with at most a few broken places."""
    text = _strict(data, charset)
    if text is not None:
        return _without_nul(text, charset)
    text = data.decode(charset, "replace")
    broken = text.count("\ufffd")
    if charset == "utf-8":  # the page may print the replacement character itself
        broken -= data.count("\ufffd".encode())
    beyond_ascii = len(data) - len(data.translate(None, bytes(range(128, 256))))
    good = sum(1 for c in text if c > "\x7f") - broken
    few = broken * _BROKEN_SHARE <= beyond_ascii or (broken == 1 and good >= _ONE_BROKEN_AMONG)
    if not few:
        return None
    note = f"{broken} broken characters in the {charset} text were replaced by U+FFFD"
    return _without_nul(text, charset, (note,))


def _marked(data: bytes, charset: str) -> Decoded:
    decoded = _nearly(data, charset)
    if decoded is None:
        decoded = _without_nul(
            data.decode(charset, "replace"), charset, (f"the {charset} text is damaged",)
        )
    name = "utf-16" if charset.startswith("utf-16") else charset
    return Decoded(decoded.text, name, decoded.notes)


def _without_nul(text: str, charset: str, notes: tuple[str, ...] = ()) -> Decoded:
    zeros = text.count("\0")
    if not zeros:
        return Decoded(text, charset, notes)
    return Decoded(text.replace("\0", ""), charset, (*notes, f"{zeros} NUL characters removed"))
