"""Values written out in a page's scripts: nothing is run, what is not plain is unknown.

Strings, numbers, objects of such, `JSON.stringify({…})`, names of variables that the page sets
to one of these, and strings put together of them with `+` or as templates.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from spiders.discovery.pages.parameters import is_cursor_name, is_page_name
from spiders.discovery.pages.sums import CHANGING, FILLED
from spiders.discovery.pages.taken import Taken
from spiders.discovery.pages.variables import LONGEST_VALUE, variables_of

LONGEST = 4_000
"""Characters of one call that are looked at."""
_DEEPEST = 4
_MOST_ITEMS = 60
_STRING = re.compile(r"\"([^\"\\\n]{0,1000})\"|'([^'\\\n]{0,1000})'|`([^`\\]{0,1000})`")
_NUMBER = re.compile(r"-?\d{1,15}(?![\w.])")
_NAME = re.compile(r"[A-Za-z_$][\w$]{0,60}(?:\.[\w$]{1,60}){0,4}")
_KEY = re.compile(r"[\"']([\w$.\[\]-]{1,60})[\"']\s{0,20}:|([\w$]{1,60})\s{0,20}:")
_CALLS = re.compile(r"(?:[\w$.]{0,40}\([^()]{0,40}\)){0,3}")  # `.now()`, `().getTime()`
_OWN = ("this.", "self.", "that.", "_this.", "vm.")
_HOLE = re.compile(r"\$\{\s{0,5}([^{}]{1,80}?)\s{0,5}\}")
_STRINGIFY = re.compile(r"JSON\.stringify\s{0,5}\(")
_SPACE = re.compile(r"(?:\s|//[^\n]{0,200}\n|/\*[^*]{0,200}\*/){0,50}")
_CONSTANTS: dict[str, str | int] = {"true": True, "false": False}
_CLOSING = {"{": "}", "[": "]", "(": ")"}
_PARAMETER = re.compile(r"[?&]([\w-]{1,40})=$")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that only running the script would tell."""


@dataclass(frozen=True, slots=True)
class Changing(Unknown):
    """A time or chance, which only makes an address new each time."""


@dataclass(frozen=True, slots=True)
class Body:
    """An object that the script sends as JSON."""

    data: dict[str, Literal]


# Of the numbers only whole ones, True and False among them.
Literal = str | int | Unknown | Body | dict[str, "Literal"]


class Reader:
    """Reads values in scripts. text: of one script, or `scripts_of` a page; taken: what they take
    of the page itself."""

    def __init__(self, text: str, taken: Taken | None = None) -> None:
        self.text = text
        self.taken = taken or Taken(text)
        self.given: dict[str, str | int] = {}  # the parameters of the function that is read
        self._properties: dict[str, Literal] = {}
        self._no_objects: set[str] = set()  # names that are not set to an object

    @cached_property
    def variables(self) -> dict[str, str | int]:
        """The variables that the scripts set to a plain value."""
        return variables_of(self.text)

    def arguments(self, start: int, most: int = 3) -> list[Literal]:
        """The first arguments of a call whose opening bracket ends at `start`."""
        at, end = start, start + LONGEST
        found: list[Literal] = []
        while len(found) < most:
            value, at = self._sum(at, end, 0)
            found.append(value)
            if self.text[at : at + 1] != ",":
                break
            at += 1
        return found

    def objects_at(self, start: int, most: int) -> tuple[list[dict[str, Literal]], int]:
        """The objects of an array whose opening bracket is at `start`, at most so many, and where
        the reading ended."""
        found: list[dict[str, Literal]] = []
        at = self._space(start + 1)
        while len(found) < most and self.text[at : at + 1] == "{":
            value, at = self._sum(at, at + LONGEST, 0)
            found += [value] if isinstance(value, dict) else []
            if self.text[at : at + 1] != ",":
                break
            at = self._space(at + 1)
        return found, max(at, start + 1)

    def value_at(self, start: int) -> Literal:
        """The value that begins at `start`, whatever comes after it."""
        return self._value(start, start + LONGEST, 0)[0]

    def _sum(self, at: int, end: int, depth: int) -> tuple[Literal, int]:
        """A value, or several joined by `+`; and where the next `,` or closing bracket is."""
        value, at = self._value(at, end, depth)
        while self.text[at : at + 1] == "+" and at < end and isinstance(value, str):
            other, at = self._value(at + 1, end, depth)
            value = _joined(value, other)
        if at < end and self.text[at : at + 1] not in (",", "}", ")", "]"):
            return Unknown(), self._skip(at, end)
        return value, at

    def _value(self, at: int, end: int, depth: int) -> tuple[Literal, int]:
        at = self._space(at)
        text = self.text
        string = _STRING.match(text, at)
        if string:
            written = next(group for group in string.groups() if group is not None)
            value = self._filled(written) if string[3] is not None else written
            return value, self._space(string.end())
        number = _NUMBER.match(text, at)
        if number:
            return int(number[0]), self._space(number.end())
        if text[at : at + 1] == "{" and depth < _DEEPEST:
            return self._object(at + 1, end, depth + 1)
        sent = _STRINGIFY.match(text, at)
        if sent and depth < _DEEPEST:
            value, at = self._sum(sent.end(), end, depth + 1)
            body = Body(value) if isinstance(value, dict) else Unknown()
            return body, self._space(at + 1)
        taken = self.taken.at(at)
        if taken:
            return (Unknown() if taken[0] is None else taken[0]), self._space(taken[1])
        changing = CHANGING.match(text, at)
        if changing:
            calls = _CALLS.match(text, changing.end())
            return Changing(), self._space(calls.end() if calls else changing.end())
        name = _NAME.match(text, at)
        if name and text[name.end() : name.end() + 1] == "[" and depth <= 1:
            return self._entry(name[0], name.end() + 1, end)
        if name and text[name.end() : name.end() + 1] != "(":
            built = self._built(name[0]) if depth <= 1 else None
            if built is not None:
                return built, self._space(name.end())
            known = _CONSTANTS.get(name[0], self._known(name[0]))
            after = self._space(name.end())
            if known is None and name[0].startswith(_OWN) and name[0].count(".") == 1:
                return self._property(name[0].partition(".")[2], depth), after
            return (Unknown() if known is None else known), after
        return Unknown(), self._skip(at, end)

    def _entry(self, name: str, at: int, end: int) -> tuple[Literal, int]:
        """What an object that the scripts set once has under a known name: `ids[year]`."""
        index, at = self._sum(at, end, 1)
        if self.text[at : at + 1] != "]":
            return Unknown(), self._skip(at, end)
        told = self._built(name) if isinstance(index, str | int) else None
        value = told.get(str(index), Unknown()) if told else Unknown()
        return value, self._space(at + 1)

    def _built(self, name: str) -> dict[str, Literal] | None:
        """An object that the scripts set once and then fill: `var p = {}; p.page = n;`."""
        if name in self._no_objects:
            return None
        begins = re.compile(rf"(?<![\w$.]){re.escape(name)}\s{{0,5}}=\s{{0,5}}\{{")
        found = list(islice(begins.finditer(self.text), 2))
        if len(found) != 1:
            self._no_objects.add(name)
            return None
        at = found[0].end()
        value, _ = self._object(at, at + LONGEST, 1)
        if not isinstance(value, dict):
            return None
        filled = re.compile(
            rf"(?<![\w$.]){re.escape(name)}(?:\.([\w$]{{1,60}})|\[[\"']([\w.$\[\]-]{{1,60}})[\"']\])"
            r"\s{0,5}=(?!=)"
        )
        for put in islice(filled.finditer(self.text, at), _MOST_ITEMS):
            value[put[1] or put[2]] = self._until_end(put.end())
        return value

    def _until_end(self, start: int) -> Literal:
        """The value of an assignment, to the end of its statement."""
        value, at = self._value(start, start + LONGEST, 2)
        return value if self.text[at : at + 1] in (";", "\n", "}", ",", "") else Unknown()

    def _known(self, name: str) -> str | int | None:
        known = self.given.get(name, self.variables.get(name))
        return self.taken.named(name) if known is None else known

    def _property(self, name: str, depth: int) -> Literal:
        """The value of `this.name`: what the only `name: …` of the scripts sets it to."""
        if name in self._properties or len(self._properties) >= _MOST_ITEMS:
            return self._properties.get(name, Unknown())
        self._properties[name] = Unknown()  # of one that is told by itself
        places = re.finditer(rf"(?<![\w$.\"'?:]){re.escape(name)}\s{{0,9}}:(?!:)", self.text)
        ends = [place.end() for place in islice(places, _MOST_ITEMS)]
        values: list[Literal] = []
        for end in ends if depth < _DEEPEST else ():
            value, _ = self._sum(end, end + LONGEST, depth + 1)
            if not isinstance(value, Unknown):
                values.append(value)
        if values and all(value == values[0] for value in values):
            self._properties[name] = values[0]
        return self._properties[name]

    def _object(self, at: int, end: int, depth: int) -> tuple[Literal, int]:
        found: dict[str, Literal] = {}
        for _ in range(_MOST_ITEMS):
            at = self._space(at)
            key = _KEY.match(self.text, at)
            if key:
                found[key[1] or key[2]], at = self._sum(key.end(), end, depth)
            elif (
                self.text[at : at + 1] != "}"
            ):  # `{page}` for `{page: page}`, `...more`, `get() {}`
                name = _NAME.match(self.text, at)
                found[name[0] if name else ""], at = self._sum(at, end, depth)
            if self.text[at : at + 1] != "," or at >= end:
                break
            at += 1
        if self.text[at : at + 1] != "}":
            return Unknown(), self._skip(at, end)
        return found, self._space(at + 1)

    def _filled(self, written: str) -> Literal:
        """A template with its holes filled, where all are known or count pages."""
        value: Literal = ""
        last = 0
        for hole in _HOLE.finditer(written):
            known = self._known(hole[1])
            filled: Literal = Unknown() if known is None else known
            value = _joined(_joined(value, written[last : hole.start()]), filled)
            last = hole.end()
        return _joined(value, written[last:])

    def _skip(self, at: int, end: int) -> int:
        """To the next `,` or closing bracket that belongs to what is around, or to the end."""
        open_brackets: list[str] = []
        while at < min(end, len(self.text)):
            string = _STRING.match(self.text, at)
            if string:
                at = string.end()
                continue
            sign = self.text[at]
            if sign in _CLOSING:
                open_brackets.append(_CLOSING[sign])
            elif open_brackets and sign == open_brackets[-1]:
                open_brackets.pop()
            elif not open_brackets and sign in ",)}]":
                return at
            at += 1
        return at

    def _space(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at


def as_json(data: dict[str, Literal]) -> str | None:
    """An object as JSON, None where a value of it is unknown."""

    def plain(value: Literal) -> object:
        if isinstance(value, Body):
            return plain(value.data)
        if isinstance(value, dict):
            return {name: plain(inner) for name, inner in value.items()}
        if isinstance(value, Unknown):
            raise ValueError
        return value

    try:
        return json.dumps(plain(data), ensure_ascii=False, separators=(",", ":"))
    except ValueError:
        return None


def _joined(value: Literal, other: Literal) -> Literal:
    """Two parts of a string; one that is unknown is the first page, where it counts pages."""
    if not isinstance(value, str):
        return Unknown()
    if isinstance(other, Changing):
        return FILLED.sub("", value)
    if isinstance(other, Unknown):
        named = _PARAMETER.search(value[-42:])
        if named and is_cursor_name(named[1]):
            return value
        return f"{value}1" if named and is_page_name(named[1]) else Unknown()
    if not isinstance(other, str | int):
        return Unknown()
    if "?" not in value and "/" in value and str(other).startswith("&"):
        other = f"?{str(other)[1:]}"  # the first parameter was a time
    joined = f"{value}{other}"
    return joined if len(joined) <= LONGEST_VALUE else Unknown()
