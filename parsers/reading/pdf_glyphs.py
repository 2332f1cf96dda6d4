"""The characters of a PDF page with their places."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import repeat
from typing import Any, cast

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.reading.pdf_page import Frame, Glyph, PageContent

SLANT = math.radians(10)
SAMPLE = 24  # characters that tell how a page is turned
UNMAPPED = "\ufffd"

# Fonts of Chinese office software map some characters to their radicals, which look the same
# (⺠政府 for 民政府). NFKC repairs the Kangxi radicals; those of the supplement are listed here.
RADICALS = str.maketrans(
    "⺟⺠⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "母民西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
# pdfium's function by addresses: what pypdfium2 declares makes an object of each argument.
_LOOSE_BOX = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
IGNORED = {0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}
HYPHENS = {0x0002, 0xFFFE}  # what pdfium gives for a hyphen at the end of a line


def _quarter(angle: float) -> int | None:
    """The nearest quarter turn of a text direction in radians, None where it is aslant."""
    quarter = round(angle / (math.pi / 2))
    return quarter % 4 if abs(angle - quarter * math.pi / 2) < SLANT else None


def turns_of(text_page: pdfium.PdfTextPage, count: int) -> int:
    """The quarter turns that make most of the first `count` characters of a page upright."""
    step = max(1, count // SAMPLE)
    seen = Counter(
        _quarter(raw.FPDFText_GetCharAngle(text_page.raw, index)) for index in range(0, count, step)
    )
    del seen[None]
    return seen.most_common(1)[0][0] or 0 if seen else 0


@lru_cache(maxsize=8192)
def _character(code: int) -> str:
    """The character of a code given by pdfium, "" for what leaves no mark."""
    if code in HYPHENS:
        return "-"
    if code in IGNORED or (code < 0x20 and not chr(code).isspace()) or 0x7F <= code < 0xA0:
        return ""
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return UNMAPPED
    if 0x2F00 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        return unicodedata.normalize("NFKC", chr(code))
    return chr(code).translate(RADICALS)


def collect_glyphs(
    text_page: pdfium.PdfTextPage, count: int, frame: Frame, content: PageContent
) -> None:
    """Put the first `count` characters of a page into its content.

    A page has some thousand characters: what can be asked for all of them at once, is.
    """
    handle, (a, b, c, d, e, f), turns = text_page.raw, frame.matrix, frame.turns
    x, y = ctypes.c_double(), ctypes.c_double()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    furthest, lowest = 2 * frame.size[0], 2 * frame.size[1]
    unmapped, aslant, spaced = 0, "", False
    extent_top, extent_bottom, baseline, size = 0.0, 0.0, 0.0, 1.0
    texts = map(_character, _codes(handle, count))
    for index, (text, boxed, left, right, top, bottom) in enumerate(
        zip(texts, *_boxes(handle, count, frame), strict=True)
    ):
        if text.isspace():
            # pdfium adds spaces of its own where characters stand apart, and all line ends.
            spaced = spaced or (text == " " and not raw.FPDFText_IsGenerated(handle, index))
            continue
        if not text or not boxed:
            continue
        unmapped += text == UNMAPPED
        if top != extent_top or bottom != extent_bottom:  # else as the character before
            extent_top, extent_bottom = top, bottom
            size = bottom - top if bottom - top > 1.0 else 1.0
            raw.FPDFText_GetCharOrigin(handle, index, x_at, y_at)
            x0, y0 = x.value, y.value
            start, baseline = a * x0 + c * y0 + e, b * x0 + d * y0 + f
            if abs(start - left) > 0.03 * size:  # upright characters begin at their origin
                quarter = _quarter(raw.FPDFText_GetCharAngle(handle, index))
                if quarter is None:
                    aslant, extent_top, extent_bottom = aslant + text, 0.0, 0.0
                    continue
                if quarter != turns:
                    baseline = bottom
        if 0 <= left + right <= furthest and 0 <= top + bottom <= lowest:
            content.glyphs.append(Glyph(text, left, right, baseline, size, spaced))
        spaced = False
    if unmapped:
        content.notes.append(f"{unmapped} characters without a Unicode value in the font")
    if aslant:
        content.notes.append(f"text set aslant (a watermark) left out: {aslant[:40]}")


def _codes(handle: Any, count: int) -> Iterable[int]:
    """The code of each character, 0 where the font does not tell it."""
    units = (ctypes.c_ushort * (count + 1))()  # with the zero at the end
    whole = count and raw.FPDFText_GetText(handle, 0, count, units) == count + 1
    # No character is left out of the text if the last one has its own number there.
    if whole and raw.FPDFText_GetTextIndexFromCharIndex(handle, count - 1) == count - 1:
        return units[:count]
    return map(raw.FPDFText_GetUnicode, repeat(handle), range(count))


def _boxes(handle: Any, count: int, frame: Frame) -> tuple[Sequence[float], ...]:
    """Of the characters: whether they have a box, its left, right, upper and lower bounds in
    upright coordinates."""
    boxes = (raw.FS_RECTF * count)()
    places = range(
        ctypes.addressof(boxes),
        ctypes.addressof(boxes) + ctypes.sizeof(boxes),
        ctypes.sizeof(raw.FS_RECTF),
    )
    address = ctypes.cast(handle, ctypes.c_void_p).value
    boxed = list(map(_LOOSE_BOX, repeat(address), range(count), places))
    numbers = cast(list[float], memoryview(boxes).cast("B").cast("f").tolist())
    left, top, right, bottom = (numbers[side::4] for side in range(4))
    a, b, c, d, e, f = frame.matrix
    across = _bounds(left, right, a, e) if a else _bounds(bottom, top, c, e)
    down = _bounds(bottom, top, d, f) if d else _bounds(left, right, b, f)
    return (boxed, *across, *down)


def _bounds(
    low: list[float], high: list[float], sign: float, shift: float
) -> tuple[list[float], list[float]]:
    """The lower and upper bounds in one direction of the page, turned and shifted."""
    if sign < 0:
        low, high = high, low
    return [sign * bound + shift for bound in low], [sign * bound + shift for bound in high]
