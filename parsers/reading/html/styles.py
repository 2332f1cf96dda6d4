"""What a page's own style sheets say of how its elements are laid out, on a wide screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

_MOST_SHEETS = 20
_LONGEST_SHEET = 100_000  # characters
_LONGEST_RULES = 4_000  # characters of one class
_MEDIA = re.compile(
    r"@media([^{]{0,200})\{((?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,50})[^{}]{0,200}\}", re.I
)
_ANY_SCREEN = re.compile(r"(?:only\s+)?(?:screen|all)", re.I)
_AT_LEAST = re.compile(r"min-width\s*:\s*(\d{1,5})", re.I)
_WIDE = 1300  # pixels: a usual screen has more
_RULE = re.compile(r"([^{}@]{1,300})\{([^{}]{1,2000})\}")
_NAME = re.compile(r"(?:[a-z]{1,10})?([.#][\w-]{1,60})", re.I)  # .mobile, div.mobile, #mobile
_NAMES = re.compile(r"[.#][\w-]{1,60}")
_DISPLAY = re.compile(r"(?<![\w-])display\s*:\s*([\w-]{1,30})", re.I)


@dataclass(slots=True)
class Displays:
    """The `display` that rules give to classes (`.name`) and ids (`#name`).

    `own`: by the last rule for the name alone. `shown`: names that any rule shows, alone or
    together with others (`.tab.on`).
    """

    own: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    def take(self, selectors: str, body: str) -> None:
        """Take the rule's `display`, if it has one, for every one of its selectors."""
        displays = _DISPLAY.findall(body)
        if not displays:
            return
        display = displays[-1].lower()
        for selector in selectors.split(","):
            if only := _NAME.fullmatch(selector.strip()):
                self.own[only[1]] = display
            if display != "none":
                self.shown.update(_NAMES.findall(selector.strip().rpartition(" ")[2]))

    def of(self, element: HtmlElement) -> set[str]:
        """The displays of an element: its own style's, else those of its class and id."""
        by_itself = _DISPLAY.findall(element.get("style") or "")
        if by_itself:
            return {by_itself[-1].lower()}
        return {self.own[name] for name in names_of_rules(element) if name in self.own}


def names_of_rules(element: HtmlElement) -> set[str]:
    """The names by which rules may call an element: `.class`, `#id`."""
    names = {f".{name}" for name in (element.get("class") or "").split()}
    return names | {f"#{element.get('id')}"} if element.get("id") else names


def displays_of(root: HtmlElement) -> Displays:
    """Read the page's own style sheets."""
    displays = Displays()
    for selectors, body in rules(root):
        displays.take(selectors, body)
    return displays


def classes_styled(root: HtmlElement, style: re.Pattern[str]) -> frozenset[str]:
    """Classes to which the page's own style sheets give a style by a rule of their own; what holds
    for print or for small screens alone says nothing."""
    return frozenset(rules_of_classes(root, style))


def rules_of_classes(root: HtmlElement, style: re.Pattern[str]) -> dict[str, str]:
    """What such rules say of each of these classes, one rule behind the other."""
    found: dict[str, str] = {}
    for selectors, body in rules(root):
        if style.search(body):
            for selector in selectors.split(","):
                name = _NAME.fullmatch(selector.strip())
                if name and name[1].startswith("."):
                    told = found.get(name[1][1:], "")
                    found[name[1][1:]] = f"{told};{body}"[:_LONGEST_RULES]
    return found


def rules(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that hold on a wide screen."""
    for sheet in islice(root.iter("style"), _MOST_SHEETS):
        yield from _rules_of((sheet.text or "")[:_LONGEST_SHEET])


@lru_cache(_MOST_SHEETS)  # of one page, which is asked for several kinds of rules
def _rules_of(sheet: str) -> tuple[tuple[str, str], ...]:
    return tuple(_RULE.findall(_MEDIA.sub(_on_a_wide_screen, _without_comments(sheet))))


def _on_a_wide_screen(media: re.Match[str]) -> str:
    """The rules of a query that a wide screen answers; else nothing."""
    condition = media[1].strip()
    least = [int(pixels) for pixels in _AT_LEAST.findall(condition)]
    of_wide = least and "max-" not in condition and "print" not in condition
    if _ANY_SCREEN.fullmatch(condition) or (of_wide and max(least) <= _WIDE):
        return media[2]
    return ""


def _without_comments(text: str) -> str:
    first, *rest = text.split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)
