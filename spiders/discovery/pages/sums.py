"""What a sum of strings in a script reads as: `"/list_" + (n - 1) + ".html"`, or a template.

Nothing is run: strings, numbers, names whose values are known, and sums and choices of them are
read. What else there is in a sum (`Math.random()`, a time) ends it, with the parameter that it
would fill.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from spiders.discovery.pages.carried import decoded
from spiders.discovery.pages.taken import SHOWN_OPTION, box_of

_MOST_TERMS = 20
_LONGEST = 1_000
_STRING = re.compile(r"\"([^\"\\\n]{0,500})\"|'([^'\\\n]{0,500})'")
_NUMBER = re.compile(r"\d{1,18}(?![\w.])")
_NAME = re.compile(r"[A-Za-z_$][\w$]{0,59}(?:\.[\w$]{1,40}){0,4}")
_READ_AS = re.compile(r"(?:parseInt|Number|String|encodeURI|encodeURIComponent|escape)\s{0,5}\(")
_DECODES = re.compile(
    r"(?:window\.)?(?:atob|decodeURI|decodeURIComponent|unescape|(?:\$\.)?[Bb]ase64\.(?:atob|decode))"
    r"\s{0,5}\("
)
_TEMPLATE = re.compile(r"`([^`\\\n]{0,500})`")
_HOLE = re.compile(r"\$\{([^{}]{1,100})\}")
# `n == 1 ? "index.html" : "index_" + n + ".html"`
_CHOICE = re.compile(
    r"\(?\s{0,5}([A-Za-z_$][\w$]{0,40})\s{0,3}(==|===|<=|<|>|>=|!=|!==)\s{0,3}[\"']?(\d{1,4})[\"']?\s{0,5}"
    r"\)?\s{0,5}\?"
)
_OTHERWISE = re.compile(r"(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'|[^\"':;?\n]){0,20}:")
FILLED = re.compile(r"[?&;]?[\w$.-]{0,40}=$")
"""The parameter at the end of an address that is to be filled."""
# What makes an address new at each click, and says nothing of what it leads to.
CHANGING = re.compile(
    r"(?:new\s{1,9})?(?:Math|Date|\w{0,20}(?:time|stamp|rand|rnd))\b", re.IGNORECASE
)

Value = str | int


@dataclass(frozen=True, slots=True)
class Read:
    """A value as far as it could be read. counts: a parameter is part of it."""

    value: Value
    counts: bool = False
    whole: bool = True


def read_sum(text: str, at: int, known: Mapping[str, Read]) -> Read | None:
    """A value, or several joined by `+` and `-`, as far as can be read; None where not at all."""
    total: Read | None = None
    minus = False
    for _ in range(_MOST_TERMS):
        term, at = _term(text, at, known)
        if term is None:
            return _cut(total, text, at)
        if total is None:
            total = term
        elif minus:
            if not isinstance(total.value, int) or not isinstance(term.value, int):
                return None
            value = total.value - term.value
            total = Read(value, total.counts or term.counts)
        else:
            total = joined(total, term)
        if len(str(total.value)) > _LONGEST:
            return None
        at = _after_space(text, at)
        minus = text[at : at + 1] == "-"
        if not minus and (text[at : at + 1] != "+" or text[at + 1 : at + 2] == "+"):
            return total
        at += 1
    return total


def chosen_branch(text: str, at: int, known: Mapping[str, Read]) -> int:
    """Where the value begins that is taken of a choice between two by a number; `at` where there
    is none, and the second of both where the number is unknown."""
    choice = _CHOICE.match(text, at)
    if choice is None:
        return at
    number = known[choice[1]].value if choice[1] in known else None
    if str(number).isdecimal() and _holds(int(str(number)), choice[2], int(choice[3])):
        return choice.end()
    otherwise = _OTHERWISE.match(text, choice.end())
    return otherwise.end() if otherwise else at


def _holds(number: int, sign: str, other: int) -> bool:
    signs = {"=": number == other, "<": number < other, ">": number > other, "!": number != other}
    return signs[sign[0]] or (sign in ("<=", ">=") and number == other)


def _term(text: str, at: int, known: Mapping[str, Read]) -> tuple[Read | None, int]:
    at = _after_space(text, at)
    string = _STRING.match(text, at)
    if string:
        return Read(string[1] if string[1] is not None else string[2]), string.end()
    template = _TEMPLATE.match(text, at)
    if template:
        return _filled(template[1], known), template.end()
    number = _NUMBER.match(text, at)
    if number:
        return Read(int(number[0])), number.end()
    decodes = _DECODES.match(text, at)
    bracket = decodes or _READ_AS.match(text, at)
    if bracket or text[at : at + 1] == "(":
        start = bracket.end() if bracket else at + 1
        end = _closing(text, start)
        inner = read_sum(text[start:end], 0, known) if end > 0 else None
        if inner is None or not inner.whole:
            return None, end + 1
        return (replace(inner, value=decoded(str(inner.value))) if decodes else inner), end + 1
    shown = SHOWN_OPTION.match(text, at)
    if shown and f"#{box_of(shown)}" in known:
        return known[f"#{box_of(shown)}"], shown.end()
    name = _NAME.match(text, at)
    if name and name[0] in known and text[name.end() : name.end() + 1] != "(":
        return known[name[0]], name.end()
    return None, at


def _closing(text: str, start: int) -> int:
    """Where the bracket is closed that was opened before `start`; -1 where nothing closes it."""
    depth = 1
    for at in range(start, min(len(text), start + _LONGEST)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at
    return -1


def _filled(template: str, known: Mapping[str, Read]) -> Read | None:
    """A template with its holes filled, None where one cannot be read."""
    whole, last = Read(""), 0
    for hole in _HOLE.finditer(template):
        told = read_sum(hole[1], 0, known)
        if told is None or not told.whole:
            return None
        whole = joined(joined(whole, Read(template[last : hole.start()])), told)
        last = hole.end()
    return joined(whole, Read(template[last:]))


def joined(left: Read, right: Read) -> Read:
    """Two values as `+` joins them: numbers add up, anything else is put together as text."""
    counts = left.counts or right.counts
    if isinstance(left.value, int) and isinstance(right.value, int):
        return Read(left.value + right.value, counts, right.whole)
    return Read(f"{left.value}{right.value}", counts, right.whole)


def _cut(total: Read | None, text: str, at: int) -> Read | None:
    """The beginning of an address whose end is a time or chance, without the parameter left open;
    None where what cannot be read there says what the address leads to."""
    if total is None or not isinstance(total.value, str) or not CHANGING.match(text, at):
        return None
    return Read(FILLED.sub("", total.value), total.counts, whole=False)


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
