"""The select boxes of a page whose options a script asks for: years, agencies, their groups; and
the tabs that are such a box in other clothes: `<li data-year="2024">2024年</li>`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from spiders.discovery.pages.labels import names_report, read_label
from spiders.discovery.pages.page import Page
from spiders.discovery.pages.taken import KEPT, attribute_of
from spiders.discovery.pages.text import short_text

MOST_CHOICES = 300
"""Choices of options, of all boxes that a call looks at, that are followed."""
_MOST_BOXES = 20
_MOST_READ = 60
_MOST_TABS = 500
_MOST_OPTIONS = 300
_DIVIDES = frozenset({"group", "agency", "column"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_ALL = re.compile(r"^[-—=\s]*(?:全部|所有|不限|全选|all\b)", re.IGNORECASE)
_NO_CHOICE = ("", "0", "-1")


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a box: its value, and what it is called."""

    value: str
    label: str


class Boxes:
    """The select boxes of one page by id and by name, and the attributes in which its tabs keep
    what they stand for. scripts: of the page, which read them."""

    def __init__(self, page: Page, scripts: str) -> None:
        self._options: dict[str, tuple[Option, ...]] = {}
        for select in islice(page.selector.root.iter("select"), _MOST_BOXES):
            asked = _asked_for(list(_options(select)))
            for name in (select.get("name"), select.get("id")):
                if name and asked:
                    self._options[name] = asked

        read = {attribute_of(kept) for kept in islice(KEPT.finditer(scripts), _MOST_READ)}
        for attribute in read:
            elements = page.selector.root.xpath("//*[@*[name()=$name]]", name=attribute)
            kept = (Option(e.get(attribute).strip(), short_text(e)) for e in elements[:_MOST_TABS])
            self.add(attribute, kept)

    def add(self, name: str, options: Iterable[Option]) -> bool:
        """Add what is like a box where two or more of its options divide a list; whether it is."""
        dividing = {o.value: o for o in options if o.value and len(o.value) <= 100 and _divides(o)}
        if len(dividing) > 1:
            self._options[name] = tuple(dividing.values())
        return name in self._options

    @property
    def names(self) -> frozenset[str]:
        """Ids and names of the boxes that have options."""
        return frozenset(self._options)

    def options(self, name: str) -> tuple[Option, ...]:
        """The options of a box that a list is asked for with."""
        return self._options.get(name, ())

    def choices(self, names: list[str]) -> list[dict[str, Option]]:
        """Each choice of an option of each of these boxes; none where there are too many."""
        count = 1
        for name in names:
            count *= len(self.options(name))
        if not 0 < count <= MOST_CHOICES:
            return []
        chosen = product(*(self.options(name) for name in names))
        return [dict(zip(names, options, strict=True)) for options in chosen]


def _options(select: object) -> Iterator[Option]:
    for option in islice(select.iter("option"), _MOST_OPTIONS):  # type: ignore[attr-defined]
        label = short_text(option)
        value = option.get("value")
        yield Option((label if value is None else value).strip()[:100], label)


def _asked_for(options: list[Option]) -> tuple[Option, ...]:
    """The options that divide a list, all of them; where one stands for all and comes first, or
    none divides it, the one that the box shows at first."""
    if not options or _ALL.search(options[0].label):
        return tuple(options[:1])
    real = [o for o in options if o.value not in _NO_CHOICE or "选择" not in o.label]
    dividing = tuple(option for option in real if option.value and _divides(option))
    return dividing or tuple(real[:1])


def _divides(option: Option) -> bool:
    year = _YEAR.search(option.label) or _YEAR.fullmatch(option.value)
    if names_report(option.label):
        return False  # a row
    return bool(year) or read_label(option.label).kind in _DIVIDES
