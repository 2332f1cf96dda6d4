"""Whether a page is fine, sharp and clean enough for any digit to be certain."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from parsers.reading.ocr.looks import Text, is_wordy
from parsers.reading.ocr.printed import Print
from parsers.reading.ocr.sheet import Sheet

# A page beyond these bounds shows no digit for certain. They were found by degrading pages until
# looks agreed on wrong digits: at 72 dpi, out of focus, under heavy noise.
LOWEST_PRINT = 9.5  # pixels, as scanned: the height of a Chinese character of 8 points at 96 dpi
SOFTEST_PRINT = 0.155  # width of a character's edge, by its height
MOST_NOISE = 0.14  # of the ink
LOWEST_BILEVEL_PRINT = 17.0  # like LOWEST_PRINT, of a page that is black and white
DIGIT = 0.66  # of the height of a Chinese character
FEWEST_VALUES, MOST_UNCERTAIN = 20, 0.25  # values of a page, and their share, to call it broken


def poor_print(sheet: Sheet, usual: float) -> str:
    """Why no number of a page is certain; empty where the picture is good enough. usual: height
    of a Chinese character in pixels."""
    if _is_coarse(sheet, usual):
        return "too coarse"
    if sheet.edge > SOFTEST_PRINT * usual / sheet.unit:
        return "too blurred"
    return "too noisy" if sheet.noise > MOST_NOISE else ""


def poor_values(sheet: Sheet, lines: Iterable[tuple[Print, Text]]) -> str:
    """Why no value of a page is certain, as its values show; empty where they are good enough.

    Where many are uncertain the print has lost strokes: what looks agree on is then what is left
    of a digit, as the stem of a 4. Where labels run together, the digits tell how small it is.
    """
    values = [
        (line, text)
        for line, text in lines
        if not (line.flat or line.tiny or (text.certain and is_wordy(text.text)))
    ]
    uncertain = sum(not text.certain for _, text in values)
    if len(values) >= FEWEST_VALUES and uncertain > MOST_UNCERTAIN * len(values):
        return "too broken"
    heights = [line.box.height for line, text in values if text.certain and text.text.isdigit()]
    if len(heights) >= FEWEST_VALUES and _is_coarse(sheet, median(heights) / DIGIT):
        return "too coarse"
    return ""


def _is_coarse(sheet: Sheet, usual: float) -> bool:
    lowest = LOWEST_BILEVEL_PRINT if sheet.bilevel else LOWEST_PRINT
    return usual / sheet.unit * sheet.native < lowest
