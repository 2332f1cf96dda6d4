"""Addresses that a script puts together when a link is clicked: `javascript:goPage(2)`.

`function goPage(n) { location.href = "list.jsp?page=" + n; }` in the page says what the call
leads to. Nothing is run: strings, numbers, the parameters of the function, variables set to such,
and sums of them are read; a form that the function sends by GET gives its fields. What else there
is in a sum (`Math.random()`, a time) ends the address, with the parameter that it would fill.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from spiders.discovery.pages.forms import form_address, names_of
from spiders.discovery.pages.sums import Read, Value, chosen_branch, joined, read_sum
from spiders.discovery.pages.taken import CHANGED, SHOWN_OPTION, box_of
from spiders.discovery.sites import looks_like_address

LONGEST_SCRIPT = 500
_MOST_SCRIPTS = 200_000
_LONGEST_BODY = 2_000
_MOST_FUNCTIONS = 100
_MOST_STATEMENTS = 40
CALLING = "//*[@onclick or starts-with(@href, 'javascript:')]"
"""XPath of the elements that call a function."""
_FUNCTION = re.compile(
    r"(?:function\s{1,9}([A-Za-z_$][\w$]{0,59})\s{0,9}\("
    r"|([A-Za-z_$][\w$]{0,59})\s{0,5}[=:]\s{0,5}function\s{0,9}\("
    r"|(?<=[,{\s])(?!(?:if|for|while|switch|catch|with)\b)([A-Za-z_$][\w$]{0,59})\()"
    r"([^()]{0,200})\)\s{0,9}\{"
)
_CALL = re.compile(
    r"(?<![\w$.])(?:[A-Za-z_$][\w$]{0,40}\.){0,2}([A-Za-z_$][\w$]{0,59})\s{0,5}\(([^()]{0,300})\)"
)
# `var base = "/list.jsp?id=5";`, read as far as it is set once.
_GLOBAL = re.compile(
    r"\b(?:var|let|const)\s{1,9}([A-Za-z_$][\w$]{0,59})\s{0,9}=\s{0,9}"
    r"(?:\"([^\"\\\n]{0,500})\"|'([^'\\\n]{0,500})'|(\d{1,9}))\s{0,9}[;,\n]"
)
_ASSIGNED = re.compile(
    r"([A-Za-z_$][\w$.\[\]'\"()#-]{0,80})\s{0,9}(\+?)=(?!=)\s{0,9}"
    r"|location\s{0,3}\.\s{0,3}(?:replace|assign)\s{0,5}\(|(?<![\w$])(?:window\.)?open\s{0,5}\("
    r"|\.(?:attr|prop)\(\s{0,5}[\"'](src)[\"']\s{0,5},\s{0,5}"
)
_LOCATION = re.compile(r"(?:^|\.)location(?:\.href)?$")
_GOES = re.compile(r"location|\bopen\s{0,5}\(|[\"'.]src\b")
_SHOWS = re.compile(r"\.src\s{0,5}=|\.(?:attr|prop)\(\s{0,5}[\"']src[\"']\s{0,5},")
_FRAME = re.compile(r"\.src$")
_FIELD = re.compile(
    r"(?:[\"'#]([A-Za-z_][\w.-]{0,60})[\"'\])]{1,3}|(?:^|[\w$]\.)([A-Za-z_][\w-]{0,40}))\.value$"
)
_FIELD_CALL = re.compile(r"\(\s{0,3}['\"]#?([\w-]{1,40})['\"]\s{0,3}\)\.val\(([^()]{1,60})\)")
_SENT = re.compile(r"\.submit\s{0,5}\(")
_POSTS_BACK = "__doPostBack"  # every ASP.NET page has it, with these fields
_BACK = ("__EVENTTARGET", "__EVENTARGUMENT")
_CHOSEN = re.compile(r"this\.(?:options\[this\.selectedIndex\]\.)?value|\$\(this\)\.val\(\)")


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a script. start: where in the text its body begins."""

    name: str
    parameters: tuple[str, ...]
    start: int


@dataclass(frozen=True, slots=True)
class _Known:
    parameters: tuple[str, ...]
    body: str


class Clicks:
    """Reads what the scripts in the links of one page lead to, also within a frame of it.

    root: the parsed page.
    """

    def __init__(self, root: Any) -> None:
        self._root = root

    def address(self, script: str, chosen: str = "", boxes: Collection[str] = ()) -> str:
        """The address that a script of a link leads to, as written, or ''.

        chosen: the value of the option that a `select` hands to the script; boxes: its id and
        name, by which a function may ask for it.
        """
        script = _CHOSEN.sub("__chosen", script[:LONGEST_SCRIPT])
        known = self._globals
        if chosen:
            names = ("__chosen", *(f"#{box}" for box in boxes))
            known = {**known, **dict.fromkeys(names, Read(chosen, counts=True))}
        direct = self._led_to(script, known, told=True)
        if direct:
            return direct
        for call in islice(_CALL.finditer(script), 5):
            function = self._functions.get(call[1])
            if function is None:
                continue
            values = _arguments(call[2], known)
            given = dict(zip(function.parameters, values, strict=False))
            handed = {name: value for name, value in given.items() if value is not None}
            found = self._led_to(function.body, {**known, **handed})
            if found:
                return found
        return ""

    def shown_at_once(self) -> Iterator[str]:
        """What the inline scripts show in a frame without a click: the calls of functions that set
        its address (`loadFrame(1);`)."""
        showing = [n for n, known in self._functions.items() if _SHOWS.search(known.body)]
        for script in islice(self._root.iter("script"), 100) if showing else ():
            text = (script.text or "")[:_MOST_SCRIPTS]
            for name in showing[:_MOST_STATEMENTS]:
                called = rf"(?<![\w$.])(?<!function ){re.escape(name)}\s{{0,5}}\([^()]{{0,100}}\)"
                for call in islice(re.finditer(called, text), 3):
                    address = self.address(call[0])
                    if address:
                        yield address

    def changes(self, boxes: Collection[str]) -> str:
        """What the page's scripts do when the box of one of these names is changed, or what a
        button beside it has them do; '' for nothing."""
        changed = next((self._changes[box] for box in boxes if box in self._changes), "")
        reading = (f"{name}()" for name, read in self._reading.items() if read & set(boxes))
        return changed or next(reading, "")

    @cached_property
    def _reading(self) -> dict[str, set[str]]:
        """The functions without parameters that go somewhere, as a button beside a box has them do,
        with the boxes that they read."""
        found = {}
        for name, function in self._functions.items():
            if not function.parameters and _GOES.search(function.body):
                found[name] = {box_of(shown) for shown in SHOWN_OPTION.finditer(function.body)}
        return found

    @cached_property
    def _changes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for script in islice(self._root.iter("script"), 100):
            text = (script.text or "")[:_MOST_SCRIPTS]
            for changed in islice(CHANGED.finditer(text), _MOST_FUNCTIONS):
                found.setdefault(box_of(changed), body_at(text, changed.end()))
        return found

    def sent(self, script: str) -> tuple[Any, dict[str, str]] | None:
        """The form that a script of a link sends, with the fields that it fills; None for none."""
        for call in islice(_CALL.finditer(script[:LONGEST_SCRIPT]), 5):
            if call[1] == _POSTS_BACK:
                return self._posted_back(call[2])
            function = self._functions.get(call[1])
            if function is None or not _SENT.search(function.body):
                continue
            values = zip(function.parameters, _arguments(call[2], {}), strict=False)
            read = _Statements(function.body, {n: v for n, v in values if v is not None})
            forms = (f for f in islice(self._root.iter("form"), 10) if read.fields)
            form = next((form for form in forms if names_of(form) & read.fields.keys()), None)
            if form is not None:
                return form, read.fields
        return None

    def _posted_back(self, written: str) -> tuple[Any, dict[str, str]] | None:
        """The form that an ASP.NET page sends back to itself, its state among the fields."""
        values = [str(read.value) for read in _arguments(written, {}) if read is not None]
        for form in islice(self._root.iter("form"), 10):
            if len(values) == len(_BACK) and "__VIEWSTATE" in names_of(form):
                return form, dict(zip(_BACK, values, strict=True))
        return None

    @cached_property
    def _globals(self) -> dict[str, Read]:
        """The strings that the inline scripts set once, by name."""
        found: dict[str, Read] = {}
        times: Counter[str] = Counter()
        for script in islice(self._root.iter("script"), 100):
            for told in islice(_GLOBAL.finditer((script.text or "")[:_MOST_SCRIPTS]), 100):
                string = told[2] if told[2] is not None else told[3]
                found[told[1]] = Read(int(told[4]) if told[4] else string)
                times[told[1]] += 1
        return {name: read for name, read in found.items() if times[name] == 1}

    @cached_property
    def _functions(self) -> dict[str, _Known]:
        """The functions of the inline scripts by name."""
        found: dict[str, _Known] = {}
        size = 0
        for script in islice(self._root.iter("script"), 100):
            text = (script.text or "")[: _MOST_SCRIPTS - size]
            size += len(text)
            for function in islice(functions_of(text), _MOST_FUNCTIONS):
                body = body_at(text, function.start)
                found.setdefault(function.name, _Known(function.parameters, body))
        return found

    def _led_to(self, script: str, known: Mapping[str, Read], told: bool = False) -> str:
        """Where statements lead: by an address with a parameter in it rather than without one.

        told: they stand in a link itself, so that the numbers written there are its own.
        """
        read = _Statements(script, known, told)
        if not read.address and read.fields and _SENT.search(script):
            return self._sent_by_form(read.fields)
        return read.address or read.framed

    def _sent_by_form(self, fields: Mapping[str, str]) -> str:
        """What a GET form of the page asks for with these fields (by name or id), or ''."""
        for form in islice(self._root.iter("form"), 10):
            address = form_address(form, fields)
            if address:
                return address
        return ""


class _Statements:
    """What a piece of script sets: an address to go to (one with a parameter in it rather than
    without), one to show in a frame, and the fields of a form, each as far as it can be read."""

    def __init__(self, script: str, known: Mapping[str, Read], told: bool = False) -> None:
        self._told = told
        self.address = ""
        self.framed = ""
        self.fields: dict[str, str] = {}
        self._values = dict(known)
        counts = False
        for found in islice(_ASSIGNED.finditer(script), _MOST_STATEMENTS):
            read = read_sum(script, chosen_branch(script, found.end(), self._values), self._values)
            name = ".src" if found[3] else found[1] or "location"
            if read is None:
                continue
            if found[2] and name in self._values:
                read = joined(self._values[name], read)
            if not _LOCATION.search(name):
                self._set(name, read)
            elif _may_be_address(read.value) and (not self.address or read.counts > counts):
                self.address, counts = str(read.value), read.counts
        for found in islice(_FIELD_CALL.finditer(script), 5):
            self._fill(found[1], read_sum(found[2], 0, self._values))

    def _set(self, name: str, read: Read) -> None:
        self._values[name.split()[-1]] = read
        if _FRAME.search(name) and read.counts and _may_be_address(read.value):
            self.framed = self.framed or str(read.value)
        field = _FIELD.search(name)
        if field:
            self._fill(field[1] or field[2], read)

    def _fill(self, name: str, read: Read | None) -> None:
        if read is not None and (read.counts or (self._told and isinstance(read.value, int))):
            self.fields[name] = str(read.value)


def functions_of(text: str) -> Iterator[Function]:
    """The functions that a script has, as they stand in it."""
    for head in _FUNCTION.finditer(text):
        names = tuple(name.strip() for name in head[4].split(",") if name.strip())
        yield Function(head[1] or head[2] or head[3], names, head.end())


def body_at(text: str, start: int) -> str:
    """The body of a function whose opening brace ends at `start`; strings hold no braces here."""
    depth = 1
    end = min(len(text), start + _LONGEST_BODY)
    for at in range(start, end):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return text[start:at]
    return text[start:end]


def _arguments(written: str, known: Mapping[str, Read]) -> list[Read | None]:
    """The arguments of a call: values count as parameters of the function that is called."""
    found: list[Read | None] = []
    for argument in written.split(",")[:8]:
        read = read_sum(argument, 0, known)
        found.append(Read(read.value, counts=True) if read is not None and read.whole else None)
    return found


def _may_be_address(value: Value) -> bool:
    plain = str(value).strip()
    return not plain.startswith("#") and looks_like_address(plain)
