"""Looks at a line of print, and what may be believed of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import cv2
import numpy as np

from parsers.reading.ocr.alike import DASH, SLASH
from parsers.reading.ocr.engine import HEIGHT, WIDEST, Read
from parsers.reading.ocr.printed import NARROW, Box, Print, fits, has_wide_gap, stands_uneven
from parsers.reading.ocr.sheet import Picture, Sheet


@dataclass(frozen=True, slots=True)
class Look:
    """One way to show a line to the recogniser.

    smooth: radius in points. two_tone: nearly black and white, else grey. margin: of the line's
    height, above and below. stretch: in width. narrowest: pixels.
    """

    smooth: float
    two_tone: bool
    margin: float
    stretch: float
    narrowest: int


class Text(NamedTuple):
    """What a line says. Where it is not certain, the text is the surest guess."""

    text: str
    certain: bool


# Chosen on pages of 100 to 200 dpi: each reads as many digits as any, and their mistakes, where
# they make any, differ. The third is taken only where the first two do not agree.
FIRST = Look(smooth=0.4, two_tone=False, margin=0.05, stretch=1.0, narrowest=64)
SECOND = Look(smooth=0.4, two_tone=True, margin=0.1, stretch=1.3, narrowest=72)
THIRD = Look(smooth=0.25, two_tone=False, margin=0.05, stretch=1.0, narrowest=80)

SURE = 0.8  # probability of the least certain character, where the first two looks agree
VERY_SURE = 0.9  # likewise, where one of the two that agree is the third
UPRIGHT, LEANING = 0.08, 0.12  # slant up to which a lone stroke is a 1, and above which a slash
STEEP = 0.2  # slant above which a stroke is a slash though hardly higher than digits: no italic 1
BROAD_SLASH = 0.25  # slant above which a broad stroke is a slash, too
BLACK = 20  # the darkest grey shown
LOWEST = 0.75  # of a character's height: what is lower (a dash) is shown with room around it

_WORD = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(r"[+\-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_WITH_WORDS = re.compile(
    r"(?:增加?|减少?)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:万?元|[件条项个次宗起人份篇类])?"
)
_DOTTED_ZERO = "日"  # how recognisers spell a 0 with a dot in it; the word is as high as any
_EMPTY_WORDS = frozenset({"无", "不涉及", "不适用"})
# How recognisers spell a lone horizontal stroke.
_DASHES = frozenset({"-", "--", "---", "—", "——", "–", "−", "─", "一", "一一", "_", "ー"})
# How they spell a lone stroke that stands or leans.
_STROKES = frozenset({"1", "/", "丿", "ノ", "I", "l", "|", "J", "i", "!", "7", ""})


class Renditions:
    """The page's grey smoothed as the looks want it, each made once."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._smoothed: dict[float, Picture] = {}

    def show(self, line: Print, usual: float, look: Look) -> Picture:
        """A line as a picture HEIGHT pixels high. usual: height of a character in pixels."""
        if look.smooth not in self._smoothed:
            radius = look.smooth * self._sheet.unit
            self._smoothed[look.smooth] = cv2.GaussianBlur(self._sheet.grey, (0, 0), radius)
        crop = _crop(self._smoothed[look.smooth], _shown(line.box, usual), self._sheet.unit)
        paper, ink = np.percentile(crop, (85, 3))
        dark = (paper - crop.astype(np.float32)) / max(1.0, float(paper - ink))
        if look.two_tone:
            dark = (dark - 0.3) / 0.5
        return _framed((255 - (255 - BLACK) * np.clip(dark, 0, 1)).astype(np.uint8), look)


def _shown(box: Box, usual: float) -> Box:
    missing = round(LOWEST * usual) - box.height
    if missing <= 0:
        return box
    return Box(box.left, box.top - missing // 2, box.right, box.bottom + missing - missing // 2)


def _crop(picture: Picture, box: Box, unit: float) -> Picture:
    edge = max(1, round(0.4 * unit))
    top, left = max(0, box.top - edge), max(0, box.left - edge)
    return picture[top : box.bottom + edge, left : box.right + edge]


def _framed(crop: Picture, look: Look) -> Picture:
    """The line in the middle of white paper."""
    rows, columns = crop.shape
    edge = max(1, round(look.margin * rows))
    scale = HEIGHT / (rows + 2 * edge)
    width = min(max(8, round(columns * scale * look.stretch)), WIDEST)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    inner = HEIGHT - 2 * round(edge * scale)
    line = cv2.resize(crop, (width, inner), interpolation=way)
    above = (HEIGHT - inner) // 2
    side = max(4, round(edge * scale), (look.narrowest - width) // 2)
    return cv2.copyMakeBorder(
        line, above, HEIGHT - inner - above, side, side, cv2.BORDER_CONSTANT, value=255
    )


def plain(text: str) -> str:
    """Text without white space, full-width digits and marks made plain."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def is_label(read: Read, line: Print) -> bool:
    """Whether one look is enough: words, three or more, that are no value's own."""
    text = plain(read.text)
    return len(_WORD.findall(text)) >= 3 and is_wordy(text) and _has_room(text, line)


def agreed(reads: Sequence[Read], line: Print, leaning: float, *, bilevel: bool = False) -> Text:
    """The text of a line by two or three looks. leaning: the line's slant. bilevel: it came in
    black and white, which takes strokes from a digit: two of three looks agree on a 3 that was a 5.

    Short words are labels: their reading need not be exact, and the surest look is taken.
    """
    texts = [plain(read.text) for read in reads]
    guess = max(reads, key=lambda read: read.sure).text
    doubt = Text(guess, False)
    if line.tiny:
        return doubt
    if len(line.shapes) == 1 and line.flat:
        # One flat stroke alone is a dash, and nothing else that an agency prints in a cell.
        return Text(DASH, True) if any(text in _DASHES for text in texts) else doubt
    narrow = line.box.width < NARROW * line.box.height
    if len(line.shapes) == 1 and narrow and _STROKES.issuperset(texts):
        # Recognisers see a 1 in a lone slash, and are sure of it.
        if (leaning > LEANING and line.high) or (leaning > STEEP and line.slash_high):
            return Text(SLASH, True)
        if leaning > UPRIGHT:
            return doubt
    if len(line.shapes) == 1 and line.high and leaning > BROAD_SLASH:
        # Higher than digits are, and no 7 leans so far.
        return Text(SLASH, True) if _is_slash(texts) else doubt
    if len(line.shapes) == 1 and leaning > UPRIGHT and "1" in texts:
        return doubt  # a slash, though a broad one
    if line.high and all(is_wordy(text) and _has_room(text, line) for text in texts):
        return Text(guess, True)
    lone = len(line.shapes) == 1 and not line.high
    with_words = any(_WORD.search(text) for text in texts if not (lone and text == _DOTTED_ZERO))
    told = [
        (text, text if with_words else read.number, read.sure if with_words else read.number_sure)
        for text, read in zip(texts, reads, strict=True)
    ]
    if bilevel and len(told) > 2:
        return doubt
    needed = SURE if len(told) == 2 and not bilevel else VERY_SURE
    for (free, one, sure), (other_free, other, other_sure) in combinations(told, 2):
        # A look confined to digits sees one everywhere: in one of the two it must be seen freely.
        if one == other and one in (free, other_free) and min(sure, other_sure) >= needed:
            return Text(one, True) if _is_value(one, line) else doubt
    return doubt


def are_dotted_zeros(reads: Sequence[Read]) -> bool:
    """Whether looks at one digit saw a 0, or what recognisers take a dotted one for; the ink has
    to agree (`zeros.dotted_zeros`)."""
    seen = {plain(read.text) for read in reads} <= {_DOTTED_ZERO, "0"}
    return seen and all(read.number == "0" and read.number_sure >= VERY_SURE for read in reads)


def _is_slash(texts: Sequence[str]) -> bool:
    return "/" in texts and _STROKES.issuperset(texts)


def as_label(reads: Sequence[Read], line: Print) -> Text:
    """The surest look at a line that can only be words, though the looks differ.

    Chinese characters and brackets are higher than digits, and a label has two or more. It is
    in doubt where the line may be a number.
    """
    text = max(reads, key=lambda read: read.sure).text
    long = line.high and line.box.width >= 1.5 * line.box.height
    numbers = sum(bool(_NUMBER.fullmatch(plain(read.text))) for read in reads)
    # Letters without words are digits that were not read (1S01, Q).
    return Text(text, long and numbers < 2 and bool(_WORD.search(text)))


def is_wordy(text: str) -> bool:
    """Whether a text is Chinese words, and none that an agency prints for a value."""
    return bool(_WORD.search(text)) and not (
        text in _EMPTY_WORDS or text in _DASHES or _WITH_WORDS.fullmatch(text)
    )


def _has_room(text: str, line: Print) -> bool:
    """Whether the line is long enough for so many Chinese characters: 日 may be a narrow 0."""
    return line.box.width >= 0.8 * line.box.height * len(_WORD.findall(text))


def _is_value(text: str, line: Print) -> bool:
    """Whether a text is a number or a mark that stands for none, and its shapes agree."""
    if _NUMBER.fullmatch(text):
        # A decimal point or a comma may be too small to be seen as a shape.
        digits = sum(character not in ".," for character in text)
        if stands_uneven(line, signed=text[0] in "+-") or (
            digits == len(text) and has_wide_gap(line)
        ):
            return False
        # Two that touch are as wide as one broad digit only where they are both 1.
        shapes = line.shapes if "1" in text else line.joined
        lengths = range(digits, len(text) + 1)
        return any(fits(length, shapes, line.box.height) for length in lengths)
    if text in _EMPTY_WORDS or _WITH_WORDS.fullmatch(text):
        # A Chinese character may fall into two shapes; digits beside it must be there in number.
        return len(text) <= len(line.shapes) + 1 and len(line.shapes) <= 2 * len(text)
    return False
