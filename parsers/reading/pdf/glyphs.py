"""The characters of a PDF page with their places."""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterator, Sequence, Set
from functools import cache, lru_cache, partial
from itertools import chain, compress, repeat
from operator import eq, ne, or_, sub
from typing import Any, cast

from parsers.reading.model import UNREAD
from parsers.reading.pdf import calls
from parsers.reading.pdf.calls import Address
from parsers.reading.pdf.downwards import set_to_size
from parsers.reading.pdf.page import Frame, Glyph, PageContent

SLANT = math.radians(10)
SHIFT = 0.03  # of the size: an upright character begins so near its origin
SAMPLE = 24  # characters that tell how a page is turned
USUAL = 2048  # characters of a page, at most: a full one of running text has some 1,500
FIRST_CHINESE = "一"  # digits, marks and Latin letters lie before it

# Fonts of Chinese office software map some characters to their radicals, which look the same
# (⺠政府 for 民政府). NFKC repairs the Kangxi radicals; those of the supplement are listed here.
RADICALS = str.maketrans(
    "⺟⺠⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "母民西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
# Characters that stand for themselves: most pages have no others.
_PLAIN = re.compile("[\r\n -~·—‘’“”…、-〗㈠-㈩一-鿿！-～]*")
IGNORED = {0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
_GLYPH = partial(tuple.__new__, Glyph)  # of all fields at once, without a call in Python
NO_CHARACTERS = {0xFFFE, 0xFFFF}


def _quarter(angle: float) -> int | None:
    """The nearest quarter turn of a text direction in radians, None where it is aslant."""
    quarter = round(angle / (math.pi / 2))
    return quarter % 4 if abs(angle - quarter * math.pi / 2) < SLANT else None


def turns_of(text_page: Address, count: int) -> int:
    """The quarter turns that make most of the first `count` characters of a page upright."""
    sample = range(0, count, max(1, count // SAMPLE))
    angles = list(map(calls.angle, repeat(text_page), sample))
    if not any(angles):
        return 0
    seen = Counter(map(_quarter, angles))
    del seen[None]
    return seen.most_common(1)[0][0] or 0 if seen else 0


@lru_cache(maxsize=8192)
def _character(code: int) -> str:
    """The character of a code given by pdfium: "" for what leaves no mark, a line end for all
    white space but the space character itself."""
    if code in IGNORED:
        return ""
    if code <= 0x10FFFF and chr(code).isspace():
        return " " if code == 0x20 else "\n"
    if code < 0x20 or 0x7F <= code < 0xA0 or code in NO_CHARACTERS:
        return UNREAD
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return UNREAD
    if 0x2F00 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", chr(code))
    return chr(code).translate(RADICALS)


def collect_glyphs(text_page: Address, count: int, frame: Frame, content: PageContent) -> None:
    """Put the first `count` characters of a page into its content.

    A page has some thousand characters: what can be asked for all of them at once, is.
    """
    texts = _texts(text_page, count)
    marks = [index for index, text in enumerate(texts) if text > " "]
    boxed, left, right, low, high = _boxes(text_page, marks, frame)
    if not all(boxed):
        marks = list(compress(marks, boxed))
        left, right, low, high = (list(compress(s, boxed)) for s in (left, right, low, high))
    sizes = list(map(sub, high, low))
    if min(sizes, default=1.0) < 1.0:
        sizes = [max(size, 1.0) for size in sizes]
    printed = list(map(texts.__getitem__, marks))
    _set_unmapped(text_page, marks, printed)
    baselines, moved = _baselines(text_page, marks, frame, (left, low, high, sizes))
    aslant = list[int]()
    for place in moved:
        quarter = _quarter(calls.angle(text_page, marks[place]))
        if quarter is None:
            aslant.append(place)
        elif quarter != frame.turns:
            baselines[place] = _downwards(frame, [low[place]], [high[place]])[1][0]
    spaced = [False] * len(marks)
    for place in _behind_spaces(text_page, texts, marks, frozenset(aslant)):
        spaced[place] = True
    if unmapped := printed.count(UNREAD):
        content.notes.append(f"{unmapped} characters without a Unicode value in the font")
    if aslant:
        mark = "".join(printed[place] for place in aslant)
        content.notes.append(f"text set aslant (a watermark) left out: {mark[:40]}")
    glyphs = list(map(_GLYPH, zip(printed, left, right, baselines, sizes, spaced, strict=True)))
    for place in reversed(aslant):
        del glyphs[place], left[place], right[place], low[place], high[place]
    if not glyphs:
        return
    width, height = frame.size
    (uppermost,), (lowest,) = _downwards(frame, [min(low)], [max(high)])
    if min(left) >= 0 and max(right) <= width and uppermost >= 0 and lowest <= height:
        content.glyphs = glyphs
        return
    top, bottom = _downwards(frame, low, high)
    for glyph, upper, lower in zip(glyphs, top, bottom, strict=True):
        seen = 0 <= glyph.x0 + glyph.x1 <= 2 * width and 0 <= upper + lower <= 2 * height
        (content.glyphs if seen else content.clipped).append(glyph)


def _baselines(
    text_page: Address,
    marks: Sequence[int],
    frame: Frame,
    bounds: tuple[list[float], list[float], list[float], list[float]],
) -> tuple[list[float], Sequence[int]]:
    """The baselines of the characters, and which of them do not begin at their origin, as upright
    ones do. `bounds`: their left sides, bounds as `_boxes` gives them, and sizes.

    Of neighbours with the same upper and lower bounds, which are of one font and line, only the
    first is asked for.
    """
    left, low, high, sizes = bounds
    changes = map(or_, map(ne, low, low[1:]), map(ne, high, high[1:]))
    firsts = [0, *compress(range(1, len(marks)), changes)] if marks else []
    starts, lines = _origins(text_page, [marks[place] for place in firsts], frame)
    upright = [
        abs(start - left[place]) <= SHIFT * sizes[place]
        for place, start in zip(firsts, starts, strict=True)
    ]
    if all(upright):
        lengths = map(sub, [*firsts[1:], len(marks)], firsts)
        return list(chain.from_iterable(map(repeat, lines, lengths))), ()
    starts, baselines = _origins(text_page, marks, frame)
    return baselines, [
        place
        for place, (shift, size) in enumerate(zip(map(sub, starts, left), sizes, strict=True))
        if abs(shift) > SHIFT * size
    ]


def _behind_spaces(
    text_page: Address, texts: Sequence[str], marks: Sequence[int], left_out: Set[int]
) -> Iterator[int]:
    """Which of the marks have a space character before them.

    pdfium adds spaces of its own where characters stand apart, and all line ends.
    """
    for index in [index for index, text in enumerate(texts) if text == " "]:
        if not calls.is_generated(text_page, index):
            place = bisect_left(marks, index)
            while place in left_out:
                place += 1
            if place < len(marks):
                yield place


def _texts(text_page: Address, count: int) -> list[str]:
    """Each character, as `_character` gives it."""
    units = array("H", bytes(2 * count + 2))  # with the zero at the end
    place = calls.place_in(units, 0)
    whole = count and calls.text_of(text_page, 0, count, place) == count + 1
    # No character is left out of the text if the last one has its own number there.
    if whole and calls.place_in_text(text_page, count - 1) == count - 1:
        text = units.tobytes()[: 2 * count].decode("utf-16-le", "surrogatepass")
        text = text.replace("\u3000", "\n")  # white space before a paragraph, as _character has it
        if _PLAIN.fullmatch(text):
            return list(text)
        return list(map(_character, units[:count]))
    return list(map(_character, map(calls.code_of, repeat(text_page), range(count))))


def _set_unmapped(text_page: Address, marks: Sequence[int], printed: list[str]) -> None:
    """Mark the characters that the page's fonts do not tell.

    pdfium gives their codes for them: control characters, a digit where another one is shown, or
    any other character. It has a code of its own, too, for a hyphen at the end of a line.
    """
    asked = [mark for mark, text in zip(marks, printed, strict=True) if text < FIRST_CHINESE]
    if any(map(calls.has_no_character, repeat(text_page), asked)):
        unmapped = map(calls.has_no_character, repeat(text_page), marks)
        for place in compress(range(len(marks)), unmapped):
            printed[place] = UNREAD
    if UNREAD in printed:
        for place in compress(range(len(marks)), map(UNREAD.__eq__, printed)):
            if calls.is_hyphen(text_page, marks[place]):
                printed[place] = "-"


def _boxes(
    text_page: Address, marks: Sequence[int], frame: Frame
) -> tuple[list[int], list[float], list[float], list[float], list[float]]:
    """Of the characters: whether they have a box, its left and right bounds in upright
    coordinates, and its lower and higher bounds in the page's own for the other direction."""
    room = _room(len(marks))
    boxed = list(map(calls.loose_box, repeat(text_page), marks, room.places))
    left, top, right, bottom = _told(room.floats, 4, len(marks))
    if any(map(eq, left, left[1:])):  # one below the other, as on few pages
        set_to_size(text_page, marks, (left, top, right, bottom))
    a, _, c, d, e, _ = frame.matrix
    x0, x1 = _bounds(left, right, a, e) if a else _bounds(bottom, top, c, e)
    return (boxed, x0, x1, bottom, top) if d else (boxed, x0, x1, left, right)


def _downwards(
    frame: Frame, low: list[float], high: list[float]
) -> tuple[list[float], list[float]]:
    """The upper and lower bounds in upright coordinates of what has these in the page's own."""
    _, b, _, d, _, f = frame.matrix
    return _bounds(low, high, d or b, f)


def _origins(
    text_page: Address, marks: Sequence[int], frame: Frame
) -> tuple[list[float], list[float]]:
    """Of the characters: where they begin along their line, and their baseline."""
    room = _room(len(marks))
    deque(map(calls.origin, repeat(text_page), marks, room.places, room.halves), maxlen=0)
    x, y = _told(room.doubles, 2, len(marks))
    a, b, c, d, e, f = frame.matrix
    along = _turned(x, a, e) if a else _turned(y, c, e)
    return along, _turned(y, d, f) if d else _turned(x, b, f)


class _Room:
    """Where pdfium puts what it is asked of so many characters: four floats or two doubles each."""

    def __init__(self, count: int) -> None:
        memory = array("B", bytes(16 * count))
        self.bytes = memoryview(memory)
        self.floats, self.doubles = self.bytes.cast("f"), self.bytes.cast("d")
        self.places = [calls.place_in(memory, 16 * place) for place in range(count)]
        self.halves = [calls.place_in(memory, 16 * place + 8) for place in range(count)]


@cache
def _usual_room() -> _Room:
    return _Room(USUAL)


def _room(count: int) -> _Room:
    """Cleared room for so many characters: to make its addresses takes longer than to fill it,
    so that most pages have the same one."""
    if count > USUAL:
        return _Room(count)
    room = _usual_room()
    room.bytes[: 16 * count] = bytes(16 * count)
    return room


def _told(numbers: memoryview[Any], each: int, count: int) -> Iterator[list[float]]:
    """Of so many characters, with so many numbers each: all first numbers, all second ones, ..."""
    told = cast(list[float], numbers[: each * count].tolist())
    return (told[at::each] for at in range(each))


def _bounds(
    low: list[float], high: list[float], sign: float, shift: float
) -> tuple[list[float], list[float]]:
    """The lower and upper bounds in one direction of the page, turned and shifted."""
    if sign < 0:
        low, high = high, low
    return _turned(low, sign, shift), _turned(high, sign, shift)


def _turned(numbers: list[float], sign: float, shift: float) -> list[float]:
    if sign > 0:
        return [number + shift for number in numbers] if shift else numbers
    return [shift - number for number in numbers]
