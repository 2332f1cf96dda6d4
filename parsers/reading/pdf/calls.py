"""pdfium's functions for what is asked thousands of times a document.

pypdfium2 declares them with types that make a Python object of each argument. Here no argument
is declared: handles are given as `Address`, the places of results as `Place`, C ints as int,
which a call takes as they are, several times faster. Nor is the interpreter's lock given up and
taken again around them: that takes longer than what is asked.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import pypdfium2.raw as raw

# A handle of pdfium's: a pointer, of which a call looks up less than of `c_void_p`.
if TYPE_CHECKING:
    Address = ctypes._Pointer[ctypes.c_char]
else:
    Address = ctypes.POINTER(ctypes.c_char)
Place = Any  # ctypes has no public name for what `place_in` gives
Call = Callable[..., int]
HandleCall = Callable[[Address, int], Address]


def _declared(function: Any, result: Any, *arguments: Any) -> Call:
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return cast(Call, ctypes.PYFUNCTYPE(result, *arguments)(address))


def address_of(handle: Any) -> Address:
    """The address that a handle of pypdfium2 stands for."""
    return ctypes.cast(handle, Address)


def place_in(memory: array[Any] | memoryview[Any], offset: int) -> Place:
    """Where a call puts a result: so many bytes behind the beginning of this memory."""
    return ctypes.byref(ctypes.c_char.from_buffer(memory, offset))


_INT = ctypes.c_int

# Of a page's text, by the number of a character.
count_characters = _declared(raw.FPDFText_CountChars, _INT)
text_of = _declared(raw.FPDFText_GetText, _INT)
code_of = _declared(raw.FPDFText_GetUnicode, ctypes.c_uint)
place_in_text = _declared(raw.FPDFText_GetTextIndexFromCharIndex, _INT)
is_generated = _declared(raw.FPDFText_IsGenerated, _INT)
is_hyphen = _declared(raw.FPDFText_IsHyphen, _INT)
has_no_character = _declared(raw.FPDFText_HasUnicodeMapError, _INT)
loose_box = _declared(raw.FPDFText_GetLooseCharBox, _INT)
angle = cast(Callable[[Address, int], float], _declared(raw.FPDFText_GetCharAngle, ctypes.c_float))
origin = _declared(raw.FPDFText_GetCharOrigin, _INT)
font_size = cast(
    Callable[[Address, int], float], _declared(raw.FPDFText_GetFontSize, ctypes.c_double)
)
text_matrix = _declared(raw.FPDFText_GetMatrix, _INT)

# Of a page, or of a form on it: what is drawn.
visible_area = _declared(raw.FPDF_GetPageBoundingBox, _INT)
count_objects = _declared(raw.FPDFPage_CountObjects, _INT)
get_object = cast(HandleCall, _declared(raw.FPDFPage_GetObject, Address))
count_inside = _declared(raw.FPDFFormObj_CountObjects, _INT)
get_inside = cast(
    HandleCall, _declared(raw.FPDFFormObj_GetObject, Address, Address, ctypes.c_ulong)
)
remove_object = _declared(raw.FPDFPage_RemoveObject, _INT)
remove_inside = _declared(raw.FPDFFormObj_RemoveObject, _INT)
destroy = _declared(raw.FPDFPageObj_Destroy, None)
kind_of = _declared(raw.FPDFPageObj_GetType, _INT)
matrix_of = _declared(raw.FPDFPageObj_GetMatrix, _INT)
bounds_of = _declared(raw.FPDFPageObj_GetBounds, _INT)
object_text = _declared(raw.FPDFTextObj_GetText, ctypes.c_ulong)
render_mode = _declared(raw.FPDFTextObj_GetTextRenderMode, _INT)
count_marks = _declared(raw.FPDFPageObj_CountMarks, _INT)
get_mark = cast(HandleCall, _declared(raw.FPDFPageObj_GetMark, Address, Address, ctypes.c_ulong))
type_in_mark = _declared(raw.FPDFPageObjMark_GetParamValueType, _INT)
remove_mark = _declared(raw.FPDFPageObj_RemoveMark, _INT)
fill_color = _declared(raw.FPDFPageObj_GetFillColor, _INT)
has_transparency = _declared(raw.FPDFPageObj_HasTransparency, _INT)
set_active = _declared(raw.FPDFPageObj_SetIsActive, _INT)
get_clip = cast(Callable[[Address], Address], _declared(raw.FPDFPageObj_GetClipPath, Address))
count_clips = _declared(raw.FPDFClipPath_CountPaths, _INT)  # -1 where nothing is clipped
count_clip_segments = _declared(raw.FPDFClipPath_CountPathSegments, _INT)
get_clip_segment = cast(
    Callable[[Address, int, int], Address], _declared(raw.FPDFClipPath_GetPathSegment, Address)
)

# Of a path and its segments.
draw_mode = _declared(raw.FPDFPath_GetDrawMode, _INT)
count_segments = _declared(raw.FPDFPath_CountSegments, _INT)
get_segment = cast(HandleCall, _declared(raw.FPDFPath_GetPathSegment, Address))
segment_kind = _declared(raw.FPDFPathSegment_GetType, _INT)
segment_point = _declared(raw.FPDFPathSegment_GetPoint, _INT)
segment_closes = _declared(raw.FPDFPathSegment_GetClose, _INT)
