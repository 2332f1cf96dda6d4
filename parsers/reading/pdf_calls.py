"""pdfium's functions for what is asked thousands of times a document.

pypdfium2 declares them with types that make a Python object of each argument. Here handles and
the places of results are bare addresses, which a call takes three times faster; they are given
to nothing else. Nor is the interpreter's lock given up and taken again around them: that takes
longer than what is asked.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, cast

import pypdfium2.raw as raw

ADDRESS = ctypes.c_void_p
Call = Callable[..., int]


def _declared(function: Any, result: Any, *arguments: Any) -> Call:
    address = ctypes.cast(function, ADDRESS).value or 0
    return cast(Call, ctypes.PYFUNCTYPE(result, *arguments)(address))


def address_of(handle: Any) -> int:
    """The address that a handle of pypdfium2 stands for."""
    return ctypes.cast(handle, ADDRESS).value or 0


_INT = ctypes.c_int

# Of a page's text, by the number of a character.
count_characters = _declared(raw.FPDFText_CountChars, _INT, ADDRESS)
text_of = _declared(raw.FPDFText_GetText, _INT, ADDRESS, _INT, _INT, ADDRESS)
code_of = _declared(raw.FPDFText_GetUnicode, ctypes.c_uint, ADDRESS, _INT)
place_in_text = _declared(raw.FPDFText_GetTextIndexFromCharIndex, _INT, ADDRESS, _INT)
is_generated = _declared(raw.FPDFText_IsGenerated, _INT, ADDRESS, _INT)
loose_box = _declared(raw.FPDFText_GetLooseCharBox, _INT, ADDRESS, _INT, ADDRESS)
angle = cast(
    Callable[[int, int], float], _declared(raw.FPDFText_GetCharAngle, ctypes.c_float, ADDRESS, _INT)
)
origin = _declared(raw.FPDFText_GetCharOrigin, _INT, ADDRESS, _INT, ADDRESS, ADDRESS)

# Of a page, or of a form on it: what is drawn.
visible_area = _declared(raw.FPDF_GetPageBoundingBox, _INT, ADDRESS, ADDRESS)
count_objects = _declared(raw.FPDFPage_CountObjects, _INT, ADDRESS)
get_object = _declared(raw.FPDFPage_GetObject, ADDRESS, ADDRESS, _INT)
count_inside = _declared(raw.FPDFFormObj_CountObjects, _INT, ADDRESS)
get_inside = _declared(raw.FPDFFormObj_GetObject, ADDRESS, ADDRESS, ctypes.c_ulong)
kind_of = _declared(raw.FPDFPageObj_GetType, _INT, ADDRESS)
matrix_of = _declared(raw.FPDFPageObj_GetMatrix, _INT, ADDRESS, ADDRESS)
bounds_of = _declared(raw.FPDFPageObj_GetBounds, _INT, *[ADDRESS] * 5)
render_mode = _declared(raw.FPDFTextObj_GetTextRenderMode, _INT, ADDRESS)

# Of a path and its segments.
draw_mode = _declared(raw.FPDFPath_GetDrawMode, _INT, ADDRESS, ADDRESS, ADDRESS)
count_segments = _declared(raw.FPDFPath_CountSegments, _INT, ADDRESS)
get_segment = _declared(raw.FPDFPath_GetPathSegment, ADDRESS, ADDRESS, _INT)
segment_kind = _declared(raw.FPDFPathSegment_GetType, _INT, ADDRESS)
segment_point = _declared(raw.FPDFPathSegment_GetPoint, _INT, ADDRESS, ADDRESS, ADDRESS)
segment_closes = _declared(raw.FPDFPathSegment_GetClose, _INT, ADDRESS)
