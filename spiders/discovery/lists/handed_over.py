"""What the tabs of a page hand to the function that asks for a list: `onclick="getList(2024)"`.

The calls in a function are made once for each year, group or agency that an element of the page
hands to it, for the options of a select box (`getList($("#year").val())`), and for what the
script itself begins with (`getList(2025);`). Nothing is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from spiders.discovery.lists.boxes import Boxes, Option
from spiders.discovery.pages.clicks import CALLING, Function, body_at, functions_of
from spiders.discovery.pages.labels import read_label
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.taken import SHOWN_OPTION, box_changed, box_of
from spiders.discovery.pages.text import short_text
from spiders.discovery.sites import looks_like_address

MOST_VIEWS = 60
"""Calls of one function that are followed."""
_MOST_FUNCTIONS = 100
_MOST_ELEMENTS = 2_000
_LONGEST_SCRIPT = 300
_DIVIDES = frozenset({"group", "agency", "column"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_VALUE = re.compile(r"[\w.-]{1,80}")
# How a script reads what was clicked: `this.dataset.id`, `$(this).data("id")`, `.attr("data-id")`.
_KEPT = (
    r"(?:\$\(\s{0,3}[\w.]{1,40}\s{0,3}\)|[A-Za-z_$][\w$.]{0,40})\.(?:dataset\.(\w{1,40})"
    r"|(?:data|attr|getAttribute)\(\s{0,3}[\"'](?:data-)?([\w-]{1,40})[\"']\s{0,3}\))\s{0,5}\)"
)
_ARGUMENT = re.compile(
    r"\s{0,9}(?:\"([^\"'<>]{0,100})\"|'([^\"'<>]{0,100})'|(-?\d{1,15})|(this|event))\s{0,9}"
)

# What a box hands over when it is changed: `load(this.value)`, `load($(this).val())`.
_OWN_VALUE = re.compile(
    r"this\.(?:options\[this\.selectedIndex\]\.)?value\b|\$\(\s{0,3}this\s{0,3}\)\.val\(\s{0,3}\)"
    r"|\$\(\s{0,3}[\"'](?:option)?:selected[\"']\s{0,3},\s{0,3}this\s{0,3}\)\.val\(\s{0,3}\)"
)
_BEFORE_CALL = 300
_NAME_PUT = r"(?:this\.|that\.|window\.)?([A-Za-z_$][\w$]{0,40})"
_MOST_PUT = 5

Arguments = dict[str, str | int]
"""The parameters of a function with what a call hands over."""


@dataclass(frozen=True, slots=True)
class Handed:
    """What one call hands to a function, and the text of the element that calls, '' for none."""

    arguments: Arguments
    label: str = ""


class HandedOver:
    """The calls of the functions of one page. scripts: the text of its inline scripts; boxes: its
    select boxes."""

    def __init__(self, page: Page, scripts: str, boxes: Boxes) -> None:
        self._page = page
        self._boxes = boxes
        self._scripts = scripts
        functions = islice(functions_of(scripts), _MOST_FUNCTIONS)
        self._functions = [(f, f.start + len(body_at(scripts, f.start))) for f in functions]

    def at(self, place: int) -> list[Handed]:
        """What is handed to the function around a place of the scripts, each once; an empty one
        alone where it stands in no function, or nothing is known of its parameters."""
        function = self._around(place)
        if function is None or not function.parameters:
            return [Handed({})]
        found: dict[tuple[str | int, ...], Handed] = {}
        for values, label in self._calls(function.name):
            given = dict(zip(function.parameters, values, strict=False))
            if values not in found or label:
                found[values] = Handed(given, label)
            if len(found) >= MOST_VIEWS:
                break
        for values, label in self._shown(function.name):
            given = dict(zip(function.parameters, values, strict=False))
            found.setdefault(values, Handed(given, label))
        return list(found.values()) or [Handed({})]

    def only_parameter(self, place: int) -> str:
        """The parameter of the function around a place that has no other, and is handed nothing
        that stands on the page; '' for none."""
        function = self._around(place)
        if function is None or len(function.parameters) != 1 or self.at(place) != [Handed({})]:
            return ""
        return function.parameters[0]

    def _around(self, place: int) -> Function | None:
        around = [f for f, end in self._functions if f.start <= place < end]
        return max(around, key=lambda f: f.start, default=None)

    def variables(self) -> Iterator[tuple[str, list[Option]]]:
        """The variables that a function sets to what elements hand to it, with that: `year` where
        `function setYear(y) { year = y; load(); }` stands behind the tabs."""
        for function, end in self._functions:
            body = self._scripts[function.start : end]
            for number, parameter in enumerate(function.parameters):
                given = re.escape(parameter)
                put = rf"(?<![\w$.]){_NAME_PUT}\s{{0,5}}=\s{{0,5}}{given}\s{{0,5}}(?=[;,\n}}])"
                for found in islice(re.finditer(put, body), _MOST_PUT):
                    calls = self._calls(function.name)
                    options = [
                        Option(str(values[number]), label)
                        for values, label in calls
                        if label and number < len(values)
                    ]
                    if found[1] != parameter and options:
                        yield found[1], options

    def _calls(self, name: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
        called = re.compile(rf"(?<![\w$.])(?<!function ){re.escape(name)}\s{{0,5}}\(")
        for found in islice(called.finditer(self._scripts), MOST_VIEWS):
            values = _values(self._scripts, found.end())
            if values:
                yield values, ""
        kept = re.compile(rf"(?<![\w$.]){re.escape(name)}\s{{0,5}}\(\s{{0,5}}{_KEPT}")
        for found in islice(kept.finditer(self._scripts), MOST_VIEWS):
            yield from self._kept(f"data-{found[1] or found[2]}")
        for element in self._page.selector.root.xpath(CALLING)[:_MOST_ELEMENTS]:
            script = (element.get("onclick") or element.get("href") or "")[:_LONGEST_SCRIPT]
            handed = called.search(script)
            values = _values(script, handed.end()) if handed else ()
            label = short_text(element)
            if values and _divides(label, values):
                yield values, label

    def _shown(self, name: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """What select boxes hand over: the options of each box whose shown one is an argument, or
        of which a choice calls the function with `this.value`."""
        called = re.compile(rf"(?<![\w$.])(?<!function ){re.escape(name)}\s{{0,5}}\(\s{{0,5}}")
        named: dict[str, None] = {}
        for found in islice(called.finditer(self._scripts), MOST_VIEWS):
            shown = SHOWN_OPTION.match(self._scripts, found.end())
            if shown:
                named[box_of(shown)] = None
            elif _OWN_VALUE.match(self._scripts, found.end()):
                before = self._scripts[max(0, found.start() - _BEFORE_CALL) : found.start()]
                named[box_changed(before)] = None
        for select in self._page.selector.root.xpath("//select[@onchange]")[:_MOST_FUNCTIONS]:
            calls = called.search(select.get("onchange")[:_LONGEST_SCRIPT])
            if calls and _OWN_VALUE.match(calls.string, calls.end()):
                named[select.get("id") or select.get("name") or ""] = None
        for box in named:
            for option in self._boxes.options(box):
                yield (option.value,), option.label

    def _kept(self, attribute: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """What elements hand over that keep it: `<li data-id="55">政府信息公开年报</li>`."""
        elements = self._page.selector.root.xpath("//*[@*[name()=$name]]", name=attribute)
        for element in elements[:_MOST_ELEMENTS]:
            value, label = element.get(attribute) or "", short_text(element)
            if _VALUE.fullmatch(value) and _divides(label, (value,)):
                yield (value,), label


def _values(script: str, start: int) -> tuple[str | int, ...]:
    """The arguments of a call whose opening bracket ends at `start`; none where one is unknown."""
    values: list[str | int] = []
    for _ in range(5):
        found = _ARGUMENT.match(script, start)
        if found is None:
            return ()
        text = next(group for group in found.groups() if group is not None)
        values.append(int(text) if found[3] is not None else text)
        end = script[found.end() : found.end() + 1]
        if end != ",":
            return tuple(values) if end == ")" else ()
        start = found.end() + 1
    return ()


def _divides(label: str, values: tuple[str | int, ...]) -> bool:
    """Whether an element divides a list, by its name or by the year that it hands over."""
    years = any(_YEAR.fullmatch(str(value)) for value in values)
    plain = not any(looks_like_address(str(value)) for value in values)
    return plain and (years or read_label(label).kind in _DIVIDES)
