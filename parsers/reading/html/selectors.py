"""Selectors of style sheets that say more than one name: `table.nb td span.old`, `[data-x="1"]`.

Only what a short line of names, attributes and their denials says is followed; pseudo-classes of
places (`:nth-child`) and of states (`:hover`) are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from parsers.reading.html.styles import rules

_MOST_SELECTORS = 100  # of one page
_MOST_PARTS = 6  # of one selector
_MOST_LEVELS = 60  # of elements in one another
_PART = re.compile(
    r"(?P<tag>[a-z][a-z0-9]{0,9}|\*)?(?P<tests>(?:[.#][\w-]{1,60}|\[[^\]]{1,80}\]|:not\([^()]{1,60}\))*)",
    re.I,
)
_TEST = re.compile(
    r"([.#])([\w-]+)|\[\s*([\w-]+)\s*(?:=\s*[\"']?([^\"'\]]*)[\"']?\s*)?\]|:not\(([^()]+)\)"
)
_BETWEEN = re.compile(r"\s*(>)\s*|\s+")


@dataclass(frozen=True, slots=True)
class Test:
    """What one part of a selector asks: a class, an id, an attribute (of any value: None)."""

    attribute: str
    value: str | None
    denied: bool = False

    def holds(self, element: HtmlElement) -> bool:
        """Whether an element answers it."""
        own = element.get(self.attribute)
        if self.attribute == "class" and own is not None and self.value is not None:
            answers = self.value in own.split()
        else:
            answers = own is not None and self.value in (None, own)
        return answers is not self.denied


@dataclass(frozen=True, slots=True)
class Part:
    """An element of a selector. child: it must stand right in what the part before it names."""

    tag: str
    tests: tuple[Test, ...]
    child: bool

    def holds(self, element: HtmlElement) -> bool:
        """Whether an element is one that the part names."""
        return self.tag in ("", "*", element.tag) and all(
            test.holds(element) for test in self.tests
        )


Selector = tuple[Part, ...]


def selector_of(written: str) -> Selector | None:
    """A selector as written; None for one that cannot be followed."""
    pieces = _BETWEEN.split(written.strip())
    parts = []
    for place in range(0, min(len(pieces), 2 * _MOST_PARTS + 2), 2):
        found = _PART.fullmatch(pieces[place] or "")
        tests = _tests(found["tests"]) if found and pieces[place] else None
        if found is None or tests is None:
            return None
        child = place > 0 and pieces[place - 1] == ">"
        parts.append(Part((found["tag"] or "").lower(), tests, child))
    return tuple(parts) if 0 < len(parts) <= _MOST_PARTS else None


def _tests(written: str) -> tuple[Test, ...] | None:
    tests = []
    for mark, name, attribute, value, denied in _TEST.findall(written):
        if denied:
            inner = _tests(denied)
            if inner is None or len(inner) != 1 or inner[0].denied:
                return None
            tests.append(Test(inner[0].attribute, inner[0].value, denied=True))
        elif mark:
            tests.append(Test("class" if mark == "." else "id", name))
        else:
            tests.append(Test(attribute.lower(), value or None))
    return tuple(tests)


def names(selector: Selector, element: HtmlElement) -> bool:
    """Whether a selector names an element."""
    *above, last = selector
    if not last.holds(element):
        return False
    place, must_be_parent = element.getparent(), last.child
    for part in reversed(above):
        for _ in range(_MOST_LEVELS):
            if place is None or part.holds(place):
                break
            place = None if must_be_parent else place.getparent()
        if place is None or not part.holds(place):
            return False
        place, must_be_parent = place.getparent(), part.child
    return True


def named_by_place(
    root: HtmlElement, style: re.Pattern[str], tags: Iterable[str]
) -> Iterator[HtmlElement]:
    """Elements with these tags to which rules give a style that say more of them than one name."""
    written = (one for by, body in rules(root) if style.search(body) for one in by.split(","))
    followed = filter(None, map(selector_of, islice(written, _MOST_SELECTORS)))
    selectors = [one for one in followed if not _is_one_name(one)]
    for element in root.iter(*tags) if selectors else ():
        if any(names(selector, element) for selector in selectors):
            yield element


def _is_one_name(selector: Selector) -> bool:
    tests = selector[-1].tests
    if len(selector) > 1 or len(tests) != 1:
        return False
    return tests[0].attribute in ("class", "id") and not tests[0].denied
