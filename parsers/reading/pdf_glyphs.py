"""The characters of a PDF page with their places."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from functools import lru_cache

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from parsers.reading.pdf_page import Frame, Glyph, PageContent

SLANT = math.radians(10)
SAMPLE = 64  # characters that tell how a page is turned
UNMAPPED = "\ufffd"

# Fonts of Chinese office software map some characters to their radicals, which look the same
# (⺠政府 for 民政府). NFKC repairs the Kangxi radicals; those of the supplement are listed here.
RADICALS = str.maketrans(
    "⺟⺠⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "母民西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
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

    pdfium is called some thousand times: the names are bound first, for the time's sake.
    """
    handle, (a, b, c, d, e, f), turns = text_page.raw, frame.matrix, frame.turns
    box, x, y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    unicode_of, box_of, origin_of = (
        raw.FPDFText_GetUnicode,
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_GetCharOrigin,
    )
    width, height = frame.size
    unmapped, aslant, spaced = 0, "", False
    extent, baseline = (0.0, 0.0), 0.0
    for index in range(count):
        text = _character(unicode_of(handle, index))
        if text.isspace():
            spaced = spaced or not raw.FPDFText_IsGenerated(handle, index)
            continue
        if not text or not box_of(handle, index, box_at):
            continue
        unmapped += text == UNMAPPED
        x0, y0, x1, y1 = box.left, box.top, box.right, box.bottom
        left, top = a * x0 + c * y0 + e, b * x0 + d * y0 + f
        right, bottom = a * x1 + c * y1 + e, b * x1 + d * y1 + f
        if turns:
            left, right, top, bottom = *sorted((left, right)), *sorted((top, bottom))
        size = bottom - top if bottom - top > 1.0 else 1.0
        if (top, bottom) != extent:  # else of one font and line with the character before
            extent = top, bottom
            origin_of(handle, index, x_at, y_at)
            x0, y0 = x.value, y.value
            start, baseline = a * x0 + c * y0 + e, b * x0 + d * y0 + f
            if abs(start - left) > 0.03 * size:  # upright characters begin at their origin
                quarter = _quarter(raw.FPDFText_GetCharAngle(handle, index))
                if quarter is None:
                    aslant, extent = aslant + text, (0.0, 0.0)
                    continue
                if quarter != turns:
                    baseline = bottom
        if 0 <= (left + right) / 2 <= width and 0 <= (top + bottom) / 2 <= height:
            content.glyphs.append(Glyph(text, left, right, baseline, size, spaced))
        spaced = False
    if unmapped:
        content.notes.append(f"{unmapped} characters without a Unicode value in the font")
    if aslant:
        content.notes.append(f"text set aslant (a watermark) left out: {aslant[:40]}")
