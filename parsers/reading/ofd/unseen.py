"""Characters of an OFD page that cannot be seen: white on white, or painted over.

Objects are painted in their order in the file (GB/T 33190-2016, 7.5): what comes later covers
what came before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from lxml import etree

from parsers.reading.ofd.parts import child, numbers
from parsers.reading.pdf.page import PageContent
from parsers.reading.pdf.unseen import PALE

OPAQUE = 230  # of 255
MAX_COMPARED = 5_000_000  # pairs of a character and an area
MIDDLE = 0.35  # of its size: so far above its baseline is a character's middle


class Area(NamedTuple):
    """A filled rectangle in points: how many characters were painted before it, and its ground."""

    before: int
    left: float
    top: float
    right: float
    bottom: float
    pale: bool


def is_pale(element: etree._Element) -> bool:
    """Whether an object is filled with a colour that paper does not show (red, green and blue,
    or a shade of grey); without a colour it is black."""
    color = child(element, "FillColor")
    parts = numbers(color.get("Value")) if color is not None else []
    return len(parts) in (1, 3) and min(parts) >= PALE


def is_opaque(element: etree._Element) -> bool:
    """Whether nothing shows through what an object fills."""
    color = child(element, "FillColor")
    told = [element.get("Alpha"), color.get("Alpha") if color is not None else None]
    return all((numbers(alpha) or [255.0])[0] >= OPAQUE for alpha in told if alpha)


def area_of(corners: Sequence[tuple[float, float]], before: int, *, pale: bool) -> Area | None:
    """The rectangle that these corners make; None where they make no upright one."""
    xs, ys = {round(x, 1) for x, _ in corners}, {round(y, 1) for _, y in corners}
    if len(xs) != 2 or len(ys) != 2:
        return None
    return Area(before, min(xs), min(ys), max(xs), max(ys), pale)


def leave_out_unseen(content: PageContent, pale: Collection[int], areas: Sequence[Area]) -> None:
    """Take from a page the characters that cannot be seen, with a note. pale: the numbers of those
    that are pale themselves."""
    if not pale and not any(area.before for area in areas):
        return
    if len(content.glyphs) * len(areas) > MAX_COMPARED:
        content.notes.append("too many shapes to tell what they cover")
        return
    unseen: list[int] = []
    for number, glyph in enumerate(content.glyphs):
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.baseline - MIDDLE * glyph.size
        around = [a for a in areas if a.left < x < a.right and a.top < y < a.bottom]
        covered = any(area.before > number for area in around)
        if covered or (number in pale and (not around or around[-1].pale)):
            unseen.append(number)
    if unseen:
        text = "".join(content.glyphs[number].text for number in unseen)
        content.notes.append(f"text that cannot be seen is left out: {text[:60]}")
        left_out = frozenset(unseen)
        content.glyphs = [g for n, g in enumerate(content.glyphs) if n not in left_out]
