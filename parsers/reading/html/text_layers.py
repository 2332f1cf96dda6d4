"""Pages of a viewer: every piece of text set to its own place (`left`, `top`), as viewers of PDFs
lay the text of a page over its picture, and as converters write pages that look like print.

The places tell lines and columns; in what order the pieces are written tells neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from parsers.reading.html.styles import rules_of_classes
from parsers.reading.html.text import normalised
from parsers.reading.html.tree import DRAWINGS, hidden_classes, is_hidden_by
from parsers.reading.pdf.flow import PageParts
from parsers.reading.pdf.page import Glyph
from parsers.reading.pdf.paragraphs import PAGE_NUMBER
from parsers.reading.pdf.text import FIRST_WIDE, group_lines, make_line

_LEAST_PIECES = 40  # on all pages: fewer are menus and ornaments
_MOST_PIECES = 100_000
_MOST_TEXT = 0.9  # of the article's: what stands beside its pages is no part of it
_MOST_LEVELS = 20  # of elements around a piece
_ASCENT = 0.88  # of the size: from the top of a piece to its baseline
_NARROW = 0.5  # of the size: a digit's or a letter's width
_PIXEL, _POINT = 1.0, 4 / 3
_LENGTH = r"(?<![\w-]){}\s*:\s*[^;]{{0,60}}?(?<![\w.])(-?\d{{1,5}}(?:\.\d{{1,15}})?)(px|pt|%)"
_LEFT, _TOP, _SIZE, _PITCH, _WIDTH, _HEIGHT = (
    re.compile(_LENGTH.format(name), re.I)
    for name in ("left", "top", "font-size", "line-height", "width", "height")
)
_STYLE = "concat(';', translate(@style, ' ', ''))"
_PLACED = etree.XPath(  # the first test is the quick one
    f"//*[contains(@style, 'top')][contains({_STYLE}, ';left:') and contains({_STYLE}, ';top:')]"
)
_TURNED = re.compile(r"rotate|skew|matrix|writing-mode", re.I)
_VALUE = re.compile(r"[\d０-９.,+/\\—–－-]+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text and where it is set, in pixels from the page's corner; a size of 0 is not told."""

    text: str
    left: float
    top: float
    size: float


class TextLayers:
    """The pieces of all pages of a document by the elements that hold them."""

    def __init__(self, root: HtmlElement) -> None:
        """Look for them in a page whose styles, hidden parts and all still stand in it."""
        self._pages: dict[HtmlElement, list[_Piece]] = {}
        self._heights: dict[HtmlElement, float] = {}
        placed = cast(list[HtmlElement], _PLACED(root))
        if not _LEAST_PIECES <= len(placed) <= _MOST_PIECES:
            return
        styles, hidden = rules_of_classes(root, _SIZE), hidden_classes(root)
        holders = {id(above) for one in placed for above in one.iterancestors()}
        for element in placed:
            if id(element) in holders:
                continue
            names = (element.get("class") or "").split()
            told = ";".join(styles[name] for name in names if name in styles)
            if not hidden.isdisjoint(names) or not self._take(element, told):  # or shown by scripts
                self._pages.clear()
                return

    def _take(self, element: HtmlElement, by_class: str) -> bool:
        """Keep the lines of a piece; False where the place of one cannot be told. by_class: what
        the page's style sheets say of it."""
        own = element.get("style") or ""
        lines = _lines_of(element)
        if is_hidden_by(own):
            return True
        if not any(lines) or _TURNED.search(own):  # a ground, a link's frame, a mark over the page
            return not _shows_more(element) and not any(map(str.isdecimal, "".join(lines)))
        style = f"{own};{by_class}"
        page = next(one for one in element.iterancestors() if one.tag != "span")
        width, height = _size_of(page)
        left, top = _length(_LEFT, own, width), _length(_TOP, own, height)
        size, pitch = _length(_SIZE, style) or 0.0, _length(_PITCH, style)
        if left is None or top is None or (len(lines) > 1 and not pitch):
            return False
        if any(map(_holds_several, lines)):
            return False
        self._heights[page] = height
        self._pages.setdefault(page, []).extend(
            _Piece(line, left, top + number * (pitch or 0.0), size)
            for number, line in enumerate(lines)
            if line
        )
        return True

    def pages_of(self, article: HtmlElement) -> list[PageParts]:
        """The pages of an article that has hardly anything else; else none."""
        pages = {one: self._pages[one] for one in article.iter() if one in self._pages}
        pieces = [piece for page in pages.values() for piece in page]
        known = sum(len(piece.text) for piece in pieces)
        written = len("".join("".join(article.itertext()).split()))
        sizes = sorted(piece.size for piece in pieces if piece.size)
        if len(pieces) < _LEAST_PIECES or known < _MOST_TEXT * written or not sizes:
            return []
        usual = sizes[len(sizes) // 2]
        return [
            _page(number, own, self._heights[holder], usual)
            for number, (holder, own) in enumerate(pages.items())
        ]


def _shows_more(element: HtmlElement) -> bool:
    """Whether there is a field, which may hold a value, or a picture, which may be one of a
    number: a page's own begins in its corner."""
    if any(True for _ in element.iter("input", "textarea", "select")):
        return True
    style = element.get("style") or ""
    corner = not _length(_LEFT, style, 1.0) and not _length(_TOP, style, 1.0)
    return not corner and any(True for _ in element.iter("img", *DRAWINGS))


def _lines_of(element: HtmlElement) -> list[str]:
    """The texts of a piece between its line breaks."""
    lines = [element.text or ""]
    for part in element.iterdescendants():
        if part.tag == "br":
            lines.append("")
        lines[-1] += (part.text or "") if isinstance(part.tag, str) else ""
        lines[-1] += part.tail or ""
    return [normalised(line) for line in lines]


def _holds_several(line: str) -> bool:
    """Whether two values stand beside one another in a piece: their own places are not told."""
    are_values = [bool(_VALUE.fullmatch(word)) for word in line.split()]
    return any(a and b for a, b in pairwise(are_values)) and not PAGE_NUMBER.match(line)


def _size_of(page: HtmlElement) -> tuple[float, float]:
    """Width and height, by the nearest element around that says both; zeros where none does."""
    around: HtmlElement | None = page
    for _ in range(_MOST_LEVELS):
        if around is None:
            break
        style = around.get("style") or ""
        width, height = _length(_WIDTH, style), _length(_HEIGHT, style)
        if width and height:
            return width, height
        around = around.getparent()
    return 0.0, 0.0


def _length(pattern: re.Pattern[str], style: str, whole: float = 0.0) -> float | None:
    """A length in pixels, None where there is none; whole: what a part in % is one of."""
    found = pattern.search(style)
    if found is None:
        return None
    number, unit = float(found[1]), found[2].lower()
    if unit == "%":
        return number * whole / 100 if whole else None
    return number * (_POINT if unit == "pt" else _PIXEL)


def _page(number: int, pieces: Iterable[_Piece], height: float, usual: float) -> PageParts:
    """usual: the size of a piece of which it is not told."""
    glyphs = [glyph for piece in pieces for glyph in _glyphs(piece, piece.size or usual)]
    lines = [make_line(line) for line in group_lines(glyphs)]
    width = max(line.x1 for line in lines)
    return PageParts(width, height or lines[-1].baseline, lines, [], index=number)


def _glyphs(piece: _Piece, size: float) -> Iterator[Glyph]:
    place, spaced = piece.left, False
    baseline = piece.top + _ASCENT * size
    for character in piece.text:
        end = place + size * (_NARROW if character < FIRST_WIDE else 1)
        if not character.isspace():
            yield Glyph(character, place, end, baseline, size, spaced)
        place, spaced = end, character.isspace()
