"""Runs of a Word document that leave no mark: without ink, or in the colour of their ground."""

from __future__ import annotations

from lxml import etree

from parsers.reading.colours import HEX, WHITE, Colour, alike, of_digits
from parsers.reading.docx.package import W

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_PAPER = ("background1", "light1")  # colours of the theme that paper has
_SHADED = {
    f"{W}r": f"{W}rPr/{W}shd",
    f"{W}p": f"{W}pPr/{W}shd",
    f"{W}tc": f"{W}tcPr/{W}shd",
}


def without_mark(run: etree._Element, properties: etree._Element) -> bool:
    """Whether a run of these properties cannot be seen where it is printed."""
    if properties.find(f"{_W14}textFill/{_W14}noFill") is not None:
        return True
    colour = _colour(properties.find(f"{W}color"))
    return colour is not None and alike(colour, _ground(run))


def _colour(mark: etree._Element | None) -> Colour | None:
    """None for that of print."""
    if mark is None:
        return None
    theme, shade = mark.get(f"{W}themeColor"), mark.get(f"{W}themeShade")
    if theme in _PAPER and shade is None:
        return WHITE
    return _of(mark.get(f"{W}val"))


def _ground(run: etree._Element) -> Colour:
    """The shade of the nearest of run, paragraph and cell that has one, else the paper's."""
    place: etree._Element | None = run
    while place is not None and place.tag != f"{W}tbl":
        shade = place.find(_SHADED[place.tag]) if place.tag in _SHADED else None
        if shade is not None and (colour := _of(shade.get(f"{W}fill"))):
            return colour
        place = place.getparent()
    return WHITE


def _of(written: str | None) -> Colour | None:
    return of_digits(written) if written and HEX.fullmatch(written) else None
