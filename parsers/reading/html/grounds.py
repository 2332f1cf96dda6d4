"""Which colours a page prints one on the other, as far as styles and attributes tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from parsers.reading.colours import HEX, Colour, alike, of_digits
from parsers.reading.html.styles import rules_of_classes

_MOST_LEVELS = 50  # of elements in one another
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;!]{1,40})", re.I)
_GROUND = re.compile(r"(?<![\w-])background(?:-color)?\s*:\s*([^;!]{1,200})", re.I)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", re.I)
_NAMED = {
    "white": "ffffff",
    "silver": "c0c0c0",
    "gray": "808080",
    "grey": "808080",
    "lightgray": "d3d3d3",
    "lightgrey": "d3d3d3",
    "whitesmoke": "f5f5f5",
    "gainsboro": "dcdcdc",
    "black": "000000",
    "red": "ff0000",
    "yellow": "ffff00",
    "blue": "0000ff",
    "green": "008000",
    "navy": "000080",
    "aliceblue": "f0f8ff",
    "lightyellow": "ffffe0",
    "lightblue": "add8e6",
    "ivory": "fffff0",
}


@dataclass(slots=True)
class Grounds:
    """Asked of the elements of one page; `styles`: what its style sheets say of classes.
    are_told: whether the page has any ground but its paper; else nothing need be asked."""

    styles: dict[str, str]
    are_told: bool
    _known: dict[HtmlElement | None, Colour | None] = field(default_factory=dict)

    @classmethod
    def of(cls, root: HtmlElement) -> Grounds:
        """Those of a page whose style sheets still stand in it."""
        styles = rules_of_classes(root, re.compile(f"{_COLOUR.pattern}|{_GROUND.pattern}", re.I))
        own = root.xpath("boolean(//*[@bgcolor or contains(@style, 'background')])")
        return cls(styles, bool(own) or any(map(_GROUND.search, styles.values())))

    def hide(self, element: HtmlElement) -> bool:
        """Whether an element's characters have the colour of what they are printed on."""
        colour = self._told(element, _COLOUR, "color")
        if colour is None:
            return False
        ground = self._told(element, _GROUND, "bgcolor") or self._ground_of(element.getparent())
        return ground is not None and alike(colour, ground)

    def _ground_of(self, holder: HtmlElement | None) -> Colour | None:
        """The ground of the nearest element that has one, from a holder of characters outwards."""
        if holder is None or holder in self._known:
            return self._known.get(holder)
        ground, place = None, holder
        for _ in range(_MOST_LEVELS):
            ground = self._told(place, _GROUND, "bgcolor")
            above = place.getparent()
            if ground is not None or above is None:
                break
            place = above
        self._known[holder] = ground
        return ground

    def _told(self, element: HtmlElement, words: re.Pattern[str], attribute: str) -> Colour | None:
        """A colour by the element's own style, else by its class, else by its attribute."""
        names = (element.get("class") or "").split()
        for style in (element.get("style") or "", *(self.styles.get(name, "") for name in names)):
            told = [colour for value in words.findall(style) if (colour := colour_of(value))]
            if told:
                return told[-1]
        return colour_of(element.get(attribute) or "")


def colour_of(written: str) -> Colour | None:
    """The first colour that is written there, None where there is none that is known."""
    if by_parts := _RGB.search(written):
        return Colour(*(min(int(part), 255) for part in by_parts.groups()))
    for word in written.lower().split():
        digits = _NAMED.get(word, word).removeprefix("#")
        if HEX.fullmatch(digits):
            return of_digits(digits)
    return None
