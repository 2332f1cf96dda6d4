"""Characters set downwards, with a font for vertical writing.

pdfium gives their boxes in the size of the font alone, whatever it is printed at: WPS has fonts of
199 points printed at a twentieth, so that each character of 三、本年度办理结果, which stands beside
the rows of table 3, would fill half a page.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import compress
from math import hypot
from operator import eq

from parsers.reading.pdf import calls
from parsers.reading.pdf.calls import Address

NEARLY = 0.02  # of a size

Boxes = tuple[list[float], list[float], list[float], list[float]]  # left, top, right, bottom

# Where pdfium, which serves one thread alone, puts what it is asked.
_MATRIX = array("f", bytes(24))
_ORIGIN = array("d", bytes(16))
_MATRIX_AT = calls.place_in(_MATRIX, 0)
_X_AT, _Y_AT = calls.place_in(_ORIGIN, 0), calls.place_in(_ORIGIN, 8)


def set_to_size(text_page: Address, marks: Sequence[int], boxes: Boxes) -> None:
    """Bring such boxes to the size that is printed. boxes: of the characters `marks`, in the
    page's own coordinates."""
    left = boxes[0]
    stacked = list(compress(range(len(left)), map(eq, left, left[1:])))
    if any(_set_to_size(text_page, marks[place], place, boxes) for place in stacked):
        for place, mark in enumerate(marks):
            _set_to_size(text_page, mark, place, boxes)


def _set_to_size(text_page: Address, mark: int, place: int, boxes: Boxes) -> bool:
    """Whether the box of a character had another size than it is printed in, and has it now."""
    size = calls.font_size(text_page, mark)
    left, top, right, bottom = (bounds[place] for bounds in boxes)
    if not (_is_nearly(right - left, size) and _is_nearly(top - bottom, size)):
        return False
    if not calls.text_matrix(text_page, mark, _MATRIX_AT):
        return False
    a, b, c, d, *_ = _MATRIX
    across, upwards = hypot(a, b), hypot(c, d)
    if (_is_nearly(across, 1.0) and _is_nearly(upwards, 1.0)) or abs(b) > NEARLY * across:
        return False
    calls.origin(text_page, mark, _X_AT, _Y_AT)
    x, y = _ORIGIN
    boxes[0][place], boxes[2][place] = x + (left - x) * across, x + (right - x) * across
    boxes[1][place], boxes[3][place] = y + (top - y) * upwards, y + (bottom - y) * upwards
    return True


def _is_nearly(size: float, expected: float) -> bool:
    return abs(size - expected) <= NEARLY * expected
