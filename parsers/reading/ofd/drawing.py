"""What an OFD page paints, as characters and rules with their places in points.

GB/T 33190-2016: an object's own coordinates are turned by its CTM and moved to the corner of its
Boundary; a TextCode gives the place of its first character and the steps to the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from lxml import etree

from parsers.reading.ofd.parts import Document, child, children, local_name, numbers
from parsers.reading.ofd.unseen import Area, area_of, is_opaque, is_pale, leave_out_unseen
from parsers.reading.pdf.drawing import SMALLEST_PICTURE, add_shape
from parsers.reading.pdf.glyphs import RADICALS, UNREAD
from parsers.reading.pdf.page import IDENTITY, Glyph, Matrix, PageContent, composed

MAX_CHARACTERS = 40_000  # on a page
MAX_ALL_CHARACTERS = 800_000
MAX_OBJECTS = 100_000
DEEPEST = 8  # blocks and composite objects within one another
SLANT = 0.17  # of a text's own size, over its length: what stands more aslant is a watermark
POINTS = 72 / 25.4  # a millimetre
OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
WIDE = 0x2E80  # characters from here on are as wide as high, those below about half


class Painter:
    """Collects what the objects of a page, and of what it refers to, paint."""

    def __init__(self, document: Document, area: tuple[float, float, float, float]) -> None:
        self._document = document
        left, top, width, height = area
        self._origin: Matrix = (POINTS, 0, 0, POINTS, -left * POINTS, -top * POINTS)
        self.content = PageContent(width * POINTS, height * POINTS)
        self._largest = 0.0
        self.picture = ""  # the file of the largest picture
        self._objects = 0
        self._unmapped = 0
        self._aslant = ""
        self._pale: set[int] = set()  # the numbers of characters in white
        self._areas: list[Area] = []

    def draw(self, page: etree._Element) -> None:
        """Paint the layers of a page or a template."""
        for content in children(page, "Content"):
            for layer in children(content, "Layer"):
                self._draw_all(layer, self._origin, 0)

    def finished(self) -> PageContent:
        """The content, with notes on what was left out."""
        notes = self.content.notes
        leave_out_unseen(self.content, self._pale, self._areas)
        if self._unmapped:
            notes.append(f"{self._unmapped} characters without a Unicode value")
        if self._aslant:
            notes.append(f"text set aslant (a watermark) left out: {self._aslant[:40]}")
        if self._objects > MAX_OBJECTS or len(self.content.glyphs) >= MAX_CHARACTERS:
            notes.append("more objects or characters than a page has, the rest left out")
        return self.content

    def _draw_all(self, holder: etree._Element, outer: Matrix, depth: int) -> None:
        for element in holder:
            self._objects += 1
            if self._objects > MAX_OBJECTS or depth > DEEPEST:
                return
            if element.get("Visible", "").lower() == "false" or element.get("Alpha") == "0":
                continue
            self._draw_one(element, outer, depth)

    def _draw_one(self, element: etree._Element, outer: Matrix, depth: int) -> None:
        match local_name(element):
            case "PageBlock":
                self._draw_all(element, outer, depth + 1)
            case "TextObject":
                self._draw_text(element, _placed(element, outer))
            case "PathObject":
                self._draw_path(element, _placed(element, outer))
            case "ImageObject":
                self._draw_picture(element, outer)
            case "CompositeObject":
                unit = self._document.composites.get(element.get("ResourceID", ""))
                content = child(unit, "Content")
                if content is not None:
                    self._draw_all(content, _placed(element, outer), depth + 1)

    def _draw_text(self, element: etree._Element, at: Matrix) -> None:
        size = (numbers(element.get("Size")) or [0.0])[0]
        stretch = (numbers(element.get("HScale")) or [1.0])[0]
        filled = element.get("Fill", "true").lower() != "false"
        if size <= 0 or not (filled or element.get("Stroke", "false").lower() == "true"):
            return
        begin = len(self.content.glyphs)
        for code in children(element, "TextCode"):
            text = code.text or ""
            if not _is_upright(at) or element.get("CharDirection", "0") not in ("0", "360"):
                self._aslant += text
                continue
            self._draw_characters(code, text, size, stretch, at)
        if filled and is_pale(element):
            self._pale.update(range(begin, len(self.content.glyphs)))

    def _draw_characters(
        self, code: etree._Element, text: str, size: float, stretch: float, at: Matrix
    ) -> None:
        x, y = ((numbers(code.get(name)) or [0.0])[0] for name in ("X", "Y"))
        across, down = (_steps(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
        a, _, _, d, e, f = at
        height, spaced = abs(size * d), False
        for index, character in enumerate(text):
            width = _width(character) * size * stretch
            step = next(across, width)
            if len(self.content.glyphs) >= MAX_CHARACTERS:
                return
            if character.isspace():
                spaced = True
            else:
                shown = self._character(character)
                reach = min(width, step) if step > 0 and index + 1 < len(text) else width
                self._add(Glyph(shown, a * x + e, a * (x + reach) + e, d * y + f, height, spaced))
                spaced = False
            x += step
            y += next(down, 0.0)

    def _add(self, glyph: Glyph) -> None:
        width, height = self.content.width, self.content.height
        if 0 <= (glyph.x0 + glyph.x1) / 2 <= width and 0 <= glyph.baseline <= height + glyph.size:
            self.content.glyphs.append(glyph)

    def _character(self, character: str) -> str:
        """Characters of a font's own (private use) say nothing to those who lack the font."""
        if "\ue000" <= character <= "\uf8ff" or character == UNREAD:
            self._unmapped += 1
            return UNREAD
        return character.translate(RADICALS)

    def _draw_path(self, element: etree._Element, at: Matrix) -> None:
        stroked = element.get("Stroke", "true").lower() != "false"
        if not stroked and element.get("Fill", "false").lower() != "true":
            return
        data = child(element, "AbbreviatedData")
        filled = element.get("Fill", "false").lower() == "true" and is_opaque(element)
        for corners, closed in _subpaths((data.text or "") if data is not None else "", at):
            before = len(self.content.glyphs)
            if filled and (area := area_of(corners, before, pale=is_pale(element))):
                self._areas.append(area)
            add_shape(corners, closed=closed, stroked=stroked, content=self.content)

    def _draw_picture(self, element: etree._Element, outer: Matrix) -> None:
        box = numbers(element.get("Boundary"))
        if len(box) != 4:
            return
        width, height = abs(box[2] * outer[0]), abs(box[3] * outer[3])
        if width < SMALLEST_PICTURE[0] or height < SMALLEST_PICTURE[1]:
            return
        self.content.images += 1
        if width * height > self._largest:
            self._largest = width * height
            self.picture = self._document.pictures.get(element.get("ResourceID", ""), "")


def _placed(element: etree._Element, outer: Matrix) -> Matrix:
    """From an object's own coordinates to those of the page."""
    own = numbers(element.get("CTM"))
    box = numbers(element.get("Boundary"))
    a, b, c, d, e, f = own if len(own) == 6 else IDENTITY
    left, top = box[:2] if len(box) == 4 else (0.0, 0.0)
    return composed((a, b, c, d, e + left, f + top), outer)


def _is_upright(at: Matrix) -> bool:
    a, b, c, d, _, _ = at
    return a > 0 and d > 0 and max(abs(b), abs(c)) <= SLANT * math.sqrt(a * d)


def _width(character: str) -> float:
    return 1.0 if ord(character) >= WIDE else 0.5


def _steps(written: str | None, count: int) -> Iterator[float]:
    """The steps from one character to the next; `g 3 2.5` stands for 2.5 three times."""
    words = iter((written or "").split())
    for word in words:
        times, step = 1, word
        if word == "g":
            times, step = _times(next(words, "0"), count), next(words, "")
        found = numbers(step)
        if not found:
            return
        for _ in range(times):
            yield found[0]


def _times(word: str, most: int) -> int:
    return min(int(word), most) if word.isascii() and word.isdigit() and len(word) < 9 else 0


def _subpaths(data: str, at: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """(corners in points, closed) of every subpath that is made of straight lines alone."""
    corners: list[tuple[float, float]] = []
    straight, closed = True, False
    for operator, operands in _operations(data):
        if operator in "MS":
            if straight and len(corners) > 1:
                yield corners, closed
            corners, straight, closed = [], True, False
        if operator == "C":
            closed = True
            continue
        straight = straight and operator in "MSL"
        x, y = operands[-2:]
        corners.append((at[0] * x + at[2] * y + at[4], at[1] * x + at[3] * y + at[5]))
    if straight and len(corners) > 1:
        yield corners, closed


def _operations(data: str) -> Iterator[tuple[str, list[float]]]:
    """Operators with as many operands as they take; nothing more from the first wrong one on."""
    words = data.split()
    place = 0
    while place < len(words):
        operator = words[place]
        count = OPERANDS.get(operator)
        if count is None:
            return
        operands = numbers(" ".join(words[place + 1 : place + 1 + count]))
        if len(operands) != count:
            return
        yield operator, operands
        place += 1 + count
